// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Text as search compares it: lower case, `ä` as `ae`, `ß` as `ss`, other letters without their accents, composed and
/// decomposed spellings alike. An undecodable byte in a kept name (`\xfc`) counts as the Latin-1 character that it
/// nearly always is.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() && !text.contains("\\x") {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len() + 4);
    for c in decode_latin1(text).nfc().flat_map(char::to_lowercase) {
        match c {
            'ä' => folded.push_str("ae"),
            'ö' => folded.push_str("oe"),
            'ü' => folded.push_str("ue"),
            'ß' => folded.push_str("ss"),
            c if c.is_ascii() => folded.push(c),
            c => folded.extend(c.nfkd().filter(|c| !is_combining_mark(*c))),
        }
    }
    folded
}

fn decode_latin1(kept: &str) -> Cow<'_, str> {
    if !kept.contains("\\x") {
        return Cow::Borrowed(kept);
    }
    let mut out = String::with_capacity(kept.len());
    let mut parts = kept.split("\\x");
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match part.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(char::from(byte));
                out.push_str(part.get(2..).unwrap_or_default());
            }
            None => out.extend(["\\x", part]),
        }
    }
    Cow::Owned(out)
}

/// A pattern for `LIKE … ESCAPE '\'` that finds the text anywhere.
pub(crate) fn contains_pattern(folded: &str) -> String {
    let mut pattern = String::with_capacity(folded.len() + 2);
    pattern.push('%');
    for c in folded.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests;
