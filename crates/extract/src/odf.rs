// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! OpenDocument texts, sheets and presentations (ISO/IEC 26300), as one pass over `content.xml` and `styles.xml`.

use crate::flow::{Flow, header_of};
use crate::markup::{Markup, Node, attribute, local};
use crate::package::{Package, to_text};
use crate::reading::Reading;
use crate::{docx, properties};
use hoheit_types::{Format, ReadState};
use quick_xml::events::BytesStart;
use std::borrow::Cow;

/// A repeated cell or row is written out as often as this. Producers store the empty rest of a sheet as one cell
/// repeated a million times, but equal values side by side are few.
const MAX_REPEAT: usize = 1_000;

/// Reads one document: a package, or the flat form (`fodt`, `fods`), which is one XML file.
pub(crate) fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    let starts_like_xml =
        bytes.iter().find(|b| !b.is_ascii_whitespace()).is_some_and(|b| matches!(b, b'<' | 0xEF));
    if starts_like_xml {
        let xml = to_text(bytes.to_vec());
        content(&xml, reading);
        return;
    }
    let Some(mut package) = Package::open(bytes, reading) else { return };
    if let Some(manifest) = package.xml("META-INF/manifest.xml", reading)
        && manifest.contains("encryption-data")
    {
        reading.state(ReadState::Encrypted);
        return;
    }
    match package.xml("content.xml", reading) {
        Some(xml) => content(&xml, reading),
        None => reading.broken(),
    }
    // Headers, footers and master pages
    if let Some(xml) = package.xml("styles.xml", reading) {
        content(&xml, reading);
    }
    // Charts, formulas and sheets inside are packages in the package.
    let objects: Vec<_> = package.names().iter().filter(|n| n.ends_with("/content.xml")).cloned().collect();
    for object in objects {
        if let Some(xml) = package.xml(&object, reading) {
            content(&xml, reading);
        }
    }
    let is_empty = reading.text().trim().is_empty();
    if let Some(xml) = package.xml("meta.xml", reading) {
        properties::of_part(&xml, reading);
    }
    // OLE objects lie at the top under the name of their frame.
    for name in package.below("Object ") {
        if !name.contains('/')
            && let Some(bytes) = package.bytes(&name, reading)
        {
            crate::ole::child(&name, &bytes, reading);
        }
    }
    if is_empty {
        docx::scans(&mut package, "Pictures/", reading);
    }
}

fn content(xml: &str, reading: &mut Reading<'_, '_, '_>) {
    let mut body = Body {
        flow: Flow::default(),
        paragraphs: 0,
        links: Vec::new(),
        is_sheet: reading.format == Format::Ods,
    };
    let mut markup = Markup::new(xml);
    body.read(&mut markup, reading);
    if markup.is_broken() {
        reading.broken();
    }
    body.flow.finish(reading);
}

struct Body {
    flow: Flow,
    /// Paragraphs that are open: characters count only inside, between them lies indentation
    paragraphs: u32,
    links: Vec<String>,
    is_sheet: bool,
}

impl Body {
    fn read(&mut self, markup: &mut Markup<'_>, reading: &mut Reading<'_, '_, '_>) {
        loop {
            match markup.next() {
                Node::Open(tag) => self.open(&tag, markup, reading),
                Node::Close(name) => self.close(name.local(), reading),
                Node::Text(text) if self.paragraphs > 0 => self.text(&text, reading),
                Node::Text(_) => {}
                Node::End => return,
            }
            if reading.is_full() {
                return;
            }
        }
    }

    fn open(&mut self, tag: &BytesStart<'_>, markup: &mut Markup<'_>, reading: &mut Reading<'_, '_, '_>) {
        match local(tag) {
            "p" | "h" => self.paragraphs += 1,
            "s" => {
                let count =
                    attribute(tag, "c").and_then(|c| c.parse().ok()).unwrap_or(1_usize).min(MAX_REPEAT);
                self.flow.text(&" ".repeat(count), reading);
            }
            "tab" => self.flow.text("\t", reading),
            "line-break" => self.flow.text("\n", reading),
            "a" => self.links.push(attribute(tag, "href").unwrap_or_default().into_owned()),
            // Author of a comment or a tracked change; the document's own stands in meta.xml.
            "creator" | "sender-initials" => {
                let text = markup.text();
                self.flow.text(&text, reading);
                self.flow.end_paragraph(reading);
            }
            // Samples of date and number styles hold text that nobody sees.
            "automatic-styles" | "scripts" | "font-face-decls" | "binary-data" | "change-info" => {
                markup.skip();
            }
            "table" => {
                let name = attribute(tag, "name").unwrap_or_default();
                if self.is_sheet {
                    Sheet::read(&name, markup, reading);
                } else {
                    self.flow.open_table(&name, reading);
                }
            }
            "table-row" => self.flow.open_row(),
            "table-cell" | "covered-table-cell" => self.flow.open_cell(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, reading: &mut Reading<'_, '_, '_>) {
        match name {
            "p" | "h" => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                self.flow.end_paragraph(reading);
            }
            "table" => self.flow.close_table(reading),
            "a" => {
                if let Some(target) = self.links.pop().filter(|t| t.contains(':')) {
                    self.flow.text(" ", reading);
                    self.flow.text(&target, reading);
                    self.flow.text(" ", reading);
                }
            }
            _ => {}
        }
    }

    /// Line breaks in the file are blanks, and blanks count once (part 3, 6.1.2).
    fn text(&mut self, text: &str, reading: &mut Reading<'_, '_, '_>) {
        if !text.contains(['\n', '\r', '\t']) {
            return self.flow.text(text, reading);
        }
        let squeezed = text.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        if text.starts_with(|c: char| c.is_ascii_whitespace()) {
            self.flow.text(" ", reading);
        }
        self.flow.text(&squeezed, reading);
        if text.ends_with(|c: char| c.is_ascii_whitespace()) && !squeezed.is_empty() {
            self.flow.text(" ", reading);
        }
    }
}

/// A sheet, row by row. A cell's text is what its author saw; the plain value only stands in where there is none.
struct Sheet {
    cells: Vec<String>,
    /// Empty cells seen since the last filled one: written only if another one follows
    gap: usize,
    rows: u64,
    notes: String,
}

impl Sheet {
    fn read(name: &str, markup: &mut Markup<'_>, reading: &mut Reading<'_, '_, '_>) {
        let mut sheet = Self { cells: Vec::new(), gap: 0, rows: 0, notes: String::new() };
        let mut header = Vec::new();
        let mut going = true;
        reading.start_table(name);
        reading.metadata.pages = Some(reading.metadata.pages.unwrap_or(0) + 1);
        loop {
            match markup.next() {
                Node::Open(tag) => match local(&tag) {
                    "table-row" => {
                        let repeat = repeated(&tag, "number-rows-repeated");
                        sheet.row(markup);
                        if sheet.cells.is_empty() || !going {
                            continue;
                        }
                        if sheet.rows == 0 {
                            header = header_of(&sheet.cells);
                        }
                        for _ in 0..repeat {
                            sheet.rows += 1;
                            going = going && reading.row(&sheet.cells);
                        }
                    }
                    "shapes" => sheet.notes.push_str(&paragraphs(markup)),
                    _ => {}
                },
                Node::Close(name) if name.local() == "table" => break,
                Node::End => break,
                _ => {}
            }
        }
        reading.end_table(header);
        if !sheet.notes.is_empty() {
            reading.push(&sheet.notes);
            reading.end_line();
        }
    }

    fn row(&mut self, markup: &mut Markup<'_>) {
        self.cells.clear();
        self.gap = 0;
        loop {
            match markup.next() {
                Node::Open(tag) => match local(&tag) {
                    "table-cell" | "covered-table-cell" => {
                        let repeat = repeated(&tag, "number-columns-repeated");
                        let value = ["value", "date-value", "time-value", "string-value", "boolean-value"]
                            .into_iter()
                            .find_map(|name| attribute(&tag, name))
                            .map(Cow::into_owned);
                        let mut text = self.cell(markup);
                        if text.is_empty() {
                            text = value.unwrap_or_default();
                        }
                        self.push(text, repeat);
                    }
                    _ => {}
                },
                Node::Close(name) if name.local() == "table-row" => return,
                Node::End => return,
                _ => {}
            }
        }
    }

    fn push(&mut self, text: String, repeat: usize) {
        if text.is_empty() {
            self.gap += repeat;
            return;
        }
        self.cells.extend(std::iter::repeat_n(String::new(), self.gap));
        self.gap = 0;
        self.cells.extend(std::iter::repeat_n(text, repeat));
    }

    /// The text of a cell up to its end; comments go to the notes.
    fn cell(&mut self, markup: &mut Markup<'_>) -> String {
        let mut text = String::new();
        let mut paragraphs_open = 0_u32;
        loop {
            match markup.next() {
                Node::Open(tag) => match local(&tag) {
                    "annotation" | "shape" | "frame" | "custom-shape" => {
                        let note = paragraphs(markup);
                        self.notes.push_str(&note);
                    }
                    "p" => {
                        if !text.is_empty() {
                            text.push(' ');
                        }
                        paragraphs_open += 1;
                    }
                    "s" => {
                        let count = attribute(&tag, "c").and_then(|c| c.parse().ok()).unwrap_or(1_usize);
                        text.extend(std::iter::repeat_n(' ', count.min(MAX_REPEAT)));
                    }
                    "tab" | "line-break" => text.push(' '),
                    "a" => {
                        if let Some(target) = attribute(&tag, "href").filter(|t| t.starts_with("mailto:")) {
                            text.push_str(&target);
                            text.push(' ');
                        }
                    }
                    _ => {}
                },
                Node::Close(name) => match name.local() {
                    "table-cell" | "covered-table-cell" => return text,
                    "p" => paragraphs_open = paragraphs_open.saturating_sub(1),
                    _ => {}
                },
                Node::Text(part) if paragraphs_open > 0 => text.push_str(&part),
                Node::Text(_) => {}
                Node::End => return text,
            }
        }
    }
}

fn repeated(tag: &BytesStart<'_>, name: &str) -> usize {
    let count = attribute(tag, name).and_then(|count| count.parse::<usize>().ok()).unwrap_or(1);
    if count > MAX_REPEAT { MAX_REPEAT } else { count.max(1) }
}

/// The paragraphs and author up to the end of the element just opened, one a line.
fn paragraphs(markup: &mut Markup<'_>) -> String {
    let mut text = String::new();
    let mut depth = 1_u32;
    let mut inside = 0_u32;
    while depth > 0 {
        match markup.next() {
            Node::Open(tag) => {
                depth += 1;
                inside += u32::from(matches!(local(&tag), "p" | "creator"));
            }
            Node::Close(name) => {
                depth -= 1;
                if matches!(name.local(), "p" | "creator") {
                    inside = inside.saturating_sub(1);
                    text.push('\n');
                }
            }
            Node::Text(part) if inside > 0 => text.push_str(&part),
            Node::Text(_) => {}
            Node::End => break,
        }
    }
    text
}
