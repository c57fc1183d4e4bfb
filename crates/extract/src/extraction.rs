// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use hoheit_types::{Format, ReadState, Timestamp, Warning};
use std::borrow::Cow;
use std::ops::Range;

/// What was read from one document. Text borrows from the document where it needs no conversion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extraction<'a> {
    /// The format by content, then by name
    pub format: Format,
    /// What became of it
    pub state: ReadState,
    /// All text in reading order, lines ended by `\n`; tables included, see [`Table`]
    pub text: Cow<'a, str>,
    /// Where in the text tables stand, ascending and without overlap
    pub tables: Vec<Table>,
    /// Facts about the document that are no personal data
    pub metadata: Metadata,
    /// Names of the direct children (members, attachments, embedded files); each was visited before its parent
    pub children: Vec<String>,
    /// What is missing or noteworthy, each code once, in order of first appearance
    pub warnings: Vec<Warning>,
    /// Pages and pictures that only OCR can read, in page order
    pub scans: Vec<Scan>,
}

/// A table is a stretch of the document's text: one line per row, cells parted by a delimiter. So the same bytes
/// serve a search over the text and a judgement by column, and no cell is copied twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Sheet, table or file name; may be empty
    pub name: String,
    /// Where in [`Extraction::text`], header row included
    pub span: Range<usize>,
    /// How to part it
    pub dialect: Dialect,
    /// The first row's cells where they look like headings, else empty
    pub header: Vec<String>,
    /// Rows, the heading not counted
    pub rows: u64,
}

/// How the cells of a table are parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Between two cells
    pub delimiter: u8,
    /// Around cells that hold delimiters or line breaks, doubled inside; `None` where no cell can hold them
    pub quote: Option<u8>,
}

impl Dialect {
    /// What hoheit writes itself for sheets and database tables: tabs; tabs and breaks in a cell became blanks.
    pub const TABS: Self = Self { delimiter: b'\t', quote: None };
}

/// Facts about a document. Author, last editor, mail subject and title are personal as often as not: they are part
/// of the text where a reader finds them, so that detection sees them, and stand nowhere else.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Pages, slides or sheets
    pub pages: Option<u64>,
    /// When it says that it was created
    pub created: Option<Timestamp>,
    /// When it says that it was last changed
    pub modified: Option<Timestamp>,
    /// The program that wrote it
    pub application: Option<String>,
}

/// A page or picture for OCR.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scan {
    /// Counted from 1
    pub page: u64,
    /// How the bytes are encoded
    pub encoding: ScanEncoding,
    /// The picture
    pub bytes: Vec<u8>,
}

/// Picture encodings that OCR programs take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanEncoding {
    /// JPEG
    Jpeg,
    /// PNG
    Png,
    /// TIFF, also around CCITT fax pages
    Tiff,
    /// Portable bitmap, grey map or pixel map
    Pnm,
}
