// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Single objects: look, write, delete; and the manifests of large ones.

use super::SwiftClient;
use super::client::At;
use crate::http::encode::hex;
use crate::http::moment::{from_http, from_mtime, to_mtime};
use crate::http::{Answer, Call, HttpError, HttpErrorKind, Repeat, Retry};
use hoheit_types::Timestamp;
use md5::{Digest as _, Md5};
use serde::{Deserialize, Serialize};
use ureq::http::Method;

/// What the server says of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Object {
    /// In bytes; of a large object, of all of its segments
    pub(super) size_bytes: u64,
    /// Without quotes: headers of large objects have them, others and listings don't
    pub(super) etag: Option<String>,
    /// Where versions are kept
    pub(super) version: Option<String>,
    /// `X-Object-Meta-Mtime`
    pub(super) modified: Option<Timestamp>,
    /// When the server wrote it, in whole seconds: listings and headers tell different fractions
    pub(super) stored: Option<Timestamp>,
    /// `X-Timestamp`: the very moment, which no two writes of one name share
    pub(super) written: Option<String>,
    /// `X-Object-Meta-Hoheit-Mark`: the upload that made it
    pub(super) mark: Option<String>,
    /// A static large object: a manifest, and segments elsewhere
    pub(super) is_large: bool,
    /// A name for another object
    pub(super) is_link: bool,
}

/// What travels with an object.
#[derive(Clone, Debug, Default)]
pub(super) struct Metadata {
    /// Last change of the source, kept the way rclone writes and reads it
    pub(super) modified: Option<Timestamp>,
    /// By which the object is known again after a lost answer
    pub(super) mark: Option<String>,
}

/// One line of a manifest as it is written (Swift, "Static Large Objects").
#[derive(Serialize)]
pub(super) struct Piece<'a> {
    /// `/container/key`
    pub(super) path: String,
    pub(super) etag: &'a str,
    pub(super) size_bytes: u64,
}

/// One line of a manifest as it is read.
#[derive(Debug, Deserialize)]
pub(super) struct Segment {
    /// `/container/key`
    pub(super) name: String,
    pub(super) bytes: u64,
}

const MARK: &str = "x-object-meta-hoheit-mark";
const MTIME: &str = "x-object-meta-mtime";

/// Answers that say that something was done.
const ANSWER_LIMIT_BYTES: u64 = 64 * 1_024;

/// Swift's own limit is 8 MiB (`max_manifest_size`); read it is longer, with types and moments.
const MANIFEST_LIMIT_BYTES: u64 = 16 << 20;

/// The text of an entity tag, without the quotes around it.
pub(super) fn bare(etag: &str) -> String {
    etag.trim().trim_matches('"').to_owned()
}

impl Object {
    pub(super) fn of(answer: &Answer, size_bytes: u64) -> Self {
        let text = |name| answer.header(name).map(str::to_owned);
        let written = text("x-timestamp");
        // Header dates are rounded up to whole seconds, listings are not: what they have in common is cut from the moment itself.
        let moment = written.as_deref().and_then(from_mtime);
        let stored = moment.or_else(|| answer.header("last-modified").and_then(from_http));
        Self {
            size_bytes,
            etag: answer.header("etag").map(bare),
            version: text("x-object-version-id").filter(|version| version != "null"),
            modified: answer.header(MTIME).and_then(from_mtime),
            stored,
            written,
            mark: text(MARK),
            is_large: answer
                .header("x-static-large-object")
                .is_some_and(|is| is.eq_ignore_ascii_case("true")),
            // Where the content lies, if elsewhere; the current version of an object lies at its version.
            is_link: answer.header("content-location").is_some_and(|place| !place.contains("?version-id=")),
        }
    }
}

/// A question about an object, or a version of it. Links are followed by the server, and told by [`Object::is_link`]: asked for themselves
/// (`symlink=get`), also objects of which versions are kept would answer as links.
pub(super) fn asking<'a>(
    operation: &'static str,
    method: Method,
    key: &'a str,
    version: Option<&str>,
) -> Call<'a> {
    let call = Call::new(operation, method, key);
    match version {
        Some(version) => call.query("version-id", version),
        None => call,
    }
}

impl SwiftClient {
    /// What the server says of an object; `None`: there is none.
    pub(super) fn head(&self, at: At<'_>, version: Option<&str>) -> Result<Option<Object>, HttpError> {
        // All replicas are asked: what one of them missed would be taken for not there.
        let call = asking("look at", Method::HEAD, at.key(), version).header("x-newest", "true");
        match self.send(&call, at) {
            Ok(answer) => {
                let size =
                    answer.number("content-length").ok_or_else(|| call.fail(HttpErrorKind::BadAnswer))?;
                Ok(Some(Object::of(&answer, size)))
            }
            Err(error) if error.kind == HttpErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes an object whole, and never another than was sent: the server checks the MD5. Returns it.
    ///
    /// `is_new`: only where nothing is. Where the answer is then lost, the object is looked for by its mark.
    pub(super) fn put(
        &self,
        at: At<'_>,
        body: &[u8],
        metadata: &Metadata,
        is_new: bool,
    ) -> Result<String, HttpError> {
        let mut etag = String::new();
        hex(&Md5::digest(body), &mut etag);
        let call = Call::new("write", Method::PUT, at.key()).body(body).header("etag", etag.clone());
        self.write(&bearing(call, metadata, is_new), at, metadata, is_new)?;
        Ok(etag)
    }

    /// Makes one object of segments. The server looks at each of them, its size and its MD5.
    pub(super) fn put_manifest(
        &self,
        key: &str,
        pieces: &[Piece<'_>],
        metadata: &Metadata,
        is_new: bool,
    ) -> Result<(), HttpError> {
        let fail = |kind| HttpError::new("complete", key, kind);
        let body = serde_json::to_vec(pieces).map_err(|_| fail(HttpErrorKind::BadRequest))?;
        let call = Call::new("complete", Method::PUT, key).query("multipart-manifest", "put").body(&body);
        let written = self.write(&bearing(call, metadata, is_new), At::Key(key), metadata, is_new);
        written.map_err(|error| match error.status {
            Some(400) => fail(HttpErrorKind::BadPart).with_status(400),
            _ => error,
        })
    }

    fn write(&self, call: &Call<'_>, at: At<'_>, metadata: &Metadata, is_new: bool) -> Result<(), HttpError> {
        let error = match self.ask(call, at, ANSWER_LIMIT_BYTES) {
            Ok(_) => return Ok(()),
            // A container that is not there, as the only thing that writing can miss.
            Err(error) if error.kind == HttpErrorKind::NotFound => {
                return Err(call.fail(HttpErrorKind::NoContainer).with_status(404));
            }
            Err(error) => error,
        };
        let may_be_written = error.retry() == Retry::LookFirst || error.kind == HttpErrorKind::Precondition;
        if is_new && may_be_written && metadata.mark.is_some() {
            let object = self.head(at, None)?;
            if object.is_some_and(|object| object.mark == metadata.mark) {
                return Ok(());
            }
        }
        Err(error)
    }

    /// Deletes an object, of a large one the manifest only. What is not there counts as deleted.
    pub(super) fn delete(&self, at: At<'_>, version: Option<&str>) -> Result<(), HttpError> {
        let call = Call::new("delete", Method::DELETE, at.key());
        let call = match version {
            Some(version) => call.query("version-id", version),
            None => call,
        };
        match self.ask(&call, at, ANSWER_LIMIT_BYTES) {
            Err(error) if error.kind == HttpErrorKind::NotFound => Ok(()),
            done => done.map(drop),
        }
    }

    /// Deletes what nobody but us writes; where versions are kept, for good.
    pub(super) fn erase(&self, at: At<'_>) -> Result<(), HttpError> {
        match self.head(at, None)? {
            Some(object) => self.delete(at, object.version.as_deref()),
            None => Ok(()),
        }
    }

    /// The segments of a large object; `None` where it is gone or none.
    pub(super) fn manifest(
        &self,
        key: &str,
        version: Option<&str>,
    ) -> Result<Option<Vec<Segment>>, HttpError> {
        let call =
            asking("read the manifest of", Method::GET, key, version).query("multipart-manifest", "get");
        let answer = match self.send(&call, At::Key(key)) {
            Err(error) if error.kind == HttpErrorKind::NotFound => return Ok(None),
            answer => answer?,
        };
        if !Object::of(&answer, 0).is_large {
            return Ok(None);
        }
        let bytes = answer.read(MANIFEST_LIMIT_BYTES).map_err(|error| call.fail(error.kind))?;
        serde_json::from_slice(&bytes).map(Some).map_err(|_| call.fail(HttpErrorKind::BadAnswer))
    }
}

fn bearing<'a>(mut call: Call<'a>, metadata: &Metadata, is_new: bool) -> Call<'a> {
    if let Some(modified) = metadata.modified {
        call = call.header(MTIME, to_mtime(modified));
    }
    if let Some(mark) = &metadata.mark {
        call = call.header(MARK, mark);
    }
    // Made again, it would find the object that it wrote itself.
    if is_new { call.header("if-none-match", "*").repeat(Repeat::WhereNotDone) } else { call }
}

impl<'a> At<'a> {
    pub(super) fn key(self) -> &'a str {
        match self {
            At::Key(key) | At::In(_, key) => key,
        }
    }
}
