// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Tables without headings: the cells tell which columns hold names, and beside names which hold dates of birth and serial
//! numbers of identity cards.

use super::{CellRule, Cells, Table};
use crate::columns::{self, Heading};
use crate::view::View;
use hoheit_types::{Entity, Signals};

/// Filled cells that a column must have before they say anything.
const LEAST_CELLS: u32 = 3;
/// Share of known names, in percent, in a column of names: lists of persons have 80 and more, occupations and towns under 40.
const NAMES_PERCENT: u32 = 60;
/// Share of values, in percent, that makes it a column of their kind; the rest are gaps and errors.
const VALUES_PERCENT: u32 = 80;
/// Half of those in a list of persons were born by then; dates of entry, of papers and of children are later.
const MEDIAN_BIRTH: u16 = 1995;
/// Years between the first and the last of them at least: a class was born in two.
const SPREAD_YEARS: u16 = 10;

/// Counts of one column.
#[derive(Default)]
struct Tally {
    filled: u32,
    names: u32,
    cards: u32,
    years: Vec<u16>,
}

/// What the columns hold.
pub(super) fn roles(table: &Table<'_>, view: &View<'_>, rule: CellRule<'_>) -> Vec<Option<Heading>> {
    let mut tallies: Vec<Tally> = Vec::new();
    let mut cells = Cells::new(table);
    while let Some(cell) = cells.next(view, view.bytes()) {
        if cell.range.end > columns::SAMPLE_BYTES || cell.row >= u64::from(columns::SAMPLE_CELLS) {
            break;
        }
        let (content, index) = (cells.content(view.bytes(), &cell.range), cell.index as usize);
        if index >= COLUMNS || content.is_empty() {
            continue;
        }
        if tallies.len() <= index {
            tallies.resize_with(index + 1, Tally::default);
        }
        let Some(tally) = tallies.get_mut(index) else { continue };
        tally.filled += 1;
        let name = rule(Heading::MaybeName, content.clone());
        tally.names += u32::from(name.is_some_and(|name| name.signals.has(Signals::LIST)));
        tally.cards += u32::from(rule(Heading::Of(Entity::IdCard), content.clone()).is_some());
        let date = rule(Heading::Of(Entity::BirthDate), content);
        tally.years.extend(date.and_then(|date| date.value.reveal().get(..4)?.parse::<u16>().ok()));
    }
    let mut roles: Vec<_> = tallies.iter().map(Tally::name).collect();
    if roles.iter().all(Option::is_none) {
        return Vec::new();
    }
    for (role, tally) in roles.iter_mut().zip(&tallies) {
        *role = role.or_else(|| tally.card());
    }
    let births = tallies.iter_mut().enumerate().filter_map(|(index, tally)| Some((tally.births()?, index)));
    if let Some(role) = births.min().and_then(|(_, index)| roles.get_mut(index)) {
        *role = Some(Heading::Of(Entity::BirthDate));
    }
    roles
}

/// Columns that are judged; what has more is no list of persons.
const COLUMNS: usize = 64;

impl Tally {
    fn has_most(&self, count: u32, percent: u32) -> bool {
        self.filled >= LEAST_CELLS && count * 100 >= self.filled * percent
    }

    fn name(&self) -> Option<Heading> {
        self.has_most(self.names, NAMES_PERCENT).then_some(Heading::MaybeName)
    }

    fn card(&self) -> Option<Heading> {
        self.has_most(self.cards, VALUES_PERCENT).then_some(Heading::Of(Entity::IdCard))
    }

    /// The year in the middle of its dates, if they can be those of births.
    fn births(&mut self) -> Option<u16> {
        self.years.sort_unstable();
        let (first, last) = (*self.years.first()?, *self.years.last()?);
        let median = *self.years.get(self.years.len() / 2)?;
        let fine = self.has_most(self.years.len() as u32, VALUES_PERCENT)
            && median <= MEDIAN_BIRTH
            && last - first >= SPREAD_YEARS;
        fine.then_some(median)
    }
}
