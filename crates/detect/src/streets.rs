// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Reading addresses: house numbers, the streets before them, postcodes with their towns.

mod words;

use crate::names;
use crate::pattern;
use crate::view::View;
use hoheit_types::Entity;
use std::ops::Range;
use words::{
    ARTICLES, LIKELY, List, MONTHS, NO_PLACES, NO_STREETS, PLACES, PREPOSITIONS, STAGES, SURE, UNITS, VENUES,
};

/// How sure a street is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// By its ending: `Hauptstraße`
    Sure,
    /// By an ending that other words have too: `Mühlweg`, `Am Markt`
    Likely,
    /// By its preposition alone: `Am Dreispitz`
    Doubtful,
    /// Any name: it takes a postcode and town to believe it
    Open,
}

/// A street.
#[derive(Clone, Debug)]
pub(crate) struct Street {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) trust: Trust,
}

/// Highest house number; longer streets have fewer, and years are above.
const HOUSES: u32 = 1499;

/// Where a house number ends, with its letter or range: `12a`, `12 b`, `3-5`, `12/14`. `None` if it is a number of something
/// else: a date, an amount, a length.
pub(crate) fn number_end(view: &View<'_>, start: usize, digits_end: usize) -> Option<usize> {
    let number = |number: u32, digit: &u8| number.saturating_mul(10).saturating_add(u32::from(digit & 15));
    if view.at(start) == b'0' || view.slice(start..digits_end).iter().fold(0, number) > HOUSES {
        return None;
    }
    let mut end = letter_end(view, digits_end);
    let dash = end + view.blank_at(end);
    let dash_len = match view.at(dash) {
        b'-' | b'/' | b'+' => 1,
        0xe2 if view.slice(dash..dash + 3) == "–".as_bytes() => 3,
        _ => 0,
    };
    if dash_len > 0 {
        let other = dash + dash_len + view.blank_at(dash + dash_len);
        let len = view.slice(other..other + 5).iter().take_while(|byte| byte.is_ascii_digit()).count();
        if matches!(len, 1..=4) {
            end = letter_end(view, other + len);
        }
    }
    let next = view.at(end);
    let is_number = match next {
        b'.' | b',' | b':' => view.at(end + 1).is_ascii_digit(),
        b'%' | b'_' | b'@' | b'-' => true,
        _ => view.alphanumeric_at(end),
    };
    if is_number {
        return None;
    }
    let after = end + view.blank_at(end);
    let is_ordinal = next == b'.' && view.blank_at(end + 1) > 0 && {
        let word = end + 1 + view.blank_at(end + 1);
        view.at(word).is_ascii_lowercase() || is_one_of(view, word, MONTHS) || is_one_of(view, word, STAGES)
    };
    let is_amount = after > end && (is_one_of(view, after, UNITS) || matches!(view.at(after), b'%'));
    (!is_ordinal && !is_amount && view.slice(after..after + 3) != "€".as_bytes()).then_some(end)
}

/// Behind the letter of a house number, if it has one.
fn letter_end(view: &View<'_>, end: usize) -> usize {
    let blank = view.blank_at(end);
    let letter = view.at(end + blank);
    // With a blank only letters that are no unit and no word.
    let fine =
        if blank == 0 { letter.is_ascii_alphabetic() } else { matches!(letter, b'a'..=b'f' | b'A'..=b'F') };
    if fine && !view.alphanumeric_at(end + blank + 1) && (blank == 0 || view.at(end + blank + 1) != b'/') {
        end + blank + 1
    } else {
        end
    }
}

/// Whether the word at an offset is one of a list.
fn is_one_of(view: &View<'_>, at: usize, list: &List) -> bool {
    let end = names::word_end(view, at);
    list.has(view.str(at..end))
}

/// What house numbers are called where they have a field of their own.
const HOUSE_LABELS: [&str; 7] = ["Nr", "Hausnr", "Hausnummer", "Haus-Nr", "HNr", "hsnr", "housenumber"];

/// Words of a street's name before its last one.
const WORDS: usize = 4;

/// The street that ends before a house number.
pub(crate) fn ending_at(view: &View<'_>, number: usize) -> Option<Street> {
    let mut end = number - view.blank_before(number);
    if view.before(end) == b'\t' && view.is_listed(number, Entity::Address) {
        end -= 1;
    }
    // `Straße: Lerchenweg Hausnummer: 4`, also on two lines; `"strasse": "Lerchenweg", "hausnr": "4"`
    let quote = usize::from(view.before(end) == b'"');
    let colon = end - quote - view.blank_before(end - quote);
    let mut labelled = colon - usize::from(view.before(colon) == b':');
    labelled -= usize::from(labelled < colon && view.before(labelled) == b'"');
    if quote > 0 && labelled == colon {
        return None;
    }
    let (mut word_end, mut start) = last_word(view, labelled)?;
    let is_house = matches!(view.at(start), b'N' | b'n' | b'H' | b'h')
        && HOUSE_LABELS.iter().any(|label| view.str(start..word_end).eq_ignore_ascii_case(label));
    if is_house {
        end = start - usize::from(view.before(start) == b'"');
        while start - end < 6 && matches!(view.before(end), b' ' | b'\n' | b'\r' | b'\t' | b',' | b';' | b'"')
        {
            end -= 1;
        }
        (word_end, start) = last_word(view, end)?;
    } else if labelled < end {
        return None;
    }
    let has_point = end > word_end;
    let square = named_after(view, start);
    if let Some(square) = square {
        return Some(Street { start: square, end, trust: Trust::Sure });
    }
    if !names::is_capital(view, start) {
        return None;
    }
    let word = view.str(start..word_end).to_lowercase();
    if NO_STREETS.ends(&word) || NO_PLACES.has(&word) {
        return None;
    }
    let ending = |list: &List| {
        let fits = |ending: &&str| *ending != "pl" || has_point;
        list.ending(&word).filter(fits).map(|ending| word.len() - ending.len()).min()
    };
    let (trust, stem) = match (ending(SURE), ending(LIKELY)) {
        (Some(stem), _) => (Trust::Sure, stem),
        (None, Some(stem)) => (Trust::Likely, stem),
        (None, None) => (Trust::Open, word.len()),
    };
    if has_point && trust != Trust::Sure && !word.ends_with("pl") {
        return None;
    }
    let (first, prepositions) = name_start(view, start);
    if let Some(first) = prepositions {
        let is_place = PLACES.ends(&word) || trust != Trust::Open;
        let is_ended = names::ends_phrase(view, view.len().min(number_stop(view, number)));
        let trust = match trust {
            Trust::Sure => Trust::Sure,
            _ if is_place && is_ended => Trust::Likely,
            _ => Trust::Doubtful,
        };
        return Some(Street { start: first, end, trust });
    }
    // `Straße 5` alone is none; `Berliner Straße 5` is one.
    if stem < 2 && first == start && trust != Trust::Open {
        // `Twiete 5, 20095 Hamburg`, `Markt 1, 53111 Bonn`: by their town alone
        let is_name = matches!(
            word.as_str(),
            "twiete" | "markt" | "zeil" | "graben" | "damm" | "wall" | "anger" | "ring"
        );
        return is_name.then_some(Street { start, end, trust: Trust::Open });
    }
    Some(Street { start: first, end, trust })
}

/// Whether a word names a building or place where nobody lives: `Grundschule`, `Turnhalle`.
pub(crate) fn is_venue(word: &str) -> bool {
    names_venue(&word.to_lowercase())
}

fn names_venue(lower: &str) -> bool {
    lower.len() > 3 && VENUES.ends(lower)
}

/// Whether a building where nobody lives stands right before a street: `Turnhalle, Schulstraße 7`, `Rathaus (Am Markt 1)`.
pub(crate) fn is_at_venue(view: &View<'_>, street: usize) -> bool {
    let mut end = street;
    while street - end < 4 && matches!(view.before(end), b' ' | b',' | b'(' | b':' | b';' | b'|') {
        if view.is_barrier(view.before(end)) {
            return false;
        }
        end -= 1;
    }
    end < street && is_venue(view.str(names::word_start(view, end)..end))
}

/// Where the digits end that start here, with what else belongs to a house number.
fn number_stop(view: &View<'_>, number: usize) -> usize {
    let digits = view.slice(number..number + 4).iter().take_while(|byte| byte.is_ascii_digit()).count();
    letter_end(view, number + digits)
}

/// The end and start of the word that ends here, on the same line, without its full stop.
fn last_word(view: &View<'_>, end: usize) -> Option<(usize, usize)> {
    let word_end = end - usize::from(view.before(end) == b'.');
    let mut start = names::word_start(view, word_end);
    // `Dr.-Müller-Straße`, `St.-Georg-Str.`
    for _ in 0..3 {
        if view.at(start) == b'-' && view.before(start) == b'.' {
            start = names::word_start(view, start - 1);
        }
    }
    (start < word_end && view.at(start) != b'-').then_some((word_end, start))
}

/// `Straße des 17. Juni`, `Platz der Deutschen Einheit`: where it starts, if the word at an offset ends it.
fn named_after(view: &View<'_>, last: usize) -> Option<usize> {
    let mut at = last;
    for _ in 0..WORDS {
        let before = at - view.blank_before(at);
        let end = before - usize::from(view.before(before) == b'.');
        let mut start = names::word_start(view, end);
        while view.before(start).is_ascii_digit() && end - start < 3 {
            start -= 1;
        }
        if before == at || start == end {
            return None;
        }
        let is_link = matches!(view.str(start..end), "des" | "der" | "am" | "zum" | "zur" | "im" | "an");
        if is_link {
            let end = start - view.blank_before(start);
            let end = end - usize::from(view.before(end) == b'.');
            let first = names::word_start(view, end);
            let noun = view.str(first..end);
            if matches!(
                noun,
                "Straße" | "Strasse" | "Str" | "STRASSE" | "Platz" | "Allee" | "Weg" | "Ring" | "Gasse"
            ) {
                return Some(first);
            }
        }
        at = start;
    }
    None
}

/// Where a street's name starts whose last word starts at `last`: its capitalised words; and where with the preposition before them.
fn name_start(view: &View<'_>, last: usize) -> (usize, Option<usize>) {
    let mut at = last;
    let mut first = last;
    let mut is_name = true;
    for _ in 0..WORDS {
        let blank = view.blank_before(at);
        let end = at - blank;
        let start = names::word_start(view, end);
        let word = view.str(start..end);
        if blank == 0 || word.is_empty() || view.before(end) == b'-' {
            break;
        }
        let is_capital = names::is_capital(view, start);
        if is_capital && PREPOSITIONS.contains(&word) {
            return (first, Some(start));
        }
        // `An der alten Ziegelei`
        let is_small =
            word.ends_with("en") && word.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
        if ARTICLES.contains(&word) || (is_name && is_small) {
            is_name = false;
        } else if is_name && is_capital && is_adjective(word) {
            first = start;
        } else {
            break;
        }
        at = start;
    }
    (first, None)
}

/// Whether a word can be one of the first words of a street: `Lange`, `Berliner`, `Obere`, `Kleine`, `Sankt`.
fn is_adjective(word: &str) -> bool {
    let lower = word.to_lowercase();
    let fits = ["er", "e", "en", "es", "sche", "alt"].iter().any(|ending| lower.ends_with(ending));
    let is_no = [
        "der",
        "die",
        "eine",
        "einer",
        "diese",
        "dieser",
        "unsere",
        "seine",
        "ihre",
        "siehe",
        "jede",
        "neben",
        "alle",
        "adresse",
        "straße",
        "hausnummer",
        "anlage",
        "linie",
        "buslinie",
        "haltestelle",
        "baustelle",
        "stelle",
        "gruppe",
        "klasse",
        "stufe",
        "seite",
        "zeile",
        "reihe",
        "ecke",
        "höhe",
    ];
    fits && !is_no.contains(&lower.as_str()) && !names_venue(&lower) && !SURE.ends(&lower)
        || matches!(word, "St" | "Sankt" | "Bad" | "Klein" | "Groß" | "Neu" | "Alt")
}

/// Bytes between a house number and its postcode: two line breaks, or a storey and a part of town.
const GAP: usize = 48;

/// Where five digits stand in a window, as bits.
fn fives(window: &[u8]) -> u64 {
    let digits = pattern::digits(&pattern::block(window));
    let pairs = digits & digits >> 1;
    pairs & pairs >> 2 & digits >> 4
}

/// The postcode and town behind a house number, and where they end.
pub(crate) fn place_behind(view: &View<'_>, at: usize) -> Option<(String, usize)> {
    let window = view.slice(at..at + GAP);
    let gap = Some(fives(window).trailing_zeros() as usize).filter(|gap| *gap < GAP)?;
    let between = window.get(..gap)?;
    let breaks = memchr::memchr_iter(b'\n', between).count();
    if breaks > 2 || between.iter().any(|byte| view.is_barrier(*byte)) {
        return None;
    }
    let mut text = view.str(at..at + gap);
    for country in ["D-", "D –", "DE-", "D "] {
        text = text.strip_suffix(country).unwrap_or(text);
    }
    let is_plain = text.chars().all(|sign| {
        matches!(
            sign,
            ' ' | ','
                | ';'
                | '/'
                | '-'
                | '–'
                | '\n'
                | '\r'
                | '\t'
                | '|'
                | '.'
                | '\u{a0}'
                | '('
                | '·'
                | '•'
                | '\''
                | '"'
        )
    });
    let is_known = || {
        [
            "c/o",
            "OT ",
            "Ortsteil",
            "OG",
            "EG",
            "Whg",
            "Wohnung",
            "Hinterhaus",
            "links",
            "rechts",
            "Stock",
            "Etage",
            "PLZ",
            "plz",
            "postleitzahl",
            "zip",
            "Ort:",
        ]
        .iter()
        .any(|word| text.contains(word))
    };
    if !is_plain && !matches!(text.trim(), "in" | ", in" | "in:") && !is_known() {
        return None;
    }
    place(view, at + gap)
}

/// The postcode and town before a street, and where they start: `53111 Bonn, `.
pub(crate) fn place_before(view: &View<'_>, street: usize) -> Option<(String, usize)> {
    let from = street.saturating_sub(GAP);
    let window = view.slice(from..street);
    let at = from + fives(window).checked_ilog2()? as usize;
    if window.get(at - from..)?.iter().any(|byte| view.is_barrier(*byte)) {
        return None;
    }
    let (place, end) = place(view, at)?;
    let between = view.str(end..street);
    let fits = between
        .chars()
        .all(|sign| matches!(sign, ' ' | ',' | ';' | '-' | '–' | '/' | '\n' | '\r' | '|' | ':' | ')'));
    (fits && between.len() <= 6 && !between.is_empty()).then_some((place, at))
}

/// A postcode and its town, and where they end.
fn place(view: &View<'_>, at: usize) -> Option<(String, usize)> {
    let postcode = view.str(at..at + 5);
    let is_valid = postcode.parse::<u32>().is_ok_and(|code| (1001..=99998).contains(&code));
    if !is_valid || view.before(at).is_ascii_digit() || view.alphanumeric_at(at + 5) {
        return None;
    }
    let mut town = at + 5 + view.blank_at(at + 5);
    // `PLZ: 53123 Ort: Bonn`, also on two lines
    let label = town + usize::from(view.at(town) == b'\n');
    for word in [
        "Ort: ",
        "Wohnort: ",
        "Stadt: ",
        "ort: ",
        "wohnort: ",
        "\", \"ort\": \"",
        "\", \"wohnort\": \"",
        "\", \"city\": \"",
    ] {
        if view.slice(label..label + word.len()) == word.as_bytes() {
            town = label + word.len();
        }
    }
    let end = town_end(view, town).filter(|_| town > at + 5)?;
    Some((format!("{postcode} {}", view.str(town..end)), end))
}

/// Where a town's name ends that starts here.
pub(crate) fn town_end(view: &View<'_>, start: usize) -> Option<usize> {
    let mut end = names::word_end(view, start);
    if end == start || !names::is_capital(view, start) {
        return None;
    }
    for _ in 0..4 {
        let word = view.str(names::word_start(view, end)..end).to_lowercase();
        let point = usize::from(view.at(end) == b'.');
        let next = end + point + view.blank_at(end + point);
        let next_end = names::word_end(view, next);
        let next_word = view.str(next..next_end);
        let goes_on = matches!(
            word.as_str(),
            "bad"
                | "sankt"
                | "st"
                | "groß"
                | "klein"
                | "neu"
                | "alt"
                | "markt"
                | "hann"
                | "schwäbisch"
                | "stadt"
                | "lutherstadt"
                | "hansestadt"
                | "am"
                | "an"
                | "der"
                | "im"
                | "in"
                | "ob"
                | "vor"
                | "bei"
                | "dem"
                | "a"
                | "d"
                | "i"
                | "den"
                | "burg"
        );
        let links = matches!(next_word, "am" | "an" | "im" | "ob" | "vor" | "bei" | "a" | "i" | "AM" | "AN")
            || (goes_on && matches!(next_word, "der" | "dem" | "den" | "d" | "DER"));
        let is_name = goes_on && next_end > next && names::is_capital(view, next);
        if next == end + point || next_end == next || !(links || is_name) || (point > 0 && !goes_on) {
            break;
        }
        end = next_end;
    }
    // `Halle (Saale)`, `Frankfurt (Oder)`, `Freiburg i. Br.` stays `Freiburg i. Br`
    let bracket = end + view.blank_at(end);
    let inside = names::word_end(view, bracket + 1);
    if view.at(bracket) == b'('
        && inside > bracket + 1
        && view.at(inside) == b')'
        && names::is_capital(view, bracket + 1)
    {
        end = inside + 1;
    }
    Some(end)
}

/// A post office box of which `start` is the first digit: its label and digits.
pub(crate) fn box_end(view: &View<'_>, start: usize) -> Option<Range<usize>> {
    let end = start - view.blank_before(start);
    // A cheap look first: nearly all words end in something else.
    matches!(view.before(end), b'h' | b'H' | b'F' | b'f').then_some(())?;
    let label = names::word_start(view, end);
    matches!(view.str(label..end), "Postfach" | "POSTFACH" | "PF" | "Pf").then_some(())?;
    let mut end = start;
    let mut digits = 0;
    while digits < 6 {
        let blank = if end > start { view.blank_at(end) } else { 0 };
        let rest = view.slice(end + blank..end + blank + 7);
        let run = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        // Groups of a box have two digits; five are the postcode.
        if run == 0 || (digits > 0 && run > 2) {
            break;
        }
        digits += run;
        end += blank + run;
    }
    Some(label..end)
}
