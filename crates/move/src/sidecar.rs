// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a target can't keep of an object's metadata travels beside it, in objects of its own: `<into>/.hoheit/<tag>/meta-000001.jsonl`.
//!
//! Planning notes it in the plan's lines, and the plan's head binds the parts that are made of them. So a run that goes on makes the same
//! bytes again, `back` needs no sidecar at all, and a later move from that site believes only what a plan of this house has bound.

mod aside;
mod shelf;

pub(crate) use aside::Aside;
pub(crate) use shelf::Shelves;

use crate::error::MoveError;
use crate::file::{Planned, below};
use crate::veil::opaque;
use hoheit_connect::{EntryKind, Tag};
use hoheit_types::{Digest, Encryption, RelPath, SIDECAR_FOLDER, Sidecar, SidecarPart, Timestamp};
use serde::{Deserialize, Serialize};

/// Version of the parts' form: what each begins with.
const FORMAT: &str = "hoheit-sidecar/1";

/// The same of an index: one line of every object of a move that is encrypted.
const INDEX_FORMAT: &str = "hoheit-index/1";

/// Bytes after which a part ends. 4 MiB: held in memory whole, and few enough for a million objects.
const PART_BYTES: usize = 4 << 20;

/// First line of each part.
#[derive(Serialize, Deserialize)]
struct Head {
    format: String,
}

/// One object in a sidecar.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Line {
    /// Its name below the folder that took the move
    pub(crate) name: RelPath,
    pub(crate) kind: EntryKind,
    pub(crate) size_bytes: u64,
    /// When its content was last changed
    pub(crate) modified: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) digest: Option<Digest>,
    /// In an index: its name at the target, beside the index; none of a folder
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) file: Option<String>,
    /// What the place can't keep; in an index, all that there is
    pub(crate) meta: Aside,
}

/// The folder of a move's sidecar, below the address of its target.
pub(crate) fn folder(into: &RelPath, tag: Tag) -> RelPath {
    below(into, &RelPath::from_kept(format!("{SIDECAR_FOLDER}/{tag}")))
}

/// How names of parts begin.
pub(crate) fn part_word(is_encrypted: bool) -> &'static str {
    if is_encrypted { "index" } else { "meta" }
}

/// The name of a part, counted from 0, below the folder that takes a move.
pub(crate) fn part_name(tag: Tag, part: usize, is_encrypted: bool) -> RelPath {
    let word = part_word(is_encrypted);
    RelPath::from_kept(format!("{SIDECAR_FOLDER}/{tag}/{word}-{:06}.jsonl", part + 1))
}

/// Whether something is a sidecar's folder, or lies in one: it is nobody's object. Other things in a folder of that name are people's.
pub(crate) fn is_in_one(path: &RelPath, kind: EntryKind) -> bool {
    let mut parts = path.as_str().split('/').peekable();
    while let Some(part) = parts.next() {
        let is_one = part == SIDECAR_FOLDER && parts.next_if(|name| is_tag(name)).is_some();
        if is_one && (parts.peek().is_some() || kind == EntryKind::Folder) {
            return true;
        }
    }
    false
}

/// Whether this is a sidecars' own folder, as far as a name tells.
pub(crate) fn may_hold_some(path: &RelPath) -> bool {
    path.name() == SIDECAR_FOLDER
}

/// A tag as it is written: 16 hexadecimal digits.
fn is_tag(name: &str) -> bool {
    name.len() == 16 && name.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Puts lines together to parts; holds one of them at most.
#[derive(Debug, Default)]
pub(crate) struct Binder {
    open: Vec<u8>,
    bound: Vec<SidecarPart>,
    objects: u64,
    /// An index is bound
    encryption: Option<Encryption>,
}

impl Binder {
    /// A sidecar, or, of what is encrypted, an index.
    pub(crate) fn of(encryption: Option<&Encryption>) -> Self {
        Self { encryption: encryption.cloned(), ..Self::default() }
    }

    /// Takes what of an object belongs into the sidecar, if anything does. A part that is full comes back.
    pub(crate) fn add(&mut self, planned: &Planned) -> Result<Option<Vec<u8>>, MoveError> {
        let meta = match (&self.encryption, &planned.meta) {
            (Some(_), meta) => Some(meta.as_deref().cloned().unwrap_or_default()),
            (None, meta) => meta.as_ref().and_then(|meta| meta.of(&planned.losses)),
        };
        let Some(meta) = meta else { return Ok(None) };
        let encrypted = self.encryption.as_ref().filter(|_| planned.kind == EntryKind::File);
        if self.open.is_empty() {
            let format = if self.encryption.is_some() { INDEX_FORMAT } else { FORMAT };
            serde_json::to_writer(&mut self.open, &Head { format: format.to_owned() })?;
            self.open.push(b'\n');
        }
        let line = Line {
            name: planned.name.clone(),
            kind: planned.kind,
            size_bytes: planned.size_bytes,
            modified: planned.modified,
            digest: planned.digest,
            file: encrypted.map(|encryption| opaque(encryption, &planned.name)),
            meta,
        };
        serde_json::to_writer(&mut self.open, &line)?;
        self.open.push(b'\n');
        self.objects += 1;
        Ok(if self.open.len() >= PART_BYTES { self.close() } else { None })
    }

    /// The last part, if there is one.
    pub(crate) fn close(&mut self) -> Option<Vec<u8>> {
        if self.open.is_empty() {
            return None;
        }
        let part = std::mem::take(&mut self.open);
        self.bound.push(fact(&part));
        Some(part)
    }

    /// What is bound so far, the open part among it.
    pub(crate) fn facts(&self) -> Option<Sidecar> {
        let mut parts = self.bound.clone();
        if !self.open.is_empty() {
            parts.push(fact(&self.open));
        }
        (!parts.is_empty()).then_some(Sidecar { objects: self.objects, parts })
    }
}

fn fact(part: &[u8]) -> SidecarPart {
    SidecarPart { size_bytes: part.len() as u64, digest: Digest::new(*blake3::hash(part).as_bytes()) }
}

/// The lines of a part; `None`: it is none, or of a later version.
fn read(part: &[u8]) -> Option<Vec<Line>> {
    let mut lines = part.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let head: Head = serde_json::from_slice(lines.next()?).ok()?;
    if head.format != FORMAT {
        return None;
    }
    lines.map(|line| serde_json::from_slice(line).ok()).collect()
}
