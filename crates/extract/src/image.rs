// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Pictures: what they say about themselves as text (descriptions, authors, places), and the picture itself for OCR where it
//! may be a page. Nothing is decoded.

mod exif;
mod png;

use crate::reading::Reading;
use crate::{Scan, ScanEncoding};
use hoheit_types::{Format, ReadState, WarningCode};
use memchr::memmem;

/// From this size on (in pixels, both sides) a picture may be a page: A6 at 72 dpi has 298 × 420. Logos, icons and
/// signatures in mails are smaller.
const PAGE_PIXELS: u32 = 300;

/// Reads one document.
pub(crate) fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    let found = match reading.format {
        Format::Jpeg => jpeg(bytes),
        Format::Png => png::read(bytes),
        Format::Tiff => exif::read(bytes).map(|tags| Picture { encoding: Some(ScanEncoding::Tiff), ..tags }),
        _ => other(bytes),
    };
    let Some(picture) = found else {
        reading.broken();
        reading.state(ReadState::Damaged);
        return;
    };
    for line in &picture.texts {
        reading.end_line();
        reading.push(line);
    }
    reading.end_line();
    let pages = picture.pages.max(1);
    if picture.pages > 0 {
        reading.metadata.pages = Some(picture.pages);
    }
    let is_page = picture.width >= PAGE_PIXELS && picture.height >= PAGE_PIXELS;
    if let Some(encoding) = picture.encoding.filter(|_| is_page) {
        reading.scans.push(Scan { page: 1, encoding, bytes: bytes.to_vec() });
    }
    if is_page {
        reading.warn(WarningCode::PagesWithoutText, pages);
    }
    reading.state(ReadState::ImageOnly);
}

/// What is known about a picture.
#[derive(Default)]
struct Picture {
    width: u32,
    height: u32,
    /// 0 where the format has none
    pages: u64,
    encoding: Option<ScanEncoding>,
    texts: Vec<String>,
}

/// Walks the segments up to the picture's data (ITU-T T.81, annex B).
fn jpeg(bytes: &[u8]) -> Option<Picture> {
    let mut picture = Picture { encoding: Some(ScanEncoding::Jpeg), ..Picture::default() };
    let mut rest = bytes.get(2..)?;
    loop {
        // Fill bytes may stand before a marker.
        let start = rest.iter().position(|b| *b != 0xff)?;
        let marker = *rest.get(start)?;
        let after = rest.get(start + 1..)?;
        if matches!(marker, 0x01 | 0xd0..=0xd8) {
            rest = after;
            continue;
        }
        if matches!(marker, 0xd9 | 0xda) {
            break;
        }
        let Some(length) = after.first_chunk().map(|b| usize::from(u16::from_be_bytes(*b))) else { break };
        let Some(segment) = after.get(2..length.max(2)) else { break };
        match marker {
            0xe1 => application(segment, &mut picture),
            0xfe => push(&mut picture.texts, "", &crate::encoding::decode_bytes(segment, None).text),
            0xed => iptc(segment, &mut picture),
            0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                if let [_, h1, h2, w1, w2, ..] = segment {
                    picture.height = u32::from(u16::from_be_bytes([*h1, *h2]));
                    picture.width = u32::from(u16::from_be_bytes([*w1, *w2]));
                }
            }
            _ => {}
        }
        rest = after.get(length.max(2)..)?;
    }
    Some(picture)
}

/// EXIF or XMP.
fn application(segment: &[u8], picture: &mut Picture) {
    if let Some(tiff) = segment.strip_prefix(b"Exif\0\0") {
        if let Some(tags) = exif::read(tiff) {
            picture.texts.extend(tags.texts);
        }
    } else if let Some(xmp) = segment.strip_prefix(b"http://ns.adobe.com/xap/1.0/\0") {
        xmp_texts(xmp, picture);
    }
}

/// An XMP packet is XML; its names say what its texts are.
fn xmp_texts(xmp: &[u8], picture: &mut Picture) {
    let text = crate::encoding::decode_bytes(xmp, None).text;
    let lines = crate::xml::text_of(&text);
    picture.texts.extend(lines.lines().filter(|l| !l.trim().is_empty()).map(str::to_owned));
}

/// What press photographers and agencies fill in (IPTC-IIM 4.2): title, author, place, caption.
fn iptc(segment: &[u8], picture: &mut Picture) {
    let Some(start) = memmem::find(segment, b"8BIM\x04\x04") else { return };
    let mut rest = segment.get(start..).unwrap_or(&[]);
    while let Some(at) = memmem::find(rest, b"\x1c\x02") {
        let Some([_, _, kind, high, low, tail @ ..]) = rest.get(at..) else { return };
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let Some(value) = tail.get(..length) else { return };
        if matches!(
            kind,
            5 | 25 | 80 | 85 | 90 | 92 | 95 | 101 | 103 | 105 | 110 | 115 | 116 | 118 | 120 | 122
        ) {
            push(&mut picture.texts, "", &crate::encoding::decode_bytes(value, None).text);
        }
        rest = tail.get(length..).unwrap_or(&[]);
    }
}

/// GIF, BMP, `WebP`, portable maps and whatever else there is: size where it is cheap, comments where they are common.
fn other(bytes: &[u8]) -> Option<Picture> {
    let u16_le = |at: usize| bytes.get(at..)?.first_chunk().map(|b| u32::from(u16::from_le_bytes(*b)));
    let u32_le = |at: usize| bytes.get(at..)?.first_chunk().map(|b| u32::from_le_bytes(*b));
    let mut picture = Picture::default();
    match bytes {
        [b'G', b'I', b'F', ..] => (picture.width, picture.height) = (u16_le(6)?, u16_le(8)?),
        [b'B', b'M', ..] => {
            (picture.width, picture.height) = (u32_le(18)?, u32_le(22)?.cast_signed().unsigned_abs());
        }
        [b'P', b'1'..=b'6', ..] => {
            let head = String::from_utf8_lossy(bytes.get(2..200).unwrap_or(bytes.get(2..)?)).into_owned();
            let lines = head.lines().map(|line| line.split('#').next().unwrap_or(""));
            let mut numbers = lines.flat_map(str::split_ascii_whitespace).map_while(|n| n.parse().ok());
            (picture.width, picture.height) = (numbers.next()?, numbers.next()?);
            picture.encoding = Some(ScanEncoding::Pnm);
        }
        [b'R', b'I', b'F', b'F', ..] => webp(bytes, &mut picture),
        _ => {}
    }
    Some(picture)
}

fn webp(bytes: &[u8], picture: &mut Picture) {
    let mut rest = bytes.get(12..).unwrap_or(&[]);
    while let Some((head, tail)) = rest.split_first_chunk::<8>() {
        let [a, b, c, d, l1, l2, l3, l4] = *head;
        let length = u32::from_le_bytes([l1, l2, l3, l4]) as usize;
        let chunk = tail.get(..length).unwrap_or(tail);
        match (&[a, b, c, d], chunk) {
            (b"EXIF", chunk) => {
                let tiff = chunk.strip_prefix(b"Exif\0\0").unwrap_or(chunk);
                picture.texts.extend(exif::read(tiff).map(|tags| tags.texts).unwrap_or_default());
            }
            (b"XMP ", chunk) => xmp_texts(chunk, picture),
            (b"VP8X", [_, _, _, _, w1, w2, w3, h1, h2, h3, ..]) => {
                picture.width = u32::from_le_bytes([*w1, *w2, *w3, 0]) + 1;
                picture.height = u32::from_le_bytes([*h1, *h2, *h3, 0]) + 1;
            }
            (b"VP8 ", [_, _, _, 0x9d, 0x01, 0x2a, w1, w2, h1, h2, ..]) => {
                picture.width = u32::from(u16::from_le_bytes([*w1, *w2]) & 0x3fff);
                picture.height = u32::from(u16::from_le_bytes([*h1, *h2]) & 0x3fff);
            }
            _ => {}
        }
        rest = tail.get(length.saturating_add(length % 2)..).unwrap_or(&[]);
    }
}

/// Notes a text under a name, unless there is none in it.
fn push(texts: &mut Vec<String>, name: &str, value: &str) {
    let value = value.trim_matches(['\0', ' ', '\r', '\n']);
    if value.chars().any(char::is_alphanumeric) {
        texts.push(if name.is_empty() { value.to_owned() } else { format!("{name}: {value}") });
    }
}

#[cfg(test)]
mod tests;
