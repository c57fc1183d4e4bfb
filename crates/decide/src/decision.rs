// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! May this dataset lie at that site? Cedar answers; this makes three answers of its two and says why.

use crate::facts::{Assurance, DatasetFacts, Need, SiteFacts, Trait, Transfer, Value};
use crate::profile::attribute;
use crate::rules::{Rule, Rules};
use cedar_policy::{
    Authorizer, Context, Decision as CedarDecision, Entities, Entity, EntityId, EntityTypeName, EntityUid,
    PolicyId, Request, RestrictedExpression,
};
use hoheit_types::Digest;
use serde::Serialize;
use std::collections::{BTreeSet, HashSet};

/// The answer to one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It may lie there
    Permit,
    /// It may not, whatever is still unknown
    Deny,
    /// It may not, but only because something is unknown
    Unknown,
}

/// A decision with its reasons; the same inputs always give the same bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Decision<'r> {
    /// The answer
    pub answer: Answer,
    /// Rules that decided, by id
    pub reasons: Vec<Reason<'r>>,
    /// Errors while rules were evaluated; with any of them the answer is [`Answer::Deny`]
    pub errors: Vec<String>,
    /// Of rules, dataset and site: with them it can be replayed
    pub inputs: Inputs,
}

/// A rule that decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason<'r> {
    /// The rule
    pub rule: &'r Rule,
    /// Whether it would not forbid if what is unknown were as good as it can be
    pub rests_on_unknown: bool,
}

/// What a decision was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Inputs {
    /// All rules, the profile's among them
    pub rules: Digest,
    /// Facts of the dataset
    pub dataset: Digest,
    /// Facts of the site
    pub site: Digest,
}

/// Datasets and sites before the rules, for decisions one by one; [`Matrix`](crate::Matrix) has all of them at once.
pub struct Court<'r> {
    rules: &'r Rules,
    authorizer: Authorizer,
    entities: Entities,
    action: EntityUid,
    datasets: Vec<Party>,
    sites: Vec<Party>,
}

/// One dataset or site: as it is, and with everything unknown at its best.
struct Party {
    digest: Digest,
    uid: EntityUid,
    /// `None` where nothing is unknown
    at_best: Option<EntityUid>,
}

/// Cedar refused facts that the schema allows: a mistake of hoheit, never of the person who asks.
#[derive(Debug, thiserror::Error)]
#[error("the facts could not be put before the rules: {0}")]
pub struct CourtError(String);

impl<'r> Court<'r> {
    /// Puts datasets and sites before the rules. Decisions are asked for by their places in these lists.
    pub fn new(rules: &'r Rules, datasets: &[DatasetFacts], sites: &[SiteFacts]) -> Result<Self, CourtError> {
        let types = Types::new()?;
        let mut entities = Vec::new();
        let mut parties = (Vec::with_capacity(datasets.len()), Vec::with_capacity(sites.len()));
        for (number, facts) in datasets.iter().enumerate() {
            let at_best = (!facts.is_known()).then(|| facts.at_best());
            let at_best = at_best.as_ref().map(dataset_attributes);
            let (party, made) =
                party(&types.dataset, number, facts.digest(), &dataset_attributes(facts), at_best)?;
            parties.0.push(party);
            entities.extend(made);
        }
        for (number, facts) in sites.iter().enumerate() {
            let at_best = (!facts.is_known()).then(|| facts.at_best());
            let at_best = at_best.as_ref().map(site_attributes);
            let (party, made) = party(&types.site, number, facts.digest(), &site_attributes(facts), at_best)?;
            parties.1.push(party);
            entities.extend(made);
        }
        Ok(Self {
            rules,
            authorizer: Authorizer::new(),
            entities: Entities::from_entities(entities, None).map_err(refused)?,
            action: types.action(),
            datasets: parties.0,
            sites: parties.1,
        })
    }

    /// The decision for a dataset and a site, by their places in the lists; `None` for places that are not there.
    pub fn decide(&self, dataset: usize, site: usize) -> Option<Decision<'r>> {
        let (dataset, site) = (self.datasets.get(dataset)?, self.sites.get(site)?);
        let inputs = Inputs { rules: self.rules.digest(), dataset: dataset.digest, site: site.digest };
        let heard = self.hear(&dataset.uid, &site.uid);
        let at_best = if heard.permits || (dataset.at_best.is_none() && site.at_best.is_none()) {
            None
        } else {
            let uid = |party: &'_ Party| party.at_best.clone().unwrap_or_else(|| party.uid.clone());
            Some(self.hear(&uid(dataset), &uid(site)))
        };
        let answer = match &at_best {
            _ if !heard.errors.is_empty() => Answer::Deny,
            _ if heard.permits => Answer::Permit,
            Some(best) if best.permits && best.errors.is_empty() => Answer::Unknown,
            _ => Answer::Deny,
        };
        let still = |id: &PolicyId| at_best.as_ref().is_none_or(|best| best.determining.contains(id));
        let reasons = heard.determining.iter().filter_map(|id| {
            let rule = self.rules.told.get(id)?;
            Some(Reason { rule, rests_on_unknown: !heard.permits && !still(id) })
        });
        Some(Decision { answer, reasons: reasons.collect(), errors: heard.errors, inputs })
    }

    fn hear(&self, dataset: &EntityUid, site: &EntityUid) -> Heard {
        let request =
            Request::new(dataset.clone(), self.action.clone(), site.clone(), Context::empty(), None);
        let request = match request {
            Ok(request) => request,
            Err(error) => return Heard { errors: vec![error.to_string()], ..Heard::default() },
        };
        let response = self.authorizer.is_authorized(&request, &self.rules.set, &self.entities);
        // INVARIANT (errors-deny): Cedar passes over a rule that errs; one that forbids must not be lost that way.
        let errors: Vec<String> = response.diagnostics().errors().map(ToString::to_string).collect();
        Heard {
            permits: response.decision() == CedarDecision::Allow && errors.is_empty(),
            determining: response.diagnostics().reason().cloned().collect(),
            errors,
        }
    }
}

/// What Cedar said.
#[derive(Default)]
struct Heard {
    permits: bool,
    determining: BTreeSet<PolicyId>,
    errors: Vec<String>,
}

/// Cedar's names of things.
pub(crate) struct Types {
    pub(crate) dataset: EntityTypeName,
    pub(crate) site: EntityTypeName,
    action: EntityTypeName,
}

impl Types {
    pub(crate) fn new() -> Result<Self, CourtError> {
        let name = |name: &str| name.parse::<EntityTypeName>().map_err(refused);
        Ok(Self { dataset: name("Dataset")?, site: name("Site")?, action: name("Action")? })
    }

    pub(crate) fn action(&self) -> EntityUid {
        EntityUid::from_type_name_and_id(self.action.clone(), EntityId::new("reside"))
    }
}

/// A party and its one or two entities.
fn party(
    kind: &EntityTypeName,
    number: usize,
    digest: Digest,
    as_it_is: &[(String, Attribute)],
    at_best: Option<Attributes>,
) -> Result<(Party, Vec<Entity>), CourtError> {
    let mut made = vec![entity(kind, number.to_string(), as_it_is)?];
    if let Some(attributes) = at_best {
        made.push(entity(kind, format!("{number} at best"), &attributes)?);
    }
    let mut uids = made.iter().map(Entity::uid);
    let uid = uids.next().ok_or_else(|| refused("no entity"))?;
    let at_best = uids.next();
    Ok((Party { digest, uid, at_best }, made))
}

pub(crate) fn entity(
    kind: &EntityTypeName,
    id: String,
    attributes: &[(String, Attribute)],
) -> Result<Entity, CourtError> {
    let uid = EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(id));
    let attributes = attributes.iter().map(|(name, value)| (name.clone(), value.to_cedar()));
    Entity::new(uid, attributes.collect(), HashSet::new()).map_err(refused)
}

pub(crate) fn refused(error: impl std::fmt::Display) -> CourtError {
    CourtError(error.to_string())
}

/// A value of an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Attribute {
    Flag(bool),
    Number(i64),
}

pub(crate) type Attributes = Vec<(String, Attribute)>;

impl Attribute {
    fn to_cedar(self) -> RestrictedExpression {
        match self {
            Self::Flag(flag) => RestrictedExpression::new_bool(flag),
            Self::Number(number) => RestrictedExpression::new_long(number),
        }
    }
}

/// INVARIANT (unknown-is-never-yes): what is unknown is taken for what asks most.
pub(crate) fn dataset_attributes(facts: &DatasetFacts) -> Attributes {
    let traits = Trait::ALL.iter().map(|t| (t.name(), Attribute::Flag(facts.has(*t).or(true))));
    let needs = Value::ALL.iter().map(|v| {
        let need = facts.need(*v).or(Need::VeryHigh);
        (v.name(), Attribute::Number(need as i64 + 1))
    });
    let known = ("known", Attribute::Flag(facts.is_known()));
    traits.chain(needs).chain([known]).map(|(name, value)| (name.to_owned(), value)).collect()
}

/// INVARIANT (unknown-is-never-yes): what is unknown is taken for what offers least.
pub(crate) fn site_attributes(facts: &SiteFacts) -> Attributes {
    let levels = facts.levels.iter().map(|(objective, level)| {
        (attribute(objective), Attribute::Number(i64::from(level.shown().level())))
    });
    let assurances =
        Assurance::ALL.iter().map(|a| (a.name().to_owned(), Attribute::Flag(facts.assurance(*a).or(false))));
    let transfer = Attribute::Number(facts.transfer.or(Transfer::None) as i64);
    let known = Attribute::Flag(facts.is_known());
    levels.chain(assurances).chain([("transfer".to_owned(), transfer), ("known".to_owned(), known)]).collect()
}
