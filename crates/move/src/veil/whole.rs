// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The digest of a content whose chunks come in any order: what is sent is the encrypted file, what later has to be told again is the content.

use super::age::{CHUNK, chunks};
use crate::tree::{PartHash, hash_part};
use blake3::hazmat::{Mode, merge_subtrees_non_root, merge_subtrees_root};
use hoheit_types::Digest;
use std::collections::BTreeMap;

/// A node of the content's tree.
pub(super) fn hash_chunk(number: u64, size_bytes: u64, chunk: &[u8]) -> PartHash {
    hash_part(number, CHUNK, size_bytes, chunk)
}

/// Chunks of a content by now. Neighbours become one node at once, so there are as many as there are gaps, and a few.
#[derive(Debug)]
pub(super) struct Whole {
    size_bytes: u64,
    /// By where they begin: height, hash
    nodes: BTreeMap<u64, (u32, PartHash)>,
    /// How many chunks there are
    count: u64,
}

impl Whole {
    pub(super) fn new(size_bytes: u64) -> Self {
        Self { size_bytes, nodes: BTreeMap::new(), count: 0 }
    }

    /// Takes the hash of a chunk, by [`hash_chunk`]; each once.
    pub(super) fn take(&mut self, number: u64, mut hash: PartHash) {
        self.count += 1;
        let (mut at, mut height) = (number, 0);
        let last = chunks(self.size_bytes) - 1;
        loop {
            let sibling = at ^ (1 << height);
            let is_whole = self.nodes.get(&sibling).is_some_and(|(other, _)| *other == height);
            // The last one may be short: what it belongs to shows at the end.
            if !is_whole || sibling == last || number == last {
                break;
            }
            let Some((_, other)) = self.nodes.remove(&sibling) else { break };
            let (left, right) = if sibling < at { (other, hash) } else { (hash, other) };
            hash = merge_subtrees_non_root(&left, &right, Mode::Hash);
            (at, height) = (at.min(sibling), height + 1);
        }
        self.nodes.insert(at, (height, hash));
    }

    /// `None`: not all chunks were taken.
    pub(super) fn digest(&self) -> Option<Digest> {
        if self.count != chunks(self.size_bytes) {
            return None;
        }
        // Right to left: what BLAKE3 puts on the left of a node is the largest power of two.
        let mut nodes = self.nodes.values().rev().map(|(_, hash)| *hash);
        let mut right = nodes.next()?;
        let Some(mut left) = nodes.next() else { return Some(Digest::new(right)) };
        for next in nodes {
            right = merge_subtrees_non_root(&left, &right, Mode::Hash);
            left = next;
        }
        Some(Digest::new(*merge_subtrees_root(&left, &right, Mode::Hash).as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn chunks_in_any_order_make_the_digest(count in 0..40_u64, more in 0..CHUNK, turn in 0..40_u64, seed: u8) {
            let size = count * CHUNK + more;
            let bytes: Vec<u8> = (0..size).map(|at| (at * 7 + at / 256) as u8 ^ seed).collect();
            let mut whole = Whole::new(size);
            let all = chunks(size);
            // 41 is prime to all counts below it: each comes once.
            let order = (0..41 * all).map(|at| (at * 41 + turn) % all).take(all as usize);
            let order: Vec<u64> = if all.is_multiple_of(41) { (0..all).collect() } else { order.collect() };
            for number in order {
                prop_assert_eq!(whole.digest(), None);
                let range = (number * CHUNK) as usize..((number + 1) * CHUNK).min(size) as usize;
                whole.take(number, hash_chunk(number, size, &bytes[range]));
            }
            prop_assert_eq!(whole.digest(), Some(Digest::new(*blake3::hash(&bytes).as_bytes())));
        }
    }
}
