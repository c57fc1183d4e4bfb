// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! From guarantees to questions, and from the solver's answers to results that a person may rely on.

use crate::file::{Condition, Guarantee, Kind};
use crate::replay::{self, Heard};
use crate::rewrite::{self, RewriteError};
use crate::solver::{Doubt, Question, Verdict};
use cedar_policy::{Policy, PolicySet};
use hoheit_decide::{Answer, Axis, DatasetFacts, Point, Rules, SiteFacts};

/// A guarantee and what became of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Proof<'g> {
    /// What was to be proved
    pub guarantee: &'g Guarantee,
    /// What became of it
    pub outcome: Outcome,
}

/// What became of a guarantee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It holds for all that facts can be
    Proved,
    /// It does not hold here
    Refuted(Box<Counterexample>),
    /// Nobody knows
    NotProved(Doubt),
}

/// Facts that refute something, decided by the real authorizer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counterexample {
    /// What is not harmless of the dataset, and not perfect of the site; everything else is
    pub remarkable: Vec<(Axis, i64)>,
    /// All facts of the dataset
    pub dataset: DatasetFacts,
    /// All facts of the site
    pub site: SiteFacts,
    /// What is decided there
    pub heard: Heard,
    /// What it stands in contrast to
    pub contrast: Option<Contrast>,
}

/// The second half of a counterexample that takes two decisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contrast {
    /// The same after one step to something better
    Step {
        /// What gets better
        axis: Axis,
        /// Its new value
        value: i64,
        /// All facts of the dataset then
        dataset: DatasetFacts,
        /// All facts of the site then
        site: SiteFacts,
        /// What is decided then
        heard: Heard,
    },
    /// The same by the new rules
    NewRules(Heard),
}

/// Whether an example refutes a claim in the real authorizer.
pub(crate) type Refutes<'r> = Box<dyn Fn(&Point) -> bool + 'r>;

/// How an example is told, with what is decided there.
type Tells<'r> = Box<dyn Fn(&Point) -> Option<Counterexample> + 'r>;

/// One question, and when an example refutes it in the real authorizer.
pub(crate) struct Claim<'r> {
    pub(crate) question: Question,
    refutes: Refutes<'r>,
    tell: Tells<'r>,
    /// That it does not hold is what is hoped for: something fits.
    is_hope: bool,
}

impl Claim<'_> {
    pub(crate) fn judge(&self, verdict: Verdict) -> Outcome {
        let point = match (verdict, self.is_hope) {
            (Verdict::Open(doubt), _) => return Outcome::NotProved(doubt),
            (Verdict::Holds, true) => return Outcome::NotProved(Doubt::Vacuous),
            (Verdict::Holds, false) => return Outcome::Proved,
            (Verdict::Fails(point), _) => point,
        };
        let plain = replay::plainest(point, &self.refutes);
        match plain {
            None => Outcome::NotProved(Doubt::Unconfirmed),
            Some(_) if self.is_hope => Outcome::Proved,
            Some(plain) => (self.tell)(&plain)
                .map_or(Outcome::NotProved(Doubt::Unconfirmed), |told| Outcome::Refuted(Box::new(told))),
        }
    }
}

/// What a guarantee comes down to: it is proved if all of these are.
pub(crate) fn claims<'r>(kind: &'r Kind, rules: &'r Rules) -> Result<Vec<Claim<'r>>, RewriteError> {
    match kind {
        Kind::NoErrors => no_errors(rules),
        Kind::NeverPermits(condition) => Ok(vec![fits_something(condition)?, never(condition, rules)?]),
        Kind::AlwaysPermits(condition) => Ok(vec![fits_something(condition)?, always(condition, rules)?]),
        Kind::Monotone(axes) => axes.iter().map(|axis| monotone(*axis, rules)).collect(),
    }
}

/// No rule fails, for each rule.
pub(crate) fn no_errors(rules: &Rules) -> Result<Vec<Claim<'_>>, RewriteError> {
    let possible = rewrite::permit_possible()?;
    let claim = |policy: &'_ Policy| -> Result<Claim<'_>, RewriteError> {
        let question = Question::NeverErrs(Box::new(rewrite::after(&possible, policy)?));
        let policy = policy.clone();
        Ok(claim(question, move |point| replay::errs(&policy, point), told(rules)))
    };
    let mut policies: Vec<&Policy> = rules.policies().policies().collect();
    policies.sort_by_key(|policy| policy.id());
    policies.into_iter().map(claim).collect()
}

fn never<'r>(condition: &'r Condition, rules: &'r Rules) -> Result<Claim<'r>, RewriteError> {
    let question = never_question(condition, rules.policies())?;
    let refutes = |point: &Point| replay::fits(&condition.permit, point) && replay::permits(rules, point);
    Ok(claim(question, refutes, told(rules)))
}

pub(crate) fn never_question(condition: &Condition, rules: &PolicySet) -> Result<Question, RewriteError> {
    let assumed = [
        rewrite::assume(&rewrite::permit_possible()?, "possible")?,
        rewrite::assume(&condition.permit, "condition")?,
    ];
    let all = rewrite::together(rules.policies().cloned().chain(assumed))?;
    Ok(Question::implies(all, PolicySet::new()))
}

fn always<'r>(condition: &'r Condition, rules: &'r Rules) -> Result<Claim<'r>, RewriteError> {
    let question = always_question(condition, rules.policies())?;
    let refutes = |point: &Point| {
        let is_denied = replay::decide(rules, point).is_some_and(|heard| heard.answer != Answer::Permit);
        replay::fits(&condition.permit, point) && is_denied
    };
    Ok(claim(question, refutes, told(rules)))
}

pub(crate) fn always_question(condition: &Condition, rules: &PolicySet) -> Result<Question, RewriteError> {
    Ok(Question::implies(fitting(condition)?, rules.clone()))
}

/// A condition that nothing can fit would be proved whatever the rules say.
fn fits_something(condition: &Condition) -> Result<Claim<'_>, RewriteError> {
    let question = Question::implies(fitting(condition)?, PolicySet::new());
    let found = claim(question, |point| replay::fits(&condition.permit, point), |_| None);
    Ok(Claim { is_hope: true, ..found })
}

fn fitting(condition: &Condition) -> Result<PolicySet, RewriteError> {
    let possible = rewrite::permit_possible()?;
    rewrite::together([condition.permit.clone(), rewrite::assume(&possible, "possible")?])
}

fn monotone(axis: Axis, rules: &Rules) -> Result<Claim<'_>, RewriteError> {
    let question = monotone_question(axis, rules.policies())?;
    let after = move |point: &Point| {
        let value = axis.better(point.get(axis))?;
        let then = point.with(axis, value);
        let (dataset, site) = then.facts()?;
        Some((replay::decide(rules, &then)?, value, dataset, site))
    };
    let refutes = move |point: &Point| {
        replay::permits(rules, point)
            && after(point).is_some_and(|(heard, ..)| heard.answer != Answer::Permit)
    };
    let tell = move |point: &Point| {
        let (heard, value, dataset, site) = after(point)?;
        Some(Counterexample {
            contrast: Some(Contrast::Step { axis, value, dataset, site, heard }),
            ..example(rules, point)?
        })
    };
    Ok(claim(question, refutes, tell))
}

/// Whatever is permitted here is permitted one step further. Steps lead from any facts to any better ones: so this is all of it.
pub(crate) fn monotone_question(axis: Axis, rules: &PolicySet) -> Result<Question, RewriteError> {
    let possible = rewrite::permit_possible()?;
    let assumed = [
        rewrite::assume(&possible, "possible")?,
        rewrite::assume(&rewrite::improved(&possible, axis)?, "possible then")?,
        rewrite::assume(&rewrite::permit_improvable(axis)?, "improvable")?,
    ];
    let now = rewrite::together(rules.policies().cloned().chain(assumed))?;
    let then: Vec<Policy> =
        rules.policies().map(|policy| rewrite::improved(policy, axis)).collect::<Result<_, _>>()?;
    Ok(Question::implies(now, rewrite::together(then)?))
}

/// Whether the second rules permit whatever the first do.
pub(crate) fn implies<'r>(
    first: &'r Rules,
    second: &'r Rules,
    is_back: bool,
) -> Result<Claim<'r>, RewriteError> {
    let question = implies_question(first.policies(), second.policies())?;
    let refutes = |point: &Point| {
        let is_denied = replay::decide(second, point).is_some_and(|heard| heard.answer != Answer::Permit);
        replay::permits(first, point) && is_denied
    };
    let (old, new) = if is_back { (second, first) } else { (first, second) };
    let tell = move |point: &Point| {
        let contrast = Contrast::NewRules(replay::decide(new, point)?);
        Some(Counterexample { contrast: Some(contrast), ..example(old, point)? })
    };
    Ok(claim(question, refutes, tell))
}

pub(crate) fn implies_question(first: &PolicySet, second: &PolicySet) -> Result<Question, RewriteError> {
    let possible = rewrite::assume(&rewrite::permit_possible()?, "possible")?;
    Ok(Question::implies(rewrite::together(first.policies().cloned().chain([possible]))?, second.clone()))
}

fn claim<'r>(
    question: Question,
    refutes: impl Fn(&Point) -> bool + 'r,
    tell: impl Fn(&Point) -> Option<Counterexample> + 'r,
) -> Claim<'r> {
    Claim { question, refutes: Box::new(refutes), tell: Box::new(tell), is_hope: false }
}

fn told(rules: &Rules) -> impl Fn(&Point) -> Option<Counterexample> {
    |point| example(rules, point)
}

fn example(rules: &Rules, point: &Point) -> Option<Counterexample> {
    let (dataset, site) = point.facts()?;
    let remarkable = replay::remarkable(point);
    Some(Counterexample { remarkable, dataset, site, heard: replay::decide(rules, point)?, contrast: None })
}
