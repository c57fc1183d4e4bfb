// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The answer as it may leave the house: folders, files and sheets are named after people, too.

use super::addressed::addressed;
use super::doubt::{capitalised, humps, is_everyday, is_unknown, names_in_doubt, words_from};
use super::persons::is_kin;
use super::select::covered;
use super::spans::Spans;
use crate::OwnRules;
use hoheit_catalogue::PersonSearch;
use hoheit_catalogue::token::{Judge, KeyRing, Sought};
use hoheit_detect::{Engine, Match, RuleSet};
use hoheit_types::{Entity, RelPath, Sensitive};
use std::ops::Range;

/// The answer with the names of others blackened in sources, paths, members, tables and datasets. Whoever works on it in
/// the house needs the answer itself.
pub fn for_letter(sought: &Sought, keys: &KeyRing, own: &OwnRules, answer: &PersonSearch) -> PersonSearch {
    let mut letter = answer.clone();
    let engine = Engine::with_packs(RuleSet::all(), own.packs());
    let names = Names { engine: &engine, judge: keys.active().map(|key| Judge::new(sought, key)) };
    for source in &mut letter.sources {
        names.cover(&mut source.source);
    }
    for place in &mut letter.places {
        names.cover(&mut place.source.1);
        place.path = RelPath::from_kept(names.path(place.path.as_str()));
        if let Some((_, dataset, _)) = &mut place.dataset {
            names.cover(dataset);
        }
        let excerpts = place.content.iter_mut().flat_map(|content| &mut content.excerpts);
        let spots = place.occurrences.iter_mut().map(|o| (&mut o.member, &mut o.row));
        for (member, row) in spots.chain(excerpts.map(|excerpt| (&mut excerpt.member, &mut excerpt.row))) {
            *member = names.path(member);
            if let Some((table, _)) = row {
                names.cover(table);
            }
        }
    }
    letter
}

/// Letters of a name in small letters that is believed alone. 5: shorter ones are verbs and extensions, too (`kam`, `home`, `ini`).
const ALONE: usize = 5;

/// Letters of a name in small letters that says more than an everyday word. 4: Karl; not `doc`, `per`, `nie`.
const FULL: usize = 4;

/// Letters of a part of a word, and of any name in small letters. 3: Jan; `AnKauf` names nobody.
const LEAST: usize = 3;

/// How much speaks for a word of a path being somebody's name. Two that stand side by side speak for each other.
type Weight = u8;

/// Enough.
const NAME: Weight = 3;

/// A short name in small letters: enough beside any other.
const SHORT: Weight = 2;

/// An everyday word, too, in small letters, or a very short one, or a word that no list knows: enough beside a name that is none.
const MAYBE: Weight = 1;

struct Names<'n> {
    engine: &'n Engine,
    /// `None` without a key: then nothing tells her name from another, and each is blackened
    judge: Option<Judge<'n>>,
}

impl Names<'_> {
    fn path(&self, path: &str) -> String {
        let folders = path.rfind('/').map_or(0, |at| at + 1);
        let (folders, file) = path.split_at(folders);
        let folders: Vec<String> = folders.split('/').map(|folder| self.covered(folder)).collect();
        let mut file = file.to_owned();
        self.cover(&mut file);
        format!("{}{file}", folders.join("/"))
    }

    /// What may end in an extension.
    fn cover(&self, name: &mut String) {
        let (stem, extension) = name.split_at(self.stem(name));
        *name = format!("{}{extension}", self.covered(stem));
    }

    /// Where the extension of a file's name begins. A folder has none: profiles are named `otto.schmidt`.
    fn stem(&self, name: &str) -> usize {
        /// Those that are somebody's name, too
        const KNOWN: &[&str] = &["doc", "docx", "pdf", "ini", "max", "ben", "odt", "tim"];
        /// Letters. 5: `.xhtml`
        const LONGEST: usize = 5;
        let is_extension = |end: &str| {
            (1..=LONGEST).contains(&end.len())
                && end.bytes().all(|byte| byte.is_ascii_alphanumeric())
                && (KNOWN.contains(&end) || !self.engine.is_anybodys_name(&capitalised(end)))
        };
        let parted = name.rsplit_once('.').filter(|(stem, end)| !stem.is_empty() && is_extension(end));
        parted.map_or(name.len(), |(stem, _)| stem.len())
    }

    /// Numbers stay that no rule knows: a file is known by its date and its file number.
    fn covered(&self, name: &str) -> String {
        // Programs write names of files without blanks.
        let spaced = name.replace(['_', '.', '+'], " ");
        let mut found: Vec<Match> = Vec::new();
        self.engine.text(&spaced, &mut found);
        let is_hers = |found: &Match| self.is_hers(found.entity, &found.value);
        let others = found.iter().filter(|found| found.entity.is_personal() && !is_hers(found));
        let mut black: Vec<Range<usize>> = others.map(|found| found.span.clone()).collect();
        black.extend(addressed(self.engine, &self.labelled(&spaced)));
        black.extend(names_in_doubt(self.engine, &spaced));
        black.extend(self.named(name));
        black.extend(self.pair(name));
        // Of her own name every word is shown, in whatever order.
        let hers = parts(&spaced).into_iter().filter(|(_, word)| self.is_her_word(word));
        let hers = Spans::new(hers.map(|(range, _)| range));
        let black = black.iter().flat_map(|black| hers.rest(&spaced, black)).collect();
        covered(name, &(0..name.len()), black).reveal().clone()
    }

    /// A name with a colon behind each word of kin that an unknown word follows: `kind_zarifa` says the same in small letters.
    fn labelled(&self, spaced: &str) -> String {
        let mut labelled = String::with_capacity(spaced.len());
        let mut from = 0;
        let words: Vec<_> = words_from(spaced, 1).collect();
        for pair in words.windows(2) {
            let [(first, kin), (second, word)] = pair else { continue };
            let is_tied = spaced.get(first.end..second.start).is_some_and(|gap| [" ", "-"].contains(&gap));
            if is_tied && is_kin(kin) && is_unknown(self.engine, &capitalised(word)) {
                labelled.push_str(spaced.get(from..first.end).unwrap_or_default());
                labelled.push(':');
                from = second.start;
            }
        }
        labelled.push_str(spaced.get(from..).unwrap_or_default());
        labelled
    }

    /// A name that is nothing but two unknown words with a comma between: `Zwirbel, Mayla`.
    fn pair(&self, name: &str) -> Option<Range<usize>> {
        let words: Vec<_> = words_from(name, 1).collect();
        let [(first, surname), (second, given)] = words.as_slice() else { return None };
        let is_pair = name.get(first.end..second.start) == Some(", ")
            && [surname, given].into_iter().all(|word| is_unknown(self.engine, word));
        is_pair.then_some(first.start..second.end)
    }

    /// Words that are names by the lists. Here words are few, and nothing but a name tells Weiß from the colour; in small letters
    /// a short one, one that is an everyday word, too, or that nobody knows, needs another beside it (`fischer_karl`).
    fn named(&self, name: &str) -> Vec<Range<usize>> {
        let parts = parts(name).into_iter();
        let weighed: Vec<_> = parts.map(|(range, word)| (self.weight(word), range)).collect();
        let beside = |at: Option<usize>, other: Option<usize>| {
            let ((_, first), (weight, second)) = (weighed.get(at?)?, weighed.get(other?)?);
            let between = first.end.min(second.end)..first.start.max(second.start);
            let is_beside = !name.get(between)?.contains(char::is_alphanumeric);
            (is_beside && *weight > 0).then_some(*weight)
        };
        let is_name = |at: usize, weight: Weight| {
            let neighbours = [beside(Some(at), at.checked_sub(1)), beside(Some(at), Some(at + 1))];
            weight >= NAME
                || (weight > 0 && neighbours.into_iter().flatten().any(|other| weight + other >= NAME))
        };
        let named = weighed.iter().enumerate().filter(|(at, (weight, _))| is_name(*at, *weight));
        named.map(|(_, (_, range))| range.clone()).collect()
    }

    fn weight(&self, word: &str) -> Weight {
        let is_unknown = |word: &str| {
            word.chars().count() >= FULL
                && word.chars().all(char::is_alphabetic)
                && !is_everyday(self.engine, word)
        };
        if word.starts_with(char::is_uppercase) {
            let is_name = self.engine.is_anybodys_name(word);
            return if is_name { NAME } else { MAYBE * Weight::from(is_unknown(word)) };
        }
        let capitalised = capitalised(word);
        let may_be = self.engine.may_be_name(&capitalised) && !self.engine.is_everyday_word(&capitalised);
        match word.chars().count() {
            ALONE.. if may_be => NAME,
            FULL.. if may_be => SHORT,
            LEAST.. if self.engine.is_anybodys_name(&capitalised) => MAYBE,
            _ if is_unknown(&capitalised) => MAYBE,
            _ => 0,
        }
    }

    fn is_her_word(&self, word: &str) -> bool {
        self.is_hers(Entity::PersonName, &Sensitive::new(word.to_owned()))
    }

    fn is_hers(&self, entity: Entity, value: &Sensitive<String>) -> bool {
        self.judge.as_ref().is_some_and(|judge| judge.knows(entity, value, true))
    }
}

/// The words of a path, and in their place the parts of those that are written in one: `PeterSchmidt`, `Schmidt2020`.
fn parts(name: &str) -> Vec<(Range<usize>, &str)> {
    let mut parts = Vec::new();
    for (range, word) in words_from(name, 2) {
        let start = range.start;
        let humps: Vec<_> =
            humps(word).map(|(hump, word)| (start + hump.start..start + hump.end, word)).collect();
        if humps.is_empty() {
            parts.push((range, word));
        }
        parts.extend(humps.into_iter().filter(|(_, word)| word.chars().count() >= LEAST));
    }
    parts
}

#[cfg(test)]
mod tests;
