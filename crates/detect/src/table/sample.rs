// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Which rows of a very large table are read.

use super::{Cells, Table};
use crate::view::View;
use std::ops::Range;

/// Bytes of a table that are read at most by [`Engine::document`](crate::Engine::document): some 160,000 rows. A share
/// of one half is known within 0.3 points then, a kind that stands in one row of 10,000 is missed once in ten million
/// cases.
pub(crate) const TABLE_BYTES: usize = 16 << 20;

/// Bytes read at one place: enough rows to be worth the way, few enough that sorted tables are met in 256 places.
const BLOCK: usize = 64 << 10;

/// The blocks of whole rows to read, evenly spread; `None` if the whole table is to be read.
pub(crate) fn blocks(view: &View<'_>, table: &Table<'_>, at_most: usize) -> Option<Vec<Range<usize>>> {
    let len = view.len();
    if len <= at_most.max(BLOCK) {
        return None;
    }
    let count = (at_most / BLOCK).max(1);
    let mut blocks = Vec::with_capacity(count);
    let mut end = 0;
    for i in 0..count {
        let start = (len / count * i).max(end);
        let start = if i == 0 { 0 } else { row_start(view, table, start) };
        end = line_end(view, (start + BLOCK).min(len));
        if start < end {
            blocks.push(start..end);
        }
    }
    Some(blocks)
}

/// The rows of the whole table, told from its line breaks and from how many of them the rows that were read have.
pub(crate) fn total_rows(view: &View<'_>, blocks: &[Range<usize>], read: u64) -> u64 {
    let lines = |range: Range<usize>| {
        memchr::memchr_iter(b'\n', view.bytes().get(range).unwrap_or(&[])).count() as u64
    };
    let sampled: u64 = blocks.iter().cloned().map(&lines).sum();
    // Rows with line breaks inside cells have several lines.
    let total = u128::from(lines(0..view.len())) * u128::from(read) / u128::from(sampled.max(1));
    (total as u64).max(read)
}

/// Where a row starts behind an offset: at a line that has as many cells as the heading. A line break inside a cell
/// mostly shows by this; where none fits soon, the next line is taken.
fn row_start(view: &View<'_>, table: &Table<'_>, offset: usize) -> usize {
    const TRIES: usize = 16;
    /// No row is followed further.
    const ROW_BYTES: usize = 16 << 10;
    let first = line_end(view, offset);
    let mut start = first;
    for _ in 0..TRIES {
        let Some(row) = view.part(start..line_boundary(view, start, ROW_BYTES), Some(table.delimiter)) else {
            break;
        };
        let mut cells = Cells::new(table);
        let mut count = 0;
        while let Some(cell) = cells.next(&row, row.bytes()) {
            if cell.row > 0 {
                break;
            }
            count += 1;
        }
        if table.header.is_empty() || count == table.header.len() {
            return start;
        }
        start = line_end(view, start + 1);
    }
    first
}

/// A place to cut that lies `most` bytes on or a little before, at a character's border.
fn line_boundary(view: &View<'_>, start: usize, most: usize) -> usize {
    let end = (start + most).min(view.len());
    (start..=end).rev().take(4).find(|at| !matches!(view.at(*at), 0x80..=0xbf)).unwrap_or(end)
}

/// Behind the line break at or behind an offset.
fn line_end(view: &View<'_>, offset: usize) -> usize {
    let rest = view.bytes().get(offset..).unwrap_or(&[]);
    memchr::memchr(b'\n', rest).map_or(view.len(), |at| offset + at + 1)
}
