// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::context::{self, Words};
use crate::rule::{Found, NumberRule, Rule, Samples};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};

pub(crate) static RULE: Rule = Rule {
    name: "birth_date",
    version: 1,
    entity: Entity::BirthDate,
    purpose: "A date that is said to be somebody's date of birth: by a word in front (geb., geboren, Geburtsdatum), \
              the genealogist's star, `geboren` behind it, or the heading of its column. Any other date is none.",
    source: "DIN 5008 (writing of dates); years 1880–2030, since the engine knows no clock",
    samples: SAMPLES,
};

pub(crate) const NUMBER: NumberRule = NumberRule {
    page: &RULE,
    least: 1,
    may: |run, before| matches!(run, 1 | 2 | 4) && !before.is_letter(),
    find,
};

const SAMPLES: Samples = Samples {
    found: &[
        ("Erika Mustermann, geb. 12.08.1964", &["1964-08-12"]),
        ("geboren am 1.2.64 in Bonn", &["1964-02-01"]),
        ("Geburtsdatum: 1964-08-12", &["1964-08-12"]),
        ("geb. am 12. August 1964", &["1964-08-12"]),
        ("Geb.-Datum 12.Aug.1964", &["1964-08-12"]),
        ("Erika Muster, *12.08.1964", &["1964-08-12"]),
        ("Erika Muster (* 1. März 1964 in Bonn)", &["1964-03-01"]),
        ("Sie wurde am 12.08.1964 in Bonn geboren.", &["1964-08-12"]),
        ("Geburtsdatum\n12.08.1964", &["1964-08-12"]),
        ("GEB.: 12/08/1964", &["1964-08-12"]),
        ("geb. am 12.08.1964, verstorben am 03.04.2001", &["1964-08-12"]),
    ],
    not_found: &[
        "Sitzung am 12.08.1964",
        "geb. am 32.08.1964",
        "geb. am 29.02.1965",
        "Gebührenbescheid vom 12.08.2020",
        "Ergebnis 12.08.2020",
        "im Gebiet ab 12.08.2020",
        "\n* 12.08.2024 Sitzung",
        "Geburtsdatum\n\n12.08.1964",
        "geboren in 53111 Bonn, Version 1.2.3.4",
        "geb. am 12.08.19645",
    ],
};

/// Words in front that make a date one of birth. `geb` only with what follows it in practice.
const WORDS: &Words = &Words::new(&[
    "geb.", "geb ", "geb:", "geb-", "gebdat", "geb_dat", "geboren", "geburtsd", "geburtst", "birth", "born",
    "dob",
]);
const WORDS_BEHIND: &Words = &Words::new(&["geboren"]);

/// Years of birth that a record can hold; the engine has no clock, so the end is a guess for some years to come.
const YEARS: std::ops::RangeInclusive<u16> = 1880..=2030;

/// A date of birth whose first run of digits starts at `start`.
pub(crate) fn find(view: &View<'_>, start: usize, run: usize) -> Option<Found> {
    // A cheap look first: most runs of digits are no date.
    let next = view.at(start + run);
    if run > 4 || !(matches!(next, b'.' | b'/' | b'-' | b' ') || next >= 0x80) {
        return None;
    }
    let date = Date::read(view, start, run)?;
    let confidence = evidence(view, start, date.end)?;
    let confidence = if date.short { confidence - 10 } else { confidence };
    Some(found(start, &date, Confidence::percent(confidence), Signals::CONTEXT))
}

/// The date that a whole cell is, in a column of dates of birth.
pub(crate) fn cell(view: &View<'_>, start: usize, end: usize) -> Option<Found> {
    let run = view.slice(start..end).iter().take_while(|byte| byte.is_ascii_digit()).count();
    let date = Date::read(view, start, run)?;
    // Spreadsheets add a time of day: 1964-08-12 00:00:00.
    let rest = view.slice(date.end..end);
    let fine = rest.is_empty() || (rest.len() > 4 && matches!(rest.first(), Some(b' ' | b'T')));
    fine.then(|| found(start, &date, Confidence::percent(93), Signals::HEADER))
}

fn found(start: usize, date: &Date, confidence: Confidence, signals: Signals) -> Found {
    Found { span: start..date.end, value: date.iso(), confidence, signals: Signals::FORMAT.with(signals) }
}

/// How sure the surroundings make it, in percent.
fn evidence(view: &View<'_>, start: usize, end: usize) -> Option<u8> {
    if let Some(word) = context::last_in_front(view, start, WORDS)
        && !holds_date(view.slice(word..start))
    {
        return Some(95);
    }
    let mut star = start;
    while view.blank_before(star) > 0 && start - star < 4 {
        star -= view.blank_before(star);
    }
    // A star and a blank at the start of a line is a list.
    if view.before(star) == b'*' && (star == start || !matches!(view.before(star - 1), 0 | b'\n' | b'*')) {
        return Some(85);
    }
    context::behind(view, end, WORDS_BEHIND).then_some(85)
}

/// Whether another date stands between the word and this one: then the word speaks for that. A run of four
/// digits is a year; five are a postcode.
fn holds_date(between: &[u8]) -> bool {
    let joined = |three: &[u8]| matches!(three, [a, b'.' | b'-' | b'/', c] if a.is_ascii_digit() && c.is_ascii_digit());
    between.windows(3).any(joined) || between.split(|byte| !byte.is_ascii_digit()).any(|run| run.len() == 4)
}

struct Date {
    year: u16,
    month: u16,
    day: u16,
    end: usize,
    /// Two digits for the year
    short: bool,
}

impl Date {
    /// 1964-08-12; by hand, because formatting is the dearest part of a match.
    fn iso(&self) -> String {
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

    fn read(view: &View<'_>, start: usize, run: usize) -> Option<Self> {
        if view.alphanumeric_before(start) {
            return None;
        }
        // Part of a longer number such as 1.2.3.4 or 5-12-8-64
        if matches!(view.before(start), b'.' | b'-' | b'/' | b',')
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
        let joined =
            matches!(view.at(date.end), b'.' | b'-' | b'/' | b',') && view.at(date.end + 1).is_ascii_digit();
        let fine = YEARS.contains(&date.year)
            && (1..=days(date.year, date.month)).contains(&date.day)
            && !joined
            && (!view.alphanumeric_at(date.end) || view.at(date.end) == b'T');
        fine.then_some(date)
    }

    /// 12.08.1964, 1. 2. 64, 12/08/1964, 12-08-1964, 12. August 1964, 12 Aug 1964
    fn day_first(view: &View<'_>, start: usize, run: usize) -> Option<Self> {
        let (day, mut at) = number(view, start, run)?;
        let separator = view.at(at);
        if matches!(separator, b'.' | b'/' | b'-') {
            at += 1;
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
            (month, at) = month_name(view, at)?;
        }
        at += view.blank_at(at);
        let len = digits(view, at, 5);
        let (year, end) = number(view, at, len)?;
        match len {
            4 => Some(Self { year, month, day, end, short: false }),
            // Born in the last century, unless the number is small: pupils.
            2 => {
                Some(Self { year: if year < 30 { 2000 } else { 1900 } + year, month, day, end, short: true })
            }
            _ => None,
        }
    }

    /// 1964-08-12
    fn year_first(view: &View<'_>, start: usize) -> Option<Self> {
        let (year, at) = number(view, start, 4)?;
        let (month, middle) = number(view, at + 1, digits(view, at + 1, 3))?;
        let (day, end) = number(view, middle + 1, digits(view, middle + 1, 3))?;
        let iso = view.at(at) == b'-' && view.at(middle) == b'-' && end - start == 10;
        iso.then_some(Self { year, month, day, end, short: false })
    }
}

/// How many digits stand here, counted up to `most`.
fn digits(view: &View<'_>, at: usize, most: usize) -> usize {
    view.slice(at..at + most).iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// A number of `len` digits, 1 to 4, and its end.
fn number(view: &View<'_>, at: usize, len: usize) -> Option<(u16, usize)> {
    (1..=4).contains(&len).then_some(())?;
    Some((view.str(at..at + len).parse().ok()?, at + len))
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
