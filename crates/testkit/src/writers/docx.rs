// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Word documents after ECMA-376: the smallest package that Word and `LibreOffice` open without a question.

use super::ooxml::{MAIN_RELATIONS, Package, core_properties};
use super::xml::{DECLARATION, escape};
use crate::document::{Block, Cell, Document, Table};

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// The document as `.docx`.
pub fn write(document: &Document) -> Vec<u8> {
    let mut package = Package::new("word/document.xml", &format!("{TYPE}.document.main+xml"));
    package.properties(&core_properties(document));
    package.related("styles", "word/styles.xml", &format!("{TYPE}.styles+xml"), styles());
    let mut references = String::new();
    let mut margin = |tag: &str, text: &Option<String>| {
        let Some(text) = text else { return };
        let part = format!(
            "{DECLARATION}<w:{root} xmlns:w=\"{MAIN}\">{paragraph}</w:{root}>",
            root = if tag == "header" { "hdr" } else { "ftr" },
            paragraph = paragraph(text, None),
        );
        let id = package.related(tag, &format!("word/{tag}1.xml"), &format!("{TYPE}.{tag}+xml"), part);
        put!(references, "<w:{tag}Reference w:type=\"default\" r:id=\"{id}\"/>");
    };
    margin("header", &document.header);
    margin("footer", &document.footer);
    let mut anchor = String::new();
    if let Some(comment) = &document.comment {
        let author = escape(&document.last_editor);
        let part = format!(
            "{DECLARATION}<w:comments xmlns:w=\"{MAIN}\"><w:comment w:id=\"0\" w:author=\"{author}\" \
             w:date=\"{:#}T09:00:00Z\">{}</w:comment></w:comments>",
            document.created,
            paragraph(comment, None)
        );
        package.related("comments", "word/comments.xml", &format!("{TYPE}.comments+xml"), part);
        anchor.push_str("<w:p><w:r><w:commentReference w:id=\"0\"/></w:r></w:p>");
    }
    let body: String = document.blocks.iter().map(block).collect();
    package.finish(&format!(
        "{DECLARATION}<w:document xmlns:w=\"{MAIN}\" xmlns:r=\"{MAIN_RELATIONS}\"><w:body>{title}{body}{anchor}\
         <w:sectPr>{references}<w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr></w:body></w:document>",
        title = paragraph(&document.title, Some("Title")),
    ))
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(text) => paragraph(text, Some("Heading1")),
        Block::Text(text) => paragraph(text, None),
        Block::Table(table) => write_table(table),
    }
}

/// Word splits runs wherever it likes (spelling marks, revisions), also inside words: every third paragraph here too.
fn paragraph(text: &str, style: Option<&str>) -> String {
    let style = style.map(|s| format!("<w:pPr><w:pStyle w:val=\"{s}\"/></w:pPr>")).unwrap_or_default();
    let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(i, _)| i);
    let (left, right) = text.split_at(if text.len().is_multiple_of(3) { middle } else { 0 });
    format!("<w:p>{style}{}{}</w:p>", run(left), run(right))
}

fn run(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text))
}

fn write_table(table: &Table) -> String {
    let grid = "<w:gridCol w:w=\"1800\"/>".repeat(table.header.len());
    let cell = |text: &str| {
        format!("<w:tc><w:tcPr><w:tcW w:w=\"1800\" w:type=\"dxa\"/></w:tcPr>{}</w:tc>", paragraph(text, None))
    };
    let mut rows = format!("<w:tr>{}</w:tr>", table.header.iter().map(|h| cell(h)).collect::<String>());
    for row in &table.rows {
        let cells: String = row.iter().map(|c: &Cell| cell(&c.to_string())).collect();
        put!(rows, "<w:tr>{cells}</w:tr>");
    }
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl><w:p/>"
    )
}

fn styles() -> String {
    let style = |id: &str, name: &str, size: u8| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>\
             <w:rPr><w:b/><w:sz w:val=\"{size}\"/></w:rPr></w:style>"
        )
    };
    format!(
        "{DECLARATION}<w:styles xmlns:w=\"{MAIN}\">{}{}</w:styles>",
        style("Title", "Title", 32),
        style("Heading1", "heading 1", 26)
    )
}
