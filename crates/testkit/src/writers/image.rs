// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Metadata for pictures that exist already: Exif in JPEG, text in PNG.

use super::zip::crc32;
use crate::day::Day;

/// What a camera writes into a picture (Exif 2.32).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exif {
    /// Maker of the camera
    pub make: String,
    /// Camera
    pub model: String,
    /// Photographer
    pub artist: String,
    /// Day of the picture
    pub taken: Day,
    /// Latitude and longitude in seconds of arc, north and east
    pub place: Option<(u32, u32)>,
}

const ASCII: u16 = 2;
const LONG: u16 = 4;
const RATIONAL: u16 = 5;

/// `jpeg` with Exif data right after its start.
pub fn jpeg_with_exif(jpeg: &[u8], exif: &Exif) -> Vec<u8> {
    let tiff = tiff(exif);
    let mut out = b"\xff\xd8\xff\xe1".to_vec();
    out.extend_from_slice(&(tiff.len() as u16 + 8).to_be_bytes());
    out.extend_from_slice(b"Exif\0\0");
    out.extend_from_slice(&tiff);
    out.extend_from_slice(jpeg.get(2..).unwrap_or_default());
    out
}

/// A little-endian TIFF structure with the main directory and, if there is a place, the GPS directory.
fn tiff(exif: &Exif) -> Vec<u8> {
    let text = |value: &str| (ASCII, format!("{value}\0").into_bytes());
    let day = format!("{:#} 10:30:00", exif.taken).replace('-', ":");
    let mut main: Vec<(u16, (u16, Vec<u8>))> = vec![
        (0x010f, text(&exif.make)),
        (0x0110, text(&exif.model)),
        (0x0132, text(&day)),
        (0x013b, text(&exif.artist)),
    ];
    let Some((north, east)) = exif.place else { return directories(&main, &[]) };
    let angle = |seconds: u32| {
        let parts = [seconds / 3_600, 1, seconds / 60 % 60, 1, seconds % 60, 1];
        (RATIONAL, parts.into_iter().flat_map(u32::to_le_bytes).collect())
    };
    let gps = [(1, text("N")), (2, angle(north)), (3, text("E")), (4, angle(east))];
    // The pointer's value is filled in by `directories`.
    main.push((0x8825, (LONG, vec![0; 4])));
    directories(&main, &gps)
}

fn directories(main: &[(u16, (u16, Vec<u8>))], gps: &[(u16, (u16, Vec<u8>))]) -> Vec<u8> {
    let mut main = main.to_vec();
    let start = 8;
    let mut first = directory(&main, start);
    if let Some((0x8825, (_, value))) = main.last_mut() {
        *value = (start + first.len() as u32).to_le_bytes().to_vec();
        first = directory(&main, start);
    }
    let second = if gps.is_empty() { Vec::new() } else { directory(gps, start + first.len() as u32) };
    [b"II\x2a\0\x08\0\0\0", &first[..], &second[..]].concat()
}

/// One image file directory that begins at `start`, followed by the values that do not fit into its entries.
fn directory(entries: &[(u16, (u16, Vec<u8>))], start: u32) -> Vec<u8> {
    let mut out = (entries.len() as u16).to_le_bytes().to_vec();
    let mut values = Vec::new();
    let values_start = start + 2 + entries.len() as u32 * 12 + 4;
    for (tag, (kind, value)) in entries {
        let unit = match *kind {
            RATIONAL => 8,
            LONG => 4,
            _ => 1,
        };
        out.extend_from_slice(&tag.to_le_bytes());
        out.extend_from_slice(&kind.to_le_bytes());
        out.extend_from_slice(&(value.len() as u32 / unit).to_le_bytes());
        if value.len() <= 4 {
            let mut inline = value.clone();
            inline.resize(4, 0);
            out.extend_from_slice(&inline);
        } else {
            out.extend_from_slice(&(values_start + values.len() as u32).to_le_bytes());
            values.extend_from_slice(value);
            // Values begin at even places.
            values.resize(values.len().next_multiple_of(2), 0);
        }
    }
    out.extend_from_slice(&[0; 4]);
    out.append(&mut values);
    out
}

/// `png` with a `tEXt` chunk after its header (PNG, third edition, 11.3.3.2): Latin-1 only.
pub fn png_with_text(png: &[u8], keyword: &str, text: &str) -> Vec<u8> {
    // Signature and IHDR.
    let (head, rest) = png.split_at(33.min(png.len()));
    let mut chunk = format!("tEXt{keyword}\0").into_bytes();
    chunk.extend(text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')));
    let length = (chunk.len() as u32 - 4).to_be_bytes();
    let check = crc32(&chunk).to_be_bytes();
    [head, &length, &chunk, &check, rest].concat()
}
