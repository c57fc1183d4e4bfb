// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use proptest::prelude::*;

const LETTER: &str =
    "Sehr geehrte Frau Müller, für die Änderung der Straße „Am Löß“ über Österreich zahlen Sie 5 €.";

#[track_caller]
fn check(bytes: &[u8], text: &str) {
    let decoded = decode_bytes(bytes, None);
    assert_eq!(decoded.text, text);
    assert_eq!(decoded.undecodable, 0);
    assert!(looks_like_text(bytes, false));
}

fn single(text: &str, table: impl Fn(char) -> u8) -> Vec<u8> {
    text.chars().map(|c| if c.is_ascii() { c as u8 } else { table(c) }).collect()
}

fn utf16(text: &str, to_bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(to_bytes).collect()
}

#[test]
fn utf8_is_not_copied() {
    assert!(matches!(decode_bytes(LETTER.as_bytes(), None).text, Cow::Borrowed(LETTER)));
    check(&[b"\xef\xbb\xbf", LETTER.as_bytes()].concat(), LETTER);
    check(b"", "");
}

#[test]
fn utf16_with_and_without_mark() {
    let marked = format!("\u{feff}{LETTER}");
    check(&utf16(&marked, u16::to_le_bytes), LETTER);
    check(&utf16(&marked, u16::to_be_bytes), LETTER);
    check(&utf16(LETTER, u16::to_le_bytes), LETTER);
    check(&utf16(LETTER, u16::to_be_bytes), LETTER);
    check(&utf16("ab", u16::to_le_bytes), "ab");
}

#[test]
fn utf32() {
    let bytes: Vec<u8> = format!("\u{feff}{LETTER}").chars().flat_map(|c| (c as u32).to_le_bytes()).collect();
    check(&bytes, LETTER);
}

#[test]
fn windows_1252_and_latin_9() {
    check(&WINDOWS_1252.encode(LETTER).0, LETTER);
    check(b"M\xfcller", "Müller");
    check(b"Gr\xfc\xdfe; \xdcbung; 100 \x80", "Grüße; Übung; 100 €");
    check(b"Geb\xfchr 5 \xa4", "Gebühr 5 €");
}

#[test]
fn dos_pages() {
    let dos = |c| match c {
        'ä' => 0x84,
        'ö' => 0x94,
        'ü' => 0x81,
        'Ä' => 0x8e,
        'Ö' => 0x99,
        'Ü' => 0x9a,
        'ß' => 0xe1,
        _ => b'?',
    };
    for text in [
        "Müller",
        "Straße",
        "Übersicht der Gebühren",
        "Änderung für Österreich",
        "GEBÜHRENÄNDERUNG für Söhne",
    ] {
        check(&single(text, dos), text);
    }
    check(b"\xc9\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xcd\xbb Geb\x81hr", "╔═════════╗ Gebühr");
    check(b"Quittung\r\n\xc4\xc4\xc4\xc4\xc4\xc4\xc4\xc4\xc4\xc4", "Quittung\r\n──────────");
}

#[test]
fn windows_quotes_are_no_dos_umlauts() {
    check(b"Der \x84Wohngeldantrag\x93 liegt vor.", "Der „Wohngeldantrag“ liegt vor.");
    check(b"He said \x93yes\x94 and left.", "He said “yes” and left.");
}

#[test]
fn mac_roman() {
    check(b"M\x9fller, Stra\xa7e, B\x8acker, sch\x9an", "Müller, Straße, Bäcker, schön");
}

#[test]
fn other_languages_are_guessed() {
    let russian = "Заявление получено и будет рассмотрено в ближайшее время.";
    let decoded = encoding_rs::WINDOWS_1251.encode(russian).0.into_owned();
    assert_eq!(decode_bytes(&decoded, None).text, russian);
}

#[test]
fn a_foreign_byte_costs_nothing_in_utf8() {
    let mixed = [LETTER.as_bytes(), b" M\xfcller"].concat();
    assert_eq!(decode_bytes(&mixed, None).text, format!("{LETTER} Müller"));
}

#[test]
fn declarations_decide_where_they_fit() {
    let bytes = encoding_rs::WINDOWS_1250.encode("Łódź").0.into_owned();
    assert_eq!(decode_bytes(&bytes, by_label(b"windows-1250")).text, "Łódź");
    assert_eq!(decode_bytes("Müller".as_bytes(), by_label(b"iso-8859-1")).text, "Müller");
}

#[test]
fn binary_is_no_text() {
    assert!(!looks_like_text(&[0, 1, 2, 3, 4, 5, 6, 7], true));
    assert!(!looks_like_text(&(0..=255).collect::<Vec<u8>>(), true));
    assert!(!looks_like_text(&[0; 4096], true));
    assert!(looks_like_text(b"plain\r\n\ttext\x0c\x1a", false));
}

#[test]
fn beginnings_of_other_pages_are_text_as_well() {
    let begins = |bytes: &[u8], text: &str| window(bytes, 16).expect("text") == text;
    assert!(begins(&WINDOWS_1252.encode(LETTER).0, &LETTER[..16]));
    assert!(begins(b"Gr\xfc\xdfe an alle; \x80", "Grüße an alle; €"));
    assert!(begins(&utf16(LETTER, u16::to_le_bytes), &LETTER[..8]));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn loops_over_blocks_do_what_loops_over_bytes_do(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let high: Vec<_> = bytes.iter().copied().enumerate().filter(|(_, b)| !b.is_ascii()).collect();
        prop_assert_eq!(bytes::high(&bytes).collect::<Vec<_>>(), high);
        prop_assert_eq!(bytes::count(&bytes, |b| b < 100), bytes.iter().filter(|b| **b < 100).count());
        prop_assert_eq!(bytes::count(&bytes, |_| true), bytes.len());
    }

    #[test]
    fn beginnings_are_those_of_the_whole_text(text in "[a-zäöüß€ ,.\n]{0,60}", size in 4_usize..200) {
        prop_assert!(text.starts_with(&*window(text.as_bytes(), size).expect("text")));
    }
}
