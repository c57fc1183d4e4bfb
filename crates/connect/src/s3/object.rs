// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Single objects: look, write, copy, delete.

use super::S3Client;
use crate::http::encode::{encode, encoded};
use crate::http::moment::{self, from_mtime, to_mtime};
use crate::http::{Answer, Call, HttpError, HttpErrorKind, Repeat, Retry, xml};
use hoheit_types::Timestamp;
use std::borrow::Cow;
use ureq::http::Method;

/// What travels with an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Last change of the source, kept as `x-amz-meta-mtime` the way rclone writes and reads it
    pub modified: Option<Timestamp>,
    /// A word of ours by which this object, and no other of the same key, is known again: whoever lost the answer to a write
    /// looks for it. Letters, digits and hyphens
    pub mark: Option<String>,
    /// `Content-Type`; the server's default where there is none
    pub content_type: Option<String>,
}

/// What must hold for a write.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Condition {
    /// Nothing: an object of this key is replaced, or becomes an older version
    #[default]
    None,
    /// There is no object of this key
    Absent,
    /// Nothing, at a server that refuses the very question: somebody has looked. It is made once, and looked for where the answer is lost
    Looked,
    /// The object has this `ETag`
    Is(String),
}

/// What the server says of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// In bytes
    pub size_bytes: u64,
    /// As the server writes it, quotes included; of objects in parts no digest of their content
    pub etag: Option<String>,
    /// Where versions are kept
    pub version: Option<String>,
    /// `x-amz-meta-mtime`
    pub modified: Option<Timestamp>,
    /// When the server wrote it
    pub stored: Option<Timestamp>,
    /// See [`Metadata::mark`]
    pub mark: Option<String>,
    /// `x-amz-server-side-encryption`: how the server says that it encrypts
    pub encryption: Option<String>,
    /// `x-amz-object-lock-mode`: the kind of lock
    pub lock: Option<String>,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// As the server writes it, quotes included
    pub etag: Option<String>,
    /// Where versions are kept
    pub version: Option<String>,
    /// The answer was lost, and looking showed that the write had taken effect
    pub was_found: bool,
}

const MARK: &str = "x-amz-meta-hoheit-mark";
const MTIME: &str = "x-amz-meta-mtime";

impl Object {
    pub(super) fn of(answer: &Answer, size_bytes: u64) -> Self {
        let text = |name| answer.header(name).map(str::to_owned);
        Self {
            size_bytes,
            etag: answer.etag(),
            version: answer.version(),
            modified: answer.header(MTIME).and_then(from_mtime),
            stored: answer.header("last-modified").and_then(moment::from_http),
            mark: text(MARK),
            encryption: text("x-amz-server-side-encryption"),
            lock: text("x-amz-object-lock-mode"),
        }
    }
}

impl Call<'_> {
    pub(super) fn metadata(mut self, metadata: &Metadata) -> Self {
        if let Some(modified) = metadata.modified {
            self = self.header(MTIME, to_mtime(modified));
        }
        if let Some(mark) = &metadata.mark {
            self = self.header(MARK, mark);
        }
        if let Some(kind) = &metadata.content_type {
            self = self.header("content-type", kind);
        }
        self
    }

    pub(super) fn condition(self, condition: &Condition) -> Self {
        match condition {
            Condition::None => self,
            // Made again, it would find the object that it wrote itself.
            Condition::Absent => self.header("if-none-match", "*").repeat(Repeat::WhereNotDone),
            Condition::Looked => self.repeat(Repeat::WhereNotDone),
            Condition::Is(etag) => self.header("if-match", etag).repeat(Repeat::WhereNotDone),
        }
    }
}

impl S3Client {
    /// `HeadObject`: what the server says of an object; `version` asks for an older one.
    pub fn head(&self, key: &str, version: Option<&str>) -> Result<Object, HttpError> {
        let call = with_version(Call::new("look at", Method::HEAD, key), version);
        let answer = self.send(&call)?;
        let size = answer.number("content-length").ok_or_else(|| call.fail(HttpErrorKind::BadAnswer))?;
        Ok(Object::of(&answer, size))
    }

    /// `PutObject`: writes a whole object from memory. Bytes are guarded as [`Guard`](super::Guard) says.
    ///
    /// Where the answer is lost, a write without condition is made again. One with a condition is looked for by its
    /// mark: found, it counts as written; without a mark, the error says that one must look.
    pub fn put(
        &self,
        key: &str,
        body: &[u8],
        metadata: &Metadata,
        condition: &Condition,
    ) -> Result<Written, HttpError> {
        let call = Call::new("write", Method::PUT, key).body(body).metadata(metadata).condition(condition);
        match self.send(&call) {
            Ok(answer) => {
                let (etag, version) = (answer.etag(), answer.version());
                // Read to its end, the connection can be used again.
                answer.read(ANSWER_LIMIT_BYTES).map_err(|e| call.fail(e.kind))?;
                Ok(Written { etag, version, was_found: false })
            }
            Err(error) if may_be_written(&error, condition) => {
                self.find_written(key, metadata, Some(body.len() as u64))?.ok_or(error)
            }
            Err(error) => Err(error),
        }
    }

    /// The object of this key, if it bears our mark (and has our size): then what we wrote took effect.
    pub(super) fn find_written(
        &self,
        key: &str,
        metadata: &Metadata,
        size_bytes: Option<u64>,
    ) -> Result<Option<Written>, HttpError> {
        if metadata.mark.is_none() {
            return Ok(None);
        }
        match self.head(key, None) {
            Ok(object) => Ok((object.mark == metadata.mark
                && size_bytes.is_none_or(|size| size == object.size_bytes))
            .then_some(Written { etag: object.etag, version: object.version, was_found: true })),
            Err(error) if error.kind == HttpErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// `DeleteObject`. Without a version, a bucket that keeps them only hides the object, by a marker whose version is returned.
    /// What is not there counts as deleted.
    pub fn delete(&self, key: &str, version: Option<&str>) -> Result<Option<String>, HttpError> {
        let call = with_version(Call::new("delete", Method::DELETE, key), version);
        match self.send(&call) {
            Ok(answer) => {
                let marker =
                    answer.version().filter(|_| answer.header("x-amz-delete-marker") == Some("true"));
                answer.read(ANSWER_LIMIT_BYTES).map_err(|e| call.fail(e.kind))?;
                Ok(marker)
            }
            Err(error) if error.kind == HttpErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Removes all of a key that nobody but us writes: where versions are kept, each of them, since the one before would come back.
    pub(super) fn erase(&self, key: &str) -> Result<(), HttpError> {
        for _ in 0..OWN_VERSIONS {
            let object = match self.head(key, None) {
                Err(error) if error.kind == HttpErrorKind::NotFound => return Ok(()),
                object => object?,
            };
            self.delete(key, object.version.as_deref())?;
            if object.version.is_none() {
                return Ok(());
            }
        }
        Err(HttpError::new("delete", key, HttpErrorKind::Refused)
            .with_detail("older versions keep coming back"))
    }

    /// `CopyObject`: the server copies by itself, metadata included, from this or another of its buckets; up to 5 GiB. The copy
    /// is as good as the server: re-read it.
    pub fn copy(&self, source: &Source<'_>, key: &str) -> Result<Written, HttpError> {
        let call = source.headers(Call::new("copy to", Method::PUT, key));
        let answer = self.send(&call)?;
        let version = answer.version();
        let body = answer.read(ANSWER_LIMIT_BYTES).map_err(|e| call.fail(e.kind))?;
        let etag = judge(&call, &body, "CopyObjectResult")?;
        Ok(Written { etag, version, was_found: false })
    }
}

/// What a copy is made of.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// A bucket of the same server
    pub bucket: &'a str,
    /// The key in it
    pub key: &'a str,
    /// An older version
    pub version: Option<&'a str>,
    /// The `ETag` that it must have
    pub etag: Option<&'a str>,
}

impl Source<'_> {
    pub(super) fn headers<'a>(&self, mut call: Call<'a>) -> Call<'a> {
        let mut path = format!("/{}/", self.bucket);
        encode(self.key.as_bytes(), true, &mut path);
        if let Some(version) = self.version {
            path.push_str("?versionId=");
            path.push_str(&encoded(version));
        }
        call = call.header("x-amz-copy-source", path);
        match self.etag {
            Some(etag) => call.header("x-amz-copy-source-if-match", etag),
            None => call,
        }
    }
}

/// More than any key of our own is written: a record twice, tries of a probe a few times.
const OWN_VERSIONS: usize = 16;

/// Answers that say that something was done, and what came of it.
pub(super) const ANSWER_LIMIT_BYTES: u64 = 64 * 1_024;

/// The `ETag` of an answer that comes with status 200 before the work is done: it can still be an error.
pub(super) fn judge(call: &Call<'_>, body: &[u8], root: &str) -> Result<Option<String>, HttpError> {
    if let Some(fault) = xml::fault(body) {
        // As if the status had said it: what a 500 says it may have done.
        let kind = super::error::kind_of(500, fault.code.as_deref(), fault.region.as_deref());
        return Err(call.fail(kind).with_status(200).with_code(fault.code.as_deref()));
    }
    match xml::root(body) {
        Some(name) if name == root => Ok(xml::find(body, &[root, "ETag"])),
        _ => Err(call.fail(HttpErrorKind::BadAnswer)),
    }
}

/// Whether a write with a condition may have taken effect although it failed: unknown, or it met what may be itself.
fn may_be_written(error: &HttpError, condition: &Condition) -> bool {
    *condition != Condition::None
        && (error.retry() == Retry::LookFirst || error.kind == HttpErrorKind::Precondition)
}

fn with_version<'a>(call: Call<'a>, version: Option<&str>) -> Call<'a> {
    match version {
        Some(version) => call.query("versionId", version),
        None => call,
    }
}

/// Whether a mark can stand in a header and be known again.
pub(super) fn is_mark(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

impl Metadata {
    /// Gives it a mark; `None` where the word is not fit for one.
    #[must_use]
    pub fn marked(mut self, mark: impl Into<Cow<'static, str>>) -> Option<Self> {
        let mark = mark.into().into_owned();
        is_mark(&mark).then(|| {
            self.mark = Some(mark);
            self
        })
    }
}
