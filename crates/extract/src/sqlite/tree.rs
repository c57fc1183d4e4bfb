// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Pages, b-trees, cells and records.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashSet;

/// The file's header is on the first page, before that page's own.
const FILE_HEADER: usize = 100;

/// A tree of this depth could index more pages than a file can have.
const MAX_DEPTH: usize = 32;

/// A record has 32,767 columns at most (`SQLite`'s hard limit).
const MAX_COLUMNS: usize = 32_767;

const INTERIOR_INDEX: u8 = 2;
const INTERIOR_TABLE: u8 = 5;
const LEAF_INDEX: u8 = 10;
const LEAF_TABLE: u8 = 13;

pub(super) struct Database<'b> {
    bytes: &'b [u8],
    page_size: usize,
    /// Bytes of a page that hold content
    usable: usize,
    encoding: &'static Encoding,
    /// INVARIANT (linear): each overflow page belongs to one record, so that all of them together hold no more than the
    /// file; broken records that share pages end here.
    overflow_left: Cell<usize>,
}

#[derive(Debug)]
pub(super) enum Value<'b> {
    Null,
    Integer(i64),
    Real(f64),
    Text(Cow<'b, str>),
    /// Its bytes are never looked at
    Blob,
}

pub(super) struct Row<'b> {
    pub(super) id: i64,
    pub(super) values: Vec<Value<'b>>,
}

impl<'b> Database<'b> {
    pub(super) fn open(bytes: &'b [u8]) -> Option<Self> {
        let page_size = match u16_at(bytes, 16)? {
            1 => 65_536,
            size if size.is_power_of_two() && size >= 512 => usize::from(size),
            _ => return None,
        };
        let reserved = usize::from(*bytes.get(20)?);
        let encoding = match u32_at(bytes, 56)? {
            2 => UTF_16LE,
            3 => UTF_16BE,
            _ => UTF_8,
        };
        // At least 480 bytes must remain (file format, 1.3.4).
        let usable = page_size.checked_sub(reserved).filter(|usable| *usable >= 480)?;
        Some(Self { bytes, page_size, usable, encoding, overflow_left: Cell::new(bytes.len()) })
    }

    fn page(&self, number: u32) -> Option<Page<'b>> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        let start = index.checked_mul(self.page_size)?;
        let rest = self.bytes.get(start..)?;
        let bytes = rest.get(..self.page_size).unwrap_or(rest);
        let header = if number == 1 { FILE_HEADER } else { 0 };
        let kind = *bytes.get(header)?;
        let is_interior = matches!(kind, INTERIOR_INDEX | INTERIOR_TABLE);
        if !is_interior && !matches!(kind, LEAF_INDEX | LEAF_TABLE) {
            return None;
        }
        let cells = usize::from(u16_at(bytes, header + 3)?);
        Some(Page { bytes, kind, header, cells, pointers: header + if is_interior { 12 } else { 8 } })
    }

    /// The rows of a tree, in the order of their keys.
    pub(super) fn rows(&self, root: u32, is_index: bool) -> Rows<'_, 'b> {
        let mut rows =
            Rows { database: self, is_index, stack: Vec::new(), seen: HashSet::new(), broken: false };
        rows.descend(root);
        rows
    }

    /// A record, with what lies on overflow pages.
    fn payload(&self, page: &Page<'b>, at: usize, length: u64, is_index: bool) -> Option<Cow<'b, [u8]>> {
        let length = usize::try_from(length).ok()?;
        // File format, 1.6: how much of a payload stays on its page.
        let most = if is_index { (self.usable - 12) * 64 / 255 - 23 } else { self.usable - 35 };
        if length <= most {
            return page.bytes.get(at..at.checked_add(length)?).map(Cow::Borrowed);
        }
        let least = (self.usable - 12) * 32 / 255 - 23;
        let kept = least + (length - least) % (self.usable - 4);
        let kept = if kept <= most { kept } else { least };
        let mut payload = page.bytes.get(at..at + kept)?.to_vec();
        let mut next = u32_at(page.bytes, at + kept)?;
        self.overflow_left.set(self.overflow_left.get().checked_sub(length - kept)?);
        while payload.len() < length {
            let start = usize::try_from(next).ok()?.checked_sub(1)?.checked_mul(self.page_size)?;
            let page = self.bytes.get(start..start + self.usable)?;
            let content = page.get(4..)?;
            let missing = length - payload.len();
            payload.extend_from_slice(content.get(..missing).unwrap_or(content));
            next = u32_at(page, 0)?;
        }
        Some(Cow::Owned(payload))
    }

    fn text(&self, bytes: Cow<'b, [u8]>) -> Cow<'b, str> {
        match bytes {
            Cow::Borrowed(bytes) if self.encoding == UTF_8 => crate::encoding::decode_bytes(bytes, None).text,
            Cow::Borrowed(bytes) => self.encoding.decode_without_bom_handling(bytes).0,
            Cow::Owned(bytes) if self.encoding == UTF_8 => {
                // Old programs store Windows-1252 and say nothing.
                Cow::Owned(crate::encoding::decode_bytes(&bytes, None).text.into_owned())
            }
            Cow::Owned(bytes) => Cow::Owned(self.encoding.decode_without_bom_handling(&bytes).0.into_owned()),
        }
    }

    /// A record's values (file format, 2.1).
    fn values(&self, payload: &Cow<'b, [u8]>) -> Option<Vec<Value<'b>>> {
        let (header_length, mut at) = varint(payload, 0)?;
        let header_length = usize::try_from(header_length).ok()?;
        let mut body = header_length;
        let mut values = Vec::new();
        while at < header_length && values.len() < MAX_COLUMNS {
            let (kind, next) = varint(payload, at)?;
            at = next;
            let size = match kind {
                0 | 8 | 9 => 0,
                1..=4 => kind as usize,
                5 => 6,
                6 | 7 => 8,
                10 | 11 => return None,
                _ => usize::try_from((kind - 12) / 2).ok()?,
            };
            let end = body.checked_add(size)?;
            let bytes = match payload {
                Cow::Borrowed(payload) => Cow::Borrowed(payload.get(body..end)?),
                Cow::Owned(payload) if kind >= 13 && kind % 2 == 1 => {
                    Cow::Owned(payload.get(body..end)?.to_vec())
                }
                Cow::Owned(payload) => Cow::Owned(payload.get(body..end)?.get(..size.min(8))?.to_vec()),
            };
            body = end;
            values.push(match kind {
                0 => Value::Null,
                1..=6 => Value::Integer(integer(&bytes)),
                7 => Value::Real(f64::from_bits(integer(&bytes).cast_unsigned())),
                8 => Value::Integer(0),
                9 => Value::Integer(1),
                _ if kind % 2 == 0 => Value::Blob,
                _ => Value::Text(self.text(bytes)),
            });
        }
        Some(values)
    }
}

struct Page<'b> {
    bytes: &'b [u8],
    kind: u8,
    header: usize,
    cells: usize,
    pointers: usize,
}

impl Page<'_> {
    fn cell(&self, index: usize) -> Option<usize> {
        u16_at(self.bytes, self.pointers + 2 * index).map(usize::from)
    }
}

/// A walk through a tree without recursion.
pub(super) struct Rows<'d, 'b> {
    database: &'d Database<'b>,
    is_index: bool,
    /// The open pages and the next cell of each; the cell after an interior page's last one is its right child
    stack: Vec<(Page<'b>, usize)>,
    /// INVARIANT (no-loops): no page is visited twice
    seen: HashSet<u32>,
    broken: bool,
}

impl<'b> Rows<'_, 'b> {
    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }

    fn descend(&mut self, number: u32) {
        match self.database.page(number) {
            Some(page) if self.stack.len() < MAX_DEPTH && self.seen.insert(number) => {
                self.stack.push((page, 0));
            }
            _ => self.broken = true,
        }
    }

    pub(super) fn next(&mut self) -> Option<Row<'b>> {
        loop {
            let (page, index) = self.stack.last_mut()?;
            let at = *index;
            *index += 1;
            let is_interior = matches!(page.kind, INTERIOR_INDEX | INTERIOR_TABLE);
            // Cells of an interior index page hold rows themselves, between their children: odd steps.
            let steps = if page.kind == INTERIOR_INDEX { 2 * page.cells } else { page.cells };
            if at > steps || at == steps && !is_interior {
                self.stack.pop();
                continue;
            }
            if is_interior && at == steps {
                let right = u32_at(page.bytes, page.header + 8).unwrap_or(0);
                self.descend(right);
                continue;
            }
            let row = match page.kind {
                INTERIOR_TABLE => {
                    let child = page.cell(at).and_then(|cell| u32_at(page.bytes, cell)).unwrap_or(0);
                    self.descend(child);
                    continue;
                }
                INTERIOR_INDEX if at % 2 == 0 => {
                    let child = page.cell(at / 2).and_then(|cell| u32_at(page.bytes, cell)).unwrap_or(0);
                    self.descend(child);
                    continue;
                }
                INTERIOR_INDEX => page.cell(at / 2).and_then(|cell| index_row(self.database, page, cell + 4)),
                LEAF_INDEX => page.cell(at).and_then(|cell| index_row(self.database, page, cell)),
                _ => page.cell(at).and_then(|cell| table_row(self.database, page, cell)),
            };
            let fits = self.is_index == matches!(page.kind, INTERIOR_INDEX | LEAF_INDEX);
            match row.filter(|_| fits) {
                Some(row) => return Some(row),
                None => self.broken = true,
            }
        }
    }
}

fn table_row<'b>(database: &Database<'b>, page: &Page<'b>, cell: usize) -> Option<Row<'b>> {
    let (length, at) = varint(page.bytes, cell)?;
    let (id, at) = varint(page.bytes, at)?;
    let payload = database.payload(page, at, length, false)?;
    Some(Row { id: id.cast_signed(), values: database.values(&payload)? })
}

fn index_row<'b>(database: &Database<'b>, page: &Page<'b>, cell: usize) -> Option<Row<'b>> {
    let (length, at) = varint(page.bytes, cell)?;
    let payload = database.payload(page, at, length, true)?;
    Some(Row { id: 0, values: database.values(&payload)? })
}

/// A variable-length integer and where it ends (file format, 1.6).
fn varint(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut value = 0_u64;
    for (i, byte) in bytes.get(at..)?.iter().take(9).enumerate() {
        if i == 8 {
            return Some((value << 8 | u64::from(*byte), at + 9));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value, at + i + 1));
        }
    }
    None
}

/// A big-endian integer of up to eight bytes, with its sign.
fn integer(bytes: &[u8]) -> i64 {
    let start = if bytes.first().is_some_and(|b| b & 0x80 != 0) { -1 } else { 0 };
    bytes.iter().take(8).fold(start, |value, byte| value << 8 | i64::from(*byte))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|b| u16::from_be_bytes(*b))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|b| u32::from_be_bytes(*b))
}
