// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What may be about somebody though no rule knows it: told by its form, by its neighbours, by a heading.

use hoheit_detect::{Engine, Match};
use std::ops::Range;

/// Digits in a row that may be a number of somebody, though no rule knows it. 5: a postcode, an amount, a customer number.
const DIGITS: usize = 5;

/// Letters of a word in capitals that may be a name. 5: shorter ones are abbreviations (`KITA`), mostly.
const CAPITALS: usize = 5;

/// Relatives and others of whom a case tells. Whoever is named behind such a word, or below such a heading, is somebody else.
const KIN: &[&str] = &[
    "mann",
    "ehemann",
    "ehefrau",
    "ehegatte",
    "ehegatten",
    "ehegattin",
    "ehepartner",
    "ehepartnerin",
    "gatte",
    "gattin",
    "partner",
    "partnerin",
    "lebenspartner",
    "lebenspartnerin",
    "lebensgefährte",
    "lebensgefährtin",
    "kind",
    "kinder",
    "kindes",
    "sohn",
    "sohnes",
    "söhne",
    "tochter",
    "töchter",
    "stiefkind",
    "stiefsohn",
    "stieftochter",
    "pflegekind",
    "enkel",
    "enkelin",
    "enkelkind",
    "mutter",
    "vater",
    "vaters",
    "mutti",
    "mama",
    "papa",
    "eltern",
    "elternteil",
    "stiefmutter",
    "stiefvater",
    "pflegemutter",
    "pflegevater",
    "schwiegermutter",
    "schwiegervater",
    "großmutter",
    "großvater",
    "oma",
    "opa",
    "bruder",
    "schwester",
    "geschwister",
    "schwager",
    "schwägerin",
    "onkel",
    "tante",
    "neffe",
    "nichte",
    "cousin",
    "cousine",
    "witwe",
    "witwer",
    "verlobte",
    "verlobter",
    "freund",
    "freundin",
    "nachbar",
    "nachbarin",
    "mitbewohner",
    "mitbewohnerin",
    "zeuge",
    "zeugin",
    "angehörige",
    "angehöriger",
    "angehörigen",
    "vormund",
    "betreuer",
    "betreuerin",
    "bevollmächtigte",
    "bevollmächtigter",
    "pfleger",
    "pflegerin",
    "erbe",
    "erbin",
    "erben",
    "kollege",
    "kollegin",
    "husband",
    "wife",
    "spouse",
    "child",
    "children",
    "son",
    "daughter",
    "mother",
    "father",
    "parent",
    "parents",
    "brother",
    "sister",
    "guardian",
    "neighbour",
];

/// Headings of columns that name others, beside [`KIN`].
const KIN_HEADINGS: &[&str] = &[
    "geburtsname",
    "mädchenname",
    "familienangehörige",
    "erziehungsberechtigte",
    "erziehungsberechtigter",
    "sorgeberechtigte",
    "sorgeberechtigter",
    "personensorgeberechtigte",
    "notfallkontakt",
    "kontaktperson",
    "ansprechpartner",
    "ansprechpartnerin",
    "ansprechperson",
    "haushaltsmitglied",
    "haushaltsmitglieder",
    "vertreter",
    "vertreterin",
    "maiden",
];

/// What may be somebody's name, number or address in a stretch of text, by its form and its neighbours alone.
pub(super) fn doubtful(engine: &Engine, text: &str) -> Vec<Range<usize>> {
    let mut parts = names_in_doubt(engine, text);
    parts.extend(numbers(text));
    parts
}

/// The same without numbers.
pub(super) fn names_in_doubt(engine: &Engine, text: &str) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = words(text)
        .filter(|(_, word)| engine.may_be_name(word) || is_street(word) || is_in_capitals(engine, word))
        .map(|(range, _)| range)
        .collect();
    parts.extend(mails(text));
    parts.extend(pairs(engine, text));
    parts
}

/// Capitalised words behind a form of address, a word of kinship or a label: names, though no rule may know them (`Herr
/// Beispiel`, `ihre Tochter Mayla`, `Name: Grünwald`).
pub(super) fn addressed(text: &str) -> Vec<Range<usize>> {
    const ADDRESS: &[&str] = &[
        "Herr",
        "Herrn",
        "Frau",
        "Fräulein",
        "Familie",
        "Eheleute",
        "Dr",
        "Prof",
        "Dipl",
        "Ing",
        "Mr",
        "Mrs",
        "Ms",
    ];
    // A name goes on over blanks, hyphens and the dots of titles; between a relative and the name stands more.
    const GOES_ON: &[&str] = &[" ", "-", ".", ". "];
    const BESIDE_KIN: &[&str] = &[" ", ": ", ", ", " ("];
    // Forms, JSON, lists: `Name: Grünwald`, `"Name": "Grünwald"`.
    const LABELS: &[&str] =
        &["Name", "Nachname", "Familienname", "Vorname", "Zuname", "Rufname", "Geburtsname"];
    const BEHIND_LABEL: &[&str] = &[": ", ":", "\t", ":\t", "\": \"", "\":\"", "=", "=\"", " = ", ">"];
    let mut names: Vec<Range<usize>> = Vec::new();
    let mut behind: Option<(usize, &[&str])> = None;
    for (word, letters) in words_from(text, 2) {
        let goes_on = behind.is_some_and(|(end, between)| {
            text.get(end..word.start).is_some_and(|found| between.contains(&found))
        });
        let is_capitalised = letters.starts_with(char::is_uppercase);
        behind = if ADDRESS.contains(&letters) {
            Some((word.end, GOES_ON))
        } else if LABELS.contains(&letters) {
            Some((word.end, BEHIND_LABEL))
        } else if is_capitalised && is_kin(letters) {
            Some((word.end, BESIDE_KIN))
        } else if goes_on && is_capitalised {
            names.push(word.clone());
            Some((word.end, GOES_ON))
        } else {
            None
        };
    }
    names
}

/// Whether a column is headed as one that names others: `Kind`, `Name der Mutter`, `Geburtsname`.
pub(super) fn is_of_others(heading: &str) -> bool {
    let names = |word: &str| {
        let bare = ["vorname", "nachname", "name"].iter().find_map(|ending| word.strip_suffix(ending));
        is_kin(word) || bare.is_some_and(is_kin) || KIN_HEADINGS.contains(&word)
    };
    words(&heading.to_lowercase()).any(|(_, word)| names(word))
}

/// Whether a column holds the given names of whoever its rows are about.
pub(super) fn is_of_given_names(heading: &str) -> bool {
    const GIVEN: &[&str] = &["vorname", "vornamen", "rufname", "given", "first", "forename"];
    !is_of_others(heading) && words(&heading.to_lowercase()).any(|(_, word)| GIVEN.contains(&word))
}

/// Special categories that a heading tells of everybody below it. Alone they are no findings: they are read as behind a label.
pub(super) fn illnesses(engine: &Engine, heading: &str) -> Vec<Range<usize>> {
    const LABELS: [&str; 4] = ["Diagnose: ", "Konfession: ", "Partei: ", "Gewerkschaft: "];
    let mut parts = Vec::new();
    for label in LABELS {
        let mut found: Vec<Match> = Vec::new();
        engine.text(&format!("{label}{heading}"), &mut found);
        let told = found.iter().filter(|f| f.entity.is_special_category() && f.span.end > label.len());
        parts.extend(told.map(|f| f.span.start.saturating_sub(label.len())..f.span.end - label.len()));
    }
    parts
}

fn is_kin(word: &str) -> bool {
    KIN.contains(&word.to_lowercase().as_str())
}

/// Whether a word is written in capitals and none of the words of offices: signs and old registers write names so.
fn is_in_capitals(engine: &Engine, word: &str) -> bool {
    word.chars().count() >= CAPITALS && word.chars().all(char::is_uppercase) && !is_everyday(engine, word)
}

/// Two capitalised words side by side of which neither is a word of offices: a name that stands in no list.
fn pairs(engine: &Engine, text: &str) -> Vec<Range<usize>> {
    let is_unknown = |word: &str| word.starts_with(char::is_uppercase) && !is_everyday(engine, word);
    let mut pairs = Vec::new();
    let mut before: Option<Range<usize>> = None;
    for (range, word) in words(text) {
        let is_unknown = is_unknown(word);
        if let Some(before) =
            before.filter(|before| is_unknown && text.get(before.end..range.start) == Some(" "))
        {
            pairs.push(before.start..range.end);
        }
        before = is_unknown.then_some(range);
    }
    pairs
}

/// Words of offices. Those in `-ung` are too many for a list; names in it are short (`Jung`, `Chung`).
fn is_everyday(engine: &Engine, word: &str) -> bool {
    engine.is_everyday_word(word) || (word.to_lowercase().ends_with("ung") && word.chars().count() >= 7)
}

/// Whether a word is a street's name: its house number may stand in the next line.
fn is_street(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "straße", "strasse", "str", "weg", "gasse", "platz", "allee", "ring", "damm", "ufer", "steig", "pfad",
    ];
    let ends = |ending: &str| word.strip_suffix(ending).is_some_and(|rest| rest.chars().count() > 2);
    word.starts_with(char::is_uppercase) && ENDINGS.iter().any(|ending| ends(ending))
}

/// Numbers of [`DIGITS`] digits and more, also those that are written in groups.
fn numbers(text: &str) -> Vec<Range<usize>> {
    let (mut numbers, mut digits) = (Vec::new(), 0);
    let mut run: Option<Range<usize>> = None;
    for (at, byte) in text.bytes().enumerate().chain([(text.len(), b'.')]) {
        let goes_on = run.as_ref().is_some_and(|run| at - run.end < 3);
        if byte.is_ascii_digit() {
            let start = run.as_ref().filter(|_| goes_on).map_or(at, |run| run.start);
            digits = if goes_on { digits + 1 } else { 1 };
            run = Some(start..at + 1);
        } else if !(matches!(byte, b' ' | b'.' | b'/' | b'-') && goes_on) || at == text.len() {
            numbers.extend(run.take().filter(|_| digits >= DIGITS));
        }
    }
    numbers
}

/// What stands around an `@`, or around what people write in its place: `max (at) beispiel.de`.
fn mails(text: &str) -> Vec<Range<usize>> {
    const SIGNS: [&str; 7] = ["@", "(at)", "[at]", "{at}", "(AT)", "[AT]", "(ät)"];
    let mut mails = Vec::new();
    for sign in SIGNS {
        for (at, _) in text.match_indices(sign) {
            let before = text.get(..at).unwrap_or_default();
            let behind = text.get(at + sign.len()..).unwrap_or_default();
            let (before, blanks) =
                (before.trim_end_matches(' '), behind.len() - behind.trim_start_matches(' ').len());
            let start = before.rfind(char::is_whitespace).map_or(0, |at| text.ceil_char_boundary(at + 1));
            let behind = behind.trim_start_matches(' ');
            let end = behind.find(char::is_whitespace).unwrap_or(behind.len());
            mails.push(start..at + sign.len() + blanks + end);
        }
    }
    mails
}

/// Words of more than two letters or digits, with where they stand.
pub(super) fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    words_from(text, 3)
}

/// Words of so many letters or digits at least.
pub(super) fn words_from(text: &str, least: usize) -> impl Iterator<Item = (Range<usize>, &str)> {
    text.split(|c: char| !c.is_alphanumeric()).filter(move |word| word.chars().count() >= least).map(
        move |word| {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            (start..start + word.len(), word)
        },
    )
}
