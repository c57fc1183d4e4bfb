// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Assessments as YAML, to fill in elsewhere and to hand on. What is wrong is told with its line and never quoted: it may name a person.

use crate::failure::{Exit, Failure};
use crate::form;
use hoheit_decide::{Answers, examples};
use hoheit_types::{Lang, Printable};
use serde::{Deserialize, Serialize};
use serde_saphyr::{Budget, DuplicateKeyPolicy, Error, Options};
use std::path::Path;

/// The form has seven levels; 16 leave room for another one, and none for a stack.
const DEPTH: usize = 16;

/// Parts of a file. 200,000: four hundred sites with all questions answered.
const NODES: usize = 200_000;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    assessment: Vec<Answers>,
}

pub(super) fn read(path: &Path, lang: Lang) -> Result<Vec<Answers>, Failure> {
    let text = form::text(path, lang)?;
    let shown = path.display().to_string();
    let shown = Printable(&shown);
    let read = serde_saphyr::from_str_with_options::<Form>(&text, options()).map_err(|error| {
        let (line, why) = (error.location().map_or(1, |at| at.line().max(1)), reason(&error, lang));
        let message =
            lang.pick(format!("{shown}, Zeile {line}: {why}"), format!("{shown}, line {line}: {why}"));
        Failure::new(Exit::Usage, message).hint(hint(lang))
    })?;
    Ok(read.assessment)
}

/// Aliases are refused: no form needs one, and a few lines of them grow without bounds.
fn options() -> Options {
    let mut budget = Budget::default();
    budget.max_depth = DEPTH;
    budget.max_nodes = NODES;
    budget.max_aliases = 0;
    budget.max_anchors = 0;
    budget.max_merge_keys = 0;
    budget.max_documents = 1;
    let mut options = Options::default();
    options.budget = Some(budget);
    options.duplicate_keys = DuplicateKeyPolicy::Error;
    options.strict_booleans = true;
    options.with_snippet = false;
    options
}

fn reason(error: &Error, lang: Lang) -> String {
    match error.without_snippet() {
        Error::SerdeMissingField { field, .. } => form::reason(&format!("missing field `{field}`"), lang),
        Error::SerdeUnknownField { field, .. } => form::reason(&format!("unknown field `{field}`"), lang),
        Error::SerdeUnknownVariant { expected, .. } => {
            form::reason(&format!("unknown variant, expected one of {}", expected.join(", ")), lang)
        }
        // Of days and short names: told in our words, without what stands there.
        Error::Message { msg, .. } if msg.contains(" is no ") => form::reason(msg, lang),
        Error::Budget { .. } => lang
            .pick(
                "zu groß, zu tief verschachtelt oder mit Verweisen (&, *)",
                "too large, too deeply nested, or with references (&, *)",
            )
            .to_owned(),
        _ => lang.pick("so ist das kein Formular", "like this it is no form").to_owned(),
    }
}

/// All of them, as a file that `--import` takes.
pub(super) fn write(all: Vec<Answers>, lang: Lang) -> Result<String, Failure> {
    serde_saphyr::to_string(&Form { assessment: all }).map_err(|error| unwritable(lang).because(error))
}

/// Those of the invented sites.
pub(in crate::commands) fn examples(lang: Lang) -> Result<String, Failure> {
    let read: Form =
        toml::from_str(examples::ASSESSMENTS).map_err(|error| unwritable(lang).because(error))?;
    let head = "# Erfunden wie die Orte von `hoheit sites examples`; nichts hier ist eine Aussage über einen wirklichen Anbieter.\n\
                # Invented like the sites of `hoheit sites examples`; nothing here says anything about a real provider.\n";
    Ok(head.to_owned() + &write(read.assessment, lang)?)
}

fn unwritable(lang: Lang) -> Failure {
    Failure::new(Exit::Bug, lang.pick("das lässt sich nicht aufschreiben", "this can't be written down"))
}

fn hint(lang: Lang) -> &'static str {
    lang.pick(
        "alle Angaben stehen in docs/reference/assessment-form.md; ein Muster: hoheit sites examples --assessments",
        "all settings are listed in docs/reference/assessment-form.md; a pattern: hoheit sites examples --assessments",
    )
}
