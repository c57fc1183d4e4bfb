// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit datasets`: show and correct how files are grouped.

use super::{catalogue_failure, open_for_reading, open_for_writing, print};
use crate::cli::{DatasetsAction, Talk};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::inventory::DatasetFacts;
use hoheit_catalogue::{Catalogue, CatalogueError, Rule};
use hoheit_report::words::Label as _;
use hoheit_types::{Lang, Printable, RelPath};
use std::fmt::Write;

pub(crate) fn run(context: &Context, action: DatasetsAction) -> Result<Exit, Failure> {
    let lang = context.lang;
    let versions = Some(hoheit_scan::versions());
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    match action {
        DatasetsAction::List { format } => {
            let datasets = open_for_reading(context)?.datasets(versions).map_err(fail)?;
            print(
                lang,
                match format {
                    Talk::Json => {
                        lines(datasets.iter().map(|dataset| serde_json::json!(dataset).to_string()))
                    }
                    Talk::Human => lines(datasets.iter().map(|dataset| row(dataset, lang))),
                },
            )?;
        }
        DatasetsAction::Show { dataset, format } => {
            let facts = open_for_reading(context)?.dataset(&dataset, versions).map_err(fail)?;
            print(
                lang,
                match format {
                    Talk::Json => format!("{:#}\n", serde_json::json!(facts)),
                    Talk::Human => detail(&facts, lang),
                },
            )?;
        }
        DatasetsAction::Merge { datasets, name, yes } => {
            let mut catalogue = open(context, yes)?;
            let facts = datasets
                .iter()
                .map(|dataset| catalogue.dataset(dataset, versions))
                .collect::<Result<Vec<_>, _>>()
                .map_err(fail)?;
            let title = lang.pick("Zusammengefasst wird:", "To be merged:");
            print(
                lang,
                lines(std::iter::once(title.to_owned()).chain(facts.iter().map(|facts| row(facts, lang)))),
            )?;
            if !yes {
                return propose(lang);
            }
            let ids: Vec<_> = facts.iter().map(|facts| facts.id).collect();
            catalogue.merge_datasets(&ids, name.as_deref()).map_err(fail)?;
            done(lang)?;
        }
        DatasetsAction::Split { dataset, folder, yes } => {
            let mut catalogue = open(context, yes)?;
            let facts = catalogue.dataset(&dataset, versions).map_err(fail)?;
            let shown = Printable(&folder);
            print(
                lang,
                lang.pick(
                    format!("Herausgelöst wird: {shown}\naus: {}\n", row(&facts, lang)),
                    format!("To be split off: {shown}\nfrom: {}\n", row(&facts, lang)),
                ),
            )?;
            if !yes {
                return propose(lang);
            }
            let folder = RelPath::from_kept(folder.trim_matches('/'));
            let id = catalogue.split_dataset(facts.id, &folder).map_err(fail)?;
            print(lang, lang.pick(format!("Neuer Datenbestand: {id}\n"), format!("New dataset: {id}\n")))?;
        }
        DatasetsAction::Rename { dataset, name } => {
            let mut catalogue = open_for_writing(context)?;
            let id = catalogue.dataset_id(&dataset).map_err(fail)?;
            catalogue.rename_dataset(id, &name).map_err(fail)?;
            done(lang)?;
        }
        DatasetsAction::Owner { dataset, owner } => {
            let mut catalogue = open_for_writing(context)?;
            let id = catalogue.dataset_id(&dataset).map_err(fail)?;
            let owner = Some(owner.trim()).filter(|owner| !owner.is_empty());
            catalogue.set_dataset_owner(id, owner).map_err(fail)?;
            done(lang)?;
        }
    }
    Ok(Exit::Done)
}

/// A plan only looks; only its execution needs the writer's place.
fn open(context: &Context, yes: bool) -> Result<Catalogue, Failure> {
    if yes { open_for_writing(context) } else { open_for_reading(context) }
}

fn propose(lang: Lang) -> Result<Exit, Failure> {
    print(lang, lang.pick("Ausführen mit --yes\n", "Do it with --yes\n"))?;
    Ok(Exit::Done)
}

fn done(lang: Lang) -> Result<(), Failure> {
    print(lang, lang.pick("Eingetragen.\n", "Entered.\n"))
}

fn lines(lines: impl Iterator<Item = String>) -> String {
    lines.fold(String::new(), |text, line| text + &line + "\n")
}

fn row(dataset: &DatasetFacts, lang: Lang) -> String {
    let DatasetFacts { id, name, kind, tally, owner, .. } = dataset;
    let personal = match dataset.holds_personal_data() {
        Some(true) => lang.pick("Personenbezug ja", "personal data yes"),
        Some(false) => lang.pick("Personenbezug nein", "personal data no"),
        None => lang.pick("Personenbezug unbekannt", "personal data unknown"),
    };
    let owner = owner.as_deref().map(|owner| format!(" · {}", Printable(owner))).unwrap_or_default();
    let noun = if tally.files == 1 { lang.pick("Datei", "file") } else { lang.pick("Dateien", "files") };
    let files = format!("{} {noun}", lang.integer(tally.files));
    let size = lang.bytes(tally.size_bytes);
    format!("{:>5}  {} · {} · {files} · {size} · {personal}{owner}", id.0, Printable(name), kind.label(lang))
}

fn detail(dataset: &DatasetFacts, lang: Lang) -> String {
    let mut text = row(dataset, lang) + "\n";
    if let Some(rule) = Rule::from_name(&dataset.rule) {
        let why = rule.explain(dataset.evidence, lang);
        let _ = writeln!(text, "\n{}: {why}", lang.pick("Warum so gruppiert", "Why grouped so"));
    }
    if dataset.corrected {
        text.push_str(lang.pick("Von Menschen berichtigt.\n", "Corrected by people.\n"));
    }
    let _ = writeln!(text, "\n{}", lang.pick("Orte", "Places"));
    for place in &dataset.places {
        let place = if place.is_root() { "/" } else { place.as_str() };
        let _ = writeln!(text, "  {}", Printable(place));
    }
    let (read, files) = (lang.integer(dataset.read_files), lang.integer(dataset.tally.files));
    let _ = writeln!(
        text,
        "\n{}",
        lang.pick(
            format!("Vollständig geprüft: {read} von {files} Dateien"),
            format!("Examined completely: {read} of {files} files")
        )
    );
    let formats: Vec<_> = dataset.formats.iter().map(|format| format.label(lang)).collect();
    let _ = writeln!(text, "{}: {}", lang.pick("Formate", "Formats"), formats.join(", "));
    if let Some((oldest, newest)) = dataset.changed {
        let (oldest, newest) = (oldest.date().0, newest.date().0);
        let _ = writeln!(text, "{}: {oldest}–{newest}", lang.pick("Geändert", "Changed"));
    }
    for found in &dataset.findings {
        let (entity, files) = (found.entity.label(lang), lang.integer(found.files));
        let _ = writeln!(text, "  {entity}: {files} {}", lang.pick("Dateien", "files"));
    }
    text
}
