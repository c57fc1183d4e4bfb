// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! In which record a value stands: a row of a table, or all other text of a document.

use super::values::Values;
use hoheit_detect::Table;
use hoheit_extract::{Dialect, RowEnds};
use std::iter::Peekable;
use std::ops::Range;

/// Numbers the records of one document.
pub(super) struct Records<'t> {
    /// Tables by where they stand
    tables: Vec<Stretch<'t>>,
    /// The record of what stands in no table
    outside: u32,
    /// Which table is walked, and in which row
    table: usize,
    row: u32,
}

/// A table that is walked row by row.
struct Stretch<'t> {
    span: Range<usize>,
    /// Rows of its heading
    heading: u32,
    /// Its first record, or none where it is too long
    first: Option<u32>,
    /// Line breaks from where the walk is, counted from its beginning
    ends: Peekable<RowEnds<'t>>,
}

/// Where the records of a long text go on in its next window.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Window {
    outside: u32,
    table: Option<Running>,
}

/// A table that reaches from window to window.
#[derive(Clone, PartialEq, Eq)]
struct Running {
    name: String,
    first: u32,
    rows: u64,
    /// The first record behind it; no longer true once another place has begun
    next: u32,
}

impl<'t> Records<'t> {
    /// Makes room for the records among those of the file. `rows` holds the rows of each table, without headings; tables
    /// above `most_rows` have no records.
    pub(super) fn new(
        values: &mut Values,
        member: &str,
        text: &'t str,
        tables: &[Table<'_>],
        rows: &[u64],
        most_rows: u64,
    ) -> Self {
        let before = if member.is_empty() { values.window.take() } else { None };
        let outside = before.as_ref().map(|window| window.outside);
        let outside = outside.or_else(|| values.place(member, None, 1)).unwrap_or(u32::MAX);
        let mut running = before.and_then(|window| window.table);
        let mut stretches = Vec::with_capacity(tables.len());
        for (table, rows) in tables.iter().zip(rows) {
            let known = running.take().filter(|known| known.name == table.name && known.next == values.next);
            let before = known.as_ref().map_or(0, |known| known.rows);
            let fits = before.saturating_add(*rows) <= most_rows;
            values.is_cut |= !fits;
            let first = match known {
                _ if !fits => None,
                Some(known) => {
                    values.next = values.next.saturating_add(*rows as u32);
                    Some(known.first)
                }
                // One more, should a heading be none.
                None => values.place(member, Some(table.name), (*rows as u32).saturating_add(1)),
            };
            let heading = u32::from(!table.header.is_empty());
            let from = first.map(|first| first.saturating_add(before as u32));
            let bytes = text.as_bytes().get(table.span.clone()).unwrap_or_default();
            let dialect = Dialect { delimiter: table.delimiter, quote: table.quote };
            let ends = RowEnds::new(bytes, dialect).peekable();
            stretches.push(Stretch { span: table.span.clone(), heading, first: from, ends });
            running = first.map(|first| Running {
                name: table.name.to_owned(),
                first,
                rows: before + rows,
                next: values.next,
            });
        }
        if member.is_empty() {
            values.window = Some(Window { outside, table: running });
        }
        Self { tables: stretches, outside, table: 0, row: 0 }
    }

    /// The record of what stands in no table.
    pub(super) const fn outside(&self) -> u32 {
        self.outside
    }

    /// The record in which an offset lies; `None` in a table that is too long. Offsets must ascend.
    pub(super) fn of(&mut self, start: usize) -> Option<u32> {
        let known = |record: u32| (record != u32::MAX).then_some(record);
        while let Some(table) = self.tables.get_mut(self.table) {
            if start < table.span.start {
                return known(self.outside);
            }
            if start < table.span.end {
                let at = start - table.span.start;
                while table.ends.next_if(|end| *end < at).is_some() {
                    self.row = self.row.saturating_add(1);
                }
                let row = self.row.saturating_sub(table.heading);
                return table.first.and_then(|first| known(first.saturating_add(row)));
            }
            self.table += 1;
            self.row = 0;
        }
        known(self.outside)
    }
}
