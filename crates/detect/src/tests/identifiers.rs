// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Every valid identifier is found in any surroundings, and one wrong digit loses it. The check digits are computed here
//! once more and in another way than the rules do it.

use super::{finds, flip, iban};
use crate::{Engine, RuleSet, Table};
use hoheit_types::Entity;
use proptest::prelude::*;

/// Surroundings without a word that a rule knows: in front, and behind.
fn apart() -> impl Strategy<Value = (String, String)> {
    let open = prop::sample::select(&["", "(", "\"", "„", ": ", "\t", "\n", "– "][..]);
    let close = prop::sample::select(&[" ", ", ", ")", ". ", "\n", "; ", "\"", "!", "“", "\u{a0}"][..]);
    ("[xyzöü]{0,8}", open, close, "[xyzöü]{0,8}")
        .prop_map(|(word, open, close, next)| (format!("{word} {open}"), format!("{close}{next}")))
}

fn blank_or_none() -> impl Strategy<Value = &'static str> {
    prop::sample::select(&["", " ", "\u{a0}"][..])
}

/// Groups of these sizes with a separator between.
fn in_groups(value: &str, sizes: &[usize], separator: &str) -> String {
    let mut rest = value;
    let mut groups = Vec::new();
    for size in sizes {
        let (group, tail) = rest.split_at(*size);
        groups.push(group);
        rest = tail;
    }
    assert!(rest.is_empty());
    groups.join(separator)
}

fn digits(text: &str) -> Vec<u32> {
    text.bytes().map(|byte| u32::from(byte - b'0')).collect()
}

/// The sum of the digits of the products with these weights.
fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight / 10 + digit * weight % 10).sum()
}

/// A letter as its two digits in the alphabet.
fn place(letter: char) -> String {
    format!("{:02}", u32::from(letter) - 64)
}

fn vsnr(area: &str, day: u32, month: u32, year: u32, letter: char, serial: u32) -> String {
    let head = format!("{area}{day:02}{month:02}{year:02}");
    let all = format!("{head}{}{serial:02}", place(letter));
    format!(
        "{head}{letter}{serial:02}{}",
        weighted(&digits(&all), &[2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]) % 10
    )
}

fn kvnr(letter: char, number: &str) -> String {
    let all = format!("{}{number}", place(letter));
    format!("{letter}{number}{}", weighted(&digits(&all), &[1, 2, 1, 2, 1, 2, 1, 2, 1, 2]) % 10)
}

/// The one last digit with which a test holds.
fn completed(head: &str, fits: impl Fn(&str) -> bool) -> String {
    (0..10).map(|digit| format!("{head}{digit}")).find(|whole| fits(whole)).unwrap()
}

fn luhn(number: &str) -> bool {
    let sum: u32 = number
        .bytes()
        .rev()
        .zip([1, 2].into_iter().cycle())
        .map(|(byte, weight)| {
            let product = u32::from(byte - b'0') * weight;
            if product > 9 { product - 9 } else { product }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// ISO 7064 MOD 11,10 as the pure recursion of the standard: what is left at the end is 1.
fn mod_11_10(number: &str) -> bool {
    let left = |product: u32, digit: u32| match (product + digit) % 10 {
        0 => 10,
        sum => sum,
    };
    let (first, last) = number.split_at(number.len() - 1);
    let product = digits(first).into_iter().fold(10, |product, digit| left(product, digit) * 2 % 11);
    (product + digits(last)[0]) % 10 == 1
}

/// Check digits of ISO 7064 MOD 97-10 behind digits and letters.
fn mod_97(text: &str) -> u32 {
    let number: String = text.chars().map(|c| c.to_digit(36).unwrap().to_string()).collect();
    98 - format!("{number}00").bytes().fold(0, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97)
}

fn icao(field: &str) -> u32 {
    let worth = |c: char| if c == '<' { 0 } else { c.to_digit(36).unwrap() };
    field.chars().enumerate().map(|(i, c)| worth(c) * [7, 3, 1][i % 3]).sum::<u32>() % 10
}

proptest! {
    #[test]
    fn a_valid_pension_number_is_found_and_a_wrong_one_not(
        area in prop::sample::select(&["02", "15", "29", "38", "42", "65", "89"][..]),
        (day, month, year) in (1..=31_u32, 1..=12_u32, 0..100_u32),
        letter in prop::char::range('A', 'Z'),
        serial in 0..100_u32,
        gap in blank_or_none(),
        (before, after) in apart(),
        (nth, by) in (0..11_usize, 1..10_u8),
    ) {
        let value = vsnr(area, day, month, year, letter, serial);
        let written = in_groups(&value, &[2, 6, 1, 3], gap);
        prop_assert!(finds(Entity::Vsnr, &[&before, &written, &after], &value));
        let wrong = flip(&value, nth, by);
        prop_assert!(!finds(Entity::Vsnr, &[&before, &flip(&written, nth, by), &after], &wrong));
        prop_assert!(!finds(Entity::Vsnr, &[&before, &written, "0", &after], &value));
    }

    #[test]
    fn a_valid_health_insurance_number_is_found_and_a_wrong_one_not(
        letter in prop::char::range('A', 'Z'),
        number in "[0-9]{8}",
        (before, after) in apart(),
        label in prop::sample::select(&["KVNR: ", "Versicherten-Nr. ", "Versichertennummer\n"][..]),
        gap in blank_or_none(),
        (nth, by) in (0..9_usize, 1..10_u8),
    ) {
        let value = kvnr(letter, &number);
        prop_assert!(finds(Entity::Kvnr, &[&before, &value, &after], &value));
        let written = in_groups(&value, &[1, 3, 3, 3], gap);
        prop_assert!(finds(Entity::Kvnr, &[&before, label, &written, &after], &value));
        let wrong = flip(&value, nth, by);
        prop_assert!(!finds(Entity::Kvnr, &[&before, label, &wrong, &after], &wrong));
        prop_assert!(!finds(Entity::Kvnr, &[&before, label, "X", &value, &after], &value));
    }

    #[test]
    fn a_valid_vat_id_is_found_and_a_wrong_one_not(
        first in "[1-9][0-9]{7}",
        gap in blank_or_none(),
        (before, after) in apart(),
        (nth, by) in (0..9_usize, 1..10_u8),
    ) {
        let number = completed(&first, mod_11_10);
        let value = format!("DE{number}");
        let written = format!("DE{gap}{}", in_groups(&number, &[3, 3, 3], gap));
        prop_assert!(finds(Entity::VatId, &[&before, &written, &after], &value));
        let wrong = flip(&value, nth, by);
        prop_assert!(!finds(Entity::VatId, &[&before, &flip(&written, nth, by), &after], &wrong));
        prop_assert!(!finds(Entity::VatId, &[&before, &written, "0", &after], &value));
    }

    #[test]
    fn a_valid_card_is_found_and_a_wrong_one_not(
        (head, sizes) in prop_oneof![
            "4[0-9]{14}".prop_map(|head| (head, &[4, 4, 4, 4][..])),
            "5[1-5][0-9]{13}".prop_map(|head| (head, &[4, 4, 4, 4][..])),
            "3[47][0-9]{12}".prop_map(|head| (head, &[4, 6, 5][..])),
        ],
        gap in prop::sample::select(&["", " ", "-", "\u{a0}"][..]),
        (before, after) in apart(),
        (nth, by) in (0..16_usize, 1..10_u8),
    ) {
        let value = completed(&head, luhn);
        let written = in_groups(&value, sizes, gap);
        // In one piece it may be the number of anything.
        let word = if gap.is_empty() { "Karte " } else { "" };
        prop_assert!(finds(Entity::CreditCard, &[&before, word, &written, &after], &value));
        let wrong = flip(&value, nth, by);
        prop_assert!(!finds(Entity::CreditCard, &[&before, "Visa ", &flip(&written, nth, by), &after], &wrong));
        prop_assert!(!finds(Entity::CreditCard, &[&before, "Bestellnummer ", &written, &after], &value));
        prop_assert!(!finds(Entity::CreditCard, &[&before, "7", &written, &after], &value));
    }

    #[test]
    fn a_vehicle_is_found_by_its_maker_or_by_a_word(
        maker in prop::sample::select(&["WVW", "WDB", "WBA", "VF1", "TMB", "ZFA"][..]),
        rest in "[A-HJ-NPR-Z0-9]{8}",
        // Australia and New Zealand, of which no maker is listed
        other in "[67][A-HJ-NPR-Z][A-HJ-NPR-Z0-9]{9}",
        serial in "[0-9]{6}",
        (before, after) in apart(),
        label in prop::sample::select(&["FIN: ", "Fahrgestellnummer ", "VIN\n"][..]),
    ) {
        let value = format!("{maker}{rest}{serial}");
        prop_assert!(finds(Entity::Vin, &[&before, &value, &after], &value));
        prop_assert!(!finds(Entity::Vin, &[&before, "X", &value, &after], &value));
        let spaced = in_groups(&value, &[3, 6, 2, 6], " ");
        prop_assert!(finds(Entity::Vin, &[&before, label, &spaced, &after], &value));
        let value = format!("{other}{serial}");
        prop_assert!(finds(Entity::Vin, &[&before, label, &value, &after], &value));
        prop_assert!(!finds(Entity::Vin, &[&before, &value, &after], &value), "no maker of cars, no word");
    }

    #[test]
    fn a_valid_zone_is_found_and_a_wrong_one_not(
        number in "[CFGHJK][CFGHJKLMNPRTVWXYZ0-9]{8}",
        (born, expires) in ("[0-9]{2}0[1-9][12][0-9]", "[0-9]{2}0[1-9][12][0-9]"),
        sex in prop::sample::select(&["M", "F", "<"][..]),
        (before, after) in apart(),
        (nth, by) in (0..60_usize, 1..10_u8),
    ) {
        let first = "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<";
        let fields = [
            format!("{number}{}", icao(&number)),
            format!("{born}{}", icao(&born)),
            format!("{expires}{}<<<<<<<<<<<<<<<", icao(&expires)),
        ];
        let check = icao(&fields.concat());
        let second = format!("{}D<<{}{sex}{}{check}", fields[0], fields[1], fields[2]);
        prop_assert_eq!(second.len(), 44);
        let value = format!("{first}\n{second}");
        prop_assert!(finds(Entity::Mrz, &[&before, "\n", &value, &after], &value));
        let misread = format!("{}{}", &second[..13], second[13..28].replace('0', "O").replace('1', "I"));
        prop_assert!(finds(Entity::Mrz, &[&before, "\n", first, "\r\n", &misread, &second[28..], &after], &value));
        let wrong = flip(&second, nth, by);
        let value = format!("{first}\n{wrong}");
        prop_assert!(!finds(Entity::Mrz, &[&before, "\n", &value, &after], &value));
    }

    #[test]
    fn a_valid_leitweg_id_is_found_and_a_wrong_one_not(
        coarse in "(0[1-9]|1[0-6])[0-9]{6}",
        fine in "[A-Z]{2}[A-Z0-9]{1,20}",
        (before, after) in apart(),
        (nth, by) in (0..10_usize, 1..10_u8),
    ) {
        let value = format!("{coarse}-{fine}-{:02}", mod_97(&format!("{coarse}{fine}")));
        prop_assert!(finds(Entity::LeitwegId, &[&before, &value, &after], &value));
        let wrong = flip(&value, nth, by);
        prop_assert!(!finds(Entity::LeitwegId, &[&before, &wrong, &after], &wrong));
    }

    #[test]
    fn a_misread_iban_is_put_right_only_if_the_check_digits_fit(
        account in "[0-9]{18}",
        places in prop::collection::vec(0..20_usize, 1..6),
        (before, after) in apart(),
        (nth, by) in (0..20_usize, 1..10_u8),
    ) {
        let value = iban("DE", &account);
        let misread = |value: &str| {
            let mut bytes = value.as_bytes().to_vec();
            // One check digit at least stays: nothing else says where the number begins.
            for place in places.iter().map(|place| place + 2).filter(|place| *place != 3) {
                bytes[place] = match bytes[place] {
                    b'0' => b'O',
                    b'1' => b'I',
                    b'5' => b'S',
                    b'8' => b'B',
                    byte => byte,
                };
            }
            let text = String::from_utf8(bytes).unwrap();
            in_groups(&text, &[4, 4, 4, 4, 4, 2], " ")
        };
        prop_assert!(finds(Entity::Iban, &[&before, &misread(&value), &after], &value));
        let wrong = flip(&value, nth, by);
        prop_assert!(!finds(Entity::Iban, &[&before, &misread(&wrong), &after], &wrong));
    }

    #[test]
    fn a_mail_address_is_found_anywhere(
        local in "[a-z][a-z0-9]{0,8}([._+-][a-z0-9]{1,8}){0,2}",
        domain in "[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,8})?(\\.[a-z]{2,8})?\\.(de|com|eu|org|bayern)",
        (before, after) in apart(),
        at in prop::sample::select(&["@", "(at)", " (at) ", "[at]", " [ät] ", " {at} ", "(@)"][..]),
    ) {
        let value = format!("{local}@{domain}");
        prop_assert!(finds(Entity::Email, &[&before, &local, at, &domain, &after], &value));
    }
}

/// What is found in the second column under a heading.
fn under(heading: &str, cell: &str) -> Option<(Entity, String)> {
    let text = format!("Nr;{heading}\n1;{cell}\n");
    let header = ["Nr".to_owned(), heading.to_owned()];
    let tables = [Table { name: "", span: 0..text.len(), header: &header, delimiter: b';', quote: None }];
    let mut matches = Vec::new();
    Engine::new(RuleSet::identifiers()).document(&text, &tables, &mut matches);
    let found = matches.pop().filter(|_| matches.is_empty())?;
    Some((found.entity, found.value.reveal().clone()))
}

#[test]
fn headings_speak_for_what_stands_below() {
    let cases = [
        ("Steuernr.", "93815/08152", Entity::Steuernummer, "9381508152"),
        ("St.-Nr.", "18181508155", Entity::Steuernummer, "18181508155"),
        ("Steuerliche Identifikationsnummer", "3657 4261 809", Entity::SteuerId, "36574261809"),
        ("RV-Nr.", "15-070649-C-103", Entity::Vsnr, "15070649C103"),
        ("SV-Nummer", "15070649c103", Entity::Vsnr, "15070649C103"),
        ("Versicherungsnummer", "15 070649 C 103", Entity::Vsnr, "15070649C103"),
        ("Versichertennummer", "A 123 456 780", Entity::Kvnr, "A123456780"),
        ("FIN", "A1BS31Z0430336179", Entity::Vin, "A1BS31Z0430336179"),
        ("Fahrzeug-Identifikationsnummer", "a1bs31z0430336179", Entity::Vin, "A1BS31Z0430336179"),
        ("Fahrgestellnr.", "WVW ZZZ 1JZ XW 000001", Entity::Vin, "WVWZZZ1JZXW000001"),
        ("Kreditkarte", "6759649826438453", Entity::CreditCard, "6759649826438453"),
        ("Kontoverbindung", "DE89370400440532013000", Entity::Iban, "DE89370400440532013000"),
        ("USt-IdNr.", "DE136695976", Entity::VatId, "DE136695976"),
    ];
    for (heading, cell, entity, value) in cases {
        assert_eq!(under(heading, cell), Some((entity, value.to_owned())), "{cell:?} under {heading:?}");
    }
    assert_eq!(under("Betrag", "93815/08152"), None);
    assert_eq!(under("Losnummer", "A1BS31Z0430336179"), None);
}
