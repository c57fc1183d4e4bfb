// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit datasets`: show and correct how files are grouped.

use super::{account, catalogue_failure, open_for_reading, open_for_writing, print};
use crate::cli::{DatasetsAction, Talk};
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use crate::own;
use hoheit_catalogue::inventory::DatasetFacts;
use hoheit_catalogue::{Catalogue, CatalogueError, Note, Plan, Rule};
use hoheit_decide::{Classification, Question};
use hoheit_report::words::Label as _;
use hoheit_report::{ReportError, counted, dataset_json, files, own_rule, set_aside};
use hoheit_types::{DatasetId, Day, Lang, Printable, RelPath};
use std::fmt::Write;

pub(crate) fn run(context: &Context, action: DatasetsAction) -> Result<Exit, Failure> {
    let lang = context.lang;
    let own = own::load(context)?;
    let versions = Some(own.versions());
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let json = |error| super::report::failure(ReportError::Json(error), lang);
    match action {
        DatasetsAction::Classify(args) => super::classify::run(context, &args),
        DatasetsAction::List { format } => {
            let mut datasets = open_for_reading(context)?.datasets(versions).map_err(fail)?;
            for dataset in &mut datasets {
                own::name_in(&own, dataset);
            }
            let text = match format {
                Talk::Json => {
                    let rows = datasets.iter().map(dataset_json).collect::<Result<Vec<_>, _>>();
                    lines(rows.map_err(json)?.iter().map(ToString::to_string))
                }
                Talk::Human => lines(datasets.iter().map(|dataset| row(dataset, lang))),
            };
            print(lang, text)?;
            if format == Talk::Human && !context.quiet {
                let count = datasets.len() as u64;
                let count = counted(lang, count, ["Datenbestand", "Datenbestände"], ["dataset", "datasets"]);
                eprintln!(
                    "{}",
                    lang.pick(
                        format!("{count}. Was geprüft wurde und was nicht, sagt: hoheit report"),
                        format!("{count}. What was examined and what not, says: hoheit report"),
                    )
                );
            }
            Ok(Exit::Done)
        }
        DatasetsAction::Show { dataset, format } => {
            let mut facts = open_for_reading(context)?.dataset(&dataset, versions).map_err(fail)?;
            own::name_in(&own, &mut facts);
            let text = match format {
                Talk::Json => format!("{:#}\n", dataset_json(&facts).map_err(json)?),
                Talk::Human => detail(&facts, lang),
            };
            print(lang, text)?;
            Ok(Exit::Done)
        }
        DatasetsAction::Merge { datasets, name, yes } => {
            correct(context, &datasets, yes, |catalogue, facts| {
                let ids: Vec<_> = facts.iter().map(|facts| facts.id).collect();
                let plan = catalogue.plan_merge(&ids, name.as_deref())?;
                let kept = facts.first().map_or("", |facts| &facts.name);
                let name = Printable(plan.name().unwrap_or(kept)).to_string();
                let result = lang.pick(
                    format!("zu einem Datenbestand dieses Namens: {name}"),
                    format!("into one dataset of this name: {name}"),
                );
                Ok((lang.pick("Zusammengefasst werden", "To be merged"), result, plan))
            })
        }
        DatasetsAction::Split { dataset, folder, yes } => {
            correct(context, &[dataset], yes, |catalogue, facts| {
                let folder = folder.trim_matches('/');
                let plan = catalogue.plan_split(only(facts), &RelPath::from_kept(folder))?;
                let folder = Printable(folder).to_string();
                let result = lang.pick(
                    format!("ein eigener Datenbestand wird: {folder}"),
                    format!("becomes a dataset of its own: {folder}"),
                );
                Ok((lang.pick("Geteilt wird", "To be split"), result, plan))
            })
        }
        DatasetsAction::Rename { dataset, name, yes } => {
            correct(context, &[dataset], yes, |catalogue, facts| {
                let plan = catalogue.plan_rename(only(facts), &name)?;
                let name = Printable(plan.name().unwrap_or_default()).to_string();
                let result = lang.pick(format!("heißt dann: {name}"), format!("its name then: {name}"));
                Ok((lang.pick("Umbenannt wird", "To be renamed"), result, plan))
            })
        }
        DatasetsAction::Owner { dataset, owner, yes } => {
            correct(context, &[dataset], yes, |catalogue, facts| {
                // An empty owner takes the entry away.
                let owner = Some(owner.trim()).filter(|owner| !owner.is_empty());
                let plan = catalogue.plan_owner(only(facts), owner)?;
                let owner = plan.owner().unwrap_or(lang.pick("niemand", "nobody"));
                let owner = Printable(owner).to_string();
                let result =
                    lang.pick(format!("verantwortlich dann: {owner}"), format!("responsible then: {owner}"));
                Ok((lang.pick("Zugeordnet wird", "To be assigned"), result, plan))
            })
        }
    }
}

/// What is to be done: a title, what comes of it, and the thing itself.
type Planned = Result<(&'static str, String, Plan), CatalogueError>;

/// Shows a plan and, with `--yes`, carries that very plan out. A plan that can't be carried out fails either way.
fn correct(
    context: &Context,
    datasets: &[String],
    yes: bool,
    plan: impl FnOnce(&mut Catalogue, &[DatasetFacts]) -> Planned,
) -> Result<Exit, Failure> {
    let lang = context.lang;
    let versions = Some(own::load(context)?.versions());
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    // Planning only looks; only its execution needs the writer's place.
    let mut catalogue = if yes { open_for_writing(context)? } else { open_for_reading(context)? };
    let facts = datasets.iter().map(|dataset| catalogue.dataset(dataset, versions));
    let facts = facts.collect::<Result<Vec<_>, _>>().map_err(fail)?;
    let (title, result, plan) = plan(&mut catalogue, &facts).map_err(fail)?;
    let rows = lines(facts.iter().map(|facts| row(facts, lang)));
    print(lang, format!("{title}:\n{rows}{result}\n"))?;
    let voided = outgrown(&mut catalogue, &facts, court::today(context)).map_err(fail)?;
    if let Some(id) = voided {
        print(
            lang,
            lang.pick(
                format!(
                    "die Einstufung von {id} gilt dann nicht mehr: sie sagt nichts über das, was dazukommt\n"
                ),
                format!(
                    "the classification of {id} no longer counts then: it says nothing of what is added\n"
                ),
            ),
        )?;
    }
    if !yes {
        print(lang, lang.pick("Ausführen mit --yes\n", "Do it with --yes\n"))?;
        return Ok(Exit::Done);
    }
    if let Some(id) = voided {
        let note = Note {
            valid_from: court::today(context),
            valid_until: None,
            author: account(),
            reason: "hoheit datasets merge".into(),
        };
        catalogue.withdraw::<Classification>(&id.to_string(), &note).map_err(fail)?;
    }
    let id = catalogue.correct(plan).map_err(fail)?;
    print(lang, lang.pick(format!("Eingetragen: Datenbestand {id}\n"), format!("Entered: dataset {id}\n")))?;
    Ok(Exit::Done)
}

/// The dataset that takes others in, if what was said of it was not said of all of them: then it is unknown again.
fn outgrown(
    catalogue: &mut Catalogue,
    facts: &[DatasetFacts],
    today: Day,
) -> Result<Option<DatasetId>, CatalogueError> {
    let said = facts.iter().map(|facts| {
        let said = catalogue.in_force_of::<Classification>(&facts.id.to_string(), today)?;
        Ok(said.map(|stated| stated.body))
    });
    let said = said.collect::<Result<Vec<_>, CatalogueError>>()?;
    let Some((Some(kept), added)) = said.split_first() else { return Ok(None) };
    let says_same = |other: &Option<Classification>| {
        other.as_ref().is_some_and(|other| {
            Question::ALL.iter().all(|question| other.holds(*question, today) == kept.holds(*question, today))
        })
    };
    Ok((!added.iter().all(says_same)).then_some(kept.dataset()))
}

/// The id of the one dataset that was looked up.
fn only(facts: &[DatasetFacts]) -> DatasetId {
    facts.first().map_or(DatasetId(0), |facts| facts.id)
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
    let sites = sites(dataset, lang);
    let files = files(lang, tally.files);
    let size = lang.bytes(tally.size_bytes);
    format!(
        "{:>5}  {} · {} · {files} · {size} · {personal} · {sites}{owner}",
        id.0,
        Printable(name),
        kind.label(lang)
    )
}

/// Where it lies by what people stated; that nobody did is an answer, too.
fn sites(dataset: &DatasetFacts, lang: Lang) -> String {
    let names: Vec<_> = dataset.sites.iter().map(ToString::to_string).collect();
    match names.as_slice() {
        [] => lang.pick("Ort unbekannt", "site unknown").to_owned(),
        [one] => lang.pick(format!("Ort {one}"), format!("site {one}")),
        several => lang.pick("Orte ", "sites ").to_owned() + &several.join(", "),
    }
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
    let _ = writeln!(text, "\n{}", lang.pick("Ordner und Dateien", "Folders and files"));
    for place in &dataset.places {
        let place = if place.is_root() { "/" } else { place.as_str() };
        let _ = writeln!(text, "  {}", Printable(place));
    }
    let (read, all) = (lang.integer(dataset.read_files), files(lang, dataset.tally.files));
    let _ = writeln!(
        text,
        "\n{}",
        lang.pick(
            format!("Vollständig geprüft: {read} von {all}"),
            format!("Examined completely: {read} of {all}")
        )
    );
    let formats: Vec<_> = dataset.formats.iter().map(|format| format.label(lang)).collect();
    let _ = writeln!(text, "{}: {}", lang.pick("Formate", "Formats"), formats.join(", "));
    if let Some((oldest, newest)) = dataset.changed {
        let (oldest, newest) = (oldest.date().0, newest.date().0);
        let _ = writeln!(text, "{}: {oldest}–{newest}", lang.pick("Geändert", "Changed"));
    }
    for found in &dataset.findings {
        let _ = writeln!(text, "  {}: {}", found.entity.label(lang), files(lang, found.files));
    }
    for facts in &dataset.own_rules {
        let (which, count) = (own_rule(facts, lang), files(lang, facts.files));
        let _ = writeln!(
            text,
            "  {}",
            lang.pick(format!("davon {which}: {count}"), format!("of these {which}: {count}"))
        );
    }
    if let Some(aside) = set_aside(dataset.set_aside, lang) {
        let _ = writeln!(text, "{aside}");
    }
    text
}
