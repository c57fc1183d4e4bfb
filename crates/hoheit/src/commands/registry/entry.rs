// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What sites, contracts and activities have in common, and what each of them says for itself.

use super::shelf::Shelf;
use crate::failure::Failure;
use hoheit_types::{DatasetId, Day, Lang, Record};
use serde_json::{Map, Value};

/// Where the settings of forms are described, in German and English.
pub(super) const IN_FORMS: (&str, &str) = (
    "alle Angaben stehen in docs/reference/registry-form.md",
    "all settings are listed in docs/reference/registry-form.md",
);

/// A kind of thing that people enter.
pub(super) trait Entry: Record + Clone + PartialEq {
    /// Its table in a form: `[[site]]`
    const TABLE: &'static str;
    /// Its command
    const COMMAND: &'static str;
    /// What it is called after a verb, in German and English
    const NOUN: (&'static str, &'static str);
    /// Where its settings are described
    const SETTINGS: (&'static str, &'static str) = IN_FORMS;
    /// The command that enters it
    const ADD: &'static str = "add";
    /// Whether what is told of it cites law
    const CITES_LAW: bool = false;
    /// Whether its key `datasets` may name datasets by their names
    const NAMES_DATASETS: bool = false;

    /// What people call it.
    fn title(&self) -> &str;

    /// What is wrong with it by itself.
    fn fault(&self) -> Option<(String, String)>;

    /// What it refers to must be there on the first day that it is for.
    fn check_references(&self, _shelf: &mut Shelf<'_>, _on: Day) -> Result<Option<Dangling>, Failure> {
        Ok(None)
    }

    /// Completes what stands in options, which are shorter than a form.
    fn complete(_given: &mut Map<String, Value>, _shelf: &mut Shelf<'_>) -> Result<(), Failure> {
        Ok(())
    }

    /// Takes the datasets that a form named.
    fn set_datasets(&mut self, _datasets: Vec<DatasetId>) {}

    /// What people should know before it is entered, or taken back.
    fn notes(
        &self,
        _is_removed: bool,
        _on: Day,
        _shelf: &mut Shelf<'_>,
    ) -> Result<Vec<(String, String)>, Failure> {
        Ok(Vec::new())
    }

    /// What a list tells beside name and title, for people and for programs.
    fn summary(&self, on: Day, lang: Lang) -> (Vec<String>, Map<String, Value>);

    /// What hangs on it: lines for people, keys for programs.
    fn links(&self, shelf: &mut Shelf<'_>) -> Result<(String, Map<String, Value>), Failure>;

    /// What a whole list tells below its rows.
    fn below(all: &[Self], shelf: &mut Shelf<'_>) -> Result<(String, Map<String, Value>), Failure> {
        let _ = (all, shelf);
        Ok((String::new(), Map::new()))
    }
}

/// A reference that leads nowhere: what is not there, and what to do about it, in German and English.
pub(super) struct Dangling {
    pub(super) what: (String, String),
    pub(super) hint: (&'static str, &'static str),
}
