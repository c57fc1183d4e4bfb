// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The words that rules know.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// What a word is known as; a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kinds(u8);

impl Kinds {
    /// A given name
    pub(crate) const GIVEN: Self = Self(1);
    /// A given name that is also an ordinary word or a surname
    pub(crate) const AMBIGUOUS: Self = Self(1 << 1);
    /// A common surname
    pub(crate) const SURNAME: Self = Self(1 << 2);
    /// An office such as Landrat
    pub(crate) const OFFICE: Self = Self(1 << 3);
    /// No part of a name
    pub(crate) const NOT_NAME: Self = Self(1 << 4);
    /// A word that a name follows
    pub(crate) const TRIGGER: Self = Self(1 << 5);
    /// A word that makes a thing of the name before it: `Platz`, `GmbH`
    pub(crate) const THING: Self = Self(1 << 6);

    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Lists of words. `#` starts a comment.
const LISTS: [(&str, Kinds); 6] = [
    (include_str!("lists/given_names.txt"), Kinds::GIVEN),
    (include_str!("lists/given_names_ambiguous.txt"), Kinds::GIVEN.with(Kinds::AMBIGUOUS)),
    (include_str!("lists/surnames.txt"), Kinds::SURNAME),
    (include_str!("lists/offices.txt"), Kinds::OFFICE),
    (include_str!("lists/not_names.txt"), Kinds::NOT_NAME),
    (include_str!("lists/things.txt"), Kinds::THING),
];
const NOUN_ENDINGS: &str = include_str!("lists/noun_endings.txt");

/// All given names of the lists.
pub(crate) fn given_names() -> impl Iterator<Item = &'static str> {
    LISTS.iter().filter(|(_, kinds)| kinds.has(Kinds::GIVEN)).flat_map(|(list, _)| words(list))
}

/// The words of a list.
fn words(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}

/// Longest word that is looked up, in bytes.
const WORD_BYTES: usize = 48;
/// All known words.
#[derive(Default)]
pub(crate) struct Lexicon {
    words: HashMap<Box<[u8]>, Kinds, BuildHasherDefault<Fold>>,
    noun_endings: Vec<&'static str>,
}

impl Lexicon {
    /// All lists, and words that a rule waits for.
    pub(crate) fn new(triggers: impl Iterator<Item = &'static str>) -> Self {
        let mut lexicon = Self { words: HashMap::default(), noun_endings: words(NOUN_ENDINGS).collect() };
        for (list, kinds) in LISTS {
            for word in words(list) {
                lexicon.add(word, kinds);
            }
        }
        for word in triggers {
            lexicon.add(word, Kinds::TRIGGER);
        }
        lexicon
    }

    fn add(&mut self, word: &str, kinds: Kinds) {
        let folded: Box<[u8]> = word.bytes().map(|byte| byte | 0x20).collect();
        let known = self.words.entry(folded).or_default();
        *known = known.with(kinds);
    }

    /// Whether a word in lower case ends as nouns and adjectives do, and is more than that ending.
    pub(crate) fn ends_like_noun(&self, word: &str) -> bool {
        self.noun_endings.iter().any(|ending| word.strip_suffix(ending).is_some_and(|rest| !rest.is_empty()))
    }

    /// What a word is known as.
    pub(crate) fn kinds(&self, word: &[u8]) -> Kinds {
        let mut folded = [0; WORD_BYTES];
        let Some(folded) = folded.get_mut(..word.len()) else { return Kinds::default() };
        folded.iter_mut().zip(word).for_each(|(slot, byte)| *slot = byte | 0x20);
        self.words.get(&*folded).copied().unwrap_or_default()
    }
}

/// FNV-1a: words are short, and the lists are ours, so nobody can choose colliding ones.
struct Fold(u64);

impl Default for Fold {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fold {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
