// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::Pace;
use hoheit_connect::{
    Begin, Capabilities, ConnectError, Depot, ObjectFacts, ObjectMeta, Opened, Origin, Orphan, PartMark,
    Reading, Removal, Resumed, Stored, Tag, Token, Upload, Visit,
};
use hoheit_types::{Loss, RelPath, Told};
use std::io::{self, Read};
use std::sync::Arc;

/// Bytes that are read at a time. 256 KiB: at slow rates no read waits for long.
const PIECE: usize = 256 << 10;

/// A place whose objects come and go no faster than a pace allows, sent and read together. It comes outermost: what is tried again counts
/// again, since it goes over the line again.
pub struct Paced {
    place: Box<dyn Depot>,
    pace: Arc<Pace>,
}

impl Paced {
    /// Several places may share a pace.
    pub fn new(place: Box<dyn Depot>, pace: Arc<Pace>) -> Self {
        Self { place, pace }
    }

    fn slow(&self, upload: Box<dyn Upload>) -> Box<dyn Upload> {
        Box::new(PacedUpload { upload, pace: Arc::clone(&self.pace) })
    }
}

struct PacedUpload {
    upload: Box<dyn Upload>,
    pace: Arc<Pace>,
}

impl Upload for PacedUpload {
    fn token(&self) -> &Token {
        self.upload.token()
    }
    fn part_bytes(&self) -> u64 {
        self.upload.part_bytes()
    }
    fn put_part(&self, number: u64, bytes: &[u8]) -> Result<PartMark, ConnectError> {
        self.pace.wait(bytes.len());
        self.upload.put_part(number, bytes)
    }
    fn take_part(&self, number: u64, of: &Origin) -> Option<Result<PartMark, ConnectError>> {
        // Nothing goes over the line.
        self.upload.take_part(number, of)
    }
    fn complete(&self, marks: &[PartMark]) -> Result<Stored, ConnectError> {
        self.upload.complete(marks)
    }
    fn abort(&self) -> Result<(), ConnectError> {
        self.upload.abort()
    }
}

struct PacedObject {
    object: Box<dyn Opened>,
    pace: Arc<Pace>,
}

impl Read for PacedObject {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = into.len().min(PIECE);
        let read = self.object.read(into.get_mut(..most).unwrap_or_default())?;
        self.pace.wait(read);
        Ok(read)
    }
}

impl Opened for PacedObject {
    fn facts(&self) -> Result<ObjectFacts, ConnectError> {
        self.object.facts()
    }
}

impl Depot for Paced {
    fn capabilities(&self) -> &Capabilities {
        self.place.capabilities()
    }
    fn spares_others(&self) -> bool {
        self.place.spares_others()
    }
    fn probe(&mut self, tag: Tag) -> Result<(), ConnectError> {
        self.place.probe(tag)
    }
    fn list(&self, prefix: &RelPath, visit: &mut Visit<'_>) -> Result<(), ConnectError> {
        self.place.list(prefix, visit)
    }
    fn list_folder(&self, folder: &RelPath, visit: &mut Visit<'_>) -> Result<(), ConnectError> {
        self.place.list_folder(folder, visit)
    }
    fn stat(&self, name: &RelPath) -> Result<Option<ObjectFacts>, ConnectError> {
        self.place.stat(name)
    }
    fn meta(&self, name: &RelPath) -> Result<ObjectMeta, ConnectError> {
        self.place.meta(name)
    }
    fn read(&self, name: &RelPath, how: &Reading) -> Result<Box<dyn Opened>, ConnectError> {
        let object = self.place.read(name, how)?;
        Ok(Box::new(PacedObject { object, pace: Arc::clone(&self.pace) }))
    }
    fn begin(&self, what: &Begin<'_>) -> Result<Box<dyn Upload>, ConnectError> {
        self.place.begin(what).map(|upload| self.slow(upload))
    }
    fn resume(&self, what: &Begin<'_>, token: &Token) -> Result<Resumed, ConnectError> {
        Ok(match self.place.resume(what, token)? {
            Resumed::Open(upload) => Resumed::Open(self.slow(upload)),
            other => other,
        })
    }
    fn make_folder(&self, name: &RelPath) -> Result<bool, ConnectError> {
        self.place.make_folder(name)
    }
    fn set_meta(&self, name: &RelPath, meta: &ObjectMeta) -> Result<Vec<Loss>, ConnectError> {
        self.place.set_meta(name, meta)
    }
    fn flush(&self) -> Result<(), ConnectError> {
        self.place.flush()
    }
    fn remove(&self, name: &RelPath, expected: &ObjectFacts) -> Result<Removal, ConnectError> {
        self.place.remove(name, expected)
    }
    fn orphans(&self, prefix: &RelPath, visit: &mut dyn FnMut(Orphan)) -> Result<(), ConnectError> {
        self.place.orphans(prefix, visit)
    }
    fn sweep(&self, orphan: &Orphan) -> Result<(), ConnectError> {
        self.place.sweep(orphan)
    }
    fn origin(&self, name: &RelPath, facts: &ObjectFacts) -> Option<Origin> {
        self.place.origin(name, facts)
    }
    fn told(&self) -> Vec<Told> {
        self.place.told()
    }
    fn streams(&self) -> usize {
        self.place.streams()
    }
    fn free_bytes(&self) -> Result<Option<u64>, ConnectError> {
        self.place.free_bytes()
    }
}
