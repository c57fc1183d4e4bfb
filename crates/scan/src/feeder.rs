// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! One thread, one worker process: take a waiting file, open it, have it read, hand the result over.

use crate::OwnRules;
use crate::desk::Desk;
use crate::worker::ocr::{self, Budget, Tesseract};
use crate::worker::{Job, Outcome, Rules, Verdict, Worker, WorkerError, WorkerOptions};
use hoheit_catalogue::token::TokenKey;
use hoheit_catalogue::{PendingFile, Purpose, Reading, Stamp, Versions};
use hoheit_connect::{ConnectErrorKind, OpenFile, Place};
use hoheit_types::{
    AssetId, Clock, Digest, Format, NotRead, ReadState, RelPath, RunId, Timestamp, Warning, WarningCode,
};
use rustix::fs::SeekFrom;
use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::os::fd::AsFd as _;
use std::os::unix::fs::MetadataExt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;

/// What became of a waiting file.
pub(crate) enum Finished {
    Read(Box<Reading>),
    Hashed {
        asset: AssetId,
        digest: Option<Digest>,
        bytes: u64,
    },
    /// It went away between walk and reading
    Missing(AssetId),
    /// The scan was stopped over it: it keeps waiting
    Stopped,
}

impl Finished {
    pub(crate) fn bytes_read(&self) -> u64 {
        match self {
            Self::Read(reading) => reading.stamp.size_bytes,
            Self::Hashed { bytes, .. } => *bytes,
            Self::Missing(_) | Self::Stopped => 0,
        }
    }
}

pub(crate) struct Feeder<'a> {
    pub(crate) place: &'a dyn Place,
    pub(crate) run: RunId,
    pub(crate) clock: &'a dyn Clock,
    pub(crate) rules: Rules,
    /// What was marked as a false alarm
    pub(crate) own: &'a OwnRules,
    /// What its results carry
    pub(crate) versions: Versions,
    /// Makes tokens of values, where these are wanted
    pub(crate) key: Option<&'a TokenKey>,
    pub(crate) ocr: Option<&'a (Tesseract, Budget)>,
    pub(crate) stop: &'a AtomicBool,
}

/// Files up to this size are read several at a time. 256 KiB: reading one takes about as long as the exchange with the
/// worker, or longer, so that more would gain nothing.
const SMALL_BYTES: u64 = 256 << 10;

/// How often a file that changes while it is read is tried.
const TRIES: u32 = 2;

impl Feeder<'_> {
    /// Works until the desk is closed and empty. An error means that no worker can be started on this machine.
    pub(crate) fn work(
        &self,
        options: WorkerOptions,
        desk: &Desk,
        sender: &SyncSender<Result<Vec<Finished>, WorkerError>>,
    ) {
        let mut worker = match Worker::start(options) {
            Ok(worker) => worker,
            Err(WorkerError::Stopped) => return,
            Err(error) => {
                let _ = sender.send(Err(error));
                return;
            }
        };
        loop {
            let files = desk.take(Worker::MANY, |file| {
                file.purpose == Purpose::Read && file.stamp.size_bytes <= SMALL_BYTES
            });
            let finished = match files.as_slice() {
                [] => return,
                [file] => self.finish(&mut worker, file).map(|finished| vec![finished]),
                several => self.finish_many(&mut worker, several),
            };
            // What is not finished keeps waiting for the next run.
            if matches!(finished, Err(WorkerError::Stopped)) {
                return;
            }
            let is_over = finished.is_err();
            if sender.send(finished).is_err() || is_over {
                return;
            }
        }
    }

    /// Several small files in one exchange with the worker. Whatever is out of the ordinary with one of them is dealt
    /// with by [`Feeder::finish`], alone.
    fn finish_many(
        &self,
        worker: &mut Worker,
        several: &[PendingFile],
    ) -> Result<Vec<Finished>, WorkerError> {
        let mut finished = Vec::with_capacity(several.len());
        let mut opened = Vec::with_capacity(several.len());
        for pending in several {
            let read_at = self.clock.now();
            match self.place.open(&pending.path).ok().and_then(|file| Some((stamp_of(&file).ok()?, file))) {
                Some((stamp, file)) if stamp.size_bytes <= SMALL_BYTES && emptiness(&file, stamp).is_ok() => {
                    opened.push((pending, file, stamp, read_at));
                }
                _ => finished.push(self.finish(worker, pending)?),
            }
        }
        let jobs: Vec<_> = opened
            .iter()
            .map(|(pending, file, stamp, _)| (file.as_fd(), self.job(pending, *stamp, 0)))
            .collect();
        let verdicts = worker.examine_many(&jobs)?.unwrap_or_default();
        let mut verdicts = verdicts.into_iter();
        for (pending, file, stamp, read_at) in &opened {
            let is_calm = stamp_of(file).is_ok_and(|after| after == *stamp);
            finished.push(match verdicts.next() {
                Some(Verdict::Done(outcome)) if is_calm && !self.wants_ocr(&outcome) => {
                    let mut reading = self.blank(pending, *stamp, *read_at);
                    self.take_outcome(&mut reading, pending, outcome);
                    Finished::Read(Box::new(reading))
                }
                _ => self.finish(worker, pending)?,
            });
        }
        Ok(finished)
    }

    fn finish(&self, worker: &mut Worker, pending: &PendingFile) -> Result<Finished, WorkerError> {
        let mut tries = 0;
        loop {
            tries += 1;
            let read_at = self.clock.now();
            let file = match self.place.open(&pending.path) {
                Ok(file) => file,
                Err(error) => {
                    return Ok(match error.kind() {
                        ConnectErrorKind::NotFound => Finished::Missing(pending.asset),
                        ConnectErrorKind::PermissionDenied | ConnectErrorKind::Credential => {
                            self.refused(pending, read_at, NotRead::NoPermission)
                        }
                        ConnectErrorKind::WrongType | ConnectErrorKind::Pseudo => {
                            self.refused(pending, read_at, NotRead::Special)
                        }
                        _ => self.refused(pending, read_at, NotRead::IoError),
                    });
                }
            };
            let Ok(before) = stamp_of(&file) else {
                return Ok(self.refused(pending, read_at, NotRead::IoError));
            };
            if let Err(reason) = emptiness(&file, before) {
                return Ok(self.refused(pending, read_at, reason));
            }
            let finished = match pending.purpose {
                Purpose::HashOnly if is_hollow(&file, before) => {
                    Finished::Hashed { asset: pending.asset, digest: None, bytes: 0 }
                }
                Purpose::HashOnly => hash(worker, pending, &file, before)?,
                Purpose::Read => self.read(worker, pending, &file, before, read_at)?,
            };
            match stamp_of(&file) {
                Ok(after) if after == before => return Ok(finished),
                // A log that is being written is caught between two lines on the second try, or honestly given up.
                Ok(_) if tries < TRIES => {}
                Ok(_) => return Ok(self.refused(pending, read_at, NotRead::Changing)),
                Err(_) => return Ok(self.refused(pending, read_at, NotRead::IoError)),
            }
        }
    }

    fn read(
        &self,
        worker: &mut Worker,
        pending: &PendingFile,
        mut file: &File,
        stamp: Stamp,
        read_at: Timestamp,
    ) -> Result<Finished, WorkerError> {
        let pages = self.ocr.map_or(0, |(_, budget)| budget.pages_per_document);
        let mut job = self.job(pending, stamp, pages);
        job.hash_unread &= !is_hollow(file, stamp);
        let mut reading = self.blank(pending, stamp, read_at);
        match worker.examine(file, &job)? {
            Verdict::Done(mut outcome) => {
                if let Some((tesseract, budget)) = self.ocr
                    && !outcome.scans.is_empty()
                {
                    ocr::complete(&mut outcome, tesseract, budget, worker, self.rules, self.stop)?;
                }
                self.take_outcome(&mut reading, pending, outcome);
            }
            // Whoever stops a service also stops its workers and helpers: then nothing is the document's fault.
            _ if self.stop.load(Ordering::Relaxed) => return Ok(Finished::Stopped),
            Verdict::Quarantined(quarantine) => {
                reading.outcome = Ok(ReadState::Quarantined);
                reading.warnings = vec![Warning::new(quarantine.reason)];
                // What can't be read can be compared all the same.
                if !is_hollow(file, stamp)
                    && let (Ok(()), Verdict::Done(hashed)) =
                        (file.rewind(), worker.hash(file, stamp.size_bytes)?)
                {
                    reading.digest = Some(hashed.digest);
                }
            }
            Verdict::Unreadable(_) => reading.outcome = Err(NotRead::IoError),
        }
        Ok(Finished::Read(Box::new(reading)))
    }

    fn job<'p>(&self, pending: &'p PendingFile, stamp: Stamp, scan_pages: u32) -> Job<'p> {
        Job {
            name: pending.path.name(),
            size_bytes: stamp.size_bytes,
            rules: self.rules,
            values: self.key.is_some(),
            scan_pages,
            hash_unread: !pending.size_is_unique,
        }
    }

    /// Whether there are pages that text recognition would read, and somebody wants it to.
    fn wants_ocr(&self, outcome: &Outcome) -> bool {
        outcome.scans_total > 0 && self.ocr.is_some_and(|(_, budget)| budget.is_left())
    }

    fn take_outcome(&self, reading: &mut Reading, pending: &PendingFile, mut outcome: Outcome) {
        if outcome.format == Format::Sqlite {
            note_write_ahead_log(self.place, &pending.path, &mut outcome.state, &mut outcome.warnings);
        }
        if let (Some(key), Some(values)) = (self.key, outcome.values.take()) {
            // Names and dates were not looked for: whoever asks for them has to look again.
            reading.tokens = values.into_tokens(key, self.rules == Rules::All);
        }
        // Muted places are known here only: workers know no paths.
        let muted = self.own.sort_out(pending.path.as_str(), &mut outcome.findings);
        outcome.set_aside.extend(muted);
        fill(reading, outcome);
    }

    fn refused(&self, pending: &PendingFile, read_at: Timestamp, reason: NotRead) -> Finished {
        let mut reading = self.blank(pending, pending.stamp, read_at);
        reading.outcome = Err(reason);
        Finished::Read(Box::new(reading))
    }

    fn blank(&self, pending: &PendingFile, stamp: Stamp, read_at: Timestamp) -> Reading {
        Reading {
            asset: pending.asset,
            run: self.run,
            read_at,
            stamp,
            outcome: Err(NotRead::Pending),
            format: None,
            digest: None,
            warnings: Vec::new(),
            members: 0,
            members_unread: 0,
            pages: None,
            text_chars: 0,
            table_rows: 0,
            findings: Vec::new(),
            set_aside: Vec::new(),
            tokens: None,
            versions: self.versions,
        }
    }
}

/// Notes that a `SQLite` file is not all of its database, where a log with newer content lies beside it.
pub fn note_write_ahead_log(
    place: &dyn Place,
    database: &RelPath,
    state: &mut ReadState,
    warnings: &mut Vec<Warning>,
) {
    let name = [database.to_bytes().rsplit(|b| *b == b'/').next().unwrap_or_default(), b"-wal"].concat();
    let has_log = match place.open(&database.parent().join(&name)) {
        Ok(log) => log.metadata().is_ok_and(|facts| facts.len() > 0),
        // What can't be looked at may hold anything.
        Err(error) => error.kind() != ConnectErrorKind::NotFound,
    };
    if has_log {
        warnings.push(Warning::new(WarningCode::WriteAheadLog));
        if *state == ReadState::Read {
            *state = ReadState::Partly;
        }
    }
}

fn hash(
    worker: &mut Worker,
    pending: &PendingFile,
    file: &File,
    stamp: Stamp,
) -> Result<Finished, WorkerError> {
    let digest = match worker.hash(file, stamp.size_bytes)? {
        Verdict::Done(hashed) => Some(hashed.digest),
        Verdict::Quarantined(_) | Verdict::Unreadable(_) => None,
    };
    Ok(Finished::Hashed { asset: pending.asset, digest, bytes: stamp.size_bytes })
}

fn fill(reading: &mut Reading, outcome: Outcome) {
    reading.outcome = Ok(outcome.state);
    reading.format = Some(outcome.format);
    reading.digest = outcome.digest;
    reading.warnings = outcome.warnings;
    reading.members = outcome.members;
    reading.members_unread = outcome.members_unread;
    reading.pages = outcome.pages;
    reading.text_chars = outcome.text_chars;
    reading.table_rows = outcome.table_rows;
    reading.set_aside = outcome.set_aside;
    reading.findings = outcome.findings.into_iter().map(|found| (found.member, found.finding)).collect();
}

/// Whether a file that calls itself empty is: some network and user-space file systems generate content that has no size.
/// What they hold is not read, so it must not count as read.
fn emptiness(mut file: &File, stamp: Stamp) -> Result<(), NotRead> {
    if stamp.size_bytes > 0 {
        return Ok(());
    }
    match file.read(&mut [0]) {
        Ok(0) => Ok(()),
        Ok(_) => Err(NotRead::Special),
        Err(_) => Err(NotRead::IoError),
    }
}

/// A file may claim a size of which next to nothing is stored. From 1 GiB on that is a disk image or a database whose room was
/// set aside: whether its zeros are those of another one interests nobody, and hashing them takes hours.
const HOLLOW_BYTES: u64 = 1 << 30;

fn is_hollow(file: &File, stamp: Stamp) -> bool {
    if stamp.size_bytes < HOLLOW_BYTES {
        return false;
    }
    let stored = file.metadata().map_or(u64::MAX, |facts| facts.blocks().saturating_mul(512));
    // Some user-space file systems tell no blocks; they know no holes either.
    let hole = rustix::fs::seek(file, SeekFrom::Hole(0));
    let back = rustix::fs::seek(file, SeekFrom::Start(0));
    back.is_ok() && stored < stamp.size_bytes / 16 && hole.is_ok_and(|at| at < stamp.size_bytes)
}

pub(crate) fn stamp_of(file: &OpenFile) -> std::io::Result<Stamp> {
    let facts = file.facts()?;
    Ok(Stamp {
        size_bytes: facts.size_bytes,
        mtime_ns: facts.modified.0,
        ctime_ns: facts.changed.0,
        inode: facts.inode,
    })
}

#[cfg(test)]
mod tests;
