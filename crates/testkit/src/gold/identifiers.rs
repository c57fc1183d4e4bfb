// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Identifiers in their plain form: right by structure and check digit where one is published. They are drawn by chance
//! and belong to nobody on purpose; documents made of them stay on the machine that made them.

use crate::day::Day;
use crate::numbers;
use crate::rng::Rng;

/// Bank codes of banks that most people know, so that a list of bank codes is of use to those who read.
const BANK_CODES: [&str; 12] = [
    "37040044", "50010517", "12030000", "10050000", "20041133", "70150000", "37050198", "43060967",
    "76026000", "25050180", "60050101", "85050300",
];

/// An IBAN: one in ten from abroad, and of the German ones one in three with a bank code that no bank has.
pub(super) fn iban(rng: &mut Rng) -> String {
    if rng.chance(10) {
        // Country, and the parts of its account numbers (IBAN registry, SWIFT): letters stand, digits are counted.
        let (country, letters, digits) =
            rng.pick(&[("AT", "", 16), ("NL", "ABNA", 10), ("PL", "", 24), ("CH", "", 17), ("FR", "", 23)]);
        return with_iban_check(country, &format!("{letters}{}", rng.digits(digits)));
    }
    if rng.chance(33) {
        return numbers::iban(rng);
    }
    let account = format!("{:010}", rng.between(10_000, 899_999_999));
    with_iban_check("DE", &format!("{}{account}", rng.pick(&BANK_CODES)))
}

/// ISO 13616: 98 − (account, country, 00) mod 97, letters as 10 to 35.
fn with_iban_check(country: &str, account: &str) -> String {
    let rest = mod_97(&format!("{account}{country}00"));
    format!("{country}{:02}{account}", 98 - rest)
}

fn mod_97(text: &str) -> u32 {
    text.chars().filter_map(|c| c.to_digit(36)).fold(0, |rest, value| {
        let shift = if value > 9 { 100 } else { 10 };
        (rest * shift + value) % 97
    })
}

/// Tax identification number; one in four repeats a digit three times, as those given out since 2016 may.
pub(super) fn steuer_id(rng: &mut Rng) -> String {
    if !rng.chance(25) {
        return numbers::steuer_id(rng);
    }
    loop {
        let mut digits: Vec<u8> = (0..10).collect();
        for i in (1..digits.len()).rev() {
            digits.swap(i, rng.below(i + 1));
        }
        // Eight different digits, one of them at two places more, never three in a row.
        (digits[8], digits[9]) = (digits[1], digits[1]);
        digits.swap(4, 8);
        if digits[0] != 0 {
            let check = numbers::steuer_id_check(&digits);
            digits.push(check);
            return digits.iter().map(|d| char::from(b'0' + d)).collect();
        }
    }
}

/// Insurance number of the pension fund (§ 2 VKVV): area, birthday, letter of the name at birth, serial, check digit.
pub(super) fn vsnr(rng: &mut Rng, born: Day, is_female: bool, last: &str) -> String {
    const AREAS: [&str; 16] =
        ["02", "04", "08", "09", "10", "12", "13", "14", "15", "16", "17", "20", "24", "53", "65", "57"];
    let (year, month, day) = born.parts();
    let serial = if is_female { rng.between(50, 99) } else { rng.between(0, 49) };
    let head = format!("{}{day:02}{month:02}{:02}{}{serial:02}", rng.pick(&AREAS), year % 100, initial(last));
    let check = weighted(&letters_as_two_digits(&head), &[2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]) % 10;
    format!("{head}{check}")
}

/// Number of the insured of the statutory health insurance (§ 290 SGB V): a letter, eight digits, a check digit.
pub(super) fn kvnr(rng: &mut Rng) -> String {
    let letter = char::from(b'A' + rng.below(26) as u8);
    let head = format!("{letter}{}", rng.digits(8));
    let check = weighted(&letters_as_two_digits(&head), &[1, 2, 1, 2, 1, 2, 1, 2, 1, 2]) % 10;
    format!("{head}{check}")
}

fn letters_as_two_digits(text: &str) -> Vec<u32> {
    text.bytes()
        .flat_map(|b| match b {
            b'A'..=b'Z' => vec![u32::from(b - b'A' + 1) / 10, u32::from(b - b'A' + 1) % 10],
            _ => vec![u32::from(b - b'0')],
        })
        .collect()
}

/// Sum of the cross sums of digit × weight.
fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(d, w)| (d * w) / 10 + (d * w) % 10).sum()
}

fn initial(name: &str) -> char {
    crate::people::ascii(name).chars().find(char::is_ascii_alphabetic).unwrap_or('x').to_ascii_uppercase()
}

/// What document numbers are made of: no vowels, nothing that looks like something else.
const DOCUMENT_ALPHABET: &[u8] = b"CFGHJKLMNPRTVWXYZ0123456789";

/// Serial of an identity card: a letter of the issuing office, eight more characters; one in eight of the old kind.
pub(super) fn id_card(rng: &mut Rng) -> String {
    if rng.chance(12) {
        return format!("T{}", rng.digits(8));
    }
    document_number(rng, b"LMNPRTVWXYZ")
}

/// Serial of a passport.
pub(super) fn passport(rng: &mut Rng) -> String {
    document_number(rng, b"CFGHJK")
}

fn document_number(rng: &mut Rng, first: &[u8]) -> String {
    let mut number = String::from(char::from(rng.pick(first)));
    // The first places name the office and hold a digit at least; a word never comes out.
    number.push_str(&rng.digits(2));
    number.extend((0..6).map(|_| char::from(rng.pick(DOCUMENT_ALPHABET))));
    number
}

/// The digit that ICAO Doc 9303 puts behind a field: weights 7, 3, 1.
pub(super) fn icao_check(field: &str) -> u32 {
    let value = |c: char| if c == '<' { 0 } else { c.to_digit(36).unwrap_or(0) };
    field.chars().zip([7, 3, 1].into_iter().cycle()).map(|(c, weight)| value(c) * weight).sum::<u32>() % 10
}

/// The two lines of a passport's machine-readable zone (ICAO Doc 9303-4, TD3).
pub(super) fn mrz(
    passport: &str,
    last: &str,
    first: &str,
    born: Day,
    is_female: bool,
    expires: Day,
) -> String {
    let name = |text: &str| {
        let words: Vec<String> = text.split([' ', '-']).map(crate::people::ascii).collect();
        words.join("<").to_uppercase()
    };
    let line1 = format!("P<D<<{}<<{}", name(last), name(first));
    let six = |day: Day| {
        let (year, month, day) = day.parts();
        format!("{:02}{month:02}{day:02}", year % 100)
    };
    let (born, expires) = (six(born), six(expires));
    let (number_check, born_check, expires_check) =
        (icao_check(passport), icao_check(&born), icao_check(&expires));
    let sex = if is_female { 'F' } else { 'M' };
    let personal = "<".repeat(15);
    let composite =
        icao_check(&format!("{passport}{number_check}{born}{born_check}{expires}{expires_check}{personal}"));
    format!(
        "{line1:<<44.44}\n{passport}{number_check}D<<{born}{born_check}{sex}{expires}{expires_check}{personal}{composite}"
    )
}

/// A vehicle identification number (ISO 3779): a maker of Europe, a filler Z or a check digit nobody checks in the EU.
pub(super) fn vin(rng: &mut Rng) -> String {
    const MAKERS: [&str; 14] =
        ["WVW", "WAU", "WBA", "WDB", "W0L", "WF0", "VF1", "VF3", "TMB", "ZFA", "VSS", "WP0", "WV1", "SAJ"];
    const ALPHABET: &[u8] = b"ABCDEFGHJKLMNPRSTUVWXYZ0123456789";
    let mut some = |count: usize| -> String { (0..count).map(|_| char::from(rng.pick(ALPHABET))).collect() };
    let (kind, year, plant) = (some(2), some(1), some(1));
    let head = if rng.chance(60) { format!("ZZZ{kind}Z") } else { format!("{kind}{}", rng.digits(4)) };
    format!("{}{head}{year}{plant}{}", rng.pick(&MAKERS), rng.digits(6))
}

/// A credit card with the right last digit (ISO/IEC 7812-1, Luhn).
pub(super) fn credit_card(rng: &mut Rng) -> String {
    let (prefix, length) = rng.pick(&[("4", 16), ("4", 16), ("51", 16), ("55", 16), ("53", 16), ("37", 15)]);
    let head = format!("{prefix}{}", rng.digits(length - 1 - prefix.len()));
    format!("{head}{}", luhn(&head))
}

fn luhn(head: &str) -> u32 {
    let sum: u32 = head
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let digit = u32::from(b - b'0');
            if i % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit }
        })
        .sum();
    (10 - sum % 10) % 10
}

/// An IP address as access lines hold them; one in five of version 6, some of the house's own nets.
pub(super) fn ip(rng: &mut Rng) -> String {
    let byte = |rng: &mut Rng| rng.between(1, 254);
    match rng.below(10) {
        0 | 1 => {
            let part = |rng: &mut Rng| format!("{:x}", rng.between(0x10, 0xffff));
            let parts: Vec<String> = (0..4).map(|_| part(rng)).collect();
            format!("2003:{:x}:{}", rng.between(0xc0, 0xfff), parts.join(":") + ":" + &part(rng) + ":1")
        }
        2 | 3 => format!("10.{}.{}.{}", byte(rng), byte(rng), byte(rng)),
        4 => format!("192.168.{}.{}", byte(rng), byte(rng)),
        _ => {
            let first = rng.pick(&[31, 46, 62, 77, 79, 80, 84, 87, 91, 93, 109, 134, 178, 188, 212, 217]);
            format!("{first}.{}.{}.{}", byte(rng), byte(rng), byte(rng))
        }
    }
}

/// The address of a network card.
pub(super) fn mac(rng: &mut Rng) -> String {
    let separator = rng.pick(&[":", "-"]);
    let bytes: Vec<String> =
        (0..6).map(|i| format!("{:02x}", rng.below(256) & if i == 0 { 0xfc } else { 0xff })).collect();
    bytes.join(separator)
}

/// A point in Germany, in decimal degrees.
pub(super) fn geo_point(rng: &mut Rng) -> String {
    let separator = rng.pick(&[", ", " / ", ","]);
    format!("{}.{}{separator}{}.{}", rng.between(48, 54), rng.digits(6), rng.between(7, 14), rng.digits(6))
}

/// The key of a parcel (ALKIS): land, district, field, numerator, denominator, sequel.
pub(super) fn flurstueck(rng: &mut Rng) -> String {
    let denominator = if rng.chance(50) { "____".to_owned() } else { format!("{:04}", rng.between(1, 40)) };
    format!(
        "{:02}{:04}{:03}{:05}{denominator}__",
        rng.between(1, 16),
        rng.between(100, 4999),
        rng.between(1, 60),
        rng.between(1, 900)
    )
}

/// An office's address for electronic invoices (format 2.0.2 of the Koordinierungsstelle für IT-Standards), with its check digits (mod 97-10).
pub(super) fn leitweg_id(rng: &mut Rng) -> String {
    let coarse = format!("{:02}{}", rng.between(1, 16), rng.digits(6));
    let fine: String = format!("{}{}", rng.pick(&["RAT", "KASSE", "AMT", "BAU"]), rng.between(10, 99));
    let check = 98 - mod_97(&format!("{coarse}{fine}00"));
    format!("{coarse}-{fine}-{check:02}")
}

/// A tax number as a Land writes it, with slashes (ten or eleven digits).
pub(super) fn steuernummer(rng: &mut Rng) -> String {
    match rng.below(3) {
        0 => {
            format!("{:03}/{:04}/{:04}", rng.between(101, 399), rng.between(100, 5999), rng.between(10, 9999))
        }
        1 => {
            format!("{:02}/{:03}/{:05}", rng.between(10, 65), rng.between(100, 899), rng.between(10, 99_999))
        }
        _ => format!(
            "{:03}/{:03}/{:05}",
            rng.between(101, 299),
            rng.between(100, 899),
            rng.between(10, 99_999)
        ),
    }
}

/// A value added tax number (§ 27a UStG): nine digits, the last by ISO 7064 MOD 11,10.
pub(super) fn vat_id(rng: &mut Rng) -> String {
    let digits: Vec<u8> =
        std::iter::once(rng.between(1, 3) as u8).chain((0..7).map(|_| rng.below(10) as u8)).collect();
    let check = numbers::steuer_id_check(&digits);
    let text: String = digits.iter().map(|d| char::from(b'0' + d)).collect();
    format!("DE{text}{check}")
}

/// A file number as offices write them: many ways, no rule.
pub(super) fn aktenzeichen(rng: &mut Rng, year: i64) -> String {
    let (a, b, c) = (rng.between(10, 66), rng.between(1, 99), rng.between(1, 2999));
    match rng.below(5) {
        0 => format!("{a}-{b:02}/{year}-{c:04}"),
        1 => format!("{a}.{b}/{c:05}/{}", year % 100),
        2 => format!("{}-{a}-{c:04}-{year}", rng.pick(&["OWi", "WoG", "UVG", "BA", "SG", "KFZ"])),
        3 => format!("{a}/{b}-{c}/{:02}", year % 100),
        _ => format!("{} {a}-{b} {c}/{:02}", rng.pick(&["II", "III", "IV", "V"]), year % 100),
    }
}

/// One digit that decides is another: what a check digit is there to notice.
pub(super) fn broken(rng: &mut Rng, plain: &str) -> String {
    let places: Vec<usize> =
        plain.bytes().enumerate().filter(|(_, b)| b.is_ascii_digit()).map(|(i, _)| i).collect();
    // Not among the first four: a country or area that does not exist would be noticed without any check.
    let place = places[4 + rng.below(places.len() - 4)];
    let digit = (plain.as_bytes()[place] - b'0' + 1 + rng.below(8) as u8) % 10;
    format!("{}{digit}{}", &plain[..place], &plain[place + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_agree_with_published_examples() {
        assert_eq!(with_iban_check("DE", "370400440532013000"), "DE89370400440532013000");
        assert_eq!(with_iban_check("NL", "ABNA0417164300"), "NL91ABNA0417164300");
        assert_eq!(
            weighted(&letters_as_two_digits("15070649C10"), &[2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]) % 10,
            3
        );
        assert_eq!(weighted(&letters_as_two_digits("A00050001"), &[1, 2, 1, 2, 1, 2, 1, 2, 1, 2]) % 10, 5);
        assert_eq!([icao_check("L01X00T47"), icao_check("T22000129"), icao_check("C01X00T47")], [1, 3, 8]);
        assert_eq!(luhn("411111111111111"), 1);
        assert_eq!(98 - mod_97("05370032WDF527100"), 6);
        assert_eq!(numbers::steuer_id_check(&[1, 3, 6, 6, 9, 5, 9, 7]), 6);
    }

    #[test]
    fn the_zone_of_the_specimen_comes_out() {
        let zone =
            mrz("C01X00T47", "Mustermann", "Erika", Day::new(1964, 8, 12), true, Day::new(2027, 2, 28));
        assert_eq!(
            zone,
            "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<\nC01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4"
        );
    }
}
