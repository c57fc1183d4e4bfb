// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::context::{self, OTHER_NUMBERS, Verdict, Words};
use crate::digits::{Grouped, digit, grouped, misread, social};
use crate::rule::{Beside, Found, NumberRule, Rule, Samples};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};

pub(crate) static RULE: Rule = Rule {
    name: "german_health_insurance_number",
    version: 1,
    entity: Entity::Kvnr,
    purpose: "The part of the Krankenversichertennummer that stays for life, printed on the health card: a letter, eight \
              digits, a check digit. Every tenth number of that form fits by chance, so that numbers of articles and \
              customers are only told by the words in front of them.",
    source: "§ 290 SGB V and its annex 1; test values of gematik",
    samples: SAMPLES,
};

pub(crate) const NUMBER: NumberRule = NumberRule {
    page: &RULE,
    may: |run, before, _| match before {
        Beside::Upper | Beside::Lower | Beside::Blank | Beside::Wide | Beside::Dash => run <= 9,
        // The letter stands at the end of the line before.
        Beside::Edge => matches!(run, 3 | 9),
        _ => false,
    },
    // Nine, but for a misread one before the run
    least: 8,
    find,
};

const SAMPLES: Samples = Samples {
    found: &[
        ("KVNR: A000500015", &["A000500015"]),
        ("Versichertennummer C 000 500 021", &["C000500021"]),
        ("Versicherten-Nr. A-12345678-0, C 0O0 500 021", &["A123456780", "C000500021"]),
        ("5 M-12345678-5 Z 999999997 3 C000 500 021", &["M123456785", "Z999999997", "C000500021"]),
        ("(M123456785)", &["M123456785"]),
        ("4 A 123 456 780 Erika Mustermann", &["A123456780"]),
        ("Versicherten-Nr.:F-333444Ol-7, N 333444l02", &["F333444017", "N333444102"]),
        ("Versicherten-Nr. A-I2345678-0, AI23456780", &["A123456780", "A123456780"]),
        ("Gesundheitskarte (Z\r\n  999999997)", &["Z999999997"]),
        ("KV-Nr A 1234 5678 0", &["A123456780"]),
        ("eGK a123456780", &["A123456780"]),
        ("Versicherten-Nr. A12345678O", &["A123456780"]),
        ("Krankenversichertennummer\nZ 999999997", &["Z999999997"]),
    ],
    not_found: &[
        "A123456787",
        "KVNR 1123456780",
        "AA123456780",
        "A1234567801",
        "Artikelnummer A123456780",
        "Rechnung Nr. M123456785",
        "A 123 456 780 EUR",
        "A 123 456 780,50",
        "a123456780",
    ],
};

const WORDS: &Words = &Words::new(&[
    "kvnr",
    "kv-n",
    "kv n",
    "kvn",
    "krankenv",
    "krankenk",
    "versichert",
    "vers.-n",
    "vers.n",
    "versnr",
    "egk",
    "gesundheitsk",
    "kasse",
    "mitgliedsn",
    "patient",
    "pflegek",
]);

const LENGTH: usize = 10;
/// Factors of annex 1; the letter takes two.
const WEIGHTS: [u32; LENGTH] = [1, 2, 1, 2, 1, 2, 1, 2, 1, 2];

/// A number whose first run of digits starts at `digits` and is `run` long.
pub(crate) fn find(view: &View<'_>, digits: usize, run: usize) -> Option<Found> {
    // The first digit may be misread: A-I2345678-0
    let misread = digits.checked_sub(1).filter(|first| misread(view.at(*first)).is_some());
    let next = view.at(digits + run);
    if run + usize::from(misread.is_some()) < LENGTH - 1
        && !(digit(next).is_some() || matches!(next, b' ' | b'-' | b'.' | b'/' | b'\n') || next >= 0x80)
    {
        return None;
    }
    let number_at = |digits| {
        let start = letter(view, digits)?;
        Some((start, read(view, start)?))
    };
    let (start, number) = number_at(digits).or_else(|| number_at(misread?))?;
    // In one piece, the letter apart, A123 456 780 or A-12345678-0
    let usual = matches!(number.gaps, 0 | 0b10 | 0b1001_0000)
        || number.gaps == (0b10 | 1 << 9) && number.separator == b'-';
    let broken = view.slice(start..number.end).contains(&b'\n');
    let odd = number.repaired || broken || !usual || view.at(start).is_ascii_lowercase();
    let (percent, why) = match context::verdict(view, start, WORDS, OTHER_NUMBERS) {
        Verdict::For => (97, Signals::CONTEXT),
        Verdict::Silent if !odd => (65, Signals::FORMAT),
        Verdict::Silent if is_row(view, start, &number) => (55, Signals::FORMAT),
        _ => return None,
    };
    Some(found(&number, start, percent, why))
}

/// Where the letter stands before digits, if it stands alone.
fn letter(view: &View<'_>, digits: usize) -> Option<usize> {
    let start = (digits - gap_before(view, digits)).checked_sub(1)?;
    (view.at(start).is_ascii_alphabetic() && !view.alphanumeric_before(start)).then_some(start)
}

/// The length of what parts the letter from the digits: a hyphen, a blank, a line's end with an indent.
fn gap_before(view: &View<'_>, digits: usize) -> usize {
    /// An indent, and `\r\n`
    const MOST: usize = 8;
    match view.before(digits) {
        b'-' => 1,
        b' ' | b'\n' => {
            let before = view.slice(digits.saturating_sub(MOST)..digits).iter().rev();
            before.take_while(|byte| byte.is_ascii_whitespace() && !view.is_barrier(**byte)).count()
        }
        _ => view.blank_before(digits),
    }
}

/// Whether it is written A 123 456 780, and no figure of a sum or a list goes on behind.
fn is_row(view: &View<'_>, start: usize, number: &Grouped<LENGTH>) -> bool {
    let behind = number.end + view.blank_at(number.end);
    let rest = view.slice(behind..behind + 3);
    let figure = rest.eq_ignore_ascii_case(b"EUR")
        || rest == "€".as_bytes()
        || matches!(rest, [b'0'..=b'9' | b'%', ..] | [b',' | b'.', b'0'..=b'9', ..]);
    let small = view.at(start).is_ascii_lowercase();
    number.gaps == 0b1001_0010
        && number.separator == b' '
        && !number.repaired
        && !small
        && !figure
        && !view.slice(start..number.end).contains(&b'\n')
}

/// The number that a whole cell is, in a column of them.
pub(crate) fn cell(view: &View<'_>, start: usize, end: usize) -> Option<Found> {
    let number = read(view, start).filter(|number| number.end == end)?;
    Some(found(&number, start, 97, Signals::HEADER))
}

fn found(number: &Grouped<LENGTH>, start: usize, percent: u8, why: Signals) -> Found {
    Found {
        span: start..number.end,
        value: number.text(),
        confidence: Confidence::percent(percent),
        signals: Signals::FORMAT.with(Signals::CHECK_DIGIT).with(why),
    }
}

fn read(view: &View<'_>, start: usize) -> Option<Grouped<LENGTH>> {
    let number = grouped::<LENGTH>(view, start, |i, byte| match i {
        0 => byte.is_ascii_alphabetic().then(|| byte.to_ascii_uppercase()),
        _ => digit(byte),
    })?;
    (social(&number.value, &WEIGHTS) && !view.alphanumeric_at(number.end)).then_some(number)
}
