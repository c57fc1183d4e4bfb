// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What the name of a dataset tells: tables that people review.

use crate::classification::{Category, Secrecy};
use crate::facts::Need;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// A line of the table of names.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Hint {
    words: Vec<String>,
    pub(crate) category: BTreeSet<Category>,
    pub(crate) secrecy: BTreeSet<Secrecy>,
    pub(crate) confidentiality: Option<Need>,
    pub(crate) integrity: Option<Need>,
    pub(crate) availability: Option<Need>,
    pub(crate) retention: Option<String>,
    pub(crate) open_data: Option<bool>,
    pub(crate) de: String,
    pub(crate) en: String,
}

#[derive(Deserialize)]
struct Hints {
    hint: Vec<Hint>,
}

pub(crate) static HINTS: LazyLock<Vec<Hint>> = LazyLock::new(|| {
    // A test reads it; without hints only what was found counts.
    toml::from_str::<Hints>(include_str!("rules/hints.toml")).map(|hints| hints.hint).unwrap_or_default()
});

/// A line of the table of Fachverfahren.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Application {
    name: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
struct Applications {
    application: Vec<Application>,
}

static APPLICATIONS: LazyLock<Vec<Application>> = LazyLock::new(|| {
    // A test reads it; without the table nobody is proposed anything.
    toml::from_str::<Applications>(include_str!("rules/applications.toml"))
        .map(|table| table.application)
        .unwrap_or_default()
});

/// The Fachverfahren that a name names; `None` where it names none, or several.
pub(crate) fn application(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let is_named = |application: &&Application| {
        let mut words = name.split(|c: char| !c.is_alphanumeric() && c != '.');
        words.any(|word| application.words.iter().any(|known| word.trim_matches('.') == known))
    };
    let mut named = APPLICATIONS.iter().filter(is_named);
    let first = named.next()?;
    named.next().is_none().then_some(first.name.as_str())
}

impl Hint {
    pub(crate) fn fits(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        let mut words = name.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_');
        let parts = words.clone().flat_map(|word| word.split(['-', '_']));
        let begins = |word: &str| self.words.iter().any(|begin| word.starts_with(begin.as_str()));
        words.any(begins) || parts.into_iter().any(begins)
    }
}
