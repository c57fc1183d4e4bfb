// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The walk: every folder of a place is listed once, by several threads, in no particular order.

use crate::Filter;
use hoheit_connect::{ConnectError, Entry, EntryKind, Place};
use hoheit_types::{RelPath, Timestamp};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// What the walk meets. Called from several threads at once.
pub(crate) trait Visit: Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
    /// A folder that was listed. Its subfolders are on their way.
    fn folder(&self, folder: Contents<'_>);
    /// A folder that a rule leaves out.
    fn excluded(&self, path: RelPath, rule: &str);
    /// A folder that could not be listed: what is known of it stays known.
    fn unlisted(&self, path: RelPath, error: ConnectError);
}

/// A folder and what lies in it.
pub(crate) struct Contents<'f> {
    pub(crate) path: RelPath,
    /// The moment before it was listed
    pub(crate) listed_at: Timestamp,
    /// Sorted by name
    pub(crate) files: Vec<Entry>,
    /// Files that a rule leaves out, and which
    pub(crate) left_out: Vec<(Entry, &'f str)>,
    /// Links, devices and the like are only counted
    pub(crate) special_files: u64,
}

/// Folders that wait for their turn, and how many are being listed right now: the walk ends when both are none.
#[derive(Default)]
struct Queue {
    waiting: Vec<RelPath>,
    busy: usize,
}

/// Walks a whole place. Returns whether it came to its end, false if it was told to stop.
pub(crate) fn walk(
    place: &dyn Place,
    filter: &Filter,
    threads: usize,
    should_stop: &(dyn Fn() -> bool + Sync),
    visit: &dyn Visit,
) -> bool {
    let queue = Mutex::new(Queue { waiting: vec![RelPath::root()], busy: 0 });
    let more = Condvar::new();
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                while let Some(folder) = next(&queue, &more, should_stop) {
                    // Counted as done also if listing panics, so that the others do not wait for ever.
                    let done = Done { queue: &queue, more: &more };
                    let below = list(place, filter, folder, visit);
                    // Last in, first out: depth first keeps the queue small.
                    lock(&queue).waiting.extend(below);
                    drop(done);
                }
            });
        }
    });
    !should_stop()
}

fn lock(queue: &Mutex<Queue>) -> MutexGuard<'_, Queue> {
    queue.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A folder that is being listed.
struct Done<'q> {
    queue: &'q Mutex<Queue>,
    more: &'q Condvar,
}

impl Drop for Done<'_> {
    fn drop(&mut self) {
        lock(self.queue).busy -= 1;
        self.more.notify_all();
    }
}

fn next(queue: &Mutex<Queue>, more: &Condvar, should_stop: &dyn Fn() -> bool) -> Option<RelPath> {
    let mut queue = lock(queue);
    loop {
        if should_stop() {
            more.notify_all();
            return None;
        }
        if let Some(folder) = queue.waiting.pop() {
            queue.busy += 1;
            return Some(folder);
        }
        if queue.busy == 0 {
            more.notify_all();
            return None;
        }
        queue = more.wait(queue).unwrap_or_else(PoisonError::into_inner);
    }
}

/// Lists one folder, hands its files over and returns its subfolders.
fn list(place: &dyn Place, filter: &Filter, folder: RelPath, visit: &dyn Visit) -> Vec<RelPath> {
    let listed_at = visit.now();
    let entries = match place.list(&folder) {
        Ok(entries) => entries,
        Err(error) => {
            visit.unlisted(folder, error);
            return Vec::new();
        }
    };
    let mut below = Vec::new();
    let mut files = Vec::with_capacity(entries.len());
    let mut left_out = Vec::new();
    let mut special_files = 0;
    for entry in entries {
        match entry.kind {
            EntryKind::Link | EntryKind::Special => special_files += 1,
            EntryKind::Boundary => visit.excluded(folder.join(&entry.name), crate::filter::BOUNDARY_RULE),
            EntryKind::Folder | EntryKind::File => {
                let is_folder = entry.kind == EntryKind::Folder;
                // Most walks have rules for folders only; a file's path is built when a rule wants it.
                if is_folder || filter.looks_at_files() {
                    let path = folder.join(&entry.name);
                    match filter.exclusion(&path, is_folder) {
                        Some(rule) if is_folder => visit.excluded(path, rule),
                        Some(rule) => left_out.push((entry, rule)),
                        None if is_folder => below.push(path),
                        None => files.push(entry),
                    }
                } else {
                    files.push(entry);
                }
            }
        }
    }
    visit.folder(Contents { path: folder, listed_at, files, left_out, special_files });
    below
}
