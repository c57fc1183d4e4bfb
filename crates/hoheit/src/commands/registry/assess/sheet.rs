// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The questionnaire of a site with its answers. Levels, evidence and gaps, never a total: a sum would hide what is missing.

use crate::commands::levels::span;
use hoheit_decide::{Answered, Answers, Assessment, Evidence, Questionnaire, Reach, Standing};
use hoheit_types::{Day, Lang, Objective, Printable, Site};
use serde_json::{Value, json};
use std::fmt::Write as _;

pub(super) struct Sheet<'s> {
    pub(super) site: &'s Site,
    pub(super) answers: &'s Answers,
    pub(super) questionnaire: &'s Questionnaire,
    pub(super) day: Day,
    pub(super) lang: Lang,
}

pub(super) fn reach_json(reach: Reach) -> Value {
    json!({ "shown": reach.shown(), "possible": reach.possible() })
}

pub(super) fn word(standing: Standing, lang: Lang) -> &'static str {
    lang.pick(standing.title().0, standing.title().1)
}

impl Sheet<'_> {
    fn assessment(&self) -> Assessment<'_> {
        Assessment { criteria: &self.questionnaire.criteria, answers: &self.answers.answers }
    }

    fn given<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Answered> {
        self.answers.answers.iter().filter(move |answered| answered.criterion == id)
    }

    /// Answers to questions that are not asked any more.
    fn leftover(&self) -> Vec<&str> {
        let asked = |answered: &&Answered| self.questionnaire.ids().any(|id| id == answered.criterion);
        let left = self.answers.answers.iter().filter(|answered| !asked(answered));
        left.map(|answered| answered.criterion.as_str()).collect()
    }

    pub(super) fn human(&self) -> String {
        let (lang, day, asked) = (self.lang, self.day, self.questionnaire);
        let mut text = format!("{} · {}", self.site.name, Printable(&self.site.title));
        if self.site.example {
            text.push_str(lang.pick(" · BEISPIEL, erfunden", " · EXAMPLE, invented"));
        }
        let (label, version) = (lang.pick("Fragebogen", "Questionnaire"), asked.version);
        let _ = writeln!(text, "\n{label} {} {version} · {day}", Printable(&asked.name));
        let assessment = self.assessment();
        let reached = assessment.levels(day);
        for objective in Objective::ALL {
            let title = lang.pick(objective.title().0, objective.title().1);
            let level = span(reached.get(objective));
            let _ = writeln!(text, "\n{objective} {title}: {} {level}", lang.pick("Stufe", "level"));
            for criterion in asked.criteria.iter().filter(|criterion| criterion.objective == objective) {
                let question = lang.pick(&criterion.de, &criterion.en);
                self.question(&criterion.id, &format!(" [{}]", criterion.level), question, &mut text);
            }
            let gaps = assessment.gaps(objective, day);
            if let Some(first) = gaps.first() {
                let (level, ids) = (first.level, gaps.iter().map(|gap| gap.id.as_str()).collect::<Vec<_>>());
                let ids = ids.join(", ");
                let _ = writeln!(
                    text,
                    "  {}",
                    lang.pick(
                        format!("für Stufe {level} fehlt: {ids}"),
                        format!("missing for level {level}: {ids}")
                    )
                );
            }
        }
        let _ = writeln!(text, "\n{}", lang.pick("Außerdem", "Besides"));
        for statement in &asked.statements {
            self.question(&statement.id, "", lang.pick(&statement.de, &statement.en), &mut text);
        }
        let left = self.leftover();
        if !left.is_empty() {
            let label = lang.pick("Nicht mehr gefragt", "Not asked any more");
            let _ = writeln!(text, "\n{label}: {}", Printable(&left.join(", ")));
        }
        text.push_str(lang.pick(
            "\nEine Spanne heißt: das erste ist nachgewiesen, mehr ist offen. Antworten mit: --answer <Frage>=<Stand> --evidence …\n",
            "\nA span means: the first is shown, more is open. Answer with: --answer <question>=<standing> --evidence …\n",
        ));
        text
    }

    fn question(&self, id: &str, level: &str, question: &str, text: &mut String) {
        let lang = self.lang;
        let standing = word(self.assessment().standing(id, self.day), lang);
        let _ = writeln!(text, "  {}{level} {standing}: {}", Printable(id), Printable(question));
        for answered in self.given(id) {
            let (said, by, on) = (word(answered.standing, lang), Printable(&answered.by), answered.on);
            let _ = writeln!(text, "    {by}, {on}: {said}");
            for evidence in &answered.evidence {
                let _ = writeln!(text, "      {}", self.evidence(evidence));
            }
        }
    }

    fn evidence(&self, evidence: &Evidence) -> String {
        let (lang, kind) = (self.lang, evidence.kind.title());
        let mut text =
            format!("{}: {}, {}", lang.pick(kind.0, kind.1), Printable(&evidence.what), evidence.dated);
        if let Some(until) = evidence.until {
            let _ = write!(text, " {} {until}", lang.pick("bis", "until"));
            if until < self.day {
                text.push_str(lang.pick(", ABGELAUFEN", ", EXPIRED"));
            }
        }
        text
    }

    /// `hoheit-assessment/1`, see `docs/reference/assessment-json.md`.
    pub(super) fn to_json(&self) -> Value {
        let (lang, day, asked) = (self.lang, self.day, self.questionnaire);
        let assessment = self.assessment();
        let reached = assessment.levels(day);
        let question = |id: &str, text: &str| {
            let given: Vec<Value> = self.given(id).map(|answered| self.answered(answered)).collect();
            json!({
                "id": id, "question": text, "standing": assessment.standing(id, day), "answers": given,
            })
        };
        let objectives = Objective::ALL.iter().map(|objective| {
            let of = asked.criteria.iter().filter(|criterion| criterion.objective == *objective);
            let criteria = of.map(|criterion| {
                let mut value = question(&criterion.id, lang.pick(&criterion.de, &criterion.en));
                if let Some(members) = value.as_object_mut() {
                    members.insert("level".to_owned(), json!(criterion.level));
                }
                value
            });
            let missing: Vec<&str> =
                assessment.gaps(*objective, day).iter().map(|gap| gap.id.as_str()).collect();
            json!({
                "objective": objective.name(), "title": lang.pick(objective.title().0, objective.title().1),
                "levels": reach_json(reached.get(*objective)), "missing": missing,
                "criteria": criteria.collect::<Vec<_>>(),
            })
        });
        let statements = asked.statements.iter().map(|statement| {
            let mut value = question(&statement.id, lang.pick(&statement.de, &statement.en));
            if let Some(members) = value.as_object_mut() {
                members.insert("shows".to_owned(), json!(statement.shows));
            }
            value
        });
        json!({
            "format": "hoheit-assessment/1", "on": day, "site": self.site.name, "example": self.site.example,
            "questionnaire": asked.name, "version": asked.version,
            "objectives": objectives.collect::<Vec<_>>(), "statements": statements.collect::<Vec<_>>(),
            "not_asked": self.leftover(),
        })
    }

    fn answered(&self, answered: &Answered) -> Value {
        let evidence = answered.evidence.iter().map(|evidence| {
            json!({
                "kind": evidence.kind, "what": evidence.what, "dated": evidence.dated,
                "until": evidence.until, "shows": evidence.shows_on(self.day),
            })
        });
        json!({
            "standing": answered.standing, "by": answered.by, "on": answered.on,
            "evidence": evidence.collect::<Vec<_>>(),
        })
    }
}
