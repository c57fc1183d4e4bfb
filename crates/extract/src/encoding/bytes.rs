// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Loops over bytes, written so that compilers make vector instructions of them.

/// Bytes looked at in one step.
const BLOCK: usize = 16;

/// The bytes beyond ASCII and where they stand.
pub(super) fn high(bytes: &[u8]) -> impl Iterator<Item = (usize, u8)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += ascii_length(bytes.get(at..)?);
        let byte = *bytes.get(at)?;
        at += 1;
        Some((at - 1, byte))
    })
}

/// How many ASCII characters stand at the beginning.
pub(super) fn ascii_length(bytes: &[u8]) -> usize {
    let whole = bytes.as_chunks::<BLOCK>().0.iter().take_while(|block| block.is_ascii()).count() * BLOCK;
    let rest = bytes.get(whole..).unwrap_or(&[]);
    whole + rest.iter().position(|b| !b.is_ascii()).unwrap_or(rest.len())
}

/// How many bytes are of a kind.
pub(super) fn count(bytes: &[u8], is: impl Fn(u8) -> bool) -> usize {
    // A block's sum fits a byte, so that sixteen of them fit a register.
    let in_block = |block: &[u8]| block.iter().fold(0_u8, |sum, b| sum.wrapping_add(u8::from(is(*b))));
    bytes.chunks(15 * BLOCK).map(|block| usize::from(in_block(block))).sum()
}
