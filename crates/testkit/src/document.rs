// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::day::Day;
use std::fmt;

/// What all writers write: a small document as people think of one. A writer puts every part where its format has a place
/// for it and leaves out what the format cannot hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Heading, and the title among the file's properties
    pub title: String,
    /// Who wrote it, among the file's properties
    pub author: String,
    /// Who saved it last, among the file's properties
    pub last_editor: String,
    /// Key words, among the file's properties
    pub keywords: String,
    /// When it was written
    pub created: Day,
    /// Stands above every page
    pub header: Option<String>,
    /// Stands below every page
    pub footer: Option<String>,
    /// A remark at the margin
    pub comment: Option<String>,
    /// The content, in order
    pub blocks: Vec<Block>,
}

/// One piece of content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading inside the document
    Heading(String),
    /// A paragraph without line breaks
    Text(String),
    /// A table
    Table(Table),
}

/// A table with one row of headers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The sheet's or the database table's name
    pub name: String,
    /// Column headers
    pub header: Vec<String>,
    /// As many cells as there are headers
    pub rows: Vec<Vec<Cell>>,
}

/// A cell by its meaning; its `Display` is what a person sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Text
    Text(String),
    /// A whole number without separators: `65413`
    Integer(i64),
    /// Money in cents, shown with a point as every format stores it: `1234.50`
    Cents(i64),
    /// A day, kept as a serial number with a format: `12.08.1964`
    Date(Day),
    /// A number whose format adds leading zeros up to this width: `(815, 6)` is `000815`
    Padded(u64, u8),
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Integer(number) => number.fmt(f),
            Self::Cents(cents) => {
                let sign = if *cents < 0 { "-" } else { "" };
                write!(f, "{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
            }
            Self::Date(day) => day.fmt(f),
            Self::Padded(number, width) => write!(f, "{number:0width$}", width = usize::from(*width)),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl Document {
    /// An empty document with its properties.
    pub fn new(title: impl Into<String>, author: impl Into<String>, created: Day) -> Self {
        let author = author.into();
        Self {
            title: title.into(),
            last_editor: author.clone(),
            author,
            keywords: String::new(),
            created,
            header: None,
            footer: None,
            comment: None,
            blocks: Vec::new(),
        }
    }

    /// Adds a paragraph.
    pub fn text(&mut self, text: impl Into<String>) -> &mut Self {
        self.blocks.push(Block::Text(text.into()));
        self
    }

    /// Adds a heading.
    pub fn heading(&mut self, text: impl Into<String>) -> &mut Self {
        self.blocks.push(Block::Heading(text.into()));
        self
    }

    /// Adds a table.
    pub fn table(&mut self, table: Table) -> &mut Self {
        self.blocks.push(Block::Table(table));
        self
    }

    /// The tables alone.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks
            .iter()
            .filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
    }

    /// Headings and paragraphs alone.
    pub fn paragraphs(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Heading(text) | Block::Text(text) => Some(text.as_str()),
            Block::Table(_) => None,
        })
    }

    /// Everything readable as plain text: a line per paragraph, cells separated by tabs.
    pub fn plain(&self) -> String {
        let mut out = String::new();
        let mut line = |text: &str| {
            out.push_str(text);
            out.push('\n');
        };
        for text in self.header.iter().chain([&self.title]) {
            line(text);
            line("");
        }
        for block in &self.blocks {
            match block {
                Block::Heading(text) | Block::Text(text) => {
                    line(text);
                    line("");
                }
                Block::Table(table) => {
                    line(&table.header.join("\t"));
                    for row in &table.rows {
                        line(&row.iter().map(Cell::to_string).collect::<Vec<_>>().join("\t"));
                    }
                    line("");
                }
            }
        }
        if let Some(text) = &self.footer {
            line(text);
        }
        out
    }
}

impl Table {
    /// An empty table.
    pub fn new(name: impl Into<String>, header: &[&str]) -> Self {
        Self { name: name.into(), header: header.iter().map(|&h| h.to_owned()).collect(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row<const N: usize>(&mut self, cells: [Cell; N]) -> &mut Self {
        debug_assert_eq!(N, self.header.len(), "a row has as many cells as the table has headers");
        self.rows.push(cells.into());
        self
    }
}
