// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Identifiers that are right by their check digits and belong to nobody, as far as their rules allow that.

use crate::rng::Rng;

/// A German IBAN, valid by ISO 13616 (mod 97-10), without spaces. Its bank code begins with 9: the first digit is the
/// Bundesbank's clearing area, 1–8, so no bank has such a code and no account such a number.
pub fn iban(rng: &mut Rng) -> String {
    let bban = format!("9{}{}", rng.digits(7), rng.digits(10));
    format!("DE{:02}{bban}", iban_check(&bban))
}

/// The two check digits of a German IBAN: 98 − (BBAN, "DE" as 1314, 00) mod 97.
fn iban_check(bban: &str) -> u32 {
    let remainder = format!("{bban}131400")
        .bytes()
        .filter(u8::is_ascii_digit)
        .fold(0, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97);
    98 - remainder
}

/// Groups of four, as people write an IBAN (ISO 13616-1, print format).
pub fn in_fours(iban: &str) -> String {
    let mut out = String::with_capacity(iban.len() * 5 / 4);
    for (i, c) in iban.chars().enumerate() {
        if i > 0 && i % 4 == 0 {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// A tax identification number (§ 139b AO), valid by structure and by its check digit (ISO 7064 MOD 11,10): among the
/// first ten digits one occurs twice and one not at all. Only numbers that begin with 0 are reserved for tests, and
/// readers rightly refuse those; so an assigned number may be hit by chance, as with any other valid example.
pub fn steuer_id(rng: &mut Rng) -> String {
    let mut digits: Vec<u8> = (0..10).collect();
    for i in (1..digits.len()).rev() {
        digits.swap(i, rng.below(i + 1));
    }
    // The last digit gives way to a repetition of one of the first eight: never adjacent to the original.
    digits[9] = digits[rng.below(8)];
    if digits[0] == 0 {
        digits.swap(0, 1);
        if digits[1] == digits[9] {
            digits[9] = digits[2];
        }
    }
    let check = steuer_id_check(&digits);
    digits.push(check);
    digits.into_iter().map(|digit| char::from(b'0' + digit)).collect()
}

/// ISO 7064 MOD 11,10 over the first ten digits.
pub(crate) fn steuer_id_check(digits: &[u8]) -> u8 {
    let product = digits.iter().fold(10, |product, &digit| {
        let sum = (u16::from(digit) + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    ((11 - product) % 10) as u8
}

/// Area code and fixed head of the landline numbers that the Bundesnetzagentur keeps free for films and books, each
/// followed by three digits (Mitteilung 148/2021, Amtsblatt 7/2021, p. 489).
const LANDLINES: [(&str, &str); 5] =
    [("030", "23125"), ("069", "90009"), ("040", "66969"), ("0221", "4710"), ("089", "99998")];

/// Mobile numbers from the same notice: prefix, head and the number of free digits after it.
const MOBILES: [(&str, &str, usize); 6] = [
    ("0171", "39200", 2),
    ("0176", "040690", 2),
    ("0152", "28817386", 0),
    ("0152", "28895456", 0),
    ("0174", "9091317", 0),
    ("0172", "9980752", 0),
];

/// A landline number that rings nowhere, in one of the writings that people use.
pub fn landline(rng: &mut Rng) -> String {
    let (area, head) = rng.pick(&LANDLINES);
    let number = format!("{head}{}", rng.digits(3));
    write_phone(rng, area, &number)
}

/// A mobile number that rings nowhere, in one of the writings that people use.
pub fn mobile(rng: &mut Rng) -> String {
    let (prefix, head, free) = rng.pick(&MOBILES);
    let number = format!("{head}{}", rng.digits(free));
    write_phone(rng, prefix, &number)
}

fn write_phone(rng: &mut Rng, area: &str, number: &str) -> String {
    let abroad = &area[1..];
    match rng.below(6) {
        0 => format!("{area}/{number}"),
        1 => format!("({area}) {number}"),
        2 => format!("+49 {abroad} {number}"),
        3 => format!("{area}-{number}"),
        _ => format!("{area} {number}"),
    }
}

#[cfg(test)]
mod tests;
