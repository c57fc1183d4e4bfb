// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Which tables there are, and what their columns are called: read from the `CREATE TABLE` statements.

use super::tree::{Database, Row, Value};

/// The schema table's root is always the first page.
const SCHEMA_ROOT: u32 = 1;

pub(super) struct Schema {
    pub(super) tables: Vec<TableDefinition>,
    pub(super) is_broken: bool,
}

pub(super) struct TableDefinition {
    pub(super) name: String,
    pub(super) root: u32,
    /// `WITHOUT ROWID`: rows live in an index tree, key columns first
    pub(super) is_index: bool,
    pub(super) columns: Vec<String>,
    /// For each column where the record has it
    pub(super) order: Vec<Option<usize>>,
    /// The column that is the row's number and therefore stored as NULL
    pub(super) row_id_column: Option<usize>,
}

impl Schema {
    pub(super) fn read(database: &Database<'_>) -> Self {
        let mut tables = Vec::new();
        let mut rows = database.rows(SCHEMA_ROOT, false);
        while let Some(row) = rows.next() {
            tables.extend(definition(&row));
        }
        Self { tables, is_broken: rows.is_broken() }
    }
}

/// A row of the schema table: type, name, table, root page, statement.
fn definition(row: &Row<'_>) -> Option<TableDefinition> {
    let [Value::Text(kind), Value::Text(name), _, Value::Integer(root), Value::Text(sql), ..] =
        row.values.as_slice()
    else {
        return None;
    };
    // Internal tables hold counters and statistics; those of full-text search repeat what their table says.
    if kind != "table" || name.starts_with("sqlite_") || *root <= 0 {
        return None;
    }
    let statement = Statement::parse(sql)?;
    let count = statement.columns.len();
    let order = if statement.without_row_id {
        // Key columns come first, each once, then the others in their order (file format, 2.4).
        let mut stored: Vec<usize> = Vec::with_capacity(count);
        let keys = statement
            .key
            .iter()
            .filter_map(|key| statement.columns.iter().position(|column| column.eq_ignore_ascii_case(key)));
        for index in keys.chain(0..count) {
            if !stored.contains(&index) {
                stored.push(index);
            }
        }
        (0..count).map(|column| stored.iter().position(|s| *s == column)).collect()
    } else {
        (0..count).map(Some).collect()
    };
    Some(TableDefinition {
        name: name.to_string(),
        root: u32::try_from(*root).ok()?,
        is_index: statement.without_row_id,
        order,
        row_id_column: statement.row_id_column.filter(|_| !statement.without_row_id),
        columns: statement.columns,
    })
}

/// What a `CREATE TABLE` statement says about columns. `SQLite` stores the statement as it was written, so comments and
/// four kinds of quotes occur.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) columns: Vec<String>,
    pub(super) row_id_column: Option<usize>,
    pub(super) key: Vec<String>,
    pub(super) without_row_id: bool,
    /// Columns whose type is exactly INTEGER: only such a one can be the row's number
    integer_columns: Vec<usize>,
}

/// More columns than this are none of `SQLite`'s (its hard limit).
const MAX_COLUMNS: usize = 32_767;

impl Statement {
    pub(super) fn parse(sql: &str) -> Option<Self> {
        let words = words(sql);
        let open = words.iter().position(|word| word.is("("))?;
        let mut statement = Self::default();
        let mut depth = 0_usize;
        let mut definition: Vec<&Word> = Vec::new();
        let mut end = words.len();
        for (index, word) in words.iter().enumerate().skip(open + 1) {
            if depth == 0 && (word.is(",") || word.is(")")) {
                statement.definition(&definition);
                definition.clear();
                if word.is(")") {
                    end = index;
                    break;
                }
                continue;
            }
            depth = if word.is("(") { depth + 1 } else { depth.saturating_sub(usize::from(word.is(")"))) };
            definition.push(word);
        }
        let options = words.get(end..).unwrap_or(&[]);
        statement.without_row_id =
            options.windows(2).any(|w| matches!(w, [a, b] if a.is("without") && b.is("rowid")));
        Some(statement)
    }

    /// One column, or a constraint of the table.
    fn definition(&mut self, words: &[&Word]) {
        let Some((name, rest)) = words.split_first() else { return };
        let is_constraint =
            ["primary", "unique", "check", "foreign", "constraint"].iter().any(|w| name.is(w));
        let primary = words.windows(2).position(|w| matches!(w, [a, b] if a.is("primary") && b.is("key")));
        if is_constraint {
            let Some(at) = primary else { return };
            let keys = words.iter().skip(at + 3).take_while(|word| !word.is(")"));
            // `PRIMARY KEY(a COLLATE nocase DESC, b)`: the names follow the bracket and the commas.
            let mut expect = true;
            for word in keys {
                if expect {
                    self.key.push(word.text.clone());
                }
                expect = word.is(",");
            }
            if let [key] = self.key.as_slice() {
                let column = self.columns.iter().position(|c| c.eq_ignore_ascii_case(key));
                self.row_id_column = column.filter(|c| self.integer_columns.contains(c));
            }
            return;
        }
        if self.columns.len() >= MAX_COLUMNS {
            return;
        }
        let is_integer = rest.first().is_some_and(|word| word.is("integer"))
            && rest.get(1).is_none_or(|word| !word.is("(") && !is_type_word(word));
        if is_integer {
            self.integer_columns.push(self.columns.len());
        }
        if primary.is_some() {
            self.key = vec![name.text.clone()];
            // By an old mistake that is kept, "INTEGER PRIMARY KEY DESC" is no row number (file format, 2.3).
            let is_descending = rest.iter().any(|word| word.is("desc"));
            self.row_id_column = Some(self.columns.len()).filter(|_| is_integer && !is_descending);
        }
        self.columns.push(name.text.clone());
    }
}

fn is_type_word(word: &Word) -> bool {
    let constraints = [
        "primary",
        "not",
        "null",
        "unique",
        "check",
        "default",
        "collate",
        "references",
        "constraint",
        "generated",
        "as",
    ];
    !constraints.iter().any(|c| word.is(c))
}

/// A word, number, string or sign of a statement.
#[derive(Debug)]
pub(super) struct Word {
    text: String,
    /// Quoted words are never keywords or signs
    quoted: bool,
}

impl Word {
    fn is(&self, keyword: &str) -> bool {
        !self.quoted && self.text.eq_ignore_ascii_case(keyword)
    }
}

fn words(sql: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '.');
        if first.is_whitespace() {
            rest = rest.trim_start();
        } else if rest.starts_with("--") {
            rest = rest.split_once('\n').map_or("", |(_, tail)| tail);
        } else if rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, tail)| tail);
        } else if let Some(close) = closing(first) {
            let (text, tail) = quoted(rest.get(1..).unwrap_or(""), close);
            words.push(Word { text, quoted: true });
            rest = tail;
        } else if is_word(first) {
            let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            let (text, tail) = rest.split_at(end);
            words.push(Word { text: text.to_owned(), quoted: false });
            rest = tail;
        } else {
            words.push(Word { text: first.to_string(), quoted: false });
            rest = rest.get(first.len_utf8()..).unwrap_or("");
        }
    }
    words
}

fn closing(open: char) -> Option<char> {
    match open {
        '"' | '\'' | '`' => Some(open),
        '[' => Some(']'),
        _ => None,
    }
}

/// The text up to the closing quote, doubled ones resolved, and what follows.
fn quoted(text: &str, close: char) -> (String, &str) {
    let mut out = String::new();
    let mut rest = text;
    loop {
        let Some((before, tail)) = rest.split_once(close) else {
            out.push_str(rest);
            return (out, "");
        };
        out.push_str(before);
        match tail.strip_prefix(close).filter(|_| close != ']') {
            Some(after) => {
                out.push(close);
                rest = after;
            }
            None => return (out, tail),
        }
    }
}
