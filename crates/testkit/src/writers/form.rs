// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::tar::{TarWriter, gzip};
use super::text::Encoding;
use super::zip::ZipWriter;
use super::{cards, docx, mail, markup, odf, pdf, pptx, rtf, separated, sqlite, text, xlsx};
use crate::document::Document;

/// The forms that one document can take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Plain text
    Text(Encoding),
    /// Markdown
    Markdown,
    /// The first table, separated by semicolons
    Csv(Encoding),
    /// The first table, separated by commas
    CsvComma,
    /// The first table, separated by tabs
    Tsv,
    /// HTML
    Html,
    /// XML
    Xml,
    /// JSON
    Json,
    /// Rich Text Format
    Rtf,
    /// Word
    Docx,
    /// Excel
    Xlsx,
    /// PowerPoint
    Pptx,
    /// OpenDocument text
    Odt,
    /// OpenDocument spreadsheet
    Ods,
    /// OpenDocument slides
    Odp,
    /// Portable Document Format
    Pdf,
    /// A mail from the author
    Eml,
    /// A mail whose attachments hold the document, as Word and as PDF
    EmlAttached,
    /// A mailbox with that one mail
    Mbox,
    /// An appointment
    Ics,
    /// The tables as a database
    Sqlite,
    /// The document as Word inside an archive inside an archive
    Zip,
    /// The document as text inside a compressed tar archive
    TarGz,
}

impl Form {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Text(Encoding::Utf8),
        Self::Text(Encoding::Utf8Bom),
        Self::Text(Encoding::Utf16),
        Self::Text(Encoding::Windows1252),
        Self::Text(Encoding::Cp850),
        Self::Markdown,
        Self::Csv(Encoding::Windows1252),
        Self::CsvComma,
        Self::Tsv,
        Self::Html,
        Self::Xml,
        Self::Json,
        Self::Rtf,
        Self::Docx,
        Self::Xlsx,
        Self::Pptx,
        Self::Odt,
        Self::Ods,
        Self::Odp,
        Self::Pdf,
        Self::Eml,
        Self::EmlAttached,
        Self::Mbox,
        Self::Ics,
        Self::Sqlite,
        Self::Zip,
        Self::TarGz,
    ];

    /// The usual ending of a file name, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Text(_) => "txt",
            Self::Markdown => "md",
            Self::Csv(_) | Self::CsvComma => "csv",
            Self::Tsv => "tsv",
            Self::Html => "html",
            Self::Xml => "xml",
            Self::Json => "json",
            Self::Rtf => "rtf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pptx => "pptx",
            Self::Odt => "odt",
            Self::Ods => "ods",
            Self::Odp => "odp",
            Self::Pdf => "pdf",
            Self::Eml | Self::EmlAttached => "eml",
            Self::Mbox => "mbox",
            Self::Ics => "ics",
            Self::Sqlite => "sqlite",
            Self::Zip => "zip",
            Self::TarGz => "tar.gz",
        }
    }

    /// What people used instead in years when this form did not exist: Office 2007 brought the new ones.
    #[must_use]
    pub fn of_its_time(self, year: i64) -> Self {
        match self {
            Self::Docx | Self::Odt | Self::Pptx | Self::Odp if year < 2007 => Self::Rtf,
            Self::Xlsx | Self::Ods if year < 2007 => Self::Csv(Encoding::Windows1252),
            Self::Json | Self::Markdown if year < 2007 => Self::Text(Encoding::Windows1252),
            other => other,
        }
    }

    /// The document in this form.
    pub fn write(self, document: &Document) -> Vec<u8> {
        match self {
            Self::Text(encoding) => text::write(document, encoding),
            Self::Markdown => text::write_markdown(document),
            Self::Csv(encoding) => separated::write(document, ';', encoding),
            Self::CsvComma => separated::write(document, ',', Encoding::Utf8),
            Self::Tsv => separated::write(document, '\t', Encoding::Utf8),
            Self::Html => markup::write_html(document),
            Self::Xml => markup::write_xml(document),
            Self::Json => markup::write_json(document),
            Self::Rtf => rtf::write(document),
            Self::Docx => docx::write(document),
            Self::Xlsx => xlsx::write(document),
            Self::Pptx => pptx::write(document),
            Self::Odt => odf::write_text(document),
            Self::Ods => odf::write_sheets(document),
            Self::Odp => odf::write_slides(document),
            Self::Pdf => pdf::write(document),
            Self::Eml => mail::write(&mail::as_mail(document)),
            Self::EmlAttached => mail::write(&mail::with_attachments(document)),
            Self::Mbox => mail::write_mbox(&[mail::with_attachments(document)]),
            Self::Ics => cards::write_calendar(document),
            Self::Sqlite => sqlite::write(&document.tables().cloned().collect::<Vec<_>>()),
            Self::Zip => {
                let mut inner = ZipWriter::new();
                inner.add("Anlagen/Schreiben.docx", &docx::write(document));
                let mut outer = ZipWriter::new();
                outer.add("Anlagen.zip", &inner.finish()).add("Inhalt.txt", "Eine Anlage\n".as_bytes());
                outer.finish()
            }
            Self::TarGz => {
                let mut archive = TarWriter::new();
                archive.entry("export/", b'5', b"").add("export/text.txt", document.plain().as_bytes());
                gzip("export.tar", &archive.finish())
            }
        }
    }
}
