// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Reading names: which of the capitalised words that follow each other are one person's name.

use crate::lexicon::{Kinds, Lexicon, ends_with};
use crate::view::{self, View};
use std::ops::Range;

/// Longest word of a name, in bytes.
const WORD_BYTES: usize = 48;
/// Words of a name: given names, an initial, `von der`, a surname.
const PARTS: usize = 7;

/// One word that can be part of a name.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) span: Range<usize>,
    pub(crate) role: PartRole,
    pub(crate) kinds: Kinds,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PartRole {
    /// A capitalised word
    Word,
    /// `M.`
    Initial,
    /// `von`, `van der`, `El`
    Particle,
}

impl Part {
    pub(crate) const fn is_given(&self) -> bool {
        self.kinds.has(Kinds::GIVEN)
    }

    pub(crate) const fn is_surname(&self) -> bool {
        self.kinds.has(Kinds::SURNAME)
    }

    /// Whether it is known as a given name and nothing else speaks against it.
    pub(crate) const fn is_sure_given(&self) -> bool {
        self.is_given() && !self.kinds.has(Kinds::WORD)
    }

    /// Whether it is known as a surname and is no ordinary word.
    pub(crate) const fn is_sure_surname(&self) -> bool {
        self.is_surname() && !self.kinds.has(Kinds::COMMON)
    }

    /// Whether it is known as a name and as nothing else.
    pub(crate) const fn is_sure(&self) -> bool {
        self.is_sure_given() || self.is_sure_surname()
    }
}

/// Words of nobility and origin. `der` and `den` only behind one of the others.
#[rustfmt::skip]
const PARTICLES: &[&str] = &[
    "von", "van", "vom", "zu", "zum", "zur", "de", "di", "da", "del", "della", "dos", "ten", "ter", "el",
    "al", "bin", "ibn", "le", "la",
];
/// Ranks of nobility, which stand between given names and particles.
const RANKS: &[&str] = &[
    "Freiherr",
    "Freifrau",
    "Freiin",
    "Graf",
    "Gräfin",
    "Baron",
    "Baronin",
    "Prinz",
    "Prinzessin",
    "Edler",
    "Ritter",
];
#[rustfmt::skip]
const ARTICLES: &[&str] = &["der", "den", "dem", "und", "la", "los"];

/// Words and their kinds at an offset, as long as they can belong to a name. Empty if what follows shows that they name
/// a street, a company or a thing.
pub(crate) fn parts(view: &View<'_>, lexicon: &Lexicon, start: usize) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut at = start;
    while parts.len() < PARTS {
        let end = word_end(view, at);
        if end == at {
            break;
        }
        let word = view.str(at..end);
        let is_loud_particle = parts.len() == 1
            && parts.first().is_some_and(Part::is_given)
            && matches!(word, "VON" | "VAN" | "ZU" | "ZUR" | "DE" | "DI" | "AL" | "EL" | "LA")
            && view.blank_at(end) > 0;
        let role = if is_loud_particle {
            PartRole::Particle
        } else if !is_capital(view, at) && !has_article(word) {
            let after_particle = parts.last().is_some_and(|part| part.role == PartRole::Particle);
            if !(PARTICLES.contains(&word) || (after_particle && ARTICLES.contains(&word))) {
                break;
            }
            PartRole::Particle
        } else if view.at(end) == b'.' && word.chars().count() == 1 {
            PartRole::Initial
        } else {
            PartRole::Word
        };
        let mut kinds = Kinds::default();
        if role == PartRole::Word {
            kinds = kinds_of(lexicon, word);
            // `Egon zur Mühlen`
            let is_after_particle = parts.last().is_some_and(|part| part.role == PartRole::Particle)
                && parts.first().is_some_and(Part::is_sure_given);
            if !is_after_particle && names_a_thing(lexicon, word, kinds, view.at(end)) {
                if is_attached(lexicon, word) || (parts.len() > 1 && is_trade(word)) {
                    return Vec::new();
                }
                break;
            }
            // `Ludwig Erhard Haus`; but Anna Haus may be somebody.
            if parts.len() >= 2 && parts.iter().any(Part::is_surname) && is_building(word) {
                return Vec::new();
            }
        }
        let end = end + usize::from(role == PartRole::Initial);
        parts.push(Part { span: at..end, role, kinds });
        let blank = view.blank_at(end);
        if blank == 0 {
            break;
        }
        at = end + blank;
    }
    while parts.last().is_some_and(|part| part.role != PartRole::Word) {
        parts.pop();
    }
    parts
}

/// How many parts, from the first, are one name in running text: given names and initials, particles, one surname.
/// Behind an unknown first word another one only belongs to it if the sentence ends there.
pub(crate) fn one_name(view: &View<'_>, parts: &[Part]) -> usize {
    let given = parts.iter().take_while(|part| part.is_given() || part.role == PartRole::Initial).count();
    let rest = parts.get(given..).unwrap_or(&[]);
    let particles = rest.iter().take_while(|part| part.role == PartRole::Particle).count();
    let mut count = given + particles;
    if count < parts.len() {
        count += 1;
        if given == 0
            && particles == 0
            && let Some(next) = parts.get(1)
            && (next.is_surname() || next.role == PartRole::Particle || ends_phrase(view, next.span.end))
        {
            let more = parts.iter().skip(1).take_while(|part| part.role == PartRole::Particle).count();
            count = (1 + more + 1).min(parts.len());
        }
    }
    count
}

/// Whether a line, a cell or a clause ends here.
pub(crate) fn ends_phrase(view: &View<'_>, at: usize) -> bool {
    matches!(
        view.at(at),
        0 | b'\n' | b'\r' | b'\t' | b',' | b';' | b')' | b'"' | b'(' | b'|' | b'<' | b'/' | b'*'
    ) || (view.at(at) == b'.' && !view.alphanumeric_at(at + 1))
        || (view.at(at) == b' '
            && matches!(view.at(at + 1), b' ' | b'(' | b'<' | b'[' | b'|' | b'/' | b'-' | b'0'..=b'9'))
        || view.slice(at..at + 4) == " –".as_bytes()
}

/// The end of a word: letters, and hyphens and apostrophes between letters. The start itself if there is none, or if
/// it is too long for one.
pub(crate) fn word_end(view: &View<'_>, start: usize) -> usize {
    // Nearly all of nearly all words; what ends it is looked at below.
    let mut end = start + view.run(start, WORD_BYTES + 1, u8::is_ascii_alphabetic);
    if end - start > WORD_BYTES {
        return start;
    }
    loop {
        let byte = view.at(end);
        let step = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => 1,
            b'-' | b'\'' if end > start && is_letter(view, end + 1) => 1,
            0xe2 if view.slice(end..end + 3) == "’".as_bytes() && end > start && is_letter(view, end + 3) => {
                3
            }
            0..=0x7f => 0,
            _ => view.char_at(end).filter(|letter| is_name_letter(*letter)).map_or(0, char::len_utf8),
        };
        if step == 0 {
            return end;
        }
        end += step;
        if end - start > WORD_BYTES {
            return start;
        }
    }
}

/// Where the surname starts that ends here, with the particles before it: `von der Heide`.
pub(crate) fn surname_start(view: &View<'_>, end: usize) -> usize {
    let mut start = word_start(view, end);
    for _ in 0..3 {
        let blank = view.blank_before(start);
        let before = word_start(view, start - blank);
        let word = view.str(before..start - blank);
        let is_particle = PARTICLES.contains(&word.to_lowercase().as_str())
            || ARTICLES.contains(&word)
            || RANKS.contains(&word);
        if blank == 0 || !is_particle || word == "und" {
            break;
        }
        start = before;
    }
    start
}

/// Where the word starts that ends here.
pub(crate) fn word_start(view: &View<'_>, end: usize) -> usize {
    // As in `word_end`
    let mut start = end - view.run_before(end, WORD_BYTES + 1, u8::is_ascii_alphabetic);
    while end - start <= WORD_BYTES {
        start -= match view.before(start) {
            byte if byte.is_ascii_alphabetic() => 1,
            b'-' if start < end => 1,
            0..=0x7f => break,
            _ => match view.char_before(start).filter(|letter| is_name_letter(*letter)) {
                Some(letter) => letter.len_utf8(),
                None => break,
            },
        };
    }
    start
}

fn is_letter(view: &View<'_>, at: usize) -> bool {
    view.at(at).is_ascii_alphabetic() || view.char_at(at).is_some_and(is_name_letter)
}

/// Letters, and the accents that some systems write as characters of their own (NFD).
fn is_name_letter(letter: char) -> bool {
    view::is_letter(letter) || ('\u{300}'..='\u{36f}').contains(&letter)
}

pub(crate) fn is_capital(view: &View<'_>, at: usize) -> bool {
    match view.at(at) {
        byte @ 0..=0x7f => byte.is_ascii_uppercase(),
        _ => view.char_at(at).is_some_and(char::is_uppercase),
    }
}

/// Whether a word is a surname with the Arabic article, which is written small: `al-Khatib`.
fn has_article(word: &str) -> bool {
    let Some((article, name)) = word.split_once('-') else { return false };
    // Not "an", "as", "at": `Anna at-Home`, `An-Institut`
    matches!(article, "al" | "el" | "ad" | "ar" | "ash" | "az" | "ud" | "ed")
        && name.starts_with(char::is_uppercase)
        && name.len() > 2
}

/// A word's kinds. A compound such as `Karl-Heinz` or `Müller-Kowalska` is what all its pieces are; a word that ends as
/// surnames do is one.
pub(crate) fn kinds_of(lexicon: &Lexicon, word: &str) -> Kinds {
    let kinds = lexicon.kinds(word);
    if kinds != Kinds::default() {
        kinds
    } else if has_article(word) {
        Kinds::SURNAME
    } else if word.contains('-') {
        let piece = |piece| Some(lexicon.kinds(piece)).filter(|kinds| *kinds != Kinds::default());
        let all = |kind| word.split('-').all(|it| piece(it).unwrap_or_else(|| kinds_by_ending(it)).has(kind));
        [Kinds::GIVEN, Kinds::SURNAME].into_iter().find(|kind| all(*kind)).unwrap_or_default()
    } else {
        kinds_by_ending(word)
    }
}

/// What a word that stands in no list is by its ending.
fn kinds_by_ending(word: &str) -> Kinds {
    let is_surname = word.len() > 6 && SURNAME_ENDINGS.iter().any(|ending| ends_with(word, ending));
    if is_surname { Kinds::SURNAME } else { Kinds::default() }
}

/// Endings of surnames and hardly of anything else: German, Polish, Russian, Balkan, Turkish, Greek, Ukrainian, Georgian, Nordic.
const SURNAME_ENDINGS: &[&str] = &[
    "owski", "ewski", "inski", "iński", "icki", "owska", "ewska", "inska", "ińska", "icka", "czyk", "wicz",
    "vić", "vic", "ević", "ović", "nović", "oğlu", "oglu", "idis", "poulos", "opoulou", "enko", "shvili",
    "schwili", "chuk", "sson", "mayer", "meyer", "meier", "maier", "müller", "mueller", "hofer", "huber",
    "schmidt", "schulz", "schulze", "brecht", "owitsch", "ewitsch",
];

/// Whether a capitalised word can't be part of a name: a known noun, a noun by its ending, an abbreviation.
fn names_a_thing(lexicon: &Lexicon, word: &str, kinds: Kinds, next: u8) -> bool {
    if kinds.has(Kinds::SURNAME) || (kinds.has(Kinds::GIVEN) && !kinds.has(Kinds::WORD)) {
        return false;
    }
    if kinds.has(Kinds::NOT_NAME) || kinds.has(Kinds::OFFICE) {
        return true;
    }
    if kinds.has(Kinds::GIVEN) {
        return false;
    }
    let letters = word.chars().count();
    let capitals = word.chars().filter(|letter| letter.is_uppercase()).count();
    // GmbH, BGB, eG; but MUSTERMANN and McDonald
    let abbreviation = letters < 2
        || (capitals > 1
            && letters <= 4
            && !word.contains(['-', '\'', '’'])
            && !(letters == 4 && is_loud_name(word)));
    abbreviation
        || next == b'.' && letters <= 4 && word.ends_with("str")
        || word.ends_with("-Nr")
        || has_noun_ending(lexicon, word)
        || is_attached(lexicon, word)
        || is_trade(word)
}

/// Whether a word names a trade or a shop, whose owner's name is the firm's: `Peter Muster Metallbau`, `Buchhandlung Erika Muster`.
fn is_trade(word: &str) -> bool {
    #[rustfmt::skip]
    const ENDINGS: &[&str] = &[
        "bau", "technik", "handlung", "handel", "büro", "erei", "betrieb", "haus", "studio", "verlag", "logistik",
        "transporte", "reisen", "bedachungen", "immobilien", "spedition", "apotheke", "werkstatt", "laden", "service",
        "schule", "schiff", "weingut", "gruppe", "halle",
    ];
    // Shorter words are surnames: Bau, Meiserei.
    word.len() > 7 && ENDINGS.iter().any(|ending| ends_with(word, ending))
}

/// Whether capitals alone may be a name rather than an abbreviation: they can be spoken.
fn is_loud_name(word: &str) -> bool {
    word.chars().all(char::is_uppercase) && word.contains(['A', 'E', 'I', 'O', 'U', 'Y', 'Ä', 'Ö', 'Ü'])
}

/// A German noun or adjective by its ending.
fn has_noun_ending(lexicon: &Lexicon, word: &str) -> bool {
    // `-ung` and `-amt` end short surnames too: Hartung, Samt.
    let long = |ending: &str, least: usize| word.len() > least && ends_with(word, ending);
    long("ung", 7) || long("amt", 5) || (lexicon.ends_like_noun(word) && !ends_with(word, "brecht"))
}

/// Whether a word makes a thing of the name before it, or its last piece does: `Konrad-Adenauer-Platz`. Some only
/// with a hyphen, because they are surnames alone.
fn is_attached(lexicon: &Lexicon, word: &str) -> bool {
    let last = word.rsplit('-').next().unwrap_or(word);
    lexicon.kinds(last).has(Kinds::THING) && (last.len() < word.len() || !is_building(last))
}

/// Buildings and places that are surnames too.
fn is_building(word: &str) -> bool {
    matches!(word, "Ring" | "Hof" | "Heim" | "Haus" | "Turm" | "Park" | "Schule" | "Werke" | "Halle")
}

/// Whether a firm's legal form ends the phrase in which a name stands: `Hans Müller Bau GmbH`, `Müller & Söhne KG`.
pub(crate) fn names_a_company(view: &View<'_>, lexicon: &Lexicon, end: usize) -> bool {
    let mut at = end;
    for _ in 0..4 {
        at += view.blank_at(at);
        if matches!(view.at(at), b'&' | b'+') {
            at += 1 + view.blank_at(at + 1);
        }
        if view.slice(at..at + 3) == b"e.K"
            || view.slice(at..at + 4) == b"e. K"
            || view.slice(at..at + 4) == b"e.V."
        {
            return true;
        }
        let next = word_end(view, at);
        if next == at || !is_capital(view, at) {
            return false;
        }
        let word = view.str(at..next);
        if LEGAL_FORMS.contains(&word) || (at > end && is_attached(lexicon, word)) {
            return true;
        }
        at = next;
    }
    false
}

#[rustfmt::skip]
const LEGAL_FORMS: &[&str] = &[
    "GmbH", "AG", "KG", "OHG", "UG", "GbR", "SE", "Co", "KGaA", "Partner", "Partnerschaft", "Söhne",
    "Sohn", "Inc", "Ltd", "GBR", "PartG", "mbH", "Stiftung",
];

/// The word before an offset, without the blank between and without a full stop; empty at a line's start.
fn word_before<'v>(view: &View<'v>, at: usize) -> &'v str {
    let blank = view.blank_before(at);
    let end = at - blank;
    let end = end - usize::from(view.before(end) == b'.');
    if blank == 0 { "" } else { view.str(word_start(view, end)..end) }
}

/// Whether a known given name stands before an offset, with a blank between.
pub(crate) fn follows_given(view: &View<'_>, lexicon: &Lexicon, at: usize) -> bool {
    let word = word_before(view, at);
    !word.is_empty() && kinds_of(lexicon, word).has(Kinds::GIVEN)
}

/// Whether an item of a list starts here, behind nothing but its number or sign: `3. `, `b) `, `• `.
pub(crate) fn starts_item(view: &View<'_>, at: usize) -> bool {
    // A longer beginning is text.
    let before = view.slice(at.saturating_sub(10)..at);
    let line = memchr::memrchr(b'\n', before).map(|end| end + 1).or((at <= 10).then_some(0));
    let item = line.and_then(|line| before.get(line..));
    item.is_some_and(|item| {
        !item.iter().any(|byte| byte.is_ascii_alphabetic() || matches!(byte, b',' | b':'))
    })
}

/// Whether a line or a cell starts here.
pub(crate) fn starts_line(view: &View<'_>, at: usize) -> bool {
    matches!(view.before(at), 0 | b'\n' | b'\t' | b'"' | b'|') || view.is_barrier(view.before(at))
}

/// Whether an article stands before a name: `die Victoria Versicherung`, `der Martin Bosch Preis`.
pub(crate) fn stands_in_a_title(view: &View<'_>, start: usize) -> bool {
    matches!(
        word_before(view, start),
        "die" | "das" | "des" | "Die" | "Das" | "dem" | "den" | "im" | "zum" | "zur"
    )
}

/// What stands before the names of saints, houses, firms and ships.
#[rustfmt::skip]
const THINGS: &[&str] = &[
    "in", "St", "Sankt", "Santa", "San", "Kita", "Haus", "Hotel", "Gasthaus", "Gasthof", "Firma", "Fa",
    "Schloss", "Schloß", "Villa", "Klinikum", "Heilige", "Heiliger", "Café", "Cafe", "Restaurant",
    "Studio", "Pension", "Kanzlei", "Salon", "Hl", "MS",
    // clubs
    "FC", "SV", "TSV", "TuS", "SC", "SG", "VfB", "VfL", "VfR", "BSG", "DJK", "TV", "MTV", "Verein", "Team",
    // ships, storms
    "MV", "Schiff", "Fähre", "Boot", "Orkan", "Orkantief", "Sturm", "Sturmtief", "Tief", "Hurrikan",
    // places and what bears a name there
    "Ortsteil", "OT", "Flur", "Gewann", "Gemarkung", "Weiler", "Kapelle", "Kirche", "Kloster", "Stift",
    "Saal", "Raum", "Zimmer", "Aula", "Haltestelle", "Preis", "Pokal", "Cup", "Turnier", "Projekt", "Gruppe",
    "Klasse", "Elektro", "Sanitär", "Möbel", "Zirkus", "Circus", "Musical", "Film", "Roman", "Oper",
];

/// Whether the word before a name makes it a saint's, a building's or a firm's.
pub(crate) fn belongs_to_a_thing(view: &View<'_>, lexicon: &Lexicon, start: usize) -> bool {
    let word = word_before(view, start);
    THINGS.contains(&word)
        || is_trade(word)
        || (word.len() > 4 && word != "Kinder" && is_attached(lexicon, word))
        || word.ends_with("straße")
        || word.ends_with("schule")
}

/// Whether a name in single quotes is a sort's, a ship's or a room's, which a noun in front says: `Rosa 'Erika Muster'`. Nouns
/// that name persons (`Benutzer 'Erika Muster'`) announce one.
pub(crate) fn is_quoted_thing(view: &View<'_>, lexicon: &Lexicon, start: usize, end: usize) -> bool {
    if view.before(start) != b'\'' || view.at(end) != b'\'' {
        return false;
    }
    let noun = word_before(view, start - 1);
    noun.starts_with(char::is_uppercase) && !lexicon.kinds(noun).has(Kinds::TRIGGER)
}

/// A name in normal form: words parted by one blank, capitals only at the start of each piece.
pub(crate) fn normal<'p>(view: &View<'_>, parts: impl Iterator<Item = &'p Part>) -> String {
    let mut name = String::new();
    for part in parts {
        if !name.is_empty() {
            name.push(' ');
        }
        let word = view.str(part.span.clone());
        if part.role == PartRole::Word
            && !word.bytes().any(|byte| byte.is_ascii_lowercase())
            && word.chars().filter(|letter| letter.is_alphabetic()).all(char::is_uppercase)
        {
            let mut first = true;
            for letter in word.chars() {
                if first {
                    name.push(letter);
                } else {
                    name.extend(letter.to_lowercase());
                }
                first = !letter.is_alphabetic();
            }
        } else {
            name.push_str(word);
        }
    }
    name
}
