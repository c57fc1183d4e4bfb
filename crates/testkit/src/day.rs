// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use hoheit_types::Timestamp;
use std::fmt;

/// A calendar day, counted from 1970-01-01 (day 0). `Display` is the German way, `{:#}` is ISO 8601.
///
/// ```
/// use hoheit_testkit::Day;
/// let day = Day::new(1964, 8, 12);
/// assert_eq!(format!("{day} {day:#}"), "12.08.1964 1964-08-12");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i64);

/// The names of the months, as letters and folders write them.
pub(crate) const MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

impl Day {
    /// From year, month (1–12) and day (1–31) of the Gregorian calendar.
    // Algorithm: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
    pub const fn new(year: i64, month: u8, day: u8) -> Self {
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month = (month as i64 + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + day as i64 - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self(era * 146_097 + day_of_era - 719_468)
    }

    /// Year, month (1–12) and day (1–31).
    pub const fn parts(self) -> (i64, u8, u8) {
        Timestamp::from_seconds(self.0 * 86_400).date()
    }

    /// The year.
    pub const fn year(self) -> i64 {
        self.parts().0
    }

    /// The German name of the month.
    pub const fn month_name(self) -> &'static str {
        MONTHS[self.parts().1 as usize - 1]
    }

    /// The day's number in a spreadsheet: days since 1899-12-30 (ECMA-376 part 1, 18.17.4.1, 1900 date system).
    pub const fn serial(self) -> i64 {
        self.0 + 25_569
    }

    /// `Mon, 23 Nov 2026`, as mail headers want it (RFC 5322, 3.3).
    pub fn mail(self) -> String {
        const WEEKDAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let (year, month, day) = self.parts();
        let weekday = WEEKDAYS[self.0.rem_euclid(7) as usize];
        format!("{weekday}, {day:02} {} {year}", MONTHS[month as usize - 1])
    }

    /// `20261123`, as file names and calendars write it.
    pub fn compact(self) -> String {
        let (year, month, day) = self.parts();
        format!("{year:04}{month:02}{day:02}")
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        if f.alternate() {
            write!(f, "{year:04}-{month:02}-{day:02}")
        } else {
            write!(f, "{day:02}.{month:02}.{year:04}")
        }
    }
}
