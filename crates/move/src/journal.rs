// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What was done, one line for each step, so that a death after any of them is recovered by going on.
//!
//! A line is 16 hexadecimal digits of its BLAKE3, a blank, and JSON. Objects are numbers: places in the plan.

use crate::error::{Conflict, MoveError};
use crate::file::Looks;
use crate::sidecar::Aside;
use crate::tree::PartHash;
use hoheit_connect::{ObjectFacts, PartMark, Stored, Token};
use hoheit_store::{AppendFile, read_lines};
use hoheit_types::{Digest, Loss, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// One step. The order for an object: started → parts → completed → seen; the receipt is handed on behind that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "s", rename_all = "snake_case")]
pub(crate) enum Step {
    /// A run begins, by this decision
    Run { at: Timestamp, decision: Digest },
    /// A folder is not there and is about to be created: from here on it is taken for ours
    Making { o: u32 },
    /// It was created
    Folder { o: u32 },
    /// A folder got its rights and times
    Furnished { o: u32 },
    /// An upload was begun
    Started { o: u32, t: Token },
    /// A part arrived; its hash
    Part { o: u32, m: PartMark, h: Digest },
    /// The object stands under its name; what was read at the source
    Completed {
        o: u32,
        f: ObjectFacts,
        b: Digest,
        l: Vec<Loss>,
        /// Of the object itself, where `b` is that of the age file that was made of it
        #[serde(default, skip_serializing_if = "Option::is_none")]
        p: Option<Digest>,
    },
    /// It was read again and is the same: from now on it counts
    Seen {
        o: u32,
        at: Timestamp,
        b: Digest,
        v: Option<String>,
        l: Vec<Loss>,
        /// SHA-256 of the same, in hexadecimal digits, where it was asked for
        #[serde(default, skip_serializing_if = "Option::is_none")]
        h: Option<String>,
    },
    /// It did not arrive, and nothing of it is left at the target
    Failed { o: u32, why: Conflict },
    /// From here on objects are encrypted by a new stream key: parts that were sent before count no more
    Keyed,
    /// So many receipts were handed on
    Receipts { n: u64 },
    /// All objects were tried, and left-overs were swept
    Ended { at: Timestamp },
    /// From here on it is undone
    Back { at: Timestamp },
    /// From here on the source is emptied, as this record says
    Dropping { at: Timestamp, r: Digest },
    /// An object of the source is about to be removed there
    Taking { o: u32 },
    /// It was removed there; what it held. Of a folder: nothing
    Dropped { o: u32, b: Option<Digest> },
    /// A folder was not, since something is in it
    Spared { o: u32 },
    /// An object is gone there, and not by us: the next attempt looks again
    Absent { o: u32 },
    /// It stays there, and why
    Left { o: u32, why: Conflict },
    /// All objects of the source were tried
    Emptied { at: Timestamp },
    /// A folder that the source has lost is about to be created there again; what it gets once all is back in it
    Remade { o: u32, m: Box<Aside> },
    /// An object or folder was taken back
    Removed { o: u32 },
    /// It was not, and why
    Kept { o: u32, why: Conflict },
}

/// Where an object stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Stage {
    #[default]
    Waiting,
    /// Something of it is at the target
    Begun,
    /// It arrived and counts; of a folder: we created it
    Arrived,
    /// A folder has its rights and times
    Furnished,
    Failed,
    Removed,
}

/// What is known of an object that was begun and does not count yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Begun {
    pub(crate) token: Option<Token>,
    pub(crate) parts: Vec<(PartMark, PartHash)>,
    pub(crate) completed: Option<(ObjectFacts, Digest, Vec<Loss>)>,
}

impl Begun {
    /// What we wrote, of an object that an earlier run completed; `None`: it was changed since. Where the journal does not tell, because the run died
    /// between the name and the step, size and time do: whoever changes a file changes these.
    pub(crate) fn written(&self, looks: &Looks, stands: &Stored) -> Option<ObjectFacts> {
        let facts = &stands.facts;
        let is_ours = match &self.completed {
            Some((written, ..)) => facts.is_same(written),
            // Where the place can't keep times, its own mark on the object tells.
            None => facts.size_bytes == looks.size_bytes && (stands.is_marked || looks.has_time_of(facts)),
        };
        is_ours.then(|| facts.clone())
    }
}

/// Where the whole move stands. A byte for each object; more only for those under way.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    pub(crate) stages: Vec<Stage>,
    pub(crate) begun: HashMap<u32, Begun>,
    /// Objects that count
    pub(crate) seen: u64,
    /// Whether something was read again and was not what had been sent
    pub(crate) was_unverified: bool,
    /// Receipts that were handed on, as far as the journal knows
    pub(crate) receipts: u64,
    pub(crate) last_run: Option<Timestamp>,
    /// The last run came to its end
    pub(crate) is_ended: bool,
    pub(crate) is_undone: bool,
    /// Which objects were removed at the source; empty: none
    pub(crate) dropped: Vec<bool>,
    /// Which were about to be removed there when an attempt died: at most as many as share a flush
    pub(crate) taking: HashSet<u32>,
    /// Folders that were created again at the source, from the outside in
    pub(crate) remade: Vec<(u32, Box<Aside>)>,
}

impl Progress {
    pub(crate) fn new(objects: usize) -> Self {
        Self { stages: vec![Stage::Waiting; objects], ..Self::default() }
    }

    pub(crate) fn stage(&self, object: u32) -> Stage {
        self.stages.get(object as usize).copied().unwrap_or_default()
    }

    pub(crate) fn is_dropped(&self, object: u32) -> bool {
        self.dropped.get(object as usize).copied().unwrap_or_default()
    }

    /// Parts that were sent are sent again.
    pub(crate) fn forget_parts(&mut self) {
        self.begun.values_mut().for_each(|begun| begun.parts.clear());
    }

    fn set(&mut self, object: u32, stage: Stage) -> Option<()> {
        *self.stages.get_mut(object as usize)? = stage;
        Some(())
    }

    /// `None`: no journal of this plan holds such a step.
    fn take(&mut self, step: Step) -> Option<()> {
        match step {
            Step::Run { at, .. } => {
                self.last_run = Some(at);
                self.is_ended = false;
            }
            Step::Making { o } => self.set(o, Stage::Begun)?,
            Step::Folder { o } => self.set(o, Stage::Arrived)?,
            Step::Furnished { o } => self.set(o, Stage::Furnished)?,
            Step::Started { o, t } => {
                self.set(o, Stage::Begun)?;
                self.begun.insert(o, Begun { token: Some(t), ..Begun::default() });
            }
            Step::Part { o, m, h } => self.begun.get_mut(&o)?.parts.push((m, *h.as_bytes())),
            Step::Completed { o, f, b, l, .. } => self.begun.get_mut(&o)?.completed = Some((f, b, l)),
            Step::Seen { o, .. } => {
                self.begun.remove(&o)?;
                self.set(o, Stage::Arrived)?;
                self.seen += 1;
            }
            Step::Failed { o, why } => {
                self.begun.remove(&o);
                self.was_unverified |= why == Conflict::Unverified;
                self.set(o, Stage::Failed)?;
            }
            Step::Keyed => self.forget_parts(),
            Step::Receipts { n } => self.receipts = n,
            Step::Ended { .. } => self.is_ended = true,
            Step::Back { .. } => {
                self.is_undone = true;
                self.is_ended = false;
            }
            Step::Removed { o } => {
                self.begun.remove(&o);
                self.set(o, Stage::Removed)?;
            }
            Step::Dropped { o, .. } => {
                let objects = self.stages.len();
                self.dropped.resize(objects, false);
                *self.dropped.get_mut(o as usize)? = true;
                self.taking.remove(&o);
            }
            Step::Taking { o } => {
                self.taking.insert(o);
            }
            Step::Left { o, .. } | Step::Absent { o } | Step::Spared { o } => {
                self.taking.remove(&o);
            }
            Step::Remade { o, m } => self.remade.push((o, m)),
            Step::Kept { .. } | Step::Dropping { .. } | Step::Emptied { .. } => {}
        }
        Some(())
    }
}

/// The journal of one move, open for writing.
#[derive(Debug)]
pub(crate) struct Journal {
    file: AppendFile,
}

const SUM_DIGITS: usize = 16;

fn sum(body: &[u8]) -> String {
    blake3::hash(body).to_hex().chars().take(SUM_DIGITS).collect()
}

/// A sound line's step.
fn read_line(line: &[u8]) -> Option<Step> {
    let (digits, rest) = line.split_at_checked(SUM_DIGITS)?;
    let body = rest.strip_prefix(b" ")?;
    (sum(body).as_bytes() == digits).then(|| serde_json::from_slice(body).ok()).flatten()
}

/// One step as a line.
pub(crate) fn write_line(step: &Step) -> Result<Vec<u8>, serde_json::Error> {
    let body = serde_json::to_vec(step)?;
    let mut line = Vec::with_capacity(body.len() + SUM_DIGITS + 2);
    line.extend_from_slice(sum(&body).as_bytes());
    line.push(b' ');
    line.extend_from_slice(&body);
    line.push(b'\n');
    Ok(line)
}

impl Journal {
    /// Opens or creates it, cuts off a torn end, and says where the move of so many objects stands.
    pub(crate) fn open(path: &Path, objects: usize) -> Result<(Self, Progress), MoveError> {
        let mut progress = Progress::new(objects);
        let file = AppendFile::open(path, &mut |line| {
            // Where a loss of power tore the end off. Nothing is lost that counts: that was flushed before it did.
            let Some(step) = read_line(line) else {
                return if is_rotten(path)? { Err(MoveError::JournalDamaged) } else { Ok(false) };
            };
            progress.take(step).map(|()| true).ok_or(MoveError::JournalDamaged)
        })?;
        Ok((Self { file }, progress))
    }

    pub(crate) fn append(&mut self, step: &Step) -> Result<(), MoveError> {
        Ok(self.file.append(&write_line(step)?)?)
    }

    pub(crate) fn sync(&mut self) -> Result<(), MoveError> {
        Ok(self.file.sync()?)
    }
}

/// Whether a line that was flushed is unsound: everything is flushed before receipts are handed on, so no such step stands behind a
/// torn end.
fn is_rotten(path: &Path) -> Result<bool, MoveError> {
    let (mut is_behind, mut is_rotten) = (false, false);
    read_lines(path, &mut |line| -> Result<bool, MoveError> {
        match read_line(line) {
            None => is_behind = true,
            Some(Step::Receipts { .. } | Step::Ended { .. }) if is_behind => is_rotten = true,
            Some(_) => {}
        }
        Ok(!is_rotten)
    })?;
    Ok(is_rotten)
}

/// Visits all sound steps of a journal, in their order. A torn end is none; a journal that was changed is not believed in part.
pub(crate) fn replay(
    path: &Path,
    visit: &mut dyn FnMut(Step) -> Result<(), MoveError>,
) -> Result<(), MoveError> {
    if is_rotten(path)? {
        return Err(MoveError::JournalDamaged);
    }
    read_lines(path, &mut |line| match read_line(line) {
        Some(step) => visit(step).map(|()| true),
        None => Ok(false),
    })
}
