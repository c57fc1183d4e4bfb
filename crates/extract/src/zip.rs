// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! ZIP archives, and telling them from the documents that are ZIP archives inside.

use crate::reading::Reading;
use hoheit_types::{Format, ReadState, WarningCode};
use memchr::memmem;
use std::borrow::Cow;
use std::io::Cursor;
use zip::ZipArchive;
use zip::read::read_zipfile_from_stream;
use zip::result::ZipError;

/// How many names of the directory are looked at to tell the format. Office files name their main part early.
const NAMES_LOOKED_AT: usize = 4_096;

/// Reads one document: each member is a child, and the members' names are the archive's own text.
pub(crate) fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return salvage(bytes, reading);
    };
    let mut locked = 0;
    for index in 0..archive.len() {
        let listed = archive.name_for_index(index).and_then(Result::ok).map(Cow::into_owned);
        let member = match archive.by_index(index) {
            Ok(member) => member,
            Err(error) => {
                // What it is called can be read all the same.
                if let Some(name) = listed {
                    reading.push_line(&name);
                }
                match error {
                    ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => locked += 1,
                    ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
                        reading.warn(WarningCode::ChildrenUnread, 1);
                    }
                    _ => reading.broken(),
                }
                continue;
            }
        };
        let name = crate::encoding::decode_bytes(member.name_raw(), None).text.replace('\\', "/");
        if name.ends_with('/') || is_resource_fork(&name) {
            continue;
        }
        let packed_bytes = member.compressed_size();
        let content = reading.unpack(member, packed_bytes);
        reading.push_line(&name);
        if !reading.child(&name, &content) || reading.is_exhausted() {
            reading.left_out((archive.len() - index - 1) as u64);
            break;
        }
    }
    if locked > 0 {
        reading.warn(WarningCode::ChildrenEncrypted, locked);
        if !reading.has_children() {
            reading.state(ReadState::Encrypted);
        }
    }
}

/// Reads the members of a file without a directory one after the other, up to the break.
fn salvage(bytes: &[u8], reading: &mut Reading<'_, '_, '_>) {
    reading.broken();
    let mut rest = bytes;
    while let Ok(Some(member)) = read_zipfile_from_stream(&mut rest) {
        let name = crate::encoding::decode_bytes(member.name_raw(), None).text.into_owned();
        let packed_bytes = member.compressed_size();
        let content = reading.unpack(member, packed_bytes);
        reading.push_line(&name);
        if !name.ends_with('/') && (!reading.child(&name, &content) || reading.is_exhausted()) {
            return;
        }
    }
}

/// What Macs put beside each file: icons and attributes, no content.
fn is_resource_fork(name: &str) -> bool {
    name.starts_with("__MACOSX/") || name.ends_with(".DS_Store")
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

#[cfg(test)]
mod tests;
