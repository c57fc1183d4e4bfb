// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! From what lies at the source to the lines of a plan: what goes, what of it will be lost, and what stays behind.

use crate::error::MoveError;
use crate::file::{PlanWriter, Planned, below};
use hoheit_connect::{Capabilities, Capability, ConnectErrorKind as Kind, Depot, EntryKind, ObjectFacts};
use hoheit_types::{Digest, LeftOut, Loss, RelPath};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;
use unicode_normalization::UnicodeNormalization as _;

/// What the catalogue knows of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Whether it belongs to the dataset that is to move
    pub is_wanted: bool,
    /// Size when it was read
    pub size_bytes: u64,
    /// Modification time when it was read, in nanoseconds since 1970
    pub modified_ns: i64,
    /// BLAKE3 of its content then
    pub digest: Option<Digest>,
}

/// What the catalogue knows of a folder and the files in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownFolder {
    /// Whether the folder itself belongs to the dataset
    pub is_wanted: bool,
    /// By name, in the kept form
    pub files: HashMap<String, Known>,
}

/// What planning found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// What can't be kept, by number of objects
    pub losses: BTreeMap<Loss, u64>,
    /// What is not moved
    pub left_out: BTreeMap<LeftOut, u64>,
    /// The first names of what is not moved
    pub named: BTreeMap<LeftOut, Vec<RelPath>>,
}

/// Names that are told of what is left out. 20: a screen.
const TOLD: usize = 20;

/// Goes through the source and writes the plan's lines.
pub struct Planner<'p> {
    source: &'p dyn Depot,
    target: &'p dyn Depot,
    into: &'p RelPath,
    writer: &'p mut PlanWriter,
    found: Found,
    /// Folders from the root to where the walk is
    levels: Vec<Level>,
}

/// A folder on the way, and what is known of it.
struct Level {
    path: RelPath,
    facts: Option<ObjectFacts>,
    known: KnownFolder,
    is_written: bool,
    /// Names in it as a target tells them apart that minds neither case nor Unicode form
    names: BTreeSet<String>,
}

/// Looks up what the catalogue knows of a folder.
pub type LookUp<'l> = dyn FnMut(&RelPath) -> Result<KnownFolder, MoveError> + 'l;

impl<'p> Planner<'p> {
    /// From a source to a target that was probed.
    pub fn new(
        source: &'p dyn Depot,
        target: &'p dyn Depot,
        into: &'p RelPath,
        writer: &'p mut PlanWriter,
    ) -> Self {
        Self { source, target, into, writer, found: Found::default(), levels: Vec::new() }
    }

    /// Takes all that belongs to the dataset below these folders (or files), which are sorted and lie apart from each other or within.
    pub fn run(mut self, places: &[RelPath], look_up: &mut LookUp<'_>) -> Result<Found, MoveError> {
        let mut last: Option<&RelPath> = None;
        for place in places {
            // A folder within one that was walked through already.
            if last.is_some_and(|last| lies_in(place, last)) {
                continue;
            }
            last = Some(place);
            self.levels.clear();
            self.enter(RelPath::root(), None, look_up)?;
            let mut failed = None;
            self.source.list(place, &mut |path, facts| match self.visit(path, facts, look_up) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            })?;
            failed.map_or(Ok(()), Err)?;
        }
        Ok(self.found)
    }

    fn enter(
        &mut self,
        path: RelPath,
        facts: Option<ObjectFacts>,
        look_up: &mut LookUp<'_>,
    ) -> Result<(), MoveError> {
        let known = look_up(&path)?;
        let is_written = path.is_root();
        self.levels.push(Level { path, facts, known, is_written, names: BTreeSet::new() });
        Ok(())
    }

    fn visit(
        &mut self,
        path: RelPath,
        facts: ObjectFacts,
        look_up: &mut LookUp<'_>,
    ) -> Result<(), MoveError> {
        self.go_to(&path.parent(), look_up)?;
        match facts.kind {
            EntryKind::Folder => {
                self.enter(path, Some(facts), look_up)?;
                let is_wanted = self.levels.last().is_some_and(|level| level.known.is_wanted);
                if is_wanted { self.write_folders() } else { Ok(()) }
            }
            EntryKind::File => self.file(path, &facts),
            EntryKind::Link => {
                self.skip_here(LeftOut::Link, path);
                Ok(())
            }
            EntryKind::Special | EntryKind::Boundary => {
                self.skip_here(LeftOut::Special, path);
                Ok(())
            }
        }
    }

    /// Leaves folders that the walk has left, and enters those on the way to a place that the walk began at.
    fn go_to(&mut self, folder: &RelPath, look_up: &mut LookUp<'_>) -> Result<(), MoveError> {
        self.levels.retain(|level| level.path.is_root() || lies_in(folder, &level.path));
        let reached = self.levels.last().map(|level| level.path.clone()).unwrap_or_default();
        let mut missing = Vec::new();
        let mut at = folder.clone();
        while at != reached && !at.is_root() {
            missing.push(at.clone());
            at = at.parent();
        }
        for path in missing.into_iter().rev() {
            let facts = self.source.stat(&path)?;
            self.enter(path, facts, look_up)?;
        }
        Ok(())
    }

    /// Links and devices have no rows of their own: they count where the folder belongs to the dataset.
    fn skip_here(&mut self, why: LeftOut, path: RelPath) {
        if self.levels.last().is_some_and(|level| level.known.is_wanted) {
            self.skip(why, path);
        }
    }

    fn skip(&mut self, why: LeftOut, path: RelPath) {
        *self.found.left_out.entry(why).or_default() += 1;
        let named = self.found.named.entry(why).or_default();
        if named.len() < TOLD {
            named.push(path);
        }
    }

    fn file(&mut self, path: RelPath, facts: &ObjectFacts) -> Result<(), MoveError> {
        let level = self.levels.last();
        let known = level.and_then(|level| level.known.files.get(path.name()));
        let digest = match known {
            Some(known) if !known.is_wanted => return Ok(()),
            Some(known) => known
                .digest
                .filter(|_| known.size_bytes == facts.size_bytes && known.modified_ns == facts.modified.0),
            None if level.is_some_and(|level| level.known.is_wanted) => {
                self.skip(LeftOut::Unscanned, path);
                return Ok(());
            }
            None => return Ok(()),
        };
        if let Some(why) = self.unfit(&path, facts)? {
            self.skip(why, path);
            return Ok(());
        }
        self.write_folders()?;
        let losses = self.losses(&path, facts)?;
        self.write(&Planned {
            name: path,
            kind: EntryKind::File,
            size_bytes: facts.size_bytes,
            modified: facts.modified,
            changed: facts.changed,
            digest,
            losses,
        })
    }

    fn write(&mut self, planned: &Planned) -> Result<(), MoveError> {
        for loss in &planned.losses {
            *self.found.losses.entry(*loss).or_default() += 1;
        }
        self.writer.add(planned)
    }

    /// Writes the folders on the way that are not written yet.
    fn write_folders(&mut self) -> Result<(), MoveError> {
        for place in 0..self.levels.len() {
            let Some(level) = self.levels.get_mut(place) else { break };
            if level.is_written {
                continue;
            }
            level.is_written = true;
            let (path, facts) = (level.path.clone(), level.facts.clone());
            let Some(facts) = facts else { continue };
            let losses = self.losses(&path, &facts)?;
            self.write(&Planned {
                name: path,
                kind: EntryKind::Folder,
                size_bytes: 0,
                modified: facts.modified,
                changed: facts.changed,
                digest: None,
                losses,
            })?;
        }
        Ok(())
    }

    /// Why the target can't take an object under its name.
    fn unfit(&mut self, path: &RelPath, facts: &ObjectFacts) -> Result<Option<LeftOut>, MoveError> {
        let stored_as = below(self.into, path);
        let can = self.target.capabilities();
        if !fits(&stored_as, can) {
            return Ok(Some(LeftOut::Name));
        }
        if can.object_bytes.is_some_and(|most| facts.size_bytes > most) {
            return Ok(Some(LeftOut::Size));
        }
        let folded = folded(path.name(), can);
        let is_new = match (folded, self.levels.last_mut()) {
            (Some(folded), Some(level)) => level.names.insert(folded),
            _ => true,
        };
        if !is_new {
            return Ok(Some(LeftOut::Collision));
        }
        let stands = match self.target.stat(&stored_as) {
            Err(error) if error.kind() == Kind::Name => return Ok(Some(LeftOut::Name)),
            stands => stands?,
        };
        Ok(stands.map(|_| LeftOut::Exists))
    }

    /// What of an object the target can't keep.
    fn losses(&self, path: &RelPath, facts: &ObjectFacts) -> Result<Vec<Loss>, MoveError> {
        let can = self.target.capabilities();
        let mut losses = Vec::new();
        let mut lose = |is_there: bool, capability: Capability, loss: Loss| {
            if is_there && !can.can(capability) {
                losses.push(loss);
            }
        };
        let meta = match self.source.meta(path) {
            Ok(meta) => meta,
            // The run will say so of this object; its rights can't be known.
            Err(error) if error.kind() != Kind::Unavailable => return Ok(losses),
            Err(error) => return Err(error.into()),
        };
        lose(meta.modified.is_some(), Capability::Modified, Loss::Modified);
        lose(meta.mode.is_some(), Capability::Mode, Loss::Mode);
        lose(meta.owner.is_some(), Capability::Owner, Loss::Owner);
        lose(!meta.attributes.is_empty(), Capability::Attributes, Loss::Attributes);
        lose(meta.acl.is_some() || meta.default_acl.is_some(), Capability::Acl, Loss::Acl);
        lose(facts.kind == EntryKind::Folder, Capability::Folders, Loss::Folder);
        if meta.has_system_attributes {
            losses.push(Loss::SystemAttributes);
        }
        if facts.names > 1 {
            losses.push(Loss::HardLink);
        }
        // Compressing file systems occupy less, too: an eighth less is no rounding.
        if facts.occupied_bytes.is_some_and(|bytes| bytes < facts.size_bytes / 8 * 7) {
            losses.push(Loss::Sparse);
        }
        losses.sort_unstable();
        Ok(losses)
    }
}

/// Whether a name lies in a folder, or is it.
fn lies_in(path: &RelPath, folder: &RelPath) -> bool {
    folder.is_root()
        || path == folder
        || path.as_str().strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether a place can hold a name.
fn fits(path: &RelPath, can: &Capabilities) -> bool {
    let bytes = path.to_bytes();
    let too_long = |most: Option<u64>, bytes: usize| most.is_some_and(|most| bytes as u64 > most);
    !too_long(can.path_bytes, bytes.len())
        && !bytes.split(|byte| *byte == b'/').any(|part| too_long(can.name_bytes, part.len()))
        && (can.can(Capability::AnyBytes) || str::from_utf8(&bytes).is_ok())
        && !path.as_str().chars().any(|c| can.forbidden.contains(c))
}

/// A name as a target sees it that does not tell all apart; `None`: it does.
fn folded(name: &str, can: &Capabilities) -> Option<String> {
    let is_cased = can.can(Capability::CaseSensitive);
    let has_forms = can.can(Capability::NormalForms);
    if is_cased && has_forms {
        return None;
    }
    let name: String = if has_forms { name.to_owned() } else { name.nfc().collect() };
    Some(if is_cased { name } else { name.to_lowercase() })
}
