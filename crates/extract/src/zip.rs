// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! ZIP archives, and telling them from the documents that are ZIP archives inside.

use crate::reading::Reading;
use hoheit_types::{Format, ReadState};
use memchr::memmem;

/// How many names of the directory are looked at to tell the format. Office files name their main part early.
const NAMES_LOOKED_AT: usize = 4_096;

/// Reads one document.
pub(crate) fn read<'a>(_bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    reading.state(ReadState::Unsupported);
}

/// Which document or archive this is. `named` decides among Office formats whose parts stand in unusual folders.
pub(crate) fn format(bytes: &[u8], named: Option<Format>) -> Format {
    if let Some(format) = by_mimetype(bytes) {
        return format;
    }
    let (mut is_package, mut by_folder, mut is_binary) = (false, None, false);
    for name in names(bytes).take(NAMES_LOOKED_AT) {
        is_package |= name.eq_ignore_ascii_case(b"[Content_Types].xml");
        is_binary |= name.eq_ignore_ascii_case(b"xl/workbook.bin");
        let folder = name.split(|b| matches!(b, b'/' | b'\\')).find(|part| !part.is_empty());
        by_folder = by_folder.or(match folder {
            Some(b"word") => Some(Format::Docx),
            Some(b"xl") => Some(Format::Xlsx),
            Some(b"ppt") => Some(Format::Pptx),
            _ => None,
        });
    }
    match (is_package, by_folder) {
        (true, Some(Format::Xlsx)) if is_binary => Format::Xlsb,
        (true, Some(format)) => format,
        (true, None) => named.filter(|n| is_office(*n)).unwrap_or(Format::Zip),
        // A package that lost its directory, or one without a list of types: the name decides, else it is an archive.
        (false, Some(format)) if named.is_some_and(is_office) => format,
        (false, _) => {
            named.filter(|n| is_open_document(*n) && has_part(bytes, b"content.xml")).unwrap_or(Format::Zip)
        }
    }
}

fn is_office(format: Format) -> bool {
    matches!(format, Format::Docx | Format::Xlsx | Format::Xlsb | Format::Pptx)
}

fn is_open_document(format: Format) -> bool {
    matches!(format, Format::Odt | Format::Ods | Format::Odp)
}

fn has_part(bytes: &[u8], name: &[u8]) -> bool {
    names(bytes).take(NAMES_LOOKED_AT).any(|n| n == name)
}

/// `OpenDocument` files begin with a stored member "mimetype" (ODF 1.3 part 2, 3.3).
fn by_mimetype(bytes: &[u8]) -> Option<Format> {
    let at = memmem::find(bytes.get(..512).unwrap_or(bytes), b"application/vnd.oasis.opendocument.")?;
    let kind = bytes.get(at + b"application/vnd.oasis.opendocument.".len()..)?;
    let is = |name: &[u8]| kind.starts_with(name);
    if is(b"text") {
        Some(Format::Odt)
    } else if is(b"spreadsheet") {
        Some(Format::Ods)
    } else if is(b"presentation") || is(b"graphics") {
        Some(Format::Odp)
    } else {
        None
    }
}

/// The members' names as the central directory has them (APPNOTE 4.3.12), or, where it is lost, as the local headers
/// have them.
fn names(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    const CENTRAL: (&[u8], usize, usize) = (b"PK\x01\x02", 28, 46);
    const LOCAL: (&[u8], usize, usize) = (b"PK\x03\x04", 26, 30);
    let (magic, length_at, header) = if memmem::rfind(bytes, CENTRAL.0).is_some() { CENTRAL } else { LOCAL };
    memmem::find_iter(bytes, magic).filter_map(move |at| {
        let entry = bytes.get(at..)?;
        let length = u16::from_le_bytes([*entry.get(length_at)?, *entry.get(length_at + 1)?]);
        entry.get(header..header + usize::from(length))
    })
}
