// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The answer as it may leave the house: folders, files and sheets are named after people, too.

use super::doubt::{addressed, names_in_doubt, words_from};
use super::select::{covered, without};
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

struct Names<'n> {
    engine: &'n Engine,
    /// `None` without a key: then nothing tells her name from another, and each is blackened
    judge: Option<Judge<'n>>,
}

impl Names<'_> {
    fn path(&self, path: &str) -> String {
        let segments = path.split('/').map(|segment| {
            let mut segment = segment.to_owned();
            self.cover(&mut segment);
            segment
        });
        segments.collect::<Vec<_>>().join("/")
    }

    /// Numbers stay that no rule knows: a file is known by its date and its file number.
    fn cover(&self, name: &mut String) {
        // Programs write names of files without blanks.
        let spaced = name.replace(['_', '.', '+'], " ");
        let mut found: Vec<Match> = Vec::new();
        self.engine.text(&spaced, &mut found);
        let is_hers = |found: &Match| self.is_hers(found.entity, &found.value);
        let others = found.iter().filter(|found| found.entity.is_personal() && !is_hers(found));
        let mut black: Vec<Range<usize>> = others.map(|found| found.span.clone()).collect();
        black.extend(addressed(self.engine, &spaced));
        black.extend(names_in_doubt(self.engine, &spaced));
        // Here words are few, and nothing but a name tells Weiß from the colour.
        let is_name = |word: &str| self.engine.is_anybodys_name(word);
        black.extend(words_from(&spaced, 2).filter(|(_, word)| is_name(word)).map(|(range, _)| range));
        // Of her own name every word is shown, in whatever order.
        let hers: Vec<Range<usize>> = words_from(&spaced, 2)
            .filter(|(_, word)| self.is_her_word(word))
            .map(|(range, _)| range)
            .collect();
        let black = black.into_iter().flat_map(|black| without(&spaced, black, &hers)).collect();
        let shown = covered(name, &(0..name.len()), black);
        name.clone_from(shown.reveal());
    }

    fn is_her_word(&self, word: &str) -> bool {
        self.is_hers(Entity::PersonName, &Sensitive::new(word.to_owned()))
    }

    fn is_hers(&self, entity: Entity, value: &Sensitive<String>) -> bool {
        self.judge.as_ref().is_some_and(|judge| judge.knows(entity, value, true))
    }
}

#[cfg(test)]
mod tests;
