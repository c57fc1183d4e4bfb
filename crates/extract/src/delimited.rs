// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Separated values: the text stays as it is, and the table is a view on it.

use crate::reading::Reading;
use crate::rows::{RowEnds, end_of_quoted};
use crate::{Dialect, Table};
use hoheit_types::Format;
use memchr::{memchr, memchr_iter, memchr2, memmem};
use std::borrow::Cow;

/// How much of the text decides about delimiter, quotes and heading. 64 KiB are some hundred rows.
const SAMPLE_BYTES: usize = 64 << 10;

/// How many rows of the sample are parted into cells: more change no decision.
const SAMPLE_ROWS: usize = 100;

/// A row wider than this is no row of a table (Excel has 16,384 columns).
const MAX_COLUMNS: usize = 16_384;

/// Reads one document.
pub(crate) fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    let text = with_line_feeds(crate::encoding::decode(bytes, None, reading));
    let preferred = if reading.format == Format::Tsv { b'\t' } else { b',' };
    // Before a limit cuts the text, so that the number of rows is that of the file.
    let table = view(&text, preferred);
    reading.set_text(text);
    if let Some(mut table) = table {
        if table.span.end > reading.text().len() {
            // The row at the cut is no whole one.
            table.span.end = reading.text().rfind('\n').map_or(0, |at| at + 1).max(table.span.start);
        }
        reading.add_table(table);
    }
}

/// Rows that end in carriage returns alone, as in "CSV (Macintosh)", end in line feeds, at the same offsets: so all who
/// look for a row's end find it.
fn with_line_feeds(text: Cow<'_, str>) -> Cow<'_, str> {
    let has = |sign| memchr(sign, text.as_bytes()).is_some();
    if !has(b'\n') && has(b'\r') { Cow::Owned(text.replace('\r', "\n")) } else { text }
}

/// Whether a text of unknown kind is a table beyond doubt: several rows, all with the same two or more cells.
pub(crate) fn is_table(sample: &str) -> bool {
    // The last line may be cut off.
    let sample = sample.rsplit_once('\n').map_or(sample, |(whole, _)| whole);
    DELIMITERS.iter().any(|delimiter| {
        // Prose has commas, too: there it takes more rows and columns to be sure.
        let (min_rows, min_columns) = if *delimiter == b',' { (5, 4) } else { (3, 2) };
        let mut widths = widths(sample, *delimiter, has_quotes(sample, *delimiter));
        let columns = widths.next().unwrap_or(0);
        if columns < min_columns {
            return false;
        }
        let mut rows = 1;
        widths.all(|width| {
            rows += 1;
            width == columns
        }) && rows >= min_rows
    })
}

const DELIMITERS: [u8; 4] = [b';', b'\t', b',', b'|'];

/// The table in a text; `None` if there is no row.
fn view(text: &str, preferred: u8) -> Option<Table> {
    // Excel's own way to name the delimiter, as the first line.
    let (declared, mut start) = match text.as_bytes() {
        [b's', b'e', b'p', b'=', delimiter, b'\n', ..] => (Some(*delimiter), 6),
        [b's', b'e', b'p', b'=', delimiter, b'\r', b'\n', ..] => (Some(*delimiter), 7),
        _ => (None, 0),
    };
    let declared = declared.filter(u8::is_ascii);
    let body = text.get(start..)?;
    let sample = body.get(..body.floor_char_boundary(SAMPLE_BYTES))?;
    let delimiter = declared.unwrap_or_else(|| guess_delimiter(sample, preferred));
    let quote = has_quotes(body, delimiter).then_some(b'"');
    let mut sample_rows = rows(sample, delimiter, quote.is_some());
    start += skip_preamble(sample, &mut sample_rows, quote.is_some());
    let header = heading(&sample_rows);
    let table = text.get(start..)?;
    let dialect = Dialect { delimiter, quote };
    let rows = count_rows(table.as_bytes(), dialect);
    if rows == 0 {
        return None;
    }
    Some(Table {
        name: String::new(),
        span: start..text.len(),
        dialect,
        rows: rows - u64::from(!header.is_empty()),
        header,
    })
}

/// The delimiter that parts the sample's rows most evenly; among equals the one that makes more columns.
fn guess_delimiter(sample: &str, preferred: u8) -> u8 {
    let score = |delimiter: u8| {
        if memchr(delimiter, sample.as_bytes()).is_none() {
            return 0.0;
        }
        let widths: Vec<usize> = widths(sample, delimiter, has_quotes(sample, delimiter)).collect();
        let columns = usual(widths.clone());
        if columns < 2 {
            return 0.0;
        }
        let even = widths.iter().filter(|width| **width == columns).count() as f64 / widths.len() as f64;
        // Columns count for little: a decimal comma in every row makes one more.
        even + (columns.min(50) as f64).ln() / 40.0 + if delimiter == preferred { 0.001 } else { 0.0 }
    };
    let best = DELIMITERS
        .into_iter()
        .map(|d| (score(d), d))
        .fold((0.0, preferred), |best, this| if this.0 > best.0 { this } else { best });
    best.1
}

/// The number of cells that most rows have.
fn usual(mut widths: Vec<usize>) -> usize {
    widths.sort_unstable();
    let longest_run = widths.chunk_by(|a, b| a == b).max_by_key(|run| run.len());
    longest_run.and_then(|run| run.first()).copied().unwrap_or(0)
}

/// The number of cells of each of the first rows; blank lines are none.
fn widths(sample: &str, delimiter: u8, quoted: bool) -> impl Iterator<Item = usize> {
    let mut rest = sample;
    std::iter::from_fn(move || {
        while !rest.is_empty() {
            if quoted {
                let (row, tail) = row(rest, delimiter, true, 0);
                rest = tail;
                if is_filled(&row) {
                    return Some(row.len());
                }
                continue;
            }
            // Without quotes a row is a line.
            let end = memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
            let line = rest.as_bytes().get(..end).unwrap_or(&[]);
            rest = rest.get(end + 1..).unwrap_or("");
            if !line.iter().all(|b| *b == delimiter || b.is_ascii_whitespace()) {
                return Some((memchr_iter(delimiter, line).count() + 1).min(MAX_COLUMNS));
            }
        }
        None
    })
    .take(SAMPLE_ROWS)
}

/// Whether cells are quoted: a quote stands where a cell begins.
fn has_quotes(text: &str, delimiter: u8) -> bool {
    let bytes = text.as_bytes();
    bytes.first() == Some(&b'"')
        || memchr(b'"', bytes).is_some()
            && (memmem::find(bytes, &[delimiter, b'"']).is_some() || memmem::find(bytes, b"\n\"").is_some())
}

/// The first rows, parted into cells; blank lines are none. Quotes around a cell are taken off.
fn rows(sample: &str, delimiter: u8, quoted: bool) -> Vec<Vec<&str>> {
    let mut rows = Vec::new();
    let mut rest = sample;
    while !rest.is_empty() && rows.len() < SAMPLE_ROWS {
        let (row, tail) = row(rest, delimiter, quoted, rows.last().map_or(0, Vec::len));
        rest = tail;
        if is_filled(&row) {
            rows.push(row);
        }
    }
    rows
}

fn is_filled(row: &[&str]) -> bool {
    row.iter().any(|cell| !cell.trim().is_empty())
}

/// One row, of so many cells as far as one can expect, and what follows it.
fn row(text: &str, delimiter: u8, quoted: bool, expected: usize) -> (Vec<&str>, &str) {
    let mut cells = Vec::with_capacity(expected);
    let mut rest = text;
    loop {
        let bytes = rest.as_bytes();
        let skip = if quoted && bytes.first() == Some(&b'"') { end_of_quoted(bytes, b'"') } else { 0 };
        let tail = bytes.get(skip..).unwrap_or(&[]);
        let end = memchr2(delimiter, b'\n', tail).map_or(bytes.len(), |at| at + skip);
        if cells.len() < MAX_COLUMNS {
            let cell = rest.get(..end).unwrap_or("").trim_end_matches('\r');
            cells.push(if skip > 0 { cell.trim_matches('"') } else { cell });
        }
        rest = rest.get(end + 1..).unwrap_or("");
        if bytes.get(end) != Some(&delimiter) {
            return (cells, rest);
        }
    }
}

/// How many bytes of title lines stand before the table: rows narrower than the usual one. They leave `rows`, too.
fn skip_preamble(sample: &str, rows: &mut Vec<Vec<&str>>, quoted: bool) -> usize {
    let columns = usual(rows.iter().map(Vec::len).collect());
    let title_rows = rows.iter().take_while(|row| row.len() < columns).count();
    // Exports have a few; a table that never becomes even has none.
    if title_rows == 0 || title_rows > 20 || quoted && title_rows > 5 {
        return 0;
    }
    rows.drain(..title_rows);
    let first = rows.first().and_then(|row| row.first());
    first.map_or(0, |cell| {
        let offset = (cell.as_ptr() as usize).saturating_sub(sample.as_ptr() as usize);
        // Back to the line's beginning: the cell may have had a quote before it.
        sample.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1)
    })
}

/// Lines, but for blank ones at the end and for line breaks in quoted cells.
fn count_rows(bytes: &[u8], dialect: Dialect) -> u64 {
    let bytes = bytes.trim_ascii_end();
    let ends = match dialect.quote {
        // Counting alone is several times faster than finding.
        None => memchr_iter(b'\n', bytes).count(),
        Some(_) => RowEnds::new(bytes, dialect).count(),
    };
    ends as u64 + u64::from(!bytes.is_empty())
}

/// The first row if it looks like headings, else nothing.
pub(crate) fn heading<S: AsRef<str>>(rows: &[Vec<S>]) -> Vec<String> {
    let Some((first, rest)) = rows.split_first() else { return Vec::new() };
    let cells: Vec<&str> = first.iter().map(|cell| cell.as_ref().trim()).collect();
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    if filled * 2 < cells.len() || cells.iter().any(|cell| is_value(cell) || cell.len() > 120) {
        return Vec::new();
    }
    let above_values = (0..cells.len()).any(|column| {
        let values = rest.iter().filter_map(|row| row.get(column)).map(|cell| cell.as_ref().trim());
        let (mut filled, mut like_value) = (0_usize, 0_usize);
        for value in values.filter(|v| !v.is_empty()) {
            filled += 1;
            like_value += usize::from(is_value(value));
        }
        filled > 0 && like_value * 5 >= filled * 4
    });
    let is_known = |cell: &&str| {
        let cell = cell.to_lowercase();
        HEADINGS.contains(&cell.as_str())
            || cell.split([' ', '_', '-', '.']).any(|part| HEADINGS.contains(&part))
    };
    if above_values || cells.iter().any(is_known) {
        cells.into_iter().map(str::to_owned).collect()
    } else {
        Vec::new()
    }
}

/// Words that head columns in German and English exports.
const HEADINGS: [&str; 40] = [
    "name",
    "vorname",
    "nachname",
    "familienname",
    "anrede",
    "titel",
    "straße",
    "strasse",
    "hausnummer",
    "plz",
    "ort",
    "stadt",
    "land",
    "adresse",
    "telefon",
    "mobil",
    "email",
    "mail",
    "geburtsdatum",
    "datum",
    "betrag",
    "nummer",
    "nr",
    "id",
    "kennung",
    "bezeichnung",
    "beschreibung",
    "status",
    "typ",
    "art",
    "bemerkung",
    "amt",
    "abteilung",
    "date",
    "address",
    "city",
    "phone",
    "type",
    "firstname",
    "lastname",
];

/// Numbers, amounts, dates, times and addresses are values, never headings.
fn is_value(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    digits > 0 && (digits * 2 >= cell.len() || cell.parse::<f64>().is_ok()) || cell.contains('@')
}

#[cfg(test)]
mod tests;
