// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The inventory form as CSV the way German Excel opens it by a double click: UTF-8 with a byte order mark,
//! semicolons, every field quoted, lines ending in CR LF.

use crate::cell::{Cell, without_formula};
use crate::figures::iso_date;
use crate::form::Column;
use crate::{Report, ReportError};
use ::csv::{QuoteStyle, Terminator, WriterBuilder};

/// Without it Excel takes the file for the local code page and shows `GebÃ¼hren`.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

impl Report<'_> {
    /// The inventory form as CSV. The first line holds the coverage statement in its first cell, the second the headers,
    /// then comes one line per dataset. Text that could be taken for a formula has an apostrophe in front.
    pub fn to_csv(&self) -> Result<Vec<u8>, ReportError> {
        // As many fields as every other line has: readers expect a rectangle.
        let mut statement = vec![Cell::Empty; Column::ALL.len()];
        if let Some(first) = statement.first_mut() {
            *first = Cell::Text(self.statement().to_line());
        }
        let heads =
            Column::ALL.iter().map(|column| Cell::Text(column.header(self.lang).to_owned())).collect();
        table([statement, heads].into_iter().chain(self.form_rows()))
    }
}

/// Lines of equal length, in the manner of this module.
pub(crate) fn table(rows: impl Iterator<Item = Vec<Cell>>) -> Result<Vec<u8>, ReportError> {
    let mut csv = WriterBuilder::new()
        .delimiter(b';')
        .quote_style(QuoteStyle::Always)
        .terminator(Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.to_vec());
    for row in rows {
        csv.write_record(row.into_iter().map(field)).map_err(ReportError::Csv)?;
    }
    csv.into_inner().map_err(|e| ReportError::Csv(e.into_error().into()))
}

fn field(cell: Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => without_formula(&text).into_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Date(at) => without_formula(&iso_date(at)).into_owned(),
    }
}
