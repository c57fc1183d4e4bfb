// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The second phase of a scan, between catalogue and feeders.

use super::{OBSERVE_EVERY, ScanError, Work, versions_under};
use crate::desk::Desk;
use crate::feeder::{Feeder, Finished};
use crate::worker::WorkerOptions;
use hoheit_catalogue::WalkSummary;
use hoheit_types::RelPath;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Instant;

/// Files taken from the catalogue at once …
const PENDING_PAGE: usize = 2_000;
/// … and the number of waiting ones below which more are taken.
const PENDING_LOW: usize = 500;
/// Answers between feeders and catalogue.
const FINISHED_QUEUE: usize = 64;

impl Work<'_> {
    /// Reads all files that wait. Returns whether it came to its end.
    pub(super) fn read(&mut self) -> Result<bool, ScanError> {
        if self.progress.total_files == 0 {
            return Ok(true);
        }
        let (request, clock, stop) = (self.request, self.clock, self.stop);
        let options = WorkerOptions { stop: stop.clone(), ..request.worker.clone() };
        let running_bytes = options.running_bytes.clone();
        let run = self.scanned.run;
        let versions = versions_under(request.rules, &options.own);
        let desk = Desk::default();
        std::thread::scope(|scope| {
            // Whatever ends this block, feeders must wait neither for files nor for a place in the queue.
            let closing = desk.close_on_drop();
            let (sender, receiver) = sync_channel(FINISHED_QUEUE);
            for _ in 0..request.workers.max(1) {
                let ocr = request.ocr.as_ref();
                let feeder = Feeder {
                    place: request.place,
                    run,
                    clock,
                    rules: request.rules,
                    own: &request.worker.own,
                    versions,
                    key: request.key.as_ref(),
                    ocr,
                    stop,
                };
                let (desk, sender, options) = (&desk, sender.clone(), options.clone());
                scope.spawn(move || feeder.work(options, desk, &sender));
            }
            drop(sender);
            let mut after = None;
            let mut is_exhausted = false;
            loop {
                if self.stop.load(Ordering::Relaxed) {
                    desk.clear();
                    is_exhausted = true;
                }
                if !is_exhausted && desk.waiting() < PENDING_LOW {
                    let page = self.catalogue.next_pending(self.scanned.source, after, PENDING_PAGE)?;
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
                        self.record(finished?)?;
                        self.scanned.timings.catalogue += started.elapsed();
                    }
                    Err(RecvTimeoutError::Timeout) => self.catalogue.flush()?,
                    Err(RecvTimeoutError::Disconnected) => break,
                }
                self.progress.read_files = self.scanned.read_files;
                self.progress.read_bytes = self.scanned.read_bytes + running_bytes.load(Ordering::Relaxed);
                self.observer.progress(&self.progress);
            }
            drop(closing);
            self.catalogue.flush()?;
            Ok(!self.stop.load(Ordering::Relaxed))
        })
    }

    fn record(&mut self, all: Vec<Finished>) -> Result<(), ScanError> {
        for finished in all {
            self.scanned.read_files += 1;
            self.scanned.read_bytes += finished.bytes_read();
            match finished {
                Finished::Read(reading) => {
                    self.scanned.refused_files += u64::from(reading.outcome.is_err());
                    self.catalogue.record_reading(*reading)?;
                }
                Finished::Hashed { asset, digest, .. } => self.catalogue.record_digest(asset, digest)?,
                Finished::Missing(asset) => {
                    self.scanned.read_files -= 1;
                    self.missing.push(asset);
                }
                Finished::Stopped => self.scanned.read_files -= 1,
            }
        }
        Ok(())
    }

    /// What went away between walk and reading has vanished, as if the walk had come later.
    pub(super) fn settle_missing(&mut self) -> Result<(), ScanError> {
        let missing = std::mem::take(&mut self.missing);
        let missing_files = missing.len() as u64;
        if missing_files == 0 {
            return Ok(());
        }
        let loss = WalkSummary {
            known_files: self.present_files,
            present_files: self.present_files.saturating_sub(missing_files),
            vanishing_files: missing_files,
            ..WalkSummary::default()
        };
        // INVARIANT (nothing-vanishes-by-accident): a share that went away looks like that, too. Then they keep waiting, and
        // the next walk asks a person.
        if loss.has_lost_most() || self.request.place.list(&RelPath::root()).is_err() {
            self.scanned.missing_files = missing_files;
            return Ok(());
        }
        let vanished = self.catalogue.mark_vanished(self.scanned.source, self.scanned.run, &missing)?;
        if let Some(walked) = &mut self.scanned.walked {
            walked.vanished_files += vanished;
        }
        Ok(())
    }
}
