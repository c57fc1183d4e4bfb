// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Words in front of or behind a candidate that speak for it.

use crate::view::View;
use std::ops::Range;

/// How far context reaches, in bytes: a label on the same line or the line above.
const WINDOW: usize = 56;
/// Bytes between a label and what it labels: `:   `.
const GAP: usize = 6;

/// The stretch before an offset that can speak for what starts there: at most [`WINDOW`] bytes, not beyond an
/// empty line, not beyond the cell.
fn before(view: &View<'_>, start: usize) -> Range<usize> {
    let mut at = start;
    let mut breaks = 0;
    while at > 0 && start - at < WINDOW {
        let byte = view.before(at);
        breaks += usize::from(byte == b'\n');
        if view.is_barrier(byte) || breaks > 1 {
            break;
        }
        at -= 1;
    }
    at..start
}

/// Whether a word in front starts with one of `words` (lower case, ASCII).
pub(crate) fn in_front(view: &View<'_>, start: usize, words: &[&str]) -> bool {
    last_in_front(view, start, words).is_some()
}

/// Where the last word in front stands that starts with one of `words`.
pub(crate) fn last_in_front(view: &View<'_>, start: usize, words: &[&str]) -> Option<usize> {
    let window = before(view, start);
    word_starts(view, window.clone()).filter(|at| starts_with_any(view, *at, window.end, words)).last()
}

/// Whether a word starts with one of `words` within [`WINDOW`] bytes behind an offset, on the same line.
pub(crate) fn behind(view: &View<'_>, end: usize, words: &[&str]) -> bool {
    let stretch = view.slice(end..end + WINDOW);
    let line =
        stretch.iter().position(|&byte| byte == b'\n' || view.is_barrier(byte)).unwrap_or(stretch.len());
    word_starts(view, end..end + line).any(|at| starts_with_any(view, at, view.len(), words))
}

/// Whether one of `words` stands directly in front, with nothing between but `.:()/-`, blanks and a line break.
pub(crate) fn labelled(view: &View<'_>, start: usize, words: &[&str]) -> bool {
    let mut end = start;
    while matches!(view.before(end), b' ' | b'.' | b':' | b')' | b'(' | b'\n' | b'-' | b'/') {
        if start - end > GAP || view.is_barrier(view.before(end)) {
            return false;
        }
        end -= 1;
    }
    let mut at = end;
    while view.before(at).is_ascii_alphabetic() && end - at < WINDOW {
        at -= 1;
    }
    at < end && !view.alphanumeric_before(at) && starts_with_any(view, at, end, words)
}

/// Offsets in the range where a word starts: an ASCII letter after anything but a letter.
fn word_starts<'v>(view: &'v View<'_>, range: Range<usize>) -> impl Iterator<Item = usize> + 'v {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte >= 0x80;
    let mut inside = is_letter(view.before(range.start));
    view.slice(range.clone()).iter().enumerate().filter_map(move |(i, &byte)| {
        let start = byte.is_ascii_alphabetic() && !inside;
        inside = is_letter(byte);
        start.then_some(range.start + i)
    })
}

fn starts_with_any(view: &View<'_>, at: usize, end: usize, words: &[&str]) -> bool {
    // The first letter decides nearly always.
    let first = view.at(at).to_ascii_lowercase();
    words.iter().filter(|word| word.as_bytes().first() == Some(&first)).any(|word| {
        at + word.len() <= end && view.slice(at..at + word.len()).eq_ignore_ascii_case(word.as_bytes())
    })
}
