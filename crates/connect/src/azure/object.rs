// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Single objects: look, write, delete; and blocks.

use super::AzureClient;
use crate::http::encode::base64;
use crate::http::moment::{from_http, from_iso};
use crate::http::xml::{Step, walk};
use crate::http::{Answer, Call, HttpError, HttpErrorKind, Repeat, Span, range};
use hoheit_types::Timestamp;
use md5::{Digest as _, Md5};
use std::fmt::Write as _;
use ureq::http::Method;

/// What travels with an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Metadata {
    /// As rclone writes and reads it: `mtime`, RFC 3339 with nanoseconds
    pub(super) modified: Option<Timestamp>,
    /// By which it is known again
    pub(super) mark: Option<String>,
    /// It stands there only to drop blocks, and is about to be deleted
    pub(super) is_stub: bool,
}

/// What is told of an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Blob {
    pub(super) size_bytes: u64,
    /// With quotes, as headers have it
    pub(super) etag: Option<String>,
    pub(super) version: Option<String>,
    pub(super) stored: Option<Timestamp>,
    pub(super) metadata: Metadata,
    /// Whether a retention period or a legal hold lies on it, where that is told
    pub(super) is_held: Option<bool>,
}

/// Metadata have the names of variables: no hyphens.
const MARK: &str = "x-ms-meta-hoheitmark";
const STUB: &str = "x-ms-meta-hoheitstub";
const MTIME: &str = "x-ms-meta-mtime";

const ANSWER_LIMIT_BYTES: u64 = 64 * 1_024;

/// 50,000 blocks with ids of 56 letters, some 130 bytes each.
const BLOCKS_LIMIT_BYTES: u64 = 16 << 20;

impl Blob {
    pub(super) fn of(answer: &Answer, size_bytes: u64) -> Self {
        let text = |name| answer.header(name).map(str::to_owned);
        let has_policy = answer.header("x-ms-immutability-policy-until-date").is_some();
        let hold = answer.header("x-ms-legal-hold").map(|hold| hold == "true");
        Self {
            size_bytes,
            etag: answer.etag(),
            version: text("x-ms-version-id"),
            stored: answer.header("last-modified").and_then(from_http),
            metadata: Metadata {
                modified: answer.header(MTIME).and_then(moment_of),
                mark: text(MARK),
                is_stub: answer.header(STUB).is_some(),
            },
            is_held: if has_policy { Some(true) } else { hold },
        }
    }
}

/// `2026-11-29T12:00:00.123456789Z`, as rclone writes it; offsets are taken into account.
pub(super) fn moment_of(text: &str) -> Option<Timestamp> {
    if text.ends_with('Z') {
        return from_iso(text);
    }
    let (local, offset) = text.split_at_checked(text.len().checked_sub(6)?)?;
    let (sign, clock) = offset.split_at_checked(1)?;
    let (hours, minutes) = clock.split_once(':')?;
    let seconds = hours.parse::<i64>().ok()? * 3_600 + minutes.parse::<i64>().ok()? * 60;
    let seconds = match sign {
        "+" => -seconds,
        "-" => seconds,
        _ => return None,
    };
    let moment = from_iso(&format!("{local}Z"))?;
    Some(Timestamp(moment.0.checked_add(Timestamp::from_seconds(seconds).0)?))
}

pub(super) fn text_of(moment: Timestamp) -> String {
    let whole = moment.to_string();
    let fraction = moment.0.rem_euclid(1_000_000_000);
    format!("{}.{fraction:09}Z", whole.trim_end_matches('Z'))
}

impl Call<'_> {
    fn described(mut self, metadata: &Metadata) -> Self {
        if let Some(modified) = metadata.modified {
            self = self.header(MTIME, text_of(modified));
        }
        if let Some(mark) = &metadata.mark {
            self = self.header(MARK, mark);
        }
        if metadata.is_stub {
            self = self.header(STUB, "1");
        }
        self
    }

    /// Something new, which replaces nothing. Made again, it would find what it wrote itself.
    fn absent(self) -> Self {
        self.header("if-none-match", "*").repeat(Repeat::WhereNotDone)
    }
}

impl AzureClient {
    /// `Get Blob Properties`; `None`: nothing is there.
    pub(super) fn head(&self, key: &str) -> Result<Option<Blob>, HttpError> {
        let call = Call::new("look at", Method::HEAD, key);
        match self.send(&call) {
            Ok(answer) => {
                let size =
                    answer.number("content-length").ok_or_else(|| call.fail(HttpErrorKind::BadAnswer))?;
                Ok(Some(Blob::of(&answer, size)))
            }
            Err(error) if error.kind == HttpErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// `Get Blob`. What is asked for is checked by the caller.
    pub(super) fn get(
        &self,
        key: &str,
        span: Option<Span>,
        etag: Option<&str>,
        version: Option<&str>,
    ) -> Result<Answer, HttpError> {
        let mut call = Call::new("read", Method::GET, key).header("cache-control", "no-cache");
        if let Some(span) = span {
            call = call.header("range", range(span));
        }
        if let Some(etag) = etag {
            call = call.header("if-match", etag);
        }
        if let Some(version) = version {
            call = call.query("versionid", version);
        }
        self.send(&call)
    }

    /// `Put Blob` under `If-None-Match: *`, whole, with the digest of its bytes.
    pub(super) fn put(&self, key: &str, body: &[u8], metadata: &Metadata) -> Result<(), HttpError> {
        self.put_with(key, body, metadata, &base64(&Md5::digest(body)))
    }

    /// The same with a digest that may be wrong: how a probe asks.
    pub(super) fn put_with(
        &self,
        key: &str,
        body: &[u8],
        metadata: &Metadata,
        md5: &str,
    ) -> Result<(), HttpError> {
        let call = Call::new("write", Method::PUT, key)
            .header("x-ms-blob-type", "BlockBlob")
            .header("content-type", "application/octet-stream")
            .header("content-md5", md5)
            .body(body)
            .described(metadata)
            .absent();
        self.looking(&call, body.len() as u64, metadata)
    }

    /// `Put Block`: one block, guarded by its digest. The same id again replaces it.
    pub(super) fn put_block(&self, key: &str, id: &str, body: &[u8]) -> Result<(), HttpError> {
        let call = Call::new("write a part of", Method::PUT, key)
            .query("blockid", base64(id.as_bytes()))
            .query("comp", "block")
            .header("content-md5", base64(&Md5::digest(body)))
            .body(body);
        self.ask(&call, ANSWER_LIMIT_BYTES).map(drop)
    }

    /// `Put Block List` under `If-None-Match: *`: makes an object of blocks that were not committed yet.
    pub(super) fn put_block_list<'i>(
        &self,
        key: &str,
        ids: impl Iterator<Item = &'i str>,
        size_bytes: u64,
        metadata: &Metadata,
    ) -> Result<(), HttpError> {
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?><BlockList>");
        for id in ids {
            // Writing to a string does not fail.
            let _ = write!(xml, "<Uncommitted>{}</Uncommitted>", base64(id.as_bytes()));
        }
        xml.push_str("</BlockList>");
        let call = Call::new("complete", Method::PUT, key)
            .query("comp", "blocklist")
            .header("content-type", "application/xml")
            .body(xml.as_bytes())
            .described(metadata)
            .absent();
        self.looking(&call, size_bytes, metadata)
    }

    /// Makes a call that writes something new; where its answer may be lost, the object is looked for by its mark.
    fn looking(&self, call: &Call<'_>, size_bytes: u64, metadata: &Metadata) -> Result<(), HttpError> {
        let Err(error) = self.ask(call, ANSWER_LIMIT_BYTES) else { return Ok(()) };
        let is_open = !matches!(
            error.kind,
            HttpErrorKind::BadCredential | HttpErrorKind::PermissionDenied | HttpErrorKind::ChecksumMismatch
        );
        if is_open && metadata.mark.is_some() {
            let found = self.head(call.key)?;
            let is_ours = |blob: &Blob| blob.metadata.mark == metadata.mark && blob.size_bytes == size_bytes;
            if found.as_ref().is_some_and(is_ours) {
                return Ok(());
            }
        }
        Err(error)
    }

    /// `Get Block List`: ids and sizes of what is not committed, whoever put it; `None`: nothing of that name.
    pub(super) fn blocks(&self, key: &str) -> Result<Option<Vec<(String, u64)>>, HttpError> {
        let call = Call::new("list the parts of", Method::GET, key)
            .query("blocklisttype", "uncommitted")
            .query("comp", "blocklist");
        let xml = match self.ask(&call, BLOCKS_LIMIT_BYTES) {
            Err(error) if error.kind == HttpErrorKind::NotFound => return Ok(None),
            xml => xml?,
        };
        read_blocks(&xml).map(Some).ok_or_else(|| call.fail(HttpErrorKind::BadAnswer))
    }

    /// `Delete Blob`, under `If-Match`; false: it is another one by now. What is gone is fine.
    pub(super) fn delete(&self, key: &str, etag: Option<&str>) -> Result<bool, HttpError> {
        let mut call = Call::new("remove", Method::DELETE, key);
        if let Some(etag) = etag {
            call = call.header("if-match", etag);
        }
        match self.ask(&call, ANSWER_LIMIT_BYTES) {
            Err(error) if error.kind == HttpErrorKind::Precondition => Ok(false),
            Err(error) if error.kind != HttpErrorKind::NotFound => Err(error),
            _ => Ok(true),
        }
    }
}

/// Reads a list of blocks. Ids are left encoded: whoever wrote them knows what they say.
fn read_blocks(xml: &[u8]) -> Option<Vec<(String, u64)>> {
    let mut blocks: Vec<(String, u64)> = Vec::new();
    let (mut is_right, mut is_fit) = (false, true);
    walk(xml, |step| match step {
        Step::Open([root]) => is_right = root == "BlockList",
        Step::Text([_, list, _, name], text) if list == "UncommittedBlocks" => match name.as_str() {
            "Name" => blocks.push((text.to_owned(), 0)),
            "Size" => match (blocks.last_mut(), text.trim().parse()) {
                (Some((_, size)), Ok(bytes)) => *size = bytes,
                _ => is_fit = false,
            },
            _ => {}
        },
        _ => {}
    })?;
    (is_right && is_fit).then_some(blocks)
}
