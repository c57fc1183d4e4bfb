// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! All values of a document, however many, in pieces: for somebody who is sought live.

use super::examine::tables;
use super::outcome;
use super::process::{Worker, WorkerError};
use super::protocol::{Answer, Done, Task};
use super::records::Records;
use super::values::{Values, is_kept};
use super::{Job, Verdict};
use hoheit_detect::{Engine, Match, Sink};
use hoheit_extract::Extraction;
use hoheit_types::ReadState;
use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::os::fd::AsFd;

impl Worker {
    /// Reads a document and hands over all values in it that get tokens, whatever the limits of those: `piece` gets them as
    /// they come, record by record. Time spent in `piece` is not counted. `file` as in [`Worker::examine`]. Says what
    /// became of the document.
    pub fn search(
        &mut self,
        file: impl AsFd,
        job: &Job<'_>,
        piece: &mut dyn FnMut(Values),
    ) -> Result<Verdict<ReadState>, WorkerError> {
        let task = Task::Search { name: outcome::cut(job.name), size_bytes: job.size_bytes };
        let mut pass_on = |answer| match answer {
            Answer::Values(values) if values.is_plausible() => {
                piece(values);
                true
            }
            _ => false,
        };
        self.run(&[file.as_fd()], task, job.size_bytes, &mut pass_on, |done| match done {
            Done::Searched(state) if state != ReadState::Quarantined => Some(state),
            _ => None,
        })
    }
}

/// The worker's side: sends the values of each document that it is given.
pub(super) struct Searcher<'s> {
    engine: &'s Engine,
    values: Values,
    send: &'s mut dyn FnMut(Values),
    state: Option<ReadState>,
}

impl<'s> Searcher<'s> {
    pub(super) fn new(engine: &'s Engine, send: &'s mut dyn FnMut(Values)) -> Self {
        Self { engine, values: Values::default(), send, state: None }
    }

    /// One document, a member, or a window of a long text.
    pub(super) fn take(&mut self, member: &str, extraction: &Extraction<'_>) {
        let (text, tables) = (extraction.text.as_ref(), tables(extraction));
        let rows: Vec<u64> = extraction.tables.iter().map(|table| table.rows).collect();
        let member_name = outcome::cut(member);
        let records = Records::new(&mut self.values, member_name, text, &tables, &rows, u64::MAX);
        let mut sink =
            Stream { values: &mut self.values, records, send: &mut *self.send, known: HashSet::new() };
        // Every row: whoever is sought in a register may stand in any.
        self.engine.sample(text, &tables, usize::MAX, &mut sink);
        if member.is_empty() {
            self.state = Some(match self.state {
                Some(before) if before != extraction.state => ReadState::Partly,
                _ => extraction.state,
            });
        }
    }

    /// Sends what is left. The state of the document, if it was read.
    pub(super) fn finish(mut self) -> Option<ReadState> {
        (self.send)(self.values.take_piece());
        self.state
    }
}

struct Stream<'s> {
    values: &'s mut Values,
    records: Records<'s>,
    send: &'s mut dyn FnMut(Values),
    /// Hashes of what was said outside of tables: a letter names its addressee on every page
    known: HashSet<u64>,
}

impl Stream<'_> {
    fn keep(&mut self, found: &Match) {
        if !is_kept(found) {
            return;
        }
        let Some(record) = self.records.of(found.span.start) else { return };
        if record == self.records.outside() {
            let mut hasher = DefaultHasher::new();
            (found.entity, found.value.reveal()).hash(&mut hasher);
            if !self.known.insert(hasher.finish()) {
                return;
            }
        }
        self.values.add(record, found.entity, found.value.reveal());
        if self.values.is_full() {
            (self.send)(self.values.take_piece());
        }
    }
}

impl Sink for Stream<'_> {
    fn take(&mut self, found: Match) {
        self.keep(&found);
    }

    fn set_aside(&mut self, found: &Match, _exception: String) {
        self.keep(found);
    }
}
