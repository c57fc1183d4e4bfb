// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! PDF (ISO 32000). Objects, filters, decryption and fonts come from hayro; what characters mean, where lines end and
//! what lies outside the pages (fields, annotations, attachments) is read here. ADR 0003 says why.

mod bounds;
mod font;
mod image;
mod layout;
mod outside;
mod page;

use crate::properties;
use crate::quality::is_garbage;
use crate::reading::Reading;
use hayro_syntax::{LoadPdfError, Pdf};
use hoheit_types::{ReadState, Timestamp, WarningCode};
use memchr::memmem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Scans handed on per document. More pages than this are a book, and OCR of a book is a job of its own.
const MAX_SCANS: usize = 20;

/// Bytes of all scans of a document, after which no more are unpacked. 256 MiB: twenty coloured pages of A4 at 200
/// dots per inch have 220.
const MAX_SCAN_BYTES: usize = 256 << 20;

/// Reads one document.
pub(crate) fn read<'a>(bytes: &'a [u8], reading: &mut Reading<'a, '_, '_>) {
    // An empty user password opens most encrypted files: they only forbid printing or copying.
    // A panic in the parsers below means the same as their refusal.
    let opened = catch_unwind(|| Pdf::new(Arc::new(bytes.to_vec())));
    let pdf = match opened.unwrap_or(Err(LoadPdfError::Invalid)) {
        Ok(pdf) => pdf,
        Err(LoadPdfError::Decryption(_)) => return reading.state(ReadState::Encrypted),
        Err(LoadPdfError::Invalid) => return reading.broken(),
    };
    let pages = pdf.pages();
    let limit = reading.context.limits.pages as usize;
    reading.metadata.pages = Some(pages.len() as u64);
    if breaks_off(bytes) {
        reading.warn(WarningCode::Truncated, 1);
    }
    // Every document has a page; what a broken one has left of its tree may be none.
    if pages.is_empty() {
        reading.broken();
    }
    if pages.len() > limit {
        reading.warn(WarningCode::PageLimit, limit as u64);
    }
    let mut fonts = font::Fonts::default();
    let mut unread = Vec::new();
    for (index, page) in pages.iter().enumerate().take(limit) {
        // A panic in the parsers below costs one page, not the document: pages are independent, and of the fonts that
        // they share a half-built one is never kept.
        let result = catch_unwind(AssertUnwindSafe(|| page::read(page, &mut fonts)));
        let Ok(content) = result else {
            fonts = font::Fonts::default();
            reading.broken();
            continue;
        };
        if content.is_torn {
            reading.broken();
        }
        if content.is_cut {
            reading.warn(WarningCode::ExpansionLimit, bounds::MAX_PAGE_TEXT as u64);
        }
        let is_text = !is_garbage(&content.text);
        if is_text {
            reading.push(&content.text);
            reading.end_line();
        }
        let is_garbage = !is_text || content.is_mostly_unmapped();
        if is_garbage {
            reading.warn(WarningCode::GarbageText, 1);
        }
        if is_garbage || (content.text.trim().is_empty() && content.image.is_some()) {
            unread.push((index as u64 + 1, content.image));
        }
        if reading.is_full() {
            break;
        }
    }
    let without_text = reading.text().trim().is_empty();
    if !unread.is_empty() {
        reading.warn(WarningCode::PagesWithoutText, unread.len() as u64);
    }
    let mut scan_bytes = 0;
    for (page, image) in unread.into_iter().filter_map(|(page, image)| Some((page, image?))).take(MAX_SCANS) {
        if scan_bytes > MAX_SCAN_BYTES {
            break;
        }
        // As above: a panic while decoding a picture costs that picture.
        match catch_unwind(AssertUnwindSafe(|| image::scan(&image, page))) {
            Ok(Some(scan)) => {
                scan_bytes += scan.bytes.len();
                reading.scans.push(scan);
            }
            _ => reading.warn(WarningCode::PartUnsupported, 1),
        }
    }
    // A missing, empty or torn catalogue costs what lies outside the pages.
    if catch_unwind(AssertUnwindSafe(|| outside::read(&pdf, reading))).is_err() {
        reading.broken();
    }
    let only_images = without_text && reading.text().trim().is_empty() && !reading.scans.is_empty();
    facts(&pdf, reading);
    if only_images {
        reading.state(ReadState::ImageOnly);
    }
}

/// Whether a file ends before its end mark, as copies do that were interrupted: after the last mark an object begins. The
/// parser rebuilds what is left and says nothing about the rest.
fn breaks_off(bytes: &[u8]) -> bool {
    let end = memmem::rfind(bytes, b"%%EOF").unwrap_or(0);
    bytes.get(end..).is_some_and(|rest| memmem::find(rest, b" obj").is_some())
}

/// The document's information dictionary.
fn facts(pdf: &Pdf, reading: &mut Reading<'_, '_, '_>) {
    let facts = pdf.metadata();
    let texts = [
        ("title", &facts.title),
        ("author", &facts.author),
        ("subject", &facts.subject),
        ("keywords", &facts.keywords),
    ];
    for (name, value) in texts {
        if let Some(value) = value {
            properties::line(name, &outside::text_string(value), reading);
        }
    }
    let time = |date: hayro_syntax::object::DateTime| {
        let text = format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
            date.year, date.month, date.day, date.hour, date.minute, date.second
        );
        let offset = i64::from(date.utc_offset_hour) * 3_600 + i64::from(date.utc_offset_minute) * 60;
        properties::timestamp(&text).map(|time| Timestamp::from_seconds(time.seconds() - offset))
    };
    reading.metadata.created = facts.creation_date.and_then(time);
    reading.metadata.modified = facts.modification_date.and_then(time);
    reading.metadata.application =
        facts.creator.as_ref().or(facts.producer.as_ref()).map(|v| outside::text_string(v));
}

#[cfg(test)]
mod tests;
