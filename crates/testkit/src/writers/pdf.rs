// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! PDF 1.4 after ISO 32000-1: several pages, Helvetica, deflated content, an encoding with the letters that names need.

use crate::document::{Block, Cell, Document, Table};
use crate::writers::text::windows_1252;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write as _;

/// A4 in points.
const PAGE: (f32, f32) = (595.0, 842.0);
const MARGIN: f32 = 56.0;
const SIZE: f32 = 11.0;
/// Average advance of Helvetica per em, rather too large than too small: a line may end early, never outside the page.
const ADVANCE: f32 = 0.56;

/// Letters beyond Windows-1252 that the standard fonts have, by their glyph names (Adobe Glyph List), at the codes from 1
/// that Windows-1252 leaves to control characters.
const EXTRA: [(char, &str); 23] = [
    ('ı', "dotlessi"),
    ('İ', "Idotaccent"),
    ('ş', "scedilla"),
    ('Ş', "Scedilla"),
    ('ğ', "gbreve"),
    ('Ğ', "Gbreve"),
    ('ł', "lslash"),
    ('Ł', "Lslash"),
    ('ą', "aogonek"),
    ('ę', "eogonek"),
    ('ć', "cacute"),
    ('ń', "nacute"),
    ('ś', "sacute"),
    ('Ś', "Sacute"),
    ('ź', "zacute"),
    ('ż', "zdotaccent"),
    ('č', "ccaron"),
    ('Č', "Ccaron"),
    ('đ', "dcroat"),
    ('ă', "abreve"),
    ('ț', "uni021B"),
    ('Ș', "uni0218"),
    ('ș', "uni0219"),
];

/// Whether the standard fonts have this character.
pub(crate) fn has(c: char) -> bool {
    windows_1252(c).is_some() || EXTRA.iter().any(|(extra, _)| *extra == c)
}

/// The codes of [`EXTRA`]: 1–7 and from 14, away from tab and line ends.
const fn extra_code(i: usize) -> u8 {
    if i < 7 { 1 + i as u8 } else { 7 + i as u8 }
}

/// Objects with their numbers; knows where each begins.
#[derive(Default)]
pub(crate) struct PdfWriter {
    objects: Vec<Vec<u8>>,
}

impl PdfWriter {
    /// Adds an object's body and returns its number, from 1.
    pub(crate) fn object(&mut self, body: impl Into<Vec<u8>>) -> usize {
        self.objects.push(body.into());
        self.objects.len()
    }

    /// Adds a stream, deflated.
    pub(crate) fn stream(&mut self, dictionary: &str, content: &[u8]) -> usize {
        let packed = zlib(content);
        let head = format!("<< /Length {} /Filter /FlateDecode {dictionary} >>\nstream\n", packed.len());
        self.object([head.as_bytes(), &packed, b"\nendstream"].concat())
    }

    /// Header, objects, cross-reference table and trailer. `info` may be 0 for none.
    pub(crate) fn finish(self, root: usize, info: usize) -> Vec<u8> {
        let mut out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", self.objects.len() + 1);
        for (i, body) in self.objects.iter().enumerate() {
            put!(table, "{:010} 00000 n \n", out.len());
            out.extend_from_slice(format!("{} 0 obj\n", i + 1).as_bytes());
            out.extend_from_slice(body);
            out.extend_from_slice(b"\nendobj\n");
        }
        let start = out.len();
        let info = if info == 0 { String::new() } else { format!(" /Info {info} 0 R") };
        let size = self.objects.len() + 1;
        out.extend_from_slice(table.as_bytes());
        out.extend_from_slice(
            format!("trailer\n<< /Size {size} /Root {root} 0 R{info} >>\nstartxref\n{start}\n%%EOF\n")
                .as_bytes(),
        );
        out
    }
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("writing to memory does not fail")
}

/// The document as `.pdf`.
pub fn write(document: &Document) -> Vec<u8> {
    let mut layout = Layout::new(document);
    layout.paragraph(&document.title, 14.0);
    for block in &document.blocks {
        match block {
            Block::Heading(text) => layout.paragraph(text, 12.5),
            Block::Text(text) => layout.paragraph(text, SIZE),
            Block::Table(table) => layout.table(table),
        }
    }
    let pages = layout.finish();
    let mut pdf = PdfWriter::default();
    let mut differences = String::new();
    for (i, (_, glyph)) in EXTRA.iter().enumerate() {
        put!(differences, "{} /{glyph} ", extra_code(i));
    }
    let font = pdf.object(format!(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding \
         /BaseEncoding /WinAnsiEncoding /Differences [{differences}] >> >>"
    ));
    // Each page takes two objects; the tree that lists them comes after.
    let tree = font + pages.len() * 2 + 1;
    let mut kids = String::new();
    for page in &pages {
        let content = pdf.stream("", page);
        let number = pdf.object(format!(
            "<< /Type /Page /Parent {tree} 0 R /MediaBox [0 0 {} {}] /Contents {content} 0 R \
             /Resources << /Font << /F1 {font} 0 R >> >> >>",
            PAGE.0, PAGE.1
        ));
        put!(kids, "{number} 0 R ");
    }
    let tree = pdf.object(format!("<< /Type /Pages /Count {} /Kids [{kids}] >>", pages.len()));
    let root = pdf.object(format!("<< /Type /Catalog /Pages {tree} 0 R >>"));
    let info = pdf.object(format!(
        "<< /Title {} /Author {} /Keywords {} /Creator (Textverarbeitung) /CreationDate (D:{}090000Z) >>",
        text_string(&document.title),
        text_string(&document.author),
        text_string(&document.keywords),
        document.created.compact()
    ));
    pdf.finish(root, info)
}

/// A text string in UTF-16 (ISO 32000-1, 7.9.2.2).
fn text_string(text: &str) -> String {
    let mut units = String::new();
    for unit in text.encode_utf16() {
        put!(units, "{unit:04X}");
    }
    format!("<FEFF{units}>")
}

/// Puts lines onto pages.
struct Layout<'a> {
    document: &'a Document,
    pages: Vec<Vec<u8>>,
    page: Vec<u8>,
    y: f32,
}

impl<'a> Layout<'a> {
    fn new(document: &'a Document) -> Self {
        let mut layout = Self { document, pages: Vec::new(), page: Vec::new(), y: 0.0 };
        layout.begin_page();
        layout
    }

    fn begin_page(&mut self) {
        self.y = PAGE.1 - MARGIN;
        if let Some(header) = &self.document.header {
            show(&mut self.page, MARGIN, PAGE.1 - 30.0, 8.0, header);
        }
        if let Some(footer) = &self.document.footer {
            show(&mut self.page, MARGIN, 24.0, 8.0, footer);
        }
    }

    /// Room for one line; a new page when there is none.
    fn line(&mut self, size: f32) -> f32 {
        self.y -= size * 1.35;
        if self.y < MARGIN {
            let page = std::mem::take(&mut self.page);
            self.pages.push(page);
            self.begin_page();
            self.y -= size * 1.35;
        }
        self.y
    }

    fn paragraph(&mut self, text: &str, size: f32) {
        let columns = ((PAGE.0 - 2.0 * MARGIN) / (size * ADVANCE)) as usize;
        for line in wrap(text, columns) {
            let y = self.line(size);
            show(&mut self.page, MARGIN, y, size, &line);
        }
        self.y -= size * 0.5;
    }

    /// Columns as wide as their widest cell, in type small enough for all of them.
    fn table(&mut self, table: &Table) {
        let rows: Vec<Vec<String>> = std::iter::once(table.header.clone())
            .chain(table.rows.iter().map(|row| row.iter().map(Cell::to_string).collect()))
            .collect();
        let widths: Vec<usize> = (0..table.header.len())
            .map(|i| {
                rows.iter()
                    .filter_map(|row| row.get(i))
                    .map(|cell| cell.chars().count() + 2)
                    .max()
                    .unwrap_or(0)
            })
            .collect();
        let total: usize = widths.iter().sum();
        let size = ((PAGE.0 - 2.0 * MARGIN) / (total as f32 * ADVANCE)).min(10.0);
        for row in &rows {
            let y = self.line(size);
            let mut x = MARGIN;
            for (cell, width) in row.iter().zip(&widths) {
                show(&mut self.page, x, y, size, cell);
                x += *width as f32 * size * ADVANCE;
            }
        }
        self.y -= SIZE * 0.5;
    }

    fn finish(mut self) -> Vec<Vec<u8>> {
        self.pages.push(self.page);
        self.pages
    }
}

/// Appends one piece of text at a place.
fn show(page: &mut Vec<u8>, x: f32, y: f32, size: f32, text: &str) {
    page.extend_from_slice(format!("BT /F1 {size:.1} Tf 1 0 0 1 {x:.1} {y:.1} Tm (").as_bytes());
    for c in text.chars() {
        let code =
            windows_1252(c).or_else(|| EXTRA.iter().position(|(extra, _)| *extra == c).map(extra_code));
        match code.unwrap_or(b'?') {
            byte @ (b'(' | b')' | b'\\') => page.extend_from_slice(&[b'\\', byte]),
            byte => page.push(byte),
        }
    }
    page.extend_from_slice(b") Tj ET\n");
}

/// Breaks at spaces only.
fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut length = 0;
    for word in text.split(' ') {
        let count = word.chars().count();
        if length > 0 && length + 1 + count > columns {
            lines.push(String::new());
            length = 0;
        }
        if let Some(line) = lines.last_mut() {
            if length > 0 {
                line.push(' ');
                length += 1;
            }
            line.push_str(word);
            length += count;
        }
    }
    lines
}
