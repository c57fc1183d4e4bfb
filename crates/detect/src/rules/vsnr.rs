// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::context::{self, Words};
use crate::digits::{Grouped, digit, grouped, social};
use crate::rule::{Beside, Found, NumberRule, Rule, Samples};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};
use std::ops::Range;

pub(crate) static RULE: Rule = Rule {
    name: "german_pension_number",
    version: 1,
    entity: Entity::Vsnr,
    purpose: "The Versicherungsnummer of the pension insurance, printed on the Sozialversicherungsausweis: area, day of \
              birth (DDMMYY), first letter of the name at birth, serial number, check digit. So it tells birthday, sex \
              and initial. Read in one piece and in its usual groups; other groups and letters misread from paper want \
              a word in front.",
    source: "§ 147 SGB VI; VKVV § 2 and annex (areas); test values of the Deutsche Rentenversicherung",
    samples: SAMPLES,
};

pub(crate) const NUMBER: NumberRule = NumberRule {
    page: &RULE,
    least: 7,
    // One piece, or the area alone; shorter where a digit was misread.
    may: |run, before, behind| {
        let parted = matches!(behind, Beside::Blank | Beside::Dash | Beside::Point | Beside::Edge);
        let fits = behind.is_letter() || behind == Beside::Wide || (parted && matches!(run, 1 | 2 | 8));
        fits && run <= 8 - usize::from(before.is_letter())
    },
    find,
};

const SAMPLES: Samples = Samples {
    found: &[
        ("RV-Nr.: 15070649C103", &["15070649C103"]),
        ("65 070803 A 019, 38551285K051", &["65070803A019", "38551285K051"]),
        ("Versicherungsnummer 15 07 06 49 C 10 3", &["15070649C103"]),
        ("DE17100500000517190265 15070649 C 103 8", &["15070649C103"]),
        ("65-070803-A-019", &["65070803A019"]),
        ("15 070649 C\n103", &["15070649C103"]),
        ("15070649c103;09 120254 S 49 7", &["15070649C103", "09120254S497"]),
        ("SV-Nummer: 15070649c103", &["15070649C103"]),
        ("SV-Nummer: l5 070649 C 103", &["15070649C103"]),
        ("SV-Nummer: 15O70649C1O3", &["15070649C103"]),
    ],
    not_found: &[
        "15070649C100",
        "15420649C103",
        "15071349C103",
        "015070649C103",
        "15070649C1030",
        "15O70649C1O3",
        "01070649C105",
        "A15070649C103",
    ],
};

const WORDS: &Words = &Words::new(&[
    "rentenv",
    "versicherungsn",
    "versicherungs-n",
    "vers.-n",
    "versnr",
    "vsnr",
    "vs-n",
    "rvnr",
    "rv-n",
    "rv n",
    "svnr",
    "sv-n",
    "sv n",
    "sozialv",
]);

const LENGTH: usize = 12;
/// Where the letter stands
const LETTER: usize = 8;
/// Factors of VKVV § 2 (6); the letter takes two.
const WEIGHTS: [u32; LENGTH] = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];
/// Where gaps usually are, as [`Grouped::gaps`]: all or some of `15 070649 C 10 3`.
const USUAL_GAPS: u32 = 1 << 2 | 1 << 8 | 1 << 9 | 1 << 11;

/// A number whose first run of digits starts at `start` and is `run` long.
pub(crate) fn find(view: &View<'_>, start: usize, run: usize) -> Option<Found> {
    let next = view.at(start + run);
    // A cheap look first: a letter behind eight digits, a separator behind two, a misread digit behind fewer.
    let fine = match run {
        8 => next.is_ascii_alphabetic() || view.blank_at(start + run) > 0,
        1 | 2 => matches!(next, b' ' | b'-' | b'.' | b'/' | b'\n') || next >= 0x80 || digit(next).is_some(),
        _ => digit(next).is_some(),
    };
    // One letter before was the first digit.
    let start = start - usize::from(view.before(start).is_ascii_alphabetic());
    if !fine || digit(view.at(start)).is_none() || view.alphanumeric_before(start) {
        return None;
    }
    let number = read(view, start)?;
    let context = context::in_front(view, start, WORDS);
    let usual = number.gaps == 0 || number.separator != b'.' && number.gaps & !USUAL_GAPS == 0;
    if !context && (number.repaired || !usual) {
        return None;
    }
    Some(found(&number, start, if context { (98, Signals::CONTEXT) } else { (92, Signals::FORMAT) }))
}

/// The number that a whole cell is, in a column of them.
pub(crate) fn cell(view: &View<'_>, start: usize, end: usize) -> Option<Found> {
    let number = read(view, start).filter(|number| number.end == end)?;
    Some(found(&number, start, (98, Signals::HEADER)))
}

fn found(number: &Grouped<LENGTH>, start: usize, (percent, why): (u8, Signals)) -> Found {
    Found {
        span: start..number.end,
        value: number.text(),
        confidence: Confidence::percent(percent),
        signals: Signals::FORMAT.with(Signals::CHECK_DIGIT).with(why),
    }
}

fn read(view: &View<'_>, start: usize) -> Option<Grouped<LENGTH>> {
    let number = grouped::<LENGTH>(view, start, |i, byte| match i {
        LETTER => byte.is_ascii_alphabetic().then(|| byte.to_ascii_uppercase()),
        _ => digit(byte),
    })?;
    let two = |range: Range<usize>| {
        let digits = number.value.get(range).unwrap_or(&[]);
        digits.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'))
    };
    let fine = is_area(two(0..2))
        // Days beyond 50 and zeros stand for numbers of which a day had too many, and for birthdays nobody knows.
        && matches!(two(2..4), 0..=31 | 50..=81)
        && matches!(two(4..6), 0..=12)
        && social(&number.value, &WEIGHTS)
        && !view.alphanumeric_at(number.end);
    fine.then_some(number)
}

/// Areas of the annex to VKVV; those of the Deutsche Rentenversicherung Bund are 40 more.
const fn is_area(area: u32) -> bool {
    const fn is_regional(area: u32) -> bool {
        matches!(area, 2..=4 | 8..=21 | 23..=26 | 28 | 29)
    }
    is_regional(area) || area > 40 && is_regional(area - 40) || matches!(area, 38..=40 | 80..=82 | 89)
}
