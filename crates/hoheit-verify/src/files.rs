// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Files of those whom nobody trusts: never more of them than can be right, no links, nothing that blocks.

use crate::answer::{Exit, Failure};
use hoheit_merkle::{ENTRY_LIMIT_BYTES, Files, Hash, TILE_WIDTH, TilePath};
use hoheit_types::{ContentDigest, Digest, Lang};
use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::Path;

/// A full bundle of the longest entries, each with two bytes of length.
const BUNDLE_LIMIT_BYTES: u64 = TILE_WIDTH * (ENTRY_LIMIT_BYTES as u64 + 2);

/// A full tile.
const TILE_LIMIT_BYTES: u64 = TILE_WIDTH * Hash::BYTES as u64;

/// `tile`, a level, six times `x…`, a folder of partial tiles: what lies deeper is no tile.
const DEPTH_LIMIT: usize = 10;

/// Names of a folder are sorted, so that the same log gives the same answer everywhere. A folder of tiles has at most three thousand; others are
/// sorted piece by piece, which costs no memory.
const SORTED: usize = 4_096;

/// Why a file was not read.
#[derive(Debug)]
pub(crate) enum Unread {
    /// There is none
    Missing,
    /// A folder, link, pipe or device
    NoFile,
    /// The system refuses it
    Refused(io::Error),
}

impl Unread {
    /// In words, as the end of a sentence.
    pub(crate) fn words(&self, lang: Lang) -> String {
        match self {
            Self::Missing => lang.pick("gibt es nicht", "there is none").to_owned(),
            Self::NoFile => lang.pick("ist keine gewöhnliche Datei", "is no ordinary file").to_owned(),
            Self::Refused(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                lang.pick("keine Rechte, sie zu lesen", "no right to read it").to_owned()
            }
            Self::Refused(error) => match error.raw_os_error() {
                Some(code) => lang.pick(
                    format!("das System verweigert sie (Nummer {code})"),
                    format!("the system refuses it (number {code})"),
                ),
                None => lang.pick("das System verweigert sie", "the system refuses it").to_owned(),
            },
        }
    }
}

impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // A file where a folder should be: then there is nothing below it either.
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Missing,
            _ => Self::Refused(error),
        }
    }
}

/// Reads a file, but not more than one byte beyond `limit_bytes`: whoever parses it then sees that it is too long. Links count as
/// files only where a person named them.
pub(crate) fn read(path: &Path, limit_bytes: u64, follows_links: bool) -> Result<Vec<u8>, Unread> {
    let before = if follows_links { fs::metadata(path) } else { fs::symlink_metadata(path) }?;
    let file = open(path, &before)?;
    // Its length is a claim, too, but one that costs nothing to believe up to the limit.
    let mut bytes = Vec::with_capacity(before.len().min(limit_bytes) as usize + 1);
    file.take(limit_bytes + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Opens an ordinary file, of which these facts are known.
pub(crate) fn open(path: &Path, before: &Metadata) -> Result<File, Unread> {
    // Before it is opened: opening a pipe waits for somebody to write.
    if !before.is_file() {
        return Err(Unread::NoFile);
    }
    let file = File::open(path)?;
    if is_same(before, &file.metadata()?) { Ok(file) } else { Err(Unread::NoFile) }
}

/// Opens an ordinary file that nobody named, and tells its length. No link counts as one.
pub(crate) fn open_no_link(path: &Path) -> Result<(File, u64), Unread> {
    let facts = fs::symlink_metadata(path)?;
    Ok((open(path, &facts)?, facts.len()))
}

/// Whether nobody has put something else under the name meanwhile.
#[cfg(unix)]
fn is_same(before: &Metadata, now: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (before.dev(), before.ino()) == (now.dev(), now.ino()) && now.is_file()
}

#[cfg(not(unix))]
fn is_same(_: &Metadata, now: &Metadata) -> bool {
    now.is_file()
}

/// Reads a file that a person named.
pub(crate) fn named(
    path: &Path,
    limit_bytes: u64,
    what: (&str, &str),
    lang: Lang,
) -> Result<Vec<u8>, Failure> {
    read(path, limit_bytes, true).map_err(|unread| {
        let what = lang.pick(what.0, what.1);
        Failure::new(Exit::Unreadable, format!("{what}: {}", unread.words(lang)))
            .hint(lang.pick("Pfad und Rechte prüfen", "check path and rights"))
    })
}

/// Digest and length of a file that a person named, however long it is.
pub(crate) fn digest_of_file(path: &Path, lang: Lang) -> Result<(Digest, u64), Failure> {
    let digest = || -> Result<(Digest, u64), Unread> {
        let mut file = open(path, &fs::metadata(path)?)?;
        let (mut content, mut size_bytes) = (ContentDigest::default(), 0);
        let mut buffer = vec![0; BUFFER_BYTES];
        loop {
            let count = file.read(&mut buffer)?;
            let Some(bytes) = buffer.get(..count).filter(|bytes| !bytes.is_empty()) else { break };
            content.update(bytes);
            size_bytes += count as u64;
        }
        Ok((content.digest(), size_bytes))
    };
    digest().map_err(|unread| {
        let what = lang.pick("die Datei", "the file");
        Failure::new(Exit::Unreadable, format!("{what}: {}", unread.words(lang)))
            .hint(lang.pick("Pfad und Rechte prüfen", "check path and rights"))
    })
}

/// Bytes of a file that are read at a time: more of them don't make it faster.
const BUFFER_BYTES: usize = 256 << 10;

/// The folder of a log.
pub(crate) struct LogFolder<'p> {
    path: &'p Path,
    lang: Lang,
}

impl<'p> LogFolder<'p> {
    /// The folder at this path; a person named it, so it may be a link.
    pub(crate) fn open(path: &'p Path, lang: Lang) -> Result<Self, Failure> {
        let failure = |message: &str| {
            Failure::new(Exit::Unreadable, message).hint(lang.pick(
                "gemeint ist der Ordner, in dem die Datei checkpoint und der Ordner tile liegen",
                "what is meant is the folder that holds the file checkpoint and the folder tile",
            ))
        };
        match fs::metadata(path) {
            Ok(facts) if facts.is_dir() => Ok(Self { path, lang }),
            Ok(_) => Err(failure(lang.pick("das ist kein Ordner", "that is no folder"))),
            Err(error) => Err(failure(&format!(
                "{}: {}",
                lang.pick("der Ordner", "the folder"),
                Unread::from(error).words(lang)
            ))),
        }
    }

    /// A file right in the folder.
    pub(crate) fn file(&self, name: &str, limit_bytes: u64) -> Result<Vec<u8>, Unread> {
        read(&self.path.join(name), limit_bytes, false)
    }

    /// How many things lie in the folder beside what belongs to a log. Nobody has to explain them, but an auditor may want to ask.
    pub(crate) fn strangers(&self) -> u64 {
        let known = |name: &std::ffi::OsStr| name == "checkpoint" || name == "tile";
        fs::read_dir(self.path)
            .into_iter()
            .flatten()
            .filter(|item| item.as_ref().is_ok_and(|item| !known(&item.file_name())))
            .count() as u64
    }

    fn words(&self, error: io::Error) -> String {
        Unread::from(error).words(self.lang)
    }
}

impl Files for LogFolder<'_> {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        let is_tile = path.parse().is_ok_and(|path: TilePath| path.level.is_some());
        let limit = if is_tile { TILE_LIMIT_BYTES } else { BUNDLE_LIMIT_BYTES };
        match read(&self.path.join(path), limit, false) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(Unread::Missing) => Ok(None),
            Err(unread) => Err(unread.words(self.lang)),
        }
    }

    fn each_path(&self, visit: &mut dyn FnMut(&str)) -> Result<(), String> {
        match fs::symlink_metadata(self.path.join("tile")) {
            Ok(facts) if facts.is_dir() => {}
            Ok(_) => {
                visit("tile");
                return Ok(());
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(self.words(error)),
        }
        let mut waiting = vec![("tile".to_owned(), 1)];
        while let Some((folder, depth)) = waiting.pop() {
            let mut items = fs::read_dir(self.path.join(&folder)).map_err(|error| self.words(error))?;
            let mut below = Vec::new();
            loop {
                let mut some: Vec<_> = items
                    .by_ref()
                    .take(SORTED)
                    .collect::<io::Result<_>>()
                    .map_err(|error| self.words(error))?;
                if some.is_empty() {
                    break;
                }
                some.sort_by_key(fs::DirEntry::file_name);
                for item in some {
                    // A name that is no Unicode is no tile's name; how it is shown does not matter.
                    let is_text = item.file_name().to_str().is_some();
                    let name = format!("{folder}/{}", item.file_name().to_string_lossy());
                    // Links are not followed, here as anywhere below the folder.
                    let is_folder = item.file_type().is_ok_and(|kind| kind.is_dir());
                    if is_folder && is_text && depth < DEPTH_LIMIT {
                        below.push((name, depth + 1));
                    } else {
                        visit(&name);
                    }
                }
            }
            waiting.extend(below.into_iter().rev());
        }
        Ok(())
    }
}
