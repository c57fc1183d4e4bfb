// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! HTML, XML and JSON.

use super::xml::escape;
use crate::document::{Block, Cell, Document, Table};

/// The document as HTML 5, with the properties in `meta`, the remark in a comment, and a script that is no text.
pub fn write_html(document: &Document) -> Vec<u8> {
    let mut out = String::from("<!DOCTYPE html>\n<html lang=\"de\">\n<head>\n<meta charset=\"utf-8\">\n");
    put!(out, "<title>{}</title>\n", escape(&document.title));
    put!(out, "<meta name=\"author\" content=\"{}\">\n", escape(&document.author));
    put!(out, "<meta name=\"keywords\" content=\"{}\">\n", escape(&document.keywords));
    out.push_str(
        "<style>td { padding: 2px 1em }</style>\n<script>var x = 1 < 2;</script>\n</head>\n<body>\n",
    );
    if let Some(text) = &document.header {
        put!(out, "<header>{}</header>\n", escape(text));
    }
    put!(out, "<h1>{}</h1>\n", escape(&document.title));
    if let Some(text) = &document.comment {
        put!(out, "<!-- {} -->\n", escape(text));
    }
    for block in &document.blocks {
        match block {
            Block::Heading(text) => put!(out, "<h2>{}</h2>\n", escape(text)),
            Block::Text(text) => put!(out, "<p>{}</p>\n", entities(text)),
            Block::Table(table) => html_table(table, &mut out),
        }
    }
    if let Some(text) = &document.footer {
        put!(out, "<footer>{}</footer>\n", escape(text));
    }
    out.push_str("</body>\n</html>\n");
    out.into_bytes()
}

fn html_table(table: &Table, out: &mut String) {
    put!(out, "<table>\n<caption>{}</caption>\n<tr>", escape(&table.name));
    for header in &table.header {
        put!(out, "<th>{}</th>", escape(header));
    }
    out.push_str("</tr>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for cell in row {
            put!(out, "<td>{}</td>", escape(&cell.to_string()));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}

/// Umlauts as entities in some paragraphs, as editors of the nineties left them.
fn entities(text: &str) -> String {
    let text = escape(text);
    if !text.len().is_multiple_of(4) {
        return text;
    }
    text.replace('ä', "&auml;")
        .replace('ö', "&ouml;")
        .replace('ü', "&#252;")
        .replace('ß', "&szlig;")
        .replace('€', "&#x20ac;")
}

/// The document as XML of an application's own making.
pub fn write_xml(document: &Document) -> Vec<u8> {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    put!(
        out,
        "<vorgang titel=\"{}\" verfasser=\"{}\" stand=\"{:#}\">\n",
        escape(&document.title),
        escape(&document.author),
        document.created
    );
    for block in &document.blocks {
        match block {
            Block::Heading(text) => put!(out, "  <abschnitt>{}</abschnitt>\n", escape(text)),
            Block::Text(text) => put!(out, "  <text><![CDATA[{}]]></text>\n", text.replace("]]>", "]] >")),
            Block::Table(table) => {
                for row in &table.rows {
                    out.push_str("  <satz>");
                    for (name, cell) in table.header.iter().zip(row) {
                        let tag = tag(name);
                        put!(out, "<{tag}>{}</{tag}>", escape(&cell.to_string()));
                    }
                    out.push_str("</satz>\n");
                }
            }
        }
    }
    out.push_str("</vorgang>\n");
    out.into_bytes()
}

/// A header as the name of an element: letters and digits, never a digit first.
fn tag(name: &str) -> String {
    let word: String = crate::people::ascii(name).chars().filter(char::is_ascii_alphanumeric).collect();
    format!("f{word}")
}

/// The document as JSON; tables are lists of objects, numbers are numbers.
pub fn write_json(document: &Document) -> Vec<u8> {
    let mut out = format!(
        "{{\n  \"titel\": {},\n  \"verfasser\": {},\n  \"stand\": \"{:#}\",\n  \"inhalt\": [",
        json(&document.title),
        json(&document.author),
        document.created
    );
    let mut separator = "\n    ";
    for block in &document.blocks {
        match block {
            Block::Heading(text) | Block::Text(text) => {
                put!(out, "{separator}{}", json(text));
                separator = ",\n    ";
            }
            Block::Table(table) => {
                for row in &table.rows {
                    let fields: Vec<String> = table
                        .header
                        .iter()
                        .zip(row)
                        .map(|(name, cell)| format!("{}: {}", json(name), json_cell(cell)))
                        .collect();
                    put!(out, "{separator}{{{}}}", fields.join(", "));
                    separator = ",\n    ";
                }
            }
        }
    }
    out.push_str("\n  ]\n}\n");
    out.into_bytes()
}

fn json_cell(cell: &Cell) -> String {
    match cell {
        Cell::Integer(_) | Cell::Cents(_) => cell.to_string(),
        _ => json(&cell.to_string()),
    }
}

/// A JSON string; in some of them letters beyond ASCII are escaped, as many programs do.
fn json(text: &str) -> String {
    let ascii_only = text.len().is_multiple_of(3);
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            c if c.is_control() || (ascii_only && !c.is_ascii()) => {
                let mut units = [0; 2];
                for unit in c.encode_utf16(&mut units) {
                    put!(out, "\\u{unit:04x}");
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
