// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Questions whose answers are known, of each kind one that holds and one that does not. A solver, or a translation to it, that gets one of them
//! wrong proves nothing.

use crate::file::Condition;
use crate::prove::{Refutes, always_question, implies_question, monotone_question, never_question};
use crate::prover::{Prover, StartError};
use crate::replay;
use crate::rewrite;
use crate::solver::{Question, Verdict};
use cedar_policy::{Policy, PolicySet};
use hoheit_decide::{Assurance, Axis, Point};
use hoheit_types::Objective;

/// Rules that permit all but what stands in a condition.
fn all_but(condition: &str) -> Result<PolicySet, StartError> {
    let text = format!(
        "permit (principal is Dataset, action, resource is Site);\n\
         forbid (principal is Dataset, action, resource is Site) when {{ {condition} }};"
    );
    text.parse().map_err(|error: cedar_policy::ParseErrors| broken(condition, error))
}

fn condition(text: &str) -> Result<Condition, StartError> {
    let permit = rewrite::permit_when(text).map_err(|error| broken(text, error))?;
    Ok(Condition { text: text.to_owned(), permit })
}

fn broken(question: &str, error: impl std::fmt::Display) -> StartError {
    StartError::SelfTest { question: question.to_owned(), what: error.to_string() }
}

/// A question, and what refutes it; `None` where it holds.
struct Case {
    name: String,
    question: Question,
    refuted_by: Option<Refutes<'static>>,
}

/// Asks them all; the number of right answers.
pub(crate) fn run(prover: &mut Prover) -> Result<usize, StartError> {
    let cases = cases()?;
    let questions: Vec<&Question> = cases.iter().map(|case| &case.question).collect();
    let verdicts = prover.ask(&questions);
    for (case, verdict) in cases.iter().zip(verdicts) {
        let what = match (verdict, &case.refuted_by) {
            (Verdict::Holds, None) => continue,
            (Verdict::Fails(point), Some(refutes)) if refutes(&point) => continue,
            (Verdict::Holds, Some(_)) => "it proved what is wrong".to_owned(),
            (Verdict::Fails(_), None) => "it refuted what is right".to_owned(),
            (Verdict::Fails(_), Some(_)) => "its counterexample is none".to_owned(),
            (Verdict::Open(doubt), _) => format!("{doubt:?}"),
        };
        return Err(StartError::SelfTest { question: case.name.clone(), what });
    }
    Ok(cases.len())
}

fn cases() -> Result<Vec<Case>, StartError> {
    let mut cases = Vec::new();
    for level in [1, 2] {
        let rules = all_but(&format!("principal.special && resource.sov_2 < {level}"))?;
        let special = condition("principal.special && resource.sov_2 < 2")?;
        let question = never_question(&special, &rules)?;
        let refutes = move |p: &Point| replay::fits(&special.permit, p) && replay::allows(&rules, p);
        cases.push(case("never permits", level == 1, question, refutes));
    }
    for least in ["!resource.known", "false"] {
        let rules = all_but(least)?;
        let all = condition("principal.known || !principal.known")?;
        let question = always_question(&all, &rules)?;
        cases.push(case("always permits", least != "false", question, move |p| !replay::allows(&rules, p)));
    }
    let steps = [
        (Axis::Level(Objective::Legal), "resource.sov_2 < 2", false),
        (Axis::Level(Objective::Legal), "resource.sov_2 == 3", true),
        (Axis::Assurance(Assurance::AuditRight), "!resource.audit_right", false),
        (Axis::Assurance(Assurance::AuditRight), "resource.audit_right", true),
        (Axis::Transfer, "resource.transfer > 2", false),
        (Axis::Transfer, "resource.transfer == 0", true),
    ];
    for (axis, forbidden, is_wrong) in steps {
        let rules = all_but(forbidden)?;
        let question = monotone_question(axis, &rules)?;
        let refutes = move |p: &Point| {
            let better = axis.better(p.get(axis)).map(|value| p.with(axis, value));
            replay::allows(&rules, p) && better.is_some_and(|better| !replay::allows(&rules, &better))
        };
        cases.push(case("monotone", is_wrong, question, refutes));
    }
    for (sum, is_wrong) in
        [("resource.sov_1 + 1 < 3", false), ("resource.sov_1 * 9223372036854775807 < 0", true)]
    {
        let policy: Policy = condition(sum)?.permit;
        let question = Question::NeverErrs(Box::new(rewrite::after(&rewrite::permit_possible()?, &policy)?));
        cases.push(case("no errors", is_wrong, question, move |p| replay::errs(&policy, p)));
    }
    let old = all_but("principal.special || !resource.attested")?;
    for (new, is_wrong) in
        [("!(!principal.special && resource.attested)", false), ("principal.special", true)]
    {
        let (old, new) = (old.clone(), all_but(new)?);
        let question = implies_question(&new, &old)?;
        let refutes = move |p: &Point| replay::allows(&new, p) && !replay::allows(&old, p);
        cases.push(case("implies", is_wrong, question, refutes));
    }
    Ok(cases)
}

fn case(name: &str, is_wrong: bool, question: Question, refutes: impl Fn(&Point) -> bool + 'static) -> Case {
    let refuted_by: Option<Refutes<'static>> = if is_wrong { Some(Box::new(refutes)) } else { None };
    let truth = if is_wrong { "wrong" } else { "right" };
    Case { name: format!("{name} ({truth})"), question, refuted_by }
}
