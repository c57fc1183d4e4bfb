// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Days near words of birth on which nobody was born that matters: feasts, limits in laws, samples, animals.

use crate::context::{self, Words};
use crate::view::View;

/// `80. Geburtstag am 12.08.2024`, `Geburtstagsfeier 12.08.2024`: a feast.
pub(super) fn is_jubilee(view: &View<'_>, word: usize) -> bool {
    /// What else begins so tells of a person's birthday.
    const OF_PERSONS: [&[u8]; 5] = [b"kind", b"datum", b"list", b"jubil", b"tag"];
    let joined = view.slice(word..word + 18);
    let (birthday, rest) = joined.split_at(joined.len().min(11));
    let rest = rest.strip_prefix(b"-").unwrap_or(rest);
    if birthday.eq_ignore_ascii_case(b"geburtstags") && rest.first().is_some_and(u8::is_ascii_alphabetic) {
        let begins =
            |with: &&[u8]| rest.get(..with.len()).is_some_and(|rest| rest.eq_ignore_ascii_case(with));
        return !OF_PERSONS.iter().any(begins);
    }
    let blank = view.blank_before(word);
    let feast = view.slice(word..word + 8).eq_ignore_ascii_case(b"geburtst");
    feast && blank > 0 && view.before(word - blank) == b'.' && view.before(word - blank - 1).is_ascii_digit()
}

/// Laws say who was born before or after a day: `vor dem 1. Januar 1964 geboren`.
pub(super) fn is_cutoff(view: &View<'_>, start: usize) -> bool {
    const LIMITS: [&[u8]; 15] = [
        "spätestens am ".as_bytes(),
        "frühestens am ".as_bytes(),
        b"tichtag ",
        b"tichtag: ",
        b"seit ",
        b"vor dem ",
        b"nach dem ",
        b"ab dem ",
        b"geboren bis ",
        b"geb. bis ",
        b"geb. ab ",
        b"bis zum ",
        b"seit dem ",
        b"zwischen dem ",
        b"und dem ",
    ];
    let before = view.slice(start.saturating_sub(15)..start);
    // The end of a stretch of time: `vom 01.10.2017 bis 30.09.2018`
    let until = before.strip_suffix(b" bis ").and_then(<[u8]>::last).is_some_and(u8::is_ascii_digit);
    until || LIMITS.iter().any(|limit| before.ends_with(limit))
}

/// Whether a date shows how dates are written, or is the first of a stretch of time: `z. B. 01.01.1970`, `01.10.2018 bis 30.09.2019`.
pub(super) fn is_example(view: &View<'_>, start: usize, end: usize) -> bool {
    const EXAMPLES: [&[u8]; 5] =
        ["z. B. ".as_bytes(), "z.B. ".as_bytes(), b"Beispiel: ", b"Beispiel ", b"etwa "];
    let before = view.slice(start.saturating_sub(10)..start);
    let behind = view.slice(end..end + 6);
    let range = behind.starts_with(b" bis ") && behind.last().is_some_and(u8::is_ascii_digit);
    range || EXAMPLES.iter().any(|example| before.ends_with(example))
}

/// Words for animals, which are born too: in tax for dogs, of breeders and in zoos.
const ANIMALS: &Words = &Words::new(&[
    "bulle ",
    "elefant",
    "fohlen",
    "hengst",
    "hund ",
    "hund:",
    "hündin",
    "kater ",
    "kuh ",
    "pferd ",
    "rüde ",
    "stute",
    "wallach",
    "welpe",
    "zuchtbulle",
]);

/// Whether an animal is named in the same clause: `Hündin Asta, geb. 12.03.2019`.
pub(super) fn is_animals(view: &View<'_>, start: usize) -> bool {
    /// ` Asta vom Eichenhain, geb. am `
    const FAR: usize = 32;
    context::last_in_front(view, start, ANIMALS).is_some_and(|animal| {
        start - animal < FAR
            && !view.slice(animal..start).iter().any(|byte| matches!(byte, b'\n' | b';' | b'|'))
    })
}
