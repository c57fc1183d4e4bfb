// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! How many workers are at work. A server far away answers many as fast as one, a disk only gets slower by more: what is best is found by trying,
//! all the time, since others use the line, too.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a number is tried. 3 s: a hundred answers of a slow server, and a run of a minute still tries twenty.
const TRIAL: Duration = Duration::from_secs(3);

/// How often those who wait look whether the trial is over: others may be at work on something large.
const LOOK: Duration = Duration::from_millis(250);

/// What an object counts beside its bytes: about as many go over a line of 100 Mbit/s while a server answers once.
pub(crate) const OBJECT_BYTES: u64 = 64 << 10;

/// A change below this is none: rates of short trials differ by a tenth by themselves.
const CHANGE: f64 = 0.1;

/// Finds the number by which most gets done: goes on in the same direction while it gets better, turns where it gets worse, and takes one less where
/// nothing changes, since the place is also somebody else's.
#[derive(Debug)]
struct Pilot {
    now: usize,
    least: usize,
    most: usize,
    is_rising: bool,
    last_rate: Option<f64>,
}

impl Pilot {
    /// The number to try next, after the present one has brought this much a second.
    fn next(&mut self, rate: f64) -> usize {
        match self.last_rate.replace(rate) {
            // More is tried first: a run that is over soon has nothing of less.
            None => self.is_rising = true,
            Some(last) if rate > last * (1.0 + CHANGE) => {}
            Some(last) if rate < last * (1.0 - CHANGE) => self.is_rising = !self.is_rising,
            Some(_) => self.is_rising = false,
        }
        if self.now == self.least {
            self.is_rising = true;
        }
        let step = if self.is_rising { (self.now / 2).max(1) } else { 1 };
        let next = if self.is_rising { self.now + step } else { self.now - step };
        self.now = next.clamp(self.least, self.most);
        self.now
    }
}

/// The workers of a run. Those with a higher place than are at work wait.
#[derive(Debug)]
pub(crate) struct Crew {
    state: Mutex<State>,
    changed: Condvar,
    trial: Duration,
}

#[derive(Debug)]
struct State {
    pilot: Pilot,
    since: Instant,
    /// What was done when the trial began
    done: u64,
    is_over: bool,
}

impl Crew {
    /// Begins with `first` at work; there are `most` at most, and one at least.
    pub(crate) fn new(first: usize, most: usize) -> Self {
        Self::trying(first, most, TRIAL)
    }

    fn trying(first: usize, most: usize, trial: Duration) -> Self {
        let most = most.max(1);
        let now = first.clamp(1, most);
        // Less than a quarter is left to be tried where a place answers slower and slower.
        let least = now.div_ceil(4);
        let pilot = Pilot { now, least, most, is_rising: true, last_rate: None };
        let state = State { pilot, since: Instant::now(), done: 0, is_over: false };
        Self { state: Mutex::new(state), changed: Condvar::new(), trial }
    }

    /// Returns when the worker of this place (from 0) may take the next piece of work; false: there is none any more. `done` is what all have done so
    /// far, in bytes.
    pub(crate) fn turn(&self, place: usize, done: &AtomicU64) -> bool {
        let mut state = self.lock();
        loop {
            let elapsed = state.since.elapsed();
            if elapsed >= self.trial {
                let done = done.load(Ordering::Relaxed);
                let brought = done.saturating_sub(state.done);
                state.pilot.next(brought as f64 / elapsed.as_secs_f64());
                (state.since, state.done) = (Instant::now(), done);
                self.changed.notify_all();
            }
            if state.is_over || place < state.pilot.now {
                return !state.is_over;
            }
            let waited = self.changed.wait_timeout(state, LOOK.min(self.trial));
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// There is no work any more, also for those who wait.
    pub(crate) fn dismiss(&self) {
        self.lock().is_over = true;
        self.changed.notify_all();
    }

    /// Everybody works from now on: one of them is gone, and what waits must be taken by somebody.
    pub(crate) fn call_all(&self) {
        let mut state = self.lock();
        state.pilot.now = state.pilot.most;
        state.pilot.least = state.pilot.most;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Memory that workers share for parts on their way, so that more of them don't take more of it.
#[derive(Debug)]
pub(crate) struct Room {
    free_bytes: Mutex<u64>,
    changed: Condvar,
    all_bytes: u64,
}

impl Room {
    pub(crate) fn new(all_bytes: u64) -> Self {
        Self { free_bytes: Mutex::new(all_bytes), changed: Condvar::new(), all_bytes }
    }

    /// Waits until so much is free; what is larger than all of it gets all of it. Nobody claims twice before giving back: that could wait for ever.
    pub(crate) fn claim(&self, bytes: u64) -> Claim<'_> {
        let bytes = bytes.min(self.all_bytes);
        let mut free = self.free_bytes.lock().unwrap_or_else(PoisonError::into_inner);
        while *free < bytes {
            free = self.changed.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= bytes;
        Claim { room: self, bytes }
    }
}

/// Given back when dropped.
#[derive(Debug)]
pub(crate) struct Claim<'r> {
    room: &'r Room,
    bytes: u64,
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        *self.room.free_bytes.lock().unwrap_or_else(PoisonError::into_inner) += self.bytes;
        self.room.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    /// Numbers that are tried at a place which brings so much by so many, after it had time to be found out.
    fn tried(first: usize, brings: impl Fn(usize) -> f64) -> Vec<usize> {
        let mut pilot = Pilot { now: first, least: 1, most: 16, is_rising: true, last_rate: None };
        let numbers = (0..60).map(|_| pilot.next(brings(pilot.now)));
        numbers.skip(20).collect()
    }

    #[test]
    fn the_best_number_is_found() {
        let within = |numbers: &[usize], least, most| {
            let mean = numbers.iter().sum::<usize>() as f64 / numbers.len() as f64;
            assert!((least..=most).contains(&mean), "{mean}: {numbers:?}");
        };
        // A server far away: the more, the better.
        within(&tried(4, |workers| workers as f64), 12.0, 16.0);
        // A line that eight fill.
        within(&tried(4, |workers| workers.min(8) as f64), 6.0, 11.0);
        // A disk that one fills: few are as good as many.
        within(&tried(4, |_| 1.0), 1.0, 2.0);
        // A server that more than four slow down.
        within(
            &tried(8, |workers| if workers > 4 { 16.0 / workers as f64 } else { workers as f64 }),
            2.0,
            6.0,
        );
    }

    #[test]
    fn nobody_waits_for_ever_and_not_more_work_than_may() {
        let crew = Crew::new(2, 8);
        let (at_work, most, left) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicU64::new(200));
        std::thread::scope(|scope| {
            for place in 0..8 {
                let (crew, at_work, most, left) = (&crew, &at_work, &most, &left);
                scope.spawn(move || {
                    while crew.turn(place, &AtomicU64::new(0)) {
                        if left
                            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1))
                            .is_err()
                        {
                            return crew.dismiss();
                        }
                        most.fetch_max(at_work.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
                        std::thread::sleep(Duration::from_millis(1));
                        at_work.fetch_sub(1, Ordering::Relaxed);
                    }
                });
            }
        });
        assert_eq!((most.into_inner(), left.into_inner()), (2, 0));
    }

    /// Each piece takes a while, whoever else works: the more, the better. All come to work, and all go home.
    #[test]
    fn more_are_called_where_more_bring_more() {
        let crew = Crew::trying(2, 8, Duration::from_millis(30));
        let (at_work, most, left, done) =
            (AtomicUsize::new(0), AtomicUsize::new(0), AtomicU64::new(600), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for place in 0..8 {
                let (crew, at_work, most, left, done) = (&crew, &at_work, &most, &left, &done);
                scope.spawn(move || {
                    while crew.turn(place, done) {
                        let taken = |left: u64| left.checked_sub(1);
                        if left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, taken).is_err() {
                            return crew.dismiss();
                        }
                        most.fetch_max(at_work.fetch_add(1, Ordering::Relaxed) + 1, Ordering::Relaxed);
                        std::thread::sleep(Duration::from_millis(2));
                        at_work.fetch_sub(1, Ordering::Relaxed);
                        done.fetch_add(1 << 20, Ordering::Relaxed);
                    }
                });
            }
        });
        assert!(most.load(Ordering::Relaxed) > 3, "{most:?}");
        assert_eq!(left.into_inner(), 0);
    }

    /// While the only one at work has something that takes for ever, those who wait find out that more can be tried.
    #[test]
    fn one_long_piece_does_not_stop_the_others() {
        let crew = Crew::trying(1, 4, Duration::from_millis(20));
        let done = AtomicU64::new(0);
        assert!(crew.turn(0, &done), "and it does not come back");
        assert!(crew.turn(1, &done));
        crew.call_all();
        assert!(crew.turn(3, &done));
        crew.dismiss();
        assert!(!crew.turn(0, &done));
    }

    #[test]
    fn room_is_shared_and_given_back() {
        let room = Room::new(100);
        let (used, most) = (AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for number in 0..6_u64 {
                let (room, used, most) = (&room, &used, &most);
                scope.spawn(move || {
                    for _ in 0..20 {
                        let bytes = 20 + number * 15;
                        let _claim = room.claim(bytes);
                        most.fetch_max(used.fetch_add(bytes, Ordering::SeqCst) + bytes, Ordering::SeqCst);
                        std::thread::yield_now();
                        used.fetch_sub(bytes, Ordering::SeqCst);
                    }
                });
            }
        });
        assert!(most.into_inner() <= 100);
        // What is larger than all of it is not waited for in vain.
        drop(room.claim(1_000));
        assert_eq!(*room.free_bytes.lock().unwrap(), 100);
    }
}
