// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::{StoreError, StoreErrorKind};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

/// The few things that we ask of a disk. An implementation keeps these promises:
///
/// - a call that returns `Ok` has taken effect, and for `write` and `sync*` it survives a power failure;
/// - a call that returns `Err` may or may not have taken effect. Callers are written so that both are safe.
pub trait Disk {
    /// Creates the file anew (mode 0600), writes all bytes and flushes them to the medium. A file of this name is a
    /// left-over of this process and goes; a link is never followed.
    ///
    /// Flushed on the descriptor that wrote: an error of the write-back is reported to that one for certain.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Creates a file anew (mode 0600) with the content of another one, and flushes it. A file of this name is a left-over and
    /// goes; a link is never followed.
    fn copy(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Gives a file a second name in the same folder. Refuses to replace.
    fn link(&self, path: &Path, name: &Path) -> io::Result<()>;

    /// Flushes a file that somebody else wrote.
    fn sync(&self, path: &Path) -> io::Result<()>;

    /// Gives a file another name in the same file system, replacing what has that name, in one step: nobody ever
    /// sees neither or half of one.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Flushes a folder's list of names. Without it a power failure may bring the old name back.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;

    /// Creates a folder (mode 0700) in one that exists. One that is there is fine.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
}

/// The operating system's file system.
#[derive(Clone, Copy, Debug, Default)]
pub struct Os;

impl Disk for Os {
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = create_anew(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    }

    fn copy(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut source = File::open(from)?;
        let mut target = create_anew(to)?;
        io::copy(&mut source, &mut target)?;
        target.sync_all()
    }

    fn link(&self, path: &Path, name: &Path) -> io::Result<()> {
        fs::hard_link(path, name)
    }

    fn sync(&self, path: &Path) -> io::Result<()> {
        File::open(path)?.sync_all()
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    // Opening a folder and calling fsync on it is what SQLite does (os_unix.c, unixSync with its directory flag).
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        File::open(path)?.sync_all()
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        match fs::DirBuilder::new().mode(0o700).create(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
            created => created,
        }
    }
}

fn create_anew(path: &Path) -> io::Result<File> {
    let create = || OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    match create() {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            fs::remove_file(path)?;
            create()
        }
        created => created,
    }
}

// INVARIANT (all-or-nothing)
/// Replaces the content of `path`, all or nothing. After an error the old content is there or the new one, never
/// a mixture; repeating the call is safe.
///
/// The temporary name is `<name>.hoheit-<process>.tmp`: nobody else's file is ever taken for ours, also where a report is
/// written into a shared folder.
pub fn replace(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(format!(".hoheit-{}.tmp", std::process::id()));
    let temporary = Path::new(&temporary);
    let written = disk
        .write(temporary, bytes)
        .map_err(StoreError::io("write", path))
        .and_then(|()| settle(disk, temporary, path));
    if written.is_err() {
        // Of no use to anybody, and it may hold paths. After a rename that took effect it is gone already.
        let _ = fs::remove_file(temporary);
    }
    written
}

/// Writes a result to the place that a person named: a device or pipe takes it as it comes, a file is replaced as by
/// [`replace`].
pub fn deliver(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let found = fs::metadata(path);
    if found.as_ref().is_ok_and(fs::Metadata::is_dir) {
        return Err(StoreError::io("write", path)(io::ErrorKind::IsADirectory.into()));
    }
    if found.is_ok_and(|found| !found.is_file()) {
        let opened = OpenOptions::new().write(true).open(path);
        return opened.and_then(|mut file| file.write_all(bytes)).map_err(StoreError::io("write", path));
    }
    replace(&Os, path, bytes)
}

/// Copies somebody's file to one of ours. The source is opened first: its error is told as its own, and leaves nothing behind.
pub fn bring_in(disk: &dyn Disk, from: &Path, to: &Path) -> Result<(), StoreError> {
    File::open(from).map_err(StoreError::io("open", from))?;
    disk.copy(from, to).map_err(StoreError::io("copy to", to))
}

/// Removes a file of ours that is of no use any more.
pub fn discard(path: &Path) -> Result<(), StoreError> {
    fs::remove_file(path).map_err(StoreError::io("remove", path))
}

/// Gives a folder of ours another name in the same folder; refuses to replace what is there.
pub fn publish_folder(path: &Path, name: &Path) -> Result<(), StoreError> {
    if name.symlink_metadata().is_ok() {
        return Err(StoreError::new("create", name, StoreErrorKind::Exists));
    }
    settle(&Os, path, name)
}

/// Creates a folder of ours (mode 0700) in one that exists, durably. One that is there is fine.
pub fn folder(disk: &dyn Disk, path: &Path) -> Result<(), StoreError> {
    disk.create_folder(path).map_err(StoreError::io("create", path))?;
    let parent = path.parent().unwrap_or(path);
    disk.sync_folder(parent).map_err(StoreError::io("flush", parent))
}

/// Removes an empty folder of ours.
pub fn discard_folder(path: &Path) -> Result<(), StoreError> {
    fs::remove_dir(path).map_err(StoreError::io("remove", path))
}

/// Makes a finished file appear under its name, durably. Refuses to replace what is there: a check, not a
/// guarantee, against a second program doing the same in the same instant.
pub fn publish(disk: &dyn Disk, finished: &Path, path: &Path) -> Result<(), StoreError> {
    if path.symlink_metadata().is_ok() {
        return Err(StoreError::new("create", path, StoreErrorKind::Exists));
    }
    disk.sync(finished).map_err(StoreError::io("flush", finished))?;
    settle(disk, finished, path)
}

/// Puts a finished file in the place of `path`, which stays there under the name `kept`. Whatever step fails and whenever the
/// process dies: the old file or the new one has the name `path`, and the old one is not lost.
pub fn exchange(disk: &dyn Disk, finished: &Path, path: &Path, kept: &Path) -> Result<(), StoreError> {
    disk.sync(finished).map_err(StoreError::io("flush", finished))?;
    if path.symlink_metadata().is_ok() {
        if kept.symlink_metadata().is_ok() {
            return Err(StoreError::new("keep", kept, StoreErrorKind::Exists));
        }
        // Some file systems know no second names.
        disk.link(path, kept)
            .or_else(|error| match error.kind() {
                io::ErrorKind::PermissionDenied | io::ErrorKind::Unsupported => disk.copy(path, kept),
                _ => Err(error),
            })
            .map_err(StoreError::io("keep", kept))?;
    }
    settle(disk, finished, path)
}

fn settle(disk: &dyn Disk, finished: &Path, path: &Path) -> Result<(), StoreError> {
    disk.rename(finished, path).map_err(StoreError::io("rename to", path))?;
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    disk.sync_folder(folder).map_err(StoreError::io("flush", folder))
}
