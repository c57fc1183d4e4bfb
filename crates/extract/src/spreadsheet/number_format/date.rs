// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::{Section, Token, literal};
use std::fmt::Write as _;

impl Section {
    /// `None` where the number is no date.
    pub(super) fn render_date(&self, value: f64, since_1904: bool) -> Option<String> {
        use Token as T;
        // 9999-12-31 is the last day of the calendar.
        if !(0.0..2_958_466.0).contains(&value) {
            return None;
        }
        let places = self
            .tokens
            .iter()
            .find_map(|t| if let T::Fraction(n) = t { Some(*n) } else { None })
            .unwrap_or(0);
        let steps_per_second = 10_f64.powi(places.min(6) as i32);
        // To the smallest unit shown: 12:59:59.9999999 is 13:00:00.
        let steps = (value * 86_400.0 * steps_per_second).round();
        let seconds = (steps / steps_per_second).floor();
        let (days, of_day) = ((seconds / 86_400.0).floor() as i64, (seconds % 86_400.0) as u32);
        let (year, month, day) = date_of(days, since_1904);
        let weekday = (days + if since_1904 { 5 } else { 6 }).rem_euclid(7) as usize;
        let half_day = self.tokens.contains(&T::AmPm);
        let (months, weekdays) =
            if self.english { (&MONTHS_EN, &WEEKDAYS_EN) } else { (&MONTHS_DE, &WEEKDAYS_DE) };
        let mut out = String::new();
        for token in &self.tokens {
            let _ = match token {
                T::Year(1..=2) => write!(out, "{:02}", year % 100),
                T::Year(_) => write!(out, "{year:04}"),
                T::Month(width @ 1..=2) => write!(out, "{month:0width$}"),
                T::Month(run) => {
                    let name = months.get(month as usize - 1).copied().unwrap_or_default();
                    let length = match run {
                        3 => 3,
                        5 => 1,
                        _ => usize::MAX,
                    };
                    out.extend(name.chars().take(length));
                    Ok(())
                }
                T::Day(width @ 1..=2) => write!(out, "{day:0width$}"),
                T::Day(run) => {
                    let name = weekdays.get(weekday).copied().unwrap_or_default();
                    let short = if self.english { 3 } else { 2 };
                    out.extend(name.chars().take(if *run == 3 { short } else { usize::MAX }));
                    Ok(())
                }
                T::Hour(run) => {
                    let hour = of_day / 3_600;
                    let hour = if half_day { (hour + 11) % 12 + 1 } else { hour };
                    write!(out, "{hour:0width$}", width = (*run).min(2))
                }
                T::Minute(width) => write!(out, "{:0width$}", of_day / 60 % 60),
                T::Second(run) => write!(out, "{:0width$}", of_day % 60, width = (*run).min(2)),
                T::Fraction(places) => {
                    let fraction = (steps % steps_per_second) as u64;
                    let places = (*places).min(6);
                    write!(out, "{}{fraction:0places$}", if self.english { '.' } else { ',' })
                }
                T::Elapsed(unit, width) => write!(out, "{:0width$}", (seconds / f64::from(*unit)).floor()),
                T::AmPm => write!(out, "{}", if of_day < 43_200 { "AM" } else { "PM" }),
                T::Point => write!(out, "."),
                T::Comma => write!(out, ","),
                // The slash stands for the language's separator of dates: German programs write it for their point.
                T::Slash => write!(out, "{}", if self.english { '/' } else { '.' }),
                T::Digit('0') => write!(out, "0"),
                token => {
                    literal(token, &mut out);
                    Ok(())
                }
            };
        }
        Some(out.trim().to_owned())
    }
}

/// Year, month and day of a serial number. The 1900 calendar has a 29th of February 1900 that never was: serial 60.
fn date_of(days: i64, since_1904: bool) -> (i64, i64, i64) {
    const DAYS_1899_TO_1970: i64 = 25_569;
    const DAYS_1904_TO_1970: i64 = 24_107;
    if !since_1904 && days == 60 {
        return (1900, 2, 29);
    }
    let unix =
        if since_1904 { days - DAYS_1904_TO_1970 } else { days - DAYS_1899_TO_1970 + i64::from(days < 60) };
    let (year, month, day) = hoheit_types::Timestamp::from_seconds(unix * 86_400).date();
    (year, i64::from(month), i64::from(day))
}

const MONTHS_DE: [&str; 12] = [
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
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS_DE: [&str; 7] =
    ["Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"];
const WEEKDAYS_EN: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
