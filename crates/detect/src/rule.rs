// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use hoheit_types::{Confidence, Entity, RuleId, Signals};
use std::ops::Range;
use std::sync::Arc;

/// A rule's page: what it finds, why, and samples that are documentation and test at once.
#[derive(Debug)]
pub struct Rule {
    /// Stable snake-case name
    pub name: &'static str,
    /// Counts up whenever results can change
    pub version: u32,
    /// What it finds
    pub entity: Entity,
    /// What the thing is, who issues it, how it is told from others
    pub purpose: &'static str,
    /// Where its facts come from
    pub source: &'static str,
    /// What must and must not be found
    pub samples: Samples,
}

impl Rule {
    pub(crate) fn id(&self) -> Arc<RuleId> {
        Arc::new(RuleId { name: self.name.to_owned(), version: self.version })
    }
}

/// Samples of one rule.
#[derive(Debug)]
pub struct Samples {
    /// Texts and the normalised values that the rule finds in them, in order
    pub found: &'static [(&'static str, &'static [&'static str])],
    /// Texts in which the rule finds nothing
    pub not_found: &'static [&'static str],
}

/// All rules, in the order of their entities.
pub fn rules() -> &'static [&'static Rule] {
    crate::rules::ALL
}

/// One number for the state of all rules: it changes whenever results can change. Parts that belong to no single
/// rule (overlaps, columns) count by [`SHARED_VERSION`].
pub fn ruleset_version() -> u32 {
    SHARED_VERSION + rules().iter().map(|rule| rule.version).sum::<u32>()
}

/// Version of what no single rule owns. Count up when overlaps, column roles or context words change results.
const SHARED_VERSION: u32 = 1;

/// Which kinds an engine looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleSet(u32);

impl RuleSet {
    /// Everything.
    pub const fn all() -> Self {
        let mut set = Self(0);
        let mut i = 0;
        while i < Entity::ALL.len() {
            set = set.with(Entity::ALL[i]);
            i += 1;
        }
        set
    }

    /// What stands for itself by its form: all but names and dates, which need their surroundings.
    pub const fn identifiers() -> Self {
        Self::only(Entity::Email).with(Entity::Iban).with(Entity::Phone).with(Entity::SteuerId)
    }

    /// One kind.
    pub const fn only(entity: Entity) -> Self {
        Self(1 << entity as u32)
    }

    /// This set and one kind more.
    #[must_use]
    pub const fn with(self, entity: Entity) -> Self {
        Self(self.0 | 1 << entity as u32)
    }

    /// Whether a kind is in the set.
    pub const fn has(self, entity: Entity) -> bool {
        self.0 & (1 << entity as u32) != 0
    }
}

/// All kinds.
impl Default for RuleSet {
    fn default() -> Self {
        Self::all()
    }
}

/// What a rule hands back: a match before it gets its rule and column.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) span: Range<usize>,
    pub(crate) value: String,
    pub(crate) confidence: Confidence,
    pub(crate) signals: Signals,
}

impl Found {
    pub(crate) fn with(mut self, signals: Signals) -> Self {
        self.signals = self.signals.with(signals);
        self
    }
}
