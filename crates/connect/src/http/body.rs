// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Reading an object, or a part of it, over connections that break.

use super::agent::of_io;
use super::call::Answer;
use super::patience::pauses;
use super::{HttpError, HttpErrorKind, Patience, Retry};
use std::io::{self, Read};
use ureq::BodyReader;

/// A part of an object, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first byte
    pub start: u64,
    /// How many; at least one
    pub length: u64,
}

/// The value of a `Range` header.
pub(crate) fn range(span: Span) -> String {
    let last = span.start.saturating_add(span.length.saturating_sub(1));
    format!("bytes={}-{last}", span.start)
}

/// Asks for the rest of what is being read.
pub(crate) trait Ask {
    fn patience(&self) -> &Patience;

    /// What errors name.
    fn key(&self) -> &str;

    /// These bytes, under the condition that the object still has this `ETag`.
    fn again(&self, span: Span, etag: Option<&str>) -> Result<Answer, HttpError>;
}

/// The bytes of an answer. It gives exactly those that were asked for, or an error: a connection that breaks is made again from
/// where it broke, under the condition that the object is still the same.
pub(crate) struct Body {
    reader: BodyReader<'static>,
    /// The next byte, counted from the object's beginning
    at: u64,
    end: u64,
    size_bytes: u64,
    etag: Option<String>,
    is_fresh: bool,
}

impl Body {
    /// The answer's headers are checked against what was asked; `None`: a server that ignores the range, or gives another.
    pub(crate) fn of(answer: Answer, span: Option<Span>) -> Option<Self> {
        let (at, end, size_bytes) = extent(&answer, span)?;
        let etag = answer.etag();
        let mut body = Self { reader: answer.into_reader(), at, end, size_bytes, etag, is_fresh: true };
        body.finish_when_done();
        Some(body)
    }

    /// How many bytes are still to come.
    pub(crate) fn rest(&self) -> u64 {
        self.end - self.at
    }

    /// Size of the whole object.
    pub(crate) fn size_bytes(&self) -> u64 {
        self.size_bytes
    }

    /// Whether no byte of it was handed on yet.
    pub(crate) fn is_fresh(&self) -> bool {
        self.is_fresh
    }

    /// The look behind the last byte tells the transport that the answer is over: its connection can be used again.
    fn finish_when_done(&mut self) {
        if self.rest() == 0 {
            drop(self.reader.read(&mut [0]));
        }
    }

    /// Asks again, from the next byte on.
    fn resume(&mut self, ask: &impl Ask) -> Result<(), HttpError> {
        let span = Span { start: self.at, length: self.rest() };
        let fail = |kind| HttpError::new("read", ask.key(), kind);
        let answer = ask.again(span, self.etag.as_deref())?;
        let (_, end, size) = extent(&answer, Some(span)).ok_or_else(|| fail(HttpErrorKind::BadAnswer))?;
        // The condition is not honoured by every server.
        if end != self.end || size != self.size_bytes || answer.etag() != self.etag {
            return Err(fail(HttpErrorKind::Precondition));
        }
        self.reader = answer.into_reader();
        Ok(())
    }

    /// As [`Read::read`].
    pub(crate) fn read(&mut self, buffer: &mut [u8], ask: &impl Ask) -> io::Result<usize> {
        if self.rest() == 0 || buffer.is_empty() {
            return Ok(0);
        }
        let most = usize::try_from(self.rest()).unwrap_or(usize::MAX).min(buffer.len());
        let Some(buffer) = buffer.get_mut(..most) else { return Ok(0) };
        let mut pauses = pauses(ask.patience());
        loop {
            let error = match self.reader.read(buffer) {
                Ok(0) => HttpError::new("read", ask.key(), HttpErrorKind::Broken),
                Ok(count) => {
                    self.at += count as u64;
                    self.is_fresh = false;
                    self.finish_when_done();
                    return Ok(count);
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => of_io("read", ask.key(), &e),
            };
            match pauses.next() {
                // Without an ETag nothing tells that it is still the same object.
                Some(pause) if error.retry() != Retry::Never && self.etag.is_some() => {
                    std::thread::sleep(pause);
                }
                _ => return Err(io::Error::new(error.io_kind(), error)),
            }
            if let Err(error) = self.resume(ask) {
                return Err(io::Error::new(error.io_kind(), error));
            }
        }
    }
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
