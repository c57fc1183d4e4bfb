// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Which levels a dataset needs: a table that people review, and from which the rules are made.

use crate::error::{RulesError, Wording};
use crate::facts::{DatasetFacts, Need, Trait, Value};
use hoheit_types::{Day, Objective, PerObjective, Seal};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// A profile, read and checked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Small letters, digits, `-` and `_`
    pub name: String,
    /// Counted up with each change
    pub version: u32,
    /// First day on which it is in force
    pub valid_from: Day,
    /// Who answers for it
    pub author: String,
    /// Who has reviewed it; nobody yet where it is empty
    #[serde(default)]
    pub reviewed_by: Vec<String>,
    /// The demands; all that fit a dataset add up
    #[serde(rename = "demand")]
    pub demands: Vec<Demand>,
}

/// Levels that some datasets need.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demand {
    /// Small letters, digits, `-` and `_`; unique in the profile
    pub name: String,
    /// Which datasets
    pub when: When,
    /// At least these
    pub levels: BTreeMap<Objective, Seal>,
    /// Why, in German
    pub de: String,
    /// Why, in English
    pub en: String,
    /// The law or standard that it comes from
    pub law: String,
}

/// A condition: everything that is given must hold; of a list, one.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct When {
    /// It has one of these
    pub holds: Vec<Trait>,
    /// At least this Schutzbedarf
    pub confidentiality: Option<Need>,
    /// At least this Schutzbedarf
    pub integrity: Option<Need>,
    /// At least this Schutzbedarf
    pub availability: Option<Need>,
}

/// A level that a dataset needs, and all demands that ask for it.
#[derive(Clone, Debug)]
pub struct Required<'p> {
    /// The highest level that is asked for
    pub level: Seal,
    /// The demands that ask for that level
    pub demands: Vec<&'p Demand>,
    /// Whether what is known asks for that level; else it is what is unknown
    pub is_certain: bool,
}

/// The profile that hoheit brings along: a proposal for municipalities.
pub const DEFAULT: &str = include_str!("rules/kommune.toml");

impl Profile {
    /// Reads a profile. `file` is named in errors.
    pub fn from_toml(file: &str, text: &str) -> Result<Self, RulesError> {
        let profile: Self = toml::from_str(text).map_err(|error| RulesError::toml(file, text, &error))?;
        let mut names = BTreeSet::new();
        for name in std::iter::once(&profile.name).chain(profile.demands.iter().map(|d| &d.name)) {
            let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
            let problem = if name.is_empty() || !name.chars().all(is_plain) {
                Wording::new(
                    format!("'{name}' ist kein Name: kleine Buchstaben, Ziffern, - und _"),
                    format!("'{name}' is no name: use small letters, digits, - and _"),
                )
            } else if !names.insert(name) {
                Wording::new(
                    format!("der Name '{name}' steht zweimal da"),
                    format!("the name '{name}' stands twice"),
                )
            } else {
                continue;
            };
            return Err(RulesError::near(file, text, name, problem));
        }
        if let Some(empty) = profile.demands.iter().find(|demand| demand.levels.is_empty()) {
            let problem = Wording::new(
                format!("die Anforderung '{}' verlangt keine Stufe", empty.name),
                format!("the demand '{}' asks for no level", empty.name),
            );
            return Err(RulesError::near(file, text, &empty.name, problem));
        }
        let silent = |demand: &&Demand| demand.de.trim().is_empty() || demand.en.trim().is_empty();
        if let Some(silent) = profile.demands.iter().find(silent) {
            let problem = Wording::new(
                format!(
                    "der Anforderung '{}' fehlt der Grund (de, en): niemand könnte lesen, warum sie gilt",
                    silent.name
                ),
                format!(
                    "the demand '{}' lacks its reason (de, en): nobody could read why it holds",
                    silent.name
                ),
            );
            return Err(RulesError::near(file, text, &silent.name, problem));
        }
        Ok(profile)
    }

    /// What a dataset needs; what is unknown is taken for what asks most.
    pub fn required(&self, dataset: &DatasetFacts) -> PerObjective<Seal> {
        let mut required = PerObjective::default();
        for demand in self.demands.iter().filter(|demand| demand.when.holds(dataset)) {
            for (&objective, &level) in &demand.levels {
                required.set(objective, level.max(required.get(objective)));
            }
        }
        required
    }

    /// What a dataset needs of one objective, with the demands that ask for it; `None` where none does.
    pub fn reasons(&self, dataset: &DatasetFacts, objective: Objective) -> Option<Required<'_>> {
        let level = self.required(dataset).get(objective);
        let asks = |demand: &&Demand| {
            demand.when.holds(dataset) && demand.levels.get(&objective).is_some_and(|asked| *asked == level)
        };
        let demands: Vec<&Demand> = self.demands.iter().filter(asks).collect();
        let is_certain = self.required(&dataset.at_best()).get(objective) == level;
        (level > Seal::NONE && !demands.is_empty()).then_some(Required { level, demands, is_certain })
    }

    /// The same as rules, one for each demand and objective.
    pub(crate) fn to_cedar(&self) -> String {
        let mut text = String::new();
        for demand in &self.demands {
            let condition = demand.when.to_cedar();
            for (objective, level) in &demand.levels {
                let (title_de, title_en) = objective.title();
                let note = |key: &str, value: &str| format!("@{key}({})\n", quoted(value));
                text += &note("id", &format!("{}/{}/{objective}", self.name, demand.name));
                text += &note("de", &demand.de);
                text += &note("en", &demand.en);
                text += &note("law", &demand.law);
                text += &note("missing_de", &format!("{objective} ({title_de}){LEAST}{level}"));
                text += &note("missing_en", &format!("{objective} ({title_en}){LEAST}{level}"));
                // Writing to a string can't fail.
                let _ = writeln!(
                    text,
                    "forbid (principal is Dataset, action == Action::\"reside\", resource is Site)\n\
                     when {{ {condition} && resource.{} < {level} }};\n",
                    attribute(*objective)
                );
            }
        }
        text
    }
}

impl When {
    /// Whether a dataset is meant, or may be, because something of it is unknown.
    fn holds(&self, dataset: &DatasetFacts) -> bool {
        let has = |which: &Trait| dataset.has(*which).or(true);
        let needs = |(value, least): (Value, Need)| dataset.need(value).or(Need::VeryHigh) >= least;
        (self.holds.is_empty() || self.holds.iter().any(has)) && self.needs().all(needs)
    }

    fn needs(&self) -> impl Iterator<Item = (Value, Need)> {
        let asked = [
            (Value::Confidentiality, self.confidentiality),
            (Value::Integrity, self.integrity),
            (Value::Availability, self.availability),
        ];
        asked.into_iter().filter_map(|(value, need)| Some((value, need?)))
    }

    fn to_cedar(&self) -> String {
        let holds: Vec<String> = self.holds.iter().map(|t| format!("principal.{}", t.name())).collect();
        let mut all: Vec<String> = Vec::new();
        if !holds.is_empty() {
            all.push(format!("({})", holds.join(" || ")));
        }
        all.extend(
            self.needs().map(|(value, need)| format!("principal.{} >= {}", value.name(), need as u8 + 1)),
        );
        if all.is_empty() { "true".to_owned() } else { all.join(" && ") }
    }
}

/// Between an objective and the level that is asked for.
pub(crate) const LEAST: &str = " ≥ ";

/// The name of an objective's level in Cedar: `sov_4`.
pub(crate) fn attribute(objective: Objective) -> String {
    objective.name().to_ascii_lowercase().replace('-', "_")
}

/// A string of Cedar: only quotes, backslashes and control characters need care.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
