// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Rows and cells of a table that is a stretch of text: RFC 4180, and what people make of it.

use crate::Dialect;
use memchr::{memchr, memchr2};
use std::ops::Range;

/// Where the rows of a table end: the offsets of its line breaks, but for those inside quoted cells. Linear in the bytes,
/// whatever stands in them.
#[derive(Clone, Debug)]
pub struct RowEnds<'t> {
    bytes: &'t [u8],
    at: usize,
    delimiter: u8,
    /// `None` also behind a quote that nothing closes: then no later one is closed, either
    quote: Option<u8>,
}

impl<'t> RowEnds<'t> {
    /// Of the bytes of a table in this dialect, heading included.
    pub const fn new(bytes: &'t [u8], dialect: Dialect) -> Self {
        Self { bytes, at: 0, delimiter: dialect.delimiter, quote: dialect.quote }
    }

    fn begins_cell(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.bytes.get(before));
        before.is_none_or(|byte| *byte == self.delimiter || *byte == b'\n')
    }
}

impl Iterator for RowEnds<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        loop {
            let rest = self.bytes.get(self.at..)?;
            let hit = self.at + memchr2(self.quote.unwrap_or(b'\n'), b'\n', rest)?;
            self.at = hit + 1;
            if self.bytes.get(hit) == Some(&b'\n') {
                return Some(hit);
            }
            if self.begins_cell(hit) {
                match self.quote.map(|quote| end_of_quoted(self.bytes.get(hit..).unwrap_or(&[]), quote)) {
                    None | Some(0) => self.quote = None,
                    Some(length) => self.at = hit + length,
                }
            }
        }
    }
}

/// Where the cells of one row lie, quotes included; of a row without its line break.
pub fn cells(row: &[u8], dialect: Dialect) -> Vec<Range<usize>> {
    let (mut cells, mut start) = (Vec::new(), 0);
    loop {
        let rest = row.get(start..).unwrap_or(&[]);
        let quote = dialect.quote.filter(|quote| rest.first() == Some(quote));
        let quoted = quote.map_or(0, |quote| end_of_quoted(rest, quote));
        let end = memchr(dialect.delimiter, rest.get(quoted..).unwrap_or(&[]));
        let end = end.map_or(row.len(), |end| start + quoted + end);
        cells.push(start..end);
        if end == row.len() {
            return cells;
        }
        start = end + 1;
    }
}

/// Where a quoted cell ends, quotes included; 0 when its closing quote is missing, so that a lone quote costs nothing.
pub(crate) fn end_of_quoted(bytes: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while let Some(offset) = bytes.get(at..).and_then(|rest| memchr(quote, rest)) {
        at += offset + 1;
        if bytes.get(at) != Some(&quote) {
            return at;
        }
        at += 1;
    }
    0
}
