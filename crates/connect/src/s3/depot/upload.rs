// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Bringing one object: small ones by one request, others in parts.

use super::marker::Mark;
use super::{facts_of, losses};
use crate::s3::{
    Condition, HttpError, HttpErrorKind, Metadata, PART_COUNT_LIMIT, Part, S3Client, Source, Span, Verdict,
};
use crate::{Begin, ConnectError, ObjectMeta, Origin, PartMark, Resumed, Stored, Token, Upload};
use hoheit_types::RelPath;

/// An object that is being brought.
pub(super) struct S3Upload {
    client: S3Client,
    key: String,
    name: RelPath,
    size_bytes: u64,
    manner: Manner,
    meta: ObjectMeta,
    metadata: Metadata,
    mark: Mark,
    token: Token,
    /// The server's name for an upload in parts; `None`: one request does
    upload: Option<String>,
}

/// How an object is brought.
#[derive(Clone, Copy)]
pub(super) struct Manner {
    /// Size of the parts; what fits into one is put by one request
    pub(super) part_bytes: u64,
    /// What was seen of the server and `If-None-Match`, for this way of writing; `None`: nothing was tried
    pub(super) keeps_absent: Option<Verdict>,
}

/// Begins: for one request nothing is sent; for parts the record goes first, so that no death leaves an upload that nobody knows.
pub(super) fn begin(
    client: &S3Client,
    what: &Begin<'_>,
    key: String,
    manner: Manner,
) -> Result<S3Upload, ConnectError> {
    let fail = |error: HttpError| error.at_new(what.name);
    let mark = Mark::new(what.tag).ok_or_else(|| {
        fail(HttpError::new("begin", "", HttpErrorKind::BadRequest).with_detail("no randomness"))
    })?;
    let mut upload = S3Upload::of(client, what, key, mark, manner);
    if what.size_bytes <= manner.part_bytes {
        return Ok(upload);
    }
    // Found out before gigabytes are sent for nothing.
    if upload.is_there().map_err(fail)? {
        return Err(fail(upload.taken()));
    }
    upload.mark.write(client, &upload.key, None).map_err(fail)?;
    let begun = client.begin(&upload.key, &upload.metadata).map_err(fail)?;
    upload.mark.write(client, &upload.key, Some(&begun)).map_err(fail)?;
    upload.token = upload.mark.token(Some(&begun));
    upload.upload = Some(begun);
    Ok(upload)
}

/// What became of it.
pub(super) fn resume(
    client: &S3Client,
    what: &Begin<'_>,
    key: String,
    token: &Token,
    manner: Manner,
) -> Result<Resumed, ConnectError> {
    let fail = |error: HttpError| error.at(what.name);
    let (mark, upload) = match (Mark::of_token(token), Mark::of_single(token)) {
        (Some((mark, upload)), _) => (mark, upload),
        (None, Some(mark)) => (mark, None),
        (None, None) => return Ok(Resumed::Gone),
    };
    let mut brought = S3Upload::of(client, what, key, mark, manner);
    brought.token = token.clone();
    // Before the parts: some servers say nothing against the question after parts of an upload that they completed.
    if let Some(stored) = brought.stored().map_err(fail)? {
        if upload.is_some() {
            brought.mark.delete(client).map_err(fail)?;
        }
        return Ok(Resumed::Completed(stored));
    }
    // The request of a process that died may still be on its way: under the same mark, what it brings is ours.
    let Some(upload) = upload else { return Ok(Resumed::Open(Box::new(brought))) };
    let is_open = match client.parts(&brought.key, &upload) {
        Ok(parts) => !parts.is_empty(),
        Err(error) if matches!(error.kind, HttpErrorKind::NoUpload | HttpErrorKind::NotFound) => false,
        Err(error) => return Err(fail(error)),
    };
    if !is_open {
        // Without a part there is nothing to go on with: it is taken back, and begun anew.
        client.abort(&brought.key, &upload).map_err(fail)?;
        brought.mark.delete(client).map_err(fail)?;
        return Ok(Resumed::Gone);
    }
    brought.upload = Some(upload);
    Ok(Resumed::Open(Box::new(brought)))
}

impl S3Upload {
    fn of(client: &S3Client, what: &Begin<'_>, key: String, mark: Mark, manner: Manner) -> Self {
        let metadata = Metadata {
            modified: what.meta.modified,
            mark: Some(mark.as_str().to_owned()),
            content_type: None,
        };
        Self {
            client: client.clone(),
            key,
            name: what.name.clone(),
            size_bytes: what.size_bytes,
            manner,
            meta: what.meta.clone(),
            metadata,
            token: mark.single(),
            mark,
            upload: None,
        }
    }

    fn is_there(&self) -> Result<bool, HttpError> {
        match self.client.head(&self.key, None) {
            Ok(_) => Ok(true),
            Err(error) if error.kind == HttpErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn taken(&self) -> HttpError {
        HttpError::new("write", &self.key, HttpErrorKind::Precondition)
    }

    /// How something new is written. Where the server was not seen to keep a condition, it is looked first: what is ours already is not written once
    /// more, since that would be a second version.
    fn writing(&self) -> Result<Writing, HttpError> {
        if matches!(self.manner.keeps_absent, None | Some(Verdict::Shown)) {
            return Ok(Writing::Under(Condition::Absent));
        }
        match self.client.head(&self.key, None) {
            Ok(object) if object.mark == self.metadata.mark && object.size_bytes == self.size_bytes => {
                Ok(Writing::Done(object.etag.unwrap_or_default()))
            }
            Ok(_) => Err(self.taken()),
            // A server of which nothing is known may refuse the very question.
            Err(error) if error.kind == HttpErrorKind::NotFound => {
                Ok(Writing::Under(match self.manner.keeps_absent {
                    Some(Verdict::NotCheckable) => Condition::Looked,
                    _ => Condition::Absent,
                }))
            }
            Err(error) => Err(error),
        }
    }

    /// The object under the name, if it is the one of this upload.
    fn stored(&self) -> Result<Option<Stored>, HttpError> {
        match self.client.head(&self.key, None) {
            Ok(object) if object.mark == self.metadata.mark && object.size_bytes == self.size_bytes => {
                Ok(Some(Stored {
                    facts: facts_of(&object),
                    losses: losses(&self.meta, object.modified),
                    is_marked: true,
                }))
            }
            Err(error) if error.kind != HttpErrorKind::NotFound => Err(error),
            _ => Ok(None),
        }
    }

    fn size_of(&self, number: u64) -> u64 {
        self.size_bytes
            .saturating_sub(number.saturating_mul(self.manner.part_bytes))
            .min(self.manner.part_bytes)
    }

    /// Completes the upload in parts, looking first where the answer is lost.
    fn complete_parts(&self, upload: &str, marks: &[PartMark]) -> Result<(), HttpError> {
        let part = |mark: &PartMark| {
            Some(Part {
                number: number_of(mark.number)?,
                size_bytes: self.size_of(mark.number),
                etag: mark.etag.clone(),
            })
        };
        let parts: Option<Vec<Part>> = marks.iter().map(part).collect();
        let parts = parts.ok_or_else(|| HttpError::new("complete", &self.key, HttpErrorKind::BadPart))?;
        if parts.iter().map(|part| part.size_bytes).sum::<u64>() != self.size_bytes {
            return Err(HttpError::new("complete", &self.key, HttpErrorKind::BadPart)
                .with_detail("parts are missing"));
        }
        if let Writing::Under(condition) = self.writing()? {
            self.client.complete(&self.key, upload, &parts, &self.metadata, &condition)?;
        }
        self.mark.delete(&self.client)
    }
}

/// What is left to be done for an object.
enum Writing {
    Under(Condition),
    /// It stands there, with this entity tag: the answer to an earlier write was lost
    Done(String),
}

/// Parts are counted from 1 there.
fn number_of(number: u64) -> Option<u16> {
    u16::try_from(number.checked_add(1)?).ok().filter(|number| *number <= PART_COUNT_LIMIT)
}

impl Upload for S3Upload {
    fn token(&self) -> &Token {
        &self.token
    }

    fn part_bytes(&self) -> u64 {
        self.manner.part_bytes
    }

    fn put_part(&self, number: u64, bytes: &[u8]) -> Result<PartMark, ConnectError> {
        let fail = |error: HttpError| error.at_new(&self.name);
        let wrong = || fail(HttpError::new("write a part of", &self.key, HttpErrorKind::BadPart));
        if bytes.len() as u64 != self.size_of(number) || (number > 0 && bytes.is_empty()) {
            return Err(wrong());
        }
        let etag = if let Some(upload) = &self.upload {
            let number = number_of(number).ok_or_else(wrong)?;
            self.client.write_part(&self.key, upload, number, bytes).map_err(fail)?.etag
        } else {
            let condition = match self.writing().map_err(fail)? {
                Writing::Under(condition) => condition,
                Writing::Done(etag) => return Ok(PartMark { number, etag }),
            };
            match self.client.put(&self.key, bytes, &self.metadata, &condition) {
                Err(error) if error.kind == HttpErrorKind::Precondition => {
                    let stored = self.stored().map_err(fail)?;
                    stored.ok_or_else(|| fail(error))?.facts.etag.unwrap_or_default()
                }
                written => written.map_err(fail)?.etag.unwrap_or_default(),
            }
        };
        Ok(PartMark { number, etag })
    }

    fn take_part(&self, number: u64, of: &Origin) -> Option<Result<PartMark, ConnectError>> {
        let upload = self.upload.as_ref().filter(|_| of.server == self.client.address().origin())?;
        let its_number = number_of(number)?;
        let (version, etag) = (of.version.as_deref(), Some(of.etag.as_str()));
        let source = Source { bucket: &of.holder, key: &of.key, version, etag };
        let span =
            Span { start: number.saturating_mul(self.manner.part_bytes), length: self.size_of(number) };
        let copied = self.client.copy_part(&source, span, &self.key, upload, its_number);
        Some(match copied {
            Ok(part) => Ok(PartMark { number, etag: part.etag }),
            Err(error) => Err(error.at_new(&self.name)),
        })
    }

    fn complete(&self, marks: &[PartMark]) -> Result<Stored, ConnectError> {
        let fail = |error: HttpError| error.at_new(&self.name);
        if let Some(upload) = &self.upload {
            self.complete_parts(upload, marks).map_err(fail)?;
        }
        // Also the look whether the one request of a small object was made at all.
        let stored = self.stored().map_err(fail)?;
        stored.ok_or_else(|| HttpError::new("complete", &self.key, HttpErrorKind::NotFound).at(&self.name))
    }

    fn abort(&self) -> Result<(), ConnectError> {
        let Some(upload) = &self.upload else { return Ok(()) };
        let fail = |error: HttpError| error.at(&self.name);
        self.client.abort(&self.key, upload).map_err(fail)?;
        self.mark.delete(&self.client).map_err(fail)
    }
}
