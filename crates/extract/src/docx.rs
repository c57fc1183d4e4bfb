// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Word since 2007 (ECMA-376 part 1, `WordprocessingML`), as one pass over each part.

use crate::flow::Flow;
use crate::markup::{Markup, Node, attribute, local, prefixed};
use crate::package::{Package, Relation};
use crate::properties;
use crate::reading::Reading;
use crate::{Scan, ScanEncoding};
use hoheit_types::{ReadState, WarningCode};

/// Scans of one document. More pages than this are a book, and OCR of a book is a job of its own.
const MAX_SCANS: usize = 20;

/// Reads one document.
pub(crate) fn read(package: &mut Package<'_>, main: &str, reading: &mut Reading<'_, '_, '_>) {
    if !package.has(main) {
        reading.broken();
    }
    let relations = package.relations(main, reading);
    part(package, main, &relations, reading);
    for kind in
        ["header", "footer", "footnotes", "endnotes", "comments", "chart", "diagramData", "glossaryDocument"]
    {
        for relation in relations.iter().filter(|r| r.kind == kind && !r.external) {
            let own = package.relations(&relation.target, reading);
            part(package, &relation.target, &own, reading);
        }
    }
    // Whole documents that Word shows as if they were typed
    for relation in relations.iter().filter(|r| r.kind == "aFChunk" && !r.external) {
        if let Some(bytes) = package.bytes(&relation.target, reading) {
            reading.child(&relation.target, &bytes);
        }
    }
    let is_empty = reading.text().trim().is_empty();
    properties::of_package(package, reading);
    package.children("word/embeddings/", reading);
    if is_empty {
        scans(package, "word/media/", reading);
    }
}

/// Reads one story: the body, a header, the notes …
fn part(package: &mut Package<'_>, name: &str, relations: &[Relation], reading: &mut Reading<'_, '_, '_>) {
    let Some(xml) = package.xml(name, reading) else { return };
    let mut story = Story { flow: Flow::default(), relations, instruction: String::new(), links: Vec::new() };
    story.read(&xml, reading);
    story.flow.finish(reading);
}

struct Story<'r> {
    flow: Flow,
    relations: &'r [Relation],
    /// The field instruction being collected
    instruction: String,
    /// Targets of the hyperlinks that are open
    links: Vec<Option<String>>,
}

impl Story<'_> {
    fn read(&mut self, xml: &str, reading: &mut Reading<'_, '_, '_>) {
        let mut markup = Markup::new(xml);
        // Whether the last `mc:Choice` held text: then its `mc:Fallback` says the same again.
        let mut choice_start = 0;
        let mut chosen = false;
        let mut length = 0;
        loop {
            match markup.next() {
                Node::Open(tag) => match local(&tag) {
                    // The text of runs (w:t), drawings (a:t) and formulas (m:t), and what was deleted with changes
                    // tracked: it still lies in the file.
                    "t" | "delText" | "v" => {
                        let text = markup.text();
                        length += text.len();
                        self.flow.text(&text, reading);
                        if local(&tag) == "v" {
                            self.flow.end_paragraph(reading);
                        }
                    }
                    "instrText" | "delInstrText" => self.instruction.push_str(&markup.text()),
                    // Settings of tab stops share their name with the character.
                    "tabs" | "pPr" | "sectPr" | "tblPr" | "rPr" => markup.skip(),
                    "tab" | "ptab" => self.flow.text("\t", reading),
                    "br" | "cr" => self.flow.text("\n", reading),
                    "noBreakHyphen" => self.flow.text("-", reading),
                    "sym" => self.symbol(&attribute(&tag, "char").unwrap_or_default(), reading),
                    "fldSimple" => {
                        self.instruction = attribute(&tag, "instr").unwrap_or_default().into_owned();
                        self.end_instruction(reading);
                    }
                    "fldChar" if attribute(&tag, "fldCharType").as_deref() != Some("begin") => {
                        self.end_instruction(reading);
                    }
                    "hyperlink" => self.open_link(prefixed(&tag, "id").as_deref()),
                    "tbl" => self.flow.open_table("", reading),
                    "tr" => self.flow.open_row(),
                    "tc" => self.flow.open_cell(),
                    "comment" => {
                        if let Some(author) = attribute(&tag, "author") {
                            self.flow.text(&author, reading);
                            self.flow.end_paragraph(reading);
                        }
                    }
                    "textpath" => {
                        self.flow.text(&attribute(&tag, "string").unwrap_or_default(), reading);
                        self.flow.end_paragraph(reading);
                    }
                    "Choice" => choice_start = length,
                    "Fallback" if chosen => markup.skip(),
                    _ => {}
                },
                Node::Close(name) => match name.local() {
                    "p" => self.flow.end_paragraph(reading),
                    "tbl" => self.flow.close_table(reading),
                    "hyperlink" => self.close_link(reading),
                    "Choice" => chosen = length > choice_start,
                    "AlternateContent" => chosen = false,
                    _ => {}
                },
                Node::Text(_) => {}
                Node::End => break,
            }
            if reading.is_full() {
                break;
            }
        }
        if markup.is_broken() {
            reading.broken();
        }
    }

    /// A character of a symbol font. Those fonts use a private range that means nothing elsewhere.
    fn symbol(&mut self, code: &str, reading: &mut Reading<'_, '_, '_>) {
        let char = u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
        if let Some(char) = char.filter(|c| !('\u{E000}'..='\u{F8FF}').contains(c)) {
            self.flow.text(char.encode_utf8(&mut [0; 4]), reading);
        }
    }

    /// Field instructions are no text, but the target of a link is.
    fn end_instruction(&mut self, reading: &mut Reading<'_, '_, '_>) {
        let instruction = std::mem::take(&mut self.instruction);
        if let Some(target) = link_target(&instruction) {
            self.flow.text(target, reading);
            self.flow.text(" ", reading);
        }
    }

    fn open_link(&mut self, id: Option<&str>) {
        let relation = self.relations.iter().find(|r| r.external && Some(r.id.as_str()) == id);
        self.links.push(relation.map(|r| r.target.clone()));
    }

    fn close_link(&mut self, reading: &mut Reading<'_, '_, '_>) {
        if let Some(target) = self.links.pop().flatten() {
            self.flow.text(" ", reading);
            self.flow.text(&target, reading);
            self.flow.text(" ", reading);
        }
    }
}

/// The target in a field instruction: `HYPERLINK "mailto:…"`.
pub(crate) fn link_target(instruction: &str) -> Option<&str> {
    let target = instruction.trim().strip_prefix("HYPERLINK")?.trim();
    let target = match target.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => target.split_whitespace().next()?,
    };
    // Switches begin with a backslash: a link into the same document.
    (!target.is_empty() && !target.starts_with('\\')).then_some(target)
}

/// A document without any text is as a rule a paper that was scanned: its pictures are handed on for OCR.
pub(crate) fn scans(package: &mut Package<'_>, folder: &str, reading: &mut Reading<'_, '_, '_>) {
    let names = package.below(folder);
    for (i, name) in names.iter().enumerate() {
        let encoding = match name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
            "jpg" | "jpeg" => ScanEncoding::Jpeg,
            "png" => ScanEncoding::Png,
            "tif" | "tiff" => ScanEncoding::Tiff,
            _ => {
                reading.warn(WarningCode::PartUnsupported, 1);
                continue;
            }
        };
        if reading.scans.len() < MAX_SCANS {
            if let Some(bytes) = package.bytes(name, reading) {
                reading.scans.push(Scan { page: i as u64 + 1, encoding, bytes });
            }
        } else {
            reading.warn(WarningCode::PagesWithoutText, 1);
        }
    }
    if !reading.scans.is_empty() {
        reading.warn(WarningCode::PagesWithoutText, reading.scans.len() as u64);
        reading.state(ReadState::ImageOnly);
    }
}

#[cfg(test)]
mod tests;
