// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! TIFF directories (TIFF 6.0), which EXIF 2.32 uses, too.

use super::{Picture, push};

/// Directories that are looked at: one per page. A stack of paper has some hundreds.
const MAX_DIRECTORIES: u32 = 5_000;

/// Values longer than this are no descriptions.
const MAX_VALUE_BYTES: usize = 64 << 10;

const EXIF_DIRECTORY: u16 = 0x8769;
const GPS_DIRECTORY: u16 = 0x8825;

/// Size of the first page, number of pages, texts of the first page.
pub(super) fn read(bytes: &[u8]) -> Option<Picture> {
    let big_endian = match bytes.get(..2)? {
        b"MM" => true,
        b"II" => false,
        _ => return None,
    };
    let tiff = Tiff { bytes, big_endian };
    let mut picture = Picture::default();
    if tiff.u16(2)? != 42 {
        // BigTIFF has pages beyond 4 GiB, which we don't.
        return Some(picture);
    }
    let mut at = tiff.u32(4)? as usize;
    // INVARIANT (no-loops): the number of directories is bounded, whatever they point to.
    while at != 0 && picture.pages < u64::from(MAX_DIRECTORIES) {
        let Some(count) = tiff.u16(at) else { break };
        if picture.pages == 0 {
            directory(&tiff, at, &mut picture);
        }
        picture.pages += 1;
        at = tiff.u32(at + 2 + usize::from(count) * 12).unwrap_or(0) as usize;
    }
    Some(picture)
}

fn directory(tiff: &Tiff<'_>, at: usize, picture: &mut Picture) {
    for entry in tiff.entries(at) {
        match entry.tag {
            0x0100 => picture.width = tiff.integer(&entry).unwrap_or(0),
            0x0101 => picture.height = tiff.integer(&entry).unwrap_or(0),
            EXIF_DIRECTORY => {
                let at = tiff.integer(&entry).unwrap_or(0) as usize;
                for entry in tiff.entries(at) {
                    texts(tiff, &entry, picture);
                }
            }
            GPS_DIRECTORY => place(tiff, tiff.integer(&entry).unwrap_or(0) as usize, picture),
            _ => texts(tiff, &entry, picture),
        }
    }
}

/// Tags that people fill in, or that name a person or a moment.
fn texts(tiff: &Tiff<'_>, entry: &Entry, picture: &mut Picture) {
    let name = match entry.tag {
        0x010d => "Document",
        0x010e | 0x9c9b | 0x9c9c => "Description",
        0x013b | 0x9c9d => "Artist",
        0x8298 => "Copyright",
        0x9003 => "Taken",
        0x9286 => "Comment",
        0x9c9e => "Keywords",
        0x9c9f => "Subject",
        0xa430 => "Owner",
        _ => return,
    };
    let Some(bytes) = tiff.value(entry) else { return };
    match entry.tag {
        // Windows writes UTF-16 as bytes.
        0x9c9b..=0x9c9f => push(&mut picture.texts, name, &crate::ole::utf16(bytes)),
        // Eight bytes name the encoding.
        0x9286 => {
            let text = bytes.get(8..).unwrap_or(&[]);
            push(&mut picture.texts, name, &crate::encoding::decode_bytes(text, None).text);
        }
        _ => {
            push(&mut picture.texts, name, &crate::encoding::decode_bytes(bytes.trim_ascii_end(), None).text);
        }
    }
}

/// Where the picture was taken: "GPS 52.520000, 13.405000".
fn place(tiff: &Tiff<'_>, at: usize, picture: &mut Picture) {
    let (mut latitude, mut longitude) = (None, None);
    let (mut south, mut west) = (false, false);
    for entry in tiff.entries(at) {
        let first = || tiff.value(&entry).and_then(|v| v.first()).copied();
        match entry.tag {
            1 => south = first() == Some(b'S'),
            2 => latitude = tiff.degrees(&entry),
            3 => west = first() == Some(b'W'),
            4 => longitude = tiff.degrees(&entry),
            _ => {}
        }
    }
    if let (Some(latitude), Some(longitude)) = (latitude, longitude) {
        let sign = |negative: bool| if negative { -1.0 } else { 1.0 };
        let text = format!("GPS {:.6}, {:.6}", latitude * sign(south), longitude * sign(west));
        picture.texts.push(text);
    }
}

struct Tiff<'b> {
    bytes: &'b [u8],
    big_endian: bool,
}

struct Entry {
    tag: u16,
    kind: u16,
    count: u32,
    /// Where the four bytes stand that hold the value or its place
    at: usize,
}

impl<'b> Tiff<'b> {
    fn u16(&self, at: usize) -> Option<u16> {
        let bytes = *self.bytes.get(at..)?.first_chunk()?;
        Some(if self.big_endian { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    }

    fn u32(&self, at: usize) -> Option<u32> {
        let bytes = *self.bytes.get(at..)?.first_chunk()?;
        Some(if self.big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    }

    fn entries(&self, at: usize) -> impl Iterator<Item = Entry> {
        let count = self.u16(at).unwrap_or(0);
        (0..usize::from(count)).map_while(move |i| {
            let at = at + 2 + i * 12;
            Some(Entry { tag: self.u16(at)?, kind: self.u16(at + 2)?, count: self.u32(at + 4)?, at: at + 8 })
        })
    }

    fn integer(&self, entry: &Entry) -> Option<u32> {
        if entry.kind == 3 { self.u16(entry.at).map(u32::from) } else { self.u32(entry.at) }
    }

    /// A value's bytes: in the entry itself where they fit, else elsewhere.
    fn value(&self, entry: &Entry) -> Option<&'b [u8]> {
        let size = match entry.kind {
            1 | 2 | 6 | 7 => 1,
            3 | 8 => 2,
            5 | 10 | 12 => 8,
            _ => 4,
        };
        let length = (entry.count as usize).checked_mul(size).filter(|length| *length <= MAX_VALUE_BYTES)?;
        let start = if length <= 4 { entry.at } else { self.u32(entry.at)? as usize };
        self.bytes.get(start..start.checked_add(length)?)
    }

    /// Degrees, minutes and seconds, each a fraction, as degrees.
    fn degrees(&self, entry: &Entry) -> Option<f64> {
        let start = self.u32(entry.at)? as usize;
        let fraction = |i: usize| {
            let (above, below) = (self.u32(start + i * 8)?, self.u32(start + i * 8 + 4)?);
            (below != 0).then(|| f64::from(above) / f64::from(below))
        };
        let degrees = fraction(0)? + fraction(1).unwrap_or(0.0) / 60.0 + fraction(2).unwrap_or(0.0) / 3600.0;
        (degrees <= 180.0).then_some(degrees)
    }
}
