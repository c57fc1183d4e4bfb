// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `SQLite` databases: each table with its rows. An own reader of the b-trees over the bytes (<https://sqlite.org/fileformat2.html>):
//! a document is never opened by a library that might write to it, look for journals beside it, or trust it.

mod schema;
mod tree;

use crate::reading::Reading;
use hoheit_types::{ReadState, WarningCode};
use schema::{Schema, TableDefinition};
use std::borrow::Cow;
use tree::{Database, Value};

/// More tables than this are not read: the largest specialist applications have some thousands.
const MAX_TABLES: usize = 10_000;

/// Reads one document.
pub(crate) fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    let Some(database) = Database::open(bytes) else {
        reading.broken();
        return;
    };
    let schema = Schema::read(&database);
    if schema.is_broken {
        reading.broken();
    }
    for table in schema.tables.iter().take(MAX_TABLES) {
        if !read_table(&database, table, reading) {
            return;
        }
    }
    if schema.tables.len() > MAX_TABLES {
        reading.warn(WarningCode::TableLimit, MAX_TABLES as u64);
    }
    if schema.tables.is_empty() && !schema.is_broken {
        reading.state(ReadState::Read);
    }
}

/// Writes one table. Returns false when a limit is reached.
fn read_table(database: &Database<'_>, table: &TableDefinition, reading: &mut Reading<'_, '_, '_>) -> bool {
    reading.start_table(&table.name);
    let mut go_on = reading.row(&table.columns);
    let mut rows = database.rows(table.root, table.is_index);
    while go_on && let Some(row) = rows.next() {
        let cells = table.order.iter().map(|stored| match stored {
            Some(_) if table.row_id_column == *stored => Cow::Owned(row.id.to_string()),
            Some(index) => text(row.values.get(*index)),
            None => Cow::Borrowed(""),
        });
        go_on = reading.row(cells);
    }
    if rows.is_broken() {
        reading.broken();
    }
    reading.end_table(table.columns.clone());
    go_on
}

/// A value as a reader would write it. Binary values may be anything and are left out.
fn text<'v>(value: Option<&'v Value<'_>>) -> Cow<'v, str> {
    match value {
        Some(Value::Text(text)) => Cow::Borrowed(text),
        Some(Value::Integer(number)) => Cow::Owned(number.to_string()),
        Some(Value::Real(number)) => Cow::Owned(number.to_string()),
        Some(Value::Null | Value::Blob) | None => Cow::Borrowed(""),
    }
}

#[cfg(test)]
mod tests;
