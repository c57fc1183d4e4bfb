// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::{
    ConnectError, Depot, Entry, EntryKind, FileFacts, Identity, ObjectFacts, OpenFile, Opened, Place, Reading,
};
use hoheit_types::RelPath;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{self, Seek as _, Write as _};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

/// A [`Depot`] seen read-only, so that it can be scanned.
///
/// What a scan opens is fetched whole into a file without a name in a folder of ours, since readers jump about in it; with its last reader it
/// is gone, also if the process dies. So a scan needs room for as many objects at once as it has reading processes. An object that changed
/// while it was fetched is fetched once more, and then refused.
pub struct RemotePlace {
    depot: Box<dyn Depot>,
    identity: Identity,
    scratch: PathBuf,
    /// Whether all listings so far told tags: where they do not, what is opened must not be known by its tag either
    lists_tags: AtomicBool,
}

/// How often an object is fetched that changes meanwhile, or breaks off.
const TRIES: u32 = 2;

/// Fetched and written at once.
const BUFFER_BYTES: usize = 256 << 10;

impl RemotePlace {
    /// `address` tells the place from others, however it is spelled by people; copies are made in `scratch`, which is a folder that only we
    /// can look into.
    pub fn new(depot: Box<dyn Depot>, address: &str, scratch: PathBuf) -> Self {
        let identity =
            Identity { filesystem: Some(address.to_owned()), root_inode: number_of(&[address.as_bytes()]) };
        Self { depot, identity, scratch, lists_tags: AtomicBool::new(true) }
    }

    /// Places tell no numbers of files: this one stands for name and content, so that neither takes the other's place.
    fn inode(&self, name: &RelPath, facts: &ObjectFacts) -> u64 {
        let address = self.identity.filesystem.as_deref().unwrap_or_default();
        let tag =
            facts.etag.as_deref().filter(|_| self.lists_tags.load(Ordering::Relaxed)).unwrap_or_default();
        number_of(&[address.as_bytes(), b"/", name.as_str().as_bytes(), b"\0", tag.as_bytes()])
    }

    fn file_facts(&self, name: &RelPath, facts: &ObjectFacts) -> FileFacts {
        FileFacts {
            size_bytes: facts.size_bytes,
            modified: facts.modified,
            changed: facts.changed.unwrap_or(facts.modified),
            inode: self.inode(name, facts),
        }
    }

    /// The whole object as a file; `None`: it changed meanwhile.
    fn fetch(&self, name: &RelPath) -> Result<Option<OpenFile>, ConnectError> {
        let mut opened = self.depot.read(name, &Reading::default())?;
        let before = opened.facts()?;
        let mut file = self.copy(name, &mut *opened)?;
        let after = opened.facts()?;
        let read_bytes =
            file.stream_position().map_err(|error| ConnectError::new("fetch", name.as_str(), error))?;
        if !before.is_untouched(&after) || read_bytes != after.size_bytes {
            return Ok(None);
        }
        file.rewind().map_err(|error| ConnectError::new("fetch", name.as_str(), error))?;
        Ok(Some(OpenFile::fetched(file, self.file_facts(name, &after))))
    }

    fn copy(&self, name: &RelPath, opened: &mut dyn Opened) -> Result<File, ConnectError> {
        let fail = |error: io::Error| ConnectError::new("fetch", name.as_str(), error);
        let mut file = tempfile::tempfile_in(&self.scratch).map_err(fail)?;
        let mut buffer = vec![0; BUFFER_BYTES];
        loop {
            match opened.read(&mut buffer) {
                Ok(0) => return Ok(file),
                Ok(bytes) => file.write_all(buffer.get(..bytes).unwrap_or_default()).map_err(fail)?,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(fail(error)),
            }
        }
    }
}

impl Place for RemotePlace {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn list(&self, folder: &RelPath) -> Result<Vec<Entry>, ConnectError> {
        let mut entries = Vec::new();
        self.depot.list_folder(folder, &mut |path, facts| {
            let name = path.to_bytes();
            let name = name.rsplit(|byte| *byte == b'/').next().unwrap_or_default().to_vec();
            if facts.kind == EntryKind::File && facts.etag.is_none() {
                self.lists_tags.store(false, Ordering::Relaxed);
            }
            // What consoles write so that an empty folder is seen.
            if name.is_empty() && facts.kind == EntryKind::File && facts.size_bytes == 0 {
                return ControlFlow::Continue(());
            }
            let kind = match facts.kind {
                // Keys may have such parts, which no path has. They are counted, and not read.
                EntryKind::File | EntryKind::Folder if matches!(name.as_slice(), b"" | b"." | b"..") => {
                    EntryKind::Special
                }
                kind => kind,
            };
            let FileFacts { size_bytes, modified, changed, inode } = self.file_facts(&path, &facts);
            entries.push(Entry { name, kind, size_bytes, modified, changed, inode });
            ControlFlow::Continue(())
        })?;
        set_apart(&mut entries);
        Ok(entries)
    }

    fn open(&self, file: &RelPath) -> Result<OpenFile, ConnectError> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.fetch(file) {
                Ok(Some(opened)) => return Ok(opened),
                Ok(None) if tries >= TRIES => {
                    let changing = io::Error::other("it changes while it is read");
                    return Err(ConnectError::new("fetch", file.as_str(), changing));
                }
                Err(error) if tries >= TRIES || !error.kind().is_passing() => return Err(error),
                Ok(None) | Err(_) => {}
            }
        }
    }
}

/// Whether the path or address of an earlier run leads somewhere just now. Of what is not on this machine nobody asks: it counts as there,
/// so that nothing else takes its place.
pub fn exists(root: &str) -> bool {
    !root.starts_with('/') || std::path::Path::new(root).is_dir()
}

/// Sorts entries by name. A key and a folder may share one at such places: the walk would take either for the other, so the key is counted as what
/// can't be read.
fn set_apart(entries: &mut [Entry]) {
    entries.sort_by(|a, b| {
        a.name.cmp(&b.name).then((a.kind != EntryKind::Folder).cmp(&(b.kind != EntryKind::Folder)))
    });
    let mut last: Option<&Entry> = None;
    for entry in entries {
        if entry.kind == EntryKind::File && last.is_some_and(|last| last.name == entry.name) {
            entry.kind = EntryKind::Special;
        }
        last = Some(entry);
    }
}

fn number_of(parts: &[&[u8]]) -> u64 {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    let digest = hasher.finalize();
    let bytes = digest.first_chunk::<8>().copied().unwrap_or_default();
    u64::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests;
