// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Check digits, and numbers as people group them and as machines read them from paper.

use crate::view::View;

/// Characters of a number that was written in one piece or in groups.
pub(crate) struct Grouped<const N: usize> {
    /// The characters as the rule wants them: capitals, misread digits put right
    pub(crate) value: [u8; N],
    /// Behind the last one
    pub(crate) end: usize,
    /// Bit i is set if a separator stands before character i
    pub(crate) gaps: u32,
    /// The first separator, a blank of any kind as `b' '`; 0 if there is none
    pub(crate) separator: u8,
    /// Whether a letter was taken for the digit it was misread from
    pub(crate) repaired: bool,
}

impl<const N: usize> Grouped<N> {
    pub(crate) fn text(&self) -> String {
        self.value.iter().copied().map(char::from).collect()
    }
}

/// Reads `N` characters (at most 32), between any two of which a separator of one and the same kind may stand: blanks, a
/// line's end for one of them, or `.`, `-`, `/`, `|`. `fits` says for each place what a character stands for there.
pub(crate) fn grouped<const N: usize>(
    view: &View<'_>,
    start: usize,
    fits: impl Fn(usize, u8) -> Option<u8>,
) -> Option<Grouped<N>> {
    let mut read = Grouped { value: [0; N], end: start, gaps: 0, separator: 0, repaired: false };
    let mut broken = false;
    for i in 0..N {
        if i > 0 {
            let gap = separator(view, read.end);
            if gap.len > 0 {
                let same = read.separator == 0 || read.separator == gap.kind;
                if !same || (gap.breaks && broken) {
                    return None;
                }
                broken |= gap.breaks;
                read.separator = gap.kind;
                read.gaps |= 1 << i;
                read.end += gap.len;
            }
        }
        let byte = view.at(read.end);
        let meant = fits(i, byte)?;
        read.repaired |= meant != byte.to_ascii_uppercase();
        *read.value.get_mut(i)? = meant;
        read.end += 1;
    }
    Some(read)
}

/// What stands between two groups.
pub(crate) struct Gap {
    /// In bytes; 0 if nothing does
    pub(crate) len: usize,
    /// `b' '` for blanks and a line's end, else the sign
    pub(crate) kind: u8,
    /// Whether a line ends in it
    pub(crate) breaks: bool,
}

/// Blanks between two characters; forms in PDF files have some between any two, and a line's end may come with
/// an indent.
const GAP_BYTES: usize = 8;

/// The separator at an offset: blanks with at most one line's end, or one sign with one blank around it at most; `|` is the
/// border of a box.
pub(crate) fn separator(view: &View<'_>, at: usize) -> Gap {
    let mut len = 0;
    let (mut kind, mut breaks) = (b' ', false);
    while len < GAP_BYTES {
        let byte = view.at(at + len);
        len += match byte {
            b'-' | b'.' | b'/' | b'|' if kind == b' ' && len < 2 && !view.is_barrier(byte) => {
                kind = byte;
                1
            }
            b'\n' if !breaks && !view.is_barrier(byte) => {
                breaks = true;
                1
            }
            b'\t' | b'\r' if !view.is_barrier(byte) => 1,
            _ => match view.blank_at(at + len) {
                0 => break,
                blank => blank,
            },
        };
    }
    Gap { len, kind, breaks }
}

/// The digit that a machine read as this letter; each letter for one digit only.
pub(crate) const fn misread(byte: u8) -> Option<u8> {
    Some(match byte {
        b'O' | b'o' | b'Q' | b'D' => b'0',
        b'I' | b'l' | b'i' => b'1',
        b'Z' | b'z' => b'2',
        b'S' | b's' => b'5',
        b'G' | b'b' => b'6',
        b'B' => b'8',
        b'g' | b'q' => b'9',
        _ => return None,
    })
}

/// A digit, or the one that a letter was misread from.
pub(crate) const fn digit(byte: u8) -> Option<u8> {
    if byte.is_ascii_digit() { Some(byte) } else { misread(byte) }
}

/// The value of an ASCII digit.
const fn worth(digit: u8) -> u32 {
    digit.wrapping_sub(b'0') as u32
}

/// Sum of a number's digits.
pub(crate) const fn cross_sum(number: u32) -> u32 {
    number % 10 + if number > 9 { cross_sum(number / 10) } else { 0 }
}

/// The check digit of ISO/IEC 7812-1 (Luhn), the last one.
pub(crate) fn luhn(digits: &[u8]) -> bool {
    luhn_sum(digits).is_multiple_of(10)
}

/// The sum of the cross sums where every other digit from the right, beginning with the last but one, is doubled.
pub(crate) fn luhn_sum(digits: &[u8]) -> u32 {
    digits.iter().rev().enumerate().map(|(i, digit)| cross_sum(worth(*digit) << (i % 2))).sum()
}

/// The check digit of ISO 7064 MOD 11,10, the last one.
pub(crate) fn mod_11_10(digits: &[u8]) -> bool {
    let Some((check, first)) = digits.split_last() else { return false };
    let product = first.iter().fold(10, |product, digit| {
        let sum = match (worth(*digit) + product) % 10 {
            0 => 10,
            sum => sum,
        };
        2 * sum % 11
    });
    (11 - product) % 10 == worth(*check)
}

/// The remainder of ISO 7064 MOD 97-10 over digits and letters (A is 10, Z is 35); 1 where the check digits stand last
/// and fit. Other characters must not occur.
pub(crate) fn mod_97(characters: impl Iterator<Item = u8>) -> u32 {
    characters.fold(0, |remainder, character| {
        let value = u32::from(character);
        match character {
            b'0'..=b'9' => (remainder * 10 + worth(character)) % 97,
            _ => (remainder * 100 + value.saturating_sub(55)) % 97,
        }
    })
}

/// The check digit of German social insurance numbers, the last character: a letter counts as its two-digit place in the
/// alphabet, and the sums of the products' digits are added modulo 10.
pub(crate) fn social(characters: &[u8], weights: &[u32]) -> bool {
    let Some((check, first)) = characters.split_last() else { return false };
    let mut weights = weights.iter();
    let mut sum = 0;
    for character in first {
        let place = worth(*character).wrapping_sub(worth(b'A')).wrapping_add(1);
        let figures = if character.is_ascii_digit() {
            [None, Some(worth(*character))]
        } else {
            [Some(place / 10), Some(place % 10)]
        };
        for figure in figures.into_iter().flatten() {
            sum += cross_sum(figure * weights.next().copied().unwrap_or(0));
        }
    }
    sum % 10 == worth(*check)
}
