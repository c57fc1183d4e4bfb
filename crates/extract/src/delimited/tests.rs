// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::{rows, widths};
use crate::tests::{see_one, see_with};
use crate::{Dialect, RowEnds, cells};
use hoheit_types::{Format, Limits, ReadState, WarningCode};
use proptest::prelude::*;

#[track_caller]
fn check(
    name: &str,
    text: &str,
    delimiter: char,
    quote: Option<char>,
    header: &[&str],
    rows: u64,
) -> crate::Table {
    let seen = see_one(name, text.as_bytes());
    assert_eq!(seen.text, text);
    assert_eq!((seen.state, seen.warnings), (ReadState::Read, vec![]));
    let table = seen.tables.first().expect("a table").clone();
    assert_eq!(table.dialect, Dialect { delimiter: delimiter as u8, quote: quote.map(|q| q as u8) });
    assert_eq!(table.header, header);
    assert_eq!(table.rows, rows);
    table
}

#[test]
fn delimiters() {
    check("a.csv", "Name;PLZ\nMuster;12345\n", ';', None, &["Name", "PLZ"], 1);
    check("a.csv", "a,b\n1,2\n3,4", ',', None, &["a", "b"], 2);
    check("a.csv", "Betrag;Art\n1,50;bar\n2,70;Karte\n", ';', None, &["Betrag", "Art"], 2);
    check("a.tsv", "Name\tOrt\nA, B\tC\n", '\t', None, &["Name", "Ort"], 1);
    check("a.csv", "x|y\n1|2\n", '|', None, &["x", "y"], 1);
    check("a.csv", "Zeile\nohne\n", ',', None, &[], 2);
}

#[test]
fn rows_end_in_carriage_returns_alone() {
    let seen = see_one("a.csv", b"Name;Notiz\rMuster;\"a\rb\"\rMeier;c\r");
    assert_eq!(seen.text, "Name;Notiz\nMuster;\"a\nb\"\nMeier;c\n");
    let table = seen.tables.first().expect("a table");
    assert_eq!((table.rows, table.header.join("|").as_str()), (2, "Name|Notiz"));
}

#[test]
fn quotes_hold_delimiters_and_breaks() {
    check("a.csv", "Name,Ort\n\"Muster, \"\"M\"\"\n\",X\nB,5\" Rohr\n", ',', Some('"'), &["Name", "Ort"], 2);
    check("a.csv", "a;b\n1;\"offen\n2;x\n", ';', Some('"'), &["a", "b"], 2);
    check("a.csv", "a;b\n1;5\" Rohr\n", ';', None, &["a", "b"], 1);
}

/// Rows end where the reader counts them, and nowhere inside of a cell.
#[test]
fn rows_end_outside_of_quoted_cells() {
    let dialect = Dialect { delimiter: b';', quote: Some(b'"') };
    let ends = |text: &str| RowEnds::new(text.as_bytes(), dialect).collect::<Vec<_>>();
    assert_eq!(ends("a;\"b\n\"\"\n\";c\nd\n"), [11, 13]);
    assert_eq!(ends("\"a\nb\"\n5\" x\ny\n"), [5, 10, 12]);
    assert_eq!(ends("a;\"offen\nb;zu\n"), [8, 13]);
    let parted = |row: &str| {
        cells(row.as_bytes(), dialect).into_iter().map(|cell| row[cell].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(parted("a;\"b;\"\";\";;c"), ["a", "\"b;\"\";\"", "", "c"]);
    assert_eq!(parted("\"offen;b"), ["\"offen", "b"]);
    assert_eq!(parted(""), [""]);
}

#[test]
fn titles_before_the_table_are_left_out() {
    let table = check(
        "a.csv",
        "Bericht 2024\n\nNr;Betrag;Art\n1;2;3\n4;5;6\n7;8;9\n",
        ';',
        None,
        &["Nr", "Betrag", "Art"],
        3,
    );
    assert_eq!(table.span.start, "Bericht 2024\n\n".len());
    let table = check("a.csv", "sep=|\r\nNr|x\r\n1|2\r\n", '|', None, &["Nr", "x"], 1);
    assert_eq!(table.span.start, 7);
}

#[test]
fn tables_are_found_in_plain_text() {
    assert_eq!(see_one("export.txt", b"Nr;Name\n1;A\n2;B\n").format, Format::Csv);
    assert_eq!(see_one("export.dat", b"1\tA\n2\tB\n3\tC\n").format, Format::Csv);
    assert_eq!(see_one("brief.txt", b"Hallo, Welt\nwie, gehts\nmir, gut\n").format, Format::Text);
}

#[test]
fn a_table_of_names_alone_has_no_heading() {
    check("a.csv", "Anna;Berta\nCarla;Dora\n", ';', None, &[], 2);
}

#[test]
fn rows_are_counted_beyond_the_text_limit() {
    let text = format!("Name;Betrag\n{}", "Muster;12,50\n".repeat(1_000));
    let limits = Limits { text_bytes: 500, ..Limits::default() };
    let seen = see_with("a.csv", text.as_bytes(), &limits).pop().expect("the table");
    assert_eq!((seen.state, seen.warnings), (ReadState::Partly, vec![WarningCode::TextLimit]));
    let table = seen.tables.first().expect("a table");
    assert_eq!((table.rows, table.header.len()), (1_000, 2));
    assert!(seen.text[table.span.clone()].ends_with("Muster;12,50\n"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_are_as_wide_with_and_without_their_cells(text in "[a; \n\"]{0,60}", quoted in any::<bool>()) {
        let parted: Vec<usize> = rows(&text, b';', quoted).iter().map(Vec::len).collect();
        prop_assert_eq!(widths(&text, b';', quoted).collect::<Vec<_>>(), parted);
    }
}
