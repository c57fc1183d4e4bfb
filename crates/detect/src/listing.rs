// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Lists in plain text: a line of headings, and lines below that it speaks for. Pages of PDF files, mails and text files hold
//! tables that nobody marked as such; their columns are often glued or torn, so that only their order is known.

use crate::columns::{self, Heading};
use crate::view::View;
use hoheit_types::Entity;
use std::ops::Range;

/// A list's lines below the headings.
pub(crate) struct Listing {
    rows: Range<usize>,
    /// The kinds that the headings name, as bits
    kinds: u64,
    /// How many columns of dates stand before that of birth
    dates_before_birth: usize,
}

/// Longest line of headings, in bytes.
const HEADING_LINE: usize = 512;
/// A line with fewer is no line of headings, and known ones among them.
const LEAST_FIELDS: usize = 3;
const LEAST_KNOWN: u32 = 2;
/// How far back a row is read for dates, in bytes; later columns are not told apart.
const ROW: usize = 512;

/// Headings of other dates hold one of these.
const DATES: [&str; 12] = [
    "datum", "tag", "dat.", "eintritt", "einzug", "auszug", "erstzul", "gültig", "beginn", "ende", "seit",
    "stand",
];

/// All lists of a text, in one pass over its lines.
pub(crate) fn read(text: &str) -> Vec<Listing> {
    let mut listings: Vec<Listing> = Vec::new();
    let (mut open, mut at) = (false, 0);
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.len());
        at = end;
        let fields =
            line.bytes().filter(|byte| is_separator(*byte)).count() + line.matches("   ").count() + 1;
        let heading =
            (fields >= LEAST_FIELDS && line.len() <= HEADING_LINE).then(|| headings(line, end)).flatten();
        if let Some(listing) = heading {
            listings.push(listing);
            open = true;
        } else if open
            && fields > 1
            && let Some(last) = listings.last_mut()
        {
            debug_assert_eq!(last.rows.end, start, "rows follow without a gap");
            last.rows.end = end;
        } else {
            open = false;
        }
    }
    listings
}

const fn is_separator(byte: u8) -> bool {
    matches!(byte, b'\t' | b'|' | b';')
}

/// What a line names, if it is one of headings; the rows start at `end`.
fn headings(line: &str, end: usize) -> Option<Listing> {
    // `NAME1` has a digit; rows have more.
    if line.bytes().filter(u8::is_ascii_digit).count() > 4 {
        return None;
    }
    let mut listing = Listing { rows: end..end, kinds: 0, dates_before_birth: 0 };
    let mut dates = 0;
    for field in
        line.split(|c: char| c.is_ascii() && is_separator(c as u8)).flat_map(|field| field.split("   "))
    {
        // Columns that lie close come with a blank between.
        let parts =
            if columns::role(field).is_some() { vec![field] } else { field.split_whitespace().collect() };
        for part in parts {
            let kind = columns::role(part).map(Heading::entity);
            if let Some(kind) = kind {
                listing.kinds |= 1 << kind as u64;
            }
            if kind == Some(Entity::BirthDate) {
                listing.dates_before_birth = dates;
            }
            let lower = part.to_lowercase();
            dates +=
                usize::from(kind == Some(Entity::BirthDate) || DATES.iter().any(|date| lower.contains(date)));
        }
    }
    (listing.kinds.count_ones() >= LEAST_KNOWN).then_some(listing)
}

impl View<'_> {
    /// The list whose rows hold an offset, if its headings name a kind.
    fn listing(&self, offset: usize, kind: Entity) -> Option<&Listing> {
        let listings = self.listings();
        let next = listings.partition_point(|listing| listing.rows.start <= offset);
        let listing = listings.get(next.checked_sub(1)?)?;
        (listing.rows.contains(&offset) && listing.kinds & (1 << kind as u64) != 0).then_some(listing)
    }

    /// Whether an offset lies below headings of which one names this kind.
    pub(crate) fn is_listed(&self, offset: usize, kind: Entity) -> bool {
        self.listing(offset, kind).is_some()
    }

    /// Whether the date at an offset has the place of a date of birth in its row; `None` if no heading names one. `count`
    /// counts the dates in what stands before it in the row.
    pub(crate) fn is_listed_birth(
        &self,
        offset: usize,
        count: impl Fn(Range<usize>) -> usize,
    ) -> Option<bool> {
        let listing = self.listing(offset, Entity::BirthDate)?;
        let from = listing.rows.start.max(offset.saturating_sub(ROW));
        let row =
            self.slice(from..offset).iter().rposition(|byte| *byte == b'\n').map_or(from, |at| from + at + 1);
        Some(count(row..offset) == listing.dates_before_birth)
    }
}
