// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Bringing one object: bytes under a temporary name beside its own, which it gets by `MOVE` with `Overwrite: F`.

use super::{Core, facts_of};
use crate::dav::client::Sending;
use crate::dav::nextcloud::Chunks;
use crate::dav::stream::Streaming;
use crate::depot::keys::losses;
use crate::depot::mark::Mark;
use crate::http::encode::hex;
use crate::http::{HttpError, HttpErrorKind};
use crate::{Begin, ConnectError, ObjectMeta, PartMark, Resumed, Stored, Token, Upload};
use hoheit_types::RelPath;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What is handed over at once: as much as a part has elsewhere.
pub(super) const PART_BYTES: u64 = 8 << 20;

/// An object that is being brought.
pub(super) struct DavUpload {
    core: Arc<Core>,
    name: RelPath,
    /// Where it goes, and where its bytes go until then
    path: String,
    temporary: String,
    size_bytes: u64,
    meta: ObjectMeta,
    mark: Mark,
    token: Token,
    way: Way,
    /// Whether all bytes stand under the temporary name, as this process knows
    is_put: AtomicBool,
}

enum Way {
    /// By one request, from memory
    Whole,
    /// By one request, as bytes come
    Stream(Streaming),
    /// In a Nextcloud's chunks, which go on after a death
    Chunks(Chunks),
}

/// The end of temporary names. They begin without a dot: nginx does not list names with one, and what is left must be found.
// Nextcloud refuses `.part`, its own.
pub(super) const SUFFIX: &str = ".upload";

pub(super) fn leaf_of(mark: &Mark) -> String {
    format!("hoheit-{}{SUFFIX}", mark.as_str())
}

/// Whose upload a name of a file is.
pub(super) fn mark_of(leaf: &str) -> Option<Mark> {
    Mark::parse(leaf.strip_prefix("hoheit-")?.strip_suffix(SUFFIX)?)
}

pub(super) fn token_of(mark: &Mark) -> Token {
    Token(format!("put/{}", mark.as_str()))
}

pub(super) fn chunks_token_of(mark: &Mark) -> Token {
    Token(format!("chunks/{}", mark.as_str()))
}

/// The upload that a token names, and whether it goes in chunks.
pub(super) fn of_token(token: &Token) -> Option<(Mark, bool)> {
    let (kind, mark) = token.0.split_once('/')?;
    let is_chunked = match kind {
        "put" => false,
        "chunks" => true,
        _ => return None,
    };
    Some((Mark::parse(mark)?, is_chunked))
}

pub(super) fn begin(core: &Arc<Core>, what: &Begin<'_>) -> Result<DavUpload, ConnectError> {
    let fail = |error: HttpError| error.at_new(what.name);
    let no_randomness = || {
        HttpError::new("begin", what.name.as_str(), HttpErrorKind::BadRequest).with_detail("no randomness")
    };
    let mark = Mark::new(what.tag).ok_or_else(|| fail(no_randomness()))?;
    let mut upload = DavUpload::of(core, what, mark)?;
    if what.size_bytes <= PART_BYTES {
        return Ok(upload);
    }
    // Found out before gigabytes are sent for nothing.
    if core.look(what.name)?.is_some() {
        return Err(fail(HttpError::new("write", what.name.as_str(), HttpErrorKind::Precondition)));
    }
    if let Some(cloud) = core.cloud.as_ref().filter(|cloud| cloud.chunks) {
        let chunks = Chunks::of(&core.client, cloud, &upload.mark, what.size_bytes, &upload.temporary);
        chunks.begin(what.name.as_str()).map_err(fail)?;
        upload.token = chunks_token_of(&upload.mark);
        upload.way = Way::Chunks(chunks);
        return Ok(upload);
    }
    // A missing folder or right is told now, and not after gigabytes. What was tried goes at once: a server that renames the whole over it has to wait
    // until all is on the disk, because file systems don't let a new file take another one's place before (ext4: 1 s for 2 GiB).
    let name = what.name.as_str();
    core.client.put(name, &upload.temporary, b"", &Sending::default()).map_err(fail)?;
    // Where it stays, it is replaced: that costs the wait, and no more.
    drop(core.client.delete(name, &upload.temporary, None));
    let sending = upload.sending();
    let stream = Streaming::begin(&core.client, name, &upload.temporary, what.size_bytes, sending);
    upload.way = Way::Stream(stream);
    Ok(upload)
}

pub(super) fn resume(core: &Arc<Core>, what: &Begin<'_>, token: &Token) -> Result<Resumed, ConnectError> {
    let fail = |error: HttpError| error.at(what.name);
    let Some((mark, is_chunked)) = of_token(token) else { return Ok(Resumed::Gone) };
    let mut upload = DavUpload::of(core, what, mark)?;
    upload.token = token.clone();
    let name = what.name.as_str();
    let temporary = core.client.look(name, &upload.temporary).map_err(fail)?;
    if temporary.is_none() && core.ledger.knows(&core.client, &upload.mark).map_err(fail)? {
        upload.is_put.store(true, Ordering::Relaxed);
        if let Some(stored) = upload.stored()? {
            return Ok(Resumed::Completed(stored));
        }
    }
    let cloud = core.cloud.as_ref().filter(|cloud| is_chunked && cloud.chunks);
    if let Some(cloud) = cloud {
        let chunks = Chunks::of(&core.client, cloud, &upload.mark, what.size_bytes, &upload.temporary);
        let is_whole = temporary.as_ref().is_some_and(|file| file.size_bytes == what.size_bytes);
        if is_whole || chunks.is_open(name).map_err(fail)? {
            upload.is_put.store(is_whole, Ordering::Relaxed);
            upload.way = Way::Chunks(chunks);
            return Ok(Resumed::Open(Box::new(upload)));
        }
    }
    if temporary.is_some() {
        upload.take_back().map_err(fail)?;
    }
    Ok(Resumed::Gone)
}

impl DavUpload {
    fn of(core: &Arc<Core>, what: &Begin<'_>, mark: Mark) -> Result<Self, ConnectError> {
        let path = core.path(what.name)?;
        let folder = core.folder(&what.name.parent())?;
        Ok(Self {
            core: Arc::clone(core),
            name: what.name.clone(),
            path,
            temporary: folder + &leaf_of(&mark),
            size_bytes: what.size_bytes,
            meta: what.meta.clone(),
            token: token_of(&mark),
            mark,
            way: Way::Whole,
            is_put: AtomicBool::new(false),
        })
    }

    fn sending(&self) -> Sending {
        let mut sending = Sending { modified: self.meta.modified, headers: Vec::new() };
        if let (Some(_), Some(modified)) = (&self.core.cloud, self.meta.modified) {
            sending.headers.push(("x-oc-mtime", modified.seconds().to_string()));
        }
        sending
    }

    /// Sends it whole. A Nextcloud keeps the digest beside the file, and tells which one it has computed of what arrived.
    fn put_whole(&self, bytes: &[u8]) -> Result<(), HttpError> {
        let mut sending = self.sending();
        let mut digest = String::new();
        if self.core.cloud.is_some() {
            hex(&Sha256::digest(bytes), &mut digest);
            sending.headers.push(("oc-checksum", format!("SHA256:{digest}")));
            sending.headers.push(("x-hash", "sha256".to_owned()));
        }
        let told = self.core.client.put(self.name.as_str(), &self.temporary, bytes, &sending)?;
        if told.sha256.is_some_and(|told| !told.eq_ignore_ascii_case(&digest)) {
            return Err(HttpError::new("write", self.name.as_str(), HttpErrorKind::ChecksumMismatch));
        }
        Ok(())
    }

    /// The object under its name, if it has the size of this one. Whether it *is* this one, the caller knows.
    fn stored(&self) -> Result<Option<Stored>, ConnectError> {
        let found = self.core.look(&self.name)?;
        let found = found.filter(|found| !found.is_folder && found.size_bytes == self.size_bytes);
        Ok(found.map(|found| Stored {
            facts: facts_of(&found),
            losses: losses(&self.meta, found.modified),
            is_marked: false,
        }))
    }

    /// The line goes first: without its file it would say that it was renamed.
    fn take_back(&self) -> Result<(), HttpError> {
        let client = &self.core.client;
        self.core.ledger.forget(client, &self.mark)?;
        if let Way::Chunks(chunks) = &self.way {
            chunks.remove(self.name.as_str())?;
        }
        client.delete(self.name.as_str(), &self.temporary, None)
    }

    fn size_of(&self, number: u64) -> u64 {
        let part = self.part_bytes();
        self.size_bytes.saturating_sub(number.saturating_mul(part)).min(part)
    }
}

impl Upload for DavUpload {
    fn token(&self) -> &Token {
        &self.token
    }

    fn part_bytes(&self) -> u64 {
        match &self.way {
            Way::Chunks(chunks) => chunks.part_bytes(),
            Way::Whole | Way::Stream(_) => PART_BYTES,
        }
    }

    fn put_part(&self, number: u64, bytes: &[u8]) -> Result<PartMark, ConnectError> {
        let fail = |error: HttpError| error.at_new(&self.name);
        if bytes.len() as u64 != self.size_of(number) || (number > 0 && bytes.is_empty()) {
            let error = HttpError::new("write a part of", self.name.as_str(), HttpErrorKind::BadPart);
            return Err(fail(error));
        }
        match &self.way {
            Way::Whole => {
                self.put_whole(bytes).map_err(fail)?;
                self.core.ledger.put(&self.mark);
                self.is_put.store(true, Ordering::Relaxed);
            }
            Way::Stream(stream) => stream.put(number, bytes).map_err(fail)?,
            // Put together already: what it holds is read again anyway.
            Way::Chunks(_) if self.is_put.load(Ordering::Relaxed) => {}
            Way::Chunks(chunks) => chunks.put(self.name.as_str(), number, bytes).map_err(fail)?,
        }
        Ok(PartMark { number, etag: String::new() })
    }

    fn complete(&self, _: &[PartMark]) -> Result<Stored, ConnectError> {
        let fail = |error: HttpError| error.at_new(&self.name);
        let (client, name) = (&self.core.client, self.name.as_str());
        if !self.is_put.load(Ordering::Relaxed) {
            match &self.way {
                Way::Whole => return Err(fail(HttpError::new("complete", name, HttpErrorKind::BadPart))),
                Way::Stream(stream) => stream.finish().map_err(fail)?,
                Way::Chunks(chunks) => chunks.assemble(name, &self.sending()).map_err(fail)?,
            }
            self.is_put.store(true, Ordering::Relaxed);
        }
        self.core.ledger.note(client, &self.mark).map_err(fail)?;
        if let Err(error) = client.move_to(name, &self.temporary, &self.path, &[]) {
            // The answer may be lost, or be that to a second try: nobody but us takes the temporary file away. A clear no is none of these.
            if error.kind == HttpErrorKind::Precondition
                || client.look(name, &self.temporary).map_err(fail)?.is_some()
            {
                return Err(fail(error));
            }
        }
        self.core.ledger.done(&self.mark);
        let missing = || HttpError::new("complete", name, HttpErrorKind::NotFound).at(&self.name);
        self.stored()?.ok_or_else(missing)
    }

    fn abort(&self) -> Result<(), ConnectError> {
        if let Way::Stream(stream) = &self.way {
            // It may be under way; how it ends does not matter any more.
            drop(stream.finish());
        }
        self.take_back().map_err(|error| error.at(&self.name))
    }
}
