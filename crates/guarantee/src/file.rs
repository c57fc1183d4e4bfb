// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Guarantees as a file: what the rules of an administration shall keep, in words and as a condition.

use crate::rewrite;
use cedar_policy::Policy;
use hoheit_decide::{Axis, RulesError, Wording};
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

/// Guarantees that hoheit brings along.
pub const DEFAULT: &str = include_str!("rules/guarantees.toml");

/// The format of the file. Files of other formats are refused: a guarantee that is read wrongly proves nothing.
const FORMAT: u32 = 1;

/// A file of guarantees, read and checked.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Guarantees {
    /// Small letters, digits, `-` and `_`
    pub name: String,
    /// Counted up with each change
    pub version: u32,
    /// Who answers for it
    pub author: String,
    /// Who has reviewed it; nobody yet where it is empty
    pub reviewed_by: Vec<String>,
    /// In the order of the file; ids are unique
    pub list: Vec<Guarantee>,
}

/// What rules shall keep for every possible dataset and site.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Guarantee {
    /// Small letters, digits, `-` and `_`
    pub id: String,
    /// In words, in German
    pub de: String,
    /// In words, in English
    pub en: String,
    /// Where it comes from
    pub source: Option<String>,
    /// For a proof
    pub kind: Kind,
}

/// What is to be proved.
#[derive(Clone, Debug)]
pub enum Kind {
    /// No rule fails
    NoErrors,
    /// Nothing that fits is ever permitted
    NeverPermits(Condition),
    /// Everything that fits is permitted
    AlwaysPermits(Condition),
    /// A step to a better value of one of these never turns a permit into a denial
    Monotone(Vec<Axis>),
}

/// A condition in Cedar, valid by the schema.
#[derive(Clone, Debug)]
pub struct Condition {
    pub(crate) text: String,
    /// Permits what fits, and nothing else
    pub(crate) permit: Policy,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    format: Spanned<u32>,
    name: Spanned<String>,
    version: u32,
    author: String,
    #[serde(default)]
    reviewed_by: Vec<String>,
    #[serde(default, rename = "guarantee")]
    guarantees: Vec<WrittenGuarantee>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenGuarantee {
    id: Spanned<String>,
    kind: Spanned<WrittenKind>,
    de: String,
    en: String,
    source: Option<String>,
    when: Option<Spanned<String>>,
    better: Option<Spanned<Vec<String>>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WrittenKind {
    NoErrors,
    NeverPermits,
    AlwaysPermits,
    Monotone,
}

impl Guarantees {
    /// Reads a file. `file` is named in errors.
    pub fn from_toml(file: &str, text: &str) -> Result<Self, RulesError> {
        let written: Written = toml::from_str(text).map_err(|error| RulesError::toml(file, text, &error))?;
        if *written.format.get_ref() != FORMAT {
            let format = written.format.get_ref();
            let message = Wording::new(
                format!("das Format {format} ist nicht bekannt"),
                format!("format {format} is not known"),
            );
            let hint = Wording::new(
                format!("dieses hoheit liest format = {FORMAT}"),
                format!("this hoheit reads format = {FORMAT}"),
            );
            return Err(
                RulesError::at(file, text, Some(written.format.span()), message).with_hint(Some(hint))
            );
        }
        let mut ids = BTreeSet::new();
        let all = written.guarantees.iter().map(|guarantee| &guarantee.id);
        for name in std::iter::once(&written.name).chain(all.clone()) {
            if !is_plain(name.get_ref()) {
                let message = Wording::new(
                    format!("'{}' ist kein Name: kleine Buchstaben, Ziffern, - und _", name.get_ref()),
                    format!("'{}' is no name: use small letters, digits, - and _", name.get_ref()),
                );
                return Err(RulesError::at(file, text, Some(name.span()), message));
            }
        }
        if let Some(twice) = all.clone().find(|id| !ids.insert(id.get_ref())) {
            let message = Wording::new(
                format!("die Kennung '{}' steht zweimal da", twice.get_ref()),
                format!("the id '{}' stands twice", twice.get_ref()),
            );
            return Err(RulesError::at(file, text, Some(twice.span()), message));
        }
        let guarantees = written.guarantees.into_iter().map(|guarantee| guarantee.check(file, text));
        Ok(Self {
            name: written.name.into_inner(),
            version: written.version,
            author: written.author,
            reviewed_by: written.reviewed_by,
            list: guarantees.collect::<Result<_, _>>()?,
        })
    }
}

impl WrittenGuarantee {
    fn check(self, file: &str, text: &str) -> Result<Guarantee, RulesError> {
        let kind_span = self.kind.span();
        let wanted = |de: &str, en: &str| {
            let message = Wording::new(
                format!("die Zusage '{}' braucht {de}", self.id.get_ref()),
                format!("the guarantee '{}' needs {en}", self.id.get_ref()),
            );
            RulesError::at(file, text, Some(kind_span.clone()), message)
        };
        let kind = match (self.kind.get_ref(), &self.when, &self.better) {
            (WrittenKind::NoErrors, None, None) => Kind::NoErrors,
            (WrittenKind::NoErrors, ..) => {
                return Err(wanted("weder 'when' noch 'better'", "neither 'when' nor 'better'"));
            }
            (WrittenKind::NeverPermits, Some(when), None) => Kind::NeverPermits(condition(file, text, when)?),
            (WrittenKind::AlwaysPermits, Some(when), None) => {
                Kind::AlwaysPermits(condition(file, text, when)?)
            }
            (WrittenKind::NeverPermits | WrittenKind::AlwaysPermits, ..) => {
                return Err(wanted(
                    "'when' (eine Bedingung in Cedar) und kein 'better'",
                    "'when' (a condition of Cedar), and no 'better'",
                ));
            }
            (WrittenKind::Monotone, None, Some(better)) => Kind::Monotone(axes(file, text, better)?),
            (WrittenKind::Monotone, ..) => {
                return Err(wanted(
                    "'better' (eine Liste von Eigenschaften) und kein 'when'",
                    "'better' (a list of attributes), and no 'when'",
                ));
            }
        };
        Ok(Guarantee { id: self.id.into_inner(), de: self.de, en: self.en, source: self.source, kind })
    }
}

fn is_plain(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    !name.is_empty() && name.chars().all(is_plain)
}

fn condition(file: &str, text: &str, when: &Spanned<String>) -> Result<Condition, RulesError> {
    let permit = rewrite::permit_when(when.get_ref()).map_err(|problem| {
        RulesError::at(file, text, Some(when.span()), problem.message).with_hint(problem.hint)
    })?;
    Ok(Condition { text: when.get_ref().trim().to_owned(), permit })
}

/// Attributes by name (`resource.sov_2`) or by group (`levels`).
fn axes(file: &str, text: &str, better: &Spanned<Vec<String>>) -> Result<Vec<Axis>, RulesError> {
    let mut found = BTreeSet::new();
    for name in better.get_ref() {
        let is_meant = |axis: &Axis| {
            // Whether all is known belongs to both, so as a group it would mean too much.
            (axis.group().name() == name && !matches!(axis, Axis::Known(_)))
                || format!("{}.{}", axis.party().name(), axis.name()) == *name
        };
        let before = found.len();
        let meant: Vec<Axis> = Axis::all().filter(is_meant).collect();
        if meant.is_empty() {
            let message =
                Wording::new(format!("'{name}' ist keine Eigenschaft"), format!("'{name}' is no attribute"));
            let groups = "levels, assurances, transfer, traits, needs";
            let hint = Wording::new(
                format!("{groups} oder eine, wie Regeln sie schreiben: resource.sov_2"),
                format!("{groups}, or one as rules write it: resource.sov_2"),
            );
            return Err(RulesError::at(file, text, Some(better.span()), message).with_hint(Some(hint)));
        }
        found.extend(meant);
        if found.len() == before {
            let message =
                Wording::new(format!("'{name}' steht zweimal da"), format!("'{name}' stands twice"));
            return Err(RulesError::at(file, text, Some(better.span()), message));
        }
    }
    if found.is_empty() {
        let message = Wording::new("'better' nennt keine Eigenschaft", "'better' names no attribute");
        return Err(RulesError::at(file, text, Some(better.span()), message));
    }
    Ok(found.into_iter().collect())
}

impl Condition {
    /// As it stands in the file.
    pub fn text(&self) -> &str {
        &self.text
    }
}
