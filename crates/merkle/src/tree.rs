// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::hash::{Hash, node_hash};

/// A tree that grows entry by entry and keeps its right edge only: the roots of its full subtrees, largest first, at most 64.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    size: u64,
    subtrees: Vec<Hash>,
}

impl Tree {
    /// A tree of `size` entries from the roots of its full subtrees, largest first; `None` where their number does not fit the size.
    pub fn from_subtrees(size: u64, subtrees: Vec<Hash>) -> Option<Self> {
        (subtrees.len() == size.count_ones() as usize).then_some(Self { size, subtrees })
    }

    /// How many entries it has.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Adds the hash of an entry.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        // One subtree of twice the size for each trailing one bit.
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.subtrees.pop() {
                hash = node_hash(left, hash);
            }
        }
        self.subtrees.push(hash);
        self.size += 1;
    }

    /// The hash of all its entries (RFC 6962, section 2.1).
    pub fn root(&self) -> Hash {
        let from_the_right = self.subtrees.iter().rev().copied();
        from_the_right.reduce(|right, left| node_hash(left, right)).unwrap_or_else(Hash::of_empty_tree)
    }
}
