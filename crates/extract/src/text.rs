// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Plain text and Markdown: the text is what the bytes say, without a copy where they are UTF-8. Dumps of databases have tables.

use crate::dump;
use crate::reading::Reading;

/// Reads one document.
pub(crate) fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    let text = crate::encoding::decode(bytes, None, reading);
    if dump::is_dump(&text) {
        dump::read(&text, reading);
    } else {
        reading.set_text(text);
    }
}
