// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `SQLite` databases after <https://www.sqlite.org/fileformat2.html>: tables as b-trees with overflow pages, no indexes.
//! What stands here passes `PRAGMA integrity_check`.

use crate::document::{Cell, Table};

const PAGE: usize = 4096;
/// What a cell of a table leaf may hold before it overflows (section 1.6): page size − 35.
const MAX_LOCAL: usize = PAGE - 35;
/// The least that stays on the leaf when it does: (page size − 12) × 32 / 255 − 23.
const MIN_LOCAL: usize = (PAGE - 12) * 32 / 255 - 23;
const LEAF: u8 = 13;
const INTERIOR: u8 = 5;

/// A database with these tables, in this order. Columns are `INTEGER`, `REAL` or `TEXT` by their cells; days
/// are ISO 8601 text, as applications keep them.
///
/// # Panics
/// When names and columns of all tables together exceed the first page (about 3,900 bytes).
pub fn write(tables: &[Table]) -> Vec<u8> {
    // Page 1 is the schema; the tables' trees follow.
    let mut file = File { pages: vec![vec![0; PAGE]] };
    let mut schema = Vec::new();
    for (i, table) in tables.iter().enumerate() {
        let kinds: Vec<Kind> = (0..table.header.len()).map(|column| Kind::of(table, column)).collect();
        let rows =
            table.rows.iter().map(|row| record(row.iter().zip(&kinds).map(|(cell, kind)| kind.value(cell))));
        let rows: Vec<Vec<u8>> = rows.collect();
        let root = file.tree(&rows);
        let sql = create(table, &kinds);
        let name = || Value::Text(table.name.clone());
        let row =
            [Value::Text("table".into()), name(), name(), Value::Integer(root as i64), Value::Text(sql)];
        schema.push((i as i64 + 1, record(row.into_iter())));
    }
    let cells: Vec<Vec<u8>> = schema.into_iter().map(|(id, payload)| file.leaf_cell(id, &payload)).collect();
    let first = page(LEAF, &cells, None, 100);
    file.pages[0] = first;
    let header = header(file.pages.len() as u32);
    file.pages[0][..100].copy_from_slice(&header);
    file.pages.concat()
}

/// The page on which a table's tree begins, for those who want to damage it: page 2 holds the first table's first leaf.
pub const PAGE_SIZE: usize = PAGE;

fn create(table: &Table, kinds: &[Kind]) -> String {
    let quote = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
    let columns: Vec<String> = table
        .header
        .iter()
        .zip(kinds)
        .map(|(name, kind)| format!("{} {}", quote(name), kind.name()))
        .collect();
    format!("CREATE TABLE {} ({})", quote(&table.name), columns.join(", "))
}

/// A column's type. `SQLite` would take any value anywhere, but its integrity check minds numbers in text columns.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Integer,
    Real,
    Text,
}

impl Kind {
    fn of(table: &Table, column: usize) -> Self {
        let all = |fits: fn(&Cell) -> bool| table.rows.iter().filter_map(|row| row.get(column)).all(fits);
        if all(|cell| matches!(cell, Cell::Integer(_))) {
            Self::Integer
        } else if all(|cell| matches!(cell, Cell::Cents(_))) {
            Self::Real
        } else {
            Self::Text
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Integer => "INTEGER",
            Self::Real => "REAL",
            Self::Text => "TEXT",
        }
    }

    fn value(self, cell: &Cell) -> Value {
        match (self, cell) {
            (Self::Integer, Cell::Integer(number)) => Value::Integer(*number),
            (Self::Real, Cell::Cents(cents)) => Value::Real(*cents as f64 / 100.0),
            (_, Cell::Date(day)) => Value::Text(format!("{day:#}")),
            _ => Value::Text(cell.to_string()),
        }
    }
}

enum Value {
    Integer(i64),
    Real(f64),
    Text(String),
}

/// The record format (section 2.1): a header of serial types, then the values.
fn record(values: impl Iterator<Item = Value>) -> Vec<u8> {
    let mut types = Vec::new();
    let mut body = Vec::new();
    for value in values {
        match value {
            // Type 6 is a 64-bit integer: larger than needed for most, and valid for all.
            Value::Integer(number) => {
                varint(6, &mut types);
                body.extend_from_slice(&number.to_be_bytes());
            }
            Value::Real(number) => {
                varint(7, &mut types);
                body.extend_from_slice(&number.to_be_bytes());
            }
            Value::Text(text) => {
                varint(13 + 2 * text.len() as u64, &mut types);
                body.extend_from_slice(text.as_bytes());
            }
        }
    }
    // The header counts its own length, which is one byte up to 127 and two after that.
    let length = types.len() + if types.len() < 127 { 1 } else { 2 };
    let mut out = Vec::with_capacity(length + body.len());
    varint(length as u64, &mut out);
    out.append(&mut types);
    out.append(&mut body);
    out
}

/// Big-endian, seven bits a byte (section 1.6); values here stay far below the nine-byte form.
fn varint(value: u64, out: &mut Vec<u8>) {
    let groups = (64 - value.leading_zeros()).div_ceil(7).max(1);
    for i in (0..groups).rev() {
        let more = if i > 0 { 0x80 } else { 0 };
        out.push((value >> (7 * i)) as u8 & 0x7f | more);
    }
}

struct File {
    pages: Vec<Vec<u8>>,
}

impl File {
    /// Appends a page and returns its number, from 1.
    fn append(&mut self, page: Vec<u8>) -> usize {
        self.pages.push(page);
        self.pages.len()
    }

    /// Builds a table's b-tree bottom up and returns its root page. Row ids count from 1.
    fn tree(&mut self, rows: &[Vec<u8>]) -> usize {
        let mut cells = Vec::with_capacity(rows.len());
        for (i, payload) in rows.iter().enumerate() {
            let id = i as i64 + 1;
            cells.push((id, self.leaf_cell(id, payload)));
        }
        let mut level = self.level(LEAF, cells);
        while level.len() > 1 {
            // An interior cell is a child page and the largest key below it.
            let cells = level.into_iter().map(|(key, child)| {
                let mut cell = (child as u32).to_be_bytes().to_vec();
                varint(key as u64, &mut cell);
                (key, cell)
            });
            level = self.level(INTERIOR, cells.collect());
        }
        level.first().map_or(0, |(_, root)| *root)
    }

    /// Packs cells into as few pages as they need; returns each page with its largest key.
    fn level(&mut self, kind: u8, cells: Vec<(i64, Vec<u8>)>) -> Vec<(i64, usize)> {
        let mut pages = Vec::new();
        let mut current: Vec<Vec<u8>> = Vec::new();
        let mut size = 0;
        let mut last = 0;
        for (key, cell) in cells {
            // Twelve bytes of page header, two of pointer for each cell.
            if size + cell.len() + 2 > PAGE - 12 {
                let full = std::mem::take(&mut current);
                pages.push((last, self.close(kind, full)));
                size = 0;
            }
            size += cell.len() + 2;
            last = key;
            current.push(cell);
        }
        pages.push((last, self.close(kind, current)));
        pages
    }

    fn close(&mut self, kind: u8, mut cells: Vec<Vec<u8>>) -> usize {
        // The last child of an interior page stands in its header, without a key.
        let right = if kind == INTERIOR { cells.pop() } else { None };
        self.append(page(kind, &cells, right.as_deref(), 0))
    }

    /// Payload length, row id, payload; what does not fit goes to a chain of overflow pages.
    fn leaf_cell(&mut self, id: i64, payload: &[u8]) -> Vec<u8> {
        let mut cell = Vec::new();
        varint(payload.len() as u64, &mut cell);
        varint(id as u64, &mut cell);
        if payload.len() <= MAX_LOCAL {
            cell.extend_from_slice(payload);
            return cell;
        }
        let surplus = MIN_LOCAL + (payload.len() - MIN_LOCAL) % (PAGE - 4);
        let local = if surplus <= MAX_LOCAL { surplus } else { MIN_LOCAL };
        let (kept, rest) = payload.split_at(local);
        cell.extend_from_slice(kept);
        let first = self.pages.len() + 1;
        let chunks: Vec<&[u8]> = rest.chunks(PAGE - 4).collect();
        for (i, chunk) in chunks.iter().enumerate() {
            let next = if i + 1 < chunks.len() { first + i + 1 } else { 0 };
            let mut page = (next as u32).to_be_bytes().to_vec();
            page.extend_from_slice(chunk);
            page.resize(PAGE, 0);
            self.append(page);
        }
        cell.extend_from_slice(&(first as u32).to_be_bytes());
        cell
    }
}

/// A b-tree page (section 1.6): header, pointers, free space, cells from the end. Page 1 begins after the file header.
fn page(kind: u8, cells: &[Vec<u8>], right: Option<&[u8]>, start: usize) -> Vec<u8> {
    let mut out = vec![0; PAGE];
    let mut pointers = Vec::with_capacity(cells.len() * 2);
    let mut end = PAGE;
    for cell in cells {
        end -= cell.len();
        out[end..end + cell.len()].copy_from_slice(cell);
        pointers.extend_from_slice(&(end as u16).to_be_bytes());
    }
    let mut head = vec![kind, 0, 0];
    head.extend_from_slice(&(cells.len() as u16).to_be_bytes());
    head.extend_from_slice(&(end as u16).to_be_bytes());
    head.push(0);
    if let Some(right) = right {
        head.extend_from_slice(&right[..4]);
    }
    head.append(&mut pointers);
    assert!(start + head.len() <= end, "cells overlap the page header");
    out[start..start + head.len()].copy_from_slice(&head);
    out
}

/// The file header (section 1.3): journal mode "delete", UTF-8, schema format 4.
fn header(pages: u32) -> [u8; 100] {
    let mut out = [0; 100];
    let mut put = |at: usize, bytes: &[u8]| out[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, b"SQLite format 3\0");
    put(16, &(PAGE as u16).to_be_bytes());
    put(18, &[1, 1, 0, 64, 32, 32]);
    put(24, &1_u32.to_be_bytes());
    put(28, &pages.to_be_bytes());
    put(40, &1_u32.to_be_bytes());
    put(44, &4_u32.to_be_bytes());
    put(56, &1_u32.to_be_bytes());
    put(92, &1_u32.to_be_bytes());
    put(96, &3_046_000_u32.to_be_bytes());
    out
}
