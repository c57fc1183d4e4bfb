// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! One request and its answer, before it is signed and sent.

use super::agent::failure;
use super::encode::encoded;
use super::{HttpError, HttpErrorKind};
use std::borrow::Cow;
use std::io::Read;
use ureq::http::{Method, Request, Response};

/// A request as the protocol's words say it.
pub(crate) struct Call<'a> {
    /// What it does, as errors say it: "can't {operation} {key}"
    pub(crate) operation: &'static str,
    pub(crate) method: Method,
    /// What errors name; empty for the bucket, container or service
    pub(crate) key: &'a str,
    pub(crate) query: Vec<(&'static str, String)>,
    /// Small names
    pub(crate) headers: Vec<(Cow<'static, str>, String)>,
    pub(crate) body: &'a [u8],
    pub(crate) repeat: Repeat,
}

/// When a call may be made again without looking. Where nothing was sent, always.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Repeat {
    /// The same thing twice is the same as once
    Always,
    /// Where the server says that it did nothing
    WhereNotDone,
    /// Not even then: the word of servers and proxies is not enough for what nobody would find again
    Never,
}

impl<'a> Call<'a> {
    pub(crate) fn new(operation: &'static str, method: Method, key: &'a str) -> Self {
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

    pub(crate) fn query(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    pub(crate) fn header(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub(crate) fn body(mut self, body: &'a [u8]) -> Self {
        self.body = body;
        self
    }

    pub(crate) fn repeat(mut self, repeat: Repeat) -> Self {
        self.repeat = repeat;
        self
    }

    /// Whether the request has a body, be it an empty one.
    pub(crate) fn has_body(&self) -> bool {
        !self.body.is_empty() || matches!(self.method, Method::PUT | Method::POST)
    }

    /// The query as it is sent and signed: encoded, sorted by name.
    pub(crate) fn query_text(&self) -> String {
        let mut pairs: Vec<String> =
            self.query.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        pairs.sort_unstable();
        pairs.join("&")
    }

    pub(crate) fn fail(&self, kind: HttpErrorKind) -> HttpError {
        HttpError::new(self.operation, self.key, kind)
    }
}

/// An answer whose status was good; its body is not read yet.
pub(crate) struct Answer(Response<ureq::Body>);

impl Answer {
    pub(crate) fn status(&self) -> u16 {
        self.0.status().as_u16()
    }

    /// A header's value, where it is ASCII.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.0.headers().get(name)?.to_str().ok()
    }

    /// A header that holds a number.
    pub(crate) fn number(&self, name: &str) -> Option<u64> {
        self.header(name)?.parse().ok()
    }

    /// The `ETag` as the server writes it, quotes included: it is compared and handed back, never read.
    pub(crate) fn etag(&self) -> Option<String> {
        self.header("etag").map(str::to_owned)
    }

    /// The body, as it comes.
    pub(crate) fn into_reader(self) -> ureq::BodyReader<'static> {
        self.0.into_body().into_reader()
    }

    /// The whole body. More than the limit is no answer of the protocol.
    pub(crate) fn read(self, limit_bytes: u64) -> Result<Vec<u8>, HttpError> {
        let mut bytes = Vec::new();
        let mut reader = self.0.into_body().into_reader().take(limit_bytes + 1);
        match reader.read_to_end(&mut bytes) {
            Ok(_) if bytes.len() as u64 > limit_bytes => {
                Err(HttpError::new("read", "", HttpErrorKind::BadAnswer))
            }
            Ok(_) => Ok(bytes),
            Err(_) => Err(HttpError::new("read", "", HttpErrorKind::Broken)),
        }
    }
}

/// The address of a call: an origin, an encoded path and the call's own query.
pub(crate) fn url(origin: &str, path: &str, call: &Call<'_>) -> String {
    let query = call.query_text();
    let mark = if query.is_empty() { "" } else { "?" };
    format!("{origin}{path}{mark}{query}")
}

/// Sends one request and waits for the head of its answer, whatever its status is. The call's body goes along where it has one; its headers
/// are the request's already.
pub(crate) fn exchange(
    agent: &ureq::Agent,
    call: &Call<'_>,
    request: Request<()>,
) -> Result<Answer, HttpError> {
    let response = if call.has_body() {
        let (parts, ()) = request.into_parts();
        agent.run(Request::from_parts(parts, call.body))
    } else {
        agent.run(request)
    };
    response.map(Answer).map_err(|error| failure(call.operation, call.key, &error))
}

/// The same with a body that comes bit by bit and whose size is known.
pub(crate) fn stream(
    agent: &ureq::Agent,
    call: &Call<'_>,
    request: Request<()>,
    body: impl Read + 'static,
    size_bytes: u64,
) -> Result<Answer, HttpError> {
    let (mut parts, ()) = request.into_parts();
    parts.headers.insert("content-length", size_bytes.into());
    let request = Request::from_parts(parts, ureq::SendBody::from_owned_reader(body));
    agent.run(request).map(Answer).map_err(|error| failure(call.operation, call.key, &error))
}
