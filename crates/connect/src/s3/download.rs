// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::{Object, S3Client};
use crate::http::{Answer, Ask, Body, Call, HttpError, HttpErrorKind, Patience, Span, range};
use std::fmt;
use std::io::{self, Read};
use ureq::http::Method;

/// Which object, or which part of it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'a> {
    /// An older version
    pub version: Option<&'a str>,
    /// The `ETag` that it must have
    pub etag: Option<&'a str>,
    /// Not all of it
    pub span: Option<Span>,
    /// Caches on the way are asked to let the server answer
    pub past_caches: bool,
}

/// An object that is being read. It gives exactly the bytes that were asked for, or an error: a connection that breaks is made
/// again from where it broke, under the condition that the object is still the same.
pub struct Download {
    source: Source,
    object: Object,
    body: Body,
}

/// Where it comes from, to ask again.
struct Source {
    client: S3Client,
    key: String,
    version: Option<String>,
    past_caches: bool,
}

impl Ask for Source {
    fn patience(&self) -> &Patience {
        self.client.patience()
    }

    fn key(&self) -> &str {
        &self.key
    }

    fn again(&self, span: Span, etag: Option<&str>) -> Result<Answer, HttpError> {
        let wanted = Wanted {
            version: self.version.as_deref(),
            etag,
            span: Some(span),
            past_caches: self.past_caches,
        };
        self.client.send(&call(&self.key, &wanted))
    }
}

impl S3Client {
    /// `GetObject`. The answer's headers are checked against what was asked: a server that ignores the range is an error.
    pub fn get(&self, key: &str, wanted: &Wanted<'_>) -> Result<Download, HttpError> {
        let call = call(key, wanted);
        let answer = self.send(&call)?;
        let mut object = Object::of(&answer, 0);
        let body = Body::of(answer, wanted.span).ok_or_else(|| call.fail(HttpErrorKind::BadAnswer))?;
        object.size_bytes = body.size_bytes();
        let source = Source {
            client: self.clone(),
            key: key.to_owned(),
            version: wanted.version.map(str::to_owned),
            past_caches: wanted.past_caches,
        };
        Ok(Download { source, object, body })
    }
}

fn call<'a>(key: &'a str, wanted: &Wanted<'_>) -> Call<'a> {
    let mut call = Call::new("read", Method::GET, key);
    if wanted.past_caches {
        call = call.header("cache-control", "no-cache");
    }
    if let Some(version) = wanted.version {
        call = call.query("versionId", version);
    }
    if let Some(etag) = wanted.etag {
        call = call.header("if-match", etag);
    }
    if let Some(span) = wanted.span {
        call = call.header("range", range(span));
    }
    call
}

impl Download {
    /// What the server says of the object; its size is that of the whole.
    pub fn object(&self) -> &Object {
        &self.object
    }

    /// How many bytes are still to come.
    pub fn rest(&self) -> u64 {
        self.body.rest()
    }

    /// Whether no byte of it was handed on yet.
    pub(super) fn is_fresh(&self) -> bool {
        self.body.is_fresh()
    }

    pub(super) fn version(&self) -> Option<&str> {
        self.source.version.as_deref()
    }
}

impl Read for Download {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.body.read(buffer, &self.source)
    }
}

/// Without the key.
impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Download({} of {} bytes to come)", self.rest(), self.object.size_bytes)
    }
}
