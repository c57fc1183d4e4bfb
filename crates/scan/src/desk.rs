// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use hoheit_catalogue::PendingFile;
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The files that wait for a feeder. One thread puts, several take.
#[derive(Default)]
pub(crate) struct Desk {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<PendingFile>,
    is_closed: bool,
}

impl Desk {
    pub(crate) fn put(&self, files: Vec<PendingFile>) {
        self.lock().waiting.extend(files);
        self.changed.notify_all();
    }

    /// Waits for files; none when the desk is closed and empty. At most `most`, and only as many as fit together: see
    /// `fits`. Never more than a quarter of what waits, so that all feeders end at about the same time.
    pub(crate) fn take(&self, most: usize, fits: impl Fn(&PendingFile) -> bool) -> Vec<PendingFile> {
        let mut state = self.lock();
        loop {
            if let Some(file) = state.waiting.pop_front() {
                let most = most.min(state.waiting.len() / 4);
                let mut files = vec![file];
                while files.len() < most && files.first().is_some_and(&fits) {
                    match state.waiting.pop_front_if(|next| fits(next)) {
                        Some(next) => files.push(next),
                        None => break,
                    }
                }
                return files;
            }
            if state.is_closed {
                return Vec::new();
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    pub(crate) fn waiting(&self) -> usize {
        self.lock().waiting.len()
    }

    pub(crate) fn clear(&self) {
        self.lock().waiting.clear();
    }

    /// Nothing more comes.
    pub(crate) fn close(&self) {
        self.lock().is_closed = true;
        self.changed.notify_all();
    }

    /// Closes and clears the desk when the returned value is dropped, on every way out.
    pub(crate) fn close_on_drop(&self) -> impl Drop + '_ {
        struct Closing<'a>(&'a Desk);
        impl Drop for Closing<'_> {
            fn drop(&mut self) {
                self.0.clear();
                self.0.close();
            }
        }
        Closing(self)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
