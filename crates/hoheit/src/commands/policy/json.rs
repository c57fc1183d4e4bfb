// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Proofs and comparisons as programs read them: `docs/reference/policy-json.md`.

use hoheit_decide::{Axis, DatasetFacts, Party, Point, Rules, SiteFacts};
use hoheit_guarantee::{
    Comparison, Contrast, Counterexample, Doubt, Guarantees, Heard, Kind, Outcome, Proof, Prover, Relation,
};
use hoheit_report::words::decision_aid;
use hoheit_types::Lang;
use serde_json::{Map, Value, json};

/// `hoheit-policy-proof/1`
pub(super) fn proofs(
    rules: &Rules,
    files: &[Guarantees],
    prover: &Prover,
    proofs: &[Proof<'_>],
    lang: Lang,
) -> String {
    let files: Vec<Value> =
        files.iter().map(|file| json!({ "name": file.name, "version": file.version })).collect();
    let all: Vec<Value> = proofs.iter().map(proof).collect();
    let value = json!({
        "format": "hoheit-policy-proof/1", "solver": solver(prover), "rules": about(rules), "files": files,
        "guarantees": all, "notice": decision_aid(lang),
    });
    format!("{value:#}\n")
}

/// `hoheit-policy-comparison/1`
pub(super) fn comparison(rules: [&Rules; 2], prover: &Prover, comparison: &Comparison, lang: Lang) -> String {
    let [old, new] = rules;
    let relation = match &comparison.relation {
        Relation::Equivalent => "equivalent",
        Relation::Stricter => "stricter",
        Relation::Looser => "looser",
        Relation::Incomparable => "incomparable",
        Relation::Open(_) => "not_proved",
    };
    let reason = match &comparison.relation {
        Relation::Open(doubt) => Some(reason(doubt)),
        _ => None,
    };
    let value = json!({
        "format": "hoheit-policy-comparison/1", "solver": solver(prover), "old": about(old), "new": about(new),
        "relation": relation, "reason": reason,
        "lost": comparison.lost.as_ref().map(counterexample),
        "gained": comparison.gained.as_ref().map(counterexample), "notice": decision_aid(lang),
    });
    format!("{value:#}\n")
}

fn solver(prover: &Prover) -> Value {
    json!({ "version": prover.version(), "known_answers": prover.known_answers() })
}

fn about(rules: &Rules) -> Value {
    let profile = rules.profile();
    json!({
        "digest": rules.digest().to_string(), "count": rules.iter().count(),
        "profile": { "name": profile.name, "version": profile.version },
    })
}

fn proof(proof: &Proof<'_>) -> Value {
    let guarantee = proof.guarantee;
    let kind = match &guarantee.kind {
        Kind::NoErrors => "no_errors",
        Kind::NeverPermits(_) => "never_permits",
        Kind::AlwaysPermits(_) => "always_permits",
        Kind::Monotone(_) => "monotone",
    };
    let (outcome, why, found) = match &proof.outcome {
        Outcome::Proved => ("proved", None, None),
        Outcome::Refuted(found) => ("refuted", None, Some(counterexample(found))),
        Outcome::NotProved(doubt) => ("not_proved", Some(reason(doubt)), None),
    };
    json!({
        "id": guarantee.id, "kind": kind, "de": guarantee.de, "en": guarantee.en, "source": guarantee.source,
        "outcome": outcome, "reason": why, "counterexample": found,
    })
}

fn reason(doubt: &Doubt) -> Value {
    let (name, detail) = match doubt {
        Doubt::Timeout => ("timeout", None),
        Doubt::Unknown => ("unknown", None),
        Doubt::Failed(why) => ("failed", Some(why)),
        Doubt::Unconfirmed => ("unconfirmed", None),
        Doubt::RuleMayErr(why) => ("rule_may_err", Some(why)),
        Doubt::Vacuous => ("vacuous", None),
        _ => ("other", None),
    };
    json!({ "name": name, "detail": detail })
}

fn counterexample(found: &Counterexample) -> Value {
    let remarkable: Vec<String> = found.remarkable.iter().map(|(axis, _)| written(*axis)).collect();
    let mut value = json!({
        "remarkable": remarkable, "facts": facts(&found.dataset, &found.site), "decision": decision(&found.heard),
        "step": null, "then": null,
    });
    if let (Some(contrast), Some(fields)) = (&found.contrast, value.as_object_mut()) {
        let (step, heard) = match contrast {
            Contrast::Step { axis, value, heard, .. } => {
                (json!({ "attribute": written(*axis), "value": number(*axis, *value) }), heard)
            }
            Contrast::NewRules(heard) => (Value::Null, heard),
        };
        fields.insert("step".to_owned(), step);
        fields.insert("then".to_owned(), decision(heard));
    }
    value
}

fn decision(heard: &Heard) -> Value {
    json!({ "answer": heard.answer, "rules": heard.rules, "errors": heard.errors })
}

/// As rules see them.
fn facts(dataset: &DatasetFacts, site: &SiteFacts) -> Value {
    let point = Point::of(dataset, site);
    let of = |party: Party| {
        let seen = point.iter().filter(|(axis, _)| axis.party() == party);
        Value::Object(seen.map(|(axis, value)| (axis.name(), number(axis, value))).collect::<Map<_, _>>())
    };
    json!({ "principal": of(Party::Dataset), "resource": of(Party::Site) })
}

fn number(axis: Axis, value: i64) -> Value {
    if axis.is_flag() { json!(value != 0) } else { json!(value) }
}

fn written(axis: Axis) -> String {
    format!("{}.{}", axis.party().name(), axis.name())
}
