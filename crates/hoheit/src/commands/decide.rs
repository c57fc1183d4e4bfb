// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit decide`, `hoheit explain`: may this dataset lie there, why, and why was it decided so?

use super::classify::found;
use super::{account, catalogue_failure, open_for_a_note, open_for_reading, print, report};
use crate::cli::{Decide, Explain, Talk};
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use crate::own;
use hoheit_catalogue::inventory::DatasetFacts;
use hoheit_catalogue::{Catalogue, CatalogueError, NamedDataset, Note};
use hoheit_decide::{
    Answer, Classification, CourtError, Decisions, Docket, Judgement, Question, RecallError, contradictions,
    propose,
};
use hoheit_report::{DecisionReport, answer_word};
use hoheit_types::{DatasetId, Digest, Printable, Record as _, Site};
use std::collections::HashMap;

pub(crate) fn run(context: &Context, args: &Decide) -> Result<Exit, Failure> {
    let mut catalogue = open_for_reading(context)?;
    let day = args.on.unwrap_or_else(|| court::today(context));
    let only = (args.dataset.as_deref(), args.site.as_deref());
    let case = court::docket(context, &mut catalogue, day, only)?;
    let found_since = found_since(context, &mut catalogue, &case.docket)?;
    drop(catalogue);
    let judgement = case.docket.judge().map_err(|error| bug(context, error))?;
    // The writer's place is asked for only to note what was decided.
    let digest = record(context, &mut open_for_a_note(context)?, &case.docket, &judgement)?;
    let report = DecisionReport {
        lang: context.lang,
        docket: &case.docket,
        judgement: &judgement,
        datasets: &case.datasets,
        everywhere: &case.everywhere,
        found_since: &found_since,
        digest,
    };
    if !case.lapsed.is_empty() && !context.quiet {
        eprintln!("{}", court::lapsed(&case.lapsed, context.lang));
    }
    show(context, &report, args.format)?;
    Ok(match (only, judgement.answer(0, 0)) {
        ((Some(_), Some(_)), Some(Answer::Permit)) => Exit::Done,
        ((Some(_), Some(_)), Some(Answer::Deny)) => Exit::Denied,
        ((Some(_), Some(_)), _) => Exit::Warnings,
        _ if report.has_trouble() => Exit::Warnings,
        _ => Exit::Done,
    })
}

/// For each dataset the questions whose answers say less than what has been found by now, and did not when they were given. How many
/// persons a dataset holds is not counted again for it.
fn found_since(
    context: &Context,
    catalogue: &mut Catalogue,
    docket: &Docket,
) -> Result<Vec<Vec<Question>>, Failure> {
    let versions = Some(own::load(context)?.versions());
    let facts = catalogue.datasets(versions).map_err(|error| catalogue_failure(context, error))?;
    let facts: HashMap<DatasetId, DatasetFacts> = facts.into_iter().map(|facts| (facts.id, facts)).collect();
    let since = |(id, said): &(DatasetId, Option<Classification>)| {
        let (Some(said), Some(facts)) = (said, facts.get(id)) else { return Vec::new() };
        let below: Vec<Question> = said.below().collect();
        let proposals = propose(&found(facts, 0), docket.day);
        let now = contradictions(said, &proposals, docket.day).into_iter();
        now.map(|contradiction| contradiction.question).filter(|question| !below.contains(question)).collect()
    };
    Ok(docket.datasets.iter().map(since).collect())
}

fn show(context: &Context, report: &DecisionReport<'_>, format: Talk) -> Result<(), Failure> {
    let text = match format {
        Talk::Human => report.to_text(),
        Talk::Json => report.to_json().map_err(|error| report::failure(error, context.lang))?,
    };
    print(context.lang, text)
}

/// Notes what was decided, with all that it was decided from. The same again is noted once.
pub(super) fn record(
    context: &Context,
    catalogue: &mut Catalogue,
    docket: &Docket,
    judgement: &Judgement<'_>,
) -> Result<Digest, Failure> {
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let unwritable = |error| report::failure(hoheit_report::ReportError::Json(error), context.lang);
    let (decisions, contents) = docket.record(judgement).map_err(unwritable)?;
    catalogue.keep_contents(&contents).map_err(fail)?;
    let note =
        Note { valid_from: docket.day, valid_until: None, author: account(), reason: "hoheit decide".into() };
    let digests = catalogue.state(&[decisions], &note).map_err(fail)?;
    digests.first().copied().ok_or_else(|| bug(context, "nothing was recorded"))
}

pub(crate) fn explain(context: &Context, args: &Explain) -> Result<Exit, Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let mut catalogue = open_for_reading(context)?;
    let mut parts = args.decision.splitn(3, ':');
    let (digits, dataset, site) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    let found =
        if digits.len() < 4 { Vec::new() } else { catalogue.recorded::<Decisions>(digits).map_err(fail)? };
    let digest = match found[..] {
        [digest] => digest,
        [] => return Err(unknown(context, &args.decision)),
        _ => {
            let message =
                lang.pick("mehrere Entscheidungen beginnen so", "several decisions begin like this");
            let hint = lang.pick("Nennen Sie mehr Ziffern.", "Give more digits.");
            return Err(Failure::new(Exit::Usage, message).hint(hint));
        }
    };
    let body = catalogue.content(digest).map_err(fail)?;
    let decisions = body.and_then(|body| Decisions::read(digest, &body));
    let decisions = decisions.ok_or_else(|| gone(context, &RecallError::Gone(digest)))?;
    let Some(narrowed) = narrow(&decisions, dataset, site) else {
        return Err(unknown(context, &args.decision));
    };
    let mut trouble = None;
    let docket = Docket::recall(&narrowed, |digest| {
        catalogue.content(digest).unwrap_or_else(|error| {
            trouble = Some(error);
            None
        })
    });
    if let Some(error) = trouble {
        return Err(fail(error));
    }
    let docket = docket.map_err(|error| gone(context, &error))?;
    let judgement = docket.judge().map_err(|error| bug(context, error))?;
    let known = catalogue.named_datasets().map_err(fail)?;
    let named = |id: &DatasetId| {
        let dataset = known.iter().find(|dataset| dataset.id == *id).cloned();
        // Grouped otherwise since: its number is all that is left.
        dataset.unwrap_or_else(|| NamedDataset {
            id: *id,
            name: "–".into(),
            source: String::new(),
            owner: None,
        })
    };
    let datasets: Vec<NamedDataset> = docket.datasets.iter().map(|(id, _)| named(id)).collect();
    let everywhere = catalogue.in_force::<Site>(docket.day, None).map_err(fail)?;
    let everywhere: Vec<Site> = everywhere.into_iter().map(|stated| stated.body).collect();
    let report = DecisionReport {
        lang,
        docket: &docket,
        judgement: &judgement,
        datasets: &datasets,
        everywhere: &everywhere,
        found_since: &[],
        digest,
    };
    show(context, &report, args.format)?;
    let again: Vec<String> = (0..datasets.len()).map(|dataset| judgement.letters(dataset)).collect();
    if again == narrowed.answers {
        if args.format == Talk::Human {
            let text = lang.pick(
                "Nachvollzogen: aus denselben Angaben und Regeln folgt dasselbe.\n",
                "Replayed: the same follows from the same statements and rules.\n",
            );
            print(lang, text)?;
        }
        return Ok(Exit::Done);
    }
    let was: Vec<&str> = narrowed
        .answers
        .iter()
        .flat_map(|letters| letters.chars())
        .filter_map(Answer::from_letter)
        .map(|answer| answer_word(answer, lang))
        .collect();
    let message = lang.pick(
        format!("dieses Programm entscheidet anders als damals: {}", was.join(", ")),
        format!("this program decides otherwise than then: {}", was.join(", ")),
    );
    Err(Failure::new(Exit::Damaged, message))
}

/// The part of a record that is of one dataset and one site, where they are named; `None` where they are not in it.
fn narrow(decisions: &Decisions, dataset: Option<&str>, site: Option<&str>) -> Option<Decisions> {
    let mut narrowed = decisions.clone();
    if let Some(site) = site {
        let place = decisions.names.iter().position(|name| name == site)?;
        narrowed.sites = vec![*decisions.sites.get(place)?];
        narrowed.names = vec![site.to_owned()];
        let letter = |letters: &String| letters.chars().nth(place).map(String::from);
        narrowed.answers = decisions.answers.iter().map(letter).collect::<Option<_>>()?;
    }
    if let Some(dataset) = dataset {
        let id = DatasetId(dataset.parse().ok()?);
        let place = decisions.datasets.iter().position(|(known, _)| *known == id)?;
        narrowed.datasets = vec![*decisions.datasets.get(place)?];
        narrowed.answers = vec![narrowed.answers.get(place)?.clone()];
    }
    Some(narrowed)
}

fn unknown(context: &Context, decision: &str) -> Failure {
    let (lang, decision) = (context.lang, Printable(decision));
    Failure::new(
        Exit::Usage,
        lang.pick(
            format!("die Entscheidung '{decision}' ist nicht verzeichnet"),
            format!("there is no decision '{decision}'"),
        ),
    )
    .hint(lang.pick(
        "Geben Sie an, was hoheit decide zeigt, z. B. 3fa9c1d2:12:rathaus: Kennung, Datenbestand, Ort.",
        "Give what hoheit decide shows, such as 3fa9c1d2:12:townhall: id, dataset, site.",
    ))
}

fn gone(context: &Context, error: &RecallError) -> Failure {
    let lang = context.lang;
    let message = match error {
        RecallError::Gone(digest) => lang.pick(
            format!("der Inhalt {} ist nicht mehr da", digest.short()),
            format!("the content {} is no longer there", digest.short()),
        ),
        RecallError::Unreadable(digest) => lang.pick(
            format!(
                "der Inhalt {} wurde verändert oder ist von einer anderen Programmversion",
                digest.short()
            ),
            format!("the content {} was changed, or is of another version of the program", digest.short()),
        ),
        RecallError::Rules(error) => {
            let error = error.to_string();
            let error = Printable(&error);
            lang.pick(
                format!("die Regeln von damals versteht dieses Programm nicht: {error}"),
                format!("this program does not understand the rules of then: {error}"),
            )
        }
    };
    Failure::new(Exit::Damaged, message)
}

pub(super) fn bug(context: &Context, error: impl Into<Bug>) -> Failure {
    let Bug(error) = error.into();
    let lang = context.lang;
    let message = lang.pick(
        format!("die Angaben ließen sich den Regeln nicht vorlegen: {error}"),
        format!("the facts could not be put before the rules: {error}"),
    );
    Failure::new(Exit::Bug, message)
}

/// A fault of hoheit itself, in words.
pub(super) struct Bug(String);

impl From<CourtError> for Bug {
    fn from(error: CourtError) -> Self {
        Self(error.to_string())
    }
}

impl From<&str> for Bug {
    fn from(error: &str) -> Self {
        Self(error.to_owned())
    }
}
