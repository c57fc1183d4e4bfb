// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! PowerPoint 97–2003 ([MS-PPT]): a tree of records, of which the atoms of text are taken in file order.

use crate::ole::{Ole, u16_at, u32_at, utf16};
use crate::reading::Reading;
use hoheit_types::{ReadState, WarningCode};
use std::collections::HashSet;

/// Record types ([MS-PPT] 2.13.24).
mod record {
    pub(super) const SLIDE: u16 = 1006;
    pub(super) const MAIN_MASTER: u16 = 1016;
    pub(super) const SLIDE_LIST: u16 = 4080;
    pub(super) const TEXT_CHARS: u16 = 4000;
    pub(super) const TEXT_BYTES: u16 = 4008;
    pub(super) const STRING: u16 = 4026;
    pub(super) const HANDOUT: u16 = 4041;
    pub(super) const OLE_OBJECT: u16 = 4113;
    pub(super) const SHAPE: u16 = 0xF004;
    pub(super) const SHAPE_DATA: u16 = 0xF011;
    pub(super) const PLACEHOLDER: u16 = 3011;
    pub(super) const SHAPE_OPTIONS: u16 = 0xF00B;
    /// Names of fonts, of styles, of sounds: containers whose strings nobody wrote
    pub(super) const NOISE: [u16; 5] = [2005, 2020, 1010, 5000, 4033];
}

/// Nesting of records. Files have up to twelve levels; more is an attack on the stack.
const MAX_DEPTH: u32 = 32;

/// Reads one document.
pub(crate) fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    let Some(ole) = Ole::open_for(bytes, reading) else {
        reading.broken();
        return;
    };
    // Files for PowerPoint 95 and 97 at once keep the newer form apart.
    let stream =
        ole.stream("PP97_DUALSTORAGE/PowerPoint Document").or_else(|| ole.stream("PowerPoint Document"));
    let Some(stream) = stream else {
        if ole.has("EncryptedPackage") {
            reading.state(ReadState::Encrypted);
        } else {
            reading.broken();
        }
        return;
    };
    // The token of an encrypted file ([MS-PPT] 2.3.2)
    if ole.stream("Current User").and_then(|user| u32_at(&user, 12)) == Some(0xF3D1_C4DF)
        || ole.has("EncryptedSummary")
    {
        reading.state(ReadState::Encrypted);
        return;
    }
    let mut texts = Texts { seen: HashSet::new(), in_master: false, slides: 0 };
    texts.walk(&stream, 0, reading);
    reading.metadata.pages = Some(texts.slides);
    if reading.text().trim().is_empty() && ole.has("Pictures") {
        reading.warn(WarningCode::PartUnsupported, 1);
    }
    ole.properties(reading);
    ole.children(reading);
}

struct Texts {
    /// Each quick save appends changed slides anew: the same text again is passed over
    seen: HashSet<String>,
    /// Masters hold samples ("Click to edit …") in their placeholders, which are no text of anybody
    in_master: bool,
    slides: u64,
}

impl Texts {
    fn walk(&mut self, mut records: &[u8], depth: u32, reading: &mut Reading<'_, '_, '_>) {
        while let (Some(version), Some(kind), Some(length)) =
            (u16_at(records, 0), u16_at(records, 2), u32_at(records, 4))
        {
            let rest = records.get(8..).unwrap_or_default();
            let (data, rest) = rest.split_at((length as usize).min(rest.len()));
            records = rest;
            let is_container = version & 0xF == 0xF;
            match kind {
                record::TEXT_CHARS => self.text(&utf16(data), reading),
                // The low bytes of UTF-16, the high ones being zero
                record::TEXT_BYTES => {
                    let text: String = data.iter().map(|b| char::from(*b)).collect();
                    self.text(&text, reading);
                }
                record::STRING if depth > 1 && !self.in_master => self.text(&utf16(data), reading),
                record::SHAPE_OPTIONS => {
                    if let Some(text) = word_art(data, usize::from(version >> 4)) {
                        self.text(&text, reading);
                    }
                }
                record::OLE_OBJECT => object(data, version >> 4 == 1, reading),
                record::MAIN_MASTER | record::HANDOUT if depth == 0 => {
                    self.in_master = true;
                    self.walk(data, depth + 1, reading);
                    self.in_master = false;
                }
                record::SHAPE if self.in_master && is_placeholder(data) => {}
                // The list of masters (instance 1) repeats their samples.
                record::SLIDE_LIST if version >> 4 == 1 => {}
                kind if record::NOISE.contains(&kind) => {}
                _ if is_container && depth < MAX_DEPTH => {
                    self.slides += u64::from(kind == record::SLIDE);
                    self.walk(data, depth + 1, reading);
                }
                _ => {}
            }
        }
    }

    fn text(&mut self, text: &str, reading: &mut Reading<'_, '_, '_>) {
        // Shorter texts repeat for good reason: labels, numbers.
        const REPEATABLE: usize = 20;
        if text.len() > REPEATABLE && !self.seen.insert(text.to_owned()) {
            return;
        }
        for line in text.split(['\r', '\u{0B}', '\n']) {
            let line: String = line.chars().filter(|c| !c.is_control() || *c == '\t').collect();
            // `*` alone is the place of a date or number field.
            if !line.trim().is_empty() && line.trim() != "*" {
                reading.push(&line);
                reading.end_line();
            }
        }
    }
}

/// Whether a shape says that it is a placeholder.
fn is_placeholder(shape: &[u8]) -> bool {
    let mut records = Records(shape);
    records.any(|(kind, data)| {
        kind == record::SHAPE_DATA && Records(data).any(|(kind, _)| kind == record::PLACEHOLDER)
    })
}

/// Type and data of each record on one level.
struct Records<'d>(&'d [u8]);

impl<'d> Iterator for Records<'d> {
    type Item = (u16, &'d [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (kind, length) = (u16_at(self.0, 2)?, u32_at(self.0, 4)? as usize);
        let rest = self.0.get(8..)?;
        let (data, rest) = rest.split_at(length.min(rest.len()));
        self.0 = rest;
        Some((kind, data))
    }
}

/// The words of a drawing made of letters: a property among the options of its shape ([MS-ODRAW] 2.3.22.2). Properties take
/// six bytes each; long values follow behind all of them, in the same order.
fn word_art(options: &[u8], count: usize) -> Option<String> {
    const TEXT: u16 = 0x00C0;
    const IS_LONG: u16 = 0x8000;
    let mut long = options.get(count * 6..)?;
    for property in options.chunks_exact(6).take(count) {
        let (id, size) = (u16_at(property, 0)?, u32_at(property, 2)? as usize);
        if id & IS_LONG == 0 {
            continue;
        }
        if id & 0x3FFF == TEXT {
            let text = utf16(long.get(..size).unwrap_or(long));
            return Some(text.trim_end_matches('\0').to_owned());
        }
        long = long.get(size..)?;
    }
    None
}

/// An embedded object: a compound file, as a rule packed behind its size.
fn object(data: &[u8], is_packed: bool, reading: &mut Reading<'_, '_, '_>) {
    if !is_packed {
        return crate::ole::child("object", data, reading);
    }
    let packed = data.get(4..).unwrap_or_default();
    let bytes = reading.unpack(flate2::read::ZlibDecoder::new(packed), packed.len() as u64);
    crate::ole::child("object", &bytes, reading);
}
