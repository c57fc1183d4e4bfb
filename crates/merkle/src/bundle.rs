// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Bundles of entries: each with its length before it, as a big-endian number of two bytes (c2sp.org/tlog-tiles).

use crate::tile::TILE_WIDTH;

/// What the length of an entry can say.
pub const ENTRY_LIMIT_BYTES: usize = u16::MAX as usize;

/// Appends an entry to a bundle; `false` where it is longer than [`ENTRY_LIMIT_BYTES`].
#[must_use]
pub fn bundle(entry: &[u8], into: &mut Vec<u8>) -> bool {
    let Ok(length) = u16::try_from(entry.len()) else { return false };
    into.extend_from_slice(&length.to_be_bytes());
    into.extend_from_slice(entry);
    true
}

/// The entries of a bundle; `None` where it is cut off, or has more than a full one. Empty entries cost two bytes on disk and sixteen here:
/// without the limit, a file of 16 MiB would need 128.
pub fn unbundle(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut entries = Vec::with_capacity(TILE_WIDTH as usize);
    let mut rest = bytes;
    while !rest.is_empty() {
        if entries.len() as u64 == TILE_WIDTH {
            return None;
        }
        let (length, tail) = rest.split_first_chunk::<2>()?;
        let (entry, tail) = tail.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        entries.push(entry);
        rest = tail;
    }
    Some(entries)
}
