// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What the cells of a column say about the column, whatever its heading.

use super::{Cells, Table};
use crate::Match;
use crate::view::View;
use hoheit_types::{Entity, Signals};
use std::ops::Range;

/// Cells that a column must have filled before they say anything.
const LEAST_CELLS: u32 = 8;
/// Share of cells with a valid value, in percent, that makes it a column of that kind. The rest are gaps and errors.
const SHARE_PERCENT: u32 = 80;
/// Long numbers that a column must have before their check digits count as chance.
const LEAST_NUMBERS: u32 = 20;
/// Below this share of valid check digits, in percent, they are right by chance: one digit is in one of ten numbers. Columns
/// of the real thing have 95 and more.
const CHANCE_PERCENT: u32 = 50;
/// Digits of a number that can have a check digit by chance.
const NUMBER_DIGITS: usize = 8;

/// What is known of a column.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Learned {
    /// The kind of nearly all its values
    pub(super) entity: Option<Entity>,
    /// Whether check digits in it are right by chance
    pub(super) by_chance: bool,
}

/// Counts of one column.
#[derive(Default)]
struct Tally {
    filled: u32,
    numbers: u32,
    checked: u32,
    kinds: Vec<(Entity, u32)>,
}

/// Judges the columns by the rows before `end` and the sorted matches in them.
pub(super) fn learn(
    view: &View<'_>,
    table: &Table<'_>,
    first_row: u64,
    end: usize,
    matches: &[Match],
) -> Vec<Learned> {
    let mut tallies: Vec<Tally> = Vec::new();
    let mut cells = Cells::new(table);
    let bytes = view.bytes();
    let mut known = matches.iter().peekable();
    while let Some(cell) = cells.next(view, bytes) {
        if cell.range.end > end {
            break;
        }
        let content = cells.content(bytes, &cell.range);
        let index = cell.index as usize;
        if cell.row < first_row || content.is_empty() || index >= COLUMNS {
            continue;
        }
        if tallies.len() <= index {
            tallies.resize_with(index + 1, Tally::default);
        }
        let Some(tally) = tallies.get_mut(index) else { continue };
        tally.filled += 1;
        let text = view.slice(content.clone());
        let digits = text.iter().filter(|byte| byte.is_ascii_digit()).count();
        tally.numbers += u32::from(digits >= NUMBER_DIGITS && !text.iter().any(|byte| *byte >= 0x80));
        while let Some(found) = known.next_if(|found| found.span.start < cell.range.end) {
            tally.count(found, &content);
        }
    }
    tallies.into_iter().map(Tally::judge).collect()
}

/// Columns that are judged; what has more is no table of persons.
const COLUMNS: usize = 1024;

impl Tally {
    fn count(&mut self, found: &Match, content: &Range<usize>) {
        let whole = found.span.start >= content.start && found.span.len() * 5 >= content.len() * 4;
        let proved = found.entity == Entity::Email
            || found.signals.has(Signals::CHECK_DIGIT)
            || found.signals.has(Signals::LIST);
        if !whole || !proved {
            return;
        }
        self.checked += u32::from(found.signals.has(Signals::CHECK_DIGIT));
        match self.kinds.iter_mut().find(|(entity, _)| *entity == found.entity) {
            Some((_, count)) => *count += 1,
            None => self.kinds.push((found.entity, 1)),
        }
    }

    fn judge(self) -> Learned {
        let enough = |(_, count): &(Entity, u32)| count * 100 >= self.filled * SHARE_PERCENT;
        let entity = self.kinds.iter().find(|kind| enough(kind)).filter(|_| self.filled >= LEAST_CELLS);
        Learned {
            entity: entity.map(|(entity, _)| *entity),
            by_chance: self.numbers >= LEAST_NUMBERS && self.checked * 100 < self.numbers * CHANCE_PERCENT,
        }
    }
}
