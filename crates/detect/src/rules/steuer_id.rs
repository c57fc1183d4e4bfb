// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::context::{self, Words};
use crate::rule::{Found, NumberRule, Rule, Samples};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};

pub(crate) static RULE: Rule = Rule {
    name: "german_tax_id",
    version: 1,
    entity: Entity::SteuerId,
    purpose: "The Identifikationsnummer that every resident of Germany gets for life from the Bundeszentralamt für \
              Steuern. Eleven digits, the last one a check digit; of the first ten exactly one digit occurs twice or \
              three times, the others once at most, and three equal ones never stand side by side. A leading 0 is \
              for test data of the authorities. It says so itself when it is written as 12 345 678 901; plain \
              digits without a word in front are less sure (one of 260 random numbers fits).",
    source: "§ 139b AO; BZSt, structure of the number since 2016; ISO 7064 MOD 11,10; python-stdnum stdnum/de/idnr.py",
    samples: SAMPLES,
};

pub(crate) const NUMBER: NumberRule =
    NumberRule { page: &RULE, may: |run, before| (run <= 5 || run == DIGITS) && !before.is_letter(), find };

const SAMPLES: Samples = Samples {
    found: &[
        ("Steuer-ID: 36574261809", &["36574261809"]),
        ("IdNr. 36 574 261 809,", &["36574261809"]),
        ("36/574/261/809", &["36574261809"]),
        ("(11234567890)", &["11234567890"]),
        ("Steuer-Identifikationsnummer 3657 4261 809", &["36574261809"]),
        ("99721403652;81645082938", &["99721403652", "81645082938"]),
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
    ],
};

/// Words that speak for the number. Not `Steuernummer`: that one is another number.
const WORDS: &Words = &Words::new(&[
    "steuer-id",
    "steuerid",
    "steueriden",
    "steuer id",
    "steuerliche id",
    "steuerl. id",
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

/// A number whose first run of digits starts at `start` and is `run` long.
pub(crate) fn find(view: &View<'_>, start: usize, run: usize) -> Option<Found> {
    if run > DIGITS || (run < DIGITS && run > 5) || view.at(start) == b'0' {
        return None;
    }
    let next = view.at(start + run);
    if run < DIGITS && !(matches!(next, b' ' | b'/' | b'-' | b'.') || next >= 0x80) {
        return None;
    }
    if view.alphanumeric_before(start) || view.before(start) == b'+' {
        return None;
    }
    let (value, end, groups) = read(view, start)?;
    if view.alphanumeric_at(end) || !is_valid(&value) {
        return None;
    }
    let context = context::in_front(view, start, WORDS);
    let confidence = match (context, groups) {
        (true, _) => 97,
        (false, Groups::Usual) => 75,
        (false, Groups::None) => 60,
        (false, Groups::Other) => return None,
    };
    let signals = Signals::FORMAT.with(Signals::CHECK_DIGIT);
    Some(Found {
        span: start..end,
        value: value.iter().copied().map(char::from).collect(),
        confidence: Confidence::percent(confidence),
        signals: if context { signals.with(Signals::CONTEXT) } else { signals },
    })
}

#[derive(Clone, Copy)]
enum Groups {
    None,
    /// 2-3-3-3, as official letters print it
    Usual,
    Other,
}

/// Eleven digits with the same single separator between groups, the end, and how they are grouped.
fn read(view: &View<'_>, start: usize) -> Option<([u8; DIGITS], usize, Groups)> {
    let mut value = [0; DIGITS];
    let mut at = start;
    let mut separator = None;
    let mut usual = true;
    for (i, slot) in value.iter_mut().enumerate() {
        if i > 0 && !view.at(at).is_ascii_digit() {
            let len = match view.at(at) {
                b'/' | b'-' | b'.' => 1,
                _ => view.blank_at(at),
            };
            if len == 0 || *separator.get_or_insert(view.at(at)) != view.at(at) {
                return None;
            }
            usual &= matches!(i, 2 | 5 | 8);
            at += len;
        } else {
            usual &= separator.is_none() || !matches!(i, 2 | 5 | 8);
        }
        let digit = view.at(at);
        if !digit.is_ascii_digit() {
            return None;
        }
        *slot = digit;
        at += 1;
    }
    let groups = match separator {
        None => Groups::None,
        Some(_) if usual => Groups::Usual,
        Some(_) => Groups::Other,
    };
    Some((value, at, groups))
}

/// Structure and check digit, see the rule's page.
fn is_valid(value: &[u8; DIGITS]) -> bool {
    let [first @ .., check] = value;
    let mut counts = [0_u8; 10];
    let mut product = 10;
    for digit in first {
        let digit = digit.wrapping_sub(b'0');
        if let Some(count) = counts.get_mut(usize::from(digit)) {
            *count += 1;
        }
        // ISO 7064 MOD 11,10
        let sum = match (u32::from(digit) + product) % 10 {
            0 => 10,
            sum => sum,
        };
        product = 2 * sum % 11;
    }
    let repeated = counts.iter().filter(|&&count| count > 1).count();
    let most = counts.iter().max().copied().unwrap_or(0);
    let side_by_side = first.windows(3).any(|three| matches!(three, [a, b, c] if a == b && b == c));
    repeated == 1 && most <= 3 && !side_by_side && (11 - product) % 10 == u32::from(check.wrapping_sub(b'0'))
}
