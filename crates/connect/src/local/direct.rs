// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Writing and reading past the page cache, where the file system lets us.
//!
//! What is brought is read from the medium, not from the cache, to be verified; copying it into the cache is work for nothing,
//! and on virtual machines the most expensive part of it. Measured on ext4 (Linux 6.18): 2 GiB through the cache took 0.9 to
//! 5.8 s of system time, as warm as the memory was, past it 0.1 s; reading 1 GiB that was not in the cache 1.0 s, past it 0.07 s.

use rustix::fs::{self, Advice, OFlags};
use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::os::unix::fs::FileExt as _;

/// Offsets, lengths and addresses are multiples of this: the largest block of usual media. Where more is asked for, the system refuses,
/// and the cache does it.
const ALIGNED_BYTES: usize = 4_096;

/// Copied and written or read at once: fits into the processor's own cache, and is large enough for a medium.
const PIECE_BYTES: usize = 512 << 10;

/// What is shorter is not worth it.
pub(super) const LEAST_BYTES: usize = 1 << 20;

/// Memory that begins where the system wants it to.
struct Room {
    bytes: Vec<u8>,
    skipped: usize,
}

impl Room {
    fn new() -> Self {
        let bytes = vec![0; PIECE_BYTES + ALIGNED_BYTES];
        let skipped = bytes.as_ptr().align_offset(ALIGNED_BYTES);
        Self { bytes, skipped }
    }

    /// Its first bytes, [`PIECE_BYTES`] at most.
    fn first(&mut self, count: usize) -> &mut [u8] {
        self.bytes.get_mut(self.skipped..self.skipped.saturating_add(count)).unwrap_or_default()
    }
}

/// Larger blocks than we thought, or a file system that takes the flag and not the data.
fn is_refused(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported)
}

/// Writes to `direct`, which was opened with `O_DIRECT`, as far as it can take it; the rest, and what it refuses, to `cached`,
/// which is the same file.
pub(super) fn write(direct: &File, cached: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    if !offset.is_multiple_of(ALIGNED_BYTES as u64) {
        return cached.write_all_at(bytes, offset);
    }
    let mut room = Room::new();
    let whole = bytes.len() / ALIGNED_BYTES * ALIGNED_BYTES;
    let (whole, tail) = bytes.split_at(whole);
    let mut at = offset;
    for piece in whole.chunks(PIECE_BYTES) {
        let aligned = room.first(piece.len());
        aligned.copy_from_slice(piece);
        match direct.write_all_at(aligned, at) {
            Err(error) if is_refused(&error) => cached.write_all_at(piece, at)?,
            written => written?,
        }
        at += piece.len() as u64;
    }
    cached.write_all_at(tail, at)
}

/// Reads a file from its medium, whatever the cache holds.
pub(super) struct Reader {
    file: File,
    room: Room,
    /// What of the room is to be handed on
    ready: Range<usize>,
    /// Where the next byte to hand on lies in the file
    at: u64,
}

impl Reader {
    /// From `at` on.
    pub(super) fn new(file: File, at: u64) -> Self {
        let reader = Self { file, room: Room::new(), ready: 0..0, at };
        // Both: some file systems take the flag and read through the cache all the same (btrfs what is compressed, ext4 with data=journal).
        reader.forget();
        let _ = reader.set_direct(true);
        reader
    }

    pub(super) fn file(&self) -> &File {
        &self.file
    }

    fn set_direct(&self, is_direct: bool) -> io::Result<()> {
        let mut flags = fs::fcntl_getfl(&self.file)?;
        flags.set(OFlags::DIRECT, is_direct);
        Ok(fs::fcntl_setfl(&self.file, flags)?)
    }

    /// Empties the cache of what comes next; refused where there is nothing to forget. Pages go whole only: also the one in which we begin.
    fn forget(&self) {
        let _ = fs::fadvise(&self.file, self.at - self.at % ALIGNED_BYTES as u64, None, Advice::DontNeed);
    }

    /// Lets the rest go through the cache, which is emptied before.
    fn give_up(&self) -> io::Result<()> {
        self.forget();
        self.set_direct(false)
    }

    /// Fills the room from the last place before the next byte at which the system begins to read.
    fn fill(&mut self) -> io::Result<()> {
        let skipped = self.at % ALIGNED_BYTES as u64;
        let start = self.at - skipped;
        let read = match self.file.read_at(self.room.first(PIECE_BYTES), start) {
            Err(error) if is_refused(&error) => {
                self.give_up()?;
                self.file.read_at(self.room.first(PIECE_BYTES), start)
            }
            read => read,
        }?;
        self.ready = skipped as usize..read;
        // The end, or a call that was cut short: reading at the very place tells.
        if skipped > 0 && self.ready.is_empty() {
            self.give_up()?;
            let read = self.file.read_at(self.room.first(PIECE_BYTES), self.at)?;
            self.ready = 0..read;
        }
        Ok(())
    }
}

impl Read for Reader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.ready.is_empty() {
            self.fill()?;
        }
        let ready = self.room.first(self.ready.end).get(self.ready.start..).unwrap_or_default();
        let count = ready.len().min(into.len());
        if let (Some(into), Some(ready)) = (into.get_mut(..count), ready.get(..count)) {
            into.copy_from_slice(ready);
        }
        self.ready.start += count;
        self.at += count as u64;
        Ok(count)
    }
}
