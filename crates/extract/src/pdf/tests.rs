// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::bounds::MAX_PAGE_TEXT;
use super::outside::text_string;
use crate::extract;
use crate::tests::see_one;
use flate2::{Compression, write::ZlibEncoder};
use hoheit_types::{Limits, ReadState, WarningCode};
use std::io::Write;

/// A file of one page with this content and the font Helvetica as `F`. The missing table of objects is what readers
/// rebuild for broken files, so each test is one for that as well.
fn page(content: &str) -> Vec<u8> {
    format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
         3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n\
         4 0 obj<</Length {}>>stream\n{content}\nendstream endobj\n\
         5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj\n\
         trailer<</Root 1 0 R>>\n%%EOF\n",
        content.len()
    )
    .into_bytes()
}

#[track_caller]
fn check(content: &str, expect: &str) {
    let mut seen = None;
    extract(&page(content), "a.pdf", &Limits::default(), &mut |_, found| {
        seen = Some((found.text.to_string(), found.state));
    });
    assert_eq!(seen, Some((expect.to_owned(), ReadState::Read)), "{content}");
}

#[test]
fn kerning_parts_no_words_and_gaps_do() {
    check("BT /F 10 Tf 50 700 Td [(M)-20(\\374)30(ller)-300(Anna)] TJ ET", "Müller Anna\n");
}

#[test]
fn a_wide_gap_parts_cells_and_a_step_down_parts_lines() {
    check(
        "BT /F 10 Tf 50 700 Td (Name) Tj 200 0 Td (IBAN) Tj -200 -12 Td (Zeile 2) Tj ET",
        "Name\tIBAN\nZeile 2\n",
    );
}

#[test]
fn characters_placed_one_by_one_become_words() {
    check("BT /F 10 Tf 50 700 Td (D) Tj 7.22 0 Td (E) Tj 6.67 0 Td (8) Tj 5.56 0 Td (9) Tj ET", "DE89\n");
}

#[test]
fn spread_letters_stay_one_word() {
    check("BT /F 10 Tf 3 Tc 50 700 Td (gesperrt) Tj ET", "gesperrt\n");
}

#[test]
fn rotated_text_is_read_along_its_line() {
    check("BT /F 10 Tf 0 1 -1 0 300 100 Tm (quer) Tj ( gestellt) Tj ET", "quer gestellt\n");
}

#[test]
fn marked_stretches_say_what_they_mean() {
    check(
        "BT /F 10 Tf 50 700 Td /Span <</ActualText(Stra\\337e)>> BDC (Strasse) Tj EMC ( 1) Tj ET",
        "Straße 1\n",
    );
}

#[test]
fn a_soft_hyphen_at_the_end_joins_lines() {
    check("BT /F 10 Tf 12 TL 50 700 Td (Ver\\255) Tj T* (merk) Tj ET", "Vermerk\n");
}

/// What a file yields that holds more than a page can.
#[track_caller]
fn check_cut(bytes: &[u8]) -> String {
    let mut seen = None;
    extract(bytes, "a.pdf", &Limits::default(), &mut |_, found| {
        let warnings: Vec<_> = found.warnings.iter().map(|w| w.code).collect();
        seen = Some((found.text.to_string(), found.state, warnings));
    });
    let (text, state, warnings) = seen.expect("each document is visited");
    assert_eq!((state, warnings), (ReadState::Partly, vec![WarningCode::ExpansionLimit]));
    text
}

#[test]
fn a_page_without_end_is_cut() {
    let show = format!("BT /F 9 Tf ({}) Tj ET\n", "Mustermann".repeat(10_000));
    let text = check_cut(&page(&show.repeat(45)));
    assert!(text.starts_with("Mustermann") && text.len() <= MAX_PAGE_TEXT + show.len());
    // 300 MB: one piece packed so that it can stand any number of times
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.flush().expect("writing to memory");
    let head = encoder.get_ref().len();
    encoder.write_all(show.as_bytes()).and_then(|()| encoder.flush()).expect("writing to memory");
    let packed = encoder.finish().expect("writing to memory");
    let piece = packed.get(head..packed.len() - 6).expect("all but the end and the check sum");
    let content = [&packed[..head], &piece.repeat(3_000)].concat();
    let plain = page("");
    let at = memchr::memmem::find(&plain, b"<</Length").expect("the content");
    let end = memchr::memmem::find(&plain, b"5 0 obj").expect("the font");
    let dict = format!("<</Filter/FlateDecode/Length {}>>stream\n", content.len());
    let packed = [&plain[..at], dict.as_bytes(), &content, b"\nendstream endobj\n", &plain[end..]].concat();
    let text = check_cut(&packed);
    assert!(text.starts_with("Mustermann") && text.len() <= MAX_PAGE_TEXT + show.len());
}

#[test]
fn widths_without_end_are_not_written_down() {
    let font = "5 0 obj<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font\
                /Subtype/CIDFontType2/BaseFont/X/W[1[500 600]0 4294967295 500]>>]>>endobj\n";
    let plain = String::from_utf8(page("BT /F 9 Tf (Mustermann) Tj ET")).expect("text");
    let (before, _) = plain.split_once("5 0 obj").expect("the font");
    let bytes = format!("{before}{font}trailer<</Root 1 0 R>>\n");
    // The font is as good as missing, and the characters stand for themselves.
    assert_eq!(see_one("a.pdf", bytes.as_bytes()).text, "Mustermann\n");
}

#[test]
fn numbers_out_of_range_cost_what_they_describe() {
    // Codes of characters beyond what numbers can count
    let plain = String::from_utf8(page("BT /F 9 Tf (Mustermann) Tj ET")).expect("text");
    let encoding = "/Encoding<</Differences[9223372036854775807/A/B]>>";
    let font = plain.replace(
        "/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding",
        &format!("/TrueType/BaseFont/X{encoding}"),
    );
    assert_eq!(see_one("a.pdf", font.as_bytes()).text, "Mustermann\n");
    // A table of objects whose rows have more bits than that
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&[0; 64]).expect("writing to memory");
    let rows = encoder.finish().expect("writing to memory");
    let dict = "<</Type/XRef/Size 4/W[1 2 1]/Root 2 0 R/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors 255/BitsPerComponent 16/Columns 4>>";
    let head = format!("%PDF-1.5\n1 0 obj\n{dict}/Length {}>>\nstream\n", rows.len());
    let bytes = [head.as_bytes(), &rows, b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"].concat();
    assert_eq!(see_one("a.pdf", &bytes).state, ReadState::Damaged);
}

#[test]
fn text_strings_have_three_encodings() {
    assert_eq!(text_string(b"\xFE\xFF\0\xC4\0m\0t"), "Ämt");
    assert_eq!(text_string(b"\xEF\xBB\xBF\xC3\x84mt"), "Ämt");
    assert_eq!(text_string(b"5 \xA0 \x84 \xC4mt"), "5 € — Ämt");
}

#[test]
fn pages_whose_content_is_gone_are_not_read() {
    let whole = String::from_utf8(page("BT /F 10 Tf 50 700 Td (Anna) Tj ET")).expect("ASCII");
    let state = |file: &str| see_one("a.pdf", file.as_bytes()).state;
    assert_eq!(state(&whole), ReadState::Read);
    assert_eq!(state(&whole.replace("/Contents 4 0 R", "")), ReadState::Read, "a blank page");
    assert_eq!(state(&whole.replace("/Contents 4 0 R", "/Contents 9 0 R")), ReadState::Damaged);
    assert_eq!(state(&whole.replace("/Contents 4 0 R", "/Contents[4 0 R 9 0 R]")), ReadState::Partly);
    assert_eq!(state(&whole.replace("Kids[3 0 R]", "Kids[9 0 R]")), ReadState::Damaged, "no page is left");
    assert_eq!(state(&whole.replace("%%EOF", "")), ReadState::Partly, "cut behind its last object");
}
