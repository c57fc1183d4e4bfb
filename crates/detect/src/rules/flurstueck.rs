// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::context::{self, Words};
use crate::lexicon::Lexicon;
use crate::rule::{Found, NumberRule, Rule, Samples, WordRule};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};

pub(crate) static RULE: Rule = Rule {
    name: "parcel_of_land",
    version: 1,
    entity: Entity::Flurstueck,
    purpose: "A parcel of land, which leads to its owner: the key of ALKIS (20 characters: Land, Gemarkung, Flur, \
              numerator, denominator, `_` for what is missing) or the words Gemarkung, Flur and Flurstück with their \
              numbers; in Bavaria Fl.-Nr. A Flur alone is a field of many parcels and is none.",
    source: "AdV, GeoInfoDok, Flurstückskennzeichen; lgln.niedersachsen.de, example 152450008007460284__",
    samples: SAMPLES,
};

pub(crate) const NUMBER: NumberRule = NumberRule {
    page: &RULE,
    least: 0,
    may: |run, before, _| matches!(run, 6 | 14 | 18 | 20) && !before.is_letter(),
    find: find_key,
};

pub(crate) const WORD: WordRule = WordRule { page: &RULE, words: || WORDS.to_vec(), find: find_words };

const SAMPLES: Samples = Samples {
    found: &[
        ("152450008007460284__", &["152450008007460284__"]),
        ("05234500400012______", &["05234500400012______"]),
        ("Flurstückskennzeichen: 05234500400012000300", &["05234500400012000300"]),
        ("Gemarkung Musterstadt, Flur 3, Flurstück 12/4", &["Musterstadt 3 12/4"]),
        ("Gemarkung: Bad Muster Flur: 12 Flurstück: 345", &["Bad Muster 12 345"]),
        ("Flur 3, Flst. 123/4", &["3 123/4"]),
        ("Flst.-Nr. 123/4, Gemarkung Musterau", &["123/4"]),
        ("Fl.-Nr. 1234/5", &["1234/5"]),
        ("FlNr. 77", &["77"]),
        ("die Flurstücke 12/4, 13 und 14/1", &["12/4"]),
        ("Gemarkung Musterau\nFlur 2\nFlurstück 5", &["Musterau 2 5"]),
        ("Gemarkung Musterberg (1234), Flurstück Nr. 99/2", &["Musterberg 99/2"]),
    ],
    not_found: &[
        "Flur 3 im Rathaus",
        "Flurbereinigungsgesetz § 12",
        "Gemarkung Musterstadt",
        "15245000800746028400",
        "99245000800746____",
        "das Flurstück liegt an der B 56",
        "12345678901234",
        "Flurstücke werden vereinigt",
    ],
};

/// Beginnings of the words that it waits for.
const WORDS: [&str; 8] = ["Gemarkung", "Gmkg", "Flur", "Flst", "FlNr", "Fl", "FLNR", "Parzelle"];

/// Land 2, Gemarkung 4, Flur 3, numerator 5, denominator 4, sequence 2.
const KEY: usize = 20;
const KEY_WORDS: &Words = &Words::new(&["flurst", "flst", "flurkennz", "alkis", "alb"]);

/// The key of ALKIS.
fn find_key(view: &View<'_>, start: usize, run: usize) -> Option<Found> {
    let end = start + KEY;
    let text = view.str(start..end);
    let key = text.as_bytes();
    // What may be missing is missing as a whole.
    let whole = |range: std::ops::Range<usize>| {
        key.get(range)
            .is_some_and(|part| part.iter().all(u8::is_ascii_digit) || part.iter().all(|byte| *byte == b'_'))
    };
    let digits = |range: std::ops::Range<usize>| {
        key.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    let land =
        text.get(..2).and_then(|land| land.parse::<u8>().ok()).is_some_and(|land| (1..=16).contains(&land));
    let formed = land && digits(0..6) && whole(6..9) && digits(9..14) && whole(14..18) && whole(18..20);
    let ends = !view.alphanumeric_before(start) && !view.alphanumeric_at(end) && view.at(end) != b'_';
    let context = run < KEY || context::in_front(view, start, KEY_WORDS);
    (formed && ends && context).then(|| Found {
        span: start..end,
        value: text.to_owned(),
        confidence: Confidence::percent(if run < KEY { 95 } else { 90 }),
        signals: if run < KEY { Signals::FORMAT } else { Signals::FORMAT.with(Signals::CONTEXT) },
    })
}

/// What Gemarkung, Flur or Flurstück begins.
fn find_words(view: &View<'_>, _: &Lexicon, start: usize) -> Option<Found> {
    let mut at = start;
    let mut value = String::new();
    let mut parts = 0;
    if let Some(end) = word(view, at, &["Gemarkung", "Gmkg", "GEMARKUNG"]) {
        let (name, end) = district(view, end)?;
        value.push_str(name);
        at = separator(view, end);
        parts += 1;
    }
    if let Some(end) = word(view, at, &["Flur", "FLUR"]) {
        let (number, end) = number(view, end)?;
        if !value.is_empty() {
            value.push(' ');
        }
        value.push_str(number);
        at = separator(view, end);
        parts += 1;
    }
    let end = parcel_word(view, at)?;
    let (number, end) = number(view, end)?;
    if !value.is_empty() {
        value.push(' ');
    }
    value.push_str(number);
    Some(Found {
        span: start..end,
        value,
        confidence: Confidence::percent(if parts > 0 { 93 } else { 75 }),
        signals: Signals::FORMAT.with(Signals::CONTEXT),
    })
}

/// The number that a whole cell is, in a column of parcels.
pub(crate) fn cell(view: &View<'_>, start: usize, end: usize) -> Option<Found> {
    let key = find_key(view, start, KEY - 1).filter(|found| found.span.end == end);
    key.or_else(|| {
        let (number, after) = number(view, start)?;
        (after == end).then(|| Found {
            span: start..end,
            value: number.to_owned(),
            confidence: Confidence::percent(85),
            signals: Signals::FORMAT,
        })
    })
    .map(|found| found.with(Signals::HEADER))
}

/// Behind one of the words, if it stands here whole.
fn word(view: &View<'_>, at: usize, words: &[&str]) -> Option<usize> {
    words.iter().find_map(|word| {
        let end = at + word.len();
        (view.slice(at..end) == word.as_bytes() && !view.alphanumeric_at(end)).then_some(end)
    })
}

/// Behind Flurstück, Flurstücke, Flurst., Flst.-Nr., Fl.-Nr., `FlNr.` or Parzelle.
fn parcel_word(view: &View<'_>, at: usize) -> Option<usize> {
    let mut end = at;
    while view.at(end).is_ascii_alphabetic() || view.at(end) >= 0x80 {
        end += 1;
        if end - at > 24 {
            return None;
        }
    }
    let text = view.str(at..end).to_lowercase();
    let full = matches!(
        text.as_str(),
        "flurstück"
            | "flurstücke"
            | "flurstücken"
            | "flurstücks"
            | "flurstücknr"
            | "flurstücksnr"
            | "flurstücknummer"
            | "flurstücksnummer"
            | "flurstueck"
            | "flurstuecke"
            | "flurst"
            | "flurstnr"
            | "flst"
            | "flstnr"
            | "flstk"
            | "flnr"
            | "flurnr"
            | "flurnummer"
            | "parzelle"
            | "parzellen"
    );
    let short = text == "fl";
    if !full && !short {
        return None;
    }
    end += usize::from(view.at(end) == b'.');
    let numbered = ["-Nr", " Nr", "Nr", "-Nummer", " Nummer", " No"]
        .iter()
        .find(|nr| view.slice(end..end + nr.len()) == nr.as_bytes());
    if let Some(nr) = numbered {
        end += nr.len();
        end += usize::from(view.at(end) == b'.');
    }
    (full || numbered.is_some()).then_some(end)
}

/// The name of a Gemarkung: words with a capital and small ones between, then perhaps its number in brackets.
fn district<'v>(view: &View<'v>, at: usize) -> Option<(&'v str, usize)> {
    /// Longest name that is read, in bytes.
    const LONGEST: usize = 48;
    let start = label_end(view, at);
    let mut end = start;
    let mut last = start;
    while end - start < LONGEST {
        let letters = view
            .slice(end..end + LONGEST)
            .iter()
            .take_while(|byte| byte.is_ascii_alphabetic() || **byte >= 0x80 || matches!(byte, b'-' | b'.'))
            .count();
        let word = view.str(end..end + letters);
        // `Gemarkung Musterau Flur 2`
        if letters == 0 || word.starts_with("Flur") || word.starts_with("Fl.") || word.starts_with("Flst") {
            break;
        }
        if word.chars().next().is_some_and(char::is_uppercase) {
            last = end + letters;
        } else if !matches!(
            word,
            "am" | "an" | "der" | "im" | "in" | "bei" | "ob" | "vor" | "auf" | "und" | "a." | "d." | "i."
        ) {
            break;
        }
        end += letters + view.blank_at(end + letters);
        if view.at(end - 1) != b' ' {
            break;
        }
    }
    let name = view.str(start..last).trim_end_matches('.');
    let close = view.slice(last..last + 12).iter().position(|byte| *byte == b')');
    let end = match close {
        Some(close) if view.slice(last..last + 2).starts_with(b" (") => last + close + 1,
        _ => last,
    };
    (name.len() > 1).then_some((name, end))
}

/// A number of a Flur or parcel: 12, 12/4, 012/0004.
fn number<'v>(view: &View<'v>, at: usize) -> Option<(&'v str, usize)> {
    let start = label_end(view, at);
    let digits = |at: usize| view.slice(at..at + 6).iter().take_while(|byte| byte.is_ascii_digit()).count();
    let first = digits(start);
    if !(1..=5).contains(&first) {
        return None;
    }
    let mut end = start + first;
    if view.at(end) == b'/' && (1..=4).contains(&digits(end + 1)) {
        end += 1 + digits(end + 1);
    }
    let amount = matches!(view.at(end), b',' | b'.') && view.at(end + 1).is_ascii_digit();
    (!view.alphanumeric_at(end) && !amount).then(|| (view.str(start..end), end))
}

/// Behind `:`, blanks and a line break that part a label from its value.
fn label_end(view: &View<'_>, at: usize) -> usize {
    let mut end = at;
    while matches!(view.at(end), b' ' | b':' | b'\t' | b'\n' | b'.') && end - at < 8 {
        end += 1;
    }
    end
}

/// Behind what stands between the parts.
fn separator(view: &View<'_>, at: usize) -> usize {
    let mut end = at;
    while matches!(view.at(end), b' ' | b',' | b';' | b'\n' | b'\t' | b'/' | b'|') && end - at < 8 {
        end += 1;
    }
    end
}
