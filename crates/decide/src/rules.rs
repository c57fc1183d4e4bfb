// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The rules in force: those of hoheit, those made from the profile, own ones beside them. Read strictly: one error, and
//! none of them is used.

use crate::error::{RulesError, Wording};
use crate::profile::Profile;
use cedar_policy::{Policy, PolicyId, PolicySet, Schema, ValidationMode, Validator};
use hoheit_types::Digest;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The schema: what rules can ask.
pub const SCHEMA: &str = include_str!("rules/hoheit.cedarschema");
/// What holds for every administration.
pub const BASE: &str = include_str!("rules/hoheit.cedar");

/// A file of own rules.
#[derive(Clone, Copy, Debug)]
pub struct OwnRules<'t> {
    /// Named in errors
    pub file: &'t str,
    /// Cedar
    pub text: &'t str,
}

/// Rules that were read, proved against the schema, and named.
#[derive(Clone, Debug)]
pub struct Rules {
    pub(crate) set: PolicySet,
    pub(crate) told: BTreeMap<PolicyId, Rule>,
    profile: Profile,
    digest: Digest,
}

/// What people are told of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rule {
    /// `@id`: unique
    pub id: String,
    /// `@de`: why, in German
    pub de: String,
    /// `@en`: why, in English
    pub en: String,
    /// `@law`: where it comes from
    pub law: Option<String>,
    /// `@missing_de`, `@missing_en`: what would have to be there
    pub missing: Option<(String, String)>,
    /// Names of the facts that it asks
    pub asks: Vec<String>,
}

impl Rules {
    /// Reads all rules, with [`BASE`] among them. The same texts always give the same digest.
    pub fn new(profile: Profile, own: &[OwnRules<'_>]) -> Result<Self, RulesError> {
        Self::with_base(BASE, profile, own)
    }

    /// Reads all rules, with an earlier text of those that come along: for explaining what was decided then.
    pub fn with_base(base: &str, profile: Profile, own: &[OwnRules<'_>]) -> Result<Self, RulesError> {
        let (schema, _) = Schema::from_cedarschema_str(SCHEMA)
            .map_err(|error| RulesError::cedar("hoheit.cedarschema", SCHEMA, &error))?;
        let validator = Validator::new(schema);
        let from_profile = profile.to_cedar();
        let profile_file = format!("profile {}", profile.name);
        let mut files = vec![
            OwnRules { file: "hoheit.cedar", text: base },
            OwnRules { file: &profile_file, text: &from_profile },
        ];
        files.extend(own);
        let (mut set, mut told) = (PolicySet::new(), BTreeMap::new());
        let mut hasher = blake3::Hasher::new();
        hasher.update(SCHEMA.as_bytes());
        for OwnRules { file, text } in files {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
            for (policy, rule) in read(file, text, &validator)? {
                let id = policy.id().clone();
                if told.contains_key(&id) {
                    let message = Wording::new(
                        format!("die Kennung '{}' steht zweimal da", rule.id),
                        format!("the id '{}' stands twice", rule.id),
                    );
                    return Err(RulesError::near(file, text, &rule.id, message));
                }
                set.add(policy).map_err(|error| RulesError::cedar(file, text, &error))?;
                told.insert(id, rule);
            }
        }
        let digest = Digest::new(*hasher.finalize().as_bytes());
        Ok(Self { set, told, profile, digest })
    }

    /// What these rules are known by in decisions.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The profile that some of them are made from.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The same as Cedar's policies, each by its `@id`.
    pub fn policies(&self) -> &PolicySet {
        &self.set
    }

    /// All rules, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Rule> {
        self.told.values()
    }
}

/// The rules of one file, valid and named by their `@id`.
fn read(file: &str, text: &str, validator: &Validator) -> Result<Vec<(Policy, Rule)>, RulesError> {
    check_size(file, text)?;
    let parsed: PolicySet = text.parse().map_err(|errors: cedar_policy::ParseErrors| {
        let first = errors.iter().next();
        first.map_or_else(
            || RulesError::at(file, text, None, Wording::foreign(errors.to_string())),
            |error| RulesError::cedar(file, text, error),
        )
    })?;
    if let Some(template) = parsed.templates().next() {
        let message = Wording::new(
            format!("'{}' ist eine Vorlage; Regeln nennen keinen einzelnen Datenbestand", template.id()),
            format!("'{}' is a template; rules name no single dataset", template.id()),
        );
        return Err(RulesError::at(file, text, None, message));
    }
    let result = validator.validate(&parsed, ValidationMode::Strict);
    if let Some(error) = result.validation_errors().next() {
        return Err(RulesError::cedar(file, text, error));
    }
    let mut rules = Vec::new();
    for policy in parsed.policies() {
        let note =
            |key: &str| policy.annotation(key).filter(|value| !value.is_empty()).map(ToOwned::to_owned);
        let (Some(id), Some(de), Some(en)) = (note("id"), note("de"), note("en")) else {
            let message = Wording::new(
                "einer Regel fehlt @id, @de oder @en: niemand könnte lesen, warum sie entscheidet",
                "a rule lacks @id, @de or @en: nobody could read why it decides",
            );
            let form = "@id(\"…\") @de(\"…\") @en(\"…\")";
            let hint = Some(Wording::new(
                format!("{form} vor permit oder forbid"),
                format!("{form} before permit or forbid"),
            ));
            let word = note("id").unwrap_or_default();
            return Err(RulesError::near(file, text, &word, message).with_hint(hint));
        };
        let Some(asks) = asks(policy) else {
            let message = Wording::new(
                format!("die Regel '{id}' fragt nach mehr als Eigenschaften von principal und resource"),
                format!("the rule '{id}' asks for more than attributes of principal and resource"),
            );
            let hint = Some(Wording::new(
                "keinen einzelnen Datenbestand oder Ort nennen, sondern eine Eigenschaft",
                "name no single dataset or site; give it an attribute",
            ));
            return Err(RulesError::near(file, text, &id, message).with_hint(hint));
        };
        let rule = Rule {
            law: note("law"),
            missing: note("missing_de").zip(note("missing_en")),
            asks,
            id: id.clone(),
            de,
            en,
        };
        rules.push((policy.new_id(PolicyId::new(id)), rule));
    }
    Ok(rules)
}

/// Longest text of rules: 1 MiB, some thousand of them.
const TEXT_BYTES: usize = 1 << 20;
/// Longest rule. Cedar reads rules by recursion, term by term; 8 KiB hold at most some 2,700 terms, and 3,000 were fine.
const RULE_BYTES: usize = 8 << 10;
/// Deepest nesting of brackets in a rule: 30. 500 ended the program.
const NESTING: usize = 30;
/// Conditions inside of conditions: `if` nests without brackets.
const CONDITIONS: usize = 30;

/// Refuses what would exhaust the stack of whoever reads it, before anybody does.
fn check_size(file: &str, text: &str) -> Result<(), RulesError> {
    let refuse =
        |at: usize, de: &str, en: &str| Err(RulesError::at(file, text, Some(at..at), Wording::new(de, en)));
    if text.len() > TEXT_BYTES {
        return refuse(0, "die Regeln sind länger als 1 MiB", "the rules are longer than 1 MiB");
    }
    let (mut depth, mut conditions, mut begin) = (0_usize, 0_usize, 0_usize);
    let (mut is_quoted, mut is_escaped, mut is_comment) = (false, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'\n' => is_comment = false,
            _ if is_comment => {}
            _ if is_escaped => is_escaped = false,
            b'\\' if is_quoted => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            b'/' if text.as_bytes().get(at + 1) == Some(&b'/') => is_comment = true,
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'f' if at > 0 && text.as_bytes().get(at - 1) == Some(&b'i') => conditions += 1,
            b';' => (depth, conditions, begin) = (0, 0, at),
            _ => {}
        }
        if depth > NESTING || conditions > CONDITIONS {
            return refuse(
                at,
                "die Regel ist zu tief verschachtelt: höchstens 30 Klammern und 30 Bedingungen ineinander",
                "the rule nests too deep: at most 30 brackets and 30 conditions in each other",
            );
        }
        if at - begin > RULE_BYTES {
            return refuse(begin, "die Regel ist länger als 8 KiB", "the rule is longer than 8 KiB");
        }
    }
    Ok(())
}

/// The attributes that a rule looks at, sorted. `None` if it looks at anything else, such as who a dataset is: decisions for
/// alike facts would differ then, and nobody could prove anything of all possible datasets.
pub fn asks(policy: &Policy) -> Option<Vec<String>> {
    /// Whether it is clean so far.
    fn walk(json: &Value, found: &mut BTreeSet<String>) -> bool {
        match json {
            Value::Object(fields) => match fields.get(".").or_else(|| fields.get("has")) {
                Some(access) if access.get("left").is_some_and(|left| left.get("Var").is_some()) => {
                    access.get("attr").and_then(Value::as_str).is_some_and(|name| {
                        found.insert(name.to_owned());
                        true
                    })
                }
                _ => !fields.contains_key("Var") && fields.values().all(|value| walk(value, found)),
            },
            Value::Array(values) => values.iter().all(|value| walk(value, found)),
            _ => true,
        }
    }
    let json = policy.to_json().ok()?;
    let mut found = BTreeSet::new();
    let names_one = ["principal", "resource"].iter().any(|party| {
        let head = json.get(party);
        let op = head.and_then(|head| head.get("op")?.as_str());
        !matches!(op, Some("All" | "is")) || head.is_some_and(|head| head.get("in").is_some())
    });
    let is_clean = json.get("conditions").is_some_and(|conditions| walk(conditions, &mut found));
    (is_clean && !names_one).then(|| found.into_iter().collect())
}
