// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The whole of a scan: recognise the source, walk, read, make sense. One thread owns the catalogue; walkers and feeders
//! work for it.

mod reading;
mod walking;

use crate::worker::ocr::{Budget, Tesseract};
use crate::worker::{Rules, WorkerError, WorkerOptions};
use crate::{Filter, OwnRules};
use hoheit_catalogue::inventory::Coverage;
use hoheit_catalogue::token::TokenKey;
use hoheit_catalogue::{
    Catalogue, CatalogueError, Conflict, Recognised, Resolution, SampleEntry, SourceHint, Versions, Walk,
    WalkSummary, Walked,
};
use hoheit_connect::{ConnectError, Place};
use hoheit_types::{AssetId, Clock, RelPath, RunId, SourceId};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
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
    /// Makes keyed hashes of the values found; without it, nobody can ask where a person occurs
    pub key: Option<TokenKey>,
    /// Text recognition for scanned pages, if there is one, and what it may cost in this run
    pub ocr: Option<(Tesseract, Budget)>,
}

/// Watches a scan, and decides for a person.
pub trait Observer: Sync {
    /// How far it is; called a few times a second.
    fn progress(&self, progress: &Progress);
    /// Something that only a person can decide. `false` ends the scan, and nothing has changed.
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
    /// Bytes to read in this run
    pub total_bytes: u64,
    /// Bytes of the files read so far, and of those being read
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
    /// Files would be counted twice: the place is known under another name, or overlaps another source
    Twice(Conflict),
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
    /// Files that the walk met and that were not there any more when they were to be read: too many to believe that they
    /// vanished, so that they keep waiting. Fewer count as vanished.
    pub missing_files: u64,
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

/// The versions that results under these rules carry. Some rules are not all rules: such results count as outdated, never
/// as free of personal data, and `refresh` completes them.
pub(crate) fn versions_under(rules: Rules, own: &OwnRules) -> Versions {
    match rules {
        Rules::All => own.versions(),
        Rules::Identifiers => Versions { ruleset: 0, ..own.versions() },
    }
}

/// Scans a place into the catalogue. `stop` may be set at any time, e.g. by Ctrl-C: the scan then ends cleanly and the
/// next one goes on from there.
pub fn scan(
    catalogue: &mut Catalogue,
    request: &Request<'_>,
    clock: &dyn Clock,
    observer: &dyn Observer,
    stop: &Arc<AtomicBool>,
) -> Result<Scanned, ScanError> {
    let (source, recognised, place) = recognise(catalogue, request, observer)?;
    let mut run = catalogue.start_run(source, &request.options)?;
    run.reached_by(place);
    let scanned = Scanned {
        source,
        run: run.run(),
        recognised,
        walked: None,
        refreshed_files: 0,
        coverage: None,
        read_files: 0,
        read_bytes: 0,
        refused_files: 0,
        missing_files: 0,
        unlisted_folders: 0,
        timings: Timings::default(),
    };
    let progress = Progress::default();
    let mut work = Work {
        catalogue,
        request,
        clock,
        observer,
        stop,
        scanned,
        progress,
        present_files: 0,
        missing: Vec::new(),
    };
    work.run(run)?;
    Ok(work.scanned)
}

/// A scan while it runs: what its phases share.
struct Work<'a> {
    catalogue: &'a mut Catalogue,
    request: &'a Request<'a>,
    clock: &'a dyn Clock,
    observer: &'a dyn Observer,
    stop: &'a Arc<AtomicBool>,
    scanned: Scanned,
    progress: Progress,
    /// Files that the walk met
    present_files: u64,
    /// Those of them that were gone when they were to be read
    missing: Vec<AssetId>,
}

impl Work<'_> {
    /// The three phases. Leaves early, without an error, when it is told to stop.
    fn run(&mut self, mut run: Walk) -> Result<(), ScanError> {
        let started = Instant::now();
        if !self.walk(&mut run)? {
            return Ok(());
        }
        // INVARIANT (nothing-vanishes-by-accident): until this is answered nothing is marked as gone.
        let summary = self.catalogue.walk_summary(&mut run)?;
        if summary.has_lost_most() && !self.observer.confirm(&Question::LostMost(summary)) {
            self.catalogue.abandon_walk(run)?;
            return Err(ScanError::Declined(Question::LostMost(summary)));
        }
        self.present_files = summary.present_files;
        let walked = self.catalogue.finish_walk(run)?;
        self.scanned.walked = Some(walked);
        self.progress.is_walked = true;
        (self.progress.total_files, self.progress.total_bytes) = (walked.pending_files, walked.pending_bytes);
        let source = self.scanned.source;
        if self.request.rehash {
            self.catalogue.mark_all_pending(source)?;
        } else if self.request.refresh {
            let versions = versions_under(self.request.rules, &self.request.worker.own);
            let key = self.request.key.as_ref().map(TokenKey::id);
            self.scanned.refreshed_files = self.catalogue.mark_outdated_pending(source, versions, key)?;
        }
        if self.request.rehash || self.request.refresh {
            let pending = self.catalogue.pending(source)?;
            (self.progress.total_files, self.progress.total_bytes) = (pending.files, pending.size_bytes);
        }
        self.scanned.timings.walk = started.elapsed();

        let started = Instant::now();
        let is_complete = self.read()?;
        self.scanned.timings.read = started.elapsed();
        if let Some(walked) = &mut self.scanned.walked {
            walked.changed_files += self.catalogue.changed_when_read();
        }
        if !is_complete {
            return Ok(());
        }
        self.settle_missing()?;

        let started = Instant::now();
        self.scanned.coverage = Some(self.catalogue.finish_run(self.scanned.run)?);
        self.scanned.timings.make_sense = started.elapsed();
        Ok(())
    }
}

/// How often an observer hears of a scan while nothing happens.
const OBSERVE_EVERY: Duration = Duration::from_millis(100);

fn recognise(
    catalogue: &mut Catalogue,
    request: &Request<'_>,
    observer: &dyn Observer,
) -> Result<(SourceId, Option<Recognised>, SourceHint), ScanError> {
    let top = request.place.list(&RelPath::root()).map_err(ScanError::Root)?;
    let identity = request.place.identity();
    let hint = SourceHint {
        root: request.root.clone(),
        filesystem: identity.filesystem.clone(),
        root_inode: identity.root_inode,
        sample: top
            .iter()
            .map(|e| SampleEntry(RelPath::escape(&e.name).into_owned(), e.inode, e.modified.0))
            .collect(),
    };
    let label = request.label.as_deref();
    let resolution = catalogue.resolve_source(&hint, label, &hoheit_connect::exists)?;
    let ask = |question: Question| {
        if observer.confirm(&question) { Ok(()) } else { Err(ScanError::Declined(question)) }
    };
    let recognised = match &resolution {
        Resolution::Known { how, .. } => Some(*how),
        Resolution::New { .. } => None,
        Resolution::Ambiguous { label, .. } => {
            ask(Question::OtherContent { label: label.clone() })?;
            Some(Recognised::SamePath)
        }
    };
    if let Some(conflict) =
        catalogue.conflict(&resolution, &hint, label.is_some(), &hoheit_connect::exists)?
    {
        ask(Question::Twice(conflict))?;
    }
    Ok((catalogue.enter_source(&resolution, &hint)?, recognised, hint))
}

#[cfg(test)]
mod tests;
