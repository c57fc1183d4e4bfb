// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::tests::{Seen, see};
use flate2::{Compression, write::GzEncoder};
use hoheit_types::{Format, ReadState, WarningCode};
use std::io::Write;

fn record(address: &str, kind: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nContent-Type: {kind}\r\n\
         Content-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn answer(fields: &str, body: &[u8]) -> Vec<u8> {
    let block = [format!("HTTP/1.1 200 OK\r\n{fields}\r\n").as_bytes(), body].concat();
    record("https://amt.example/leute/?name=x", "application/http; msgtype=response", &block)
}

const PAGE: &[u8] = b"<html><p>Erika Muster</p></html>";

fn packed() -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(PAGE).expect("writing to memory");
    encoder.finish().expect("writing to memory")
}

#[track_caller]
fn check(archive: &[u8]) {
    let seen = see("a.warc", archive);
    let [page, own] = seen.as_slice() else { panic!("one page expected, not {}", seen.len()) };
    assert_eq!((page.member.as_str(), page.format), ("1-index", Format::Html));
    assert_eq!(page.text.trim(), "Erika Muster");
    assert_eq!((own.format, own.state), (Format::Warc, ReadState::Read));
    assert_eq!(own.text, "https://amt.example/leute/?name=x\n");
}

#[test]
fn pages_are_children() {
    check(&answer("Content-Type: text/html\r\n", PAGE));
    check(&answer("Content-Encoding: gzip\r\n", &packed()));
    let chunked = [format!("{:x}\r\n", packed().len()).as_bytes(), &packed(), b"\r\n0\r\n\r\n"].concat();
    check(&answer("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", &chunked));
    // Stored unpacked under the header that it came with
    check(&answer("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", PAGE));
}

#[test]
fn other_records_are_children_as_they_are() {
    let seen = see("a", &record("<urn:x>", "text/plain", b"Guten Tag"));
    assert_eq!((seen[0].member.as_str(), seen[0].text.as_str()), ("1-index", "Guten Tag"));
}

#[test]
fn what_is_missing_is_said() {
    let whole = [answer("", PAGE), answer("Content-Encoding: br\r\n", b"\x0b\x02\x80Text")].concat();
    let own = |bytes: &[u8]| -> Seen { see("a.warc", bytes).pop().expect("the archive") };
    assert_eq!(own(&whole).warnings, [WarningCode::ChildrenUnread]);
    assert_eq!(
        own(&whole[..whole.len() - 6]).warnings,
        [WarningCode::Truncated, WarningCode::ChildrenUnread]
    );
    assert_eq!(own(b"WARC/1.0\r\nContent-Length: x\r\n\r\n").state, ReadState::Damaged);
}
