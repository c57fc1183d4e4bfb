// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit search --entity`: where a value occurs, and how many values occur in several places.

use crate::cli::{PersonFormat, PersonTask, Search, SubjectAccess, Talk};
use crate::commands::{catalogue_failure, open_for_reading, print, subject_access};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::token::{KeyRing, has_tokens};
use hoheit_catalogue::{CatalogueError, Spread};
use hoheit_report::words::Label as _;
use hoheit_report::{counted, files, nothing_scanned};
use hoheit_types::{Entity, Lang, Printable};
use serde_json::{Value, json};
use std::fmt::Write as _;

pub(super) fn run(context: &Context, entity: &str, args: &Search) -> Result<Exit, Failure> {
    let lang = context.lang;
    if !args.count {
        return subject_access::run(context, &asked(entity, args.format));
    }
    let kinds = || Entity::ALL.iter().filter(|entity| has_tokens(**entity)).map(|entity| entity.name());
    let Some(entity) = Entity::from_name(entity.trim()).filter(|entity| has_tokens(*entity)) else {
        let kinds = kinds().collect::<Vec<_>>().join(", ");
        // What was given may hold a value: it is not repeated.
        return Err(Failure::new(
            Exit::Usage,
            lang.pick(
                "zum Zählen braucht es nur eine Art, keinen Wert",
                "counting needs just a kind, no value",
            ),
        )
        .hint(lang.pick(format!("möglich: {kinds}"), format!("possible: {kinds}"))));
    };
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let mut catalogue = open_for_reading(context)?;
    let keys = KeyRing::read(&context.home).map_err(fail)?;
    let spread = catalogue.spread(entity, keys.active()).map_err(fail)?;
    match args.format {
        Talk::Human => print(lang, human(entity, &spread, lang))?,
        Talk::Json => print(lang, format!("{:#}\n", to_json(entity, &spread)))?,
    }
    Ok(if spread.is_complete() { Exit::Done } else { Exit::Warnings })
}

/// Looking for a value is a question about a person: it is asked, and kept, in the same way.
fn asked(pair: &str, format: Talk) -> SubjectAccess {
    SubjectAccess {
        name: None,
        born: None,
        email: Vec::new(),
        iban: Vec::new(),
        phone: Vec::new(),
        id: vec![pair.to_owned()],
        purpose: subject_access::SEARCH.to_owned(),
        r#for: PersonTask::Access,
        with_content: false,
        letter: false,
        no_live: false,
        format: match format {
            Talk::Human => PersonFormat::Human,
            Talk::Json => PersonFormat::Json,
        },
        output: None,
    }
}

/// Numbers of datasets that have a line of their own; a person wants to see the slope, not its end.
const NAMED: u64 = 5;

fn human(entity: Entity, spread: &Spread, lang: Lang) -> String {
    if spread.sources.is_empty() {
        return format!("{}\n", nothing_scanned(lang));
    }
    let values = |count| {
        counted(
            lang,
            count,
            ["verschiedener Wert", "verschiedene Werte"],
            ["distinct value", "distinct values"],
        )
    };
    let datasets = |count| counted(lang, count, ["Datenbestand", "Datenbeständen"], ["dataset", "datasets"]);
    let mut text =
        format!("{}: {}, {}\n", entity.label(lang), values(spread.values), files(lang, spread.files));
    let many =
        spread.by_datasets.iter().filter(|(datasets, _)| *datasets > NAMED).map(|(_, values)| values).sum();
    for (count, values) in spread.by_datasets.iter().filter(|(datasets, _)| *datasets <= NAMED) {
        let (count, values) = (datasets(*count), lang.integer(*values));
        let _ = writeln!(
            text,
            "  {}",
            lang.pick(format!("in {count}: {values}"), format!("in {count}: {values}"))
        );
    }
    if many > 0 {
        let many = lang.integer(many);
        let in_more = lang
            .pick(format!("in mehr als {NAMED} Datenbeständen"), format!("in more than {NAMED} datasets"));
        let _ = writeln!(text, "  {in_more}: {many}");
    }
    if spread.values > 0 {
        let several = lang.integer(spread.in_several_files);
        let label = lang.pick("in mehr als einer Datei", "in more than one file");
        let _ = writeln!(text, "  {label}: {several}");
    }
    if let Some((in_datasets, in_files)) = spread.widest.filter(|(_, files)| *files > 1) {
        let (in_datasets, in_files) = (datasets(in_datasets), files(lang, in_files));
        let widest = lang.pick(
            format!("am weitesten verbreitet: ein Wert in {in_datasets} ({in_files})"),
            format!("most widely spread: one value in {in_datasets} ({in_files})"),
        );
        let _ = writeln!(text, "  {widest}");
    }
    if spread.uncounted_files > 0 {
        let count = files(lang, spread.uncounted_files);
        let why = lang.pick(
            "nicht oder nur zum Teil gezählt (lange Tabellen, anderer Schlüssel)",
            "not counted, or only in part (long tables, another key)",
        );
        let _ = writeln!(text, "  {why}: {count}");
    }
    for source in spread.sources.iter().filter(|source| source.walked_at.is_none()) {
        let why = lang.pick("nie vollständig durchlaufen", "never walked over as a whole");
        let _ = writeln!(text, "  {}: {why}", Printable(&source.source));
    }
    text
}

/// `hoheit-spread/1`, see `docs/reference/search-json.md`.
fn to_json(entity: Entity, spread: &Spread) -> Value {
    let by_datasets: Vec<Value> = spread
        .by_datasets
        .iter()
        .map(|(datasets, values)| json!({ "datasets": datasets, "values": values }))
        .collect();
    json!({
        "format": "hoheit-spread/1", "entity": entity, "values": spread.values, "files": spread.files,
        "in_several_files": spread.in_several_files, "by_datasets": by_datasets,
        "most_datasets": spread.widest.map(|(datasets, _)| datasets), "files_of_that": spread.widest.map(|(_, files)| files),
        "uncounted_files": spread.uncounted_files, "complete": spread.is_complete(),
    })
}
