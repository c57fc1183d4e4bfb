// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Dumps of databases: `INSERT INTO person (…) VALUES (…), (…);` as `MySQL`, `MariaDB`, `PostgreSQL`, `SQLite` and SQL Server
//! write it, and `COPY person (…) FROM stdin;` of `PostgreSQL`. Rows become tables whose columns have their names, so that a
//! value is known by what its column is called; all else stays the text it is.

mod literal;
mod tuple;

use crate::reading::Reading;
use literal::{Escapes, unescaped};
use memchr::{memchr_iter, memmem};
use std::collections::HashMap;
use tuple::{Cursor, Names};

/// Tables whose definitions are kept: the largest specialist applications have some thousands.
const MAX_TABLES: usize = 10_000;

/// What starts a statement that is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keyword {
    Insert,
    Create,
    Copy,
}

/// Whether rows are inserted anywhere in a text.
pub(crate) fn is_dump(text: &str) -> bool {
    // Most texts hold none of these, and that is told at the speed of memory.
    let holds = |word: &str| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    let words = ["INSERT ", "insert ", "Insert ", "REPLACE ", "replace ", "Replace ", "COPY "];
    if !words.into_iter().any(holds) {
        return false;
    }
    let mut cursor = Cursor::new(text);
    while let Some(keyword) = cursor.next_keyword() {
        let found = match keyword {
            Keyword::Insert => cursor.insert().is_some_and(|_| cursor.at_byte() == b'('),
            Keyword::Copy => cursor.copy().is_some(),
            Keyword::Create => false,
        };
        if found {
            return true;
        }
    }
    false
}

/// Reads a text that is a dump.
pub(crate) fn read(text: &str, reading: &mut Reading<'_, '_, '_>) {
    let mut dump = Dump { text, plain: 0, open: None, definitions: HashMap::new() };
    let mut cursor = Cursor::new(text);
    while let Some(keyword) = cursor.next_keyword() {
        let start = cursor.start();
        let go_on = match keyword {
            Keyword::Create => {
                if let Some(names) = cursor.definition().filter(|_| dump.definitions.len() < MAX_TABLES) {
                    dump.definitions.insert(names.table, names.columns);
                }
                true
            }
            Keyword::Insert => match cursor.insert() {
                Some(names) => dump.insert(start, names, &mut cursor, reading),
                None => true,
            },
            Keyword::Copy => match cursor.copy() {
                Some(names) => dump.copy(start, names, &mut cursor, reading),
                None => true,
            },
        };
        if !go_on {
            dump.close(reading);
            return;
        }
    }
    dump.plain_until(text.len(), reading);
    dump.close(reading);
}

/// What was read of a dump.
struct Dump<'t> {
    text: &'t str,
    /// Where the text starts that was not handed on
    plain: usize,
    /// The table whose rows are being written, as the statement names it, and its headings
    open: Option<(Names, Vec<String>)>,
    /// The columns of tables by name
    definitions: HashMap<String, Vec<String>>,
}

impl Dump<'_> {
    /// The rows of an `INSERT` that begins at `start`, up to the cursor. Returns false when a limit is reached.
    fn insert(
        &mut self,
        start: usize,
        names: Names,
        cursor: &mut Cursor<'_>,
        reading: &mut Reading<'_, '_, '_>,
    ) -> bool {
        let Some(mut row) = cursor.tuple() else { return true };
        if !self.start(start, names, reading) {
            return false;
        }
        loop {
            self.plain = cursor.start();
            if !reading.row(&row) {
                return false;
            }
            match cursor.next_tuple() {
                Some(next) => row = next,
                None => break,
            }
        }
        cursor.skip_end();
        self.plain = cursor.start();
        self.comments(cursor, reading);
        true
    }

    /// The rows behind `COPY … FROM stdin;`: lines with tabs, up to one with `\.`.
    fn copy(
        &mut self,
        start: usize,
        names: Names,
        cursor: &mut Cursor<'_>,
        reading: &mut Reading<'_, '_, '_>,
    ) -> bool {
        let body = cursor.start();
        if !self.start(start, names, reading) {
            return false;
        }
        let rest = self.text.get(body..).unwrap_or("");
        let mut from = 0;
        for end in memchr_iter(b'\n', rest.as_bytes()).chain(std::iter::once(rest.len())) {
            let line = rest.get(from..end).unwrap_or("").trim_end_matches('\r');
            from = rest.len().min(end + 1);
            self.plain = body + from;
            if line == "\\." {
                break;
            }
            let cell = |cell| if cell == "\\N" { String::new() } else { unescaped(cell, Escapes::Postgres) };
            let cells = line.split('\t').map(cell);
            if !line.is_empty() && !reading.row(cells) {
                return false;
            }
        }
        cursor.go_to(self.plain);
        self.comments(cursor, reading);
        true
    }

    /// Hands on the comments inside a statement: its rows are a table, and they stand in none.
    fn comments(&mut self, cursor: &mut Cursor<'_>, reading: &mut Reading<'_, '_, '_>) {
        for comment in cursor.comments() {
            self.close(reading);
            reading.push_line(comment);
        }
    }

    /// Goes on with the table that is open, or opens another one. Returns false when a limit is reached.
    fn start(&mut self, at: usize, names: Names, reading: &mut Reading<'_, '_, '_>) -> bool {
        let between = self.text.get(self.plain..at).unwrap_or("");
        if between.trim().is_empty() && self.open.as_ref().is_some_and(|(open, _)| *open == names) {
            return true;
        }
        self.plain_until(at, reading);
        self.close(reading);
        let known = || self.definitions.get(&names.table).cloned().unwrap_or_default();
        let columns = if names.columns.is_empty() { known() } else { names.columns.clone() };
        reading.start_table(&names.table);
        let go_on = columns.is_empty() || reading.row(&columns);
        self.open = Some((names, columns));
        go_on
    }

    /// Hands on the text before an offset that belongs to no row.
    fn plain_until(&mut self, at: usize, reading: &mut Reading<'_, '_, '_>) {
        let text = self.text.get(self.plain..at).unwrap_or("");
        if !text.trim().is_empty() {
            self.close(reading);
            reading.push(text);
        }
        self.plain = at;
    }

    fn close(&mut self, reading: &mut Reading<'_, '_, '_>) {
        if let Some((_, columns)) = self.open.take() {
            reading.end_table(columns);
        }
    }
}

#[cfg(test)]
mod tests;
