// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Where the hash trees come from that an audit checks against: moves keep one of what they brought, and of everything else one is recorded by
//! reading it once.

use super::recorded::{Book, each_recorded};
use super::trees::{Blocks, each_tree, trees_of};
use crate::error::MoveError;
use crate::file::PlanFile;
use crate::journal::{Step, replay};
use crate::tree::BLOCK_BYTES;
use hoheit_connect::ObjectFacts;
use hoheit_types::{Digest, RelPath};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// Objects at a place of which it is known what they hold.
#[derive(Clone, Copy, Debug)]
pub enum Stock<'s> {
    /// What a move brought there and did not take back
    Moved {
        /// What was planned
        plan: &'s PlanFile,
        /// What was done of it; its hash trees lie beside it
        journal: &'s Path,
    },
    /// What was read there once
    Recorded(&'s Book),
}

/// One object with its tree.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub(super) name: RelPath,
    /// What people call it
    pub(super) shown: RelPath,
    pub(super) size_bytes: u64,
    /// What stood there when it was seen whole
    pub(super) facts: ObjectFacts,
    /// `None`: the tree is lost, or does not make the digest
    pub(super) blocks: Option<Blocks>,
}

/// Objects of a stock by their numbers in it, and how many blocks each has; 0: its tree is lost.
pub(super) type Index = Vec<(u32, u32)>;

impl Stock<'_> {
    /// Which objects there are: eight bytes of memory for each. Those of `known` are left out, and all names told go there.
    pub(super) fn index(&self, known: &mut BTreeSet<u64>) -> Result<(Index, u64), MoveError> {
        let (mut index, mut size_bytes) = (Vec::new(), 0_u64);
        match self {
            Self::Moved { plan, journal } => {
                let mut blocks: HashMap<u32, u32> = HashMap::new();
                each_tree(&trees_of(journal), &mut |o, tree| {
                    blocks.insert(o, u32::try_from(tree.hashes.len()).unwrap_or(u32::MAX));
                })?;
                for o in standing(plan, journal)? {
                    let planned = plan.get(o)?;
                    known.insert(key(&plan.stored_as(&planned)));
                    let bytes = plan.stored_bytes(&planned);
                    size_bytes = size_bytes.saturating_add(bytes);
                    let single = u32::from(bytes <= BLOCK_BYTES);
                    index.push((o, blocks.get(&o).copied().unwrap_or(single)));
                }
            }
            Self::Recorded(book) => each_recorded(book, &mut |o, line| {
                if known.insert(key(&line.name)) {
                    size_bytes = size_bytes.saturating_add(line.size_bytes);
                    index.push((o, u32::try_from(line.blocks.hashes.len()).unwrap_or(u32::MAX)));
                }
            })?,
        }
        Ok((index, size_bytes))
    }

    /// Some of them, whole.
    pub(super) fn fetch(&self, wanted: &BTreeSet<u32>) -> Result<BTreeMap<u32, Held>, MoveError> {
        let mut found = BTreeMap::new();
        match self {
            Self::Moved { plan, journal } => {
                let mut done: HashMap<u32, (ObjectFacts, Digest)> = HashMap::new();
                replay(journal, &mut |step| {
                    if let Step::Completed { o, f, b, .. } = step
                        && wanted.contains(&o)
                    {
                        done.insert(o, (f, b));
                    }
                    Ok(())
                })?;
                let mut blocks: HashMap<u32, Blocks> = HashMap::new();
                each_tree(&trees_of(journal), &mut |o, tree| {
                    if wanted.contains(&o) {
                        blocks.insert(o, tree);
                    }
                })?;
                for (o, (facts, digest)) in done {
                    let planned = plan.get(o)?;
                    let size_bytes = plan.stored_bytes(&planned);
                    let single = (size_bytes <= BLOCK_BYTES).then(|| Blocks::single(digest, size_bytes));
                    let blocks = blocks.remove(&o).or(single).filter(|blocks| blocks.fit(size_bytes, digest));
                    let name = plan.stored_as(&planned);
                    let shown = if plan.is_encrypted() { planned.name } else { name.clone() };
                    found.insert(o, Held { name, shown, size_bytes, facts, blocks });
                }
            }
            Self::Recorded(book) => each_recorded(book, &mut |o, line| {
                if wanted.contains(&o) {
                    let (name, size_bytes, facts) = (line.name, line.size_bytes, line.facts);
                    let blocks = Some(line.blocks).filter(|blocks| blocks.fit(size_bytes, line.digest));
                    found.insert(o, Held { shown: name.clone(), name, size_bytes, facts, blocks });
                }
            })?,
        }
        Ok(found)
    }
}

/// Stands for a name: eight bytes instead of the whole. Two names that meet make one object go unaudited, one in 10^13 of a million.
pub(super) fn key(name: &RelPath) -> u64 {
    let hash = blake3::hash(name.as_str().as_bytes());
    hash.as_bytes().first_chunk::<8>().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// The objects of a move that count and were not taken back since.
fn standing(plan: &PlanFile, journal: &Path) -> Result<Vec<u32>, MoveError> {
    let mut stands = vec![false; plan.len()];
    replay(journal, &mut |step| {
        let (o, is_there) = match step {
            Step::Seen { o, .. } => (o, true),
            Step::Removed { o } | Step::Failed { o, .. } => (o, false),
            _ => return Ok(()),
        };
        if let Some(place) = stands.get_mut(o as usize) {
            *place = is_there;
        }
        Ok(())
    })?;
    Ok((0..).zip(stands).filter(|(_, stands)| *stands).map(|(o, _)| o).collect())
}
