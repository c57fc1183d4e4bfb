// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::{Disk, StoreError};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Many files that become durable together. Each one appears whole under its name or not at all; all of them are there for certain once
/// [`Batch::finish`] has returned. One flush per file and one per folder, instead of two per file.
///
/// Files are written in a spare folder first, which must be in the same file system: what a killed process leaves, it leaves there.
pub struct Batch<'d> {
    disk: &'d dyn Disk,
    spare: PathBuf,
    folders: BTreeSet<PathBuf>,
    count: u64,
}

impl<'d> Batch<'d> {
    /// Begins; clears away what an earlier one left in the spare folder. Only one at a time may use it.
    pub fn new(disk: &'d dyn Disk, spare: &Path) -> Result<Self, StoreError> {
        disk.create_folder(spare).map_err(StoreError::io("create", spare))?;
        let left = std::fs::read_dir(spare).map_err(StoreError::io("list", spare))?;
        for file in left.flatten() {
            crate::discard(&file.path())?;
        }
        Ok(Self { disk, spare: spare.to_owned(), folders: BTreeSet::new(), count: 0 })
    }

    /// Gives a file this content, replacing what has its name. Missing folders are created.
    pub fn put(&mut self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        let folder = path.parent().unwrap_or(path);
        self.folder(folder)?;
        let temporary = self.spare.join(self.count.to_string());
        self.count += 1;
        self.disk.write(&temporary, bytes).map_err(StoreError::io("write", path))?;
        self.disk.rename(&temporary, path).map_err(StoreError::io("rename to", path))?;
        self.folders.insert(folder.to_owned());
        Ok(())
    }

    /// Makes all names durable.
    pub fn finish(self) -> Result<(), StoreError> {
        for folder in &self.folders {
            self.disk.sync_folder(folder).map_err(StoreError::io("flush", folder))?;
        }
        Ok(())
    }

    /// Creates a folder, and those above it, where there is none.
    pub fn folder(&mut self, folder: &Path) -> Result<(), StoreError> {
        if self.folders.contains(folder) || folder.is_dir() {
            return Ok(());
        }
        if let Some(parent) = folder.parent() {
            self.folder(parent)?;
            self.disk.create_folder(folder).map_err(StoreError::io("create", folder))?;
            self.folders.insert(parent.to_owned());
        }
        Ok(())
    }
}
