// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! PNG chunks (W3C PNG, third edition).

use super::{Picture, exif, push, xmp_texts};
use crate::ScanEncoding;
use flate2::read::ZlibDecoder;
use std::io::Read;

/// Compressed texts unpack to this much at most: a long description.
const MAX_TEXT_BYTES: u64 = 1 << 20;

/// Texts beyond this many are left out: programs write a handful.
const MAX_TEXTS: usize = 64;

pub(super) fn read(bytes: &[u8]) -> Option<Picture> {
    let mut picture = Picture { encoding: Some(ScanEncoding::Png), ..Picture::default() };
    let mut rest = bytes.get(8..)?;
    let mut has_header = false;
    while let Some((head, tail)) = rest.split_first_chunk::<8>() {
        let [l1, l2, l3, l4, kind @ ..] = *head;
        let length = u32::from_be_bytes([l1, l2, l3, l4]) as usize;
        let Some(chunk) = tail.get(..length) else { break };
        match &kind {
            b"IHDR" => {
                let [w1, w2, w3, w4, h1, h2, h3, h4, ..] = *chunk else { return None };
                picture.width = u32::from_be_bytes([w1, w2, w3, w4]);
                picture.height = u32::from_be_bytes([h1, h2, h3, h4]);
                has_header = true;
            }
            b"tEXt" | b"zTXt" | b"iTXt" if picture.texts.len() < MAX_TEXTS => text(kind, chunk, &mut picture),
            b"eXIf" => picture.texts.extend(exif::read(chunk).map(|tags| tags.texts).unwrap_or_default()),
            _ => {}
        }
        // After the chunk comes its checksum.
        rest = tail.get(length.saturating_add(4)..).unwrap_or(&[]);
    }
    has_header.then_some(picture)
}

fn text(kind: [u8; 4], chunk: &[u8], picture: &mut Picture) {
    let parse = || -> Option<(String, Vec<u8>)> {
        let end = memchr::memchr(0, chunk)?;
        let (keyword, rest) = (chunk.get(..end)?, chunk.get(end + 1..)?);
        let value = match (&kind, rest) {
            (b"tEXt", rest) => rest.to_vec(),
            (b"zTXt", [0, packed @ ..]) => unpacked(packed),
            (b"iTXt", [is_packed, _, tail @ ..]) => {
                // Language and translated keyword, each ended by a zero
                let mut parts = tail.splitn(3, |b| *b == 0).skip(2);
                let value = parts.next()?;
                if *is_packed == 1 { unpacked(value) } else { value.to_vec() }
            }
            _ => return None,
        };
        Some((crate::encoding::decode_bytes(keyword, None).text.into_owned(), value))
    };
    let Some((keyword, value)) = parse() else { return };
    if keyword == "XML:com.adobe.xmp" {
        xmp_texts(&value, picture);
    } else if !keyword.starts_with("Raw profile") {
        push(&mut picture.texts, &keyword, &crate::encoding::decode_bytes(&value, None).text);
    }
}

/// As far as it unpacks.
fn unpacked(packed: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    // An error leaves what came before it.
    let _ = ZlibDecoder::new(packed).take(MAX_TEXT_BYTES).read_to_end(&mut out);
    out
}
