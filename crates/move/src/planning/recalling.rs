// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What an earlier move has written down beside the objects that it brought, and what of all metadata the target can't keep.

use super::fitting::losses;
use super::{Planned, Planner};
use crate::cursor::key;
use crate::error::MoveError;
use crate::sidecar::{Aside, Line};
use hoheit_connect::{Capability, EntryKind, ObjectFacts, ObjectMeta};
use hoheit_types::{Digest, Loss, RelPath, Timestamp};

/// A folder at a place without folders: the names of objects tell of it.
pub(super) fn no_folder() -> ObjectFacts {
    ObjectFacts {
        kind: EntryKind::Folder,
        size_bytes: 0,
        modified: Timestamp(0),
        changed: None,
        etag: None,
        version: None,
        identity: None,
        names: 1,
        occupied_bytes: None,
    }
}

/// Coarse file systems count pairs of seconds.
const COARSE_NS: i64 = 2_000_000_000;

/// Whether a line is about what stands there now: what somebody put in its place since has metadata of its own.
fn is_about(line: &Line, facts: &ObjectFacts, digest: Option<Digest>, told: &ObjectMeta) -> bool {
    let has_time = |told: Timestamp| (told.0 - line.modified.0).abs() <= COARSE_NS;
    line.kind == facts.kind
        && (facts.kind == EntryKind::Folder
            || (facts.size_bytes == line.size_bytes
                && digest.zip(line.digest).is_none_or(|(now, then)| now == then)
                && (line.meta.has_time() || told.modified.is_none_or(has_time))))
}

impl Planner<'_> {
    /// What sidecars say of an object. Folders without objects in them, which a place without folders does not tell of, are planned on the way.
    pub(super) fn recall(&mut self, path: &RelPath, kind: EntryKind) -> Result<Option<Line>, MoveError> {
        if self.shelves.is_empty() {
            return Ok(None);
        }
        let mut passed = Vec::new();
        let found = self.shelves.find(&self.place, &key(path, kind), &mut passed)?;
        self.pass(passed)?;
        Ok(found)
    }

    /// Folders without objects behind the last object of the place.
    pub(super) fn pass_rest(&mut self) -> Result<(), MoveError> {
        if self.shelves.is_empty() {
            return Ok(());
        }
        // The sign behind the slash: all in the folder sorts before it.
        let mut end = self.place.to_bytes();
        end.push(if self.place.is_root() { u8::MAX } else { b'/' + 1 });
        let mut passed = Vec::new();
        self.shelves.find(&self.place, &end, &mut passed)?;
        self.pass(passed)
    }

    fn pass(&mut self, passed: Vec<(RelPath, Line)>) -> Result<(), MoveError> {
        if self.source.capabilities().can(Capability::Folders) {
            return Ok(());
        }
        for (path, line) in passed {
            if path.lies_in(&self.place) {
                self.write_folders()?;
                let facts = no_folder();
                let (losses, meta) = self.describe(&path, (&facts, None), Some(line))?;
                let (kind, modified) = (EntryKind::Folder, facts.modified);
                self.write(&Planned {
                    name: path,
                    kind,
                    size_bytes: 0,
                    modified,
                    changed: None,
                    digest: None,
                    losses,
                    meta,
                    is_way: false,
                })?;
            }
        }
        Ok(())
    }

    /// What of an object's metadata the target can't keep, and what of them travels beside it: on the way here, on the way there, or both.
    pub(super) fn describe(
        &mut self,
        path: &RelPath,
        (facts, digest): (&ObjectFacts, Option<Digest>),
        line: Option<Line>,
    ) -> Result<(Vec<Loss>, Option<Box<Aside>>), MoveError> {
        let is_unseen =
            facts.kind == EntryKind::Folder && !self.source.capabilities().can(Capability::Folders);
        let told = if is_unseen { Ok(ObjectMeta::default()) } else { self.source.meta(path) };
        let told = match told {
            Ok(told) => told,
            // The run will say so of this object; its rights can't be known.
            Err(error) if !error.kind().is_about_place() => return Ok((Vec::new(), None)),
            Err(error) => return Err(error.into()),
        };
        let brought = line.filter(|line| is_about(line, facts, digest, &told)).map(|line| line.meta);
        self.found.recalled += u64::from(brought.is_some());
        let full = brought.as_ref().map_or_else(|| told.clone(), |brought| brought.over(told.clone()));
        let losses = losses(&full, facts, &self.can);
        let aside = Aside::from(full);
        let lost = if self.recipients.is_some() { Some(aside) } else { aside.of(&losses) };
        let meta = match (brought, lost) {
            (Some(brought), Some(lost)) => Some(brought.or(lost)),
            (brought, lost) => brought.or(lost),
        };
        Ok((losses, meta.map(Box::new)))
    }
}
