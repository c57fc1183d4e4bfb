// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Carrying objects: what one worker does. The steps of a group, and what a death after each of them leaves:
//!
//! 1. *begun, token in the journal* – an upload; it goes on, or is begun anew;
//! 2. *parts written, each in the journal where there are several* – the same, and parts are not sent again;
//! 3. *journal and target flushed* – so nothing has its name before it is whole, also after a loss of power;
//! 4. *named* – the object is told ours by its token, and goes on with step 6;
//! 5. *target flushed*;
//! 6. *read again past caches and compared; counts* – its receipt is handed on;
//! 7. *receipt handed on* – nothing.

mod adopting;
mod parts;
mod trouble;
mod veiled;

pub(crate) use parts::reading;
pub(crate) use trouble::{Trouble, at_target, patient};

use crate::audit::TreeBook;
use crate::crew::{OBJECT_BYTES, Room};
use crate::desk::Desk;
use crate::error::{Conflict, MoveError};
use crate::file::{PlanFile, Planned};
use crate::gate::Gate;
use crate::journal::{Begun, Step};
use crate::tree::{PartHash, root};
use crate::veil::Veil;
use hoheit_connect::{
    Begin, ConnectErrorKind as Kind, Depot, ObjectMeta, PartMark, Removal, Resumed, Stored, Tag, Upload,
};
use hoheit_types::{Digest, Loss, RelPath, Timestamp};
use parts::Again;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use trouble::at_source;

/// Something to carry.
pub(crate) struct Task {
    pub(crate) number: u32,
    pub(crate) planned: Planned,
    /// What an earlier run did of it
    pub(crate) begun: Option<Begun>,
    /// What is to be written, of a part of the sidecar; anything else is read at the source
    pub(crate) content: Option<Vec<u8>>,
}

/// What all workers use.
pub(crate) struct Carrier<'c> {
    pub(crate) source: &'c dyn Depot,
    pub(crate) target: &'c dyn Depot,
    pub(crate) plan: &'c PlanFile,
    pub(crate) desk: &'c Desk<'c>,
    pub(crate) tag: Tag,
    /// Encrypts what is sent, where the plan says so
    pub(crate) veil: Option<&'c Veil>,
    /// Whether what is read again is hashed by SHA-256, too
    pub(crate) sha256: bool,
    pub(crate) stop: &'c AtomicBool,
    /// For later audits
    pub(crate) trees: &'c TreeBook,
    pub(crate) flushing: Gate,
    /// Whether a server that holds both ends is asked to copy: until it refuses, or what it copied was something else, now or in an earlier run
    pub(crate) may_copy: AtomicBool,
    /// For parts in memory
    pub(crate) room: Room,
    /// What was sent and what was read again, each object counted as [`OBJECT_BYTES`] besides: how fast it goes
    pub(crate) done_bytes: AtomicU64,
    /// Bytes of objects that arrived
    pub(crate) carried_bytes: AtomicU64,
}

/// An object whose bytes are all at the target, under no name yet, or under its own already.
struct Sealed {
    number: u32,
    planned: Planned,
    name: RelPath,
    /// Bytes that it has at the target
    size_bytes: u64,
    digest: Digest,
    /// BLAKE3 of what the source holds, where it is encrypted
    source: Option<Digest>,
    hashes: Vec<PartHash>,
    part_bytes: u64,
    /// Whether it is the upload of an earlier run
    is_resumed: bool,
    state: SealedState,
}

enum SealedState {
    /// To be completed with these marks
    Open(Box<dyn Upload>, Vec<PartMark>),
    /// Under its name
    Named(Stored),
}

impl Carrier<'_> {
    /// Carries a group of objects. An object that does not arrive is noted and left; an error ends the run.
    pub(crate) fn carry(&self, group: Vec<Task>) -> Result<(), MoveError> {
        let mut sealed = Vec::with_capacity(group.len());
        for task in group {
            if self.stop.load(Ordering::Relaxed) {
                return Err(MoveError::Stopped);
            }
            let number = task.number;
            match self.fill(task) {
                Ok(full) => {
                    self.get_on(OBJECT_BYTES);
                    sealed.push(full);
                }
                Err(trouble) => self.give_up(number, trouble)?,
            }
        }
        self.desk.sync()?;
        self.flush()?;
        let mut named = Vec::with_capacity(sealed.len());
        for mut full in sealed {
            let mut done = self.give_name(&mut full);
            // What an earlier run has begun may be of no use any more, though it still looks like it: it comes once more, from the beginning.
            if full.is_resumed
                && !self.plan.is_sidecar(full.number)
                && matches!(done, Err(Trouble::Object(Conflict::TargetRefuses)))
            {
                let task =
                    Task { number: full.number, planned: full.planned.clone(), begun: None, content: None };
                done = self.fill(task).and_then(|anew| {
                    full = anew;
                    self.desk.sync()?;
                    self.flush()?;
                    self.give_name(&mut full)
                });
            }
            match done {
                Ok(()) => named.push(full),
                Err(trouble) => self.give_up(full.number, trouble)?,
            }
        }
        self.flush()?;
        for full in named {
            let number = full.number;
            if let Err(trouble) = self.see(&full) {
                self.give_up(number, trouble)?;
            }
        }
        self.desk.hand_on()
    }

    fn give_up(&self, number: u32, trouble: Trouble) -> Result<(), MoveError> {
        let trouble = match trouble {
            Trouble::Object(Conflict::TargetExists) if self.plan.is_sidecar(number) => {
                match self.adopt(number) {
                    Ok(()) => return Ok(()),
                    Err(trouble) => trouble,
                }
            }
            trouble => trouble,
        };
        match trouble {
            Trouble::Object(why) => self.desk.note(&Step::Failed { o: number, why }),
            Trouble::All(error) => Err(error),
        }
    }

    fn flush(&self) -> Result<(), MoveError> {
        self.flushing.pass(|| Ok(self.target.flush()?))
    }

    /// Steps 1 and 2: all bytes of an object go to the target.
    fn fill(&self, task: Task) -> Result<Sealed, Trouble> {
        let Task { number, planned, begun, content } = task;
        let name = self.plan.stored_as(&planned);
        let begun = begun.unwrap_or_default();
        let checked = match &content {
            Some(_) => Ok(plain_meta(planned.modified)),
            // All of the real ones is in the index.
            None if self.plan.is_encrypted() => {
                self.check_source(&planned).map(|_| plain_meta(self.plan.plan().planned_at))
            }
            None => self.check_source(&planned),
        };
        let meta = match checked {
            Ok(meta) => meta,
            Err(trouble) => {
                self.take_back(&planned, &name, &begun)?;
                return Err(trouble);
            }
        };
        let size_bytes = self.plan.stored_bytes(&planned);
        let sealing = self.sealing(&planned)?;
        let what = Begin { name: &name, size_bytes, meta: &meta, tag: self.tag };
        let (upload, known, is_resumed) = match self.go_on(&planned, &what, begun)? {
            GoingOn::Named(stored, digest) => {
                let state = SealedState::Named(stored);
                // How it was cut into parts is not known any more: it is read as one.
                return Ok(Sealed {
                    number,
                    planned,
                    name,
                    size_bytes,
                    digest,
                    source: None,
                    hashes: Vec::new(),
                    part_bytes: 0,
                    is_resumed: false,
                    state,
                });
            }
            GoingOn::Open(upload, known) => (upload, known, true),
            GoingOn::Anew => {
                let upload = patient(|| self.target.begin(&what)).map_err(at_target)?;
                self.desk.note(&Step::Started { o: number, t: upload.token().clone() })?;
                (upload, Vec::new(), false)
            }
        };
        let sent = match (&content, &sealing) {
            (Some(content), sealing) => self.send_text(content, sealing.as_ref(), &*upload),
            (None, _) => self.send(number, (&planned, sealing.as_ref()), &*upload, known),
        };
        let part_bytes = upload.part_bytes();
        let sent = sent.and_then(|sent| {
            let hashes: Vec<PartHash> = sent.iter().map(|(_, hash)| *hash).collect();
            let digest = root(&hashes, size_bytes, part_bytes);
            let source = match sealing.filter(|_| content.is_none()) {
                Some(sealing) => Some(self.source_digest(&planned, &sealing, digest)?),
                None => None,
            };
            Ok((sent, hashes, digest, source))
        });
        match sent {
            Ok((sent, hashes, digest, source)) => {
                let marks = sent.into_iter().map(|(mark, _)| mark).collect();
                let state = SealedState::Open(upload, marks);
                Ok(Sealed {
                    number,
                    planned,
                    name,
                    size_bytes,
                    digest,
                    source,
                    hashes,
                    part_bytes,
                    is_resumed,
                    state,
                })
            }
            Err(Trouble::Object(why)) => {
                patient(|| upload.abort()).map_err(at_target)?;
                Err(Trouble::Object(why))
            }
            Err(all) => Err(all),
        }
    }

    /// The source as it was planned, with what its metadata are.
    fn check_source(&self, planned: &Planned) -> Result<ObjectMeta, Trouble> {
        let facts = patient(|| self.source.stat(&planned.name)).map_err(at_source)?;
        let facts = facts.ok_or(Trouble::Object(Conflict::SourceGone))?;
        if facts.kind != planned.kind {
            return Err(Trouble::Object(Conflict::SourceGone));
        }
        if !planned.is_still(&facts) {
            return Err(Trouble::Object(Conflict::SourceChanged));
        }
        patient(|| self.source.meta(&planned.name)).map(|told| planned.full(told)).map_err(at_source)
    }

    /// Removes what an earlier run has begun, if it still is that.
    fn take_back(&self, planned: &Planned, name: &RelPath, begun: &Begun) -> Result<(), Trouble> {
        let Some(token) = &begun.token else { return Ok(()) };
        let meta = ObjectMeta::default();
        let size_bytes = self.plan.stored_bytes(planned);
        let what = Begin { name, size_bytes, meta: &meta, tag: self.tag };
        match patient(|| self.target.resume(&what, token)).map_err(at_target)? {
            Resumed::Open(upload) => patient(|| upload.abort()).map_err(at_target),
            Resumed::Completed(stored) => {
                let written = begun
                    .written(&self.plan.looks(planned), &stored)
                    .ok_or(Trouble::Object(Conflict::TargetChanged))?;
                patient(|| self.target.remove(name, &written)).map(drop).map_err(at_target)
            }
            Resumed::Gone => Ok(()),
        }
    }

    /// What became of an earlier run's upload.
    fn go_on(&self, planned: &Planned, what: &Begin<'_>, begun: Begun) -> Result<GoingOn, Trouble> {
        let Some(token) = &begun.token else { return Ok(GoingOn::Anew) };
        Ok(match patient(|| self.target.resume(what, token)).map_err(at_target)? {
            Resumed::Open(upload) => GoingOn::Open(upload, begun.parts),
            // Named, but the journal has lost what it holds: it goes, and comes again.
            Resumed::Completed(mut stored) => {
                let written = begun
                    .written(&self.plan.looks(planned), &stored)
                    .ok_or(Trouble::Object(Conflict::TargetChanged))?;
                stored.facts = written;
                if let Some((_, digest, _)) = begun.completed {
                    return Ok(GoingOn::Named(stored, digest));
                }
                patient(|| self.target.remove(what.name, &stored.facts)).map_err(at_target)?;
                GoingOn::Anew
            }
            Resumed::Gone => GoingOn::Anew,
        })
    }

    /// Step 4: the object appears under its name.
    fn give_name(&self, full: &mut Sealed) -> Result<(), Trouble> {
        let SealedState::Open(upload, marks) = &full.state else { return Ok(()) };
        let stored = match patient(|| upload.complete(marks)) {
            Ok(stored) => stored,
            // An answer that was lost: it may be our own object that stands there.
            Err(error) if matches!(error.kind(), Kind::Exists | Kind::NotFound) => {
                let meta = ObjectMeta::default();
                let (name, size_bytes) = (&full.name, full.size_bytes);
                let what = Begin { name, size_bytes, meta: &meta, tag: self.tag };
                match patient(|| self.target.resume(&what, upload.token())).map_err(at_target)? {
                    Resumed::Completed(stored) => stored,
                    Resumed::Open(_) | Resumed::Gone => {
                        patient(|| upload.abort()).map_err(at_target)?;
                        return Err(at_target(error));
                    }
                }
            }
            Err(error) => {
                let trouble = at_target(error);
                if matches!(trouble, Trouble::Object(_)) {
                    patient(|| upload.abort()).map_err(at_target)?;
                }
                return Err(trouble);
            }
        };
        let (f, l) = (stored.facts.clone(), stored.losses.clone());
        self.desk.note(&Step::Completed { o: full.number, f, b: full.digest, l, p: full.source })?;
        full.state = SealedState::Named(stored);
        Ok(())
    }

    // INVARIANT (no-receipt-without-reading-again)
    /// Steps 6 and 7: reads the object at the target and lets it count if it is the same; otherwise removes exactly what was written.
    fn see(&self, full: &Sealed) -> Result<(), Trouble> {
        let SealedState::Named(stored) = &full.state else { return Ok(()) };
        let again = self.read_again(full, stored)?.filter(|again| again.digest == full.digest);
        let Some(Again { blocks, sha256, .. }) = again else {
            self.may_copy.store(false, Ordering::Relaxed);
            let removed = patient(|| self.target.remove(&full.name, &stored.facts)).map_err(at_target)?;
            let why = match removed {
                Removal::Removed | Removal::Gone => Conflict::Unverified,
                Removal::Kept => Conflict::TargetChanged,
            };
            return Err(Trouble::Object(why));
        };
        if blocks.hashes.len() > 1 {
            self.trees.note(full.number, blocks)?;
        }
        let step = Step::Seen {
            o: full.number,
            at: self.desk.clock().now(),
            b: full.digest,
            v: stored.facts.version.clone(),
            // Of what is encrypted the place has nothing to keep.
            l: if self.plan.is_encrypted() {
                full.planned.losses.clone()
            } else {
                with_planned(&stored.losses, &full.planned.losses)
            },
            h: sha256,
        };
        if let Some(receipt) = self.desk.receipt(&step)? {
            self.desk.count(&step, receipt)?;
        }
        self.carried_bytes.fetch_add(full.size_bytes, Ordering::Relaxed);
        self.get_on(OBJECT_BYTES);
        Ok(())
    }

    /// So much was sent, or read again.
    fn get_on(&self, bytes: u64) {
        self.done_bytes.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// What an object bears that is nobody's.
fn plain_meta(modified: Timestamp) -> ObjectMeta {
    ObjectMeta { modified: Some(modified), mode: Some(0o600), ..ObjectMeta::default() }
}

enum GoingOn {
    Open(Box<dyn Upload>, Vec<(PartMark, PartHash)>),
    Named(Stored, Digest),
    Anew,
}

/// What the plan foretold that no call tells, such as several names of one content.
fn with_planned(losses: &[Loss], planned: &[Loss]) -> Vec<Loss> {
    let foretold = planned.iter().filter(|loss| matches!(loss, Loss::HardLink | Loss::Sparse));
    let mut all: Vec<Loss> = losses.iter().chain(foretold).copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}
