// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The words that rules know: some 120,000 in 3 MiB, one look each.

use crate::pattern::HEAD;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// What a word is known as; a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kinds(u16);

impl Kinds {
    /// A given name
    pub(crate) const GIVEN: Self = Self(1);
    /// A given name that is also an ordinary word, a place, or more often a surname
    pub(crate) const WORD: Self = Self(1 << 1);
    /// A surname that is also an ordinary word
    pub(crate) const COMMON: Self = Self(1 << 8);
    /// A surname
    pub(crate) const SURNAME: Self = Self(1 << 2);
    /// An office such as Landrat
    pub(crate) const OFFICE: Self = Self(1 << 3);
    /// No part of a name
    pub(crate) const NOT_NAME: Self = Self(1 << 4);
    /// A word that a name follows
    pub(crate) const TRIGGER: Self = Self(1 << 5);
    /// A word that makes a thing of the name before it: `Platz`, `GmbH`
    pub(crate) const THING: Self = Self(1 << 6);
    /// A surname that stands before the given name: Nguyen
    pub(crate) const FIRST: Self = Self(1 << 7);

    /// What a name, or the announcement of one, begins with
    pub(crate) const STARTS: Self = Self(Self::GIVEN.0 | Self::OFFICE.0 | Self::FIRST.0 | Self::TRIGGER.0);

    /// Whether any of `other` is among them.
    pub(crate) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// Lists of words; `#` starts a comment. Sources and licences: docs/reference/gazetteers.md.
const LISTS: [(&str, Kinds); 13] = [
    (GIVEN_NAMES, Kinds::GIVEN),
    (include_str!("lists/given_names_ambiguous.txt"), Kinds::GIVEN.with(Kinds::WORD)),
    (include_str!("lists/given_names_wikidata.txt"), Kinds::GIVEN),
    (include_str!("lists/given_names_wikidata_doubtful.txt"), Kinds::GIVEN.with(Kinds::WORD)),
    (include_str!("lists/given_names_berlin.txt"), Kinds::GIVEN),
    (include_str!("lists/surnames.txt"), Kinds::SURNAME),
    (include_str!("lists/surnames_ambiguous.txt"), Kinds::SURNAME.with(Kinds::COMMON)),
    (include_str!("lists/surnames_first.txt"), Kinds::SURNAME.with(Kinds::FIRST)),
    (include_str!("lists/surnames_wikidata.txt"), Kinds::SURNAME),
    (include_str!("lists/offices.txt"), Kinds::OFFICE),
    (include_str!("lists/not_names.txt"), Kinds::NOT_NAME),
    (include_str!("lists/common_words.txt"), Kinds::NOT_NAME),
    (include_str!("lists/things.txt"), Kinds::THING),
];
const GIVEN_NAMES: &str = include_str!("lists/given_names.txt");
const NOUN_ENDINGS: &str = include_str!("lists/noun_endings.txt");

/// All words of the lists with one of these kinds.
pub(crate) fn listed(kinds: Kinds) -> impl Iterator<Item = &'static str> {
    LISTS.iter().filter(move |(_, list)| list.has(kinds)).flat_map(|(list, _)| words(list))
}

/// The words of a list.
fn words(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_ascii_whitespace)
}

/// Slots for 2^18 words, of which half are taken: the next free slot is near.
const SLOT_BITS: u32 = 18;
/// A word that is asked for is compared by this part of its hash. Of 10^12 unknown words fewer than one is taken for
/// a known one.
const PRINT: u64 = !0xffff;
/// Bits of the set of words that start something; 128 KiB stay in a second-level cache.
const START_BITS: u32 = 20;

/// Bits of the set of their beginnings; 128 KiB, of which a text touches few.
const HEAD_BITS: u32 = 20;

/// All known words. A table of hashes without the words themselves: open addressing, 48 bits of hash beside 16 of kinds.
/// ADR 0006 has the figures of what else was tried.
#[derive(Default)]
pub(crate) struct Lexicon {
    slots: Box<[u64]>,
    /// One bit for the hash of each word that begins or announces a name
    starts: Box<[u64]>,
    /// One bit for the first eight letters of each such word
    heads: Box<[u64]>,
    noun_endings: Vec<&'static str>,
}

impl Lexicon {
    /// All lists, and words that a rule waits for.
    pub(crate) fn new(triggers: impl Iterator<Item = &'static str>) -> Self {
        let mut lexicon = Self {
            slots: vec![0; 1 << SLOT_BITS].into(),
            starts: vec![0; 1 << (START_BITS - 6)].into(),
            heads: vec![0; 1 << (HEAD_BITS - 6)].into(),
            noun_endings: words(NOUN_ENDINGS).collect(),
        };
        for (list, kinds) in LISTS {
            for word in words(list) {
                lexicon.add(word, kinds);
            }
        }
        // What the list by hand is sure of wins over a doubtful name that only an accent sets apart: Markus and Márkus.
        for word in words(GIVEN_NAMES) {
            lexicon.believe(hash(word));
        }
        for word in triggers {
            lexicon.add(word, Kinds::TRIGGER);
        }
        lexicon
    }

    /// Adds a word, and its spelling without dots: those who write `Muller` mean Müller.
    fn add(&mut self, word: &str, kinds: Kinds) {
        self.insert(word, kinds);
        if !word.is_ascii() && word.contains(['ä', 'ö', 'ü', 'Ä', 'Ö', 'Ü']) {
            self.insert(&plain(word), kinds);
        }
        if kinds.has(Kinds::OFFICE) {
            self.insert(&format!("{word}in"), kinds);
        }
    }

    /// Takes back the doubts about a given name.
    fn believe(&mut self, hash: u64) {
        for step in 0..self.slots.len() {
            let Some(slot) = self.slots.get_mut(place(hash, step)).filter(|slot| **slot != 0) else { return };
            if (*slot ^ hash) & PRINT == 0 {
                *slot &= !u64::from(Kinds::WORD.0);
                return;
            }
        }
    }

    fn insert(&mut self, word: &str, kinds: Kinds) {
        let hash = hash(word);
        for step in 0..self.slots.len() {
            let Some(slot) = self.slots.get_mut(place(hash, step)) else { return };
            if *slot == 0 || (*slot ^ hash) & PRINT == 0 {
                *slot = hash & PRINT | *slot & !PRINT | u64::from(kinds.0);
                break;
            }
        }
        if kinds.has(Kinds::STARTS) {
            let (block, bit) = start_bit(hash);
            self.starts.get_mut(block).into_iter().for_each(|block| *block |= bit);
            let (mut head, mut len) = (0, 0);
            folded(word, |byte| {
                // Pieces behind a hyphen are words of their own.
                len = if byte == b'-' { HEAD } else { len };
                if len < HEAD {
                    head |= u64::from(byte) << (8 * len);
                    len += 1;
                }
            });
            let (block, bit) = head_bit(head);
            self.heads.get_mut(block).into_iter().for_each(|block| *block |= bit);
        }
    }

    /// Whether a word ends as nouns and adjectives do, and is more than that ending.
    pub(crate) fn ends_like_noun(&self, word: &str) -> bool {
        self.noun_endings.iter().any(|ending| ending.len() < word.len() && ends_with(word, ending))
    }

    /// Whether a word with these first bytes, zeros behind its end, may begin or announce a name, or its first piece before a
    /// hyphen: never a wrong no, and a wrong yes for one of thirty. The look that turns away nearly all capitalised words.
    #[inline]
    pub(crate) fn may_begin(&self, mut head: u64, behind: u8) -> bool {
        // Behind an apostrophe the word goes on.
        if behind == b'\'' {
            return true;
        }
        if head & 0x8080_8080_8080_8080 != 0 {
            match written_out(head.to_le_bytes()) {
                Some(written) => head = u64::from_le_bytes(written),
                None => return true,
            }
        }
        let (block, bit) = head_bit(head);
        self.heads.get(block).is_some_and(|block| block & bit != 0)
    }

    fn is_start(&self, hash: u64) -> bool {
        let (block, bit) = start_bit(hash);
        self.starts.get(block).is_some_and(|block| block & bit != 0)
    }

    /// Whether a whole word may begin or announce a name.
    pub(crate) fn may_be_start(&self, word: &str) -> bool {
        self.is_start(hash(word))
    }

    /// What a word is known as, if it may begin or announce a name.
    pub(crate) fn kinds_of_start(&self, word: &str) -> Option<Kinds> {
        let hash = hash(word);
        self.is_start(hash).then(|| self.kinds_of_hash(hash))
    }

    /// What a word is known as.
    pub(crate) fn kinds(&self, word: &str) -> Kinds {
        self.kinds_of_hash(hash(word))
    }

    fn kinds_of_hash(&self, hash: u64) -> Kinds {
        for step in 0..self.slots.len() {
            match self.slots.get(place(hash, step)) {
                Some(slot) if *slot != 0 && (slot ^ hash) & PRINT != 0 => {}
                Some(slot) if *slot != 0 => return Kinds(*slot as u16),
                _ => break,
            }
        }
        Kinds::default()
    }
}

const fn place(hash: u64, step: usize) -> usize {
    ((hash >> (64 - SLOT_BITS)) as usize + step) & ((1 << SLOT_BITS) - 1)
}

const fn start_bit(hash: u64) -> (usize, u64) {
    ((hash >> (64 - START_BITS + 6)) as usize, 1 << (hash >> 16 & 63))
}

const fn head_bit(head: u64) -> (usize, u64) {
    let hash = (head | 0x2020_2020_2020_2020).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((hash >> (64 - HEAD_BITS + 6)) as usize, 1 << (hash >> (64 - HEAD_BITS) & 63))
}

/// FNV-1a: words are short, and the lists are ours, so nobody can choose colliding ones.
const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;

const fn eat(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0100_0000_01b3)
}

/// Lets all bits of a hash count in its first ones, which places are made of.
const fn mix(hash: u64) -> u64 {
    (hash ^ hash >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// A word's hash, the same for all its spellings: letters without case and accents, umlauts and ß written out.
fn hash(word: &str) -> u64 {
    let mut hash = FNV_START;
    folded(word, |byte| hash = eat(hash, byte));
    mix(hash)
}

/// The first bytes of a word with umlauts and ß written out, which takes as many bytes; `None` where other letters are beyond
/// ASCII, or one is cut.
#[cold]
fn written_out(mut head: [u8; HEAD]) -> Option<[u8; HEAD]> {
    for at in 0..HEAD {
        let Some([first, rest @ ..]) = head.get_mut(at..) else { break };
        if first.is_ascii() {
            continue;
        }
        let second = rest.first_mut().filter(|_| *first == 0xc3)?;
        (*first, *second) = match *second {
            0xa4 | 0x84 => (b'a', b'e'),
            0xb6 | 0x96 => (b'o', b'e'),
            0xbc | 0x9c => (b'u', b'e'),
            0x9f => (b's', b's'),
            _ => return None,
        };
    }
    Some(head)
}

/// The bytes of a word that are the same for all its spellings.
#[inline]
fn folded(word: &str, mut eat: impl FnMut(u8)) {
    let mut rest = word.as_bytes();
    while let Some((byte, more)) = rest.split_first() {
        if byte.is_ascii() {
            eat(byte | 0x20);
            rest = more;
            continue;
        }
        // Seldom: every twentieth word has such letters.
        let Some(letter) = word.get(word.len() - rest.len()..).and_then(|rest| rest.chars().next()) else {
            break;
        };
        fold(letter, &mut eat);
        rest = rest.get(letter.len_utf8()..).unwrap_or(&[]);
    }
}

/// A letter beyond ASCII as German offices write it without a key for it.
fn fold(letter: char, eat: &mut impl FnMut(u8)) {
    let written: &[u8] = match letter {
        'ä' | 'Ä' | 'æ' | 'Æ' => b"ae",
        'ö' | 'Ö' | 'œ' | 'Œ' => b"oe",
        'ü' | 'Ü' => b"ue",
        'ß' | 'ẞ' => b"ss",
        'ı' => b"i",
        'ł' | 'Ł' => b"l",
        'đ' | 'Đ' | 'ð' | 'Ð' => b"d",
        'ø' | 'Ø' => b"o",
        '’' | 'ʼ' => b"'",
        _ => b"",
    };
    written.iter().copied().for_each(&mut *eat);
    if written.is_empty() {
        decompose_canonical(letter, |part| {
            if part.is_ascii() {
                eat(part as u8 | 0x20);
            } else if !is_combining_mark(part) {
                // Another script: cases count.
                part.encode_utf8(&mut [0; 4]).bytes().for_each(&mut *eat);
            }
        });
    }
}

/// Whether a word ends so, its letters taken as small ones.
pub(crate) fn ends_with(word: &str, ending: &str) -> bool {
    if ending.is_ascii() {
        let tail = word.len().checked_sub(ending.len()).and_then(|stem| word.as_bytes().get(stem..));
        return tail.is_some_and(|tail| {
            // The last byte first: most words end there.
            tail.last().map(u8::to_ascii_lowercase) == ending.bytes().last()
                && tail.eq_ignore_ascii_case(ending.as_bytes())
        });
    }
    let mut letters = word.chars().rev().flat_map(|letter| letter.to_lowercase().rev());
    ending.chars().rev().all(|letter| letters.next() == Some(letter))
}

/// A word without the dots of its umlauts.
fn plain(word: &str) -> String {
    let plain = |letter| match letter {
        'ä' => 'a',
        'ö' => 'o',
        'ü' => 'u',
        'Ä' => 'A',
        'Ö' => 'O',
        'Ü' => 'U',
        other => other,
    };
    word.chars().map(plain).collect()
}

/// The spellings of a word that begin with other bytes: in capitals, with umlauts written out, without accents. For what
/// looks at bytes before it asks the lexicon.
pub(crate) fn spellings(word: &str, mut each: impl FnMut(&str)) {
    each(word);
    if word.is_ascii() {
        return;
    }
    each(&word.to_uppercase());
    each(&plain(word));
    let mut letters = Vec::with_capacity(word.len() + 2);
    for letter in word.chars() {
        let is_first = letters.is_empty();
        if letter.is_ascii() {
            letters.push(letter as u8);
        } else {
            fold(letter, &mut |byte| letters.push(byte));
        }
        if is_first && letter.is_uppercase() {
            letters.first_mut().into_iter().for_each(u8::make_ascii_uppercase);
        }
    }
    each(&String::from_utf8_lossy(&letters));
}
