// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::ConnectError;
use hoheit_types::{RelPath, Timestamp};
use serde::{Deserialize, Serialize};
use std::fs::File;

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

    /// Opens a regular file for reading. What stands there now may differ from what was listed: look at its metadata.
    fn open(&self, file: &RelPath) -> Result<File, ConnectError>;
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
