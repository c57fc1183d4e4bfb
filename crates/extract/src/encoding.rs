// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! From bytes to text, whatever decade they are from: UTF-8 without a copy, UTF-16 and UTF-32 with and without a byte
//! order mark, Windows and ISO pages, DOS pages and Mac Roman, told apart by how German is spelled in them.

mod bytes;
mod dos;
mod page;

use crate::reading::Reading;
use encoding_rs::{
    Encoding, ISO_2022_JP, ISO_8859_15, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED,
};
use hoheit_types::WarningCode;
use memchr::{memchr, memmem};
use page::{Page, guess, single_byte_page};
use simdutf8::compat::from_utf8;
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
    let error = match from_utf8(bytes) {
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
    let sample = sample(bytes, error.valid_up_to());
    match single_byte_page(sample) {
        Some(Page::Dos(page)) => {
            Decoded { text: dos::decode(bytes, page).into(), guessed: false, undecodable: 0 }
        }
        Some(Page::Known(encoding)) => by(encoding, bytes, false),
        None => by(guess(sample), bytes, true),
    }
}

/// Two- or four-byte characters as UTF-8, for parsers of bytes; `None` where they are one byte wide already.
pub(crate) fn narrow(bytes: &[u8]) -> Option<Vec<u8>> {
    wide(bytes).map(|_| decode_bytes(bytes, None).text.into_owned().into_bytes())
}

/// The beginning of a document as text, to tell its format; `None` if it is text in no encoding. What tells formats is
/// ASCII: letters of single-byte pages come as Windows-1252 has them.
pub(crate) fn window(bytes: &[u8], size: usize) -> Option<Cow<'_, str>> {
    // A multiple of four, so that wide characters stay whole.
    let window = bytes.get(..size & !3).unwrap_or(bytes);
    if wide(window).is_some() {
        return Some(decode_bytes(window, None).text);
    }
    let window = window.strip_prefix(b"\xef\xbb\xbf").unwrap_or(window);
    let error = match from_utf8(window) {
        Ok(text) => return Some(Cow::Borrowed(text)),
        Err(error) => error,
    };
    let valid = window.get(..error.valid_up_to()).and_then(|valid| str::from_utf8(valid).ok());
    if let (None, Some(text)) = (error.error_len(), valid) {
        // The window's end cuts a character.
        return Some(Cow::Borrowed(text));
    }
    let is_mostly_utf8 = is_mostly_utf8(window, error.valid_up_to());
    let is_known = !is_mostly_utf8 && single_byte_page(window).is_some();
    match is_mostly_utf8 {
        _ if !is_known && is_noise(window) => None,
        true => Some(String::from_utf8_lossy(window)),
        false => Some(WINDOWS_1252.decode_without_bom_handling(window).0),
    }
}

/// Whether bytes are evenly spread, as encryption and compression spread them: many high bytes, many signs, no blanks.
/// Texts of every language have blanks (12 %), or hardly any signs among their high bytes (Chinese, Japanese).
fn is_noise(bytes: &[u8]) -> bool {
    let share = |is: fn(u8) -> bool| bytes::count(bytes, is) as f64 / bytes.len().max(1) as f64;
    bytes.len() >= 64
        && share(|b| !b.is_ascii()) > 0.25
        && share(|b| b.is_ascii_punctuation()) > 0.12
        && share(|b| b.is_ascii_whitespace()) < 0.04
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
    let control = bytes::count(sample, is_control);
    // Compressed or encrypted bytes have 10 %; logs that a crash padded with zeros, and printer files, have a few.
    if named_as_text {
        control * 16 <= sample.len() || control * 2 <= sample.len() && is_utf8()
    } else {
        control * 50 <= sample.len()
    }
}

/// Control characters that stand in no text. Backspace, tab, line and form feed, return, end of file and escape do.
fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=7 | 0x0b | 0x0e..=0x19 | 0x1c..=0x1f | 0x7f)
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

/// What decides about a page: the first umlaut may come late, and before it there is nothing to learn.
fn sample(bytes: &[u8], valid_up_to: usize) -> &[u8] {
    let ascii = bytes::ascii_length(bytes.get(..valid_up_to).unwrap_or(bytes));
    let rest = bytes.get(ascii.saturating_sub(64)..).unwrap_or(bytes);
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
    /// So many foreign bytes among next to no good characters are no accident: the rest need not be looked at.
    const ENOUGH: usize = 32;
    let (valid, rest) = bytes.split_at_checked(valid_up_to).unwrap_or((bytes, &[]));
    let near = valid.get(valid.len().saturating_sub(SAMPLE / 2)..).unwrap_or(valid);
    let is_first_of_many = |b: u8| b >= 0xc0;
    let (mut good, mut bad) = (bytes::count(near, is_first_of_many), 0_usize);
    for chunk in rest.get(..SAMPLE / 2).unwrap_or(rest).utf8_chunks() {
        good += bytes::count(chunk.valid().as_bytes(), is_first_of_many);
        bad += usize::from(!chunk.invalid().is_empty());
        if bad > ENOUGH && bad > good {
            return false;
        }
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

#[cfg(test)]
mod tests;
