// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Datasets and sites as people described them, on a day, under a policy: from here to answers, and from a record back to the
//! same answers.

use crate::approval::{Approval, Approvals, Person};
use crate::assessment::{Answered, Answers, site_facts};
use crate::classification::Classification;
use crate::decision::{Answer, CourtError, Reason};
use crate::facts::{Assurance, DatasetFacts, Fact, Reach, SiteFacts};
use crate::law::LawPack;
use crate::matrix::Matrix;
use crate::policy::{Policy, PolicyFile};
use crate::rules::Rule;
use hoheit_types::{Country, DatasetId, Day, Digest, Objective, Record, Seal, ShortName, Site};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What is to be decided.
#[derive(Clone, Debug)]
pub struct Docket {
    /// By which texts
    pub policy: Policy,
    /// For which day
    pub day: Day,
    /// Datasets, with what was said of them
    pub datasets: Vec<(DatasetId, Option<Classification>)>,
    /// Who could approve answers that say less than what was found, and what was approved
    pub approvals: Approvals,
    /// Sites, with what was answered for them
    pub sites: Vec<Place>,
}

/// Why nobody can say on what ground data may be transferred.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LawGap {
    /// No law pack is in force that day
    NoneInForce,
    /// Several are, and they say different things of these sites
    Disagree(Vec<ShortName>),
}

/// A site with what was answered for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The site
    pub site: Site,
    /// Its assessment, if there is one
    pub answers: Option<Answers>,
    /// What is assumed of it, whatever is known: for "what if" only
    pub assumed: Vec<Assumption>,
}

/// Something that is assumed of a site: `SOV-2=1`, `audit_right=no`, `jurisdictions=DE,US`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assumption {
    /// A level, exactly
    Level(Objective, Seal),
    /// Something shown, or refuted
    Assurance(Assurance, bool),
    /// Whose law reaches it
    Jurisdictions(Vec<Country>),
}

impl std::str::FromStr for Assumption {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            let assurances: Vec<&str> = Assurance::ALL.iter().map(|assurance| assurance.name()).collect();
            format!("'{text}': SOV-2=1, jurisdictions=DE,US, {}=yes|no", assurances.join("|"))
        };
        let (key, value) = text.split_once('=').ok_or_else(wrong)?;
        if key == "jurisdictions" {
            let countries: Result<Vec<Country>, String> = value.split(',').map(str::parse).collect();
            return countries.map(Self::Jurisdictions);
        }
        if let Ok(objective) = key.parse::<Objective>() {
            let level = value.parse::<u8>().ok().and_then(|level| Seal::try_from(level).ok());
            return level.map(|level| Self::Level(objective, level)).ok_or_else(wrong);
        }
        let assurance = key.parse::<Assurance>().map_err(|_| wrong())?;
        match value {
            "yes" | "ja" => Ok(Self::Assurance(assurance, true)),
            "no" | "nein" => Ok(Self::Assurance(assurance, false)),
            _ => Err(wrong()),
        }
    }
}

impl Place {
    fn facts(&self, policy: &Policy, day: Day) -> SiteFacts {
        self.facts_by(policy, &policy.law, day)
    }

    /// By some law packs alone.
    fn facts_by(&self, policy: &Policy, law: &[LawPack], day: Day) -> SiteFacts {
        let answers: &[Answered] = self.answers.as_ref().map_or(&[], |answers| &answers.answers);
        let mut site = self.site.clone();
        for assumption in &self.assumed {
            if let Assumption::Jurisdictions(countries) = assumption {
                site.jurisdictions.clone_from(countries);
            }
        }
        let mut facts = site_facts(&site, answers, &policy.questionnaire, law, day);
        for assumption in &self.assumed {
            match assumption {
                Assumption::Level(objective, level) => facts.levels.set(*objective, Reach::exactly(*level)),
                Assumption::Assurance(which, is_shown) => facts.set_assurance(*which, Fact::Known(*is_shown)),
                Assumption::Jurisdictions(_) => {}
            }
        }
        facts
    }
}

impl Docket {
    /// Whether answers of a dataset, by its place, wait for somebody's approval.
    pub fn awaits_approval(&self, dataset: usize) -> bool {
        let said = self.datasets.get(dataset).and_then(|(_, said)| said.as_ref());
        said.is_some_and(|said| self.approvals.awaits(said))
    }

    /// What is wrong with the law packs of the day, if transfers are unknown for it.
    pub fn law_gap(&self) -> Option<LawGap> {
        let in_force: Vec<&LawPack> = self.policy.law.iter().filter(|pack| pack.holds_on(self.day)).collect();
        let [_, _, ..] = in_force[..] else { return in_force.is_empty().then_some(LawGap::NoneInForce) };
        let ground = |place: &Place, pack: &LawPack| {
            place.facts_by(&self.policy, std::slice::from_ref(pack), self.day).transfer
        };
        let differ = |place: &&Place| {
            let mut grounds = in_force.iter().map(|pack| ground(place, pack));
            let first = grounds.next();
            grounds.any(|ground| Some(ground) != first)
        };
        let sites: Vec<ShortName> =
            self.sites.iter().filter(differ).map(|place| place.site.name.clone()).collect();
        (!sites.is_empty()).then_some(LawGap::Disagree(sites))
    }

    /// Decides all of it.
    pub fn judge(&self) -> Result<Judgement<'_>, CourtError> {
        let mut classes = HashMap::new();
        let mut distinct = Vec::new();
        let mut class_of = Vec::with_capacity(self.datasets.len());
        for (_, classification) in &self.datasets {
            let counting = classification.as_ref().map(|said| self.approvals.counting(said));
            let facts = counting.map(|said| said.facts(self.day)).unwrap_or_default();
            class_of.push(*classes.entry(facts).or_insert_with(|| {
                distinct.push(facts);
                distinct.len() - 1
            }));
        }
        let sites: Vec<SiteFacts> =
            self.sites.iter().map(|site| site.facts(&self.policy, self.day)).collect();
        let matrix = Matrix::new(&self.policy.rules, &distinct, &sites)?;
        Ok(Judgement { class_of, distinct, sites, matrix })
    }

    /// Puts what was recorded before the same texts again. `load` finds contents by their digest; the error names the one that it does not
    /// find, or that this program can't read.
    pub fn recall(
        record: &Decisions,
        mut load: impl FnMut(Digest) -> Option<String>,
    ) -> Result<Self, RecallError> {
        let files: Result<Vec<PolicyFile>, RecallError> =
            record.policy.iter().map(|digest| recalled(*digest, &mut load)).collect();
        let policy = Policy::read(files?)?;
        let mut datasets = Vec::with_capacity(record.datasets.len());
        for (id, digest) in &record.datasets {
            datasets.push((*id, digest.map(|digest| recalled(digest, &mut load)).transpose()?));
        }
        let approvers = record.approvers.iter().map(|digest| recalled(*digest, &mut load));
        let approvers = approvers.collect::<Result<Vec<Person>, _>>()?;
        let mut given: Vec<(Approval, Person)> = Vec::with_capacity(record.approvals.len());
        for (approval, person) in &record.approvals {
            given.push((recalled(*approval, &mut load)?, recalled(*person, &mut load)?));
        }
        let approvals = Approvals::new(approvers, given);
        let mut sites = Vec::with_capacity(record.sites.len());
        for (site, answers) in &record.sites {
            let answers = answers.map(|digest| recalled(digest, &mut load)).transpose()?;
            sites.push(Place { site: recalled(*site, &mut load)?, answers, assumed: Vec::new() });
        }
        Ok(Self { policy, day: record.day, datasets, approvals, sites })
    }
}

fn recalled<R: Record>(
    digest: Digest,
    load: &mut impl FnMut(Digest) -> Option<String>,
) -> Result<R, RecallError> {
    let body = load(digest).ok_or(RecallError::Gone(digest))?;
    R::read(digest, &body).ok_or(RecallError::Unreadable(digest))
}

/// Why what was decided can't be decided again.
#[derive(Debug, thiserror::Error)]
pub enum RecallError {
    /// Nothing lies under this digest any more
    #[error("the content {0} is no longer there")]
    Gone(Digest),
    /// What lies under this digest is not what it was, or of a form that this program does not know
    #[error("the content {0} can't be read")]
    Unreadable(Digest),
    /// The texts of then are not understood by this program
    #[error("the rules of then can't be read")]
    Rules(#[from] crate::RulesError),
}

/// All answers.
pub struct Judgement<'d> {
    /// For each dataset which of the distinct ones it is
    class_of: Vec<usize>,
    distinct: Vec<DatasetFacts>,
    sites: Vec<SiteFacts>,
    matrix: Matrix<'d>,
}

impl<'d> Judgement<'d> {
    /// The answer for a dataset and a site, by their places in the docket.
    pub fn answer(&self, dataset: usize, site: usize) -> Option<Answer> {
        self.matrix.answer(*self.class_of.get(dataset)?, site)
    }

    /// Which of the distinct classifications a dataset has: those of the same have the same answers.
    pub fn class(&self, dataset: usize) -> Option<usize> {
        self.class_of.get(dataset).copied()
    }

    /// The rules that the answer rests on.
    pub fn reasons(&self, dataset: usize, site: usize) -> Vec<Reason<'d>> {
        let class = self.class_of.get(dataset);
        class.map(|class| self.matrix.reasons(*class, site).collect()).unwrap_or_default()
    }

    /// Rules that err, which denies.
    pub fn errors(&self, dataset: usize, site: usize) -> Vec<&'d Rule> {
        let class = self.class_of.get(dataset);
        class.map(|class| self.matrix.errors(*class, site).collect()).unwrap_or_default()
    }

    /// What was known of a dataset.
    pub fn dataset(&self, place: usize) -> Option<&DatasetFacts> {
        self.distinct.get(*self.class_of.get(place)?)
    }

    /// What was known of a site.
    pub fn site(&self, place: usize) -> Option<&SiteFacts> {
        self.sites.get(place)
    }

    /// One letter for each site: `p` permit, `d` deny, `u` unknown.
    pub fn letters(&self, dataset: usize) -> String {
        (0..self.sites.len()).filter_map(|site| self.answer(dataset, site)).map(Answer::letter).collect()
    }
}

/// What was decided and from what, by digests: all that is needed to decide it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decisions {
    /// For which day
    pub day: Day,
    /// The texts, by subject
    pub policy: Vec<Digest>,
    /// Datasets and their classifications
    pub datasets: Vec<(DatasetId, Option<Digest>)>,
    /// Persons who could approve. None in records of before there were any: then every answer counted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvers: Vec<Digest>,
    /// Approvals of these classifications, each with the person who gave it as she was enrolled then
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<(Digest, Digest)>,
    /// Names of sites, as they are in `sites`, for finding one without its content
    pub names: Vec<String>,
    /// Sites and their assessments
    pub sites: Vec<(Digest, Option<Digest>)>,
    /// For each dataset a letter for each site: `p`, `d`, `u`
    pub answers: Vec<String>,
}

impl Record for Decisions {
    const KIND: &'static str = "decisions/1";
    fn subject(&self) -> String {
        "decisions".to_owned()
    }
}

impl Answer {
    /// As records write it.
    pub const fn letter(self) -> char {
        match self {
            Self::Permit => 'p',
            Self::Deny => 'd',
            Self::Unknown => 'u',
        }
    }

    /// What [`Answer::letter`] wrote.
    pub const fn from_letter(letter: char) -> Option<Self> {
        match letter {
            'p' => Some(Self::Permit),
            'd' => Some(Self::Deny),
            'u' => Some(Self::Unknown),
            _ => None,
        }
    }
}

/// A record of decisions with all contents that it names.
pub type Written = (Decisions, Vec<(Digest, String)>);

impl Docket {
    /// The record of what was decided, and the contents that it names.
    pub fn record(&self, judgement: &Judgement<'_>) -> Result<Written, serde_json::Error> {
        let mut contents = Vec::new();
        let policy = self.policy.files().iter().map(|file| keep(file, &mut contents));
        let policy = policy.collect::<Result<Vec<_>, _>>()?;
        let mut datasets = Vec::with_capacity(self.datasets.len());
        for (id, said) in &self.datasets {
            datasets.push((*id, said.as_ref().map(|said| keep(said, &mut contents)).transpose()?));
        }
        let approvers = self.approvals.enrolled().iter().map(|person| keep(person, &mut contents));
        let approvers = approvers.collect::<Result<Vec<_>, _>>()?;
        let mut approvals = Vec::new();
        for (approval, person) in self.approvals.given() {
            approvals.push((keep(approval, &mut contents)?, keep(person, &mut contents)?));
        }
        let (mut sites, mut names) = (Vec::new(), Vec::new());
        for place in &self.sites {
            let answers = place.answers.as_ref().map(|answers| keep(answers, &mut contents)).transpose()?;
            sites.push((keep(&place.site, &mut contents)?, answers));
            names.push(place.site.name.to_string());
        }
        let answers = (0..self.datasets.len()).map(|dataset| judgement.letters(dataset)).collect();
        let record =
            Decisions { day: self.day, policy, datasets, approvers, approvals, names, sites, answers };
        Ok((record, contents))
    }
}

fn keep<R: Record>(record: &R, contents: &mut Vec<(Digest, String)>) -> Result<Digest, serde_json::Error> {
    let (digest, body) = record.write()?;
    contents.push((digest, body));
    Ok(digest)
}
