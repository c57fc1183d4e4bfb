// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Where a move stands, from its journal alone.

use crate::error::{Conflict, MoveError};
use crate::file::PlanFile;
use crate::journal::{Step, replay};
use hoheit_types::{Digest, RelPath, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Where a move stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// Files that arrived and count
    pub files: u64,
    /// Receipts that were handed on
    pub receipts: u64,
    /// When the last run began; `None`: there was none
    pub last_run: Option<Timestamp>,
    /// When the last run came to its end; `None`: it was cut short, or goes on just now
    pub ended: Option<Timestamp>,
    /// Whether it is being undone, or was
    pub is_undone: bool,
    /// Files that were taken back
    pub returned: u64,
    /// When emptying the source began last; `None`: never
    pub emptying: Option<Timestamp>,
    /// Digest of the record by which that was
    pub removal: Option<Digest>,
    /// When that came to its end; `None`: it was cut short, or goes on just now
    pub emptied: Option<Timestamp>,
    /// Files that were removed at the source
    pub dropped: u64,
    /// Files that were gone there when emptying looked last, removed by somebody else
    pub gone: u64,
    /// Objects that stay at the source, by reason; the first ones with their names
    pub left: Conflicts,
    /// Objects that did not arrive, or were not taken back, by reason; the first ones with their names
    pub conflicts: Conflicts,
}

/// Objects by reason: how many, and the first names.
pub type Conflicts = BTreeMap<Conflict, (u64, Vec<RelPath>)>;

/// Names that are told of each reason. 20: a screen.
const TOLD: usize = 20;

/// Reads the journal of a plan; also while a run writes to it.
pub fn status(plan: &PlanFile, journal: &Path) -> Result<Status, MoveError> {
    let mut status = Status::default();
    let mut open: BTreeMap<u32, Conflict> = BTreeMap::new();
    let mut left: BTreeMap<u32, Conflict> = BTreeMap::new();
    let (mut arrived, mut absent, mut removed) = (vec![false; plan.numbers()], BTreeSet::new(), 0_u64);
    if !journal.exists() {
        return Ok(status);
    }
    replay(journal, &mut |step| {
        match step {
            Step::Run { at, .. } => {
                status.last_run = Some(at);
                status.ended = None;
            }
            Step::Ended { at } => status.ended = Some(at),
            Step::Seen { o, .. } => {
                let is_file = !plan.is_sidecar(o);
                status.files += u64::from(is_file);
                if let Some(place) = arrived.get_mut(o as usize) {
                    *place = is_file;
                }
                open.remove(&o);
            }
            Step::Folder { o } => {
                open.remove(&o);
            }
            Step::Failed { o, why } | Step::Kept { o, why } => {
                open.insert(o, why);
            }
            Step::Receipts { n } => status.receipts = n,
            Step::Back { at } => {
                status.is_undone = true;
                status.last_run = Some(at);
                status.ended = None;
                open.clear();
            }
            Step::Removed { o } => {
                // Uploads that were under way are none of them, nor are folders.
                removed += u64::from(arrived.get(o as usize) == Some(&true));
                open.remove(&o);
            }
            Step::Dropping { at, r } => {
                status.emptying = Some(at);
                status.removal = Some(r);
                status.emptied = None;
                left.clear();
                absent.clear();
            }
            Step::Absent { o } => {
                absent.insert(o);
            }
            Step::Dropped { o, b } => {
                absent.remove(&o);
                status.dropped += u64::from(b.is_some());
                left.remove(&o);
            }
            Step::Left { o, why } => {
                left.insert(o, why);
            }
            Step::Emptied { at } => status.emptied = Some(at),
            Step::Making { .. }
            | Step::Taking { .. }
            | Step::Spared { .. }
            | Step::Remade { .. }
            | Step::Furnished { .. }
            | Step::Started { .. }
            | Step::Part { .. }
            | Step::Keyed
            | Step::Completed { .. } => {}
        }
        Ok(())
    })?;
    status.returned = removed;
    status.gone = absent.len() as u64;
    status.conflicts = named(plan, open)?;
    status.left = named(plan, left)?;
    Ok(status)
}

fn named(plan: &PlanFile, numbers: BTreeMap<u32, Conflict>) -> Result<Conflicts, MoveError> {
    let mut all = Conflicts::new();
    for (number, why) in numbers {
        let entry = all.entry(why).or_default();
        entry.0 += 1;
        if entry.1.len() < TOLD {
            entry.1.push(plan.get(number)?.name);
        }
    }
    Ok(all)
}
