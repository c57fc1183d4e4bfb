// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The rehearsal: a sample of a plan goes out into a scratch folder at the target and comes back into one of ours, by the same engine and under
//! the same permit; then it is compared, and everything of ours is taken away again.
//!
//! What each way needs lies in a folder of its own (plan, journal, receipts), so a rehearsal that died is cleared by the next one from what it
//! had written down, never by guessing from names.

mod clear;
mod compare;
mod once;
mod sample;

pub use clear::Cleared;
pub use compare::Compared;
pub use sample::{Sample, Sampling, draw, excerpt};

use crate::audit::trees_of;
use crate::carry::patient;
use crate::engine::{Options, Request, run, tag_of};
use crate::error::MoveError;
use crate::file::{PlanFile, PlanWriter, Planned};
use crate::receipts::ReceiptFile;
use crate::veil::Safe;
use hoheit_connect::{ConnectError, Depot, EntryKind, ObjectFacts, Tag};
use hoheit_decide::Permit;
use hoheit_store::discard;
use hoheit_types::{Clock, Passage, Plan, Record as _, RelPath, Timestamp, Volume, digest_of};
use once::Once;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

/// What the scratch folder at the target is called before its number.
const SCRATCH: &str = ".hoheit-rehearsal-";

/// The files of one way.
#[derive(Clone, Debug)]
pub struct WayFiles {
    plan: PathBuf,
    lines: PathBuf,
    journal: PathBuf,
    receipts: PathBuf,
    /// Of what is encrypted
    stream_key: PathBuf,
}

impl WayFiles {
    /// Files in a folder of ours whose names begin with a word.
    pub fn new(folder: &Path, word: &str) -> Self {
        let file = |kind: &str| folder.join(format!("{word}.{kind}"));
        Self {
            plan: file("plan"),
            lines: file("lines"),
            journal: file("journal"),
            receipts: file("receipts"),
            stream_key: file("key"),
        }
    }

    /// The journal's path.
    pub fn journal(&self) -> &Path {
        &self.journal
    }

    /// The path of the receipts.
    pub fn receipts(&self) -> &Path {
        &self.receipts
    }

    /// The plan that an earlier run has written; `None`: there is none, or it was not finished.
    pub fn plan(&self) -> Option<PlanFile> {
        PlanFile::open(&self.plan).ok()
    }

    fn discard(&self) -> Result<(), MoveError> {
        // The plan last: as long as it is there, what it names is looked for.
        let trees = trees_of(&self.journal);
        for path in [&self.stream_key, &self.lines, &self.receipts, &trees, &self.journal, &self.plan] {
            if path.exists() {
                discard(path)?;
            }
        }
        Ok(())
    }
}

/// What a rehearsal works with.
pub struct Stage<'s> {
    /// The plan that is rehearsed
    pub plan: &'s PlanFile,
    /// That it may move, decided today
    pub permit: &'s Permit,
    /// Where the objects are
    pub source: &'s dyn Depot,
    /// Where they go; probed
    pub target: &'s dyn Depot,
    /// Where they come back to: an empty folder of ours; probed
    pub home: &'s dyn Depot,
    /// Files of the way out
    pub out: &'s WayFiles,
    /// Files of the way back
    pub back: &'s WayFiles,
    /// What time it is
    pub clock: &'s dyn Clock,
    /// What is asked how long something took: the machine's own clock
    pub stopwatch: &'s dyn Clock,
    /// Set from outside to stop
    pub stop: &'s AtomicBool,
    /// Told now and then: objects that arrived, of both ways
    pub progress: &'s (dyn Fn(u64) + Sync),
}

/// What a rehearsal found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rehearsed {
    /// What was drawn
    pub sample: Sample,
    /// How long it took to the target
    pub out: Passage,
    /// And back
    pub back: Passage,
    /// What was found by comparing
    pub compared: Compared,
    /// What was taken away afterwards
    pub cleared: Cleared,
}

/// Takes away what a rehearsal left behind when it died, on the way out and on the way back. It needs no permit: nothing leaves by it, and what may
/// no longer be at a place has to go all the more.
pub fn clear_ways(out: (&WayFiles, &dyn Depot), back: (&WayFiles, &dyn Depot)) -> Result<Cleared, MoveError> {
    // What came back first: the way out is still needed to know what is where.
    let of_back = clear::clear(back.0, back.1)?;
    let of_out = clear::clear(out.0, out.1)?;
    Ok(of_back.plus(of_out))
}

impl Stage<'_> {
    /// Takes away what an earlier rehearsal of this plan left behind when it died.
    pub fn clear(&self) -> Result<Cleared, MoveError> {
        clear_ways((self.out, self.target), (self.back, self.home))
    }

    /// Draws, goes out, comes back, compares, clears. Also an error, or being told to stop, leaves nothing of ours at the target, as far as it answers.
    pub fn rehearse(&self, how: &Sampling) -> Result<Rehearsed, MoveError> {
        let rehearsed = self.there_and_back(how);
        let cleared = self.clear();
        let mut rehearsed = rehearsed?;
        rehearsed.cleared = cleared?;
        Ok(rehearsed)
    }

    fn there_and_back(&self, how: &Sampling) -> Result<Rehearsed, MoveError> {
        let sample = sample::draw(self.plan, self.source, how)?;
        let once = self.plan.is_encrypted().then(Once::new).transpose()?;
        let out = self.write_out(&sample, once.as_ref())?;
        let safe = once.as_ref().map(|once| once.safe(self.out));
        let mut out_passage = self.go(&out, (self.source, self.target), self.out, safe)?;
        let back = self.write_back(&out)?;
        let mut back_passage = self.go(&back, (self.target, self.home), self.back, None)?;
        if once.is_some() {
            let index_parts = self.returned_index_parts(&out)?;
            back_passage.arrived.files = back_passage.arrived.files.saturating_sub(index_parts);
            for passage in [&mut out_passage, &mut back_passage] {
                passage.arrived.size_bytes = out.plan().content_bytes(passage.arrived.size_bytes);
            }
        }
        let compared = compare::compare(self, (&out, &back), once.as_ref())?;
        Ok(Rehearsed { sample, out: out_passage, back: back_passage, compared, cleared: Cleared::default() })
    }

    /// On the way back parts of the index are files like others.
    fn returned_index_parts(&self, out: &PlanFile) -> Result<u64, MoveError> {
        let returned = compare::digests(&self.back.receipts)?;
        let mut count = 0;
        for number in out.len() as u32..out.numbers() as u32 {
            count += u64::from(returned.contains_key(&out.stored_as(&out.get(number)?)));
        }
        Ok(count)
    }

    /// The way out: the sample's lines with the folders above them, under a scratch folder of its own. Encrypted, with an index: all metadata are in it.
    fn write_out(&self, sample: &Sample, once: Option<&Once>) -> Result<PlanFile, MoveError> {
        let writer = PlanWriter::new(&self.out.lines)?;
        let mut writer = match once {
            Some(once) => once.encrypting(writer)?,
            None => writer.without_sidecar(),
        };
        sample::excerpt(self.plan, sample, &mut writer)?;
        let now = self.stopwatch.now();
        // Its own number, so that two rehearsals at one place never meet.
        let word = format!("{} {}", self.plan.digest(), now.0);
        let into = RelPath::from_kept(format!("{SCRATCH}{}", digest_of("scratch", &word).short()));
        self.finish(writer, self.out, into, now)
    }

    /// The way back: whatever of it stands at the target now, as it lies there, under the names that it has there.
    fn write_back(&self, out: &PlanFile) -> Result<PlanFile, MoveError> {
        let planned_at = self.stopwatch.now();
        let head = Plan { into: RelPath::root(), planned_at, encryption: None, ..self.plan.plan().clone() };
        write_listing(self.target, &out.plan().into, head, self.back)
    }

    fn finish(
        &self,
        writer: PlanWriter,
        files: &WayFiles,
        into: RelPath,
        now: Timestamp,
    ) -> Result<PlanFile, MoveError> {
        // Ends and permit are those of the plan that is rehearsed: what it permits is what goes.
        let (objects, encryption) = (writer.objects(), writer.encryption());
        let head = Plan { into, planned_at: now, objects, encryption, ..self.plan.plan().clone() };
        head.write()?;
        writer.finish(&head, &files.lines, &files.plan)?;
        PlanFile::open(&files.plan)
    }

    fn go(
        &self,
        plan: &PlanFile,
        (source, target): (&dyn Depot, &dyn Depot),
        files: &WayFiles,
        safe: Option<Safe<'_>>,
    ) -> Result<Passage, MoveError> {
        let mut receiver = ReceiptFile::open(&files.receipts)?;
        let began = self.stopwatch.now();
        let arrived = run(Request {
            plan,
            permit: self.permit,
            source,
            target,
            safe,
            journal: &files.journal,
            receiver: &mut receiver,
            clock: self.clock,
            stop: self.stop,
            progress: &|objects, _| (self.progress)(objects),
            options: Options::default(),
        })?;
        let elapsed_ms = elapsed(began, self.stopwatch.now());
        let volume = Volume { files: arrived.files, size_bytes: arrived.carried_bytes };
        Ok(Passage { arrived: volume, elapsed_ms })
    }
}

/// Writes a plan of everything that stands below a folder of a place. Its ends and its permit are those of the head: what that permits is what goes.
pub fn write_listing(
    place: &dyn Depot,
    below: &RelPath,
    head: Plan,
    files: &WayFiles,
) -> Result<PlanFile, MoveError> {
    let mut found: BTreeMap<Vec<u8>, Planned> = BTreeMap::new();
    place.list(below, &mut |name, facts| {
        for folder in ancestors(&name) {
            let key = order(&folder, EntryKind::Folder);
            found.entry(key).or_insert_with(|| line(folder, EntryKind::Folder, None));
        }
        if matches!(facts.kind, EntryKind::File | EntryKind::Folder) {
            found.insert(order(&name, facts.kind), line(name, facts.kind, Some(&facts)));
        }
        ControlFlow::Continue(())
    })?;
    let mut writer = PlanWriter::new(&files.lines)?.without_sidecar();
    for planned in found.values() {
        // Some places list other moments than they tell of the object itself, and that is what a run asks.
        let told =
            if planned.kind == EntryKind::File { patient(|| place.stat(&planned.name))? } else { None };
        match told {
            Some(facts) => writer.add(&line(planned.name.clone(), EntryKind::File, Some(&facts)))?,
            None => writer.add(planned)?,
        }
    }
    let head = Plan { objects: writer.objects(), ..head };
    writer.finish(&head, &files.lines, &files.plan)?;
    PlanFile::open(&files.plan)
}

/// Milliseconds between two looks at a clock; at least one, also where it was set back.
pub fn elapsed(began: Timestamp, ended: Timestamp) -> u64 {
    u64::try_from(ended.0.saturating_sub(began.0) / 1_000_000).unwrap_or(0).max(1)
}

/// The tag under which the uploads of a way go.
pub(crate) fn tag(plan: &PlanFile) -> Tag {
    tag_of(plan.digest())
}

/// All folders above a name, the outermost last.
fn ancestors(name: &RelPath) -> Vec<RelPath> {
    std::iter::successors(Some(name.parent()), |above| (!above.is_root()).then(|| above.parent()))
        .filter(|above| !above.is_root())
        .collect()
}

/// Sorted by this, folders come right before what is in them.
fn order(name: &RelPath, kind: EntryKind) -> Vec<u8> {
    let mut bytes = name.to_bytes();
    if kind == EntryKind::Folder {
        bytes.push(b'/');
    }
    bytes
}

/// What a place tells of a file or folder; `None`: a folder that only names below it tell of.
fn line(name: RelPath, kind: EntryKind, facts: Option<&ObjectFacts>) -> Planned {
    let of_file = facts.filter(|_| kind == EntryKind::File);
    Planned {
        name,
        kind,
        size_bytes: of_file.map_or(0, |facts| facts.size_bytes),
        modified: facts.map_or(Timestamp(0), |facts| facts.modified),
        changed: of_file.and_then(|facts| facts.changed),
        digest: None,
        losses: Vec::new(),
        meta: None,
        is_way: false,
    }
}

/// What a place says of something that is not there is no error.
fn absent<T: Default>(answer: Result<T, ConnectError>) -> Result<T, MoveError> {
    match answer {
        Err(error) if error.kind() == hoheit_connect::ConnectErrorKind::NotFound => Ok(T::default()),
        answer => Ok(answer?),
    }
}
