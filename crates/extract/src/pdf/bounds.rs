// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What the parsers below unpack or unfold without a bound of their own is looked at before it is handed to them.

use flate2::bufread::ZlibDecoder;
use hayro_syntax::object::{Array, Dict, Name, Object, Stream};
use std::io::Read;

/// Text of one page, in bytes. A page of A4 in six-point type holds 20,000; a plotted list of ten metres three million.
pub(super) const MAX_PAGE_TEXT: usize = 4 << 20;

/// Bytes of one content stream. 256 MiB: the largest town plans have some ten million lines of ten bytes.
const MAX_CONTENT: u64 = 256 << 20;

/// Characters whose width a composite font gives. It knows 65,536 of them (ISO 32000-1, 9.7.4.2); twice as many, because
/// ranges may overlap.
const MAX_WIDTHS: u64 = 2 << 16;

/// Deflate's bound: how often larger than packed its content can be.
const DEFLATE_RATIO: u64 = 1_032;

/// Whether a stream of operators stays within [`MAX_CONTENT`].
pub(super) fn is_content_small(stream: &Stream<'_>) -> bool {
    let filters = filters(stream);
    let is_packing =
        |filter: &&Name<'_>| matches!(&***filter, b"FlateDecode" | b"Fl" | b"LZWDecode" | b"LZW");
    let packed_bytes = stream.raw_data().len() as u64;
    match filters.iter().filter(is_packing).count() {
        0 => true,
        1 if packed_bytes.saturating_mul(DEFLATE_RATIO) <= MAX_CONTENT => true,
        1 if is_deflated(&filters) => {
            let data = stream.raw_data();
            let mut unpacked = ZlibDecoder::new(&*data).take(MAX_CONTENT + 1);
            // A broken stream gives what came before the break, here as there.
            let result = std::io::copy(&mut unpacked, &mut std::io::sink());
            result.is_err() || unpacked.limit() > 0
        }
        // Old files in ASCII forms
        1 => packed_bytes <= MAX_CONTENT / 8,
        // Nobody packs twice but who hides how large it is.
        _ => packed_bytes.saturating_mul(DEFLATE_RATIO).saturating_mul(DEFLATE_RATIO) <= MAX_CONTENT,
    }
}

/// The beginning of a stream of operators that is too large as a whole; it ends the page's text anyway.
pub(super) fn beginning(stream: &Stream<'_>) -> Vec<u8> {
    /// Operators take some three times the bytes of the text that they show.
    const BEGINNING: u64 = 4 * MAX_PAGE_TEXT as u64;
    let mut content = Vec::new();
    if is_deflated(&filters(stream)) {
        let data = stream.raw_data();
        // What came before a break is there all the same.
        let _ = ZlibDecoder::new(&*data).take(BEGINNING).read_to_end(&mut content);
    }
    content
}

fn filters<'a>(stream: &Stream<'a>) -> Vec<Name<'a>> {
    match stream.dict().get::<Object<'a>>("Filter") {
        Some(Object::Name(name)) => vec![name],
        Some(Object::Array(names)) => names.iter::<Name<'a>>().collect(),
        _ => Vec::new(),
    }
}

fn is_deflated(filters: &[Name<'_>]) -> bool {
    matches!(filters, [filter] if matches!(&**filter, b"FlateDecode" | b"Fl"))
}

/// Whether all widths that a font gives can be written down one by one.
pub(super) fn are_widths_few(font: &Dict<'_>) -> bool {
    let descendants = font.get::<Array<'_>>("DescendantFonts");
    let Some(descendant) = descendants.and_then(|fonts| fonts.iter::<Dict<'_>>().next()) else { return true };
    // Horizontal writing gives one number for each range, vertical writing three.
    [("W", 1), ("W2", 3)].into_iter().all(|(key, values)| {
        descendant.get::<Array<'_>>(key).is_none_or(|widths| count(&widths, values) <= MAX_WIDTHS)
    })
}

/// How many characters "first last value …" and "first [value …]" name.
fn count(widths: &Array<'_>, values: usize) -> u64 {
    let mut objects = widths.iter::<Object<'_>>();
    let mut count = 0_u64;
    while let Some(first) = objects.next() {
        let (Object::Number(first), Some(Object::Number(last))) = (first, objects.next()) else { continue };
        let named = last.as_f64() - first.as_f64() + 1.0;
        count = count.saturating_add(named.max(0.0) as u64);
        if count > MAX_WIDTHS {
            break;
        }
        for _ in 0..values {
            objects.next();
        }
    }
    count
}
