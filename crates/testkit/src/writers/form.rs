// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::document::Document;
use crate::writers::mail::{Mail, Transfer};
use crate::writers::text::Encoding;
use crate::writers::{docx, mail, pdf, separated, sqlite, text};

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
    /// Word
    Docx,
    /// Portable Document Format
    Pdf,
    /// A mail from the author
    Eml,
    /// The tables as a database
    Sqlite,
}

impl Form {
    /// The usual ending of a file name, without the dot.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Text(_) => "txt",
            Self::Markdown => "md",
            Self::Csv(_) | Self::CsvComma => "csv",
            Self::Tsv => "tsv",
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Eml => "eml",
            Self::Sqlite => "sqlite",
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
            Self::Docx => docx::write(document),
            Self::Pdf => pdf::write(document),
            Self::Eml => mail::write(&as_mail(document)),
            Self::Sqlite => sqlite::write(&document.tables().cloned().collect::<Vec<_>>()),
        }
    }
}

/// A mail of the town hall whose text is the document.
pub(crate) fn as_mail(document: &Document) -> Mail {
    let address =
        |name: &str| format!("{}@musterstadt.example", crate::people::ascii(&name.replace(' ', ".")));
    let transfers = [Transfer::QuotedUtf8, Transfer::QuotedLatin1, Transfer::Base64, Transfer::EightBit];
    Mail {
        from: (document.author.clone(), address(&document.author)),
        to: vec![(document.last_editor.clone(), address(&document.last_editor))],
        subject: document.title.clone(),
        date: document.created,
        body: document.plain(),
        html: None,
        transfer: transfers[document.title.len() % transfers.len()],
        attachments: Vec::new(),
    }
}
