// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::context::{self, Verdict, Words};
use crate::digits::{cross_sum, separator};
use crate::rule::{Beside, Found, NumberRule, Rule, Samples};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};

pub(crate) static RULE: Rule = Rule {
    name: "german_tax_number",
    version: 1,
    entity: Entity::Steuernummer,
    purpose: "The Steuernummer under which a tax office keeps a taxpayer's file: office, district, serial number and check \
              digit, 10 or 11 digits with slashes as each Land writes them, or 13 as ELSTER does. The ways to the \
              check digit differ by Land and a number does not say its Land, so that a word in front must speak for \
              it. Tax identification numbers of persons (11 digits, never slashes so) are another kind.",
    source: "ELSTER, Prüfung der Steuer- und Steueridentifikationsnummer (Stand 2026-04), sections 3–6; \
             python-stdnum stdnum/de/stnr.py",
    samples: SAMPLES,
};

pub(crate) const NUMBER: NumberRule = NumberRule {
    page: &RULE,
    may: |run, before, behind| {
        let parted = matches!(behind, Beside::Dash | Beside::Blank | Beside::Point | Beside::Wide);
        !before.is_letter() && (matches!(run, 10 | 11 | 13) || (matches!(run, 2..=5) && parted))
    },
    least: 10,
    find,
};

const SAMPLES: Samples = Samples {
    found: &[
        ("Steuernummer: 181/815/08155", &["18181508155"]),
        ("St.-Nr. 133/8150/8159", &["13381508159"]),
        ("StNr: 93815/08152", &["9381508152"]),
        ("Steuer-Nr. 21/815/08150;", &["2181508150"]),
        ("Steuernummer 9181081508155", &["9181081508155"]),
        ("Steuernummer\n013 815 08153", &["01381508153"]),
        ("unter der Steuernummer 18181508155 geführt", &["18181508155"]),
        ("Steuernummer: 151/815/08156 (Finanzamt Musterstadt)", &["15181508156"]),
    ],
    not_found: &[
        "181/815/08155",
        "Steuernummer: Tel. 0228/1234567",
        "Steuernummer 181/815/0815",
        "Steuernummer 181/815/081555",
        "Steuernummer 0228/1234567",
        "Steuernummer und Steuer-ID: 36574261809",
        "Steuernummer bis 31.12.2024 12",
    ],
};

const WORDS: &Words = &Words::new(&[
    "steuernummer",
    "steuernr",
    "steuer-n",
    "steuer n",
    "st.-n",
    "st.nr",
    "st. nr",
    "stnr",
    "st-nr",
    "st nr",
    "finanzamtsn",
    "tax number",
    "tax no",
]);
/// Other numbers that stand beside.
const OTHERS: &Words = &Words::new(&[
    "steuer-id",
    "steuerid",
    "steueriden",
    "steuer id",
    "idnr",
    "id-nr",
    "identif",
    "tel",
    "fax",
    "fon",
    "mobil",
    "handy",
    "iban",
    "konto",
    "ust",
    "umsatzst",
    "aktenz",
    "rechnung",
    "kunden",
]);

/// The longest number, as ELSTER writes it.
const MOST: usize = 13;

/// A number whose first run of digits starts at `start` and is `run` long.
pub(crate) fn find(view: &View<'_>, start: usize, run: usize) -> Option<Found> {
    let next = view.at(start + run);
    let parted = matches!(next, b'/' | b' ' | b'-' | b'.') || next >= 0x80;
    if run < 10 && !parted || view.alphanumeric_before(start) {
        return None;
    }
    // Most groups of digits end here: a number has eight more behind the first five.
    let number = Number::read(view, start)?;
    if context::verdict(view, start, WORDS, OTHERS) != Verdict::For {
        return None;
    }
    Some(number.found(start, Signals::CONTEXT))
}

/// The number that a whole cell is, in a column of them.
pub(crate) fn cell(view: &View<'_>, start: usize, end: usize) -> Option<Found> {
    let number = Number::read(view, start).filter(|number| number.end == end)?;
    Some(number.found(start, Signals::HEADER))
}

struct Number {
    digits: [u8; MOST],
    len: usize,
    end: usize,
}

impl Number {
    fn read(view: &View<'_>, start: usize) -> Option<Self> {
        let mut number = Self { digits: [0; MOST], len: 0, end: start };
        let (mut kind, mut gaps) = (0, 0_u32);
        loop {
            let byte = view.at(number.end);
            if byte.is_ascii_digit() {
                *number.digits.get_mut(number.len)? = byte - b'0';
                number.len += 1;
                number.end += 1;
                continue;
            }
            let gap = separator(view, number.end);
            let next = number.end + gap.len;
            let joined = gap.len > 0 && !gap.breaks && (kind == 0 || kind == gap.kind);
            if !joined || !view.at(next).is_ascii_digit() {
                break;
            }
            kind = gap.kind;
            gaps |= 1 << number.len;
            number.end = next;
        }
        let groups = match number.len {
            // FF/BBB/UUUUP, and in Baden-Württemberg FFBBB/UUUUP
            10 => [1 << 2 | 1 << 5, 1 << 5],
            // FFF/BBB/UUUUP, and in North Rhine-Westphalia FFF/BBBB/UUUP
            11 => [1 << 3 | 1 << 6, 1 << 3 | 1 << 7],
            // Office, 0, district, rest
            13 => [1 << 4 | 1 << 5 | 1 << 8, 1 << 4 | 1 << 8],
            _ => return None,
        };
        let fine = (gaps == 0 || groups.contains(&gaps))
            && !view.alphanumeric_at(number.end)
            && (number.len < MOST || number.is_federal());
        fine.then_some(number)
    }

    /// Whether 13 digits are the Federation's way to write a number: a Land's prefix, and 0 in the fifth place.
    fn is_federal(&self) -> bool {
        let land = matches!(
            self.digits,
            [1 | 4, 0 | 1, ..] | [2, 1..=4 | 6..=8, ..] | [3, 0..=2, ..] | [5 | 9, ..]
        );
        land && self.digits.get(4) == Some(&0)
    }

    fn found(&self, start: usize, why: Signals) -> Found {
        let fits = self.check_digit_fits();
        let signals = Signals::FORMAT.with(why);
        Found {
            span: start..self.end,
            value: self.digits.iter().take(self.len).map(|digit| char::from(b'0' + digit)).collect(),
            confidence: Confidence::percent(if fits { 95 } else { 80 }),
            signals: if fits { signals.with(Signals::CHECK_DIGIT) } else { signals },
        }
    }

    /// Whether the check digit is right in one of the Länder that the number could be of.
    fn check_digit_fits(&self) -> bool {
        let Some((last, first)) = self.digits.get(..self.len).and_then(<[u8]>::split_last) else {
            return false;
        };
        // As ELSTER writes it, with a 0 for the fifth digit; a Land's prefix that is left out here has no weight.
        let office = match self.len {
            10 => 2,
            11 => 3,
            _ => 4,
        };
        let (head, tail) = first.split_at_checked(office).unwrap_or((first, &[]));
        let tail = if self.len == MOST { tail.get(1..).unwrap_or(&[]) } else { tail };
        let mut whole = [0; 12];
        whole.iter_mut().take(4).rev().zip(head.iter().rev()).for_each(|(slot, digit)| *slot = *digit);
        whole.iter_mut().skip(5).zip(tail).for_each(|(slot, digit)| *slot = *digit);
        let [one, two, ..] = self.digits;
        let lands: &[Procedure] = match (self.len, one, two) {
            (10, ..) => &[
                Procedure::Two,
                Procedure::Palatine,
                Procedure::Eleven(HANSE),
                Procedure::Eleven(SAXON),
                Procedure::Eleven(BERLIN_A),
            ],
            (11, 0, _) => &[Procedure::Two, Procedure::Eleven(SHARED)],
            (11, ..) => &[Procedure::Eleven(SHARED), Procedure::Rhine],
            (_, 5, _) => &[Procedure::Rhine],
            (_, 2, 1 | 6 | 8) => &[Procedure::Two],
            (_, 2, 7) => &[Procedure::Palatine],
            (_, 2, 2 | 4) => &[Procedure::Eleven(HANSE)],
            (_, 2, 3) => &[Procedure::Eleven(SAXON)],
            (_, 1, 1) => &[Procedure::Eleven(SAXON), Procedure::Eleven(BERLIN_A)],
            _ => &[Procedure::Eleven(SHARED)],
        };
        lands.iter().any(|land| land.check_digit(whole) == u32::from(*last))
    }
}

/// A way to the check digit.
enum Procedure {
    /// 11er-Verfahren with these weights
    Eleven(Weights),
    /// The same in North Rhine-Westphalia, where the remainder itself is the check digit
    Rhine,
    /// 2er-Verfahren of Baden-Württemberg, Hesse and Schleswig-Holstein
    Two,
    /// Modified 11er-Verfahren of Rhineland-Palatinate
    Palatine,
}

impl Procedure {
    fn check_digit(&self, first: [u8; 12]) -> u32 {
        let weighted = |weights: Weights, each: fn(u32) -> u32| -> u32 {
            first.iter().zip(weights).map(|(digit, weight)| each(u32::from(*digit) * weight)).sum()
        };
        match self {
            Self::Eleven(weights) => (11 - weighted(*weights, |product| product) % 11) % 11,
            Self::Rhine => weighted(RHINE, |product| product) % 11,
            Self::Palatine => (10 - weighted(PALATINE, cross_sum) % 10) % 10,
            Self::Two => {
                let pairs = first.iter().zip(TWO_ADD).zip(TWO_TIMES);
                let sum: u32 =
                    pairs.map(|((digit, add), times)| root((u32::from(*digit) + add) % 10 * times)).sum();
                (10 - sum % 10) % 10
            }
        }
    }
}

/// A number's cross sum down to one digit.
fn root(number: u32) -> u32 {
    if number > 9 { root(cross_sum(number)) } else { number }
}

type Weights = [u32; 12];

/// Bavaria and the Länder that share its programs: Brandenburg, Mecklenburg-Vorpommern, Saarland, Saxony, Saxony-Anhalt,
/// Thuringia
const SHARED: Weights = [0, 5, 4, 3, 0, 2, 7, 6, 5, 4, 3, 2];
/// Bremen, Hamburg
const HANSE: Weights = [0, 0, 4, 3, 0, 2, 7, 6, 5, 4, 3, 2];
/// Lower Saxony, Berlin's newer numbers
const SAXON: Weights = [0, 0, 2, 9, 0, 8, 7, 6, 5, 4, 3, 2];
/// Berlin's older numbers
const BERLIN_A: Weights = [0, 0, 0, 0, 0, 7, 6, 5, 8, 4, 3, 2];
const RHINE: Weights = [0, 3, 2, 1, 0, 7, 6, 5, 4, 3, 2, 1];
const PALATINE: Weights = [0, 0, 1, 2, 0, 1, 2, 1, 2, 1, 2, 1];
/// What the 2er-Verfahren adds to a digit, and what it multiplies the sum's last digit by
const TWO_ADD: Weights = [0, 0, 9, 8, 0, 7, 6, 5, 4, 3, 2, 1];
const TWO_TIMES: Weights = [0, 0, 512, 256, 0, 128, 64, 32, 16, 8, 4, 2];
