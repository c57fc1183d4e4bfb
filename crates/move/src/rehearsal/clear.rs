// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Taking away what a way of a rehearsal wrote, and nothing else. Unlike the way back of a move, the source is neither asked nor touched: what
//! lies in the scratch folder are copies of a sample, never the only ones.

use super::{WayFiles, absent, tag};
use crate::back::{Completed, each_completed};
use crate::carry::patient;
use crate::error::MoveError;
use crate::file::PlanFile;
use crate::journal::{Journal, Progress};
use hoheit_connect::{Begin, Capability, Depot, EntryKind, ObjectMeta, Orphan, Removal, Resumed};
use hoheit_types::RelPath;

/// What was taken away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cleared {
    /// Files
    pub files: u64,
    /// Uploads that had not come to their end
    pub uploads: u64,
    /// What stays, because somebody else changed it or put it there
    pub kept: u64,
}

impl Cleared {
    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            files: self.files + other.files,
            uploads: self.uploads + other.uploads,
            kept: self.kept + other.kept,
        }
    }

    /// Whether there was anything.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Clears a way, from wherever it stopped or died; may be repeated at any time.
pub(super) fn clear(files: &WayFiles, place: &dyn Depot) -> Result<Cleared, MoveError> {
    let mut cleared = Cleared::default();
    // A plan that was not finished: nothing has gone by it.
    let plan = if files.journal.exists() { Some(PlanFile::open(&files.plan)?) } else { None };
    if let Some(plan) = plan {
        let (_, state) = Journal::open(&files.journal, plan.numbers())?;
        under_way(&plan, &state, place, &mut cleared)?;
        completed(&plan, files, place, &mut cleared)?;
        folders(&plan, &state, place, &mut cleared)?;
        patient(|| place.flush())?;
    }
    files.discard()?;
    Ok(cleared)
}

fn under_way(
    plan: &PlanFile,
    state: &Progress,
    place: &dyn Depot,
    cleared: &mut Cleared,
) -> Result<(), MoveError> {
    for (number, begun) in &state.begun {
        let Some(token) = &begun.token else { continue };
        let (planned, meta) = (plan.get(*number)?, ObjectMeta::default());
        let name = plan.stored_as(&planned);
        let what =
            Begin { name: &name, size_bytes: plan.stored_bytes(&planned), meta: &meta, tag: tag(plan) };
        match patient(|| place.resume(&what, token))? {
            Resumed::Open(upload) => {
                patient(|| upload.abort())?;
                cleared.uploads += 1;
            }
            Resumed::Completed(stored) => match begun.written(&plan.looks(&planned), &stored) {
                Some(written) => count(patient(|| place.remove(&name, &written))?, cleared),
                None => cleared.kept += 1,
            },
            Resumed::Gone => {}
        }
    }
    let mut orphans: Vec<Orphan> = Vec::new();
    // Where the scratch folder was never made, there is nothing to ask.
    absent(place.orphans(&plan.plan().into, &mut |orphan| orphans.push(orphan)))?;
    for orphan in orphans.iter().filter(|orphan| orphan.tag == Some(tag(plan))) {
        patient(|| place.sweep(orphan))?;
        cleared.uploads += 1;
    }
    Ok(())
}

fn completed(
    plan: &PlanFile,
    files: &WayFiles,
    place: &dyn Depot,
    cleared: &mut Cleared,
) -> Result<(), MoveError> {
    // Not only what counts: what was read again as something else and could not be removed is ours, too.
    each_completed(&files.journal, &mut |number, Completed { facts: written, .. }| {
        let name = plan.stored_as(&plan.get(number)?);
        let Some(now) = patient(|| place.stat(&name))? else { return Ok(()) };
        if now.is_same(&written) {
            count(patient(|| place.remove(&name, &written))?, cleared);
        } else {
            cleared.kept += 1;
        }
        Ok(())
    })
}

fn count(removal: Removal, cleared: &mut Cleared) {
    match removal {
        Removal::Removed => cleared.files += 1,
        Removal::Gone => {}
        Removal::Kept => cleared.kept += 1,
    }
}

/// Folders that we made, the innermost first, then the scratch folder, which has a name of ours.
fn folders(
    plan: &PlanFile,
    state: &Progress,
    place: &dyn Depot,
    cleared: &mut Cleared,
) -> Result<(), MoveError> {
    if !place.capabilities().can(Capability::Folders) {
        return Ok(());
    }
    let mut empty = |name: &RelPath| -> Result<(), MoveError> {
        let removed = match patient(|| place.stat(name))? {
            Some(facts) if facts.kind == EntryKind::Folder => patient(|| place.remove(name, &facts))?,
            _ => Removal::Gone,
        };
        cleared.kept += u64::from(removed == Removal::Kept);
        Ok(())
    };
    for made in plan.made_folders(state) {
        empty(&plan.stored_as(&made?.1))?;
    }
    if plan.is_encrypted() {
        empty(&plan.own_folder())?;
    }
    if plan.plan().into.is_root() { Ok(()) } else { empty(&plan.plan().into) }
}
