// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! All datasets at all sites. A rule looks at a few facts only, so most of a hundred thousand pairs are alike to it: it is asked
//! once for each combination of what it looks at. Cedar's answer is made of those of its rules, each by itself: some rule
//! permits, none forbids, none errs.

use crate::decision::{
    Answer, Attribute, Attributes, CourtError, Reason, Types, dataset_attributes, entity, refused,
    site_attributes,
};
use crate::facts::{DatasetFacts, SiteFacts};
use crate::rules::{Rule, Rules};
use cedar_policy::{
    Authorizer, Context, Effect, Entities, EntityTypeName, EntityUid, Policy, PolicySet, Request,
};
use std::collections::HashMap;

/// The answers for all pairs.
pub struct Matrix<'r> {
    /// In the order of their ids
    columns: Vec<Column<'r>>,
    datasets: usize,
    sites: usize,
    /// Where each dataset and site stands with what is unknown at its best
    best_dataset: Vec<usize>,
    best_site: Vec<usize>,
}

/// What one rule says to every pair.
struct Column<'r> {
    rule: &'r Rule,
    permits: bool,
    /// For each dataset and site, at best ones behind: which of those it can't tell apart
    dataset_class: Vec<u32>,
    site_class: Vec<u32>,
    site_classes: usize,
    verdicts: Vec<Verdict>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Fits,
    FitsNot,
    Errs,
}

impl<'r> Matrix<'r> {
    /// Asks every rule whatever it can tell apart.
    pub fn new(rules: &'r Rules, datasets: &[DatasetFacts], sites: &[SiteFacts]) -> Result<Self, CourtError> {
        let mut all_datasets: Vec<Attributes> = datasets.iter().map(dataset_attributes).collect();
        let mut all_sites: Vec<Attributes> = sites.iter().map(site_attributes).collect();
        let best_dataset = with_best(datasets, &mut all_datasets, |facts| {
            (!facts.is_known()).then(|| dataset_attributes(&facts.at_best()))
        });
        let best_site = with_best(sites, &mut all_sites, |facts| {
            (!facts.is_known()).then(|| site_attributes(&facts.at_best()))
        });
        let types = Types::new()?;
        let columns = rules.told.iter().filter_map(|(id, rule)| Some((rules.set.policy(id)?, rule)));
        let columns =
            columns.map(|(policy, rule)| Column::ask(policy, rule, &types, &all_datasets, &all_sites));
        let columns: Vec<Column<'r>> = columns.collect::<Result<_, _>>()?;
        Ok(Self { columns, datasets: datasets.len(), sites: sites.len(), best_dataset, best_site })
    }

    /// The answer for a dataset and a site by their places in the lists; `None` for places that are not there.
    pub fn answer(&self, dataset: usize, site: usize) -> Option<Answer> {
        if dataset >= self.datasets || site >= self.sites {
            return None;
        }
        let (best_dataset, best_site) = (*self.best_dataset.get(dataset)?, *self.best_site.get(site)?);
        let (permits, errs) = self.hear(dataset, site);
        let is_open = (best_dataset, best_site) != (dataset, site);
        Some(if permits {
            Answer::Permit
        } else if !errs && is_open && self.hear(best_dataset, best_site).0 {
            Answer::Unknown
        } else {
            Answer::Deny
        })
    }

    /// The rules that an answer rests on: those that permit, or else those that forbid.
    pub fn reasons(&self, dataset: usize, site: usize) -> impl Iterator<Item = Reason<'r>> {
        let best = |places: &[usize], place: usize| places.get(place).copied().unwrap_or(place);
        let (best_dataset, best_site) = (best(&self.best_dataset, dataset), best(&self.best_site, site));
        let forbids = self.columns.iter().any(|c| !c.permits && c.verdict(dataset, site) == Verdict::Fits);
        let decided = self
            .columns
            .iter()
            .filter(move |c| c.permits != forbids && c.verdict(dataset, site) == Verdict::Fits);
        decided.map(move |c| Reason {
            rule: c.rule,
            rests_on_unknown: forbids && c.verdict(best_dataset, best_site) != Verdict::Fits,
        })
    }

    /// Rules that err on this pair, which denies.
    pub fn errors(&self, dataset: usize, site: usize) -> impl Iterator<Item = &'r Rule> {
        let errs = move |c: &&Column<'r>| c.verdict(dataset, site) == Verdict::Errs;
        self.columns.iter().filter(errs).map(|c| c.rule)
    }

    /// Whether it is permitted, and whether a rule errs, which denies.
    fn hear(&self, dataset: usize, site: usize) -> (bool, bool) {
        let (mut permitted, mut forbidden, mut errs) = (false, false, false);
        for column in &self.columns {
            match column.verdict(dataset, site) {
                Verdict::Fits if column.permits => permitted = true,
                Verdict::Fits => forbidden = true,
                Verdict::FitsNot => {}
                Verdict::Errs => errs = true,
            }
        }
        (permitted && !forbidden && !errs, errs)
    }
}

impl<'r> Column<'r> {
    fn ask(
        policy: &Policy,
        rule: &'r Rule,
        types: &Types,
        datasets: &[Attributes],
        sites: &[Attributes],
    ) -> Result<Self, CourtError> {
        let (dataset_class, dataset_kinds) = classes(datasets, rule);
        let (site_class, site_kinds) = classes(sites, rule);
        let set = PolicySet::from_policies([policy.clone()]).map_err(refused)?;
        let (datasets, mut entities) = parties(&types.dataset, &dataset_kinds)?;
        let (sites, site_entities) = parties(&types.site, &site_kinds)?;
        entities.extend(site_entities);
        let entities = Entities::from_entities(entities, None).map_err(refused)?;
        let (authorizer, action) = (Authorizer::new(), types.action());
        let mut verdicts = Vec::with_capacity(datasets.len() * sites.len());
        for dataset in &datasets {
            for site in &sites {
                let request =
                    Request::new(dataset.clone(), action.clone(), site.clone(), Context::empty(), None)
                        .map_err(refused)?;
                let response = authorizer.is_authorized(&request, &set, &entities);
                let told = response.diagnostics();
                verdicts.push(match (told.errors().next(), told.reason().next()) {
                    (Some(_), _) => Verdict::Errs,
                    (None, Some(_)) => Verdict::Fits,
                    (None, None) => Verdict::FitsNot,
                });
            }
        }
        let permits = policy.effect() == Effect::Permit;
        Ok(Self { rule, permits, dataset_class, site_class, site_classes: sites.len(), verdicts })
    }

    /// Of a pair that is there; of any other, what denies.
    fn verdict(&self, dataset: usize, site: usize) -> Verdict {
        let place = self.dataset_class.get(dataset).zip(self.site_class.get(site));
        let place = place.map(|(dataset, site)| *dataset as usize * self.site_classes + *site as usize);
        place.and_then(|place| self.verdicts.get(place)).copied().unwrap_or(Verdict::Errs)
    }
}

/// Appends those with something unknown at their best; returns where each stands at its best.
fn with_best<F>(
    facts: &[F],
    all: &mut Vec<Attributes>,
    best: impl Fn(&F) -> Option<Attributes>,
) -> Vec<usize> {
    let mut places = Vec::with_capacity(facts.len());
    for (place, facts) in facts.iter().enumerate() {
        places.push(match best(facts) {
            Some(attributes) => {
                all.push(attributes);
                all.len() - 1
            }
            None => place,
        });
    }
    places
}

/// Which of these a rule can't tell apart, by what it looks at; and one of each kind.
fn classes<'a>(all: &'a [Attributes], rule: &Rule) -> (Vec<u32>, Vec<&'a Attributes>) {
    let mut known: HashMap<Vec<Attribute>, u32> = HashMap::new();
    let (mut class, mut kinds) = (Vec::with_capacity(all.len()), Vec::new());
    for attributes in all {
        let looked_at = attributes.iter().filter(|(name, _)| rule.asks.binary_search(name).is_ok());
        let seen: Vec<Attribute> = looked_at.map(|(_, value)| *value).collect();
        let next = known.len() as u32;
        class.push(*known.entry(seen).or_insert_with(|| {
            kinds.push(attributes);
            next
        }));
    }
    (class, kinds)
}

fn parties(
    kind: &EntityTypeName,
    kinds: &[&Attributes],
) -> Result<(Vec<EntityUid>, Vec<cedar_policy::Entity>), CourtError> {
    let made: Result<Vec<_>, _> = kinds
        .iter()
        .enumerate()
        .map(|(number, attributes)| entity(kind, number.to_string(), attributes))
        .collect();
    let made = made?;
    Ok((made.iter().map(cedar_policy::Entity::uid).collect(), made))
}
