// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::digits::{digit, mod_97, separator};
use crate::rule::{Beside, Found, NumberRule, Rule, Samples};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};

pub(crate) static RULE: Rule = Rule {
    name: "iban",
    version: 2,
    entity: Entity::Iban,
    purpose: "An International Bank Account Number: country, two check digits, and as many characters in as fixed an \
              order as the country's banks agreed on. Wrong check digits are no IBAN. Read in one piece, in any groups, \
              in lower case, over a line's end, German ones glued to a word, and with letters for the digits that \
              they were misread from, if the check digits then fit.",
    source: "ISO 13616-1; SWIFT IBAN Registry (countries, lengths, structures), read 2026-11; check digits ISO 7064 \
             MOD 97-10",
    samples: SAMPLES,
};

pub(crate) const NUMBER: NumberRule = NumberRule {
    page: &RULE,
    least: 2,
    may: |run, before, _| before.is_letter() || before == Beside::Blank || before == Beside::Wide && run >= 2,
    find,
};

const SAMPLES: Samples = Samples {
    found: &[
        ("DE89370400440532013000", &["DE89370400440532013000"]),
        ("IBAN: DE89 3704 0044 0532 0130 00.", &["DE89370400440532013000"]),
        ("de02 1203 0000 0000 2020 51", &["DE02120300000000202051"]),
        ("DE 02 500 105 170 137 075 030", &["DE02500105170137075030"]),
        ("DE89\u{a0}3704\u{a0}0044\u{a0}0532\u{a0}0130\u{a0}00", &["DE89370400440532013000"]),
        ("DE89-3704-0044-0532-0130-00", &["DE89370400440532013000"]),
        (
            "FR14 20041 01005 0500013M026 06, NL91 ABNA0417 164300",
            &["FR1420041010050500013M02606", "NL91ABNA0417164300"],
        ),
        ("IBAN DES1 3704 0044 0532 0130 05", &["DE51370400440532013005"]),
        ("DES137040044O532013005", &["DE51370400440532013005"]),
        ("vom Konto AT6I 19O4 3002\n3457 3201 ab", &["AT611904300234573201"]),
        ("GB29 NWBK 6016 1331 9268 19", &["GB29NWBK60161331926819"]),
        ("AT61 1904 3002 3457 3201, NL91ABNA0417164300", &["AT611904300234573201", "NL91ABNA0417164300"]),
        ("IBANDE89 3704 0044 0532 0130 00", &["DE89370400440532013000"]),
        ("KontoDE89370400440532013000BIC COBADEFFXXX", &["DE89370400440532013000"]),
        ("D E 8 9 3 7 0 4 0 0 4 4 0 5 3 2 0 1 3 0 0 0", &["DE89370400440532013000"]),
        ("IBAN: DE89 3704 0044\r\n      0532 0130 00", &["DE89370400440532013000"]),
        ("DE89.3704.0044.0532.0130.00", &["DE89370400440532013000"]),
        ("IBAN |DE89|3704|0044|0532|0130|00|", &["DE89370400440532013000"]),
        ("IBAN DE89 37O4 OO44 0S32 Ol30 00", &["DE89370400440532013000"]),
        (
            "DEB9 3704 0044 0532 0130 00, DE8g37040044O532013000",
            &["DE89370400440532013000", "DE89370400440532013000"],
        ),
    ],
    not_found: &[
        "DE89370400440532013001",
        "DE8937040044053201300",
        "DE893704004405320130000",
        "XDE89370400440532013000",
        "DE00370400440532013000",
        "US89370400440532013000",
        "GB29 NW BK 6016 1331 9268 19",
        "DE12 345 678 90",
        "DE89 37O4 0044 0532 0130 01",
        "DE89 3704\n0044 0532\n0130 00",
    ],
};

/// An IBAN whose two check digits start at `digits`, where a run of digits starts, or just before if one was misread.
pub(crate) fn find(view: &View<'_>, digits: usize, run: usize) -> Option<Found> {
    let plain = country_start(view, digits, run).and_then(|start| read_from(view, start, digits));
    // DEB9 for DE89; in DES8 it is not Spain that stands before the digit.
    plain.or_else(|| {
        let damaged = digits.checked_sub(1).filter(|before| digit(view.at(*before)).is_some())?;
        let start = damaged.checked_sub(2)?;
        let german = view.slice(start..damaged).eq_ignore_ascii_case(b"DE");
        german.then(|| read_from(view, start, damaged)).flatten()
    })
}

/// An IBAN whose country stands at `start` and whose check digits at `digits`.
fn read_from(view: &View<'_>, start: usize, digits: usize) -> Option<Found> {
    let blank = view.blank_at(start + 1);
    let country = [view.at(start).to_ascii_uppercase(), view.at(start + 1 + blank).to_ascii_uppercase()];
    let structure = structure(country)?;
    let german = country == *b"DE";
    if view.alphanumeric_before(start) && !is_glued(view, start, german) {
        return None;
    }
    let mut value = String::with_capacity(34);
    value.extend(country.map(char::from));
    let end = read(view, digits, &mut value, structure, german)?;
    // A word may be glued to all of a German one, a digit to none.
    let open = view.alphanumeric_at(end) && !(german && view.at(end).is_ascii_alphabetic());
    if open || !check_digits(&value) {
        return None;
    }
    Some(Found {
        span: start..end,
        value,
        confidence: Confidence::percent(99),
        signals: Signals::FORMAT.with(Signals::CHECK_DIGIT),
    })
}

/// Whether the letters before the country are a word that lost its blank: `IBAN`, or small letters before a large `DE`.
fn is_glued(view: &View<'_>, start: usize, german: bool) -> bool {
    view.slice(start.saturating_sub(4)..start).eq_ignore_ascii_case(b"IBAN")
        || german && view.before(start).is_ascii_lowercase() && view.at(start) == b'D'
}

/// Where the country's two letters stand before the check digits; German ones with or without blanks, and spaced.
fn country_start(view: &View<'_>, digits: usize, run: usize) -> Option<usize> {
    let blank = view.blank_before(digits);
    let end = digits - blank;
    let start = end.checked_sub(2)?;
    let goes_on = digit(view.at(digits + run)).is_some();
    let german = |start, end| view.slice(start..end).eq_ignore_ascii_case(b"DE");
    let fine = match blank {
        0 => is_country(view.at(start), view.at(start + 1)) && (run >= 2 || goes_on || german(start, end)),
        _ => german(start, end),
    };
    if fine {
        return Some(start);
    }
    // D E 8 9
    let spaced = run == 1 && blank > 0 && view.blank_before(end - 1) == 1;
    let start = end.checked_sub(3).filter(|_| spaced)?;
    view.slice(start..end).eq_ignore_ascii_case(b"D E").then_some(start)
}

/// Whether two letters of any case are a country with IBANs. Most runs of digits are turned away here.
fn is_country(first: u8, second: u8) -> bool {
    let index = |letter: u8| usize::from(letter.to_ascii_uppercase().wrapping_sub(b'A'));
    COUNTRIES.get(index(first)).is_some_and(|seconds| index(second) < 26 && seconds >> index(second) & 1 == 1)
}

/// For each first letter of [`STRUCTURES`] the second ones, as bits.
const COUNTRIES: [u32; 26] = {
    let mut countries = [0; 26];
    let rows = STRUCTURES.as_bytes();
    let mut i = 0;
    while i < rows.len() {
        if i == 0 || rows[i - 1] == b'|' {
            countries[(rows[i] - b'A') as usize] |= 1 << (rows[i + 1] - b'A');
        }
        i += 1;
    }
    countries
};

/// Reads check digits and account as the country's structure wants them; returns the end. One line may end inside. Where only
/// a digit can stand, a letter stands for the one that it was misread from.
fn read(view: &View<'_>, start: usize, value: &mut String, structure: &str, german: bool) -> Option<usize> {
    let mut at = start;
    let mut broken = false;
    let checks = [(2, b'n')];
    for (count, class) in checks.into_iter().chain(parts(structure)) {
        for _ in 0..count {
            if value.len() > 2 {
                let gap = separator(view, at);
                // Letters with a blank between are words, but where a group of four ends.
                let words = view.before(at).is_ascii_alphabetic()
                    && view.at(at + gap.len).is_ascii_alphabetic()
                    && !value.len().is_multiple_of(4);
                let apart = gap.len > 0 && words && !german;
                if apart || gap.breaks && broken {
                    return None;
                }
                broken |= gap.breaks;
                at += gap.len;
            }
            let byte = view.at(at);
            let byte = if class == b'n' { digit(byte).unwrap_or(byte) } else { byte };
            let fits = match class {
                b'n' => byte.is_ascii_digit(),
                b'a' => byte.is_ascii_alphabetic(),
                _ => byte.is_ascii_alphanumeric(),
            };
            if !fits {
                return None;
            }
            value.push(char::from(byte.to_ascii_uppercase()));
            at += 1;
        }
    }
    Some(at)
}

/// ISO 7064 MOD 97-10 over the rearranged number; check digits are 02–98.
fn check_digits(iban: &str) -> bool {
    let Some((head, tail)) = iban.split_at_checked(4) else { return false };
    if matches!(head.get(2..), Some("00" | "01" | "99")) {
        return false;
    }
    mod_97(tail.bytes().chain(head.bytes())) == 1
}

/// The structure of a country's account number after the check digits: `8n12c` is 8 digits and 12 characters.
fn structure(country: [u8; 2]) -> Option<&'static str> {
    // Germans first: nearly every hit is one, and the search is short.
    if country == *b"DE" {
        return Some("18n");
    }
    STRUCTURES.split('|').find_map(|row| {
        let (code, structure) = row.split_once(' ')?;
        (code.as_bytes() == country).then_some(structure)
    })
}

/// `8n12c` as (8, n), (12, c).
fn parts(structure: &str) -> impl Iterator<Item = (usize, u8)> + '_ {
    structure.split_inclusive(|c: char| c.is_ascii_alphabetic()).filter_map(|part| {
        let (count, class) = part.split_at_checked(part.len().checked_sub(1)?)?;
        Some((count.parse().ok()?, *class.as_bytes().first()?))
    })
}

/// Country and structure, from the SWIFT IBAN Registry: n digits, a letters, c either.
const STRUCTURES: &str = "\
    AD 8n12c|AE 19n|AL 8n16c|AT 16n|AX 14n|AZ 4a20c|BA 16n|BE 12n|BG 4a6n8c|BH 4a14c|BI 23n|\
    BL 10n11c2n|BR 23n1a1c|BY 4c4n16c|CH 5n12c|CR 18n|CY 8n16c|CZ 20n|DE 18n|DJ 23n|DK 14n|DO 4c20n|\
    EE 16n|EG 25n|ES 20n|FI 14n|FK 2a12n|FO 14n|FR 10n11c2n|GB 4a14n|GE 2a16n|GF 10n11c2n|GG 4a14n|\
    GI 4a15c|GL 14n|GP 10n11c2n|GR 7n16c|GT 24c|HR 17n|HU 24n|IE 4a14n|IL 19n|IM 4a14n|IQ 4a15n|IS 22n|\
    IT 1a10n12c|JE 4a14n|JO 4a4n18c|KW 4a22c|KZ 3n13c|LB 4n20c|LC 4a24c|LI 5n12c|LT 16n|LU 3n13c|\
    LV 4a13c|LY 21n|MC 10n11c2n|MD 20c|ME 18n|MF 10n11c2n|MK 3n10c2n|MN 16n|MQ 10n11c2n|MR 23n|\
    MT 4a5n18c|MU 4a19n3a|NC 10n11c2n|NI 4a20n|NL 4a10n|NO 11n|OM 3n16c|PF 10n11c2n|PK 4a16c|PL 24n|\
    PM 10n11c2n|PS 4a21c|PT 21n|QA 4a21c|RE 10n11c2n|RO 4a16c|RS 18n|RU 14n15c|SA 2n18c|SC 4a20n3a|\
    SD 14n|SE 20n|SI 15n|SK 20n|SM 1a10n12c|SO 19n|ST 21n|SV 4a20n|TF 10n11c2n|TL 19n|TN 20n|TR 6n16c|\
    UA 6n19c|VA 18n|VG 4a16n|WF 10n11c2n|XK 16n|YT 10n11c2n";
