// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! PowerPoint since 2007 (ECMA-376 part 1, `PresentationML`): slides in their order, each with its notes, comments,
//! charts and diagrams.

use crate::flow::Flow;
use crate::markup::{Markup, Node, attribute, local, prefixed};
use crate::package::{Package, Relation};
use crate::reading::Reading;
use crate::{docx, properties};
use hoheit_types::WarningCode;
use std::collections::HashSet;

/// Reads one document.
pub(crate) fn read(package: &mut Package<'_>, main: &str, reading: &mut Reading<'_, '_, '_>) {
    let relations = package.relations(main, reading);
    let slides = slides(package, main, &relations, reading);
    reading.metadata.pages = Some(slides.len() as u64);
    // A part that several slides share, such as a comment author list, is read once.
    let mut seen = HashSet::new();
    for slide in slides.iter().take(reading.context.limits.pages as usize) {
        part_with_companions(package, slide, &mut seen, reading);
    }
    if slides.len() as u64 > reading.context.limits.pages {
        reading.warn(WarningCode::PageLimit, reading.context.limits.pages);
    }
    for kind in ["commentAuthors", "authors", "handoutMaster"] {
        for relation in relations.iter().filter(|r| r.kind == kind && !r.external) {
            part(package, &relation.target, &[], reading);
        }
    }
    for folder in ["ppt/slideLayouts/slide", "ppt/slideMasters/slide", "ppt/notesMasters/notes"] {
        for name in package.below(folder) {
            master(package, &name, reading);
        }
    }
    let is_empty = reading.text().trim().is_empty();
    properties::of_package(package, reading);
    package.children("ppt/embeddings/", reading);
    if is_empty {
        docx::scans(package, "ppt/media/", reading);
    }
}

/// The names of the slides in the order of the presentation; those that it does not name come last.
fn slides(
    package: &mut Package<'_>,
    main: &str,
    relations: &[Relation],
    reading: &mut Reading<'_, '_, '_>,
) -> Vec<String> {
    let mut slides: Vec<String> = Vec::new();
    match package.xml(main, reading) {
        Some(xml) => {
            let mut markup = Markup::new(&xml);
            loop {
                match markup.next() {
                    Node::Open(tag) if local(&tag) == "sldId" => {
                        let id = prefixed(&tag, "id").unwrap_or_default();
                        slides.extend(relations.iter().find(|r| r.id == id).map(|r| r.target.clone()));
                    }
                    Node::End => break,
                    _ => {}
                }
            }
        }
        None => reading.broken(),
    }
    for name in package.below("ppt/slides/slide") {
        if !slides.iter().any(|slide| slide.eq_ignore_ascii_case(&name)) {
            slides.push(name);
        }
    }
    slides.retain(|name| package.has(name));
    slides
}

fn part_with_companions(
    package: &mut Package<'_>,
    name: &str,
    seen: &mut HashSet<String>,
    reading: &mut Reading<'_, '_, '_>,
) {
    let relations = package.relations(name, reading);
    part(package, name, &relations, reading);
    for kind in ["chart", "chartEx", "diagramData", "notesSlide", "comments", "tags"] {
        for relation in relations.iter().filter(|r| r.kind == kind && !r.external) {
            if seen.insert(relation.target.clone()) {
                part(package, &relation.target, &[], reading);
            }
        }
    }
}

/// Reads what a master adds to each slide: a letterhead, an address. Its placeholders only hold samples ("Click to edit
/// …"), which are no text of anybody.
fn master(package: &mut Package<'_>, name: &str, reading: &mut Reading<'_, '_, '_>) {
    let Some(xml) = package.xml(name, reading) else { return };
    let mut markup = Markup::new(&xml);
    let mut is_sample = false;
    loop {
        match markup.next() {
            Node::Open(tag) => match local(&tag) {
                "sp" => is_sample = false,
                "ph" => is_sample = true,
                "t" if !is_sample => reading.push(&markup.text()),
                _ => {}
            },
            Node::Close(name) if name.local() == "p" => reading.end_line(),
            Node::End => break,
            _ => {}
        }
    }
    reading.end_line();
}

fn part(package: &mut Package<'_>, name: &str, relations: &[Relation], reading: &mut Reading<'_, '_, '_>) {
    let Some(xml) = package.xml(name, reading) else { return };
    let mut flow = Flow::default();
    let mut markup = Markup::new(&xml);
    let mut links: Vec<&str> = Vec::new();
    loop {
        match markup.next() {
            Node::Open(tag) => match local(&tag) {
                // Text of runs; of old comments (p:text); values of charts
                "t" => flow.text(&markup.text(), reading),
                "text" | "v" => {
                    flow.text(&markup.text(), reading);
                    flow.end_paragraph(reading);
                }
                "br" => flow.text("\n", reading),
                "tbl" => flow.open_table("", reading),
                "tr" => flow.open_row(),
                "tc" => flow.open_cell(),
                "cmAuthor" | "author" => {
                    for name in ["name", "userId"] {
                        flow.text(&attribute(&tag, name).unwrap_or_default(), reading);
                        flow.end_paragraph(reading);
                    }
                }
                // The alternative text of a picture
                "cNvPr" => {
                    if let Some(text) = attribute(&tag, "descr").filter(|text| !text.is_empty()) {
                        flow.text(&text, reading);
                        flow.end_paragraph(reading);
                    }
                }
                "hlinkClick" => {
                    let id = prefixed(&tag, "id").unwrap_or_default();
                    links.extend(
                        relations.iter().find(|r| r.external && r.id == id).map(|r| r.target.as_str()),
                    );
                }
                "tag" => {
                    flow.text(&attribute(&tag, "val").unwrap_or_default(), reading);
                    flow.end_paragraph(reading);
                }
                _ => {}
            },
            Node::Close(name) => match name.local() {
                "p" => {
                    for target in links.drain(..) {
                        flow.text(" ", reading);
                        flow.text(target, reading);
                    }
                    flow.end_paragraph(reading);
                }
                "tbl" => flow.close_table(reading),
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
    flow.finish(reading);
}
