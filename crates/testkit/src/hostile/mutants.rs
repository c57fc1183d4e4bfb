// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Valid documents, cut short and damaged at places that follow from the seed. Packages are also opened, damaged inside and
//! closed again with the right sums, so that the damage reaches the reader behind the archive.

use super::Specimen;
use crate::assets;
use crate::rng::Rng;
use crate::values;
use crate::writers::Form;
use crate::writers::image::{self, Exif};
use crate::writers::zip::ZipWriter;
use flate2::read::DeflateDecoder;
use std::io::Read as _;

/// Where documents are cut, in percent; one byte before the end comes on top.
const CUTS: [usize; 9] = [0, 1, 3, 10, 25, 50, 75, 90, 99];

pub(super) fn specimens(rng: &Rng, count: usize) -> Vec<Specimen> {
    let mut out = Vec::new();
    for (name, bytes) in originals() {
        let mut rng = rng.child(&name);
        for percent in CUTS {
            let end = bytes.len() * percent / 100;
            out.push(Specimen::new(format!("cut-at-{percent:02}-{name}"), &bytes[..end]));
        }
        out.push(Specimen::new(format!("last-byte-missing-{name}"), &bytes[..bytes.len() - 1]));
        for number in 0..count {
            out.push(Specimen::new(format!("damaged-{number:02}-{name}"), damage(&bytes, &mut rng, number)));
        }
        let parts = entries(&bytes);
        if parts.len() > 1 {
            for number in 0..count {
                let damaged = damage_inside(&parts, &mut rng, number);
                out.push(Specimen::new(format!("damaged-inside-{number:02}-{name}"), damaged));
            }
        }
    }
    out
}

/// Every form, and every fixture.
fn originals() -> Vec<(String, Vec<u8>)> {
    let document = values::sample(3);
    let mut out: Vec<(String, Vec<u8>)> = Form::ALL
        .iter()
        .enumerate()
        .map(|(i, form)| (format!("form{i:02}.{}", form.extension()), form.write(&document)))
        .collect();
    let exif = Exif {
        make: "NIKON".to_owned(),
        model: "COOLPIX".to_owned(),
        artist: "Erika Mustermann".to_owned(),
        taken: document.created,
        place: Some((198_000, 10_800)),
    };
    let ppt = assets::ppt();
    for (name, bytes) in [
        ("legacy.doc", assets::DOC),
        ("legacy.xls", assets::XLS),
        ("legacy.ppt", &ppt),
        ("legacy.msg", assets::MSG),
        ("archive.7z", assets::SEVEN_ZIP),
        ("locked.docx", assets::LOCKED_DOCX),
        ("locked.pdf", assets::LOCKED_PDF),
        ("scan.pdf", assets::SCAN_PDF),
        ("scan.png", assets::SCAN_PNG),
        ("scan.tif", assets::SCAN_TIFF),
        ("photo.jpg", &image::jpeg_with_exif(assets::PHOTO_JPEG, &exif)),
    ] {
        out.push((name.to_owned(), bytes.to_vec()));
    }
    out
}

/// One kind of damage after the other: single bits, bytes, runs of zeros and ones, a piece missing, doubled or swapped,
/// numbers at their limits.
fn damage(bytes: &[u8], rng: &mut Rng, kind: usize) -> Vec<u8> {
    let mut out = bytes.to_vec();
    if out.len() < 16 {
        return out;
    }
    let (start, end) = piece(out.len(), rng);
    match kind % 8 {
        0 => (0..4).for_each(|_| flip(&mut out, rng)),
        1 => (0..64).for_each(|_| flip(&mut out, rng)),
        2 => out[start..end].fill(0),
        3 => out[start..end].fill(0xff),
        4 => drop(out.drain(start..end)),
        5 => {
            let copy = out[start..end].to_vec();
            out.splice(end..end, copy);
        }
        6 => out[start..end].reverse(),
        _ => limits(&mut out, rng),
    }
    out
}

fn piece(length: usize, rng: &mut Rng) -> (usize, usize) {
    let start = rng.below(length - 8);
    (start, (start + 1 + rng.below((length / 8).max(8))).min(length))
}

fn flip(bytes: &mut [u8], rng: &mut Rng) {
    let at = rng.below(bytes.len());
    bytes[at] ^= 1 << rng.below(8);
}

/// Numbers, in binary and as digits, become the largest or the least ones.
fn limits(bytes: &mut [u8], rng: &mut Rng) {
    for _ in 0..6 {
        let at = rng.below(bytes.len() - 8);
        let limit = rng.pick(&[[0xff, 0xff, 0xff, 0x7f], [0, 0, 0, 0x80], [0xff; 4]]);
        bytes[at..at + 4].copy_from_slice(&limit);
    }
    for byte in bytes.iter_mut().filter(|byte| byte.is_ascii_digit()) {
        if rng.chance(5) {
            *byte = b'9';
        }
    }
}

fn damage_inside(parts: &[(String, Vec<u8>)], rng: &mut Rng, kind: usize) -> Vec<u8> {
    let victim = rng.below(parts.len());
    let mut zip = ZipWriter::new();
    for (i, (name, content)) in parts.iter().enumerate() {
        if i == victim {
            zip.add(name, &damage(content, rng, kind))
        } else {
            zip.add(name, content)
        };
    }
    zip.finish()
}

/// The entries of an archive that our own writer wrote, one after the other; nothing for anything else.
pub(super) fn entries(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    let mut rest = archive;
    while let Some(entry) = rest.strip_prefix(b"PK\x03\x04") {
        let number = |at: usize| usize::from(u16::from_le_bytes([entry[at], entry[at + 1]]));
        let packed = number(14) | number(16) << 16;
        let start = 26 + number(22) + number(24);
        let name = String::from_utf8_lossy(&entry[26..26 + number(22)]).into_owned();
        let data = &entry[start..start + packed];
        let mut content = Vec::new();
        match number(4) {
            8 => drop(DeflateDecoder::new(data).read_to_end(&mut content)),
            _ => content.extend_from_slice(data),
        }
        out.push((name, content));
        rest = &entry[start + packed..];
    }
    out
}
