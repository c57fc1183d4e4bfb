// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! From bytes to text, whatever decade they are from: UTF-8 without a copy, UTF-16 and UTF-32 with and without a byte
//! order mark, Windows and ISO pages, DOS pages and Mac Roman, told apart by how German is spelled in them.

mod dos;

use crate::reading::Reading;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    Encoding, ISO_2022_JP, ISO_8859_15, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED,
};
use hoheit_types::WarningCode;
use memchr::{memchr, memmem};
use std::borrow::Cow;

/// How much is looked at to judge: 64 KiB hold hundreds of umlauts in any German text.
const SAMPLE: usize = 64 << 10;

/// Text and how sure its encoding is.
#[derive(Debug)]
pub(crate) struct Decoded<'a> {
    pub(crate) text: Cow<'a, str>,
    /// Neither a mark, nor valid UTF-8, nor a fitting declaration, nor German spelling decided
    pub(crate) guessed: bool,
    /// Characters that became U+FFFD
    pub(crate) undecodable: u64,
}

/// Decodes a whole document and notes what was uncertain. `declared` is what the document says itself.
pub(crate) fn decode<'a>(
    bytes: &'a [u8],
    declared: Option<&'static Encoding>,
    reading: &mut Reading<'a, '_, '_>,
) -> Cow<'a, str> {
    let decoded = decode_bytes(bytes, declared);
    if decoded.guessed {
        reading.warn(WarningCode::EncodingGuessed, 0);
    }
    if decoded.undecodable > 0 {
        reading.warn(WarningCode::Undecodable, decoded.undecodable);
    }
    decoded.text
}

/// Decodes any piece of text. A byte order mark wins, then valid UTF-8, then the declaration, then evidence.
pub(crate) fn decode_bytes<'a>(bytes: &'a [u8], declared: Option<&'static Encoding>) -> Decoded<'a> {
    match wide(bytes) {
        Some(Wide::Utf16(encoding)) => return by(encoding, bytes, false),
        Some(Wide::Utf32 { big_endian }) => return utf32(bytes, big_endian),
        None => {}
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let error = match str::from_utf8(bytes) {
        Ok(_) if has_japanese_escapes(bytes) => return by(ISO_2022_JP, bytes, false),
        Ok(text) => return Decoded { text: Cow::Borrowed(text), guessed: false, undecodable: 0 },
        Err(error) => error,
    };
    // A declaration is trusted where it fits. Many a page says ISO-8859-1 and means what browsers read: Windows-1252,
    // which encoding_rs reads for both.
    if let Some(encoding) = declared.filter(|e| *e != UTF_8 && !is_wide(e)) {
        let decoded = by(encoding, bytes, false);
        if decoded.undecodable == 0 {
            return decoded;
        }
    }
    if is_mostly_utf8(bytes, error.valid_up_to()) {
        return patched_utf8(bytes);
    }
    match single_byte_page(sample(bytes)) {
        Some(Page::Dos(page)) => {
            Decoded { text: dos::decode(bytes, page).into(), guessed: false, undecodable: 0 }
        }
        Some(Page::Known(encoding)) => by(encoding, bytes, false),
        None => by(guess(sample(bytes)), bytes, true),
    }
}

/// Two- or four-byte characters as UTF-8, for parsers of bytes; `None` where they are one byte wide already.
pub(crate) fn narrow(bytes: &[u8]) -> Option<Vec<u8>> {
    wide(bytes).map(|_| decode_bytes(bytes, None).text.into_owned().into_bytes())
}

/// The beginning of a document as text, to tell its format; `None` if it is text in no encoding.
pub(crate) fn window(bytes: &[u8], size: usize) -> Option<Cow<'_, str>> {
    // A multiple of four, so that wide characters stay whole.
    let window = bytes.get(..size & !3).unwrap_or(bytes);
    let decoded = decode_bytes(window, None);
    let is_noise = decoded.guessed && is_noise(window);
    (!is_noise).then_some(decoded.text)
}

/// Whether bytes are evenly spread, as encryption and compression spread them: many high bytes, many signs, no blanks.
/// Texts of every language have blanks (12 %), or hardly any signs among their high bytes (Chinese, Japanese).
fn is_noise(bytes: &[u8]) -> bool {
    let count =
        |is: fn(&u8) -> bool| bytes.iter().filter(|b| is(b)).count() as f64 / bytes.len().max(1) as f64;
    bytes.len() >= 64
        && count(|b| !b.is_ascii()) > 0.25
        && count(u8::is_ascii_punctuation) > 0.12
        && count(u8::is_ascii_whitespace) < 0.04
}

/// Whether these bytes are text in some encoding: few control characters, zeros only where wide characters have them.
/// A name that says so buys some tolerance.
pub(crate) fn looks_like_text(bytes: &[u8], named_as_text: bool) -> bool {
    let sample = bytes.get(..8 << 10).unwrap_or(bytes);
    if wide(bytes).is_some() {
        return true;
    }
    // No compressed or encrypted bytes are UTF-8 by chance; the sample may cut a character.
    let is_utf8 = || str::from_utf8(sample).map_or_else(|e| e.error_len().is_none(), |_| true);
    let control =
        sample.iter().filter(|b| matches!(b, 0..=7 | 0x0b | 0x0e..=0x19 | 0x1c..=0x1f | 0x7f)).count();
    // Compressed or encrypted bytes have 10 %; logs that a crash padded with zeros, and printer files, have a few.
    if named_as_text {
        control * 16 <= sample.len() || control * 2 <= sample.len() && is_utf8()
    } else {
        control * 50 <= sample.len()
    }
}

/// The encoding that a label such as "iso-8859-1" names.
pub(crate) fn by_label(label: &[u8]) -> Option<&'static Encoding> {
    Encoding::for_label(label).filter(|e| *e != X_USER_DEFINED)
}

/// Bytes in a given Windows code page (as RTF and old Outlook messages name it by number).
pub(crate) fn decode_code_page(bytes: &[u8], code_page: u32) -> Cow<'_, str> {
    let encoding = match code_page {
        437 => return dos::decode(bytes, dos::Page::Cp437).into(),
        850 | 858 => return dos::decode(bytes, dos::Page::Cp850).into(),
        866 => encoding_rs::IBM866,
        874 => encoding_rs::WINDOWS_874,
        932 | 50220..=50222 => encoding_rs::SHIFT_JIS,
        936 => encoding_rs::GBK,
        949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1253 => encoding_rs::WINDOWS_1253,
        1254 | 28599 => encoding_rs::WINDOWS_1254,
        1255 => encoding_rs::WINDOWS_1255,
        1256 => encoding_rs::WINDOWS_1256,
        1257 => encoding_rs::WINDOWS_1257,
        1258 => encoding_rs::WINDOWS_1258,
        10000 => MACINTOSH,
        20866 => encoding_rs::KOI8_R,
        20932 | 51932 => encoding_rs::EUC_JP,
        28592 => encoding_rs::ISO_8859_2,
        28605 => ISO_8859_15,
        54936 => encoding_rs::GB18030,
        65001 => UTF_8,
        _ => WINDOWS_1252,
    };
    encoding.decode_without_bom_handling(bytes).0
}

fn by<'a>(encoding: &'static Encoding, bytes: &'a [u8], guessed: bool) -> Decoded<'a> {
    let (text, had_errors) = encoding.decode_with_bom_removal(bytes);
    let undecodable = if had_errors { text.matches('\u{fffd}').count().max(1) as u64 } else { 0 };
    Decoded { text, guessed, undecodable }
}

fn sample(bytes: &[u8]) -> &[u8] {
    // The first umlaut may come late: take the sample from the first byte that isn't ASCII.
    let start = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0).saturating_sub(64);
    let rest = bytes.get(start..).unwrap_or(bytes);
    rest.get(..SAMPLE).unwrap_or(rest)
}

fn is_wide(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

enum Wide {
    Utf16(&'static Encoding),
    Utf32 { big_endian: bool },
}

/// Whether characters are two or four bytes wide: by mark, or by where the zeros stand.
fn wide(bytes: &[u8]) -> Option<Wide> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] if bytes.len().is_multiple_of(4) => {
            return Some(Wide::Utf32 { big_endian: false });
        }
        [0, 0, 0xfe, 0xff, ..] => return Some(Wide::Utf32 { big_endian: true }),
        [0xff, 0xfe, ..] => return Some(Wide::Utf16(UTF_16LE)),
        [0xfe, 0xff, ..] => return Some(Wide::Utf16(UTF_16BE)),
        _ => {}
    }
    let sample = bytes.get(..4096).unwrap_or(bytes);
    memchr(0, sample)?;
    let pairs = sample.chunks_exact(2);
    let (mut count, mut low_zero, mut high_zero, mut control) = (0_usize, 0_usize, 0_usize, 0_usize);
    for pair in pairs {
        let [first, second] = pair else { continue };
        count += 1;
        high_zero += usize::from(*second == 0);
        low_zero += usize::from(*first == 0);
        let other = first | second;
        control +=
            usize::from((first == &0 || second == &0) && other < 0x20 && !matches!(other, 9 | 10 | 13));
    }
    // In Latin text nearly every character has a zero half, and always the same one.
    let mostly = |zeros: usize, others: usize| zeros * 10 >= count * 7 && others * 20 <= count;
    if count == 0 || control * 50 > count {
        None
    } else if mostly(high_zero, low_zero) {
        Some(Wide::Utf16(UTF_16LE))
    } else if mostly(low_zero, high_zero) {
        Some(Wide::Utf16(UTF_16BE))
    } else {
        None
    }
}

fn utf32(bytes: &[u8], big_endian: bool) -> Decoded<'static> {
    let mut text = String::with_capacity(bytes.len() / 4);
    let mut undecodable = 0;
    for unit in bytes.chunks(4).skip(1) {
        let code = <[u8; 4]>::try_from(unit)
            .map(|u| if big_endian { u32::from_be_bytes(u) } else { u32::from_le_bytes(u) })
            .ok();
        if let Some(c) = code.and_then(char::from_u32) {
            text.push(c);
        } else {
            text.push('\u{fffd}');
            undecodable += 1;
        }
    }
    Decoded { text: text.into(), guessed: false, undecodable }
}

/// Old Japanese mails are ASCII by their bytes; the escapes give them away (RFC 1468).
fn has_japanese_escapes(bytes: &[u8]) -> bool {
    memchr(0x1b, bytes).is_some()
        && (memmem::find(bytes, b"\x1b$B").is_some() || memmem::find(bytes, b"\x1b$@").is_some())
}

/// Whether this is UTF-8 with a few foreign bytes (a log that two programs wrote, a cut file).
fn is_mostly_utf8(bytes: &[u8], valid_up_to: usize) -> bool {
    let start = valid_up_to.saturating_sub(SAMPLE / 2);
    let sample = bytes.get(start..).map_or(bytes, |rest| rest.get(..SAMPLE).unwrap_or(rest));
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in sample.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    // One is the character that the sample or the file cuts in two.
    good > 0 && good >= bad.saturating_sub(1) * 3
}

/// UTF-8 where foreign bytes are read as Windows-1252: nothing is lost.
fn patched_utf8(bytes: &[u8]) -> Decoded<'static> {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
        }
    }
    Decoded { text: text.into(), guessed: true, undecodable: 0 }
}

enum Page {
    Dos(dos::Page),
    Known(&'static Encoding),
}

/// The page in which the bytes spell German. Umlauts stand inside words: each page has its own bytes for them, and
/// what the other pages have there (quotes, lines, signs) does not stand inside words.
fn single_byte_page(sample: &[u8]) -> Option<Page> {
    let (mut windows, mut dos, mut mac, mut lines) = (0_u32, 0_u32, 0_u32, 0_u32);
    let mut foreign = 0_u32;
    let (mut has_currency_sign, mut has_c1) = (false, false);
    for (i, byte) in sample.iter().enumerate().filter(|(_, b)| !b.is_ascii()) {
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
            u32::from(matches!(byte, 0xc4 | 0xcd | 0xdb | 0xb0..=0xb3) && sample.get(i + 1) == Some(byte));
        foreign += u32::from(!is_german_windows_byte(*byte));
        has_currency_sign |= *byte == 0xa4;
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

fn guess(sample: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    detector.guess(Some(b"de"), Utf8Detection::Deny)
}

#[cfg(test)]
mod tests;
