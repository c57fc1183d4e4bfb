// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Whether a text that is kept, such as a purpose, tells who is sought. A best effort: it keeps people from writing down by
//! habit what shall not be kept; who wants to write it down finds a way.

use super::forms::{plain, undotted, words};
use super::sought::Sought;
use hoheit_types::Entity;
use unicode_normalization::UnicodeNormalization as _;

/// Digits that tell a number by its end. 6: file numbers and years are shorter, the own part of a telephone number or an
/// account is hardly.
const END_DIGITS: usize = 6;

/// Letters of a word that is looked for inside of others, too (`Mustermannakte`). 8: shorter names are parts of everyday words.
const LONG: usize = 8;

/// Letters of a word that is looked for at both ends of an e-mail address (`karlmeier`). 4: Karl, Beck.
const IN_MAIL: usize = 4;

/// Words in front of the `@` that name nobody: mailboxes of offices and firms, and what parts names (`von.hagen`).
const OF_NOBODY: &[&str] = &[
    "akte",
    "bescheid",
    "beschwerde",
    "burger",
    "dsb",
    "dsgvo",
    "eingang",
    "loschung",
    "recht",
    "vorgang",
    "anfrage",
    "anfragen",
    "antrag",
    "antrage",
    "art",
    "auskunft",
    "bewerbung",
    "buchhaltung",
    "buro",
    "burgeramt",
    "burgerburo",
    "burgerservice",
    "contact",
    "datenschutz",
    "email",
    "gemeinde",
    "info",
    "kasse",
    "kontakt",
    "mail",
    "nach",
    "office",
    "personal",
    "personalamt",
    "post",
    "poststelle",
    "presse",
    "rathaus",
    "rechnung",
    "redaktion",
    "schule",
    "sekretariat",
    "service",
    "stadt",
    "stadtkasse",
    "support",
    "team",
    "vergabe",
    "verwaltung",
    "von",
    "vom",
    "zentrale",
    "zur",
];

/// Also all offices: `jugendamt`.
fn is_of_nobody(word: &str) -> bool {
    OF_NOBODY.contains(&word) || word.len() > 4 && word.ends_with("amt")
}

/// Letters of a street's name that tells an address. 6: `Markt` and `Ring` are in every town.
const STREET: usize = 6;

pub(super) fn is_told(sought: &Sought, text: &str) -> bool {
    let told = Told::new(text);
    sought.name.as_ref().is_some_and(|name| told.has_name(name.reveal()))
        || sought.born.as_ref().is_some_and(|born| told.has_date(born.reveal()))
        || sought.identifiers.iter().any(|(entity, value)| {
            let value = value.reveal();
            told.has_whole(value)
                || match entity {
                    Entity::BirthDate => told.has_date(value),
                    Entity::Email => told.has_words_of_mail(value),
                    Entity::Address => told.has_street(value),
                    _ => told.has_end_of_number(value),
                }
        })
}

/// A text in the forms in which it is held against what is sought.
struct Told {
    words: Vec<Word>,
    /// What may be part of a date, in its order
    dates: Vec<Step>,
    /// All letters and digits, folded
    compact: String,
    /// Digits between letters, whatever parts them
    digits: Vec<String>,
}

struct Word {
    folded: String,
    is_capitalised: bool,
}

/// A number, the name of a month, or another word.
#[derive(Clone, PartialEq, Eq)]
enum Step {
    Number(String),
    Month(u32),
    Other,
}

impl Told {
    fn new(text: &str) -> Self {
        let text: String = text.nfc().collect();
        let (mut words, mut dates) = (Vec::new(), Vec::new());
        for run in runs(&text) {
            let folded = folded(run);
            if folded.starts_with(|c: char| c.is_ascii_digit()) {
                dates.push(Step::Number(folded));
            } else {
                // `12th of August` is a date; the words between are words all the same: `An der Kirche 5`.
                if !is_passed_over(&folded) {
                    dates.push(month(&folded).map_or(Step::Other, Step::Month));
                }
                let is_capitalised = run.starts_with(char::is_uppercase);
                words.push(Word { folded, is_capitalised });
            }
        }
        // `KarlMeier` is also two words.
        let humps: Vec<Word> = runs(&text).flat_map(humps).map(Word::capitalised).collect();
        words.extend(humps);
        let compact = compact(&text);
        let digits = text.split(char::is_alphabetic).map(digits).filter(|run| !run.is_empty()).collect();
        Self { words, dates, compact, digits }
    }

    /// A value in any spelling.
    fn has_whole(&self, value: &str) -> bool {
        let value = compact(value);
        value.len() > 3 && self.compact.contains(&value)
    }

    fn has_name(&self, name: &str) -> bool {
        let name: Vec<String> = words(name).iter().map(|word| undotted(word)).collect();
        let stands = |word: &String| self.words.iter().any(|told| told.folded == *word);
        name.iter().any(|word| self.has_word(word)) || (!name.is_empty() && name.iter().all(stands))
    }

    /// A word, also inflected; a long one also as part of another. Beside a number, too, where it may be a month's name: `Akte May
    /// 17/2026` can't be told from `May 2026`, and the month can be written as a number.
    fn has_word(&self, word: &str) -> bool {
        self.words.iter().any(|told| told.is(word)) || self.has_long(word)
    }

    /// `Mustermannakte` names Mustermann, `Schneiderei` and `Schneiderin` name a trade.
    fn has_long(&self, word: &str) -> bool {
        word.chars().count() >= LONG
            && self.compact.match_indices(word).any(|(at, found)| {
                let behind = self.compact.get(at + found.len()..).unwrap_or_default();
                !["ei", "in"].iter().any(|ending| behind.starts_with(ending))
            })
    }

    /// A date with its day, month and year in any order and writing.
    fn has_date(&self, date: &str) -> bool {
        let mut parts = date.split('-').map(str::parse::<u32>);
        let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day)), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return false;
        };
        let short = year % 100;
        let in_one = [
            format!("{year:04}{month:02}{day:02}"),
            format!("{day:02}{month:02}{year:04}"),
            format!("{month:02}{day:02}{year:04}"),
            format!("{short:02}{month:02}{day:02}"),
            format!("{day:02}{month:02}{short:02}"),
        ];
        let is_in_one = |step: &Step| matches!(step, Step::Number(number) if in_one.contains(number));
        let is_day = |step: &Step| step.is_number(day);
        let is_month = |step: &Step| *step == Step::Month(month) || step.is_number(month);
        let is_year = |step: &Step| {
            step.is_number(year)
                || matches!(step, Step::Number(number) if number.len() == 2 && step.is_number(short))
        };
        let is_date = |steps: &[Step]| {
            let [a, b, c] = steps else { return false };
            [(a, b, c), (a, c, b), (b, a, c), (b, c, a), (c, a, b), (c, b, a)]
                .into_iter()
                .any(|(a, b, c)| is_day(a) && is_month(b) && is_year(c))
        };
        self.dates.iter().any(is_in_one) || self.dates.windows(3).any(is_date)
    }

    /// The end of a telephone number or an account, however it is grouped.
    fn has_end_of_number(&self, value: &str) -> bool {
        let value = digits(value);
        let end = value.len().checked_sub(END_DIGITS).and_then(|at| value.get(at..));
        end.is_some_and(|end| self.digits.iter().any(|run| run.contains(end)))
    }

    /// The words before the `@`: `erika.mustermann`, and `karlmeier` by each of both.
    fn has_words_of_mail(&self, mail: &str) -> bool {
        let local = mail.split('@').next().unwrap_or_default();
        let local = folded(local);
        let words: Vec<&str> =
            local.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 2).collect();
        // Names that are parted already are whole: `Muster` is no part of `mustermann` then.
        let is_joined = words.len() == 1;
        words.iter().filter(|word| !is_of_nobody(word)).any(|word| {
            let is_end = |told: &Word| {
                let told = told.folded.as_str();
                told.chars().count() >= IN_MAIL && (word.starts_with(told) || word.ends_with(told))
            };
            self.has_word(word) || (is_joined && self.words.iter().any(is_end))
        })
    }

    /// The street of an address: the words before its house number.
    fn has_street(&self, address: &str) -> bool {
        address.split(',').any(|part| {
            let part = part.trim().trim_start_matches(|c: char| !c.is_alphabetic());
            let street = part.find(|c: char| c.is_ascii_digit()).and_then(|at| part.get(..at));
            let street: Vec<String> = runs(street.unwrap_or_default()).map(folded).collect();
            let letters: usize = street.iter().map(|word| word.chars().count()).sum();
            let is_street = |told: &[Word]| {
                told.iter().zip(&street).all(|(told, word)| abridged(&told.folded) == abridged(word))
            };
            letters >= STREET && self.words.windows(street.len()).any(is_street)
        })
    }
}

impl Word {
    fn capitalised(word: &str) -> Self {
        Self { folded: folded(word), is_capitalised: true }
    }

    fn is(&self, word: &str) -> bool {
        // As they inflect names: `Mustermanns`, `die Mustermannsche Akte`. In small letters they are other words (`Groß`, `großen`).
        const ENDINGS: &[&str] =
            &["s", "es", "n", "en", "ns", "ens", "sche", "schen", "scher", "sches", "schem"];
        // Words of two letters that begin sentences or shorten others name nobody alone.
        const NO_NAMES: &[&str] = &[
            "ab", "am", "an", "az", "da", "di", "do", "du", "er", "es", "eu", "fr", "im", "in", "it", "ja",
            "mi", "mo", "nr", "ob", "sa", "so", "st", "tu", "um", "vg", "wo",
        ];
        match self.folded.strip_prefix(word) {
            Some("") if word.chars().count() <= 2 => self.is_capitalised && !NO_NAMES.contains(&word),
            Some("") => true,
            Some(ending) => word.chars().count() > 2 && self.is_capitalised && ENDINGS.contains(&ending),
            None => false,
        }
    }
}

impl Step {
    fn is_number(&self, value: u32) -> bool {
        matches!(self, Self::Number(number) if number.parse() == Ok(value))
    }
}

/// Runs of letters and of digits.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    let mut before = None;
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, letter) in text.char_indices() {
        let kind = (letter.is_alphabetic(), letter.is_numeric());
        if before.is_some_and(|before| before != kind) {
            parts.push(text.get(from..at).unwrap_or_default());
            from = at;
        }
        before = Some(kind);
    }
    parts.push(text.get(from..).unwrap_or_default());
    parts.into_iter().filter(|part| part.starts_with(char::is_alphanumeric))
}

/// The parts of a word that has capitals inside; none of another.
fn humps(word: &str) -> Vec<&str> {
    let inner = word.char_indices().skip(1).filter(|(_, letter)| letter.is_uppercase());
    let inner =
        inner.filter(|(at, _)| word.get(..*at).is_some_and(|before| before.ends_with(char::is_lowercase)));
    let mut cuts: Vec<usize> = inner.map(|(at, _)| at).collect();
    if cuts.is_empty() {
        return Vec::new();
    }
    cuts.insert(0, 0);
    let ends = cuts.iter().skip(1).copied().chain([word.len()]);
    cuts.iter().zip(ends).filter_map(|(from, to)| word.get(*from..to)).collect()
}

/// What stands between the parts of a date: `12th of August`, `12ter August`.
fn is_passed_over(word: &str) -> bool {
    ["st", "nd", "rd", "th", "te", "ter", "ten", "of", "the", "der", "des"].contains(&word)
}

/// The number of a month, by its German or English name, also shortened, or in Roman numerals.
fn month(word: &str) -> Option<u32> {
    const NAMES: [&[&str]; 12] = [
        &["januar", "january", "janner"],
        &["februar", "february", "feber"],
        &["marz", "march", "mrz"],
        &["april"],
        &["mai", "may"],
        &["juni", "june"],
        &["juli", "july"],
        &["august"],
        &["september"],
        &["oktober", "october"],
        &["november"],
        &["dezember", "december"],
    ];
    const ROMAN: [&str; 12] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    let word = word.strip_suffix('s').unwrap_or(word);
    let is_name = |name: &&str| word.len() > 2 && name.starts_with(word);
    let named = NAMES.iter().position(|names| names.iter().any(is_name));
    let number = named.or_else(|| ROMAN.iter().position(|roman| *roman == word))?;
    u32::try_from(number + 1).ok()
}

/// `Goethestrasse` as `Goethestr`.
fn abridged(street: &str) -> &str {
    street.strip_suffix("asse").filter(|rest| rest.ends_with("str")).unwrap_or(street)
}

fn folded(text: &str) -> String {
    undotted(&plain(text))
}

fn compact(text: &str) -> String {
    undotted(&plain(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>())
}

fn digits(text: &str) -> String {
    plain(text).chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests;
