// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Tells a garbage text layer from text. PDF files may map glyphs to characters wrongly or not at all: then there is
//! "text", nobody can read it, and a search in it finds nothing.

/// How many characters are judged: three dense pages say all.
const SAMPLE_CHARS: usize = 16_384;

/// Below this many visible characters nothing is judged: headings, page numbers and labels are odd by nature.
const ENOUGH_CHARS: u32 = 24;

/// Below this many letter pairs the pairs are not judged: 60 are about ten words.
const ENOUGH_PAIRS: u32 = 60;

/// Whether a text layer is garbage: it holds many characters that no text holds, or words that no language has.
///
/// Errs on the side of text: lists of numbers, abbreviations, source code and foreign languages pass.
pub(crate) fn is_garbage(text: &str) -> bool {
    let tally = Tally::of(text);
    if tally.visible < ENOUGH_CHARS {
        // Even a short text is none if nothing in it is a character.
        return tally.visible > 0 && tally.impossible == tally.visible;
    }
    let share = |part: u32, whole: u32| f64::from(part) / f64::from(whole.max(1));
    // Replacement, private-use and control characters: real layers have a few (bullets from symbol fonts).
    share(tally.impossible, tally.visible) > 0.15
        // Neither letter nor digit nor usual punctuation: below 0.1 in text, tables and code.
        || share(tally.odd + tally.impossible, tally.visible) > 0.4
        // Letters of two scripts in one word: names of formulas aside, nobody writes so.
        || tally.words >= 8 && share(tally.mixed_words, tally.words) > 0.3
        // German and English text has 0.96 usual pairs; with letters shifted by any constant it has 0.53 or less.
        || tally.pairs >= ENOUGH_PAIRS && share(tally.usual_pairs, tally.pairs) < 0.58
}

/// What is counted over a sample.
#[derive(Default)]
struct Tally {
    visible: u32,
    impossible: u32,
    odd: u32,
    words: u32,
    mixed_words: u32,
    pairs: u32,
    usual_pairs: u32,
}

impl Tally {
    fn of(text: &str) -> Self {
        let mut tally = Self::default();
        let (mut previous, mut script, mut mixed) = (None, None, false);
        for c in text.chars().take(SAMPLE_CHARS) {
            tally.visible += u32::from(!c.is_whitespace());
            tally.impossible += u32::from(is_impossible(c));
            tally.odd += u32::from(is_odd(c));
            if c.is_alphabetic() {
                let this = Script::of(c);
                mixed |= script.is_some_and(|s| s != this);
                script = Some(this);
            } else if script.take().is_some() {
                tally.words += 1;
                tally.mixed_words += u32::from(std::mem::take(&mut mixed));
            }
            let letter = c.is_ascii_alphabetic().then(|| c.to_ascii_lowercase());
            if let (Some(first), Some(second)) = (previous, letter) {
                tally.pairs += 1;
                tally.usual_pairs += u32::from(is_usual_pair(first, second));
            }
            previous = letter;
        }
        tally
    }
}

/// Scripts that a wrong mapping jumps between; all the rest is one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Semitic,
    Other,
}

impl Script {
    fn of(c: char) -> Self {
        match c {
            // The micro and ohm signs stand among Latin letters.
            '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' | '\u{2126}' | '\u{fb00}'..='\u{fb06}' => Self::Latin,
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => Self::Greek,
            '\u{400}'..='\u{52f}' => Self::Cyrillic,
            '\u{590}'..='\u{6ff}' => Self::Semitic,
            _ => Self::Other,
        }
    }
}

fn is_impossible(c: char) -> bool {
    matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}' | '\u{fff0}'..='\u{fffc}')
        || c.is_control() && !c.is_whitespace()
}

/// No letter, digit, blank or usual punctuation. Leader dots and rules of forms are usual.
fn is_odd(c: char) -> bool {
    !(c.is_alphanumeric()
        || c.is_whitespace()
        || matches!(
            c,
            '.' | ',' | ';' | ':' | '-' | '_' | '/' | '(' | ')' | '%' | '"' | '\'' | '=' | '*' | '|' | '+'
        )
        || matches!(
            c,
            '€' | '§'
                | '°'
                | '„'
                | '“'
                | '”'
                | '–'
                | '—'
                | '…'
                | '•'
                | '·'
                | '«'
                | '»'
                | '‚'
                | '‘'
                | '’'
        )
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{300}'..='\u{36f}')
        || is_impossible(c))
}

fn is_usual_pair(first: char, second: char) -> bool {
    USUAL_SECOND
        .get((first as usize).wrapping_sub('a' as usize))
        .is_some_and(|letters| letters.contains(second))
}

/// For each letter a–z those that often follow it: pairs with a frequency of at least 0.0008 in German administrative
/// texts (legal, FIM and BSI data) or in English manuals. They make up 96 % of either.
const USUAL_SECOND: [&str; 26] = [
    "bcdfghiklmnprstuvy",
    "aeiloruy",
    "aehiklortu",
    "adeikorstu",
    "abcdefghilmnprstuvwxy",
    "aefiortu",
    "aehirsu",
    "aeilnorst",
    "abcdefglmnoprstvx",
    "aeou",
    "aeiors",
    "adeiklostuyz",
    "abeimopsu",
    "abcdefghiklnostuz",
    "bcdefglmnoprstuvw",
    "aeiloprstu",
    "u",
    "abcdefghiklmnorstuyz",
    "abcdehiloprstuy",
    "acdehiloprstuyz",
    "abcefilmnprst",
    "aeio",
    "aehios",
    "pt",
    "op",
    "beu",
];

#[cfg(test)]
mod tests;
