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
use toml::Spanned;

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
    /// Of the source: what tells two states of a pack apart even where nobody counted its version up
    print: u64,
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
    /// The regular expression; `None` for a list of words
    pub pattern: Option<String>,
    /// How many words it waits for; 0 for a pattern
    pub words: usize,
    /// Words of which one must stand nearby; empty if none has to
    pub context: Vec<String>,
    /// The check that a match must pass
    pub validator: Option<String>,
    /// How sure a find is
    pub confidence: Confidence,
    /// Samples that were tried: of `matches` and of `ignores`
    pub samples: (usize, usize),
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
    #[error(
        "line {line}: '{name}' is no name for a pack or rule, or stands twice: use small letters, digits, - and _"
    )]
    Name {
        /// Counted from 1
        line: usize,
        /// Its beginning
        name: String,
    },
    /// More than 2 MiB
    #[error("too large: at most 2 MiB")]
    TooLarge,
    /// More than [`Pack::RULES`]
    #[error("too many rules: at most {}", Pack::RULES)]
    TooManyRules,
    /// One rule is wrong
    #[error("line {line}, rule '{rule}': {reason}")]
    Rule {
        /// Of the rule's name, or of the sample that failed; counted from 1
        line: usize,
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
    name: Spanned<String>,
    version: u32,
    #[serde(default, rename = "rule")]
    rules: Vec<RuleSource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleSource {
    name: Spanned<String>,
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
    matches: Vec<Spanned<String>>,
    #[serde(default)]
    ignores: Vec<Spanned<String>>,
}

/// What is wrong with a rule, and where in the source if not at its name.
type Fault = (RuleProblem, Option<usize>);

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
    pub const RULES: usize = 64;
    /// How sure a rule is that says nothing of it: a pattern alone, or with a context or a check digit beside.
    const CONFIDENCE: [u8; 2] = [60, 85];

    /// Reads and proves a pack.
    pub fn from_toml(source: &str) -> Result<Self, PackError> {
        if source.len() > Self::SOURCE_BYTES {
            return Err(PackError::TooLarge);
        }
        let line = |at: usize| 1 + source.bytes().take(at).filter(|byte| *byte == b'\n').count();
        let read: Source = toml::from_str(source).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            PackError::Syntax { line: line(at), message: error.message().to_owned() }
        })?;
        if read.rules.len() > Self::RULES {
            return Err(PackError::TooManyRules);
        }
        let named = |name: Spanned<String>, is_new: &dyn Fn(&str) -> bool| {
            let line = line(name.span().start);
            let name = name.into_inner();
            if is_name(&name) && is_new(&name) {
                return Ok((name, line));
            }
            Err(PackError::Name { line, name: name.chars().take(NAME_BYTES).collect() })
        };
        let (name, _) = named(read.name, &|_| true)?;
        let mut hash = [0; 8];
        blake3::Hasher::new().update(source.as_bytes()).finalize_xof().fill(&mut hash);
        let mut pack =
            Self { name, version: read.version, print: u64::from_le_bytes(hash), rules: Vec::new() };
        for mut rule in read.rules {
            let given = std::mem::replace(&mut rule.name, Spanned::new(0..0, String::new()));
            let is_new = |name: &str| !pack.rules.iter().any(|known| known.own_name() == name);
            let (name, at) = named(given, &is_new)?;
            let id = RuleId { name: format!("{}/{name}", pack.name), version: pack.version };
            let proved = PackRule::prove(rule, id).map_err(|(reason, sample)| PackError::Rule {
                line: sample.map_or(at, line),
                rule: name,
                reason,
            })?;
            pack.rules.push(Arc::new(proved));
        }
        Ok(pack)
    }

    /// Its name; part of the name of each rule.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// A hash of its source.
    pub(crate) const fn print(&self) -> u64 {
        self.print
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
    /// Its name within the pack.
    pub fn own_name(&self) -> &str {
        self.id.name.split_once('/').map_or("", |(_, name)| name)
    }

    /// The rule of a source, after its samples were tried.
    fn prove(source: RuleSource, id: RuleId) -> Result<Self, Fault> {
        let at_name = |problem| (problem, None);
        let entity = Entity::from_name(&source.entity);
        let entity = entity.ok_or(at_name(RuleProblem::Entity(source.entity)))?;
        let check = source.validator.as_ref().map(|name| {
            let known = VALIDATORS.iter().find(|(known, _)| known == name).map(|(_, validator)| *validator);
            known.ok_or_else(|| at_name(RuleProblem::Validator(name.clone())))
        });
        let check = check.transpose()?;
        let [alone, supported] = Pack::CONFIDENCE;
        let usual = if check.is_some() || !source.context.is_empty() { supported } else { alone };
        let confidence = Confidence::percent(source.confidence.unwrap_or(usual));
        let compiled = match (&source.pattern, source.words.is_empty()) {
            (Some(pattern), true) => Compiled::pattern(pattern, &source.context, check, confidence),
            (None, false) => Compiled::words(&source.words, &source.context, check, confidence),
            _ => Err(RuleProblem::PatternOrWords),
        };
        let compiled = compiled.map_err(at_name)?;
        if source.matches.is_empty() || source.ignores.is_empty() {
            return Err(at_name(RuleProblem::NoSamples));
        }
        let finds = |text: &Spanned<String>| {
            let text = text.get_ref();
            let mut found = false;
            compiled.find(&View::new(text), 0, text.len(), &mut |_| found = true);
            found
        };
        let wrong = |samples: &[Spanned<String>], expect: bool| {
            let found = samples.iter().zip(1..).find(|(text, _)| finds(text) != expect);
            found.map(|(text, number)| (number, Some(text.span().start)))
        };
        if let Some((number, at)) = wrong(&source.matches, true) {
            return Err((RuleProblem::NotFound(number), at));
        }
        if let Some((number, at)) = wrong(&source.ignores, false) {
            return Err((RuleProblem::Found(number), at));
        }
        Ok(Self {
            id: Arc::new(id),
            entity,
            label: source.label,
            pattern: source.pattern,
            words: source.words.len(),
            context: source.context,
            validator: source.validator,
            confidence,
            samples: (source.matches.len(), source.ignores.len()),
            compiled,
        })
    }
}

/// Longest name of a pack or rule, in bytes: it stands in lists and command lines.
const NAME_BYTES: usize = 40;

/// Names stand in findings, file names and command lines.
fn is_name(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    !name.is_empty() && name.len() <= NAME_BYTES && name.bytes().all(fits)
}

#[cfg(test)]
mod tests;
