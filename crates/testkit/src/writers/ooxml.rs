// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What Word, Excel and PowerPoint files share: the package of parts (ECMA-376 part 2).

use crate::document::Document;
use crate::writers::xml::{DECLARATION, escape};
use crate::writers::zip::ZipWriter;
use std::collections::BTreeMap;

/// Namespace of relations, as parts refer to them.
pub(crate) const MAIN_RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// A package under construction: a main part, parts that hang on parts, and the lists that name them all.
pub(crate) struct Package {
    main: String,
    types: Vec<(String, String)>,
    parts: Vec<(String, Vec<u8>)>,
    relations: BTreeMap<String, Vec<(String, String)>>,
}

impl Package {
    pub(crate) fn new(main: &str, content_type: &str) -> Self {
        let mut package =
            Self { main: main.to_owned(), types: Vec::new(), parts: Vec::new(), relations: BTreeMap::new() };
        package.types.push((main.to_owned(), content_type.to_owned()));
        package.relate("", &format!("{MAIN_RELATIONS}/officeDocument"), main);
        package
    }

    /// Adds `docProps/core.xml`.
    pub(crate) fn properties(&mut self, core: &str) {
        let name = "docProps/core.xml";
        self.part(name, "application/vnd.openxmlformats-package.core-properties+xml", core.to_owned());
        self.relate("", &format!("{PACKAGE}/relationships/metadata/core-properties"), name);
    }

    /// Adds a part that the main part refers to; returns the relation's id.
    pub(crate) fn related(&mut self, kind: &str, name: &str, content_type: &str, content: String) -> String {
        let from = self.main.clone();
        self.related_to(&from, kind, name, content_type, content)
    }

    /// Adds a part that another part refers to; returns the relation's id.
    pub(crate) fn related_to(
        &mut self,
        from: &str,
        kind: &str,
        name: &str,
        content_type: &str,
        content: String,
    ) -> String {
        self.part(name, content_type, content);
        self.relate(from, &format!("{MAIN_RELATIONS}/{kind}"), name)
    }

    /// Refers from one part to another that is there already; returns the relation's id.
    pub(crate) fn relate_known(&mut self, from: &str, kind: &str, name: &str) -> String {
        self.relate(from, &format!("{MAIN_RELATIONS}/{kind}"), name)
    }

    fn part(&mut self, name: &str, content_type: &str, content: String) {
        self.types.push((name.to_owned(), content_type.to_owned()));
        self.parts.push((name.to_owned(), content.into_bytes()));
    }

    fn relate(&mut self, from: &str, kind: &str, to: &str) -> String {
        let relations = self.relations.entry(from.to_owned()).or_default();
        relations.push((kind.to_owned(), to.to_owned()));
        format!("rId{}", relations.len())
    }

    /// Writes the package around its main part.
    pub(crate) fn finish(self, main: &str) -> Vec<u8> {
        let mut zip = ZipWriter::new();
        let mut types = format!(
            "{DECLARATION}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
             ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        );
        for (name, content_type) in &self.types {
            put!(types, "<Override PartName=\"/{name}\" ContentType=\"{content_type}\"/>");
        }
        types.push_str("</Types>");
        zip.add("[Content_Types].xml", types.as_bytes());
        for (from, relations) in &self.relations {
            let (folder, file) = from.rsplit_once('/').unwrap_or(("", from));
            let mut out = format!("{DECLARATION}<Relationships xmlns=\"{PACKAGE}/relationships\">");
            for (i, (kind, to)) in relations.iter().enumerate() {
                let id = i + 1;
                put!(out, "<Relationship Id=\"rId{id}\" Type=\"{kind}\" Target=\"/{to}\"/>");
            }
            out.push_str("</Relationships>");
            let slash = if folder.is_empty() { "" } else { "/" };
            zip.add(&format!("{folder}{slash}_rels/{file}.rels"), out.as_bytes());
        }
        zip.add(&self.main, main.as_bytes());
        for (name, content) in &self.parts {
            zip.add(name, content);
        }
        zip.finish()
    }
}

/// `docProps/core.xml`: title, author, last editor and dates.
pub(crate) fn core_properties(document: &Document) -> String {
    let day = document.created;
    format!(
        "{DECLARATION}<cp:coreProperties xmlns:cp=\"{PACKAGE}/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title>\
         <dc:creator>{author}</dc:creator><cp:lastModifiedBy>{editor}</cp:lastModifiedBy>\
         <cp:keywords>{keywords}</cp:keywords>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{day:#}T08:00:00Z</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{day:#}T09:00:00Z</dcterms:modified></cp:coreProperties>",
        title = escape(&document.title),
        author = escape(&document.author),
        editor = escape(&document.last_editor),
        keywords = escape(&document.keywords),
    )
}
