// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Inclusion and consistency, as in RFC 6962, sections 2.1.1 and 2.1.2; they are verified as in RFC 9162, sections 2.1.3.2 and 2.1.4.2, which has
//! the same proofs and says how.

use crate::hash::{Hash, node_hash};

/// A proof does not show what it should.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// There is no such entry, or no such smaller tree
    #[error("the tree is not that large")]
    OutOfRange,
    /// Too many hashes, or too few
    #[error("the proof has the wrong length")]
    Length,
    /// What was calculated is not the root
    #[error("the proof leads to another root")]
    Root,
}

/// Shows that the entry with this index is in a tree, from the entry's sibling up. `subtree(level, index)` answers with the hash of the entries
/// `index << level .. (index + 1) << level`, all of which are in the tree.
pub fn inclusion_proof<E>(
    index: u64,
    size: u64,
    subtree: &mut impl FnMut(u8, u64) -> Result<Hash, E>,
) -> Result<Vec<Hash>, E> {
    let (mut from, mut to) = (0, size);
    let mut path = Vec::new();
    if index >= size {
        return Ok(path);
    }
    while to - from > 1 {
        let middle = from + split(to - from);
        if index < middle {
            path.push(range(middle, to, subtree)?);
            to = middle;
        } else {
            path.push(range(from, middle, subtree)?);
            from = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// Shows that a tree begins with all entries of a smaller one. Empty where one of them is empty, or both have the same size.
pub fn consistency_proof<E>(
    old: u64,
    size: u64,
    subtree: &mut impl FnMut(u8, u64) -> Result<Hash, E>,
) -> Result<Vec<Hash>, E> {
    let mut path = Vec::new();
    if old == 0 || old >= size {
        return Ok(path);
    }
    let (mut from, mut to) = (0, size);
    // Down to the subtree that ends where the old tree ends.
    while to != old {
        let middle = from + split(to - from);
        if old <= middle {
            path.push(range(middle, to, subtree)?);
            to = middle;
        } else {
            path.push(range(from, middle, subtree)?);
            from = middle;
        }
    }
    if from != 0 {
        path.push(range(from, to, subtree)?);
    }
    path.reverse();
    Ok(path)
}

/// The largest power of two below `count`, which is at least 2.
const fn split(count: u64) -> u64 {
    1 << (count - 1).ilog2()
}

/// The hash of the entries `from .. to`, a subtree as RFC 6962 parts them.
fn range<E>(from: u64, to: u64, subtree: &mut impl FnMut(u8, u64) -> Result<Hash, E>) -> Result<Hash, E> {
    let count = to - from;
    if count.is_power_of_two() {
        let level = count.trailing_zeros();
        return subtree(level as u8, from >> level);
    }
    let middle = from + split(count);
    let left = range(from, middle, subtree)?;
    Ok(node_hash(left, range(middle, to, subtree)?))
}

/// Checks that the entry with this hash and index is in the tree of this size and root.
pub fn verify_inclusion(
    leaf: Hash,
    index: u64,
    size: u64,
    root: Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::OutOfRange);
    }
    let (mut place, mut last, mut hash) = (index, size - 1, leaf);
    for sibling in proof {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if place & 1 == 1 || place == last {
            hash = node_hash(*sibling, hash);
            // No sibling on these levels: the subtree is the last one and alone.
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(hash, *sibling);
        }
        place >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(ProofError::Length);
    }
    if hash == root { Ok(()) } else { Err(ProofError::Root) }
}

/// Checks that the tree of size `size` begins with all entries of the one of size `old`.
pub fn verify_consistency(
    old: u64,
    old_root: Hash,
    size: u64,
    root: Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old > size {
        return Err(ProofError::OutOfRange);
    }
    if old == size || old == 0 {
        let expected = if old == 0 { Hash::of_empty_tree() } else { root };
        return match (proof.is_empty(), old_root == expected) {
            (false, _) => Err(ProofError::Length),
            (true, false) => Err(ProofError::Root),
            (true, true) => Ok(()),
        };
    }
    let (mut place, mut last) = (old - 1, size - 1);
    while place & 1 == 1 {
        place >>= 1;
        last >>= 1;
    }
    let mut rest = proof.iter().copied();
    // A full subtree needs no hash of itself: it is the old root.
    let first = if old.is_power_of_two() { old_root } else { rest.next().ok_or(ProofError::Length)? };
    let (mut old_hash, mut hash) = (first, first);
    for sibling in rest {
        if last == 0 {
            return Err(ProofError::Length);
        }
        if place & 1 == 1 || place == last {
            old_hash = node_hash(sibling, old_hash);
            hash = node_hash(sibling, hash);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(hash, sibling);
        }
        place >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(ProofError::Length);
    }
    if old_hash == old_root && hash == root { Ok(()) } else { Err(ProofError::Root) }
}
