// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::ConnectError;
use hoheit_types::{RelPath, Timestamp};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io;
use std::ops::{Deref, DerefMut};

// INVARIANT (read-only)
/// A place that holds data, seen read-only. Obligations of every implementation:
///
/// - nothing is created, changed, renamed, locked or touched; access times stay where the system allows it;
/// - no link leads out of the root, not even one that is swapped in between listing and opening;
/// - opening never blocks on a pipe or device;
/// - errors name the path and a [`ConnectErrorKind`] to branch on.
pub trait Place: Send + Sync {
    /// What tells this place from others, whatever path it is mounted at today.
    fn identity(&self) -> &Identity;

    /// The entries of one folder, sorted by name, with the facts that tell whether a file changed. Entries that
    /// vanish meanwhile are left out.
    fn list(&self, folder: &RelPath) -> Result<Vec<Entry>, ConnectError>;

    /// Opens a regular file for reading. What stands there now may differ from what was listed: look at its facts.
    fn open(&self, file: &RelPath) -> Result<OpenFile, ConnectError>;
}

/// A regular file that was opened for reading: the file itself, or what a remote place sent of it.
#[derive(Debug)]
pub struct OpenFile {
    file: File,
    fetched: Option<FileFacts>,
}

/// What tells whether a file changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileFacts {
    /// Its size
    pub size_bytes: u64,
    /// Last change of the content, as the place claims
    pub modified: Timestamp,
    /// Last change of content or metadata; a user can't set it. Where a place tells no such thing, as `modified`
    pub changed: Timestamp,
    /// As in [`Entry::inode`]
    pub inode: u64,
}

impl OpenFile {
    /// Of this machine: whenever it is asked, the system tells how the file is now.
    pub fn here(file: File) -> Self {
        Self { file, fetched: None }
    }

    /// A copy of what lies elsewhere, and what it was when the copy was complete.
    pub fn fetched(file: File, facts: FileFacts) -> Self {
        Self { file, fetched: Some(facts) }
    }

    /// What tells whether it changed. Of a copy the same answer each time: whether it is whole was settled before it was handed out.
    pub fn facts(&self) -> io::Result<FileFacts> {
        match self.fetched {
            Some(facts) => Ok(facts),
            None => facts_of(&self.file),
        }
    }
}

#[cfg(unix)]
impl std::os::fd::AsFd for OpenFile {
    fn as_fd(&self) -> std::os::fd::BorrowedFd<'_> {
        self.file.as_fd()
    }
}

#[cfg(unix)]
fn facts_of(file: &File) -> io::Result<FileFacts> {
    use std::os::unix::fs::MetadataExt as _;
    let facts = file.metadata()?;
    let moment =
        |seconds: i64, nanos: i64| Timestamp(Timestamp::from_seconds(seconds).0.saturating_add(nanos));
    Ok(FileFacts {
        size_bytes: facts.len(),
        modified: moment(facts.mtime(), facts.mtime_nsec()),
        changed: moment(facts.ctime(), facts.ctime_nsec()),
        inode: facts.ino(),
    })
}

impl Deref for OpenFile {
    type Target = File;
    fn deref(&self) -> &File {
        &self.file
    }
}

impl DerefMut for OpenFile {
    fn deref_mut(&mut self) -> &mut File {
        &mut self.file
    }
}

/// What tells a place from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The file system, as the system names it; stable over reboots for local disks, not always for network mounts.
    /// `None` where the system says nothing that would tell it from others.
    pub filesystem: Option<String>,
    /// The inode of the root folder
    pub root_inode: u64,
}

/// One entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The raw name
    pub name: Vec<u8>,
    /// What it is
    pub kind: EntryKind,
    /// Apparent size in bytes; 0 for anything but files
    pub size_bytes: u64,
    /// Last change of the content, as the file system claims
    pub modified: Timestamp,
    /// Last change of the inode; a user can't set it
    pub changed: Timestamp,
    /// Inode number, unique within its file system
    pub inode: u64,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// A regular file
    File,
    /// A folder to descend into
    Folder,
    /// The root of a pseudo file system (`proc`, `sysfs` …) or the place where a loop closes: not descended into
    Boundary,
    /// A symbolic link: counted, never followed
    Link,
    /// A device, socket or pipe
    Special,
}
