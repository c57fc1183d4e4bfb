// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What can be checked without the programs themselves: archives by another library, XML by another parser, text by
//! another table of characters, and the offsets that PDF and `SQLite` live on.

use super::sqlite::{self, PAGE_SIZE};
use super::text::Encoding;
use super::{Form, mail, separated, xlsx};
use crate::document::{Cell, Document, Table};
use crate::{Day, marked, values};
use std::io::{Cursor, Read as _};

/// All parts of an archive, read by the `zip` crate, which checks sums.
fn parts(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    (0..archive.len())
        .map(|i| {
            let mut file = archive.by_index(i).unwrap();
            let mut content = Vec::new();
            file.read_to_end(&mut content).unwrap();
            (file.name().unwrap().into_owned(), content)
        })
        .collect()
}

fn assert_well_formed(name: &str, xml: &[u8]) {
    let mut reader = quick_xml::Reader::from_reader(xml);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event() {
            Ok(quick_xml::events::Event::Eof) => return,
            Ok(_) => {}
            Err(error) => panic!("{name} at {}: {error}", reader.error_position()),
        }
    }
}

#[test]
fn packages_are_sound_archives_of_well_formed_parts() {
    let mut document = values::sample(5);
    document.title = "Müller & Söhne <\"GmbH\">".to_owned();
    document.comment = Some("a < b & c".to_owned());
    for form in [Form::Docx, Form::Xlsx, Form::Pptx, Form::Odt, Form::Ods, Form::Odp] {
        let parts = parts(&form.write(&document));
        assert!(parts.len() >= 5, "{form:?}");
        for (name, content) in parts.iter().filter(|(name, _)| name != "mimetype") {
            assert_well_formed(name, content);
        }
    }
    assert_well_formed("xml", &Form::Xml.write(&document));
}

#[test]
fn nested_archives_open_to_the_innermost() {
    let outer = parts(&Form::Zip.write(&values::sample(5)));
    let inner = parts(&outer[0].1);
    assert_eq!(inner[0].0, "Anlagen/Schreiben.docx");
    assert!(parts(&inner[0].1).iter().any(|(name, _)| name == "word/document.xml"));
}

#[test]
fn every_object_of_a_pdf_stands_where_its_table_says() {
    let pdf = Form::Pdf.write(&values::sample(8));
    // One character per byte, so that offsets in the file are offsets in the text.
    let text: Vec<char> = pdf.iter().map(|&byte| char::from(byte)).collect();
    let from = |start: usize| text[start..].iter().collect::<String>();
    let all = from(0);
    let start: usize = all.rsplit("startxref\n").next().unwrap().lines().next().unwrap().parse().unwrap();
    let table = from(start);
    let mut lines = table.lines().skip(2);
    assert_eq!(lines.next(), Some("0000000000 65535 f "));
    let offsets: Vec<usize> = lines.map_while(|line| line.strip_suffix(" 00000 n ")?.parse().ok()).collect();
    assert!(offsets.len() > 5);
    for (i, offset) in offsets.iter().enumerate() {
        assert!(from(*offset).starts_with(&format!("{} 0 obj\n", i + 1)), "object {}", i + 1);
    }
}

#[test]
fn windows_1252_is_what_encoding_rs_says() {
    for byte in 1..=255_u8 {
        let (text, _, _) = encoding_rs::WINDOWS_1252.decode(std::slice::from_ref(&byte));
        let c = text.chars().next().unwrap();
        // The five codes without a letter, which browsers read as control characters.
        if matches!(byte, 0x81 | 0x8d | 0x8f | 0x90 | 0x9d) {
            assert!(!Encoding::Windows1252.has(c));
        } else if c != '\n' {
            assert_eq!(Encoding::Windows1252.encode(&c.to_string()), [byte], "{c}");
        }
    }
}

#[test]
fn code_page_850_has_umlauts_where_dos_had_them() {
    assert_eq!(Encoding::Cp850.encode("ÄÖÜäöüß§"), b"\x8e\x99\x9a\x84\x94\x81\xe1\xf5");
    assert_eq!(Encoding::Cp850.encode("Łukasz\n"), b"Lukasz\r\n");
    assert_eq!(Encoding::Cp850.fit("Şule İzmir"), "Sule Izmir");
}

#[test]
fn all_encodings_read_back_as_what_was_fitted() {
    let text = "Straße, Øre, 5 €, Łódź";
    for (encoding, reader) in [
        (Encoding::Utf8, encoding_rs::UTF_8),
        (Encoding::Utf8Bom, encoding_rs::UTF_8),
        (Encoding::Utf16, encoding_rs::UTF_16LE),
        (Encoding::Windows1252, encoding_rs::WINDOWS_1252),
    ] {
        let bytes = encoding.encode(text);
        assert_eq!(reader.decode(&bytes).0, encoding.fit(text), "{encoding:?}");
    }
}

#[test]
fn separated_values_are_quoted_where_they_must() {
    let mut document = Document::new("", "", Day(0));
    let mut table = Table::new("t", &["a", "b"]);
    table
        .row(["x;y".into(), "say \"no\"".into()])
        .row([Cell::Padded(7, 5), Cell::Date(Day::new(1964, 8, 12))]);
    document.table(table);
    let out = separated::write(&document, ';', Encoding::Utf8);
    assert_eq!(String::from_utf8(out).unwrap(), "a;b\n\"x;y\";\"say \"\"no\"\"\"\n00007;12.08.1964\n");
}

#[test]
fn cells_show_what_people_see() {
    assert_eq!(Cell::Cents(-5).to_string(), "-0.05");
    assert_eq!(Cell::Cents(123_450).to_string(), "1234.50");
    assert_eq!(Cell::Padded(815, 6).to_string(), "000815");
    assert_eq!(Day::new(1964, 8, 12).serial(), 23_601);
}

#[test]
fn columns_are_named_as_in_spreadsheets() {
    for (index, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
        assert_eq!(xlsx::column(index), name);
    }
}

#[test]
fn base64_agrees_with_the_standard() {
    for (plain, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
        assert_eq!(mail::base64(plain.as_bytes()), coded);
    }
}

#[test]
fn mails_keep_lines_short_and_headers_in_ascii() {
    for form in [Form::Eml, Form::EmlAttached] {
        let mut document = values::sample(9);
        "Rückfrage wegen der Überweisung an Frau Öztürk in Łódź".clone_into(&mut document.title);
        let mail = String::from_utf8(form.write(&document)).unwrap();
        let (head, body) = mail.split_once("\r\n\r\n").unwrap();
        assert!(head.is_ascii());
        // RFC 5322, 2.1.1: no line is longer than 998 bytes.
        assert!(body.lines().all(|line| line.len() < 999));
    }
}

/// Enough rows for two levels and rows long enough for overflow pages. Page count and sizes are those in the header; what
/// the pages say was checked with `PRAGMA integrity_check` by hand.
#[test]
fn a_database_is_as_long_as_its_header_says() {
    let mut table = Table::new("lang", &["nr", "text"]);
    for number in 0..3_000 {
        table.row([Cell::Integer(number), "x".repeat(if number % 500 == 0 { 20_000 } else { 30 }).into()]);
    }
    let bytes = sqlite::write(&[table, Table::new("leer", &["a"])]);
    assert!(bytes.starts_with(b"SQLite format 3\0"));
    let pages = u32::from_be_bytes(bytes[28..32].try_into().unwrap()) as usize;
    assert_eq!(bytes.len(), pages * PAGE_SIZE);
}

#[test]
fn forms_keep_to_their_time() {
    assert_eq!(Form::Docx.of_its_time(2003), Form::Rtf);
    assert_eq!(Form::Docx.of_its_time(2010), Form::Docx);
    assert_eq!(Form::Pdf.of_its_time(1999), Form::Pdf);
}

#[test]
fn plain_forms_hold_every_marker_of_the_document() {
    for file in marked::files() {
        let is_plain = ["txt", "md", "html", "xml"].iter().any(|end| file.file_name.ends_with(end));
        if !is_plain {
            continue;
        }
        // Plain text has no place for properties.
        let search = marked::Search::new(std::slice::from_ref(&file));
        let found = search.leaks(&file.bytes).len();
        let in_body =
            file.markers.iter().filter(|m| m.place.ends_with("body") || m.place.ends_with("cell")).count();
        assert!(found >= in_body, "{}: {found} of {in_body}", file.file_name);
    }
}
