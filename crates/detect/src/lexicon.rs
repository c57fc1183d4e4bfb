// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The words that rules know, and the filter that says for nearly every other word that none knows it.

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

/// The words of a list.
fn words(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}

/// Longest word that is looked up, in bytes.
const WORD_BYTES: usize = 48;
/// 64 Ki bits: with 1,500 different beginnings one of 40 foreign words passes, and the table stays in the
/// first-level cache.
const FILTER_BITS: u32 = 16;

/// All known words and the filter before them.
pub(crate) struct Lexicon {
    words: HashMap<Box<[u8]>, Kinds, BuildHasherDefault<Fold>>,
    /// Beginnings of given names and triggers
    filter: Box<[u64]>,
    noun_endings: Vec<&'static str>,
}

impl Lexicon {
    /// All lists, and words that a rule waits for.
    pub(crate) fn new(triggers: impl Iterator<Item = &'static str>) -> Self {
        let mut lexicon = Self {
            words: HashMap::default(),
            filter: vec![0; 1 << (FILTER_BITS - 6)].into_boxed_slice(),
            noun_endings: words(NOUN_ENDINGS).collect(),
        };
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
        if kinds.has(Kinds::GIVEN.with(Kinds::TRIGGER)) {
            let bytes = word.as_bytes();
            let letters = bytes.iter().take_while(|&&byte| byte != b'-').count();
            let mut first = [0; 4];
            first.iter_mut().zip(bytes).for_each(|(slot, byte)| *slot = *byte);
            let bit = Self::bit(u32::from_le_bytes(first), letters);
            if let Some(slot) = self.filter.get_mut(bit as usize / 64) {
                *slot |= 1 << (bit % 64);
            }
        }
    }

    /// The filter's bit for a word's first four bytes, of which `letters` belong to it. The first letter counts
    /// with its case, because nearly all that rules wait for is written large; the others without.
    const fn bit(first: u32, letters: usize) -> u32 {
        let keep = if letters >= 4 { u32::MAX } else { (1 << (8 * letters as u32)) - 1 };
        ((first | 0x2020_2000) & keep).wrapping_mul(0x9e37_79b1) >> (32 - FILTER_BITS)
    }

    /// Whether a word may be a given name or a trigger: never a wrong no.
    #[inline]
    pub(crate) fn may_know(&self, first: u32, letters: usize) -> bool {
        let bit = Self::bit(first, letters);
        self.filter.get(bit as usize / 64).is_some_and(|slot| slot >> (bit % 64) & 1 == 1)
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
