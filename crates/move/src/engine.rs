// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Running a plan: the coordinator reads it line by line and hands groups to workers.

mod ground;

use crate::audit::{TreeBook, trees_of};
use crate::carry::{Carrier, Task, Trouble, at_target, patient};
use crate::crew::{Crew, Room};
use crate::desk::Desk;
use crate::error::{Conflict, MoveError};
use crate::file::PlanFile;
use crate::gate::Gate;
use crate::journal::{Journal, Progress, Stage, Step};
use crate::receipts::Receiver;
use crate::veil::{Safe, Veil};
use ground::{furnish, make_folder, make_ground};
use hoheit_connect::{ConnectErrorKind, Depot, EntryKind, Orphan, Tag};
use hoheit_decide::Permit;
use hoheit_types::{Clock, Digest, RelPath};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver as Inbox, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

/// How hard to work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Threads that carry groups of objects at the beginning. 4: while one waits for a flush, others read and write
    pub workers: usize,
    /// How many of them there are at most, where more bring more. 16: beyond, servers answer each of them later
    pub most_workers: usize,
    /// Whether receipts bear SHA-256, too: then what is read again is read in one piece, because its parts can't be hashed by several threads
    pub sha256: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { workers: 4, most_workers: 16, sha256: false }
    }
}

/// Objects of one group at most, which share flushes. 128: below a flush of some milliseconds for each group the share of an object is
/// some ten microseconds.
const GROUP_OBJECTS: usize = 128;
/// Bytes of one group at most, beside its first object. 16 MiB: what a death may send twice of small objects.
const GROUP_BYTES: u64 = 16 << 20;
/// Bytes of parts in memory, of all workers together. 128 MiB: four objects in parts of 16 MiB, two of each at a time.
const PARTS_BYTES: u64 = 128 << 20;

/// What a run works with.
pub struct Request<'r> {
    /// The plan, as it was opened and checked
    pub plan: &'r PlanFile,
    /// That it may move, decided today
    pub permit: &'r Permit,
    /// Where the objects are
    pub source: &'r dyn Depot,
    /// Where they go; probed
    pub target: &'r dyn Depot,
    /// Where the stream key rests of what is encrypted
    pub safe: Option<Safe<'r>>,
    /// The journal's path
    pub journal: &'r Path,
    /// Where receipts go
    pub receiver: &'r mut dyn Receiver,
    /// What time it is
    pub clock: &'r dyn Clock,
    /// Set from outside to stop after what is under way
    pub stop: &'r AtomicBool,
    /// Told now and then: objects that arrived, and bytes
    pub progress: &'r (dyn Fn(u64, u64) + Sync),
    /// How hard to work
    pub options: Options,
}

/// What a run brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrived {
    /// Files that count now, those of earlier runs among them
    pub files: u64,
    /// Parts of the sidecar that count now
    pub sidecar_parts: u64,
    /// Bytes that this run brought
    pub carried_bytes: u64,
    /// Objects that did not arrive in this run, by reason; `move status` names them
    pub conflicts: BTreeMap<Conflict, u64>,
    /// Left-overs of earlier runs that were swept
    pub swept: u64,
    /// Left-overs that the place does not let us take away; they occupy room there
    pub unswept: u64,
}

impl Arrived {
    /// Whether nothing is missing.
    pub fn is_complete(&self) -> bool {
        self.conflicts.is_empty()
    }
}

/// The tag of a plan's uploads, and of probes for it.
pub fn tag_of(plan: Digest) -> Tag {
    let mut tag = [0; 8];
    tag.iter_mut().zip(plan.as_bytes()).for_each(|(to, from)| *to = *from);
    Tag(tag)
}

/// Carries out a plan, from wherever an earlier run stopped or died.
pub fn run(request: Request<'_>) -> Result<Arrived, MoveError> {
    let Request {
        plan,
        permit,
        source,
        target,
        safe,
        journal: path,
        receiver,
        clock,
        stop,
        progress,
        options,
    } = request;
    // INVARIANT (no-move-without-a-permit)
    if !permit.covers(plan.plan()) {
        return Err(MoveError::NotPermitted);
    }
    // INVARIANT (nothing-is-replaced)
    if !target.spares_others() {
        return Err(MoveError::Replaces);
    }
    let (mut journal, mut state) = Journal::open(path, plan.numbers())?;
    if state.is_undone {
        return Err(MoveError::Undone);
    }
    journal.append(&Step::Run { at: clock.now(), decision: permit.facts().decision })?;
    // Who has all of it there needs no key any more.
    let is_open = state.seen < plan.plan().objects.files + (plan.numbers() - plan.len()) as u64;
    let veil = if is_open { Veil::of(plan, safe, (&mut journal, &mut state))? } else { None };
    let was_cut_short = state.last_run.is_some() && !state.is_ended;
    let desk = Desk::new(journal, &state, receiver, plan, clock);
    desk.catch_up(path)?;
    let trees = TreeBook::open(&trees_of(path))?;
    let carrier = Carrier {
        source,
        target,
        plan,
        desk: &desk,
        tag: tag_of(plan.digest()),
        veil: veil.as_ref(),
        sha256: options.sha256,
        stop,
        trees: &trees,
        flushing: Gate::default(),
        may_copy: AtomicBool::new(!state.was_unverified),
        room: Room::new(PARTS_BYTES),
        done_bytes: AtomicU64::new(0),
        carried_bytes: AtomicU64::new(0),
    };
    let seen = state.seen;
    let made = carry_all(&carrier, state, &options, progress)?;
    // Before folders get their times: taking something out of one changes them.
    let Swept { swept, unswept } =
        if was_cut_short { sweep(target, &plan.plan().into, carrier.tag)? } else { Swept::default() };
    let is_touched = swept > 0 || desk.has_news(seen);
    furnish(&carrier, &made, is_touched)?;
    patient(|| target.flush())?;
    desk.hand_on()?;
    // Every object was tried: what has not arrived begins anew, by a new key, so this one is of no use any more. Before the end is noted: a death in
    // between leaves no key behind for a run that looks ended.
    if let Some(safe) = safe {
        safe.clear()?;
    }
    desk.note(&Step::Ended { at: clock.now() })?;
    desk.sync()?;
    trees.sync()?;
    let (files, sidecar_parts, conflicts) = (desk.files(), desk.sidecar_parts(), desk.conflicts());
    let carried_bytes = carrier.carried_bytes.into_inner();
    Ok(Arrived { files, sidecar_parts, carried_bytes, conflicts, swept, unswept })
}

/// What a worker is given, and where its error goes.
struct Shared<'s, 'c> {
    carrier: &'s Carrier<'c>,
    inbox: Mutex<Inbox<Vec<Task>>>,
    crew: Crew,
    failed: Mutex<Option<MoveError>>,
    has_failed: AtomicBool,
    arrived: AtomicU64,
    progress: &'s (dyn Fn(u64, u64) + Sync),
}

impl Shared<'_, '_> {
    fn fail(&self, error: MoveError) {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        // The first one is the cause; `Stopped` is what the others see of it.
        if failed.is_none() || matches!(*failed, Some(MoveError::Stopped)) {
            *failed = Some(error);
        }
        self.has_failed.store(true, Ordering::Relaxed);
    }

    fn work(&self, place: usize) {
        let _guard = Leaving(self);
        while self.crew.turn(place, &self.carrier.done_bytes) {
            let next = self.inbox.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(group) = next else { return self.crew.dismiss() };
            if self.has_failed.load(Ordering::Relaxed) {
                continue;
            }
            let count = group.len() as u64;
            match self.carrier.carry(group) {
                Ok(()) => {
                    let arrived = self.arrived.fetch_add(count, Ordering::Relaxed) + count;
                    (self.progress)(arrived, self.carrier.carried_bytes.load(Ordering::Relaxed));
                }
                Err(error) => self.fail(error),
            }
        }
    }
}

/// A worker that panics takes the run with it; the others take what waits, so that nobody waits for ever.
struct Leaving<'l, 's, 'c>(&'l Shared<'s, 'c>);

impl Drop for Leaving<'_, '_, '_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.fail(MoveError::Stopped);
            self.0.crew.call_all();
        }
    }
}

/// Folders that we created, for [`furnish`]: places in the plan, from the outside in, and whether they have their rights and times.
type Made = Vec<(u32, bool)>;

fn carry_all(
    carrier: &Carrier<'_>,
    state: Progress,
    options: &Options,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Made, MoveError> {
    let workers = options.workers.max(1);
    let most = options.most_workers.max(workers);
    let (sender, inbox) = sync_channel(workers);
    let shared = Shared {
        carrier,
        inbox: Mutex::new(inbox),
        crew: Crew::new(workers, most),
        failed: Mutex::new(None),
        has_failed: AtomicBool::new(false),
        arrived: AtomicU64::new(state.seen),
        progress,
    };
    let made = std::thread::scope(|scope| {
        for place in 0..most {
            let shared = &shared;
            scope.spawn(move || shared.work(place));
        }
        let made = hand_out(&shared, state, sender);
        if let Err(MoveError::Stopped) = made {
            shared.has_failed.store(true, Ordering::Relaxed);
        }
        made
    });
    match shared.failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error),
        None => made,
    }
}

/// Goes through the plan: folders are created at once, files go to workers in groups.
#[expect(clippy::needless_pass_by_value, reason = "the workers end when it is dropped")]
fn hand_out(
    shared: &Shared<'_, '_>,
    mut state: Progress,
    sender: SyncSender<Vec<Task>>,
) -> Result<Made, MoveError> {
    let carrier = shared.carrier;
    hand_out_sidecar(carrier, &mut state, &sender)?;
    let (mut made, mut group, mut bytes, mut has_ground) = (Made::new(), Vec::new(), 0, false);
    for number in 0..carrier.plan.len() as u32 {
        if shared.has_failed.load(Ordering::Relaxed) || carrier.stop.load(Ordering::Relaxed) {
            return Err(MoveError::Stopped);
        }
        let stage = state.stage(number);
        if stage == Stage::Furnished {
            made.push((number, true));
            continue;
        }
        // Arrived files are left without looking at them; of folders the kind must be known.
        let planned = carrier.plan.get(number)?;
        if planned.kind == EntryKind::Folder {
            if carrier.plan.is_encrypted() {
                // The index tells of it.
                continue;
            }
            if stage == Stage::Arrived || make_folder(carrier, number, &planned, stage)? {
                made.push((number, false));
            }
            continue;
        }
        if stage == Stage::Arrived {
            continue;
        }
        if !has_ground {
            make_ground(carrier)?;
            has_ground = true;
        }
        bytes += carrier.plan.stored_bytes(&planned);
        group.push(Task { number, planned, begun: state.begun.remove(&number), content: None });
        if group.len() >= GROUP_OBJECTS || bytes >= GROUP_BYTES {
            bytes = 0;
            sender.send(std::mem::take(&mut group)).map_err(|_| MoveError::Stopped)?;
        }
    }
    if !group.is_empty() {
        sender.send(group).map_err(|_| MoveError::Stopped)?;
    }
    Ok(made)
}

/// Parts of the sidecar go first: what has lost its metadata on the way is never there alone for long.
fn hand_out_sidecar(
    carrier: &Carrier<'_>,
    state: &mut Progress,
    sender: &SyncSender<Vec<Task>>,
) -> Result<(), MoveError> {
    let plan = carrier.plan;
    let numbers = plan.len() as u32..plan.numbers() as u32;
    if numbers.clone().all(|number| state.stage(number) == Stage::Arrived) {
        return Ok(());
    }
    let folder = plan.own_folder();
    match patient(|| carrier.target.make_folder(&folder)).map_err(at_target) {
        Ok(_) => {}
        Err(Trouble::All(error)) => return Err(error),
        Err(Trouble::Object(why)) => {
            let mut missing = numbers.filter(|number| state.stage(*number) != Stage::Arrived);
            return missing.try_for_each(|o| carrier.desk.note(&Step::Failed { o, why }));
        }
    }
    plan.each_part(&mut |number, content| {
        if state.stage(number) == Stage::Arrived {
            return Ok(());
        }
        let (planned, begun) = (plan.get(number)?, state.begun.remove(&number));
        let task = Task { number, planned, begun, content: Some(content) };
        sender.send(vec![task]).map_err(|_| MoveError::Stopped)
    })
}

/// Takes away uploads of this move that no journal knows: an earlier run died between the place's answer and the journal. Called when
/// nothing of ours is under way.
pub(crate) fn sweep(place: &dyn Depot, below: &RelPath, tag: Tag) -> Result<Swept, MoveError> {
    let mut found: Vec<Orphan> = Vec::new();
    place.orphans(below, &mut |orphan| found.push(orphan))?;
    let mut all = Swept::default();
    for orphan in found.iter().filter(|orphan| orphan.tag == Some(tag)) {
        match patient(|| place.sweep(orphan)) {
            Ok(()) => all.swept += 1,
            // It is in nobody's way under any name: no reason to call what arrived incomplete.
            Err(error) if error.kind() == ConnectErrorKind::PermissionDenied => all.unswept += 1,
            Err(error) => return Err(error.into()),
        }
    }
    Ok(all)
}

/// What became of left-overs.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Swept {
    swept: u64,
    unswept: u64,
}
