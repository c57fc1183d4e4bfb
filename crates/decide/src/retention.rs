// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Statutory periods of keeping, as a table that people review.

use serde::Deserialize;
use std::sync::LazyLock;

/// A statutory period.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// Stable: `AO-147-10`
    pub id: String,
    /// Kept for so many years
    #[serde(default)]
    pub years: Option<u16>,
    /// In use for so many years …
    #[serde(default)]
    pub use_years: Option<u16>,
    /// … and then kept apart for so many
    #[serde(default)]
    pub restricted_years: Option<u16>,
    /// What and how long, in German
    pub de: String,
    /// What and how long, in English
    pub en: String,
    /// Where it stands
    pub law: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    period: Vec<Period>,
}

static PERIODS: LazyLock<Vec<Period>> = LazyLock::new(|| {
    // A test reads it; a table that can't be read would know no period, and every one would be refused.
    toml::from_str::<Table>(include_str!("rules/retention.toml"))
        .map(|table| table.period)
        .unwrap_or_default()
});

/// All of them.
pub fn periods() -> &'static [Period] {
    &PERIODS
}

/// The one with this id.
pub fn period(id: &str) -> Option<&'static Period> {
    PERIODS.iter().find(|period| period.id == id)
}
