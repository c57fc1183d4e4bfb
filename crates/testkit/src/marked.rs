// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Documents of every format whose content can be recognised wherever it turns up. The privacy test feeds them through all
//! commands and searches all output and state for the markers: a single one is a leak.
//!
//! Markers stand in every place that holds content: body, table cells, title, author, last editor, key words, header,
//! footer, remarks, senders and recipients, subjects, attachments. None stands in a file name, a folder, a sheet's or a
//! column's name, for those an inventory keeps.

use crate::assets;
use crate::day::Day;
use crate::document::{Cell, Document, Table};
use crate::numbers;
use crate::people::Person;
use crate::rng::Rng;
use crate::tree::{BuildError, TreeBuilder, TreeSummary};
use crate::writers::image::{self, Exif};
use crate::writers::text::Encoding;
use crate::writers::{Form, cards};
use std::collections::HashMap;
use std::path::Path;

/// A file and what must never be seen of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkedFile {
    /// `07.docx`: says nothing
    pub file_name: String,
    /// Content
    pub bytes: Vec<u8>,
    /// All its markers
    pub markers: Vec<Marker>,
}

/// A piece of content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// File and place: `07.docx: author`
    pub place: String,
    /// As it is written
    pub text: String,
}

/// Every format once, and the fixtures by their own words.
pub fn files() -> Vec<MarkedFile> {
    let mut files: Vec<MarkedFile> =
        Form::ALL.iter().enumerate().map(|(i, form)| marked_form(i, *form)).collect();
    files.push(contacts());
    files.push(photo());
    files.push(picture());
    let ppt = assets::ppt();
    for (name, bytes, words) in [
        ("40.doc", assets::DOC, &["Annegret", "a.boehm@post.example", "040 66969 331"][..]),
        ("41.xls", assets::XLS, &["Annegret", "DE27900100340815004711", "Wilhelm"]),
        ("42.ppt", &ppt, &["Jürgen Weiß", "069 90009 117"]),
        (
            "43.msg",
            assets::MSG,
            &["Annegret", "a.boehm@post.example", "Stundung Gewerbesteuer", "30.01.1962"],
        ),
        ("44.7z", assets::SEVEN_ZIP, &["Lindner, Dörte"]),
        // Only text recognition brings these out.
        ("45.pdf", assets::SCAN_PDF, &["Hannelore", "DE27 9001 0034 0815 0047 11"]),
        ("46.tif", assets::SCAN_TIFF, &["Grünwald", "Erkrankung der Atemwege"]),
    ] {
        let markers = words.iter().map(|word| marker(name, "fixture", word)).collect();
        files.push(MarkedFile { file_name: name.to_owned(), bytes: bytes.to_vec(), markers });
    }
    files
}

/// Builds them below `root`, which is created and must be empty.
pub fn build(root: &Path) -> Result<TreeSummary, BuildError> {
    let mut tree = TreeBuilder::found(root)?;
    for file in files() {
        tree.put("marked", &file.file_name, &file.bytes, DAY.0 * 86_400)?;
    }
    Ok(tree.finish())
}

const DAY: Day = Day::new(2024, 4, 1);

fn marker(file: &str, place: &str, text: &str) -> Marker {
    Marker { place: format!("{file}: {place}"), text: text.to_owned() }
}

/// Collects the markers of one file. Words begin with "Zqx", which no language has.
struct Marking {
    file_name: String,
    markers: Vec<Marker>,
    rng: Rng,
}

impl Marking {
    fn begin(index: usize, extension: &str) -> Self {
        let file_name = format!("{index:02}.{extension}");
        Self { rng: Rng::new(index as u64), file_name, markers: Vec::new() }
    }

    /// A word that stands in one place of one file only.
    fn word(&mut self, place: &str) -> String {
        let letter = |n: usize| char::from(b'a' + n as u8);
        let (number, file) = (self.markers.len(), &self.file_name);
        let index: usize = file[..2].parse().unwrap_or(0);
        let letters: String =
            [letter(index / 26), letter(index % 26), letter(number / 26), letter(number % 26)]
                .iter()
                .collect();
        self.note(place, format!("Zqx{letters}"))
    }

    fn note(&mut self, place: &str, text: String) -> String {
        self.markers.push(marker(&self.file_name, place, &text));
        text
    }

    /// A sentence with words and valid identifiers, so that what detectors find is marked too.
    fn sentence(&mut self, place: &str) -> String {
        let (first, last) = (self.word(place), self.word(place));
        let mail = self.word(place).to_lowercase();
        let iban = numbers::iban(&mut self.rng);
        let iban = self.note(place, numbers::in_fours(&iban));
        let id = numbers::steuer_id(&mut self.rng);
        let id = self.note(place, id);
        format!(
            "Frau {first} {last}, geboren am 12.08.1964, E-Mail {mail}@privat.example, IBAN {iban}, Steuer-ID {id}, \
             ist an Asthma erkrankt."
        )
    }

    fn finish(self, bytes: Vec<u8>) -> MarkedFile {
        MarkedFile { file_name: self.file_name, bytes, markers: self.markers }
    }
}

fn marked_form(index: usize, form: Form) -> MarkedFile {
    let mut marking = Marking::begin(index, form.extension());
    let mut document = Document::new(marking.word("title"), marking.word("author"), DAY);
    document.last_editor = marking.word("last editor");
    document.keywords = marking.word("key words");
    document.header = Some(marking.word("header"));
    document.footer = Some(marking.word("footer"));
    document.comment = Some(marking.word("remark"));
    let heading = marking.word("heading");
    let sentence = marking.sentence("body");
    document.heading(heading).text(sentence);
    let mut table = Table::new("Liste", &["Name", "Vorname", "E-Mail", "IBAN", "Bemerkung"]);
    for _ in 0..20 {
        let cells = [marking.word("cell"), marking.word("cell"), marking.word("cell")];
        let iban = numbers::iban(&mut marking.rng);
        let iban = marking.note("cell", iban);
        let [last, first, note] = cells;
        let mail = format!("{}@privat.example", last.to_lowercase());
        table.row([last.into(), first.into(), mail.into(), iban.into(), Cell::Text(note)]);
    }
    document.table(table);
    marking.finish(form.write(&document))
}

fn contacts() -> MarkedFile {
    let mut marking = Marking::begin(30, "vcf");
    let mut person = Person::invent(&mut marking.rng);
    person.first = marking.word("first name");
    person.last = marking.word("surname");
    person.email = format!("{}@privat.example", marking.word("mail").to_lowercase());
    marking.finish(cards::write_contacts(&[person]))
}

fn photo() -> MarkedFile {
    let mut marking = Marking::begin(31, "jpg");
    let exif = Exif {
        make: "NIKON".to_owned(),
        model: "COOLPIX".to_owned(),
        artist: marking.word("photographer"),
        taken: DAY,
        place: Some((198_000, 10_800)),
    };
    marking.finish(image::jpeg_with_exif(assets::PHOTO_JPEG, &exif))
}

fn picture() -> MarkedFile {
    let mut marking = Marking::begin(32, "png");
    let author = marking.word("author");
    marking.finish(image::png_with_text(assets::SCAN_PNG, "Author", &author))
}

/// Searches output for markers.
pub struct Search {
    markers: Vec<Marker>,
    /// Needles by their first four bytes, in lower case, with the marker's index
    needles: HashMap<[u8; 4], Vec<(Vec<u8>, usize)>>,
}

impl Search {
    /// Prepares to find the markers of these files: as written, without spaces, in UTF-16 and in Windows-1252, whatever
    /// the case of ASCII letters.
    pub fn new(files: &[MarkedFile]) -> Self {
        let mut search = Self { markers: Vec::new(), needles: HashMap::new() };
        for marker in files.iter().flat_map(|file| &file.markers) {
            let index = search.markers.len();
            let text = marker.text.to_lowercase();
            let tight = text.replace(' ', "");
            let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let old = Encoding::Windows1252.encode(&text);
            for needle in
                [text.clone().into_bytes(), tight.clone().into_bytes(), wide(&text), wide(&tight), old]
            {
                if let Some(start) = needle.first_chunk::<4>() {
                    let list = search.needles.entry(*start).or_default();
                    if !list.iter().any(|(known, _)| *known == needle) {
                        list.push((needle, index));
                    }
                }
            }
            search.markers.push(marker.clone());
        }
        search
    }

    /// The markers that stand in `output`, each once. When two files share a marker, the first one is named.
    pub fn leaks(&self, output: &[u8]) -> Vec<&Marker> {
        let output = output.to_ascii_lowercase();
        let mut found = vec![false; self.markers.len()];
        for (at, window) in output.windows(4).enumerate() {
            let Some(list) = window.first_chunk::<4>().and_then(|start| self.needles.get(start)) else {
                continue;
            };
            for (needle, index) in list {
                if output.get(at..).is_some_and(|rest| rest.starts_with(needle)) {
                    found[*index] = true;
                }
            }
        }
        self.markers.iter().zip(found).filter_map(|(marker, found)| found.then_some(marker)).collect()
    }
}
