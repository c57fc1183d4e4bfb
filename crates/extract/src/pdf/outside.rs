// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What lies outside the pages' content: annotations, form fields, bookmarks, attachments.

use super::font::Fonts;
use super::page;
use crate::markup::{Markup, Node};
use crate::package::to_text;
use crate::reading::Reading;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, Stream, String as PdfString};
use hoheit_types::WarningCode;
use std::collections::HashSet;

/// Entries of the trees of fields, bookmarks and names that are read. They are linked, and hostile links are endless.
const MAX_ENTRIES: usize = 100_000;

/// Reads all of it.
pub(super) fn read(pdf: &Pdf, reading: &mut Reading<'_, '_, '_>) {
    let mut outside =
        Outside { fonts: Fonts::default(), seen: HashSet::new(), files: HashSet::new(), entries: 0 };
    let limit = reading.context.limits.pages as usize;
    for page in pdf.pages().iter().take(limit) {
        if let Some(annotations) = page.raw().get::<Array<'_>>("Annots") {
            for annotation in annotations.iter::<Dict<'_>>() {
                outside.annotation(&annotation, reading);
            }
        }
    }
    let Some(catalogue) = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()) else { return };
    if let Some(form) = catalogue.get::<Dict<'_>>("AcroForm") {
        if let Some(fields) = form.get::<Array<'_>>("Fields") {
            outside.fields(&fields, reading);
        }
        xfa(&form, reading);
    }
    if let Some(outlines) = catalogue.get::<Dict<'_>>("Outlines") {
        outside.bookmarks(&outlines, reading);
    }
    let names = catalogue.get::<Dict<'_>>("Names");
    if let Some(files) = names.and_then(|names| names.get::<Dict<'_>>("EmbeddedFiles")) {
        outside.files(&files, reading);
    }
    if let Some(files) = catalogue.get::<Array<'_>>("AF") {
        for file in files.iter::<Dict<'_>>() {
            outside.file(&file, reading);
        }
    }
}

struct Outside<'a> {
    fonts: Fonts<'a>,
    /// Objects that were read already: a field is an annotation of its page and stands in the form as well
    seen: HashSet<ObjectIdentifier>,
    files: HashSet<ObjectIdentifier>,
    entries: usize,
}

impl<'a> Outside<'a> {
    /// Whether the object was not read yet, and there is room for more.
    fn is_new(&mut self, dict: &Dict<'_>) -> bool {
        self.entries += 1;
        self.entries <= MAX_ENTRIES && dict.obj_id().is_none_or(|id| self.seen.insert(id))
    }

    fn annotation(&mut self, annotation: &Dict<'a>, reading: &mut Reading<'_, '_, '_>) {
        if !self.is_new(annotation) {
            return;
        }
        let subtype = annotation.get::<Name<'_>>("Subtype");
        let before = reading.text().len();
        // Popups repeat the note that they belong to. `T` is the author of a note, but the name of a field.
        match subtype.as_deref() {
            Some(b"Popup") => return,
            Some(b"Widget") => Self::field(annotation, reading),
            _ => {
                for key in ["T", "Subj", "Contents"] {
                    text(annotation, key, reading);
                }
            }
        }
        if let Some(address) =
            annotation.get::<Dict<'_>>("A").and_then(|action| action.get::<PdfString<'_>>("URI"))
        {
            line(&text_string(address.as_bytes()), reading);
        }
        if let Some(file) = annotation.get::<Dict<'_>>("FS") {
            self.file(&file, reading);
        }
        // What is only drawn: stamps, and fields of forms that were flattened by halves
        if reading.text().len() == before
            && !matches!(subtype.as_deref(), Some(b"Link"))
            && let Some(form) =
                annotation.get::<Dict<'a>>("AP").and_then(|looks| looks.get::<Stream<'a>>("N"))
        {
            line(&page::read_form(&form, &mut self.fonts), reading);
        }
    }

    fn fields(&mut self, fields: &Array<'a>, reading: &mut Reading<'_, '_, '_>) {
        let mut todo: Vec<Dict<'a>> = fields.iter::<Dict<'a>>().take(MAX_ENTRIES).collect();
        todo.reverse();
        while let Some(field) = todo.pop() {
            if !self.is_new(&field) {
                continue;
            }
            Self::field(&field, reading);
            if let Some(kids) = field.get::<Array<'a>>("Kids") {
                let kids: Vec<_> = kids.iter::<Dict<'a>>().take(MAX_ENTRIES).collect();
                todo.extend(kids.into_iter().rev());
            }
        }
    }

    /// The value of a field, behind the name that people see.
    fn field(field: &Dict<'_>, reading: &mut Reading<'_, '_, '_>) {
        let value = match field.get::<Object<'_>>("V") {
            Some(Object::String(text)) => text_string(text.as_bytes()),
            Some(Object::Stream(stream)) => {
                stream.decoded_data().map(|text| text_string(&text)).unwrap_or_default()
            }
            Some(Object::Array(values)) => {
                let values = values.iter::<PdfString<'_>>().map(|text| text_string(text.as_bytes()));
                values.collect::<Vec<_>>().join(", ")
            }
            // Names are the states of boxes: on and off.
            _ => return,
        };
        let name = ["TU", "T"].iter().find_map(|key| field.get::<PdfString<'_>>(*key));
        let name = name.map(|name| text_string(name.as_bytes())).unwrap_or_default();
        if value.trim().is_empty() {
            return;
        }
        if name.is_empty() { line(&value, reading) } else { line(&format!("{name}: {value}"), reading) }
    }

    fn bookmarks(&mut self, outlines: &Dict<'a>, reading: &mut Reading<'_, '_, '_>) {
        let mut todo: Vec<Dict<'a>> = outlines.get::<Dict<'a>>("First").into_iter().collect();
        while let Some(entry) = todo.pop() {
            if !self.is_new(&entry) {
                continue;
            }
            text(&entry, "Title", reading);
            todo.extend(entry.get::<Dict<'a>>("Next"));
            todo.extend(entry.get::<Dict<'a>>("First"));
        }
    }

    /// The tree of attachments.
    fn files(&mut self, tree: &Dict<'a>, reading: &mut Reading<'_, '_, '_>) {
        let mut todo = vec![tree.clone()];
        while let Some(node) = todo.pop() {
            if !self.is_new(&node) {
                continue;
            }
            if let Some(names) = node.get::<Array<'a>>("Names") {
                for object in names.iter::<Object<'a>>().take(MAX_ENTRIES) {
                    if let Object::Dict(file) = object {
                        self.file(&file, reading);
                    }
                }
            }
            if let Some(kids) = node.get::<Array<'a>>("Kids") {
                todo.extend(kids.iter::<Dict<'a>>().take(MAX_ENTRIES));
            }
        }
    }

    fn file(&mut self, file: &Dict<'_>, reading: &mut Reading<'_, '_, '_>) {
        let name = ["UF", "F"].iter().find_map(|key| file.get::<PdfString<'_>>(*key));
        let name = name.map(|name| text_string(name.as_bytes())).unwrap_or_default();
        let Some(embedded) = file.get::<Dict<'_>>("EF") else { return };
        let Some(stream) =
            ["UF", "F", "DOS", "Mac", "Unix"].iter().find_map(|key| embedded.get::<Stream<'_>>(*key))
        else {
            return;
        };
        if !self.files.insert(stream.obj_id()) {
            return;
        }
        match stream.decoded_data() {
            Ok(bytes) => {
                reading.child(&name, &bytes);
            }
            Err(_) => reading.warn(WarningCode::ChildrenUnread, 1),
        }
    }
}

/// The data of a form in the XML way ("XFA"): values are the text of its elements.
fn xfa(form: &Dict<'_>, reading: &mut Reading<'_, '_, '_>) {
    let Some(parts) = form.get::<Array<'_>>("XFA") else { return };
    let mut is_data = false;
    for object in parts.iter::<Object<'_>>() {
        match object {
            Object::String(name) => is_data = name.as_bytes() == b"datasets",
            Object::Stream(stream) if is_data => {
                let Ok(xml) = stream.decoded_data() else { continue };
                let xml = to_text(xml.into_owned());
                let mut markup = Markup::new(&xml);
                loop {
                    match markup.next() {
                        Node::Text(text) => line(&text, reading),
                        Node::End => break,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
}

fn text(dict: &Dict<'_>, key: &str, reading: &mut Reading<'_, '_, '_>) {
    if let Some(text) = dict.get::<PdfString<'_>>(key) {
        line(&text_string(text.as_bytes()), reading);
    }
}

fn line(text: &str, reading: &mut Reading<'_, '_, '_>) {
    if !text.trim().is_empty() {
        reading.end_line();
        reading.push(&text.replace('\r', "\n"));
        reading.end_line();
    }
}

/// A text string (7.9.2.2): UTF-16 or UTF-8 behind a mark, else `PDFDocEncoding`.
pub(super) fn text_string(bytes: &[u8]) -> String {
    /// Codes 0x80 to 0xA0 of `PDFDocEncoding` (annex D.2); the codes above are those of Latin-1
    const HIGH: [char; 33] = [
        '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ',
        'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{FFFD}', '€',
    ];
    match bytes {
        [0xFE, 0xFF, ..] => encoding_rs::UTF_16BE.decode(bytes).0.replace('\0', ""),
        [0xFF, 0xFE, ..] => encoding_rs::UTF_16LE.decode(bytes).0.replace('\0', ""),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes
            .iter()
            .filter(|b| **b >= 0x20 || matches!(b, b'\n' | b'\r' | b'\t'))
            .map(|b| HIGH.get(usize::from(*b).wrapping_sub(0x80)).copied().unwrap_or(char::from(*b)))
            .collect(),
    }
}
