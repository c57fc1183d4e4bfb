// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What the walk hands over, and what it may skip.

use hoheit_types::{RelPath, Timestamp};
use std::collections::HashMap;

/// What the file system says about a file. Equal stamps mean unchanged content, unless the times are too recent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Length
    pub size_bytes: u64,
    /// Last change of the content, nanoseconds since 1970
    pub mtime_ns: i64,
    /// Last change of content or metadata, nanoseconds since 1970; 0 where the system has none
    pub ctime_ns: i64,
    /// Inode; 0 where the file system has no stable ones
    pub inode: u64,
}

impl Stamp {
    /// Younger times than this prove nothing: a second change in the same tick of a coarse clock (FAT: 2 s) leaves
    /// no trace.
    const TOO_RECENT_NS: i64 = 2_000_000_000;

    /// Whether these times, looked at in that moment, would change with every later change of the content.
    ///
    /// The change time is set by the system, so everything at or after the limit is doubtful, also a server's clock
    /// that runs ahead. The modification time is set at will; a date in a far future is merely wrong.
    pub fn is_trusted(self, looked_at: Timestamp) -> bool {
        let limit = looked_at.0.saturating_sub(Self::TOO_RECENT_NS);
        self.ctime_ns < limit && self.mtime_ns.abs_diff(looked_at.0) >= Self::TOO_RECENT_NS.unsigned_abs()
    }
}

/// One file in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Name in the kept form of [`RelPath`]
    pub name: String,
    /// What the file system says
    pub stamp: Stamp,
}

impl Entry {
    /// From the raw name.
    pub fn new(raw_name: &[u8], stamp: Stamp) -> Self {
        Self { name: RelPath::escape(raw_name).into_owned(), stamp }
    }
}

/// 128 bits of BLAKE3 over a folder's files. Two listings that share one by accident: 2⁻¹²⁸.
pub type Fingerprint = [u8; 16];

/// The regular files of one folder that are in the scope of the scan: no subfolders, links, devices, excluded files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirListing {
    path: RelPath,
    entries: Vec<Entry>,
    fingerprint: Fingerprint,
    trusted: bool,
    listed_at: Timestamp,
    /// Keys of names, sorted: eight bytes each, because there may be a million
    left_out: Vec<u64>,
}

impl DirListing {
    /// Takes a folder's files in any order. `listed_at` is the moment *before* the first of them was looked at.
    pub fn new(path: RelPath, listed_at: Timestamp, mut entries: Vec<Entry>) -> Self {
        entries.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        // A folder that changes while it is listed can show a name twice.
        entries.dedup_by(|a, b| a.name == b.name);
        let mut hasher = blake3::Hasher::new();
        let mut bytes = Vec::with_capacity(64 * entries.len().min(1024));
        for Entry { name, stamp } in &entries {
            bytes.extend_from_slice(&(name.len() as u64).to_le_bytes());
            bytes.extend_from_slice(name.as_bytes());
            bytes.extend_from_slice(&stamp.size_bytes.to_le_bytes());
            bytes.extend_from_slice(&stamp.mtime_ns.to_le_bytes());
            bytes.extend_from_slice(&stamp.ctime_ns.to_le_bytes());
            bytes.extend_from_slice(&stamp.inode.to_le_bytes());
            // Large pieces are what makes BLAKE3 fast.
            if bytes.len() >= 1 << 16 {
                hasher.update(&bytes);
                bytes.clear();
            }
        }
        hasher.update(&bytes);
        let mut fingerprint = [0; 16];
        hasher.finalize_xof().fill(&mut fingerprint);
        let trusted = entries.iter().all(|e| e.stamp.is_trusted(listed_at));
        Self { path, entries, fingerprint, trusted, listed_at, left_out: Vec::new() }
    }

    /// Names (raw) of files that are there, and left out on purpose: those that are known have not vanished.
    #[must_use]
    pub fn leaving_out<'n>(mut self, raw_names: impl IntoIterator<Item = &'n [u8]>) -> Self {
        self.left_out = raw_names.into_iter().map(|name| name_key(&RelPath::escape(name))).collect();
        self.left_out.sort_unstable();
        self
    }

    pub(crate) fn leaves_out(&self, name: &str) -> bool {
        !self.left_out.is_empty() && self.left_out.binary_search(&name_key(name)).is_ok()
    }

    /// The folder.
    pub fn path(&self) -> &RelPath {
        &self.path
    }

    /// Its files, by name.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Over all entries.
    pub fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }

    /// What the catalogue keeps: nothing where a change could go unnoticed, so that the next scan looks again.
    pub(crate) fn kept_fingerprint(&self) -> Option<Fingerprint> {
        self.trusted.then_some(self.fingerprint)
    }

    /// The change time to keep for an entry; `None` differs from whatever the next scan sees.
    pub(crate) fn kept_ctime(&self, stamp: Stamp) -> Option<i64> {
        stamp.is_trusted(self.listed_at).then_some(stamp.ctime_ns)
    }

    pub(crate) fn size_bytes(&self) -> u64 {
        self.entries.iter().fold(0, |sum, e| sum.saturating_add(e.stamp.size_bytes))
    }
}

/// Row id of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DirectoryId(pub(crate) i64);

#[derive(Clone, Copy, Debug)]
pub(crate) struct KnownDirectory {
    pub(crate) id: i64,
    pub(crate) fingerprint: Option<Fingerprint>,
    pub(crate) files: u64,
}

/// All folders of a source as the last scan left them, for threads that list folders. About 80 bytes each.
#[derive(Debug, Default)]
pub struct KnownDirectories {
    pub(crate) by_path: HashMap<u128, KnownDirectory>,
}

impl KnownDirectories {
    /// The folder's id when its files are exactly those of the last scan: then it need not be recorded, only
    /// [marked](crate::Walk::unchanged).
    pub fn unchanged(&self, listing: &DirListing) -> Option<DirectoryId> {
        let known = self.by_path.get(&path_key(listing.path.as_str()))?;
        (known.fingerprint == Some(listing.fingerprint) && listing.trusted).then_some(DirectoryId(known.id))
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.by_path.len()
    }

    /// Whether the source was never scanned, or held nothing.
    pub fn is_empty(&self) -> bool {
        self.by_path.is_empty()
    }
}

/// A file's name as a key of fixed size.
pub(crate) fn name_key(name: &str) -> u64 {
    path_key(name) as u64
}

/// A folder's path as a key of fixed size.
pub(crate) fn path_key(path: &str) -> u128 {
    let mut key = [0; 16];
    blake3::Hasher::new().update(path.as_bytes()).finalize_xof().fill(&mut key);
    u128::from_le_bytes(key)
}
