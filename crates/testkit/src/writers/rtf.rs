// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Rich Text Format 1.9, as `WordPad` and Word write it: Windows-1252 by hex escapes, the rest by Unicode escapes.

use super::text::windows_1252;
use crate::document::{Block, Cell, Document};

/// The document as `.rtf`.
pub fn write(document: &Document) -> Vec<u8> {
    let mut out = String::from("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss Arial;}}\n");
    put!(
        out,
        "{{\\info{{\\title {}}}{{\\author {}}}{{\\operator {}}}{{\\keywords {}}}}}\n",
        escape(&document.title),
        escape(&document.author),
        escape(&document.last_editor),
        escape(&document.keywords)
    );
    out.push_str("{\\*\\generator Textverarbeitung;}\\viewkind4\\uc1\n");
    for (word, text) in [("header", &document.header), ("footer", &document.footer)] {
        if let Some(text) = text {
            put!(out, "{{\\{word} {}\\par}}\n", escape(text));
        }
    }
    put!(out, "{{\\b\\fs32 {}}}\\par\n", escape(&document.title));
    for block in &document.blocks {
        match block {
            Block::Heading(text) => put!(out, "{{\\b {}}}\\par\n", escape(text)),
            Block::Text(text) => put!(out, "{}\\par\n", escape(text)),
            Block::Table(table) => {
                let rows = table.rows.iter().map(|row| row.iter().map(Cell::to_string).collect());
                for cells in std::iter::once(table.header.clone()).chain(rows) {
                    row(&cells, &mut out);
                }
                out.push_str("\\pard\n");
            }
        }
    }
    if let Some(text) = &document.comment {
        put!(out, "{{\\*\\annotation {}}}\n", escape(text));
    }
    out.push_str("}\n");
    // Control words and escapes are ASCII; `escape` leaves nothing else.
    out.into_bytes()
}

fn row(cells: &[String], out: &mut String) {
    out.push_str("\\trowd");
    for i in 1..=cells.len() {
        put!(out, "\\cellx{}", i * 1500);
    }
    out.push_str("\\intbl\n");
    for cell in cells {
        put!(out, "{}\\cell ", escape(cell));
    }
    out.push_str("\\row\n");
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match (c, windows_1252(c)) {
            ('\\' | '{' | '}', _) => {
                out.push('\\');
                out.push(c);
            }
            (_, Some(byte)) if byte < 0x80 => out.push(c),
            (_, Some(byte)) => put!(out, "\\'{byte:02x}"),
            // Signed 16-bit units, each followed by one character for readers without Unicode.
            (_, None) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    put!(out, "\\u{}?", unit.cast_signed());
                }
            }
        }
    }
    out
}
