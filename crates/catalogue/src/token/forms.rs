// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Writings of one value that shall meet: what is hashed is never the value as it stands in a document.

use super::has_tokens;
use hoheit_types::{Entity, Sensitive};

/// What a token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// A value of this kind as a whole. Names: given name and surname, in the order of the alphabet
    Whole(Entity),
    /// One word of a name
    NameWord,
    /// How given name and surname sound
    NameSound,
}

impl Form {
    /// Stable, because tokens hold it. Entities have the numbers of their order, the others count down from 63.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Whole(entity) => entity as u8,
            Self::NameWord => 63,
            Self::NameSound => 62,
        }
    }
}

/// The forms of a value in which it is kept. `in_row`: in a row of a table, where given name and surname may stand in cells
/// of their own, names are kept by word too.
pub(crate) fn forms(entity: Entity, value: &str, in_row: bool) -> Vec<(Form, String)> {
    if !has_tokens(entity) {
        return Vec::new();
    }
    match entity {
        Entity::PersonName => name(value, in_row),
        Entity::Email => vec![(Form::Whole(entity), value.trim().to_lowercase())],
        Entity::Address => vec![(Form::Whole(entity), address(value))],
        _ => {
            let plain: String =
                value.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
            vec![(Form::Whole(entity), plain)]
        }
    }
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .collect()
}

fn name(value: &str, in_row: bool) -> Vec<(Form, String)> {
    let words = words(value);
    let mut forms = Vec::new();
    match words.as_slice() {
        [] => {}
        [word] => forms.push((Form::NameWord, word.clone())),
        [first, .., last] => {
            let both = sorted(first, last);
            let sound = sorted(&sound(first), &sound(last));
            forms.push((Form::Whole(Entity::PersonName), both));
            forms.push((Form::NameSound, sound));
            // A double surname is met by each of its parts: whoever married may be sought under either.
            for part in surname_parts(value) {
                for given in [first, last].into_iter().filter(|given| **given != part) {
                    let pair = (Form::Whole(Entity::PersonName), sorted(given, &part));
                    if !forms.contains(&pair) && !surname_parts(value).contains(given) {
                        forms.push(pair);
                    }
                }
            }
            if in_row {
                forms.extend(words.iter().map(|word| (Form::NameWord, word.clone())));
            }
        }
    }
    forms
}

/// The name that two cells of a row make, of which one holds a single word: `Mustermann` and `Erika Maria`.
pub(crate) fn whole(cells: &[Sensitive<String>]) -> Option<Sensitive<String>> {
    let [a, b] = cells else { return None };
    let (a, b) = (words(a.reveal()), words(b.reveal()));
    if a.len() != 1 && b.len() != 1 {
        return None;
    }
    Some(Sensitive::new(format!("{} {}", a.first()?, b.first()?)))
}

/// Of two names that follow each other in a text, the one of several words if the other is a single one: `Name: Mustermann`,
/// `Vorname: Erika Maria` are fields of one form, and each given name may be the one that is asked for.
pub(crate) fn beside_a_word<'n>(
    a: &'n Sensitive<String>,
    b: &'n Sensitive<String>,
) -> Option<&'n Sensitive<String>> {
    match (words(a.reveal()).len(), words(b.reveal()).len()) {
        (1, 2..) => Some(b),
        (2.., 1) => Some(a),
        _ => None,
    }
}

/// The parts of a surname with a hyphen: what stands before a comma, else last. None of a single one.
fn surname_parts(name: &str) -> Vec<String> {
    let surname = match name.split_once(',') {
        Some((surname, _)) => surname.split_whitespace().last(),
        None => name.split_whitespace().last(),
    };
    let parts = surname.map(words).unwrap_or_default();
    if parts.len() > 1 { parts } else { Vec::new() }
}

fn sorted(a: &str, b: &str) -> String {
    if a <= b { format!("{a} {b}") } else { format!("{b} {a}") }
}

/// The words of a name, folded, without titles and particles: `Dr. Karl-Heinz von der Heide` is `karl heinz heide`.
pub(crate) fn words(name: &str) -> Vec<String> {
    const LEFT_OUT: &[&str] = &[
        "dr", "prof", "med", "jur", "phil", "dipl", "ing", "herr", "herrn", "frau", "von", "van", "vom",
        "zu", "zum", "zur", "der", "den", "dem", "de", "di", "da", "del", "la", "le", "el", "al", "und",
    ];
    plain(name)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 1 && !LEFT_OUT.contains(word))
        .map(str::to_owned)
        .collect()
}

/// `Bahnhofstr. 12 a, 53111 Bonn` and `BAHNHOFSTRASSE 12A 53111 BONN` meet.
fn address(value: &str) -> String {
    let mut whole = String::new();
    for word in plain(value).split(|c: char| !(c.is_alphanumeric() || c == '.')) {
        let word = match word.strip_suffix("str.").or_else(|| word.strip_suffix("str")) {
            Some(rest) => format!("{rest}strasse"),
            None => word.replace('.', ""),
        };
        whole.push_str(&word);
    }
    whole
}

/// As search compares names, and letters that no mark can be taken from: `Müller`, `MUELLER`, `Mueller` are `mueller`,
/// `Yılmaz` is `yilmaz`, `Wałęsa` is `walesa`.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in crate::fold::fold(text).chars() {
        match letter {
            'ł' => plain.push('l'),
            'ı' => plain.push('i'),
            'đ' | 'ð' => plain.push('d'),
            'ø' => plain.push_str("oe"),
            'æ' => plain.push_str("ae"),
            'þ' => plain.push_str("th"),
            other => plain.push(other),
        }
    }
    plain
}

/// A folded word as who leaves the dots away would write it: `mueller` is `muller`.
pub(super) fn undotted(word: &str) -> String {
    word.replace("ae", "a").replace("oe", "o").replace("ue", "u")
}

/// Kölner Phonetik (Hans Joachim Postel, IBM-Nachrichten 19, 1969) of a folded word: `Meyer`, `Maier` and `Mayr` are `67`.
pub(crate) fn sound(word: &str) -> String {
    let letters: Vec<char> = word.chars().filter(char::is_ascii_lowercase).collect();
    let mut code = String::new();
    let mut last = '-';
    for (i, &letter) in letters.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| letters.get(i)).copied().unwrap_or(' ');
        let next = letters.get(i + 1).copied().unwrap_or(' ');
        let digits = match letter {
            'a' | 'e' | 'i' | 'j' | 'o' | 'u' | 'y' => "0",
            'h' => continue,
            'p' if next == 'h' => "3",
            'b' | 'p' => "1",
            'd' | 't' if matches!(next, 'c' | 's' | 'z') => "8",
            'd' | 't' => "2",
            'f' | 'v' | 'w' => "3",
            'g' | 'k' | 'q' => "4",
            'c' => {
                let hard = matches!(next, 'a' | 'h' | 'k' | 'o' | 'q' | 'u' | 'x');
                let at_start = i == 0 && matches!(next, 'l' | 'r');
                if (hard && !matches!(before, 's' | 'z')) || at_start { "4" } else { "8" }
            }
            'x' if matches!(before, 'c' | 'k' | 'q') => "8",
            'x' => "48",
            'l' => "5",
            'm' | 'n' => "6",
            'r' => "7",
            _ => "8", // s, z
        };
        for digit in digits.chars() {
            if digit != last && (digit != '0' || code.is_empty()) {
                code.push(digit);
            }
            last = digit;
        }
    }
    code
}
