// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! When two writings are the same value.

/// How the values of a kind compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    /// Equal in their normal form
    Strict,
    /// One holds all the words of the other, in any order
    Lenient,
}

/// Names, addresses and words are lenient, identifiers are strict.
pub(super) fn measure(entity: &str) -> Measure {
    match entity {
        "email" | "phone" | "iban" | "steuer_id" | "vsnr" | "kvnr" | "id_card" | "birth_date"
        | "licence_plate" | "vin" | "ip" | "credit_card" | "steuernummer" | "vat_id" | "passport" | "mac"
        | "geo_point" | "leitweg_id" => Measure::Strict,
        _ => Measure::Lenient,
    }
}

/// The form in which two writings of a value are equal; of lenient kinds, the words in the order of the alphabet.
pub(super) fn normal(entity: &str, text: &str) -> String {
    match entity {
        "email" => text.trim().trim_start_matches("mailto:").to_lowercase(),
        "phone" => phone(text),
        "birth_date" => date(text),
        "geo_point" => text.chars().filter(char::is_ascii_digit).collect(),
        "iban" | "steuer_id" | "vsnr" | "kvnr" | "vin" | "credit_card" | "id_card" | "passport" => {
            dense(text).chars().map(as_meant).collect()
        }
        _ if measure(entity) == Measure::Strict => dense(text),
        _ => {
            let mut words = words(text);
            words.sort_unstable();
            words.dedup();
            words.join(" ")
        }
    }
}

/// Letters and digits in upper case.
fn dense(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() || *c == '_').flat_map(char::to_uppercase).collect()
}

/// Letters that stand for a digit on a bad scan, as that digit, on both sides of a comparison.
fn as_meant(c: char) -> char {
    match c {
        'O' => '0',
        'I' | 'L' => '1',
        'S' => '5',
        'B' => '8',
        c => c,
    }
}

/// Country code, area code without its zero, number.
fn phone(text: &str) -> String {
    let text = text.replace("(0)", "");
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if text.trim_start().starts_with('+') {
        // "+49 0221" is written often and wrong.
        return digits.strip_prefix("490").map_or(digits.clone(), |rest| format!("49{rest}"));
    }
    match (digits.strip_prefix("00"), digits.strip_prefix('0')) {
        (Some(abroad), _) => abroad.to_owned(),
        (None, Some(rest)) => format!("49{rest}"),
        (None, None) => digits,
    }
}

/// Year without its century, month, day: `64-8-12`.
fn date(text: &str) -> String {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez"];
    let lower = text.to_lowercase().replace("maerz", "märz");
    let month = MONTHS.iter().position(|month| lower.contains(month)).map(|i| i as u32 + 1);
    let numbers: Vec<&str> =
        lower.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let number = |text: &str| text.parse::<u32>().unwrap_or(0);
    let (year, month, day) = match (numbers.as_slice(), month) {
        ([day, year], Some(month)) => (number(year), month, number(day)),
        ([year, month, day], None) if year.len() == 4 => (number(year), number(month), number(day)),
        ([day, month, year], None) => (number(year), number(month), number(day)),
        ([all], None) if all.len() == 8 && (all.starts_with("19") || all.starts_with("20")) => {
            (number(&all[..4]), number(&all[4..6]), number(&all[6..]))
        }
        ([all], None) if all.len() == 8 => (number(&all[4..]), number(&all[2..4]), number(&all[..2])),
        _ => return lower,
    };
    format!("{}-{month}-{day}", year % 100)
}

/// Words that say how to address somebody, not who it is.
const TITLES: &[&str] = &[
    "herr", "herrn", "frau", "hr", "fr", "dr", "prof", "med", "dipl", "ing", "jur", "phil", "familie",
    "eheleute", "geb", "geborene", "co", "c",
];

/// Words as they compare: lower case, umlauts written out, all ways of "Straße" alike, titles left out.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut plain = String::with_capacity(text.len() + 8);
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => plain.push_str("ae"),
            'ö' => plain.push_str("oe"),
            'ü' => plain.push_str("ue"),
            'ß' => plain.push_str("ss"),
            // The rest of "İ" in lower case.
            '\u{307}' => {}
            c => plain.push(c),
        }
    }
    let plain = plain.replace("strasse", "str").replace("platz", "pl");
    let words: Vec<&str> =
        plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let kept: Vec<String> =
        words.iter().filter(|word| !TITLES.contains(*word)).map(|word| (*word).to_owned()).collect();
    if kept.is_empty() { words.into_iter().map(str::to_owned).collect() } else { kept }
}

/// So many words more than the label has may a finding hold and still be it.
const WORDS_MORE: usize = 4;

/// Whether a finding is this value. Both are in their normal form.
pub(super) fn is_same(entity: &str, label: &str, found: &str) -> bool {
    match measure(entity) {
        Measure::Strict => label == found,
        Measure::Lenient => {
            let label: Vec<&str> = label.split(' ').collect();
            let found: Vec<&str> = found.split(' ').collect();
            let holds =
                |all: &[&str], some: &[&str]| some.iter().all(|one| all.iter().any(|a| stands_for(one, a)));
            holds(&label, &found) || (holds(&found, &label) && found.len() <= label.len() + WORDS_MORE)
        }
    }
}

/// Equal, or one is the initial of the other.
fn stands_for(one: &str, other: &str) -> bool {
    let is_initial = |text: &str| text.len() == 1 && text.starts_with(char::is_alphabetic);
    one == other
        || (is_initial(one) && other.starts_with(one))
        || (is_initial(other) && one.starts_with(other))
}
