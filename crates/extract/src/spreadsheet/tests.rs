// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::number_format::{NumberFormat, builtin, general};
use crate::extract;
use hoheit_types::{Limits, ReadState, WarningCode};

#[track_caller]
fn check(code: &str, value: f64, expect: &str) {
    assert_eq!(NumberFormat::parse(code).render(value, false), expect, "{code} of {value}");
}

#[test]
fn numbers_look_as_in_a_german_excel() {
    check("0", 12_345_678_901.0, "12345678901");
    check("00000", 6_108.0, "06108");
    check("00000000000", 2_476_291_358.0, "02476291358");
    check("00 000 000 000", 12_345_678_901.0, "12 345 678 901");
    check("0000\\-00", 123_456.0, "1234-56");
    check("#,##0.00", 1_234_567.891, "1.234.567,89");
    check("#,##0.00\\ [$€-407]", -1_234.5, "-1.234,50 €");
    check("[$-409]#,##0.00", 1_234.5, "1,234.50");
    check("#,##0.00 \"€\";[Red]-#,##0.00 \"€\"", -7.0, "-7,00 €");
    check("0.0#", 1.5, "1,5");
    check("0.##", 2.0, "2");
    check("0\\ %", 0.19, "19 %");
    check("#,##0,", 1_234_567.0, "1.235");
    check("0.00E+00", 12_345.0, "1,23E+04");
    check("[<=9999999]###\\-####;(###) ###\\-####", 5_551_234.0, "555-1234");
    check("General \"Stück\"", 12.0, "12 Stück");
    check("#\\ ?/?", 0.5, "0,5");
}

#[test]
fn dates_look_as_in_a_german_excel() {
    check("dd.mm.yyyy", 29_579.0, "24.12.1980");
    // German programs write their separator as the neutral one.
    check("dd/mm/yyyy", 29_579.0, "24.12.1980");
    check("[$-409]mm/dd/yyyy", 29_579.0, "12/24/1980");
    check(builtin(14), 29_579.0, "24.12.1980");
    check("yyyy\\-mm\\-dd\\ hh:mm:ss", 45_351.545_138_888_9, "2024-02-29 13:05:00");
    check("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", 29_579.0, "Mittwoch, 24. Dezember 1980");
    check("d. mmm yy", 44_986.0, "1. Mär 23");
    check("[h]:mm", 1.5, "36:00");
    check("mm:ss.0", 0.000_706_018_518_5, "01:01,0");
    check("h:mm AM/PM", 0.75, "6:00 PM");
    check("dd.mm.yyyy", 60.0, "29.02.1900");
    check("dd.mm.yyyy", 1.0, "01.01.1900");
    // What is no date is shown as the number that it is.
    check("dd.mm.yyyy", -3.0, "-3");
    assert_eq!(NumberFormat::parse("dd.mm.yyyy").render(28_117.0, true), "24.12.1980");
}

#[test]
fn hidden_values_are_shown() {
    check(";;;", 4_711.0, "4711");
    check("\"\"", 4_711.0, "4711");
}

#[test]
fn numbers_without_a_format_are_written_out() {
    assert_eq!(general(12_345_678_901.0), "12345678901");
    assert_eq!(general(0.1 + 0.2), "0,3");
    assert_eq!(general(-2.5), "-2,5");
}

/// What [`extract`] makes of a workbook in the record format.
fn read(bytes: &[u8], name: &str) -> (String, ReadState) {
    let mut result = None;
    extract(bytes, name, &Limits::default(), &mut |_, found| {
        result = Some((found.text.to_string(), found.state));
    });
    result.expect("each document is visited")
}

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).expect("short");
    [&kind.to_le_bytes(), &length.to_le_bytes(), data].concat()
}

#[test]
fn a_workbook_of_version_2_is_a_plain_stream_of_records() {
    let number = [&[1, 0, 0, 0, 0, 0, 0][..], &2_476_291_358_f64.to_le_bytes()].concat();
    let bytes = [
        record(0x09, &[2, 0, 0x10, 0]),
        record(0x04, b"\0\0\0\0\0\0\0\x07M\xFCller "),
        record(0x03, &number),
        record(0x0A, &[]),
    ]
    .concat();
    assert_eq!(read(&bytes, "alt.xls"), ("Müller \n2476291358\n".to_owned(), ReadState::Read));
}

#[test]
fn shared_strings_run_over_into_the_next_record() {
    // One string of six characters, cut after the third; the rest comes with two bytes each.
    let sst = record(0xFC, b"\x01\0\0\0\x01\0\0\0\x06\0\0Mei");
    let rest = record(0x3C, b"\x01\xDF\0n\0e\0");
    let bytes = [
        record(0x809, &[0, 6, 5, 0, 0, 0, 0, 0]),
        sst,
        rest,
        record(0x0A, &[]),
        record(0x809, &[0, 6, 0x10, 0, 0, 0, 0, 0]),
        record(0xFD, &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        record(0x0A, &[]),
    ]
    .concat();
    assert_eq!(read(&bytes, "neu.xls").0, "Meißne\n");
}

#[test]
fn an_empty_sheet_says_its_name() {
    let globals = record(0x809, &[0, 6, 5, 0, 0, 0, 0, 0]);
    let at = u8::try_from(globals.len() + 4 + 12 + 4).expect("short");
    let sheet = record(0x85, &[at, 0, 0, 0, 0, 0, 4, 0, b'L', b'e', b'e', b'r']);
    let bytes =
        [globals, sheet, record(0x0A, &[]), record(0x809, &[0, 6, 0x10, 0, 0, 0, 0, 0]), record(0x0A, &[])]
            .concat();
    assert_eq!(read(&bytes, "leer.xls"), ("Leer\n".to_owned(), ReadState::Read));
}

#[test]
fn shared_strings_unfold_within_the_limits() {
    // 30,000 cells of one string of 1,000 characters: 30 MB out of half a megabyte
    let string = [&b"\x01\0\0\0\x01\0\0\0\xE8\x03\0"[..], &[b'x'; 1_000]].concat();
    let mut bytes =
        [record(0x809, &[0, 6, 5, 0, 0, 0, 0, 0]), record(0xFC, &string), record(0x0A, &[])].concat();
    bytes.extend(record(0x809, &[0, 6, 0x10, 0, 0, 0, 0, 0]));
    for row in 0..30_000_u16 {
        let [low, high] = row.to_le_bytes();
        bytes.extend(record(0xFD, &[low, high, 0, 0, 0, 0, 0, 0, 0, 0]));
    }
    let limits = Limits { expansion_ratio: 10, ..Limits::default() };
    let seen = crate::tests::see_with("a.xls", &bytes, &limits).pop().expect("the workbook");
    assert_eq!((seen.state, seen.warnings), (ReadState::Partly, vec![WarningCode::ExpansionLimit]));
    assert_eq!(seen.text.len() as u64, Limits::RATIO_FREE_BYTES);
}
