// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The way back: takes away at the target what a move wrote there, and nothing else, while the source still has it.

mod folders;

use crate::carry::patient;
use crate::engine::{sweep, tag_of};
use crate::error::{Conflict, MoveError};
use crate::file::{PlanFile, Planned};
use crate::journal::{Journal, Progress, Stage, Step, replay};
use crate::veil::{self, Identity, Opening};
use crate::verify::is_content;
use hoheit_connect::{
    Begin, Capability, ConnectErrorKind as Kind, Depot, ObjectFacts, ObjectMeta, Reading, Removal, Resumed,
};
use hoheit_types::{Clock, Digest, RelPath};
use std::collections::BTreeMap;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// What was taken back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Returned {
    /// Files that are no longer at the target
    pub files: u64,
    /// Folders that are no longer there
    pub folders: u64,
    /// Files that the source had lost, and got back first
    pub copied_back: u64,
    /// Files that the source has, where nothing at all of the move stands at the target: they count as taken back nowhere
    pub gone: u64,
    /// Objects that stay at the target, by reason
    pub conflicts: BTreeMap<Conflict, u64>,
}

struct Return<'r> {
    plan: &'r PlanFile,
    source: &'r dyn Depot,
    target: &'r dyn Depot,
    /// For what has to be decrypted
    identities: &'r [Identity],
    journal: Journal,
    returned: Returned,
    /// Not at the target any more, while the source has them
    gone: Vec<u32>,
    /// Something of the move stands at the target: it is no place that is merely not mounted
    stands: bool,
}

/// Undoes a move, from wherever an earlier attempt stopped. What was changed at the target stays there and is told; what the source no longer
/// has is copied back and read again before it goes. Where that lies there encrypted, one of the private keys must fit (`WrongIdentity` before anything is
/// touched); without any, what would have to come back stays there.
pub fn back(
    plan: &PlanFile,
    journal: &Path,
    (source, target): (&dyn Depot, &dyn Depot),
    identities: &[Identity],
    clock: &dyn Clock,
    stop: &AtomicBool,
) -> Result<Returned, MoveError> {
    if let Some(encryption) = &plan.plan().encryption
        && !identities.is_empty()
        && !veil::fits(encryption, identities)?
    {
        return Err(MoveError::WrongIdentity);
    }
    let (mut opened, mut state) = Journal::open(journal, plan.numbers())?;
    opened.append(&Step::Back { at: clock.now() })?;
    opened.sync()?;
    let was_cut_short = state.is_undone && !state.is_ended;
    let mut work = Return {
        plan,
        source,
        target,
        identities,
        journal: opened,
        returned: Returned::default(),
        gone: Vec::new(),
        stands: false,
    };
    work.under_way(&state)?;
    // What died before its name was written down is known by our tag only, as a run sweeps it. The folder may not be there yet.
    if !state.is_ended {
        match sweep(target, &plan.plan().into, tag_of(plan.digest())) {
            Err(MoveError::Place(error)) if error.kind() == Kind::NotFound => {}
            swept => {
                swept?;
            }
        }
    }
    let remade_before = state.remade.len();
    work.remake_folders(&mut state)?;
    // The last step about an object counts: one that was written twice was removed in between.
    let mut last: Vec<u32> = vec![0; plan.numbers()];
    each_completed(journal, &mut |number, Completed { line, .. }| {
        if let Some(place) = last.get_mut(number as usize) {
            *place = line;
        }
        Ok(())
    })?;
    let mut parts = Vec::new();
    each_completed(journal, &mut |number, completed| {
        if stop.load(Ordering::Relaxed) {
            return Err(MoveError::Stopped);
        }
        if last.get(number as usize) != Some(&completed.line) || state.stage(number) != Stage::Arrived {
            return Ok(());
        }
        if plan.is_sidecar(number) {
            parts.push((number, completed.facts));
            return Ok(());
        }
        work.file(number, &completed)
    })?;
    if was_cut_short || work.returned.copied_back > 0 || state.remade.len() > remade_before {
        sweep(source, &RelPath::root(), tag_of(plan.digest()))?;
        work.furnish_remade(&state)?;
    }
    if work.settle_gone(&state)? {
        // What stays there needs it still.
        if work.returned.conflicts.is_empty() {
            work.sidecar(&parts)?;
        }
        work.folders(&state)?;
    }
    patient(|| target.flush())?;
    work.journal.append(&Step::Ended { at: clock.now() })?;
    work.journal.sync()?;
    Ok(work.returned)
}

/// An object that was completed.
pub(crate) struct Completed {
    /// The number of its step
    pub(crate) line: u32,
    /// What was written
    pub(crate) facts: ObjectFacts,
    /// BLAKE3 of that
    pub(crate) digest: Digest,
    /// BLAKE3 of what the source holds: the same, unless it is encrypted
    pub(crate) source: Digest,
}

type Visit<'v> = dyn FnMut(u32, Completed) -> Result<(), MoveError> + 'v;

/// Visits what was completed.
pub(crate) fn each_completed(journal: &Path, visit: &mut Visit<'_>) -> Result<(), MoveError> {
    let mut line = 0;
    replay(journal, &mut |step| {
        line += 1;
        match step {
            Step::Completed { o, f, b, p, .. } => {
                visit(o, Completed { line, facts: f, digest: b, source: p.unwrap_or(b) })
            }
            _ => Ok(()),
        }
    })
}

impl Return<'_> {
    /// Uploads that were begun and never counted.
    fn under_way(&mut self, state: &Progress) -> Result<(), MoveError> {
        let mut numbers: Vec<u32> = state.begun.keys().copied().collect();
        numbers.sort_unstable();
        for number in numbers {
            let planned = self.plan.get(number)?;
            let name = self.plan.stored_as(&planned);
            let Some(token) = state.begun.get(&number).and_then(|begun| begun.token.as_ref()) else {
                continue;
            };
            let meta = ObjectMeta::default();
            let (tag, looks) = (tag_of(self.plan.digest()), self.plan.looks(&planned));
            let what = Begin { name: &name, size_bytes: looks.size_bytes, meta: &meta, tag };
            match patient(|| self.target.resume(&what, token))? {
                Resumed::Open(upload) => patient(|| upload.abort())?,
                Resumed::Completed(stored) => {
                    // It never counted, so nobody was told that it is there: the source has it, or never had.
                    let begun = state.begun.get(&number);
                    let Some(written) = begun.and_then(|begun| begun.written(&looks, &stored)) else {
                        self.keep(number, Conflict::TargetChanged)?;
                        continue;
                    };
                    patient(|| self.target.remove(&name, &written))?;
                }
                Resumed::Gone => {}
            }
            self.journal.append(&Step::Removed { o: number })?;
        }
        Ok(())
    }

    fn keep(&mut self, number: u32, why: Conflict) -> Result<(), MoveError> {
        *self.returned.conflicts.entry(why).or_default() += 1;
        self.journal.append(&Step::Kept { o: number, why })
    }

    fn file(&mut self, number: u32, completed: &Completed) -> Result<(), MoveError> {
        let Completed { facts: written, digest, source, .. } = completed;
        let planned = self.plan.get(number)?;
        let name = self.plan.stored_as(&planned);
        let Some(now) = patient(|| self.target.stat(&name))? else {
            return self.missed(number, &planned, *source);
        };
        self.stands = true;
        // Rights that somebody changed are no other content: reading tells.
        let is_ours = now.is_same(written)
            && (now.is_untouched(written) || reads_as(self.target, &name, (written.size_bytes, *digest))?);
        if !is_ours {
            return self.keep(number, Conflict::TargetChanged);
        }
        match self.at_source(&planned, *source)? {
            Some(true) => {}
            Some(false) => return self.keep(number, Conflict::SourceChanged),
            None => {
                if let Some(why) = self.copy_back(&planned, &name, *source)? {
                    return self.keep(number, why);
                }
                self.returned.copied_back += 1;
            }
        }
        match patient(|| self.target.remove(&name, written))? {
            Removal::Removed | Removal::Gone => {
                self.returned.files += 1;
                self.journal.append(&Step::Removed { o: number })
            }
            Removal::Kept => self.keep(number, Conflict::TargetChanged),
        }
    }

    /// Whether the source holds what was read there; `None`: it has nothing of that name.
    fn at_source(&self, planned: &Planned, digest: Digest) -> Result<Option<bool>, MoveError> {
        let Some(facts) = patient(|| self.source.stat(&planned.name))? else { return Ok(None) };
        // As when the source is emptied: where it does not tell when metadata were changed, size and time may hide other content.
        let tells = planned.changed.is_some() && facts.changed.is_some();
        // Only its metadata may have changed, or it was written anew with the same content.
        Ok(Some(
            tells && planned.is_still(&facts)
                || reads_as(self.source, &planned.name, (planned.size_bytes, digest))?,
        ))
    }

    /// An object that the target has no longer. Where the source lost it as well, nothing was taken back: another time a place may be
    /// mounted again.
    fn missed(&mut self, number: u32, planned: &Planned, digest: Digest) -> Result<(), MoveError> {
        match self.at_source(planned, digest)? {
            Some(true) => self.gone.push(number),
            Some(false) => self.keep(number, Conflict::SourceChanged)?,
            None => self.keep(number, Conflict::Missing)?,
        }
        Ok(())
    }

    /// Counts what an attempt that died, or somebody else, took away. Where all is gone at once the place may not be what it was: nothing
    /// is noted, so that a later call looks again. Whether there is a target to clear.
    fn settle_gone(&mut self, state: &Progress) -> Result<bool, MoveError> {
        let is_missed = !self.gone.is_empty() || self.returned.conflicts.contains_key(&Conflict::Missing);
        if is_missed && !self.stands && !self.has_folder(state)? {
            self.returned.gone = self.gone.len() as u64;
            return Ok(false);
        }
        for number in std::mem::take(&mut self.gone) {
            self.returned.files += 1;
            self.journal.append(&Step::Removed { o: number })?;
        }
        Ok(true)
    }

    /// Brings an object that the source has lost back there, and reads it again. `Some`: why it did not arrive whole; nothing of it is there.
    fn copy_back(
        &self,
        planned: &Planned,
        name: &RelPath,
        digest: Digest,
    ) -> Result<Option<Conflict>, MoveError> {
        let is_encrypted = self.plan.is_encrypted();
        if is_encrypted && self.identities.is_empty() {
            return Ok(Some(Conflict::NoIdentity));
        }
        let opened = patient(|| self.target.read(name, &Reading::default()))?;
        let mut content: Box<dyn Read> = if is_encrypted {
            match Opening::new(opened, self.identities) {
                Ok(opening) => Box::new(opening),
                Err(error) => return Ok(Some(unreadable(&error))),
            }
        } else {
            Box::new(opened)
        };
        // An encrypted object bears nothing of the real one.
        let told = if is_encrypted { ObjectMeta::default() } else { patient(|| self.target.meta(name))? };
        let meta = planned.full(told);
        let tag = tag_of(self.plan.digest());
        let what = Begin { name: &planned.name, size_bytes: planned.size_bytes, meta: &meta, tag };
        let upload = match patient(|| self.source.begin(&what)) {
            // Something else stands where its folder was: this one stays where it is.
            Err(error)
                if matches!(error.kind(), Kind::NotFound | Kind::WrongType | Kind::PermissionDenied) =>
            {
                return Ok(Some(Conflict::OnlyCopy));
            }
            upload => upload?,
        };
        let part_bytes = upload.part_bytes();
        let mut marks = Vec::new();
        for number in 0..crate::tree::parts(planned.size_bytes, part_bytes) {
            let range = crate::tree::part_range(number, planned.size_bytes, part_bytes);
            let mut part = vec![0; (range.end - range.start) as usize];
            if let Err(error) = content.read_exact(&mut part) {
                patient(|| upload.abort())?;
                return Ok(Some(unreadable(&error)));
            }
            marks.push(patient(|| upload.put_part(number, &part))?);
        }
        patient(|| self.source.flush())?;
        let stored = patient(|| upload.complete(&marks))?;
        patient(|| self.source.flush())?;
        if reads_as(self.source, &planned.name, (planned.size_bytes, digest))? {
            return Ok(None);
        }
        patient(|| self.source.remove(&planned.name, &stored.facts))?;
        Ok(Some(Conflict::OnlyCopy))
    }

    /// Takes the sidecar away, and its folder.
    fn sidecar(&mut self, parts: &[(u32, ObjectFacts)]) -> Result<(), MoveError> {
        for (number, written) in parts {
            let name = self.plan.stored_as(&self.plan.get(*number)?);
            match patient(|| self.target.remove(&name, written))? {
                Removal::Removed | Removal::Gone => self.journal.append(&Step::Removed { o: *number })?,
                Removal::Kept => self.keep(*number, Conflict::TargetChanged)?,
            }
        }
        if self.plan.plan().objects.sidecar.is_none() || !self.target.capabilities().can(Capability::Folders)
        {
            return Ok(());
        }
        let own = self.plan.own_folder();
        let above = (!self.plan.is_encrypted()).then(|| own.parent());
        for name in [&own].into_iter().chain(&above) {
            if let Some(facts) = patient(|| self.target.stat(name))? {
                patient(|| self.target.remove(name, &facts))?;
            }
        }
        Ok(())
    }
}

/// Why an object can't be brought back: it was changed, or the place fails.
fn unreadable(error: &std::io::Error) -> Conflict {
    match error.kind() {
        ErrorKind::InvalidData => Conflict::Undecipherable,
        _ => Conflict::OnlyCopy,
    }
}

/// Whether an object's content is so many bytes with this digest, read past caches.
pub(crate) fn reads_as(
    place: &dyn Depot,
    name: &RelPath,
    (size_bytes, digest): (u64, Digest),
) -> Result<bool, MoveError> {
    let how = Reading { past_caches: true, ..Reading::default() };
    match patient(|| place.read(name, &how)) {
        Err(error) if error.kind().is_about_place() => Err(error.into()),
        Err(_) => Ok(false),
        Ok(opened) => Ok(is_content(opened, size_bytes, digest)),
    }
}
