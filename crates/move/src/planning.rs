// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! From what lies at the source to the lines of a plan: what goes, what of it will be lost, and what stays behind.

mod earlier;
mod fitting;
mod recalling;
mod standing;

use crate::error::MoveError;
use crate::file::{PlanWriter, Planned, below};
use crate::sidecar::{Line, Shelves, is_in_one, may_hold_some};
use earlier::Moves;
use fitting::anything;
use hoheit_connect::{Capabilities, Capability, Depot, EntryKind, ObjectFacts};
use hoheit_types::{Digest, LeftOut, Loss, Plan, RelPath};
use standing::Listing;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;

pub use earlier::Earlier;

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
    /// Objects that get back what the source could not keep and an earlier move has written down beside them
    pub recalled: u64,
    /// Sidecars of earlier moves that are not there any more, or not as they were written
    pub damaged_sidecars: u64,
}

/// Names that are told of what is left out. 20: a screen.
const TOLD: usize = 20;

/// Goes through the source and writes the plan's lines.
pub struct Planner<'p> {
    source: &'p dyn Depot,
    target: &'p dyn Depot,
    into: &'p RelPath,
    writer: &'p mut PlanWriter,
    only_text: bool,
    /// What the place holds and keeps, or, of what is encrypted, anything
    can: Capabilities,
    /// For how many it is encrypted
    recipients: Option<usize>,
    /// How many files the catalogue knows of the dataset
    known: u64,
    /// How many of them the walk has met
    met: u64,
    found: Found,
    /// What earlier moves have written down at the source
    shelves: Shelves<'p>,
    /// What earlier moves have brought to the target
    moves: Moves<'p>,
    /// What stands at the target, along with the walk
    listing: Option<Listing>,
    /// The folder of the dataset that is walked through
    place: RelPath,
    /// Folders from the root to where the walk is
    levels: Vec<Level>,
}

/// A folder on the way, and what is known of it.
struct Level {
    path: RelPath,
    facts: Option<ObjectFacts>,
    /// What a sidecar says of it
    line: Option<Line>,
    known: KnownFolder,
    is_written: bool,
    /// Files that the catalogue knows and the walk has met
    met: BTreeSet<String>,
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
        let recipients = writer.encryption().map(|encryption| encryption.recipients.len());
        let can = match recipients {
            Some(_) => anything(target.capabilities()),
            None => target.capabilities().clone(),
        };
        Self {
            can,
            recipients,
            source,
            target,
            into,
            writer,
            only_text: false,
            known: 0,
            met: 0,
            found: Found::default(),
            shelves: Shelves::default(),
            moves: Moves::default(),
            listing: None,
            place: RelPath::root(),
            levels: Vec::new(),
        }
    }

    /// Gives objects back what the source could not keep, by sidecars of moves that brought them there; the latest one first. Of those that
    /// were undone nothing is there.
    #[must_use]
    pub fn recalling<'m>(mut self, moves: impl IntoIterator<Item = &'m (Digest, Plan)>) -> Self {
        self.shelves = Shelves::new(self.source, moves);
        self
    }

    /// Leaves out what these moves have brought to the target and is unchanged since, at both ends; the latest one first. What the source has changed
    /// since is left out as well, and told: the target keeps what was brought, and whoever wants both has it brought into another folder.
    #[must_use]
    pub fn after(mut self, moves: impl IntoIterator<Item = Earlier<'p>>) -> Self {
        self.moves = Moves::new(moves);
        self
    }

    /// Leaves out names that are no Unicode, wherever they go: manifests of packages are texts.
    #[must_use]
    pub fn only_text(mut self, only_text: bool) -> Self {
        self.only_text = only_text;
        self
    }

    /// How many files the catalogue knows of the dataset: those that the walk does not meet are gone, also with their folders.
    #[must_use]
    pub fn knowing(mut self, files: u64) -> Self {
        self.known = files;
        self
    }

    /// Takes all that belongs to the dataset below these folders (or files), which are sorted and lie apart from each other or within.
    pub fn run(mut self, places: &[RelPath], look_up: &mut LookUp<'_>) -> Result<Found, MoveError> {
        let mut last: Option<&RelPath> = None;
        for place in places {
            // A folder within one that was walked through already.
            if last.is_some_and(|last| place.lies_in(last)) {
                continue;
            }
            last = Some(place);
            self.place = place.clone();
            self.levels.clear();
            self.along(place, look_up)?;
        }
        let gone = self.known.saturating_sub(self.met);
        if gone > 0 {
            // Those of folders that are gone as a whole have no names here.
            let told = self.found.left_out.entry(LeftOut::Gone).or_default();
            *told = gone.max(*told);
        }
        self.found.damaged_sidecars = self.shelves.damaged();
        Ok(self.found)
    }

    /// Walks through one folder, with a listing of the target beside it.
    fn along(&mut self, place: &RelPath, look_up: &mut LookUp<'_>) -> Result<(), MoveError> {
        let can = &self.can;
        // Names that tell nothing stand in no order.
        if self.recipients.is_some() {
            return self.walk(place, look_up);
        }
        // Where several names are one, only the place itself can tell what stands under a name.
        if !can.can(Capability::CaseSensitive) || !can.can(Capability::NormalForms) {
            return self.walk(place, look_up);
        }
        let (target, folder) = (self.target, below(self.into, place));
        std::thread::scope(|scope| {
            let (listing, lister) = standing::listing();
            scope.spawn(move || lister.serve(target, &folder));
            self.listing = Some(listing);
            let walked = self.walk(place, look_up);
            // The other thread ends with it.
            self.listing = None;
            walked
        })
    }

    fn walk(&mut self, place: &RelPath, look_up: &mut LookUp<'_>) -> Result<(), MoveError> {
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
        while let Some(level) = self.levels.pop() {
            self.leave(&level);
        }
        self.pass_rest()
    }

    fn enter(
        &mut self,
        path: RelPath,
        facts: Option<ObjectFacts>,
        look_up: &mut LookUp<'_>,
    ) -> Result<(), MoveError> {
        let known = look_up(&path)?;
        let is_written = path.is_root();
        let line = if is_written { None } else { self.recall(&path, EntryKind::Folder)? };
        let (met, names) = (BTreeSet::new(), BTreeSet::new());
        self.levels.push(Level { path, facts, line, known, is_written, met, names });
        Ok(())
    }

    /// What the catalogue knows of a folder and the walk did not meet in it. A place may be a single file: of its neighbours nothing is said.
    fn leave(&mut self, level: &Level) {
        let is_gone = |name: &&String| !level.met.contains(*name);
        let wanted = level.known.files.iter().filter(|(_, known)| known.is_wanted);
        let gone = wanted.map(|(name, _)| name).filter(is_gone);
        let paths = gone.map(|name| level.path.join(&RelPath::from_kept(name.as_str()).to_bytes()));
        let mut paths: Vec<RelPath> = paths.filter(|path| path.lies_in(&self.place)).collect();
        paths.sort();
        for path in paths {
            self.skip(LeftOut::Gone, path);
        }
    }

    fn visit(
        &mut self,
        path: RelPath,
        facts: ObjectFacts,
        look_up: &mut LookUp<'_>,
    ) -> Result<(), MoveError> {
        // What hoheit put beside people's objects is none of them.
        if is_in_one(&path, facts.kind) {
            return Ok(());
        }
        self.go_to(&path.parent(), look_up)?;
        match facts.kind {
            EntryKind::Folder => {
                // One that holds nothing but sidecars is not people's either: it goes with what else is in it.
                let is_late = may_hold_some(&path);
                self.enter(path, Some(facts), look_up)?;
                let is_wanted = self.levels.last().is_some_and(|level| level.known.is_wanted);
                if is_wanted && !is_late { self.write_folders() } else { Ok(()) }
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
        while let Some(level) =
            self.levels.pop_if(|level| !level.path.is_root() && !folder.lies_in(&level.path))
        {
            self.leave(&level);
        }
        let reached = self.levels.last().map(|level| level.path.clone()).unwrap_or_default();
        let mut missing = Vec::new();
        let mut at = folder.clone();
        while at != reached && !at.is_root() {
            missing.push(at.clone());
            at = at.parent();
        }
        for path in missing.into_iter().rev() {
            let has_folders = self.source.capabilities().can(Capability::Folders);
            let facts = if has_folders { self.source.stat(&path)? } else { Some(recalling::no_folder()) };
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
        // As many as there are objects, and nothing to be done about them.
        if why == LeftOut::Standing {
            return;
        }
        let named = self.found.named.entry(why).or_default();
        if named.len() < TOLD {
            named.push(path);
        }
    }

    fn file(&mut self, path: RelPath, facts: &ObjectFacts) -> Result<(), MoveError> {
        if let Some(level) = self.levels.last_mut()
            && level.known.files.get(path.name()).is_some_and(|known| known.is_wanted)
            && level.met.insert(path.name().to_owned())
        {
            self.met += 1;
        }
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
        let line = self.recall(&path, EntryKind::File)?;
        self.write_folders()?;
        let (losses, meta) = self.describe(&path, (facts, digest), line)?;
        self.write(&Planned {
            name: path,
            kind: EntryKind::File,
            size_bytes: facts.size_bytes,
            modified: facts.modified,
            changed: facts.changed,
            digest,
            losses,
            meta,
            is_way: false,
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
            let (path, facts, line) = (level.path.clone(), level.facts.clone(), level.line.take());
            let is_way = !level.known.is_wanted;
            let Some(facts) = facts else { continue };
            let (losses, meta) = self.describe(&path, (&facts, None), line)?;
            self.write(&Planned {
                name: path,
                kind: EntryKind::Folder,
                size_bytes: 0,
                modified: facts.modified,
                changed: facts.changed,
                digest: None,
                losses,
                meta,
                is_way,
            })?;
        }
        Ok(())
    }
}
