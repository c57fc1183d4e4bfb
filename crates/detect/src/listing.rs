// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Lists in plain text: a line of headings, and lines below that it speaks for. Pages of PDF files, mails and text files hold
//! tables that nobody marked as such; their columns are often glued or torn, so that only their order is known.

use crate::columns::{self, Heading};
use crate::view::View;
use hoheit_types::Entity;
use memchr::{memchr3, memmem, memrchr};
use std::ops::Range;

/// What the headings of a list say.
#[derive(Clone, Copy, Default)]
struct Headings {
    /// The kinds that they name, as bits
    kinds: u64,
    /// How many columns of dates stand before that of birth
    dates_before_birth: usize,
    /// Which of the columns of surnames and given names comes first, where there are both
    order: Option<Order>,
}

impl Headings {
    const fn names(self, kind: Entity) -> bool {
        self.kinds & (1 << kind as u64) != 0
    }
}

/// How the names in the rows of a list are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    SurnameFirst,
    GivenFirst,
}

/// The rows of a text that were looked at last, and the headings above them. Rules ask from the front to the back, so that each
/// line is read once.
#[derive(Clone, Copy, Default)]
pub(crate) struct Rows {
    start: usize,
    end: usize,
    headings: Headings,
}

/// Longest line of a list, in bytes.
const LINE: usize = 1024;
/// How far a row is read back from a value, in bytes; later columns are not told apart.
const ROW: usize = 256;
/// How far it is read on for a separator.
const AHEAD: usize = 48;
/// A line with fewer fields is no line of headings, nor one with fewer known ones.
const LEAST_FIELDS: usize = 3;
const LEAST_KNOWN: u32 = 2;

/// Headings of other dates hold one of these.
const DATES: [&str; 12] = [
    "datum", "tag", "dat.", "eintritt", "einzug", "auszug", "erstzul", "gültig", "beginn", "ende", "seit",
    "stand",
];

const fn is_separator(byte: u8) -> bool {
    matches!(byte, b'\t' | b'|' | b';')
}

/// Whether a line has two fields and more.
fn is_row(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    memchr3(b'\t', b'|', b';', line).is_some()
        || memmem::find(line, b"   ").is_some()
        || memmem::find(line, b" / ").is_some()
}

/// What a line says, if it is one of headings.
fn headings(line: &str) -> Option<Headings> {
    // `NAME1` has a digit; rows have more.
    if line.bytes().filter(u8::is_ascii_digit).count() > 4 {
        return None;
    }
    let line = line.trim();
    let fields = || {
        line.split(|c: char| c.is_ascii() && is_separator(c as u8))
            .flat_map(|field| field.split("   "))
            .flat_map(|field| field.split(" / "))
            .map(str::trim)
            .filter(|field| !field.is_empty())
    };
    if fields().take(LEAST_FIELDS).count() < LEAST_FIELDS {
        return None;
    }
    let (mut headings, mut dates) = (Headings::default(), 0);
    let (mut surname, mut given, mut first) = (false, false, None);
    let has_serial = fields().any(columns::is_serial);
    for field in fields() {
        // Columns that lie close come with a blank between.
        let parts =
            if columns::role(field).is_some() { vec![field] } else { field.split_whitespace().collect() };
        for part in parts {
            let role = columns::role(part);
            let kind = role.map(Heading::entity);
            match role {
                Some(Heading::Given) => {
                    (given, first) = (true, first.or(Some(Order::GivenFirst)));
                }
                Some(Heading::Surname | Heading::MaybeName) => {
                    (surname, first) = (true, first.or(Some(Order::SurnameFirst)));
                }
                _ => {}
            }
            if let Some(kind) = kind {
                headings.kinds |= 1 << kind as u64;
            }
            if kind == Some(Entity::BirthDate) {
                headings.dates_before_birth = dates;
            }
            let lower = part.to_lowercase();
            dates +=
                usize::from(kind == Some(Entity::BirthDate) || DATES.iter().any(|date| lower.contains(date)));
        }
    }
    if has_serial && headings.names(Entity::BirthDate) {
        headings.kinds |= 1 << Entity::IdCard as u64;
    }
    headings.order = first.filter(|_| surname && given);
    (headings.kinds.count_ones() >= LEAST_KNOWN).then_some(headings)
}

impl View<'_> {
    /// Whether an offset lies below headings of which one names this kind.
    pub(crate) fn is_listed(&self, offset: usize, kind: Entity) -> bool {
        self.row(offset, kind).is_some()
    }

    /// How names are ordered in the row that holds an offset, if its headings part surnames and given names.
    pub(crate) fn listed_order(&self, offset: usize) -> Option<Order> {
        self.row(offset, Entity::PersonName)?.1.order
    }

    /// Whether the date at an offset has the place of a date of birth in its row; `None` if no heading names one. `count`
    /// counts the dates in what stands before it in the row.
    pub(crate) fn is_listed_birth(
        &self,
        offset: usize,
        count: impl Fn(Range<usize>) -> usize,
    ) -> Option<bool> {
        let (start, headings) = self.row(offset, Entity::BirthDate)?;
        Some(count(start..offset) == headings.dates_before_birth)
    }

    /// Whether an offset lies below headings of which none names this kind.
    pub(crate) fn is_listed_as_other(&self, offset: usize, kind: Entity) -> bool {
        self.any_row(offset).is_some_and(|(_, headings)| headings.kinds != 0 && !headings.names(kind))
    }

    /// Where the row starts that holds an offset, and the headings above it, if one of them names a kind.
    fn row(&self, offset: usize, kind: Entity) -> Option<(usize, Headings)> {
        self.any_row(offset).filter(|(_, headings)| headings.names(kind))
    }

    /// Where the row starts that holds an offset, and what is known of the headings above it. A table has columns, and no lists.
    fn any_row(&self, offset: usize) -> Option<(usize, Headings)> {
        if self.is_table() {
            return None;
        }
        let window = offset.saturating_sub(ROW);
        let before = self.slice(window..offset);
        let start = match memrchr(b'\n', before) {
            Some(at) => window + at + 1,
            None if window == 0 => 0,
            None => return None,
        };
        // Most lines are no rows.
        let ahead = self.slice(offset..offset + AHEAD);
        let ahead = ahead.split(|byte| *byte == b'\n').next().unwrap_or(&[]);
        if !is_row(self.slice(start..offset)) && !is_row(ahead) {
            return None;
        }
        Some((start, self.headings_above(start)))
    }

    /// The headings above the row that starts at an offset; none if another line parts them.
    fn headings_above(&self, row: usize) -> Headings {
        let known = self.rows().get();
        if (known.start..=known.end).contains(&row) && known.end > 0 {
            self.rows().set(Rows { end: known.end.max(row), ..known });
            return known.headings;
        }
        let (mut start, mut headings) = (row, Headings::default());
        while start > 0 {
            if start == known.end {
                (start, headings) = (known.start, known.headings);
                break;
            }
            let window = start.saturating_sub(LINE);
            let line = match memrchr(b'\n', self.slice(window..start - 1)) {
                Some(at) => window + at + 1,
                None if window == 0 => 0,
                None => break,
            };
            if !is_row(self.slice(line..start)) {
                break;
            }
            if let Some(found) = self::headings(self.str(line..start)) {
                headings = found;
                break;
            }
            start = line;
        }
        self.rows().set(Rows { start, end: row, headings });
        headings
    }
}
