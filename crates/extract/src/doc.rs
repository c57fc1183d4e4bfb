// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Word 97–2003 ([MS-DOC]), and Word 6 and 95 as far as they are alike.
//!
//! The file keeps one string of characters: body, footnotes, headers, comments, endnotes, text boxes, in this order.
//! A piece table says where its stretches lie and whether a character takes one byte or two. Reading them all in
//! order gives all text; styles and layout are not needed for that.

use crate::docx::link_target;
use crate::ole::{Ole, encoding_of, is_ole, u16_at, u32_at, utf16};
use crate::reading::Reading;
use encoding_rs::{Encoding, WINDOWS_1252};
use hoheit_types::{ReadState, WarningCode};

/// First word of a file of Word 97 and later; of Word 6 and 95
const WORD_97: u16 = 0xA5EC;
const WORD_6: u16 = 0xA5DC;
/// Flag of files that are encrypted, or "obfuscated" by the older scheme
const ENCRYPTED: u16 = 0x0100;

/// Reads one document.
pub(crate) fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    let ole = Ole::open_for(bytes, reading);
    let stream = match &ole {
        Some(ole) => ole.stream("WordDocument"),
        // Word 2 and 6 could also write the stream as a plain file.
        None if !is_ole(bytes) => Some(bytes.to_vec()),
        None => None,
    };
    let Some(stream) = stream else {
        let encrypted = ole.is_some_and(|ole| ole.has("EncryptedPackage"));
        if encrypted {
            reading.state(ReadState::Encrypted);
        } else {
            reading.broken();
        }
        return;
    };
    if u16_at(&stream, 0x0A).is_some_and(|flags| flags & ENCRYPTED != 0) {
        reading.state(ReadState::Encrypted);
        return;
    }
    match text_of(&stream, ole.as_ref()) {
        Some(text) => Story::default().read(&text, reading),
        None => reading.broken(),
    }
    if let Some(ole) = ole {
        // Pictures lie in this stream: a scanned letter pasted into Word
        if reading.text().trim().is_empty() && ole.has("Data") {
            reading.warn(WarningCode::PartUnsupported, 1);
        }
        ole.properties(reading);
        ole.children(reading);
    }
}

/// Appends the text of a document embedded in another one.
pub(crate) fn append(ole: &Ole<'_>, reading: &mut Reading<'_, '_, '_>) {
    if let Some(stream) = ole.stream("WordDocument") {
        match text_of(&stream, Some(ole)) {
            Some(text) => Story::default().read(&text, reading),
            None => reading.warn(WarningCode::PartUnsupported, 1),
        }
    }
}

/// All text, or `None` where the structure is broken or locked.
fn text_of(stream: &[u8], ole: Option<&Ole<'_>>) -> Option<String> {
    let flags = u16_at(stream, 0x0A)?;
    if flags & ENCRYPTED != 0 {
        return None;
    }
    if u16_at(stream, 0)? != WORD_97 {
        return Some(text_6(stream, flags));
    }
    let table = ole.and_then(|ole| ole.stream(if flags & 0x0200 != 0 { "1Table" } else { "0Table" }));
    pieces_97(stream, &table.unwrap_or_default())
}

/// All text of Word 97 and later.
fn pieces_97(stream: &[u8], table: &[u8]) -> Option<String> {
    /// Where the header keeps position and size of the piece table's home, the "Clx" ([MS-DOC] 2.5.6)
    const CLX: usize = 0x1A2;
    let start = u32_at(stream, CLX)? as usize;
    let size = u32_at(stream, CLX + 4)? as usize;
    let clx = table.get(start..)?;
    let pieces = pieces(clx.get(..size).unwrap_or(clx))?;
    let mut out = String::new();
    for piece in pieces {
        // Bit 30 says one byte per character, at half the position.
        let compressed = piece.position & 0x4000_0000 != 0;
        let position = (piece.position & 0x3FFF_FFFF) as usize;
        if compressed {
            let text = stream.get(position / 2..).unwrap_or_default();
            out.push_str(
                &WINDOWS_1252.decode_without_bom_handling(text.get(..piece.length).unwrap_or(text)).0,
            );
        } else {
            let text = stream.get(position..).unwrap_or_default();
            out.push_str(&utf16(text.get(..piece.length * 2).unwrap_or(text)));
        }
    }
    Some(out)
}

/// All text of Word 6 and 95: one stretch, or pieces after a quick save; always one byte per character.
fn text_6(stream: &[u8], flags: u16) -> String {
    const CLX: usize = 0x160;
    let encoding = encoding_of_language(u16_at(stream, 0x06).unwrap_or(0));
    let mut out = String::new();
    let complex = flags & 0x0004 != 0 && u16_at(stream, 0) == Some(WORD_6);
    let clx = complex.then(|| stream.get(u32_at(stream, CLX)? as usize..)).flatten();
    if let Some(pieces) = clx.and_then(pieces) {
        for piece in pieces {
            let text = stream.get(piece.position as usize..).unwrap_or_default();
            out.push_str(&encoding.decode_without_bom_handling(text.get(..piece.length).unwrap_or(text)).0);
        }
        return out;
    }
    let (start, end) =
        (u32_at(stream, 0x18).unwrap_or(0) as usize, u32_at(stream, 0x1C).unwrap_or(0) as usize);
    let text = stream.get(start..end.min(stream.len())).unwrap_or_default();
    encoding.decode_without_bom_handling(text).0.into_owned()
}

/// The code page that Word used for a language before Unicode.
fn encoding_of_language(id: u16) -> &'static Encoding {
    encoding_of(match id & 0x3FF {
        0x19 | 0x02 | 0x22 | 0x23 => 1251,
        0x05 | 0x0E | 0x15 | 0x18 | 0x1A | 0x1B | 0x24 => 1250,
        0x08 => 1253,
        0x1F => 1254,
        0x11 => 932,
        _ => 1252,
    })
}

struct Piece {
    position: u32,
    /// In characters
    length: usize,
}

/// The piece table: after any number of property lists, a list of character positions and one of file positions.
fn pieces(mut clx: &[u8]) -> Option<Vec<Piece>> {
    loop {
        match clx.first()? {
            1 => clx = clx.get(3 + usize::from(u16_at(clx, 1)?)..)?,
            2 => break,
            _ => return None,
        }
    }
    let size = u32_at(clx, 1)? as usize;
    let table = clx.get(5..)?;
    let table = table.get(..size).unwrap_or(table);
    // n + 1 positions of 4 bytes, n descriptors of 8
    let count = table.len().checked_sub(4)? / 12;
    let descriptors = table.get((count + 1) * 4..)?;
    (0..count)
        .map(|i| {
            let length = u32_at(table, i * 4 + 4)?.saturating_sub(u32_at(table, i * 4)?) as usize;
            Some(Piece { position: u32_at(descriptors, i * 8 + 2)?, length })
        })
        .collect()
}

/// Turns Word's special characters into plain text.
#[derive(Default)]
struct Story {
    /// Fields that are open, and whether their result has begun
    fields: Vec<bool>,
    instruction: String,
    line: String,
}

impl Story {
    fn read(mut self, text: &str, reading: &mut Reading<'_, '_, '_>) {
        let mut previous = '\0';
        for c in text.chars() {
            match c {
                '\u{13}' => {
                    self.fields.push(false);
                    self.instruction.clear();
                }
                '\u{14}' => {
                    self.end_instruction();
                    if let Some(shown) = self.fields.last_mut() {
                        *shown = true;
                    }
                }
                '\u{15}' => {
                    if self.fields.pop() == Some(false) {
                        self.end_instruction();
                    }
                }
                _ if self.fields.last() == Some(&false) => self.instruction.push(c),
                '\r' | '\u{0B}' | '\u{0C}' | '\u{0E}' | '\n' => self.end_line(reading),
                // Ends a cell; a second one ends the row.
                '\u{07}' if previous == '\u{07}' => self.end_line(reading),
                '\u{07}' | '\t' => self.line.push('\t'),
                '\u{1E}' => self.line.push('-'),
                // A place where a word may be parted, and anchors of pictures, notes and drawings
                '\u{00}'..='\u{1F}' => {}
                c => self.line.push(c),
            }
            previous = c;
        }
        self.end_line(reading);
    }

    fn end_instruction(&mut self) {
        if let Some(target) = link_target(&self.instruction) {
            self.line.push_str(target);
            self.line.push(' ');
        }
        self.instruction.clear();
    }

    fn end_line(&mut self, reading: &mut Reading<'_, '_, '_>) {
        let line = self.line.trim_end();
        if !line.is_empty() {
            reading.push(line);
            reading.push("\n");
        }
        self.line.clear();
    }
}
