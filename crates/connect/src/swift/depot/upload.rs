// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Bringing one object: small ones by one request, others in segments.

use super::open::Open;
use super::{SwiftDepot, facts_of, losses};
use crate::depot::mark::Mark;
use crate::http::{HttpError, HttpErrorKind};
use crate::swift::SwiftClient;
use crate::swift::client::At;
use crate::swift::object::{Metadata, Piece};
use crate::{Begin, ConnectError, ObjectMeta, PartMark, Resumed, Stored, Token, Upload};
use hoheit_types::RelPath;

/// An object that is being brought.
struct SwiftUpload {
    client: SwiftClient,
    key: String,
    name: RelPath,
    size_bytes: u64,
    part_bytes: u64,
    /// Whether the server was seen to keep `If-None-Match`; `None`: nothing was tried
    keeps_absent: Option<bool>,
    meta: ObjectMeta,
    metadata: Metadata,
    token: Token,
    /// `None`: one request does
    open: Option<Open>,
}

/// Begins: for one request nothing is sent; for segments the record goes first, so that no death leaves any that nobody knows.
pub(super) fn begin(depot: &SwiftDepot, what: &Begin<'_>) -> Result<impl Upload + use<>, ConnectError> {
    let fail = |error: HttpError| error.at_new(what.name);
    let key = depot.key(what.name)?;
    let mark = Mark::new(what.tag).ok_or_else(|| {
        fail(HttpError::new("begin", "", HttpErrorKind::BadRequest).with_detail("no randomness"))
    })?;
    let part_bytes = depot.part_bytes(what.size_bytes);
    if what.size_bytes <= part_bytes {
        return Ok(SwiftUpload::of(depot, what, key, &mark, None));
    }
    // Found out before gigabytes are sent for nothing.
    if depot.client.head(At::Key(&key), None).map_err(fail)?.is_some() {
        return Err(fail(HttpError::new("write", &key, HttpErrorKind::Precondition)));
    }
    let place = depot.place().map_err(fail)?;
    let open = Open { mark: mark.clone(), place, part_bytes, size_bytes: what.size_bytes };
    open.write(&depot.client, &key).map_err(fail)?;
    Ok(SwiftUpload::of(depot, what, key, &mark, Some(open)))
}

/// What became of it.
pub(super) fn resume(depot: &SwiftDepot, what: &Begin<'_>, token: &Token) -> Result<Resumed, ConnectError> {
    let fail = |error: HttpError| error.at(what.name);
    let key = depot.key(what.name)?;
    let open = Open::of_token(token).filter(|open| open.size_bytes == what.size_bytes);
    let single = token.0.strip_prefix("put/").and_then(Mark::parse);
    let Some(mark) = open.as_ref().map(|open| open.mark.clone()).or(single) else { return Ok(Resumed::Gone) };
    let upload = SwiftUpload::of(depot, what, key, &mark, open);
    if let Some(stored) = upload.stored().map_err(fail)? {
        if let Some(open) = &upload.open {
            open.erase(&depot.client).map_err(fail)?;
        }
        return Ok(Resumed::Completed(stored));
    }
    // The request of a process that died may still be on its way: under the same mark, what it brings is ours.
    let Some(open) = &upload.open else { return Ok(Resumed::Open(Box::new(upload))) };
    // Were the listing behind, parts that are there are sent again, and nothing else happens.
    if open.has_segments(&depot.client).map_err(fail)? {
        return Ok(Resumed::Open(Box::new(upload)));
    }
    open.take_back(&depot.client, &upload.key).map_err(fail)?;
    Ok(Resumed::Gone)
}

impl SwiftUpload {
    fn of(depot: &SwiftDepot, what: &Begin<'_>, key: String, mark: &Mark, open: Option<Open>) -> Self {
        let facts = depot.facts.as_ref();
        Self {
            client: depot.client.clone(),
            key,
            name: what.name.clone(),
            size_bytes: what.size_bytes,
            part_bytes: open
                .as_ref()
                .map_or_else(|| depot.part_bytes(what.size_bytes), |open| open.part_bytes),
            keeps_absent: facts.and_then(|facts| match open {
                Some(_) => facts.keeps_absent_on_manifest,
                None => facts.keeps_absent,
            }),
            meta: what.meta.clone(),
            metadata: Metadata { modified: what.meta.modified, mark: Some(mark.as_str().to_owned()) },
            token: open.as_ref().map_or_else(|| Token(format!("put/{}", mark.as_str())), Open::token),
            open,
        }
    }

    /// The object under the name, if it is the one of this upload.
    fn stored(&self) -> Result<Option<Stored>, HttpError> {
        let object = self.client.head(At::Key(&self.key), None)?;
        let ours =
            object.filter(|object| object.mark == self.metadata.mark && object.size_bytes == self.size_bytes);
        Ok(ours.map(|object| Stored {
            facts: facts_of(&object),
            losses: losses(&self.meta, object.modified),
            is_marked: true,
        }))
    }

    /// Where the server was not seen to keep the condition, it is looked first.
    fn look(&self) -> Result<(), HttpError> {
        if self.keeps_absent != Some(false) {
            return Ok(());
        }
        match self.client.head(At::Key(&self.key), None)? {
            Some(object) if object.mark != self.metadata.mark => {
                Err(HttpError::new("write", &self.key, HttpErrorKind::Precondition))
            }
            _ => Ok(()),
        }
    }

    fn size_of(&self, number: u64) -> u64 {
        self.size_bytes.saturating_sub(number.saturating_mul(self.part_bytes)).min(self.part_bytes)
    }

    /// The manifest: parts without gaps, with the MD5 that each was put with.
    fn complete_parts(&self, open: &Open, marks: &[PartMark]) -> Result<(), HttpError> {
        let is_whole = marks.len() as u64 == open.count()
            && (0..).zip(marks).all(|(number, mark)| mark.number == number && !mark.etag.is_empty());
        if !is_whole {
            let error = HttpError::new("complete", &self.key, HttpErrorKind::BadPart);
            return Err(error.with_detail("parts are missing"));
        }
        let container = open.place.container(&self.client);
        let piece = |mark: &PartMark| Piece {
            path: format!("/{container}/{}", open.segment(&self.client, mark.number)),
            size_bytes: self.size_of(mark.number),
            etag: "",
        };
        let pieces: Vec<Piece<'_>> =
            marks.iter().map(|mark| Piece { etag: &mark.etag, ..piece(mark) }).collect();
        self.look()?;
        self.client.put_manifest(&self.key, &pieces, &self.metadata, true)
    }
}

impl Upload for SwiftUpload {
    fn token(&self) -> &Token {
        &self.token
    }

    fn part_bytes(&self) -> u64 {
        self.part_bytes
    }

    fn put_part(&self, number: u64, bytes: &[u8]) -> Result<PartMark, ConnectError> {
        let fail = |error: HttpError| error.at_new(&self.name);
        if bytes.len() as u64 != self.size_of(number) || (number > 0 && bytes.is_empty()) {
            return Err(fail(HttpError::new("write a part of", &self.key, HttpErrorKind::BadPart)));
        }
        let etag = if let Some(open) = &self.open {
            let (container, segment) =
                (open.place.container(&self.client), open.segment(&self.client, number));
            self.client.put(At::In(&container, &segment), bytes, &Metadata::default(), false)
        } else {
            self.look().map_err(fail)?;
            match self.client.put(At::Key(&self.key), bytes, &self.metadata, true) {
                Err(error) if error.kind == HttpErrorKind::Precondition => {
                    let stored = self.stored().map_err(fail)?;
                    stored.map(|stored| stored.facts.etag.unwrap_or_default()).ok_or(error)
                }
                put => put,
            }
        };
        Ok(PartMark { number, etag: etag.map_err(fail)? })
    }

    fn complete(&self, marks: &[PartMark]) -> Result<Stored, ConnectError> {
        let fail = |error: HttpError| error.at_new(&self.name);
        if let Some(open) = &self.open {
            self.complete_parts(open, marks).map_err(fail)?;
        }
        // Also the look whether the one request of a small object was made at all, and whether the object is still ours: of two who
        // write one name at once, Swift tells both that they did.
        if let Some(stored) = self.stored().map_err(fail)? {
            if let Some(open) = &self.open {
                open.erase(&self.client).map_err(fail)?;
            }
            return Ok(stored);
        }
        let kind = match self.client.head(At::Key(&self.key), None).map_err(fail)? {
            Some(_) => HttpErrorKind::Precondition,
            None => HttpErrorKind::NotFound,
        };
        Err(fail(HttpError::new("complete", &self.key, kind)))
    }

    fn abort(&self) -> Result<(), ConnectError> {
        let Some(open) = &self.open else { return Ok(()) };
        open.take_back(&self.client, &self.key).map_err(|error| error.at(&self.name))
    }
}
