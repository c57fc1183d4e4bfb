// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Writing past the page cache, where the file system lets us.
//!
//! What is brought will be read from the medium, not from the cache, to be verified; copying it into the cache is work for nothing,
//! and on virtual machines the most expensive part of it. Measured on ext4 (Linux 6.18): 2 GiB through the cache took 0.9 to
//! 5.8 s of system time, as warm as the memory was, past it 0.1 s.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;

/// Offsets, lengths and addresses are multiples of this: the largest block of usual media. Where more is asked for, the system refuses,
/// and the cache does it.
const ALIGNED_BYTES: usize = 4_096;

/// Copied and written at once: fits into the processor's own cache, and is large enough for a medium.
const PIECE_BYTES: usize = 512 << 10;

/// What is shorter is not worth it.
pub(super) const LEAST_BYTES: usize = 1 << 20;

/// Writes to `direct`, which was opened with `O_DIRECT`, as far as it can take it; the rest, and what it refuses, to `cached`,
/// which is the same file.
pub(super) fn write(direct: &File, cached: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    if !offset.is_multiple_of(ALIGNED_BYTES as u64) {
        return cached.write_all_at(bytes, offset);
    }
    let room = vec![0; PIECE_BYTES + ALIGNED_BYTES];
    let skipped = room.as_ptr().align_offset(ALIGNED_BYTES);
    let mut room = room;
    let whole = bytes.len() / ALIGNED_BYTES * ALIGNED_BYTES;
    let (whole, tail) = bytes.split_at(whole);
    let mut at = offset;
    for piece in whole.chunks(PIECE_BYTES) {
        let written = match room.get_mut(skipped..skipped.saturating_add(piece.len())) {
            Some(aligned) => {
                aligned.copy_from_slice(piece);
                direct.write_all_at(aligned, at)
            }
            None => cached.write_all_at(piece, at),
        };
        match written {
            // Larger blocks than we thought, or a file system that takes the flag and not the data.
            Err(error)
                if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) =>
            {
                cached.write_all_at(piece, at)?;
            }
            written => written?,
        }
        at += piece.len() as u64;
    }
    cached.write_all_at(tail, at)
}
