// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! gzip streams (RFC 1952): one child, which is a tar archive as often as not.

use crate::reading::Reading;
use flate2::read::MultiGzDecoder;
use hoheit_types::WarningCode;

/// Reads one document.
pub(crate) fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    let mut decoder = MultiGzDecoder::new(bytes);
    let content = reading.unpack(&mut decoder, bytes.len() as u64);
    let stored_name = decoder.header().and_then(flate2::GzHeader::filename);
    let name = match stored_name {
        Some(name) if !name.is_empty() => {
            let name = crate::encoding::decode_bytes(name, None).text.into_owned();
            reading.push_line(&name);
            name
        }
        _ => name_inside(&reading.name),
    };
    if content.is_empty() && bytes.len() > 64 {
        reading.warn(WarningCode::Malformed, 1);
        return;
    }
    reading.child(&name, &content);
}

/// What the file was called before it was packed.
fn name_inside(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, suffix)) if suffix.eq_ignore_ascii_case("tgz") => format!("{stem}.tar"),
        Some((stem, suffix)) if suffix.eq_ignore_ascii_case("svgz") => format!("{stem}.svg"),
        Some((stem, suffix)) if suffix.eq_ignore_ascii_case("gz") && !stem.is_empty() => stem.to_owned(),
        _ => "content".to_owned(),
    }
}

#[cfg(test)]
mod tests;
