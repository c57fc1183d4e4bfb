// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::extract;
use hoheit_types::{Limits, ReadState};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A package of these parts.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).expect("in memory");
        writer.write_all(text.as_bytes()).expect("in memory");
    }
    writer.finish().expect("in memory").into_inner()
}

fn document(body: &str) -> Vec<u8> {
    let relations = r#"<Relationships><Relationship Id="r1" Type="x/hyperlink" TargetMode="External"
        Target="mailto:amt@musterstadt.example"/></Relationships>"#;
    let body = format!("<w:document><w:body>{body}</w:body></w:document>");
    package(&[
        ("[Content_Types].xml", ""),
        ("word/document.xml", &body),
        ("word/_rels/document.xml.rels", relations),
    ])
}

fn read(bytes: &[u8]) -> (String, ReadState) {
    let mut result = None;
    extract(bytes, "a.docx", &Limits::default(), &mut |_, found| {
        result = Some((found.text.to_string(), found.state));
    });
    result.expect("each document is visited")
}

#[track_caller]
fn check(body: &str, expect: &str) {
    assert_eq!(read(&document(body)), (expect.to_owned(), ReadState::Read), "{body}");
}

#[test]
fn runs_tabs_and_breaks_make_lines() {
    check(
        "<w:p><w:r><w:t>Mei</w:t></w:r><w:r><w:t>er</w:t><w:tab/><w:t>A&amp;B</w:t><w:br/><w:t>neu</w:t></w:r></w:p>",
        "Meier\tA&B\nneu\n",
    );
}

#[test]
fn deleted_text_still_lies_in_the_file() {
    check("<w:p><w:del><w:r><w:delText>gestrichen</w:delText></w:r></w:del></w:p>", "gestrichen\n");
}

#[test]
fn a_text_box_is_read_once() {
    let twice = "<mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>Kasten</w:t></w:r></w:p></w:txbxContent></mc:Choice>\
        <mc:Fallback><w:txbxContent><w:p><w:r><w:t>Kasten</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent>";
    check(&format!("<w:p><w:r>{twice}</w:r></w:p>"), "Kasten\n");
}

#[test]
fn targets_of_links_are_read_and_other_instructions_are_not() {
    check(
        "<w:p><w:hyperlink r:id=\"r1\"><w:r><w:t>Amt</w:t></w:r></w:hyperlink></w:p>",
        "Amt mailto:amt@musterstadt.example \n",
    );
    let field = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>HYPERLINK \"mailto:a@b.example\" \\o</w:instrText></w:r>\
        <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>Post</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    check(&format!("<w:p>{field}</w:p>"), "mailto:a@b.example Post\n");
    check("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>7</w:t></w:r></w:p>", "7\n");
}

#[test]
fn a_table_of_one_column_is_only_layout() {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    check(
        &format!("<w:tbl><w:tr>{}</w:tr><w:tr>{}</w:tr></w:tbl>", cell("oben"), cell("unten")),
        "oben\nunten\n",
    );
}

#[test]
fn a_torn_package_yields_what_comes_before_the_tear() {
    let bytes = document("<w:p><w:r><w:t>gerettet</w:t></w:r></w:p>");
    let directory = memchr::memmem::find(&bytes, b"PK\x01\x02").expect("a directory");
    assert_eq!(read(&bytes[..directory]), ("gerettet\n".to_owned(), ReadState::Partly));
}
