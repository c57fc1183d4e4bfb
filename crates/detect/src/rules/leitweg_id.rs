// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::context::{self, Words};
use crate::digits::mod_97;
use crate::rule::{Beside, Found, NumberRule, Rule, Samples};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};

pub(crate) static RULE: Rule = Rule {
    name: "leitweg_id",
    version: 1,
    entity: Entity::LeitwegId,
    purpose: "The address of a public buyer to which electronic invoices are sent: key of Land, district or municipality \
              (or 99 for the federation), a part that the office chooses, two check digits. It names an authority, no \
              person. Where the parts could be a telephone number or a date, it wants a word in front.",
    source: "KoSIT, Formatspezifikation Leitweg-ID 2.0.2; check digits ISO 7064 MOD 97-10",
    samples: SAMPLES,
};

pub(crate) const NUMBER: NumberRule = NumberRule {
    page: &RULE,
    least: 4,
    may: |run, before, behind| {
        matches!(run, 2 | 3 | 5 | 8 | 9 | 12) && !before.is_letter() && behind == Beside::Dash
    },
    find,
};

const SAMPLES: Samples = Samples {
    found: &[
        ("Leitweg-ID: 991-03730-19", &["991-03730-19"]),
        ("05370032-WDF5271-06", &["05370032-WDF5271-06"]),
        ("an 08315033-ESCHBACH6626-66.", &["08315033-ESCHBACH6626-66"]),
        ("Leitweg-ID 05370032-wdf5271-06", &["05370032-WDF5271-06"]),
    ],
    not_found: &[
        "992-90009-97",
        "Leitweg-ID 55-55-20",
        "05370032-WDF5271-07",
        "05370032-WDF5271-061",
        "05370032-WDF5271-06-1",
        "1-05370032-WDF5271-06",
        "991-03730-19",
    ],
};

const WORDS: &Words = &Words::new(&["leitweg", "leitwegs", "buyerref", "buyer ref", "bt-10", "xrechnung"]);

/// Longest part that an office chooses.
const FINE_BYTES: usize = 30;

/// An id whose first run of digits, the key of the area, starts at `start` and is `run` long.
pub(crate) fn find(view: &View<'_>, start: usize, run: usize) -> Option<Found> {
    let coarse_end = start + run;
    if view.at(coarse_end) != b'-' {
        return None;
    }
    let land = view.slice(start..start + 2);
    let known = matches!(land, [b'0', b'1'..=b'9'] | [b'1', b'0'..=b'6'] | b"99");
    if !known || view.alphanumeric_before(start) || is_continued(view, start) {
        return None;
    }
    let (fine_end, end) = parts(view, coarse_end + 1)?;
    let fine = view.slice(coarse_end + 1..fine_end);
    let open = view.alphanumeric_at(end) || view.at(end) == b'-' && view.alphanumeric_at(end + 1);
    let characters = view.slice(start..end).iter().filter(|byte| **byte != b'-');
    if open || mod_97(characters.map(u8::to_ascii_uppercase)) != 1 {
        return None;
    }
    let context = context::in_front(view, start, WORDS);
    // Eight and more digits are a municipality's; letters make neither a date nor a telephone number.
    let telling = run >= 8 && !fine.is_empty() && fine.iter().any(u8::is_ascii_uppercase);
    if !context && !telling {
        return None;
    }
    let signals = Signals::FORMAT.with(Signals::CHECK_DIGIT);
    Some(Found {
        span: start..end,
        value: view.str(start..end).to_ascii_uppercase(),
        confidence: Confidence::percent(if context { 98 } else { 85 }),
        signals: if context { signals.with(Signals::CONTEXT) } else { signals },
    })
}

/// Whether another part goes before.
fn is_continued(view: &View<'_>, start: usize) -> bool {
    view.before(start) == b'-' && view.alphanumeric_before(start - 1)
}

/// The ends of the part that an office chose, which may be missing, and of the check digits behind it.
fn parts(view: &View<'_>, start: usize) -> Option<(usize, usize)> {
    let piece = |at: usize| {
        let bytes = view.slice(at..at + FINE_BYTES + 1);
        bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count()
    };
    let first = piece(start);
    let (fine_end, check) = if first <= FINE_BYTES && view.at(start + first) == b'-' {
        (start + first, start + first + 1)
    } else {
        (start, start)
    };
    let end = check + 2;
    (piece(check) == 2 && view.slice(check..end).iter().all(u8::is_ascii_digit)).then_some((fine_end, end))
}
