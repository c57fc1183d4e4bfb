// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Bringing one object: small ones by one request, others in blocks.

use super::facts_of;
use crate::azure::AzureClient;
use crate::azure::credential::bytes_of;
use crate::azure::object::{Blob, Metadata};
use crate::depot::keys::losses;
use crate::depot::mark::Mark;
use crate::http::{HttpError, HttpErrorKind};
use crate::{Begin, ConnectError, ObjectMeta, PartMark, Resumed, Stored, Token, Upload};
use hoheit_types::RelPath;

/// An object has so many blocks at most (REST reference, "Put Block").
const BLOCK_COUNT_LIMIT: u64 = 50_000;

/// As with S3: four in flight take 64 MiB, and a lost one costs little.
const BLOCK_BYTES: u64 = 16 << 20;

/// An object that is being brought.
pub(super) struct AzureUpload {
    client: AzureClient,
    key: String,
    name: RelPath,
    size_bytes: u64,
    part_bytes: u64,
    meta: ObjectMeta,
    metadata: Metadata,
    mark: Mark,
    token: Token,
    is_in_blocks: bool,
}

/// The token of an upload in blocks.
pub(super) fn token_of(mark: &Mark) -> Token {
    Token(format!("blocks/{}", mark.as_str()))
}

/// The upload that a token names, and whether it goes in blocks.
pub(super) fn of_token(token: &Token) -> Option<(Mark, bool)> {
    let (kind, mark) = token.0.split_once('/')?;
    let is_in_blocks = match kind {
        "put" => false,
        "blocks" => true,
        _ => return None,
    };
    Some((Mark::parse(mark)?, is_in_blocks))
}

/// The id of a block, counted from 0: 42 letters, all of the same length, since blocks of one name must have that.
fn id_of(mark: &Mark, number: u64) -> String {
    format!("{}-{number:08x}", mark.as_str())
}

/// Whose a block of the server's list is; `None`: none of ours.
fn mark_of(encoded: &str) -> Option<Mark> {
    let text = String::from_utf8(bytes_of(encoded)?).ok()?;
    let (mark, number) = text.rsplit_once('-')?;
    (number.len() == 8 && number.bytes().all(|b| b.is_ascii_hexdigit())).then(|| Mark::parse(mark))?
}

pub(super) fn begin(
    client: &AzureClient,
    what: &Begin<'_>,
    key: String,
) -> Result<AzureUpload, ConnectError> {
    let fail = |error: HttpError| error.at_new(what.name);
    let no_randomness =
        || HttpError::new("begin", &key, HttpErrorKind::BadRequest).with_detail("no randomness");
    let mark = Mark::new(what.tag).ok_or_else(|| fail(no_randomness()))?;
    let upload = AzureUpload::of(client, what, key, mark);
    // Found out before gigabytes are sent for nothing.
    if upload.is_in_blocks && client.head(&upload.key).map_err(fail)?.is_some() {
        return Err(fail(HttpError::new("write", &upload.key, HttpErrorKind::Precondition)));
    }
    Ok(upload)
}

/// What became of it.
pub(super) fn resume(
    client: &AzureClient,
    what: &Begin<'_>,
    key: String,
    token: &Token,
) -> Result<Resumed, ConnectError> {
    let fail = |error: HttpError| error.at(what.name);
    let Some((mark, is_in_blocks)) = of_token(token) else { return Ok(Resumed::Gone) };
    let upload = AzureUpload::of(client, what, key, mark);
    let found = client.head(&upload.key).map_err(fail)?;
    if let Some(blob) = &found {
        if blob.metadata.mark == upload.metadata.mark && blob.metadata.is_stub {
            take_back(client, &upload.key, &upload.mark).map_err(fail)?;
        } else if let Some(stored) = upload.stored(blob) {
            return Ok(Resumed::Completed(stored));
        }
        return Ok(Resumed::Gone);
    }
    if !is_in_blocks && !upload.is_in_blocks {
        // The request of a process that died may still be on its way: under the same mark, what it brings is ours.
        return Ok(Resumed::Open(Box::new(upload)));
    }
    // None of ours: never put, dropped by somebody's commit, or a week old.
    if !is_in_blocks || !upload.is_in_blocks || left(client, &upload.key, &upload.mark).map_err(fail)? == 0 {
        return Ok(Resumed::Gone);
    }
    Ok(Resumed::Open(Box::new(upload)))
}

/// How many blocks of an upload lie under a name.
fn left(client: &AzureClient, key: &str, mark: &Mark) -> Result<usize, HttpError> {
    let blocks = client.blocks(key)?.unwrap_or_default();
    Ok(blocks.iter().filter(|(id, _)| mark_of(id).as_ref() == Some(mark)).count())
}

/// What is left of uploads under a name that has no content: whose they are, and the bytes of their blocks.
pub(super) fn left_at(client: &AzureClient, key: &str, blob: &Blob) -> Result<Vec<(Mark, u64)>, HttpError> {
    let mut marks: Vec<(Mark, u64)> = Vec::new();
    let stub = blob.metadata.mark.as_deref().filter(|_| blob.metadata.is_stub).and_then(Mark::parse);
    marks.extend(stub.map(|mark| (mark, 0)));
    // An empty object of ours is whole, and has no blocks.
    if blob.metadata.mark.is_some() {
        return Ok(marks);
    }
    for (id, bytes) in client.blocks(key)?.unwrap_or_default() {
        let Some(mark) = mark_of(&id) else { continue };
        match marks.iter_mut().find(|(known, _)| *known == mark) {
            Some((_, size)) => *size += bytes,
            None => marks.push((mark, bytes)),
        }
    }
    Ok(marks)
}

/// Takes back the blocks of an upload that was not completed. A completed object is left as it is; so are blocks that share their name with
/// those of others: the server drops them after a week.
///
/// 1. *an empty object, marked as ours and as about to go, takes the place of the blocks* – it is found as left over;
/// 2. *it is deleted, if it still is that one* – nothing.
pub(super) fn take_back(client: &AzureClient, key: &str, mark: &Mark) -> Result<(), HttpError> {
    let stub = Metadata { modified: None, mark: Some(mark.as_str().to_owned()), is_stub: true };
    let mut found = client.head(key)?;
    if found.is_none() {
        let blocks = client.blocks(key)?.unwrap_or_default();
        let is_ours = |(id, _): &(String, u64)| mark_of(id).as_ref() == Some(mark);
        if blocks.is_empty() || !blocks.iter().all(is_ours) {
            return Ok(());
        }
        match client.put_block_list(key, std::iter::empty(), 0, &stub) {
            // Somebody was faster, and the blocks went with that.
            Err(error) if error.kind == HttpErrorKind::Precondition => return Ok(()),
            done => done?,
        }
        found = client.head(key)?;
    }
    match found {
        Some(blob) if blob.metadata.is_stub && blob.metadata.mark == stub.mark => {
            client.delete(key, blob.etag.as_deref()).map(drop)
        }
        _ => Ok(()),
    }
}

impl AzureUpload {
    fn of(client: &AzureClient, what: &Begin<'_>, key: String, mark: Mark) -> Self {
        let part_bytes = what.size_bytes.div_ceil(BLOCK_COUNT_LIMIT).next_power_of_two().max(BLOCK_BYTES);
        let is_in_blocks = what.size_bytes > part_bytes;
        let metadata =
            Metadata { modified: what.meta.modified, mark: Some(mark.as_str().to_owned()), is_stub: false };
        let token = if is_in_blocks { token_of(&mark) } else { Token(format!("put/{}", mark.as_str())) };
        Self {
            client: client.clone(),
            key,
            name: what.name.clone(),
            size_bytes: what.size_bytes,
            part_bytes,
            meta: what.meta.clone(),
            metadata,
            mark,
            token,
            is_in_blocks,
        }
    }

    fn stored(&self, blob: &Blob) -> Option<Stored> {
        let is_ours = blob.metadata.mark == self.metadata.mark && blob.size_bytes == self.size_bytes;
        is_ours.then(|| Stored {
            facts: facts_of(blob),
            losses: losses(&self.meta, blob.metadata.modified),
            is_marked: true,
        })
    }

    fn size_of(&self, number: u64) -> u64 {
        self.size_bytes.saturating_sub(number.saturating_mul(self.part_bytes)).min(self.part_bytes)
    }
}

impl Upload for AzureUpload {
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
        if self.is_in_blocks {
            self.client.put_block(&self.key, &id_of(&self.mark, number), bytes).map_err(fail)?;
        } else {
            match self.client.put(&self.key, bytes, &self.metadata) {
                Err(error) if error.kind == HttpErrorKind::Precondition => {
                    let found = self.client.head(&self.key).map_err(fail)?;
                    found.as_ref().and_then(|blob| self.stored(blob)).ok_or_else(|| fail(error))?;
                }
                put => drop(put.map_err(fail)?),
            }
        }
        Ok(PartMark { number, etag: String::new() })
    }

    fn complete(&self, marks: &[PartMark]) -> Result<Stored, ConnectError> {
        let fail = |error: HttpError| error.at_new(&self.name);
        if self.is_in_blocks {
            let sizes: u64 = marks.iter().map(|mark| self.size_of(mark.number)).sum();
            if sizes != self.size_bytes {
                let error = HttpError::new("complete", &self.key, HttpErrorKind::BadPart);
                return Err(fail(error.with_detail("parts are missing")));
            }
            let ids: Vec<String> = marks.iter().map(|mark| id_of(&self.mark, mark.number)).collect();
            let ids = ids.iter().map(String::as_str);
            let done = self.client.put_block_list(&self.key, ids, self.size_bytes, &self.metadata);
            done.map_err(fail)?;
        }
        // Also the look whether the one request of a small object was made at all.
        let found = self.client.head(&self.key).map_err(fail)?;
        let missing = || HttpError::new("complete", &self.key, HttpErrorKind::NotFound).at(&self.name);
        found.as_ref().and_then(|blob| self.stored(blob)).ok_or_else(missing)
    }

    fn abort(&self) -> Result<(), ConnectError> {
        if !self.is_in_blocks {
            return Ok(());
        }
        take_back(&self.client, &self.key, &self.mark).map_err(|error| error.at(&self.name))
    }
}
