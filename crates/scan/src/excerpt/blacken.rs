// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What of a row or a line is about somebody else, or may be. In doubt it is blackened: whoever needs more opens the file.

use super::addressed::{addressed, below, surely_addressed};
use super::doubt::{doubtful, illnesses, words};
use super::label::{is_field, is_of_nobody};
use super::persons::{is_of_given_names, is_of_others};
use super::select::covered;
use super::spans::{Spans, step};
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

/// What the matches of a row say.
struct RowOf {
    /// What is shown
    hers: Spans,
    /// What was asked for
    asked: Spans,
    /// Whose cells are not shown
    others: Spans,
    /// Whether it is surely about her
    is_sure: bool,
    /// The same, and names nobody else
    is_alone: bool,
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
        let hers = Spans::new(names().filter(|name| self.is_hers(name, false)).map(|name| name.span.clone()));
        let others = names().map(|name| name.span.clone()).chain(surely_addressed(self.engine, text));
        let others = others.filter(|span| !hers.meet(span)).filter_map(|span| text.get(span));
        self.others = others.flat_map(words).map(|(_, word)| word.to_lowercase()).collect();
        self.is_named = !hers.is_empty();
        self.is_other_born = found.iter().any(|found| self.is_other_born(found));
        self
    }

    /// Whether a match is a value that was asked for. A surname alone is so in a row only: in a text it may be a husband's.
    pub(super) fn is_hers(&self, found: &Match, in_row: bool) -> bool {
        step();
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
        // Each match is asked about once: a row can have thousands of cells.
        let judged: Vec<(&Match, bool)> =
            line.found.iter().map(|found| (found, self.is_hers_in_row(found, table))).collect();
        let is_other = |(found, is_hers): &(&Match, bool)| {
            (found.entity == Entity::PersonName && !is_hers)
                || self.is_other_born(found)
                || matches!(found.role, Role::Official | Role::Organisation)
        };
        let is_alone = is_sure && !judged.iter().any(is_other);
        let hers = judged.iter().filter(|(_, is_hers)| is_alone || *is_hers);
        let row = RowOf {
            hers: Spans::new(hers.map(|(found, _)| found.span.clone())),
            asked: Spans::new(
                judged.iter().filter(|(_, is_hers)| *is_hers).map(|(found, _)| found.span.clone()),
            ),
            others: Spans::new(
                judged
                    .iter()
                    .filter(|(found, is_hers)| !is_hers && !is_alone && found.entity.is_personal())
                    .map(|(found, _)| found.span.clone()),
            ),
            is_sure,
            is_alone,
        };
        let cells = split(line, table).into_iter().enumerate();
        let cells = cells.map(|(column, span)| {
            let heading = table.header.get(column).map_or("", String::as_str);
            let black = self.cell(line.text, &span, heading, &row);
            (self.heading(heading), unquoted(&covered(line.text, &span, black), table.quote))
        });
        cells.collect()
    }

    /// What of a cell is not shown.
    fn cell(&self, text: &str, span: &Range<usize>, heading: &str, row: &RowOf) -> Vec<Range<usize>> {
        let cell = text.get(span.clone()).unwrap_or_default();
        let mut black = Vec::new();
        if row.others.meet(span) {
            black.push(span.clone());
        }
        let is_of_others = is_of_others(heading);
        let is_of_nobody = is_of_others && is_of_nobody(self.engine, heading, cell);
        // A child's name in no list is none to the rules: then the heading tells.
        if (!row.is_sure || (is_of_others && !is_of_nobody))
            && !row.asked.meet(span)
            && !cell.trim().is_empty()
        {
            black.push(span.clone());
            return black;
        }
        // Nobody else is in a row of short cells; a remark can name anybody.
        let is_remark = words(cell).count() > CELL_WORDS;
        let doubt = if row.is_alone && !is_remark { Doubt::Names } else { Doubt::All };
        self.in_doubt(text, span, &row.hers, doubt, &mut black);
        let named = if is_of_nobody { Vec::new() } else { below(self.engine, heading, cell) }.into_iter();
        let named = named.map(|part| span.start + part.start..span.start + part.end);
        black.extend(named.flat_map(|part| row.hers.rest(text, &part)));
        black
    }

    /// A column's heading: it can name its clerk, whoever it is about, or what all who stand below it suffer from.
    fn heading(&self, heading: &str) -> String {
        let (whole, mut black) = (0..heading.len(), Vec::new());
        self.in_doubt(heading, &whole, &Spans::default(), Doubt::All, &mut black);
        black.extend(illnesses(self.engine, heading));
        black.retain(|part| !is_field(heading, part));
        covered(heading, &whole, black).reveal().clone()
    }

    /// A line of text: what was asked for is shown, and what is no personal data. Special categories are hers only where
    /// the text names nobody else.
    pub(super) fn line(&self, line: &Line<'_>, certainty: Certainty) -> Sensitive<String> {
        // A telephone number or an address alone may be that of her family.
        let is_sure = certainty == Certainty::Certain || (certainty == Certainty::Likely && self.is_named);
        let is_alone = is_sure && self.others.is_empty() && !self.is_other_born;
        let (mut hers, mut black) = (Vec::new(), Vec::new());
        for found in line.found.iter().filter(|found| overlap(&found.span, &line.span)) {
            if self.is_hers(found, false) || (is_alone && found.entity.is_special_category()) {
                hers.push(found.span.clone());
            } else if found.entity.is_personal() {
                black.push(found.span.clone());
            }
        }
        self.in_doubt(line.text, &line.span, &Spans::new(hers), Doubt::All, &mut black);
        covered(line.text, &line.span, black)
    }

    /// Adds what no match covers and may still be about others.
    fn in_doubt(
        &self,
        text: &str,
        span: &Range<usize>,
        hers: &Spans,
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
        let parts = parts.flat_map(|part| hers.rest(text, &part));
        black.extend(
            parts.filter(|part| {
                text.get(part.clone()).is_some_and(|part| part.contains(char::is_alphanumeric))
            }),
        );
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> bool {
    step();
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
