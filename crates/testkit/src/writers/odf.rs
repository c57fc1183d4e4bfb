// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! OpenDocument 1.2: text, spreadsheets and slides.

use super::xml::{DECLARATION, escape};
use super::zip::{Method, ZipWriter};
use crate::document::{Block, Cell, Document, Table};

const NAMES: &str = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
    xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
    xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" \
    xmlns:draw=\"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0\" \
    xmlns:presentation=\"urn:oasis:names:tc:opendocument:xmlns:presentation:1.0\" \
    xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" \
    xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\" \
    xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"";

/// The document as `.odt`.
pub fn write_text(document: &Document) -> Vec<u8> {
    let mut body = paragraph("h", &document.title);
    if let Some(comment) = &document.comment {
        put!(body, "<text:p>{}</text:p>", annotation(document, comment));
    }
    for block in &document.blocks {
        match block {
            Block::Heading(text) => body.push_str(&paragraph("h", text)),
            Block::Text(text) => body.push_str(&paragraph("p", text)),
            Block::Table(table) => write_table(table, &mut body),
        }
    }
    package("text", &format!("<office:text>{body}</office:text>"), document)
}

/// The document as `.ods`: a sheet per table, paragraphs on one of their own.
pub fn write_sheets(document: &Document) -> Vec<u8> {
    let mut notes = Table::new("Hinweise", &[&document.title]);
    for line in document.paragraphs() {
        notes.row([line.into()]);
    }
    let mut body = String::new();
    if !notes.rows.is_empty() || document.tables().next().is_none() {
        write_table(&notes, &mut body);
    }
    for table in document.tables() {
        write_table(table, &mut body);
    }
    package("spreadsheet", &format!("<office:spreadsheet>{body}</office:spreadsheet>"), document)
}

/// The document as `.odp`: a new slide at each heading, the remark as notes of the first one.
pub fn write_slides(document: &Document) -> Vec<u8> {
    let mut pages = vec![paragraph("p", &document.title)];
    for block in &document.blocks {
        if let Block::Heading(_) = block {
            pages.push(String::new());
        }
        let Some(page) = pages.last_mut() else { continue };
        match block {
            Block::Heading(text) | Block::Text(text) => page.push_str(&paragraph("p", text)),
            Block::Table(table) => {
                for row in &table.rows {
                    let cells: Vec<String> = row.iter().map(Cell::to_string).collect();
                    page.push_str(&paragraph("p", &cells.join("\t")));
                }
            }
        }
    }
    let frame = |height: &str, text: &str| {
        format!(
            "<draw:frame svg:x=\"2cm\" svg:y=\"2cm\" svg:width=\"22cm\" svg:height=\"{height}\"><draw:text-box>{text}\
             </draw:text-box></draw:frame>"
        )
    };
    let mut body = String::new();
    for (i, page) in pages.iter().enumerate() {
        put!(
            body,
            "<draw:page draw:name=\"Folie {}\" draw:master-page-name=\"Standard\">{}",
            i + 1,
            frame("15cm", page)
        );
        if let (0, Some(comment)) = (i, &document.comment) {
            put!(body, "<presentation:notes>{}</presentation:notes>", frame("5cm", &paragraph("p", comment)));
        }
        body.push_str("</draw:page>");
    }
    package("presentation", &format!("<office:presentation>{body}</office:presentation>"), document)
}

/// Tabs and runs of spaces have elements of their own (ODF 1.2, 6.1.2).
fn inline(text: &str) -> String {
    escape(text).replace('\t', "<text:tab/>").replace("  ", " <text:s/>")
}

fn paragraph(tag: &str, text: &str) -> String {
    let level = if tag == "h" { " text:outline-level=\"1\"" } else { "" };
    format!("<text:{tag}{level}>{}</text:{tag}>", inline(text))
}

fn annotation(document: &Document, text: &str) -> String {
    format!(
        "<office:annotation><dc:creator>{}</dc:creator><dc:date>{:#}T09:00:00</dc:date>{}</office:annotation>",
        escape(&document.last_editor),
        document.created,
        paragraph("p", text)
    )
}

fn write_table(table: &Table, out: &mut String) {
    put!(out, "<table:table table:name=\"{}\">", escape(&table.name));
    put!(
        out,
        "<table:table-column table:number-columns-repeated=\"{}\"/><table:table-row>",
        table.header.len().max(1)
    );
    for header in &table.header {
        out.push_str(&cell(&Cell::Text(header.clone())));
    }
    out.push_str("</table:table-row>");
    for row in &table.rows {
        put!(out, "<table:table-row>{}</table:table-row>", row.iter().map(cell).collect::<String>());
    }
    out.push_str("</table:table>");
}

/// The value for computing, and what a person sees as text inside.
fn cell(cell: &Cell) -> String {
    let kind = match cell {
        Cell::Text(_) => "office:value-type=\"string\"".to_owned(),
        Cell::Integer(_) => format!("office:value-type=\"float\" office:value=\"{cell}\""),
        Cell::Cents(_) => {
            format!("table:style-name=\"geld\" office:value-type=\"float\" office:value=\"{cell}\"")
        }
        Cell::Date(day) => {
            format!("table:style-name=\"tag\" office:value-type=\"date\" office:date-value=\"{day:#}\"")
        }
        Cell::Padded(value, width) => {
            format!("table:style-name=\"z{width}\" office:value-type=\"float\" office:value=\"{value}\"")
        }
    };
    format!("<table:table-cell {kind}>{}</table:table-cell>", paragraph("p", &cell.to_string()))
}

/// Number formats and the cell styles that use them.
fn automatic_styles() -> String {
    let mut out = String::from("<office:automatic-styles>");
    let style = |name: &str, data: &str| {
        format!(
            "<style:style style:name=\"{name}\" style:family=\"table-cell\" style:data-style-name=\"{data}\"/>"
        )
    };
    out.push_str(
        "<number:date-style style:name=\"ntag\"><number:day number:style=\"long\"/><number:text>.</number:text>\
         <number:month number:style=\"long\"/><number:text>.</number:text><number:year number:style=\"long\"/></number:date-style>\
         <number:number-style style:name=\"ngeld\"><number:number number:decimal-places=\"2\" \
         number:min-integer-digits=\"1\"/></number:number-style>",
    );
    out.push_str(&style("tag", "ntag"));
    out.push_str(&style("geld", "ngeld"));
    for width in 2..=14 {
        put!(
            out,
            "<number:number-style style:name=\"nz{width}\"><number:number number:decimal-places=\"0\" \
             number:min-integer-digits=\"{width}\"/></number:number-style>{}",
            style(&format!("z{width}"), &format!("nz{width}"))
        );
    }
    out + "</office:automatic-styles>"
}

fn package(kind: &str, body: &str, document: &Document) -> Vec<u8> {
    let mime = format!("application/vnd.oasis.opendocument.{kind}");
    let content = format!(
        "{DECLARATION}<office:document-content {NAMES} office:version=\"1.2\">{}<office:body>{body}</office:body></office:document-content>",
        automatic_styles()
    );
    let margin = |tag: &str, text: &Option<String>| {
        text.as_ref().map_or(String::new(), |t| format!("<style:{tag}>{}</style:{tag}>", paragraph("p", t)))
    };
    let styles = format!(
        "{DECLARATION}<office:document-styles {NAMES} office:version=\"1.2\"><office:automatic-styles>\
         <style:page-layout style:name=\"seite\"><style:page-layout-properties/><style:header-style/><style:footer-style/>\
         </style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name=\"Standard\" \
         style:page-layout-name=\"seite\">{}{}</style:master-page></office:master-styles></office:document-styles>",
        margin("header", &document.header),
        margin("footer", &document.footer)
    );
    let meta = format!(
        "{DECLARATION}<office:document-meta {NAMES} office:version=\"1.2\"><office:meta><dc:title>{}</dc:title>\
         <meta:initial-creator>{}</meta:initial-creator><dc:creator>{}</dc:creator><meta:keyword>{}</meta:keyword>\
         <meta:creation-date>{:#}T08:00:00</meta:creation-date></office:meta></office:document-meta>",
        escape(&document.title),
        escape(&document.author),
        escape(&document.last_editor),
        escape(&document.keywords),
        document.created
    );
    let entry = |path: &str, kind: &str| {
        format!("<manifest:file-entry manifest:full-path=\"{path}\" manifest:media-type=\"{kind}\"/>")
    };
    let parts = ["content.xml", "styles.xml", "meta.xml"];
    let manifest = format!(
        "{DECLARATION}<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" \
         manifest:version=\"1.2\">{}{}</manifest:manifest>",
        entry("/", &mime),
        parts.map(|part| entry(part, "text/xml")).concat()
    );
    let mut zip = ZipWriter::new();
    // First and stored, so that the format can be told from the file's first bytes (ODF 1.2 part 3, 3.3).
    zip.add_with(b"mimetype", Method::Stored, mime.as_bytes());
    for (part, content) in parts.into_iter().zip([content, styles, meta]) {
        zip.add(part, content.as_bytes());
    }
    zip.add("META-INF/manifest.xml", manifest.as_bytes());
    zip.finish()
}
