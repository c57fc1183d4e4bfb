// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The scale of the EU Cloud Sovereignty Framework 1.2.1 (European Commission, DG DIGIT, October 2025): eight objectives,
//! five levels.

use crate::named;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An objective of the framework.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Objective {
    /// Who owns and controls the provider
    #[serde(rename = "SOV-1")]
    Strategic,
    /// Whose law can compel it
    #[serde(rename = "SOV-2")]
    Legal,
    /// Where the data are, and who can read them
    #[serde(rename = "SOV-3")]
    Data,
    /// Who runs it, and whether the administration can audit and go on without it
    #[serde(rename = "SOV-4")]
    Operational,
    /// Where its parts come from
    #[serde(rename = "SOV-5")]
    SupplyChain,
    /// Open interfaces, open source, no lock-in
    #[serde(rename = "SOV-6")]
    Technology,
    /// Information security and compliance
    #[serde(rename = "SOV-7")]
    Security,
    /// Energy and environment
    #[serde(rename = "SOV-8")]
    Environment,
}

impl Objective {
    /// All of them, SOV-1 first.
    pub const ALL: [Self; 8] = [
        Self::Strategic,
        Self::Legal,
        Self::Data,
        Self::Operational,
        Self::SupplyChain,
        Self::Technology,
        Self::Security,
        Self::Environment,
    ];

    /// `SOV-1` to `SOV-8`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Strategic => "SOV-1",
            Self::Legal => "SOV-2",
            Self::Data => "SOV-3",
            Self::Operational => "SOV-4",
            Self::SupplyChain => "SOV-5",
            Self::Technology => "SOV-6",
            Self::Security => "SOV-7",
            Self::Environment => "SOV-8",
        }
    }

    /// What the framework calls it, in German and English.
    pub const fn title(self) -> (&'static str, &'static str) {
        match self {
            Self::Strategic => ("Strategische Souveränität", "Strategic sovereignty"),
            Self::Legal => ("Rechtliche Souveränität", "Legal and jurisdictional sovereignty"),
            Self::Data => ("Daten und KI", "Data and AI sovereignty"),
            Self::Operational => ("Betrieb", "Operational sovereignty"),
            Self::SupplyChain => ("Lieferkette", "Supply chain sovereignty"),
            Self::Technology => ("Technik", "Technology sovereignty"),
            Self::Security => ("Sicherheit und Regeltreue", "Security and compliance"),
            Self::Environment => ("Umwelt", "Environmental sustainability"),
        }
    }

    /// Points of 100 in the framework's score.
    pub const fn weight(self) -> u8 {
        match self {
            Self::SupplyChain => 20,
            Self::Strategic | Self::Operational | Self::Technology => 15,
            Self::Legal | Self::Data | Self::Security => 10,
            Self::Environment => 5,
        }
    }

    /// The layer that it belongs to; SOV-8 stands beside the four.
    pub const fn layer(self) -> Option<Layer> {
        match self {
            Self::Data | Self::Security => Some(Layer::DataProtection),
            Self::Strategic | Self::Legal => Some(Layer::Jurisdiction),
            Self::Operational => Some(Layer::Operations),
            Self::SupplyChain | Self::Technology => Some(Layer::Technology),
            Self::Environment => None,
        }
    }

    /// Its place in [`Objective::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Objective {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Objective {
    type Err = String;
    fn from_str(name: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|objective| objective.name().eq_ignore_ascii_case(name));
        known.ok_or_else(|| Self::ALL.map(Self::name).join(", "))
    }
}

named! {
    /// A layer of the onion.
    Layer {
        /// DSGVO
        DataProtection = "data_protection", "Datenschutz", "data protection";
        /// Who can compel the provider
        Jurisdiction = "jurisdiction", "Rechtsraum", "jurisdiction";
        /// Whether it can be audited, and run without the provider
        Operations = "operations", "Betrieb", "operations";
        /// Open source, open formats, no lock-in
        Technology = "technology", "Technik", "technology";
    }
}

/// A level of the framework, SEAL-0 to SEAL-4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Seal(u8);

impl Seal {
    /// No sovereignty: exclusive control from outside the EU
    pub const NONE: Self = Self(0);
    /// Full digital sovereignty: complete EU control, only EU law, no critical dependency
    pub const FULL: Self = Self(4);

    /// 0 to 4.
    pub const fn level(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Seal {
    type Error = String;
    fn try_from(level: u8) -> Result<Self, String> {
        if level <= Self::FULL.0 { Ok(Self(level)) } else { Err(format!("{level} is no level: 0 to 4")) }
    }
}

impl From<Seal> for u8 {
    fn from(seal: Seal) -> Self {
        seal.0
    }
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One value per objective.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PerObjective<T>([T; 8]);

impl<T: Copy> PerObjective<T> {
    /// The same for all.
    pub const fn all(value: T) -> Self {
        Self([value; 8])
    }

    /// From SOV-1 to SOV-8.
    pub const fn new(values: [T; 8]) -> Self {
        Self(values)
    }

    /// Of this objective.
    pub fn get(&self, objective: Objective) -> T {
        let [strategic, legal, data, operational, supply_chain, technology, security, environment] = self.0;
        match objective {
            Objective::Strategic => strategic,
            Objective::Legal => legal,
            Objective::Data => data,
            Objective::Operational => operational,
            Objective::SupplyChain => supply_chain,
            Objective::Technology => technology,
            Objective::Security => security,
            Objective::Environment => environment,
        }
    }

    /// Sets it for this objective.
    pub fn set(&mut self, objective: Objective, value: T) {
        if let Some(place) = self.0.get_mut(objective.index()) {
            *place = value;
        }
    }

    /// All, SOV-1 first.
    pub fn iter(&self) -> impl Iterator<Item = (Objective, T)> {
        Objective::ALL.into_iter().zip(self.0)
    }
}

impl PerObjective<Seal> {
    /// The framework's score of an award, in hundredths of a point: the sum of level / 4 × weight. It is computed as
    /// published and never shown as a mark of a provider: an average hides the level that is missing.
    pub fn score_hundredths(&self) -> u32 {
        self.iter()
            .map(|(objective, seal)| u32::from(seal.level()) * u32::from(objective.weight()) * 25)
            .sum()
    }
}
