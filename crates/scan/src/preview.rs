// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a scan would touch, without a catalogue and without opening a single file.

use crate::Filter;
use crate::walk::{Contents, Visit, walk};
use hoheit_connect::{ConnectError, Place};
use hoheit_types::{Clock, RelPath, Timestamp};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};

/// One thing that a scan would meet. In no particular order.
#[derive(Debug)]
pub enum Preview {
    /// A file that would be read
    File {
        /// Where
        path: RelPath,
        /// Its size
        size_bytes: u64,
    },
    /// A file or folder that would be left out
    Excluded {
        /// Where
        path: RelPath,
        /// By which pattern or rule
        rule: String,
    },
    /// A folder that can't be listed
    Unlisted(ConnectError),
}

/// Items on their way to the caller.
const QUEUE: usize = 1_024;

struct Walker<'a> {
    items: SyncSender<Preview>,
    clock: &'a dyn Clock,
}

impl Visit for Walker<'_> {
    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn folder(&self, folder: Contents<'_>) {
        for file in folder.files {
            let path = folder.path.join(&file.name);
            // The receiver stays until all walkers are done.
            let _ = self.items.send(Preview::File { path, size_bytes: file.size_bytes });
        }
        for (file, rule) in folder.left_out {
            self.excluded(folder.path.join(&file.name), rule);
        }
    }

    fn excluded(&self, path: RelPath, rule: &str) {
        let _ = self.items.send(Preview::Excluded { path, rule: rule.to_owned() });
    }

    fn unlisted(&self, _: RelPath, error: ConnectError) {
        let _ = self.items.send(Preview::Unlisted(error));
    }
}

/// Walks a place as a scan would and hands over what it meets. Returns whether the walk came to its end.
pub fn preview(
    place: &dyn Place,
    filter: &Filter,
    walkers: usize,
    clock: &dyn Clock,
    stop: &AtomicBool,
    take: &mut dyn FnMut(Preview),
) -> bool {
    std::thread::scope(|scope| {
        let (items, met) = sync_channel(QUEUE);
        let walking = scope.spawn(move || {
            walk(place, filter, walkers, &|| stop.load(Ordering::Relaxed), &Walker { items, clock })
        });
        met.iter().for_each(take);
        walking.join().unwrap_or(false)
    })
}
