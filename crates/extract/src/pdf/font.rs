// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use encoding_rs::WINDOWS_1252;
use hayro_cmap::{BfString, CMap, CMapName, CidFamily};
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn};
use hayro_syntax::object::{Array, Dict, Object, String as PdfString};
use skrifa::MetadataProvider;
use std::cell::RefCell;
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Arc;

/// The fonts of a document, each loaded once.
pub(super) struct Fonts<'a> {
    cache: FontCache<'a>,
    loaded: HashMap<(usize, usize), Option<Rc<PdfFont<'a>>>>,
    font_resolver: FontResolverFn,
    cmap_resolver: CMapResolverFn,
}

impl Default for Fonts<'_> {
    fn default() -> Self {
        Self {
            cache: FontCache::new(),
            loaded: HashMap::new(),
            // Only widths matter, and any of the 14 standard fonts has plausible ones.
            font_resolver: Arc::new(|query| {
                Some(match query {
                    FontQuery::Standard(font) => font.get_font_data(),
                    FontQuery::Fallback(query) => query.pick_standard_font().get_font_data(),
                })
            }),
            cmap_resolver: Arc::new(hayro_cmap::load_embedded),
        }
    }
}

impl<'a> Fonts<'a> {
    pub(super) fn get(&mut self, dict: &Dict<'a>) -> Option<Rc<PdfFont<'a>>> {
        let data = dict.data();
        // Dictionaries borrow from the document, so place and length identify one for as long as it lives.
        let key = (data.as_ptr() as usize, data.len());
        let (cache, fonts, cmaps) = (&self.cache, &self.font_resolver, &self.cmap_resolver);
        self.loaded
            .entry(key)
            .or_insert_with(|| {
                if !super::bounds::are_widths_few(dict) {
                    return None;
                }
                // A panic while it is built costs this font alone: it is as good as missing then.
                let font = catch_unwind(AssertUnwindSafe(|| cache.font(dict, fonts, cmaps))).ok()??;
                let unicode = Unicode::of(dict, &font, cmaps);
                Some(Rc::new(PdfFont { font, unicode, glyphs: RefCell::default() }))
            })
            .clone()
    }
}

/// A font as far as text is concerned.
pub(super) struct PdfFont<'a> {
    font: Font<'a>,
    unicode: Unicode,
    glyphs: RefCell<HashMap<u32, Rc<Glyph>>>,
}

/// What a character code stands for.
pub(super) struct Glyph {
    /// `None` where the font doesn't say
    pub(super) text: Option<String>,
    /// How far the pen moves, in text space at size 1
    pub(super) advance: (f64, f64),
}

impl PdfFont<'_> {
    /// The code at `offset` and its length in bytes, at least 1.
    pub(super) fn code(&self, bytes: &[u8], offset: usize) -> (u32, usize) {
        let (code, length) = self.font.read_code(bytes, offset);
        (code, length.max(1))
    }

    pub(super) fn is_horizontal(&self) -> bool {
        self.font.is_horizontal()
    }

    pub(super) fn glyph(&self, code: u32, length: usize) -> Rc<Glyph> {
        if let Some(glyph) = self.glyphs.borrow().get(&code) {
            return Rc::clone(glyph);
        }
        let advance = self.font.code_advance(code);
        let glyph = Rc::new(Glyph {
            text: self.text(code, length),
            advance: (
                advance.x / f64::from(hayro_font::UNITS_PER_EM),
                advance.y / f64::from(hayro_font::UNITS_PER_EM),
            ),
        });
        self.glyphs.borrow_mut().insert(code, Rc::clone(&glyph));
        glyph
    }

    fn text(&self, code: u32, length: usize) -> Option<String> {
        let found = match self.font.glyph(self.font.map_code(code), code) {
            FontGlyph::Outline(glyph) => glyph.as_unicode(),
            FontGlyph::Type3(glyph) => glyph.as_unicode(),
        };
        let text = match found {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => match self.unicode.char(code, length) {
                Some(c) => c.to_string(),
                // A font of single bytes that says nothing about them means Windows-1252 as a rule; where it doesn't,
                // the text is garbage and judged so.
                None if length == 1 && code >= 0x20 => WINDOWS_1252.decode(&[code as u8]).0.into_owned(),
                None => return None,
            },
        };
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match c {
                '\u{FB00}' => out.push_str("ff"),
                '\u{FB01}' => out.push_str("fi"),
                '\u{FB02}' => out.push_str("fl"),
                '\u{FB03}' => out.push_str("ffi"),
                '\u{FB04}' => out.push_str("ffl"),
                '\u{FB05}' | '\u{FB06}' => out.push_str("st"),
                '\u{A0}' | '\t' | '\n' | '\r' => out.push(' '),
                // Private characters mean something in this font only.
                '\u{E000}'..='\u{F8FF}' | '\u{FFFD}' => return None,
                c if c.is_control() => return None,
                c => out.push(c),
            }
        }
        Some(out)
    }
}

/// How codes of a composite font can be understood where it has no `ToUnicode` map, or the map leaves them out.
enum Unicode {
    /// The font says it itself, or it is a simple font.
    NotNeeded,
    /// By the character collection that its codes are from: code → number in the collection → Unicode
    Collection(Box<Collection>),
    /// By the embedded program, which knows the glyphs of characters
    Program(HashMap<u32, char>),
    /// By the order of glyphs that most TrueType fonts share
    UsualOrder,
}

struct Collection {
    encoding: CMap,
    unicode: CMap,
}

impl Unicode {
    fn of(dict: &Dict<'_>, font: &Font<'_>, cmaps: &CMapResolverFn) -> Self {
        let Some(descendant) =
            dict.get::<Array<'_>>("DescendantFonts").and_then(|fonts| fonts.iter::<Dict<'_>>().next())
        else {
            return Self::NotNeeded;
        };
        let known = Self::by_collection(dict, &descendant, cmaps).or_else(|| Self::by_program(font));
        // What a font with a map leaves out has no character as a rule: parts of accents, swashes.
        let is_embedded = descendant
            .get::<Dict<'_>>("FontDescriptor")
            .is_some_and(|d| ["FontFile2", "FontFile3", "FontFile"].iter().any(|key| d.contains_key(*key)));
        known.unwrap_or(if is_embedded && dict.contains_key("ToUnicode") {
            Self::NotNeeded
        } else {
            Self::UsualOrder
        })
    }

    fn by_collection(dict: &Dict<'_>, descendant: &Dict<'_>, cmaps: &CMapResolverFn) -> Option<Self> {
        let info = descendant.get::<Dict<'_>>("CIDSystemInfo")?;
        let (registry, ordering) =
            (info.get::<PdfString<'_>>("Registry")?, info.get::<PdfString<'_>>("Ordering")?);
        let family = CidFamily::from_registry_ordering(registry.as_bytes(), ordering.as_bytes());
        let load = |name: CMapName<'_>| {
            let cmaps = Arc::clone(cmaps);
            CMap::parse((cmaps)(name)?, move |name| (cmaps)(name))
        };
        let unicode = load(family.ucs2_cmap()?)?;
        let encoding = match dict.get::<Object<'_>>("Encoding")? {
            Object::Name(name) => match &*name as &[u8] {
                b"Identity-H" => CMap::identity_h(),
                b"Identity-V" => CMap::identity_v(),
                name => load(CMapName::from_bytes(name))?,
            },
            Object::Stream(stream) => {
                let cmaps = Arc::clone(cmaps);
                CMap::parse(&stream.decoded_data().ok()?, move |name| (cmaps)(name))?
            }
            _ => return None,
        };
        Some(Self::Collection(Box::new(Collection { encoding, unicode })))
    }

    /// Turns the program's table of characters round.
    fn by_program(font: &Font<'_>) -> Option<Self> {
        let FontGlyph::Outline(glyph) = font.glyph(hayro_font::GlyphId::NOTDEF, 0) else { return None };
        let data = glyph.font_data()?;
        let program = skrifa::FontRef::new((*data.data).as_ref()).ok()?;
        let mut chars = HashMap::new();
        for (char, glyph) in program.charmap().mappings() {
            if let Some(char) = char::from_u32(char) {
                chars.entry(glyph.to_u32()).or_insert(char);
            }
        }
        (!chars.is_empty()).then_some(Self::Program(chars))
    }

    fn char(&self, code: u32, length: usize) -> Option<char> {
        match self {
            Self::NotNeeded => None,
            Self::Collection(collection) => {
                let cid = collection.encoding.lookup_cid_code(code, length as u8)?;
                match collection.unicode.lookup_bf_string(cid)? {
                    BfString::Char(c) => Some(c),
                    BfString::String(text) => text.chars().next(),
                }
            }
            Self::Program(chars) => chars.get(&code).copied(),
            // The glyphs of the Macintosh: ASCII from 3, then the upper half of its character set. Should the font
            // have another order, the text is garbage and judged so.
            Self::UsualOrder => match code {
                3..=97 => char::from_u32(code + 29),
                98..=225 => encoding_rs::MACINTOSH.decode(&[(code + 30) as u8]).0.chars().next(),
                _ => None,
            },
        }
    }
}
