// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What was read, piece by piece, for a person who asked to see it.

use super::bounded;
use super::outcome::{ScannedPage, WARNINGS};
use hoheit_extract::{Dialect, Extraction, Table};
use hoheit_types::{Format, ReadState, Timestamp, Warning};
use serde::{Deserialize, Serialize};

/// Largest piece of text in a [`Part::Text`]. 1 MiB.
pub(super) const TEXT_PART_BYTES: usize = 1 << 20;

/// Most names of documents inside one. A million: ten times the usual [`Limits::children`](hoheit_types::Limits::children).
const CHILDREN: usize = 1_000_000;

/// Most headings of one table. 100,000: a sheet has 16,384 columns.
const COLUMNS: usize = 100_000;

/// What [`Worker::show`](super::Worker::show) tells of each document, in this order: its facts, its tables, its text
/// in pieces, its pictures for OCR, its end. Members come before the document that holds them. Plain text above 32 MiB
/// comes in several stretches, each told like a document of its own with the same (empty) member name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// A document begins
    Document(DocumentPart),
    /// One of its tables
    Table(TablePart),
    /// The next piece of its text, at most 1 MiB, cut between characters
    Text(String),
    /// A page or picture that only OCR can read; at most as many in one file as the job asked for
    Scan(ScannedPage),
    /// The document ends
    End,
}

/// The facts of one document, as a person asked to see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentPart {
    /// Names joined by `/`, `""` for the document itself
    pub member: String,
    /// By content, then by name
    pub format: Format,
    /// What became of it
    pub state: ReadState,
    /// What is missing or noteworthy
    #[serde(deserialize_with = "bounded::list::<_, _, WARNINGS>")]
    pub warnings: Vec<Warning>,
    /// Pages, slides or sheets
    pub pages: Option<u64>,
    /// When it says that it was created
    pub created: Option<Timestamp>,
    /// When it says that it was last changed
    pub modified: Option<Timestamp>,
    /// The program that wrote it
    pub application: Option<String>,
    /// Names of the documents directly inside
    #[serde(deserialize_with = "bounded::list::<_, _, CHILDREN>")]
    pub children: Vec<String>,
    /// Bytes of text that follow
    pub text_bytes: u64,
    /// Pages and pictures that only OCR can read
    pub scans: u64,
}

/// A table: a stretch of the document's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TablePart {
    /// Sheet, table or file name; may be empty
    pub name: String,
    /// Where in the text it begins, in bytes
    pub start: u64,
    /// Where in the text it ends
    pub end: u64,
    /// Between two cells
    pub delimiter: u8,
    /// Around cells that hold delimiters, if the format knows that
    pub quote: Option<u8>,
    /// Its headings, if it has some
    #[serde(deserialize_with = "bounded::list::<_, _, COLUMNS>")]
    pub header: Vec<String>,
    /// Rows without the headings
    pub rows: u64,
}

impl DocumentPart {
    pub(super) fn new(member: &str, found: &Extraction<'_>) -> Self {
        Self {
            member: member.to_owned(),
            format: found.format,
            state: found.state,
            warnings: found.warnings.clone(),
            pages: found.metadata.pages,
            created: found.metadata.created,
            modified: found.metadata.modified,
            application: found.metadata.application.clone(),
            children: found.children.clone(),
            text_bytes: found.text.len() as u64,
            scans: found.scans.len() as u64,
        }
    }

    /// A document that has no reader, or is too large for it.
    pub(super) fn left(format: Format) -> Self {
        Self {
            member: String::new(),
            format,
            state: if format.has_reader() { ReadState::TooLarge } else { ReadState::Unsupported },
            warnings: Vec::new(),
            pages: None,
            created: None,
            modified: None,
            application: None,
            children: Vec::new(),
            text_bytes: 0,
            scans: 0,
        }
    }
}

impl TablePart {
    /// How its rows and cells are parted.
    pub(crate) const fn dialect(&self) -> Dialect {
        Dialect { delimiter: self.delimiter, quote: self.quote }
    }

    pub(super) fn new(table: &Table) -> Self {
        Self {
            name: table.name.clone(),
            start: table.span.start as u64,
            end: table.span.end as u64,
            delimiter: table.dialect.delimiter,
            quote: table.dialect.quote,
            header: table.header.clone(),
            rows: table.rows,
        }
    }
}
