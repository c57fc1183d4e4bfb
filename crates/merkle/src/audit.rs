// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! A whole log, entry by entry, against its checkpoint.

use crate::bundle::unbundle;
use crate::checkpoint::Checkpoint;
use crate::entry::Entry;
use crate::hash::{Hash, leaf_hash};
use crate::tile::{TILE_WIDTH, TilePath, at_level, edge_of, tile_hash, tiles_of, tree_of_edge};
use hoheit_types::Timestamp;
use std::collections::BTreeMap;

/// Faults beyond this number are counted, not listed. The same goes for entries that are listed: whoever wrote the log shall not
/// fill the memory of whoever checks it.
const FAULT_LIMIT: usize = 100;

/// Kinds beyond this number are counted as not understood; hoheit has some twenty.
const KIND_LIMIT: usize = 1_000;

/// The files of a log.
pub trait Files {
    /// The content of a file below the log's folder; `None` where there is none.
    ///
    /// # Errors
    ///
    /// Says in words why it can't be read.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, String>;

    /// Visits the paths of all files below `tile/`, in any order. Links and other things that are no files count as files.
    ///
    /// # Errors
    ///
    /// Says in words why they can't be listed.
    fn each_path(&self, visit: &mut dyn FnMut(&str)) -> Result<(), String>;
}

/// What a log holds, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audit {
    /// Entries by kind; those that this program does not understand, and those of a thousandth and first kind, are under an empty one
    pub kinds: BTreeMap<String, u64>,
    /// Moments of the first and of the last entry
    pub span: Option<(Timestamp, Timestamp)>,
    /// Entries whose moment lies before that of an earlier one: the clock went backwards. At most a hundred are listed.
    pub backwards: Vec<u64>,
    /// How many of them there are
    pub backwards_count: u64,
    /// Entries that are said in clear, with their indices. At most a hundred are listed
    pub open: Vec<(u64, Entry)>,
    /// How many of them there are
    pub open_count: u64,
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
    /// An earlier checkpoint says something else of the same entries, or of more than there are
    #[error("the entries are not those that an earlier checkpoint says")]
    Fork,
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
        let is_full = self.kinds.len() >= KIND_LIMIT;
        if let Some(count) = self.kinds.get_mut(&entry.kind) {
            *count += 1;
        } else {
            let kind = if is_full { String::new() } else { entry.kind.clone() };
            *self.kinds.entry(kind).or_default() += 1;
        }
        if matches!(entry.said, crate::Said::Open(_)) {
            self.open_count += 1;
            if self.open.len() < FAULT_LIMIT {
                self.open.push((index, entry));
            }
        }
    }
}

/// Checks every file of a log against a checkpoint that is already believed: entries, tiles of all levels, and superseded partial ones.
pub fn audit(files: &impl Files, checkpoint: &Checkpoint) -> Audit {
    audit_since(files, checkpoint, None)
}

/// The same; if there is an earlier checkpoint, the log must begin with what that one says. Its memory does not grow with the log.
pub fn audit_since(files: &impl Files, checkpoint: &Checkpoint, earlier: Option<&Checkpoint>) -> Audit {
    let mut audit = Audit::default();
    let mut levels: Vec<Vec<Hash>> = vec![Vec::new(); 8];
    let mut index = 0;
    let mut is_continued = earlier.is_none();
    let mut compare_earlier = |index: u64, levels: &[Vec<Hash>]| {
        if let Some(earlier) = earlier.filter(|earlier| earlier.size == index) {
            is_continued = tree_of_edge(index, levels).is_some_and(|tree| tree.root() == earlier.root);
        }
    };
    compare_earlier(0, &levels);
    for path in tiles_of(0, checkpoint.size).take_while(|path| path.level.is_none()) {
        let Some((_, bytes)) = fetch(files, path, &mut audit) else { return audit };
        // Its length has been checked.
        let entries = unbundle(&bytes).unwrap_or_default();
        for entry in entries.into_iter().take(path.width as usize) {
            audit.hear(index, entry);
            if let Some(row) = levels.first_mut() {
                row.push(leaf_hash(entry));
            }
            index += 1;
            // At the end of a full tile, rows are an edge only once they have risen.
            if index % TILE_WIDTH != 0 {
                compare_earlier(index, &levels);
            }
        }
        rise(files, &mut levels, index, &mut audit);
        if index % TILE_WIDTH == 0 {
            compare_earlier(index, &levels);
        }
    }
    // What is left in each row is its partial tile.
    for path in edge_of(checkpoint.size) {
        let row = path.level.and_then(|level| levels.get(usize::from(level)));
        if let Some(row) = row {
            compare(files, path, row, &mut audit);
        }
    }
    if tree_of_edge(checkpoint.size, &levels).is_none_or(|tree| tree.root() != checkpoint.root) {
        audit.fault(&"checkpoint", FaultKind::Root);
    }
    if !is_continued {
        audit.fault(&"checkpoint", FaultKind::Fork);
    }
    others(files, checkpoint.size, &mut audit);
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
    let Some((name, bytes)) = fetch(files, path, audit) else { return };
    // Of a full one that has taken the place of a partial one, the beginning.
    let expected = hashes.iter().flat_map(|hash| *hash.as_bytes());
    if !expected.eq(bytes.into_iter().take(hashes.len() * Hash::BYTES)) {
        audit.fault(&name, FaultKind::Mismatch);
    }
}

/// The content of a tile or bundle, or of the full one that has taken its place, and which of both it is; of the right length.
fn fetch(files: &impl Files, path: TilePath, audit: &mut Audit) -> Option<(TilePath, Vec<u8>)> {
    for name in [path, path.full()] {
        match files.read(&name.to_string()) {
            Ok(Some(bytes)) => {
                audit.files += 1;
                if has_width(name, &bytes) {
                    return Some((name, bytes));
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

/// All files beside those of the checkpoint: partial tiles and bundles of earlier ones must be the beginning of what has taken their
/// place, and those of later ones must begin with what is there. All else is told.
fn others(files: &impl Files, size: u64, audit: &mut Audit) {
    // Those of one place come together in most listings, so its file is kept.
    let mut kept: Option<(TilePath, Option<Vec<u8>>)> = None;
    let mut visit = |name: &str| {
        let Ok(path) = name.parse::<TilePath>() else {
            audit.fault(&name, FaultKind::Stranger);
            return;
        };
        let before = path.index.saturating_mul(TILE_WIDTH);
        let have = at_level(size, path.level).saturating_sub(before).min(TILE_WIDTH);
        if path.width == have {
            return;
        }
        if path.width > have {
            audit.beyond += 1;
        }
        if have == 0 {
            return;
        }
        let current = TilePath { width: have, ..path };
        if kept.as_ref().is_none_or(|(of, _)| *of != current) {
            // What can't be read of it has been told.
            let bytes = [current, current.full()]
                .iter()
                .find_map(|current| files.read(&current.to_string()).ok().flatten());
            kept = Some((current, bytes));
        }
        let Some((_, Some(current))) = &kept else { return };
        let Some((_, bytes)) = fetch(files, path, audit) else { return };
        if !bytes.starts_with(current) && !current.starts_with(&bytes) {
            audit.fault(&path, FaultKind::Mismatch);
        }
    };
    if let Err(reason) = files.each_path(&mut visit) {
        audit.fault(&"tile", FaultKind::Unreadable(reason));
    }
}
