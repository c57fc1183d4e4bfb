// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::Match;
use crate::view::View;
use memchr::{memchr, memchr2};
use std::ops::Range;

/// A stretch of a text that is a table: one line per row, cells parted by a delimiter.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    /// Sheet, table or file name; may be empty
    pub name: &'a str,
    /// Where in the text, header row included
    pub span: Range<usize>,
    /// The column headings, empty if there are none
    pub header: &'a [String],
    /// Between two cells
    pub delimiter: u8,
    /// Around cells that hold delimiters or line breaks, doubled inside; `None` where no cell can hold them
    pub quote: Option<u8>,
}

/// A column of one of the tables that were given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Column {
    /// Which table, counted from 0
    pub table: u32,
    /// Which column in it, counted from 0
    pub index: u32,
}

/// A walk over the cells of a table, in step with the matches found in it.
#[derive(Debug)]
pub(crate) struct Walk<'a> {
    table: &'a Table<'a>,
    number: u32,
    /// Where the next cell starts
    at: usize,
    /// The column of the next cell
    index: u32,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(table: &'a Table<'a>, number: usize) -> Self {
        Self { table, number: number as u32, at: table.span.start, index: 0 }
    }

    /// Walks over all cells that end before `to` and tells the matches in them their column. Returns where
    /// the first cell starts that was not visited; the end of the table counts as visited.
    pub(crate) fn visit(&mut self, view: &View<'_>, to: usize, matches: &mut [Match]) -> usize {
        let bytes = view.bytes().get(..self.table.span.end).unwrap_or(&[]);
        let mut matches = matches.iter_mut().peekable();
        while self.at < self.table.span.end {
            let cell = self.cell(bytes);
            if cell.end > to {
                return self.at;
            }
            while let Some(found) = matches.next_if(|found| found.span.start < cell.end) {
                if found.span.start >= self.at {
                    found.column = Some(Column { table: self.number, index: self.index });
                }
            }
            self.index = if bytes.get(cell.end) == Some(&self.table.delimiter) { self.index + 1 } else { 0 };
            self.at = cell.end + 1;
        }
        usize::MAX
    }

    /// The cell that starts here, quotes included.
    fn cell(&self, bytes: &[u8]) -> Range<usize> {
        let mut from = self.at;
        if let Some(quote) = self.table.quote
            && bytes.get(from) == Some(&quote)
        {
            // A doubled quote is one inside the cell.
            from += 1;
            loop {
                let Some(closing) = memchr(quote, bytes.get(from..).unwrap_or(&[])) else { break };
                from += closing + 1;
                if bytes.get(from) != Some(&quote) {
                    break;
                }
                from += 1;
            }
        }
        let end = memchr2(self.table.delimiter, b'\n', bytes.get(from..).unwrap_or(&[]));
        self.at..end.map_or(bytes.len(), |end| from + end)
    }
}
