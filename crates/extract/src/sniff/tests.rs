// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::{Sniffed, sniff};
use hoheit_types::Format;
use std::io::Write;

#[track_caller]
fn check(name: &str, bytes: &[u8], format: Format) {
    assert_eq!(sniff(bytes, name), Sniffed { format, as_named: true }, "{name}");
}

#[track_caller]
fn check_wrongly_named(name: &str, bytes: &[u8], format: Format) {
    assert_eq!(sniff(bytes, name), Sniffed { format, as_named: false }, "{name}");
}

#[test]
fn content_decides() {
    check_wrongly_named("a.doc", b"{\\rtf1 x}", Format::Rtf);
    check_wrongly_named("a.xls", b"<html><table><tr><td>1</table>", Format::Html);
    check_wrongly_named("a.pdf", b"Guten Tag", Format::Text);
    check_wrongly_named("a.jpg", b"\x89PNG\r\n\x1a\n", Format::Png);
    check_wrongly_named("a.txt", b"%PDF-1.4", Format::Pdf);
    check("a", b"SQLite format 3\0", Format::Sqlite);
    check("a.pdf", b"junk\n%PDF-1.4", Format::Pdf);
    check("a.unknown", b"II*\0", Format::Tiff);
    check("a.txt", b"", Format::Empty);
    // Encrypted, yet without control characters by chance
    let noise: Vec<u8> = (0_u32..400).map(|i| (i.wrapping_mul(2_654_435_761) >> 21) as u8 | 0x20).collect();
    check_wrongly_named("a.xml", &noise, Format::Unknown);
}

#[test]
fn companions_of_documents_are_no_documents() {
    let owner = b"\x05Erika\0\0\0\0\x05\0E\0r\0i\0k\0a\0\x20\0\x20\0";
    check("a/~$richt.docx", owner, Format::Unknown);
    check("._Bericht.pdf", b"\0\x05\x16\x07\0\x02\0\0Mac OS X        ", Format::Unknown);
    check("~$alt.docx", b"%PDF-1.4", Format::Pdf);
}

#[test]
fn the_name_decides_where_content_is_silent() {
    check("a.md", b"# Titel", Format::Markdown);
    check("a.csv", b"a", Format::Csv);
    check("A.TXT", b"a", Format::Text);
    check("a.log", b"a", Format::Text);
    check("a", b"a", Format::Text);
    check("a.jpg", &[0, 1, 2, 3], Format::Jpeg);
    check("a.bin", &[0, 1, 2, 3], Format::Unknown);
}

#[test]
fn kinds_of_text() {
    check("a", b"<?xml version='1.0'?><x/>", Format::Xml);
    check("a", b"<!DOCTYPE html><p>", Format::Html);
    check("a", b"\xff\xfe<\0h\0t\0m\0l\0>\0", Format::Html);
    check("a", br#"{"a": 1}"#, Format::Json);
    check("a", b"[Abschnitt]\nx=1", Format::Text);
    check("a", b"BEGIN:VCARD\nEND:VCARD", Format::Vcf);
    check("a", b"begin:vcalendar\nEND:VCALENDAR", Format::Ics);
    check("a", b"Received: x\nFrom: a@example.org\nDate: x\n\nText", Format::Eml);
    check("a.eml", b"Subject: x\n\nText", Format::Eml);
    check("a.txt", b"From: mir\nTo: dir\nSubject: Gedicht\n\nText", Format::Text);
    check(
        "a.mbox",
        b"From a@example.org Mon Jan  1 00:00:00 2024\nFrom: a@example.org\n\nText",
        Format::Mbox,
    );
}

#[test]
fn recognised_only() {
    check("a.mp3", b"ID3\x03", Format::Audio);
    check("a.exe", &[b"MZ".as_slice(), &[0; 64]].concat(), Format::Program);
    check("a.pst", b"!BDN", Format::Pst);
    check("a.mdb", b"\0\x01\0\0Standard Jet DB", Format::Database);
    check("a.dwg", b"AC1032\0\0", Format::Drawing);
    check("brief.txt", b"MZ ist keine Anrede.", Format::Text);
}

#[test]
fn names_in_compound_files_have_no_case() {
    for name in ["WordDocument", "WORDDOCUMENT"] {
        let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).expect("a file in memory");
        file.create_stream(name).and_then(|mut stream| stream.write_all(b"x")).expect("writing to memory");
        file.flush().expect("writing to memory");
        check("a.doc", &file.into_inner().into_inner(), Format::Doc);
    }
}
