// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a document is about decides what its terms mean.

use super::{Hit, Topics, Trail, Wanted};
use crate::engine::{PIECE, resolve};
use crate::exceptions::Exceptions;
use crate::{Match, Sink};
use hoheit_types::{Confidence, Entity, Role, Sensitive, Signals};
use std::ops::Range;
use std::sync::Arc;

/// What a hit must weigh to be a finding. A label with a known value has 6, a strong term 2, a patient in the sentence 3,
/// a person beside it 2 or 3, a document about a person 1 or 2.
pub(super) const ENOUGH: i8 = 5;
/// What a term loses in a table without persons: it is counted there, not told of someone.
const STATISTICS: i8 = 4;
/// So many signs beside persons make a column of them, which a list without headings has too.
const SIGNS: usize = 3;
/// What a date of birth or a number of a person weighs beside a term; a name has 2, or 3 if it is a citizen's.
pub(super) const IDENTIFIED: i8 = 4;
/// Longest document that is the letter or note of one case: what it says strongly, it says of its person.
const FILE_BYTES: usize = 4096;
/// What each sign gains.
const CONFIRMED: i8 = 2;

/// Takes matches and hits of a document, and hands on what counts: at its end, and in long documents after each 128 KiB,
/// with what was learnt so far.
pub(crate) struct Ledger<'s> {
    sink: &'s mut dyn Sink,
    topics: Option<&'s Topics>,
    exceptions: Option<&'s Exceptions>,
    held: Vec<Match>,
    hits: Vec<Hit>,
    /// Where the last decision was made
    decided: usize,
    /// Whether someone's date of birth or number was seen, or a citizen's name
    subject: bool,
    /// Whether any name was seen that is no official's
    named: bool,
    /// Topics that were found before, as bits
    found: u8,
}

impl<'s> Ledger<'s> {
    pub(crate) fn new(
        sink: &'s mut dyn Sink,
        topics: Option<&'s Topics>,
        exceptions: Option<&'s Exceptions>,
    ) -> Self {
        Self {
            sink,
            topics,
            exceptions,
            held: Vec::new(),
            hits: Vec::new(),
            decided: 0,
            subject: false,
            named: false,
            found: 0,
        }
    }

    /// Takes a match that nothing nearby can change any more.
    pub(crate) fn take(&mut self, found: Match) {
        if self.topics.is_none() {
            self.hand_on(found);
            return;
        }
        let private = !matches!(found.role, Role::Official | Role::Organisation);
        self.subject |= private && weighs(&found) >= 3;
        self.named |= private && found.entity == Entity::PersonName;
        self.held.push(found);
    }

    /// Takes the hits before `settled` of a stretch that starts at `offset`.
    pub(crate) fn hits(&mut self, trail: &mut Trail, offset: usize, settled: usize) {
        let within = |range: &Range<usize>| range.start + offset..range.end + offset;
        for hits in [&mut trail.hits, &mut trail.cells] {
            self.hits.extend(hits.extract_if(.., |hit| hit.span.end <= settled).map(|mut hit| {
                hit.span = within(&hit.span);
                hit.reach = within(&hit.reach);
                hit
            }));
        }
    }

    /// So many rows of a table were read.
    pub(crate) fn rows(&mut self, table: u32, total: u64, read: u64) {
        self.sink.rows(table, total, read);
    }

    /// Everything before `at` was read: decides about it if that is worth it, or if nothing follows.
    pub(crate) fn settle(&mut self, at: usize, end: bool) {
        let Some(topics) = self.topics else { return };
        if !end && at < self.decided + PIECE {
            return;
        }
        self.decided = at;
        // Hits wait for the persons behind them, and matches for the hits that may lie over them.
        let mut waiting = Vec::new();
        if !end {
            waiting = self.hits.extract_if(.., |hit| hit.reach.end > at).collect();
        }
        let open = waiting.iter().map(|hit: &Hit| hit.reach.start).min().unwrap_or(at);
        self.decide(topics, end && at <= FILE_BYTES);
        self.hits = waiting;
        let ready = self.held.iter().take_while(|found| end || found.span.end <= open).count();
        let settled: Vec<_> = self.held.drain(..ready).collect();
        for found in settled {
            self.hand_on(found);
        }
    }

    /// Hands a match on, unless someone marked it as a false alarm.
    fn hand_on(&mut self, found: Match) {
        match self.exceptions.and_then(|exceptions| exceptions.of_value(&found)) {
            Some(exception) => self.sink.set_aside(&found, exception),
            None => self.sink.take(found),
        }
    }

    fn decide(&mut self, topics: &Topics, short: bool) {
        if self.hits.is_empty() {
            return;
        }
        self.hits.sort_by_key(|hit| hit.span.start);
        let about = if self.subject { 2 } else { i8::from(self.named) };
        let near: Vec<i8> = self.hits.iter().map(|hit| self.near(&hit.reach)).collect();
        let is_sign = |(hit, near): &(&Hit, &i8)| hit.is_code && **near >= 2;
        let signs = self.hits.iter().zip(&near).filter(is_sign).count();
        let confirmed = |hit: &Hit| if hit.is_code && signs >= SIGNS { CONFIRMED } else { 0 };
        let of_file = |hit: &Hit| i8::from(short && self.subject && hit.weight >= super::STRONG);
        let weigh = |(hit, near): (&Hit, &i8)| hit.weight(about, *near) + confirmed(hit) + of_file(hit);
        let weights: Vec<i8> = self.hits.iter().zip(&near).map(weigh).collect();
        for (hit, weight) in self.hits.iter().zip(&weights) {
            self.found |= u8::from(*weight >= ENOUGH) << hit.topic;
        }
        let before = self.held.len();
        for (hit, weight) in self.hits.drain(..).zip(weights) {
            // Where the topic is found anyway, a term needs a little less.
            let weight = weight + i8::from(self.found >> hit.topic & 1 == 1);
            if weight >= ENOUGH
                && let Some(wanted) = topics.wanted.get(usize::from(hit.topic))
            {
                self.held.push(hit.into_match(wanted, weight));
            }
        }
        if self.held.len() > before {
            resolve(&mut self.held);
        }
    }

    /// What the persons within a range weigh.
    fn near(&self, reach: &Range<usize>) -> i8 {
        let first = self.held.partition_point(|found| found.span.start < reach.start);
        let within = self.held.iter().skip(first).take_while(|found| found.span.start < reach.end);
        within.map(weighs).max().unwrap_or(0)
    }
}

impl Hit {
    fn into_match(self, wanted: &Wanted, weight: i8) -> Match {
        let signals = if self.column.is_some() && self.labelled {
            Signals::HEADER
        } else if self.labelled {
            Signals::CONTEXT
        } else {
            Signals::LIST
        };
        Match {
            span: self.span,
            entity: wanted.topic.rule.entity,
            value: Sensitive::new(self.value),
            rule: Arc::clone(&wanted.id),
            confidence: Confidence::percent((20 + 10 * weight.unsigned_abs()).min(95)),
            signals,
            role: Role::Citizen,
            column: self.column,
        }
    }

    fn weight(&self, about: i8, near: i8) -> i8 {
        let sentence = self.surroundings.score(near);
        // Behind a label the sentence is a line of a form: it can only speak against.
        let sentence = if self.labelled { sentence.min(near.min(3)) } else { sentence };
        // A table of receipts in someone's file names its person above.
        let statistics = if self.of_nobody && about < 2 { STATISTICS } else { 0 };
        self.weight.saturating_add(sentence + about - statistics)
    }
}

/// How far a match speaks of a person whose file this is.
fn weighs(found: &Match) -> i8 {
    match (found.entity, found.role) {
        (_, Role::Official | Role::Organisation) => 0,
        (
            Entity::BirthDate
            | Entity::Kvnr
            | Entity::Vsnr
            | Entity::SteuerId
            | Entity::IdCard
            | Entity::Passport
            | Entity::Mrz,
            _,
        ) => IDENTIFIED,
        (Entity::PersonName, Role::Citizen) => 3,
        (Entity::PersonName, _) => 2,
        _ => 0,
    }
}
