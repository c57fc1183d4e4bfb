// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use hoheit_types::{Clock, Timestamp};

/// A clock that stands still: what reproducible outputs and tests are made with.
///
/// ```
/// use hoheit_testkit::FixedClock;
/// use hoheit_types::{Clock, Timestamp};
/// let clock = FixedClock::default();
/// assert_eq!(clock.now().to_string(), "2026-11-23T12:00:00Z");
/// assert_eq!(FixedClock(Timestamp(0)).now(), Timestamp(0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixedClock(pub Timestamp);

/// Noon UTC on 23 November 2026: after every date that the generators use, so that nothing lies in the future.
impl Default for FixedClock {
    fn default() -> Self {
        Self(Timestamp::from_seconds(1_795_435_200))
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0
    }
}
