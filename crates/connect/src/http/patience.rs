// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::{Answer, HttpError, HttpErrorKind, Repeat, Retry};
use std::time::Duration;

/// How long to wait for a server, and how often to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For a connection
    pub connect: Duration,
    /// For the next byte, on either way
    pub silence: Duration,
    /// How often a call is made, the first time included
    pub tries: u32,
    /// Before the second try; it doubles with each further one
    pub first_pause: Duration,
    /// No pause is longer
    pub longest_pause: Duration,
}

impl Default for Patience {
    /// Completing 10,000 parts takes a loaded server most of two minutes, in which it says nothing. Eight tries take
    /// about a minute: as long as it takes to restart a gateway.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            silence: Duration::from_mins(2),
            tries: 8,
            first_pause: Duration::from_millis(200),
            longest_pause: Duration::from_secs(20),
        }
    }
}

/// The pauses between tries. Each is drawn from the upper half of its range, so that many threads, told to slow down at once,
/// don't come back at once.
pub(crate) fn pauses(patience: &Patience) -> impl Iterator<Item = Duration> + use<> {
    let Patience { tries, first_pause, longest_pause, .. } = *patience;
    (0..tries.saturating_sub(1)).map(move |n| {
        let full = first_pause.saturating_mul(1 << n.min(16)).min(longest_pause);
        full.mul_f64(0.5 + 0.5 * share())
    })
}

/// A number in 0..1; without a source of randomness, 1.
fn share() -> f64 {
    let mut bytes = [0; 4];
    match getrandom::fill(&mut bytes) {
        Ok(()) => f64::from(u32::from_le_bytes(bytes)) / (f64::from(u32::MAX) + 1.0),
        Err(_) => 1.0,
    }
}

/// Makes a call, again after a pause where that can help and nothing can happen twice.
pub(crate) fn patiently(
    patience: &Patience,
    repeat: Repeat,
    mut once: impl FnMut() -> Result<Answer, HttpError>,
) -> Result<Answer, HttpError> {
    let mut pauses = pauses(patience);
    loop {
        let error = match once() {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        let may_repeat = match error.retry() {
            Retry::Never => false,
            Retry::Later => repeat != Repeat::Never || error.kind == HttpErrorKind::Unreachable,
            Retry::LookFirst => repeat == Repeat::Always && error.kind != HttpErrorKind::BadAnswer,
        };
        match pauses.next() {
            // A server that says when to come back is believed, as far as patience goes.
            Some(pause) if may_repeat => {
                let asked = error.later().unwrap_or_default().min(patience.longest_pause);
                std::thread::sleep(pause.max(asked));
            }
            _ => return Err(error),
        }
    }
}
