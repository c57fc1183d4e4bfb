// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Labels and headings below which nobody is named: places, things, firms, facts. Behind any other an unknown word may be a name.

use super::doubt::{is_everyday, words_from};
use super::persons::{is_kin, plain};
use hoheit_detect::Engine;
use std::ops::Range;

/// German and English, without umlauts. Longer words end with them: `Wohnort`, `Krankenkasse`.
const ENDS: &[&str] = &[
    "ort",
    "stadt",
    "teil",
    "strasse",
    "str",
    "land",
    "kreis",
    "bezirk",
    "gemeinde",
    "gegend",
    "adresse",
    "anschrift",
    "lage",
    "gemarkung",
    "flur",
    "platz",
    "friedhof",
    "gebaude",
    "haus",
    "raum",
    "zimmer",
    "objekt",
    "beruf",
    "tatigkeit",
    "funktion",
    "stelle",
    "firma",
    "betrieb",
    "arbeitgeber",
    "branche",
    "gewerbe",
    "handwerk",
    "handel",
    "verein",
    "sparte",
    "abteilung",
    "amt",
    "behorde",
    "schule",
    "schulform",
    "kita",
    "gruppe",
    "klasse",
    "fach",
    "abschluss",
    "ausbildung",
    "bank",
    "institut",
    "kasse",
    "versicherung",
    "konfession",
    "religion",
    "bekenntnis",
    "stand",
    "status",
    "geschlecht",
    "angehorigkeit",
    "nationalitat",
    "sprache",
    "herkunft",
    "anrede",
    "titel",
    "art",
    "form",
    "typ",
    "grund",
    "zweck",
    "betreff",
    "thema",
    "gegenstand",
    "ergebnis",
    "beschluss",
    "antrag",
    "leistung",
    "massnahme",
    "hilfe",
    "diagnose",
    "befund",
    "krankheit",
    "behinderung",
    "merkmal",
    "medikament",
    "medikamente",
    "impfung",
    "hersteller",
    "modell",
    "marke",
    "fahrzeug",
    "rasse",
    "tier",
    "farbe",
    "ware",
    "artikel",
    "gerat",
    "software",
    "datei",
    "version",
    "quelle",
    "datum",
    "monat",
    "tag",
    "zeit",
    "jahr",
    "nummer",
    "nr",
    "id",
    "zeichen",
    "konto",
    "betrag",
    "gebuhr",
    "wahrung",
    "tarif",
    "zone",
    "stufe",
    "grad",
    "anzahl",
    "zahl",
    "geb",
    "geboren",
    "born",
    "date",
    "city",
    "town",
    "street",
    "country",
    "place",
    "address",
    "state",
    "region",
    "language",
    "occupation",
    "job",
    "company",
    "school",
    "type",
    "category",
    "subject",
    "title",
    "file",
    "path",
    "format",
    "unit",
    "reason",
    "topic",
    "url",
    "http",
    "https",
];

/// Whether the last word of a label or a heading tells that no person is named behind it.
pub(super) fn is_harmless(word: &str) -> bool {
    let word = plain(word);
    let ends = |end: &str| {
        let singular = ["", "s", "n", "en", "e"].into_iter().find_map(|plural| {
            let word = word.strip_suffix(plural)?;
            word.strip_suffix(end)
        });
        // Two letters end roles, too.
        singular.is_some_and(|rest| rest.is_empty() || (rest.len() > 2 && end.len() > 2))
    };
    ENDS.iter().any(|end| ends(end))
}

/// Whether a word in small letters says what is so, and is nobody's name: `verstorben`, `keine`.
pub(super) fn is_fact(word: &str) -> bool {
    /// Endings of verbs, participles and adjectives
    const ENDS: &[&str] =
        &["t", "te", "en", "ern", "ig", "lich", "isch", "bar", "los", "sam", "haft", "er", "e", "es", "em"];
    /// Letters of a name that a lead in capitals announces. 5: shorter ones are particles.
    const LEAST: usize = 5;
    word.chars().count() < LEAST || ENDS.iter().any(|end| word.ends_with(end))
}

/// Answers of forms, numbers in words, and what is said of papers and people alike.
const ANSWERS: &[&str] = &[
    "ja",
    "nein",
    "kein",
    "keine",
    "keiner",
    "keins",
    "liegt",
    "vor",
    "fehlt",
    "unbekannt",
    "bekannt",
    "verstorben",
    "vorhanden",
    "offen",
    "erledigt",
    "entfällt",
    "informiert",
    "bestellt",
    "ledig",
    "nicht",
    "eins",
    "ein",
    "eine",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "siehe",
    "yes",
    "no",
    "none",
    "unknown",
];

/// Whether a cell names nobody and tells nothing of anybody, though its column is headed by somebody: `Anzahl Kinder`,
/// `Betreuer bestellt`. Dates and numbers that may be those of the other one are not shown.
pub(super) fn is_of_nobody(engine: &Engine, heading: &str, cell: &str) -> bool {
    /// Digits of a number that counts or measures. 4: longer ones are somebody's.
    const DIGITS: usize = 4;
    /// Digits of a date
    const DATE: std::ops::RangeInclusive<usize> = 6..=8;
    let tells_of_birth = |word: &str| {
        let word = plain(word);
        word.starts_with("geb") || ["birth", "born", "alter", "age", "tel", "phone"].contains(&word.as_str())
    };
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let is_date = DATE.contains(&digits)
        && !cell.contains(char::is_alphabetic)
        && cell.bytes().filter(|byte| matches!(byte, b'.' | b'-' | b'/')).count() == 2;
    let is_empty_word = |word: &str| {
        word.chars().count() == 1
            || word.bytes().all(|byte| byte.is_ascii_digit())
            || ANSWERS.contains(&word.to_lowercase().as_str())
            || (is_everyday(engine, word) && !engine.is_anybodys_name(word))
    };
    (digits == 0 || !words_from(heading, 3).any(|(_, word)| tells_of_birth(word)))
        && (digits <= DIGITS || is_date)
        && words_from(cell, 1).all(|(_, word)| is_empty_word(word))
}

/// Whether a part of a heading that looks like a name or an illness is a column's name all the same.
pub(super) fn is_field(heading: &str, part: &Range<usize>) -> bool {
    const FIELDS: &[&str] = &[
        "sonstige",
        "sonstiges",
        "fin",
        "essen",
        "allergie",
        "allergien",
        "rolle",
        "krankheitstage",
        "fehltage",
        "opferentschadigung",
        "fs",
        "ra",
        "gegenseite",
        "platz",
        "vereins",
    ];
    let is_field = |word: &str| is_harmless(word) || FIELDS.contains(&plain(word).as_str());
    let text = heading.get(part.clone()).unwrap_or_default();
    let mut words = words_from(text, 1).peekable();
    words.peek().is_some()
        && words.all(|(span, word)| is_field(word) || (part.start + span.start == 0 && is_kin(word)))
}
