// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a site is asked: criteria of the eight objectives, and statements beside them.

use crate::error::{RulesError, Wording};
use hoheit_types::{Objective, Seal, named};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The questionnaire that hoheit brings along: a proposal.
pub const DEFAULT: &str = include_str!("rules/questionnaire.toml");

/// All that a site is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Questionnaire {
    /// Named in assessments
    pub name: String,
    /// Counted up with each change
    pub version: u32,
    /// Who answers for it
    pub author: String,
    /// Who has reviewed it; nobody yet where it is empty
    #[serde(default)]
    pub reviewed_by: Vec<String>,
    /// What levels ask for
    #[serde(rename = "criterion")]
    pub criteria: Vec<Criterion>,
    /// What is shown beside them
    #[serde(rename = "statement")]
    pub statements: Vec<Statement>,
}

/// Something that a level of an objective asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Unique
    pub id: String,
    /// The objective
    pub objective: Objective,
    /// Without it, the site stays below this level
    pub level: Seal,
    /// The question, in German
    pub de: String,
    /// The question, in English
    pub en: String,
    /// What it was made from
    pub source: String,
}

/// Something beside the levels that a site shows or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Unique
    pub id: String,
    /// What it shows
    pub shows: Shows,
    /// The question, in German
    pub de: String,
    /// The question, in English
    pub en: String,
    /// What it was made from
    pub source: String,
}

named! {
    /// What a statement shows of a site: its assurances, and the grounds of a transfer.
    Shows {
        /// [`Assurance::ProcessingContract`](crate::Assurance::ProcessingContract)
        ProcessingContract = "processing_contract", "Vertrag zur Auftragsverarbeitung", "contract on processing";
        /// [`Assurance::AuditRight`](crate::Assurance::AuditRight)
        AuditRight = "audit_right", "Prüfrecht", "right to audit";
        /// [`Assurance::Attested`](crate::Assurance::Attested)
        Attested = "attested", "C5-Testat Typ 2", "C5 type 2 attestation";
        /// [`Assurance::VsApproved`](crate::Assurance::VsApproved)
        VsApproved = "vs_approved", "Freigabe für VS-NfD", "approval for VS-NfD";
        /// [`Grounds::in_scope`](crate::Grounds::in_scope)
        AdequacyScope = "adequacy_scope", "vom Angemessenheitsbeschluss erfasst", "covered by the adequacy decision";
        /// [`Grounds::safeguards`](crate::Grounds::safeguards)
        Safeguards = "safeguards", "geeignete Garantien", "appropriate safeguards";
        /// [`Grounds::derogation`](crate::Grounds::derogation)
        Derogation = "derogation", "Ausnahme für den Einzelfall", "derogation for a specific situation";
    }
}

impl Questionnaire {
    /// Reads a questionnaire. `file` is named in errors.
    pub fn from_toml(file: &str, text: &str) -> Result<Self, RulesError> {
        let read: Self = toml::from_str(text).map_err(|error| RulesError::toml(file, text, &error))?;
        let mut ids = BTreeSet::new();
        for id in read.ids() {
            if id.trim().is_empty() || !ids.insert(id) {
                let message = Wording::new(
                    format!("die Kennung '{id}' steht zweimal da oder ist leer"),
                    format!("the id '{id}' stands twice or is empty"),
                );
                return Err(RulesError::near(file, text, id, message));
            }
        }
        for objective in Objective::ALL {
            let criteria = || read.criteria.iter().filter(|criterion| criterion.objective == objective);
            let top = criteria().map(|criterion| criterion.level.level()).max().unwrap_or_default();
            // A level that asks for nothing would count as shown.
            if let Some(gap) = (1..top).find(|level| !criteria().any(|c| c.level.level() == *level)) {
                let message = Wording::new(
                    format!("{objective} hat kein Kriterium der Stufe {gap}, aber eines einer höheren"),
                    format!("{objective} has no criterion of level {gap}, but one of a higher level"),
                );
                return Err(RulesError::near(file, text, objective.name(), message));
            }
        }
        Ok(read)
    }

    /// The first question that stands under the id of another one in an earlier questionnaire. Answers name ids: what was shown for one
    /// question would be taken as shown for another.
    pub fn reused_id(&self, earlier: &Self) -> Option<&str> {
        let is_other = |criterion: &&Criterion| {
            let same = |known: &Criterion| {
                (known.objective, known.level, &known.de, &known.en)
                    == (criterion.objective, criterion.level, &criterion.de, &criterion.en)
            };
            earlier.ids().any(|id| id == criterion.id)
                && !earlier.criteria.iter().any(|known| known.id == criterion.id && same(known))
        };
        let is_other_statement = |statement: &&Statement| {
            let same = |known: &Statement| {
                (known.shows, &known.de, &known.en) == (statement.shows, &statement.de, &statement.en)
            };
            earlier.ids().any(|id| id == statement.id)
                && !earlier.statements.iter().any(|known| known.id == statement.id && same(known))
        };
        let criterion = self.criteria.iter().find(is_other).map(|criterion| criterion.id.as_str());
        criterion.or_else(|| self.statements.iter().find(is_other_statement).map(|s| s.id.as_str()))
    }

    /// Ids of all questions, in their order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let criteria = self.criteria.iter().map(|criterion| criterion.id.as_str());
        criteria.chain(self.statements.iter().map(|statement| statement.id.as_str()))
    }
}
