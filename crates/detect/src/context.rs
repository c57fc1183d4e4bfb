// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Words in front of or behind a candidate that speak for it.

use crate::columns;
use crate::pattern;
use crate::view::View;
use hoheit_types::Entity;

/// How far context reaches, in bytes: a label on the same line or the line above.
const WINDOW: usize = 56;
/// Bytes between a label and what it labels: `:   `.
const GAP: usize = 6;

/// The words before an offset that can speak for what starts there: at most [`WINDOW`] bytes, not beyond an empty line, not
/// beyond the cell. Rules and their lists of words ask for the same place one after the other, so that it is kept.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Front {
    start: usize,
    window: usize,
    /// Where words start, counted from the window's start, as bits
    words: u64,
}

impl Front {
    fn read(view: &View<'_>, start: usize) -> Self {
        let known = view.front().get();
        if known.start == start && start > 0 {
            return known;
        }
        let window = start.saturating_sub(WINDOW);
        let block = pattern::block(view.slice(window..start));
        let breaks = pattern::equal(&block, b'\n');
        let barrier = match view.delimiter() {
            Some(delimiter) => last(breaks | pattern::equal(&block, delimiter)),
            // The last line break but one
            None => last(breaks).and_then(|at| last(breaks & !(1 << at))),
        };
        let context = barrier.map_or(u64::MAX, |at| u64::MAX << at);
        let words = word_starts(&block, is_letter(view.before(window))) & context;
        let front = Self { start, window, words };
        view.front().set(front);
        front
    }
}

/// The highest bit that is set.
const fn last(bits: u64) -> Option<usize> {
    if bits == 0 { None } else { Some(63 - bits.leading_zeros() as usize) }
}

/// Words that speak for something: beginnings in lower case, each starting with an ASCII letter; at most 128.
pub(crate) struct Words {
    list: &'static [&'static str],
    /// For each first letter the words that start with it, as bits: most words of a text are turned away by one look.
    first: [u128; 26],
}

impl Words {
    pub(crate) const fn new(list: &'static [&'static str]) -> Self {
        let mut first = [0; 26];
        let mut i = 0;
        while i < list.len() {
            first[(list[i].as_bytes()[0] - b'a') as usize] |= 1 << i;
            i += 1;
        }
        Self { list, first }
    }

    /// Whether one of them starts a text.
    fn start(&self, text: &[u8]) -> bool {
        let Some(first) = text.first().map(|byte| (byte | 0x20).wrapping_sub(b'a')) else { return false };
        let mut words = self.first.get(usize::from(first)).copied().unwrap_or(0);
        while let Some(word) = self.list.get(words.trailing_zeros() as usize) {
            words &= words - 1;
            let start = text.get(..word.len()).unwrap_or(&[]);
            // Byte by byte: nearly all end at the second.
            let same =
                start.iter().zip(word.as_bytes()).all(|(byte, known)| byte.to_ascii_lowercase() == *known);
            if same && !start.is_empty() {
                return true;
            }
        }
        false
    }
}

/// Whether a word in front starts with one of `words`.
pub(crate) fn in_front(view: &View<'_>, start: usize, words: &Words) -> bool {
    last_in_front(view, start, words).is_some()
}

/// What the words in front say of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// The last telling word speaks for it
    For,
    /// The last telling word names another kind of number
    Against,
    /// Nothing tells
    Silent,
}

/// Words in front that name numbers of things, told from identifiers by nothing else where a check digit fits by chance.
pub(crate) const OTHER_NUMBERS: &Words = &Words::new(&[
    "artikel",
    "auftrag",
    "aktenz",
    "barcode",
    "beleg",
    "bestell",
    "buchungs",
    "charge",
    "chargen",
    "doi",
    "ean",
    "gerät",
    "gtin",
    "hash",
    "imei",
    "imsi",
    "iccid",
    "inventar",
    "invoice",
    "isbn",
    "issn",
    "kassenz",
    "katalog",
    "kunden",
    "lfd",
    "lieferschein",
    "material",
    "order",
    "paket",
    "produkt",
    "rechnung",
    "ref.",
    "ref-",
    "referenz",
    "sendung",
    "serial",
    "serien",
    "s/n",
    "tracking",
    "transaktion",
    "vertrag",
    "vorgang",
    "zähler",
    "zählp",
    "checksum",
    "prüfsumme",
    "session",
    "token",
    "uuid",
]);

/// Which of two lists of words has the last word in front.
pub(crate) fn verdict(view: &View<'_>, start: usize, pro: &Words, contra: &Words) -> Verdict {
    let (pro, contra) = (last_in_front(view, start, pro), last_in_front(view, start, contra));
    match (pro, contra) {
        (None, None) => Verdict::Silent,
        (pro, contra) if pro > contra => Verdict::For,
        _ => Verdict::Against,
    }
}

/// Where the last word in front stands that starts with one of `words`.
pub(crate) fn last_in_front(view: &View<'_>, start: usize, words: &Words) -> Option<usize> {
    let front = Front::read(view, start);
    let text = view.slice(front.window..start);
    let mut starts = front.words;
    while let Some(at) = last(starts) {
        if words.start(text.get(at..).unwrap_or(&[])) {
            return Some(front.window + at);
        }
        starts &= !(1 << at);
    }
    None
}

/// Whether a word starts with one of `words` within [`WINDOW`] bytes behind an offset, on the same line.
pub(crate) fn behind(view: &View<'_>, end: usize, words: &Words) -> bool {
    let stretch = view.slice(end..end + WINDOW);
    let block = pattern::block(stretch);
    let breaks =
        pattern::equal(&block, b'\n') | view.delimiter().map_or(0, |byte| pattern::equal(&block, byte));
    let line = stretch.get(..breaks.trailing_zeros() as usize).unwrap_or(stretch);
    holds(line, words)
}

/// Whether a word that starts with one of `words` stands directly in front, with nothing between but `.:()/-"`, blanks and
/// a line break.
pub(crate) fn labelled(view: &View<'_>, start: usize, words: &Words) -> bool {
    label(view, start).is_some_and(|word| words.start(word))
}

/// Whether a word in a text starts with one of `words`.
pub(crate) fn holds(text: &[u8], words: &Words) -> bool {
    let mut inside = false;
    let mut from = 0;
    while let Some(rest) = text.get(from..).filter(|rest| !rest.is_empty()) {
        let mut starts = word_starts(&pattern::block(rest), inside);
        while starts != 0 {
            let at = starts.trailing_zeros() as usize;
            if words.start(rest.get(at..).unwrap_or(&[])) {
                return true;
            }
            starts &= starts - 1;
        }
        from += pattern::BLOCK;
        inside = text.get(from - 1).copied().is_some_and(is_letter);
    }
    false
}

/// Whether one of `words`, in lower case, stands whole directly in front.
pub(crate) fn labelled_exactly(view: &View<'_>, start: usize, words: &[&str]) -> bool {
    label(view, start)
        .is_some_and(|label| words.iter().any(|word| label.eq_ignore_ascii_case(word.as_bytes())))
}

/// The word of ASCII letters directly in front.
pub(crate) fn label<'v>(view: &View<'v>, start: usize) -> Option<&'v [u8]> {
    let (mut end, mut breaks) = (start, 0);
    loop {
        let blank = view.blank_before(end);
        let sign = usize::from(matches!(
            view.before(end),
            b'.' | b':' | b')' | b'(' | b'\n' | b'\t' | b'-' | b'/' | b'"'
        ));
        if blank + sign == 0 {
            break;
        }
        if start - end > GAP || view.is_barrier(view.before(end)) {
            return None;
        }
        breaks += usize::from(view.before(end) == b'\n');
        if breaks > 1 {
            return None;
        }
        end -= blank.max(sign);
    }
    let mut at = end;
    while view.before(at).is_ascii_alphabetic() && end - at < WINDOW {
        at -= 1;
    }
    (at < end && !view.alphanumeric_before(at)).then(|| view.slice(at..end))
}

/// The label of the field in which a value starts: `Ausw.-Nr.: …`, `"gebDat": "…"`, `kfz=…`, `Kennz.   …`, or a line of its own
/// above.
fn field<'v>(view: &View<'v>, start: usize) -> Option<&'v str> {
    let quote = usize::from(matches!(view.before(start), b'"' | b'\'' | b'('));
    let value = start - quote;
    let mut gap = value;
    while value - gap < GAP && (view.blank_before(gap) > 0 || view.before(gap) == b'\t') {
        gap -= view.blank_before(gap).max(1);
    }
    let end = match view.before(gap) {
        sign if view.is_barrier(sign) => return None,
        b':' | b'=' => {
            let end = gap - 1;
            end - usize::from(view.before(end) == b'"')
        }
        b'\n' => gap - 1 - usize::from(view.before(gap - 1) == b'\r'),
        _ if value - gap > 1 || view.before(value) == b'\t' => gap,
        _ => return None,
    };
    let window = end.saturating_sub(LABEL);
    let text = view.slice(window..end);
    let is_above = view.before(gap) == b'\n';
    let border = text.iter().enumerate().rposition(|(i, byte)| match byte {
        b'\n' | b'\t' | b'|' => true,
        b' ' => text.get(i + 1) == Some(&b' '),
        b'"' | b';' | b'{' | b',' | b'<' | b'>' | b':' | b'=' => !is_above,
        _ => view.is_barrier(*byte),
    });
    let mut from = border.map_or(window, |border| window + border + 1);
    // The window may cut a character.
    while (0x80..0xc0).contains(&view.at(from)) && from < end {
        from += 1;
    }
    let label = view.str(from..end).trim().trim_end_matches(':');
    let digits = label.bytes().filter(u8::is_ascii_digit).count();
    Some(label).filter(|label| !label.is_empty() && digits < 3)
}

/// Whether the label of the field in which a value starts names a kind.
pub(crate) fn in_field(view: &View<'_>, start: usize, entity: Entity) -> bool {
    // Most numbers have no label.
    let sign = view.before(start);
    let may = matches!(sign, b'"' | b'\'' | b'(' | b' ' | b'\t' | b':' | b'=' | b'\n' | 0x80..);
    may && field(view, start).is_some_and(|label| columns::names(entity, label))
}

/// Longest label of a field, in bytes.
const LABEL: usize = 48;

/// Where words start in a block, as bits: a letter after anything but a letter.
fn word_starts(block: &[u8; pattern::BLOCK], inside: bool) -> u64 {
    let letters = pattern::letters(block) & !(pattern::signs(block, pattern::wide(block)) as u64);
    letters & !(letters << 1 | u64::from(inside))
}

const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}
