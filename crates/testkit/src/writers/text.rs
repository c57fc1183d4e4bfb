// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Plain text in the encodings that lie on file shares, and Markdown.

use crate::document::{Block, Cell, Document};
use crate::people;

/// How characters become bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 without a mark
    Utf8,
    /// UTF-8 with a byte order mark, as Windows programs write it
    Utf8Bom,
    /// UTF-16, little endian, with a byte order mark: "Unicode" in old dialogs
    Utf16,
    /// Windows-1252, "ANSI"
    Windows1252,
    /// Code page 850, what DOS wrote in western Europe
    Cp850,
}

impl Encoding {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Utf8, Self::Utf8Bom, Self::Utf16, Self::Windows1252, Self::Cp850];

    /// Whether the encoding has this character.
    pub fn has(self, c: char) -> bool {
        match self {
            Self::Utf8 | Self::Utf8Bom | Self::Utf16 => true,
            Self::Windows1252 => windows_1252(c).is_some(),
            Self::Cp850 => cp850(c).is_some(),
        }
    }

    /// `text` with what the encoding lacks in ASCII, as clerks have always written such names: `Łukasz` → `Lukasz`.
    pub fn fit(self, text: &str) -> String {
        fit(text, |c| self.has(c))
    }

    /// The bytes of `text`, fitted first, with DOS line ends in the old encodings.
    pub fn encode(self, text: &str) -> Vec<u8> {
        let text = self.fit(text);
        match self {
            Self::Utf8 => text.into_bytes(),
            Self::Utf8Bom => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            Self::Utf16 => {
                let units = text.replace('\n', "\r\n");
                [0xfeff].into_iter().chain(units.encode_utf16()).flat_map(u16::to_le_bytes).collect()
            }
            Self::Windows1252 => text.replace('\n', "\r\n").chars().filter_map(windows_1252).collect(),
            Self::Cp850 => text.replace('\n', "\r\n").chars().filter_map(cp850).collect(),
        }
    }
}

/// `text` with what a writer lacks in ASCII.
pub(crate) fn fit(text: &str, has: impl Fn(char) -> bool) -> String {
    text.chars().map(|c| if has(c) { c.to_string() } else { substitute(c) }).collect()
}

fn substitute(c: char) -> String {
    let plain = people::ascii(&c.to_string());
    if c.is_uppercase() { plain.to_uppercase() } else { plain }
}

/// Bytes 0x80–0x9f of Windows-1252 (the Unicode consortium's CP1252.TXT); `\0` marks the five unused ones.
const WINDOWS_1252_HIGH: &str = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";

/// Bytes 0x80–0xff of code page 850 (the Unicode consortium's CP850.TXT).
const CP850_HIGH: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤\
    ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// The byte of a character in Windows-1252.
pub(crate) fn windows_1252(c: char) -> Option<u8> {
    match c {
        '\0' => None,
        '\u{1}'..='\u{7f}' | '\u{a0}'..='\u{ff}' => Some(c as u8),
        _ => WINDOWS_1252_HIGH.chars().position(|high| high == c).map(|i| 0x80 + i as u8),
    }
}

fn cp850(c: char) -> Option<u8> {
    if c.is_ascii() {
        return Some(c as u8);
    }
    CP850_HIGH.chars().position(|high| high == c).map(|i| 0x80 + i as u8)
}

/// The document as a text file.
pub fn write(document: &Document, encoding: Encoding) -> Vec<u8> {
    encoding.encode(&document.plain())
}

/// The document as Markdown.
pub fn write_markdown(document: &Document) -> Vec<u8> {
    let mut out = format!(
        "---\ntitle: \"{}\"\nauthor: \"{}\"\ndate: {:#}\n---\n\n# {0}\n\n",
        document.title, document.author, document.created
    );
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | ").replace('\n', " "));
    for block in &document.blocks {
        match block {
            Block::Heading(text) => put!(out, "## {text}\n\n"),
            Block::Text(text) => put!(out, "{text}\n\n"),
            Block::Table(table) => {
                out.push_str(&row(table.header.clone()));
                out.push_str(&row(vec!["---".to_owned(); table.header.len()]));
                for cells in &table.rows {
                    out.push_str(&row(cells.iter().map(Cell::to_string).collect()));
                }
                out.push('\n');
            }
        }
    }
    out.into_bytes()
}
