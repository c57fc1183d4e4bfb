// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::context::{self, Words};
use crate::digits::{grouped, luhn_sum, mod_11_10};
use crate::rule::{Beside, Found, NumberRule, Rule, Samples};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};

pub(crate) static RULE: Rule = Rule {
    name: "vat_id",
    version: 1,
    entity: Entity::VatId,
    purpose: "The Umsatzsteuer-Identifikationsnummer that the Bundeszentralamt für Steuern gives to whoever owes value \
              added tax: DE and nine digits, the last one a check digit. Of a sole trader it names a person. Austrian \
              ones (ATU and eight digits) are read too. Securities (DE and ten digits), registers of packaging and \
              electronic waste are other numbers.",
    source: "§ 27a Umsatzsteuergesetz; ISO 7064 MOD 11,10 as all known numbers keep it; python-stdnum stdnum/de/vat.py \
             and stdnum/at/uid.py",
    samples: SAMPLES,
};

pub(crate) const NUMBER: NumberRule = NumberRule {
    page: &RULE,
    least: 7,
    may: |run, before, _| {
        let behind = before.is_letter() || matches!(before, Beside::Blank | Beside::Wide | Beside::Dash);
        behind && matches!(run, 3 | 8 | 9)
    },
    find,
};

const SAMPLES: Samples = Samples {
    found: &[
        ("USt-IdNr.: DE136695976", &["DE136695976"]),
        ("DE 136 695 976;", &["DE136695976"]),
        ("DE 136695976, DE136 695 976", &["DE136695976", "DE136695976"]),
        ("DE-136695976 oder DE136.695.976", &["DE136695976", "DE136695976"]),
        ("Ust-ID de136695976", &["DE136695976"]),
        ("UID: ATU13585627", &["ATU13585627"]),
    ],
    not_found: &[
        "DE136695978",
        "DE036695976",
        "DE1366959760",
        "ADE136695976",
        "DE0005140008",
        "WEEE-Reg.-Nr. DE 12345678",
        "de136695976",
        "ATU13585628",
        "MADE 136 695 976",
    ],
};

const WORDS: &Words = &Words::new(&["ust", "umsatzst", "uid", "vat", "mwst"]);

/// A number whose first run of digits starts at `digits`.
pub(crate) fn find(view: &View<'_>, digits: usize, run: usize) -> Option<Found> {
    let gap = if view.before(digits) == b'-' { 1 } else { view.blank_before(digits) };
    let country_end = digits - gap;
    let austrian = run == 8 && matches!(view.before(country_end), b'U' | b'u');
    let start = country_end.checked_sub(if austrian { 3 } else { 2 })?;
    let country = view.slice(start..country_end);
    let expect: &[u8] = if austrian { b"ATU" } else { b"DE" };
    if run == 8 && !austrian || !country.eq_ignore_ascii_case(expect) || view.alphanumeric_before(start) {
        return None;
    }
    let (number, end) = if austrian { austrian_number(view, digits)? } else { german_number(view, digits)? };
    if view.alphanumeric_at(end) {
        return None;
    }
    let context = context::in_front(view, start, WORDS);
    if !context && country != expect {
        return None;
    }
    let signals = Signals::FORMAT.with(Signals::CHECK_DIGIT);
    Some(Found {
        span: start..end,
        value: format!("{}{number}", if austrian { "ATU" } else { "DE" }),
        confidence: Confidence::percent(if context { 98 } else { 90 }),
        signals: if context { signals.with(Signals::CONTEXT) } else { signals },
    })
}

fn german_number(view: &View<'_>, start: usize) -> Option<(String, usize)> {
    let plain = |_, byte: u8| byte.is_ascii_digit().then_some(byte);
    let number = grouped::<9>(view, start, plain)?;
    // In one piece or in groups of three
    let fine = view.at(start) != b'0' && matches!(number.gaps, 0 | 0b100_1000) && mod_11_10(&number.value);
    fine.then(|| (number.text(), number.end))
}

/// The check digit makes Luhn's sum of the others, and 4, a multiple of ten.
fn austrian_number(view: &View<'_>, start: usize) -> Option<(String, usize)> {
    let number = grouped::<8>(view, start, |_, byte| byte.is_ascii_digit().then_some(byte))?;
    let [first @ .., check] = &number.value;
    let sum = luhn_sum(first) + 4 + u32::from(check - b'0');
    (number.gaps == 0 && sum.is_multiple_of(10)).then(|| (number.text(), number.end))
}
