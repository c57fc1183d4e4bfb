// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Reading objects, also where an answer breaks off.

use super::{Core, facts_of};
use crate::http::{Answer, Ask, Body, Call, HttpError, HttpErrorKind, Patience, Span, range};
use crate::{ConnectError, ObjectFacts, Opened, Reading};
use hoheit_types::RelPath;
use std::io::{self, Read};
use std::sync::Arc;
use ureq::http::Method;

/// Begins to read an object, or a part of it.
pub(super) fn open(core: &Arc<Core>, name: &RelPath, how: &Reading) -> Result<DavObject, ConnectError> {
    let path = core.path(name)?;
    let length = |range: &std::ops::Range<u64>| range.end.saturating_sub(range.start);
    let span = how.range.as_ref().map(|range| Span { start: range.start, length: length(range) });
    if span.is_some_and(|span| span.length == 0) {
        return Err(HttpError::new("read", name.as_str(), HttpErrorKind::BadRequest).at(name));
    }
    match get(core, name, span, &path) {
        Ok(body) => Ok(DavObject { core: Arc::clone(core), name: name.clone(), path, body }),
        // What servers say to the wish for a folder's bytes has many forms.
        Err(error) if error.kind != HttpErrorKind::NotFound => {
            if core.look(name)?.is_some_and(|found| found.is_folder) {
                let reason = io::Error::from(io::ErrorKind::IsADirectory);
                return Err(ConnectError::new("read", name.as_str(), reason));
            }
            Err(error.at(name))
        }
        Err(error) => Err(error.at(name)),
    }
}

/// The bytes of a file; an empty one has no range.
fn get(core: &Core, name: &RelPath, span: Option<Span>, path: &str) -> Result<Body, HttpError> {
    let call = asking(name.as_str(), span, None);
    let fail = || call.fail(HttpErrorKind::BadAnswer);
    match core.client.send(&call, path) {
        Ok(answer) if answer.status() == 200 && answer.number("content-length") == Some(0) => {
            Body::of(answer, None).ok_or_else(fail)
        }
        Ok(answer) => Body::of(answer, span).ok_or_else(fail),
        Err(error) if error.status == Some(416) && span.is_some_and(|span| span.start == 0) => {
            let answer = core.client.send(&asking(name.as_str(), None, None), path)?;
            Body::of(answer, None).filter(|body| body.size_bytes() == 0).ok_or(error)
        }
        Err(error) => Err(error),
    }
}

fn asking<'c>(name: &'c str, span: Option<Span>, etag: Option<&str>) -> Call<'c> {
    // A file that is served compressed has no range of its own, and proxies may answer from what they have.
    let mut call = Call::new("read", Method::GET, name).header("cache-control", "no-cache");
    if let Some(span) = span {
        call = call.header("range", range(span));
    }
    if let Some(etag) = etag {
        call = call.header("if-match", etag);
    }
    call
}

/// An object that is being read.
pub(super) struct DavObject {
    core: Arc<Core>,
    name: RelPath,
    path: String,
    body: Body,
}

struct Again<'a> {
    core: &'a Core,
    name: &'a str,
    path: &'a str,
}

impl Ask for Again<'_> {
    fn patience(&self) -> &Patience {
        self.core.client.patience()
    }

    fn key(&self) -> &str {
        self.name
    }

    fn again(&self, span: Span, etag: Option<&str>) -> Result<Answer, HttpError> {
        self.core.client.send(&asking(self.name, Some(span), etag), self.path)
    }
}

impl Read for DavObject {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let again = Again { core: &self.core, name: self.name.as_str(), path: &self.path };
        self.body.read(buffer, &again)
    }
}

impl Opened for DavObject {
    fn facts(&self) -> Result<ObjectFacts, ConnectError> {
        let missing =
            || HttpError::new("look at", self.name.as_str(), HttpErrorKind::NotFound).at(&self.name);
        self.core.look(&self.name)?.as_ref().map(facts_of).ok_or_else(missing)
    }
}
