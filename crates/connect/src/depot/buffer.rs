// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use std::fmt;
use std::ops::{Deref, DerefMut};

/// Offsets, lengths and addresses of what goes past the page cache are multiples of this: the largest block of usual media. Where more is asked for, the
/// system refuses, and the cache does it.
pub(crate) const ALIGNED_BYTES: usize = 4_096;

/// Memory for a part of an object. It begins where reading and writing past the page cache want it: what lies elsewhere has to be copied for that.
#[derive(Default)]
pub struct PartBuffer {
    bytes: Vec<u8>,
    skipped: usize,
    length: usize,
}

impl PartBuffer {
    /// Lets it have so many bytes; what they are is not said. Memory that it had is kept.
    pub fn resize(&mut self, length: usize) {
        if self.bytes.len() < length + ALIGNED_BYTES {
            self.bytes = vec![0; length + ALIGNED_BYTES];
            self.skipped = self.bytes.as_ptr().align_offset(ALIGNED_BYTES);
        }
        self.length = length;
    }
}

/// Contents are nobody's to print.
impl fmt::Debug for PartBuffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PartBuffer").field("length", &self.length).finish_non_exhaustive()
    }
}

impl Deref for PartBuffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.bytes.get(self.skipped..self.skipped + self.length).unwrap_or_default()
    }
}

impl DerefMut for PartBuffer {
    fn deref_mut(&mut self) -> &mut [u8] {
        self.bytes.get_mut(self.skipped..self.skipped + self.length).unwrap_or_default()
    }
}
