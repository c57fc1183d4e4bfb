// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What answers change: how questions stand, and which levels follow.

use super::sheet::{reach_json, word};
use crate::commands::levels::span;
use crate::commands::registry::period;
use hoheit_catalogue::{Intended, Stating};
use hoheit_decide::{Answered, Answers, Assessment, Questionnaire, Reach, Standing};
use hoheit_types::{Day, Lang, Objective, Printable};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;

pub(super) struct Plan<'p> {
    pub(super) stating: &'p Stating<Answers>,
    pub(super) questionnaire: &'p Questionnaire,
    /// The day of which standings and levels are told
    pub(super) day: Day,
    pub(super) lang: Lang,
    pub(super) is_done: bool,
}

/// What changes of one site.
struct Changed<'p> {
    /// Question, how it stood, how it will stand, of those that are answered anew
    questions: Vec<(&'p str, Standing, Standing)>,
    levels: Vec<(Objective, Reach, Reach)>,
    /// Questions that were answered with "shown", and do not count as shown
    unshown: Vec<&'p str>,
}

impl<'p> Plan<'p> {
    fn changed(&self, one: &'p Intended<Answers>) -> Changed<'p> {
        let given = |answers: &'p Option<Answers>| answers.as_ref().map_or(&[][..], |a| &a.answers[..]);
        let (before, after) = (given(&one.before), given(&one.after));
        let assessment = |answers| Assessment { criteria: &self.questionnaire.criteria, answers };
        let (was, is) = (assessment(before), assessment(after));
        let anew = |known: &[Answered], answered: &Answered| !known.contains(answered);
        let mut touched: BTreeSet<&str> = BTreeSet::new();
        touched.extend(after.iter().filter(|a| anew(before, a)).map(|a| a.criterion.as_str()));
        touched.extend(before.iter().filter(|a| anew(after, a)).map(|a| a.criterion.as_str()));
        let standings = touched.iter().map(|id| (*id, was.standing(id, self.day), is.standing(id, self.day)));
        let (below, above) = (was.levels(self.day), is.levels(self.day));
        let levels = Objective::ALL.into_iter().map(|o| (o, below.get(o), above.get(o)));
        let says_shown =
            |id: &&str| after.iter().any(|a| a.criterion == *id && a.standing == Standing::Shown);
        let is_open = |id: &&str| is.standing(id, self.day) != Standing::Shown;
        Changed {
            questions: standings.collect(),
            levels: levels.filter(|(_, before, after)| before != after).collect(),
            unshown: touched.iter().copied().filter(|id| says_shown(id) && is_open(id)).collect(),
        }
    }

    pub(super) fn human(&self) -> String {
        let lang = self.lang;
        let note = &self.stating.note;
        let mut text = period(note.valid_from, note.valid_until, lang);
        if !note.reason.is_empty() {
            let _ = write!(text, " · {}", Printable(&note.reason));
        }
        text.push('\n');
        for one in &self.stating.intended {
            if one.stands {
                let _ = writeln!(text, "{}: {}", lang.pick("unverändert", "unchanged"), one.subject);
                continue;
            }
            let changed = self.changed(one);
            let _ = writeln!(text, "{}", one.subject);
            for (id, before, after) in &changed.questions {
                let (before, after) = (word(*before, lang), word(*after, lang));
                let _ = writeln!(text, "  {}: {before} → {after}", Printable(id));
            }
            for (objective, before, after) in &changed.levels {
                let title = lang.pick(objective.title().0, objective.title().1);
                let (label, before, after) = (lang.pick("Stufe", "level"), span(*before), span(*after));
                let _ = writeln!(text, "  {objective} {title}: {label} {before} → {after}");
            }
            for id in &changed.unshown {
                let id = Printable(id);
                let _ = writeln!(
                    text,
                    "{}",
                    lang.pick(
                        format!("Hinweis: {id}: nachgewiesen ist es erst mit einem gültigen Nachweis, der mehr ist als eine Selbstauskunft, und ohne Widerspruch"),
                        format!("note: {id}: it is shown only by valid evidence that is more than a self-statement, and without contradiction")
                    )
                );
            }
        }
        text.push_str(match (self.stating.stands(), self.is_done) {
            (true, _) => lang.pick("Es ändert sich nichts.\n", "Nothing changes.\n"),
            (false, true) => lang.pick("Eingetragen.\n", "Entered.\n"),
            (false, false) => lang.pick("Ausführen mit --yes\n", "Do it with --yes\n"),
        });
        text
    }

    /// `hoheit-assessment-plan/1`, see `docs/reference/assessment-json.md`.
    pub(super) fn to_json(&self) -> Value {
        let note = &self.stating.note;
        let changes = self.stating.intended.iter().map(|one| {
            let changed = self.changed(one);
            let questions = changed
                .questions
                .iter()
                .map(|(id, before, after)| json!({ "id": id, "before": before, "after": after }));
            let levels = changed.levels.iter().map(|(objective, before, after)| {
                json!({
                    "objective": objective.name(),
                    "before": reach_json(*before), "after": reach_json(*after),
                })
            });
            json!({
                "site": one.subject, "is_changed": !one.stands, "questions": questions.collect::<Vec<_>>(),
                "levels": levels.collect::<Vec<_>>(), "not_shown": changed.unshown,
            })
        });
        json!({
            "format": "hoheit-assessment-plan/1", "done": self.is_done && !self.stating.stands(),
            "on": self.day, "valid_from": note.valid_from, "valid_until": note.valid_until,
            "by": note.author, "reason": note.reason, "changes": changes.collect::<Vec<_>>(),
        })
    }
}
