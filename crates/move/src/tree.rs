// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! An object's BLAKE3 digest from the hashes of its parts. Parts may be hashed in any order, by any thread, in another process even: what
//! an earlier run has brought is not read again.

use blake3::hazmat::{
    ChainingValue, HasherExt as _, Mode, left_subtree_len, merge_subtrees_non_root, merge_subtrees_root,
};
use hoheit_types::Digest;

/// The hash of a part: a node of the object's tree, or the digest itself where the object has one part only.
pub(crate) type PartHash = ChainingValue;

/// How many parts an object has. An empty one has one.
pub(crate) fn parts(size_bytes: u64, part_bytes: u64) -> u64 {
    size_bytes.div_ceil(part_bytes).max(1)
}

/// The bytes that a part has.
pub(crate) fn part_range(number: u64, size_bytes: u64, part_bytes: u64) -> std::ops::Range<u64> {
    let start = number.saturating_mul(part_bytes).min(size_bytes);
    start..start.saturating_add(part_bytes).min(size_bytes)
}

/// Hashes one part of an object. `part_bytes` is a power of two of at least a chunk (1,024), so that a part is a subtree.
pub(crate) fn hash_part(number: u64, part_bytes: u64, size_bytes: u64, bytes: &[u8]) -> PartHash {
    if parts(size_bytes, part_bytes) == 1 {
        return *blake3::hash(bytes).as_bytes();
    }
    let mut hasher = blake3::Hasher::new();
    hasher.set_input_offset(number.saturating_mul(part_bytes)).update(bytes);
    hasher.finalize_non_root()
}

/// The largest block that audits read: a part is hashed in such blocks. 1 MiB: a thousand of them are read in minutes, and the hashes of a
/// terabyte take 70 MB.
pub(crate) const BLOCK_BYTES: u64 = 1 << 20;

/// Hashes one part as [`hash_part`] does, and tells the hashes of its blocks of `part_bytes` or [`BLOCK_BYTES`], whichever is less.
pub(crate) fn hash_blocks(
    number: u64,
    part_bytes: u64,
    size_bytes: u64,
    bytes: &[u8],
) -> (PartHash, Vec<PartHash>) {
    let block_bytes = part_bytes.min(BLOCK_BYTES);
    if block_bytes == part_bytes || size_bytes <= block_bytes {
        let hash = hash_part(number, part_bytes, size_bytes, bytes);
        return (hash, vec![hash]);
    }
    let first = number.saturating_mul(part_bytes / block_bytes);
    let hash = |(place, block)| hash_part(first.saturating_add(place), block_bytes, size_bytes, block);
    let blocks: Vec<PartHash> = (0..).zip(bytes.chunks(block_bytes as usize)).map(hash).collect();
    let part = if parts(size_bytes, part_bytes) == 1 {
        *root(&blocks, size_bytes, block_bytes).as_bytes()
    } else {
        node(&blocks, bytes.len() as u64, block_bytes)
    };
    (part, blocks)
}

/// The digest of an object whose parts have these hashes, all of them, in their order.
pub(crate) fn root(hashes: &[PartHash], size_bytes: u64, part_bytes: u64) -> Digest {
    let bytes = match hashes {
        [] => *blake3::hash(b"").as_bytes(),
        [only] => *only,
        _ => {
            let (left, right) = halves(hashes, size_bytes, part_bytes);
            let left = node(left.0, left.1, part_bytes);
            let right = node(right.0, right.1, part_bytes);
            *merge_subtrees_root(&left, &right, Mode::Hash).as_bytes()
        }
    };
    Digest::new(bytes)
}

type Half<'h> = (&'h [PartHash], u64);

/// BLAKE3 gives the left half the largest power of two of chunks that leaves something over.
fn halves(hashes: &[PartHash], size_bytes: u64, part_bytes: u64) -> (Half<'_>, Half<'_>) {
    let left_bytes = left_subtree_len(size_bytes);
    let middle = usize::try_from(left_bytes / part_bytes).unwrap_or(usize::MAX).min(hashes.len());
    let (left, right) = hashes.split_at(middle);
    ((left, left_bytes), (right, size_bytes - left_bytes))
}

/// Depth: the binary logarithm of the number of parts.
fn node(hashes: &[PartHash], size_bytes: u64, part_bytes: u64) -> PartHash {
    match hashes {
        [only] => *only,
        [] => [0; 32],
        _ => {
            let (left, right) = halves(hashes, size_bytes, part_bytes);
            let left = node(left.0, left.1, part_bytes);
            merge_subtrees_non_root(&left, &node(right.0, right.1, part_bytes), Mode::Hash)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn by_parts(bytes: &[u8], part_bytes: u64) -> Digest {
        let size = bytes.len() as u64;
        let hash = |number| {
            let range = part_range(number, size, part_bytes);
            hash_part(number, part_bytes, size, &bytes[range.start as usize..range.end as usize])
        };
        // Backwards: the order in which parts are hashed is nobody's business.
        let mut hashes: Vec<PartHash> = (0..parts(size, part_bytes)).rev().map(hash).collect();
        hashes.reverse();
        root(&hashes, size, part_bytes)
    }

    proptest! {
        #[test]
        fn parts_make_the_digest_of_the_whole(size in 0..40_000_usize, shift in 0..5_u32, seed: u8) {
            let bytes: Vec<u8> = (0..size).map(|place| (place * 7 + place / 256) as u8 ^ seed).collect();
            let expected = Digest::new(*blake3::hash(&bytes).as_bytes());
            prop_assert_eq!(by_parts(&bytes, 1024 << shift), expected);
        }
    }

    #[test]
    fn blocks_of_parts_make_the_digest_of_the_whole() {
        let part_bytes = 4 * BLOCK_BYTES;
        for size in
            [0, 1, BLOCK_BYTES, BLOCK_BYTES + 1, part_bytes, part_bytes + 1, 3 * part_bytes - 7, 9_999_999]
        {
            let bytes: Vec<u8> = (0..size).map(|place| (place * 7 + place / 256) as u8).collect();
            let (mut hashes, mut blocks) = (Vec::new(), Vec::new());
            for number in 0..parts(size, part_bytes) {
                let range = part_range(number, size, part_bytes);
                let part = &bytes[range.start as usize..range.end as usize];
                let (hash, of_part) = hash_blocks(number, part_bytes, size, part);
                assert_eq!(hash, hash_part(number, part_bytes, size, part));
                hashes.push(hash);
                blocks.extend(of_part);
            }
            let whole = Digest::new(*blake3::hash(&bytes).as_bytes());
            assert_eq!(root(&hashes, size, part_bytes), whole, "{size}");
            assert_eq!(root(&blocks, size, BLOCK_BYTES), whole, "{size}");
        }
    }

    #[test]
    fn at_the_edges_of_parts() {
        for parts in 0..20_u64 {
            for around in [-1_i64, 0, 1] {
                let Ok(size) = usize::try_from((parts * 2048) as i64 + around) else { continue };
                let bytes = vec![7; size];
                assert_eq!(by_parts(&bytes, 2048), Digest::new(*blake3::hash(&bytes).as_bytes()), "{size}");
            }
        }
    }
}
