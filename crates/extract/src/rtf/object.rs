// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Embedded objects as OLE 1 writes them ([MS-OLEDS] 2.2.5): class, topic, item, data.

use crate::ole::u32_at;
use crate::reading::Reading;
use hoheit_types::WarningCode;
use memchr::memchr;

/// Hands an object to the reader of its format.
pub(super) fn read(name: &str, object: &[u8], reading: &mut Reading<'_, '_, '_>) {
    let Some((class, data)) = parts(object) else {
        reading.warn(WarningCode::PartUnsupported, 1);
        return;
    };
    if class.starts_with(b"Package")
        && let Some((label, content)) = package(data)
    {
        let label = crate::encoding::decode_bytes(label, None).text;
        reading.child(label.rsplit(['\\', '/']).next().unwrap_or(name), content);
    } else {
        crate::ole::child(name, data, reading);
    }
}

/// Class name and native data.
fn parts(object: &[u8]) -> Option<(&[u8], &[u8])> {
    // Version, then 2 for "embedded"; links hold no data.
    if u32_at(object, 4)? != 2 {
        return None;
    }
    let mut at = 8;
    let mut class = &[][..];
    for field in 0..3 {
        let length = u32_at(object, at)? as usize;
        let text = object.get(at + 4..(at + 4).checked_add(length)?)?;
        at += 4 + length;
        if field == 0 {
            class = text;
        }
    }
    let length = u32_at(object, at)? as usize;
    let data = object.get(at + 4..)?;
    Some((class, data.get(..length).unwrap_or(data)))
}

/// A file in the "Packager"'s form: flags, label, path, flags, another path with its length, the bytes with theirs.
fn package(data: &[u8]) -> Option<(&[u8], &[u8])> {
    let text = |at: usize| {
        let rest = data.get(at..)?;
        let end = memchr(0, rest)?;
        Some((rest.get(..end)?, at + end + 1))
    };
    let (label, at) = text(2)?;
    let (_, at) = text(at)?;
    let path_length = u32_at(data, at + 4)? as usize;
    let at = (at + 8).checked_add(path_length)?;
    let length = u32_at(data, at)? as usize;
    let content = data.get(at + 4..)?;
    Some((label, content.get(..length).unwrap_or(content)))
}
