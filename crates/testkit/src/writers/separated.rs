// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Separated values: CSV with semicolons as German programs export it, CSV with commas after RFC 4180, and tabs.

use crate::document::{Cell, Document, Table};
use crate::writers::text::Encoding;

/// The first table of the document; one made of its paragraphs if it has none.
pub fn write(document: &Document, separator: char, encoding: Encoding) -> Vec<u8> {
    let mut out = String::new();
    match document.tables().next() {
        Some(table) => write_table(table, separator, &mut out),
        None => write_table(&lines(document), separator, &mut out),
    }
    encoding.encode(&out)
}

fn lines(document: &Document) -> Table {
    let mut table = Table::new("Text", &["Zeile", "Text"]);
    for (i, line) in document.plain().lines().filter(|line| !line.is_empty()).enumerate() {
        table.row([Cell::Integer(i as i64 + 1), line.into()]);
    }
    table
}

fn write_table(table: &Table, separator: char, out: &mut String) {
    let header = table.header.iter().map(String::as_str);
    write_row(header, separator, out);
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(Cell::to_string).collect();
        write_row(cells.iter().map(String::as_str), separator, out);
    }
}

fn write_row<'a>(cells: impl Iterator<Item = &'a str>, separator: char, out: &mut String) {
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            out.push(separator);
        }
        if cell.contains([separator, '"', '\n', '\r']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push('\n');
}
