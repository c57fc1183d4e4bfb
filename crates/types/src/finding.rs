// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::reading::named;
use serde::{Deserialize, Serialize};

named! {
    /// A kind of personal or sensitive data. The names are stable: rules, catalogue and JSON use them.
    Entity {
        /// E-mail address
        Email = "email",
        /// International Bank Account Number
        Iban = "iban",
        /// Telephone, mobile or fax number
        Phone = "phone",
        /// German tax identification number (§ 139b AO)
        SteuerId = "steuer_id",
        /// Date of birth
        BirthDate = "birth_date",
        /// Name of a natural person
        PersonName = "person_name",
    }
}

/// How sure a finding is, in percent: 0–100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Confidence(u8);

impl Confidence {
    /// From percent; larger values become 100.
    pub const fn percent(percent: u8) -> Self {
        Self(if percent > 100 { 100 } else { percent })
    }

    /// As percent.
    pub const fn as_percent(self) -> u8 {
        self.0
    }
}

/// Which rule said so, and which version of it: `("german_tax_id", 1)`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RuleId {
    /// Stable snake-case name
    pub name: String,
    /// Counts up whenever results can change
    pub version: u32,
}

/// The evidence behind a match, as a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Signals(u16);

impl Signals {
    /// Looks right
    pub const FORMAT: Self = Self(1);
    /// Its check digit is right
    pub const CHECK_DIGIT: Self = Self(1 << 1);
    /// It stands in a list (names, codes, places)
    pub const LIST: Self = Self(1 << 2);
    /// A word nearby speaks for it
    pub const CONTEXT: Self = Self(1 << 3);
    /// The column's header speaks for it
    pub const HEADER: Self = Self(1 << 4);
    /// Other findings nearby speak for it
    pub const NEIGHBOUR: Self = Self(1 << 5);
    /// A large share of the column's values fits
    pub const COLUMN_SHARE: Self = Self(1 << 6);

    /// Both sets together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// As a number to keep; the bits are a format.
    pub const fn bits(self) -> u16 {
        self.0
    }

    /// Whether all of `other` are present.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// What a document holds of one kind, found by one rule: counts, never values.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Finding {
    /// The kind
    pub entity: Entity,
    /// The rule behind it
    pub rule: RuleId,
    /// The table column it stands in, if it is one: `sheet/header`. Treated as personal, like a path.
    pub column: Option<String>,
    /// Occurrences
    pub count: u64,
    /// Distinct values after normalisation
    pub distinct: u64,
    /// Of the surest occurrence
    pub confidence: Confidence,
    /// Of all occurrences together
    pub signals: Signals,
}
