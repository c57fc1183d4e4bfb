// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What text, tables, metadata and children are in these bytes?
//!
//! Reading is a total function with limits: [`extract`] never fails and never panics on purpose. It hands every
//! document that it meets (the given one, and each child in archives, mails and containers) to a visitor as an
//! [`Extraction`]: whatever could be read, exactly one [`ReadState`](hoheit_types::ReadState), and warnings that say
//! what is missing.
//!
//! No files, no network, no clock, no threads, no detectors: bytes in, values out.

mod delimited;
mod doc;
mod docx;
mod dump;
mod eml;
mod encoding;
mod entities;
mod extraction;
mod flow;
mod gzip;
mod html;
mod image;
mod json;
mod markup;
mod mbox;
mod msg;
mod odf;
mod ole;
mod package;
mod pdf;
mod ppt;
mod pptx;
mod properties;
mod quality;
mod reading;
mod rows;
mod rtf;
mod sevenz;
mod sniff;
mod spreadsheet;
mod sqlite;
mod tar;
mod text;
mod vobject;
mod warc;
mod xml;
mod zip;

pub use extraction::{Dialect, Extraction, Metadata, Scan, ScanEncoding, Table};
pub use reading::Visitor;
pub use rows::{RowEnds, cells};
pub use sniff::format_of;

use hoheit_types::{Format, Limits, ReadState};
use reading::{Context, Reading};

/// Counts up whenever the same bytes can yield another result; stored as evidence with every observation, so that
/// `scan --refresh` finds what older readers examined.
pub const VERSION: u32 = 6;

/// Reads a document and everything inside it. `name` is its file name and only a hint: content decides first.
///
/// Each document is handed to `visitor` once, children before their parent and the given document last. The number of
/// calls is bounded by [`Limits::children`] plus one.
pub fn extract(bytes: &[u8], name: &str, limits: &Limits, visitor: &mut Visitor<'_>) {
    Context::new(limits, visitor).visit(bytes, name);
}

/// Hands the bytes to the reader of their format.
fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    use Format as F;
    match reading.format {
        F::Text | F::Markdown => text::read(bytes, reading),
        F::Csv | F::Tsv => delimited::read(bytes, reading),
        F::Html => html::read(bytes, reading),
        F::Xml => xml::read(bytes, reading),
        F::Json => json::read(bytes, reading),
        F::Rtf => rtf::read(bytes, reading),
        F::Pdf => pdf::read(bytes, reading),
        F::Docx | F::Pptx => package::read(bytes, reading),
        F::Xlsx | F::Xlsb | F::Xls | F::Ods => spreadsheet::read(bytes, reading),
        F::Odt | F::Odp => odf::read(bytes, reading),
        F::Doc => doc::read(bytes, reading),
        F::Ppt => ppt::read(bytes, reading),
        F::Eml => eml::read(bytes, reading),
        F::Mbox => mbox::read(bytes, reading),
        F::Msg => msg::read(bytes, reading),
        F::Ics | F::Vcf => vobject::read(bytes, reading),
        F::Zip => zip::read(bytes, reading),
        F::Tar => tar::read(bytes, reading),
        F::Gzip => gzip::read(bytes, reading),
        F::SevenZip => sevenz::read(bytes, reading),
        F::Warc => warc::read(bytes, reading),
        F::Sqlite => sqlite::read(bytes, reading),
        F::Jpeg | F::Png | F::Tiff | F::Image => image::read(bytes, reading),
        F::Empty => reading.state(ReadState::Read),
        F::Pst | F::Audio | F::Video | F::Program | F::DiskImage | F::Database | F::Drawing | F::Unknown => {
            reading.state(ReadState::Unsupported);
        }
    }
}

#[cfg(test)]
mod tests;
