// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The plan as a file: its head, then one line for each object, folders before what is in them.

use crate::engine::tag_of;
use crate::error::MoveError;
use crate::journal::{Progress, Stage};
use crate::sidecar::{Aside, Binder, folder, part_name};
use crate::veil::{Recipient, index_name, is_index, opaque, sealed_bytes};
use hoheit_connect::{EntryKind, ObjectFacts, ObjectMeta};
use hoheit_store::{AppendFile, StoreError, read_lines};
use hoheit_types::{Digest, Encryption, Loss, Objects, Plan, Record as _, RelPath, SidecarPart, Timestamp};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

/// One object of a plan, as it was found at the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Planned {
    /// Its name below the source's address
    pub name: RelPath,
    /// File or folder
    pub kind: EntryKind,
    /// Bytes; 0 for folders
    pub size_bytes: u64,
    /// Last change of the content
    pub modified: Timestamp,
    /// Last change of the inode, where the source tells it
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Timestamp>,
    /// BLAKE3 of the content by the last scan, where it was read and is unchanged since
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
    /// What of it the target can't keep
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub losses: Vec<Loss>,
    /// What of its metadata travels beside it, there or here
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) meta: Option<Box<Aside>>,
    /// A folder that the dataset lies in and that is none of its own
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) is_way: bool,
}

impl Planned {
    /// The object's metadata: what the source tells, and what it could not keep and was written down beside it.
    pub fn full(&self, told: ObjectMeta) -> ObjectMeta {
        match &self.meta {
            Some(meta) => meta.over(told),
            None => told,
        }
    }

    /// Whether what stands at the source now is what was planned.
    pub fn is_still(&self, facts: &ObjectFacts) -> bool {
        self.kind == facts.kind
            && (self.kind != EntryKind::File
                || (self.size_bytes == facts.size_bytes
                    && self.modified == facts.modified
                    && self.changed.zip(facts.changed).is_none_or(|(a, b)| a == b)))
    }
}

/// What an object looks like at the target.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Looks {
    pub(crate) size_bytes: u64,
    modified: Timestamp,
}

impl Looks {
    /// Whether an object at the target bears the time that it was given, as far as coarse file systems keep it: two seconds.
    pub(crate) fn has_time_of(&self, facts: &ObjectFacts) -> bool {
        (self.modified.0 - facts.modified.0).abs() <= 2_000_000_000
    }
}

/// The most objects that a plan may have: their numbers have 32 bits. A thousand times the largest share seen.
pub const MOST_OBJECTS: u64 = u32::MAX as u64;

/// Writes objects one by one, then the plan with its head. Holds none of them.
#[derive(Debug)]
pub struct PlanWriter {
    lines: AppendFile,
    hasher: blake3::Hasher,
    objects: Objects,
    sidecar: Binder,
    has_sidecar: bool,
    encryption: Option<Encryption>,
}

impl PlanWriter {
    /// Begins with a file for the lines alone; what is in it goes.
    pub fn new(lines: &Path) -> Result<Self, MoveError> {
        let objects =
            Objects { files: 0, folders: 0, size_bytes: 0, digest: Digest::new([0; 32]), sidecar: None };
        let lines = AppendFile::open(lines, &mut |_| Ok::<bool, StoreError>(false))?;
        Ok(Self {
            lines,
            hasher: blake3::Hasher::new(),
            objects,
            sidecar: Binder::default(),
            has_sidecar: true,
            encryption: None,
        })
    }

    /// Lets all of it be encrypted for these, under names that are made with these random bytes.
    #[must_use]
    pub fn encrypting(mut self, recipients: &[Recipient], names: [u8; 32]) -> Self {
        let recipients = recipients.iter().map(ToString::to_string).collect();
        let encryption = Encryption { recipients, names: Digest::new(names), size_bytes: 0 };
        self.sidecar = Binder::of(Some(&encryption));
        self.encryption = Some(encryption);
        self
    }

    /// How it is encrypted, with the size of what was taken so far.
    pub fn encryption(&self) -> Option<Encryption> {
        self.encryption.clone()
    }

    /// Lets nothing travel in a sidecar: what goes is to be seen as it is without one, or its metadata travel otherwise.
    #[must_use]
    pub fn without_sidecar(mut self) -> Self {
        self.has_sidecar = false;
        self
    }

    /// Takes one more object: folders before what is in them, sorted by name.
    pub fn add(&mut self, planned: &Planned) -> Result<(), MoveError> {
        let mut line = serde_json::to_vec(planned)?;
        line.push(b'\n');
        self.hasher.update(&line);
        self.lines.append(&line)?;
        if self.has_sidecar {
            self.sidecar.add(planned)?;
        }
        if planned.kind == EntryKind::Folder {
            self.objects.folders += 1;
        } else {
            self.objects.files += 1;
            if let Some(encryption) = &mut self.encryption {
                let bytes = sealed_bytes(planned.size_bytes, encryption.recipients.len());
                encryption.size_bytes = encryption.size_bytes.saturating_add(bytes);
            }
        }
        self.objects.size_bytes = self.objects.size_bytes.saturating_add(planned.size_bytes);
        if self.objects.files + self.objects.folders >= MOST_OBJECTS {
            return Err(MoveError::PlanDamaged);
        }
        Ok(())
    }

    /// How much there is so far, with its digest.
    pub fn objects(&self) -> Objects {
        Objects {
            digest: Digest::new(*self.hasher.finalize().as_bytes()),
            sidecar: if self.has_sidecar { self.sidecar.facts() } else { None },
            ..self.objects.clone()
        }
    }

    /// Writes the whole plan to a file of its own, durably.
    pub fn finish(mut self, plan: &Plan, lines: &Path, whole: &Path) -> Result<(), MoveError> {
        self.lines.sync()?;
        let mut file = AppendFile::open(whole, &mut |_| Ok::<bool, StoreError>(false))?;
        let (_, mut head) = plan.write()?;
        head.push('\n');
        file.append(head.as_bytes())?;
        let mut group = Vec::new();
        read_lines(lines, &mut |line| -> Result<bool, MoveError> {
            group.extend_from_slice(line);
            group.push(b'\n');
            if group.len() > 1 << 16 {
                file.append(&group)?;
                group.clear();
            }
            Ok(true)
        })?;
        file.append(&group)?;
        Ok(file.sync()?)
    }
}

/// A plan's file, checked against its digest, and open for looking up objects by their number: eight bytes of memory for each.
#[derive(Debug)]
pub struct PlanFile {
    plan: Plan,
    digest: Digest,
    file: File,
    /// Where the lines begin, and where the last one ends
    places: Vec<u64>,
}

impl PlanFile {
    /// Opens it; refused (`PlanDamaged`) unless head and lines fit the digests.
    pub fn open(path: &Path) -> Result<Self, MoveError> {
        let mut hasher = blake3::Hasher::new();
        let (mut head, mut places, mut place) = (None, Vec::new(), 0_u64);
        read_lines(path, &mut |line| -> Result<bool, MoveError> {
            place += line.len() as u64 + 1;
            if head.is_none() {
                head = Some(read_head(line).ok_or(MoveError::PlanDamaged)?);
            } else {
                hasher.update(line).update(b"\n");
            }
            places.push(place);
            Ok(true)
        })?;
        let (digest, plan) = head.ok_or(MoveError::PlanDamaged)?;
        let count = places.len() as u64 - 1;
        let is_whole = Digest::new(*hasher.finalize().as_bytes()) == plan.objects.digest
            && count == plan.objects.files + plan.objects.folders
            && count < MOST_OBJECTS;
        let file = File::open(path).map_err(|_| MoveError::PlanDamaged)?;
        let is_whole = is_whole && file.metadata().is_ok_and(|facts| facts.len() == place);
        if is_whole { Ok(Self { plan, digest, file, places }) } else { Err(MoveError::PlanDamaged) }
    }

    /// Its head.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The digest that covers all of it.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// How many objects it has.
    pub fn len(&self) -> usize {
        self.places.len().saturating_sub(1)
    }

    /// Whether there is nothing to move.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many numbers a journal of it may hold: those of its objects, and behind them those of its sidecar's parts.
    pub(crate) fn numbers(&self) -> usize {
        self.len() + self.parts().len()
    }

    /// Whether a number is that of a part of the sidecar.
    pub(crate) fn is_sidecar(&self, number: u32) -> bool {
        number as usize >= self.len()
    }

    fn parts(&self) -> &[SidecarPart] {
        self.plan.objects.sidecar.as_ref().map_or(&[], |sidecar| &sidecar.parts)
    }

    /// One object, or part of the sidecar, by its number.
    pub fn get(&self, number: u32) -> Result<Planned, MoveError> {
        if let Some(part) = (number as usize).checked_sub(self.len()) {
            let bound = self.parts().get(part).ok_or(MoveError::JournalDamaged)?;
            return Ok(Planned {
                name: part_name(tag_of(self.digest), part, self.is_encrypted()),
                kind: EntryKind::File,
                size_bytes: bound.size_bytes,
                modified: self.plan.planned_at,
                changed: None,
                digest: Some(bound.digest),
                losses: Vec::new(),
                meta: None,
                is_way: false,
            });
        }
        let bounds = self.places.get(number as usize).zip(self.places.get(number as usize + 1));
        let (start, end) = bounds.ok_or(MoveError::JournalDamaged)?;
        let mut line = vec![0; end.saturating_sub(*start) as usize];
        self.file.read_exact_at(&mut line, *start).map_err(|_| MoveError::PlanDamaged)?;
        serde_json::from_slice(&line).map_err(|_| MoveError::PlanDamaged)
    }

    /// Makes the parts of the sidecar again, with their numbers. Refused where they are not those that the head has bound.
    pub(crate) fn each_part(
        &self,
        visit: &mut dyn FnMut(u32, Vec<u8>) -> Result<(), MoveError>,
    ) -> Result<(), MoveError> {
        if self.parts().is_empty() {
            return Ok(());
        }
        let (mut binder, mut bound, mut number) =
            (Binder::of(self.plan.encryption.as_ref()), self.parts().iter(), self.len() as u32);
        let mut hand_over = |part: Option<Vec<u8>>| {
            let Some(part) = part else { return Ok(()) };
            let digest = Digest::new(*blake3::hash(&part).as_bytes());
            if bound.next().is_none_or(|bound| bound.digest != digest) {
                return Err(MoveError::PlanDamaged);
            }
            visit(number, part)?;
            number += 1;
            Ok(())
        };
        for object in 0..self.len() as u32 {
            hand_over(binder.add(&self.get(object)?)?)?;
        }
        hand_over(binder.close())
    }

    /// Folders that a run has created at the target, or was about to, with their numbers, the innermost first.
    pub(crate) fn made_folders(
        &self,
        state: &Progress,
    ) -> impl Iterator<Item = Result<(u32, Planned), MoveError>> {
        let is_made = |stage| matches!(stage, Stage::Begun | Stage::Arrived | Stage::Furnished);
        let numbers = (0..self.len() as u32).rev().filter(move |number| is_made(state.stage(*number)));
        let planned = numbers.map(|number| Ok((number, self.get(number)?)));
        planned.filter(|made| !matches!(made, Ok((_, planned)) if planned.kind != EntryKind::Folder))
    }

    /// Whether objects leave encrypted.
    pub fn is_encrypted(&self) -> bool {
        self.plan.encryption.is_some()
    }

    /// An object's name below the target's address.
    pub fn stored_as(&self, planned: &Planned) -> RelPath {
        let Some(encryption) = &self.plan.encryption else { return below(&self.plan.into, &planned.name) };
        let is_index = is_index(&planned.name, tag_of(self.digest));
        let name = if is_index { index_name(&planned.name) } else { opaque(encryption, &planned.name) };
        self.own_folder().join(name.as_bytes())
    }

    /// The folder at the target that holds nothing but what this move has put beside people's objects, or, encrypted, all of the move.
    pub(crate) fn own_folder(&self) -> RelPath {
        let (into, tag) = (&self.plan.into, tag_of(self.digest));
        if self.is_encrypted() { into.join(tag.to_string().as_bytes()) } else { folder(into, tag) }
    }

    /// Bytes that an object has at the target.
    pub fn stored_bytes(&self, planned: &Planned) -> u64 {
        let recipients = self.plan.encryption.as_ref().map(|encryption| encryption.recipients.len());
        recipients.map_or(planned.size_bytes, |recipients| sealed_bytes(planned.size_bytes, recipients))
    }

    /// What an object looks like at the target. Encrypted ones do not tell when the real one was changed.
    pub(crate) fn looks(&self, planned: &Planned) -> Looks {
        let modified = if self.is_encrypted() { self.plan.planned_at } else { planned.modified };
        Looks { size_bytes: self.stored_bytes(planned), modified }
    }
}

/// The head of a plan's file, and its digest, without looking at the lines; `None`: it is none.
pub fn plan_head(path: &Path) -> Result<Option<(Digest, Plan)>, MoveError> {
    let mut head = None;
    read_lines(path, &mut |line| -> Result<bool, MoveError> {
        head = read_head(line);
        Ok(false)
    })?;
    Ok(head)
}

/// The head of a plan's file, and the digest of the whole.
fn read_head(line: &[u8]) -> Option<(Digest, Plan)> {
    let text = str::from_utf8(line).ok()?;
    let digest = hoheit_types::digest_of(Plan::KIND, text);
    Plan::read(digest, text).map(|plan| (digest, plan))
}

/// A name below a folder.
pub(crate) fn below(folder: &RelPath, name: &RelPath) -> RelPath {
    if folder.is_root() {
        return name.clone();
    }
    RelPath::from_kept(format!("{folder}/{name}"))
}
