// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Says of nearly every word of a text, by one look at its beginning, that no rule waits for it.

/// 16 Ki beginnings in 16 KiB: half a first-level cache, and few foreign words pass.
const BITS: u32 = 14;

/// For each beginning of a word the rules that wait for it, as bits.
#[derive(Debug)]
pub(crate) struct Filter(Box<[u8; 1 << BITS]>);

impl Filter {
    /// A filter that no word passes.
    pub(crate) fn new() -> Self {
        Self(Box::new([0; 1 << BITS]))
    }

    /// Lets a rule (0–7) wait for a word: for its first piece, if it has hyphens.
    pub(crate) fn add(&mut self, word: &str, rule: usize) {
        let mut head = 0;
        for (i, byte) in word.bytes().take(4).take_while(|byte| *byte != b'-').enumerate() {
            head |= u64::from(byte) << (8 * i);
        }
        if let Some(slot) = self.0.get_mut(Self::slot(head)) {
            *slot |= 1 << rule;
        }
    }

    /// The slot for a word's first four bytes, zeros behind its end. The first letter counts with its case, because nearly all
    /// that rules wait for is written large; the others without.
    const fn slot(head: u64) -> usize {
        let first = head as u32;
        // Where a letter stands, one of its two highest bits is set.
        let small = (first >> 1 | first >> 2) & 0x2020_2000;
        ((first | small).wrapping_mul(0x9e37_79b1) >> (32 - BITS)) as usize
    }

    /// The rules that may wait for a word with these first bytes, as bits: never a wrong no.
    #[inline]
    pub(crate) fn rules(&self, head: u64) -> u8 {
        self.0.get(Self::slot(head)).copied().unwrap_or(0)
    }
}
