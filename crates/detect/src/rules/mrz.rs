// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::rule::{Beside, Found, NumberRule, Rule, Samples};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};
use std::ops::Range;

pub(crate) static RULE: Rule = Rule {
    name: "machine_readable_zone",
    version: 1,
    entity: Entity::Mrz,
    purpose: "The lines for machines at the foot of passports (2 × 44), older identity cards and visas (2 × 36) and \
              identity cards (3 × 30): name, number, nationality, birthday, sex and expiry of one person, with check \
              digits over the parts and over the whole. Zeros that were read as O and the like are put right where \
              only a digit can stand, and in the number if its check digit then fits. A first line of an identity \
              card alone is found too.",
    source: "ICAO Doc 9303, parts 3 (check digits), 4 (TD3), 5 (TD1), 6 (TD2)",
    samples: SAMPLES,
};

pub(crate) const NUMBER: NumberRule = NumberRule {
    page: &RULE,
    least: 0,
    may: |run, before, behind| match before {
        Beside::Upper | Beside::Sign => run <= 15,
        // A line that begins with a passport's number or a birthday
        Beside::Edge | Beside::Border | Beside::Colon => run <= 15 && goes_on(behind),
        Beside::Blank => (6..=15).contains(&run) && goes_on(behind),
        _ => false,
    },
    find,
};

/// Whether a line of capitals and `<` goes on.
fn goes_on(behind: Beside) -> bool {
    behind.is_letter() || behind == Beside::Sign
}

const SAMPLES: Samples = Samples {
    found: &[
        (
            "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<\nC01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4",
            &["P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<\nC01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4"],
        ),
        ("C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4", &["C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4"]),
        ("CO1XOOT478D<<64O8125F27O2283<<<<<<<<<<<<<<<4", &["C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4"]),
        ("IDD<<T220001293<<<<<<<<<<<<<<<", &["IDD<<T220001293<<<<<<<<<<<<<<<"]),
        (
            "IDD<<T220001293<<<<<<<<<<<<<<<\r\n6408125<2010315D<<<<<<<<<<<<<4\r\nMUSTERMANN<<ERIKA<<<<<<<<<<<<<",
            &[
                "IDD<<T220001293<<<<<<<<<<<<<<<\n6408125<2010315D<<<<<<<<<<<<<4\nMUSTERMANN<<ERIKA<<<<<<<<<<<<<",
            ],
        ),
        (
            "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6",
            &["I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"],
        ),
    ],
    not_found: &[
        "C01X00T479D<<6408125F2702283<<<<<<<<<<<<<<<4",
        "C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<5",
        "IDD<<T220001294<<<<<<<<<<<<<<<",
        "<<<<<<<<<<<<<<<<<<<<<<<<<<<<1<",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123",
    ],
};

/// Lengths of lines: identity cards, visas and older cards, passports.
const TD1: usize = 30;
const TD2: usize = 36;
const TD3: usize = 44;

/// The zone in one of whose lines a run of digits starts at `digits`.
pub(crate) fn find(view: &View<'_>, digits: usize, _: usize) -> Option<Found> {
    let line = line(view, digits)?;
    match line.len() {
        TD1 => card(view, line),
        TD2 | TD3 => booklet(view, line),
        _ => None,
    }
}

/// The line of capitals, digits and `<` around an offset, if no digit goes before: then another run saw it.
fn line(view: &View<'_>, digits: usize) -> Option<Range<usize>> {
    let (mut start, mut end) = (digits, digits);
    while is_printed(view.before(start)) {
        start -= 1;
        if view.at(start).is_ascii_digit() || digits - start > TD3 {
            return None;
        }
    }
    while is_printed(view.at(end)) {
        end += 1;
        if end - start > TD3 {
            return None;
        }
    }
    // Misread capitals may be small.
    (!view.alphanumeric_before(start) && !view.alphanumeric_at(end)).then_some(start..end)
}

const fn is_printed(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'<'
}

/// The printed line of this length behind a line's end; blanks may stand around it.
fn next_line(view: &View<'_>, end: usize, len: usize) -> Option<Range<usize>> {
    let gap = view.slice(end..end + 8).iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let line = end + gap..end + gap + len;
    let fine = gap > 0
        && view.slice(line.clone()).len() == len
        && view.slice(line.clone()).iter().all(|byte| is_printed(*byte))
        && !is_printed(view.at(line.end));
    fine.then_some(line)
}

/// The printed line of this length before a line's start.
fn previous_line(view: &View<'_>, start: usize, len: usize) -> Option<Range<usize>> {
    let before = view.slice(start.saturating_sub(8)..start);
    let gap = before.iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count();
    let end = start - gap;
    let line = end.checked_sub(len)?..end;
    let fine = gap > 0
        && view.slice(line.clone()).iter().all(|byte| is_printed(*byte))
        && !is_printed(view.before(line.start));
    fine.then_some(line)
}

/// An identity card by its first line, with the others if they follow.
fn card(view: &View<'_>, first: Range<usize>) -> Option<Found> {
    let upper: [u8; TD1] = view.slice(first.clone()).try_into().ok()?;
    let upper = Fields(upper).with_number(5..14, 14)?;
    // A document's kind begins with A, C, I or P, a country follows; fillers tell the line from a key.
    let kind = matches!(upper.0, [b'A' | b'C' | b'I' | b'P', b'A'..=b'Z' | b'<', b'A'..=b'Z', ..]);
    let optional = upper.part(15..TD1);
    if !kind || !optional.contains(&b'<') {
        return None;
    }
    let lines = next_line(view, first.end, TD1).and_then(|second| {
        let lower: [u8; TD1] = view.slice(second.clone()).try_into().ok()?;
        let lower = Fields(lower).with_digits(0..7).with_digits(8..15).with_digits(29..30);
        let whole = [upper.part(5..TD1), lower.part(0..7), lower.part(8..15), lower.part(18..29)].concat();
        let fine = lower.is_checked(0..6, 6)
            && lower.is_checked(8..14, 14)
            && lower.0.get(29) == Some(&check_digit(&whole));
        fine.then_some((second, lower))
    });
    let Some((second, lower)) = lines else {
        // Alone, the line must be mostly empty: German cards are.
        return optional.ends_with(b"<<<<<<<<<<").then(|| found(first, upper.text(), 80));
    };
    let mut text = format!("{}\n{}", upper.text(), lower.text());
    let mut end = second.end;
    if let Some(third) = next_line(view, end, TD1) {
        end = third.end;
        text = format!("{text}\n{}", view.str(third));
    }
    Some(found(first.start..end, text, 99))
}

/// A passport or an older card by its second line, with the first if it goes before.
fn booklet(view: &View<'_>, second: Range<usize>) -> Option<Found> {
    let printed = view.slice(second.clone());
    let (text, whole) = if second.len() == TD3 {
        let fields = Fields::<TD3>(printed.try_into().ok()?).with_person()?.with_digits(43..44);
        // The optional part may have a check digit of its own; the one over the whole covers it.
        let whole = [fields.part(0..10), fields.part(13..20), fields.part(21..43)].concat();
        (fields.text(), fields.0.get(43) == Some(&check_digit(&whole)))
    } else {
        let fields = Fields::<TD2>(printed.try_into().ok()?).with_person()?.with_digits(35..36);
        let whole = [fields.part(0..10), fields.part(13..20), fields.part(21..35)].concat();
        (fields.text(), fields.0.get(35) == Some(&check_digit(&whole)))
    };
    if !whole {
        return None;
    }
    let first = previous_line(view, second.start, second.len())
        .filter(|line| view.slice(line.clone()).contains(&b'<'));
    Some(match first {
        Some(first) => found(first.start..second.end, format!("{}\n{text}", view.str(first)), 99),
        None => found(second, text, 98),
    })
}

fn found(span: Range<usize>, value: String, percent: u8) -> Found {
    let signals = Signals::FORMAT.with(Signals::CHECK_DIGIT);
    Found { span, value, confidence: Confidence::percent(percent), signals }
}

/// A line whose fields stand at fixed places.
struct Fields<const N: usize>([u8; N]);

impl<const N: usize> Fields<N> {
    fn part(&self, range: Range<usize>) -> &[u8] {
        self.0.get(range).unwrap_or(&[])
    }

    fn text(&self) -> String {
        self.0.iter().copied().map(char::from).collect()
    }

    /// Whether the check digit at a place fits a field.
    fn is_checked(&self, field: Range<usize>, check: usize) -> bool {
        self.0.get(check) == Some(&check_digit(self.part(field)))
    }

    /// The line with digits where only digits can stand.
    fn with_digits(mut self, range: Range<usize>) -> Self {
        for byte in self.0.get_mut(range).unwrap_or(&mut []) {
            if let Some(meant) = crate::digits::misread(*byte) {
                *byte = meant;
            }
        }
        self
    }

    /// The line with a document's number that its check digit fits, as it stands or with O and I read as digits.
    fn with_number(self, number: Range<usize>, check: usize) -> Option<Self> {
        let mut read = self.with_digits(check..check + 1);
        if read.is_checked(number.clone(), check) {
            return Some(read);
        }
        for byte in read.0.get_mut(number.clone()).unwrap_or(&mut []) {
            *byte = match *byte {
                b'O' | b'Q' | b'D' => b'0',
                b'I' => b'1',
                b'S' => b'5',
                b'B' => b'8',
                byte => byte,
            };
        }
        read.is_checked(number, check).then_some(read)
    }

    /// The second line of a booklet, if number, birthday and expiry fit their check digits.
    fn with_person(self) -> Option<Self> {
        let read = self.with_number(0..9, 9)?.with_digits(13..20).with_digits(21..28);
        let sex = matches!(read.part(20..21), b"M" | b"F" | b"X" | b"<");
        (sex && read.is_checked(13..19, 19) && read.is_checked(21..27, 27)).then_some(read)
    }
}

/// The check digit of ICAO Doc 9303-3, 4.9: weights 7, 3, 1; letters count from 10, fillers 0; as a character.
fn check_digit(field: &[u8]) -> u8 {
    let worth = |byte: u8| match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        b'A'..=b'Z' => u32::from(byte - b'A') + 10,
        _ => 0,
    };
    let sum: u32 =
        field.iter().zip([7, 3, 1].into_iter().cycle()).map(|(byte, weight)| worth(*byte) * weight).sum();
    b'0' + (sum % 10) as u8
}
