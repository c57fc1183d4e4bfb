// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::SwiftClient;
use super::client::At;
use super::object::{Object, asking};
use crate::http::{Answer, Ask, Body, Call, HttpError, HttpErrorKind, Patience, Span, range};
use std::io::{self, Read};
use ureq::http::Method;

/// Which object, or which part of it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Wanted<'a> {
    pub(super) version: Option<&'a str>,
    pub(super) etag: Option<&'a str>,
    pub(super) span: Option<Span>,
    pub(super) past_caches: bool,
}

/// An object that is being read. It gives exactly the bytes that were asked for, or an error.
pub(super) struct Download {
    pub(super) source: Source,
    pub(super) object: Object,
    body: Body,
}

/// Where it comes from, to ask again.
pub(super) struct Source {
    pub(super) client: SwiftClient,
    pub(super) key: String,
    pub(super) version: Option<String>,
    past_caches: bool,
}

impl SwiftClient {
    /// Reads an object. The answer's headers are checked against what was asked: a server that ignores the range is an error.
    pub(super) fn get(&self, key: &str, wanted: &Wanted<'_>) -> Result<Download, HttpError> {
        let call = call(key, wanted);
        let answer = self.send(&call, At::Key(key))?;
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
    let mut call = asking("read", Method::GET, key, wanted.version);
    if wanted.past_caches {
        // `X-Newest` makes the proxy ask all replicas, and answer with the latest one.
        call = call.header("cache-control", "no-cache").header("x-newest", "true");
    }
    if let Some(etag) = wanted.etag {
        call = call.header("if-match", format!("\"{}\"", etag.trim_matches('"')));
    }
    if let Some(span) = wanted.span {
        call = call.header("range", range(span));
    }
    call
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
        self.client.send(&call(&self.key, &wanted), At::Key(&self.key))
    }
}

impl Download {
    /// Whether no byte of it was handed on yet.
    pub(super) fn is_fresh(&self) -> bool {
        self.body.is_fresh()
    }
}

impl Read for Download {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.body.read(buffer, &self.source)
    }
}
