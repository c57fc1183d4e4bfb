// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What the workers of a run share: the journal, and the way of receipts out of here.

use crate::error::{Conflict, MoveError};
use crate::file::PlanFile;
use crate::gate::Gate;
use crate::journal::{Journal, Progress, Stage, Step, replay};
use crate::receipts::Receiver;
use hoheit_types::{Clock, Receipt};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Receipts that are handed on at once when many were left over. 1,000: some hundred kilobytes.
const GROUP: usize = 1_000;

pub(crate) struct Desk<'d> {
    journal: Mutex<Written>,
    receiver: Mutex<&'d mut dyn Receiver>,
    flushing: Gate,
    plan: &'d PlanFile,
    clock: &'d dyn Clock,
}

struct Written {
    journal: Journal,
    /// Receipts of objects that count, not yet handed on, in the order of the journal
    waiting: Vec<Receipt>,
    seen: u64,
    /// Of these, parts of the sidecar
    sidecar_parts: u64,
    conflicts: BTreeMap<Conflict, u64>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'d> Desk<'d> {
    pub(crate) fn new(
        journal: Journal,
        state: &Progress,
        receiver: &'d mut dyn Receiver,
        plan: &'d PlanFile,
        clock: &'d dyn Clock,
    ) -> Self {
        let parts = plan.len() as u32..plan.numbers() as u32;
        let sidecar_parts = parts.filter(|number| state.stage(*number) == Stage::Arrived).count() as u64;
        let (seen, conflicts) = (state.seen, BTreeMap::new());
        let written = Written { journal, waiting: Vec::new(), seen, sidecar_parts, conflicts };
        Self {
            journal: Mutex::new(written),
            receiver: Mutex::new(receiver),
            flushing: Gate::default(),
            plan,
            clock,
        }
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        self.clock
    }

    /// Writes a step down. It survives the death of this process; of the machine after [`Desk::sync`] only.
    pub(crate) fn note(&self, step: &Step) -> Result<(), MoveError> {
        let mut written = lock(&self.journal);
        if let Step::Failed { why, .. } = step {
            *written.conflicts.entry(*why).or_default() += 1;
        }
        written.journal.append(step)
    }

    /// Notes that an object counts, and puts its receipt on the pile. Both at once, so that receipts are numbered as the journal is.
    pub(crate) fn count(&self, step: &Step, receipt: Receipt) -> Result<(), MoveError> {
        let mut written = lock(&self.journal);
        written.journal.append(step)?;
        let number = written.seen;
        written.waiting.push(Receipt { number, ..receipt });
        written.seen += 1;
        if let Step::Seen { o, .. } = step {
            written.sidecar_parts += u64::from(self.plan.is_sidecar(*o));
        }
        Ok(())
    }

    /// Makes all that was noted survive a loss of power.
    pub(crate) fn sync(&self) -> Result<(), MoveError> {
        self.flushing.pass(|| lock(&self.journal).journal.sync())
    }

    /// Hands on the receipts of all objects that count by now.
    pub(crate) fn hand_on(&self) -> Result<(), MoveError> {
        let mut receiver = lock(&self.receiver);
        let (receipts, seen) = {
            let mut written = lock(&self.journal);
            (std::mem::take(&mut written.waiting), written.seen)
        };
        if receipts.is_empty() {
            return Ok(());
        }
        // An object counts before its receipt says so.
        self.sync()?;
        receiver.receive(&receipts).map_err(MoveError::Receipts)?;
        self.note(&Step::Receipts { n: seen })
    }

    /// Receipts of objects that count, but which the receiver does not hold: an earlier run died, or the receiver failed.
    pub(crate) fn catch_up(&self, path: &Path) -> Result<(), MoveError> {
        let seen = lock(&self.journal).seen;
        let mut receiver = lock(&self.receiver);
        let held = receiver.received().map_err(MoveError::Receipts)?;
        if held > seen {
            // Receipts are handed on after their objects were flushed to the journal: this is another one, or an old copy.
            return Err(MoveError::JournalDamaged);
        }
        if held == seen {
            return Ok(());
        }
        self.sync()?;
        let (mut number, mut group) = (0, Vec::new());
        replay(path, &mut |step| {
            if matches!(step, Step::Seen { .. }) {
                if number >= held {
                    group.extend(self.receipt(&step)?.map(|receipt| Receipt { number, ..receipt }));
                }
                number += 1;
            }
            if group.len() >= GROUP {
                receiver.receive(&group).map_err(MoveError::Receipts)?;
                group.clear();
            }
            Ok(())
        })?;
        receiver.receive(&group).map_err(MoveError::Receipts)?;
        self.note(&Step::Receipts { n: seen })
    }

    /// The receipt that a step makes, without its number.
    pub(crate) fn receipt(&self, step: &Step) -> Result<Option<Receipt>, MoveError> {
        let Step::Seen { o, at, b, v, l, h } = step else { return Ok(None) };
        let planned = self.plan.get(*o)?;
        let (stored_as, size_bytes) = (self.plan.stored_as(&planned), self.plan.stored_bytes(&planned));
        Ok(Some(Receipt {
            plan: self.plan.digest(),
            number: 0,
            stored_as,
            object: planned.name,
            size_bytes,
            source: *b,
            target: *b,
            sha256: h.clone(),
            site: self.plan.plan().to.site.clone(),
            version: v.clone(),
            finished_at: *at,
            losses: l.clone(),
        }))
    }

    /// How many files count.
    pub(crate) fn files(&self) -> u64 {
        let written = lock(&self.journal);
        written.seen.saturating_sub(written.sidecar_parts)
    }

    /// How many parts of the sidecar count.
    pub(crate) fn sidecar_parts(&self) -> u64 {
        lock(&self.journal).sidecar_parts
    }

    /// Whether something arrived since so many objects counted, or failed to.
    pub(crate) fn has_news(&self, seen: u64) -> bool {
        let written = lock(&self.journal);
        written.seen > seen || !written.conflicts.is_empty()
    }

    /// How many objects did not arrive in this run, by reason.
    pub(crate) fn conflicts(&self) -> BTreeMap<Conflict, u64> {
        lock(&self.journal).conflicts.clone()
    }
}
