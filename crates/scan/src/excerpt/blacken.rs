// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What of a row or a line is about somebody else, or may be. In doubt it is blackened: whoever needs more opens the file.

use super::doubt::{doubtful, illnesses, words};
use super::lead::{addressed, below};
use super::persons::{is_of_given_names, is_of_others};
use super::select::{covered, without};
use super::{Cells, Reader};
use crate::worker::TablePart;
use hoheit_catalogue::token::{Certainty, Judge};
use hoheit_detect::{Engine, Match};
use hoheit_types::{Entity, Role, Sensitive};
use std::collections::HashSet;
use std::ops::Range;

/// Stands for whatever is not shown: of one length, so that it does not tell that of a name.
pub(super) const BLACK: &str = "█████";

/// Words of a cell beyond which it is taken for a remark. 4: a street with its house number, a double name.
const CELL_WORDS: usize = 4;

/// A stretch of a text with the matches that begin in it.
pub(super) struct Line<'l> {
    pub(super) text: &'l str,
    pub(super) span: Range<usize>,
    pub(super) found: &'l [Match],
}

pub(super) struct Blackener<'b> {
    engine: &'b Engine,
    judge: Judge<'b>,
    /// Words of the names of others anywhere in the text, in small letters
    others: HashSet<String>,
    /// Whether her name stands in the text
    is_named: bool,
    /// Whether another date of birth stands in the text: a namesake's, or that of somebody whom no rule names
    is_other_born: bool,
}

/// How much of what no match covers is blackened.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Doubt {
    /// Names that the rules find in the stretch by itself, and whoever is addressed in it
    Names,
    /// Whatever they find, parts of others' names, and what [`doubtful`] tells
    All,
}

impl<'b> Blackener<'b> {
    pub(super) fn new(reader: &Reader<'b>) -> Self {
        let judge = Judge::new(reader.sought, reader.key);
        Self { engine: reader.engine, judge, others: HashSet::new(), is_named: false, is_other_born: false }
    }

    /// Who is named elsewhere in the same text is not shown by a part of the name, either.
    pub(super) fn beside(mut self, text: &str, found: &[Match]) -> Self {
        let names = || found.iter().filter(|found| found.entity == Entity::PersonName);
        let is_hers =
            |span: &Range<usize>| names().any(|name| overlap(&name.span, span) && self.is_hers(name, false));
        let others = names().map(|name| name.span.clone()).chain(addressed(self.engine, text));
        let others = others.filter(|span| !is_hers(span)).filter_map(|span| text.get(span));
        self.others = others.flat_map(words).map(|(_, word)| word.to_lowercase()).collect();
        self.is_named = names().any(|name| self.is_hers(name, false));
        self.is_other_born = found.iter().any(|found| self.is_other_born(found));
        self
    }

    /// Whether a match is a value that was asked for. A surname alone is so in a row only: in a text it may be a husband's.
    pub(super) fn is_hers(&self, found: &Match, in_row: bool) -> bool {
        self.judge.knows(found.entity, &found.value, in_row)
    }

    /// The same of a match in a row, where a cell may hold more given names than were asked for.
    fn is_hers_in_row(&self, found: &Match, table: &TablePart) -> bool {
        let heading = found.column.and_then(|column| table.header.get(column.index as usize));
        let is_asked =
            |word: &str| self.judge.knows(Entity::PersonName, &Sensitive::new(word.to_owned()), true);
        self.is_hers(found, true)
            || (found.entity == Entity::PersonName
                && heading.is_some_and(|heading| is_of_given_names(heading))
                && found.value.reveal().split_whitespace().any(is_asked))
    }

    fn is_other_born(&self, found: &Match) -> bool {
        found.entity == Entity::BirthDate && !self.is_hers(found, false)
    }

    /// The cells of a row. A row that is surely about the person and names nobody else is shown; of one that names others,
    /// what holds no personal data or was asked for; of one that is only possibly about her, what was asked for.
    pub(super) fn row(&self, line: &Line<'_>, table: &TablePart, certainty: Certainty) -> Cells {
        let is_sure = certainty == Certainty::Certain;
        let is_other = |found: &Match| {
            (found.entity == Entity::PersonName && !self.is_hers_in_row(found, table))
                || self.is_other_born(found)
                || matches!(found.role, Role::Official | Role::Organisation)
        };
        let is_alone = is_sure && !line.found.iter().any(is_other);
        let mut cells = Vec::new();
        for (column, span) in split(line, table).into_iter().enumerate() {
            let overlaps = |found: &&Match| found.span.start < span.end && span.start < found.span.end;
            let mut black: Vec<Range<usize>> = Vec::new();
            let mut is_known = false;
            for found in line.found.iter().filter(overlaps) {
                if self.is_hers_in_row(found, table) {
                    is_known = true;
                } else if !is_alone && found.entity.is_personal() {
                    black.push(span.clone());
                }
            }
            let is_empty = line.text.get(span.clone()).unwrap_or_default().trim().is_empty();
            // A child's name in no list is none to the rules: then the heading tells.
            let is_others = table.header.get(column).is_some_and(|heading| is_of_others(heading));
            if (!is_sure || is_others) && !is_known && !is_empty {
                black.push(span.clone());
            } else {
                let hers = line.found.iter().filter(|found| is_alone || self.is_hers_in_row(found, table));
                let hers: Vec<_> = hers.map(|found| found.span.clone()).collect();
                // Nobody else is in a row of short cells; a remark can name anybody.
                let is_remark = words(line.text.get(span.clone()).unwrap_or_default()).count() > CELL_WORDS;
                let doubt = if is_alone && !is_remark { Doubt::Names } else { Doubt::All };
                self.in_doubt(line.text, &span, &hers, doubt, &mut black);
                let cell = line.text.get(span.clone()).unwrap_or_default();
                let named = table.header.get(column).map(|heading| below(self.engine, heading, cell));
                let named =
                    named.into_iter().flatten().map(|part| span.start + part.start..span.start + part.end);
                black.extend(named.flat_map(|part| without(line.text, part, &hers)));
            }
            cells.push((
                self.heading(table, column),
                unquoted(&covered(line.text, &span, black), table.quote),
            ));
        }
        cells
    }

    /// A column's heading: it can name its clerk, whoever it is about, or what all who stand below it suffer from.
    fn heading(&self, table: &TablePart, column: usize) -> String {
        let Some(heading) = table.header.get(column) else { return String::new() };
        let (whole, mut black) = (0..heading.len(), Vec::new());
        self.in_doubt(heading, &whole, &[], Doubt::All, &mut black);
        black.extend(illnesses(self.engine, heading));
        covered(heading, &whole, black).reveal().clone()
    }

    /// A line of text: what was asked for is shown, and what is no personal data. Special categories are hers only where
    /// the text names nobody else.
    pub(super) fn line(&self, line: &Line<'_>, certainty: Certainty) -> Sensitive<String> {
        // A telephone number or an address alone may be that of her family.
        let is_sure = certainty == Certainty::Certain || (certainty == Certainty::Likely && self.is_named);
        let is_alone = is_sure && self.others.is_empty() && !self.is_other_born;
        let (mut hers, mut black) = (Vec::new(), Vec::new());
        for found in line.found {
            if self.is_hers(found, false) || (is_alone && found.entity.is_special_category()) {
                hers.push(found.span.clone());
            } else if found.entity.is_personal() {
                black.push(found.span.clone());
            }
        }
        self.in_doubt(line.text, &line.span, &hers, Doubt::All, &mut black);
        covered(line.text, &line.span, black)
    }

    /// Adds what no match covers and may still be about others.
    fn in_doubt(
        &self,
        text: &str,
        span: &Range<usize>,
        hers: &[Range<usize>],
        doubt: Doubt,
        black: &mut Vec<Range<usize>>,
    ) {
        let stretch = text.get(span.clone()).unwrap_or_default();
        let mut parts: Vec<Range<usize>> = Vec::new();
        let mut again: Vec<Match> = Vec::new();
        self.engine.text(stretch, &mut again);
        again.retain(|found| match doubt {
            Doubt::Names => found.entity == Entity::PersonName,
            Doubt::All => found.entity.is_personal(),
        });
        parts
            .extend(again.iter().filter(|found| !self.is_hers(found, false)).map(|found| found.span.clone()));
        parts.extend(addressed(self.engine, stretch));
        if doubt == Doubt::All {
            let is_others = |word: &str| self.others.contains(&word.to_lowercase());
            parts.extend(words(stretch).filter(|(_, word)| is_others(word)).map(|(range, _)| range));
            parts.extend(doubtful(self.engine, stretch));
        }
        let parts = parts.into_iter().map(|part| span.start + part.start..span.start + part.end);
        // What touches her value may go on with that of somebody else.
        let parts = parts.flat_map(|part| without(text, part, hers));
        black.extend(
            parts.filter(|part| {
                text.get(part.clone()).is_some_and(|part| part.contains(char::is_alphanumeric))
            }),
        );
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// The cells of a row.
fn split(line: &Line<'_>, table: &TablePart) -> Vec<Range<usize>> {
    let row = line.text.as_bytes().get(line.span.clone()).unwrap_or_default();
    let cells = hoheit_extract::cells(row, table.dialect()).into_iter();
    cells.map(|cell| line.span.start + cell.start..line.span.start + cell.end).collect()
}

/// A cell without the quotes around it.
fn unquoted(cell: &Sensitive<String>, quote: Option<u8>) -> Sensitive<String> {
    let text = cell.reveal().trim();
    let Some(quote) = quote.map(char::from) else { return Sensitive::new(text.to_owned()) };
    let inner = text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote)).unwrap_or(text);
    Sensitive::new(inner.replace(&format!("{quote}{quote}"), &quote.to_string()))
}
