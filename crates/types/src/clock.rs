// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use serde::{Deserialize, Serialize};
use std::fmt;

/// A moment, in nanoseconds since 1970-01-01T00:00:00Z. Negative values lie before 1970, as some file
/// systems and some old files claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    const NANOS_PER_SECOND: i64 = 1_000_000_000;

    /// From whole seconds since 1970; saturates at the ends of the range (the years 1677 and 2262).
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(Self::NANOS_PER_SECOND))
    }

    /// Whole seconds since 1970, rounded down.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(Self::NANOS_PER_SECOND)
    }

    /// Year, month (1–12) and day (1–31) in UTC, by the proleptic Gregorian calendar.
    pub const fn date(self) -> (i64, u8, u8) {
        Self::date_of(self.seconds().div_euclid(86_400))
    }

    /// The same of a number of days since 1970.
    // Algorithm: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
    pub(crate) const fn date_of(days: i64) -> (i64, u8, u8) {
        let z = days + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1_460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = (doy - (153 * mp + 2) / 5 + 1) as u8;
        let month = if mp < 10 { mp + 3 } else { mp - 9 } as u8;
        let year = yoe + era * 400 + if month <= 2 { 1 } else { 0 };
        (year, month, day)
    }

    /// Hour, minute and second of the day in UTC.
    pub const fn time(self) -> (u8, u8, u8) {
        let s = self.seconds().rem_euclid(86_400);
        ((s / 3_600) as u8, (s / 60 % 60) as u8, (s % 60) as u8)
    }
}

/// ISO 8601 in UTC with seconds: `2026-11-23T17:05:00Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        let (hour, minute, second) = self.time();
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

/// Where time comes from. Only the binary reads the real one; tests and reproducible outputs set it.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Timestamp;
}
