// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What encrypted objects are called at the target: nothing of the real name, of its folder, or of its place among the others.

use crate::sidecar::part_word;
use hoheit_connect::Tag;
use hoheit_types::{Encryption, RelPath, SIDECAR_FOLDER};
use std::fmt::Write as _;

/// Bytes of a name. 16: two of a thousand million objects will not meet.
const NAME_BYTES: usize = 16;

/// Of an object, below the move's own folder: 32 hexadecimal digits, made of the real name with the plan's random bytes.
pub(crate) fn opaque(encryption: &Encryption, name: &RelPath) -> String {
    let hash = blake3::keyed_hash(encryption.names.as_bytes(), name.as_str().as_bytes());
    let mut text = String::with_capacity(2 * NAME_BYTES + 4);
    for byte in hash.as_bytes().iter().take(NAME_BYTES) {
        // Writing into a text can't fail.
        let _ = write!(text, "{byte:02x}");
    }
    text + ".age"
}

/// Of a part of the index, below the move's own folder. It is found without knowing anything, and read first.
pub(crate) fn index_name(name: &RelPath) -> String {
    format!("{}.age", name.name().trim_end_matches(".jsonl"))
}

/// Whether an object of a plan with this tag is a part of its index.
pub(crate) fn is_index(name: &RelPath, tag: Tag) -> bool {
    name.as_str().starts_with(&format!("{SIDECAR_FOLDER}/{tag}/{}-", part_word(true)))
}
