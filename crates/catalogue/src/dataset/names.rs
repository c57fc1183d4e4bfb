// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What folder names say. All take folded names (see `fold`).

const MONTHS: [&str; 24] = [
    "januar",
    "februar",
    "maerz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
    "jan",
    "feb",
    "mrz",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "okt",
    "nov",
    "dez",
];

/// Words that mark an office, as whole words …
const OFFICE_WORDS: [&str; 14] = [
    "dezernat",
    "fachbereich",
    "fachdienst",
    "abteilung",
    "sachgebiet",
    "amt",
    "fb",
    "fd",
    "abt",
    "stabsstelle",
    "referat",
    "buergermeister",
    "ob",
    "eigenbetrieb",
];
/// … and as ends of words.
const OFFICE_ENDS: [&str; 8] =
    ["amt", "kaemmerei", "kasse", "verwaltung", "buero", "schule", "bauhof", "bibliothek"];

fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
}

/// Whether a name stands for a stretch of time: a year, `2019-05`, `05 Mai`, `Q3`, `Haushalt 2019`. With two or more
/// other words (`Desktop Muster alt 2020`) the time is not what the folder is about.
pub(super) fn is_time(folded: &str) -> bool {
    let is_time_word = |w: &str| {
        is_year(w)
            || MONTHS.contains(&w)
            || matches!(w, "q1" | "q2" | "q3" | "q4" | "quartal" | "halbjahr" | "jahr" | "hj")
            || starts_with_compact_date(w)
    };
    let other_words = words(folded).filter(|w| !is_time_word(w) && w.contains(char::is_alphabetic)).count();
    words(folded).any(is_time_word) && other_words <= 1
}

/// Years that municipal files speak of.
fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse::<u32>().is_ok_and(|y| (1945..=2050).contains(&y))
}

/// `20190503…` and `201905…`
fn starts_with_compact_date(folded: &str) -> bool {
    let digits = folded.bytes().take_while(u8::is_ascii_digit).count();
    matches!(digits, 6 | 8)
        && folded.get(..4).is_some_and(is_year)
        && folded.get(4..6).is_some_and(|m| m.parse::<u32>().is_ok_and(|m| (1..=12).contains(&m)))
}

/// The shape that names of the same series share: digits as `#`, the rest as it is. `None` without a digit.
pub(super) fn series_key(folded: &str) -> Option<String> {
    let mut key = String::with_capacity(folded.len());
    for c in folded.chars() {
        if !c.is_ascii_digit() {
            key.push(c);
        } else if !key.ends_with('#') {
            key.push('#');
        }
    }
    key.contains('#').then_some(key)
}

/// Whether a key is of digits and separators alone: a number of the filing plan, or of a case.
pub(super) fn is_bare_number(key: &str) -> bool {
    key.chars().all(|c| !c.is_alphabetic())
}

/// `Muster, Erika` and `Muster_Erika 0815`: how case files of persons are named.
pub(super) fn is_person(folded: &str) -> bool {
    let is_name = |part: &str| {
        part.len() >= 2 && part.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | ' ' | '.'))
    };
    folded.split_once(',').is_some_and(|(surname, given)| {
        is_name(surname.trim()) && is_name(given.trim_matches(|c: char| !c.is_alphabetic()))
    })
}

/// Whether a folder holds one folder per member of staff.
pub(super) fn is_home(folded: &str) -> bool {
    matches!(
        folded.trim_matches(|c: char| !c.is_alphabetic()),
        "home"
            | "homes"
            | "users"
            | "user"
            | "benutzer"
            | "benutzerverzeichnisse"
            | "homeverzeichnisse"
            | "persoenlich"
            | "persoenliche ordner"
            | "mitarbeiter"
            | "mitarbeitende"
            | "profile"
            | "profiles"
            | "userhome"
            | "eigene dateien"
    )
}

/// Whether a name is that of an office: `10 Hauptamt`, `FB 3`, `Kämmerei`, `61.2 Bauleitplanung`.
pub(super) fn is_office(folded: &str) -> bool {
    words(folded).any(|w| OFFICE_WORDS.contains(&w) || OFFICE_ENDS.iter().any(|end| w.ends_with(end)))
        || starts_with_plan_number(folded)
}

/// A number of one to three digits, with or without further levels, and a word: the `KGSt`'s numbering of offices and
/// tasks.
pub(super) fn starts_with_plan_number(folded: &str) -> bool {
    let mut words = words(folded);
    let is_short_number = |w: &str| w.len() <= 3 && w.bytes().all(|b| b.is_ascii_digit());
    words.next().is_some_and(is_short_number)
        && words.find(|w| !is_short_number(w)).is_some_and(|w| w.starts_with(char::is_alphabetic))
}

/// Whether a name speaks of projects.
pub(super) fn is_project(folded: &str) -> bool {
    words(folded).any(|w| w.starts_with("projekt"))
}
