// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Sites: where data lie or may lie, which sources and datasets do, and which sources nobody has placed.

use super::assess::answers;
use super::entry::Entry;
use super::shelf::Shelf;
use crate::commands::levels::{self, unless_wrong};
use crate::failure::{Exit, Failure};
use hoheit_decide::{Assessment, Inherited, inherited};
use hoheit_types::{Contract, Day, Lang, Printable, ShortName, Site};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::fmt::Write as _;

/// Invented sites to learn from, as a form.
pub(super) const EXAMPLES: &str = hoheit_decide::examples::SITES;

/// Datasets of a site that are named. 20: a screen; all of them are in the JSON.
const NAMED: usize = 20;

impl Entry for Site {
    const TABLE: &'static str = "site";
    const COMMAND: &'static str = "sites";
    const NOUN: (&'static str, &'static str) = ("den Ort", "site");

    fn title(&self) -> &str {
        &self.title
    }

    fn fault(&self) -> Option<(String, String)> {
        Self::fault(self)
    }

    /// A source stands for the place where it was scanned.
    fn complete(given: &mut Map<String, Value>, shelf: &mut Shelf<'_>) -> Result<(), Failure> {
        let Some(Value::Array(locations)) = given.get_mut("location") else { return Ok(()) };
        // A single empty address empties the list.
        locations.retain(|location| location["uri"] != "" && location["source"] != "");
        for location in locations {
            let Some(source) = location["source"].as_str().map(str::to_owned) else { continue };
            let known = shelf.sources()?;
            let Some((_, root)) = known.iter().find(|(label, _)| *label == source) else {
                return Err(unscanned(&source, shelf.context.lang));
            };
            *location = json!({ "uri": file_uri(root), "source": source });
        }
        Ok(())
    }

    fn notes(
        &self,
        is_removed: bool,
        on: Day,
        shelf: &mut Shelf<'_>,
    ) -> Result<Vec<(String, String)>, Failure> {
        let name = &self.name;
        if is_removed {
            let contracts = shelf.in_force::<Contract>(on)?;
            let named = contracts.iter().filter(|contract| contract.body.sites.contains(name));
            let notes = named.map(|contract| {
                let contract = &contract.body.name;
                (
                    format!("der Vertrag {contract} nennt den Ort {name} noch"),
                    format!("the contract {contract} still names the site {name}"),
                )
            });
            return Ok(notes.collect());
        }
        let known = shelf.sources()?;
        let sources = self.locations.iter().filter_map(|location| location.source.as_ref());
        let missing = sources.filter(|source| !known.iter().any(|(label, _)| label == *source));
        let notes = missing.map(|source| {
            (
                format!("{name}: eine Quelle '{source}' wurde noch nicht aufgenommen"),
                format!("{name}: a source '{source}' was not scanned yet"),
            )
        });
        Ok(notes.collect())
    }

    fn summary(&self, _on: Day, lang: Lang) -> (Vec<String>, Map<String, Value>) {
        let mut parts = vec![lang.pick(self.kind.title().0, self.kind.title().1).to_owned()];
        parts.extend(self.operator.clone());
        let countries: Vec<_> = self.jurisdictions.iter().map(ToString::to_string).collect();
        parts.push(match countries.as_slice() {
            [] => lang.pick("Rechtsordnung unbekannt", "jurisdiction unknown").to_owned(),
            known => known.join(", "),
        });
        if self.example {
            parts.push(lang.pick("BEISPIEL, erfunden", "EXAMPLE, invented").to_owned());
        }
        (parts, Map::new())
    }

    fn links(&self, shelf: &mut Shelf<'_>) -> Result<(String, Map<String, Value>), Failure> {
        let lang = shelf.context.lang;
        let today = shelf.today;
        let contracts = shelf.in_force::<Contract>(today)?;
        let contracts: Vec<&Contract> =
            contracts.iter().map(|stated| &stated.body).filter(|c| c.sites.contains(&self.name)).collect();
        let known = shelf.sources()?;
        let sources: Vec<&str> =
            known.iter().map(|(label, _)| label.as_str()).filter(|label| self.holds(label)).collect();
        let datasets = shelf.datasets()?;
        let datasets: Vec<_> = datasets.iter().filter(|dataset| self.holds(&dataset.source)).collect();

        let mut text = String::new();
        let mut lines = |title: &str, rows: &[String], all: usize| {
            if !rows.is_empty() {
                let _ = writeln!(text, "{title} ({})", lang.integer(all as u64));
                for row in rows {
                    let _ = writeln!(text, "  {}", Printable(row));
                }
            }
        };
        let rows: Vec<_> =
            contracts.iter().map(|c| format!("{} · {} · {}", c.name, c.title, c.provider)).collect();
        lines(lang.pick("Verträge", "Contracts"), &rows, rows.len());
        let rows: Vec<_> = sources.iter().map(|source| (*source).to_owned()).collect();
        lines(lang.pick("Aufgenommene Quellen", "Scanned sources"), &rows, rows.len());
        let mut rows: Vec<_> =
            datasets.iter().take(NAMED).map(|dataset| format!("{} {}", dataset.id, dataset.name)).collect();
        if datasets.len() > NAMED {
            rows.push("…".to_owned());
        }
        lines(lang.pick("Datenbestände", "Datasets"), &rows, datasets.len());
        let said = shelf.classifications()?;
        let said: HashMap<_, _> = said.iter().map(|said| (said.dataset(), said)).collect();
        let needs: Vec<_> =
            inherited(datasets.iter().map(|dataset| said.get(&dataset.id).copied()), today).collect();
        if !datasets.is_empty() {
            let title = lang.pick("Schutzbedarf (Maximumprinzip)", "Protection needs (highest of all)");
            let _ = writeln!(text, "{title}");
            for need in &needs {
                text.push_str(&told(*need, lang));
            }
        }

        let (told, levels) = reached(&self.name, shelf)?;
        text += &told;
        let mut value = Map::new();
        value.insert("levels".to_owned(), levels);
        value.insert("contracts".to_owned(), contracts.iter().map(|contract| json!(contract.name)).collect());
        value.insert("sources".to_owned(), json!(sources));
        let named = datasets.iter().map(|dataset| json!({ "id": dataset.id, "name": dataset.name }));
        value.insert("datasets".to_owned(), named.collect());
        let needs = needs.iter().map(
            |inherited| json!({ "value": inherited.value, "need": inherited.need, "open": inherited.open }),
        );
        value.insert("needs".to_owned(), needs.collect());
        Ok((text, value))
    }

    /// A source that no site names lies at an unknown place: that is a state of its own, and visible.
    fn below(all: &[Self], shelf: &mut Shelf<'_>) -> Result<(String, Map<String, Value>), Failure> {
        let lang = shelf.context.lang;
        let known = shelf.sources()?;
        let lost = known.iter().filter(|(label, _)| !all.iter().any(|site| site.holds(label)));
        let lost: Vec<_> = lost.collect();
        let mut text = String::new();
        for (label, root) in &lost {
            let place = lang.pick("Ort unbekannt", "site unknown");
            let source = lang.pick("Quelle", "source");
            let _ = writeln!(text, "{place}: {source} {} ({})", Printable(label), Printable(root));
        }
        if !lost.is_empty() {
            text.push_str(lang.pick(
                "Zuordnen mit: hoheit sites add --name <Kurzname> --source <Quelle> …\n",
                "Assign with: hoheit sites add --name <short name> --source <source> …\n",
            ));
        }
        let rows = lost.iter().map(|(label, root)| json!({ "source": label, "root": root }));
        Ok((text, Map::from_iter([("unknown".to_owned(), rows.collect())])))
    }
}

/// What its assessment shows today; null for programs where a text in force is wrong.
fn reached(site: &ShortName, shelf: &mut Shelf<'_>) -> Result<(String, Value), Failure> {
    let (lang, today) = (shelf.context.lang, shelf.today);
    let title =
        lang.pick("Stufen heute (SEAL 0–4; nachgewiesen–möglich)", "Levels today (SEAL 0–4; shown–possible)");
    let questionnaire = match unless_wrong(shelf.policy(today))? {
        Ok(policy) => policy.questionnaire,
        Err(why) => {
            let unknown = lang.pick("unbekannt", "unknown");
            return Ok((format!("{title}: {unknown} ({})\n", Printable(&why)), Value::Null));
        }
    };
    let known = answers(shelf, site, today, &questionnaire)?;
    let assessment = Assessment { criteria: &questionnaire.criteria, answers: &known.answers };
    let levels = assessment.levels(today);
    let more = lang.pick("Worauf sie beruhen", "What they rest on");
    let text = format!("{title}\n{}  {more}: hoheit sites assess {site}\n", levels::reached(&levels, lang));
    Ok((text, levels::reached_json(&levels)))
}

/// `  Vertraulichkeit: hoch; von 3 Datenbeständen nicht bekannt`.
fn told(inherited: Inherited, lang: Lang) -> String {
    let value = lang.pick(inherited.value.title().0, inherited.value.title().1);
    let need = match inherited.need {
        Some(need) => lang.pick(need.title().0, need.title().1),
        None => lang.pick("nicht bekannt", "not known"),
    };
    let open = match (inherited.need, inherited.open) {
        (_, 0) | (None, _) => String::new(),
        (Some(_), 1) => {
            lang.pick("; von 1 Datenbestand nicht bekannt", "; not known of 1 dataset").to_owned()
        }
        (Some(_), open) => {
            let open = lang.integer(open);
            lang.pick(
                format!("; von {open} Datenbeständen nicht bekannt"),
                format!("; not known of {open} datasets"),
            )
        }
    };
    format!("  {value}: {need}{open}\n")
}

fn unscanned(source: &str, lang: Lang) -> Failure {
    let source = Printable(source);
    Failure::new(
        Exit::Usage,
        lang.pick(
            format!("die Quelle '{source}' wurde noch nicht aufgenommen"),
            format!("the source '{source}' was not scanned yet"),
        ),
    )
    .hint(lang.pick(
        "aufnehmen mit: hoheit scan <Ordner>, oder die Adresse angeben: --location",
        "scan it with: hoheit scan <folder>, or give its address: --location",
    ))
}

/// A path as RFC 8089 writes it.
fn file_uri(path: &str) -> String {
    let mut uri = "file://".to_owned();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => {
                uri.push(byte.into());
            }
            other => {
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    uri
}
