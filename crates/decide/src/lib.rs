// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What must this dataset have, may it be there, and which rules say so?
//!
//! ```
//! use hoheit_decide::{Answer, Court, DatasetFacts, Profile, Rules, SiteFacts, Trait};
//!
//! let profile = Profile::from_toml("kommune.toml", hoheit_decide::DEFAULT_PROFILE).unwrap();
//! let rules = Rules::new(profile, &[]).unwrap();
//! let minutes = DatasetFacts::harmless().with(Trait::Personal, true);
//! let court = Court::new(&rules, &[minutes], &[SiteFacts::unknown()]).unwrap();
//! let decision = court.decide(0, 0).unwrap();
//! assert_eq!(decision.answer, Answer::Unknown, "nothing is known of the site, so nobody may say yes");
//! ```
//!
//! Pure: no files, no network, no clock. Cedar lives here alone.

// INVARIANT (no-panics-in-the-spine): a decision that panics is none.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::unreachable
    )
)]

mod approval;
mod assessment;
mod axis;
mod change;
mod classification;
mod decision;
mod docket;
mod error;
pub mod examples;
mod facts;
mod hints;
mod law;
mod matrix;
mod permit;
mod policy;
mod profile;
mod proposal;
mod questionnaire;
mod retention;
mod rules;
mod shelter;
mod threshold;
mod told;

pub use approval::{
    Approval, Approvals, KeyError, Person, PublicKey, Refusal, Role, SignatureError, approving, text_to_sign,
    verify,
};
pub use assessment::{Answered, Answers, Assessment, Evidence, EvidenceKind, Standing, site_facts};
pub use axis::{Axis, Group, Party, Point};
pub use change::{Change, changes};
pub use classification::{Access, Category, Classification, Phase, Question, Retention, Said, Secrecy};
pub use decision::{Answer, Court, CourtError, Decision, Inputs, Reason};
pub use docket::{Assumption, Decisions, Docket, Judgement, LawGap, Place, RecallError, Written};
pub use error::{RulesError, Wording};
pub use facts::{Assurance, DatasetFacts, Fact, Need, Reach, SiteFacts, Trait, Transfer, Value};
pub use law::{DEFAULT as DEFAULT_LAW, Grounds, LawPack, transfer};
pub use matrix::Matrix;
pub use permit::{NoPermit, Permit};
pub use policy::{Policy, PolicyFile, PolicyKind};
pub use profile::{DEFAULT as DEFAULT_PROFILE, Demand, Profile, Required, When};
pub use proposal::{Contradiction, Found, Proposal, contradictions, propose};
pub use questionnaire::{Criterion, DEFAULT as DEFAULT_QUESTIONNAIRE, Questionnaire, Shows, Statement};
pub use retention::{Period, period, periods};
pub use rules::{BASE, OwnRules, Rule, Rules, SCHEMA, asks};
pub use shelter::{Inherited, inherited};
pub use threshold::{Hazard, Likelihood, Processed, ThresholdCheck, Weighed, threshold_check};
pub use told::{Told, missing, spoken, told};

#[cfg(test)]
mod tests;
