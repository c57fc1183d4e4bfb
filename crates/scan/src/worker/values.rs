// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Values on their way from a worker to the parent, which keeps keyed hashes of them and nothing else.

use super::bounded;
use super::outcome::{cut, is_name};
use super::records::{Records, Window};
use hoheit_catalogue::token::{self, Judge, Place, TokenKey, Tokens, TokensBuilder, has_tokens};
use hoheit_detect::{Condenser, Match, Sink, Table};
use hoheit_types::{Entity, Sensitive};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Values of one file at most: as many as get tokens.
const MOST: usize = token::MOST;
/// Places of one file at most. 10,000: a mailbox of 5,000 mails with an attachment each.
const PLACES: usize = 10_000;
/// Longest value, in bytes. 200: an address over several lines; nothing that has a token is longer.
const VALUE_BYTES: usize = 200;

/// Values that are sent at once where all are wanted. 4,096: some 100 KB.
const PIECE: usize = 4_096;

/// The values of one file in their normal form, and where they stand.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Values {
    #[serde(deserialize_with = "bounded::list::<_, _, PLACES>")]
    places: Vec<Spot>,
    #[serde(deserialize_with = "bounded::list::<_, _, MOST>")]
    found: Vec<Value>,
    /// Whether some were left out: long tables, very many values
    pub(super) is_cut: bool,
    /// The first record of the next place
    pub(super) next: u32,
    /// Of a long text that is read in windows, where the records go on
    #[serde(skip)]
    pub(super) window: Option<Window>,
}

/// A stretch of records: see [`Place`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Spot {
    first: u32,
    member: String,
    table: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Value {
    record: u32,
    entity: Entity,
    text: String,
}

impl std::fmt::Debug for Values {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "[sensitive, {} values]", self.found.len())
    }
}

impl Values {
    /// Whether a worker may say so.
    pub(super) fn is_plausible(&self) -> bool {
        let is_value = |value: &Value| {
            value.record < self.next && value.text.len() <= VALUE_BYTES && has_tokens(value.entity)
        };
        self.places.len() <= PLACES
            && self.found.len() <= MOST
            && self.places.is_sorted_by(|a, b| a.first <= b.first)
            && self.places.iter().all(|place| {
                is_name(&place.member)
                    && place.table.as_deref().is_none_or(is_name)
                    && place.first <= self.next
            })
            && self.found.iter().all(is_value)
    }

    /// Adds what text recognition found in pages of the same file.
    pub(super) fn append(&mut self, member: &str, mut other: Self) {
        let start = self.next;
        for spot in &mut other.places {
            member.clone_into(&mut spot.member);
            spot.first = spot.first.saturating_add(start);
        }
        for value in &mut other.found {
            value.record = value.record.saturating_add(start);
        }
        self.places.append(&mut other.places);
        self.found.append(&mut other.found);
        self.is_cut |= other.is_cut;
        self.next = start.saturating_add(other.next);
    }

    /// The keyed hashes; `None` where there is nothing to hash. The values end here.
    pub fn into_tokens(self, key: &TokenKey, is_complete: bool) -> Option<Tokens> {
        if self.found.is_empty() && !self.is_cut {
            return None;
        }
        let mut records: Vec<u32> = self.found.iter().map(|value| value.record).collect();
        records.sort_unstable();
        let ends = self.places.iter().skip(1).map(|place| place.first).chain([u32::MAX]);
        let holds = |first: u32, end: u32| {
            records.get(records.partition_point(|record| *record < first)).is_some_and(|record| *record < end)
        };
        let used: Vec<bool> =
            self.places.iter().zip(ends).map(|(place, end)| holds(place.first, end)).collect();
        let places = self.places.into_iter().zip(used).filter(|(_, used)| *used).map(|(place, _)| place);
        let places = places.map(|Spot { first, member, table }| Place { first, member, table }).collect();
        let mut tokens = TokensBuilder::new(key, places, is_complete && !self.is_cut);
        for Value { record, entity, text } in self.found {
            tokens.add(record, entity, &Sensitive::new(text));
        }
        Some(tokens.finish())
    }
}

/// Condenses the matches of one document, and keeps the values that get tokens.
pub(super) struct Collector<'c> {
    condenser: &'c mut Condenser,
    values: &'c mut Values,
    records: Records<'c>,
    /// Hashes of what this document has said already: a letter names its addressee on every page
    known: HashSet<u64>,
}

impl<'c> Collector<'c> {
    /// `rows` holds the rows of each table, without headings.
    pub(super) fn new(
        condenser: &'c mut Condenser,
        values: &'c mut Values,
        member: &str,
        text: &'c str,
        tables: &[Table<'_>],
        rows: &[u64],
    ) -> Self {
        let records = Records::new(values, member, text, tables, rows, token::TABLE_ROWS);
        Self { condenser, values, records, known: HashSet::new() }
    }
}

impl Collector<'_> {
    fn keep(&mut self, found: &Match) {
        if is_kept(found)
            && let Some(record) = self.records.of(found.span.start)
        {
            let mut hasher = DefaultHasher::new();
            (record, found.entity, found.value.reveal()).hash(&mut hasher);
            if self.known.insert(hasher.finish()) {
                self.values.add(record, found.entity, found.value.reveal());
            }
        }
    }
}

impl Sink for Collector<'_> {
    fn take(&mut self, found: Match) {
        self.keep(&found);
        self.condenser.take(found);
    }

    /// A false alarm counts for no report. Whoever is sought by that value is found all the same: the mark may be wrong.
    fn set_aside(&mut self, found: &Match, exception: String) {
        self.keep(found);
        self.condenser.set_aside(found, exception);
    }

    fn rows(&mut self, table: u32, total: u64, read: u64) {
        // Of a very large table only a sample was looked at.
        self.values.is_cut |= read < total;
        self.condenser.rows(table, total, read);
    }
}

/// Whether a value is handed back: it gets tokens, and is none of the few that are too long to be one.
pub(super) fn is_kept(found: &Match) -> bool {
    has_tokens(found.entity) && found.value.reveal().len() <= VALUE_BYTES
}

impl Values {
    /// Makes room for so many records; `None` when there are too many places.
    pub(super) fn place(&mut self, member: &str, table: Option<&str>, records: u32) -> Option<u32> {
        if self.places.len() >= PLACES {
            self.is_cut = true;
            return None;
        }
        let first = self.next;
        let table = table.map(|name| cut(name).to_owned());
        self.places.push(Spot { first, member: member.to_owned(), table });
        self.next = first.saturating_add(records);
        Some(first)
    }

    pub(super) fn add(&mut self, record: u32, entity: Entity, value: &str) {
        if self.found.len() < MOST && record < self.next {
            self.found.push(Value { record, entity, text: value.to_owned() });
        } else {
            self.is_cut = true;
        }
    }

    /// Whether there are enough of them for a frame of their own.
    pub(super) fn is_full(&self) -> bool {
        self.found.len() >= PIECE
    }

    /// What came since the last time; records go on.
    pub(super) fn take_piece(&mut self) -> Self {
        let (places, found) = (std::mem::take(&mut self.places), std::mem::take(&mut self.found));
        Self { places, found, is_cut: std::mem::take(&mut self.is_cut), next: self.next, window: None }
    }

    /// Hands everything to a judge. Returns whether that was all there is.
    pub(crate) fn judge(self, judge: &mut Judge<'_>) -> bool {
        for Spot { first, member, table } in self.places {
            judge.place(Place { first, member, table });
        }
        let last = self.found.iter().map(|value| value.record).max();
        for Value { record, entity, text } in self.found {
            judge.take(record, entity, &Sensitive::new(text));
        }
        judge.settle(last.unwrap_or(0));
        !self.is_cut
    }
}
