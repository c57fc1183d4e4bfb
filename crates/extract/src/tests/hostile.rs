// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! INVARIANT (total-reading): whatever the bytes, each document ends in exactly one state, no reader crashes, and what comes out is
//! bounded by what went in and by the limits.

use crate::extract;
use hoheit_types::{Limits, ReadState};
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Small limits, so that bombs by mutation are cheap.
fn limits() -> Limits {
    Limits {
        expanded_bytes: 4 << 20,
        text_bytes: 4 << 20,
        children: 1_000,
        cells: 100_000,
        ..Limits::default()
    }
}

/// All fixtures of all formats, with their bytes.
static FIXTURES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(fixtures);

fn fixtures() -> Vec<(String, Vec<u8>)> {
    let mut open = vec![PathBuf::from("fixtures")];
    let mut found = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(
                std::fs::read_dir(&path).expect("a folder").map(|entry| entry.expect("an entry").path()),
            );
        } else if path.parent() != Some(Path::new("fixtures")) {
            let bytes = std::fs::read(&path).expect("a fixture");
            found.push((path.to_string_lossy().into_owned(), bytes));
        }
    }
    found.sort();
    found
}

/// Reads the bytes and checks what must hold for any.
fn check(name: &str, bytes: &[u8]) {
    let limits = limits();
    let mut own = 0;
    let mut total = 0;
    extract(bytes, name, &limits, &mut |member, found| {
        own += u32::from(member.is_empty());
        assert_ne!(
            found.state,
            ReadState::Quarantined,
            "{name}: the reader of {:?} crashed at {member:?}",
            found.format
        );
        assert!(found.text.len() as u64 <= limits.text_bytes);
        let mut last = 0;
        for table in &found.tables {
            assert!(found.text.get(table.span.clone()).is_some(), "{name}: {:?}", table.span);
            assert!(table.span.start >= last, "{name}: tables overlap");
            last = table.span.end;
        }
        total += found.text.len() as u64;
    });
    assert_eq!(own, 1, "the document itself is visited once");
    // Sheets repeat their headings, archives their members' names; 32 is far above both.
    assert!(total <= 32 * (bytes.len() as u64 + limits.expanded_bytes), "{name}: {total} bytes of text");
}

#[test]
fn whole_fixtures_are_read() {
    for (name, bytes) in &*FIXTURES {
        check(name, bytes);
    }
}

#[test]
fn cut_fixtures_are_read() {
    for (name, bytes) in &*FIXTURES {
        for cut in [0, 1, 7, 64, 511, 512, 513] {
            check(name, bytes.get(..cut).unwrap_or(bytes));
        }
        for tenth in 1..10 {
            check(name, &bytes[..bytes.len() * tenth / 10]);
        }
        check(name, &bytes[..bytes.len().saturating_sub(1)]);
    }
}

/// Bytes that readers take for sizes, counts and offsets.
fn evil_byte() -> impl Strategy<Value = u8> {
    prop_oneof![Just(0), Just(1), Just(0x7f), Just(0x80), Just(0xff), any::<u8>()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn changed_fixtures_are_read(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), evil_byte()), 1..12),
        // Headers and directories stand at the beginning and at the end.
        near in prop_oneof![Just(0..64), Just(0..600), Just(0..usize::MAX)],
        from_end in any::<bool>(),
    ) {
        let (name, mut bytes) = which.get(&FIXTURES).clone();
        let window = near.len().min(bytes.len());
        for (index, byte) in changes {
            let at = index.index(window);
            let at = if from_end { bytes.len() - 1 - at } else { at };
            bytes[at] = byte;
        }
        check(&name, &bytes);
    }

    #[test]
    fn noise_under_any_name_is_read(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        suffix in prop::sample::select(vec![
            "txt", "csv", "html", "xml", "json", "md", "rtf", "pdf", "docx", "xlsx", "xlsb", "xls", "pptx", "odt", "ods",
            "odp", "doc", "ppt", "eml", "mbox", "msg", "ics", "vcf", "zip", "tar", "gz", "7z", "sqlite", "jpg", "png", "tif",
        ]),
        magic in prop::sample::select(vec![
            &b""[..], b"{\\rtf1 ", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-1.4\n", b"\x1f\x8b\x08",
            b"7z\xbc\xaf\x27\x1c", b"SQLite format 3\0", b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n", b"II*\0", b"\xff\xfe",
            b"BEGIN:VCARD\n", b"From a Mon Jan  1 00:00:00 2024\n", b"<html>", b"<?xml ", b"Content-Type: multipart/mixed",
        ]),
    ) {
        check(&format!("a.{suffix}"), &[magic, &bytes].concat());
    }

    #[test]
    fn markup_noise_is_read(text in "[<>/&;=\"'{}\\\\a-z#x0-9 \n\t:;,!\\[\\]-]{0,400}", suffix in prop::sample::select(vec!["html", "xml", "rtf", "csv", "json", "vcf", "eml", "txt"])) {
        check(&format!("a.{suffix}"), text.as_bytes());
    }
}

/// Were the element's name written before each attribute, this would be five gigabytes.
#[test]
fn a_long_name_of_an_element_is_not_repeated() {
    let xml = format!("<r><{} {}/></r>", "e".repeat(200_000), "nr=\"ab\" ".repeat(25_000));
    check("a.xml", xml.as_bytes());
}

/// Openings without ends. Were a reader to look for each end anew, a megabyte would take it minutes.
#[test]
fn openings_without_ends_take_linear_time() {
    let openings = [
        ("html", "<!--x>"),
        ("html", "<script>"),
        ("html", "<a href=\"x>"),
        ("html", "<title>"),
        ("html", "<table><tr><td>"),
        ("html", "&#"),
        ("html", "<"),
        ("xml", "<!DOCTYPE>"),
        ("xml", "<!DOCTYPE[>"),
        ("xml", "<![CDATA["),
        ("xml", "<a b='"),
        ("xml", "<a b=\">"),
        ("xml", "<!--"),
        ("json", "\\u"),
        ("rtf", "{\\rtf"),
        ("rtf", "\\'"),
        ("rtf", "\\u1 "),
        ("txt", "INSERT INTO a VALUES ("),
        ("txt", "INSERT INTO a VALUES (1), ('"),
        ("txt", "INSERT INTO a (b, "),
        ("txt", "CREATE TABLE a (b '"),
        ("txt", "COPY a FROM stdin;\n"),
        ("txt", "COPY a "),
        ("txt", "COPY a FROM stdin "),
        ("txt", "INSERT INTO `a` VALUES (\\'"),
        ("txt", "CREATE TABLE `a` (b \\'"),
        ("txt", "INSERT INTO a VALUES /* "),
        ("txt", "INSERT INTO a VALUES (1); -- \\'"),
        ("csv", "\"\"\""),
        ("csv", "a;\""),
        ("csv", ";"),
        ("vcf", "A;QUOTED-PRINTABLE:=\n"),
        ("vcf", "A:\n "),
        ("mbox", "From a 00:00 2024\n"),
        ("mbox", "\nFrom "),
        ("eml", "Content-Type: multipart/alternative; boundary=a\n\n--a\n"),
        ("eml", "--a\n"),
        ("txt", "\u{fc}"),
    ];
    for (suffix, opening) in openings {
        let start = if suffix == "rtf" {
            "{\\rtf1"
        } else if suffix == "eml" {
            "Subject: x\nContent-Type: multipart/mixed; boundary=a\n\n"
        } else if opening.contains('`') {
            "INSERT INTO `a` VALUES (1);\nINSERT INTO `a` VALUES ('"
        } else {
            ""
        };
        check(
            &format!("a.{suffix}"),
            format!("{start}{}", opening.repeat((1 << 20) / opening.len())).as_bytes(),
        );
    }
}
