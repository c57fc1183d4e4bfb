// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Names whose surname does not stand behind the given name: before it, before a comma, or behind another person's.

use super::found;
use crate::lexicon::Lexicon;
use crate::listing::Order;
use crate::names::{self, Part, PartRole};
use crate::preamble;
use crate::rule::Found;
use crate::view::View;

/// `Mustermann, Erika`: believed for a known surname, or a word that starts its line or follows a semicolon.
pub(super) fn surname_first(
    view: &View<'_>,
    lexicon: &Lexicon,
    start: usize,
    parts: &[Part],
) -> Option<Found> {
    let blank = view.blank_before(start);
    let end = (start - blank).checked_sub(1).filter(|&comma| view.at(comma) == b',')?;
    let surname = names::surname_start(view, end);
    let before = names::parts(view, lexicon, surname);
    let part = before.last().filter(|part| part.span.end == end)?;
    let starts_line = matches!(view.before(surname), 0 | b'\n' | b'\t' | b'"' | b'|' | b'>')
        || matches!(view.slice(surname.saturating_sub(2)..surname), b"; " | b": " | b"- " | b") ")
        || names::starts_item(view, surname)
        || view.is_barrier(view.before(surname));
    let sure = parts.iter().any(Part::is_sure_given);
    let plain = part.is_sure_surname();
    // `Paul Busch, Sebastian Bauer`: two persons
    let is_other = !starts_line
        && (names::one_name(view, parts) > parts.iter().take_while(|part| part.is_given()).count()
            || names::follows_given(view, lexicon, surname));
    if is_other {
        return None;
    }
    let confidence = match (part.is_surname(), starts_line, part.is_given()) {
        (true, true, _) => 80,
        (true, false, is_given) if (plain || before.len() > 1) && sure => {
            let is_list = view.at(parts.last()?.span.end) == b',';
            (!is_given || (!is_list && names::ends_phrase(view, parts.last()?.span.end))).then_some(65)?
        }
        (false, true, _) if sure => 60,
        _ => return None,
    };
    let given: Vec<_> =
        parts.iter().take_while(|part| part.is_given() || part.role == PartRole::Initial).cloned().collect();
    let value = names::normal(view, given.iter().chain(&before));
    Some(found(surname..given.last()?.span.end, value, confidence, true))
}

/// `Mustermann Erika`: a known surname before a given name that ends its phrase.
pub(super) fn surname_before(view: &View<'_>, lexicon: &Lexicon, given: &Part) -> Option<Found> {
    if let Some(found) = listed_apart(view, lexicon, given) {
        return Some(found);
    }
    let sure = given.is_sure_given() && !given.is_surname();
    let end = given.span.start.checked_sub(1).filter(|&end| sure && view.at(end) == b' ')?;
    let surname = names::word_start(view, end);
    let before = names::parts(view, lexicon, surname);
    let part = before.first().filter(|part| part.span == (surname..end))?;
    if !names::ends_phrase(view, given.span.end) {
        return None;
    }
    // An unknown surname only where an item of a list begins: `3) Hölzlwimmer Walburga, 1.12.1948`.
    let is_item = names::starts_item(view, surname);
    let starts = view.blank_before(surname) == 0
        || view.before(surname - 1) != b' ' && !view.before(surname - 1).is_ascii_alphabetic();
    let confidence =
        if part.is_sure_surname() && starts { 60 } else { (is_item && !part.is_given()).then_some(55)? };
    Some(found(surname..given.span.end, names::normal(view, [given, part].into_iter()), confidence, true))
}

/// `Mustermann<tab>Erika` or `Erika | Mustermann` below headings that name both columns.
fn listed_apart(view: &View<'_>, lexicon: &Lexicon, given: &Part) -> Option<Found> {
    /// Bytes of tabs and blanks between two columns of a text.
    const APART: usize = 24;
    let is_gap = |byte: u8| matches!(byte, b' ' | b'\t' | b'|');
    let (start, end) = (given.span.start, given.span.end);
    let before = view.slice(start.saturating_sub(APART)..start);
    let behind = view.slice(end..end + APART);
    let before = before.iter().rev().take_while(|byte| is_gap(**byte)).count();
    let behind = behind.iter().take_while(|byte| is_gap(**byte)).count();
    let apart = |gap: usize, at: usize| gap > 1 || (gap == 1 && view.at(at) != b' ');
    if !apart(before, start.saturating_sub(1)) && !apart(behind, end) {
        return None;
    }
    match view.listed_order(start)? {
        Order::SurnameFirst if apart(before, start.saturating_sub(1)) => {
            let surname = names::surname_start(view, start - before);
            let parts = names::parts(view, lexicon, surname);
            parts.last().filter(|part| part.span.end == start - before)?;
            Some(found(surname..end, names::normal(view, std::iter::once(given).chain(&parts)), 75, true))
        }
        Order::GivenFirst if apart(behind, end) => {
            let parts = names::parts(view, lexicon, end + behind);
            let name = parts.get(..names::one_name(view, &parts)).filter(|name| !name.is_empty())?;
            let last = name.last()?.span.end;
            Some(found(start..last, names::normal(view, std::iter::once(given).chain(name)), 75, true))
        }
        _ => None,
    }
}

/// `Erika und Max Mustermann`: the first of the two; the second is found by itself.
pub(super) fn couple(view: &View<'_>, lexicon: &Lexicon, first: &Part) -> Option<Found> {
    let and = [" und ", " u. ", " & "]
        .iter()
        .find(|and| view.slice(first.span.end..first.span.end + and.len()) == and.as_bytes())?;
    let parts = names::parts(view, lexicon, first.span.end + and.len());
    let other = parts.first().filter(|part| part.is_given())?;
    let name = parts.get(..names::one_name(view, &parts)).filter(|name| name.len() > 1)?;
    let last = name.last()?;
    if !(first.is_sure_given() && other.is_sure_given() && (last.is_surname() || !last.is_given()))
        || names::belongs_to_a_thing(view, lexicon, first.span.start)
    {
        return None;
    }
    let surname = name.iter().skip_while(|part| part.is_given() && part.span != last.span);
    let value = names::normal(view, std::iter::once(first).chain(surname));
    Some(found(first.span.clone(), value, 70, true))
}

/// Given names behind a surname's comma.
pub(super) fn given_behind_comma(view: &View<'_>, lexicon: &Lexicon, at: usize) -> Option<Vec<Part>> {
    (view.at(at) == b',').then_some(())?;
    let start = preamble::skip_titles(view, at + 1 + view.blank_at(at + 1));
    let mut given = names::parts(view, lexicon, start);
    given.truncate(given.iter().take_while(|part| part.is_given() || part.role == PartRole::Initial).count());
    (!given.is_empty()).then_some(given)
}

/// `Nguyen Thi Lan`: a surname that stands first by custom, before one to three given names.
pub(super) fn family_first(view: &View<'_>, lexicon: &Lexicon, start: usize) -> Option<Found> {
    let mut parts = names::parts(view, lexicon, start);
    parts.truncate(4);
    let given = parts.iter().skip(1).take_while(|part| part.is_given() || part.span.len() <= 6).count();
    parts.truncate(1 + given);
    parts.iter().skip(1).any(Part::is_given).then_some(())?;
    let value = names::normal(view, parts.iter());
    Some(found(start..parts.last()?.span.end, value, 75, true))
}

/// `sagte Muster`, `Muster fragt`: a known surname alone beside what only persons do.
pub(super) fn speaker(view: &View<'_>, lexicon: &Lexicon, start: usize, end: usize) -> Option<Found> {
    let alone = |at: usize| {
        let parts = names::parts(view, lexicon, at);
        let name = parts.get(..names::one_name(view, &parts))?;
        let is_one = name.iter().filter(|part| part.role == PartRole::Word).count() == 1;
        let is_name = is_one && name.iter().any(|part| part.is_sure_surname() && part.span.len() > 3);
        is_name.then(|| (at..name.last().map_or(at, |part| part.span.end), names::normal(view, name.iter())))
    };
    let behind = end + view.blank_at(end);
    let (span, value) = alone(behind).filter(|_| behind > end).or_else(|| {
        let before = start.checked_sub(1).filter(|&at| view.at(at) == b' ')?;
        let surname = names::surname_start(view, before);
        // Behind another capital it is the end of a name or of a thing.
        let blank = view.blank_before(surname);
        let is_alone = blank == 0 || !names::is_capital(view, names::word_start(view, surname - blank));
        alone(surname).filter(|(span, _)| is_alone && span.end == before)
    })?;
    Some(found(span, value, 55, true))
}
