// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::call::{Answer, Call};
use super::retry::pauses;
use super::{Object, Retry, S3Client, S3Error, S3ErrorKind, transport};
use std::fmt;
use std::io::{self, Read};
use ureq::BodyReader;
use ureq::http::Method;

/// A part of an object, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first byte
    pub start: u64,
    /// How many; at least one
    pub length: u64,
}

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
    client: S3Client,
    key: String,
    object: Object,
    version: Option<String>,
    past_caches: bool,
    is_fresh: bool,
    reader: BodyReader<'static>,
    /// The next byte, counted from the object's beginning
    at: u64,
    end: u64,
}

impl S3Client {
    /// `GetObject`. The answer's headers are checked against what was asked: a server that ignores the range is an error.
    pub fn get(&self, key: &str, wanted: &Wanted<'_>) -> Result<Download, S3Error> {
        let call = call(key, wanted);
        let answer = self.send(&call)?;
        let (start, end, size) =
            extent(&answer, wanted.span).ok_or_else(|| call.fail(S3ErrorKind::BadAnswer))?;
        let mut download = Download {
            client: self.clone(),
            key: key.to_owned(),
            object: Object::of(&answer, size),
            version: wanted.version.map(str::to_owned),
            past_caches: wanted.past_caches,
            is_fresh: true,
            reader: answer.0.into_body().into_reader(),
            at: start,
            end,
        };
        download.finish_when_done();
        Ok(download)
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
        let last = span.start.saturating_add(span.length.saturating_sub(1));
        call = call.header("range", format!("bytes={}-{last}", span.start));
    }
    call
}

/// First byte, end and size of the whole object, as the answer says; `None` where that is not what was asked.
fn extent(answer: &Answer, span: Option<Span>) -> Option<(u64, u64, u64)> {
    let length = answer.number("content-length")?;
    let Some(span) = span else {
        return (answer.status() == 200).then_some((0, length, length));
    };
    // Content-Range: bytes 0-9/443
    let (range, size) = answer.header("content-range")?.strip_prefix("bytes ")?.split_once('/')?;
    let (first, last) = range.split_once('-')?;
    let (first, last, size): (u64, u64, u64) = (first.parse().ok()?, last.parse().ok()?, size.parse().ok()?);
    let end = last.checked_add(1)?;
    let is_right = answer.status() == 206
        && first == span.start
        && end == span.start.checked_add(span.length)?.min(size)
        && length == end.checked_sub(first)?;
    is_right.then_some((first, end, size))
}

impl Download {
    /// What the server says of the object; its size is that of the whole.
    pub fn object(&self) -> &Object {
        &self.object
    }

    /// How many bytes are still to come.
    pub fn rest(&self) -> u64 {
        self.end - self.at
    }

    /// Whether no byte of it was handed on yet.
    pub(super) fn is_fresh(&self) -> bool {
        self.is_fresh
    }

    pub(super) fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// The look behind the last byte tells the transport that the answer is over: its connection can be used again.
    fn finish_when_done(&mut self) {
        if self.rest() == 0 {
            drop(self.reader.read(&mut [0]));
        }
    }

    /// Asks again, from the next byte on.
    fn resume(&mut self) -> Result<(), S3Error> {
        let span = Span { start: self.at, length: self.rest() };
        let wanted = Wanted {
            version: self.version.as_deref(),
            etag: self.object.etag.as_deref(),
            span: Some(span),
            past_caches: self.past_caches,
        };
        let call = call(&self.key, &wanted);
        let answer = self.client.send(&call)?;
        let (_, end, size) = extent(&answer, Some(span)).ok_or_else(|| call.fail(S3ErrorKind::BadAnswer))?;
        // The condition is not honoured by every server.
        if end != self.end || size != self.object.size_bytes || answer.etag() != self.object.etag {
            return Err(call.fail(S3ErrorKind::Precondition));
        }
        self.reader = answer.0.into_body().into_reader();
        Ok(())
    }
}

impl Read for Download {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.rest() == 0 || buffer.is_empty() {
            return Ok(0);
        }
        let most = usize::try_from(self.rest()).unwrap_or(usize::MAX).min(buffer.len());
        let Some(buffer) = buffer.get_mut(..most) else { return Ok(0) };
        let mut pauses = pauses(self.client.patience());
        loop {
            let error = match self.reader.read(buffer) {
                Ok(0) => S3Error::new("read", &self.key, S3ErrorKind::Broken),
                Ok(count) => {
                    self.at += count as u64;
                    self.is_fresh = false;
                    self.finish_when_done();
                    return Ok(count);
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => transport::of_io(&Call::new("read", Method::GET, &self.key), &e),
            };
            match pauses.next() {
                // Without an ETag nothing tells that it is still the same object.
                Some(pause) if error.retry() != Retry::Never && self.object.etag.is_some() => {
                    std::thread::sleep(pause);
                }
                _ => return Err(io::Error::new(error.io_kind(), error)),
            }
            if let Err(error) = self.resume() {
                return Err(io::Error::new(error.io_kind(), error));
            }
        }
    }
}

/// Without the key.
impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Download({} of {} bytes to come)", self.rest(), self.object.size_bytes)
    }
}
