// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Dates in all their writings.

use crate::view::View;

/// Years of birth that a record can hold; the engine has no clock, so the end is a guess for some years to come.
const YEARS: std::ops::RangeInclusive<u16> = 1880..=2030;

/// A day that exists.
pub(super) struct Date {
    pub(super) year: u16,
    pub(super) month: u16,
    pub(super) day: u16,
    pub(super) end: usize,
    /// Two digits for the year
    pub(super) short: bool,
}

impl Date {
    /// 1964-08-12; by hand, because formatting is the dearest part of a match.
    pub(super) fn iso(&self) -> String {
        let Self { year, month, day, .. } = self;
        let digit = |number: u16| char::from(b'0' + (number % 10) as u8);
        let [thousands, hundreds, tens, ones] = [year / 1000, year / 100, year / 10, *year].map(digit);
        [
            thousands,
            hundreds,
            tens,
            ones,
            '-',
            digit(month / 10),
            digit(*month),
            '-',
            digit(day / 10),
            digit(*day),
        ]
        .into_iter()
        .collect()
    }

    /// The day that programs fill in where they know none.
    pub(super) const fn is_default(&self) -> bool {
        self.year == 1900 && self.month == 1 && self.day == 1
    }

    pub(super) fn read(view: &View<'_>, start: usize, run: usize) -> Option<Self> {
        if view.alphanumeric_before(start) {
            return None;
        }
        // Part of a longer number such as 1.2.3.4 or 5-12-8-64
        if matches!(view.before(start), b'.' | b'-' | b'/' | b',')
            && !view.is_barrier(view.before(start))
            && start > 1
            && view.at(start - 2).is_ascii_digit()
        {
            return None;
        }
        let date = match run {
            1 | 2 => Self::day_first(view, start, run)?,
            4 => Self::year_first(view, start)?,
            _ => return None,
        };
        let joined = matches!(view.at(date.end), b'.' | b'-' | b'/' | b',')
            && view.at(date.end + 1).is_ascii_digit()
            && !view.is_barrier(view.at(date.end));
        let fine =
            date.is_valid() && !joined && (!view.alphanumeric_at(date.end) || view.at(date.end) == b'T');
        fine.then_some(date)
    }

    /// 19640812 or 12081964, as programs hand over
    pub(super) fn compact(view: &View<'_>, start: usize, end: usize) -> Option<Self> {
        let text = view.str(start..end);
        let part = |range: std::ops::Range<usize>| text.get(range)?.parse().ok();
        let date = |year, month, day| Some(Self { year: year?, month: month?, day: day?, end, short: false });
        let read = [date(part(0..4), part(4..6), part(6..8)), date(part(4..8), part(2..4), part(0..2))];
        read.into_iter().flatten().find(Self::is_valid).filter(|_| text.len() == 8)
    }

    /// Whether the day exists in a year that people were born in.
    pub(super) fn is_valid(&self) -> bool {
        YEARS.contains(&self.year) && (1..=days(self.year, self.month)).contains(&self.day)
    }

    /// 12.08.1964, 1. 2. 64, 12/08/1964, 12-08-1964, 12. August 1964, 12 Aug 1964
    fn day_first(view: &View<'_>, start: usize, run: usize) -> Option<Self> {
        let (day, mut at) = number(view, start, run)?;
        let separator = view.at(at);
        if matches!(separator, b'.' | b'/' | b'-') {
            at += 1;
        } else if view.slice(at..at + 3) == b"ten" {
            at += 3; // den 12ten August
        }
        at += view.blank_at(at);
        let month;
        if view.at(at).is_ascii_digit() {
            if !matches!(separator, b'.' | b'/' | b'-') {
                return None;
            }
            (month, at) = number(view, at, digits(view, at, 3))?;
            if view.at(at) != separator {
                return None;
            }
            at += 1;
        } else {
            (month, at) = month_name(view, at).or_else(|| roman_month(view, at, separator))?;
        }
        at += view.blank_at(at);
        let len = digits(view, at, 5);
        let (year, end) = number(view, at, len)?;
        match len {
            4 => Some(Self { year, month, day, end, short: false }),
            2 => Some(Self { year: century(year), month, day, end, short: true }),
            _ => None,
        }
    }

    /// 1964-08-12
    fn year_first(view: &View<'_>, start: usize) -> Option<Self> {
        let (year, at) = number(view, start, 4)?;
        matches!(view.at(at), b'-' | b'/').then_some(())?;
        let (month, middle) = number(view, at + 1, digits(view, at + 1, 3))?;
        let (day, end) = number(view, middle + 1, digits(view, middle + 1, 3))?;
        let iso = view.at(middle) == view.at(at) && end - start == 10;
        iso.then_some(Self { year, month, day, end, short: false })
    }
}

/// The year that two digits mean: the last century's, unless the number is small, as pupils' are.
pub(super) const fn century(year: u16) -> u16 {
    year + if year < 30 { 2000 } else { 1900 }
}

/// How many digits stand here, counted up to `most`.
pub(super) fn digits(view: &View<'_>, at: usize, most: usize) -> usize {
    view.slice(at..at + most).iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// A number of `len` digits, 1 to 4, and its end.
fn number(view: &View<'_>, at: usize, len: usize) -> Option<(u16, usize)> {
    (1..=4).contains(&len).then_some(())?;
    let number = |number: u16, digit: &u8| number * 10 + u16::from(digit & 15);
    Some((view.slice(at..at + len).iter().fold(0, number), at + len))
}

const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
];

/// A month's German name or its start of three letters or more, with or without a dot; Austrian, ASCII and
/// English ones too.
fn month_name(view: &View<'_>, at: usize) -> Option<(u16, usize)> {
    // A cheap look first: most words behind numbers begin otherwise.
    let first = [view.at(at) | 0x20, view.at(at + 1) | 0x20];
    let fits = matches!(
        &first,
        b"ja"
            | b"j\xe3"
            | b"fe"
            | b"ma"
            | b"m\xe3"
            | b"mr"
            | b"ap"
            | b"ju"
            | b"au"
            | b"se"
            | b"ok"
            | b"oc"
            | b"no"
            | b"de"
    );
    if !fits {
        return None;
    }
    let mut end = at;
    while end - at < 12 && (view.at(end).is_ascii_alphabetic() || view.at(end) >= 0x80) {
        end += 1;
    }
    let word = view.str(at..end).to_lowercase();
    if word.len() < 3 {
        return None;
    }
    let month = match word.as_str() {
        "jänner" | "january" => 1,
        "feber" | "february" => 2,
        "mrz" | "maerz" | "mär" | "mar" | "march" => 3,
        "may" => 5,
        "june" => 6,
        "july" => 7,
        "october" | "oct" => 10,
        "december" | "dec" => 12,
        _ => 1 + MONTHS.iter().position(|month| month.starts_with(&word))? as u16,
    };
    Some((month, end + usize::from(view.at(end) == b'.')))
}

/// VIII between two signs, as older records write months.
fn roman_month(view: &View<'_>, at: usize, separator: u8) -> Option<(u16, usize)> {
    const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    let len = view.slice(at..at + 5).iter().take_while(|byte| matches!(byte, b'I' | b'V' | b'X')).count();
    let month = ROMAN.iter().position(|roman| *roman == view.str(at..at + len))?;
    (view.at(at + len) == separator).then_some((1 + month as u16, at + len + 1))
}

/// Days of a month; 0 if there is no such month.
const fn days(year: u16, month: u16) -> u16 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}
