// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use std::collections::HashSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

/// What was built.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TreeSummary {
    /// Files, links not counted
    pub files: u64,
    /// Folders below the root
    pub folders: u64,
    /// Sum of all sizes as shown in listings; sparse files count in full
    pub size_bytes: u64,
}

/// A tree could not be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// Something is there already. Trees are built on empty ground only, so that nothing is ever overwritten.
    #[error("the folder {} is not empty", path.display())]
    NotEmpty {
        /// The folder
        path: PathBuf,
    },
    /// The file system refused.
    #[error("cannot write {}", path.display())]
    Io {
        /// The file or folder
        path: PathBuf,
        /// Why
        source: io::Error,
    },
}

/// A tree of files under construction: writes files, dates them, counts them.
pub(crate) struct TreeBuilder {
    root: PathBuf,
    folders: HashSet<PathBuf>,
    summary: TreeSummary,
}

impl TreeBuilder {
    /// Takes an empty or new folder.
    pub(crate) fn found(root: &Path) -> Result<Self, BuildError> {
        let at = |source| BuildError::Io { path: root.to_owned(), source };
        fs::create_dir_all(root).map_err(at)?;
        if fs::read_dir(root).map_err(at)?.next().is_some() {
            return Err(BuildError::NotEmpty { path: root.to_owned() });
        }
        Ok(Self { root: root.to_owned(), folders: HashSet::new(), summary: TreeSummary::default() })
    }

    /// A builder for the same root that counts for itself.
    pub(crate) fn another(&self) -> Self {
        Self { root: self.root.clone(), folders: HashSet::new(), summary: TreeSummary::default() }
    }

    /// Creates a folder and those above it; returns its full path.
    pub(crate) fn folder(&mut self, folder: &str) -> Result<PathBuf, BuildError> {
        let path = self.root.join(folder);
        if !self.folders.contains(&path) {
            fs::create_dir_all(&path).map_err(|source| BuildError::Io { path: path.clone(), source })?;
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
    ) -> Result<(), BuildError> {
        self.put_with(folder, name, seconds, |file| file.write_all(content))
    }

    /// As [`TreeBuilder::put`], with the content written by `fill`.
    pub(crate) fn put_with(
        &mut self,
        folder: &str,
        name: &str,
        seconds: i64,
        fill: impl FnOnce(&mut fs::File) -> io::Result<()>,
    ) -> Result<(), BuildError> {
        let folder = self.folder(folder)?;
        let (file, path) = create_new(&folder, name)?;
        self.fill(file, &path, seconds, fill)
    }

    /// Writes a file at a full path inside the root, whose folder exists: for names that are no text.
    #[cfg(unix)]
    pub(crate) fn put_at(&mut self, path: &Path, content: &[u8], seconds: i64) -> Result<(), BuildError> {
        let file =
            fs::File::create_new(path).map_err(|source| BuildError::Io { path: path.to_owned(), source })?;
        self.fill(file, path, seconds, |file| file.write_all(content))
    }

    fn fill(
        &mut self,
        mut file: fs::File,
        path: &Path,
        seconds: i64,
        fill: impl FnOnce(&mut fs::File) -> io::Result<()>,
    ) -> Result<(), BuildError> {
        let at = |source| BuildError::Io { path: path.to_owned(), source };
        fill(&mut file).map_err(at)?;
        file.set_modified(UNIX_EPOCH + Duration::from_secs(seconds.max(0) as u64)).map_err(at)?;
        self.summary.files += 1;
        self.summary.size_bytes += file.metadata().map_err(at)?.len();
        Ok(())
    }

    /// Makes a symbolic link to `target`, which need not exist.
    #[cfg(unix)]
    pub(crate) fn link(&mut self, folder: &str, name: &str, target: &str) -> Result<(), BuildError> {
        let path = self.folder(folder)?.join(name);
        std::os::unix::fs::symlink(target, &path).map_err(|source| BuildError::Io { path, source })
    }

    /// Ends the work.
    pub(crate) fn finish(self) -> TreeSummary {
        self.summary
    }
}

fn create_new(folder: &Path, name: &str) -> Result<(fs::File, PathBuf), BuildError> {
    let (stem, extension) =
        name.rsplit_once('.').map_or((name, String::new()), |(s, e)| (s, format!(".{e}")));
    let mut path = folder.join(name);
    for number in 2.. {
        match fs::File::create_new(&path) {
            Ok(file) => return Ok((file, path)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                path = folder.join(format!("{stem} ({number}){extension}"));
            }
            Err(source) => return Err(BuildError::Io { path, source }),
        }
    }
    unreachable!("the numbers do not end")
}
