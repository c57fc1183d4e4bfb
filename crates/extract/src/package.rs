// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! ZIP packages of XML parts: Office Open XML (ECMA-376 part 2) and OpenDocument (part 3).

use crate::markup::{Markup, Node, attribute, local};
use crate::reading::Reading;
use hoheit_types::{Format, ReadState};
use std::collections::HashMap;
use std::io::Cursor;
use zip::ZipArchive;
use zip::read::read_zipfile_from_stream;
use zip::result::ZipError;

/// One package.
pub(crate) struct Package<'a> {
    members: Members<'a>,
    /// Normalised part name → index: producers disagree on case and slashes, readers may not
    index: HashMap<String, usize>,
    names: Vec<String>,
}

enum Members<'a> {
    Archive(Box<ZipArchive<Cursor<&'a [u8]>>>),
    /// What could be read from the front of a file whose directory, which stands at the end, is lost
    Salvaged(Vec<Vec<u8>>),
}

/// A link from one part to another, or out of the package.
pub(crate) struct Relation {
    pub(crate) id: String,
    /// The last word of the type's URI: `slide`, `notesSlide`, `hyperlink`
    pub(crate) kind: String,
    /// The part's name, or the outside target as it is
    pub(crate) target: String,
    pub(crate) external: bool,
}

impl<'a> Package<'a> {
    /// Opens the package, or settles what became of the document.
    pub(crate) fn open(bytes: &'a [u8], reading: &mut Reading<'_, '_, '_>) -> Option<Self> {
        if crate::ole::is_ole(bytes) {
            // Encrypted packages, and old binary files under a new name, come as compound files.
            if crate::ole::is_encrypted_package(bytes) {
                reading.state(ReadState::Encrypted);
            } else {
                reading.broken();
            }
            return None;
        }
        let (members, raw_names) = match ZipArchive::new(Cursor::new(bytes)) {
            Ok(archive) => {
                let name =
                    |i| archive.name_for_index(i).and_then(Result::ok).unwrap_or_default().into_owned();
                let names: Vec<String> = (0..archive.len()).map(name).collect();
                (Members::Archive(Box::new(archive)), names)
            }
            Err(_) => salvage(bytes, reading),
        };
        let mut names = Vec::with_capacity(raw_names.len());
        let mut index = HashMap::with_capacity(raw_names.len());
        for (i, name) in raw_names.into_iter().enumerate() {
            let name = name.replace('\\', "/");
            index.entry(normal(&name)).or_insert(i);
            names.push(name.trim_start_matches('/').to_owned());
        }
        Some(Self { members, index, names })
    }

    /// The names of all parts, in the order of the directory.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// The names of the parts below a folder (`word/embeddings/`), sorted.
    pub(crate) fn below(&self, folder: &str) -> Vec<String> {
        let folder = normal(folder);
        let mut names: Vec<_> = self
            .names
            .iter()
            .filter(|n| normal(n).starts_with(&folder) && !n.ends_with('/'))
            .cloned()
            .collect();
        names.sort_by_cached_key(|n| natural_key(n));
        names
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.index.contains_key(&normal(name))
    }

    /// The bytes of a part, as far as they can be read and the limits allow.
    pub(crate) fn bytes(&mut self, name: &str, reading: &mut Reading<'_, '_, '_>) -> Option<Vec<u8>> {
        let index = *self.index.get(&normal(name))?;
        let archive = match &mut self.members {
            Members::Archive(archive) => archive,
            Members::Salvaged(parts) => return parts.get(index).cloned(),
        };
        match archive.by_index(index) {
            Ok(part) => {
                let packed = part.compressed_size();
                Some(reading.unpack(part, packed))
            }
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                reading.state(ReadState::Encrypted);
                None
            }
            Err(_) => {
                reading.broken();
                None
            }
        }
    }

    /// An XML part as text.
    pub(crate) fn xml(&mut self, name: &str, reading: &mut Reading<'_, '_, '_>) -> Option<String> {
        Some(to_text(self.bytes(name, reading)?))
    }

    /// The relations of a part; `""` for those of the package.
    pub(crate) fn relations(&mut self, part: &str, reading: &mut Reading<'_, '_, '_>) -> Vec<Relation> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let path = if folder.is_empty() {
            format!("_rels/{name}.rels")
        } else {
            format!("{folder}/_rels/{name}.rels")
        };
        let Some(xml) = self.xml(&path, reading) else {
            return Vec::new();
        };
        let mut relations = Vec::new();
        let mut markup = Markup::new(&xml);
        loop {
            match markup.next() {
                Node::Open(tag) if local(&tag) == "Relationship" => {
                    let get = |name| attribute(&tag, name).unwrap_or_default().into_owned();
                    let external = get("TargetMode").eq_ignore_ascii_case("external");
                    let target = get("Target");
                    relations.push(Relation {
                        id: get("Id"),
                        kind: get("Type").rsplit('/').next().unwrap_or_default().to_owned(),
                        target: if external { target } else { join(folder, &target) },
                        external,
                    });
                }
                Node::End => return relations,
                _ => {}
            }
        }
    }

    /// The office document's main part, by relation, else by the usual name.
    pub(crate) fn main_part(&mut self, usual: &str, reading: &mut Reading<'_, '_, '_>) -> String {
        let by_relation = self.relations("", reading).into_iter().find(|r| r.kind == "officeDocument");
        match by_relation {
            Some(relation) if self.has(&relation.target) => relation.target,
            _ => usual.to_owned(),
        }
    }

    /// Hands the parts below a folder to the readers of their formats.
    pub(crate) fn children(&mut self, folder: &str, reading: &mut Reading<'_, '_, '_>) {
        for name in self.below(folder) {
            let Some(bytes) = self.bytes(&name, reading) else { continue };
            let short = name.rsplit('/').next().unwrap_or(&name);
            crate::ole::child(short, &bytes, reading);
        }
    }
}

/// Reads an Office Open XML document of any kind. Which one it is says its main part: a presentation that embeds a
/// workbook looks like both to whoever only sees names.
pub(crate) fn read(bytes: &[u8], reading: &mut Reading<'_, '_, '_>) {
    let Some(mut package) = Package::open(bytes, reading) else { return };
    let usual = match reading.format {
        Format::Pptx => "ppt/presentation.xml",
        Format::Xlsx => "xl/workbook.xml",
        Format::Xlsb => "xl/workbook.bin",
        _ => "word/document.xml",
    };
    let main = package.main_part(usual, reading);
    let folder = main.split('/').next().unwrap_or_default().to_ascii_lowercase();
    reading.format = match folder.as_str() {
        "ppt" => Format::Pptx,
        "word" => Format::Docx,
        "xl" if main.to_ascii_lowercase().ends_with(".bin") => Format::Xlsb,
        "xl" => Format::Xlsx,
        _ => reading.format,
    };
    match reading.format {
        Format::Pptx => crate::pptx::read(&mut package, &main, reading),
        Format::Xlsx => crate::spreadsheet::xlsx::read(&mut package, &main, reading),
        Format::Xlsb => crate::spreadsheet::xlsb::read(&mut package, &main, reading),
        _ => crate::docx::read(&mut package, &main, reading),
    }
}

/// Reads the members of a broken file one after the other, up to the break.
fn salvage(bytes: &[u8], reading: &mut Reading<'_, '_, '_>) -> (Members<'static>, Vec<String>) {
    let (mut parts, mut names) = (Vec::new(), Vec::new());
    let mut rest = bytes;
    while let Ok(Some(part)) = read_zipfile_from_stream(&mut rest) {
        names.push(part.name().map(std::borrow::Cow::into_owned).unwrap_or_default());
        let packed = part.compressed_size();
        parts.push(reading.unpack(part, packed));
    }
    reading.broken();
    (Members::Salvaged(parts), names)
}

/// Decodes a part: UTF-8, or UTF-16 as its byte order mark says. Bad bytes become replacement characters.
pub(crate) fn to_text(bytes: Vec<u8>) -> String {
    match bytes.as_slice() {
        // By the mark, or by the `<` of the declaration
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => encoding_rs::UTF_16LE.decode(&bytes).0.into_owned(),
        [0xFE, 0xFF, ..] | [0, b'<', ..] => encoding_rs::UTF_16BE.decode(&bytes).0.into_owned(),
        _ => {
            let declared = declared_encoding(&bytes).filter(|e| *e != encoding_rs::UTF_8);
            match declared {
                Some(encoding) => encoding.decode(&bytes).0.into_owned(),
                None => String::from_utf8(bytes)
                    .unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()),
            }
        }
    }
}

/// The encoding of the XML declaration.
fn declared_encoding(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = bytes.get(..bytes.len().min(200))?;
    let end = memchr::memmem::find(head, b"?>")?;
    let declaration = str::from_utf8(head.get(..end)?).ok()?;
    let value = declaration.split_once("encoding=")?.1;
    let quote = value.chars().next()?;
    encoding_rs::Encoding::for_label(value.get(1..)?.split(quote).next()?.as_bytes())
}

/// Resolves a relation's target against its source's folder.
fn join(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in target.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn normal(name: &str) -> String {
    name.trim_start_matches('/').to_ascii_lowercase()
}

/// Sorts `slide2` before `slide10`.
pub(crate) fn natural_key(name: &str) -> (String, u64) {
    let stem = name.trim_end_matches(|c: char| !c.is_ascii_digit());
    let digits = stem.len() - stem.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (head, number) = stem.split_at(stem.len() - digits);
    (head.to_owned(), number.parse().unwrap_or(0))
}
