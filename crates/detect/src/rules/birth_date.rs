// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

mod date;
mod other_days;

use self::date::{Date, century, digits};
use self::other_days::{is_animals, is_cutoff, is_example, is_jubilee};
use crate::context::{self, Words};
use crate::rule::{Beside, Found, NumberRule, Rule, Samples};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};

pub(crate) static RULE: Rule = Rule {
    name: "birth_date",
    version: 7,
    entity: Entity::BirthDate,
    purpose: "A date that is said to be somebody's date of birth: by a word in front (geb., geboren, Geburtsdatum), \
              the genealogist's star, `geboren` behind it, brackets behind a person, or the heading of its column. \
              Digits misread as letters (l2.O8.1964) are read where such a word stands. Any other date is none: also \
              one behind such a word with a word for another event or a colon of another field between.",
    source: "DIN 5008 (writing of dates); years 1880–2030, since the engine knows no clock",
    samples: SAMPLES,
};

pub(crate) const NUMBER: NumberRule = NumberRule { page: &RULE, least: 1, may, find };

/// A day or a year before a sign, a month's name or a misread digit.
fn may(run: usize, before: Beside, behind: Beside) -> bool {
    let misread = before.is_letter() || behind.is_letter() || behind == Beside::Point;
    let parted = matches!(behind, Beside::Point | Beside::Dash | Beside::Blank | Beside::Wide);
    let compact =
        run == COMPACT && matches!(before, Beside::Border | Beside::Blank | Beside::Colon | Beside::Sign);
    compact || matches!(run, 1..=4) && (misread || (parted && run != 3))
}

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
        ("geb. 12.8.64", &["1964-08-12"]),
        ("geboren am l2.O8.1964", &["1964-08-12"]),
        ("Geburtsdatum: 12.08.l964", &["1964-08-12"]),
        ("Geburtsdatum: O1.l2.1970", &["1970-12-01"]),
        ("Herr Max Muster (12.08.1964)", &["1964-08-12"]),
        ("Schülerin Erika Muster (geb. 12.08.2010)", &["2010-08-12"]),
        ("Muster, Erika (12.08.1964), Musterweg 3", &["1964-08-12"]),
        ("geb. 12.VIII.1964", &["1964-08-12"]),
        ("Geburtsdatum und -ort: 12.08.1964 Bonn", &["1964-08-12"]),
        ("geb. Beispiel am 12.08.1964 in Bonn", &["1964-08-12"]),
        ("Tag der Geburt: 12.08.1964", &["1964-08-12"]),
        ("Geburtsort, Geburtsdatum\nBonn, 12.08.1964", &["1964-08-12"]),
        ("Geb.-Dat.:\t1964/08/12", &["1964-08-12"]),
        ("geb.12.08.1964", &["1964-08-12"]),
        ("Muster, * 12. 8. 64", &["1964-08-12"]),
        ("geb. den 12ten August 1964", &["1964-08-12"]),
        (
            "Name\tEintritt\tGeb.-Tag\tKonf.\nMuster\t01.02.1990\t12.08.1964\tev\nProbe\t01.02.1991 13.08.1965\tev\n",
            &["1964-08-12", "1965-08-13"],
        ),
        ("Nr | Name | Geb. | Tel.\n1 | Muster | 12.8.64 | -\n\n2 | Frist | 1.1.2020 | -", &["1964-08-12"]),
        ("Fahrerin Erika Muster, 12.08.1964, ansprechbar", &["1964-08-12"]),
        ("Ich wurde am 12.08.1964 in Bad\nMuster geboren.", &["1964-08-12"]),
        ("kindGeburtsdatum: 12.08.2014", &["2014-08-12"]),
        ("{\"dateOfBirth\": \"1964-08-12\"}", &["1964-08-12"]),
        ("Beschuldigt: Erika MUSTER (12.08.1964), Musterweg 3", &["1964-08-12"]),
        ("Erben: 1. Erika Muster, 12.08.1964, Musterweg 3", &["1964-08-12"]),
        ("Kinder: Lena Muster, 12.08.2019\n", &["2019-08-12"]),
        ("Muster, Erika, GD 12.08.1964", &["1964-08-12"]),
        ("FN:Erika Muster\nBDAY:1964-08-12\n", &["1964-08-12"]),
        ("FN:Erika Muster\nBDAY:19640812\n", &["1964-08-12"]),
        ("zum 80. Geburtstag von Erika Muster (*02.08.1944) gratuliert", &["1944-08-02"]),
        ("Die Geburtstagsfeier der am 12.08.1944 geborenen Frau Muster", &["1944-08-12"]),
        ("birth when: 1964-08-12\nplace: Bonn\n", &["1964-08-12"]),
        ("geburt datum: 1964-08-12\nort: Bonn\n", &["1964-08-12"]),
        ("Vorgang 4711, geb. 1964-08-12\n2009-03-16 15:34:09 WARN", &["1964-08-12"]),
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
        "Jg. 1964, Antrag vom 12.08.2020",
        "Erika Muster geb. Beispiel, verheiratet seit 12.08.1990",
        "Geburtsurkunde vom 12.08.2020",
        "Geburtsdatum:\nAntragsdatum: 12.08.2020",
        "Gesetz zur Änderung (12.08.2020)",
        "Landtag Musterland (12.08.2014)",
        "Frau Muster, Bescheid (12.08.2020)",
        "Geburtsdatum unbekannt, gestorben 12.08.1990",
        "l2.O8.1964",
        "Geburtshilfe ab 12.08.2020",
        "wer vor dem 1. Januar 1964 geboren ist",
        "*    *   31.12.2001\n",
        "Frau Muster, 12.08.2020, 14 Uhr",
        "Happy Birthday (2014-01-22)",
        "zum 80. Geburtstag am 12.08.2024",
        "geburtstagsfeier datum: 2024-08-12\n",
        "Geburtstagsempfang 12.08.2024, 15 Uhr",
        "Geburtstags-Kaffee 12.08.2024",
        "Geburtstagskonzert am 12.08.2024",
        "Muster, Erika (12 August 2019)",
        "SPD Musterland (12.08.1964)",
        "schulpflichtig sind Kinder (geb. 01.10.2018 bis 30.09.2019)",
        "Geburtsdatum TT.MM.JJJJ, z. B. 01.01.1970",
        "wer am 9. Juni 2024 das 16. Lebensjahr vollendet (geboren bis 09.06.2008)",
        "wahlberechtigt ist, wer spätestens am 09.06.2006 geboren wurde",
        "der Geburtstag des Kindes zum Stichtag 09.12.2015",
        "Kinder, die vom 01.10.2017 bis 30.09.2018 geboren wurden",
        "Hündin Asta, geb. 12.03.2019",
        "antrag datum: 1964-08-12\nort: Bonn\n",
        "in Worms geboren und starb am 4.5.1920",
    ],
};

/// Words in front that make a date one of birth. `geb` and `Geburt` only with what follows them in practice.
const WORDS: &Words = &Words::new(&[
    "geb.",
    "geb ",
    "geb:",
    "geb-",
    "geb,",
    "gebdat",
    "geb_dat",
    "gd ",
    "gd:",
    "geboren",
    "geburtsd",
    "geburtst",
    "geburtso",
    "geburt ",
    "geburt:",
    "geburt\n",
    "birthdat",
    "bday",
    "birthday:",
    "birth dat",
    "birth:",
    "birth ",
    "born",
    "lebensjahr (",
    "jg., ",
    "dob",
    "d.o.b",
]);
const WORDS_BEHIND: &Words = &Words::new(&["geboren"]);
/// Words between that name another event: the date is its.
const EVENTS: &Words = &Words::new(&[
    "antrag",
    "aufnahme",
    "ausgestellt",
    "ausstell",
    "beginn",
    "behand",
    "bescheid",
    "datum",
    "eheschl",
    "eingang",
    "eingegang",
    "einzug",
    "entlass",
    "erteilt",
    "gest",
    "getrennt",
    "geschieden",
    "gültig",
    "heirat",
    "hochzeit",
    "mitglied",
    "nachweis",
    "seit",
    "sitzung",
    "stand",
    "starb",
    "sterbe",
    "termin",
    "tod",
    "urkunde",
    "verheirat",
    "verstorb",
    "vom",
    "zugezog",
    "zuzug",
]);
/// Words for a person: a date in brackets behind is one of birth.
const PERSONS: &Words = &Words::new(&[
    "angehörige",
    "angeklagt",
    "antragsteller",
    "beschuldigt",
    "betreute",
    "betroffene",
    "bewerber",
    "bewohner",
    "bruder",
    "ehefrau",
    "ehegatt",
    "ehemann",
    "erbe:",
    "erbin",
    "fahrer",
    "halter",
    "frau",
    "geschädigt",
    "herr",
    "kind",
    "klient",
    "kläger",
    "mieter",
    "mutter",
    "partner",
    "patient",
    "schuldner",
    "schwester",
    "schüler",
    "sohn",
    "tochter",
    "vater",
    "versicherte",
    "verstorben",
    "zeuge",
    "zeugin",
]);

/// Words for those who are born later.
const CHILDREN: &Words =
    &Words::new(&["kind", "sohn", "tochter", "schüler", "enkel", "bruder", "schwester", "mündel", "minderj"]);

/// Digits of 19640812, as registers export dates.
const COMPACT: usize = 8;

/// In the rows of a list other dates stand behind names, too: of papers, entries and dues. Most births are before.
const LAST_LISTED: u16 = 2000;

/// Grown-ups are born by then: a date behind a person that is later is an appointment.
const LAST_GROWN: u16 = 2008;
/// A date of birth whose first run of digits starts at `start`.
pub(crate) fn find(view: &View<'_>, start: usize, run: usize) -> Option<Found> {
    // A cheap look first: most runs of digits are no date.
    if run == COMPACT {
        let date = Date::compact(view, start, start + run)?;
        return context::in_field(view, start, Entity::BirthDate)
            .then(|| found(start, &date, Confidence::percent(90), Signals::CONTEXT));
    }
    let next = view.at(start + run);
    let before = view.before(start);
    let misread = is_misread(before)
        || (run < 4 && is_misread(next))
        || (next == b'.' && is_misread(view.at(start + run + 1)));
    if misread && let Some(found) = misread_date(view, start) {
        return Some(found);
    }
    if run == 3
        || before.is_ascii_alphabetic()
        || !(matches!(next, b'.' | b'/' | b'-' | b' ' | b't') || next >= 0x80)
    {
        return None;
    }
    let Some(date) = Date::read(view, start, run) else {
        // 12.08.l964
        return (next == b'.' && run < 3).then(|| misread_date(view, start)).flatten();
    };
    let confidence = evidence(view, start, &date)?;
    let confidence = if date.short { confidence - 10 } else { confidence };
    Some(found(start, &date, Confidence::percent(confidence), Signals::CONTEXT))
}

/// What a digit, or a letter that looks like one, is worth.
const fn digit(byte: u8) -> u16 {
    match byte {
        b'O' | b'o' => 0,
        b'l' | b'I' => 1,
        _ => (byte & 15) as u16,
    }
}

/// Whether a letter looks like a digit.
const fn is_misread(byte: u8) -> bool {
    matches!(byte, b'l' | b'I' | b'O' | b'o')
}

/// l2.O8.1964: day, month and year with dots, some digits read as letters, behind a word for birth.
fn misread_date(view: &View<'_>, start: usize) -> Option<Found> {
    /// 12.08.1964 and a full stop
    const LONGEST: usize = 11;
    let part = |byte: u8| byte.is_ascii_digit() || is_misread(byte) || byte == b'.';
    let mut begin = start;
    while part(view.before(begin)) && start - begin < LONGEST {
        begin -= 1;
    }
    while view.at(begin) == b'.' && begin < start {
        begin += 1; // geb.l2.08.1964
    }
    let text = view.slice(begin..begin + LONGEST + 1);
    let text = text.get(..text.iter().take_while(|byte| part(**byte)).count())?;
    // Without such a letter it was looked at where it begins.
    if text.len() > LONGEST || begin < start && !text.iter().any(|byte| is_misread(*byte)) {
        return None;
    }
    let dots = text.iter().rev().take_while(|byte| **byte == b'.').count();
    let text = text.get(..text.len() - dots)?;
    let end = begin + text.len();
    let real = text.iter().filter(|byte| byte.is_ascii_digit()).count();
    let mut parts = text.split(|byte| *byte == b'.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let formed = parts.next().is_none()
        && matches!(day.len(), 1 | 2)
        && matches!(month.len(), 1 | 2)
        && matches!(year.len(), 2 | 4)
        && real >= 4;
    if !formed || view.alphanumeric_before(begin) || view.alphanumeric_at(end) {
        return None;
    }
    let number = |part: &[u8]| part.iter().fold(0, |number, byte| number * 10 + digit(*byte));
    let short = year.len() == 2;
    let (day, month, year) = (number(day), number(month), number(year));
    let year = if short { century(year) } else { year };
    let date = Date { year, month, day, end, short };
    let spoken = date.is_valid() && evidence(view, begin, &date).is_some_and(|sure| sure > 80);
    spoken.then(|| found(begin, &date, Confidence::percent(80), Signals::CONTEXT))
}

/// The date that a whole cell is, in a column of dates of birth.
pub(crate) fn cell(view: &View<'_>, start: usize, end: usize) -> Option<Found> {
    let run = view.slice(start..end).iter().take_while(|byte| byte.is_ascii_digit()).count();
    if run == end - start
        && let Some(date) = Date::compact(view, start, end)
    {
        return Some(found(start, &date, Confidence::percent(90), Signals::HEADER));
    }
    let date = Date::read(view, start, run).filter(|date| !date.is_default())?;
    // Spreadsheets add a time of day: 1964-08-12 00:00:00.
    let rest = view.slice(date.end..end);
    let fine = rest.is_empty() || (rest.len() > 4 && matches!(rest.first(), Some(b' ' | b'T')));
    fine.then(|| found(start, &date, Confidence::percent(93), Signals::HEADER))
}

fn found(start: usize, date: &Date, confidence: Confidence, signals: Signals) -> Found {
    Found { span: start..date.end, value: date.iso(), confidence, signals: Signals::FORMAT.with(signals) }
}

/// How sure the surroundings make it, in percent.
fn evidence(view: &View<'_>, start: usize, date: &Date) -> Option<u8> {
    let end = date.end;
    if is_cutoff(view, start) || date.is_default() || is_example(view, start, end) {
        return None;
    }
    // Below headings the row's order tells, and the headings are no words in front.
    if let Some(birth) = view.is_listed_birth(start, |row| dates(view, row)) {
        return birth.then_some(90);
    }
    // Most dates are nobody's; only of the others it is asked whether it is an animal's.
    said(view, start, date).filter(|_| !is_animals(view, start))
}

/// How sure a word, a sign or a person beside a date makes it one of birth, in percent.
fn said(view: &View<'_>, start: usize, date: &Date) -> Option<u8> {
    let end = date.end;
    let word = context::last_in_front(view, start, WORDS);
    let is_feast = word.is_some_and(|word| is_jubilee(view, word));
    if word.is_some_and(|word| !is_feast && !is_others(view.slice(word..start))) {
        return Some(95);
    }
    if has_star(view, start) || (date.year <= LAST_GROWN && is_birthday(view, start)) {
        return Some(85);
    }
    let digits = !view.slice(start..end).iter().any(u8::is_ascii_alphabetic);
    if digits && view.before(start) == b'(' && view.at(end) == b')' && is_person(view, start - 1) {
        return Some(75);
    }
    // `Fahrerin Erika Muster, 12.08.1964, …`: appointments are later.
    let apart = start - view.blank_before(start);
    let between = view.before(apart) == b',' && apart < start;
    let young = || context::in_front(view, start, CHILDREN);
    let closed = matches!(view.at(end), b',' | b')' | b';') || (matches!(view.at(end), b'\n' | 0) && young());
    if between && closed && (date.year <= LAST_GROWN || young()) && is_person(view, apart - 1) {
        return Some(75);
    }
    let said_behind = may_be_said_behind(view, end);
    let wrapped = said_behind && view.slice(start.saturating_sub(3)..start) == b"am " && {
        let behind = view.slice(end..end + 40);
        context::holds(behind.split(|byte| *byte == b'.').next().unwrap_or(&[]), WORDS_BEHIND)
    };
    if wrapped {
        return Some(85);
    }
    // `Der Neubau (eröffnet 12.03.1988) …, geboren wurde die Idee`
    let spoken = (said_behind && is_said_behind(view, end) && context::behind(view, end, WORDS_BEHIND))
        || !is_feast && context::in_field(view, start, Entity::BirthDate);
    spoken.then_some(85)
}

/// Whether a word of birth may stand behind a date: never a wrong no. A cheap look before the dear ones.
fn may_be_said_behind(view: &View<'_>, end: usize) -> bool {
    /// More than any of the others looks at
    const FAR: usize = 64;
    let behind = view.slice(end..end + FAR);
    memchr::memchr2_iter(b'g', b'G', behind)
        .any(|at| behind.get(at + 1..at + 3).is_some_and(|next| next.eq_ignore_ascii_case(b"eb")))
}

/// Whether nothing parts a date from the words behind: a bracket begins or ends there, or a clause of its own.
fn is_said_behind(view: &View<'_>, end: usize) -> bool {
    let behind = view.slice(end..end + 40);
    let clause = behind.split(|byte| *byte == b'g').next().unwrap_or(&[]);
    !clause.iter().any(|byte| matches!(byte, b'(' | b')' | b';'))
}

/// Whether a line that begins with the date is one of a list of birthdays: all lines above it begin with dates, up to one
/// that speaks of birthdays.
fn is_birthday(view: &View<'_>, start: usize) -> bool {
    /// Bytes of such a list that are read back: some twenty lines.
    const FAR: usize = 768;
    const BIRTHDAYS: &Words = &Words::new(&["geburtstage", "geburtstagsl", "geburtstagsk"]);
    if view.before(start - view.blank_before(start)) != b'\n' {
        return false;
    }
    let above = view.slice(start.saturating_sub(FAR)..start);
    let mut lines = above.rsplit(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    lines.next();
    let dated = |line: &&[u8]| line.is_empty() || line.first().is_some_and(u8::is_ascii_digit);
    lines.find(|line| !dated(line)).is_some_and(|line| context::holds(line, BIRTHDAYS))
}

/// The date of birth directly behind a person: `Erika Muster (12.08.1964)`, `Muster, Erika, 12.08.1964, Musterweg 3`, or alone
/// in the next line above the street. Later dates are those of appointments and papers.
pub(crate) fn beside(view: &View<'_>, person: std::ops::Range<usize>) -> Option<Found> {
    let skip = |mut at: usize| {
        while view.blank_at(at) > 0 {
            at += view.blank_at(at);
        }
        at
    };
    let sign = skip(person.end);
    let gap = sign - person.end > 1 && view.at(sign).is_ascii_digit();
    let (border, start) = if gap { (b' ', sign) } else { (view.at(sign), skip(sign + 1)) };
    let date = match border {
        b'(' | b',' | b'/' | b';' | b'\n' | b'\t' | b'|' | b' ' => {
            Date::read(view, start, digits(view, start, 3))?
        }
        _ => return None,
    };
    let is_row = matches!(border, b'\t' | b'|' | b' ');
    if is_row && (date.year > LAST_LISTED || view.is_listed_as_other(start, Entity::BirthDate)) {
        return None;
    }
    let behind = view.at(skip(date.end));
    let closed = match border {
        b'(' => behind == b')',
        b'\n' => {
            let lines = view.slice(skip(date.end)..date.end + LINE);
            let next = lines.strip_prefix(b"\n").and_then(|rest| rest.split(|byte| *byte == b'\n').next());
            // Hinter den Höfen 130, 12 a
            let tail = next.map(|line| line.trim_ascii().rsplit(|byte| *byte == b' ').take(2));
            tail.is_some_and(|mut words| words.any(|word| word.first().is_some_and(u8::is_ascii_digit)))
        }
        // `Max Muster, 12.03.1998` ends a letter.
        _ => {
            let begins = matches!(view.before(person.start), 0 | b'\n');
            let gap = is_row && skip(date.end) - date.end > 1;
            let town = view.slice(date.end..date.end + 4) == b" in ";
            let ends = matches!(behind, b'\n' | 0) && (is_row || !begins);
            matches!(behind, b',' | b';' | b'/' | b'|' | b'\t') || ends || gap || town
        }
    };
    let signed = view.slice(person.start.saturating_sub(5)..person.start).ends_with(b"gez. ");
    let young = date.year <= LAST_GROWN || context::in_front(view, person.start, CHILDREN);
    let fine = closed && young && !signed && !date.is_default();
    let percent = if date.short { 65 } else { 75 };
    fine.then(|| found(start, &date, Confidence::percent(percent), Signals::NEIGHBOUR))
}

/// Bytes of a date and the line below it that are read.
const LINE: usize = 80;

/// Whether the genealogist's star stands in front; stars with a blank at a line's start are a list.
fn has_star(view: &View<'_>, start: usize) -> bool {
    /// Bytes of stars and blanks that are looked at.
    const FAR: usize = 40;
    let mut star = start;
    while view.blank_before(star) > 0 && start - star < 4 {
        star -= view.blank_before(star);
    }
    if view.before(star) != b'*' || view.before(star - 1) == b'*' {
        return false;
    }
    let mut line = star - 1;
    while matches!(view.before(line), b' ' | b'*' | b'\t') && start - line < FAR {
        line -= 1;
    }
    star == start || !matches!(view.before(line), 0 | b'\n')
}

/// How many dates a stretch holds.
fn dates(view: &View<'_>, row: std::ops::Range<usize>) -> usize {
    let (mut at, mut count) = (row.start, 0);
    while at < row.end {
        let run = digits(view, at, 5);
        let date = (run > 0).then(|| Date::read(view, at, run)).flatten();
        count += usize::from(date.is_some());
        at = date.map_or(at + run.max(1), |date| date.end);
    }
    count
}

/// Whether what stands between the word for birth and the date says that the date is another event's: another date, a word
/// for the event, or the label of another field on the next line.
fn is_others(between: &[u8]) -> bool {
    let letters = between
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'.' | b'-' | b'_' | 0x80..))
        .count();
    let rest = between.get(letters..).unwrap_or(&[]);
    let next_line = rest.iter().position(|byte| *byte == b'\n').and_then(|at| rest.get(at..)).unwrap_or(&[]);
    // `Geburtsurkunde vom` is one word with the event in it.
    let event = context::holds(rest, EVENTS);
    let clause = rest.starts_with(b" sind") || rest.starts_with(b" ist ");
    event || clause || next_line.contains(&b':') || holds_date(rest)
}

/// Whether a person stands before the bracket at an offset: a word for one not far in front, or `Muster, Erika`.
fn is_person(view: &View<'_>, bracket: usize) -> bool {
    let end = bracket - view.blank_before(bracket);
    let word = |end: usize| {
        let mut start = end;
        while end - start < 24
            && (view.before(start).is_ascii_alphabetic()
                || view.before(start) == b'-'
                || view.before(start) >= 0xc3
                || matches!(view.before(start), 0x80..=0xbf))
        {
            start -= 1;
        }
        start
    };
    let capital = |start: usize, end: usize| {
        let mut letters = view.str(start..end).chars();
        let is_capital = letters.next().is_some_and(char::is_uppercase);
        let small = letters.clone().filter(|letter| letter.is_lowercase()).count();
        // `MUSTER` shouts; `SPD` is none.
        is_capital && (small > 0 || letters.count() > 2)
    };
    let given = word(end);
    if given == end || !capital(given, end) {
        return false;
    }
    if let Some(person) = context::last_in_front(view, bracket, PERSONS) {
        let between = view.slice(person..bracket);
        return !between.iter().any(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b';' | b'('));
    }
    // `2. Erika Muster, 12.08.1964`: two words that begin an item
    let blank = view.blank_before(given);
    let first = word(given - blank);
    if blank > 0 && first < given - blank && capital(first, given - blank) {
        let item = first - view.blank_before(first);
        let number = view.before(item) == b'.' && view.before(item - 1).is_ascii_digit();
        if number || matches!(view.before(item), b')' | b';') && item < first {
            return true;
        }
    }
    let comma = given - view.blank_before(given);
    let surname = word(comma.saturating_sub(1));
    let line = matches!(view.before(surname), 0 | b'\n' | b'\t' | b';' | b' ');
    given > comma && view.before(comma) == b',' && capital(surname, comma - 1) && line
}

/// Whether another date stands between the word and this one: then the word speaks for that. A run of four
/// digits is a year; five are a postcode.
fn holds_date(between: &[u8]) -> bool {
    let joined = |three: &[u8]| matches!(three, [a, b'.' | b'-' | b'/', c] if a.is_ascii_digit() && c.is_ascii_digit());
    between.windows(3).any(joined) || between.split(|byte| !byte.is_ascii_digit()).any(|run| run.len() == 4)
}
