// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Folders on the way back: those that the source has lost come back, and those that the move made at the target go.

use super::Return;
use crate::carry::patient;
use crate::error::{Conflict, MoveError};
use crate::journal::{Progress, Stage, Step};
use crate::sidecar::Aside;
use hoheit_connect::{Capability, ConnectErrorKind as Kind, EntryKind, ObjectMeta, Removal};

impl Return<'_> {
    /// Whether a folder that we created stands at the target.
    pub(super) fn has_folder(&self, state: &Progress) -> Result<bool, MoveError> {
        if !self.target.capabilities().can(Capability::Folders) {
            return Ok(false);
        }
        for number in 0..self.plan.len() as u32 {
            if !matches!(state.stage(number), Stage::Arrived | Stage::Furnished) {
                continue;
            }
            let planned = self.plan.get(number)?;
            if planned.kind == EntryKind::Folder
                && patient(|| self.target.stat(&self.plan.stored_as(&planned)))?.is_some()
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Folders that the source has lost, from the outside in. They get what they had once all is back in them: noted before, since taking
    /// things out of the target's changes those.
    pub(super) fn remake_folders(&mut self, state: &mut Progress) -> Result<(), MoveError> {
        if state.seen == 0 || !self.source.capabilities().can(Capability::Folders) {
            return Ok(());
        }
        // What is encrypted has no folders there: the plan's lines tell of them.
        let is_encrypted = self.plan.is_encrypted();
        if is_encrypted && self.identities.is_empty() {
            return Ok(());
        }
        let has_folders = !is_encrypted && self.target.capabilities().can(Capability::Folders);
        let is_meant = |stage| !has_folders || matches!(stage, Stage::Arrived | Stage::Furnished);
        for number in 0..self.plan.len() as u32 {
            if !is_meant(state.stage(number)) {
                continue;
            }
            let planned = self.plan.get(number)?;
            if planned.kind != EntryKind::Folder || patient(|| self.source.stat(&planned.name))?.is_some() {
                continue;
            }
            let told = if has_folders {
                let name = self.plan.stored_as(&planned);
                // What it had is told there alone: a later call may find it.
                if patient(|| self.target.stat(&name))?.is_none() {
                    continue;
                }
                patient(|| self.target.meta(&name)).unwrap_or_default()
            } else {
                ObjectMeta::default()
            };
            let meta = Box::new(Aside::from(planned.full(told)));
            self.journal.append(&Step::Remade { o: number, m: meta.clone() })?;
            match patient(|| self.source.make_folder(&planned.name)) {
                Err(error) if matches!(error.kind(), Kind::WrongType | Kind::PermissionDenied) => continue,
                made => made?,
            };
            state.remade.push((number, meta));
        }
        Ok(())
    }

    /// Rights and times of folders that were created again, the innermost first.
    pub(super) fn furnish_remade(&self, state: &Progress) -> Result<(), MoveError> {
        for (number, meta) in state.remade.iter().rev() {
            let planned = self.plan.get(*number)?;
            // What is in it is back, whatever it can't get.
            let _ = patient(|| self.source.set_meta(&planned.name, &meta.over(ObjectMeta::default())));
        }
        Ok(patient(|| self.source.flush())?)
    }

    /// Folders that we created, the innermost first, if they are empty now.
    pub(super) fn folders(&mut self, state: &Progress) -> Result<(), MoveError> {
        // A place without folders has none of ours, and some servers fail over such names.
        if !self.target.capabilities().can(Capability::Folders) {
            return Ok(());
        }
        // One that was about to be created may be there.
        for made in self.plan.made_folders(state) {
            let (number, planned) = made?;
            let name = self.plan.stored_as(&planned);
            let removed = match patient(|| self.target.stat(&name))? {
                Some(facts) => patient(|| self.target.remove(&name, &facts))?,
                // What was in it may be there again another time, and needs it then.
                None if self.returned.conflicts.contains_key(&Conflict::Missing) => continue,
                None => Removal::Gone,
            };
            if removed == Removal::Kept {
                // What keeps it is told already, or belongs to somebody else.
                continue;
            }
            self.returned.folders += 1;
            self.journal.append(&Step::Removed { o: number })?;
        }
        Ok(())
    }
}
