// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Sidecars of moves that brought objects to a place, read while these are planned to go on. Lines stand in the order in which places list
//! their objects, so that a part is held at a time, however many there are.

use super::{Line, folder, read};
use crate::carry::patient;
use crate::engine::tag_of;
use crate::error::MoveError;
use crate::file::below;
use hoheit_connect::{ConnectErrorKind as Kind, Depot, EntryKind, Reading};
use hoheit_types::{Digest, Plan, RelPath, SidecarPart};
use std::io::Read as _;

/// By what places sort: the bytes of the whole name, a folder's with a slash behind it.
pub(crate) fn key(path: &RelPath, kind: EntryKind) -> Vec<u8> {
    let mut bytes = path.to_bytes();
    if kind == EntryKind::Folder {
        bytes.push(b'/');
    }
    bytes
}

/// The sidecar of one move.
pub(crate) struct Shelf<'s> {
    place: &'s dyn Depot,
    /// The folder that took the move
    into: RelPath,
    folder: RelPath,
    parts: Vec<SidecarPart>,
    /// The next part to be read
    next: usize,
    /// Of the part that is read, the next line last
    lines: Vec<(Vec<u8>, Line)>,
    /// What was asked for last
    asked: Vec<u8>,
    /// A part is not what the plan has bound, or not there
    pub(crate) is_damaged: bool,
}

impl<'s> Shelf<'s> {
    /// That of a move by this plan, which lies at the place.
    pub(crate) fn new(place: &'s dyn Depot, plan: &Plan, digest: Digest) -> Option<Self> {
        let sidecar = plan.objects.sidecar.as_ref()?;
        Some(Self {
            place,
            into: plan.into.clone(),
            folder: folder(&plan.into, tag_of(digest)),
            parts: sidecar.parts.clone(),
            next: 0,
            lines: Vec::new(),
            asked: Vec::new(),
            is_damaged: false,
        })
    }

    /// The line about an object; folders that were passed on the way there are handed over.
    fn find(
        &mut self,
        asked: &[u8],
        passed: &mut dyn FnMut(RelPath, Line),
    ) -> Result<Option<Line>, MoveError> {
        // Several folders of one dataset are walked one after the other, each in its order.
        if asked <= self.asked.as_slice() {
            (self.next, self.lines) = (0, Vec::new());
        }
        self.asked = asked.to_vec();
        loop {
            if self.lines.is_empty() && !self.turn()? {
                return Ok(None);
            }
            if self.lines.last().is_some_and(|(at, _)| at.as_slice() > asked) {
                return Ok(None);
            }
            match self.lines.pop() {
                Some((at, line)) if at == asked => return Ok(Some(line)),
                Some((_, line)) if line.kind == EntryKind::Folder => {
                    passed(below(&self.into, &line.name), line);
                }
                _ => {}
            }
        }
    }

    /// Reads the next part that is as it was bound. False: there is none any more.
    fn turn(&mut self) -> Result<bool, MoveError> {
        while let Some(bound) = self.parts.get(self.next) {
            self.next += 1;
            let name = RelPath::from_kept(format!("{}/meta-{:06}.jsonl", self.folder, self.next));
            let Some(lines) = self.load(&name, bound)? else {
                self.is_damaged = true;
                continue;
            };
            let keyed = |line: Line| (key(&below(&self.into, &line.name), line.kind), line);
            self.lines = lines.into_iter().rev().map(keyed).collect();
            if !self.lines.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A provider may have changed it: rights and owners come back only as the plan has bound them.
    fn load(&self, name: &RelPath, bound: &SidecarPart) -> Result<Option<Vec<Line>>, MoveError> {
        let how = Reading { past_caches: true, ..Reading::default() };
        let opened = match patient(|| self.place.read(name, &how)) {
            Err(error) if error.kind() == Kind::Unavailable => return Err(error.into()),
            Err(_) => return Ok(None),
            Ok(opened) => opened,
        };
        let mut part = Vec::new();
        let is_read = opened.take(bound.size_bytes.saturating_add(1)).read_to_end(&mut part).is_ok();
        let is_bound = is_read && Digest::new(*blake3::hash(&part).as_bytes()) == bound.digest;
        Ok(if is_bound { read(&part) } else { None })
    }
}

/// All sidecars that lie at a place; what came last counts.
#[derive(Default)]
pub(crate) struct Shelves<'s>(pub(crate) Vec<Shelf<'s>>);

impl Shelves<'_> {
    /// What was written down about an object; folders that were passed on the way there are handed over.
    pub(crate) fn find(
        &mut self,
        asked: &[u8],
        passed: &mut Vec<(RelPath, Line)>,
    ) -> Result<Option<Line>, MoveError> {
        let mut found = None;
        for shelf in &mut self.0 {
            let line = shelf.find(asked, &mut |path, line| passed.push((path, line)))?;
            found = found.or(line);
        }
        passed.sort_by_cached_key(|(path, line)| key(path, line.kind));
        passed.dedup_by(|one, other| one.0 == other.0);
        Ok(found)
    }

    /// Sidecars that are not as they were bound.
    pub(crate) fn damaged(&self) -> u64 {
        self.0.iter().filter(|shelf| shelf.is_damaged).count() as u64
    }
}
