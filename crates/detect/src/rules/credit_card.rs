// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::context::{self, OTHER_NUMBERS, Verdict, Words};
use crate::digits::{luhn, separator};
use crate::rule::{Found, NumberRule, Rule, Samples, UNBELIEVED};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};

pub(crate) static RULE: Rule = Rule {
    name: "payment_card_number",
    version: 2,
    entity: Entity::CreditCard,
    purpose: "The number of a credit or debit card: an issuer's prefix, the length that goes with it, Luhn's check digit. \
              One of ten numbers fits by chance, so that a number in one piece is only believed beside a word for cards, a \
              person or its month of expiry, and none where a word or a heading names another kind of number; kinds of cards whose prefixes say little (Maestro, UnionPay) and odd \
              groups want a word that speaks for them. IMEI, EAN and order numbers are none.",
    source: "ISO/IEC 7812-1; prefixes and lengths as the card schemes publish them, read 2026-11",
    samples: SAMPLES,
};

pub(crate) const NUMBER: NumberRule = NumberRule {
    page: &RULE,
    least: 12,
    may: |run, before, _| !before.is_letter() && (run == 4 || (12..=19).contains(&run)),
    find,
};

const SAMPLES: Samples = Samples {
    found: &[
        ("Kreditkarte: 4111111111111111", &["4111111111111111"]),
        ("4111 1111 1111 1111", &["4111111111111111"]),
        ("5555-5555-5555-4444, gültig bis 12/27", &["5555555555554444"]),
        ("3782 822463 10005", &["378282246310005"]),
        ("Visa 4012888888881881 12/26", &["4012888888881881"]),
        ("gezahlt mit 2223003122003222.", &["2223003122003222"]),
        ("Maestro 6759 6498 2643 8453", &["6759649826438453"]),
        ("Karte: 4111 1111 1111\n1111, 5555.5555.5555.4444", &["4111111111111111", "5555555555554444"]),
        ("4111 1111 1111 1111\n2024", &["4111111111111111"]),
        ("Diners 3056 930902 5904", &["30569309025904"]),
        ("Karte 4111 1111 1111 1111 08/27 CVV 123", &["4111111111111111"]),
        ("4111111111111111 08/27", &["4111111111111111"]),
    ],
    not_found: &[
        "4111111111111112",
        "4111111111111111",
        "1EMH0010000001   5555555555554444   48211 kWh",
        "IMEI 490154203237518",
        "EAN 4006381333931",
        "Bestellnummer 4111111111111111",
        "Auftrags-Nr. 4111 1111 1111 1111",
        "6759649826438453",
        "0.4111111111111111",
        "41111111111111111",
        "A4111111111111111",
        "DE89 4111 1111 1111 1111 00",
        "1234 4111 1111 1111 1111",
        "4111\t1111\t1111\t1111",
        "test-case-4111111111111111.doc",
    ],
};

const WORDS: &Words = &Words::new(&[
    "kreditk",
    "firmenk",
    "debitk",
    "prepaid",
    "bankk",
    "girok",
    "karte",
    "visa",
    "mastercard",
    "master card",
    "amex",
    "american express",
    "diners",
    "maestro",
    "discover",
    "jcb",
    "unionpay",
    "eurocard",
    "girocard",
    "credit",
    "debit",
    "card",
    "abgebucht",
    "bezahlt mit",
    "gezahlt mit",
    "cvc",
    "cvv",
    "cc-n",
    "cc:",
    "pan:",
    "kk-n",
]);

/// Cards have 12 to 19 digits.
const MOST: usize = 19;

/// A number whose first run of digits starts at `start` and is `run` long.
pub(crate) fn find(view: &View<'_>, start: usize, run: usize) -> Option<Found> {
    // Without a look at the rest most runs are turned away: years, and numbers that no issuer begins with.
    if !matches!(view.at(start), b'2'..=b'6') || view.alphanumeric_before(start) || is_continued(view, start)
    {
        return None;
    }
    if run == 4 && separator(view, start + run).len == 0 {
        return None;
    }
    let number = Number::read(view, start)?;
    let issuer = issuer(number.digits())?;
    let usual = is_usual(&number);
    let (percent, why) = match context::verdict(view, start, WORDS, OTHER_NUMBERS) {
        Verdict::For => (97, Signals::CONTEXT),
        Verdict::Silent if context::behind(view, number.end, WORDS) => (95, Signals::CONTEXT),
        Verdict::Silent
            if issuer == Issuer::Telling && usual && !number.odd && number.stands_alone(view, start) =>
        {
            match number.gaps {
                0 if number.expires(view) => (85, Signals::FORMAT),
                0 => (UNBELIEVED, Signals::FORMAT),
                _ => (88, Signals::FORMAT),
            }
        }
        _ => return None,
    };
    luhn(number.digits()).then(|| number.found(start, percent, why))
}

/// The number that a whole cell is, in a column of them.
pub(crate) fn cell(view: &View<'_>, start: usize, end: usize) -> Option<Found> {
    let number = Number::read(view, start).filter(|number| number.end == end)?;
    issuer(number.digits())?;
    luhn(number.digits()).then(|| number.found(start, 97, Signals::HEADER))
}

/// Whether digits and a point or a sign go before: a fraction, a part of something longer.
fn is_continued(view: &View<'_>, start: usize) -> bool {
    match view.before(start) {
        sign @ (b'.' | b',' | b'-' | b'/') => {
            start > 1 && view.at(start - 2).is_ascii_digit() && !view.is_barrier(sign)
        }
        before => matches!(before, b'+' | b'_' | b'#'),
    }
}

/// Whether a point and a digit go on, but not into the next cell.
fn is_fraction(view: &View<'_>, end: usize) -> bool {
    let point = view.at(end);
    matches!(point, b'.' | b',') && !view.is_barrier(point) && view.at(end + 1).is_ascii_digit()
}

struct Number {
    digits: [u8; MOST],
    len: usize,
    end: usize,
    /// Bit i is set if a separator stands before digit i
    gaps: u32,
    /// The separator, [`digits::Gap::kind`](crate::digits::Gap::kind)
    kind: u8,
    /// Whether a line ends inside, or the groups are parted by points or tabs: as figures in a table
    odd: bool,
}

impl Number {
    /// All digits from here on: in one piece, or parted by blanks, hyphens or points, until a date or a word begins.
    fn read(view: &View<'_>, start: usize) -> Option<Self> {
        let mut number = Self { digits: [0; MOST], len: 0, end: start, gaps: 0, kind: 0, odd: false };
        loop {
            let byte = view.at(number.end);
            if byte.is_ascii_digit() {
                *number.digits.get_mut(number.len)? = byte;
                number.len += 1;
                number.end += 1;
                continue;
            }
            let gap = separator(view, number.end);
            let next = number.end + gap.len;
            let joined =
                matches!(gap.kind, b' ' | b'-' | b'.') && (number.kind == 0 || number.kind == gap.kind);
            let goes_on = gap.len > 0 && joined && view.at(next).is_ascii_digit();
            // The whole number was read before a date or a code of three digits, or a line's end.
            let whole = number.len >= 14 && is_usual(&number) && (gap.breaks || !is_four(view, next));
            if !goes_on || whole {
                break;
            }
            number.kind = gap.kind;
            number.odd |= gap.breaks || gap.kind == b'.' || view.slice(number.end..next).contains(&b'\t');
            number.gaps |= 1 << number.len;
            number.end = next;
        }
        let fine = number.len >= 12 && !view.alphanumeric_at(number.end);
        let fraction = number.gaps == 0 && is_fraction(view, number.end);
        (fine && !fraction).then_some(number)
    }

    fn digits(&self) -> &[u8] {
        self.digits.get(..self.len).unwrap_or(&[])
    }

    /// Whether nothing goes before or behind that makes it a part: digits as in a list of figures, a name's other half.
    fn stands_alone(&self, view: &View<'_>, start: usize) -> bool {
        let before = view.before(start - view.blank_before(start));
        let after = self.end + view.blank_at(self.end);
        let date = self.expires(view);
        let joined = |byte, next| matches!(byte, b'-' | b'/' | b'.' | b'_') && view.alphanumeric_at(next);
        !before.is_ascii_digit()
            && before != b'#'
            && !matches!(view.before(start), b'-' | b'/' | b'.')
            && (date || !view.at(after).is_ascii_digit())
            && !joined(view.at(self.end), self.end + 1)
    }

    /// Whether the month of expiry follows: `08/27`.
    fn expires(&self, view: &View<'_>) -> bool {
        let after = self.end + view.blank_at(self.end);
        matches!(view.slice(after..after + 3), [a, b, b'/'] if a.is_ascii_digit() && b.is_ascii_digit())
    }

    fn found(&self, start: usize, percent: u8, why: Signals) -> Found {
        Found {
            span: start..self.end,
            value: self.digits().iter().copied().map(char::from).collect(),
            confidence: Confidence::percent(percent),
            signals: Signals::FORMAT.with(Signals::CHECK_DIGIT).with(why),
        }
    }
}

/// Whether four digits and no more stand here: a group of a card's number.
fn is_four(view: &View<'_>, at: usize) -> bool {
    view.slice(at..at + 4).iter().all(u8::is_ascii_digit) && !view.at(at + 4).is_ascii_digit()
}

/// Written in one piece, or in the groups that are embossed on cards of this length.
fn is_usual(number: &Number) -> bool {
    let groups: u32 = match number.len {
        14 | 15 => 1 << 4 | 1 << 10,
        16 => 1 << 4 | 1 << 8 | 1 << 12,
        19 => 1 << 4 | 1 << 8 | 1 << 12 | 1 << 16,
        _ => 0,
    };
    number.gaps == 0 || number.gaps == groups
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Issuer {
    /// Prefix and length say that it is a card
    Telling,
    /// Many other numbers begin so, or are as long
    Vague,
}

/// Whose prefix and length it is.
fn issuer(digits: &[u8]) -> Option<Issuer> {
    let prefix = digits.get(..4)?.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    let telling = match prefix {
        // Visa; 2221–2720 and 51–55 Mastercard; Discover; JCB
        4000..=4999 | 2221..=2720 | 5100..=5599 | 6011 | 6440..=6599 | 3528..=3589 => digits.len() == 16,
        // American Express
        3400..=3499 | 3700..=3799 => digits.len() == 15,
        // Diners Club
        3000..=3059 | 3600..=3699 | 3800..=3999 => digits.len() == 14,
        _ => false,
    };
    let vague = match prefix {
        4000..=4999 => matches!(digits.len(), 13 | 19),
        // Maestro and girocard; UnionPay
        5018 | 5020 | 5038 | 5893 | 6304 | 6700..=6799 => true,
        6200..=6299 => digits.len() >= 16,
        _ => false,
    };
    match (telling, vague) {
        (true, _) => Some(Issuer::Telling),
        (false, true) => Some(Issuer::Vague),
        (false, false) => None,
    }
}
