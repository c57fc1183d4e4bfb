// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit approvals` (`freigaben`): what waits, who approved what, and whether each signature still holds; and all of it as files that
//! `ssh-keygen` checks without hoheit.

use super::{approve, catalogue_failure, deliver, open_for_reading, print};
use crate::approvals::{self, Given, told};
use crate::cli::Talk;
use crate::cli::approving::ApprovalsCommand;
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::{CatalogueError, InForce, NamedDataset};
use hoheit_decide::{Approvals, Classification, Question, text_to_sign};
use hoheit_types::{Digest, Lang, Plan, Printable, Record as _, Removal};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

/// What waits and what was given.
struct Shown {
    lang: Lang,
    waiting: Vec<InForce<Classification>>,
    /// Plans of moves with personal data that nobody has approved
    plans: Vec<InForce<Plan>>,
    /// Sources that shall be emptied
    removals: Vec<InForce<Removal>>,
    given: Vec<Given>,
    datasets: Vec<NamedDataset>,
    has_approvers: bool,
}

pub(crate) fn run(context: &Context, args: &ApprovalsCommand) -> Result<Exit, Failure> {
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let mut catalogue = open_for_reading(context)?;
    let today = court::today(context);
    let said = catalogue.in_force::<Classification>(today, None).map_err(fail)?;
    let known: Approvals =
        approvals::of(context, &mut catalogue, today, said.iter().map(|stated| &stated.body))?;
    let is_open = |said: &Classification| {
        said.below().next().is_some() && (known.awaits(said) || !known.has_approvers())
    };
    let given = approvals::given(&mut catalogue, today, |_| true).map_err(fail)?;
    let is_approved = |of: Digest| given.iter().any(|given| given.approval.of == of && given.verdict.is_ok());
    let mut plans = catalogue.in_force::<Plan>(today, None).map_err(fail)?;
    plans.retain(|stated| stated.body.needs_approval() && !is_approved(stated.digest));
    let mut removals = catalogue.in_force::<Removal>(today, None).map_err(fail)?;
    removals.retain(|stated| !is_approved(stated.digest));
    let shown = Shown {
        lang: context.lang,
        waiting: said.into_iter().filter(|stated| is_open(&stated.body)).collect(),
        plans,
        removals,
        given,
        datasets: catalogue.named_datasets().map_err(fail)?,
        has_approvers: known.has_approvers(),
    };
    if let Some(folder) = &args.export {
        shown.export(context, folder)?;
    }
    let text = match args.format {
        Talk::Human => shown.human(),
        Talk::Json => format!("{:#}\n", shown.to_json()),
    };
    print(context.lang, text)?;
    let is_sound = shown.given.iter().all(|given| given.verdict.is_ok());
    let is_empty = shown.waiting.is_empty() && shown.plans.is_empty() && shown.removals.is_empty();
    Ok(match (is_sound, is_empty) {
        (false, _) => Exit::Damaged,
        (true, false) => Exit::Warnings,
        (true, true) => Exit::Done,
    })
}

impl Shown {
    fn name(&self, said: &Classification) -> &str {
        let known = self.datasets.iter().find(|dataset| dataset.id == said.dataset());
        known.map_or("–", |dataset| dataset.name.as_str())
    }

    fn human(&self) -> String {
        let lang = self.lang;
        let mut text = String::new();
        if !self.waiting.is_empty() {
            text += if self.has_approvers {
                lang.pick("Wartet auf eine Freigabe\n", "Waits for an approval\n")
            } else {
                lang.pick(
                    "Unter dem Fund, und niemand ist eingetragen, der freigeben könnte: gilt, wie es angegeben ist\n",
                    "Below what was found, and nobody is enrolled who could approve: counts as it is stated\n",
                )
            };
        }
        for stated in &self.waiting {
            let _ = writeln!(text, "{} · {}", stated.digest.short(), Printable(&stated.note.author));
            text += &approve::describe(&stated.body, self.name(&stated.body), lang);
            if self.has_approvers {
                let _ = writeln!(text, "  hoheit approve {}", stated.digest.short());
            }
        }
        if !self.plans.is_empty() {
            text += lang.pick(
                "Umzüge mit personenbezogenen Daten, die auf eine Freigabe warten\n",
                "Moves of personal data that wait for an approval\n",
            );
        }
        for stated in &self.plans {
            let _ = writeln!(text, "{} · {}", stated.digest.short(), Printable(&stated.note.author));
            text += &super::moving::head(&stated.body, lang);
            let _ = writeln!(text, "  hoheit approve {}", stated.digest.short());
        }
        if !self.removals.is_empty() {
            text += lang.pick(
                "Quellen, die geleert werden sollen und auf eine Freigabe warten\n",
                "Sources that shall be emptied, and wait for an approval\n",
            );
        }
        for stated in &self.removals {
            let _ = writeln!(text, "{} · {}", stated.digest.short(), Printable(&stated.note.author));
            text += &super::moving::intention(&stated.body, lang);
            let _ = writeln!(text, "  hoheit approve {}", stated.digest.short());
        }
        if !self.given.is_empty() {
            let _ = writeln!(text, "{}", lang.pick("Freigegeben", "Approved"));
        }
        for given in &self.given {
            text += &self.row(given);
        }
        if text.is_empty() {
            text += lang
                .pick("Nichts wartet, nichts ist freigegeben.\n", "Nothing waits, nothing is approved.\n");
        }
        text
    }

    fn row(&self, given: &Given) -> String {
        let lang = self.lang;
        let (of, by) = (given.approval.of.short(), &given.approval.by);
        let person = given.person.as_ref().map_or_else(String::new, |person| {
            let (title, role) =
                (Printable(&person.title), lang.pick(person.role.title().0, person.role.title().1));
            format!(" ({title}, {role})")
        });
        let verdict = match given.verdict {
            Ok(()) => lang.pick("Unterschrift geprüft", "signature checked").to_owned(),
            Err(refusal) => {
                let why = told(refusal, lang).0;
                lang.pick(format!("ZÄHLT NICHT: {why}"), format!("DOES NOT COUNT: {why}"))
            }
        };
        let mut row = format!("{of} · {by}{person} · {} · {verdict}", given.row.recorded_at);
        if !given.row.note.reason.is_empty() {
            let _ = write!(row, " · {}", Printable(&given.row.note.reason));
        }
        row + "\n"
    }

    /// `hoheit-approvals/1`, see `docs/reference/approvals.md`.
    fn to_json(&self) -> Value {
        let plans = self.plans.iter().map(|stated| {
            json!({
                "digest": stated.digest, "kind": Plan::KIND, "dataset": stated.body.dataset,
                "name": stated.body.name, "below": [], "stated_by": stated.note.author,
                "recorded_at": stated.recorded_at.to_string(),
            })
        });
        let removals = self.removals.iter().map(|stated| {
            json!({
                "digest": stated.digest, "kind": Removal::KIND, "dataset": stated.body.dataset,
                "name": stated.body.name, "below": [], "stated_by": stated.note.author,
                "recorded_at": stated.recorded_at.to_string(),
            })
        });
        let waiting: Vec<Value> = self
            .waiting
            .iter()
            .map(|stated| {
                let below: Vec<&str> = stated.body.below().map(Question::name).collect();
                json!({
                    "digest": stated.digest, "kind": Classification::KIND, "dataset": stated.body.dataset(),
                    "name": self.name(&stated.body), "below": below, "stated_by": stated.note.author,
                    "recorded_at": stated.recorded_at.to_string(),
                })
            })
            .chain(plans)
            .chain(removals)
            .collect();
        let given: Vec<Value> = self
            .given
            .iter()
            .map(|given| {
                let why = given.verdict.err().map(|refusal| told(refusal, self.lang).0);
                json!({
                    "digest": given.approval.of, "kind": given.approval.kind, "by": given.approval.by,
                    "person": given.person, "recorded_at": given.row.recorded_at.to_string(),
                    "recorded_by": given.row.note.author, "reason": given.row.note.reason,
                    "counts": given.verdict.is_ok(), "why_not": why, "signature": given.approval.signature,
                })
            })
            .collect();
        json!({
            "format": "hoheit-approvals/1", "has_approvers": self.has_approvers, "waiting": waiting, "given": given,
        })
    }

    /// A file of keys, and for each approval the text and its signature.
    fn export(&self, context: &Context, folder: &Path) -> Result<(), Failure> {
        let mut keys = BTreeSet::new();
        for given in &self.given {
            let approval = &given.approval;
            let text = folder.join(format!("{}.{}.txt", approval.of, approval.by));
            let mut signature = text.clone().into_os_string();
            signature.push(".sig");
            deliver(context, Some(&text), text_to_sign(&approval.kind, approval.of).as_bytes())?;
            deliver(context, Some(Path::new(&signature)), approval.signature.as_bytes())?;
            if let Some(person) = &given.person {
                keys.insert(format!("{} namespaces=\"hoheit\" {}\n", person.name, person.key));
            }
        }
        let keys: String = keys.into_iter().collect();
        deliver(context, Some(&folder.join("allowed_signers")), keys.as_bytes())
    }
}
