// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What earlier moves of this house have brought to the target: what is unchanged since, here and there, is not brought again.

use super::Planner;
use crate::cursor::{Cursor, Lines, key};
use crate::error::MoveError;
use crate::file::{PlanFile, Planned};
use crate::journal::{Step, replay};
use hoheit_connect::{EntryKind, ObjectFacts};
use hoheit_types::{LeftOut, RelPath};
use std::path::Path;

/// An earlier move between the same places, as its journal tells. Nine bytes of memory for each object.
pub struct Earlier<'e> {
    plan: &'e PlanFile,
    /// What was written at the target, condensed; by number
    written: Vec<u64>,
    /// Whether it counts
    has_arrived: Vec<bool>,
}

impl<'e> Earlier<'e> {
    /// `None`: it was undone.
    pub fn open(plan: &'e PlanFile, journal: &Path) -> Result<Option<Self>, MoveError> {
        let (mut written, mut has_arrived) = (vec![0; plan.len()], vec![false; plan.len()]);
        let mut is_undone = false;
        let mut arrived = |o: u32, is_there: bool| {
            if let Some(place) = has_arrived.get_mut(o as usize) {
                *place = is_there;
            }
        };
        replay(journal, &mut |step| {
            match step {
                Step::Completed { o, f, .. } => {
                    if let Some(place) = written.get_mut(o as usize) {
                        *place = print(&f);
                    }
                }
                Step::Seen { o, .. } => arrived(o, true),
                Step::Removed { o } | Step::Failed { o, .. } => arrived(o, false),
                Step::Back { .. } => is_undone = true,
                _ => {}
            }
            Ok(())
        })?;
        Ok((!is_undone).then_some(Self { plan, written, has_arrived }))
    }
}

/// What tells an object from another one that took its name. The version is left out: listings don't tell it.
fn print(facts: &ObjectFacts) -> u64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&facts.size_bytes.to_le_bytes()).update(&facts.modified.0.to_le_bytes());
    for text in [&facts.etag, &facts.identity] {
        hasher.update(text.as_deref().unwrap_or_default().as_bytes()).update(&[0xff]);
    }
    hasher.finalize().as_bytes().first_chunk::<8>().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// An object that an earlier move has brought.
pub(super) struct Brought {
    planned: Planned,
    pub(super) stored_as: RelPath,
    written: u64,
}

impl Brought {
    /// Whether the source still has what was brought.
    pub(super) fn is_still(&self, facts: &ObjectFacts) -> bool {
        self.planned.is_still(facts)
    }

    /// Whether the target still has what was written.
    pub(super) fn stands(&self, facts: &ObjectFacts) -> bool {
        facts.kind == EntryKind::File && print(facts) == self.written
    }
}

/// Objects of its plan that count.
pub(super) struct Arrivals<'e> {
    earlier: Earlier<'e>,
    next: u32,
}

impl Lines for Arrivals<'_> {
    type Line = Brought;

    fn next(&mut self) -> Result<Option<(RelPath, EntryKind, Brought)>, MoveError> {
        while (self.next as usize) < self.earlier.plan.len() {
            let number = self.next;
            self.next += 1;
            if self.earlier.has_arrived.get(number as usize) == Some(&true) {
                let planned = self.earlier.plan.get(number)?;
                let stored_as = self.earlier.plan.stored_as(&planned);
                let written = self.earlier.written.get(number as usize).copied().unwrap_or_default();
                let brought = Brought { planned, stored_as, written };
                return Ok(Some((brought.planned.name.clone(), EntryKind::File, brought)));
            }
        }
        Ok(None)
    }

    fn rewind(&mut self) {
        self.next = 0;
    }
}

/// All earlier moves, the latest one first.
#[derive(Default)]
pub(super) struct Moves<'e>(Vec<Cursor<Arrivals<'e>>>);

impl<'e> Moves<'e> {
    pub(super) fn new(earlier: impl IntoIterator<Item = Earlier<'e>>) -> Self {
        let cursor = |earlier| Cursor::new(Arrivals { earlier, next: 0 });
        Self(earlier.into_iter().map(cursor).collect())
    }

    /// The object as it was brought last.
    pub(super) fn find(&mut self, place: &RelPath, asked: &[u8]) -> Result<Option<Brought>, MoveError> {
        let mut found = None;
        for cursor in &mut self.0 {
            let brought = cursor.find(place, asked, &mut |_, _| {})?;
            found = found.or(brought);
        }
        Ok(found)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Planner<'_> {
    /// Whether an object is at the target already, brought by an earlier move or by somebody else.
    pub(super) fn brought(
        &mut self,
        path: &RelPath,
        facts: &ObjectFacts,
        stored_as: &RelPath,
        stands: Option<ObjectFacts>,
    ) -> Result<Option<LeftOut>, MoveError> {
        let exists = stands.as_ref().map(|_| LeftOut::Exists);
        if self.moves.is_empty() {
            return Ok(exists);
        }
        let Some(brought) = self.moves.find(&self.place, &key(path, EntryKind::File))? else {
            return Ok(exists);
        };
        let is_same = brought.is_still(facts);
        if brought.stored_as == *stored_as {
            let is_ours = stands.is_some_and(|stands| brought.stands(&stands));
            return Ok(match (is_ours, is_same) {
                (true, true) => Some(LeftOut::Standing),
                (true, false) => Some(LeftOut::Changed),
                (false, _) => exists,
            });
        }
        // Brought into another folder: what is unchanged needs no second copy.
        let there = if is_same { self.target.stat(&brought.stored_as)? } else { None };
        let has_it = there.is_some_and(|there| brought.stands(&there));
        Ok(exists.or(has_it.then_some(LeftOut::Standing)))
    }
}
