// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Rules made from rules. The solver answers about sets of policies only, so what is assumed, and one step along an axis, has to
//! be written as policies: a further `forbid`, a condition in front, an attribute replaced by the next better one.

use cedar_policy::{Policy, PolicyId, PolicySet, Schema, ValidationMode, Validator};
use hoheit_decide::{Axis, Party, RulesError, SCHEMA, Wording, asks};
use serde_json::{Value, json};

/// Something that can't be rewritten: a mistake of hoheit, or a feature of Cedar that it does not know. Nothing is proved then.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct RewriteError(String);

fn failed(error: impl std::fmt::Display) -> RewriteError {
    RewriteError(error.to_string())
}

const HEAD: &str = "(principal is Dataset, action == Action::\"reside\", resource is Site)";

/// The schema, as `decide` validates with it.
pub(crate) fn schema() -> Result<Schema, RulesError> {
    let (schema, _) = Schema::from_cedarschema_str(SCHEMA)
        .map_err(|error| RulesError::cedar("hoheit.cedarschema", SCHEMA, &error))?;
    Ok(schema)
}

/// A policy that permits what fits a condition, checked as strictly as a rule.
pub(crate) fn permit_when(condition: &str) -> Result<Policy, RulesError> {
    const FILE: &str = "when";
    // On lines of its own: a comment in it must not swallow the brace.
    let text = format!("permit {HEAD} when {{\n{condition}\n}};");
    let refuse = |de: &str, en: &str| Err(RulesError::at(FILE, &text, None, Wording::new(de, en)));
    let parsed: PolicySet = match text.parse::<PolicySet>() {
        Ok(parsed) => parsed,
        Err(errors) => {
            return match errors.iter().next() {
                Some(error) => Err(RulesError::cedar(FILE, &text, error)),
                None => refuse("keine Bedingung in Cedar", "no condition of Cedar"),
            };
        }
    };
    if let Some(error) =
        Validator::new(schema()?).validate(&parsed, ValidationMode::Strict).validation_errors().next()
    {
        return Err(RulesError::cedar(FILE, &text, error));
    }
    let mut policies = parsed.policies();
    let (Some(policy), None, None) = (policies.next(), policies.next(), parsed.templates().next()) else {
        return refuse("mehr als eine Bedingung", "more than one condition");
    };
    let is_single = policy
        .to_json()
        .ok()
        .and_then(|json| Some(json.get("conditions")?.as_array()?.len() == 1))
        .unwrap_or(false);
    if !is_single {
        return refuse("mehr als eine Bedingung", "more than one condition");
    }
    if asks(policy).is_none() {
        return refuse(
            "sie fragt nach mehr als Eigenschaften von principal und resource",
            "it asks for more than attributes of principal and resource",
        );
    }
    Ok(policy.new_id(PolicyId::new("fits")))
}

/// All values that facts can have, as a condition. Without it the solver would refute with sites of level -7.
pub(crate) fn possible() -> String {
    let written = |axis: Axis| format!("{}.{}", axis.party().name(), axis.name());
    let mut all = Vec::new();
    for axis in Axis::all().filter(|axis| !axis.is_flag()) {
        let (least, most) = axis.range().into_inner();
        all.push(format!("{0} >= {least} && {0} <= {most}", written(axis)));
    }
    for party in Party::ALL {
        // Where not all is known, something stands for what is unknown.
        let mut open = vec![written(Axis::Known(*party))];
        for axis in Axis::all().filter(|axis| axis.party() == *party && !axis.stands_for_unknown().is_empty())
        {
            let (least, most) = axis.stands_for_unknown().into_inner();
            open.push(match (axis.is_flag(), least) {
                (true, 0) => format!("!{}", written(axis)),
                (true, _) => written(axis),
                (false, _) => format!("({0} >= {least} && {0} <= {most})", written(axis)),
            });
        }
        all.push(format!("({})", open.join(" || ")));
    }
    all.join(" && ")
}

/// Permits all that facts can be.
pub(crate) fn permit_possible() -> Result<Policy, RewriteError> {
    let text = format!("permit {HEAD} when {{ {} }};", possible());
    Policy::parse(Some(PolicyId::new("possible")), text).map_err(failed)
}

/// Forbids whatever a permit does not permit: from here on it is assumed.
pub(crate) fn assume(permit: &Policy, id: &str) -> Result<Policy, RewriteError> {
    let mut json = permit.to_json().map_err(failed)?;
    set(&mut json, "effect", json!("forbid"))?;
    let conditions = json.get_mut("conditions").and_then(Value::as_array_mut);
    let [condition] = conditions.ok_or_else(|| failed("no conditions"))?.as_mut_slice() else {
        return Err(failed("not a single condition"));
    };
    set(condition, "kind", json!("unless"))?;
    Policy::from_json(Some(PolicyId::new(format!("assumed {id}"))), json).map_err(failed)
}

/// The same with the conditions of `first` before its own: looked at only where those hold.
pub(crate) fn after(first: &Policy, policy: &Policy) -> Result<Policy, RewriteError> {
    let mut json = policy.to_json().map_err(failed)?;
    let first = first.to_json().map_err(failed)?;
    let mut conditions = first.get("conditions").and_then(Value::as_array).cloned().unwrap_or_default();
    conditions.extend(json.get("conditions").and_then(Value::as_array).into_iter().flatten().cloned());
    set(&mut json, "conditions", Value::Array(conditions))?;
    Policy::from_json(Some(policy.id().clone()), json).map_err(failed)
}

/// Permits where there is something better on an axis.
pub(crate) fn permit_improvable(axis: Axis) -> Result<Policy, RewriteError> {
    let (party, name, best) = (axis.party().name(), axis.name(), axis.best());
    let condition = match (axis.is_flag(), best) {
        (true, 0) => format!("{party}.{name}"),
        (true, _) => format!("!{party}.{name}"),
        (false, _) => format!("{party}.{name} != {best}"),
    };
    let text = format!("permit {HEAD} when {{ {condition} }};");
    Policy::parse(Some(PolicyId::new("improvable")), text).map_err(failed)
}

/// The same policy, asked about the next better value on an axis.
pub(crate) fn improved(policy: &Policy, axis: Axis) -> Result<Policy, RewriteError> {
    let mut json = policy.to_json().map_err(failed)?;
    if let Some(conditions) = json.get_mut("conditions") {
        replace(conditions, axis);
    }
    Policy::from_json(Some(policy.id().clone()), json).map_err(failed)
}

/// Replaces `resource.sov_2` by `resource.sov_2 + 1`, and a flag by its better value.
fn replace(json: &mut Value, axis: Axis) {
    let is_meant = json.get(".").is_some_and(|access| {
        access.get("attr").and_then(Value::as_str) == Some(axis.name().as_str())
            && access.pointer("/left/Var").and_then(Value::as_str) == Some(axis.party().name())
    });
    if is_meant {
        let old = json.take();
        *json = if axis.is_flag() {
            json!({ "Value": axis.best() != 0 })
        } else {
            let sign = if axis.best() > axis.worst() { "+" } else { "-" };
            json!({ sign: { "left": old, "right": { "Value": 1 } } })
        };
        return;
    }
    match json {
        Value::Object(fields) => fields.values_mut().for_each(|value| replace(value, axis)),
        Value::Array(values) => values.iter_mut().for_each(|value| replace(value, axis)),
        _ => {}
    }
}

fn set(json: &mut Value, key: &str, value: Value) -> Result<(), RewriteError> {
    *json.get_mut(key).ok_or_else(|| failed(format!("no {key}")))? = value;
    Ok(())
}

/// The most rules that are asked about at once. Ten times what the default profile makes; more would take minutes.
pub(crate) const MOST_RULES: usize = 500;

/// How deeply a rule may be nested: as many `||` in a row. The symbolic compiler calls itself for each.
pub(crate) const MOST_DEPTH: usize = 500;

/// Refuses what would take too long, or more stack than there is.
pub(crate) fn check_size(policies: &PolicySet) -> Result<(), RewriteError> {
    if policies.policies().nth(MOST_RULES).is_some() {
        return Err(failed(format!("there are more than {MOST_RULES} rules")));
    }
    for policy in policies.policies() {
        let json = policy.to_json().map_err(failed)?;
        // Without recursion, since its depth is what is in question.
        let mut open = vec![(&json, 0)];
        while let Some((value, depth)) = open.pop() {
            // Each operator is an object in an object.
            if depth > 2 * MOST_DEPTH + 16 {
                return Err(failed(format!("the rule '{}' is nested too deeply", policy.id())));
            }
            match value {
                Value::Object(fields) => open.extend(fields.values().map(|value| (value, depth + 1))),
                Value::Array(values) => open.extend(values.iter().map(|value| (value, depth + 1))),
                _ => {}
            }
        }
    }
    Ok(())
}

/// Policies together; the same ids must not stand twice.
pub(crate) fn together(policies: impl IntoIterator<Item = Policy>) -> Result<PolicySet, RewriteError> {
    PolicySet::from_policies(policies).map_err(failed)
}
