// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Own recognisers in TOML: the numbers and words that only this authority has.

mod compiled;

pub(crate) use compiled::Packs;

use crate::digits;
use crate::view::View;
use compiled::Compiled;
use hoheit_types::{Confidence, Entity, RuleId};
use serde::Deserialize;
use std::sync::Arc;

/// A pack of own rules, parsed and proved by its samples.
///
/// ```
/// let pack = hoheit_detect::Pack::from_toml(r#"
///     name = "musterstadt"
///     version = 2
///
///     [[rule]]
///     name = "kassenzeichen"
///     entity = "aktenzeichen"
///     label = "Kassenzeichen"            # what it is called here; optional
///     pattern = 'KZ-[0-9]{4}-[0-9]{6}'   # or words = ["…", "…"]
///     context = ["Kassenzeichen", "Zahlung"] # one of them stands nearby; optional
///     validator = "luhn"                 # optional
///     matches = ["Kassenzeichen KZ-2024-000016"]
///     ignores = ["Kassenzeichen KZ-2024-000017", "KZ-2024-000016"]
/// "#).unwrap();
/// assert_eq!(pack.rules().next().unwrap().id.name, "musterstadt/kassenzeichen");
/// ```
///
/// Patterns are regular expressions without look-around and back references, in which classes such as `\d` and `\w` are
/// ASCII, and which match [`LONGEST`](Pack::LONGEST) bytes at most; so their time grows with the text alone. A match
/// never begins or ends inside a word.
#[derive(Clone, Debug)]
pub struct Pack {
    name: String,
    version: u32,
    rules: Vec<Arc<PackRule>>,
}

/// One rule of a pack.
#[derive(Debug)]
#[non_exhaustive]
pub struct PackRule {
    /// `pack/rule`, and the pack's version
    pub id: Arc<RuleId>,
    /// The kind that its finds count as
    pub entity: Entity,
    /// What it is called in the authority
    pub label: Option<String>,
    compiled: Compiled,
}

/// Why a pack was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    /// No TOML, an unknown key, a missing one
    #[error("line {line}: {message}")]
    Syntax {
        /// Counted from 1
        line: usize,
        /// What the TOML parser says
        message: String,
    },
    /// A name has other signs than small letters, digits, `-` and `_`, or stands twice
    #[error("'{0}' is no name for a pack or rule, or stands twice: use small letters, digits, - and _")]
    Name(String),
    /// Too many rules, words or bytes
    #[error("too large: at most {0}")]
    Limit(&'static str),
    /// One rule is wrong
    #[error("rule '{rule}': {reason}")]
    Rule {
        /// Its name
        rule: String,
        /// What is wrong with it
        reason: RuleProblem,
    },
}

/// What is wrong with a rule of a pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RuleProblem {
    /// The entity is unknown
    #[error("there is no entity '{0}'")]
    Entity(String),
    /// The validator is unknown
    #[error("there is no validator '{0}': luhn, mod_11_10 and mod_97 are known")]
    Validator(String),
    /// Neither a pattern nor words, or both
    #[error("give either a pattern or words")]
    PatternOrWords,
    /// No regular expression, or a too large one
    #[error("the pattern is refused: {0}")]
    Pattern(String),
    /// The pattern matches nothing at all, or any length
    #[error("the pattern must match at least 2 and at most {} bytes", Pack::LONGEST)]
    Length,
    /// Samples are missing
    #[error("samples are missing: give at least one of matches and one of ignores")]
    NoSamples,
    /// A sample that must match does not; counted from 1
    #[error("sample {0} of 'matches' is not found")]
    NotFound(usize),
    /// A sample that must not match does; counted from 1
    #[error("sample {0} of 'ignores' is found")]
    Found(usize),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    name: String,
    version: u32,
    #[serde(default, rename = "rule")]
    rules: Vec<RuleSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleSource {
    name: String,
    entity: String,
    label: Option<String>,
    pattern: Option<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    context: Vec<String>,
    validator: Option<String>,
    confidence: Option<u8>,
    #[serde(default)]
    matches: Vec<String>,
    #[serde(default)]
    ignores: Vec<String>,
}

/// A check that a match must pass.
type Validator = fn(&str) -> bool;

const VALIDATORS: [(&str, Validator); 3] = [
    ("luhn", |text| digits::luhn(&digits_of(text))),
    ("mod_11_10", |text| digits::mod_11_10(&digits_of(text))),
    // As in an IBAN: the first four characters count last.
    ("mod_97", |text| {
        let plain: Vec<u8> =
            text.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_uppercase()).collect();
        let (head, tail) = plain.split_at(plain.len().min(4));
        digits::mod_97(tail.iter().chain(head).copied()) == 1
    }),
];

/// The digits of a text.
fn digits_of(text: &str) -> Vec<u8> {
    text.bytes().filter(u8::is_ascii_digit).collect()
}

impl Pack {
    /// Longest match of a pattern, in bytes: an identifier, a name, no text.
    pub const LONGEST: usize = 256;
    /// Largest source of a pack, in bytes: a word list of a hundred thousand entries.
    const SOURCE_BYTES: usize = 2 << 20;
    /// Rules of a pack: each is a pass of its own over every text.
    const RULES: usize = 64;
    /// How sure a rule is that says nothing of it: a pattern alone, or with a context or a check digit beside.
    const CONFIDENCE: [u8; 2] = [60, 85];

    /// Reads and proves a pack.
    pub fn from_toml(source: &str) -> Result<Self, PackError> {
        if source.len() > Self::SOURCE_BYTES {
            return Err(PackError::Limit("2 MiB a pack"));
        }
        let read: Source = toml::from_str(source).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            let line = 1 + source.bytes().take(at).filter(|byte| *byte == b'\n').count();
            PackError::Syntax { line, message: error.message().to_owned() }
        })?;
        if read.rules.len() > Self::RULES {
            return Err(PackError::Limit("64 rules a pack"));
        }
        named(&read.name)?;
        let mut pack = Self { name: read.name, version: read.version, rules: Vec::new() };
        for rule in read.rules {
            named(&rule.name)?;
            let id = RuleId { name: format!("{}/{}", pack.name, rule.name), version: pack.version };
            if pack.rules.iter().any(|known| *known.id == id) {
                return Err(PackError::Name(rule.name));
            }
            let name = rule.name.clone();
            let proved =
                PackRule::prove(rule, id).map_err(|reason| PackError::Rule { rule: name, reason })?;
            pack.rules.push(Arc::new(proved));
        }
        Ok(pack)
    }

    /// Its name; part of the name of each rule.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its version; that of each rule.
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// Its rules, in the order of the source.
    pub fn rules(&self) -> impl Iterator<Item = &PackRule> {
        self.rules.iter().map(|rule| &**rule)
    }
}

impl PackRule {
    /// The rule of a source, after its samples were tried.
    fn prove(source: RuleSource, id: RuleId) -> Result<Self, RuleProblem> {
        let entity = Entity::ALL.iter().find(|entity| entity.name() == source.entity).copied();
        let entity = entity.ok_or(RuleProblem::Entity(source.entity))?;
        let validator = source.validator.map(|name| {
            let known = VALIDATORS.iter().find(|(known, _)| *known == name).map(|(_, validator)| *validator);
            known.ok_or(RuleProblem::Validator(name))
        });
        let validator = validator.transpose()?;
        let [alone, supported] = Pack::CONFIDENCE;
        let usual = if validator.is_some() || !source.context.is_empty() { supported } else { alone };
        let confidence = Confidence::percent(source.confidence.unwrap_or(usual));
        let compiled = match (source.pattern, source.words.is_empty()) {
            (Some(pattern), true) => Compiled::pattern(&pattern, &source.context, validator, confidence)?,
            (None, false) => Compiled::words(&source.words, &source.context, validator, confidence)?,
            _ => return Err(RuleProblem::PatternOrWords),
        };
        if source.matches.is_empty() || source.ignores.is_empty() {
            return Err(RuleProblem::NoSamples);
        }
        let finds = |text: &String| {
            let mut found = false;
            compiled.find(&View::new(text), 0, text.len(), &mut |_| found = true);
            found
        };
        if let Some(missed) = source.matches.iter().position(|text| !finds(text)) {
            return Err(RuleProblem::NotFound(missed + 1));
        }
        if let Some(wrong) = source.ignores.iter().position(finds) {
            return Err(RuleProblem::Found(wrong + 1));
        }
        Ok(Self { id: Arc::new(id), entity, label: source.label, compiled })
    }
}

/// Names stand in findings, file names and command lines.
fn named(name: &str) -> Result<(), PackError> {
    const NAME_BYTES: usize = 40;
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    if name.is_empty() || name.len() > NAME_BYTES || !name.bytes().all(fits) {
        return Err(PackError::Name(name.chars().take(NAME_BYTES).collect()));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
