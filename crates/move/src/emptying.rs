// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Emptying the source: a step of its own, long after the run, and only what is still what was read then. The steps, and what a death after
//! each leaves:
//!
//! 1. *of what is encrypted a part of the index opened, then all of the target read again* – nothing;
//! 2. *the journal says which object goes next, and it is removed at the source* – objects that are gone, and that the next attempt finds
//!    gone and knows for its own;
//! 3. *the source flushed, the group in the journal* – nothing.
//!
//! What is gone without such a line somebody else took away, or the place is not what it was: that is told apart, and looked for again.
//!
//! Until the quarantine is over nothing is renamed or moved aside there: whoever still works with the source finds it as it was, no link
//! or share breaks, and giving up the intention needs no step at all.

use crate::back::{Completed, each_completed, reads_as};
use crate::carry::patient;
use crate::error::{Conflict, MoveError};
use crate::file::{PlanFile, Planned};
use crate::journal::{Journal, Progress, Stage, Step, replay};
use crate::veil::{Identity, prove_key};
use crate::verify::verify;
use hoheit_connect::{ConnectErrorKind as Kind, Depot, EntryKind, ObjectFacts, Removal as Gone};
use hoheit_types::{Clock, Digest, Loss, Record as _, Removal};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// What emptying works with.
pub struct Emptying<'e> {
    /// The plan that was carried out
    pub plan: &'e PlanFile,
    /// What a second person has signed
    pub removal: &'e Removal,
    /// The journal's path
    pub journal: &'e Path,
    /// Where objects are removed
    pub source: &'e dyn Depot,
    /// Where they are instead
    pub target: &'e dyn Depot,
    /// Of what is encrypted: one that opens it, as proof that somebody holds one
    pub identities: &'e [Identity],
    /// What time it is
    pub clock: &'e dyn Clock,
    /// Set from outside to stop after what is under way
    pub stop: &'e AtomicBool,
}

/// What emptying brought, earlier attempts among it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emptied {
    /// Files that are no longer at the source
    pub files: u64,
    /// Their bytes
    pub size_bytes: u64,
    /// Folders that are no longer there
    pub folders: u64,
    /// Files that this attempt found gone, and that nobody here removed
    pub gone: u64,
    /// Objects that stay there, by reason
    pub left: BTreeMap<Conflict, u64>,
    /// BLAKE3 over a line for each of them: digest of the content or `-`, a blank, size, a blank, name
    pub list: Digest,
}

/// Objects that share a flush. 128, as of groups that arrive.
const GROUP: usize = 128;

/// Removes at the source what a move has brought to its target, from wherever an earlier attempt stopped.
pub fn empty_source(request: &Emptying<'_>) -> Result<Emptied, MoveError> {
    let Emptying { plan, removal, journal: path, source, target, identities, clock, stop } = *request;
    // INVARIANT (no-removal-without-approval): what was signed is what is carried out, and not earlier than it says.
    if !removal.covers(plan.digest(), plan.plan()) {
        return Err(MoveError::NotPermitted);
    }
    let (mut journal, state) = Journal::open(path, plan.numbers())?;
    if state.is_undone {
        return Err(MoveError::Undone);
    }
    if !state.is_ended || !has_arrived(plan, &state)? {
        return Err(MoveError::Incomplete);
    }
    if clock.now() < removal.not_before() {
        return Err(MoveError::Quarantine);
    }
    // INVARIANT (no-removal-without-a-key)
    prove_key(plan, target, identities)?;
    let found = verify(plan, path, target, stop)?;
    if found.missing.0 + found.different.0 > 0 || found.files != plan.plan().objects.files {
        return Err(MoveError::TargetDamaged);
    }
    journal.append(&Step::Dropping { at: clock.now(), r: removal.write()?.0 })?;
    journal.sync()?;
    let mut work = Work {
        plan,
        source,
        target,
        journal,
        state: &state,
        group: Vec::new(),
        gone: 0,
        left: BTreeMap::new(),
    };
    // The last step about an object counts, as on the way back.
    let mut last: Vec<u32> = vec![0; plan.numbers()];
    each_completed(path, &mut |number, Completed { line, .. }| {
        if let Some(place) = last.get_mut(number as usize) {
            *place = line;
        }
        Ok(())
    })?;
    each_completed(path, &mut |number, completed| {
        if stop.load(Ordering::Relaxed) {
            return Err(MoveError::Stopped);
        }
        let is_last = last.get(number as usize) == Some(&completed.line);
        if !is_last || plan.is_sidecar(number) || state.is_dropped(number) {
            return Ok(());
        }
        work.file(number, &completed.facts, completed.source)
    })?;
    work.close_group()?;
    work.folders()?;
    work.journal.append(&Step::Emptied { at: clock.now() })?;
    work.journal.sync()?;
    account(plan, path, (work.gone, work.left))
}

/// Files and parts of the sidecar have all arrived; folders that were at the target before are not ours, and need no step.
fn has_arrived(plan: &PlanFile, state: &Progress) -> Result<bool, MoveError> {
    for number in 0..plan.numbers() as u32 {
        if state.stage(number) != Stage::Arrived && plan.get(number)?.kind == EntryKind::File {
            return Ok(false);
        }
    }
    Ok(true)
}

struct Work<'w> {
    plan: &'w PlanFile,
    source: &'w dyn Depot,
    target: &'w dyn Depot,
    journal: Journal,
    /// Where earlier attempts came to
    state: &'w Progress,
    /// Removed, and not in the journal yet
    group: Vec<Step>,
    gone: u64,
    left: BTreeMap<Conflict, u64>,
}

impl Work<'_> {
    fn file(&mut self, number: u32, written: &ObjectFacts, digest: Digest) -> Result<(), MoveError> {
        let planned = self.plan.get(number)?;
        let dropped = Step::Dropped { o: number, b: Some(digest) };
        let Some(facts) = patient(|| self.source.stat(&planned.name))? else {
            if self.state.taking.contains(&number) {
                return self.dropped(dropped);
            }
            self.gone += 1;
            return self.journal.append(&Step::Absent { o: number });
        };
        if !self.is_what_was_read(&planned, &facts, digest)? {
            return self.leave(number, Conflict::SourceChanged);
        }
        // It was read again a moment ago. Whoever changes it meanwhile makes the source the only copy.
        let stands = patient(|| self.target.stat(&self.plan.stored_as(&planned)))?;
        if !stands.is_some_and(|stands| stands.is_same(written)) {
            return self.leave(number, Conflict::TargetChanged);
        }
        self.journal.append(&Step::Taking { o: number })?;
        match patient(|| self.source.remove(&planned.name, &facts)) {
            Ok(Gone::Removed | Gone::Gone) => self.dropped(dropped),
            Ok(Gone::Kept) => self.leave(number, Conflict::SourceChanged),
            Err(error) if error.kind() == Kind::PermissionDenied => {
                self.leave(number, Conflict::SourceRefuses)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Whether an object of the source is still what was read there. A source that does not tell when metadata were changed may hide that somebody has
    /// set back a time: then it is read. So is what had several names, since taking one away changes the others' metadata.
    fn is_what_was_read(
        &self,
        planned: &Planned,
        facts: &ObjectFacts,
        digest: Digest,
    ) -> Result<bool, MoveError> {
        let reads = || reads_as(self.source, &planned.name, (planned.size_bytes, digest));
        let tells = planned.changed.is_some() && facts.changed.is_some();
        if planned.is_still(facts) {
            return if tells { Ok(true) } else { reads() };
        }
        let had_names = planned.losses.contains(&Loss::HardLink);
        let looks_same = facts.kind == planned.kind
            && facts.size_bytes == planned.size_bytes
            && facts.modified == planned.modified;
        if had_names && looks_same { reads() } else { Ok(false) }
    }

    fn dropped(&mut self, step: Step) -> Result<(), MoveError> {
        self.group.push(step);
        if self.group.len() >= GROUP { self.close_group() } else { Ok(()) }
    }

    /// A name that comes back after a loss of power must not be one that the journal takes for removed.
    fn close_group(&mut self) -> Result<(), MoveError> {
        if self.group.is_empty() {
            return Ok(());
        }
        patient(|| self.source.flush())?;
        for step in self.group.drain(..) {
            self.journal.append(&step)?;
        }
        Ok(())
    }

    fn leave(&mut self, number: u32, why: Conflict) -> Result<(), MoveError> {
        *self.left.entry(why).or_default() += 1;
        self.journal.append(&Step::Left { o: number, why })
    }

    /// Folders of the dataset that are empty now, the innermost first. Those above it stay, whatever is in them.
    fn folders(&mut self) -> Result<(), MoveError> {
        for number in (0..self.plan.len() as u32).rev() {
            if self.state.is_dropped(number) {
                continue;
            }
            let planned = self.plan.get(number)?;
            if planned.kind != EntryKind::Folder || planned.is_way {
                continue;
            }
            let Some(facts) = patient(|| self.source.stat(&planned.name))? else {
                // One that somebody else removed held nothing any more; its files are told.
                if self.state.taking.contains(&number) {
                    self.dropped(Step::Dropped { o: number, b: None })?;
                }
                continue;
            };
            if facts.kind != EntryKind::Folder {
                continue;
            }
            self.journal.append(&Step::Taking { o: number })?;
            match patient(|| self.source.remove(&planned.name, &facts)) {
                Ok(Gone::Removed | Gone::Gone) => self.dropped(Step::Dropped { o: number, b: None })?,
                // What is in it is told already, or belongs to somebody else.
                Ok(Gone::Kept) => self.journal.append(&Step::Spared { o: number })?,
                Err(error) if error.kind() == Kind::PermissionDenied => {
                    self.leave(number, Conflict::SourceRefuses)?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        self.close_group()
    }
}

/// What was removed by now, from the journal: attempts that died are in it.
fn account(
    plan: &PlanFile,
    journal: &Path,
    (gone, left): (u64, BTreeMap<Conflict, u64>),
) -> Result<Emptied, MoveError> {
    let (mut files, mut size_bytes, mut folders) = (0, 0, 0);
    let mut hasher = blake3::Hasher::new();
    replay(journal, &mut |step| {
        let Step::Dropped { o, b } = step else { return Ok(()) };
        let planned = plan.get(o)?;
        let content = b.map_or_else(|| "-".to_owned(), |digest| digest.to_string());
        hasher.update(format!("{content} {} {}\n", planned.size_bytes, planned.name).as_bytes());
        if b.is_some() {
            files += 1;
            size_bytes += planned.size_bytes;
        } else {
            folders += 1;
        }
        Ok(())
    })?;
    Ok(Emptied { files, size_bytes, folders, gone, left, list: Digest::new(*hasher.finalize().as_bytes()) })
}
