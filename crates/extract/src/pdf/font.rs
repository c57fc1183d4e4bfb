// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use hayro_cmap::BfString;
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn};
use hayro_syntax::object::Dict;
use std::collections::HashMap;
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
                let font = cache.font(dict, fonts, cmaps)?;
                Some(Rc::new(PdfFont { font, glyphs: std::cell::RefCell::default() }))
            })
            .clone()
    }
}

/// A font as far as text is concerned.
pub(super) struct PdfFont<'a> {
    font: Font<'a>,
    glyphs: std::cell::RefCell<HashMap<u32, Rc<Glyph>>>,
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
            advance: (advance.x / f64::from(hayro_font::UNITS_PER_EM), advance.y / f64::from(hayro_font::UNITS_PER_EM)),
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
            // A font of single bytes that says nothing about them means ASCII as a rule; where it doesn't, the text
            // is garbage and judged so.
            None if length == 1 && (0x20..0x7F).contains(&code) => char::from(code as u8).to_string(),
            None => return None,
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
                '\u{A0}' => out.push(' '),
                '\t' | '\n' | '\r' => out.push(' '),
                // Private characters mean something in this font only.
                '\u{E000}'..='\u{F8FF}' | '\u{FFFD}' => return None,
                c if c.is_control() => return None,
                c => out.push(c),
            }
        }
        Some(out)
    }
}
