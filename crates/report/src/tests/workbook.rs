// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use crate::cell::Cell;
use crate::figures::shown;
use crate::xlsx::table::{Looks, MAX_CELL, text_for_cell, write};
use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use std::fmt::Write as _;
use std::io::Cursor;

fn open(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

/// Every sheet with one cell per line.
fn dump(book: &mut Xlsx<Cursor<Vec<u8>>>) -> String {
    let mut text = String::new();
    for name in book.sheet_names() {
        writeln!(text, "== {name}").unwrap();
        for (row, column, cell) in book.worksheet_range(&name).unwrap().used_cells() {
            writeln!(text, "{row}:{column} {cell:?}").unwrap();
        }
    }
    text
}

#[test]
fn the_workbook_keeps_its_sheets_and_cells() {
    let town = musterstadt();
    for lang in LANGS {
        let mut book = open(report(&town, lang).to_xlsx().unwrap());
        insta::assert_snapshot!(format!("xlsx_{}", lang.tag()), dump(&mut book));
    }
}

// INVARIANT (cells-are-never-formulas)
#[test]
fn hostile_names_are_text_and_nothing_else() {
    for name in HOSTILE {
        let mut book = open(report(&named(name), Lang::De).to_xlsx().unwrap());
        for sheet in book.sheet_names() {
            let formulas = book.worksheet_formula(&sheet).unwrap();
            assert_eq!(formulas.used_cells().count(), 0, "{name:?}");
        }
        let title = book.worksheet_range("Datenbestände").unwrap().get_value((1, 2)).cloned();
        let Some(Data::String(title)) = title else { panic!("{title:?} from {name:?}") };
        // The reader at hand does not undo the escapes that the standard asks for.
        assert_eq!(title.replace("_x005F", "").trim_end(), shown(name).trim_end());
    }
}

#[test]
fn text_means_exactly_its_characters() {
    assert_eq!(text_for_cell("_x0041_"), "_x005F_x0041_");
    assert_eq!(text_for_cell("_x004G_ _x41_"), "_x004G_ _x41_");
    assert_eq!(text_for_cell("<r>a</r>"), "<r>a</r> ");
    let long = text_for_cell(&"🏛".repeat(40_000));
    assert!(long.ends_with('…') && long.encode_utf16().count() <= MAX_CELL);
}

#[test]
fn dates_before_1900_and_long_texts_do_not_break_it() {
    let mut town = named(&"ü".repeat(40_000));
    town.datasets[0].changed = Some((hoheit_types::Timestamp(i64::MIN), hoheit_types::Timestamp(i64::MAX)));
    let mut book = open(report(&town, Lang::De).to_xlsx().unwrap());
    assert!(dump(&mut book).contains("1677-09-21"));
    let early = Report { generated_at: hoheit_types::Timestamp(i64::MIN), ..report(&town, Lang::De) };
    assert!(early.to_xlsx().is_ok());
}

#[test]
fn what_does_not_fit_a_sheet_is_said() {
    let sheet_of = |rows: u64, max_rows: u32| {
        let mut book = Workbook::new();
        let rows = (0..rows).map(|n| vec![Cell::Number(n)]).collect::<Vec<_>>();
        let looks = Looks::new(Lang::En);
        write(book.add_worksheet(), &looks, Lang::En, (0, max_rows), &[("N", 8)], rows.into_iter()).unwrap();
        let mut book = open(book.save_to_buffer().unwrap());
        book.worksheet_range("Sheet1").unwrap()
    };
    let exact = sheet_of(4, 5);
    assert_eq!((exact.height(), exact.get_value((4, 0))), (5, Some(&Data::Float(3.0))));
    let over = sheet_of(5, 5);
    let note = "2 more rows do not fit this sheet; the JSON output holds all.";
    assert_eq!((over.height(), over.get_value((4, 0))), (5, Some(&Data::String(note.to_owned()))));
}
