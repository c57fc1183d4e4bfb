// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::context::{self, Words};
use crate::rule::{Beside, Found, NumberRule, Rule, Samples};
use crate::view::View;
use hoheit_types::{Confidence, Entity, Signals};

pub(crate) static RULE: Rule = Rule {
    name: "mac_address",
    version: 1,
    entity: Entity::Mac,
    purpose: "The hardware address of a network interface: six pairs of hexadecimal digits with one and the same sign \
              between, three groups of four with dots, or in one piece behind a word such as MAC. Pairs without any letter \
              need that word too. Fingerprints are longer. Addresses of groups and of nobody are none.",
    source: "IEEE 802-2014 (EUI-48, writing with hyphens); RFC 7042; Cisco's writing with dots",
    samples: SAMPLES,
};

pub(crate) const NUMBER: NumberRule = NumberRule { page: &RULE, may, least: 0, find };

/// Digits alone stand in groups of two or four, or all in one piece; letters may belong to the group.
fn may(run: usize, before: Beside, behind: Beside) -> bool {
    let has_letters = before.is_letter() || behind.is_letter();
    let parts = |side| match side {
        Beside::Colon | Beside::Dash => run == 2,
        Beside::Point => run == 4,
        _ => false,
    };
    run <= DIGITS && (has_letters || run == DIGITS || parts(before) || parts(behind))
}

const SAMPLES: Samples = Samples {
    found: &[
        ("00:1A:2B:3C:4D:5E", &["00:1a:2b:3c:4d:5e"]),
        ("Gerät aa-bb-cc-dd-ee-f0.", &["aa:bb:cc:dd:ee:f0"]),
        ("001a.2b3c.4d5e", &["00:1a:2b:3c:4d:5e"]),
        ("MAC-Adresse: 001A2B3C4D5E", &["00:1a:2b:3c:4d:5e"]),
        ("MAC 00:11:22:33:44:55", &["00:11:22:33:44:55"]),
    ],
    not_found: &[
        "00:1A:2B:3C:4D",
        "00:1A:2B:3C:4D:5E:6F:70",
        "00:1A-2B:3C-4D:5E",
        "01-02-03-04-05-06",
        "001A2B3C4D5E",
        "ff:ff:ff:ff:ff:ff, 00:00:00:00:00:00",
        "01:00:5e:00:00:fb",
        "SHA1 a1:b2:c3:d4:e5:f6:07:18:29",
        "12:30:45 12:30:45",
    ],
};

const WORDS: &Words = &Words::new(&[
    "mac",
    "hwaddr",
    "ether",
    "hardwareadresse",
    "hardware-adresse",
    "physische",
    "physikalische",
    "physical",
    "bssid",
    "wlan",
]);

/// Hexadecimal digits of an address.
const DIGITS: usize = 12;

/// An address that holds the run of digits.
pub(crate) fn find(view: &View<'_>, start: usize, run: usize) -> Option<Found> {
    let mut group = start;
    while view.before(group).is_ascii_hexdigit() && start - group < DIGITS {
        group -= 1;
    }
    let mut end = start + run;
    while view.at(end).is_ascii_hexdigit() && end - group <= DIGITS {
        end += 1;
    }
    let size = end - group;
    let sign = match (size, view.at(end), view.before(group)) {
        (2, sign @ (b':' | b'-'), _)
        | (4, sign @ b'.', _)
        | (2, _, sign @ (b':' | b'-'))
        | (4, _, sign @ b'.') => Some(sign),
        (DIGITS, ..) => None,
        _ => return None,
    };
    let (begin, end) = match sign {
        Some(sign) => stretch(view, group, size, sign)?,
        None => (group, end),
    };
    if view.alphanumeric_before(begin)
        || view.alphanumeric_at(end)
        || matches!(view.before(begin), b'_' | b'%')
    {
        return None;
    }
    let text = view.str(begin..end);
    let digits: Vec<u8> =
        text.bytes().filter(u8::is_ascii_hexdigit).map(|byte| byte.to_ascii_lowercase()).collect();
    let octet = |first| u8::from_str_radix(str::from_utf8(digits.get(first..first + 2)?).ok()?, 16).ok();
    // The lowest bit of the first octet: a group's address.
    let grouped = octet(0)? & 1 == 1;
    if grouped || digits.iter().all(|digit| Some(digit) == digits.first()) {
        return None;
    }
    let context = context::in_front(view, begin, WORDS);
    let letters = digits.iter().any(u8::is_ascii_alphabetic);
    let percent = match (sign, context) {
        (Some(_), true) => 97,
        (None, true) => 85,
        (Some(_), false) if letters => 88,
        _ => return None,
    };
    let value = digits.chunks(2).filter_map(|pair| str::from_utf8(pair).ok()).collect::<Vec<_>>().join(":");
    let signals = if context { Signals::FORMAT.with(Signals::CONTEXT) } else { Signals::FORMAT };
    Some(Found { span: begin..end, value, confidence: Confidence::percent(percent), signals })
}

/// The address that a whole cell is, in a column of addresses.
pub(crate) fn cell(view: &View<'_>, start: usize, end: usize) -> Option<Found> {
    let sign = view.slice(start..end).iter().copied().find(|byte| !byte.is_ascii_hexdigit());
    let whole = match sign {
        Some(sign @ (b':' | b'-')) => stretch(view, start, 2, sign)?,
        Some(b'.') => stretch(view, start, 4, b'.')?,
        None => (start, start + DIGITS),
        _ => return None,
    };
    let text = view.str(start..end);
    let value: String = text.chars().filter(char::is_ascii_hexdigit).flat_map(char::to_lowercase).collect();
    let value =
        value.as_bytes().chunks(2).filter_map(|pair| str::from_utf8(pair).ok()).collect::<Vec<_>>().join(":");
    (whole == (start, end)).then(|| Found {
        span: start..end,
        value,
        confidence: Confidence::percent(95),
        signals: Signals::FORMAT.with(Signals::HEADER),
    })
}

/// The whole of an address of which a group of `size` starts at `group`.
fn stretch(view: &View<'_>, group: usize, size: usize, sign: u8) -> Option<(usize, usize)> {
    let step = size + 1;
    let hex =
        |at: usize| view.slice(at..at + size).iter().filter(|byte| byte.is_ascii_hexdigit()).count() == size;
    let mut begin = group;
    while view.before(begin) == sign && begin >= step && hex(begin - step) && group - begin < DIGITS * 2 {
        begin -= step;
    }
    let count = DIGITS / size;
    let groups = (0..count).all(|i| {
        let at = begin + i * step;
        hex(at) && (i + 1 == count || view.at(at + size) == sign)
    });
    let end = begin + count * step - 1;
    let longer = (view.at(end) == sign && view.at(end + 1).is_ascii_hexdigit())
        || (view.before(begin) == sign && view.before(begin - 1).is_ascii_hexdigit());
    (groups && !longer).then_some((begin, end))
}
