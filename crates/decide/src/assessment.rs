// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a site reaches, by evidence. Evidence has dates: what was shown last year may be open today.

use crate::facts::{Assurance, Fact, Reach, SiteFacts};
use crate::law::{self, Grounds, LawPack};
use crate::questionnaire::{Criterion, Questionnaire, Shows};
use hoheit_types::{Day, Objective, PerObjective, Record, Seal, ShortName, Site, named};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What was answered for a site: the form that is kept, exported and imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// The site
    pub site: ShortName,
    /// Name of the questionnaire
    pub questionnaire: String,
    /// Its version when it was answered last
    pub version: u32,
    /// The answers, several to one question if several people gave one
    #[serde(default)]
    pub answers: Vec<Answered>,
}

impl Record for Answers {
    const KIND: &'static str = "assessment/1";
    fn subject(&self) -> String {
        self.site.to_string()
    }
}

/// An answer, with what speaks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// Id of the criterion or statement
    pub criterion: String,
    /// How it stands
    pub standing: Standing,
    /// What it rests on
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// Who answered
    pub by: String,
    /// When
    pub on: Day,
}

impl Answers {
    /// Of a site that nobody has assessed.
    pub fn none(site: ShortName, questionnaire: &Questionnaire) -> Self {
        let (questionnaire, version) = (questionnaire.name.clone(), questionnaire.version);
        Self { site, questionnaire, version, answers: Vec::new() }
    }

    /// The same without what contract clauses show: for "what if the contract were gone".
    #[must_use]
    pub fn without_clauses(mut self) -> Self {
        for answered in &mut self.answers {
            answered.evidence.retain(|evidence| evidence.kind != EvidenceKind::Clause);
        }
        self
    }

    /// Takes an answer, in the place of one that the same person gave to the same question. What others answered stays.
    pub fn answer(&mut self, answered: Answered) {
        self.answers.retain(|known| known.criterion != answered.criterion || known.by != answered.by);
        self.answers.push(answered);
    }
}

named! {
    /// How a criterion stands.
    Standing {
        /// There is evidence for it
        Shown = "shown", "nachgewiesen", "shown";
        /// The provider says so
        Promised = "promised", "nur zugesagt", "promised only";
        /// There is evidence against it
        Contradicted = "contradicted", "widerlegt", "contradicted";
        /// Nobody outside can know
        NotCheckable = "not_checkable", "nicht prüfbar", "not checkable";
        /// Nobody has asked
        Unknown = "unknown", "unbekannt", "unknown";
    }
}

/// What an answer rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Of what kind
    pub kind: EvidenceKind,
    /// Where it is found: a file number, an address, a clause
    pub what: String,
    /// Its date
    pub dated: Day,
    /// Last day on which it counts; without one it does not expire
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
}

impl Evidence {
    /// Whether it shows something on a day: it is dated by then, has not expired, and is more than the provider's own word.
    pub fn shows_on(&self, day: Day) -> bool {
        self.kind != EvidenceKind::SelfStatement
            && self.dated <= day
            && self.until.is_none_or(|until| day <= until)
    }
}

impl FromStr for Evidence {
    type Err = String;

    /// `KIND:WHAT:DATED[:UNTIL]`, in which WHAT may hold colons: an address has one. The error names the part that is wrong.
    fn from_str(text: &str) -> Result<Self, String> {
        let part = |name: &str| name.to_owned();
        let (kind, rest) = text.split_once(':').ok_or_else(|| part("KIND"))?;
        let kind = kind.parse().map_err(|known| format!("KIND: {known}"))?;
        let day = |text: &str| text.parse::<Day>().map_err(|_| part("DATED"));
        let (rest, last) = rest.rsplit_once(':').ok_or_else(|| part("DATED"))?;
        let last = day(last)?;
        let two = rest.rsplit_once(':').and_then(|(what, dated)| Some((what, day(dated).ok()?)));
        let (what, dated, until) = two.map_or((rest, last, None), |(what, dated)| (what, dated, Some(last)));
        if what.trim().is_empty() {
            return Err(part("WHAT"));
        }
        if until.is_some_and(|until| until < dated) {
            return Err(part("UNTIL"));
        }
        Ok(Self { kind, what: what.to_owned(), dated, until })
    }
}

named! {
    /// A kind of evidence.
    EvidenceKind {
        /// A document that somebody has read
        Document = "document", "Dokument", "document";
        /// A certificate or attestation by a third party
        Certificate = "certificate", "Zertifikat oder Testat", "certificate";
        /// A clause of the contract
        Clause = "clause", "Vertragsklausel", "contract clause";
        /// Checked by a program
        Check = "check", "automatische Prüfung", "automatic check";
        /// The provider's own word: it promises, it does not show
        SelfStatement = "self_statement", "Selbstauskunft", "self-statement";
    }
}

/// A questionnaire and what was answered for a site.
#[derive(Clone, Copy, Debug)]
pub struct Assessment<'a> {
    /// All criteria
    pub criteria: &'a [Criterion],
    /// The answers; several to one criterion must agree to count as shown
    pub answers: &'a [Answered],
}

impl Assessment<'_> {
    /// What is reached on a day: shown is the highest level all of whose criteria, and those of the levels below, are shown;
    /// possible is the highest one of which none is contradicted. Of an objective without criteria nothing is known.
    pub fn levels(&self, today: Day) -> PerObjective<Reach> {
        let mut levels = PerObjective::all(Reach::UNKNOWN);
        for objective in Objective::ALL {
            let criteria = || self.criteria.iter().filter(move |c| c.objective == objective);
            let Some(top) = criteria().map(|c| c.level).max() else { continue };
            let first = |fails: &dyn Fn(Standing) -> bool| {
                criteria().filter(|c| fails(self.standing(&c.id, today))).map(|c| c.level).min()
            };
            let below = |level: Seal| Seal::try_from(level.level().saturating_sub(1)).unwrap_or_default();
            let shown = first(&|standing| standing != Standing::Shown).map_or(top, below);
            let possible = first(&|standing| standing == Standing::Contradicted).map_or(Seal::FULL, below);
            levels.set(objective, Reach::between(shown, possible).unwrap_or(Reach::exactly(possible)));
        }
        levels
    }

    /// What is missing for the next level: criteria of the lowest level that is not shown in full. Empty where all are shown, or there
    /// is none.
    pub fn gaps(&self, objective: Objective, today: Day) -> Vec<&Criterion> {
        let open = self.criteria.iter().filter(|c| c.objective == objective);
        let mut open: Vec<_> = open.filter(|c| self.standing(&c.id, today) != Standing::Shown).collect();
        let next = open.iter().map(|c| c.level).min();
        open.retain(|c| Some(c.level) == next);
        open
    }

    /// How a criterion stands on a day. Evidence against it counts for ever, evidence for it while it is valid.
    pub fn standing(&self, criterion: &str, today: Day) -> Standing {
        let answers = || self.answers.iter().filter(move |a| a.criterion == criterion && a.on <= today);
        if answers().any(|a| a.standing == Standing::Contradicted) {
            return Standing::Contradicted;
        }
        let Some(last) = answers().max_by_key(|a| a.on) else { return Standing::Unknown };
        let is_shown =
            |a: &Answered| a.standing == Standing::Shown && a.evidence.iter().any(|e| e.shows_on(today));
        match last.standing {
            Standing::Shown if answers().all(is_shown) => Standing::Shown,
            Standing::Shown if last.evidence.iter().all(|e| e.kind == EvidenceKind::SelfStatement) => {
                Standing::Promised
            }
            Standing::Shown => Standing::Unknown,
            other => other,
        }
    }
}

/// What is known of a site on a day: by its assessment, by what it says of itself, and by the law packs in force.
///
/// What the administration runs itself needs no contract on processing, and is open to its own audit.
pub fn site_facts(
    site: &Site,
    answers: &[Answered],
    questionnaire: &Questionnaire,
    law: &[LawPack],
    today: Day,
) -> SiteFacts {
    let assessment = Assessment { criteria: &questionnaire.criteria, answers };
    let shown = |shows: Shows| -> Fact<bool> {
        let asked = questionnaire.statements.iter().filter(|statement| statement.shows == shows);
        let standings = asked.map(|statement| assessment.standing(&statement.id, today));
        standings.fold(Fact::Unknown, |known, standing| match (known, standing) {
            (Fact::Known(false), _) | (_, Standing::Contradicted) => Fact::Known(false),
            (_, Standing::Shown) => Fact::Known(true),
            _ => known,
        })
    };
    let assurances = [
        (Assurance::ProcessingContract, Shows::ProcessingContract),
        (Assurance::AuditRight, Shows::AuditRight),
        (Assurance::Attested, Shows::Attested),
        (Assurance::VsApproved, Shows::VsApproved),
    ];
    let mut facts = SiteFacts { levels: assessment.levels(today), ..SiteFacts::unknown() };
    for (assurance, shows) in assurances {
        let is_own =
            site.own_operation && matches!(assurance, Assurance::ProcessingContract | Assurance::AuditRight);
        let fact = match shown(shows) {
            // Evidence against it counts, whatever the site says of itself.
            Fact::Unknown if is_own => Fact::Known(true),
            fact => fact,
        };
        facts.set_assurance(assurance, fact);
    }
    let grounds = Grounds {
        in_scope: shown(Shows::AdequacyScope),
        safeguards: shown(Shows::Safeguards),
        derogation: shown(Shows::Derogation),
    };
    facts.transfer = law::transfer(law, &site.jurisdictions, grounds, today);
    facts
}
