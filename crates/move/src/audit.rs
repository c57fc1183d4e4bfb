// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Whether a provider still has what it was given: a random sample of blocks is read again and held against the hash trees that were made when the
//! objects arrived. See `docs/adr/0020-audit.md`.

mod chance;
mod recorded;
mod stock;
mod trees;

pub use chance::{CONFIDENCE, at_most};
pub use recorded::{Book, Recording};
pub use stock::Stock;
pub(crate) use trees::{Blocks, TreeBook, trees_of};

use crate::carry::{patient, reading};
use crate::error::MoveError;
use crate::tree::{hash_part, part_range, parts};
use hoheit_connect::{ConnectErrorKind as Kind, Depot, Reading};
use hoheit_types::RelPath;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use stock::Held;

/// What an audit found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Audited {
    /// Objects whose content is known
    pub objects: u64,
    /// Their bytes
    pub size_bytes: u64,
    /// Blocks that they have
    pub blocks: u64,
    /// Of the objects, those whose tree is lost or does not make their digest: nothing is said of them
    pub without_tree: u64,
    /// Blocks that were drawn, all of which have an answer
    pub sampled: u64,
    /// Of these, as they were
    pub clean: u64,
    /// Bytes that were read
    pub read_bytes: u64,
    /// Objects with blocks that are not as they were, though the place says that nobody changed them; the first by name
    pub damaged: Marked,
    /// Objects that the place says were changed since: by whom, it can't say
    pub changed: Marked,
    /// Objects that are not there
    pub missing: Marked,
    /// Objects that the place does not hand out
    pub unreadable: Marked,
}

/// Blocks of one kind, and the first of their objects by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// How many blocks
    pub blocks: u64,
    /// The first of the objects
    pub names: Vec<RelPath>,
}

impl Marked {
    /// Names that are kept. 20: a screen.
    const NAMED: usize = 20;

    fn note(&mut self, name: &RelPath, blocks: u64) {
        self.blocks += blocks;
        if self.names.len() < Self::NAMED && self.names.last() != Some(name) {
            self.names.push(name.clone());
        }
    }
}

impl Audited {
    /// Whether all that was read is as it was.
    pub fn is_clean(&self) -> bool {
        self.clean == self.sampled
    }

    /// The share of blocks that may be bad all the same, at [`CONFIDENCE`]. 0 where all were read and are clean.
    pub fn at_most(&self) -> f64 {
        let bad = self.sampled - self.clean;
        if self.blocks > 0 && self.sampled == self.blocks {
            return bad as f64 / self.blocks as f64;
        }
        at_most(self.sampled, bad)
    }
}

/// Reads so many blocks again, drawn from all objects of the stocks by a seed that nobody else knows before.
pub fn audit(
    stocks: &[Stock<'_>],
    depot: &dyn Depot,
    (blocks, seed): (u64, &[u8; 32]),
    stop: &AtomicBool,
    progress: &dyn Fn(u64),
) -> Result<Audited, MoveError> {
    let mut found = Audited::default();
    let mut known = BTreeSet::new();
    let mut indices = Vec::with_capacity(stocks.len());
    for stock in stocks {
        let (index, size_bytes) = stock.index(&mut known)?;
        found.objects += index.len() as u64;
        found.size_bytes = found.size_bytes.saturating_add(size_bytes);
        found.without_tree += index.iter().filter(|(_, blocks)| *blocks == 0).count() as u64;
        found.blocks += index.iter().map(|(_, blocks)| u64::from(*blocks)).sum::<u64>();
        indices.push(index);
    }
    drop(known);
    let mut drawn = chance::draw(seed, found.blocks, blocks).into_iter().peekable();
    let mut passed = 0_u64;
    for (stock, index) in stocks.iter().zip(indices) {
        let mut wanted: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
        for (o, blocks) in index {
            let end = passed + u64::from(blocks);
            while let Some(number) = drawn.next_if(|number| *number < end) {
                wanted.entry(o).or_default().push(number - passed);
            }
            passed = end;
        }
        let held = stock.fetch(&wanted.keys().copied().collect())?;
        for (o, numbers) in wanted {
            if stop.load(Ordering::Relaxed) {
                return Err(MoveError::Stopped);
            }
            match held.get(&o) {
                Some(held) => examine(held, &numbers, depot, &mut found)?,
                None => found.without_tree += 1,
            }
            progress(found.sampled);
        }
    }
    Ok(found)
}

/// Reads some blocks of one object.
fn examine(held: &Held, numbers: &[u64], depot: &dyn Depot, found: &mut Audited) -> Result<(), MoveError> {
    let (name, count) = (&held.name, numbers.len() as u64);
    let Some(blocks) = &held.blocks else {
        found.without_tree += 1;
        return Ok(());
    };
    found.sampled += count;
    let now = match patient(|| depot.stat(name)) {
        Err(error) if error.kind().is_about_place() => return Err(error.into()),
        Err(_) => {
            found.unreadable.note(&held.shown, count);
            return Ok(());
        }
        Ok(now) => now,
    };
    let Some(now) = now else {
        found.missing.note(&held.shown, count);
        return Ok(());
    };
    if !now.is_same(&held.facts) {
        found.changed.note(&held.shown, count);
        return Ok(());
    }
    for number in numbers {
        let range = part_range(*number, held.size_bytes, blocks.block_bytes);
        let is_last = number + 1 == parts(held.size_bytes, blocks.block_bytes);
        let version = held.facts.version.clone();
        let how = Reading { version, past_caches: true, ..reading(&range, is_last) };
        let bytes = match read(depot, name, &how) {
            Err(error) if error.kind().is_about_place() => return Err(error.into()),
            Err(error) if error.kind() == Kind::NotFound => {
                found.missing.note(&held.shown, 1);
                continue;
            }
            Err(_) => {
                found.unreadable.note(&held.shown, 1);
                continue;
            }
            Ok(bytes) => bytes,
        };
        found.read_bytes += bytes.len() as u64;
        let is_whole = bytes.len() as u64 == range.end - range.start;
        let hash = hash_part(*number, blocks.block_bytes, held.size_bytes, &bytes);
        let expected = usize::try_from(*number).ok().and_then(|number| blocks.hashes.get(number));
        if is_whole && expected.is_some_and(|expected| *expected.as_bytes() == hash) {
            found.clean += 1;
        } else {
            found.damaged.note(&held.shown, 1);
        }
    }
    Ok(())
}

fn read(depot: &dyn Depot, name: &RelPath, how: &Reading) -> Result<Vec<u8>, hoheit_connect::ConnectError> {
    patient(|| {
        let mut opened = depot.read(name, how)?;
        let mut bytes = Vec::new();
        // Of an empty object one byte more than it may have.
        let most = how.range.as_ref().map_or(1, |range| range.end - range.start);
        (&mut opened)
            .take(most)
            .read_to_end(&mut bytes)
            .map_err(|error| hoheit_connect::ConnectError::new("read", name.as_str(), error))?;
        Ok(bytes)
    })
}

/// Records a hash tree of each object at a place that none of the stocks knows, by reading it once. `book` is what was recorded before, if anything;
/// it is checked first.
pub fn record(
    stocks: &[Stock<'_>],
    depot: &dyn Depot,
    (path, book): (&Path, Option<&Book>),
    stop: &AtomicBool,
    progress: &dyn Fn(u64),
) -> Result<Recording, MoveError> {
    let mut known = BTreeSet::new();
    for stock in stocks {
        stock.index(&mut known)?;
    }
    recorded::record(depot, path, book, known, stop, progress)
}
