// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Bringing one file: under a temporary name beside its own, which it gets in one step when it is whole.

use super::listing::{is_upload, look, look_at};
use super::{direct, meta};
use crate::{Begin, ConnectError, ObjectFacts, ObjectMeta, PartMark, Resumed, Stored, Tag, Token, Upload};
use hoheit_types::RelPath;
use rustix::fd::{AsFd, OwnedFd};
use rustix::fs::{self, AtFlags, Mode, OFlags, RenameFlags};
use rustix::io::Errno;
use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::sync::atomic::{AtomicU64, Ordering};

/// 8 MiB: so much is sent twice at most after a death; journals stay small (a mark of some 40 bytes for each).
const PART_BYTES: u64 = 8 << 20;

/// A file that is being brought.
pub(super) struct LocalUpload {
    folder: OwnedFd,
    /// Its name while it is not whole
    temporary: Vec<u8>,
    leaf: Vec<u8>,
    file: File,
    name: RelPath,
    size_bytes: u64,
    meta: ObjectMeta,
    token: Token,
}

/// What a token says: the temporary name, and what tells that file from any other.
pub(super) fn temporary_of(token: &Token) -> Option<(&str, &str)> {
    token.0.split_once('/').filter(|(temporary, _)| is_upload(temporary.as_bytes()))
}

/// The token of a temporary file with these facts.
pub(super) fn token_of(temporary: &str, facts: &ObjectFacts) -> Token {
    Token(format!("{temporary}/{}", facts.identity.as_deref().unwrap_or_default()))
}

/// Whose a temporary name is.
pub(super) fn tag_of(temporary: &[u8]) -> Option<Tag> {
    let text = str::from_utf8(temporary).ok()?.strip_prefix(".hoheit-")?;
    text.split('-').next()?.parse().ok()
}

pub(super) fn begin(
    folder: OwnedFd,
    leaf: Vec<u8>,
    what: &Begin<'_>,
    next: &AtomicU64,
) -> Result<LocalUpload, ConnectError> {
    let fail = |e: Errno| ConnectError::new("write", what.name.as_str(), e);
    // Found out before gigabytes are written for nothing.
    match look(&folder, &leaf) {
        Ok(_) => return Err(fail(Errno::EXIST)),
        Err(Errno::NOENT) => {}
        Err(error) => return Err(fail(error)),
    }
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let temporary = format!(".hoheit-{}-{number}.part", what.tag);
        match fs::openat(&folder, temporary.as_str(), flags, Mode::RUSR | Mode::WUSR) {
            // Of an earlier process.
            Err(Errno::EXIST) => {}
            Err(error) => return Err(fail(error)),
            Ok(fd) => {
                let token = token_of(&temporary, &look_at(&fd).map_err(fail)?);
                return Ok(LocalUpload {
                    folder,
                    temporary: temporary.into_bytes(),
                    leaf,
                    file: File::from(fd),
                    name: what.name.clone(),
                    size_bytes: what.size_bytes,
                    meta: what.meta.clone(),
                    token,
                });
            }
        }
    }
}

pub(super) fn resume(
    folder: OwnedFd,
    leaf: Vec<u8>,
    what: &Begin<'_>,
    token: &Token,
) -> Result<Resumed, ConnectError> {
    let fail = |e: Errno| ConnectError::new("go on writing", what.name.as_str(), e);
    let Some((temporary, identity)) = temporary_of(token) else { return Ok(Resumed::Gone) };
    let is_ours = |facts: &ObjectFacts| facts.identity.as_deref() == Some(identity);
    let stands = match look(&folder, &leaf) {
        Ok(facts) => Some(facts),
        Err(Errno::NOENT) => None,
        Err(error) => return Err(fail(error)),
    };
    if let Some(facts) = stands.filter(is_ours) {
        // Where names were given in two steps, the second one may be missing.
        if look(&folder, temporary.as_bytes()).is_ok_and(|facts| is_ours(&facts)) {
            fs::unlinkat(&folder, temporary, AtFlags::empty()).map_err(fail)?;
        }
        let losses = settle(&folder, &leaf, what.meta).map_err(fail)?;
        return Ok(Resumed::Completed(Stored {
            facts: look(&folder, &leaf).unwrap_or(facts),
            losses,
            is_marked: false,
        }));
    }
    let flags = OFlags::RDWR | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let fd = match fs::openat(&folder, temporary, flags, Mode::empty()) {
        // Its rights may be the final ones already, which may not let us write: it is begun anew.
        Err(Errno::NOENT | Errno::ACCESS | Errno::LOOP) => return Ok(Resumed::Gone),
        fd => fd.map_err(fail)?,
    };
    if !is_ours(&look_at(&fd).map_err(fail)?) {
        return Ok(Resumed::Gone);
    }
    Ok(Resumed::Open(Box::new(LocalUpload {
        folder,
        temporary: temporary.as_bytes().to_vec(),
        leaf,
        file: File::from(fd),
        name: what.name.clone(),
        size_bytes: what.size_bytes,
        meta: what.meta.clone(),
        token: token.clone(),
    })))
}

/// The metadata of a file that has its name already, once more: which of it was lost is not written down anywhere.
fn settle(folder: &OwnedFd, leaf: &[u8], meta: &ObjectMeta) -> Result<Vec<hoheit_types::Loss>, Errno> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let fd = fs::openat(folder, leaf, flags, Mode::empty())?;
    meta::write(fd.as_fd(), meta)
}

impl LocalUpload {
    fn fail(&self, error: Errno) -> ConnectError {
        ConnectError::new("write", self.name.as_str(), error)
    }

    /// The same file once more, past the page cache; `None` where it is not worth it, or the file system can't.
    fn past_cache(&self, bytes: usize) -> Option<File> {
        if bytes < direct::LEAST_BYTES {
            return None;
        }
        let flags = OFlags::WRONLY | OFlags::DIRECT | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
        let fd = fs::openat(&self.folder, self.temporary.as_slice(), flags, Mode::empty()).ok()?;
        // The name may have been given to something else meanwhile.
        let is_same = look_at(&fd).ok()?.identity == look_at(&self.file).ok()?.identity;
        is_same.then(|| File::from(fd))
    }
}

impl Upload for LocalUpload {
    fn token(&self) -> &Token {
        &self.token
    }

    fn part_bytes(&self) -> u64 {
        PART_BYTES
    }

    fn put_part(&self, number: u64, bytes: &[u8]) -> Result<PartMark, ConnectError> {
        let offset = number.checked_mul(PART_BYTES).ok_or_else(|| self.fail(Errno::FBIG))?;
        let written = match self.past_cache(bytes.len()) {
            Some(file) => direct::write(&file, &self.file, bytes, offset),
            None => self.file.write_all_at(bytes, offset),
        };
        written.map_err(|e| ConnectError::new("write", self.name.as_str(), e))?;
        Ok(PartMark { number, etag: String::new() })
    }

    fn complete(&self, _marks: &[PartMark]) -> Result<Stored, ConnectError> {
        let fail = |e: Errno| self.fail(e);
        if look_at(&self.file).map_err(fail)?.size_bytes != self.size_bytes {
            return Err(fail(Errno::IO));
        }
        let losses = meta::write(self.file.as_fd(), &self.meta).map_err(fail)?;
        give_name(&self.folder, &self.temporary, &self.leaf).map_err(fail)?;
        Ok(Stored { facts: look_at(&self.file).map_err(fail)?, losses, is_marked: false })
    }

    fn abort(&self) -> Result<(), ConnectError> {
        take_away(&self.folder, &self.temporary, self.token.0.rsplit('/').next())
            .map_err(|e| ConnectError::new("remove", self.name.as_str(), e))
    }
}

/// Removes a temporary file, if it still is the one that is meant.
pub(super) fn take_away(folder: &OwnedFd, temporary: &[u8], identity: Option<&str>) -> Result<(), Errno> {
    let removed = look(folder, temporary).and_then(|facts| {
        let is_meant = facts.identity.as_deref() == identity;
        if is_meant { fs::unlinkat(folder, temporary, AtFlags::empty()) } else { Ok(()) }
    });
    if removed == Err(Errno::NOENT) { Ok(()) } else { removed }
}

// INVARIANT (nothing-is-replaced)
/// In one step, refusing to replace. Where the system can't rename so (some network file systems), by a second name, which refuses as well.
pub(super) fn give_name(folder: &OwnedFd, temporary: &[u8], leaf: &[u8]) -> Result<(), Errno> {
    match fs::renameat_with(folder, temporary, folder, leaf, RenameFlags::NOREPLACE) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
        done => return done,
    }
    fs::linkat(folder, temporary, folder, leaf, AtFlags::empty())?;
    fs::unlinkat(folder, temporary, AtFlags::empty())
}
