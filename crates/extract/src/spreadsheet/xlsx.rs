// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Excel since 2007 (ECMA-376 part 1, `SpreadsheetML`). Hidden sheets, rows and columns are read like all others: what
//! nobody sees still lies in the file.

use super::grid::{Grid, Strings, Styles, boolean, lines, page_text};
use crate::markup::{Markup, Node, attribute, local, prefixed};
use crate::package::{Package, Relation};
use crate::reading::Reading;
use crate::{docx, properties};
use quick_xml::events::BytesStart;

/// Reads one document.
pub(crate) fn read(package: &mut Package<'_>, main: &str, reading: &mut Reading<'_, '_, '_>) {
    let relations = package.relations(main, reading);
    let mut workbook = Workbook::default();
    let sheets = workbook.sheets(package, main, &relations, reading);
    for relation in &relations {
        match relation.kind.as_str() {
            "sharedStrings" => workbook.shared_strings(package, &relation.target, reading),
            "styles" => workbook.styles(package, &relation.target, reading),
            _ => {}
        }
    }
    for (name, part) in &sheets {
        workbook.sheet(package, name, part, reading);
    }
    finish(package, &relations, reading);
}

/// What lies around the sheets, in the old binary and the XML form alike.
pub(super) fn finish(package: &mut Package<'_>, relations: &[Relation], reading: &mut Reading<'_, '_, '_>) {
    for relation in relations.iter().filter(|r| matches!(r.kind.as_str(), "person" | "pivotCacheDefinition"))
    {
        loose_text(package, &relation.target, reading);
    }
    let is_empty = reading.text().trim().is_empty();
    properties::of_package(package, reading);
    package.children("xl/embeddings/", reading);
    if is_empty {
        docx::scans(package, "xl/media/", reading);
    }
}

#[derive(Default)]
struct Workbook {
    strings: Strings,
    styles: Styles,
}

impl Workbook {
    /// Names and parts of the sheets in their order.
    fn sheets(
        &mut self,
        package: &mut Package<'_>,
        main: &str,
        relations: &[Relation],
        reading: &mut Reading<'_, '_, '_>,
    ) -> Vec<(String, String)> {
        let mut sheets: Vec<(String, String)> = Vec::new();
        let Some(xml) = package.xml(main, reading) else {
            reading.broken();
            return sheets;
        };
        let mut markup = Markup::new(&xml);
        loop {
            match markup.next() {
                Node::Open(tag) => match local(&tag) {
                    "workbookPr" => {
                        self.styles.since_1904 =
                            attribute(&tag, "date1904").is_some_and(|v| v == "1" || v == "true");
                    }
                    "sheet" => {
                        let name = attribute(&tag, "name").unwrap_or_default().into_owned();
                        let id = prefixed(&tag, "id").or_else(|| attribute(&tag, "id")).unwrap_or_default();
                        if let Some(relation) = relations.iter().find(|r| r.id == id) {
                            sheets.push((name, relation.target.clone()));
                        }
                    }
                    _ => {}
                },
                Node::End => break,
                _ => {}
            }
        }
        if markup.is_broken() {
            reading.broken();
        }
        for part in package.below("xl/worksheets/sheet") {
            if !sheets.iter().any(|(_, known)| known.eq_ignore_ascii_case(&part)) && is_xml(&part) {
                sheets.push((String::new(), part));
            }
        }
        sheets
    }

    fn shared_strings(&mut self, package: &mut Package<'_>, part: &str, reading: &mut Reading<'_, '_, '_>) {
        let Some(xml) = package.xml(part, reading) else { return };
        let mut markup = Markup::new(&xml);
        loop {
            match markup.next() {
                Node::Open(tag) if local(&tag) == "si" => self.strings.push(&rich_text(&mut markup)),
                Node::End => break,
                _ => {}
            }
        }
        if markup.is_broken() {
            reading.broken();
        }
    }

    fn styles(&mut self, package: &mut Package<'_>, part: &str, reading: &mut Reading<'_, '_, '_>) {
        let Some(xml) = package.xml(part, reading) else { return };
        let mut markup = Markup::new(&xml);
        let mut in_cell_styles = false;
        loop {
            match markup.next() {
                Node::Open(tag) => match local(&tag) {
                    "numFmt" => {
                        if let Some(id) = number(&tag, "numFmtId") {
                            let code = attribute(&tag, "formatCode").unwrap_or_default().into_owned();
                            self.styles.add_code(id, code);
                        }
                    }
                    "cellXfs" => in_cell_styles = true,
                    "xf" if in_cell_styles => self.styles.add_style(number(&tag, "numFmtId").unwrap_or(0)),
                    // Formats of conditions may redefine numbers; they come later and don't apply to cells.
                    "dxfs" => return,
                    _ => {}
                },
                Node::Close(name) if name.local() == "cellXfs" => in_cell_styles = false,
                Node::End => return,
                _ => {}
            }
        }
    }

    fn sheet(
        &mut self,
        package: &mut Package<'_>,
        name: &str,
        part: &str,
        reading: &mut Reading<'_, '_, '_>,
    ) {
        let relations = package.relations(part, reading);
        let Some(xml) = package.xml(part, reading) else { return };
        let mut grid = Grid::start(name, reading);
        let mut markup = Markup::new(&xml);
        let mut page_texts = Vec::new();
        let (mut row, mut column) = (0_u32, 0_u32);
        let mut next_row = 0_u32;
        loop {
            match markup.next() {
                Node::Open(tag) => match local(&tag) {
                    "row" => {
                        row = number(&tag, "r").map_or(next_row, |r| r.saturating_sub(1));
                        next_row = row.saturating_add(1);
                        column = 0;
                    }
                    "c" => {
                        if let Some((r, c)) = attribute(&tag, "r").and_then(|name| cell_name(&name)) {
                            (row, column) = (r, c);
                        }
                        self.cell(&tag, &mut markup, row, column, &mut grid, reading);
                        column = column.saturating_add(1);
                    }
                    "oddHeader" | "oddFooter" | "evenHeader" | "evenFooter" | "firstHeader"
                    | "firstFooter" => {
                        page_texts.push(page_text(&markup.text()));
                    }
                    _ => {}
                },
                Node::End => break,
                _ => {}
            }
            if grid.is_stopped() {
                break;
            }
        }
        if markup.is_broken() {
            reading.broken();
        }
        grid.finish(reading);
        lines(&page_texts, reading);
        companions(package, &relations, reading);
    }

    fn cell(
        &mut self,
        tag: &BytesStart<'_>,
        markup: &mut Markup<'_>,
        row: u32,
        column: u32,
        grid: &mut Grid,
        reading: &mut Reading<'_, '_, '_>,
    ) {
        let (mut kind, mut style) = (Kind::Number, 0);
        for attribute in tag.attributes().with_checks(false).flatten() {
            match attribute.key.0 {
                "t" => kind = Kind::of(&attribute.value),
                "s" => style = attribute.value.parse().unwrap_or(0),
                _ => {}
            }
        }
        let mut value = String::new();
        loop {
            match markup.next() {
                Node::Open(tag) => match local(&tag) {
                    "v" => value = markup.text(),
                    "is" => value = rich_text(markup),
                    _ => markup.skip(),
                },
                Node::Close(_) | Node::End => break,
                Node::Text(_) => {}
            }
        }
        match kind {
            Kind::Shared => {
                let index = value.trim().parse().unwrap_or(usize::MAX);
                if let Some(text) = self.strings.get(index) {
                    grid.cell(row, column, text, reading);
                }
            }
            Kind::Text => grid.cell(row, column, &unescape(&value), reading),
            Kind::Boolean => grid.cell(row, column, boolean(value.trim() == "1"), reading),
            Kind::Number => match value.trim().parse() {
                Ok(number) => grid.cell(row, column, &self.styles.render(number, style), reading),
                Err(_) => grid.cell(row, column, &value, reading),
            },
        }
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Shared,
    Text,
    Boolean,
    Number,
}

impl Kind {
    fn of(kind: &str) -> Self {
        match kind {
            "s" => Self::Shared,
            "b" => Self::Boolean,
            "n" => Self::Number,
            // Formula results, inline strings, errors and ISO dates are text as they stand.
            _ => Self::Text,
        }
    }
}

/// Comments, drawings, charts and the targets of hyperlinks of one sheet.
pub(super) fn companions(
    package: &mut Package<'_>,
    relations: &[Relation],
    reading: &mut Reading<'_, '_, '_>,
) {
    for relation in relations {
        match relation.kind.as_str() {
            "comments" | "threadedComment" if is_xml(&relation.target) => {
                loose_text(package, &relation.target, reading);
            }
            "drawing" => {
                loose_text(package, &relation.target, reading);
                let charts = package.relations(&relation.target, reading);
                for chart in charts.iter().filter(|r| matches!(r.kind.as_str(), "chart" | "diagramData")) {
                    loose_text(package, &chart.target, reading);
                }
            }
            "hyperlink" if relation.external => {
                reading.end_line();
                reading.push(&relation.target);
                reading.end_line();
            }
            _ => {}
        }
    }
}

/// The text of a part that is no sheet: one line per paragraph, comment, author or value.
fn loose_text(package: &mut Package<'_>, part: &str, reading: &mut Reading<'_, '_, '_>) {
    let Some(xml) = package.xml(part, reading) else { return };
    let mut markup = Markup::new(&xml);
    loop {
        match markup.next() {
            Node::Open(tag) => match local(&tag) {
                "t" => reading.push(&markup.text()),
                "author" | "v" | "text" => {
                    let text = if local(&tag) == "text" { rich_text(&mut markup) } else { markup.text() };
                    reading.push(&text);
                    reading.end_line();
                }
                "person" => {
                    reading.push(&attribute(&tag, "displayName").unwrap_or_default());
                    reading.end_line();
                }
                // Values that a pivot table keeps of its source
                "s" => {
                    if let Some(value) = attribute(&tag, "v") {
                        reading.push(&value);
                        reading.end_line();
                    }
                }
                _ => {}
            },
            Node::Close(name) if matches!(name.local(), "p" | "comment") => reading.end_line(),
            Node::End => break,
            _ => {}
        }
    }
    reading.end_line();
}

/// The runs of a string up to its end, without the readings of phonetic guides.
fn rich_text(markup: &mut Markup<'_>) -> String {
    let mut out = String::new();
    let mut depth = 1_u32;
    while depth > 0 {
        match markup.next() {
            Node::Open(tag) => match local(&tag) {
                "rPh" | "rPr" | "phoneticPr" => markup.skip(),
                "t" => out.push_str(&unescape(&markup.text())),
                _ => depth += 1,
            },
            Node::Close(_) => depth -= 1,
            // Threaded comments hold their text without a run.
            Node::Text(text) if !text.trim().is_empty() => out.push_str(&text),
            Node::Text(_) => {}
            Node::End => break,
        }
    }
    out
}

/// Resolves `_x000D_`, by which strings hold characters that XML can't (22.4.2.4, `ST_Xstring`).
fn unescape(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains("_x") {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let code = after.get(2..6).filter(|_| after.as_bytes().get(6) == Some(&b'_'));
        if let Some(char) = code.and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32) {
            out.push(char);
            rest = after.get(7..).unwrap_or_default();
        } else {
            out.push_str("_x");
            rest = after.get(2..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    out.into()
}

/// Row and column of `B7`, counted from 0.
fn cell_name(name: &str) -> Option<(u32, u32)> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    if letters == 0 || letters > 3 {
        return None;
    }
    let column = name
        .bytes()
        .take(letters)
        .fold(0_u32, |sum, b| sum * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    let row: u32 = name.get(letters..)?.parse().ok()?;
    Some((row.checked_sub(1)?, column - 1))
}

fn is_xml(part: &str) -> bool {
    part.rsplit_once('.').is_some_and(|(_, suffix)| suffix.eq_ignore_ascii_case("xml"))
}

fn number(tag: &BytesStart<'_>, name: &str) -> Option<u32> {
    attribute(tag, name)?.parse().ok()
}
