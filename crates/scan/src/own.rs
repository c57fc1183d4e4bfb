// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What an authority adds to the built-in rules.

use hoheit_catalogue::Versions;
use hoheit_detect::{Pack, PackError, PackRule};
use hoheit_types::Finding;

/// Own rules, proved and ready to be handed to workers.
#[derive(Clone, Debug, Default)]
pub struct OwnRules {
    packs: Vec<Pack>,
    /// As they were read, in the same order: workers make their rules from them
    sources: Vec<String>,
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

    pub(crate) fn sources(&self) -> &[String] {
        &self.sources
    }

    /// Whether one of the rules finds such things.
    pub(crate) fn may_find(&self, finding: &Finding) -> bool {
        self.rules().any(|rule| rule.entity == finding.entity && *rule.id == finding.rule)
    }
}
