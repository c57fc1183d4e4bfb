// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! How people write a value down. The stream of chance chooses the writing only, never the value: given the same
//! stream, all values of a column look alike.

use super::person::{Home, Person, PhoneNumber, Plate};
use crate::day::Day;
use crate::numbers;
use crate::rng::Rng;

/// Given name and surname in running text; a few shout, a few have no umlauts on their keyboard.
pub(super) fn name(rng: &mut Rng, person: &Person) -> String {
    let (first, last) = (&person.first, &person.last);
    match rng.below(40) {
        0 => format!("{first} {}", last.to_uppercase()),
        1 => format!("{} {}", without_umlauts(first), without_umlauts(last)),
        2 => format!("{} {}", first.to_uppercase(), last.to_uppercase()),
        _ => format!("{first} {last}"),
    }
}

/// Surname first, as registers and lists have it.
pub(super) fn name_by_surname(rng: &mut Rng, person: &Person) -> String {
    let (first, last) = (&person.first, &person.last);
    match rng.below(12) {
        0 => format!("{}, {first}", last.to_uppercase()),
        1 => format!("{}, {}", last.to_uppercase(), first.to_uppercase()),
        2 => format!("{last},{first}"),
        3 => format!("{}, {}", without_umlauts(last), without_umlauts(first)),
        _ => format!("{last}, {first}"),
    }
}

/// `ä` as `ae`, `ß` as `ss`.
pub(super) fn without_umlauts(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    for c in text.chars() {
        match c {
            'ä' => out.push_str("ae"),
            'ö' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'Ä' => out.push_str("Ae"),
            'Ö' => out.push_str("Oe"),
            'Ü' => out.push_str("Ue"),
            'ß' => out.push_str("ss"),
            c => out.push(c),
        }
    }
    out
}

/// A birthday.
pub(super) fn day(rng: &mut Rng, day: Day) -> String {
    let (year, month, number) = day.parts();
    match rng.below(20) {
        0..=9 => day.to_string(),
        10 | 11 => format!("{number}. {} {year}", day.month_name()),
        12 => format!("{number:02}. {} {year}", day.month_name()),
        13 | 14 => format!("{day:#}"),
        15 => format!("{number}.{month}.{year}"),
        16 => format!("{number}.{month}.{:02}", year % 100),
        17 => format!("{number:02}.{month:02}.{:02}", year % 100),
        18 => format!("{number:02}. {month:02}. {year}"),
        _ => format!("{number:02}/{month:02}/{year}"),
    }
}

/// A telephone number.
pub(super) fn phone(rng: &mut Rng, phone: &PhoneNumber) -> String {
    let (area, number) = (&phone.area, &phone.number);
    let abroad = &area[1..];
    match rng.below(18) {
        0..=2 => format!("{area}/{number}"),
        3 | 4 => format!("{area} / {}", in_pairs(number)),
        5 | 6 => format!("{area} {number}"),
        7 => format!("({area}) {number}"),
        8 => format!("({area}) {}", in_pairs(number)),
        9 | 10 => format!("+49 {abroad} {number}"),
        11 => format!("+49 (0) {abroad} {number}"),
        12 => format!("+49 (0){abroad}/{number}"),
        13 => format!("0049 {abroad} {number}"),
        14 | 15 => format!("{area}-{number}"),
        16 => format!("+49{abroad}{}", number.replace('-', "")),
        _ => format!("{area}{}", number.replace('-', "")),
    }
}

/// `47 10 123`; a number with an extension stays as it is.
fn in_pairs(number: &str) -> String {
    if number.contains('-') {
        return number.to_owned();
    }
    let odd = number.len() % 2;
    let mut out = String::new();
    for (i, c) in number.chars().enumerate() {
        if i > 1 && (i + odd).is_multiple_of(2) && number.len() - i > 1 {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// Bank account.
pub(super) fn iban(rng: &mut Rng, iban: &str) -> String {
    match rng.below(12) {
        0..=2 => iban.to_owned(),
        3 => numbers::in_fours(iban).replace(' ', "-"),
        4 => numbers::in_fours(iban).replace(' ', "\u{a0}"),
        5 => iban.to_lowercase(),
        6 => format!("{} {}", &iban[..4], grouped(&iban[4..], &[8, 10, 4, 4, 4])),
        7 => numbers::in_fours(iban).replace(' ', "."),
        _ => numbers::in_fours(iban),
    }
}

/// Tax identification number.
pub(super) fn steuer_id(rng: &mut Rng, id: &str) -> String {
    match rng.below(10) {
        0..=3 => grouped(id, &[2, 3, 3, 3]),
        4 => grouped(id, &[2, 3, 3, 3]).replace(' ', "-"),
        5 => grouped(id, &[2, 3, 3, 3]).replace(' ', "."),
        6 => grouped(id, &[2, 3, 3, 3]).replace(' ', "/"),
        _ => id.to_owned(),
    }
}

/// Pension insurance number.
pub(super) fn vsnr(rng: &mut Rng, vsnr: &str) -> String {
    match rng.below(10) {
        0..=3 => grouped(vsnr, &[2, 6, 1, 3]),
        4 => grouped(vsnr, &[2, 6, 1, 2, 1]),
        5 => grouped(vsnr, &[8, 1, 3]),
        6 => grouped(vsnr, &[2, 6, 1, 3]).replace(' ', "-"),
        7 => vsnr.to_lowercase(),
        _ => vsnr.to_owned(),
    }
}

/// Health insurance number.
pub(super) fn kvnr(rng: &mut Rng, kvnr: &str) -> String {
    match rng.below(8) {
        0 => grouped(kvnr, &[1, 3, 3, 3]),
        1 => grouped(kvnr, &[1, 9]),
        2 => grouped(kvnr, &[4, 3, 3]),
        3 => grouped(kvnr, &[1, 8, 1]).replace(' ', "-"),
        _ => kvnr.to_owned(),
    }
}

/// Identity card or passport; some with the check digit of the machine-readable zone.
pub(super) fn document(rng: &mut Rng, number: &str) -> String {
    match rng.below(8) {
        0 => format!("{number}{}", super::identifiers::icao_check(number)),
        1 => grouped(number, &[4, 5]),
        2 => grouped(number, &[3, 3, 3]),
        _ => number.to_owned(),
    }
}

/// Licence plate.
pub(super) fn plate(rng: &mut Rng, plate: &Plate) -> String {
    let Plate { district, letters, digits, suffix } = plate;
    match rng.below(12) {
        0..=5 => format!("{district}-{letters} {digits}{suffix}"),
        6 | 7 => format!("{district} {letters} {digits}{suffix}"),
        8 => format!("{district}-{letters}{digits}{suffix}"),
        9 => format!("{district}-{letters}-{digits}{suffix}"),
        10 => format!("{district} - {letters} {digits}{suffix}"),
        _ => format!("{district} {letters}{digits}{suffix}"),
    }
}

/// Vehicle identification number.
pub(super) fn vin(rng: &mut Rng, vin: &str) -> String {
    match rng.below(10) {
        0 => grouped(vin, &[3, 6, 8]),
        1 => grouped(vin, &[3, 3, 3, 2, 6]),
        2 => vin.to_lowercase(),
        _ => vin.to_owned(),
    }
}

/// Credit card.
pub(super) fn credit_card(rng: &mut Rng, card: &str) -> String {
    let groups: &[usize] = if card.len() == 15 { &[4, 6, 5] } else { &[4, 4, 4, 4] };
    match rng.below(8) {
        0 | 1 => card.to_owned(),
        2 => grouped(card, groups).replace(' ', "-"),
        _ => grouped(card, groups),
    }
}

/// Street and number.
pub(super) fn street(rng: &mut Rng, home: &Home) -> String {
    let number = &home.number;
    let street = match rng.below(10) {
        0..=3 => home.street.replace("straße", "str.").replace("Straße", "Str."),
        4 => home.street.replace("straße", "strasse").replace("Straße", "Strasse"),
        5 => home.street.replace("straße", "str").replace("platz", "pl."),
        _ => home.street.to_owned(),
    };
    format!("{street} {number}")
}

/// Postcode and town.
pub(super) fn town(rng: &mut Rng, home: &Home) -> String {
    match rng.below(14) {
        0 => format!("D-{} {}", home.postcode, home.town),
        1 => format!("{} {}", home.postcode, home.town.to_uppercase()),
        _ => format!("{} {}", home.postcode, home.town),
    }
}

/// Street, number, postcode and town in one line.
pub(super) fn address(rng: &mut Rng, home: &Home) -> String {
    let (street, town) = (street(rng, home), town(rng, home));
    match rng.below(12) {
        0 => format!("{street} in {town}"),
        1 => format!("{town}, {street}"),
        2 => format!("{street} - {town}"),
        3 => format!("{street}; {town}"),
        4 => format!("{street} / {town}"),
        _ => format!("{street}, {town}"),
    }
}

/// Characters in groups with blanks between; what is left over goes into the last one.
fn grouped(text: &str, groups: &[usize]) -> String {
    let mut out = Vec::new();
    let mut rest = text;
    for &group in groups {
        let (head, tail) = rest.split_at(group.min(rest.len()));
        out.push(head);
        rest = tail;
    }
    out.push(rest);
    out.retain(|part| !part.is_empty());
    out.join(" ")
}

/// What a scanner makes of a number: one or two characters become those that look like them.
pub(super) fn damaged(rng: &mut Rng, text: &str) -> String {
    const LOOK_ALIKES: [(char, char); 6] =
        [('0', 'O'), ('1', 'l'), ('1', 'I'), ('5', 'S'), ('8', 'B'), ('0', 'o')];
    let mut out = text.to_owned();
    for _ in 0..rng.between(1, 2) {
        let (digit, letter) = rng.pick(&LOOK_ALIKES);
        // Not the first character: it is what a number is recognised by, and a scanner rarely fails there.
        if let Some((place, _)) = out.char_indices().skip(2).find(|(_, c)| *c == digit) {
            out.replace_range(place..=place, &letter.to_string());
        }
    }
    out
}
