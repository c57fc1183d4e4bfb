// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! How many bytes a second may go over the line, by the time of the week: offices work by day, moves by night.

mod paced;
mod timetable;

pub use paced::Paced;
pub use timetable::{Timetable, TimetableError};

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Longest nap. 100 ms: so soon a new rate counts, and so soon a run stops that is asked to.
const NAP: Duration = Duration::from_millis(100);

/// A bucket of bytes that all workers draw from. The wall clock only says which rate counts; how much has flowed in, the machine's own
/// clock, which never jumps. So a clock that is set, or daylight saving time, changes the rate and nothing else.
pub struct Pace {
    timetable: Timetable,
    /// Seconds since Monday's midnight, where the machine stands
    second_of_week: Box<dyn Fn() -> u32 + Send + Sync>,
    stop: Arc<AtomicBool>,
    bucket: Mutex<Bucket>,
}

struct Bucket {
    /// Bytes that may go now; below zero: that went, and are to be waited for
    bytes: f64,
    filled: Instant,
}

impl Pace {
    /// By a timetable, from now on.
    pub fn new(
        timetable: Timetable,
        second_of_week: impl Fn() -> u32 + Send + Sync + 'static,
        stop: Arc<AtomicBool>,
    ) -> Self {
        let bucket = Mutex::new(Bucket { bytes: 0.0, filled: Instant::now() });
        Self { timetable, second_of_week: Box::new(second_of_week), stop, bucket }
    }

    /// Waits until so many bytes may go, or the run is to stop.
    pub fn wait(&self, bytes: usize) {
        if self.timetable.at((self.second_of_week)()).is_none() {
            return;
        }
        self.lock().bytes -= bytes as f64;
        while !self.stop.load(Ordering::Relaxed) {
            let Some(rate) = self.timetable.at((self.second_of_week)()) else {
                // From now on there is no limit: what was waited for is forgiven.
                *self.lock() = Bucket { bytes: 0.0, filled: Instant::now() };
                return;
            };
            let missing = {
                let mut bucket = self.lock();
                let now = Instant::now();
                let flown = now.duration_since(bucket.filled).as_secs_f64() * rate as f64;
                // At most a second's worth is saved up: a pause is no reason to fill the line afterwards.
                bucket.bytes = (bucket.bytes + flown).min(rate as f64);
                bucket.filled = now;
                -bucket.bytes
            };
            if missing <= 0.0 {
                return;
            }
            std::thread::sleep(NAP.min(Duration::from_secs_f64(missing / rate as f64)));
        }
    }

    fn lock(&self) -> MutexGuard<'_, Bucket> {
        self.bucket.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
