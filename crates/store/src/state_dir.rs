// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::disk::{Disk as _, Os, replace};
use crate::{StoreError, StoreErrorKind};
use rustix::fs::{FlockOperation, OFlags, StatVfsMountFlags, flock, statvfs};
use rustix::io::Errno;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Read as _, Seek as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// The folder that holds all our state (`HOHEIT_HOME`): paths of other people's files lie in it, so nobody else on the
/// machine may look inside.
#[derive(Clone, Debug)]
pub struct StateDir {
    path: PathBuf,
}

impl StateDir {
    /// Opens the folder, and creates it (mode 0700) where there is none. A link to a folder counts as that folder: the state may lie on another disk.
    ///
    /// An empty folder with a wider mode is narrowed. One with content is refused (`TooOpen`): it may be a wrong
    /// path such as a home folder, and taking away other people's access is not ours to decide.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        match fs::metadata(path) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                let mut builder = DirBuilder::new();
                builder.recursive(true).mode(0o700);
                builder.create(path).map_err(StoreError::io("create", path))?;
                if let Some(parent) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
                    Os.sync_folder(parent).map_err(StoreError::io("flush", parent))?;
                }
            }
            Err(e) => return Err(StoreError::io("open", path)(e)),
            Ok(found) if !found.is_dir() => {
                return Err(StoreError::new("open", path, StoreErrorKind::NotAFolder));
            }
            Ok(found) if found.permissions().mode() & 0o077 != 0 => {
                let mut entries = fs::read_dir(path).map_err(StoreError::io("open", path))?;
                if entries.next().is_some() {
                    return Err(StoreError::new("open", path, StoreErrorKind::TooOpen));
                }
                fs::set_permissions(path, fs::Permissions::from_mode(0o700))
                    .map_err(StoreError::io("narrow the mode of", path))?;
            }
            Ok(_) => {}
        }
        Ok(Self { path: path.to_owned() })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path of a file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Replaces a file's content, all or nothing, mode 0600; see [`replace`].
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        replace(&Os, &self.file(name), bytes)
    }

    /// The content of one of our files.
    pub fn read(&self, name: &str) -> Result<Vec<u8>, StoreError> {
        let path = self.file(name);
        fs::read(&path).map_err(StoreError::io("read", &path))
    }

    /// The content of a file that nobody else may read, such as a key; refused (`TooOpen`) where others could have done so, and
    /// (`NotAFile`) where it is none: behind a link it lies where we don't watch over it.
    pub fn read_secret(&self, name: &str) -> Result<Vec<u8>, StoreError> {
        let path = self.file(name);
        let refused = |kind| StoreError::new("read", &path, kind);
        // Without waiting: nobody may ever write to a pipe of that name.
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        let opened = OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(&path);
        let mut file = match opened {
            Err(e) if e.raw_os_error() == Some(Errno::LOOP.raw_os_error()) => {
                return Err(refused(StoreErrorKind::NotAFile));
            }
            opened => opened.map_err(StoreError::io("read", &path))?,
        };
        let facts = file.metadata().map_err(StoreError::io("read", &path))?;
        if !facts.is_file() {
            return Err(refused(StoreErrorKind::NotAFile));
        }
        if facts.permissions().mode() & 0o077 != 0 {
            return Err(refused(StoreErrorKind::TooOpen));
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(StoreError::io("read", &path))?;
        Ok(bytes)
    }

    /// Creates a file (mode 0600) where there is none, whole or not at all; where one is there already, that one stays. Of several processes that do it
    /// at once the first one's content is everybody's.
    pub fn create_once(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let path = self.file(name);
        let temporary = self.file(&format!("{name}.hoheit-{}.tmp", std::process::id()));
        let created = Os.write(&temporary, bytes).and_then(|()| match Os.link(&temporary, &path) {
            Err(e) if e.kind() == ErrorKind::AlreadyExists => Ok(()),
            // Some file systems know no second names: there the instant between is left.
            Err(e) if matches!(e.kind(), ErrorKind::PermissionDenied | ErrorKind::Unsupported) => {
                if path.exists() { Ok(()) } else { Os.rename(&temporary, &path) }
            }
            linked => linked,
        });
        let _ = fs::remove_file(&temporary);
        created.and_then(|()| Os.sync_folder(&self.path)).map_err(StoreError::io("create", &path))
    }

    /// Creates an empty file (mode 0600) where there is none, for programs such as SQLite that would choose a wider mode.
    pub fn touch(&self, name: &str) -> Result<(), StoreError> {
        create(&self.file(name))
    }

    /// Removes one of our files. A missing one is fine.
    pub fn remove(&self, name: &str) -> Result<(), StoreError> {
        let path = self.file(name);
        match fs::remove_file(&path) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(StoreError::io("remove", &path)(e)),
            _ => Ok(()),
        }
    }

    /// The names of the files in it.
    pub fn names(&self) -> Result<Vec<String>, StoreError> {
        let entries = fs::read_dir(&self.path).map_err(StoreError::io("list", &self.path))?;
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        Ok(names.collect())
    }

    /// Removes all that lies in it, with folders and what is in them. Links are removed, and never followed; where the folder itself is one,
    /// nothing is removed (`NotAFolder`): what lies behind it is not ours.
    pub fn clear(&self) -> Result<(), StoreError> {
        let facts = fs::symlink_metadata(&self.path).map_err(StoreError::io("look at", &self.path))?;
        if !facts.is_dir() {
            return Err(StoreError::new("clear", &self.path, StoreErrorKind::NotAFolder));
        }
        for entry in fs::read_dir(&self.path).map_err(StoreError::io("list", &self.path))? {
            let entry = entry.map_err(StoreError::io("list", &self.path))?;
            let path = entry.path();
            let kind = entry.file_type().map_err(StoreError::io("look at", &path))?;
            let removed = if kind.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            removed.map_err(StoreError::io("remove", &path))?;
        }
        Ok(())
    }

    /// Whether it lies where nobody can write, as on a copy that is mounted read-only.
    pub fn is_read_only(&self) -> bool {
        statvfs(&self.path).is_ok_and(|volume| volume.f_flag.contains(StatVfsMountFlags::RDONLY))
    }

    /// Whether one of our files holds anything; a missing one does not.
    pub fn has_content(&self, name: &str) -> bool {
        fs::metadata(self.file(name)).is_ok_and(|facts| facts.len() > 0)
    }

    /// Takes the writer's lock, without waiting. Readers need none.
    ///
    /// The kernel's lock decides, not the file: a left-over of a killed process is no obstacle. The process id in
    /// the file is for people.
    pub fn lock(&self) -> Result<Lock, StoreError> {
        let path = self.file("lock");
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&path)
            .map_err(StoreError::io("lock", &path))?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(Errno::WOULDBLOCK) => {
                let mut pid = String::new();
                // Only for the message: an unreadable id is an unknown id.
                let _ = file.read_to_string(&mut pid);
                return Err(StoreError::new("lock", &path, StoreErrorKind::Locked(pid.trim().parse().ok())));
            }
            Err(e) => return Err(StoreError::io("lock", &path)(e.into())),
        }
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| writeln!(file, "{}", std::process::id()))
            .map_err(StoreError::io("lock", &path))?;
        Ok(Lock { _file: file })
    }
}

/// Creates an empty file (mode 0600) where there is none.
pub fn create(path: &Path) -> Result<(), StoreError> {
    let opened = OpenOptions::new().append(true).create(true).mode(0o600).open(path);
    opened.map(drop).map_err(StoreError::io("create", path))
}

/// The right to write, until it is dropped or the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}
