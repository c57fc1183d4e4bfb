// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Answers for many datasets, from a file: all of them or none.

use super::{Changed, found, known, settle, unreasoned, wrong};
use crate::cli::Classify;
use crate::commands::{account, catalogue_failure, open_for_reading, print};
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use crate::own;
use hoheit_catalogue::CatalogueError;
use hoheit_decide::{Question, Said, contradictions, propose};
use hoheit_types::{DatasetId, Day, Lang, Printable};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// A file with answers for many datasets.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Many {
    #[serde(rename = "classification")]
    classifications: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    dataset: Named,
    reason: String,
    #[serde(default)]
    until: Option<Day>,
    answers: BTreeMap<Question, toml::Value>,
}

/// As people write it: `24`, `"24"` or `"Wohngeld"`.
#[derive(Deserialize)]
#[serde(untagged, expecting = "invalid type: a number or a name is needed")]
enum Named {
    Number(u64),
    Text(String),
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

pub(super) fn run(context: &Context, args: &Classify, file: &Path) -> Result<Exit, Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let read = read(file, lang)?;
    let today = court::today(context);
    let mut catalogue = open_for_reading(context)?;
    let versions = Some(own::load(context)?.versions());
    let mut changed: BTreeMap<DatasetId, Changed> = BTreeMap::new();
    let mut is_below = false;
    for entry in read.classifications {
        let named = entry.dataset.to_string();
        let id = catalogue.dataset_id(&named).map_err(|error| {
            let failure = fail(error);
            let message = format!("'{}': {}", Printable(&named), failure.message);
            Failure::new(failure.exit, message).hint(lang.pick(
                "Namen und Nummern zeigt: hoheit datasets list",
                "see names and ids with: hoheit datasets list",
            ))
        })?;
        if entry.until.is_some_and(|until| until < today) {
            let message =
                lang.pick("der letzte Tag liegt in der Vergangenheit", "the last day lies in the past");
            return Err(Failure::new(Exit::Usage, format!("{id}: {message}")));
        }
        let has_reason = !entry.reason.trim().is_empty();
        let known = known(context, &mut catalogue, id)?;
        // A dataset may be named twice, by number and by name: what was said before still holds.
        let mut classification = changed.get(&id).map_or(&known, |changed| &changed.said).clone();
        for (question, value) in entry.answers {
            // What is no text is no answer either, and the question tells what is one.
            let value = value.as_str().unwrap_or_default().to_owned();
            let said =
                Said { value, reason: entry.reason.clone(), by: account(), on: today, until: entry.until };
            let answered = classification.answer(question, said);
            answered.map_err(|known| wrong(lang, Some(&named), question, &known))?;
        }
        let facts = catalogue.dataset(&id.to_string(), versions).map_err(fail)?;
        let persons = catalogue.persons(id).map_err(fail)?;
        let below = contradictions(&classification, &propose(&found(&facts, persons), today), today);
        classification.set_below(below.iter().map(|contradiction| contradiction.question));
        if !below.is_empty() && !has_reason {
            let failure = unreasoned(context, &below);
            let message = format!("{id} {}: {}", Printable(&named), failure.message);
            return Err(Failure::new(failure.exit, message)
                .hint(lang.pick("Nennen Sie den Grund unter reason.", "Give the reason under reason.")));
        }
        is_below |= !below.is_empty();
        let count = classification.answers().count();
        let mark = if below.is_empty() { "" } else { "! " };
        print(
            lang,
            lang.pick(
                format!("{mark}{id} {}: {count} Antworten\n", Printable(&named)),
                format!("{mark}{id} {}: {count} answers\n", Printable(&named)),
            ),
        )?;
        if classification != known {
            changed.insert(id, Changed { known, said: classification });
        }
    }
    if is_below {
        print(
            lang,
            lang.pick(
                "! sagt weniger, als gefunden wurde; was, zeigt hoheit datasets classify <Datenbestand>\n",
                "! says less than was found; what, is shown by hoheit datasets classify <dataset>\n",
            ),
        )?;
    }
    drop(catalogue);
    let changed: Vec<Changed> = changed.into_values().collect();
    settle(context, &changed, args, None).map(|()| Exit::Done)
}

fn read(file: &Path, lang: Lang) -> Result<Many, Failure> {
    let text = crate::form::text(file, lang)?;
    let shown = file.display().to_string();
    let shown = Printable(&shown);
    toml::from_str(&text).map_err(|error| {
        let before = text.get(..error.span().map_or(0, |span| span.start)).unwrap_or_default();
        let (line, why) = (before.matches('\n').count() + 1, crate::form::reason(error.message(), lang));
        let message =
            lang.pick(format!("{shown}, Zeile {line}: {why}"), format!("{shown}, line {line}: {why}"));
        Failure::new(Exit::Usage, message)
    })
}
