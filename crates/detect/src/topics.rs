// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Special categories (Art. 9 and 10 DSGVO): subjects of a text rather than values with a form.
//!
//! Each topic is a page of phrases (see [`crate::phrases`] for how they are written). A phrase found in a text is no finding yet:
//! it weighs by its list, by the sentence around it ([`surroundings`]), by persons beside it, and by what the whole
//! document is about ([`ledger`]). Only what reaches [`ledger::ENOUGH`] is handed on.

pub(crate) mod biometric_genetic;
mod capture;
mod columns;
pub(crate) mod criminal;
pub(crate) mod ethnic_origin;
pub(crate) mod health;
mod ledger;
pub(crate) mod political;
mod related;
pub(crate) mod religion;
pub(crate) mod sexual;
mod surroundings;
pub(crate) mod union;

pub(crate) use columns::TopicColumns;
pub(crate) use ledger::Ledger;

use crate::phrases::{self as words, Vocabulary};
use crate::rule::{Rule, RuleSet};
use crate::table::Column;
use crate::view::View;
use hoheit_types::RuleId;
use std::ops::Range;
use std::sync::Arc;
use surroundings::Surroundings;

/// One special category: its page and its lists of phrases.
pub(crate) struct Topic {
    rule: &'static Rule,
    /// What announces a value: `Diagnose:`, and headings of columns
    labels: &'static str,
    /// Terms that hardly mean anything else
    strong: &'static str,
    /// Terms that need more around them
    medium: &'static str,
    /// Terms that only count beside others
    weak: &'static str,
    /// What someone can be, and a parish too: believed alone or before a noun of persons or belief
    adjectives: &'static str,
    /// Signs that are believed alone only right beside a date of birth: `rk`
    codes: &'static str,
    /// What is believed behind a label only
    values: &'static str,
    /// Words that say that someone belongs to something, and to what: `Mitglied`, `IG_Metall`
    relations: &'static str,
    objects: &'static str,
    /// Nouns that make an origin of the adjective of a people before them: `Herkunft`
    origins: &'static str,
    /// How words begin that are a term if they end like one: `Nieren*`; `tails` are more endings for these
    stems: &'static str,
    tails: &'static str,
    /// How terms end that stand in no list; believed in sentences with one of `scenes`
    endings: &'static str,
    scenes: &'static str,
    /// How words end that make an institution or a rule of a term: `beratung`
    harmless: &'static str,
}

/// All topics, the order of their entities.
static ALL: [&Topic; 8] = [
    &health::TOPIC,
    &religion::TOPIC,
    &ethnic_origin::TOPIC,
    &political::TOPIC,
    &union::TOPIC,
    &sexual::TOPIC,
    &biometric_genetic::TOPIC,
    &criminal::TOPIC,
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Label,
    Strong,
    Medium,
    Weak,
    Adjective,
    Code,
    Scene,
    Relation,
    Origin,
    Stem,
}

/// All wanted topics, ready to be looked for.
pub(crate) struct Topics {
    wanted: Vec<Wanted>,
    vocabulary: Vocabulary<(u8, Kind)>,
    /// What is believed behind a label
    values: Vocabulary<u8>,
    /// What someone can belong to
    objects: Vocabulary<u8>,
    words: surroundings::Words,
}

impl std::fmt::Debug for Topics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Topics({})", self.wanted.len())
    }
}

/// A topic that is looked for.
struct Wanted {
    topic: &'static Topic,
    id: Arc<RuleId>,
    endings: Vec<Box<[u8]>>,
    tails: Vec<Box<[u8]>>,
    harmless: Vec<Box<[u8]>>,
}

/// A term in a text that may become a finding.
#[derive(Debug)]
pub(crate) struct Hit {
    /// In the stretch at first, in the document once it lies in the ledger
    span: Range<usize>,
    topic: u8,
    value: String,
    /// What the term and its sentence weigh
    weight: i8,
    surroundings: Surroundings,
    /// Where a person counts as beside it
    reach: Range<usize>,
    /// Whether a label announced it
    labelled: bool,
    /// Whether it is a sign of two letters, which others confirm
    is_code: bool,
    /// Whether it stands in a table without persons
    of_nobody: bool,
    /// The table column it stands in
    column: Option<Column>,
}

/// Hits of a stretch, and what was read for the last ones.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    hits: Vec<Hit>,
    /// Whole cells of columns of special categories
    cells: Vec<Hit>,
    /// Up to where the text belongs to a hit
    covered: usize,
    /// How many of the sorted hits know their column
    located: usize,
    read: Read,
    /// Up to where sentences were searched for terms by their endings
    searched: usize,
}

/// What was read around the last terms: the next one mostly stands in the same sentence, and reading it again for each
/// would cost more than the whole text.
#[derive(Debug, Default)]
struct Read {
    sentence: Option<Surroundings>,
    paragraph: Range<usize>,
}

/// Weights of terms.
const STRONG: i8 = 2;
const MEDIUM: i8 = 1;
const WEAK: i8 = -2;
/// How far a person may stand from a term, in bytes, not beyond an empty line.
const BESIDE: usize = 240;
/// The same in a table: not beyond the row.
const BESIDE_IN_ROW: usize = 1024;

impl Topics {
    /// The topics of a set; `None` if it has none.
    pub(crate) fn new(set: RuleSet) -> Option<Self> {
        let topics: Vec<_> = ALL.iter().filter(|topic| set.has(topic.rule.entity)).copied().collect();
        if topics.is_empty() {
            return None;
        }
        let mut vocabulary = Vocabulary::new();
        let mut values = Vocabulary::new();
        let mut objects = Vocabulary::new();
        for (index, topic) in (0..).zip(&topics) {
            for (list, kind) in topic.lists() {
                vocabulary.add(list, (index, kind));
            }
            objects.add(topic.objects, index);
            for list in [topic.values, topic.strong, topic.medium, topic.adjectives] {
                values.add(list, index);
            }
        }
        let list = |list: &'static str| list.split_whitespace().map(words::folded).collect();
        let wanted = topics.into_iter().map(|topic| Wanted {
            topic,
            id: topic.rule.id(),
            endings: list(topic.endings),
            tails: list(topic.tails),
            harmless: list(topic.harmless),
        });
        Some(Self {
            wanted: wanted.collect(),
            vocabulary,
            values,
            objects,
            words: surroundings::Words::new(),
        })
    }

    /// The beginnings of words that it waits for.
    pub(crate) fn beginnings(&self) -> impl Iterator<Item = String> {
        let lists = self.wanted.iter().flat_map(|wanted| wanted.topic.lists());
        lists.flat_map(|(list, _)| words::beginnings(list))
    }

    /// The topic of a column with this heading.
    pub(crate) fn heading(&self, heading: &str) -> Option<u8> {
        /// Longer headings are text.
        const HEADING_BYTES: usize = 64;
        if heading.len() > HEADING_BYTES {
            return None;
        }
        let view = View::new(heading);
        let mut at = 0;
        while at < heading.len() {
            let end = words::word_end(&view, at);
            let topic = self.vocabulary.all(&view, at, end).find(|((_, kind), _)| *kind == Kind::Label);
            if let Some(((topic, _), _)) = topic.filter(|_| end > at) {
                return Some(topic);
            }
            at = end.max(at + 1);
        }
        None
    }

    /// Looks at the word that starts at an offset.
    pub(crate) fn visit(&self, view: &View<'_>, start: usize, trail: &mut Trail) {
        let before_hyphen = |back: usize| start.checked_sub(back).map_or(0, |at| view.at(at));
        // `L-Thyroxin` begins with its second piece.
        let piece = matches!(view.before(start), b'-' | b'_')
            && before_hyphen(2).is_ascii_alphabetic()
            && (before_hyphen(3).is_ascii_alphabetic() || !before_hyphen(2).is_ascii_uppercase());
        if piece || start < trail.covered {
            return;
        }
        if !self.vocabulary.may_start(view, start) {
            return;
        }
        let end = words::word_end(view, start);
        if end == start {
            return;
        }
        let mut best: Option<(u8, Kind, usize)> = None;
        // `Schwerbehinderung: nein` is a line of a form that tells nothing.
        let mut empty = 0;
        let mut longer = |topic, kind, end| {
            if best.is_none_or(|(.., longest)| end > longest) {
                best = Some((topic, kind, end));
            }
        };
        for ((topic, kind), end) in self.vocabulary.all(view, start, end) {
            match kind {
                Kind::Label => {
                    let before = trail.hits.len();
                    self.capture(view, topic, start, end, trail);
                    if trail.hits.len() > before {
                        return;
                    }
                    if view.at(capture::compound_end(view, end)) == b':' {
                        empty = empty.max(end);
                    }
                }
                Kind::Scene => self.search(view, topic, start, trail),
                Kind::Relation => {
                    if let Some(end) = self.related(view, topic, end) {
                        longer(topic, kind, end);
                    }
                }
                Kind::Origin => {
                    if let Some(start) = related::people_before(view, start) {
                        return self.push(view, topic, start..end, STRONG, trail);
                    }
                }
                Kind::Stem => {
                    if let Some(end) = self.ailment(view, topic, start, end) {
                        longer(topic, kind, end);
                    }
                }
                _ => longer(topic, kind, end),
            }
        }
        if let Some((topic, kind, end)) =
            best.filter(|(.., end)| *end > empty && !capture::is_denied(view, start))
        {
            self.term(view, topic, kind, start..end, trail);
        }
    }

    /// Takes a term that stands in a list.
    fn term(&self, view: &View<'_>, topic: u8, kind: Kind, term: Range<usize>, trail: &mut Trail) {
        let Some(wanted) = self.wanted.get(usize::from(topic)) else { return };
        let end = capture::compound_end(view, term.end);
        if kind != Kind::Relation && wanted.is_harmless(view.slice(term.start..end)) {
            return;
        }
        let number = view.before(term.end).is_ascii_digit();
        if begins_serial(view, &term) {
            return;
        }
        if kind == Kind::Code && !capture::stands_alone(view, &term) {
            return;
        }
        let mut weight = match kind {
            Kind::Strong => STRONG + i8::from(number),
            Kind::Stem | Kind::Relation => STRONG,
            Kind::Medium | Kind::Adjective => MEDIUM,
            Kind::Weak => WEAK,
            _ => 0,
        };
        let mut span = term.start..end;
        let word = view.slice(term.clone());
        if kind == Kind::Code {
            // Believed beside a person or in a column of its own; not a part of anything.
        } else if kind == Kind::Relation {
            // It says all.
        } else if !wanted.topic.adjectives.is_empty()
            && (kind == Kind::Adjective || !words::is_capital(word))
            && !word.contains(&b' ')
        {
            match capture::noun_behind(view, &self.words, &(term.start..end)) {
                capture::Noun::Belief(end) => (weight, span.end) = (STRONG + 1, end),
                capture::Noun::Person => {}
                capture::Noun::None if !capture::is_inflected(view, end) => {}
                _ => return,
            }
        } else {
            span = capture::widen(view, span);
        }
        self.push(view, topic, span, weight, trail);
        if let Some(hit) = trail.hits.last_mut() {
            hit.is_code = kind == Kind::Code;
        }
    }

    /// Looks for terms that only their endings tell, in the sentence around a word that speaks of doctors.
    fn search(&self, view: &View<'_>, topic: u8, start: usize, trail: &mut Trail) {
        /// Shorter words with such endings are others: `Störung`, `Einbruch`.
        const LEAST_BYTES: usize = 10;
        let Some(wanted) = self.wanted.get(usize::from(topic)) else { return };
        let sentence = trail.read.surroundings(view, &self.words, start).sentence;
        let mut at = sentence.start.max(trail.searched);
        trail.searched = trail.searched.max(sentence.end);
        while at < sentence.end {
            let end = words::word_end(view, at).max(at + 1);
            let word = view.slice(at..end);
            if word.len() >= LEAST_BYTES
                && words::is_capital(word)
                && ends_with_any(word, &wanted.endings)
                && !wanted.is_harmless(word)
                && !capture::is_no_illness(word)
                && view.before(at) != b'-'
                && self.vocabulary.longest(view, at, end).is_none()
            {
                let span = capture::widen(view, at..capture::compound_end(view, end));
                self.push(view, topic, span, MEDIUM, trail);
            }
            at = end;
        }
    }

    fn push(&self, view: &View<'_>, topic: u8, span: Range<usize>, weight: i8, trail: &mut Trail) {
        let surroundings = trail.read.surroundings(view, &self.words, span.start);
        let value = capture::value(view, &span);
        let reach = trail.read.reach(view, &span);
        trail.covered = trail.covered.max(span.end);
        let labelled = false;
        let (is_code, of_nobody) = (false, false);
        trail.hits.push(Hit {
            span,
            topic,
            value,
            weight,
            surroundings,
            reach,
            labelled,
            is_code,
            of_nobody,
            column: None,
        });
    }
}

impl Topic {
    fn lists(&'static self) -> [(&'static str, Kind); 10] {
        [
            (self.labels, Kind::Label),
            (self.strong, Kind::Strong),
            (self.medium, Kind::Medium),
            (self.weak, Kind::Weak),
            (self.adjectives, Kind::Adjective),
            (self.codes, Kind::Code),
            (self.scenes, Kind::Scene),
            (self.relations, Kind::Relation),
            (self.origins, Kind::Origin),
            (self.stems, Kind::Stem),
        ]
    }
}

impl Wanted {
    fn is_harmless(&self, word: &[u8]) -> bool {
        ends_inflected(word, &self.harmless)
    }
}

/// Whether a word ends with one of these, maybe inflected, and is more than that.
/// Whether a term is the beginning of something longer with digits in it: `KHK0FTRV0` is the number of a passport, `HIV1` an illness.
fn begins_serial(view: &View<'_>, term: &Range<usize>) -> bool {
    /// The shortest numbers of documents have nine characters; one may be missing.
    const LEAST: usize = 8;
    let is_part = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    view.at(term.end).is_ascii_digit()
        && view.slice(term.start..term.start + LEAST).iter().filter(|byte| is_part(**byte)).count() == LEAST
}

fn ends_inflected(word: &[u8], endings: &[Box<[u8]>]) -> bool {
    let inflected = [&b""[..], b"s", b"n", b"en", b"es", b"e", b"er", b"em"];
    inflected.iter().any(|ending| {
        word.len()
            .checked_sub(ending.len())
            .and_then(|stem| word.split_at_checked(stem))
            .is_some_and(|(stem, rest)| rest.eq_ignore_ascii_case(ending) && ends_with_any(stem, endings))
    })
}

/// Whether a word ends with one of these and is more than that.
fn ends_with_any(word: &[u8], endings: &[Box<[u8]>]) -> bool {
    endings.iter().any(|ending| {
        word.len() > ending.len()
            && word.iter().rev().zip(ending.iter().rev()).all(|(byte, known)| words::fold(*byte) == *known)
    })
}

impl Read {
    /// The sentence around an offset.
    fn surroundings(&mut self, view: &View<'_>, words: &surroundings::Words, start: usize) -> Surroundings {
        match &self.sentence {
            Some(read) if read.sentence.contains(&start) => read.clone(),
            _ => self.sentence.insert(Surroundings::read(view, words, start)).clone(),
        }
    }

    /// Where a person counts as beside a term: the row of a table, or some lines without an empty one between.
    fn reach(&mut self, view: &View<'_>, span: &Range<usize>) -> Range<usize> {
        let in_table = view.is_barrier(b'\n');
        if !self.paragraph.contains(&span.start) {
            // Byte by byte, because rows are mostly much shorter than what they may be.
            let border = |at: usize| view.at(at) == b'\n' && (in_table || view.at(at + 1) == b'\n');
            let first = span.start.saturating_sub(BESIDE_IN_ROW);
            let last = view.len().min(span.start + BESIDE_IN_ROW);
            let start = (first..span.start).rev().find(|at| border(*at)).map_or(first, |at| at + 1);
            let end = (span.start..last).find(|at| border(*at)).unwrap_or(last);
            self.paragraph = start..end;
        }
        if in_table {
            return self.paragraph.clone();
        }
        let start = self.paragraph.start.max(span.start.saturating_sub(BESIDE));
        start..self.paragraph.end.min(span.end + BESIDE).max(span.end)
    }
}

#[cfg(test)]
mod tests;
