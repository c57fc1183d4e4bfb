// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::dos;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_15, MACINTOSH, WINDOWS_1252};

/// How much statistics are fed with. 16 KiB from the first letter beyond ASCII on hold some hundred such letters; each
/// further byte costs as much as decoding it thirty times.
const GUESS_BYTES: usize = 16 << 10;

/// A code page of one byte per character.
pub(super) enum Page {
    Dos(dos::Page),
    Known(&'static Encoding),
}

/// The page in which the bytes spell German. Umlauts stand inside words: each page has its own bytes for them, and
/// what the other pages have there (quotes, lines, signs) does not stand inside words.
pub(super) fn single_byte_page(sample: &[u8]) -> Option<Page> {
    let (mut windows, mut dos, mut mac, mut lines) = (0_u32, 0_u32, 0_u32, 0_u32);
    let mut foreign = 0_u32;
    let (mut has_currency_sign, mut has_c1) = (false, false);
    for (i, byte) in super::bytes::high(sample) {
        let letter =
            |at: Option<usize>| at.and_then(|at| sample.get(at)).is_some_and(u8::is_ascii_alphabetic);
        let lower = |at: Option<usize>| at.and_then(|at| sample.get(at)).is_some_and(u8::is_ascii_lowercase);
        let (before, after) = (letter(i.checked_sub(1)), letter(Some(i + 1)));
        let inside = u32::from(before && after) * 3;
        let beside = u32::from(before || after);
        match byte {
            0xe4 | 0xf6 | 0xfc | 0xdf => windows += inside + beside,
            0xc4 | 0xd6 | 0xdc => windows += u32::from(after),
            0x84 | 0x94 => dos += inside,
            0x81 => dos += inside + beside,
            // In Windows-1252 Ž, ™ and š; here the capitals Ä, Ö, Ü before a letter.
            0x8e | 0x99 => dos += u32::from(after && !before),
            0xe1 => dos += u32::from(before && (after || !letter(Some(i + 1)))),
            0x8a | 0x9f | 0xa7 if lower(i.checked_sub(1)) && lower(Some(i + 1)) => mac += 4,
            // Mac Roman's ö and DOS's Ü
            0x9a if before && lower(Some(i + 1)) => mac += 2,
            0x9a => dos += u32::from(after),
            _ => {}
        }
        lines +=
            u32::from(matches!(byte, 0xc4 | 0xcd | 0xdb | 0xb0..=0xb3) && sample.get(i + 1) == Some(&byte));
        foreign += u32::from(!is_german_windows_byte(byte));
        has_currency_sign |= byte == 0xa4;
        has_c1 |= matches!(byte, 0x80..=0x9f);
    }
    // Rules drawn as ÄÄÄÄ: nobody writes that in Windows.
    if lines >= 8 {
        dos += lines;
    }
    if dos > 0 && dos > windows.saturating_mul(2) && dos > mac {
        return Some(Page::Dos(dos::page(sample)));
    }
    if mac >= 4 && mac > windows.saturating_mul(2) {
        return Some(Page::Known(MACINTOSH));
    }
    // Names of all of Europe stand in German lists: a few other letters among many umlauts make no other page.
    if foreign == 0 || (windows >= 40 && foreign.saturating_mul(16) <= windows) {
        // Latin-9 differs where it matters: its euro sign is what Windows-1252 has for "any currency".
        let latin_9 = has_currency_sign && !has_c1;
        return Some(Page::Known(if latin_9 { ISO_8859_15 } else { WINDOWS_1252 }));
    }
    None
}

/// What German texts in Windows-1252 hold: umlauts, é and è, quotes, dashes, bullets, €, §, °, ², ³, ½, ×, ©, ®.
fn is_german_windows_byte(byte: u8) -> bool {
    matches!(byte, 0xe4 | 0xf6 | 0xfc | 0xdf | 0xc4 | 0xd6 | 0xdc | 0xe9 | 0xe8 | 0xe0 | 0xc9)
        || matches!(
            byte,
            0x80 | 0x82 | 0x84 | 0x85 | 0x91..=0x97 | 0xa0 | 0xa4 | 0xa7 | 0xa9 | 0xab | 0xad | 0xae
        )
        || matches!(byte, 0xb0 | 0xb2 | 0xb3 | 0xb4 | 0xb5 | 0xb7 | 0xbb | 0xbc | 0xbd | 0xd7)
}

/// What statistics say where nothing spells German.
pub(super) fn guess(sample: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample.get(..GUESS_BYTES).unwrap_or(sample), true);
    detector.guess(Some(b"de"), Utf8Detection::Deny)
}
