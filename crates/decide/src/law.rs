// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Law packs: which countries personal data may go to, and since when. Dated, so that yesterday's decision can be
//! explained and tomorrow's be tried.

use crate::error::{RulesError, Wording};
use crate::facts::{Fact, Transfer};
use hoheit_types::{Country, Day, Digest};
use serde::Deserialize;

/// The law pack that hoheit brings along: as of November 2026.
pub const DEFAULT: &str = include_str!("rules/dsgvo-transfer.toml");

/// A law pack, read and checked.
#[derive(Clone, Debug)]
pub struct LawPack {
    head: Head,
    digest: Digest,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    name: String,
    version: u32,
    valid_from: Day,
    /// Last day; without one it holds until another pack takes its place
    #[serde(default)]
    valid_until: Option<Day>,
    source: String,
    author: String,
    #[serde(default)]
    reviewed_by: Vec<String>,
    /// Countries in which the DSGVO holds: EU and EEA
    inside: Vec<Country>,
    #[serde(default)]
    adequacy: Vec<Adequacy>,
    #[serde(default)]
    derogation: Vec<Derogation>,
}

/// A decision of the Commission under Art. 45 DSGVO.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Adequacy {
    country: Country,
    #[serde(default)]
    from: Option<Day>,
    #[serde(default)]
    until: Option<Day>,
    /// Holds for some recipients only: that this one is among them must be shown
    #[serde(default)]
    scope: Option<String>,
}

/// A derogation for a specific situation, Art. 49 DSGVO.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Derogation {
    /// Where it stands; for whoever reads the pack
    #[serde(rename = "article")]
    _article: String,
    /// Whether a public body can rest an exercise of its powers on it (Art. 49(3))
    public_bodies: bool,
    #[serde(default)]
    from: Option<Day>,
    #[serde(default)]
    until: Option<Day>,
}

/// What is shown of the recipient.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Grounds {
    /// It is among those for whom an adequacy decision of limited scope holds (for the US: certified under the DPF)
    pub in_scope: Fact<bool>,
    /// Standard contractual clauses or the like are agreed, and the assessment of the transfer is done
    pub safeguards: Fact<bool>,
    /// A derogation that is open to public bodies was found to apply, and its reasons are on file (Art. 49(6) DSGVO)
    pub derogation: Fact<bool>,
}

impl LawPack {
    /// Reads a law pack. `file` is named in errors.
    pub fn from_toml(file: &str, text: &str) -> Result<Self, RulesError> {
        let head: Head = toml::from_str(text).map_err(|error| RulesError::toml(file, text, &error))?;
        if head.valid_until.is_some_and(|until| until < head.valid_from) {
            let message = Wording::new("es endet, bevor es beginnt", "it ends before it begins");
            return Err(RulesError::near(file, text, &head.valid_from.to_string(), message));
        }
        let spans = head.adequacy.iter().map(|one| (one.from, one.until));
        let mut spans = spans.chain(head.derogation.iter().map(|one| (one.from, one.until)));
        if let Some((Some(from), _)) =
            spans.find(|(from, until)| from.zip(*until).is_some_and(|(a, b)| b < a))
        {
            let message = Wording::new("es endet, bevor es beginnt", "it ends before it begins");
            return Err(RulesError::near(file, text, &from.to_string(), message));
        }
        Ok(Self { head, digest: Digest::new(*blake3::hash(text.as_bytes()).as_bytes()) })
    }

    /// What it is known by in decisions.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// What it is called, and its version.
    pub fn name(&self) -> (&str, u32) {
        (&self.head.name, self.head.version)
    }

    /// Where its facts come from.
    pub fn source(&self) -> &str {
        &self.head.source
    }

    /// Who answers for it.
    pub fn author(&self) -> &str {
        &self.head.author
    }

    /// Who has reviewed it; nobody yet where it is empty.
    pub fn reviewed_by(&self) -> &[String] {
        &self.head.reviewed_by
    }

    /// Whether it is in force on a day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.head.valid_from <= day && self.head.valid_until.is_none_or(|until| day <= until)
    }

    /// On what ground personal data may lie where these countries' laws reach them: the worst of them counts.
    /// Unknown outside of the pack's days, where no country is known, and where what decides was not shown.
    pub fn transfer(&self, countries: &[Country], grounds: Grounds, day: Day) -> Fact<Transfer> {
        if !self.holds_on(day) || countries.is_empty() {
            return Fact::Unknown;
        }
        let each = countries.iter().map(|country| self.of_country(*country, grounds, day));
        let mut worst = Fact::Known(Transfer::Inside);
        for ground in each {
            worst = match (worst, ground) {
                (Fact::Known(a), Fact::Known(b)) => Fact::Known(a.max(b)),
                // Nothing can be worse than none, whatever the unknown turns out to be.
                (Fact::Known(Transfer::None), _) | (_, Fact::Known(Transfer::None)) => {
                    Fact::Known(Transfer::None)
                }
                _ => Fact::Unknown,
            };
        }
        worst
    }

    fn of_country(&self, country: Country, grounds: Grounds, day: Day) -> Fact<Transfer> {
        if self.head.inside.contains(&country) {
            return Fact::Known(Transfer::Inside);
        }
        let decisions = self.head.adequacy.iter().filter(|decision| {
            decision.country == country
                && decision.from.is_none_or(|from| from <= day)
                && decision.until.is_none_or(|until| day <= until)
        });
        let mut is_open = false;
        for decision in decisions {
            match (&decision.scope, grounds.in_scope) {
                (None, _) | (_, Fact::Known(true)) => return Fact::Known(Transfer::Adequate),
                (_, Fact::Unknown) => is_open = true,
                (_, Fact::Known(false)) => {}
            }
        }
        let has_derogation = grounds.derogation == Fact::Known(true)
            && self.head.derogation.iter().any(|derogation| {
                derogation.public_bodies
                    && derogation.from.is_none_or(|from| from <= day)
                    && derogation.until.is_none_or(|until| day <= until)
            });
        match grounds.safeguards {
            // Better grounds can still turn up.
            _ if is_open => Fact::Unknown,
            Fact::Known(true) => Fact::Known(Transfer::Safeguards),
            // A derogation is for a single case: where nobody has shown one, there is none.
            Fact::Known(false) if has_derogation => Fact::Known(Transfer::Derogation),
            Fact::Known(false) => Fact::Known(Transfer::None),
            Fact::Unknown => Fact::Unknown,
        }
    }
}

/// By all packs together: those in force that day must agree. None in force, or two that say different things: unknown.
pub fn transfer(packs: &[LawPack], countries: &[Country], grounds: Grounds, day: Day) -> Fact<Transfer> {
    let mut in_force = packs.iter().filter(|pack| pack.holds_on(day));
    let Some(first) = in_force.next() else { return Fact::Unknown };
    let ground = first.transfer(countries, grounds, day);
    if in_force.all(|pack| pack.transfer(countries, grounds, day) == ground) { ground } else { Fact::Unknown }
}
