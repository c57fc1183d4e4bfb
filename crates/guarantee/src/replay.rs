// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What the solver claims, tried in the real authorizer. A counterexample that does not stand there is none; one that does is made as
//! plain as it can be: everything that does not matter becomes harmless.

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityUid, Policy, PolicyId, PolicySet, Request,
    Response, RestrictedExpression,
};
use hoheit_decide::{Answer, Axis, Court, Party, Point, Rules};
use std::collections::HashSet;

/// What rules say to a dataset at a site.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Heard {
    /// The answer
    pub answer: Answer,
    /// Ids of the rules that it rests on, sorted
    pub rules: Vec<String>,
    /// Rules that failed, in Cedar's words
    pub errors: Vec<String>,
}

/// What is decided there, as for any other dataset and site; `None` where facts can't be so.
pub(crate) fn decide(rules: &Rules, point: &Point) -> Option<Heard> {
    let (dataset, site) = point.facts()?;
    let court = Court::new(rules, &[dataset], &[site]).ok()?;
    let decision = court.decide(0, 0)?;
    let mut decided: Vec<String> = decision.reasons.iter().map(|reason| reason.rule.id.clone()).collect();
    decided.sort();
    Some(Heard { answer: decision.answer, rules: decided, errors: decision.errors })
}

/// Whether it is permitted there.
pub(crate) fn permits(rules: &Rules, point: &Point) -> bool {
    decide(rules, point).is_some_and(|heard| heard.answer == Answer::Permit)
}

/// Whether Cedar permits it, by some policies alone.
pub(crate) fn allows(policies: &PolicySet, point: &Point) -> bool {
    hear(policies, point).is_some_and(|response| response.decision() == Decision::Allow)
}

/// Whether a single policy fails there.
pub(crate) fn errs(policy: &Policy, point: &Point) -> bool {
    let alone = PolicySet::from_policies([policy.clone()]);
    alone
        .ok()
        .and_then(|alone| hear(&alone, point))
        .is_some_and(|r| r.diagnostics().errors().next().is_some())
}

/// Whether a single policy fits there.
pub(crate) fn fits(policy: &Policy, point: &Point) -> bool {
    let alone = PolicySet::from_policies([policy.new_id(PolicyId::new("alone"))]);
    alone.is_ok_and(|alone| allows(&alone, point))
}

fn hear(policies: &PolicySet, point: &Point) -> Option<Response> {
    point.facts()?;
    let (dataset, site) = (entity("Dataset", Party::Dataset, point)?, entity("Site", Party::Site, point)?);
    let action: EntityUid = "Action::\"reside\"".parse().ok()?;
    let request = Request::new(dataset.uid(), action, site.uid(), Context::empty(), None).ok()?;
    let entities = Entities::from_entities([dataset, site], None).ok()?;
    Some(Authorizer::new().is_authorized(&request, policies, &entities))
}

fn entity(kind: &str, party: Party, point: &Point) -> Option<Entity> {
    let uid: EntityUid = format!("{kind}::\"1\"").parse().ok()?;
    let attributes = point.iter().filter(|(axis, _)| axis.party() == party).map(|(axis, value)| {
        let written = if axis.is_flag() {
            RestrictedExpression::new_bool(value != 0)
        } else {
            RestrictedExpression::new_long(value)
        };
        (axis.name(), written)
    });
    Entity::new(uid, attributes.collect(), HashSet::new()).ok()
}

/// The plainest point that still is a counterexample: each value as good as it can be, one after the other. `None` if the
/// first is none.
pub(crate) fn plainest(point: Point, is_one: &dyn Fn(&Point) -> bool) -> Option<Point> {
    if point.facts().is_none() || !is_one(&point) {
        return None;
    }
    let mut plain = point;
    for axis in known_first() {
        let mut value = axis.best();
        while value != plain.get(axis) {
            let better = plain.with(axis, value);
            if better.facts().is_some() && is_one(&better) {
                plain = better;
                break;
            }
            // One step back towards what it was.
            value += (axis.worst() - axis.best()).signum();
        }
    }
    Some(plain)
}

/// Where all is known, nothing has to stand for what is unknown, so this comes first.
fn known_first() -> impl Iterator<Item = Axis> {
    let is_known = |axis: &Axis| matches!(axis, Axis::Known(_));
    Axis::all().filter(is_known).chain(Axis::all().filter(move |axis| !is_known(axis)))
}

/// What of a point is not harmless, or not perfect.
pub(crate) fn remarkable(point: &Point) -> Vec<(Axis, i64)> {
    point.iter().filter(|(axis, value)| *value != axis.best()).collect()
}
