// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Who is named behind a word that announces somebody: `Herr Beispiel`, `Zeugen: Alwiso und Bertolo`, `"mother": "Mayla"`.

use super::between::Between;
use super::doubt::{capitalised, is_compound, is_everyday, words_from};
use super::hint::{set_apart, told_behind};
use super::label::{is_fact, is_harmless};
use super::lead::Lead;
use super::persons::{is_label, tied};
use hoheit_detect::Engine;
use std::ops::Range;

/// Words and numbers that may stand between a lead and the name. 6: `Kind Nr. 1, geb. 01.02.2015, Mayla`.
const PASSED: u8 = 6;

/// The same behind a link: `verh. mit`, `Trauung mit`, `Grüße von`
const LINKED: u8 = 1;

/// Such words behind which a name is told by its form alone. 3: `Vater gab sie Zwirbel an`, `Zeugen waren u. a. Zwirbel`.
const NEAR: u8 = 3;

/// Letters of a name in small letters behind a lead in capitals. 4: `per` is a name, too.
const NAME: usize = 4;

/// Names in small letters behind `frau` or `herr`. 2: a given name and a surname.
const SMALL: u8 = 2;

/// A lead, and what has been read behind it.
struct Open {
    lead: Lead,
    between: Between,
    /// Where the last word read ends
    end: usize,
    /// Where initials before the name begin: they tell a part of it
    initials: Option<usize>,
    passed: u8,
    /// Words in small letters that may still be names: who writes `frau` writes her name so, too
    small: u8,
    /// Whether it was written small itself: then any word in small letters may be a name
    is_small: bool,
    /// Whether it says little: then a word of everyday parts is no name
    is_weak: bool,
}

impl Open {
    /// A lead that was read itself.
    fn new(lead: Lead, word: &str, end: usize) -> Self {
        let is_weak = lead.is_weak();
        let is_small = word.starts_with(char::is_lowercase);
        let small = if is_weak { 0 } else { SMALL };
        Self { lead, between: Between::EMPTY, end, initials: None, passed: 0, small, is_small, is_weak }
    }

    /// A name behind a lead, which may go on, or be one of several.
    fn behind(&self, lead: Lead, word: &str, end: usize) -> Self {
        // `Frau Zwirbel kam`
        let goes_on = self.is_address() && (self.is_small || word.starts_with(char::is_lowercase));
        let small = if goes_on { self.small.saturating_sub(1) } else { 0 };
        Self { lead, between: Between::EMPTY, end, initials: None, passed: 0, small, ..*self }
    }

    /// Behind these names may be written small.
    const fn is_address(&self) -> bool {
        matches!(self.lead, Lead::Address | Lead::Addresses | Lead::Name)
    }

    /// Whoever is called so, not a name behind it.
    const fn is_title(&self) -> bool {
        matches!(self.lead, Lead::Address | Lead::Addresses)
    }

    /// Behind these stands one name, and nothing else before it.
    const fn is_of_one(&self) -> bool {
        matches!(self.lead, Lead::Address | Lead::Label | Lead::Name)
    }

    /// Reads the signs before a word. Whether the word itself only stands between the lead and the name.
    fn passes(&mut self, text: &str, range: &Range<usize>, word: &str) -> bool {
        // `Nachbar:in`, `Mieter/-in`
        const GENDERED: &[&str] = &["in", "innen", "r", "n", "e", "en", "er"];
        let gap = text.get(self.end..range.start).unwrap_or_default();
        let is_glued = !gap.is_empty() && !gap.contains(char::is_whitespace);
        if self.passed == 0 && is_glued && GENDERED.contains(&word) {
            return self.pass(range, Between::EMPTY);
        }
        // The dot of `Nr.`, `2.` and initials.
        let gap = if self.passed > 0 { gap.strip_prefix('.').unwrap_or(gap) } else { gap };
        self.between = self.between.read(gap);
        match Between::of_word(word) {
            Some(Between::EMPTY) => {
                self.initials = self.initials.or(Some(range.start));
                self.pass(range, Between::EMPTY)
            }
            Some(kind) if !self.is_of_one() || kind == Between::OF => self.pass(range, kind),
            _ => false,
        }
    }

    /// Whether a word that is no name may be overlooked: in brackets, or on the way to a colon (`Mitbewohner im Zimmer 12: …`).
    fn overlooks(&mut self, range: &Range<usize>, is_common: bool) -> bool {
        if self.is_of_one() {
            return false;
        }
        if self.between.is_in_bracket() {
            return self.pass(range, Between::EMPTY);
        }
        self.between = self.between.far();
        let far = match self.lead {
            Lead::Kin | Lead::Part => PASSED,
            Lead::Link => LINKED,
            _ => 0,
        };
        is_common && self.passed < far && self.pass(range, Between::FAR)
    }

    fn pass(&mut self, range: &Range<usize>, kind: Between) -> bool {
        self.between = self.between.and(kind);
        self.end = range.end;
        self.passed = self.passed.saturating_add(1);
        self.passed <= PASSED
    }

    /// Whether a word is too much of everyday life to be a name behind this.
    fn is_common(&self, engine: &Engine, word: &str) -> bool {
        let is_weak = self.is_weak || self.between.has(Between::FAR);
        let is_common = |word: &str| is_everyday(engine, word) || (is_weak && is_compound(engine, word));
        if self.is_small || word.starts_with(char::is_uppercase) {
            return is_common(word);
        }
        let word_in_capital = capitalised(word);
        word.chars().count() < NAME
            || is_common(&word_in_capital)
            || (is_fact(word) && !engine.is_anybodys_name(&word_in_capital))
    }

    /// Whether the word that was reached is a name.
    fn announces(&self, word: &str, behind: &str, is_everyday: bool) -> bool {
        if is_key(behind) {
            return false; // the next one in JSON
        }
        if word.starts_with(char::is_uppercase) {
            let is_like_name = word.chars().any(char::is_lowercase) && word.len() > 2 && !is_everyday;
            return self.lead.announces(self.between, is_like_name, self.passed <= NEAR);
        }
        let is_near =
            self.is_address() && self.between.is_within(Between::DOT.and(Between::HYPHEN).and(Between::OF));
        self.small > 0
            && word.chars().count() > 2
            && !is_everyday
            && (is_near
                || (self.between.has(Between::FIELD) && self.lead.announces(self.between, true, false)))
    }
}

/// Whether a key of JSON ends before this: a label, whatever stands before it.
fn is_key(behind: &str) -> bool {
    let behind = behind.strip_prefix(['"', '\'']);
    behind.is_some_and(|behind| behind.trim_start_matches(' ').starts_with(':'))
}

/// Whether a word is a label by what stands behind it, whatever else it may be.
fn is_before_colon(word: &str, behind: &str) -> bool {
    // `Stellv.:`, `Vorname(n) :`; neither an address of the web nor the hour of a time.
    let signs = behind.trim_start_matches([' ', '.', ')', '*']);
    let is_label = is_key(behind) || (signs.starts_with([':', '=']) && !signs.starts_with("://"));
    is_label && word.contains(char::is_alphabetic)
}

/// Words behind a form of address, a word of kinship, a label or somebody's part in a case, and what else tells a name: names,
/// though no rule may know them.
pub(super) fn addressed(engine: &Engine, text: &str) -> Vec<Range<usize>> {
    let mut names: Vec<Range<usize>> = behind_leads(engine, text).into_iter().map(|(name, _)| name).collect();
    names.extend(told_behind(engine, text));
    names.extend(set_apart(engine, text));
    names
}

/// Those of them that hardly can be anything else.
pub(super) fn surely_addressed(engine: &Engine, text: &str) -> Vec<Range<usize>> {
    let names = behind_leads(engine, text).into_iter();
    let mut names: Vec<Range<usize>> = names.filter(|(_, is_weak)| !is_weak).map(|(name, _)| name).collect();
    names.extend(told_behind(engine, text));
    names
}

/// Names behind leads, and of each whether its lead says little.
fn behind_leads(engine: &Engine, text: &str) -> Vec<(Range<usize>, bool)> {
    let mut names: Vec<(Range<usize>, bool)> = Vec::new();
    let mut open: Option<Open> = None;
    let mut before = 0..0;
    for (range, word) in words_from(text, 1) {
        let last = std::mem::replace(&mut before, range.clone());
        if open.as_mut().is_some_and(|open| open.passes(text, &range, word)) {
            continue;
        }
        let behind = text.get(range.end..).unwrap_or_default();
        let is_label = is_before_colon(word, behind);
        let is_common = open.as_ref().is_some_and(|open| open.is_common(engine, word));
        let announced = open.as_ref().filter(|open| open.announces(word, behind, is_common));
        let lead = Lead::of(word).or_else(|| Lead::of_tied(&tied(text, &last, &range)?));
        // `laut Bevollm. Zwirbel`
        let is_little = open.as_ref().is_some_and(|open| open.lead == Lead::Little);
        let lead =
            lead.or_else(|| Lead::of_doubtful(word, behind).filter(|_| is_little && behind.starts_with('.')));
        // `Frau Kind` is called so.
        let lead = lead.filter(|lead| !(lead.may_be_name() && announced.is_some_and(Open::is_title)));
        if let Some(open) = announced {
            // `Zeuge Richter` may be his name or his office.
            if lead.is_none() || (lead == Some(Lead::Part) && engine.is_anybodys_name(word)) {
                names.push((open.initials.unwrap_or(range.start)..range.end, open.is_weak));
            }
        }
        let next = match (lead, announced) {
            (Some(lead), _) => Some(Open::new(lead, word, range.end)),
            // `Kind: Mayla, Erzieher: Zwirbel`: taken for a name, and a label all the same.
            (None, Some(_)) if is_label => Some(Open::new(Lead::Part, word, range.end)),
            (None, Some(open)) => Some(open.behind(open.lead.name(), word, range.end)),
            (None, None) if open.as_ref().is_some_and(|open| open.between.is_in_bracket()) => None,
            (None, None) => Lead::of_doubtful(word, behind).map(|lead| Open::new(lead, word, range.end)),
        };
        let is_harmless = is_label && is_harmless(word);
        let is_common = is_common || word.starts_with(char::is_lowercase);
        if next.is_some() {
            open = next;
        } else if is_harmless || !open.as_mut().is_some_and(|open| open.overlooks(&range, is_common)) {
            let lead = if is_label { Some(Lead::Any) } else { Lead::of_little(word) };
            open = lead.filter(|_| !is_harmless).map(|lead| Open::new(lead, word, range.end));
        }
    }
    names
}

/// The same in a cell, read behind its heading as behind a label. Not below headings of names: whose they are, the row tells.
pub(super) fn below(engine: &Engine, heading: &str, cell: &str) -> Vec<Range<usize>> {
    if words_from(heading, 3).any(|(_, word)| is_label(word)) {
        return Vec::new();
    }
    let label = format!("{heading}: ");
    let named = addressed(engine, &format!("{label}{cell}")).into_iter();
    let in_cell = named.filter(|name| name.end > label.len());
    in_cell.map(|name| name.start.saturating_sub(label.len())..name.end - label.len()).collect()
}
