// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! All texts that decisions rest on, together: what comes along, and what an administration has put in its place or beside it.

use crate::error::RulesError;
use crate::law::{self, LawPack};
use crate::profile::{self, Profile};
use crate::questionnaire::{self, Questionnaire};
use crate::rules::{self, OwnRules, Rules};
use hoheit_types::{Record, named};
use serde::{Deserialize, Serialize};
use std::path::Path;

named! {
    /// A kind of text that decisions rest on.
    PolicyKind {
        /// Rules in Cedar that hold for everybody
        Base = "base", "Grundregeln", "basic rules";
        /// Which levels which data need
        Profile = "profile", "Profil", "profile";
        /// Own rules in Cedar
        Rules = "rules", "eigene Regeln", "own rules";
        /// Where personal data may go
        Law = "law", "Rechtspaket", "law pack";
        /// What sites are asked
        Questionnaire = "questionnaire", "Fragebogen", "questionnaire";
    }
}

/// One text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyFile {
    /// Of what kind
    pub kind: PolicyKind,
    /// Of own rules the name of their file, of law packs the name that they give themselves; of others what they are known by
    pub name: String,
    /// Word by word
    pub text: String,
}

impl Record for PolicyFile {
    const KIND: &'static str = "policy/1";

    /// There is one profile and one questionnaire; of rules and law packs there may be several.
    fn subject(&self) -> String {
        match self.kind {
            PolicyKind::Rules | PolicyKind::Law => format!("{}/{}", self.kind.name(), self.name),
            _ => self.kind.name().to_owned(),
        }
    }
}

impl PolicyFile {
    /// A text as a person hands it over: what it is, is told by how it is written. `file` is named in errors.
    pub fn from_text(file: &str, text: &str) -> Result<Self, RulesError> {
        let head = || text.parse::<toml::Table>().unwrap_or_default();
        let name = |name: &str| name.to_owned();
        let (kind, name) = if Path::new(file).extension().is_some_and(|end| end.eq_ignore_ascii_case("cedar"))
        {
            Rules::new(Profile::from_toml("kommune.toml", profile::DEFAULT)?, &[OwnRules { file, text }])?;
            (PolicyKind::Rules, name(file))
        } else if head().contains_key("demand") {
            (PolicyKind::Profile, Profile::from_toml(file, text)?.name)
        } else if head().contains_key("criterion") {
            (PolicyKind::Questionnaire, Questionnaire::from_toml(file, text)?.name)
        } else {
            (PolicyKind::Law, name(LawPack::from_toml(file, text)?.name().0))
        };
        Ok(Self { kind, name, text: text.to_owned() })
    }

    /// What hoheit brings along.
    fn defaults() -> [Self; 4] {
        let file = |kind, name: &str, text: &str| Self { kind, name: name.to_owned(), text: text.to_owned() };
        [
            file(PolicyKind::Base, "hoheit", rules::BASE),
            file(PolicyKind::Profile, "kommune", profile::DEFAULT),
            file(PolicyKind::Law, "dsgvo-transfer", law::DEFAULT),
            file(PolicyKind::Questionnaire, "hoheit", questionnaire::DEFAULT),
        ]
    }
}

/// All of them, read and checked together.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Rules in force
    pub rules: Rules,
    /// Law packs, those of other days among them
    pub law: Vec<LawPack>,
    /// What sites are asked
    pub questionnaire: Questionnaire,
    files: Vec<PolicyFile>,
}

impl Policy {
    /// Reads what is adopted; for what is not, the texts that come along. The same files always make the same policy.
    pub fn read(adopted: impl IntoIterator<Item = PolicyFile>) -> Result<Self, RulesError> {
        let mut files: Vec<PolicyFile> = Vec::new();
        // The last of a subject counts, as in the ledger.
        for file in PolicyFile::defaults().into_iter().chain(adopted) {
            files.retain(|known| known.subject() != file.subject());
            files.push(file);
        }
        files.sort_by_key(PolicyFile::subject);
        let all = |kind: PolicyKind| files.iter().filter(move |file| file.kind == kind);
        let text = |kind: PolicyKind| all(kind).next().map_or("", |file| file.text.as_str());
        let name = |kind: PolicyKind| all(kind).next().map_or("", |file| file.name.as_str());
        let toml = |kind| format!("{}.toml", name(kind));
        let profile = Profile::from_toml(&toml(PolicyKind::Profile), text(PolicyKind::Profile))?;
        let own: Vec<OwnRules<'_>> =
            all(PolicyKind::Rules).map(|file| OwnRules { file: &file.name, text: &file.text }).collect();
        let rules = Rules::with_base(text(PolicyKind::Base), profile, &own)?;
        let law =
            all(PolicyKind::Law).map(|file| LawPack::from_toml(&format!("{}.toml", file.name), &file.text));
        let law = law.collect::<Result<Vec<_>, _>>()?;
        let questionnaire =
            Questionnaire::from_toml(&toml(PolicyKind::Questionnaire), text(PolicyKind::Questionnaire))?;
        Ok(Self { rules, law, questionnaire, files })
    }

    /// The texts, by subject: what a decision has to name to be replayed.
    pub fn files(&self) -> &[PolicyFile] {
        &self.files
    }

    /// The same with a text more, or another in the place of one.
    pub fn with(&self, file: PolicyFile) -> Result<Self, RulesError> {
        Self::read(self.files.iter().cloned().chain([file]))
    }
}
