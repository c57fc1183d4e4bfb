// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::scene::Scene;
use super::{TownError, TownSummary};
use crate::day::Day;
use std::collections::HashSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

/// The share under construction: writes files, dates them, counts them.
pub(crate) struct Share {
    root: PathBuf,
    folders: HashSet<PathBuf>,
    summary: TownSummary,
}

impl Share {
    /// Takes an empty or new folder.
    pub(crate) fn found(root: &Path) -> Result<Self, TownError> {
        let at = |source| TownError::Io { path: root.to_owned(), source };
        fs::create_dir_all(root).map_err(at)?;
        if fs::read_dir(root).map_err(at)?.next().is_some() {
            return Err(TownError::NotEmpty { path: root.to_owned() });
        }
        Ok(Self { root: root.to_owned(), folders: HashSet::new(), summary: TownSummary::default() })
    }

    /// Creates a folder and those above it; returns its full path.
    pub(crate) fn folder(&mut self, folder: &str) -> Result<PathBuf, TownError> {
        let path = self.root.join(folder);
        if !self.folders.contains(&path) {
            fs::create_dir_all(&path).map_err(|source| TownError::Io { path: path.clone(), source })?;
            for ancestor in path.ancestors().take_while(|&a| a != self.root) {
                self.summary.folders += u64::from(self.folders.insert(ancestor.to_owned()));
            }
        }
        Ok(path)
    }

    /// Writes a file that was last changed at `seconds` since 1970. A name that is taken gets a number, as Windows does it.
    pub(crate) fn put(
        &mut self,
        folder: &str,
        name: &str,
        content: &[u8],
        seconds: i64,
    ) -> Result<(), TownError> {
        self.put_with(folder, name, seconds, |file| file.write_all(content))
    }

    /// As [`Share::put`], with the content written by `fill`.
    pub(crate) fn put_with(
        &mut self,
        folder: &str,
        name: &str,
        seconds: i64,
        fill: impl FnOnce(&mut fs::File) -> io::Result<()>,
    ) -> Result<(), TownError> {
        let folder = self.folder(folder)?;
        let (mut file, path) = create_new(&folder, name)?;
        let at = |source| TownError::Io { path: path.clone(), source };
        fill(&mut file).map_err(at)?;
        file.set_modified(UNIX_EPOCH + Duration::from_secs(seconds.max(0) as u64)).map_err(at)?;
        self.summary.files += 1;
        self.summary.size_bytes += file.metadata().map_err(at)?.len();
        Ok(())
    }

    /// Writes a document and, in one of sixteen cases, what people make of it: a copy beside it, a "final" one, one in
    /// the yearly backup of a desktop.
    pub(crate) fn put_with_copies(
        &mut self,
        scene: &mut Scene<'_>,
        folder: &str,
        name: &str,
        content: &[u8],
    ) -> Result<(), TownError> {
        let seconds = scene.seconds();
        self.put(folder, name, content, seconds)?;
        let later = seconds + scene.rng.between(1, 400) * 86_400;
        let later = later.min(LAST_DAY.0 * 86_400);
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        match scene.rng.below(48) {
            0 => self.put(folder, &format!("Kopie von {name}"), content, later),
            1 => self.put(folder, &format!("{stem}_final_neu2.{extension}"), content, seconds),
            2 => {
                let clerk = &scene.clerk.last;
                let year = Day(later / 86_400).year();
                let folder = format!("_Sicherung alte PCs/Desktop {clerk} {year}/{}", scene.office.folder);
                self.put(&folder, name, content, seconds)
            }
            _ => Ok(()),
        }
    }

    /// The full path of something inside the share.
    pub(crate) fn path(&self, inside: &str) -> PathBuf {
        self.root.join(inside)
    }

    /// Ends the work.
    pub(crate) fn finish(self) -> TownSummary {
        self.summary
    }
}

/// No file is younger: the day before the default [`crate::FixedClock`].
pub(crate) const LAST_DAY: Day = Day::new(2026, 11, 22);

fn create_new(folder: &Path, name: &str) -> Result<(fs::File, PathBuf), TownError> {
    let (stem, extension) =
        name.rsplit_once('.').map_or((name, String::new()), |(s, e)| (s, format!(".{e}")));
    let mut path = folder.join(name);
    for number in 2.. {
        match fs::File::create_new(&path) {
            Ok(file) => return Ok((file, path)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                path = folder.join(format!("{stem} ({number}){extension}"));
            }
            Err(source) => return Err(TownError::Io { path, source }),
        }
    }
    unreachable!("the numbers do not end")
}
