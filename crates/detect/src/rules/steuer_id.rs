// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::context::{self, OTHER_NUMBERS, Verdict, Words};
use crate::digits::{Grouped, digit, grouped, misread, mod_11_10};
use crate::rule::{Found, NumberRule, Rule, Samples};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};

pub(crate) static RULE: Rule = Rule {
    name: "german_tax_id",
    version: 2,
    entity: Entity::SteuerId,
    purpose: "The Identifikationsnummer that every resident of Germany gets for life from the Bundeszentralamt für \
              Steuern. Eleven digits, the last one a check digit; of the first ten exactly one digit occurs twice or \
              three times, the others once at most, and three equal ones never stand side by side. A leading 0 is \
              for test data of the authorities. It says so itself when it is written as 12 345 678 901; plain \
              digits without a word in front are less sure (one of 260 random numbers fits), and none where a word in \
              front names another kind of number. Other groups, a line's end inside and letters misread from paper \
              want a word in front.",
    source: "§ 139b AO; BZSt, structure of the number since 2016; ISO 7064 MOD 11,10; python-stdnum stdnum/de/idnr.py",
    samples: SAMPLES,
};

pub(crate) const NUMBER: NumberRule = NumberRule {
    page: &RULE,
    least: 10,
    may: |run, before, _| run <= DIGITS - usize::from(before.is_letter()),
    find,
};

const SAMPLES: Samples = Samples {
    found: &[
        ("Steuer-ID: 36574261809", &["36574261809"]),
        ("IdNr. 36 574 261 809,", &["36574261809"]),
        ("36/574/261/809", &["36574261809"]),
        ("(11234567890)", &["11234567890"]),
        ("Steuer-Identifikationsnummer 3657 4261 809", &["36574261809"]),
        ("99721403652;81645082938", &["99721403652", "81645082938"]),
        ("Steuer-ID 36.574.261.809 / 36-574-261-809", &["36574261809", "36574261809"]),
        ("IdNr.: 36 574\n261 809", &["36574261809"]),
        ("IdNr. 3 6 5 7 4 2 6 1 8 0 9", &["36574261809"]),
        ("Steuer-ID: 36 S74 26l 8O9", &["36574261809"]),
        ("Steuer-ID: l1 234 567 890, St.-ID B1 645 082 938", &["11234567890", "81645082938"]),
        ("Steueridentifikationsnummer 3657426I8O9", &["36574261809"]),
    ],
    not_found: &[
        "36574261890",
        "36554266806",
        "12345678903",
        "11112345678",
        "01234567896",
        "11123456786",
        "365742618091",
        "A36574261809",
        "3657 4261 809",
        "+36574261809",
        "Bestellnummer 36574261809",
        "36574261.809",
        "3657426I8O9",
        "Steuer-ID 3657426I8O8",
        "0.36574261809",
        "36574261809,25",
        "82.237.146.208",
        "600 600 36 574 261 809 102",
    ],
};

/// Words that speak for the number. Not `Steuernummer`: that one is another number.
const WORDS: &Words = &Words::new(&[
    "ldentifikationsn",
    "steuer-id",
    "steuerid",
    "steueriden",
    "steuer id",
    "steuerliche id",
    "steuerl. id",
    "st-id",
    "st.-id",
    "idnr",
    "id-nr",
    "ident-nr",
    "identnr",
    "identifikationsn",
    "identifikations-n",
    "tin",
    "tax id",
]);

/// The length of the number.
const DIGITS: usize = 11;

/// Gaps of 2-3-3-3, as official letters print it.
const USUAL_GAPS: u32 = 1 << 2 | 1 << 5 | 1 << 8;

/// A number whose first run of digits starts at `start` and is `run` long.
pub(crate) fn find(view: &View<'_>, start: usize, run: usize) -> Option<Found> {
    let next = view.at(start + run);
    let goes_on = match run {
        DIGITS => true,
        1..=5 => matches!(next, b' ' | b'/' | b'-' | b'.' | b'\n') || next >= 0x80 || misread(next).is_some(),
        _ => misread(next).is_some(),
    };
    if !goes_on || view.at(start) == b'0' {
        return None;
    }
    let start = first_digit(view, start)?;
    let number = read(view, start)?;
    let (percent, why) = match context::verdict(view, start, WORDS, OTHER_NUMBERS) {
        Verdict::For => (97, Signals::CONTEXT),
        Verdict::Silent if number.repaired || view.slice(start..number.end).contains(&b'\n') => return None,
        Verdict::Silent if !stands_alone(view, start, number.end) => return None,
        // With points it may be an address of a machine.
        Verdict::Silent if number.gaps == USUAL_GAPS && number.separator != b'.' => (75, Signals::FORMAT),
        Verdict::Silent if number.gaps == 0 => (60, Signals::FORMAT),
        _ => return None,
    };
    Some(found(&number, start, percent, why))
}

/// The number that a whole cell is, in a column of them.
pub(crate) fn cell(view: &View<'_>, start: usize, end: usize) -> Option<Found> {
    let number = read(view, start).filter(|number| number.end == end)?;
    Some(found(&number, start, 97, Signals::HEADER))
}

fn found(number: &Grouped<DIGITS>, start: usize, percent: u8, why: Signals) -> Found {
    Found {
        span: start..number.end,
        value: number.text(),
        confidence: Confidence::percent(percent),
        signals: Signals::FORMAT.with(Signals::CHECK_DIGIT).with(why),
    }
}

/// Where the number starts whose first run of digits is given: there, or at one letter before it that was misread from a
/// digit. `None` if something longer goes on into it: a word, a telephone number, a fraction.
fn first_digit(view: &View<'_>, run: usize) -> Option<usize> {
    let start = run - usize::from(view.before(run).is_ascii_alphabetic());
    let continued = match view.before(start) {
        b'+' | b'_' => true,
        sign @ (b'.' | b',') => start > 1 && view.at(start - 2).is_ascii_digit() && !view.is_barrier(sign),
        _ => view.alphanumeric_before(start),
    };
    (!continued && digit(view.at(start)).is_some()).then_some(start)
}

/// Whether no more digits go before or behind, as in a list of figures, and no fraction.
fn stands_alone(view: &View<'_>, start: usize, end: usize) -> bool {
    let before = view.before(start - view.blank_before(start));
    let point = view.at(end);
    let fraction =
        matches!(point, b'.' | b',') && !view.is_barrier(point) && view.at(end + 1).is_ascii_digit();
    !before.is_ascii_digit() && !view.at(end + view.blank_at(end)).is_ascii_digit() && !fraction
}

/// Eleven digits in a whole, if structure and check digit fit.
fn read(view: &View<'_>, start: usize) -> Option<Grouped<DIGITS>> {
    let number = grouped::<DIGITS>(view, start, |_, byte| digit(byte))?;
    let fine = !view.alphanumeric_at(number.end) && is_structured(&number.value) && mod_11_10(&number.value);
    fine.then_some(number)
}

/// Whether of the first ten digits exactly one occurs twice or three times, not three times side by side.
fn is_structured(value: &[u8; DIGITS]) -> bool {
    let [first @ .., _] = value;
    let mut counts = [0_u8; 10];
    for digit in first {
        if let Some(count) = counts.get_mut(usize::from(digit.wrapping_sub(b'0'))) {
            *count += 1;
        }
    }
    let repeated = counts.iter().filter(|&&count| count > 1).count();
    let most = counts.iter().max().copied().unwrap_or(0);
    let side_by_side = first.windows(3).any(|three| matches!(three, [a, b, c] if a == b && b == c));
    value.first() != Some(&b'0') && repeated == 1 && most <= 3 && !side_by_side
}
