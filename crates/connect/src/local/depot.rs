// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::listing::{entries, is_upload, look, look_at, walk};
use super::upload::{begin, resume, tag_of, take_away, temporary_of, token_of};
use super::{LocalPlace, direct, meta, probe, without_atime};
use crate::{
    Begin, Capabilities, ConnectError, Depot, EntryKind, ObjectFacts, ObjectMeta, Opened, Orphan, Reading,
    Removal, Resumed, Tag, Token, Upload, Visit,
};
use hoheit_types::{Loss, RelPath};
use rustix::fd::{AsFd, OwnedFd};
use rustix::fs::{self, Advice, AtFlags, Mode, OFlags};
use rustix::io::Errno;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::AtomicU64;
use std::sync::{Mutex, PoisonError};

#[cfg(test)]
mod tests;

/// A folder of the local file system, or of anything that is mounted into it, to bring files to and fetch them from.
///
/// - A file is written under a temporary name beside its own, and gets its own name by `renameat2(RENAME_NOREPLACE)` or `link(2)`.
/// - [`Depot::flush`] is `syncfs(2)` on every file system that was written to: one call for many files. It also tells errors of the
///   writing back (Linux 5.8 and later).
/// - Reading past caches asks the system to forget the file's pages (`POSIX_FADV_DONTNEED`) first, and reads from 1 MiB on with `O_DIRECT`.
///   Flushed pages that nobody has mapped are forgotten, so the disk, or the server of a mounted share, answers. What remains: caches of the
///   disk or of the server themselves, and file systems that live in memory.
/// - Between the look and the `unlink(2)` of [`Depot::remove`] lie some microseconds; Linux has no call that does both.
#[derive(Debug)]
pub struct LocalDepot {
    place: LocalPlace,
    capabilities: Capabilities,
    /// Numbers temporary names
    next: AtomicU64,
    /// File systems that were written to: device, and a folder there
    written: Mutex<HashMap<u64, OwnedFd>>,
}

impl LocalDepot {
    /// Reaches a folder; see [`LocalPlace::open`].
    pub fn open(path: &Path) -> Result<Self, ConnectError> {
        Ok(Self {
            place: LocalPlace::open(path)?,
            capabilities: probe::declared(),
            next: AtomicU64::new(0),
            written: Mutex::default(),
        })
    }

    /// The absolute path by which it is reached today.
    pub fn path(&self) -> &Path {
        self.place.path()
    }

    /// Remembers the file system that a folder lies on, for flushing.
    fn touch(&self, folder: &OwnedFd) -> Result<(), Errno> {
        let device = fs::fstat(folder)?.st_dev;
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if let std::collections::hash_map::Entry::Vacant(entry) = written.entry(device) {
            // `syncfs` wants more than a mere path.
            let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
            entry.insert(fs::openat(folder, ".", flags, Mode::empty())?);
        }
        Ok(())
    }

    fn open_leaf(folder: &OwnedFd, leaf: &[u8]) -> Result<OwnedFd, Errno> {
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        without_atime(flags, |flags| fs::openat(folder, leaf, flags, Mode::empty()))
    }
}

impl Depot for LocalDepot {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn probe(&mut self, tag: Tag) -> Result<(), ConnectError> {
        probe::probe(self.place.root_fd(), &mut self.capabilities, tag)
            .map_err(|e| ConnectError::new("probe", "", e))
    }

    fn list(&self, prefix: &RelPath, visit: &mut Visit<'_>) -> Result<(), ConnectError> {
        walk(&self.place, prefix, visit)
    }

    fn stat(&self, name: &RelPath) -> Result<Option<ObjectFacts>, ConnectError> {
        let fail = |e: Errno| ConnectError::new("look at", name.as_str(), e);
        if name.is_root() {
            return look_at(self.place.root_fd()).map(Some).map_err(fail);
        }
        let found = match self.place.folder_of(name, "look at") {
            Err(error) if error.kind() == crate::ConnectErrorKind::NotFound => return Ok(None),
            found => found?,
        };
        match look(&found.0, &found.1) {
            Err(Errno::NOENT) => Ok(None),
            facts => facts.map(Some).map_err(fail),
        }
    }

    fn meta(&self, name: &RelPath) -> Result<ObjectMeta, ConnectError> {
        let fail = |e: Errno| ConnectError::new("look at", name.as_str(), e);
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY;
        let fd = self.place.open_beneath(name, flags).map_err(fail)?;
        meta::read(fd.as_fd()).map_err(fail)
    }

    fn read(&self, name: &RelPath, how: &Reading) -> Result<Box<dyn Opened>, ConnectError> {
        let (folder, leaf) = self.place.folder_of(name, "open")?;
        let fail = |e: Errno| ConnectError::new("open", name.as_str(), e);
        let mut file = File::from(Self::open_leaf(&folder, &leaf).map_err(fail)?);
        let facts = look_at(&file).map_err(fail)?;
        if facts.kind != EntryKind::File {
            return Err(fail(Errno::INVAL));
        }
        let range = how.range.clone().unwrap_or(0..u64::MAX);
        let left = range.end.saturating_sub(range.start);
        let there = facts.size_bytes.saturating_sub(range.start).min(left);
        let bytes = if how.past_caches && there >= direct::LEAST_BYTES as u64 {
            Bytes::Medium(direct::Reader::new(file, range.start).take(left))
        } else {
            if how.past_caches {
                // Refused where there is nothing to forget.
                let _ = fs::fadvise(&file, 0, None, Advice::DontNeed);
            }
            if range.start > 0 {
                file.seek(SeekFrom::Start(range.start))
                    .map_err(|e| ConnectError::new("open", name.as_str(), e))?;
            }
            Bytes::Cached(file.take(left))
        };
        Ok(Box::new(LocalObject { folder, leaf, name: name.clone(), bytes }))
    }

    fn begin(&self, what: &Begin<'_>) -> Result<Box<dyn Upload>, ConnectError> {
        let (folder, leaf) = self.place.folder_of(what.name, "write")?;
        self.touch(&folder).map_err(|e| ConnectError::new("write", what.name.as_str(), e))?;
        Ok(Box::new(begin(folder, leaf, what, &self.next)?))
    }

    fn resume(&self, what: &Begin<'_>, token: &Token) -> Result<Resumed, ConnectError> {
        let (folder, leaf) = match self.place.folder_of(what.name, "go on writing") {
            Err(error) if error.kind() == crate::ConnectErrorKind::NotFound => return Ok(Resumed::Gone),
            found => found?,
        };
        self.touch(&folder).map_err(|e| ConnectError::new("write", what.name.as_str(), e))?;
        resume(folder, leaf, what, token)
    }

    fn make_folder(&self, name: &RelPath) -> Result<bool, ConnectError> {
        if name.is_root() {
            return Ok(false);
        }
        let fail = |e: Errno| ConnectError::new("create", name.as_str(), e);
        let (folder, leaf) = match self.place.folder_of(name, "create") {
            Err(error) if error.kind() == crate::ConnectErrorKind::NotFound => {
                self.make_folder(&name.parent())?;
                self.place.folder_of(name, "create")?
            }
            found => found?,
        };
        self.touch(&folder).map_err(fail)?;
        match fs::mkdirat(&folder, leaf.as_slice(), Mode::RWXU) {
            Ok(()) => Ok(true),
            Err(Errno::EXIST) => match look(&folder, &leaf).map_err(fail)?.kind {
                EntryKind::Folder => Ok(false),
                _ => Err(fail(Errno::NOTDIR)),
            },
            Err(error) => Err(fail(error)),
        }
    }

    fn set_meta(&self, name: &RelPath, meta: &ObjectMeta) -> Result<Vec<Loss>, ConnectError> {
        let fail = |e: Errno| ConnectError::new("set properties of", name.as_str(), e);
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY;
        let fd = self.place.open_beneath(name, flags).map_err(fail)?;
        meta::write(fd.as_fd(), meta).map_err(fail)
    }

    fn flush(&self) -> Result<(), ConnectError> {
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        for folder in written.values() {
            fs::syncfs(folder).map_err(|e| ConnectError::new("flush", "", e))?;
        }
        Ok(())
    }

    fn remove(&self, name: &RelPath, expected: &ObjectFacts) -> Result<Removal, ConnectError> {
        let fail = |e: Errno| ConnectError::new("remove", name.as_str(), e);
        let (folder, leaf) = match self.place.folder_of(name, "remove") {
            Err(error) if error.kind() == crate::ConnectErrorKind::NotFound => return Ok(Removal::Gone),
            found => found?,
        };
        let facts = match look(&folder, &leaf) {
            Err(Errno::NOENT) => return Ok(Removal::Gone),
            facts => facts.map_err(fail)?,
        };
        if !facts.is_same(expected) {
            return Ok(Removal::Kept);
        }
        self.touch(&folder).map_err(fail)?;
        let is_folder = facts.kind == EntryKind::Folder;
        let flags = if is_folder { AtFlags::REMOVEDIR } else { AtFlags::empty() };
        match fs::unlinkat(&folder, leaf.as_slice(), flags) {
            Ok(()) => Ok(Removal::Removed),
            Err(Errno::NOENT) => Ok(Removal::Gone),
            Err(Errno::NOTEMPTY | Errno::EXIST) if is_folder => Ok(Removal::Kept),
            Err(error) => Err(fail(error)),
        }
    }

    fn orphans(&self, prefix: &RelPath, visit: &mut dyn FnMut(Orphan)) -> Result<(), ConnectError> {
        let mut search = |path: &RelPath| -> Result<(), ConnectError> {
            let fail = |e: Errno| ConnectError::new("list", path.as_str(), e);
            let fd = match self.place.open_beneath(path, OFlags::RDONLY | OFlags::DIRECTORY) {
                Err(Errno::NOENT) => return Ok(()),
                fd => fd.map_err(fail)?,
            };
            for (name, facts) in entries(&fd, is_upload).map_err(fail)? {
                let Ok(text) = name.to_str() else { continue };
                visit(Orphan {
                    name: path.clone(),
                    token: token_of(text, &facts),
                    tag: tag_of(name.as_bytes()),
                    size_bytes: Some(facts.size_bytes),
                });
            }
            Ok(())
        };
        search(prefix)?;
        let mut failed = None;
        self.list(prefix, &mut |path, facts| {
            if facts.kind == EntryKind::Folder && path != *prefix {
                failed = search(&path).err();
            }
            if failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        failed.map_or(Ok(()), Err)
    }

    fn sweep(&self, orphan: &Orphan) -> Result<(), ConnectError> {
        let fail = |e: Errno| ConnectError::new("remove", orphan.name.as_str(), e);
        let Some((temporary, identity)) = temporary_of(&orphan.token) else { return Ok(()) };
        let folder = match self.place.open_beneath(&orphan.name, OFlags::PATH | OFlags::DIRECTORY) {
            Err(Errno::NOENT) => return Ok(()),
            folder => folder.map_err(fail)?,
        };
        take_away(&folder, temporary.as_bytes(), Some(identity)).map_err(fail)
    }

    /// Twice as many: past the page cache each waits for the medium, which takes several at a time.
    fn streams(&self) -> usize {
        4
    }

    fn free_bytes(&self) -> Result<Option<u64>, ConnectError> {
        let volume = fs::fstatvfs(self.place.root_fd()).map_err(|e| ConnectError::new("look at", "", e))?;
        // Some network file systems answer 0 of 0.
        Ok((volume.f_blocks > 0).then(|| volume.f_bavail.saturating_mul(volume.f_frsize)))
    }
}

/// A file that was opened for reading.
struct LocalObject {
    folder: OwnedFd,
    leaf: Vec<u8>,
    name: RelPath,
    bytes: Bytes,
}

enum Bytes {
    Cached(io::Take<File>),
    Medium(io::Take<direct::Reader>),
}

impl Bytes {
    fn file(&self) -> &File {
        match self {
            Self::Cached(file) => file.get_ref(),
            Self::Medium(reader) => reader.get_ref().file(),
        }
    }
}

impl Read for LocalObject {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match &mut self.bytes {
            Bytes::Cached(file) => file.read(into),
            Bytes::Medium(reader) => reader.read(into),
        }
    }
}

impl Opened for LocalObject {
    fn facts(&self) -> Result<ObjectFacts, ConnectError> {
        let fail = |e: Errno| ConnectError::new("look at", self.name.as_str(), e);
        let stands = look(&self.folder, &self.leaf).map_err(fail)?;
        let open = look_at(self.bytes.file()).map_err(fail)?;
        // Something else took its name while it was read.
        if stands.identity == open.identity { Ok(open) } else { Err(fail(Errno::NOENT)) }
    }
}
