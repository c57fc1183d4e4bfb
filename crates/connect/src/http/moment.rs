// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Moments as they stand in metadata, headers and listings.

use hoheit_types::Timestamp;

const NANOS: u64 = 1_000_000_000;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Seconds with their fraction, as rclone writes `x-amz-meta-mtime`: `1700000000.25`; trailing zeros are left out.
pub(crate) fn to_mtime(moment: Timestamp) -> String {
    let nanos = moment.0.unsigned_abs();
    let sign = if moment.0 < 0 { "-" } else { "" };
    let (seconds, fraction) = (nanos / NANOS, nanos % NANOS);
    if fraction == 0 {
        return format!("{sign}{seconds}");
    }
    let fraction = format!("{fraction:09}");
    format!("{sign}{seconds}.{}", fraction.trim_end_matches('0'))
}

/// Undoes [`to_mtime`]; digits beyond nanoseconds are dropped.
pub(crate) fn from_mtime(text: &str) -> Option<Timestamp> {
    let (is_negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (seconds, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if seconds.is_empty()
        || !digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        || fraction.contains('.')
    {
        return None;
    }
    let fraction = fraction.get(..9).unwrap_or(fraction);
    let fraction: i64 = format!("{fraction:0<9}").parse().ok()?;
    let nanos = seconds.parse::<i64>().ok()?.checked_mul(NANOS as i64)?.checked_add(fraction)?;
    Some(Timestamp(if is_negative { -nanos } else { nanos }))
}

/// `2026-11-29T12:00:00.123Z`, as listings write it; `None` for anything else.
pub(crate) fn from_iso(text: &str) -> Option<Timestamp> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let mut date = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let fraction = from_mtime(&format!("0.{fraction}"))?;
    let seconds = seconds_of(year, month, day, time)?;
    Some(Timestamp(Timestamp::from_seconds(seconds).0.checked_add(fraction.0)?))
}

/// `Sun, 29 Nov 2026 12:00:00 GMT`, as headers write it (RFC 9110, section 5.6.7); `None` for anything else.
pub(crate) fn from_http(text: &str) -> Option<Timestamp> {
    let mut words = text.split(' ').skip(1);
    let day = words.next()?.parse().ok()?;
    let name = words.next()?;
    let month = MONTHS.iter().position(|month| *month == name)? as i64 + 1;
    let year = words.next()?.parse().ok()?;
    let seconds = seconds_of(year, month, day, words.next()?)?;
    (words.next()? == "GMT").then(|| Timestamp::from_seconds(seconds))
}

/// Undoes [`from_http`].
pub(crate) fn to_http(moment: Timestamp) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    let (year, month, day) = moment.date();
    let (hour, minute, second) = moment.time();
    // 1970-01-01 was a Thursday.
    let weekday = moment.seconds().div_euclid(86_400).rem_euclid(7);
    let name = usize::try_from(weekday).ok().and_then(|place| DAYS.get(place)).unwrap_or(&"Thu");
    let month = usize::from(month).checked_sub(1).and_then(|place| MONTHS.get(place)).unwrap_or(&"Jan");
    format!("{name}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT")
}

fn seconds_of(year: i64, month: i64, day: i64, time: &str) -> Option<i64> {
    let mut time = time.splitn(3, ':').map(|part| part.parse::<i64>().ok());
    let (hour, minute, second) = (time.next()??, time.next()??, time.next()??);
    let is_fit = (1..=9_999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..=60).contains(&second);
    // Algorithm: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let yoe = year.rem_euclid(400);
    let doy = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468;
    is_fit.then_some(days * 86_400 + hour * 3_600 + minute * 60 + second)
}
