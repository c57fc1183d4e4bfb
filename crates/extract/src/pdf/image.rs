// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Scanned pages, brought into a form that OCR programs take: JPEG as it is, all else as a portable bitmap.

use crate::{Scan, ScanEncoding};
use hayro_syntax::object::stream::{ImageColorSpace, ImageDecodeParams};
use hayro_syntax::object::{Array, Name, Object, Stream};

/// Largest picture that is unpacked, in pixels: a sheet of A3 at 600 dots per inch has 70 million.
const MAX_PIXELS: u64 = 100_000_000;

/// How samples become colours.
enum Colours {
    Grey,
    Rgb,
    Cmyk,
    /// Red, green and blue of each index
    Palette(Vec<u8>),
}

impl Colours {
    fn components(&self) -> usize {
        match self {
            Self::Grey | Self::Palette(_) => 1,
            Self::Rgb => 3,
            Self::Cmyk => 4,
        }
    }
}

/// The picture of a page, or `None` where its encoding can't be read.
pub(super) fn scan(image: &Stream<'_>, page: u64) -> Option<Scan> {
    if is_plain_jpeg(image) {
        return Some(Scan { page, encoding: ScanEncoding::Jpeg, bytes: image.raw_data().into_owned() });
    }
    let dict = image.dict();
    let number = |key: &str| dict.get::<i32>(key).and_then(|n| u32::try_from(n).ok());
    let (width, height) = (number("Width")?, number("Height")?);
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return None;
    }
    let is_mask = dict.get::<bool>("ImageMask").unwrap_or(false);
    let colours =
        dict.get::<Object<'_>>("ColorSpace").map_or(Some(Colours::Grey), |space| colours(&space, 0));
    let bits = if is_mask { 1 } else { number("BitsPerComponent").unwrap_or(8) as u8 };
    let decoded = image
        .decoded_image(&ImageDecodeParams {
            is_indexed: matches!(colours, Some(Colours::Palette(_))),
            bpc: Some(bits),
            num_components: colours.as_ref().map(|c| c.components() as u8),
            target_dimension: None,
            width,
            height,
        })
        .ok()?;
    // Encodings such as JPEG 2000 know better than the dictionary.
    let (width, height, bits, colours) = match &decoded.image_data {
        Some(data) => {
            let own = match data.color_space {
                Some(ImageColorSpace::Rgb) => Some(Colours::Rgb),
                Some(ImageColorSpace::Cmyk) => Some(Colours::Cmyk),
                Some(ImageColorSpace::Gray) => Some(Colours::Grey),
                _ => None,
            };
            let colours =
                if matches!(colours, Some(Colours::Palette(_))) { colours } else { own.or(colours) };
            (data.width, data.height, data.bits_per_component, colours?)
        }
        None => (width, height, bits, colours?),
    };
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return None;
    }
    let inverted = dict.get::<[f32; 2]>("Decode").is_some_and(|decode| decode[0] > decode[1]);
    let bytes = portable(&decoded.data, width as usize, height as usize, bits, &colours, inverted)?;
    Some(Scan { page, encoding: ScanEncoding::Pnm, bytes })
}

/// Whether the stream is a JPEG file as it stands.
fn is_plain_jpeg(image: &Stream<'_>) -> bool {
    let is_jpeg = |name: &Name<'_>| matches!(&**name, b"DCTDecode" | b"DCT");
    match image.dict().get::<Object<'_>>("Filter") {
        Some(Object::Name(name)) => is_jpeg(&name),
        Some(Object::Array(names)) => {
            let mut names = names.iter::<Name<'_>>();
            names.next().is_some_and(|name| is_jpeg(&name)) && names.next().is_none()
        }
        _ => false,
    }
}

/// The colours of a colour space. Calibrated and separated ones are taken for what they are near to.
fn colours(space: &Object<'_>, depth: u32) -> Option<Colours> {
    match space {
        Object::Name(name) => match &**name {
            b"DeviceRGB" | b"RGB" | b"CalRGB" => Some(Colours::Rgb),
            b"DeviceCMYK" | b"CMYK" => Some(Colours::Cmyk),
            _ => Some(Colours::Grey),
        },
        Object::Array(array) if depth < 4 => family(array, depth),
        _ => None,
    }
}

fn family(array: &Array<'_>, depth: u32) -> Option<Colours> {
    let mut items = array.iter::<Object<'_>>();
    let Some(Object::Name(name)) = items.next() else { return None };
    match &*name as &[u8] {
        b"ICCBased" => match items.next()?.into_stream()?.dict().get::<i32>("N") {
            Some(3) => Some(Colours::Rgb),
            Some(4) => Some(Colours::Cmyk),
            _ => Some(Colours::Grey),
        },
        b"CalRGB" | b"Lab" => Some(Colours::Rgb),
        b"Indexed" | b"I" => {
            let base = colours(&items.next()?, depth + 1)?;
            let table = match items.nth(1)? {
                Object::String(bytes) => bytes.as_bytes().to_vec(),
                Object::Stream(stream) => stream.decoded_data().ok()?.into_owned(),
                _ => return None,
            };
            Some(Colours::Palette(table.chunks(base.components()).flat_map(|c| rgb(c, &base)).collect()))
        }
        _ => Some(Colours::Grey),
    }
}

fn rgb(samples: &[u8], colours: &Colours) -> [u8; 3] {
    match (colours, samples) {
        (Colours::Rgb, [r, g, b, ..]) => [*r, *g, *b],
        (Colours::Cmyk, [c, m, y, k, ..]) => {
            let mix = |ink: u8| (u16::from(255 - ink) * u16::from(255 - k) / 255) as u8;
            [mix(*c), mix(*m), mix(*y)]
        }
        (Colours::Palette(table), [index, ..]) => {
            let at = usize::from(*index) * 3;
            table.get(at..at + 3).and_then(|c| c.try_into().ok()).unwrap_or([255; 3])
        }
        (_, [grey, ..]) => [*grey; 3],
        (_, []) => [255; 3],
    }
}

/// A portable grey map or pixel map. Rows that are missing stay white.
fn portable(
    data: &[u8],
    width: usize,
    height: usize,
    bits: u8,
    colours: &Colours,
    inverted: bool,
) -> Option<Vec<u8>> {
    if width == 0 || height == 0 || !matches!(bits, 1 | 2 | 4 | 8 | 16) {
        return None;
    }
    let components = colours.components();
    let row_bytes = (width * components * usize::from(bits)).div_ceil(8);
    let grey = matches!(colours, Colours::Grey);
    let (magic, channels) = if grey { ("P5", 1) } else { ("P6", 3) };
    let mut out = format!("{magic}\n{width} {height}\n255\n").into_bytes();
    let size = out.len() + width * height * channels;
    out.reserve_exact(size - out.len());
    let mut samples = Vec::with_capacity(width * components);
    for row in data.chunks(row_bytes).take(height) {
        samples.clear();
        let palette = matches!(colours, Colours::Palette(_));
        unpack(row, bits, palette, &mut samples);
        samples.truncate(width * components);
        if inverted {
            for sample in &mut samples {
                *sample = !*sample;
            }
        }
        if grey {
            out.extend_from_slice(&samples);
        } else {
            samples.chunks(components).for_each(|pixel| out.extend(rgb(pixel, colours)));
        }
    }
    out.resize(size, 255);
    Some(out)
}

/// Samples of any width as bytes: scaled to 0–255, or as they are where they number colours.
fn unpack(row: &[u8], bits: u8, palette: bool, out: &mut Vec<u8>) {
    match bits {
        8 => out.extend_from_slice(row),
        16 => out.extend(row.iter().step_by(2)),
        bits => {
            let most = (1_u16 << bits) - 1;
            for byte in row {
                for shift in (0..8 / bits).rev() {
                    let value = u16::from(byte >> (shift * bits)) & most;
                    out.push(if palette { value as u8 } else { (value * 255 / most) as u8 });
                }
            }
        }
    }
}
