// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! One request and its answer, without signature and transport.

use super::encode::{base64, encoded};
use super::sign::{EMPTY_SHA256, UNSIGNED, sha256};
use super::{Guard, S3Error, S3ErrorKind};
use md5::{Digest as _, Md5};
use std::borrow::Cow;
use std::io::Read as _;
use ureq::http::{Method, Response};

/// A request as the protocol's words say it.
pub(super) struct Call<'a> {
    /// What it does, as errors say it: "can't {operation} {key}"
    pub(super) operation: &'static str,
    pub(super) method: Method,
    /// Empty for the bucket
    pub(super) key: &'a str,
    pub(super) query: Vec<(&'static str, String)>,
    /// Small names
    pub(super) headers: Vec<(Cow<'static, str>, String)>,
    pub(super) body: &'a [u8],
    pub(super) repeat: Repeat,
}

/// When a call may be made again without looking. Where nothing was sent, always.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Repeat {
    /// The same thing twice is the same as once
    Always,
    /// Where the server says that it did nothing
    WhereNotDone,
    /// Not even then: the word of servers and proxies is not enough for what nobody would find again
    Never,
}

impl<'a> Call<'a> {
    pub(super) fn new(operation: &'static str, method: Method, key: &'a str) -> Self {
        Self {
            operation,
            method,
            key,
            query: Vec::new(),
            headers: Vec::new(),
            body: &[],
            repeat: Repeat::Always,
        }
    }

    pub(super) fn query(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    pub(super) fn header(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub(super) fn body(mut self, body: &'a [u8]) -> Self {
        self.body = body;
        self
    }

    pub(super) fn repeat(mut self, repeat: Repeat) -> Self {
        self.repeat = repeat;
        self
    }

    /// Whether the method has a body, be it an empty one.
    pub(super) fn has_body(&self) -> bool {
        matches!(self.method, Method::PUT | Method::POST)
    }

    /// The query as it is sent and signed: encoded, sorted by name.
    pub(super) fn query_text(&self) -> String {
        let mut pairs: Vec<String> =
            self.query.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        pairs.sort_unstable();
        pairs.join("&")
    }

    pub(super) fn fail(&self, kind: S3ErrorKind) -> S3Error {
        S3Error::new(self.operation, self.key, kind)
    }
}

/// The digests of a body: made once, however often the call is.
pub(super) struct Sealed {
    pub(super) payload: Cow<'static, str>,
    pub(super) md5: Option<String>,
}

impl Sealed {
    pub(super) fn of(call: &Call<'_>, guard: Guard) -> Self {
        if call.body.is_empty() {
            return Self { payload: Cow::Borrowed(EMPTY_SHA256), md5: None };
        }
        // A short message of the protocol is signed, whatever guards the bytes of objects.
        let guard = if call.method == Method::POST { Guard::Both } else { guard };
        Self {
            payload: match guard {
                Guard::Md5 => Cow::Borrowed(UNSIGNED),
                Guard::Sha256 | Guard::Both => Cow::Owned(sha256(call.body)),
            },
            md5: (guard != Guard::Sha256).then(|| base64(&Md5::digest(call.body))),
        }
    }
}

/// An answer whose status was good; its body is not read yet.
pub(super) struct Answer(pub(super) Response<ureq::Body>);

impl Answer {
    pub(super) fn status(&self) -> u16 {
        self.0.status().as_u16()
    }

    /// A header's value, where it is ASCII.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.0.headers().get(name)?.to_str().ok()
    }

    /// A header that holds a number.
    pub(super) fn number(&self, name: &str) -> Option<u64> {
        self.header(name)?.parse().ok()
    }

    /// The `ETag` as the server writes it, quotes included: it is compared and handed back, never read.
    pub(super) fn etag(&self) -> Option<String> {
        self.header("etag").map(str::to_owned)
    }

    pub(super) fn version(&self) -> Option<String> {
        self.header("x-amz-version-id").filter(|version| *version != "null").map(str::to_owned)
    }

    /// The whole body. More than the limit is no answer of the protocol.
    pub(super) fn read(self, limit_bytes: u64) -> Result<Vec<u8>, S3Error> {
        let mut bytes = Vec::new();
        let mut reader = self.0.into_body().into_reader().take(limit_bytes + 1);
        match reader.read_to_end(&mut bytes) {
            Ok(_) if bytes.len() as u64 > limit_bytes => {
                Err(S3Error::new("read", "", S3ErrorKind::BadAnswer))
            }
            Ok(_) => Ok(bytes),
            Err(_) => Err(S3Error::new("read", "", S3ErrorKind::Broken)),
        }
    }
}
