// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! An object of the source, read as the age file that it becomes: any stretch of that file, made of the stretch of the object below it.

use super::age::{CHUNK, SEALED, Sealer, chunks};
use super::whole::{Whole, hash_chunk};
use crate::tree::PartHash;
use hoheit_connect::{ConnectError, Depot, ObjectFacts, Opened, Reading};
use hoheit_types::{Digest, RelPath};
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// One object on its way into an age file.
pub(crate) struct Sealing {
    sealer: Sealer,
    /// Of the object itself
    size_bytes: u64,
    whole: Mutex<Whole>,
    /// Chunks that two stretches share, as the first of them read it
    shared: Mutex<BTreeMap<u64, PartHash>>,
}

impl Sealing {
    pub(super) fn new(sealer: Sealer, size_bytes: u64) -> Self {
        Self { sealer, size_bytes, whole: Mutex::new(Whole::new(size_bytes)), shared: Mutex::default() }
    }

    /// Opens a stretch of the age file. Behind the last byte comes one more if the object has grown; where it has shrunk, or changed, reading ends
    /// with `UnexpectedEof`.
    pub(crate) fn open(
        &self,
        source: &dyn Depot,
        name: &RelPath,
        (range, is_last): (Range<u64>, bool),
    ) -> Result<Box<dyn Opened + '_>, ConnectError> {
        let prefix = self.sealer.prefix.len() as u64;
        let first = range.start.saturating_sub(prefix) / SEALED;
        let end = range.end.saturating_sub(prefix).div_ceil(SEALED).min(chunks(self.size_bytes));
        let below = first * CHUNK..end.saturating_mul(CHUNK).min(self.size_bytes);
        // An empty object is asked for whole: servers have no range of it.
        let asked = (below.end > below.start).then(|| below.start..below.end + u64::from(is_last));
        let source = source.read(name, &Reading { range: asked, ..Reading::default() })?;
        let skip = match range.start.checked_sub(prefix) {
            Some(behind) => behind % SEALED,
            None => range.start,
        };
        Ok(Box::new(Stretch {
            sealing: self,
            source,
            is_in_prefix: range.start < prefix,
            next: first,
            skip: skip as usize,
            left: range.end - range.start,
            begins_at: range.start,
            ends_at: range.end,
            piece: Vec::new(),
            is_last,
        }))
    }

    /// Seals what is in memory.
    pub(crate) fn seal(&self, content: &[u8]) -> Result<Vec<u8>, crate::error::MoveError> {
        let mut sealed = self.sealer.prefix.clone();
        let count = chunks(content.len() as u64);
        for number in 0..count {
            let start = (number * CHUNK) as usize;
            let end = (start + CHUNK as usize).min(content.len());
            let mut chunk = content.get(start..end).unwrap_or_default().to_vec();
            self.sealer.seal(number, number + 1 == count, &mut chunk)?;
            sealed.extend_from_slice(&chunk);
        }
        Ok(sealed)
    }

    /// Whether a chunk is what the stretch beside this one has read of it. Head and end of one chunk, sealed by two contents, would open for nobody.
    fn is_as_before(&self, number: u64, hash: PartHash) -> bool {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let before = shared.remove(&number);
        if before.is_none() {
            shared.insert(number, hash);
        }
        before.is_none_or(|before| before == hash)
    }

    /// BLAKE3 of the object, once all of it was read; `None`: an earlier run has read some of it.
    pub(crate) fn digest(&self) -> Option<Digest> {
        self.whole.lock().unwrap_or_else(PoisonError::into_inner).digest()
    }
}

struct Stretch<'s> {
    sealing: &'s Sealing,
    source: Box<dyn Opened>,
    /// Header and nonce come next
    is_in_prefix: bool,
    /// The chunk that comes next
    next: u64,
    /// Bytes of the piece that is made next, or was made, which lie before what is handed out next
    skip: usize,
    /// Bytes to be handed out
    left: u64,
    /// Where in the age file this stretch begins
    begins_at: u64,
    ends_at: u64,
    /// What was made
    piece: Vec<u8>,
    is_last: bool,
}

impl Stretch<'_> {
    fn make(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.is_in_prefix) {
            self.piece.clone_from(&self.sealing.sealer.prefix);
            return Ok(());
        }
        let (number, size_bytes) = (self.next, self.sealing.size_bytes);
        let bytes = size_bytes.saturating_sub(number * CHUNK).min(CHUNK);
        self.piece.resize(bytes as usize, 0);
        self.source.read_exact(&mut self.piece)?;
        let hash = hash_chunk(number, size_bytes, &self.piece);
        let begins_at = self.sealing.sealer.prefix.len() as u64 + number * SEALED;
        // A chunk on a border is read for both stretches; it belongs to the one that it begins in.
        if (begins_at < self.begins_at || begins_at + SEALED > self.ends_at)
            && !self.sealing.is_as_before(number, hash)
        {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if begins_at >= self.begins_at {
            let mut whole = self.sealing.whole.lock().unwrap_or_else(PoisonError::into_inner);
            whole.take(number, hash);
        }
        let is_last = number + 1 == chunks(size_bytes);
        self.sealing.sealer.seal(number, is_last, &mut self.piece).map_err(io::Error::other)?;
        self.next += 1;
        Ok(())
    }
}

impl Read for Stretch<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return if self.is_last {
                self.source.read(buffer.get_mut(..1).unwrap_or_default())
            } else {
                Ok(0)
            };
        }
        while self.skip >= self.piece.len() {
            let behind = self.skip - self.piece.len();
            self.make()?;
            self.skip = behind;
        }
        let made = self.piece.get(self.skip..).unwrap_or_default();
        let bytes = made.take(self.left).read(buffer)?;
        self.skip += bytes;
        self.left -= bytes as u64;
        Ok(bytes)
    }
}

impl Opened for Stretch<'_> {
    fn facts(&self) -> Result<ObjectFacts, ConnectError> {
        self.source.facts()
    }
}
