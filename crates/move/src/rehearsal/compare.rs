// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What came back, held against what lies at the source.

use super::{Once, Stage};
use crate::back::each_completed;
use crate::carry::patient;
use crate::error::MoveError;
use crate::file::{PlanFile, Planned};
use crate::receipts::ReceiptFile;
use hoheit_connect::{Capability, Depot, EntryKind, ObjectMeta};
use hoheit_types::{Digest, Loss, RelPath};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What comparing found. A sample is small: all names are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Files that came back with the same content
    pub came_back: u64,
    /// Files that did not arrive, or did not come back; names at the source
    pub missing: Vec<RelPath>,
    /// Files that came back with other content
    pub different: Vec<RelPath>,
    /// Names that stand at the target and that nobody gave: it writes some names otherwise
    pub renamed: Vec<RelPath>,
    /// What the target did not keep, with the names at the source
    pub lost: BTreeMap<Loss, Vec<RelPath>>,
    /// The same of what the plan lets travel in a sidecar
    pub aside: BTreeMap<Loss, Vec<RelPath>>,
}

/// Digests by names, from receipts.
pub(super) fn digests(path: &Path) -> Result<BTreeMap<RelPath, Digest>, MoveError> {
    let mut all = BTreeMap::new();
    ReceiptFile::read(path, &mut |receipt| {
        all.insert(receipt.object, receipt.target);
        Ok(())
    })?;
    Ok(all)
}

/// What the source held when it was sent, by numbers.
fn sent_contents(journal: &Path) -> Result<BTreeMap<u32, Digest>, MoveError> {
    let mut all = BTreeMap::new();
    each_completed(journal, &mut |number, completed| {
        all.insert(number, completed.source);
        Ok(())
    })?;
    Ok(all)
}

pub(super) fn compare(
    stage: &Stage<'_>,
    (out, back): (&PlanFile, &PlanFile),
    once: Option<&Once>,
) -> Result<Compared, MoveError> {
    let mut found = Compared::default();
    let has_sidecar = stage.plan.plan().objects.sidecar.is_some();
    let (sent, returned) = (digests(&stage.out.receipts)?, digests(&stage.back.receipts)?);
    let contents = if once.is_some() { sent_contents(&stage.out.journal)? } else { BTreeMap::new() };
    let mut expected = BTreeSet::new();
    // Parts of an index come behind the objects.
    for number in 0..out.numbers() as u32 {
        let planned = out.get(number)?;
        let stored_as = out.stored_as(&planned);
        expected.insert(stored_as.clone());
        if planned.kind == EntryKind::File {
            let is_same = match (sent.get(&planned.name), returned.get(&stored_as), once) {
                (None, _, _) | (_, None, _) => None,
                (Some(sent), Some(again), None) => Some(sent == again),
                (Some(sent), Some(again), Some(once)) => {
                    let held = once.content(stage.home, &stored_as, planned.size_bytes)?;
                    let is_index = out.is_sidecar(number);
                    let meant = if is_index { planned.digest } else { contents.get(&number).copied() };
                    Some(sent == again && held.is_some() && held == meant)
                }
            };
            match is_same {
                Some(true) => found.came_back += u64::from(!out.is_sidecar(number)),
                Some(false) => found.different.push(planned.name.clone()),
                None => {
                    found.missing.push(planned.name.clone());
                    continue;
                }
            }
        }
        // Encrypted, all of it is in the index, which was compared.
        let lost = if once.is_some() { Vec::new() } else { lost(stage, &planned, &stored_as)? };
        for loss in lost {
            let travels = has_sidecar && loss.travels();
            let list = if travels { &mut found.aside } else { &mut found.lost };
            list.entry(loss).or_default().push(planned.name.clone());
        }
    }
    for number in 0..back.len() as u32 {
        let planned = back.get(number)?;
        if planned.kind == EntryKind::File && !expected.contains(&planned.name) {
            found.renamed.push(planned.name);
        }
    }
    Ok(found)
}

/// What of an object neither came back nor stands at the target. What our own folder can't hold is no loss of the target's.
fn lost(stage: &Stage<'_>, planned: &Planned, stored_as: &RelPath) -> Result<Vec<Loss>, MoveError> {
    let Some(at_source) = meta(stage.source, &planned.name)? else { return Ok(Vec::new()) };
    let at_source = planned.full(at_source);
    if planned.kind == EntryKind::Folder && !stage.target.capabilities().can(Capability::Folders) {
        // Some servers fail over the mere question.
        return Ok(vec![Loss::Folder]);
    }
    let at_target = meta(stage.target, stored_as)?;
    let at_home = meta(stage.home, stored_as)?;
    let kept = |same: &dyn Fn(&ObjectMeta) -> bool| {
        [&at_target, &at_home].iter().any(|meta| meta.as_ref().is_some_and(same))
    };
    let of = &at_source;
    let mut losses = Vec::new();
    let mut check = |is_there: bool, loss: Loss, same: &dyn Fn(&ObjectMeta) -> bool| {
        if is_there && !kept(same) {
            losses.push(loss);
        }
    };
    check(of.modified.is_some(), Loss::Modified, &|meta| meta.modified == of.modified);
    check(of.mode.is_some(), Loss::Mode, &|meta| meta.mode == of.mode);
    check(of.owner.is_some(), Loss::Owner, &|meta| meta.owner == of.owner && meta.group == of.group);
    check(!of.attributes.is_empty(), Loss::Attributes, &|meta| meta.attributes == of.attributes);
    let has_acl = of.acl.is_some() || of.default_acl.is_some();
    check(has_acl, Loss::Acl, &|meta| meta.acl == of.acl && meta.default_acl == of.default_acl);
    check(of.has_system_attributes, Loss::SystemAttributes, &|_| false);
    Ok(losses)
}

/// `None`: it is not there, or can't be looked at.
fn meta(place: &dyn Depot, name: &RelPath) -> Result<Option<ObjectMeta>, MoveError> {
    match patient(|| place.meta(name)) {
        Ok(meta) => Ok(Some(meta)),
        Err(error) if error.kind().is_about_place() => Err(error.into()),
        Err(_) => Ok(None),
    }
}
