// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! A whole log, entry by entry, against its checkpoint.

use crate::bundle::unbundle;
use crate::checkpoint::Checkpoint;
use crate::entry::Entry;
use crate::hash::{Hash, leaf_hash};
use crate::tile::{TILE_WIDTH, TilePath, tile_hash, tiles_of, tree_of_edge};
use hoheit_types::Timestamp;
use std::collections::{BTreeMap, HashSet};

/// Faults beyond this number are counted, not listed.
const FAULT_LIMIT: usize = 100;

/// The files of a log.
pub trait Files {
    /// The content of a file below the log's folder; `None` where there is none.
    ///
    /// # Errors
    ///
    /// Says in words why it can't be read.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, String>;

    /// The paths of all files below `tile/`, in any order.
    ///
    /// # Errors
    ///
    /// Says in words why they can't be listed.
    fn paths(&self) -> Result<Vec<String>, String>;
}

/// What a log holds, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// Entries by kind; those that this program does not understand are under an empty kind
    pub kinds: BTreeMap<String, u64>,
    /// Moments of the first and of the last entry
    pub span: Option<(Timestamp, Timestamp)>,
    /// Entries whose moment lies before that of an earlier one: the clock went backwards. At most a hundred are listed.
    pub backwards: Vec<u64>,
    /// How many of them there are
    pub backwards_count: u64,
    /// Entries that are said in clear, with their indices
    pub open: Vec<(u64, Entry)>,
    /// How many files were checked
    pub files: u64,
    /// Files of entries that the checkpoint does not cover yet: a log that was copied while it grew has some
    pub beyond: u64,
    /// At most a hundred; the first one tells most
    pub faults: Vec<Fault>,
    /// How many there are
    pub fault_count: u64,
}

/// Something that is wrong with a file of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which file
    pub path: String,
    /// What
    pub kind: FaultKind,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FaultKind {
    /// It is not there
    #[error("missing")]
    Missing,
    /// The system refuses it
    #[error("unreadable: {0}")]
    Unreadable(String),
    /// It has the wrong length, or is cut off
    #[error("wrong length")]
    Length,
    /// Its hashes are not those of the entries
    #[error("does not fit the entries")]
    Mismatch,
    /// All entries together are not what was signed
    #[error("the entries are not those that were signed")]
    Root,
    /// It has no business there
    #[error("not a file of a log")]
    Stranger,
}

impl Audit {
    /// Whether all is as it was signed.
    pub const fn is_sound(&self) -> bool {
        self.fault_count == 0
    }

    fn fault(&mut self, path: &impl ToString, kind: FaultKind) {
        self.fault_count += 1;
        if self.faults.len() < FAULT_LIMIT {
            self.faults.push(Fault { path: path.to_string(), kind });
        }
    }

    fn hear(&mut self, index: u64, bytes: &[u8]) {
        let Ok(entry) = Entry::parse(bytes) else {
            *self.kinds.entry(String::new()).or_default() += 1;
            return;
        };
        let (first, latest) = self.span.unwrap_or((entry.at, entry.at));
        if entry.at < latest {
            self.backwards_count += 1;
            if self.backwards.len() < FAULT_LIMIT {
                self.backwards.push(index);
            }
        }
        self.span = Some((first, latest.max(entry.at)));
        match self.kinds.get_mut(&entry.kind) {
            Some(count) => *count += 1,
            None => {
                self.kinds.insert(entry.kind.clone(), 1);
            }
        }
        if matches!(entry.said, crate::Said::Open(_)) {
            self.open.push((index, entry));
        }
    }
}

/// Checks every file of a log against a checkpoint that is already believed: entries, tiles of all levels, and superseded partial ones.
pub fn audit(files: &impl Files, checkpoint: &Checkpoint) -> Audit {
    let mut audit = Audit::default();
    let mut levels: Vec<Vec<Hash>> = vec![Vec::new(); 8];
    let mut index = 0;
    for path in tiles_of(0, checkpoint.size).into_iter().filter(|path| path.level.is_none()) {
        let Some(bytes) = fetch(files, path, &mut audit) else { return audit };
        // Its length has been checked.
        let entries = unbundle(&bytes).unwrap_or_default();
        for entry in entries.into_iter().take(path.width as usize) {
            audit.hear(index, entry);
            if let Some(row) = levels.first_mut() {
                row.push(leaf_hash(entry));
            }
            index += 1;
        }
        rise(files, &mut levels, index, &mut audit);
    }
    // What is left in each row is its partial tile.
    for path in tiles_of(0, checkpoint.size).into_iter().filter(|path| !path.is_full()) {
        let row = path.level.and_then(|level| levels.get(usize::from(level)));
        if let Some(row) = row {
            compare(files, path, row, &mut audit);
        }
    }
    if tree_of_edge(checkpoint.size, &levels).is_none_or(|tree| tree.root() != checkpoint.root) {
        audit.fault(&"checkpoint", FaultKind::Root);
    }
    superseded(files, checkpoint.size, &mut audit);
    audit
}

/// Compares rows that are full with their tiles, and hands their hashes on to the row above.
fn rise(files: &impl Files, levels: &mut [Vec<Hash>], entries: u64, audit: &mut Audit) {
    let mut count = entries;
    for level in 0..levels.len() {
        let Some(row) = levels.get_mut(level).filter(|row| row.len() as u64 == TILE_WIDTH) else { return };
        let full = std::mem::take(row);
        let path = TilePath { level: Some(level as u8), index: count / TILE_WIDTH - 1, width: TILE_WIDTH };
        compare(files, path, &full, audit);
        if let (Some(above), Some(hash)) = (levels.get_mut(level + 1), tile_hash(&full)) {
            above.push(hash);
        }
        count /= TILE_WIDTH;
    }
}

fn compare(files: &impl Files, path: TilePath, hashes: &[Hash], audit: &mut Audit) {
    let Some(bytes) = fetch(files, path, audit) else { return };
    // Of a full one that has taken the place of a partial one, the beginning.
    let expected = hashes.iter().flat_map(|hash| *hash.as_bytes());
    if !expected.eq(bytes.into_iter().take(hashes.len() * Hash::BYTES)) {
        audit.fault(&path, FaultKind::Mismatch);
    }
}

/// The content of a tile or bundle, or of the full one that has taken its place; of the right length.
fn fetch(files: &impl Files, path: TilePath, audit: &mut Audit) -> Option<Vec<u8>> {
    for name in [path, path.full()] {
        match files.read(&name.to_string()) {
            Ok(Some(bytes)) => {
                audit.files += 1;
                if has_width(name, &bytes) {
                    return Some(bytes);
                }
                audit.fault(&name, FaultKind::Length);
                return None;
            }
            Ok(None) => {}
            Err(reason) => {
                audit.fault(&name, FaultKind::Unreadable(reason));
                return None;
            }
        }
    }
    audit.fault(&path, FaultKind::Missing);
    None
}

fn has_width(path: TilePath, bytes: &[u8]) -> bool {
    match path.level {
        Some(_) => bytes.len() as u64 == path.width * Hash::BYTES as u64,
        None => unbundle(bytes).is_some_and(|entries| entries.len() as u64 == path.width),
    }
}

/// Partial tiles and bundles of earlier checkpoints must be the beginning of what has taken their place. All others are told.
fn superseded(files: &impl Files, size: u64, audit: &mut Audit) {
    let paths = match files.paths() {
        Ok(paths) => paths,
        Err(reason) => return audit.fault(&"tile", FaultKind::Unreadable(reason)),
    };
    let current: HashSet<TilePath> = tiles_of(0, size).into_iter().collect();
    for name in paths {
        let Ok(path) = name.parse::<TilePath>() else {
            audit.fault(&name, FaultKind::Stranger);
            continue;
        };
        if current.contains(&path) {
            continue;
        }
        let all = size.checked_shr(8 * u32::from(path.level.unwrap_or(0))).unwrap_or(0);
        let have = all.saturating_sub(path.index.saturating_mul(TILE_WIDTH)).min(TILE_WIDTH);
        if path.width > have {
            audit.beyond += 1;
            continue;
        }
        let Some(old) = fetch(files, path, audit) else { continue };
        // What can't be read of the later one has been told.
        let later = TilePath { width: have, ..path };
        let later = [later, later.full()].iter().find_map(|later| files.read(&later.to_string()).ok()?);
        let is_beginning = later.is_none_or(|later| later.starts_with(&old));
        if !is_beginning {
            audit.fault(&path, FaultKind::Mismatch);
        }
    }
}
