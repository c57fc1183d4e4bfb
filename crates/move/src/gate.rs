// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::error::MoveError;
use std::sync::{Condvar, Mutex, PoisonError};

/// Lets many threads share one flush: who asks while one is going on waits for the next one, together with all others who do.
#[derive(Debug, Default)]
pub(crate) struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    begun: u64,
    done: u64,
    is_running: bool,
    has_failed: bool,
}

impl Gate {
    /// Returns once a flush that began after this call came to its end. After one that failed nothing passes any more: what it was to
    /// make durable is lost for all who waited.
    pub(crate) fn pass(&self, flush: impl FnOnce() -> Result<(), MoveError>) -> Result<(), MoveError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let needed = state.begun + 1;
        let mut flush = Some(flush);
        while state.done < needed {
            if state.has_failed {
                return Err(MoveError::Stopped);
            }
            if state.is_running {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let Some(flush) = flush.take() else { return Err(MoveError::Stopped) };
            state.is_running = true;
            state.begun += 1;
            drop(state);
            let flushed = flush();
            state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            state.is_running = false;
            state.done = state.begun;
            state.has_failed = flushed.is_err();
            self.changed.notify_all();
            flushed?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn every_caller_gets_a_flush_that_began_after_it_asked() {
        let (gate, written, flushed, calls) =
            (Gate::default(), AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let mine = written.fetch_add(1, Ordering::SeqCst) + 1;
                        let flush = || {
                            let seen = written.load(Ordering::SeqCst);
                            std::thread::yield_now();
                            flushed.fetch_max(seen, Ordering::SeqCst);
                            calls.fetch_add(1, Ordering::SeqCst);
                            Ok(())
                        };
                        gate.pass(flush).unwrap();
                        assert!(flushed.load(Ordering::SeqCst) >= mine);
                    }
                });
            }
        });
        assert!(calls.load(Ordering::SeqCst) <= 1600);
    }

    #[test]
    fn after_a_failure_nothing_passes() {
        let gate = Gate::default();
        assert!(gate.pass(|| Err(MoveError::PlanDamaged)).is_err());
        assert!(matches!(gate.pass(|| Ok(())), Err(MoveError::Stopped)));
    }
}
