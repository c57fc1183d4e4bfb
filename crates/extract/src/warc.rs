// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Web archives (WARC, ISO 28500): what a crawler asked and was answered, one record after the other. The addresses
//! are the archive's own text, the pages and files its children.

use crate::reading::Reading;
use flate2::read::{MultiGzDecoder, ZlibDecoder};
use hoheit_types::WarningCode;
use memchr::{memchr, memmem};
use std::borrow::Cow;

/// Reads one document.
pub(crate) fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    let mut rest = bytes.trim_ascii_start();
    let mut number = 0_u64;
    // INVARIANT (linear): each record is passed over once.
    while !rest.is_empty() {
        let (head, body) = split_head(rest);
        let length = head.get(b"content-length").and_then(|v| str::from_utf8(v).ok()?.parse::<usize>().ok());
        let (true, Some(length)) = (rest.starts_with(b"WARC/"), length) else {
            reading.broken();
            return;
        };
        let block = body.get(..length).unwrap_or_else(|| {
            reading.warn(WarningCode::Truncated, 1);
            body
        });
        rest = body.get(length..).unwrap_or(&[]).trim_ascii_start();
        number += 1;
        if !record(&head, block, number, reading) || reading.is_exhausted() {
            return;
        }
    }
}

/// Reads one record. Returns false when a limit is reached.
fn record(head: &Head<'_>, block: &[u8], number: u64, reading: &mut Reading<'_, '_, '_>) -> bool {
    let address = head.get(b"warc-target-uri").map(|uri| crate::encoding::decode_bytes(uri, None).text);
    let address = address.as_deref().map(|uri| uri.trim_matches(['<', '>'])).unwrap_or_default();
    if !address.is_empty() {
        reading.push_line(address);
    }
    let is_http = head.get(b"content-type").is_some_and(|t| t.trim_ascii().starts_with(b"application/http"));
    let content = if is_http { message(block, reading) } else { Some(Cow::Borrowed(block)) };
    match content {
        Some(content) if !content.trim_ascii().is_empty() => {
            reading.child(&format!("{number}-{}", file_name(address)), &content)
        }
        _ => true,
    }
}

/// The content of an HTTP request or answer (RFC 9112) as the browser saw it; `None` if it can't be unpacked.
fn message<'b>(block: &'b [u8], reading: &mut Reading<'_, '_, '_>) -> Option<Cow<'b, [u8]>> {
    let (head, body) = split_head(block);
    let value = |name: &[u8]| head.get(name).unwrap_or_default().trim_ascii().to_ascii_lowercase();
    // Archives that store the content unpacked leave the header as it was: only what is chunked is taken apart.
    let body = match unchunked(body).filter(|_| value(b"transfer-encoding").ends_with(b"chunked")) {
        Some(body) => Cow::Owned(body),
        None => Cow::Borrowed(body),
    };
    let packed_bytes = body.len() as u64;
    match (value(b"content-encoding").as_slice(), &*body) {
        (b"gzip" | b"x-gzip", [0x1f, 0x8b, ..]) => {
            Some(reading.unpack(MultiGzDecoder::new(&*body), packed_bytes).into())
        }
        (b"deflate", [0x78, ..]) => Some(reading.unpack(ZlibDecoder::new(&*body), packed_bytes).into()),
        (b"br" | b"zstd" | b"compress", _) => {
            reading.warn(WarningCode::ChildrenUnread, 1);
            None
        }
        _ => Some(body),
    }
}

/// Chunks put together: a length in hexadecimal digits, a line break, as many bytes, a line break. `None` if this is
/// not chunked.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = memchr(b'\n', rest)?;
        let length = rest.get(..end)?.split(|b| *b == b';').next()?;
        let length = usize::from_str_radix(str::from_utf8(length.trim_ascii()).ok()?, 16).ok()?;
        rest = rest.get(end + 1..)?;
        if length == 0 || rest.is_empty() {
            return Some(out);
        }
        out.extend_from_slice(rest.get(..length).unwrap_or(rest));
        rest = rest.get(length..).unwrap_or(&[]).trim_ascii_start();
    }
}

/// The fields before the blank line.
struct Head<'b>(&'b [u8]);

fn split_head(bytes: &[u8]) -> (Head<'_>, &[u8]) {
    let wide = memmem::find(bytes, b"\r\n\r\n").map(|at| (at, at + 4));
    // Looking for the other form only up to there keeps this linear.
    let before = wide.and_then(|(at, _)| bytes.get(..at)).unwrap_or(bytes);
    let end = memmem::find(before, b"\n\n").map(|at| (at, at + 2)).or(wide);
    let (end, start) = end.unwrap_or((bytes.len(), bytes.len()));
    (Head(bytes.get(..end).unwrap_or(bytes)), bytes.get(start..).unwrap_or(&[]))
}

impl<'b> Head<'b> {
    /// The value of the field with this name, which is given in lower case.
    fn get(&self, name: &[u8]) -> Option<&'b [u8]> {
        self.0.split(|b| *b == b'\n').find_map(|line| {
            let colon = memchr(b':', line)?;
            let (field, value) = line.split_at(colon);
            field.trim_ascii().eq_ignore_ascii_case(name).then(|| value.get(1..).unwrap_or(&[]).trim_ascii())
        })
    }
}

/// The last part of an address without its query, which may hold what a person typed.
fn file_name(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    match path.rsplit_once('/') {
        Some((_, name)) if !name.is_empty() => name,
        _ => "index",
    }
}

#[cfg(test)]
mod tests;
