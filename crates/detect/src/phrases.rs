// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! German words and phrases, and how a text is compared with them.
//!
//! The lists are strings of phrases parted by blanks. In a phrase `_` stands between two words and matches a blank, a
//! hyphen or a stop (`ver_di`); `*` lets a word go on (`Diabet*`) or stands for a whole one; a closing `#` asks for a
//! number behind (`GdB#` matches `GdB von 50`). Endings of inflection are matched anyway. A word written small matches
//! large too; a capital letter asks for one, and two of them for two (`MS`). Inflected forms are left out behind `=`.

use crate::view::{self, View};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Endings of German inflection, in the folded form of [`fold`].
const ENDINGS: &[&str] = &["", "e", "n", "s", "en", "em", "er", "es", "ern", "in", "innen", "ns"];
/// Longest word that is compared, in bytes.
const WORD_BYTES: usize = 64;

/// Small letters from capital ones, umlauts too: the same for lists and texts, and one operation.
pub(crate) const fn fold(byte: u8) -> u8 {
    byte | 0x20
}

pub(crate) fn folded(word: &str) -> Box<[u8]> {
    word.bytes().map(fold).collect()
}

/// The end of the run of letters that starts at an offset; the offset itself where none does, or one that is no word.
pub(crate) fn word_end(view: &View<'_>, start: usize) -> usize {
    run_end(view, start, u8::is_ascii_alphabetic, view::is_letter)
}

/// The same for letters and digits.
pub(crate) fn token_end(view: &View<'_>, start: usize) -> usize {
    run_end(view, start, u8::is_ascii_alphanumeric, |letter| view::is_letter(letter) || letter.is_numeric())
}

#[inline]
fn run_end(view: &View<'_>, start: usize, ascii: impl Fn(&u8) -> bool, wide: impl Fn(char) -> bool) -> usize {
    // Nearly all of nearly all words; what ends it is looked at below.
    let mut end = start + view.run(start, WORD_BYTES + 1, &ascii);
    if end - start > WORD_BYTES {
        return start;
    }
    loop {
        end += match view.at(end) {
            byte if ascii(&byte) => 1,
            0..=0x7f => return end,
            _ => match view.char_at(end).filter(|letter| wide(*letter)) {
                Some(letter) => letter.len_utf8(),
                None => return end,
            },
        };
        if end - start > WORD_BYTES {
            return start;
        }
    }
}

/// One phrase of a list.
#[derive(Debug)]
struct Phrase<T> {
    words: Box<[Word]>,
    number: bool,
    what: T,
}

#[derive(Debug)]
struct Word {
    folded: Box<[u8]>,
    /// Which letters may follow
    tail: Tail,
    /// How many of its first letters must be capital
    capitals: u8,
}

#[derive(Clone, Copy, Debug)]
enum Tail {
    Any,
    Ending,
    None,
}

impl Word {
    fn new(word: &str) -> Self {
        let (stem, tail) = match (word.strip_suffix('*'), word.strip_suffix('=')) {
            (Some(stem), _) => (stem, Tail::Any),
            (_, Some(stem)) => (stem, Tail::None),
            _ => (word, Tail::Ending),
        };
        let capitals = stem.chars().take(2).take_while(|letter| letter.is_uppercase()).count();
        Self { folded: folded(stem), tail, capitals: capitals as u8 }
    }

    fn matches(&self, word: &[u8]) -> bool {
        word.len() >= self.folded.len()
            && word.iter().zip(&self.folded).all(|(byte, known)| fold(*byte) == *known)
            && word.get(self.folded.len()..).is_some_and(|rest| match self.tail {
                Tail::Any => true,
                Tail::Ending => is_ending(rest),
                Tail::None => rest.is_empty(),
            })
            && match self.capitals {
                0 => true,
                1 => is_capital(word),
                _ => is_capital(word) && word.get(1).is_some_and(|byte| !byte.is_ascii_lowercase()),
            }
    }
}

fn is_ending(rest: &[u8]) -> bool {
    ENDINGS.iter().any(|ending| rest.eq_ignore_ascii_case(ending.as_bytes()))
}

/// Whether a word starts with a capital letter.
pub(crate) fn is_capital(word: &[u8]) -> bool {
    match word {
        [first, ..] if first.is_ascii() => first.is_ascii_uppercase(),
        [0xc3, second, ..] => second & 0x20 == 0,
        _ => false,
    }
}

/// Phrases and what they stand for, found by their first four bytes.
#[derive(Debug)]
pub(crate) struct Vocabulary<T> {
    starts: HashMap<u32, Vec<Phrase<T>>, BuildHasherDefault<Mix>>,
}

impl<T: Copy> Vocabulary<T> {
    pub(crate) fn new() -> Self {
        Self { starts: HashMap::default() }
    }

    /// Adds the phrases of a list.
    pub(crate) fn add(&mut self, list: &'static str, what: T) {
        for phrase in list.split_whitespace() {
            let (phrase, number) = phrase.strip_suffix('#').map_or((phrase, false), |phrase| (phrase, true));
            let words: Box<[Word]> = phrase.split('_').map(Word::new).collect();
            let Some(first) = words.first() else { continue };
            let key = key(&first.folded);
            self.starts.entry(key).or_default().push(Phrase { words, number, what });
        }
    }

    /// Whether a phrase may start with the word at an offset: never a wrong no. Asked first, because it needs no word's end.
    pub(crate) fn may_start(&self, view: &View<'_>, start: usize) -> bool {
        let first = view.slice(start..start + 4);
        let letters = first.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if letters < 4 {
            // A short word is the whole key, unless it goes on beyond ASCII.
            let word = first.get(..letters).unwrap_or(&[]);
            let is_whole = view.at(start + letters).is_ascii();
            return !is_whole || self.starts.contains_key(&key(word));
        }
        self.starts.get(&key(first)).is_some_and(|phrases| {
            phrases.iter().filter_map(|phrase| phrase.words.first()).any(|word| {
                // The first four are the key.
                let rest = word.folded.get(first.len()..).unwrap_or(&[]);
                let text = view.slice(start + first.len()..start + first.len() + rest.len());
                text.iter().map(|byte| fold(*byte)).eq(rest.iter().copied())
            })
        })
    }

    /// The longest phrase that starts with the word at `start..end`, what it stands for and where it ends.
    pub(crate) fn longest(&self, view: &View<'_>, start: usize, end: usize) -> Option<(T, usize)> {
        self.all(view, start, end).max_by_key(|(_, end)| *end)
    }

    /// All phrases that start with the word at `start..end`.
    pub(crate) fn all<'v>(
        &'v self,
        view: &'v View<'_>,
        start: usize,
        end: usize,
    ) -> impl Iterator<Item = (T, usize)> + 'v {
        let word = view.slice(start..end);
        let phrases = self.starts.get(&key(word)).map_or(&[][..], Vec::as_slice);
        phrases.iter().filter_map(move |phrase| {
            let (first, rest) = phrase.words.split_first()?;
            let mut end = first.matches(word).then_some(end)?;
            for word in rest {
                let start = skip_separator(view, end)?;
                // Most words begin otherwise, and their ends are dear.
                word.folded.first().is_none_or(|known| fold(view.at(start)) == *known).then_some(())?;
                end = token_end(view, start);
                (end > start && word.matches(view.slice(start..end))).then_some(())?;
            }
            if phrase.number {
                end = number_behind(view, end)?;
            }
            Some((phrase.what, end))
        })
    }
}

/// First four bytes, folded.
fn key(word: &[u8]) -> u32 {
    let mut first = [0; 4];
    first.iter_mut().zip(word).for_each(|(slot, byte)| *slot = fold(*byte));
    u32::from_le_bytes(first)
}

/// Behind what parts two words of a phrase: blanks, hyphens, stops, a line break; three bytes at most.
fn skip_separator(view: &View<'_>, end: usize) -> Option<usize> {
    let mut at = end;
    while matches!(view.at(at), b' ' | b'-' | b'.' | b'\n' | b'/')
        && !view.is_barrier(view.at(at))
        && at < end + 3
    {
        at += 1;
    }
    (at > end).then_some(at)
}

/// Behind the number that follows at once or behind `von`, a colon or a sign.
fn number_behind(view: &View<'_>, end: usize) -> Option<usize> {
    let mut at = skip_blanks(view, end);
    if matches!(view.at(at), b':' | b'=' | b')') {
        at = skip_blanks(view, at + 1);
    }
    if view.slice(at..at + 4) == b"von " {
        at += 4;
    }
    if matches!(view.slice(at..at + 1), b"\"" | b"'") {
        at += 1;
    }
    let digits = view.slice(at..at + 4).iter().take_while(|byte| byte.is_ascii_digit()).count();
    if (1..=3).contains(&digits) {
        return Some(at + digits);
    }
    // Signs of a pass, blood groups and steps in Roman figures: `G`, `aG`, `II`
    let letters = token_end(view, at);
    let sign = view.slice(at..letters);
    let known = [&b"G"[..], b"aG", b"B", b"H", b"Bl", b"Gl", b"RF", b"TBl", b"I", b"II", b"III", b"A", b"AB"];
    known.contains(&sign).then_some(letters)
}

/// Behind blanks, eight at most.
pub(crate) fn skip_blanks(view: &View<'_>, at: usize) -> usize {
    at + view.slice(at..at + 8).iter().take_while(|byte| **byte == b' ').count()
}

/// The keys are few and ours.
#[derive(Debug, Default)]
pub(crate) struct Mix(u64);

impl Hasher for Mix {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn write_u32(&mut self, key: u32) {
        self.0 = u64::from(key).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(32);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The phrases of a list as words that the engine's filter waits for: their first words, large and small.
pub(crate) fn beginnings(list: &'static str) -> impl Iterator<Item = String> {
    list.split_whitespace().flat_map(|phrase| {
        let first = phrase.split(['_', '*', '#', '=']).next().unwrap_or("");
        let mut letters = first.chars();
        let head = letters.next();
        let large = head.into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>();
        [Some(first.to_owned()).filter(|first| *first != large), Some(large)].into_iter().flatten()
    })
}
