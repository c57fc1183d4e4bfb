// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What lies below a folder, in the order of whole names, and what the system tells of each.

use super::{DEPTH_LIMIT, LocalPlace, is_pseudo, moment};
use crate::{ConnectError, EntryKind, ObjectFacts, Visit};
use hoheit_types::RelPath;
use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::fs::{self, AtFlags, Dir, FileType, OFlags, Statx, StatxFlags};
use rustix::io::Errno;
use std::ffi::CString;
use std::ops::ControlFlow;

/// Names of uploads that are not complete: `.hoheit-<tag>-<number>.part`.
pub(super) fn is_upload(name: &[u8]) -> bool {
    name.starts_with(b".hoheit-") && name.ends_with(b".part")
}

/// What is asked of the system.
const MASK: StatxFlags = StatxFlags::BASIC_STATS.union(StatxFlags::BTIME);

/// What stands in a folder under this name; a link is not followed.
pub(super) fn look(folder: impl AsFd, name: &[u8]) -> Result<ObjectFacts, Errno> {
    let flags = AtFlags::SYMLINK_NOFOLLOW | AtFlags::NO_AUTOMOUNT;
    fs::statx(folder, name, flags, MASK).map(|stat| told(&stat))
}

/// What is open.
pub(super) fn look_at(file: impl AsFd) -> Result<ObjectFacts, Errno> {
    fs::statx(file, c"", AtFlags::EMPTY_PATH, MASK).map(|stat| told(&stat))
}

fn told(stat: &Statx) -> ObjectFacts {
    let kind = match FileType::from_raw_mode(u32::from(stat.stx_mode)) {
        FileType::RegularFile => EntryKind::File,
        FileType::Directory => EntryKind::Folder,
        FileType::Symlink => EntryKind::Link,
        _ => EntryKind::Special,
    };
    let is_file = kind == EntryKind::File;
    let time = |time: fs::StatxTimestamp| moment(time.tv_sec, u64::from(time.tv_nsec));
    let has_birth = stat.stx_mask & StatxFlags::BTIME.bits() != 0;
    let birth = if has_birth { time(stat.stx_btime).0 } else { 0 };
    ObjectFacts {
        kind,
        size_bytes: if is_file { stat.stx_size } else { 0 },
        modified: time(stat.stx_mtime),
        changed: Some(time(stat.stx_ctime)),
        etag: None,
        version: None,
        identity: Some(format!("{:x}-{birth:x}", stat.stx_ino)),
        names: if is_file { u64::from(stat.stx_nlink) } else { 1 },
        // In units of 512 bytes, whatever the file system's own are: statx(2).
        occupied_bytes: is_file.then(|| stat.stx_blocks.saturating_mul(512)),
    }
}

/// A folder that is being walked through: entries that are still to come, the next one last.
struct Level {
    path: RelPath,
    rest: Vec<(CString, ObjectFacts)>,
}

/// Visits everything below `prefix`, which is told itself unless it is the root.
pub(super) fn walk(place: &LocalPlace, prefix: &RelPath, visit: &mut Visit<'_>) -> Result<(), ConnectError> {
    if !prefix.is_root() {
        let (folder, leaf) = place.folder_of(prefix, "list")?;
        let facts = match look(&folder, &leaf) {
            Err(Errno::NOENT | Errno::NOTDIR) => return Ok(()),
            facts => facts.map_err(|e| ConnectError::new("list", prefix.as_str(), e))?,
        };
        let kind = facts.kind;
        if visit(prefix.clone(), facts).is_break() || kind != EntryKind::Folder {
            return Ok(());
        }
    }
    let mut levels = vec![level(place, prefix.clone())?];
    while let Some(top) = levels.last_mut() {
        let Some((name, facts)) = top.rest.pop() else {
            levels.pop();
            continue;
        };
        let path = top.path.join(name.as_bytes());
        let is_folder = facts.kind == EntryKind::Folder;
        if let ControlFlow::Break(()) = visit(path.clone(), facts) {
            return Ok(());
        }
        if is_folder {
            if levels.len() >= DEPTH_LIMIT {
                return Err(ConnectError::new("list", path.as_str(), Errno::LOOP));
            }
            levels.push(level(place, path)?);
        }
    }
    Ok(())
}

fn level(place: &LocalPlace, path: RelPath) -> Result<Level, ConnectError> {
    let fail = |e: Errno| ConnectError::new("list", path.as_str(), e);
    let fd = place.open_beneath(&path, OFlags::RDONLY | OFlags::DIRECTORY).map_err(fail)?;
    let mut rest = entries(&fd, |name| !is_upload(name)).map_err(fail)?;
    // By the bytes of the whole name, last one first: what is in a folder has a slash behind the folder's name.
    rest.sort_unstable_by(|a, b| whole(b).cmp(whole(a)));
    Ok(Level { path, rest })
}

fn whole((name, facts): &(CString, ObjectFacts)) -> impl Iterator<Item = u8> {
    let slash = (facts.kind == EntryKind::Folder).then_some(b'/');
    name.as_bytes().iter().copied().chain(slash)
}

/// Names in a folder that are wanted, in no order, with their facts. What vanishes meanwhile is left out.
pub(super) fn entries(
    fd: &OwnedFd,
    wanted: impl Fn(&[u8]) -> bool,
) -> Result<Vec<(CString, ObjectFacts)>, Errno> {
    let device = fs::fstat(fd)?.st_dev;
    let mut all = Vec::new();
    let mut dir = Dir::read_from(fd)?;
    while let Some(item) = dir.read() {
        let item = item?;
        let name = item.file_name();
        if matches!(name.to_bytes(), b"." | b"..") || !wanted(name.to_bytes()) {
            continue;
        }
        let mut facts = match look(fd, name.to_bytes()) {
            Err(Errno::NOENT) => continue,
            facts => facts?,
        };
        if facts.kind == EntryKind::Folder && is_boundary(fd, name, device) {
            facts.kind = EntryKind::Boundary;
        }
        all.push((name.to_owned(), facts));
    }
    Ok(all)
}

fn is_boundary(folder: &OwnedFd, name: &std::ffi::CStr, device: u64) -> bool {
    let flags = AtFlags::SYMLINK_NOFOLLOW | AtFlags::NO_AUTOMOUNT;
    fs::statat(folder, name, flags).is_ok_and(|stat| stat.st_dev != device) && is_pseudo(folder, name)
}

impl LocalPlace {
    /// The folder that an object lies in, opened without following links, and the object's own name in it.
    pub(super) fn folder_of(
        &self,
        name: &RelPath,
        operation: &'static str,
    ) -> Result<(OwnedFd, Vec<u8>), ConnectError> {
        let fail = |e: Errno| ConnectError::new(operation, name.as_str(), e);
        let bytes = name.to_bytes();
        let (parent, leaf) = match bytes.iter().rposition(|byte| *byte == b'/') {
            Some(slash) => (bytes.get(..slash).unwrap_or(b""), bytes.get(slash + 1..).unwrap_or(b"")),
            None => (&b""[..], &bytes[..]),
        };
        if matches!(leaf, b"" | b"." | b"..") || bytes.contains(&0) {
            return Err(fail(Errno::INVAL));
        }
        let folder = self.open_raw(parent, OFlags::PATH | OFlags::DIRECTORY).map_err(fail)?;
        Ok((folder, leaf.to_vec()))
    }

    /// The root itself.
    pub(super) fn root_fd(&self) -> BorrowedFd<'_> {
        self.root.as_fd()
    }
}
