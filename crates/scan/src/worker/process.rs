// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The parent's side of a worker: start it, feed it, watch the clock, bury it, start the next one.

use super::confine::{Protection, ProtectionState};
use super::outcome::{self, Detected, Hashed, Outcome, ScannedPage};
use super::part::Part;
use super::protocol::{self, Answer, Done, PROGRESS_BYTES, Probe, Request, Rules, Small, SmallDone, Task};
use super::running::{self, Deadline, Outgoing, RECEIVE_BYTES, Running, Trouble};
use super::{Job, Quarantine, Verdict};
use crate::OwnRules;
use hoheit_types::{Lang, Limits, WarningCode};
use std::ffi::OsString;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::path::PathBuf;
use std::process::Child;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Once};
use std::time::{Duration, Instant};

/// How workers are started and when they are replaced.
#[derive(Clone, Debug)]
pub struct WorkerOptions {
    /// This program, best as `/proc/self/exe`, which still names it after an update has replaced the file
    pub program: PathBuf,
    /// What makes it call [`serve`](super::serve)
    pub arguments: Vec<OsString>,
    /// What a document may cost; [`Limits::worker_bytes`] is set by the worker, [`Limits::elapsed_ms`] kept here
    pub limits: Limits,
    /// Documents until a worker is replaced. 1,000: a start costs some milliseconds, so this adds a few
    /// microseconds to each document, and a worker that was taken over can lie about 999 others at most.
    pub documents: u32,
    /// Resident memory, in bytes, beyond which a worker is replaced after its document. 512 MiB: what one huge
    /// document made it take shall not be kept for the rest of the run.
    pub resident_bytes: u64,
    /// What is looked for beside the built-in rules
    pub own: Arc<OwnRules>,
    /// Once set, running and further jobs end with [`WorkerError::Stopped`], soon
    pub stop: Arc<AtomicBool>,
    /// Bytes that running jobs have worked through, shared by all who have a clone of these options
    pub running_bytes: Arc<AtomicU64>,
}

impl WorkerOptions {
    /// The usual limits and `worker` as the only argument.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            arguments: vec!["worker".into()],
            limits: Limits::default(),
            documents: 1_000,
            resident_bytes: 512 << 20,
            own: Arc::default(),
            stop: Arc::default(),
            running_bytes: Arc::default(),
        }
    }
}

/// No worker could be started: a matter of this machine, not of a document.
#[derive(Debug, thiserror::Error)]
pub enum WorkerError {
    /// The system did not start the process.
    #[error("no worker process could be started")]
    Start(#[source] io::Error),
    /// The process started and did not get ready.
    #[error("the worker process ended or kept silent before it was ready ({0})")]
    NotReady(String),
    /// The program file was replaced while this process runs.
    #[error("the worker process is another build of this program; start again")]
    OtherBuild,
    /// Somebody set [`WorkerOptions::stop`]; the document keeps waiting.
    #[error("the reading was stopped")]
    Stopped,
}

/// A worker process, replaced as often as needed. One job at a time; calls block until it is done or given up.
///
/// Keep it on the thread that started it, or start it on one that lives as long: Linux ends a child with the
/// *thread* that started it (`PR_SET_PDEATHSIG`).
#[derive(Debug)]
pub struct Worker {
    options: WorkerOptions,
    running: Option<Running>,
    /// Processes that were told to go and not yet seen gone
    leaving: Vec<Child>,
    protections: Vec<Protection>,
    starts: u64,
    next_id: u32,
    outbox: Vec<u8>,
    inbox: Vec<u8>,
}

/// Jobs between two looks at a worker's memory, unless a document was large.
const LOOK_EVERY: u32 = 64;
/// From this size a document is large in this sense. 1 MiB.
const LARGE_BYTES: u64 = 1 << 20;

impl Worker {
    /// Most documents of one [`Worker::examine_many`].
    pub const MANY: usize = protocol::MANY;

    /// Starts a worker and waits until it has locked itself up.
    pub fn start(options: WorkerOptions) -> Result<Self, WorkerError> {
        let mut worker = Self {
            options,
            running: None,
            leaving: Vec::new(),
            protections: Vec::new(),
            starts: 0,
            next_id: 0,
            outbox: Vec::new(),
            inbox: Vec::new(),
        };
        worker.ensure_running()?;
        Ok(worker)
    }

    /// What protects the machine from the worker started last. Whoever starts a scan shows those that are not active.
    pub fn protections(&self) -> &[Protection] {
        &self.protections
    }

    /// Processes started so far.
    pub fn starts(&self) -> u64 {
        self.starts
    }

    /// The process id of the running worker.
    pub fn process_id(&self) -> Option<u32> {
        self.running.as_ref().map(Running::process_id)
    }

    /// Hashes and reads a document and looks for personal data in it. `file` is a regular file open for reading, at
    /// its beginning; nothing else may be handed over: a pipe could block, a writable file be written.
    pub fn examine(&mut self, file: impl AsFd, job: &Job<'_>) -> Result<Verdict<Outcome>, WorkerError> {
        let task = Task::Examine {
            name: outcome::cut(job.name),
            size_bytes: job.size_bytes,
            rules: job.rules,
            scan_pages: job.scan_pages,
            hash_unread: job.hash_unread,
            values: job.values,
        };
        let mut scans: Vec<ScannedPage> = Vec::new();
        let mut collect = |part| match part {
            Answer::Scan(scan) if scans.len() < job.scan_pages as usize && outcome::is_name(&scan.member) => {
                scans.push(scan);
                true
            }
            _ => false,
        };
        let own = self.options.own.clone();
        let verdict = self.run(&[file.as_fd()], task, job.size_bytes, &mut collect, |done| match done {
            Done::Outcome(outcome) if outcome.is_plausible(job.size_bytes, &own) => Some(*outcome),
            _ => None,
        })?;
        Ok(match verdict {
            Verdict::Done(outcome) => Verdict::Done(Outcome { scans, ..outcome }),
            other => other,
        })
    }

    /// The same for several small documents (at most [`Worker::MANY`]) at the price of one exchange. `None` when the
    /// worker came to no end with them: one is to blame, so examine them one by one. Their time limit is one for all;
    /// they bring no scans.
    pub fn examine_many(
        &mut self,
        documents: &[(BorrowedFd<'_>, Job<'_>)],
    ) -> Result<Option<Vec<Verdict<Outcome>>>, WorkerError> {
        let Some((_, first)) = documents.first() else { return Ok(Some(Vec::new())) };
        let (rules, values) = (first.rules, first.values);
        let files: Vec<_> = documents.iter().map(|(file, _)| *file).collect();
        let listed = documents.iter().map(|(_, job)| Small {
            name: outcome::cut(job.name),
            size_bytes: job.size_bytes,
            hash_unread: job.hash_unread,
        });
        let listed = listed.collect();
        let task = Task::ExamineMany { documents: listed, rules, values };
        let size_bytes = documents.iter().map(|(_, job)| job.size_bytes).sum();
        let own = self.options.own.clone();
        let verdict = self.run(&files, task, size_bytes, &mut |_| false, |done| match done {
            Done::Outcomes(outcomes) if outcomes.len() == documents.len() => outcomes
                .into_iter()
                .zip(documents)
                .map(|(done, (_, job))| small_verdict(done, job, &own))
                .collect(),
            _ => None,
        })?;
        Ok(match verdict {
            Verdict::Done(verdicts) => Some(verdicts),
            Verdict::Quarantined(_) | Verdict::Unreadable(_) => None,
        })
    }

    /// Hashes a file of which nothing else is wanted. `file` as in [`Worker::examine`].
    pub fn hash(&mut self, file: impl AsFd, size_bytes: u64) -> Result<Verdict<Hashed>, WorkerError> {
        let task = Task::Hash { size_bytes };
        self.run(&[file.as_fd()], task, size_bytes, &mut |_| false, |done| match done {
            Done::Hashed(hashed) if hashed.bytes_read <= size_bytes => Some(hashed),
            _ => None,
        })
    }

    /// Reads a document for a person who wants to see what was read; `part` gets it piece by piece. Time spent in
    /// `part` is not counted. `file` as in [`Worker::examine`].
    pub fn show(
        &mut self,
        file: impl AsFd,
        job: &Job<'_>,
        part: &mut dyn FnMut(Part),
    ) -> Result<Verdict<Hashed>, WorkerError> {
        let (size_bytes, scan_pages) = (job.size_bytes, job.scan_pages);
        let task = Task::Show { name: outcome::cut(job.name), size_bytes, scan_pages };
        let mut scans_left = scan_pages;
        let mut pass_on = |answer| match answer {
            Answer::Part(Part::Scan(_)) if scans_left == 0 => false,
            Answer::Part(Part::Scan(scan)) => {
                scans_left -= 1;
                part(Part::Scan(scan));
                true
            }
            Answer::Part(piece) => {
                part(piece);
                true
            }
            _ => false,
        };
        self.run(&[file.as_fd()], task, job.size_bytes, &mut pass_on, |done| match done {
            Done::Shown(hashed) if hashed.bytes_read <= job.size_bytes => Some(hashed),
            _ => None,
        })
    }

    /// Looks for personal data in text that OCR read from the pages of one document.
    pub fn detect(
        &mut self,
        texts: &[&str],
        rules: Rules,
        values: bool,
    ) -> Result<Verdict<Detected>, WorkerError> {
        let size_bytes = texts.iter().map(|text| text.len() as u64).sum();
        let own = self.options.own.clone();
        let task = Task::Detect { texts: texts.to_vec(), rules, values };
        self.run(&[], task, size_bytes, &mut |_| false, |done| match done {
            Done::Detected(detected) if detected.is_plausible(&own) => Some(*detected),
            _ => None,
        })
    }

    /// Has the worker try something that it must not be able to do; true if it was stopped.
    pub fn probe(&mut self, probe: Probe) -> Result<Verdict<bool>, WorkerError> {
        self.run(&[], Task::Probe(probe), 0, &mut |_| false, |done| match done {
            Done::Probed(stopped) => Some(stopped),
            _ => None,
        })
    }

    #[cfg(test)]
    pub(super) fn misbehave(
        &mut self,
        how: super::tests::Misbehaviour,
    ) -> Result<Verdict<Outcome>, WorkerError> {
        let own = self.options.own.clone();
        self.run(&[], Task::Misbehave(how), 0, &mut |_| false, |done| match done {
            Done::Outcome(outcome) if outcome.is_plausible(0, &own) => Some(*outcome),
            _ => None,
        })
    }

    /// One job: send, wait, judge, and replace the worker where needed. `part` takes what comes before the end and
    /// says whether that was in order; `finish` takes the end, if it is in order.
    pub(super) fn run<T>(
        &mut self,
        files: &[BorrowedFd<'_>],
        task: Task<'_>,
        size_bytes: u64,
        part: &mut dyn FnMut(Answer) -> bool,
        finish: impl FnOnce(Done) -> Option<T>,
    ) -> Result<Verdict<T>, WorkerError> {
        self.next_id = self.next_id.wrapping_add(1);
        let id = self.next_id;
        let mut outbox = std::mem::take(&mut self.outbox);
        let encoded = protocol::encode(&Request { id, task }, &mut outbox);
        let request = Outgoing { files, bytes: &outbox };
        let mut result = match encoded {
            Ok(()) => self.exchange(request, id, size_bytes, part)?,
            Err(_) => Err(Trouble::Nonsense),
        };
        if matches!(result, Err(Trouble::NeverSent)) {
            // It was gone before it got this document, which can't be to blame.
            self.blame(Trouble::NeverSent);
            result = self.exchange(request, id, size_bytes, part)?;
        }
        outbox.shrink_to(RECEIVE_BYTES);
        self.outbox = outbox;
        let verdict = match result {
            Ok(Answer::Done { result, .. }) => match finish(result) {
                Some(value) => Verdict::Done(value),
                None => Verdict::Quarantined(self.blame(Trouble::Nonsense)),
            },
            Ok(Answer::Panicked { place, .. }) => Verdict::Quarantined(Quarantine {
                reason: WarningCode::Crashed,
                place: outcome::is_place(&place).then_some(place),
            }),
            Ok(Answer::Unreadable { errno, .. }) => Verdict::Unreadable(io::Error::from_raw_os_error(errno)),
            Ok(_) => Verdict::Quarantined(self.blame(Trouble::Nonsense)),
            Err(Trouble::Stopped) => {
                self.blame(Trouble::Stopped);
                return Err(WorkerError::Stopped);
            }
            Err(trouble) => Verdict::Quarantined(self.blame(trouble)),
        };
        self.retire_if_due(size_bytes, files.len().max(1) as u32);
        Ok(verdict)
    }

    fn exchange(
        &mut self,
        request: Outgoing<'_>,
        id: u32,
        size_bytes: u64,
        part: &mut dyn FnMut(Answer) -> bool,
    ) -> Result<Result<Answer, Trouble>, WorkerError> {
        self.ensure_running()?;
        let limit = Duration::from_millis(self.options.limits.elapsed_ms);
        let Some(running) = &mut self.running else { return Ok(Err(Trouble::Ended)) };
        let mut clock = Deadline::new(limit, size_bytes);
        let mut passed = Passed { of_all: &self.options.running_bytes, bytes: 0, size_bytes };
        if let Err(trouble) = running.send(request, &clock) {
            return Ok(Err(trouble));
        }
        self.inbox.clear();
        self.inbox.shrink_to(RECEIVE_BYTES);
        loop {
            let answer = match running.receive::<Answer>(&mut self.inbox, &clock) {
                Ok(answer) => answer,
                Err(trouble) => return Ok(Err(trouble)),
            };
            match answer {
                Answer::Progress => {
                    clock.sign_of_life();
                    passed.stretch();
                }
                Answer::Scan(_) | Answer::Part(_) | Answer::Values(_) => {
                    let paused = Instant::now();
                    if !part(answer) {
                        return Ok(Err(Trouble::Nonsense));
                    }
                    clock.resume(paused);
                }
                Answer::Done { id: of, .. }
                | Answer::Panicked { id: of, .. }
                | Answer::Unreadable { id: of, .. } => {
                    // One job, one end: whatever stands behind it was not asked for.
                    let in_order = of == id && self.inbox.is_empty();
                    return Ok(if in_order { Ok(answer) } else { Err(Trouble::Nonsense) });
                }
            }
        }
    }

    fn ensure_running(&mut self) -> Result<(), WorkerError> {
        self.leaving.retain_mut(|child| !running::collect_dismissed(child));
        if self.running.is_none() {
            let (running, protections) = Running::start(&self.options)?;
            self.starts += 1;
            warn_once(&protections);
            self.protections = protections;
            self.running = Some(running);
        }
        Ok(())
    }

    /// Ends the worker and says why the document was given up.
    fn blame(&mut self, trouble: Trouble) -> Quarantine {
        let Some(running) = self.running.take() else {
            return Quarantine { reason: WarningCode::Crashed, place: None };
        };
        let (_, quarantine, left) = running.bury(trouble);
        self.leaving.extend(left);
        quarantine
    }

    /// Lets a worker go that has served long enough or holds too much memory.
    fn retire_if_due(&mut self, size_bytes: u64, documents: u32) {
        let Some(running) = &mut self.running else { return };
        let looks = running.served / LOOK_EVERY;
        running.served += documents;
        let look = running.served / LOOK_EVERY > looks || size_bytes >= LARGE_BYTES;
        let large = look && running.resident_bytes().is_some_and(|bytes| bytes > self.options.resident_bytes);
        if large || running.served >= self.options.documents {
            self.leaving.extend(self.running.take().map(Running::dismiss));
        }
    }
}

/// What of one document is shown as worked through while it runs; taken back at its end, when all of it counts.
struct Passed<'a> {
    of_all: &'a AtomicU64,
    bytes: u64,
    size_bytes: u64,
}

impl Passed<'_> {
    fn stretch(&mut self) {
        let more = (self.size_bytes - self.bytes).min(PROGRESS_BYTES as u64);
        self.bytes += more;
        self.of_all.fetch_add(more, Ordering::Relaxed);
    }
}

impl Drop for Passed<'_> {
    fn drop(&mut self) {
        self.of_all.fetch_sub(self.bytes, Ordering::Relaxed);
    }
}

/// What the worker says of one of several documents, if it can be believed.
fn small_verdict(done: SmallDone, job: &Job<'_>, own: &OwnRules) -> Option<Verdict<Outcome>> {
    match done {
        SmallDone::Outcome(outcome) => {
            outcome.is_plausible(job.size_bytes, own).then_some(Verdict::Done(*outcome))
        }
        SmallDone::Panicked { place } => Some(Verdict::Quarantined(Quarantine {
            reason: WarningCode::Crashed,
            place: outcome::is_place(&place).then_some(place),
        })),
        SmallDone::Unreadable { errno } => Some(Verdict::Unreadable(io::Error::from_raw_os_error(errno))),
    }
}

/// No process outlives its `Worker`, and none stays behind as a zombie unless it can't be killed.
impl Drop for Worker {
    fn drop(&mut self) {
        self.leaving.extend(self.running.take().map(Running::dismiss));
        self.leaving.iter_mut().for_each(running::collect_for_good);
    }
}

/// A missing protection is never missing silently, whoever starts the worker; but one warning for all workers is
/// enough.
fn warn_once(protections: &[Protection]) {
    static WARNED: Once = Once::new();
    if protections.iter().any(|protection| !protection.is_active()) {
        WARNED.call_once(|| {
            for Protection { kind, state } in protections {
                if let ProtectionState::Unavailable(reason) = state {
                    let missing = kind.describe(Lang::En);
                    tracing::warn!(protection.missing = missing, protection.reason = %reason, "documents are read with less protection");
                }
            }
        });
    }
}
