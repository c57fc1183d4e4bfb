// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Sidecars of moves that brought objects to a place, read while these are planned to go on. A part is held at a time.

use super::{Line, folder, read};
use crate::carry::patient;
use crate::cursor::{Cursor, Lines, key};
use crate::engine::tag_of;
use crate::error::MoveError;
use crate::file::below;
use hoheit_connect::{Depot, EntryKind, Reading};
use hoheit_types::{Digest, Plan, RelPath, SidecarPart};
use std::io::Read as _;

/// The sidecar of one move.
pub(crate) struct Shelf<'s> {
    place: &'s dyn Depot,
    /// The folder that took the move
    into: RelPath,
    folder: RelPath,
    parts: Vec<SidecarPart>,
    /// The next part to be read
    next: usize,
    /// What is left of the part that was read
    lines: std::vec::IntoIter<Line>,
    /// A part is not what the plan has bound, or not there
    is_damaged: bool,
}

impl<'s> Shelf<'s> {
    /// That of a move by this plan, which lies at the place.
    fn new(place: &'s dyn Depot, plan: &Plan, digest: Digest) -> Option<Self> {
        // What is encrypted can't be read here, and the objects under those names are others.
        let sidecar = plan.objects.sidecar.as_ref().filter(|_| plan.encryption.is_none())?;
        Some(Self {
            place,
            into: plan.into.clone(),
            folder: folder(&plan.into, tag_of(digest)),
            parts: sidecar.parts.clone(),
            next: 0,
            lines: Vec::new().into_iter(),
            is_damaged: false,
        })
    }

    /// A provider may have changed it: rights and owners come back only as the plan has bound them.
    fn load(&self, name: &RelPath, bound: &SidecarPart) -> Result<Option<Vec<Line>>, MoveError> {
        let how = Reading { past_caches: true, ..Reading::default() };
        let opened = match patient(|| self.place.read(name, &how)) {
            Err(error) if error.kind().is_about_place() => return Err(error.into()),
            Err(_) => return Ok(None),
            Ok(opened) => opened,
        };
        let mut part = Vec::new();
        let is_read = opened.take(bound.size_bytes.saturating_add(1)).read_to_end(&mut part).is_ok();
        let is_bound = is_read && Digest::new(*blake3::hash(&part).as_bytes()) == bound.digest;
        Ok(if is_bound { read(&part) } else { None })
    }
}

impl Lines for Shelf<'_> {
    type Line = Line;

    fn next(&mut self) -> Result<Option<(RelPath, EntryKind, Line)>, MoveError> {
        loop {
            if let Some(line) = self.lines.next() {
                return Ok(Some((below(&self.into, &line.name), line.kind, line)));
            }
            let Some(bound) = self.parts.get(self.next) else { return Ok(None) };
            self.next += 1;
            let name = RelPath::from_kept(format!("{}/meta-{:06}.jsonl", self.folder, self.next));
            match self.load(&name, bound)? {
                Some(lines) => self.lines = lines.into_iter(),
                None => self.is_damaged = true,
            }
        }
    }

    fn rewind(&mut self) {
        (self.next, self.lines) = (0, Vec::new().into_iter());
    }
}

/// All sidecars that lie at a place; what came last counts.
#[derive(Default)]
pub(crate) struct Shelves<'s>(Vec<Cursor<Shelf<'s>>>);

impl<'s> Shelves<'s> {
    pub(crate) fn new<'m>(place: &'s dyn Depot, moves: impl IntoIterator<Item = &'m (Digest, Plan)>) -> Self {
        let shelves = moves.into_iter().filter_map(|(digest, plan)| Shelf::new(place, plan, *digest));
        Self(shelves.map(Cursor::new).collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was written down about an object; folders that were passed on the way there are handed over.
    pub(crate) fn find(
        &mut self,
        place: &RelPath,
        asked: &[u8],
        passed: &mut Vec<(RelPath, Line)>,
    ) -> Result<Option<Line>, MoveError> {
        let mut found = None;
        for shelf in &mut self.0 {
            let line = shelf.find(place, asked, &mut |path, line| {
                if line.kind == EntryKind::Folder {
                    passed.push((path, line));
                }
            })?;
            found = found.or(line);
        }
        passed.sort_by_cached_key(|(path, line)| key(path, line.kind));
        passed.dedup_by(|one, other| one.0 == other.0);
        Ok(found)
    }

    /// Sidecars that are not as they were bound.
    pub(crate) fn damaged(&self) -> u64 {
        self.0.iter().filter(|shelf| shelf.lines.is_damaged).count() as u64
    }
}
