// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Excel workbooks after ECMA-376: one sheet per table, numbers with formats, strings shared and inline.

use super::ooxml::{MAIN_RELATIONS, Package, core_properties};
use super::xml::{DECLARATION, escape};
use crate::document::{Cell, Document, Table};
use std::collections::HashMap;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// Formats of numbers, by their index in `cellXfs`. 0 is "General".
const DATE: usize = 1;
const CENTS: usize = 2;
const INTEGER: usize = 3;
/// The first of the formats with leading zeros: this one shows two digits.
const PADDED: usize = 4;

/// The document as `.xlsx`. Paragraphs go to a first sheet of their own.
pub fn write(document: &Document) -> Vec<u8> {
    let mut package = Package::new("xl/workbook.xml", &format!("{TYPE}.sheet.main+xml"));
    package.properties(&core_properties(document));
    package.related("styles", "xl/styles.xml", &format!("{TYPE}.styles+xml"), styles());
    let mut shared = Shared::default();
    let notes = notes(document);
    let mut sheets = String::new();
    let margins = [("oddHeader", &document.header), ("oddFooter", &document.footer)]
        .map(|(tag, text)| {
            text.as_ref().map_or(String::new(), |t| format!("<{tag}>&amp;L{}</{tag}>", escape(t)))
        })
        .concat();
    for (i, table) in notes.iter().chain(document.tables()).enumerate() {
        let number = i + 1;
        let part = format!(
            "{DECLARATION}<worksheet xmlns=\"{MAIN}\" xmlns:r=\"{MAIN_RELATIONS}\">{}<headerFooter>{margins}</headerFooter></worksheet>",
            sheet_data(table, &mut shared)
        );
        let name = format!("xl/worksheets/sheet{number}.xml");
        let id = package.related("worksheet", &name, &format!("{TYPE}.worksheet+xml"), part);
        // Two sheets may not share a name; Excel allows 31 characters.
        let title: String = format!("{number} {}", table.name).chars().take(31).collect();
        put!(sheets, "<sheet name=\"{}\" sheetId=\"{number}\" r:id=\"{id}\"/>", escape(&title));
        if let (0, Some(comment)) = (i, &document.comment) {
            let author = escape(&document.last_editor);
            let part = format!(
                "{DECLARATION}<comments xmlns=\"{MAIN}\"><authors><author>{author}</author></authors><commentList>\
                 <comment ref=\"A1\" authorId=\"0\"><text><t>{}</t></text></comment></commentList></comments>",
                escape(comment)
            );
            package.related_to(&name, "comments", "xl/comments1.xml", &format!("{TYPE}.comments+xml"), part);
        }
    }
    package.related(
        "sharedStrings",
        "xl/sharedStrings.xml",
        &format!("{TYPE}.sharedStrings+xml"),
        shared.part(),
    );
    package.finish(&format!(
        "{DECLARATION}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{MAIN_RELATIONS}\"><sheets>{sheets}</sheets></workbook>"
    ))
}

/// The paragraphs as a sheet, also when there is no table, for a workbook needs one sheet.
fn notes(document: &Document) -> Option<Table> {
    let mut table = Table::new("Hinweise", &[&document.title]);
    for line in document.paragraphs() {
        table.row([line.into()]);
    }
    (!table.rows.is_empty() || document.tables().next().is_none()).then_some(table)
}

#[derive(Default)]
struct Shared {
    index: HashMap<String, usize>,
    items: Vec<String>,
    uses: usize,
}

impl Shared {
    fn add(&mut self, text: &str) -> usize {
        self.uses += 1;
        if let Some(&i) = self.index.get(text) {
            return i;
        }
        self.index.insert(text.to_owned(), self.items.len());
        self.items.push(text.to_owned());
        self.items.len() - 1
    }

    fn part(&self) -> String {
        let mut out = format!(
            "{DECLARATION}<sst xmlns=\"{MAIN}\" count=\"{}\" uniqueCount=\"{}\">",
            self.uses,
            self.items.len()
        );
        for item in &self.items {
            // Every fifth as rich text, as Excel keeps strings that are partly bold.
            match item.char_indices().nth(item.chars().count() / 2) {
                Some((middle, _)) if item.len().is_multiple_of(5) => {
                    let (left, right) = item.split_at(middle);
                    let run = |t: &str| format!("<r><t xml:space=\"preserve\">{}</t></r>", escape(t));
                    put!(out, "<si>{}{}</si>", run(left), run(right));
                }
                _ => put!(out, "<si><t xml:space=\"preserve\">{}</t></si>", escape(item)),
            }
        }
        out + "</sst>"
    }
}

fn sheet_data(table: &Table, shared: &mut Shared) -> String {
    // Wide enough for an IBAN: a number in a narrower column is shown as "###".
    let mut out = format!(
        "<cols><col min=\"1\" max=\"{}\" width=\"26\" customWidth=\"1\"/></cols><sheetData><row r=\"1\">",
        table.header.len().max(1)
    );
    for (i, header) in table.header.iter().enumerate() {
        put!(out, "<c r=\"{}1\" t=\"s\"><v>{}</v></c>", column(i), shared.add(header));
    }
    out.push_str("</row>");
    for (r, row) in table.rows.iter().enumerate() {
        let number = r + 2;
        put!(out, "<row r=\"{number}\">");
        for (i, cell) in row.iter().enumerate() {
            let place = format!("{}{number}", column(i));
            match cell {
                Cell::Text(text) if text.is_empty() => {}
                Cell::Text(text) if (r + i).is_multiple_of(7) => {
                    let text = escape(text);
                    put!(
                        out,
                        "<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
                    );
                }
                Cell::Text(text) => put!(out, "<c r=\"{place}\" t=\"s\"><v>{}</v></c>", shared.add(text)),
                Cell::Integer(value) => put!(out, "<c r=\"{place}\" s=\"{INTEGER}\"><v>{value}</v></c>"),
                Cell::Cents(_) => put!(out, "<c r=\"{place}\" s=\"{CENTS}\"><v>{cell}</v></c>"),
                Cell::Date(day) => put!(out, "<c r=\"{place}\" s=\"{DATE}\"><v>{}</v></c>", day.serial()),
                Cell::Padded(value, width) => {
                    let style = PADDED + usize::from(*width).clamp(2, 14) - 2;
                    put!(out, "<c r=\"{place}\" s=\"{style}\"><v>{value}</v></c>");
                }
            }
        }
        out.push_str("</row>");
    }
    out + "</sheetData>"
}

/// `A`, …, `Z`, `AA`, …
pub(crate) fn column(mut index: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + (index % 26) as u8));
        if index < 26 {
            return letters.iter().rev().collect();
        }
        index = index / 26 - 1;
    }
}

fn styles() -> String {
    let mut codes = vec!["dd\\.mm\\.yyyy".to_owned(), "0.00".to_owned(), "0".to_owned()];
    codes.extend((2..=14).map(|width| "0".repeat(width)));
    let (mut formats, mut uses) = (String::new(), String::new());
    // Numbers below 164 belong to Excel.
    for (id, code) in (164..).zip(&codes) {
        put!(formats, "<numFmt numFmtId=\"{id}\" formatCode=\"{code}\"/>");
        put!(
            uses,
            "<xf numFmtId=\"{id}\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
        );
    }
    format!(
        "{DECLARATION}<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"{count}\">{formats}</numFmts>\
         <fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
         <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
         <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
         <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
         <cellXfs count=\"{all}\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>{uses}</cellXfs>\
         <cellStyles count=\"1\"><cellStyle name=\"Standard\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>",
        count = codes.len(),
        all = codes.len() + 1
    )
}
