// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Groups of digits as people write telephone numbers.

use crate::view::View;

/// Bytes between two groups of digits: ` / (0) ` has its own place, ` - ` has three, a dash three of its own.
const GAP_BYTES: usize = 5;

/// Groups of digits with what people put between them.
pub(super) struct Number {
    digits: [u8; Self::MOST],
    len: usize,
    pub(super) end: usize,
    /// Digits of the first group
    pub(super) first: usize,
}

impl Number {
    /// 15 digits and the 0 in `+49 (0)`, or the 00 in place of the +.
    const MOST: usize = 17;

    /// Reads groups until something else comes. A group that begins a new number after a blank is left alone. Where a word
    /// says what it is, `loose` reads letters for the digits that they look like, and goes on behind a line's end.
    pub(super) fn read(view: &View<'_>, start: usize, loose: bool) -> Option<Self> {
        let mut number = Self { digits: [0; Self::MOST], len: 0, end: start, first: 0 };
        let mut at = start;
        loop {
            let before = number.len;
            let end = group_end(view, at, loose);
            for byte in view.slice(at..end) {
                let slot = number.digits.get_mut(number.len);
                let Some(slot) = slot.filter(|_| end - at <= Self::MOST) else {
                    // Too long for one: fine if the rest stands apart by a blank.
                    number.len = before;
                    let apart = before > 0 && view.blank_before(at) > 0;
                    return apart.then_some(number);
                };
                *slot = digit(*byte);
                number.len += 1;
            }
            let group = end - at;
            if before == 0 {
                number.first = group;
            }
            let apart =
                before > 0 && view.blank_before(at) > 0 && !matches!(view.at(number.end + 1), b'-' | b'/');
            let area = view.at(at) == b'0' && (view.at(at + 1) != b'0' || group == 4);
            let next_number = area && group >= 3 && before >= 7;
            let abroad = if number.digits.starts_with(b"00") { 2 } else { 0 };
            let too_long = number.len > 14 + abroad && before >= 9;
            let place = group == 5 && before >= 9; // a postcode behind a number
            // `02421 6389069 / 0170 5249620`
            let is_whole = before >= 9 && area && group >= 3 && view.blank_before(at) > 0;
            if is_whole || apart && (next_number || too_long || place) {
                number.len = before;
                return Some(number);
            }
            number.end = end;
            at = end + gap(view, end);
            // Half a number on one line, the rest on the next; behind +49 also without a word.
            let half = number.len <= 7 && (loose || (number.len == 2 && view.before(start) == b'+'));
            if half && group_end(view, at, loose) == at {
                at = line_end(view, end);
            }
            if at == end || group_end(view, at, loose) == at {
                return (number.len > 0).then_some(number);
            }
        }
    }

    pub(super) fn digits(&self) -> &[u8] {
        self.digits.get(..self.len).unwrap_or(&[])
    }

    pub(super) fn text(&self) -> String {
        self.digits().iter().copied().map(char::from).collect()
    }

    /// Whether nothing follows that makes it an amount, a share or a piece of something longer.
    pub(super) fn ends_well(&self, view: &View<'_>, context: bool) -> bool {
        let next = view.at(self.end);
        let behind = view.at(self.end + 1);
        let joined = (matches!(next, b'.' | b'/' | b'-' | b'_') && behind.is_ascii_alphanumeric())
            || (next == b',' && behind.is_ascii_digit());
        let joined = joined && !view.is_barrier(next);
        let unit = view.slice(self.end..self.end + 4);
        let amount = unit.starts_with(b" %") || unit.starts_with(b"%") || unit.starts_with(" €".as_bytes());
        !view.alphanumeric_at(self.end) && (!joined || (context && next != b',')) && !amount
    }
}

/// The digit that a character was printed as.
const fn digit(byte: u8) -> u8 {
    match byte {
        b'O' | b'o' => b'0',
        b'l' | b'I' => b'1',
        _ => byte,
    }
}

/// Where the group of digits ends that starts at an offset. Letters count only if the group is a word of its own and half
/// of it are digits.
fn group_end(view: &View<'_>, at: usize, loose: bool) -> usize {
    let mut end = at;
    while view.at(end).is_ascii_digit() && end - at <= Number::MOST {
        end += 1;
    }
    if !loose || !digit(view.at(end)).is_ascii_digit() || (end == at && !view.at(at + 1).is_ascii_digit()) {
        return end;
    }
    let plain = end;
    let mut real = end - at;
    while digit(view.at(end)).is_ascii_digit() && end - at <= Number::MOST {
        real += usize::from(view.at(end).is_ascii_digit());
        end += 1;
    }
    if view.alphanumeric_at(end) || real * 2 < end - at { plain } else { end }
}

/// Behind a line's end, perhaps with `/` or `-` before it, where a number of three digits and more but no postcode with its
/// town follows; else where it is.
fn line_end(view: &View<'_>, end: usize) -> usize {
    let mut at = end + view.blank_at(end);
    at += usize::from(matches!(view.at(at), b'/' | b'-' | b')'));
    at += view.blank_at(at);
    if view.at(at) != b'\n' {
        return end;
    }
    at += 1;
    if view.slice(at..at + 3) == b"(0)" {
        return at + 1;
    }
    let digits = view.slice(at..at + 12).iter().take_while(|byte| byte.is_ascii_digit()).count();
    let place = digits == 5 && view.blank_at(at + 5) > 0 && view.at(at + 6).is_ascii_uppercase();
    let date = matches!(view.at(at + digits), b'.' | b':') && view.at(at + digits + 1).is_ascii_digit();
    let pairs =
        digits == 2 && view.blank_at(at + 2) > 0 && view.slice(at + 3..at + 5).iter().all(u8::is_ascii_digit);
    if (digits >= 3 || pairs) && !place && !date { at } else { end }
}

/// The length of what stands between two groups: blanks with at most one of `/ - . ( )`, or a dash; 0 if it is
/// something else.
fn gap(view: &View<'_>, start: usize) -> usize {
    let mut at = start;
    let mut signs = 0;
    while at - start < GAP_BYTES {
        let blank = view.blank_at(at);
        let step = match view.at(at) {
            _ if blank > 0 => blank,
            b'(' | b')' => 1,
            b'/' | b'-' | b'.' => {
                signs += 1;
                1
            }
            // En dash and the other dashes U+2010–U+2015
            0xe2 if view.at(at + 1) == 0x80 && matches!(view.at(at + 2), 0x90..=0x95) => {
                signs += 1;
                3
            }
            _ => break,
        };
        at += step;
    }
    if signs > 1 { 0 } else { at - start }
}
