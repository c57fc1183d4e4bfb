// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Objects in parts. Upload id, numbers and etags of the parts are all that a journal must keep: with them, another process goes on
//! where this one was killed.
//!
//! ```text
//! begin ─→ upload id ─→ write_part (in any order, again at will) ─→ complete ─→ object
//!                  └─→ parts: what the server has            └─→ abort: nothing remains
//! ```

use super::list::OpenUpload;
use super::object::{ANSWER_LIMIT_BYTES, judge};
use super::{Condition, Metadata, S3Client, Source, Span, Written};
use crate::http::xml::{self, List, field};
use crate::http::{Call, HttpError, HttpErrorKind, Repeat, Retry, pauses};
use std::fmt::Write as _;
use ureq::http::Method;

/// Parts are numbered from 1 to this (Amazon S3 user guide, "multipart upload limits").
pub const PART_COUNT_LIMIT: u16 = 10_000;

/// All parts but the last have at least this size (same source).
pub const PART_SIZE_MINIMUM_BYTES: u64 = 5 * 1_024 * 1_024;

/// What is used where nothing speaks for more: four in flight take 64 MiB, and a lost one costs little. Measured against 8 and
/// 32 MiB, it makes no difference in processor time.
pub const PART_SIZE_BYTES: u64 = 16 * 1_024 * 1_024;

/// A part as the server has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// From 1 to [`PART_COUNT_LIMIT`]
    pub number: u16,
    /// In bytes
    pub size_bytes: u64,
    /// As the server writes it, quotes included; empty where a listing does not tell it
    pub etag: String,
}

/// The size that parts must have so that an object of this size fits: [`PART_SIZE_BYTES`], or the next power of two that the
/// count asks for, so that a part's hash is a node of the object's BLAKE3 tree.
///
/// ```
/// use hoheit_connect::s3::{PART_SIZE_BYTES, part_size};
/// assert_eq!(part_size(2 << 30), PART_SIZE_BYTES);
/// assert_eq!(part_size(1 << 40), 128 << 20);
/// ```
pub fn part_size(object_bytes: u64) -> u64 {
    part_size_from(PART_SIZE_BYTES, object_bytes)
}

/// The same, from another least size on.
pub(super) fn part_size_from(least_bytes: u64, object_bytes: u64) -> u64 {
    object_bytes.div_ceil(u64::from(PART_COUNT_LIMIT)).next_power_of_two().max(least_bytes)
}

impl S3Client {
    /// `CreateMultipartUpload`: the server's name for a new upload.
    ///
    /// It is asked for once only: where the answer is lost, one may be left open. It is found by [`Self::list_uploads`], and swept.
    pub fn begin(&self, key: &str, metadata: &Metadata) -> Result<String, HttpError> {
        let call = Call::new("begin", Method::POST, key)
            .query("uploads", "")
            .metadata(metadata)
            .repeat(Repeat::Never);
        let xml = self.ask(&call, ANSWER_LIMIT_BYTES)?;
        xml::find(&xml, &["InitiateMultipartUploadResult", "UploadId"])
            .filter(|upload| !upload.is_empty())
            .ok_or_else(|| call.fail(HttpErrorKind::BadAnswer))
    }

    /// `UploadPart`: writes one part from memory, guarded as [`Guard`](super::Guard) says. A part of the same number is replaced.
    pub fn write_part(&self, key: &str, upload: &str, number: u16, body: &[u8]) -> Result<Part, HttpError> {
        let call = part_call("write a part of", key, upload, number).body(body);
        let answer = self.send(&call)?;
        let etag = answer.etag().ok_or_else(|| call.fail(HttpErrorKind::BadAnswer))?;
        answer.read(ANSWER_LIMIT_BYTES).map_err(|e| call.fail(e.kind))?;
        Ok(Part { number, size_bytes: body.len() as u64, etag })
    }

    /// `UploadPartCopy`: the server makes the part of an object that it has, or of a span of it.
    pub fn copy_part(
        &self,
        source: &Source<'_>,
        span: Span,
        key: &str,
        upload: &str,
        number: u16,
    ) -> Result<Part, HttpError> {
        let last = span.start.saturating_add(span.length.saturating_sub(1));
        let call = source
            .headers(part_call("copy a part of", key, upload, number))
            .header("x-amz-copy-source-range", format!("bytes={}-{last}", span.start));
        let body = self.ask(&call, ANSWER_LIMIT_BYTES)?;
        let etag =
            judge(&call, &body, "CopyPartResult")?.ok_or_else(|| call.fail(HttpErrorKind::BadAnswer))?;
        Ok(Part { number, size_bytes: span.length, etag })
    }

    /// `ListParts`: what the server has, sorted by number. Some servers know nothing of an upload that is gone, and answer with no
    /// parts.
    pub fn parts(&self, key: &str, upload: &str) -> Result<Vec<Part>, HttpError> {
        let mut parts: Vec<Part> = Vec::new();
        loop {
            let after = parts.last().map(|part| part.number);
            let mut call = Call::new("list the parts of", Method::GET, key).query("uploadId", upload);
            if let Some(after) = after {
                call = call.query("part-number-marker", after.to_string());
            }
            let xml = self.ask(&call, PARTS_LIMIT_BYTES)?;
            let (mut more, is_truncated) =
                read_parts(&xml).ok_or_else(|| call.fail(HttpErrorKind::BadAnswer))?;
            more.sort_unstable_by_key(|part| part.number);
            // Numbers that don't rise would never end.
            let is_rising = more.first().is_none_or(|part| after.is_none_or(|after| part.number > after))
                && more.is_sorted_by(|a, b| a.number < b.number);
            if !is_rising || (is_truncated && more.is_empty()) {
                return Err(call.fail(HttpErrorKind::BadAnswer));
            }
            parts.extend(more);
            if !is_truncated {
                return Ok(parts);
            }
        }
    }

    /// `CompleteMultipartUpload`: makes the object of its parts, sorted by number.
    ///
    /// An answer of 200 can hold an error, and is one then. After every failure, this looks first: the object of the key bears
    /// `metadata.mark`, and it took effect, or it does not, and is tried again while the upload is still there. Without a mark
    /// that question stays open, and the error says so.
    pub fn complete(
        &self,
        key: &str,
        upload: &str,
        parts: &[Part],
        metadata: &Metadata,
        condition: &Condition,
    ) -> Result<Written, HttpError> {
        let body = completion(parts.iter().map(|part| (part.number, part.etag.as_str())));
        let call = Call::new("complete", Method::POST, key)
            .query("uploadId", upload)
            .body(body.as_bytes())
            .condition(condition)
            .repeat(Repeat::WhereNotDone);
        let size = parts.iter().map(|part| part.size_bytes).sum();
        let mut pauses = pauses(self.patience());
        loop {
            let error = match self.complete_once(&call) {
                Ok(written) => return Ok(written),
                Err(error) => error,
            };
            // Looking goes first, and its failure is the failure: nothing is known then. For an upload that is gone, servers have
            // many codes, down to AccessDenied.
            if let Some(written) = self.find_written(key, metadata, Some(size))? {
                return Ok(written);
            }
            let is_open = error.retry() == Retry::LookFirst && self.is_open(key, upload)?;
            match pauses.next() {
                Some(pause) if is_open => std::thread::sleep(pause),
                _ => return Err(error),
            }
        }
    }

    fn complete_once(&self, call: &Call<'_>) -> Result<Written, HttpError> {
        let answer = self.send(call)?;
        let version = answer.version();
        let body = answer.read(ANSWER_LIMIT_BYTES).map_err(|e| call.fail(e.kind))?;
        let etag = judge(call, &body, "CompleteMultipartUploadResult")?;
        Ok(Written { etag, version, was_found: false })
    }

    fn is_open(&self, key: &str, upload: &str) -> Result<bool, HttpError> {
        match self.parts(key, upload) {
            Ok(_) => Ok(true),
            Err(error) if matches!(error.kind, HttpErrorKind::NoUpload | HttpErrorKind::NotFound) => {
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }

    /// `AbortMultipartUpload`: the server drops all parts. What is not there counts as aborted.
    pub fn abort(&self, key: &str, upload: &str) -> Result<(), HttpError> {
        let call = Call::new("abort", Method::DELETE, key).query("uploadId", upload);
        match self.ask(&call, ANSWER_LIMIT_BYTES) {
            Ok(_) => Ok(()),
            Err(error) if matches!(error.kind, HttpErrorKind::NoUpload | HttpErrorKind::NotFound) => Ok(()),
            // What some servers say of an upload that is gone, or that they have forgotten in the middle of completing it, when whoever asked for that
            // died: then its parts may lie there still, for ever.
            Err(error) if error.kind == HttpErrorKind::PermissionDenied => match self.parts(key, upload) {
                Ok(parts) if parts.is_empty() || self.is_dead(key, upload)? => Ok(()),
                _ => Err(error),
            },
            Err(error) => Err(error),
        }
    }

    /// Whether nobody can put anything into an upload any more. A part that none has, of no bytes, is tried: it is only taken where the upload lives.
    fn is_dead(&self, key: &str, upload: &str) -> Result<bool, HttpError> {
        match self.write_part(key, upload, PART_COUNT_LIMIT, b"") {
            Ok(_) => Ok(false),
            Err(error)
                if matches!(
                    error.kind,
                    HttpErrorKind::PermissionDenied | HttpErrorKind::NoUpload | HttpErrorKind::NotFound
                ) =>
            {
                Ok(true)
            }
            Err(error) => Err(error),
        }
    }

    /// Aborts uploads below a prefix that `is_orphan` says yes to; returns those that are gone.
    pub fn sweep(
        &self,
        prefix: &str,
        is_orphan: impl Fn(&OpenUpload) -> bool,
    ) -> Result<Vec<OpenUpload>, HttpError> {
        let orphans: Vec<OpenUpload> = self.list_uploads(prefix)?.into_iter().filter(is_orphan).collect();
        for orphan in &orphans {
            self.abort(&orphan.key, &orphan.upload)?;
        }
        Ok(orphans)
    }
}

/// A page has 1,000 parts of some 300 bytes each.
const PARTS_LIMIT_BYTES: u64 = 4 * 1_024 * 1_024;

fn part_call<'a>(operation: &'static str, key: &'a str, upload: &str, number: u16) -> Call<'a> {
    Call::new(operation, Method::PUT, key).query("partNumber", number.to_string()).query("uploadId", upload)
}

/// The parts of a page, and whether more follow; `None` where it is none.
pub(super) fn read_parts(xml: &[u8]) -> Option<(Vec<Part>, bool)> {
    let list = List::read(xml, "ListPartsResult", &["Part"])?;
    let part = |item| {
        Some(Part {
            number: field(item, "PartNumber")?.trim().parse().ok().filter(|n| *n <= PART_COUNT_LIMIT)?,
            size_bytes: field(item, "Size")?.trim().parse().ok()?,
            etag: field(item, "ETag").unwrap_or_default().to_owned(),
        })
    };
    let parts = list.items.iter().map(|(_, item)| part(item)).collect::<Option<Vec<_>>>()?;
    Some((parts, list.is_truncated()))
}

/// The body of `CompleteMultipartUpload`.
pub(super) fn completion<'a>(parts: impl Iterator<Item = (u16, &'a str)>) -> String {
    let mut xml = String::from("<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    for (number, etag) in parts {
        let etag = quick_xml::escape::escape(etag);
        // Writing to a string does not fail.
        let _ = write!(xml, "<Part><PartNumber>{number}</PartNumber><ETag>{etag}</ETag></Part>");
    }
    xml.push_str("</CompleteMultipartUpload>");
    xml
}
