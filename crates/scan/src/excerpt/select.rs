// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Which rows and lines of a document are shown.

use super::blacken::{BLACK, Blackener, Line};
use super::spans::Spans;
use super::{Document, EXCERPTS, Excerpt, Reader};
use crate::worker::TablePart;
use hoheit_catalogue::token::{Certainty, Judge, Occurrence, Place};
use hoheit_detect::{Match, Sink, Table};
use hoheit_extract::RowEnds;
use hoheit_types::Sensitive;
use std::collections::BTreeSet;
use std::ops::Range;

/// A line longer than this is cut to the sentence around the hit, in bytes. 400: four lines of print.
const LINE_BYTES: usize = 400;

/// A row that may be about the person.
struct Row<'d> {
    table: &'d TablePart,
    /// Counted from 1 over all windows
    number: u64,
    span: Range<usize>,
}

/// The excerpts of one document, as it stands there now: who is no longer in it is not shown.
pub(super) fn excerpts(reader: &Reader<'_>, document: &Document, wanted: &[&Occurrence]) -> Vec<Excerpt> {
    let rows = rows(document, wanted);
    let takes_text = wanted.iter().any(|occurrence| occurrence.row.is_none());
    let tables = tables(document);
    let inside = Spans::new(tables.iter().map(|table| table.span.clone()));
    let mut found = Kept { rows: &rows, inside: &inside, takes_text, found: Vec::new() };
    reader.engine.sample(&document.text, &tables, usize::MAX, &mut found);
    let found = found.found;
    let mut excerpts = Vec::new();
    for row in &rows {
        let in_row = within(&found, &row.span);
        let mut judge = judge(reader, document, Some(&row.table.name));
        take(&mut judge, in_row);
        let line = Line { text: &document.text, span: row.span.clone(), found: in_row };
        let Some(certainty) = certainty(judge) else { continue };
        let blackener = Blackener::new(reader);
        let cells = blackener.row(&line, row.table, certainty);
        let row = Some((row.table.name.clone(), row.number));
        excerpts.push(Excerpt { member: document.facts.member.clone(), row, certainty, cells });
    }
    if takes_text {
        excerpts.extend(text(reader, document, &inside, &found));
    }
    excerpts
}

/// The lines of the text outside of all tables.
fn text(reader: &Reader<'_>, document: &Document, inside: &Spans, found: &[Match]) -> Vec<Excerpt> {
    let is_outside = |found: &&Match| !inside.contains(found.span.start);
    let outside: Vec<Match> = found.iter().filter(is_outside).cloned().collect();
    let mut judge = judge(reader, document, None);
    take(&mut judge, &outside);
    let Some(certainty) = certainty(judge) else { return Vec::new() };
    let blackener = Blackener::new(reader).beside(&document.text, &outside);
    let mut lines: BTreeSet<(usize, usize)> = BTreeSet::new();
    for hit in outside.iter().filter(|found| blackener.is_hers(found, false)) {
        let span = line_around(&document.text, &hit.span);
        lines.insert((span.start, span.end));
        if lines.len() > EXCERPTS {
            break;
        }
    }
    let lines = lines.into_iter().map(|(start, end)| {
        let line = Line { text: &document.text, span: start..end, found: &outside };
        let cells = vec![(String::new(), blackener.line(&line, certainty))];
        Excerpt { member: document.facts.member.clone(), row: None, certainty, cells }
    });
    lines.collect()
}

fn judge<'r>(reader: &Reader<'r>, document: &Document, table: Option<&str>) -> Judge<'r> {
    let mut judge = Judge::new(reader.sought, reader.key);
    let table = table.map(str::to_owned);
    judge.place(Place { first: 0, member: document.facts.member.clone(), table });
    judge
}

fn take(judge: &mut Judge<'_>, found: &[Match]) {
    for found in found {
        judge.take(0, found.entity, &found.value);
    }
}

/// How sure it is that a single record is about the person; `None` where it is not, or where it is a namesake.
fn certainty(judge: Judge<'_>) -> Option<Certainty> {
    let (occurrences, _) = judge.finish();
    occurrences.first().map(|o| o.certainty).filter(|certainty| *certainty > Certainty::Namesake)
}

/// Where the wanted rows stand, in their order; at most as many as are shown.
fn rows<'d>(document: &'d Document, wanted: &[&Occurrence]) -> Vec<Row<'d>> {
    let mut rows = Vec::new();
    for table in &document.tables {
        let numbers = wanted.iter().filter_map(|o| o.row.as_ref().filter(|(name, _)| *name == table.name));
        let before = document.rows_before;
        let mut numbers: Vec<u64> = numbers.map(|(_, number)| *number).take(EXCERPTS).collect();
        numbers.retain(|number| *number > before && *number <= before + table.rows + 1);
        numbers.sort_unstable();
        numbers.dedup();
        let span = span(table);
        let stretch = document.text.get(span.clone()).unwrap_or_default();
        let mut ends = RowEnds::new(stretch.as_bytes(), table.dialect());
        let (mut at, mut next) = (0, before + 1 - u64::from(!table.header.is_empty()));
        for number in numbers {
            let mut skip = || ends.next().map(|end| at = end + 1).is_some();
            if !(next..number).all(|_| skip()) || at > stretch.len() {
                break;
            }
            let end = ends.next().unwrap_or(stretch.len());
            rows.push(Row { table, number, span: span.start + at..span.start + end });
            (at, next) = (end + 1, number + 1);
        }
    }
    rows
}

fn span(table: &TablePart) -> Range<usize> {
    let offset = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
    offset(table.start)..offset(table.end)
}

fn tables(document: &Document) -> Vec<Table<'_>> {
    let tables = document.tables.iter().map(|table| Table {
        name: &table.name,
        span: span(table),
        header: &table.header,
        delimiter: table.delimiter,
        quote: table.quote,
    });
    tables.collect()
}

/// Keeps the matches in wanted rows and, if that is wanted, outside of all tables: a register holds millions of others.
struct Kept<'k> {
    rows: &'k [Row<'k>],
    /// All tables
    inside: &'k Spans,
    takes_text: bool,
    found: Vec<Match>,
}

impl Sink for Kept<'_> {
    fn take(&mut self, found: Match) {
        let at = found.span.start;
        let row = self.rows.partition_point(|row| row.span.end <= at);
        let is_in_row = self.rows.get(row).is_some_and(|row| row.span.start <= at);
        if is_in_row || (self.takes_text && !self.inside.contains(at)) {
            self.found.push(found);
        }
    }
}

/// Of matches in their order those that begin in a stretch.
fn within<'m>(found: &'m [Match], span: &Range<usize>) -> &'m [Match] {
    let from = found.partition_point(|found| found.span.start < span.start);
    let to = found.partition_point(|found| found.span.start < span.end);
    found.get(from..to).unwrap_or_default()
}

/// The line of a hit, or the sentence where that is long.
fn line_around(text: &str, hit: &Range<usize>) -> Range<usize> {
    let before = text.get(..hit.start).unwrap_or_default();
    let behind = text.get(hit.end..).unwrap_or_default();
    let mut start = before.rfind('\n').map_or(0, |at| at + 1);
    let mut end = behind.find('\n').map_or(text.len(), |at| hit.end + at);
    if end - start > LINE_BYTES {
        let reach = LINE_BYTES / 2;
        let from = text.ceil_char_boundary(hit.start.saturating_sub(reach)).max(start);
        // No part of a word: nobody would know it for the name that it is part of.
        let from =
            text.get(from..hit.start).and_then(|near| near.find(' ')).map_or(hit.start, |at| from + at + 1);
        let near = text.get(from..hit.start).unwrap_or_default();
        let sentence = [". ", "! ", "? "].iter().filter_map(|stop| near.rfind(stop)).max();
        start = sentence.map_or(from, |at| from + at + 2);
        let to = text.floor_char_boundary((hit.end + reach).min(end));
        let to = text.get(hit.end..to).and_then(|near| near.rfind(' ')).map_or(hit.end, |at| hit.end + at);
        let near = text.get(hit.end..to).unwrap_or_default();
        let sentence = [". ", "! ", "? "].iter().filter_map(|stop| near.find(stop)).min();
        end = sentence.map_or(to, |at| hit.end + at + 1);
    }
    start..end
}

/// The text of a stretch with these spans blackened, which may overlap and reach beyond it.
pub(super) fn covered(text: &str, span: &Range<usize>, mut black: Vec<Range<usize>>) -> Sensitive<String> {
    black.sort_unstable_by_key(|black| (black.start, black.end));
    let mut shown = String::new();
    let mut at = span.start;
    for black in black {
        let (from, to) = (black.start.max(at), black.end.min(span.end));
        if from >= to {
            continue;
        }
        // One for all that follow each other: how many words a name has is nobody's business.
        let between = text.get(at..from).unwrap_or_default();
        if !(shown.ends_with(BLACK) && between.trim().is_empty()) {
            shown.push_str(between);
            shown.push_str(BLACK);
        }
        at = to;
    }
    shown.push_str(text.get(at..span.end).unwrap_or_default());
    Sensitive::new(shown)
}
