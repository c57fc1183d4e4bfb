// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Hash trees of objects that hoheit did not bring: made by reading them once, at the place. What they held then is believed, since nobody can know
//! better; what they become from then on is checked.

use super::stock::key;
use super::trees::Blocks;
use crate::carry::patient;
use crate::error::MoveError;
use crate::tree::{BLOCK_BYTES, PartHash, hash_part, part_range, parts, root};
use hoheit_connect::{Depot, EntryKind, ObjectFacts, Reading};
use hoheit_store::{AppendFile, read_lines};
use hoheit_types::{Digest, RelPath};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::io::Read as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// A file of recorded trees, as far as a digest vouches for it: what stands behind those bytes does not count yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Book {
    /// Where it lies
    pub path: PathBuf,
    /// So many bytes of it count
    pub length: u64,
    /// BLAKE3 of these
    pub digest: Digest,
}

/// The line of one object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    #[serde(rename = "n")]
    pub(super) name: RelPath,
    #[serde(rename = "s")]
    pub(super) size_bytes: u64,
    #[serde(rename = "b")]
    pub(super) digest: Digest,
    #[serde(rename = "f")]
    pub(super) facts: ObjectFacts,
    #[serde(flatten)]
    pub(super) blocks: Blocks,
}

/// What was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// The file as it counts now
    pub book: Book,
    /// Objects in it
    pub objects: u64,
    /// Bytes of these
    pub size_bytes: u64,
    /// Of these, new in this run
    pub new_objects: u64,
    /// Objects that could not be read, or changed while they were: they have no tree
    pub unread: u64,
}

/// Visits the objects of a book, numbered from 0. Refused (`JournalDamaged`) where it is not what its digest says.
pub(super) fn each_recorded(book: &Book, visit: &mut dyn FnMut(u32, Line)) -> Result<(), MoveError> {
    let (mut hasher, mut length, mut number) = (blake3::Hasher::new(), 0_u64, 0_u32);
    read_lines(&book.path, &mut |line| -> Result<bool, MoveError> {
        if length >= book.length {
            return Ok(false);
        }
        length += line.len() as u64 + 1;
        hasher.update(line).update(b"\n");
        let line = serde_json::from_slice(line).map_err(|_| MoveError::JournalDamaged)?;
        visit(number, line);
        number += 1;
        Ok(true)
    })?;
    let is_whole = length == book.length && Digest::new(*hasher.finalize().as_bytes()) == book.digest;
    if is_whole { Ok(()) } else { Err(MoveError::JournalDamaged) }
}

/// Reads every object at a place that has no tree yet, and records one. Objects of `known` stocks have one already. Goes on where an earlier
/// call was cut short.
pub(super) fn record(
    depot: &dyn Depot,
    path: &Path,
    vouched: Option<&Book>,
    mut known: BTreeSet<u64>,
    stop: &AtomicBool,
    progress: &dyn Fn(u64),
) -> Result<Recording, MoveError> {
    if let Some(book) = vouched {
        // What somebody changed must not be vouched for anew.
        each_recorded(book, &mut |_, _| {})?;
    }
    let mut made = Writer { hasher: blake3::Hasher::new(), length: 0, objects: 0, size_bytes: 0 };
    let mut file = AppendFile::open(path, &mut |line| -> Result<bool, MoveError> {
        let Ok(read) = serde_json::from_slice::<Line>(line) else { return Ok(false) };
        known.insert(key(&read.name));
        made.take(line, read.size_bytes);
        Ok(true)
    })?;
    let (mut new_objects, mut unread) = (0, 0);
    let mut failed = None;
    let mut each = |name: RelPath, facts: ObjectFacts| -> Result<(), MoveError> {
        if facts.kind != EntryKind::File || known.contains(&key(&name)) {
            return Ok(());
        }
        if stop.load(Ordering::Relaxed) {
            return Err(MoveError::Stopped);
        }
        let Some(line) = read(depot, name)? else {
            unread += 1;
            return Ok(());
        };
        let mut text = serde_json::to_vec(&line)?;
        made.take(&text, line.size_bytes);
        text.push(b'\n');
        file.append(&text)?;
        new_objects += 1;
        progress(new_objects);
        Ok(())
    };
    depot.list(&RelPath::root(), &mut |name, facts| match each(name, facts) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            failed = Some(error);
            ControlFlow::Break(())
        }
    })?;
    file.sync()?;
    failed.map_or(Ok(()), Err)?;
    let digest = Digest::new(*made.hasher.finalize().as_bytes());
    let book = Book { path: path.to_owned(), length: made.length, digest };
    Ok(Recording { book, objects: made.objects, size_bytes: made.size_bytes, new_objects, unread })
}

struct Writer {
    hasher: blake3::Hasher,
    length: u64,
    objects: u64,
    size_bytes: u64,
}

impl Writer {
    /// Counts a line, without its line feed.
    fn take(&mut self, line: &[u8], size_bytes: u64) {
        self.hasher.update(line).update(b"\n");
        self.length += line.len() as u64 + 1;
        self.objects += 1;
        self.size_bytes = self.size_bytes.saturating_add(size_bytes);
    }
}

/// An object with its tree; `None`: it can't be read, or changed meanwhile.
fn read(depot: &dyn Depot, name: RelPath) -> Result<Option<Line>, MoveError> {
    let how = Reading { past_caches: true, ..Reading::default() };
    let mut opened = match patient(|| depot.read(&name, &how)) {
        Err(error) if error.kind().is_about_place() => return Err(error.into()),
        Err(_) => return Ok(None),
        Ok(opened) => opened,
    };
    let Ok(facts) = opened.facts() else { return Ok(None) };
    let size_bytes = facts.size_bytes;
    let count = parts(size_bytes, BLOCK_BYTES);
    let (mut hashes, mut buffer) = (Vec::<PartHash>::new(), Vec::new());
    for number in 0..count {
        let range = part_range(number, size_bytes, BLOCK_BYTES);
        buffer.resize((range.end - range.start) as usize, 0);
        if opened.read_exact(&mut buffer).is_err() {
            return Ok(None);
        }
        hashes.push(hash_part(number, BLOCK_BYTES, size_bytes, &buffer));
    }
    let is_over = opened.read(&mut [0]).is_ok_and(|more| more == 0);
    if !is_over || !opened.facts().is_ok_and(|after| after.is_untouched(&facts)) {
        return Ok(None);
    }
    let digest = root(&hashes, size_bytes, BLOCK_BYTES);
    Ok(Some(Line { name, size_bytes, digest, facts, blocks: Blocks::new(BLOCK_BYTES, &hashes) }))
}
