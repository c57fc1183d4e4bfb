// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::{ConnectError, Entry, EntryKind, Identity, OpenFile, Place};
use hoheit_types::{RelPath, Timestamp};
use rustix::fd::{AsFd, BorrowedFd, OwnedFd};
use rustix::fs::{self, AtFlags, Dir, FileType, Mode, OFlags, ResolveFlags};
use rustix::io::Errno;
use std::ffi::OsStr;
use std::fs::File;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

#[cfg(target_os = "linux")]
mod depot;
#[cfg(target_os = "linux")]
mod direct;
#[cfg(target_os = "linux")]
mod listing;
#[cfg(target_os = "linux")]
mod meta;
#[cfg(target_os = "linux")]
mod probe;
#[cfg(target_os = "linux")]
mod upload;

#[cfg(target_os = "linux")]
pub use depot::LocalDepot;

/// A folder of the local file system, or of anything that is mounted into it.
#[derive(Debug)]
pub struct LocalPlace {
    root: OwnedFd,
    path: PathBuf,
    identity: Identity,
    /// Whether `openat2` answered so far; old kernels and some containers refuse it.
    has_openat2: AtomicBool,
}

#[cfg(test)]
mod tests;

/// The system refuses paths of 4,096 bytes and more (`PATH_MAX`); longer ones are opened in stretches.
const STRETCH_BYTES: usize = 3_072;

/// Deeper than any real tree; a loop through bind mounts ends here.
const DEPTH_LIMIT: usize = 2_048;

/// Pseudo file systems, by the magic numbers of `statfs(2)` and `linux/magic.h`: they hold no data, claim that their files are
/// empty, and some of them never end. Not `tmpfs`, which holds people's files as well.
const PSEUDO_FILESYSTEMS: [u32; 18] = [
    0x9fa0,      // proc
    0x6265_6572, // sysfs
    0x1cd1,      // devpts
    0x6367_7270, // cgroup2
    0x0027_e0eb, // cgroup
    0x6462_6720, // debugfs
    0x7472_6163, // tracefs
    0xcafe_4a11, // bpf
    0x7363_6673, // securityfs
    0x4249_4e4d, // binfmt_misc
    0x6165_676c, // pstore
    0xde5e_81e4, // efivarfs
    0x6265_6570, // configfs
    0x6573_5543, // fusectl
    0x1980_0202, // mqueue
    0xf97c_ff8c, // selinuxfs
    0x6e73_6673, // nsfs
    0x6759_6969, // rpc_pipefs
];

impl LocalPlace {
    /// Reaches a folder. The root itself may be a link: the person named it. A pseudo file system is refused.
    pub fn open(path: &Path) -> Result<Self, ConnectError> {
        let fail = |e: Errno| ConnectError::new("reach", path.to_string_lossy(), e);
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let root = fs::open(path, flags, Mode::empty()).map_err(fail)?;
        if fs::fstatfs(&root).is_ok_and(|volume| holds_no_data(&volume)) {
            return Err(ConnectError::pseudo("reach", path.to_string_lossy()));
        }
        let stat = fs::fstat(&root).map_err(fail)?;
        let volume = fs::fstatvfs(&root).map_err(fail)?;
        let path = path.canonicalize().map_err(|e| ConnectError::new("reach", path.to_string_lossy(), e))?;
        // Some network file systems answer 0, all of them.
        let filesystem = (volume.f_fsid != 0).then(|| format!("fsid:{:016x}", volume.f_fsid));
        let identity = Identity { filesystem, root_inode: stat.st_ino };
        Ok(Self { root, path, identity, has_openat2: AtomicBool::new(true) })
    }

    /// The absolute path by which it is reached today.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Opens what lies at `path` below the root without following any link on the way.
    fn open_beneath(&self, path: &RelPath, flags: OFlags) -> Result<OwnedFd, Errno> {
        self.open_raw(&path.to_bytes(), flags)
    }

    fn open_raw(&self, bytes: &[u8], flags: OFlags) -> Result<OwnedFd, Errno> {
        let mut rest: &[u8] = if bytes.is_empty() { b"." } else { bytes };
        let mut folder: Option<OwnedFd> = None;
        loop {
            let (stretch, tail) = split_stretch(rest);
            let at = folder.as_ref().map_or(self.root.as_fd(), AsFd::as_fd);
            if tail.is_empty() {
                return self.open_stretch(at, stretch, flags);
            }
            folder = Some(self.open_stretch(at, stretch, OFlags::PATH | OFlags::DIRECTORY)?);
            rest = tail;
        }
    }

    fn open_stretch(&self, at: BorrowedFd<'_>, stretch: &[u8], flags: OFlags) -> Result<OwnedFd, Errno> {
        let name = OsStr::from_bytes(stretch);
        let flags = flags | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        if self.has_openat2.load(Ordering::Relaxed) {
            let beneath = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
            match without_atime(flags, |flags| fs::openat2(at, name, flags, Mode::empty(), beneath)) {
                Err(Errno::NOSYS) => self.has_openat2.store(false, Ordering::Relaxed),
                // Some containers refuse the call as such: then the way below may still be open.
                Err(Errno::PERM) => {}
                result => return result,
            }
        }
        // Part by part: each one is opened without following a link, so none can lead out.
        let mut folder: Option<OwnedFd> = None;
        let mut parts = stretch.split(|b| *b == b'/').peekable();
        while let Some(part) = parts.next() {
            let at = folder.as_ref().map_or(at, AsFd::as_fd);
            if part == b".." {
                return Err(Errno::XDEV);
            }
            let part = OsStr::from_bytes(part);
            if parts.peek().is_none() {
                return without_atime(flags, |flags| fs::openat(at, part, flags, Mode::empty()));
            }
            let way = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
            folder = Some(fs::openat(at, part, way, Mode::empty())?);
        }
        Err(Errno::NOENT)
    }
}

impl Place for LocalPlace {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn list(&self, folder: &RelPath) -> Result<Vec<Entry>, ConnectError> {
        let fail = |e: Errno| ConnectError::new("list", folder.as_str(), e);
        let fd = self.open_beneath(folder, OFlags::RDONLY | OFlags::DIRECTORY).map_err(fail)?;
        let device = fs::fstat(&fd).map_err(fail)?.st_dev;
        let is_deep = folder.as_str().matches('/').count() >= DEPTH_LIMIT;
        let mut entries = Vec::new();
        let mut dir = Dir::read_from(&fd).map_err(fail)?;
        while let Some(item) = dir.read() {
            let item = item.map_err(fail)?;
            let name = item.file_name();
            if matches!(name.to_bytes(), b"." | b"..") {
                continue;
            }
            let stat = match fs::statat(&fd, name, AtFlags::SYMLINK_NOFOLLOW | AtFlags::NO_AUTOMOUNT) {
                Ok(stat) => stat,
                Err(Errno::NOENT) => continue,
                // One broken entry (usual on network shares) must not hide its folder: it is listed without facts, and
                // opening it will say what is the matter.
                Err(_) => {
                    entries.push(Entry {
                        name: name.to_bytes().to_vec(),
                        kind: match item.file_type() {
                            FileType::Directory => EntryKind::Folder,
                            FileType::Symlink => EntryKind::Link,
                            FileType::RegularFile | FileType::Unknown => EntryKind::File,
                            _ => EntryKind::Special,
                        },
                        size_bytes: 0,
                        modified: Timestamp(0),
                        changed: Timestamp(0),
                        inode: item.ino(),
                    });
                    continue;
                }
            };
            let kind = match FileType::from_raw_mode(stat.st_mode) {
                FileType::RegularFile => EntryKind::File,
                FileType::Directory if is_deep => EntryKind::Boundary,
                FileType::Directory if stat.st_dev != device && is_pseudo(&fd, name) => EntryKind::Boundary,
                FileType::Directory => EntryKind::Folder,
                FileType::Symlink => EntryKind::Link,
                _ => EntryKind::Special,
            };
            entries.push(Entry {
                name: name.to_bytes().to_vec(),
                kind,
                size_bytes: if kind == EntryKind::File {
                    u64::try_from(stat.st_size).unwrap_or(0)
                } else {
                    0
                },
                modified: moment(stat.st_mtime, stat.st_mtime_nsec),
                changed: moment(stat.st_ctime, stat.st_ctime_nsec),
                inode: stat.st_ino,
            });
        }
        entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    fn open(&self, file: &RelPath) -> Result<OpenFile, ConnectError> {
        let fail = |e: Errno| ConnectError::new("open", file.as_str(), e);
        // NONBLOCK: opening a pipe that took the file's place must not wait for a writer.
        let fd = self.open_beneath(file, OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY).map_err(fail)?;
        let stat = fs::fstat(&fd).map_err(fail)?;
        match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile => Ok(OpenFile::here(File::from(fd))),
            FileType::Directory => Err(fail(Errno::ISDIR)),
            _ => Err(fail(Errno::INVAL)),
        }
    }
}

/// Asks the system not to move the access time; it refuses that to anyone but the owner, who is then asked without.
fn without_atime<T>(flags: OFlags, open: impl Fn(OFlags) -> Result<T, Errno>) -> Result<T, Errno> {
    if flags.contains(OFlags::PATH) {
        return open(flags);
    }
    #[cfg(target_os = "linux")]
    match open(flags | OFlags::NOATIME) {
        Err(Errno::PERM) => {}
        result => return result,
    }
    open(flags)
}

fn is_pseudo(folder: &OwnedFd, name: &std::ffi::CStr) -> bool {
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    fs::openat(folder, name, flags, Mode::empty())
        .and_then(fs::fstatfs)
        .is_ok_and(|volume| holds_no_data(&volume))
}

fn holds_no_data(volume: &fs::StatFs) -> bool {
    // The type's width and sign differ between architectures; the numbers have 32 bits.
    PSEUDO_FILESYSTEMS.contains(&(volume.f_type as u32))
}

/// The longest prefix of whole parts within [`STRETCH_BYTES`], and what follows its slash.
fn split_stretch(path: &[u8]) -> (&[u8], &[u8]) {
    if path.len() <= STRETCH_BYTES {
        return (path, b"");
    }
    match path[..STRETCH_BYTES].iter().rposition(|b| *b == b'/') {
        Some(slash) => (&path[..slash], &path[slash + 1..]),
        None => (path, b""),
    }
}

fn moment(seconds: i64, nanos: u64) -> Timestamp {
    Timestamp(Timestamp::from_seconds(seconds).0.saturating_add(nanos as i64))
}
