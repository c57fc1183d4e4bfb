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

    /// Waits for a file; `None` when the desk is closed and empty.
    pub(crate) fn take(&self) -> Option<PendingFile> {
        let mut state = self.lock();
        loop {
            if let Some(file) = state.waiting.pop_front() {
                return Some(file);
            }
            if state.is_closed {
                return None;
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
