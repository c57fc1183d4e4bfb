// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The whole of a scan: recognise the source, walk, read, make sense. One thread owns the catalogue; walkers and feeders
//! work for it.

use crate::Filter;
use crate::desk::Desk;
use crate::feeder::{Feeder, Finished};
use crate::walk::{Visit, walk};
use crate::worker::ocr::{Budget, Tesseract};
use crate::worker::{Rules, WorkerError, WorkerOptions};
use hoheit_catalogue::inventory::Coverage;
use hoheit_catalogue::{
    Catalogue, CatalogueError, DirListing, DirectoryId, Entry, KnownDirectories, Recognised, Resolution,
    SampleEntry, SourceHint, Stamp, Versions, Walk, WalkSummary, Walked,
};
use hoheit_connect::{ConnectError, EntryKind, Place};
use hoheit_types::{Clock, RelPath, RunId, SourceId, Timestamp};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, Instant};

/// What to scan, and how.
pub struct Request<'a> {
    /// Where
    pub place: &'a dyn Place,
    /// The path by which the place is reached, as people know it
    pub root: String,
    /// The name that a person gave to the source
    pub label: Option<String>,
    /// What is left out
    pub filter: Filter,
    /// Read everything again, whatever the times say
    pub rehash: bool,
    /// Examine again what older readers or rules examined
    pub refresh: bool,
    /// How the scan was asked for; kept with the run
    pub options: String,
    /// Threads that list folders
    pub walkers: usize,
    /// Processes that read documents
    pub workers: usize,
    /// How these are started
    pub worker: WorkerOptions,
    /// What is looked for
    pub rules: Rules,
    /// Text recognition for scanned pages, if there is one, and what it may cost in this run
    pub ocr: Option<(Tesseract, Budget)>,
}

/// Watches a scan, and decides for a person.
pub trait Observer: Sync {
    /// How far it is; called a few times a second.
    fn progress(&self, progress: &Progress);
    /// Something that only a person can decide. `false` ends the scan; nothing was changed by then.
    fn confirm(&self, question: &Question) -> bool;
    /// A folder could not be listed, or another fault of the place that does not end the scan.
    fn trouble(&self, error: &ConnectError);
}

/// How far a scan is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Folders and files met by the walk so far
    pub folders: u64,
    /// Files met by the walk so far
    pub files: u64,
    /// Whether the walk is over, so that the totals below are final
    pub is_walked: bool,
    /// Files to read in this run
    pub total_files: u64,
    /// Files read so far
    pub read_files: u64,
    /// Bytes of these
    pub read_bytes: u64,
}

/// A decision that a scan needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// The path is known, but what lies there looks like something else
    OtherContent {
        /// The label of the source that used to be there
        label: String,
    },
    /// Most of the known files are no longer there
    LostMost(WalkSummary),
}

/// A scan that came to its end, or was interrupted.
#[derive(Clone, Debug, PartialEq)]
pub struct Scanned {
    /// The source
    pub source: SourceId,
    /// The run
    pub run: RunId,
    /// How the source was recognised; `None` for a new one
    pub recognised: Option<Recognised>,
    /// What the walk changed; `None` if it was interrupted
    pub walked: Option<Walked>,
    /// Files that an older reader or older rules had examined, and that were examined again
    pub refreshed_files: u64,
    /// What was examined; `None` if the scan was interrupted
    pub coverage: Option<Coverage>,
    /// Files read in this run
    pub read_files: u64,
    /// Bytes of these
    pub read_bytes: u64,
    /// Files that the system would not let us read, or that kept changing
    pub refused_files: u64,
    /// Folders that could not be listed
    pub unlisted_folders: u64,
    /// Where the time went
    pub timings: Timings,
}

/// Where the time of a scan went, wall clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Timings {
    /// Listing folders and comparing
    pub walk: Duration,
    /// Reading documents, workers and catalogue side by side
    pub read: Duration,
    /// Of the two above, spent writing to the catalogue
    pub catalogue: Duration,
    /// Grouping and adding up
    pub make_sense: Duration,
}

/// A scan failed as a whole.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// The root could not be listed
    #[error("the root could not be listed")]
    Root(#[source] ConnectError),
    /// The catalogue failed
    #[error(transparent)]
    Catalogue(#[from] CatalogueError),
    /// No worker could be started
    #[error(transparent)]
    Worker(#[from] WorkerError),
    /// A person said no
    #[error("the scan was declined")]
    Declined(Question),
}

/// The versions that results of this program carry.
pub fn versions() -> Versions {
    Versions { extractor: hoheit_extract::VERSION, ruleset: hoheit_detect::ruleset_version() }
}

/// Scans a place into the catalogue. `stop` may be set at any time, e.g. by Ctrl-C: the scan then ends cleanly and the
/// next one goes on from there.
pub fn scan(
    catalogue: &mut Catalogue,
    request: &Request<'_>,
    clock: &dyn Clock,
    observer: &dyn Observer,
    stop: &AtomicBool,
) -> Result<Scanned, ScanError> {
    let (source, recognised) = recognise(catalogue, request, observer)?;
    let mut run = catalogue.start_run(source, &request.options)?;
    let mut scanned = Scanned {
        source,
        run: run.run(),
        recognised,
        walked: None,
        refreshed_files: 0,
        coverage: None,
        read_files: 0,
        read_bytes: 0,
        refused_files: 0,
        unlisted_folders: 0,
        timings: Timings::default(),
    };
    let mut progress = Progress::default();

    let started = Instant::now();
    let is_complete =
        walk_into(catalogue, request, &mut run, clock, observer, stop, &mut scanned, &mut progress)?;
    if !is_complete {
        return Ok(scanned);
    }
    // INVARIANT (nothing-vanishes-by-accident): until this is answered nothing is marked as gone.
    let summary = catalogue.walk_summary(&mut run)?;
    if summary.has_lost_most() && !observer.confirm(&Question::LostMost(summary)) {
        return Err(ScanError::Declined(Question::LostMost(summary)));
    }
    let walked = catalogue.finish_walk(run)?;
    scanned.walked = Some(walked);
    progress.is_walked = true;
    progress.total_files = walked.pending_files;
    if request.rehash {
        progress.total_files = catalogue.mark_all_pending(source)?;
    } else if request.refresh {
        scanned.refreshed_files = catalogue.mark_outdated_pending(source, versions())?;
        progress.total_files += scanned.refreshed_files;
    }
    scanned.timings.walk = started.elapsed();

    let started = Instant::now();
    let is_complete = read_all(catalogue, request, clock, observer, stop, &mut scanned, &mut progress)?;
    scanned.timings.read = started.elapsed();
    if !is_complete {
        return Ok(scanned);
    }

    let started = Instant::now();
    scanned.coverage = Some(catalogue.finish_run(scanned.run)?);
    scanned.timings.make_sense = started.elapsed();
    Ok(scanned)
}

fn recognise(
    catalogue: &mut Catalogue,
    request: &Request<'_>,
    observer: &dyn Observer,
) -> Result<(SourceId, Option<Recognised>), ScanError> {
    let top = request.place.list(&RelPath::root()).map_err(ScanError::Root)?;
    let identity = request.place.identity();
    let hint = SourceHint {
        root: request.root.clone(),
        filesystem: Some(identity.filesystem.clone()),
        root_inode: identity.root_inode,
        sample: top
            .iter()
            .map(|e| SampleEntry(RelPath::escape(&e.name).into_owned(), e.inode, e.modified.0))
            .collect(),
    };
    let exists = |root: &str| std::path::Path::new(root).is_dir();
    let resolution = catalogue.resolve_source(&hint, request.label.as_deref(), &exists)?;
    let recognised = match &resolution {
        Resolution::Known { how, .. } => Some(*how),
        Resolution::New { .. } => None,
        Resolution::Ambiguous { label, .. } => {
            let question = Question::OtherContent { label: label.clone() };
            if !observer.confirm(&question) {
                return Err(ScanError::Declined(question));
            }
            Some(Recognised::SamePath)
        }
    };
    Ok((catalogue.enter_source(&resolution, &hint)?, recognised))
}

/// What walkers tell the thread that owns the catalogue.
enum Met {
    Unchanged { directory: DirectoryId, files: u64 },
    Changed(DirListing),
    Excluded(RelPath, String),
    Unlisted(RelPath, ConnectError),
    Special(u64),
}

/// Messages between walkers and catalogue: enough to even out a slow batch, few enough to stay small.
const MET_QUEUE: usize = 256;

struct Walker<'a> {
    met: SyncSender<Met>,
    known: &'a KnownDirectories,
    clock: &'a dyn Clock,
    folders: &'a AtomicU64,
    files: &'a AtomicU64,
}

impl Walker<'_> {
    fn tell(&self, met: Met) {
        // The receiver only goes away when the scan has failed, which the walkers learn by the stop mark.
        let _ = self.met.send(met);
    }
}

impl Visit for Walker<'_> {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn folder(
        &self,
        path: RelPath,
        listed_at: Timestamp,
        files: Vec<hoheit_connect::Entry>,
        special_files: u64,
    ) {
        let entries = files.iter().map(|file| Entry::new(&file.name, stamp(file))).collect();
        let listing = DirListing::new(path, listed_at, entries);
        self.folders.fetch_add(1, Ordering::Relaxed);
        self.files.fetch_add(files.len() as u64, Ordering::Relaxed);
        if special_files > 0 {
            self.tell(Met::Special(special_files));
        }
        match self.known.unchanged(&listing) {
            Some(directory) => self.tell(Met::Unchanged { directory, files: files.len() as u64 }),
            None => self.tell(Met::Changed(listing)),
        }
    }

    fn excluded(&self, path: RelPath, rule: &str) {
        self.tell(Met::Excluded(path, rule.to_owned()));
    }

    fn unlisted(&self, path: RelPath, error: ConnectError) {
        self.tell(Met::Unlisted(path, error));
    }
}

fn stamp(file: &hoheit_connect::Entry) -> Stamp {
    debug_assert_eq!(file.kind, EntryKind::File);
    Stamp {
        size_bytes: file.size_bytes,
        mtime_ns: file.modified.0,
        ctime_ns: file.changed.0,
        inode: file.inode,
    }
}

#[expect(clippy::too_many_arguments, reason = "one step of `scan`, set apart for its length only")]
fn walk_into(
    catalogue: &mut Catalogue,
    request: &Request<'_>,
    run: &mut Walk,
    clock: &dyn Clock,
    observer: &dyn Observer,
    stop: &AtomicBool,
    scanned: &mut Scanned,
    progress: &mut Progress,
) -> Result<bool, ScanError> {
    let known = run.known();
    let (folders, files) = (AtomicU64::new(0), AtomicU64::new(0));
    let failed = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(MET_QUEUE);
        let walker = Walker { met: sender, known: &known, clock, folders: &folders, files: &files };
        let should_stop = || stop.load(Ordering::Relaxed) || failed.load(Ordering::Relaxed);
        let walking =
            scope.spawn(move || walk(request.place, &request.filter, request.walkers, &should_stop, &walker));
        let mut result = Ok(());
        loop {
            let met = match receiver.recv_timeout(OBSERVE_EVERY) {
                Ok(met) => met,
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    progress.folders = folders.load(Ordering::Relaxed);
                    progress.files = files.load(Ordering::Relaxed);
                    observer.progress(progress);
                    continue;
                }
            };
            if result.is_err() {
                // Drain, so that no walker waits for us for ever.
                continue;
            }
            match met {
                Met::Unchanged { directory, files } => run.unchanged(directory, files),
                Met::Special(files) => run.special(files),
                Met::Excluded(path, rule) => run.excluded(path, rule),
                Met::Unlisted(path, error) => {
                    if path.is_root() {
                        failed.store(true, Ordering::Relaxed);
                        result = Err(ScanError::Root(error));
                        continue;
                    }
                    scanned.unlisted_folders += 1;
                    observer.trouble(&error);
                    run.unlistable(path);
                }
                Met::Changed(listing) => {
                    let started = Instant::now();
                    if let Err(error) = catalogue.record_directory(run, listing) {
                        failed.store(true, Ordering::Relaxed);
                        result = Err(error.into());
                    }
                    scanned.timings.catalogue += started.elapsed();
                    progress.folders = folders.load(Ordering::Relaxed);
                    progress.files = files.load(Ordering::Relaxed);
                    observer.progress(progress);
                }
            }
        }
        let is_complete = walking.join().unwrap_or(false);
        progress.folders = folders.load(Ordering::Relaxed);
        progress.files = files.load(Ordering::Relaxed);
        result.map(|()| is_complete)
    })
}

/// How often an observer hears of us while nothing happens.
const OBSERVE_EVERY: Duration = Duration::from_millis(100);
/// Files taken from the catalogue at once, and the number of waiting ones below which more are taken.
const PENDING_PAGE: usize = 2_000;
/// See [`PENDING_PAGE`].
const PENDING_LOW: usize = 500;
/// Results between feeders and catalogue.
const FINISHED_QUEUE: usize = 1_024;

fn read_all(
    catalogue: &mut Catalogue,
    request: &Request<'_>,
    clock: &dyn Clock,
    observer: &dyn Observer,
    stop: &AtomicBool,
    scanned: &mut Scanned,
    progress: &mut Progress,
) -> Result<bool, ScanError> {
    if progress.total_files == 0 {
        return Ok(true);
    }
    let desk = Desk::default();
    let (sender, receiver) = sync_channel::<Result<Finished, WorkerError>>(FINISHED_QUEUE);
    std::thread::scope(|scope| {
        // Whatever ends this block, feeders must not wait for ever.
        let closing = desk.close_on_drop();
        for _ in 0..request.workers.max(1) {
            let feeder = Feeder {
                place: request.place,
                run: scanned.run,
                clock,
                rules: request.rules,
                ocr: request.ocr.as_ref(),
            };
            let (desk, sender, options) = (&desk, sender.clone(), request.worker.clone());
            scope.spawn(move || feeder.work(options, desk, &sender));
        }
        drop(sender);
        let mut after = None;
        let mut is_exhausted = false;
        loop {
            if stop.load(Ordering::Relaxed) {
                desk.clear();
                is_exhausted = true;
            }
            if !is_exhausted && desk.waiting() < PENDING_LOW {
                let page = catalogue.next_pending(scanned.source, after, PENDING_PAGE)?;
                after = page.last().map(|file| file.asset).or(after);
                is_exhausted = page.is_empty();
                desk.put(page);
            }
            if is_exhausted {
                desk.close();
            }
            match receiver.recv_timeout(OBSERVE_EVERY) {
                Ok(finished) => {
                    let started = Instant::now();
                    record(catalogue, finished?, scanned)?;
                    while let Ok(finished) = receiver.try_recv() {
                        record(catalogue, finished?, scanned)?;
                    }
                    scanned.timings.catalogue += started.elapsed();
                }
                Err(RecvTimeoutError::Timeout) => catalogue.flush()?,
                Err(RecvTimeoutError::Disconnected) => break,
            }
            progress.read_files = scanned.read_files;
            progress.read_bytes = scanned.read_bytes;
            observer.progress(progress);
        }
        drop(closing);
        catalogue.flush()?;
        Ok(!stop.load(Ordering::Relaxed))
    })
}

fn record(
    catalogue: &mut Catalogue,
    finished: Finished,
    scanned: &mut Scanned,
) -> Result<(), CatalogueError> {
    scanned.read_files += 1;
    scanned.read_bytes += finished.bytes_read();
    match finished {
        Finished::Read(reading) => {
            scanned.refused_files += u64::from(reading.outcome.is_err());
            catalogue.record_reading(*reading)
        }
        Finished::Hashed { asset, digest, .. } => catalogue.record_digest(asset, digest),
        // The next walk will find it gone; until then it keeps waiting.
        Finished::Gone => Ok(()),
    }
}
