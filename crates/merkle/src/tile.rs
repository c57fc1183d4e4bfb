// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Tiles of c2sp.org/tlog-tiles: which there are, what they are called, and hashes out of them.

use crate::hash::{Hash, node_hash};
use crate::tree::Tree;
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;

/// Hashes in a full tile, entries in a full bundle.
pub const TILE_WIDTH: u64 = 256;

/// Larger trees would have levels that no `u64` reaches.
const LEVEL_LIMIT: u8 = 7;

/// The name of a tile or of a bundle of entries: `tile/0/x001/067`, `tile/entries/000.p/12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TilePath {
    /// `None`: a bundle of entries
    pub level: Option<u8>,
    /// Its place among those of its level
    pub index: u64,
    /// How many hashes or entries it holds, 1 to 256
    pub width: u64,
}

impl TilePath {
    /// The bundle that goes with a tile of level 0.
    #[must_use]
    pub const fn with_level(self, level: Option<u8>) -> Self {
        Self { level, ..self }
    }

    /// The same when it is full.
    #[must_use]
    pub const fn full(self) -> Self {
        Self { width: TILE_WIDTH, ..self }
    }

    /// Whether it is full.
    pub const fn is_full(self) -> bool {
        self.width == TILE_WIDTH
    }
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.level {
            Some(level) => write!(f, "tile/{level}/")?,
            None => f.write_str("tile/entries/")?,
        }
        let mut groups = Vec::new();
        let mut rest = self.index;
        loop {
            groups.push(rest % 1000);
            rest /= 1000;
            if rest == 0 {
                break;
            }
        }
        for (place, group) in groups.iter().enumerate().rev() {
            if place == 0 { write!(f, "{group:03}")? } else { write!(f, "x{group:03}/")? }
        }
        if self.is_full() { Ok(()) } else { write!(f, ".p/{}", self.width) }
    }
}

/// Not the name of a tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the path of a tile")]
pub struct TilePathError;

impl FromStr for TilePath {
    type Err = TilePathError;
    fn from_str(text: &str) -> Result<Self, TilePathError> {
        let parsed = parse(text).ok_or(TilePathError)?;
        // One tile, one name: no leading zeros, no signs, no groups too many.
        if parsed.to_string() == text { Ok(parsed) } else { Err(TilePathError) }
    }
}

fn parse(text: &str) -> Option<TilePath> {
    let (level, rest) = text.strip_prefix("tile/")?.split_once('/')?;
    let level = if level == "entries" { None } else { Some(level.parse().ok()?) };
    let (index, width) = match rest.split_once(".p/") {
        Some((index, width)) => {
            (index, width.parse().ok().filter(|width| *width < TILE_WIDTH && *width > 0)?)
        }
        None => (rest, TILE_WIDTH),
    };
    let mut number = 0_u64;
    for group in index.split('/') {
        let digits = group.strip_prefix('x').unwrap_or(group);
        number = number.checked_mul(1000)?.checked_add(digits.parse().ok()?)?;
    }
    Some(TilePath { level, index: number, width })
}

/// The tiles and bundles that a tree of `size` entries has and one of `old` entries has not, lowest level first, bundles before tiles.
///
/// One at a time: whoever wrote the checkpoint says how many there are, and a size that is a lie must cost nothing.
pub fn tiles_of(old: u64, size: u64) -> impl Iterator<Item = TilePath> {
    [None].into_iter().chain((0..=LEVEL_LIMIT).map(Some)).flat_map(move |level| {
        let (before, now) = (at_level(old, level), at_level(size, level));
        let end = if now > before { now.div_ceil(TILE_WIDTH) } else { 0 };
        let width = move |index: u64| (now - index * TILE_WIDTH).min(TILE_WIDTH);
        (before / TILE_WIDTH..end).map(move |index| TilePath { level, index, width: width(index) })
    })
}

/// The tiles and bundles of a tree of `size` entries that are not full: its right edge. At most nine.
pub(crate) fn edge_of(size: u64) -> impl Iterator<Item = TilePath> {
    [None].into_iter().chain((0..=LEVEL_LIMIT).map(Some)).filter_map(move |level| {
        let all = at_level(size, level);
        let (index, width) = (all / TILE_WIDTH, all % TILE_WIDTH);
        (width > 0).then_some(TilePath { level, index, width })
    })
}

/// How many hashes or entries all tiles of a level have together.
pub(crate) fn at_level(size: u64, level: Option<u8>) -> u64 {
    size.checked_shr(8 * u32::from(level.unwrap_or(0))).unwrap_or(0)
}

/// The hash of a whole tile, as the level above has it; of any power of two of neighbouring hashes as well.
pub fn tile_hash(hashes: &[Hash]) -> Option<Hash> {
    if !hashes.len().is_power_of_two() {
        return None;
    }
    let above = |row: &[Hash]| -> Vec<Hash> {
        row.as_chunks::<2>().0.iter().map(|[left, right]| node_hash(*left, *right)).collect()
    };
    if let [one] = hashes {
        return Some(*one);
    }
    let mut row = above(hashes);
    while row.len() > 1 {
        row = above(&row);
    }
    row.first().copied()
}

/// A tree from its partial tiles, lowest level first: they are its right edge. `None` where their widths do not fit the size.
pub fn tree_of_edge(size: u64, rows: &[Vec<Hash>]) -> Option<Tree> {
    let mut subtrees = Vec::new();
    for row in rows.iter().rev() {
        let mut rest = row.as_slice();
        while !rest.is_empty() {
            let (largest, tail) = rest.split_at_checked(1 << rest.len().ilog2())?;
            subtrees.push(tile_hash(largest)?);
            rest = tail;
        }
    }
    let fits = |(level, row): (usize, &Vec<Hash>)| {
        u8::try_from(level).is_ok_and(|level| row.len() as u64 == at_level(size, Some(level)) % TILE_WIDTH)
    };
    if rows.iter().enumerate().all(fits) { Tree::from_subtrees(size, subtrees) } else { None }
}

/// Hashes of full subtrees, taken out of tiles: what [`inclusion_proof`](crate::inclusion_proof) asks for.
pub struct TileHashes<R> {
    size: u64,
    read: R,
    known: HashMap<TilePath, Vec<Hash>>,
}

impl<E, R: FnMut(TilePath) -> Result<Vec<Hash>, E>> TileHashes<R> {
    /// Of a tree with so many entries. `read` answers with the hashes of a tile, exactly as many as it is wide.
    pub fn new(size: u64, read: R) -> Self {
        Self { size, read, known: HashMap::new() }
    }

    /// The hash of the entries `index << level .. (index + 1) << level`; `None` where a tile has fewer hashes than it should.
    pub fn subtree(&mut self, level: u8, index: u64) -> Result<Option<Hash>, E> {
        let (tile_level, height) = (level / 8, u32::from(level % 8));
        let first = index << height;
        let all = at_level(self.size, Some(tile_level));
        let number = first / TILE_WIDTH;
        let width = all.saturating_sub(number * TILE_WIDTH).min(TILE_WIDTH);
        let path = TilePath { level: Some(tile_level), index: number, width };
        let hashes = match self.known.entry(path) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(new) => new.insert((self.read)(path)?),
        };
        let from = (first % TILE_WIDTH) as usize;
        Ok(hashes.get(from..from + (1_usize << height)).and_then(tile_hash))
    }
}
