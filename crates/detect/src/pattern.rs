// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The passes over every byte. Blocks of 64 bytes become bit masks, one bit a byte, eight bytes at a time in plain
//! 64-bit arithmetic: safe code that needs no processor features and is as quick as memory.

/// Bytes of a block; bits of its mask.
pub(crate) const BLOCK: usize = 64;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// A mask of a block: bit i is set where `lane` sets the high bit of byte i.
#[inline]
fn mask(block: &[u8; BLOCK], lane: impl Fn(u64) -> u64) -> u64 {
    let (lanes, _) = block.as_chunks::<8>();
    let mut mask = 0;
    for (i, eight) in lanes.iter().enumerate() {
        // The product gathers the eight high bits in the top byte, the first byte's lowest.
        let highs = (lane(u64::from_le_bytes(*eight)) & HIGHS) >> 7;
        mask |= (highs.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * i);
    }
    mask
}

/// High bits where a byte lies in `first..=last` (both below 0x80).
#[inline]
const fn within(eight: u64, first: u8, last: u8) -> u64 {
    let low = eight & !HIGHS;
    // No lane overflows into the next: 0x7f + 0x80 is the most.
    let from_first = low + (0x80 - first as u64) * ONES;
    let beyond_last = low + (0x7f - last as u64) * ONES;
    from_first & !beyond_last & !eight
}

/// Where decimal digits stand.
#[inline]
pub(crate) fn digits(block: &[u8; BLOCK]) -> u64 {
    mask(block, |eight| within(eight, b'0', b'9'))
}

/// Where letters stand: ASCII letters, and every byte of a character beyond ASCII.
#[inline]
pub(crate) fn letters(block: &[u8; BLOCK]) -> u64 {
    mask(block, letters_of)
}

/// High bits where letters stand.
#[inline]
const fn letters_of(eight: u64) -> u64 {
    within(eight | (0x20 * ONES), b'a', b'z') | eight
}

/// Where bytes of characters beyond ASCII stand.
#[inline]
pub(crate) fn wide(block: &[u8; BLOCK]) -> u64 {
    mask(block, |eight| eight)
}

/// The length in bytes of the character beyond ASCII that starts a text and is no letter, but a quote, a dash or a blank
/// (U+0080–U+00BF, U+2000–U+207F); else 0. The apostrophe of O’Brien belongs to its word.
const fn sign(text: &[u8]) -> u32 {
    match text {
        [0xc2, ..] => 2,
        [0xe2, 0x80, 0x99, ..] => 0,
        [0xe2, 0x80 | 0x81, ..] => 3,
        _ => 0,
    }
}

/// Where such signs stand. Bit i is byte i of a text, of which `wide` has the bytes beyond ASCII among the first 64; the last
/// sign may reach two bytes beyond these.
#[inline]
pub(crate) fn signs(text: &[u8], mut wide: u64) -> u128 {
    let mut signs = 0;
    while wide != 0 {
        let at = wide.trailing_zeros();
        wide &= wide - 1;
        signs |= ((1 << sign(text.get(at as usize..).unwrap_or(&[]))) - 1) << at;
    }
    signs
}

/// Where a byte below 0x80 stands.
#[inline]
pub(crate) fn equal(block: &[u8; BLOCK], byte: u8) -> u64 {
    mask(block, |eight| within(eight, byte, byte))
}

/// The first bytes of a text as a block; zeros behind its end.
#[inline]
pub(crate) fn block(text: &[u8]) -> [u8; BLOCK] {
    let mut block = [0; BLOCK];
    let len = text.len().min(BLOCK);
    if let (Some(block), Some(text)) = (block.get_mut(..len), text.get(..len)) {
        block.copy_from_slice(text);
    }
    block
}

/// Calls `each` with the start and masks of each block in `from..to`; bits beyond `to` are clear.
#[inline]
pub(crate) fn blocks<M>(
    bytes: &[u8],
    from: usize,
    to: usize,
    class: impl Fn(&[u8; BLOCK]) -> M,
    mut each: impl FnMut(usize, M),
) {
    let Some(stretch) = bytes.get(from..to) else { return };
    let (whole, rest) = stretch.as_chunks::<BLOCK>();
    let mut at = from;
    for block in whole {
        each(at, class(block));
        at += BLOCK;
    }
    if !rest.is_empty() {
        each(at, class(&block(rest)));
    }
}

/// Runs of digits in stretches that hold at least `least` digits within two blocks (64–128 bytes), as start and
/// length; runs that only begin before `from` are not reported. `each` returns an offset up to which it needs no more.
pub(crate) fn digit_runs(
    bytes: &[u8],
    from: usize,
    to: usize,
    least: u32,
    mut each: impl FnMut(usize, usize) -> usize,
) {
    let mut carry = u64::from(from.checked_sub(1).and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_digit));
    let mut done = from;
    let mut runs = |at: usize, mask: u64, carry: u64| {
        let mut starts = mask & !(mask << 1 | carry);
        while starts != 0 {
            let bit = starts.trailing_zeros();
            starts &= starts - 1;
            let start = at + bit as usize;
            if start < done {
                continue;
            }
            let mut len = (!(mask >> bit)).trailing_zeros() as usize;
            if bit as usize + len >= BLOCK {
                let tail = bytes.get(at + BLOCK..).unwrap_or(&[]);
                len += tail.iter().take(BLOCK).take_while(|b| b.is_ascii_digit()).count();
            }
            done = each(start, len);
        }
    };
    // One block behind, so that digits on both sides of a block's end are counted together.
    let mut last: Option<(usize, u64, u64, u32)> = None;
    blocks(bytes, from, to, digits, |at, mask| {
        let count = mask.count_ones();
        if let Some((last_at, last_mask, last_carry, last_count)) = last
            && last_count + count >= least
        {
            runs(last_at, last_mask, last_carry);
        }
        last = Some((at, mask, carry, count));
        carry = mask >> (BLOCK - 1);
    });
    // What follows the stretch is not counted: its last block is always looked at.
    if let Some((at, mask, carry, _)) = last {
        runs(at, mask, carry);
    }
}

/// Bytes of a word that a filter gets.
pub(crate) const HEAD: usize = 8;

/// Calls `each` with the start of each word (a run of [`letters`] without [`signs`]) in `from..to` whose first bytes pass the
/// filter, and what the filter said: it gets the word's first eight bytes, the first one lowest and zeros behind its end, and
/// the byte behind a shorter word, and turns away by 0. `each` returns an offset up to which it needs no more.
pub(crate) fn words(
    bytes: &[u8],
    from: usize,
    to: usize,
    filter: impl Fn(u64, u8) -> u8,
    mut each: impl FnMut(usize, u8) -> usize,
) {
    let (mut inside, mut sign) = before(bytes, from);
    let mut done = from;
    let class = |block: &[u8; BLOCK]| (letters(block), wide(block));
    blocks(bytes, from, to, class, |at, (letters, wide)| {
        let signs = signs(bytes.get(at..).unwrap_or(&[]), wide);
        let mask = letters & !(signs as u64 | sign);
        let mut starts = mask & !(mask << 1 | inside);
        inside = mask >> (BLOCK - 1);
        sign = (signs >> BLOCK) as u64;
        while starts != 0 {
            let bit = starts.trailing_zeros();
            let start = at + bit as usize;
            starts &= starts - 1;
            let head = head(bytes, start);
            let word = u64::from_le_bytes(head);
            // The bits of the letters; a word has one at least.
            let run = (!(mask >> bit)).trailing_zeros();
            let bits = if start + (run as usize) < to.min(at + BLOCK) {
                8 * run.min(HEAD as u32)
            } else {
                letter_bits(word, head)
            };
            let behind = word.checked_shr(bits).unwrap_or(0) as u8;
            let passed = filter(word & u64::MAX >> (64 - bits.max(1)), behind);
            if passed != 0 && start >= done {
                done = each(start, passed);
            }
        }
    });
}

/// The bits of the letters that a word's head begins with, where its block does not tell.
fn letter_bits(word: u64, head: [u8; HEAD]) -> u32 {
    let letters = (!letters_of(word) & HIGHS).trailing_zeros() & !7;
    let sign = (0..HEAD).find(|at| sign(head.get(*at..).unwrap_or(&[])) > 0);
    letters.min(8 * sign.unwrap_or(HEAD) as u32)
}

/// Whether a word goes on at an offset, as a bit, and which bytes from there on still belong to a sign.
fn before(bytes: &[u8], at: usize) -> (u64, u64) {
    let from = at.saturating_sub(3);
    let (text, count) = (bytes.get(from..).unwrap_or(&[]), at - from);
    let bits = |is: fn(&u8) -> bool| {
        text.iter().take(count).enumerate().fold(0, |bits, (i, byte)| bits | u64::from(is(byte)) << i)
    };
    let signs = signs(text, bits(|byte| *byte >= 0x80));
    let letters = bits(|byte| byte.is_ascii_alphabetic() || *byte >= 0x80) & !(signs as u64);
    (letters << 1 >> count & 1, (signs >> count) as u64)
}

#[inline]
fn head(bytes: &[u8], start: usize) -> [u8; HEAD] {
    let rest = bytes.get(start..).unwrap_or(&[]);
    rest.first_chunk().copied().unwrap_or_else(|| {
        let mut head = [0; HEAD];
        head.iter_mut().zip(rest).for_each(|(slot, byte)| *slot = *byte);
        head
    })
}
