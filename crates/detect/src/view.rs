// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::context::Front;
use crate::listing::Rows;
use std::cell::Cell;
use std::ops::Range;
#[cfg(test)]
use std::rc::Rc;

/// A text as the rules see it. Reading beyond an end yields 0 or nothing, so that no rule can panic and
/// none needs a case for the ends.
pub(crate) struct View<'a> {
    text: &'a str,
    /// Between the cells of the table that is examined; words of another cell are no context.
    delimiter: Option<u8>,
    /// The rows of a list in it that were looked at last
    rows: Cell<Rows>,
    /// The words before the place that was asked about last
    front: Cell<Front>,
    /// How many bytes rules looked at: the measure of work in tests of linear growth.
    #[cfg(test)]
    looks: Rc<Cell<u64>>,
}

/// As [`char::is_alphabetic`], and quick for the letters of German: the library looks all but ASCII up in a table.
pub(crate) fn is_letter(letter: char) -> bool {
    match letter {
        'À'..='ÿ' => !matches!(letter, '×' | '÷'),
        _ => letter.is_alphabetic(),
    }
}

impl<'a> View<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            delimiter: None,
            rows: Cell::default(),
            front: Cell::default(),
            #[cfg(test)]
            looks: Rc::default(),
        }
    }

    /// A part of the text as a text of its own; `None` if it does not exist or cuts a character.
    pub(crate) fn part(&self, range: Range<usize>, delimiter: Option<u8>) -> Option<Self> {
        Some(Self {
            text: self.text.get(range)?,
            delimiter,
            rows: Cell::default(),
            front: Cell::default(),
            #[cfg(test)]
            looks: Rc::clone(&self.looks),
        })
    }

    /// Whether nothing behind this byte is context: it parts cells.
    pub(crate) fn is_barrier(&self, byte: u8) -> bool {
        self.delimiter.is_some_and(|delimiter| byte == delimiter || byte == b'\n')
    }

    /// What parts the cells, where there are some.
    pub(crate) const fn delimiter(&self) -> Option<u8> {
        self.delimiter
    }

    /// Whether it is a table, with cells.
    pub(crate) const fn is_table(&self) -> bool {
        self.delimiter.is_some()
    }

    /// The rows of a list that were looked at last.
    pub(crate) const fn rows(&self) -> &Cell<Rows> {
        &self.rows
    }

    /// The words before the place that was asked about last.
    pub(crate) const fn front(&self) -> &Cell<Front> {
        &self.front
    }

    #[cfg(test)]
    pub(crate) fn looks(&self) -> u64 {
        self.looks.get()
    }

    /// Counts work.
    #[cfg(test)]
    pub(crate) fn looked(&self, bytes: usize) {
        self.looks.set(self.looks.get() + bytes as u64);
    }

    /// Counts work in tests only.
    #[cfg(not(test))]
    #[expect(clippy::unused_self, reason = "the same face as in tests")]
    pub(crate) const fn looked(&self, _: usize) {}

    /// The bytes, for the passes over everything.
    pub(crate) const fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    pub(crate) const fn len(&self) -> usize {
        self.text.len()
    }

    /// The byte at an offset, 0 at and beyond the end.
    pub(crate) fn at(&self, offset: usize) -> u8 {
        self.looked(1);
        self.bytes().get(offset).copied().unwrap_or(0)
    }

    /// The byte before an offset, 0 at the start.
    pub(crate) fn before(&self, offset: usize) -> u8 {
        offset.checked_sub(1).map_or(0, |i| self.at(i))
    }

    /// The bytes of a range, as much of it as exists.
    pub(crate) fn slice(&self, range: Range<usize>) -> &'a [u8] {
        let end = range.end.min(self.len());
        self.looked(end.saturating_sub(range.start));
        self.bytes().get(range.start..end).unwrap_or(&[])
    }

    /// How many bytes from an offset on fit, `most` at most.
    #[inline]
    pub(crate) fn run(&self, start: usize, most: usize, fits: impl Fn(&u8) -> bool) -> usize {
        let window = self.bytes().get(start..self.len().min(start + most)).unwrap_or(&[]);
        let count = window.iter().take_while(|byte| fits(byte)).count();
        self.looked(count + 1);
        count
    }

    /// The same before an offset.
    #[inline]
    pub(crate) fn run_before(&self, end: usize, most: usize, fits: impl Fn(&u8) -> bool) -> usize {
        let window = self.bytes().get(end.saturating_sub(most)..end).unwrap_or(&[]);
        let count = window.iter().rev().take_while(|byte| fits(byte)).count();
        self.looked(count + 1);
        count
    }

    /// The text of a range; empty if it does not exist or cuts a character.
    pub(crate) fn str(&self, range: Range<usize>) -> &'a str {
        self.looked(range.len());
        self.text.get(range).unwrap_or("")
    }

    /// The character that starts at an offset.
    pub(crate) fn char_at(&self, offset: usize) -> Option<char> {
        self.looked(1);
        self.text.get(offset..)?.chars().next()
    }

    /// The character that ends before an offset.
    pub(crate) fn char_before(&self, offset: usize) -> Option<char> {
        self.looked(1);
        self.text.get(..offset)?.chars().next_back()
    }

    /// Whether a letter or digit of any script starts here.
    pub(crate) fn alphanumeric_at(&self, offset: usize) -> bool {
        match self.at(offset) {
            byte @ 0..=0x7f => byte.is_ascii_alphanumeric(),
            _ => self.char_at(offset).is_some_and(char::is_alphanumeric),
        }
    }

    /// Whether a letter or digit of any script ends here.
    pub(crate) fn alphanumeric_before(&self, offset: usize) -> bool {
        match self.before(offset) {
            byte @ 0..=0x7f => byte.is_ascii_alphanumeric(),
            _ => self.char_before(offset).is_some_and(char::is_alphanumeric),
        }
    }

    /// The length in bytes of a blank at this offset: space, no-break space, narrow no-break space; else 0.
    pub(crate) fn blank_at(&self, offset: usize) -> usize {
        match self.at(offset) {
            b' ' => 1,
            0xc2 if self.at(offset + 1) == 0xa0 => 2,
            0xe2 if self.at(offset + 1) == 0x80 && self.at(offset + 2) == 0xaf => 3,
            _ => 0,
        }
    }

    /// The same for a blank that ends before this offset.
    pub(crate) fn blank_before(&self, offset: usize) -> usize {
        match self.before(offset) {
            b' ' => 1,
            0xa0 if offset > 1 && self.at(offset - 2) == 0xc2 => 2,
            0xaf if offset > 2 && self.at(offset - 2) == 0x80 && self.at(offset - 3) == 0xe2 => 3,
            _ => 0,
        }
    }
}
