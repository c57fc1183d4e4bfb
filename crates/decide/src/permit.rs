// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The one thing that lets data move. Nothing outside this file can make one.

use crate::decision::{Answer, CourtError};
use crate::docket::Docket;
use crate::facts::{Fact, Trait};
use hoheit_types::{DatasetId, PermitFacts, Plan, Record as _, ShortName};

// INVARIANT (no-move-without-a-permit)
/// That a dataset may be at a site, by the rules of a day. It names all that was decided from by digest, so that anybody can decide it
/// again. Only [`Docket::permit`] hands one out, and only where the answer is yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permit {
    dataset: DatasetId,
    from: ShortName,
    to: ShortName,
    facts: PermitFacts,
}

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub enum NoPermit {
    /// The rules forbid it, whatever is still unknown
    #[error("the rules forbid it")]
    Denied,
    /// Something is unknown that the rules ask for
    #[error("something is unknown that the rules ask for")]
    Unknown,
    /// The dataset, or one of the sites, is not before the rules
    #[error("the dataset or a site is not before the rules")]
    Absent,
    /// Something is merely assumed of the target: that answers "what if", and permits nothing
    #[error("something is merely assumed of the target")]
    Assumed,
    /// The facts could not be put before the rules
    #[error(transparent)]
    Court(#[from] CourtError),
    /// The record of the decision could not be written
    #[error("the decision can't be written down")]
    Unwritable(#[from] serde_json::Error),
}

impl Docket {
    /// Decides whether a dataset may go from one site to another: whether it may be at the second one.
    pub fn permit(&self, dataset: DatasetId, from: &ShortName, to: &ShortName) -> Result<Permit, NoPermit> {
        let number = self.datasets.iter().position(|(id, _)| *id == dataset).ok_or(NoPermit::Absent)?;
        let site = |name: &ShortName| self.sites.iter().position(|place| place.site.name == *name);
        let (Some(_), Some(target)) = (site(from), site(to)) else { return Err(NoPermit::Absent) };
        if self.sites.iter().any(|place| !place.assumed.is_empty()) {
            return Err(NoPermit::Assumed);
        }
        let judgement = self.judge()?;
        // Whatever is not a clear yes permits nothing.
        match judgement.answer(number, target) {
            Some(Answer::Permit) => {}
            Some(Answer::Deny) => return Err(NoPermit::Denied),
            Some(Answer::Unknown) => return Err(NoPermit::Unknown),
            None => return Err(NoPermit::Absent),
        }
        let (Some(known), Some(shelter)) = (judgement.dataset(number), judgement.site(target)) else {
            return Err(NoPermit::Absent);
        };
        let (decisions, _) = self.record(&judgement)?;
        let personal = match known.has(Trait::Personal) {
            Fact::Known(personal) => Some(personal),
            Fact::Unknown => None,
        };
        let facts = PermitFacts {
            decision: decisions.write()?.0,
            day: self.day,
            rules: self.policy.rules.digest(),
            law: self.policy.law.iter().map(crate::LawPack::digest).collect(),
            dataset: known.digest(),
            site: shelter.digest(),
            personal,
        };
        Ok(Permit { dataset, from: from.clone(), to: to.clone(), facts })
    }
}

impl Permit {
    /// What it rests on, for the plan.
    pub fn facts(&self) -> &PermitFacts {
        &self.facts
    }

    /// The dataset that may move.
    pub fn dataset(&self) -> DatasetId {
        self.dataset
    }

    /// Whether it is for this very move.
    pub fn covers(&self, plan: &Plan) -> bool {
        (self.dataset, &self.from, &self.to) == (plan.dataset, &plan.from.site, &plan.to.site)
            // Where personal data turned up since, or nobody knows any more, the plan was approved as something else.
            && (plan.needs_approval() || self.facts.personal == Some(false))
    }

    /// Whether it rests on the same rules, law packs and facts as the one that a plan was made with.
    pub fn rests_on_the_same(&self, facts: &PermitFacts) -> bool {
        (self.facts.rules, &self.facts.law, self.facts.dataset, self.facts.site)
            == (facts.rules, &facts.law, facts.dataset, facts.site)
    }
}
