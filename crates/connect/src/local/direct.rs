// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Writing and reading past the page cache, where the file system lets us.
//!
//! What is brought is read from the medium, not from the cache, to be verified; copying it into the cache is work for nothing,
//! and on virtual machines the most expensive part of it. Measured on ext4 (Linux 6.18): 2 GiB through the cache took 0.9 to
//! 5.8 s of system time, as warm as the memory was, past it 0.1 s; reading 1 GiB that was not in the cache 1.0 s, past it 0.07 s.

use crate::depot::buffer::{ALIGNED_BYTES, PartBuffer};
use rustix::fs::{self, Advice, OFlags};
use std::fs::File;
use std::io::{self, Read};
use std::ops::Range;
use std::os::unix::fs::FileExt as _;

/// Written or read at once where it has to be copied: fits into the processor's own cache, and is large enough for a medium.
const PIECE_BYTES: usize = 512 << 10;

/// What is shorter is not worth it.
pub(super) const LEAST_BYTES: usize = 1 << 20;

/// Whether memory begins where the system wants it to.
fn is_aligned(bytes: &[u8]) -> bool {
    bytes.as_ptr().align_offset(ALIGNED_BYTES) == 0
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
    let whole = bytes.len() / ALIGNED_BYTES * ALIGNED_BYTES;
    let (whole, tail) = bytes.split_at(whole);
    let (mut room, mut at) = (PartBuffer::default(), offset);
    let piece_bytes = if is_aligned(whole) { whole.len().max(1) } else { PIECE_BYTES };
    for piece in whole.chunks(piece_bytes) {
        let aligned = if is_aligned(piece) {
            piece
        } else {
            room.resize(piece.len());
            room.copy_from_slice(piece);
            &room
        };
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
    /// For what can't go to its place at once
    room: PartBuffer,
    /// What of the room is to be handed on
    ready: Range<usize>,
    /// Where the next byte to hand on lies in the file
    at: u64,
}

impl Reader {
    /// From `at` on.
    pub(super) fn new(file: File, at: u64) -> Self {
        let reader = Self { file, room: PartBuffer::default(), ready: 0..0, at };
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

    /// Reads whole blocks to where they are wanted. `None`: the system refuses.
    fn read_blocks(&mut self, into: &mut [u8]) -> io::Result<Option<usize>> {
        match self.file.read_at(into, self.at) {
            Err(error) if is_refused(&error) => {
                self.give_up()?;
                Ok(None)
            }
            read => {
                let count = read?;
                self.at += count as u64;
                Ok(Some(count))
            }
        }
    }

    /// Fills the room from the last place before the next byte at which the system begins to read.
    fn fill(&mut self) -> io::Result<()> {
        let skipped = self.at % ALIGNED_BYTES as u64;
        let start = self.at - skipped;
        self.room.resize(PIECE_BYTES);
        let read = match self.file.read_at(&mut self.room, start) {
            Err(error) if is_refused(&error) => {
                self.give_up()?;
                self.file.read_at(&mut self.room, start)
            }
            read => read,
        }?;
        self.ready = skipped as usize..read;
        // The end, or a call that was cut short: reading at the very place tells.
        if skipped > 0 && self.ready.is_empty() {
            self.give_up()?;
            let read = self.file.read_at(&mut self.room, self.at)?;
            self.ready = 0..read;
        }
        Ok(())
    }
}

impl Read for Reader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.ready.is_empty() {
            let whole = into.len() / ALIGNED_BYTES * ALIGNED_BYTES;
            let blocks = into.get_mut(..whole).filter(|blocks| !blocks.is_empty() && is_aligned(blocks));
            if let Some(blocks) = blocks.filter(|_| self.at.is_multiple_of(ALIGNED_BYTES as u64))
                && let Some(count) = self.read_blocks(blocks)?
            {
                return Ok(count);
            }
            self.fill()?;
        }
        let ready = self.room.get(self.ready.clone()).unwrap_or_default();
        let count = ready.len().min(into.len());
        if let (Some(into), Some(ready)) = (into.get_mut(..count), ready.get(..count)) {
            into.copy_from_slice(ready);
        }
        self.ready.start += count;
        self.at += count as u64;
        Ok(count)
    }
}
