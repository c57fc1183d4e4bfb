// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The first phase of a scan, between walkers and catalogue.

use super::{OBSERVE_EVERY, ScanError, Work};
use crate::walk::{Contents, Visit, walk};
use hoheit_catalogue::inventory::Tally;
use hoheit_catalogue::{DirListing, DirectoryId, Entry, KnownDirectories, Stamp, Walk};
use hoheit_connect::{ConnectError, EntryKind};
use hoheit_types::{Clock, RelPath, Timestamp};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, SyncSender, sync_channel};
use std::time::Instant;

/// What walkers tell the thread that owns the catalogue.
enum Met {
    Unchanged {
        directory: DirectoryId,
        files: u64,
    },
    Changed(DirListing),
    Excluded(RelPath, String),
    /// Of one folder, by rule
    ExcludedFiles(BTreeMap<String, Tally>),
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

    fn folder(&self, Contents { path, listed_at, files, left_out, special_files }: Contents<'_>) {
        let entries = files.iter().map(|file| Entry::new(&file.name, stamp(file))).collect();
        let names = left_out.iter().map(|(file, _)| file.name.as_slice());
        let listing = DirListing::new(path, listed_at, entries).leaving_out(names);
        if !left_out.is_empty() {
            self.tell(Met::ExcludedFiles(by_rule(&left_out)));
        }
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

fn by_rule(left_out: &[(hoheit_connect::Entry, &str)]) -> BTreeMap<String, Tally> {
    let mut by_rule: BTreeMap<&str, Tally> = BTreeMap::new();
    for (file, rule) in left_out {
        by_rule.entry(rule).or_default().plus(Tally { files: 1, size_bytes: file.size_bytes });
    }
    by_rule.into_iter().map(|(rule, tally)| (rule.to_owned(), tally)).collect()
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

impl Work<'_> {
    /// The first phase: lists every folder, and tells the catalogue what is new, changed or gone. Returns whether the
    /// walk came to its end.
    pub(super) fn walk(&mut self, run: &mut Walk) -> Result<bool, ScanError> {
        let known = run.known();
        let (folders, files) = (AtomicU64::new(0), AtomicU64::new(0));
        let failed = AtomicBool::new(false);
        let (request, clock, stop) = (self.request, self.clock, self.stop);
        std::thread::scope(|scope| {
            let (sender, receiver) = sync_channel(MET_QUEUE);
            let walker = Walker { met: sender, known: &known, clock, folders: &folders, files: &files };
            let should_stop = || stop.load(Ordering::Relaxed) || failed.load(Ordering::Relaxed);
            let walking = scope
                .spawn(move || walk(request.place, &request.filter, request.walkers, &should_stop, &walker));
            let mut result = Ok(());
            loop {
                match receiver.recv_timeout(OBSERVE_EVERY) {
                    // After a failure the rest is drained, so that no walker waits for us for ever.
                    Ok(_) if result.is_err() => {}
                    Ok(met) => {
                        result = self.meet(run, met);
                        failed.store(result.is_err(), Ordering::Relaxed);
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => break,
                }
                self.progress.folders = folders.load(Ordering::Relaxed);
                self.progress.files = files.load(Ordering::Relaxed);
                self.observer.progress(&self.progress);
            }
            result.map(|()| walking.join().unwrap_or(false))
        })
    }

    fn meet(&mut self, run: &mut Walk, met: Met) -> Result<(), ScanError> {
        match met {
            Met::Unchanged { directory, files } => run.unchanged(directory, files),
            Met::Special(files) => run.special(files),
            Met::Excluded(path, rule) => run.excluded(path, rule),
            Met::ExcludedFiles(tallies) => {
                for (rule, tally) in tallies {
                    run.excluded_files(&rule, tally);
                }
            }
            Met::Unlisted(path, error) if path.is_root() => return Err(ScanError::Root(error)),
            Met::Unlisted(path, error) => {
                self.scanned.unlisted_folders += 1;
                self.observer.trouble(&error);
                run.unlistable(path);
            }
            Met::Changed(listing) => {
                let started = Instant::now();
                self.catalogue.record_directory(run, listing)?;
                self.scanned.timings.catalogue += started.elapsed();
            }
        }
        Ok(())
    }
}
