// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! tar archives: the POSIX forms and GNU's (<https://www.gnu.org/software/tar/manual/html_node/Standard.html>).
//! Members are read in place, without a copy.

use crate::reading::Reading;
use hoheit_types::WarningCode;
use std::borrow::Cow;

const BLOCK: usize = 512;

/// The type flags that matter; regular files are `0`, NUL and (contiguous) `7`.
const LONG_NAME: u8 = b'L';
const EXTENDED: u8 = b'x';

/// Reads one document: each file is a child; folders, links and devices hold no text. The names of the files are the
/// archive's own text.
pub(crate) fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    let mut rest = bytes;
    let mut long_name: Option<Cow<'_, str>> = None;
    while let Some((header, tail)) = rest.split_first_chunk::<BLOCK>() {
        if header.iter().all(|b| *b == 0) {
            return;
        }
        let Some(size) = number(header.get(124..136).unwrap_or(&[])).filter(|_| has_checksum(header)) else {
            reading.broken();
            return;
        };
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let Some(content) = tail.get(..size) else {
            reading.warn(WarningCode::Truncated, 1);
            file(header, tail, long_name, reading);
            return;
        };
        // Writers pad the last member or don't.
        rest = tail.get(size.next_multiple_of(BLOCK)..).unwrap_or(&[]);
        match header.get(156) {
            Some(&LONG_NAME) => long_name = Some(text_until_zero(content)),
            Some(&EXTENDED) => long_name = extended_path(content).or(long_name),
            _ => {
                if !file(header, content, long_name.take(), reading) {
                    return;
                }
            }
        }
    }
    // Some writers leave out the empty blocks at the end; none writes half a header.
    if rest.iter().any(|b| *b != 0) {
        reading.warn(WarningCode::Truncated, 1);
    }
}

/// Whether a tar archive without the newer forms' magic begins here.
pub(crate) fn looks_like(bytes: &[u8]) -> bool {
    bytes.first_chunk::<BLOCK>().is_some_and(|header| header.first() != Some(&0) && has_checksum(header))
}

/// Hands a regular file on. Returns false when a limit is reached.
fn file(
    header: &[u8; BLOCK],
    content: &[u8],
    name: Option<Cow<'_, str>>,
    reading: &mut Reading<'_, '_, '_>,
) -> bool {
    if !matches!(header.get(156), Some(0 | b'0' | b'7')) {
        return true;
    }
    let name = name.map_or_else(|| short_name(header), Cow::into_owned);
    reading.push_line(&name);
    name.ends_with('/') || reading.child(name.trim_start_matches("./"), content)
}

fn short_name(header: &[u8; BLOCK]) -> String {
    let name = text_until_zero(header.get(..100).unwrap_or(&[]));
    let is_posix = header.get(257..263) == Some(b"ustar\0");
    let prefix =
        if is_posix { text_until_zero(header.get(345..500).unwrap_or(&[])) } else { Cow::Borrowed("") };
    if prefix.is_empty() { name.into_owned() } else { format!("{prefix}/{name}") }
}

fn text_until_zero(bytes: &[u8]) -> Cow<'_, str> {
    let end = memchr::memchr(0, bytes).unwrap_or(bytes.len());
    crate::encoding::decode_bytes(bytes.get(..end).unwrap_or(bytes), None).text
}

/// The path in an extended header: records "<length> <key>=<value>\n".
fn extended_path(content: &[u8]) -> Option<Cow<'_, str>> {
    let mut rest = content;
    loop {
        let blank = memchr::memchr(b' ', rest)?;
        let length: usize = str::from_utf8(rest.get(..blank)?).ok()?.parse().ok()?;
        let record = rest.get(blank + 1..length)?;
        if let Some(path) = record.strip_prefix(b"path=") {
            return Some(crate::encoding::decode_bytes(path.trim_ascii_end(), None).text);
        }
        rest = rest.get(length..)?;
    }
}

/// The header's sum with its own field taken as blanks; old writers summed signed bytes.
fn has_checksum(header: &[u8; BLOCK]) -> bool {
    let Some(declared) = number(header.get(148..156).unwrap_or(&[])) else { return false };
    let counted = |(i, byte): (usize, &u8)| if (148..156).contains(&i) { b' ' } else { *byte };
    let unsigned: u64 = header.iter().enumerate().map(counted).map(u64::from).sum();
    let signed: i64 = header.iter().enumerate().map(counted).map(|b| i64::from(b.cast_signed())).sum();
    declared == unsigned || i64::try_from(declared) == Ok(signed)
}

/// An octal number in ASCII, or GNU's big-endian one with the first bit set.
fn number(field: &[u8]) -> Option<u64> {
    if let Some((first, rest)) = field.split_first()
        && first & 0x80 != 0
    {
        let start = u64::from(first & 0x3f);
        return rest.iter().try_fold(start, |n, b| n.checked_mul(256)?.checked_add(u64::from(*b)));
    }
    let digits = field.trim_ascii_start();
    let end = digits.iter().position(|b| !matches!(b, b'0'..=b'7')).unwrap_or(digits.len());
    let digits = str::from_utf8(digits.get(..end)?).ok()?;
    if digits.is_empty() { Some(0) } else { u64::from_str_radix(digits, 8).ok() }
}

#[cfg(test)]
mod tests;
