// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a target can hold and keep.

use super::Planner;
use super::standing::Listed;
use crate::cursor::key;
use crate::error::MoveError;
use crate::file::below;
use crate::veil::sealed_bytes;
use hoheit_connect::{
    Capabilities, Capability, ConnectErrorKind as Kind, EntryKind, ObjectFacts, ObjectMeta,
};
use hoheit_types::{LeftOut, Loss, RelPath};
use unicode_normalization::UnicodeNormalization as _;

/// What of an object a target can't keep.
pub(super) fn losses(meta: &ObjectMeta, facts: &ObjectFacts, can: &Capabilities) -> Vec<Loss> {
    let mut losses = Vec::new();
    let mut lose = |is_there: bool, capability: Capability, loss: Loss| {
        if is_there && !can.can(capability) {
            losses.push(loss);
        }
    };
    // What everything belongs to there anyway is no loss.
    let is_given = can.gives.as_ref().is_some_and(|[owner, group]| {
        meta.owner.as_ref() == Some(owner) && meta.group.as_ref().is_none_or(|own| own == group)
    });
    lose(meta.modified.is_some(), Capability::Modified, Loss::Modified);
    lose(meta.mode.is_some(), Capability::Mode, Loss::Mode);
    lose(meta.owner.is_some() && !is_given, Capability::Owner, Loss::Owner);
    lose(!meta.attributes.is_empty(), Capability::Attributes, Loss::Attributes);
    lose(meta.acl.is_some() || meta.default_acl.is_some(), Capability::Acl, Loss::Acl);
    lose(facts.kind == EntryKind::Folder, Capability::Folders, Loss::Folder);
    let has_fraction =
        |step: u32| meta.modified.is_some_and(|at| at.0.rem_euclid(i64::from(step.max(1))) != 0);
    if can.time_step_ns.is_some_and(has_fraction) && !losses.contains(&Loss::Modified) {
        losses.push(Loss::Modified);
    }
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
    losses
}

/// What a place can hold and keep of objects that are encrypted: their names and metadata are content to it.
pub(super) fn anything(can: &Capabilities) -> Capabilities {
    let mut all = Capabilities::declaring([
        Capability::Folders,
        Capability::Modified,
        Capability::Mode,
        Capability::Owner,
        Capability::Attributes,
        Capability::Acl,
        Capability::CaseSensitive,
        Capability::NormalForms,
        Capability::AnyBytes,
    ]);
    all.object_bytes = can.object_bytes;
    all
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

impl Planner<'_> {
    /// Why the target can't take an object under its name.
    pub(super) fn unfit(
        &mut self,
        path: &RelPath,
        facts: &ObjectFacts,
    ) -> Result<Option<LeftOut>, MoveError> {
        let stored_as = below(self.into, path);
        let can = &self.can;
        if !fits(&stored_as, can) || (self.only_text && str::from_utf8(&path.to_bytes()).is_err()) {
            return Ok(Some(LeftOut::Name));
        }
        let bytes = match self.recipients {
            Some(recipients) => sealed_bytes(facts.size_bytes, recipients),
            None => facts.size_bytes,
        };
        if can.object_bytes.is_some_and(|most| bytes > most) {
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
        if self.recipients.is_some() {
            // The folder of this move is nobody else's.
            return self.brought(path, facts, &stored_as, None);
        }
        let listed = match &mut self.listing {
            Some(listing) => listing.find(&key(&stored_as, EntryKind::File)),
            None => Listed::Unknown,
        };
        let stands = match listed {
            Listed::Stands(facts) => Ok(Some(facts)),
            Listed::Nothing => Ok(None),
            Listed::Unknown => self.target.stat(&stored_as),
        };
        let stands = match stands {
            Err(error) if error.kind() == Kind::Name => return Ok(Some(LeftOut::Name)),
            stands => stands?,
        };
        self.brought(path, facts, &stored_as, stands)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoheit_types::Timestamp;

    #[test]
    fn a_fraction_that_a_target_can_not_keep_is_foretold() {
        let facts = ObjectFacts { kind: EntryKind::File, ..ObjectFacts::of_folder() };
        let lost = |can: &Capabilities, at: i64| {
            let meta = ObjectMeta { modified: Some(Timestamp(at)), ..ObjectMeta::default() };
            losses(&meta, &facts, can)
        };
        let mut can = Capabilities::declaring([Capability::Modified]);
        assert_eq!(lost(&can, 1_500_000_001), []);
        can.time_step_ns = Some(1_000_000_000);
        assert_eq!(lost(&can, 2_000_000_000), []);
        assert_eq!(lost(&can, -1), [Loss::Modified]);
        can.note(Capability::Modified, false);
        assert_eq!(lost(&can, 1_500_000_001), [Loss::Modified], "told once");
    }
}
