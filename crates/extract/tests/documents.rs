// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Office documents and PDF written by other programs; `fixtures/make_office.py` makes them.

use hoheit_extract::{ScanEncoding, extract};
use hoheit_types::{Limits, ReadState, WarningCode};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What the visitor saw: member path, text, state, warnings, encodings of scans.
struct Seen {
    member: String,
    text: String,
    state: ReadState,
    warnings: Vec<WarningCode>,
    scans: Vec<(u64, ScanEncoding)>,
}

fn read(bytes: &[u8], name: &str) -> Vec<Seen> {
    let mut seen = Vec::new();
    extract(bytes, name, &Limits::default(), &mut |member, found| {
        seen.push(Seen {
            member: member.to_owned(),
            text: found.text.to_string(),
            state: found.state,
            warnings: found.warnings.iter().map(|w| w.code).collect(),
            scans: found.scans.iter().map(|s| (s.page, s.encoding)).collect(),
        });
    });
    seen
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn fixture(path: &str) -> Vec<Seen> {
    let bytes = fs::read(fixtures().join(path)).expect("fixture");
    match path.strip_suffix(".gz") {
        // Packed only to keep the repository small
        Some(path) => {
            let mut unpacked = Vec::new();
            flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut unpacked).expect("fixture");
            read(&unpacked, path)
        }
        None => read(&bytes, path),
    }
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Checks that a document holds all values that its generator put in, ignoring white space.
#[track_caller]
fn check_values(path: &str, but: impl Fn(&str) -> bool) {
    let values = fs::read_to_string(fixtures().join("values.txt")).expect("fixture");
    let text: String = fixture(path).iter().map(|seen| squeezed(&seen.text)).collect();
    let missing: Vec<_> =
        values.lines().filter(|value| !but(value) && !text.contains(&squeezed(value))).collect();
    assert!(missing.is_empty(), "{path}: {missing:?}");
}

#[test]
fn every_value_comes_out_of_office_documents() {
    for path in [
        "docx/python-docx.docx",
        "docx/libreoffice.docx",
        "odt/libreoffice.odt",
        "doc/libreoffice.doc",
        "xlsx/openpyxl.xlsx",
        "xlsx/libreoffice.xlsx",
        "xls/libreoffice.xls",
        "ods/libreoffice.ods",
        "pptx/python-pptx.pptx",
        "odp/libreoffice.odp",
        "ppt/libreoffice.ppt.gz",
    ] {
        check_values(path, |_| false);
    }
}

#[test]
fn every_value_comes_out_of_pdf() {
    check_values("pdf/libreoffice-writer.pdf", |_| false);
    check_values("pdf/chromium.pdf", |_| false);
    // The standard fonts lack the letter.
    check_values("pdf/reportlab.pdf", |value| value.contains('ł'));
    // The hidden sheet with the prose is not printed.
    check_values("pdf/libreoffice-calc.pdf", |value| value.ends_with('.'));
}

#[track_caller]
fn check_text(path: &str, expect: &[&str]) {
    let seen = fixture(path);
    let text: String = seen.iter().map(|seen| seen.text.as_str()).collect();
    for part in expect {
        assert!(text.contains(part), "{path} lacks {part}");
    }
}

#[test]
fn what_surrounds_the_body_is_read() {
    let around =
        ["Kopfzeile Amt", "Fußzeile Aktenzeichen", "Randbemerkung", "Fundstelle Titel", "Adele Verfasserin"];
    check_text("docx/python-docx.docx", &around);
    check_text("docx/python-docx.docx", &["DE0212 0300 000000 2020 51", "Erich Prüfer"]);
    check_text("odt/libreoffice.odt", &around);
    check_text("doc/libreoffice.doc", &around);
    check_text("xlsx/openpyxl.xlsx", &["Randbemerkung", "Erich Prüfer", "00007\t29.02.2024 13:05\t06:30"]);
    check_text("xls/libreoffice.xls", &["Randbemerkung", "00007\t29.02.2024 13:05\t06:30"]);
    check_text("ods/libreoffice.ods", &["Randbemerkung", "00007\t29.02.2024 13:05\t06:30"]);
    check_text("pptx/python-pptx.pptx", &["Notiz zu Folie 8"]);
    check_text("odp/libreoffice.odp", &["Notiz zu Folie 8"]);
    check_text("ppt/libreoffice.ppt.gz", &["Notiz zu Folie 8"]);
    check_text(
        "pdf/form.pdf",
        &["Name der antragstellenden Person: Feldwert Cornelia Kästchen", "Randbemerkung"],
    );
}

#[test]
fn attachments_of_pdf_are_children() {
    let seen = fixture("pdf/form.pdf");
    let child = seen.iter().find(|seen| seen.member == "anlage.txt").expect("visited");
    assert_eq!(child.text, "Anhang von Bodo Beilage");
    assert_eq!(seen.last().map(|seen| seen.member.as_str()), Some(""));
}

#[test]
fn a_password_locks_and_an_owner_password_does_not() {
    for path in ["pdf/encrypted.pdf", "docx/encrypted.docx"] {
        let seen = fixture(path);
        assert_eq!(seen.len(), 1, "{path}");
        assert_eq!((seen[0].state, seen[0].text.as_str()), (ReadState::Encrypted, ""), "{path}");
    }
    check_text("pdf/print-forbidden.pdf", &["Antrag", "Feldwert Cornelia Kästchen", "Bodo Beilage"]);
}

#[test]
fn scanned_pages_are_handed_on() {
    let seen = fixture("pdf/scan.pdf");
    assert_eq!(seen[0].state, ReadState::ImageOnly);
    assert!(seen[0].warnings.contains(&WarningCode::PagesWithoutText));
    assert_eq!(seen[0].scans, [(1, ScanEncoding::Jpeg), (2, ScanEncoding::Pnm)]);
}

#[test]
fn tables_keep_their_headings() {
    for path in ["docx/python-docx.docx", "xlsx/openpyxl.xlsx", "xls/libreoffice.xls", "ods/libreoffice.ods"]
    {
        let bytes = fs::read(fixtures().join(path)).expect("fixture");
        let mut headers = Vec::new();
        extract(&bytes, path, &Limits::default(), &mut |_, found| {
            headers.extend(found.tables.iter().map(|table| (table.header.join(" "), table.rows)));
        });
        let expect = ("Name Geburtsdatum Steuer-ID IBAN E-Mail Telefon Anschrift Betrag Quote".to_owned(), 8);
        assert!(headers.contains(&expect), "{path}: {headers:?}");
    }
}

/// All fixtures that this file is about.
fn all() -> Vec<PathBuf> {
    let kinds = ["docx", "odt", "doc", "xlsx", "xls", "ods", "pptx", "odp", "pdf"];
    let files = kinds.iter().flat_map(|kind| fs::read_dir(fixtures().join(kind)).expect("fixtures"));
    let mut files: Vec<_> = files.map(|entry| entry.expect("entry").path()).collect();
    files.sort();
    files
}

/// Checks that the outermost document is visited once, last, and that no parser crashed. Returns its state.
#[track_caller]
fn check_survives(bytes: &[u8], name: &str, what: &str) -> ReadState {
    let seen = read(bytes, name);
    let outermost = seen.iter().filter(|seen| seen.member.is_empty()).count();
    assert_eq!(outermost, 1, "{name} {what}");
    assert!(seen.iter().all(|seen| !seen.warnings.contains(&WarningCode::Crashed)), "{name} {what}");
    seen.last().expect("the outermost").state
}

// INVARIANT (unread-is-not-clean)
#[test]
fn cut_documents_are_survived_and_never_called_read() {
    for path in all() {
        let bytes = fs::read(&path).expect("fixture");
        let name = path.file_name().and_then(|name| name.to_str()).expect("name");
        for part in 1..16 {
            let end = bytes.len() * part / 16;
            let state = check_survives(&bytes[..end], name, &format!("cut at {end}"));
            assert_ne!(state, ReadState::Read, "{name} cut at {end}");
        }
    }
}

#[test]
fn flipped_bits_are_survived() {
    // A fixed sequence (Knuth's MMIX generator), so that a failure can be repeated.
    let mut state = 1_u64;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for path in all() {
        let bytes = fs::read(&path).expect("fixture");
        let name = path.file_name().and_then(|name| name.to_str()).expect("name");
        for round in 0..24 {
            let mut broken = bytes.clone();
            for _ in 0..=round {
                let at = random(broken.len());
                broken[at] ^= 1 << random(8);
            }
            check_survives(&broken, name, &format!("round {round}"));
        }
    }
}
