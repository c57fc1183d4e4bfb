// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! JSON and JSON lines. Keys and strings are readable as they stand; only escapes need work, and most files have none.

use crate::reading::Reading;
use memchr::memchr;
use std::borrow::Cow;

/// Reads one document.
pub(crate) fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    let text = crate::encoding::decode(bytes, None, reading);
    let text = match memchr(b'\\', text.as_bytes()) {
        None => text,
        Some(first) => Cow::Owned(unescape(&text, first)),
    };
    reading.set_text(text);
}

/// Resolves escapes (RFC 8259, section 7); what is none stays as it is. `first` is where the first backslash stands.
fn unescape(text: &str, first: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut done, mut next) = (0, Some(first));
    while let Some(at) = next {
        out.push_str(text.get(done..at).unwrap_or(""));
        let rest = text.get(at..).unwrap_or("");
        let (c, length) = match rest.as_bytes().get(1) {
            Some(b'n') => ('\n', 2),
            Some(b'r' | b't' | b'b' | b'f') => (' ', 2),
            Some(c @ (b'"' | b'\\' | b'/')) => (char::from(*c), 2),
            Some(b'u') => unicode_escape(rest).unwrap_or(('\\', 1)),
            _ => ('\\', 1),
        };
        out.push(c);
        done = at + length;
        next = text.as_bytes().get(done..).and_then(|rest| memchr(b'\\', rest)).map(|offset| done + offset);
    }
    out.push_str(text.get(done..).unwrap_or(""));
    out
}

/// The character of `\uXXXX` or of a pair of them, and the length of the escape.
fn unicode_escape(rest: &str) -> Option<(char, usize)> {
    let unit = |at: usize| {
        let digits = rest.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    let first = unit(0)?;
    if let (0xd800..=0xdbff, Some(second @ 0xdc00..=0xdfff)) = (first, unit(6)) {
        let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        return char::from_u32(code).map(|c| (c, 12));
    }
    Some((char::from_u32(first).unwrap_or('\u{fffd}'), 6))
}

#[cfg(test)]
mod tests;
