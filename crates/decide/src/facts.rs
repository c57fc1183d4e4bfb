// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What is known of a dataset and of a site, when they are put before the rules. Dates of expiry were applied before.

use hoheit_types::{Digest, PerObjective, Seal, named};
use serde::Serialize;

/// Something that is known, or not. Not knowing is a state of its own and never taken for "no".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact<T> {
    /// Nobody said, or what was said has expired, or statements contradict each other
    #[default]
    Unknown,
    /// Said, and still valid
    Known(T),
}

impl<T> Fact<T> {
    /// The value, or what takes its place.
    pub fn or(self, otherwise: T) -> T {
        match self {
            Self::Known(value) => value,
            Self::Unknown => otherwise,
        }
    }

    /// The value, if it is known.
    pub fn known(self) -> Option<T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Unknown => None,
        }
    }

    /// Whether it is known.
    pub fn is_known(&self) -> bool {
        matches!(self, Self::Known(_))
    }
}

named! {
    /// What a dataset holds or does not hold.
    Trait {
        /// Data of natural persons, of whatever kind (Art. 4 no. 1 DSGVO)
        Personal = "personal", "personenbezogene Daten", "personal data";
        /// Special categories (Art. 9 DSGVO)
        Special = "special", "besondere Kategorien (Art. 9 DSGVO)", "special categories (Art. 9 GDPR)";
        /// Convictions and offences (Art. 10 DSGVO)
        Criminal = "criminal", "Straftaten und Verurteilungen (Art. 10 DSGVO)", "criminal offences (Art. 10 GDPR)";
        /// Under the secrecy of taxes (§ 30 AO)
        TaxSecret = "tax_secret", "Steuergeheimnis (§ 30 AO)", "tax secrecy (§ 30 AO)";
        /// Under the secrecy of social data (§ 35 SGB I)
        SocialSecret = "social_secret", "Sozialgeheimnis (§ 35 SGB I)", "social data secrecy (§ 35 SGB I)";
        /// Holds persons with a block on disclosure (§ 51 BMG): a leak can cost lives
        DisclosureBlock = "disclosure_block", "Auskunftssperren (§ 51 BMG)", "blocks on disclosure (§ 51 BMG)";
        /// VS – Nur für den Dienstgebrauch
        Restricted = "vs_nfd", "VS-NfD", "VS-NfD (restricted)";
    }
}

named! {
    /// What an administration wants of its data: the basic values of IT-Grundschutz.
    Value {
        /// Vertraulichkeit
        Confidentiality = "confidentiality", "Vertraulichkeit", "confidentiality";
        /// Integrität
        Integrity = "integrity", "Integrität", "integrity";
        /// Verfügbarkeit
        Availability = "availability", "Verfügbarkeit", "availability";
    }
}

named! {
    /// Schutzbedarf by BSI standard 200-2. Grundschutz++ knows the first two; its "hoch" asks for an assessment of risks, as
    /// both higher ones do here.
    Need {
        /// Damage is limited
        Normal = "normal", "normal", "normal";
        /// Damage can be considerable
        High = "high", "hoch", "high";
        /// Damage can threaten existence
        VeryHigh = "very_high", "sehr hoch", "very high";
    }
}

named! {
    /// What is shown for a site, beside its levels.
    Assurance {
        /// Own operation, or a contract on processing (Art. 28 DSGVO)
        ProcessingContract = "processing_contract", "Vertrag zur Auftragsverarbeitung (Art. 28 DSGVO)", "contract on processing (Art. 28 GDPR)";
        /// The administration may audit at any time
        AuditRight = "audit_right", "Prüfrecht", "right to audit";
        /// C5 type 2 or its like (§ 393 SGB V)
        Attested = "attested", "C5-Testat Typ 2", "C5 type 2 attestation";
        /// Approved for VS-NfD
        VsApproved = "vs_approved", "Freigabe für VS-NfD", "approval for VS-NfD";
    }
}

named! {
    /// On what legal ground personal data may lie at a site. Better ones first.
    Transfer {
        /// Within the EU and EEA, under no other law
        Inside = "inside", "innerhalb EU/EWR", "inside EU/EEA";
        /// A decision of the Commission (Art. 45 DSGVO)
        Adequate = "adequate", "Angemessenheitsbeschluss (Art. 45 DSGVO)", "adequacy decision (Art. 45 GDPR)";
        /// Standard contractual clauses or the like (Art. 46 DSGVO)
        Safeguards = "safeguards", "geeignete Garantien (Art. 46 DSGVO)", "appropriate safeguards (Art. 46 GDPR)";
        /// A derogation (Art. 49 DSGVO), which public bodies can hardly use (Art. 49(3))
        Derogation = "derogation", "Ausnahme (Art. 49 DSGVO)", "derogation (Art. 49 GDPR)";
        /// None of these
        None = "none", "keine Grundlage", "no ground";
    }
}

/// How far a site reaches by its evidence. What is shown is certain; what is possible is not refuted, only not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Reach {
    shown: Seal,
    possible: Seal,
}

impl Reach {
    /// Nothing is known.
    pub const UNKNOWN: Self = Self { shown: Seal::NONE, possible: Seal::FULL };

    /// Exactly this level.
    pub const fn exactly(level: Seal) -> Self {
        Self { shown: level, possible: level }
    }

    /// At least what is shown, at most what is possible; `None` if less is possible than is shown.
    pub fn between(shown: Seal, possible: Seal) -> Option<Self> {
        (shown <= possible).then_some(Self { shown, possible })
    }

    /// What decisions are made with.
    pub const fn shown(self) -> Seal {
        self.shown
    }

    /// What it would be if everything that is open turned out well.
    pub const fn possible(self) -> Seal {
        self.possible
    }

    /// Whether nothing is open.
    pub fn is_known(self) -> bool {
        self.shown == self.possible
    }
}

/// One dataset before the rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct DatasetFacts {
    /// In the order of [`Trait::ALL`]
    pub traits: [Fact<bool>; 7],
    /// In the order of [`Value::ALL`]
    pub needs: [Fact<Need>; 3],
}

/// One site before the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SiteFacts {
    /// What it reaches by the evidence
    pub levels: PerObjective<Reach>,
    /// In the order of [`Assurance::ALL`]
    pub assurances: [Fact<bool>; 4],
    /// By the law pack in force
    pub transfer: Fact<Transfer>,
}

impl DatasetFacts {
    /// Whether it has this trait.
    pub fn has(&self, which: Trait) -> Fact<bool> {
        self.traits.get(which as usize).copied().unwrap_or_default()
    }

    /// Says whether it has this trait.
    #[must_use]
    pub fn with(mut self, which: Trait, fact: bool) -> Self {
        if let Some(place) = self.traits.get_mut(which as usize) {
            *place = Fact::Known(fact);
        }
        self
    }

    /// The Schutzbedarf of this value.
    pub fn need(&self, value: Value) -> Fact<Need> {
        self.needs.get(value as usize).copied().unwrap_or_default()
    }

    /// Says the Schutzbedarf of this value.
    #[must_use]
    pub fn with_need(mut self, value: Value, need: Need) -> Self {
        if let Some(place) = self.needs.get_mut(value as usize) {
            *place = Fact::Known(need);
        }
        self
    }

    /// A dataset of which everything is known: it has none of the traits, and normal Schutzbedarf.
    pub fn harmless() -> Self {
        Self { traits: [Fact::Known(false); 7], needs: [Fact::Known(Need::Normal); 3] }
    }

    /// Whether everything is known.
    pub fn is_known(&self) -> bool {
        self.traits.iter().all(Fact::is_known) && self.needs.iter().all(Fact::is_known)
    }

    /// With everything unknown taken for what asks least.
    pub(crate) fn at_best(&self) -> Self {
        Self {
            traits: self.traits.map(|fact| Fact::Known(fact.or(false))),
            needs: self.needs.map(|fact| Fact::Known(fact.or(Need::Normal))),
        }
    }

    /// What it is known by in decisions: equal facts have equal digests.
    pub fn digest(&self) -> Digest {
        digest(b"dataset-facts 1", &(self.traits, self.needs))
    }
}

impl SiteFacts {
    /// A site of which nothing is known.
    pub fn unknown() -> Self {
        Self {
            levels: PerObjective::all(Reach::UNKNOWN),
            assurances: [Fact::Unknown; 4],
            transfer: Fact::Unknown,
        }
    }

    /// What is shown of this.
    pub fn assurance(&self, which: Assurance) -> Fact<bool> {
        self.assurances.get(which as usize).copied().unwrap_or_default()
    }

    /// Says what is shown of this.
    pub fn set_assurance(&mut self, which: Assurance, fact: Fact<bool>) {
        if let Some(place) = self.assurances.get_mut(which as usize) {
            *place = fact;
        }
    }

    /// Whether everything is known.
    pub fn is_known(&self) -> bool {
        self.levels.iter().all(|(_, level)| level.is_known())
            && self.assurances.iter().all(Fact::is_known)
            && self.transfer.is_known()
    }

    /// With everything unknown taken for what offers most.
    pub(crate) fn at_best(&self) -> Self {
        let mut best = *self;
        for (objective, level) in self.levels.iter() {
            best.levels.set(objective, Reach::exactly(level.possible()));
        }
        best.assurances = self.assurances.map(|fact| Fact::Known(fact.or(true)));
        best.transfer = Fact::Known(self.transfer.or(Transfer::Inside));
        best
    }

    /// What it is known by in decisions: equal facts have equal digests.
    pub fn digest(&self) -> Digest {
        let levels: Vec<Reach> = self.levels.iter().map(|(_, level)| level).collect();
        digest(b"site-facts 1", &(levels, self.assurances, self.transfer))
    }
}

/// Over JSON, whose order of fields is that of the definition; the version is part of it.
fn digest(form: &[u8], facts: &impl Serialize) -> Digest {
    let mut hasher = blake3::Hasher::new();
    hasher.update(form);
    // Writing plain data to memory can't fail; if it did, equal facts would still have equal digests.
    hasher.update(&serde_json::to_vec(facts).unwrap_or_default());
    Digest::new(*hasher.finalize().as_bytes())
}
