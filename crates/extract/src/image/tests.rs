// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::ScanEncoding;
use crate::tests::see_one;
use hoheit_types::{Format, ReadState};

#[track_caller]
fn check(name: &str, format: Format, text: &str, scan: Option<ScanEncoding>) {
    let bytes = std::fs::read(format!("fixtures/image/valid/{name}")).expect("a fixture");
    let seen = see_one(name, &bytes);
    assert_eq!((seen.format, seen.state, seen.text.as_str()), (format, ReadState::ImageOnly, text));
    assert_eq!(seen.scans.first().map(|s| s.encoding), scan);
    assert!(seen.scans.iter().all(|s| s.bytes == bytes));
}

#[test]
fn pages_go_to_ocr_and_texts_are_read() {
    check(
        "gps.jpeg",
        Format::Jpeg,
        "Description: Ortstermin bei Erika Muster\nArtist: Max Muster\nTaken: 2024:01:31 12:00:00\nGPS 52.520000, 13.405000\n",
        Some(ScanEncoding::Jpeg),
    );
    check("text.png", Format::Png, "Author: Erika Müster\nComment: Größe\n", Some(ScanEncoding::Png));
    check("two-pages.tiff", Format::Tiff, "Description: Scan der Akte\n", Some(ScanEncoding::Tiff));
}

#[test]
fn icons_do_not() {
    for name in ["small.gif", "small.bmp", "small.webp"] {
        check(name, Format::Image, "", None);
    }
}

#[test]
fn broken_pictures_are_damaged() {
    assert_eq!(see_one("a.png", b"\x89PNG\r\n\x1a\n").state, ReadState::Damaged);
    assert_eq!(see_one("a.jpg", b"\xff\xd8\xff").state, ReadState::Damaged);
    assert_eq!(see_one("a.tif", b"II*\0").state, ReadState::Damaged);
}
