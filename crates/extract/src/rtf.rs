// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Rich Text Format 1.9.1: the text, its tables, and pictures as children. One pass over the bytes with a bounded stack
//! of groups; whatever is not understood is passed over, as the specification asks.

mod object;
mod stripper;
mod tokens;
mod words;

use crate::Table;
use crate::reading::Reading;
use hoheit_types::WarningCode;
use stripper::Stripper;
use tokens::Tokens;

/// Reads one document.
pub(crate) fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    let stripped = strip(bytes);
    reading.set_text(stripped.text);
    for table in stripped.tables {
        reading.add_table(table);
    }
    if stripped.unread_parts > 0 {
        reading.warn(WarningCode::PartUnsupported, stripped.unread_parts);
    }
    if stripped.is_cut {
        reading.warn(WarningCode::Truncated, 1);
    }
    for (index, picture) in stripped.pictures.iter().enumerate() {
        if !reading.child(&format!("picture-{}", index + 1), picture) {
            break;
        }
    }
    for (index, object) in stripped.objects.iter().enumerate() {
        object::read(&format!("object-{}", index + 1), object, reading);
    }
}

/// What a document holds.
#[derive(Default)]
pub(crate) struct Stripped {
    pub(crate) text: String,
    pub(crate) tables: Vec<Table>,
    /// JPEG and PNG pictures
    pub(crate) pictures: Vec<Vec<u8>>,
    /// Embedded objects, as OLE 1 writes them
    pub(crate) objects: Vec<Vec<u8>>,
    /// Pictures in formats that nothing here reads
    pub(crate) unread_parts: u64,
    /// Groups are open at the end
    pub(crate) is_cut: bool,
}

pub(crate) fn strip(bytes: &[u8]) -> Stripped {
    let mut stripper = Stripper::new();
    for token in Tokens::new(bytes) {
        stripper.token(token);
    }
    stripper.finish()
}

#[cfg(test)]
mod tests;
