// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! A real folder that keeps little of what it is given, as other protocols do: content, names, times.

use super::*;
use hoheit_connect::{
    Begin, Capabilities, Capability, EntryKind, ObjectFacts, ObjectMeta, Opened, Orphan, Reading, Removal,
    Resumed, Tag, Token, Upload, Visit,
};
use hoheit_types::Loss;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub(super) struct Poor {
    depot: LocalDepot,
    capabilities: Capabilities,
    has_folders: bool,
    tells_changes: bool,
    takes_folders: bool,
    opens: Opens,
}

/// What becomes of objects that are opened.
enum Opens {
    Well,
    /// Nothing comes
    Breaking,
    /// More comes than there is, and is counted
    NeverEnding(Arc<AtomicU64>),
}

/// An object that never ends, with the bytes that were read of it.
struct Endless(Box<dyn Opened>, Arc<AtomicU64>);

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        buffer.fill(0);
        let read = self.1.fetch_add(buffer.len() as u64, Ordering::Relaxed);
        // For a test it does.
        Ok(if read < 1 << 30 { buffer.len() } else { 0 })
    }
}

impl Opened for Endless {
    fn facts(&self) -> Result<ObjectFacts, ConnectError> {
        self.0.facts()
    }
}

/// An object whose connection breaks in the middle.
struct Broken(Box<dyn Opened>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::ConnectionReset.into())
    }
}

impl Opened for Broken {
    fn facts(&self) -> Result<ObjectFacts, ConnectError> {
        self.0.facts()
    }
}

impl Poor {
    pub(super) fn new(depot: LocalDepot, has_folders: bool) -> Self {
        let mut capabilities = depot.capabilities().clone();
        for missing in [Capability::Mode, Capability::Owner, Capability::Attributes, Capability::Acl] {
            capabilities.note(missing, false);
        }
        capabilities.note(Capability::Folders, has_folders);
        Self {
            depot,
            capabilities,
            has_folders,
            tells_changes: true,
            takes_folders: true,
            opens: Opens::Well,
        }
    }

    /// Does not tell when metadata were changed.
    pub(super) fn without_changes(self) -> Self {
        Self { tells_changes: false, ..self }
    }

    /// Lets nobody create a folder any more, nor ask for one.
    pub(super) fn refusing_folders(self) -> Self {
        Self { takes_folders: false, ..self }
    }

    /// Opens objects, and hands out nothing of them.
    pub(super) fn breaking(self) -> Self {
        Self { opens: Opens::Breaking, ..self }
    }

    /// Hands out of each object more than there is, and counts it.
    pub(super) fn never_ending(self, read: &Arc<AtomicU64>) -> Self {
        Self { opens: Opens::NeverEnding(Arc::clone(read)), ..self }
    }

    fn told(&self, facts: ObjectFacts) -> ObjectFacts {
        let changed = facts.changed.filter(|_| self.tells_changes);
        ObjectFacts { changed, ..facts }
    }

    fn poor(meta: &ObjectMeta) -> ObjectMeta {
        ObjectMeta { modified: meta.modified, ..ObjectMeta::default() }
    }
}

impl Depot for Poor {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }
    fn probe(&mut self, _: Tag) -> Result<(), ConnectError> {
        Ok(())
    }
    fn list(&self, prefix: &RelPath, visit: &mut Visit<'_>) -> Result<(), ConnectError> {
        self.depot.list(prefix, &mut |path, facts| {
            if facts.kind == EntryKind::Folder && !self.has_folders {
                return std::ops::ControlFlow::Continue(());
            }
            visit(path, self.told(facts))
        })
    }
    fn stat(&self, name: &RelPath) -> Result<Option<ObjectFacts>, ConnectError> {
        let facts = self.depot.stat(name)?.map(|facts| self.told(facts));
        Ok(facts.filter(|facts| self.has_folders || facts.kind != EntryKind::Folder))
    }
    fn meta(&self, name: &RelPath) -> Result<ObjectMeta, ConnectError> {
        self.depot.meta(name).map(|meta| Self::poor(&meta))
    }
    fn read(&self, name: &RelPath, how: &Reading) -> Result<Box<dyn Opened>, ConnectError> {
        let opened = self.depot.read(name, how)?;
        Ok(match &self.opens {
            Opens::Well => opened,
            Opens::Breaking => Box::new(Broken(opened)),
            Opens::NeverEnding(read) => Box::new(Endless(opened, Arc::clone(read))),
        })
    }
    fn begin(&self, what: &Begin<'_>) -> Result<Box<dyn Upload>, ConnectError> {
        if !self.has_folders {
            self.depot.make_folder(&what.name.parent())?;
        }
        self.depot.begin(&Begin { meta: &Self::poor(what.meta), ..*what })
    }
    fn resume(&self, what: &Begin<'_>, token: &Token) -> Result<Resumed, ConnectError> {
        self.depot.resume(&Begin { meta: &Self::poor(what.meta), ..*what }, token)
    }
    fn make_folder(&self, name: &RelPath) -> Result<bool, ConnectError> {
        if !self.takes_folders {
            let refused = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
            return Err(ConnectError::new("create", name.as_str(), refused));
        }
        if self.has_folders { self.depot.make_folder(name) } else { Ok(false) }
    }
    fn set_meta(&self, name: &RelPath, meta: &ObjectMeta) -> Result<Vec<Loss>, ConnectError> {
        self.depot.set_meta(name, &Self::poor(meta))
    }
    fn flush(&self) -> Result<(), ConnectError> {
        self.depot.flush()
    }
    fn remove(&self, name: &RelPath, expected: &ObjectFacts) -> Result<Removal, ConnectError> {
        self.depot.remove(name, expected)
    }
    fn orphans(&self, prefix: &RelPath, visit: &mut dyn FnMut(Orphan)) -> Result<(), ConnectError> {
        self.depot.orphans(prefix, visit)
    }
    fn sweep(&self, orphan: &Orphan) -> Result<(), ConnectError> {
        self.depot.sweep(orphan)
    }
    fn streams(&self) -> usize {
        self.depot.streams()
    }

    fn free_bytes(&self) -> Result<Option<u64>, ConnectError> {
        self.depot.free_bytes()
    }
}
