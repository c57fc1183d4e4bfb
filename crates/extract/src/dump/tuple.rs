// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The few pieces of SQL that dumps are made of.

use super::Keyword;
use super::literal::{Escapes, is_behind_e, is_word, literal_end, value};
use memchr::{memchr, memchr_iter, memmem};
use std::ops::Range;

/// What a statement says of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Names {
    /// Without the schema, in small letters
    pub(super) table: String,
    pub(super) columns: Vec<String>,
}

/// A place in a text that only goes forward: what was read once is not read again, so that the whole is linear.
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
    /// Where the keyword began that was found last, or where the cursor was put
    start: usize,
    /// What backslashes mean in the statement that is read
    escapes: Escapes,
    /// The comments passed since the keyword
    comments: Vec<Range<usize>>,
    /// The next end of a statement and the next sign of backslashes, as far as they were looked for
    end_ahead: Option<usize>,
    escape_ahead: Option<usize>,
}

impl<'t> Cursor<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            start: 0,
            escapes: Escapes::None,
            comments: Vec::new(),
            end_ahead: None,
            escape_ahead: None,
        }
    }

    /// Where the last piece began or ended.
    pub(super) const fn start(&self) -> usize {
        self.start
    }

    pub(super) const fn go_to(&mut self, at: usize) {
        (self.at, self.start) = (at, at);
    }

    /// The comments inside the statement that was read last, up to where the last piece ended.
    pub(super) fn comments(&mut self) -> impl Iterator<Item = &'t str> + use<'t> {
        let (text, start) = (self.text, self.start);
        let comments = std::mem::take(&mut self.comments).into_iter();
        comments.filter(move |comment| comment.start < start).filter_map(move |comment| text.get(comment))
    }

    /// The byte here, 0 at the end.
    pub(super) fn at_byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// Goes behind the next keyword. Each has a blank behind it.
    pub(super) fn next_keyword(&mut self) -> Option<Keyword> {
        let bytes = self.text.as_bytes();
        self.comments.clear();
        loop {
            let blank = self.at + memchr(b' ', bytes.get(self.at..)?)?;
            self.at = blank + 1;
            let known = [
                ("insert", Keyword::Insert),
                ("replace", Keyword::Insert),
                ("create table", Keyword::Create),
                ("copy", Keyword::Copy),
            ];
            for (word, keyword) in known {
                let Some(start) = blank.checked_sub(word.len()) else { continue };
                let before = start.checked_sub(1).and_then(|before| bytes.get(before));
                let is_whole = before.is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
                let is =
                    bytes.get(start..blank).is_some_and(|text| text.eq_ignore_ascii_case(word.as_bytes()));
                if is && is_whole {
                    self.start = start;
                    return Some(keyword);
                }
            }
        }
    }

    /// `[IGNORE] [INTO] person [(id, name)] VALUES`, up to the first bracket.
    pub(super) fn insert(&mut self) -> Option<Names> {
        self.word("ignore");
        self.word("into");
        let (table, backtick) = self.name()?;
        let columns = if self.here(b'(') { self.list()? } else { Vec::new() };
        if !self.word("values") {
            return None;
        }
        // Only `MySQL` names tables in backticks, and it writes backslashes.
        let escapes = backtick || self.has_escapes_ahead();
        self.escapes = if escapes { Escapes::MySql } else { Escapes::None };
        Some(Names { table, columns })
    }

    /// Whether a quote behind a backslash goes on with a letter, up to the end of the statement's last line: nowhere else
    /// does a letter follow the end of a literal.
    fn has_escapes_ahead(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let from = self.at;
        let behind = bytes.get(from..).unwrap_or(&[]);
        if self.end_ahead.is_none_or(|end| end < from) {
            let is_end = |at: &usize| matches!(behind.get(at + 1), None | Some(b'\r' | b'\n'));
            self.end_ahead = Some(memchr_iter(b';', behind).find(is_end).map_or(bytes.len(), |at| from + at));
        }
        if self.escape_ahead.is_none_or(|escape| escape < from) {
            let is_escape = |at: &usize| {
                let before = behind.get(..*at).unwrap_or(&[]);
                let backslashes = before.iter().rev().take_while(|byte| **byte == b'\\').count();
                backslashes % 2 == 0 && behind.get(at + 2).is_some_and(|byte| is_word(*byte))
            };
            let escape = memmem::find_iter(behind, b"\\'").find(is_escape);
            self.escape_ahead = Some(escape.map_or(usize::MAX, |at| from + at));
        }
        self.escape_ahead < self.end_ahead
    }

    /// `[IF NOT EXISTS] person (id INT, name TEXT, PRIMARY KEY (id))`: the columns.
    pub(super) fn definition(&mut self) -> Option<Names> {
        for word in ["if", "not", "exists"] {
            self.word(word);
        }
        let (table, backtick) = self.name()?;
        self.escapes = if backtick { Escapes::MySql } else { Escapes::None };
        let mut columns = Vec::new();
        if !self.here(b'(') {
            return None;
        }
        self.at += 1;
        loop {
            self.blanks();
            let quoted = !self.at_byte().is_ascii_alphabetic();
            let (name, _) = self.name()?;
            let is_rule = ["constraint", "primary", "key", "unique", "foreign", "index", "check", "fulltext"]
                .contains(&name.as_str());
            if quoted || !is_rule {
                columns.push(name);
            }
            if self.item_end()? == b')' {
                return Some(Names { table, columns });
            }
        }
    }

    /// `person (id, name) FROM stdin;` and the line's end. Options, which may change how rows are written, are not read.
    pub(super) fn copy(&mut self) -> Option<Names> {
        let (table, _) = self.name()?;
        let columns = if self.here(b'(') { self.list()? } else { Vec::new() };
        if !self.word("from") || !self.word("stdin") || self.at_byte() != b';' {
            return None;
        }
        self.at += 1;
        while matches!(self.at_byte(), b' ' | b'\r') {
            self.at += 1;
        }
        if self.at_byte() != b'\n' {
            return None;
        }
        self.go_to(self.at + 1);
        Some(Names { table, columns })
    }

    /// The values of a row: literals without their quotes, else what stands there; nothing for `NULL`.
    pub(super) fn tuple(&mut self) -> Option<Vec<String>> {
        if !self.here(b'(') {
            return None;
        }
        self.at += 1;
        let mut values = Vec::new();
        loop {
            let from = self.at;
            let end = self.item_end()?;
            values.push(value(self.text.get(from..self.at - 1).unwrap_or(""), self.escapes));
            if end == b')' {
                self.start = self.at;
                return Some(values);
            }
        }
    }

    /// The next row of the same statement.
    pub(super) fn next_tuple(&mut self) -> Option<Vec<String>> {
        if !self.here(b',') {
            return None;
        }
        self.at += 1;
        self.tuple()
    }

    /// Behind the semicolon and the line's end of a statement. What was read already is not read again.
    pub(super) fn skip_end(&mut self) {
        for sign in *b";\r\n" {
            self.start += usize::from(self.text.as_bytes().get(self.start) == Some(&sign));
        }
        self.at = self.at.max(self.start);
    }

    /// Goes behind blanks and comments.
    fn blanks(&mut self) {
        loop {
            while self.at_byte().is_ascii_whitespace() {
                self.at += 1;
            }
            let from = self.at;
            if !self.comment() {
                return;
            }
            self.comments.push(from..self.at);
        }
    }

    /// Goes behind a comment if one comes next; one without an end goes to the end of the text.
    fn comment(&mut self) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
        let length = if rest.starts_with(b"--") {
            memchr(b'\n', rest)
        } else if rest.starts_with(b"/*") {
            memmem::find(rest, b"*/").map(|at| at + 2)
        } else {
            return false;
        };
        self.at += length.unwrap_or(rest.len());
        true
    }

    /// Whether a sign comes next, behind blanks.
    fn here(&mut self, sign: u8) -> bool {
        self.blanks();
        self.at_byte() == sign
    }

    /// Goes behind a word if it comes next, and what follows is something else.
    fn word(&mut self, word: &str) -> bool {
        self.blanks();
        let end = self.at + word.len();
        let bytes = self.text.as_bytes();
        let is = bytes.get(self.at..end).is_some_and(|text| text.eq_ignore_ascii_case(word.as_bytes()))
            && bytes.get(end).is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
        if is {
            self.at = end;
            self.blanks();
        }
        is
    }

    /// A name without its schema, in small letters, and whether it stands in backticks.
    fn name(&mut self) -> Option<(String, bool)> {
        /// Longer names no database has (SQL Server: 128 characters).
        const LONGEST: usize = 512;
        let bytes = self.text.as_bytes();
        let (mut name, mut backtick) = (None, false);
        loop {
            self.blanks();
            let from = self.at;
            let closing = match self.at_byte() {
                b'"' => Some(b'"'),
                b'`' => Some(b'`'),
                b'[' => Some(b']'),
                _ => None,
            };
            let text = if let Some(closing) = closing {
                backtick |= closing == b'`';
                let window = bytes.get(from + 1..bytes.len().min(from + LONGEST))?;
                let end = from + 1 + memchr(closing, window)?;
                self.at = end + 1;
                self.text.get(from + 1..end)?
            } else {
                while is_word(self.at_byte()) && self.at - from < LONGEST {
                    self.at += 1;
                }
                self.text.get(from..self.at).filter(|text| !text.is_empty())?
            };
            name = Some(text.to_lowercase()).or(name);
            if self.at_byte() != b'.' {
                return name.map(|name| (name, backtick));
            }
            self.at += 1;
        }
    }

    /// Names in brackets.
    fn list(&mut self) -> Option<Vec<String>> {
        self.at += 1;
        let mut names = Vec::new();
        loop {
            names.push(self.name()?.0);
            self.blanks();
            let sign = self.at_byte();
            self.at += 1;
            match sign {
                b',' => {}
                b')' => return Some(names),
                _ => return None,
            }
        }
    }

    /// Behind the comma or bracket that ends an item of a list, and which of both it is.
    fn item_end(&mut self) -> Option<u8> {
        let mut depth = 0_u32;
        loop {
            let sign = *self.text.as_bytes().get(self.at)?;
            if matches!(sign, b'-' | b'/') && self.comment() {
                continue;
            }
            self.at += 1;
            match sign {
                b'\'' | b'"' | b'`' => {
                    let escapes = match sign {
                        b'`' => Escapes::None,
                        b'\'' if is_behind_e(self.text, self.at - 1) => Escapes::Postgres,
                        _ => self.escapes,
                    };
                    // Without an end nothing that follows is understood, nor looked at again.
                    self.at = literal_end(self.text, self.at, sign, escapes).unwrap_or(self.text.len());
                }
                b'(' => depth += 1,
                b')' if depth > 0 => depth -= 1,
                b')' => return Some(sign),
                b',' if depth == 0 => return Some(sign),
                _ => {}
            }
        }
    }
}
