// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Names that no word before them announces: what follows, or how they are written, tells.

use super::between::Between;
use super::doubt::{is_everyday, is_unknown, words_from};
use super::persons::{is_kin, is_part};
use hoheit_detect::Engine;
use std::ops::Range;

/// Capitalised words that a word of kin or a part behind them tells for names: `Brelto (Partner)`, `Gorvik, ihr Vater`,
/// `Mayla und Zorvin, die Kinder`.
pub(super) fn told_behind(engine: &Engine, text: &str) -> Vec<Range<usize>> {
    const LINKS: &[&str] = &[
        "ihr", "ihre", "ihrem", "ihren", "ihrer", "sein", "seine", "seinem", "seinen", "seiner", "mein",
        "meine", "der", "die", "das", "dem", "den", "als", "ist", "war",
    ];
    const IN_BRACKETS: Between = Between::BRACKET.and(Between::OF);
    const APART: Between = Between::COMMA.and(Between::OF);
    const IN_ROW: Between = Between::COMMA.and(Between::ROW);
    let mut names = Vec::new();
    // Capitalised words in a row
    let mut maybe: Vec<(Range<usize>, &str)> = Vec::new();
    let (mut between, mut end) = (Between::EMPTY, 0);
    for (range, word) in words_from(text, 1) {
        between = between.read(text.get(end..range.start).unwrap_or_default());
        end = range.end;
        if LINKS.contains(&word) {
            between = between.and(Between::OF);
            continue;
        }
        if word == "und" {
            between = between.and(Between::ROW);
            continue;
        }
        let is_capitalised = word.starts_with(char::is_uppercase) && word.len() > 2;
        let is_kin = is_capitalised && is_kin(word);
        if is_kin || (is_capitalised && is_part(word)) {
            let is_told = (between.has(Between::BRACKET) && between.is_within(IN_BRACKETS))
                || (between.has(Between::OF) && between.is_within(APART))
                || (is_kin && between == Between::COMMA);
            let told = maybe.drain(..).filter(|(_, name)| is_told && !is_everyday(engine, name));
            names.extend(told.map(|(range, _)| range));
        } else {
            if !(is_capitalised && between != Between::EMPTY && between.is_within(IN_ROW)) {
                maybe.clear();
            }
            maybe.extend(is_capitalised.then_some((range, word)));
        }
        between = Between::EMPTY;
    }
    names
}

/// Unknown words that are told by a date of birth, an age, signs or their own cell: `Mayla (4 J.)`, `∞ Zwirbel`,
/// `| Zwirbel |`.
pub(super) fn set_apart(engine: &Engine, text: &str) -> Vec<Range<usize>> {
    let mut names = Vec::new();
    // Where the line begins, while no letter has been met in it
    let mut line = Some(0);
    let mut end = 0;
    for (range, word) in words_from(text, 1) {
        let gap = text.get(end..range.start).unwrap_or_default();
        line = gap.rfind('\n').map(|at| end + at + 1).or(line);
        end = range.end;
        let before = text.get(..range.start).unwrap_or_default();
        let behind = text.get(range.end..).unwrap_or_default();
        let first = line.and_then(|line| text.get(line..range.start));
        let is_apart = is_before_sign(behind)
            || is_behind_sign(before)
            || is_enclosed(before, behind)
            || first.is_some_and(|before| is_speaker(before, behind));
        if is_apart && is_unknown(engine, word) {
            names.push(range);
        }
        if word.contains(char::is_alphabetic) {
            line = None;
        }
    }
    names.extend(drawn_cells(engine, text));
    names
}

/// `, geb. …`, `(geb. …`, `./. …`, `(4 J.)`, `*01.02.2015`
fn is_before_sign(behind: &str) -> bool {
    let told = behind.trim_start_matches([' ', ',', '(']);
    let years = told.trim_start_matches(|c: char| c.is_ascii_digit());
    let age = years.trim_start_matches(' ');
    let is_sign = ["geb.", "geb ", "geboren", "./."].iter().any(|born| told.starts_with(born));
    let is_star = told
        .strip_prefix('*')
        .is_some_and(|date| date.trim_start().starts_with(|c: char| c.is_ascii_digit()));
    told.len() < behind.len()
        && (is_sign
            || is_star
            || (years.len() < told.len() && (age.starts_with("J.") || age.starts_with("Jahre"))))
}

/// Married to, against, at
fn is_behind_sign(before: &str) -> bool {
    let before = before.trim_end_matches(' ');
    ["∞", "⚭", "./.", "@"].iter().any(|sign| before.ends_with(sign))
}

/// `(Zwirbel)`, `„Zwirbel“`
fn is_enclosed(before: &str, behind: &str) -> bool {
    const PAIRS: &[(char, char)] =
        &[('(', ')'), ('[', ']'), ('"', '"'), ('„', '“'), ('»', '«'), ('\'', '\'')];
    let is_between = |(open, close): &(char, char)| before.ends_with(*open) && behind.starts_with(*close);
    let outside =
        before.get(..before.len().saturating_sub(1)).unwrap_or(before).trim_end_matches(['(', '[', ' ']);
    // Not the value of a label: that tells.
    PAIRS.iter().any(is_between) && !outside.ends_with([':', '=', ',', '['])
}

/// Who speaks, or is spoken of, at the beginning of a line: `Zwirbel schrieb`, `[10:32] Zwirbel: …`
fn is_speaker(before: &str, behind: &str) -> bool {
    // A label can stand there as well, without anything before it.
    let is_stamped = behind.starts_with(": ") && !before.trim_start().is_empty();
    is_stamped || behind.starts_with(" / ") || behind.starts_with(" schrieb")
}

/// Cells of unknown words in a line that is drawn as a table, by bars or by wide gaps.
fn drawn_cells(engine: &Engine, text: &str) -> Vec<Range<usize>> {
    /// Cells of a line that make it a row. 3: two are a label and its value.
    const CELLS: usize = 3;
    /// Words of a name
    const WORDS: usize = 3;
    let is_name = |cell: &str| {
        let count = words_from(cell, 1).count();
        (1..=WORDS).contains(&count)
            && !cell.contains(|c: char| !c.is_alphabetic() && !matches!(c, ' ' | ',' | '.' | '-'))
            && words_from(cell, 1).all(|(_, word)| word.chars().count() == 1 || is_unknown(engine, word))
    };
    let mut names = Vec::new();
    for line in text.split('\n') {
        let parts = line.split(['|', '\t']).flat_map(|part| part.split("  "));
        let cells: Vec<&str> = parts.map(str::trim).filter(|cell| !cell.is_empty()).collect();
        let found = cells.iter().filter(|cell| cells.len() >= CELLS && is_name(cell));
        names.extend(found.map(|cell| {
            let start = cell.as_ptr() as usize - text.as_ptr() as usize;
            start..start + cell.len()
        }));
    }
    names
}
