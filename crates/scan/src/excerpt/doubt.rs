// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What may be about somebody though no rule knows it: told by its form, by its neighbours, by a heading.

use super::persons::{is_kin, is_part};
use hoheit_detect::{Engine, Match};
use std::ops::Range;

/// Digits in a row that may be a number of somebody, though no rule knows it. 5: a postcode, an amount, a customer number.
const DIGITS: usize = 5;

/// Letters of a word in capitals that may be a name. 5: shorter ones are abbreviations (`KITA`), mostly.
const CAPITALS: usize = 5;

/// What may be somebody's name, number or address in a stretch of text, by its form and its neighbours alone.
pub(super) fn doubtful(engine: &Engine, text: &str) -> Vec<Range<usize>> {
    let mut parts = names_in_doubt(engine, text);
    parts.extend(numbers(text));
    parts
}

/// The same without numbers.
pub(super) fn names_in_doubt(engine: &Engine, text: &str) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = words(text)
        .filter(|(_, word)| engine.may_be_name(word) || is_street(word) || is_in_capitals(engine, word))
        .map(|(range, _)| range)
        .collect();
    parts.extend(mails(text));
    parts.extend(pairs(engine, text));
    parts
}

/// Special categories that a heading tells of everybody below it. Alone they are no findings: they are read as behind a label.
pub(super) fn illnesses(engine: &Engine, heading: &str) -> Vec<Range<usize>> {
    const LABELS: [&str; 4] = ["Diagnose: ", "Konfession: ", "Partei: ", "Gewerkschaft: "];
    let mut parts = Vec::new();
    for label in LABELS {
        let mut found: Vec<Match> = Vec::new();
        engine.text(&format!("{label}{heading}"), &mut found);
        let told = found.iter().filter(|f| f.entity.is_special_category() && f.span.end > label.len());
        parts.extend(told.map(|f| f.span.start.saturating_sub(label.len())..f.span.end - label.len()));
    }
    parts
}

/// Whether a word is written in capitals and none of the words of offices: signs and old registers write names so.
fn is_in_capitals(engine: &Engine, word: &str) -> bool {
    /// Words of SQL and of calendars
    const KEYWORDS: &[&str] = &[
        "UPDATE",
        "WHERE",
        "INSERT",
        "VALUES",
        "SELECT",
        "DELETE",
        "TABLE",
        "STDIN",
        "BEGIN",
        "SUMMARY",
        "DTSTART",
        "DTEND",
        "DESCRIPTION",
        "LOCATION",
        "ORGANIZER",
        "ATTENDEE",
    ];
    word.chars().count() >= CAPITALS
        && word.chars().all(char::is_uppercase)
        && !is_everyday(engine, word)
        && !KEYWORDS.contains(&word)
}

/// Two capitalised words side by side of which neither is a word of offices: a name that stands in no list.
fn pairs(engine: &Engine, text: &str) -> Vec<Range<usize>> {
    let is_unknown = |word: &str| word.starts_with(char::is_uppercase) && !is_everyday(engine, word);
    let mut pairs = Vec::new();
    let mut before: Option<Range<usize>> = None;
    for (range, word) in words(text) {
        let is_unknown = is_unknown(word);
        if let Some(before) =
            before.filter(|before| is_unknown && text.get(before.end..range.start) == Some(" "))
        {
            pairs.push(before.start..range.end);
        }
        // What stands behind a word of kin is told by that.
        before = (is_unknown && !is_kin(word) && !is_part(word)).then_some(range);
    }
    pairs
}

/// Words of offices. Those in `-ung` are too many for a list; names in it are short (`Jung`, `Chung`).
pub(super) fn is_everyday(engine: &Engine, word: &str) -> bool {
    engine.is_everyday_word(word) || (word.to_lowercase().ends_with("ung") && word.chars().count() >= 7)
}

/// Whether a word is put together of two everyday ones: `Hausbesuch`. Every cut of it is tried, so a long one is none.
pub(super) fn is_compound(engine: &Engine, word: &str) -> bool {
    /// Letters of the whole. 40: longer than any word of a form.
    const LONGEST: usize = 40;
    /// Letters of each part
    const PART: usize = 3;
    /// What stands between the parts: `Kindesunterhalt`, `Wohnungsgeber`
    const JOINTS: [&str; 5] = ["", "s", "es", "n", "en"];
    let is_known = |part: &str| part.chars().count() >= PART && is_everyday(engine, &capitalised(part));
    word.chars().count() <= LONGEST
        && !engine.is_anybodys_name(word)
        && word.char_indices().skip(PART).any(|(at, _)| {
            let (head, tail) = word.split_at(at);
            let heads = || JOINTS.iter().filter_map(|joint| head.strip_suffix(joint));
            tail.chars().count() > PART && is_known(tail) && heads().any(is_known)
        })
}

/// Whether a word is written like a name, and neither everyday nor put together of such words.
pub(super) fn is_unknown(engine: &Engine, word: &str) -> bool {
    let is_like_name = word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase);
    is_like_name && word.len() > 2 && !is_everyday(engine, word) && !is_compound(engine, word)
}

/// A word with its first letter in capital.
pub(super) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

/// Whether a word is a street's name: its house number may stand in the next line.
fn is_street(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "straße", "strasse", "str", "weg", "gasse", "platz", "allee", "ring", "damm", "ufer", "steig", "pfad",
    ];
    let ends = |ending: &str| word.strip_suffix(ending).is_some_and(|rest| rest.chars().count() > 2);
    word.starts_with(char::is_uppercase) && ENDINGS.iter().any(|ending| ends(ending))
}

/// Numbers of [`DIGITS`] digits and more, also those that are written in groups.
fn numbers(text: &str) -> Vec<Range<usize>> {
    let (mut numbers, mut digits) = (Vec::new(), 0);
    let mut run: Option<Range<usize>> = None;
    for (at, byte) in text.bytes().enumerate().chain([(text.len(), b'.')]) {
        let goes_on = run.as_ref().is_some_and(|run| at - run.end < 3);
        if byte.is_ascii_digit() {
            let start = run.as_ref().filter(|_| goes_on).map_or(at, |run| run.start);
            digits = if goes_on { digits + 1 } else { 1 };
            run = Some(start..at + 1);
        } else if !(matches!(byte, b' ' | b'.' | b'/' | b'-') && goes_on) || at == text.len() {
            numbers.extend(run.take().filter(|_| digits >= DIGITS));
        }
    }
    numbers
}

/// What stands around an `@`, or around what people write in its place: `max (at) beispiel.de`. Of a text full of such signs
/// each word is taken once, with its neighbours.
fn mails(text: &str) -> Vec<Range<usize>> {
    const SIGNS: [&str; 7] = ["@", "(at)", "[at]", "{at}", "(AT)", "[AT]", "(ät)"];
    let starts = |word: &str| SIGNS.iter().any(|sign| word.starts_with(sign));
    let ends = |word: &str| SIGNS.iter().any(|sign| word.ends_with(sign));
    let mut mails: Vec<Range<usize>> = Vec::new();
    let (mut before, mut goes_on) = (None, false);
    for word in text.split_whitespace() {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let span = start..start + word.len();
        let is_near =
            |at: usize| text.get(at..start).is_some_and(|between| between.bytes().all(|b| b == b' '));
        if SIGNS.iter().any(|sign| word.contains(sign)) {
            let before: Option<usize> =
                before.filter(|(_, end)| starts(word) && is_near(*end)).map(|(start, _)| start);
            mails.push(before.unwrap_or(span.start)..span.end);
        } else if let Some(mail) = mails.last_mut().filter(|mail| goes_on && is_near(mail.end)) {
            mail.end = span.end;
        }
        goes_on = ends(word);
        before = Some((span.start, span.end));
    }
    mails
}

/// Words of more than two letters or digits, with where they stand.
pub(super) fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    words_from(text, 3)
}

/// Words of so many letters or digits at least.
pub(super) fn words_from(text: &str, least: usize) -> impl Iterator<Item = (Range<usize>, &str)> {
    text.split(|c: char| !c.is_alphanumeric()).filter(move |word| word.chars().count() >= least).map(
        move |word| {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            (start..start + word.len(), word)
        },
    )
}

/// The parts of a word at changes of case and between letters and digits: `lastName`, `Schmidt2020`. None of one that has none.
pub(super) fn humps(word: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let is_cut = |before: char, letter: char| {
        (before.is_lowercase() && letter.is_uppercase()) || before.is_numeric() != letter.is_numeric()
    };
    let pairs = word.char_indices().zip(word.chars().skip(1));
    let cuts = pairs.filter(move |((_, before), letter)| is_cut(*before, *letter));
    let mut ends: Vec<usize> = cuts.map(|((at, before), _)| at + before.len_utf8()).collect();
    if !ends.is_empty() {
        ends.push(word.len());
    }
    let mut from = 0;
    ends.into_iter().filter_map(move |end| {
        let span = from..end;
        from = end;
        Some((span.clone(), word.get(span)?))
    })
}

#[cfg(test)]
mod tests;
