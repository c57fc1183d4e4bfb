// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Processing activities: what Art. 30 DSGVO asks for, what of it is missing, and which datasets serve them.

use super::entry::{Dangling, Entry};
use super::form;
use super::shelf::Shelf;
use crate::failure::Failure;
use hoheit_types::{Activity, DatasetId, Day, Lang};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

impl Entry for Activity {
    const TABLE: &'static str = "activity";
    const COMMAND: &'static str = "activities";
    const NOUN: (&'static str, &'static str) = ("die Verarbeitung", "activity");
    const CITES_LAW: bool = true;
    const NAMES_DATASETS: bool = true;

    fn title(&self) -> &str {
        &self.title
    }

    fn fault(&self) -> Option<(String, String)> {
        Self::fault(self)
    }

    fn complete(given: &mut Map<String, Value>, shelf: &mut Shelf<'_>) -> Result<(), Failure> {
        let Some(Value::Array(datasets)) = given.get_mut("datasets") else { return Ok(()) };
        for dataset in datasets {
            let named = dataset.as_str().unwrap_or_default().to_owned();
            *dataset = json!(form::dataset_number(&named, shelf)?);
        }
        Ok(())
    }

    fn set_datasets(&mut self, datasets: Vec<DatasetId>) {
        self.datasets = datasets;
    }

    fn check_references(&self, shelf: &mut Shelf<'_>, _on: Day) -> Result<Option<Dangling>, Failure> {
        let known = shelf.datasets()?;
        let missing = self.datasets.iter().find(|id| !known.iter().any(|dataset| dataset.id == **id));
        Ok(missing.map(|id| Dangling {
            what: (
                format!("den Datenbestand {id} gibt es nicht (mehr)"),
                format!("there is no dataset {id} (any more)"),
            ),
            hint: ("alle zeigt: hoheit datasets list", "see them all with: hoheit datasets list"),
        }))
    }

    fn summary(&self, _on: Day, lang: Lang) -> (Vec<String>, Map<String, Value>) {
        let count = self.datasets.len() as u64;
        let datasets =
            hoheit_report::counted(lang, count, ["Datenbestand", "Datenbestände"], ["dataset", "datasets"]);
        let missing: Vec<_> = self.missing().iter().map(ToString::to_string).collect();
        let mut parts = vec![self.controller.name.clone(), datasets];
        if !missing.is_empty() {
            let letters = missing.join(", ");
            parts.push(
                lang.pick(
                    format!("es fehlt nach Art. 30: {letters}"),
                    format!("missing by Art. 30: {letters}"),
                ),
            );
        }
        (parts, Map::from_iter([("missing".to_owned(), json!(missing))]))
    }

    fn links(&self, shelf: &mut Shelf<'_>) -> Result<(String, Map<String, Value>), Failure> {
        let lang = shelf.context.lang;
        let known = shelf.datasets()?;
        let mut text = String::new();
        let gone: Vec<&DatasetId> =
            self.datasets.iter().filter(|id| !known.iter().any(|dataset| dataset.id == **id)).collect();
        for id in &gone {
            let _ = writeln!(
                text,
                "{}",
                lang.pick(
                    format!("Den Datenbestand {id} gibt es nicht mehr."),
                    format!("The dataset {id} is gone."),
                )
            );
        }
        for letter in self.missing() {
            let (de, en) = asked(letter);
            let _ = writeln!(
                text,
                "{}",
                lang.pick(
                    format!("Es fehlt nach Art. 30 Abs. 1 lit. {letter} DSGVO: {de}"),
                    format!("Missing by Art. 30(1)({letter}) GDPR: {en}"),
                )
            );
        }
        let named = self.datasets.iter().map(|id| {
            let known = known.iter().find(|dataset| dataset.id == *id);
            json!({ "id": id, "name": known.map(|dataset| &dataset.name) })
        });
        Ok((text, Map::from_iter([("datasets".to_owned(), named.collect())])))
    }
}

/// What Art. 30(1) DSGVO asks for under a letter.
fn asked(letter: char) -> (&'static str, &'static str) {
    match letter {
        'a' => (
            "Name und Kontakt von Verantwortlichem und Datenschutzbeauftragten",
            "name and contact of controller and data protection officer",
        ),
        'b' => ("die Zwecke", "the purposes"),
        'c' => (
            "Kategorien betroffener Personen und personenbezogener Daten",
            "categories of data subjects and of personal data",
        ),
        'd' => ("Kategorien von Empfängern", "categories of recipients"),
        'f' => ("Löschfristen, wenn möglich", "time limits for erasure, where possible"),
        'g' => (
            "technische und organisatorische Maßnahmen, wenn möglich",
            "technical and organisational measures, where possible",
        ),
        _ => ("eine Angabe", "a detail"),
    }
}
