// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Texts of tag files, in the encodings that bags have, line by line: what somebody else wrote may be of any length.

use crate::files::Unread;
use std::io::BufRead;

/// A line of a tag file. 64 KiB: a path of 4 KiB, twice in a receipt, encoded twice; what is longer was not written by anybody's program.
const LINE_LIMIT_BYTES: usize = 64 << 10;

/// Why there is no next line.
#[derive(Debug)]
pub(super) enum NoLine {
    /// It is longer than any line may be
    TooLong,
    /// It can't be read
    Unread(Unread),
}

/// The next line, without its end; `false`: there is none. Never more than a line is in memory.
pub(super) fn next_line(from: &mut dyn BufRead, ends: &[u8], line: &mut Vec<u8>) -> Result<bool, NoLine> {
    line.clear();
    let mut has_any = false;
    loop {
        let bytes = from.fill_buf().map_err(|error| NoLine::Unread(error.into()))?;
        if bytes.is_empty() {
            return Ok(has_any);
        }
        has_any = true;
        let end = bytes.iter().position(|byte| ends.contains(byte));
        let part = end.map_or(bytes, |end| bytes.get(..end).unwrap_or_default());
        if line.len() + part.len() > LINE_LIMIT_BYTES {
            return Err(NoLine::TooLong);
        }
        line.extend_from_slice(part);
        let used = part.len() + usize::from(end.is_some());
        from.consume(used);
        if end.is_some() {
            return Ok(true);
        }
    }
}

/// How tag files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// The usual one
    Utf8,
    /// Every byte is a character
    Latin1,
    /// With a mark of its order; without one, the higher byte comes first (RFC 2781)
    Utf16,
}

impl Encoding {
    /// By the name in `bagit.txt`.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name.to_ascii_uppercase().as_str() {
            "UTF-8" | "UTF8" | "US-ASCII" | "ASCII" => Some(Self::Utf8),
            "ISO-8859-1" | "LATIN1" | "LATIN-1" => Some(Self::Latin1),
            "UTF-16" | "UTF16" => Some(Self::Utf16),
            _ => None,
        }
    }

    /// The text; `None`: the bytes are none in this encoding.
    pub(super) fn decode(self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Utf8 => {
                let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
                str::from_utf8(bytes).ok().map(str::to_owned)
            }
            Self::Latin1 => Some(bytes.iter().map(|byte| char::from(*byte)).collect()),
            Self::Utf16 => {
                let (bytes, is_little) = match bytes {
                    [0xff, 0xfe, rest @ ..] => (rest, true),
                    [0xfe, 0xff, rest @ ..] => (rest, false),
                    bytes => (bytes, false),
                };
                let (pairs, []) = bytes.as_chunks::<2>() else { return None };
                let unit = |pair: &[u8; 2]| {
                    if is_little { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) }
                };
                char::decode_utf16(pairs.iter().map(unit)).collect::<Result<_, _>>().ok()
            }
        }
    }
}

/// Lines that end in LF, CR, or both; empty ones are passed over.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r']).filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_one_by_one() {
        let read = |text: &[u8]| {
            let (mut from, mut line, mut all) =
                (std::io::BufReader::with_capacity(3, text), Vec::new(), Vec::new());
            while next_line(&mut from, b"\r\n", &mut line).unwrap() {
                all.push(String::from_utf8(line.clone()).unwrap());
            }
            all
        };
        assert_eq!(read(b"eins\r\nzwei\rdrei\n\nvier"), ["eins", "", "zwei", "drei", "", "vier"]);
        assert!(read(b"").is_empty());
        let (fits, long) = (vec![b'a'; LINE_LIMIT_BYTES], vec![b'a'; LINE_LIMIT_BYTES + 1]);
        assert_eq!(read(&fits)[0].len(), LINE_LIMIT_BYTES);
        let said = next_line(&mut &long[..], b"\n", &mut Vec::new());
        assert!(matches!(said, Err(NoLine::TooLong)), "{said:?}");
    }

    #[test]
    fn texts_are_read_in_three_encodings() {
        assert_eq!(Encoding::Utf8.decode("ü".as_bytes()).as_deref(), Some("ü"));
        assert_eq!(Encoding::Utf8.decode(b"\xfc"), None);
        assert_eq!(Encoding::Latin1.decode(b"\xfc").as_deref(), Some("ü"));
        assert_eq!(Encoding::Utf16.decode(b"\xff\xfe\xfc\0").as_deref(), Some("ü"));
        assert_eq!(Encoding::Utf16.decode(b"\xfe\xff\0\xfc").as_deref(), Some("ü"));
        assert_eq!(Encoding::Utf16.decode(b"\0\xfc").as_deref(), Some("ü"));
        assert_eq!(Encoding::Utf16.decode(b"\0"), None);
        assert_eq!(Encoding::Utf16.decode(b"\xd8\0"), None, "half a pair");
        assert_eq!(Encoding::named("utf-8"), Some(Encoding::Utf8));
        assert_eq!(Encoding::named("EBCDIC"), None);
        assert_eq!(lines("a\r\nb\rc\n\nd").collect::<Vec<_>>(), ["a", "b", "c", "d"]);
    }
}
