// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The few pieces of SQL that dumps are made of.

use super::Keyword;
use memchr::memchr;

/// What a statement says of its table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Names {
    /// Without the schema, in small letters
    pub(super) table: String,
    pub(super) columns: Vec<String>,
    /// Whether a backslash escapes: only `MySQL`, which names tables in backticks, writes it so
    pub(super) escapes: bool,
}

/// A place in a text that only goes forward: what was read once is not read again, so that the whole is linear.
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
    /// Where the keyword began that was found last, or where the cursor was put
    start: usize,
}

impl<'t> Cursor<'t> {
    pub(super) const fn new(text: &'t str, at: usize) -> Self {
        Self { text, at, start: at }
    }

    /// Where the last piece began or ended.
    pub(super) const fn start(&self) -> usize {
        self.start
    }

    pub(super) const fn go_to(&mut self, at: usize) {
        (self.at, self.start) = (at, at);
    }

    /// The byte here, 0 at the end.
    pub(super) fn at_byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    /// Goes behind the next keyword. Each has a blank behind it.
    pub(super) fn next_keyword(&mut self) -> Option<Keyword> {
        let bytes = self.text.as_bytes();
        loop {
            let blank = self.at + memchr(b' ', bytes.get(self.at..)?)?;
            self.at = blank + 1;
            let known =
                [("insert", Keyword::Insert), ("create table", Keyword::Create), ("copy", Keyword::Copy)];
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
        let (table, escapes) = self.name()?;
        let columns = if self.here(b'(') { self.list()? } else { Vec::new() };
        self.word("values").then_some(Names { table, columns, escapes })
    }

    /// `[IF NOT EXISTS] person (id INT, name TEXT, PRIMARY KEY (id))`: the columns.
    pub(super) fn definition(&mut self) -> Option<Names> {
        for word in ["if", "not", "exists"] {
            self.word(word);
        }
        let (table, escapes) = self.name()?;
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
            if self.item_end(escapes)? == b')' {
                return Some(Names { table, columns, escapes });
            }
        }
    }

    /// `person (id, name) FROM stdin;` and the line's end.
    pub(super) fn copy(&mut self) -> Option<Names> {
        let (table, escapes) = self.name()?;
        let columns = if self.here(b'(') { self.list()? } else { Vec::new() };
        let fits = self.word("from") && self.word("stdin");
        let line = memchr(b'\n', self.text.as_bytes().get(self.at..)?)?;
        let rest = self.text.get(self.at..self.at + line)?.trim_end();
        if !fits || !rest.ends_with(';') {
            return None;
        }
        self.go_to(self.at + line + 1);
        Some(Names { table, columns, escapes })
    }

    /// The values of a row: its first literal in quotes, or what stands there; nothing for `NULL`.
    pub(super) fn tuple(&mut self, escapes: bool) -> Option<Vec<String>> {
        if !self.here(b'(') {
            return None;
        }
        self.at += 1;
        let mut values = Vec::new();
        loop {
            let from = self.at;
            let end = self.item_end(escapes)?;
            values.push(value(self.text.get(from..self.at - 1).unwrap_or(""), escapes));
            if end == b')' {
                self.start = self.at;
                return Some(values);
            }
        }
    }

    /// The next row of the same statement.
    pub(super) fn next_tuple(&mut self, escapes: bool) -> Option<Vec<String>> {
        if !self.here(b',') {
            return None;
        }
        self.at += 1;
        self.tuple(escapes)
    }

    /// Behind the semicolon and the line's end of a statement. What was read already is not read again.
    pub(super) fn skip_end(&mut self) {
        for sign in *b";\r\n" {
            self.start += usize::from(self.text.as_bytes().get(self.start) == Some(&sign));
        }
        self.at = self.at.max(self.start);
    }

    fn blanks(&mut self) {
        while self.at_byte().is_ascii_whitespace() {
            self.at += 1;
        }
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
                let is_part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
                while is_part(self.at_byte()) && self.at - from < LONGEST {
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
    fn item_end(&mut self, escapes: bool) -> Option<u8> {
        let mut depth = 0_u32;
        loop {
            let sign = *self.text.as_bytes().get(self.at)?;
            self.at += 1;
            match sign {
                b'\'' => self.at = literal_end(self.text, self.at, escapes)?,
                b'(' => depth += 1,
                b')' if depth > 0 => depth -= 1,
                b')' => return Some(sign),
                b',' if depth == 0 => return Some(sign),
                _ => {}
            }
        }
    }
}

/// Behind the quote that ends a literal. A doubled one is one inside; so is, in some dumps, one behind a backslash.
fn literal_end(text: &str, mut at: usize, escapes: bool) -> Option<usize> {
    let bytes = text.as_bytes();
    loop {
        match bytes.get(at)? {
            b'\\' if escapes => at += 2,
            b'\'' if bytes.get(at + 1) == Some(&b'\'') => at += 2,
            b'\'' => return Some(at + 1),
            _ => at += 1,
        }
    }
}

/// What an item says: `N'Muster'`, `CAST('1964-08-12' AS date)`, `42`, `NULL`.
fn value(item: &str, escapes: bool) -> String {
    let item = item.trim();
    let Some(open) = memchr(b'\'', item.as_bytes()) else {
        return if item.eq_ignore_ascii_case("null") { String::new() } else { item.to_owned() };
    };
    let end = literal_end(item, open + 1, escapes).unwrap_or(item.len() + 1);
    let text = item.get(open + 1..end - 1).unwrap_or("").replace("''", "'");
    if escapes && text.contains('\\') { unescaped(&text) } else { text }
}

/// Without backslashes; breaks of lines as blanks, since a row is one line.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('n' | 'r' | 't' | '0') => plain.push(' '),
                Some(other) => plain.push(other),
                None => {}
            },
            _ => plain.push(letter),
        }
    }
    plain
}
