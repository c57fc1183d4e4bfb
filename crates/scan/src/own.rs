// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What an authority adds to the built-in rules.

use crate::worker::MemberFinding;
use hoheit_catalogue::Versions;
use hoheit_detect::{Exceptions, Pack, PackError, PackRule};
use hoheit_types::{Entity, RuleId, SetAside};

/// Own rules, proved and ready to be handed to workers, and what was marked as a false alarm.
#[derive(Clone, Debug, Default)]
pub struct OwnRules {
    packs: Vec<Pack>,
    /// As they were read, in the same order: workers make their rules from them
    sources: Vec<String>,
    exceptions: Option<Exceptions>,
}

/// Why packs can't be used together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OwnRulesError {
    /// One pack is wrong
    #[error(transparent)]
    Pack(#[from] PackError),
    /// Another pack has this name: findings could not tell them apart
    #[error("there are two packs named '{0}'")]
    SameName(String),
    /// More than [`OwnRules::SOURCE_BYTES`]
    #[error("the packs are too large: at most {} MiB together", OwnRules::SOURCE_BYTES >> 20)]
    TooLarge,
}

impl OwnRules {
    /// All packs together, in bytes. 12 MiB: they go to each worker in one frame of 16 MiB.
    pub const SOURCE_BYTES: usize = 12 << 20;

    /// Adds a pack from its TOML, after its samples were tried.
    pub fn add_pack(&mut self, source: String) -> Result<&Pack, OwnRulesError> {
        let pack = Pack::from_toml(&source)?;
        if self.packs.iter().any(|known| known.name() == pack.name()) {
            return Err(OwnRulesError::SameName(pack.name().to_owned()));
        }
        if self.sources.iter().map(String::len).sum::<usize>() + source.len() > Self::SOURCE_BYTES {
            return Err(OwnRulesError::TooLarge);
        }
        self.sources.push(source);
        self.packs.push(pack);
        Ok(&self.packs[self.packs.len() - 1])
    }

    /// The packs, in the order in which they were added.
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    /// The rules of all packs.
    pub fn rules(&self) -> impl Iterator<Item = &PackRule> {
        self.packs.iter().flat_map(Pack::rules)
    }

    /// The versions that complete results of this program with these rules carry.
    pub fn versions(&self) -> Versions {
        Versions {
            extractor: hoheit_extract::VERSION,
            ruleset: hoheit_detect::ruleset_version_with(&self.packs),
        }
    }

    /// Sets aside from now on what was marked as a false alarm.
    pub fn except(&mut self, exceptions: Exceptions) {
        self.exceptions = Some(exceptions);
    }

    /// What workers need of the exceptions.
    pub(crate) fn exceptions_for_engines(&self) -> Option<([u8; 32], String)> {
        self.exceptions.as_ref().and_then(Exceptions::for_engines)
    }

    /// Whether something may have been set aside so.
    pub(crate) fn may_set_aside(&self, aside: &SetAside) -> bool {
        self.may_find(aside.entity, &aside.rule)
            && self
                .exceptions
                .iter()
                .flat_map(Exceptions::iter)
                .any(|exception| exception.id == aside.exception)
    }

    /// Parts the findings of a file: those to keep stay, those in places where their rule is muted are counted.
    pub(crate) fn sort_out(&self, path: &str, findings: &mut Vec<MemberFinding>) -> Vec<SetAside> {
        let Some(exceptions) = &self.exceptions else { return Vec::new() };
        let mut aside = Vec::new();
        findings.retain(|MemberFinding { finding, .. }| {
            let muted = exceptions.of_place(path, &finding.rule.name, finding.column.as_deref());
            aside.extend(muted.iter().map(|exception| SetAside {
                entity: finding.entity,
                rule: finding.rule.clone(),
                exception: exception.clone(),
                count: finding.count,
            }));
            muted.is_none()
        });
        aside
    }

    pub(crate) fn sources(&self) -> &[String] {
        &self.sources
    }

    /// Whether a rule finds such things, built in or own.
    pub(crate) fn may_find(&self, entity: Entity, rule: &RuleId) -> bool {
        let is_built_in = hoheit_detect::rules()
            .iter()
            .any(|known| known.entity == entity && known.version == rule.version && known.name == rule.name);
        is_built_in || self.rules().any(|known| known.entity == entity && *known.id == *rule)
    }
}
