// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::error::{LogDamage, LogError};
use crate::folder::LogFolder;
use crate::key::LogKey;
use crate::witness::{Witness, gather};
use hoheit_merkle::{
    Checkpoint, Hash, Note, TILE_WIDTH, TileHashes, TilePath, TrustPolicy, bundle, consistency_proof,
    inclusion_proof, leaf_hash, tile_hash, tiles_of, tree_of_edge,
};
use hoheit_store::{Batch, Disk, discard, discard_folder, replace};
use std::path::{Path, PathBuf};

/// Levels of tiles that a `u64` of entries can reach.
const LEVELS: usize = 8;

/// A log that has been checked and may be added to. Only one process may hold it: whoever opens it holds the writer's lock of the
/// state folder.
pub struct Log<'d> {
    folder: LogFolder,
    /// Where files are written before they get their name
    spare: PathBuf,
    disk: &'d dyn Disk,
    policy: TrustPolicy,
    size: u64,
    root: Hash,
    note: Option<Note>,
    /// The partial tiles, lowest level first
    edge: Vec<Vec<Hash>>,
    /// The partial bundle, as its file has it
    tail: Vec<u8>,
    last_entry: Option<Vec<u8>>,
}

/// What was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The log's size and root
    pub checkpoint: Checkpoint,
    /// Which witnesses have signed it, and when, in seconds since 1970
    pub witnessed: Vec<(String, u64)>,
}

impl<'d> Log<'d> {
    /// Opens a log that may be empty or not there yet, and checks it: the signature of its checkpoint, its right edge, its last bundle. `spare` is a folder
    /// beside it. The policy names the log's own keys and its witnesses; `published` is how many entries are known to be published.
    pub fn open(
        folder: &Path,
        spare: &Path,
        disk: &'d dyn Disk,
        policy: TrustPolicy,
        published: u64,
    ) -> Result<Self, LogError> {
        let folder = LogFolder::new(folder);
        let damaged = |damage| Err(LogError::Damaged(damage));
        let mut log = Self {
            spare: spare.to_owned(),
            disk,
            policy,
            size: 0,
            root: Hash::of_empty_tree(),
            note: None,
            edge: vec![Vec::new(); LEVELS],
            tail: Vec::new(),
            last_entry: None,
            folder,
        };
        let Some(note) = log.folder.checkpoint()? else {
            // A crash before the first checkpoint leaves tiles alone: they are written again.
            return if published == 0 { Ok(log) } else { damaged(LogDamage::NoCheckpoint) };
        };
        let checkpoint = match log.policy.accept(&note) {
            Ok(seen) => seen.checkpoint,
            // Witnesses may have been added to the policy since.
            Err(hoheit_merkle::Distrust::Quorum(_)) => match note.text.parse() {
                Ok(checkpoint) => checkpoint,
                Err(_) => return damaged(LogDamage::Unreadable),
            },
            Err(reason) => return damaged(LogDamage::Distrusted(reason)),
        };
        if checkpoint.size < published {
            return damaged(LogDamage::Shorter { published, have: checkpoint.size });
        }
        (log.size, log.root, log.note) = (checkpoint.size, checkpoint.root, Some(note));
        log.read_edge()?;
        Ok(log)
    }

    // INVARIANT (no-log-over-damage): nothing is added to what is not what was signed.
    fn read_edge(&mut self) -> Result<(), LogError> {
        let damaged = |damage| Err(LogError::Damaged(damage));
        for path in tiles_of(0, self.size).filter(|path| !path.is_full()) {
            let Some(level) = path.level else {
                for entry in &self.folder.entries(path)? {
                    push(entry, &mut self.tail)?;
                }
                continue;
            };
            let hashes = self.folder.hashes(path)?;
            if let Some(row) = self.edge.get_mut(usize::from(level)) {
                *row = hashes;
            }
        }
        if tree_of_edge(self.size, &self.edge).is_none_or(|tree| tree.root() != self.root) {
            return damaged(LogDamage::Root);
        }
        let Some(last) = self.size.checked_sub(1) else { return Ok(()) };
        let number = last / TILE_WIDTH;
        let path = TilePath { level: Some(0), index: number, width: self.size - number * TILE_WIDTH };
        let entries = self.folder.entries(path.with_level(None))?;
        let leaves: Vec<Hash> = entries.iter().map(|entry| leaf_hash(entry)).collect();
        if leaves != self.folder.hashes(path)? {
            return damaged(LogDamage::Mismatch(path.with_level(None).to_string()));
        }
        // A full last tile is no part of the edge: the level above has its hash.
        let above = self.edge.get(1).and_then(|row| row.last());
        if path.is_full()
            && self.edge.get(1).is_some_and(|row| !row.is_empty())
            && tile_hash(&leaves).as_ref() != above
        {
            return damaged(LogDamage::Mismatch(path.to_string()));
        }
        self.last_entry = entries.into_iter().last();
        Ok(())
    }

    /// How many entries are published.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The entry that was published last.
    pub fn last_entry(&self) -> Option<&[u8]> {
        self.last_entry.as_deref()
    }

    /// The checkpoint, with its signatures; `None` before the first one.
    pub const fn checkpoint(&self) -> Option<&Note> {
        self.note.as_ref()
    }

    /// Adds entries, and publishes the log with them: all of them or, to whoever reads the checkpoint, none. After an error open it again; the same
    /// entries can then be published once more.
    ///
    /// With no entries a new checkpoint is signed: by new keys, or for witnesses that were not reached before.
    pub fn publish(
        mut self,
        entries: impl IntoIterator<Item = Vec<u8>>,
        keys: &[&LogKey],
        witnesses: &[&dyn Witness],
    ) -> Result<(Self, Published), LogError> {
        let old = self.size;
        let mut batch = Batch::new(self.disk, &self.spare)?;
        batch.folder(self.folder.path())?;
        for entry in entries {
            push(&entry, &mut self.tail)?;
            if let Some(row) = self.edge.first_mut() {
                row.push(leaf_hash(&entry));
            }
            self.size += 1;
            self.last_entry = Some(entry);
            self.rise(&mut batch)?;
        }
        for path in tiles_of(old, self.size).filter(|path| !path.is_full()) {
            match path.level {
                Some(level) => {
                    let row = self.edge.get(usize::from(level)).map(Vec::as_slice).unwrap_or_default();
                    batch.put(&self.folder.file(&path), &joined(row))?;
                }
                None => batch.put(&self.folder.file(&path), &self.tail)?,
            }
        }
        batch.finish()?;
        let tree = tree_of_edge(self.size, &self.edge);
        self.root = tree.ok_or(LogError::Damaged(LogDamage::Root))?.root();
        // The name of a log's key is its origin; without a key the policy refuses the checkpoint below.
        let origin = keys.first().map(|key| key.verifier().name().to_owned()).unwrap_or_default();
        let checkpoint = Checkpoint { origin, size: self.size, root: self.root };
        let text = checkpoint.to_string();
        // A log's own signature bears no moment.
        let signatures = keys.iter().map(|key| key.sign(&text, 0)).collect();
        let mut note = Note { text, signatures };
        let mut proof = |from: u64| consistency_proof(from, self.size, &mut self.subtrees());
        let witnessed = gather(&mut note, &checkpoint, &self.policy, witnesses, old, &mut proof)?;
        replace(self.disk, &self.folder.file(&"checkpoint"), note.to_string().as_bytes())?;
        self.note = Some(note);
        self.tidy(old);
        Ok((self, Published { checkpoint, witnessed }))
    }

    /// Writes full tiles, and hands their hashes on to the level above.
    fn rise(&mut self, batch: &mut Batch<'_>) -> Result<(), LogError> {
        let mut count = self.size;
        for level in 0..LEVELS {
            let Some(row) = self.edge.get_mut(level).filter(|row| row.len() as u64 == TILE_WIDTH) else {
                break;
            };
            let full = std::mem::take(row);
            let index = count / TILE_WIDTH - 1;
            let path = TilePath { level: Some(level as u8), index, width: TILE_WIDTH };
            if level == 0 {
                batch.put(&self.folder.file(&path.with_level(None)), &std::mem::take(&mut self.tail))?;
            }
            batch.put(&self.folder.file(&path), &joined(&full))?;
            if let (Some(above), Some(hash)) = (self.edge.get_mut(level + 1), tile_hash(&full)) {
                above.push(hash);
            }
            count /= TILE_WIDTH;
        }
        Ok(())
    }

    /// Removes partial tiles whose full ones are published. What can't be removed stays, and is checked like all others.
    fn tidy(&self, old: u64) {
        for path in tiles_of(old, self.size).filter(|path| path.is_full()) {
            let partial = self.folder.file(&format!("{path}.p"));
            for file in std::fs::read_dir(&partial).into_iter().flatten().flatten() {
                let _ = discard(&file.path());
            }
            let _ = discard_folder(&partial);
        }
    }

    fn subtrees(&self) -> impl FnMut(u8, u64) -> Result<Hash, LogError> {
        subtrees(&self.folder, self.size)
    }

    /// Shows that an entry is in the log, from its sibling up; `None` where there is no such entry.
    pub fn inclusion(folder: &LogFolder, index: u64, size: u64) -> Result<Option<Vec<Hash>>, LogError> {
        if index >= size {
            return Ok(None);
        }
        inclusion_proof(index, size, &mut subtrees(folder, size)).map(Some)
    }
}

fn subtrees(folder: &LogFolder, size: u64) -> impl FnMut(u8, u64) -> Result<Hash, LogError> {
    let folder = folder.clone();
    let mut hashes = TileHashes::new(size, move |path| folder.hashes(path));
    move |level, index| hashes.subtree(level, index)?.ok_or(LogError::Damaged(LogDamage::Root))
}

fn push(entry: &[u8], tail: &mut Vec<u8>) -> Result<(), LogError> {
    if bundle(entry, tail) { Ok(()) } else { Err(LogError::TooLong(entry.len())) }
}

fn joined(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()
}
