// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What was answered, what is proposed, and where both differ.

use super::{Proposals, joined, title};
use crate::commands::levels::Needed;
use hoheit_catalogue::Statement;
use hoheit_catalogue::inventory::DatasetFacts;
use hoheit_decide::{Classification, Question, contradictions, spoken};
use hoheit_report::words::decision_aid;
use hoheit_types::{Day, Lang, Printable};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// What is shown of a dataset.
pub(super) struct Sheet<'a> {
    pub(super) facts: &'a DatasetFacts,
    pub(super) classification: &'a Classification,
    pub(super) proposals: &'a Proposals,
    /// Proposals that were not taken over, though all were asked for
    pub(super) left_open: &'a [Question],
    pub(super) needed: &'a Needed,
    pub(super) today: Day,
    pub(super) lang: Lang,
}

impl Sheet<'_> {
    pub(super) fn human(&self) -> String {
        let mut text = format!("{} {}\n", self.facts.id, Printable(&self.facts.name));
        for question in Question::ALL {
            self.question(*question, &mut text);
        }
        text += &self.needed.human(self.lang);
        self.against(&mut text);
        self.left(&mut text);
        let _ = writeln!(text, "{}", decision_aid(self.lang));
        text
    }

    fn question(&self, question: Question, text: &mut String) {
        let lang = self.lang;
        let answer = self.classification.holds(question, self.today);
        let unknown = || lang.pick("nicht beantwortet", "not answered").to_owned();
        let words = answer.map_or_else(unknown, |value| spoken(question, value, lang));
        let key =
            answer.map_or_else(|| question.name().to_owned(), |value| format!("{}={value}", question.name()));
        let _ = writeln!(text, "  {}: {}  [{}]", title(question, lang), Printable(&words), Printable(&key));
        let said = self.classification.answers().find(|(known, _)| *known == question).map(|(_, said)| said);
        if let Some(said) = said {
            let until =
                said.until.map(|until| format!(" {} {until}", lang.pick("bis", "until"))).unwrap_or_default();
            let expired = if said.holds_on(self.today) { "" } else { lang.pick(", abgelaufen", ", expired") };
            let (by, reason) = (Printable(&said.by), Printable(&said.reason));
            let _ = writeln!(text, "    {by}, {}{until}{expired}: {reason}", said.on);
        }
        let Some(proposal) = self.proposals.get(&question) else { return };
        if answer.is_none() || answer != proposal.value.as_deref() {
            let value = proposal.value.as_deref();
            let value = value.map_or_else(|| "?".to_owned(), |value| spoken(question, value, lang));
            let label = if proposal.may_be_higher && proposal.value.is_some() {
                lang.pick("Vorschlag, mindestens", "proposal, at least")
            } else {
                lang.pick("Vorschlag", "proposal")
            };
            let why = joined(&proposal.because, lang);
            let why = if why.is_empty() { why } else { format!(" ({why})") };
            let _ = writeln!(text, "    {label}: {}{}", Printable(&value), Printable(&why));
        }
    }

    /// Where an answer says less than what was found.
    fn against(&self, text: &mut String) {
        let lang = self.lang;
        for contradiction in contradictions(self.classification, self.proposals, self.today) {
            let title = title(contradiction.question, lang);
            let found = match &contradiction.proposed {
                Some(proposed) => spoken(contradiction.question, proposed, lang),
                None => joined(&contradiction.because, lang),
            };
            let _ = writeln!(
                text,
                "! {}",
                lang.pick(
                    format!("Die Antwort auf '{title}' sagt weniger, als gefunden wurde: {found}"),
                    format!("The answer to '{title}' says less than was found: {found}")
                )
            );
        }
    }

    /// What `--accept` leaves to a person, and why.
    fn left(&self, text: &mut String) {
        let lang = self.lang;
        for question in self.left_open {
            let (name, title) = (question.name(), title(*question, lang));
            let because = self.proposals.get(question).map(|proposal| joined(&proposal.because, lang));
            let because = because.unwrap_or_default();
            let _ = writeln!(
                text,
                "! {}",
                lang.pick(
                    format!("Nicht übernommen, von Hand mit --answer {name}=…: {title} ({because})"),
                    format!("Not taken over, by hand with --answer {name}=…: {title} ({because})"),
                )
            );
        }
    }

    /// `hoheit-classification/1`, see `docs/reference/classification-json.md`.
    pub(super) fn to_json(&self) -> Value {
        let lang = self.lang;
        let against = contradictions(self.classification, self.proposals, self.today);
        let questions: Vec<Value> = Question::ALL
            .iter()
            .map(|question| {
                let said = self.classification.answers().find(|(known, _)| known == question);
                let said = said.map(|(_, said)| said);
                let proposal = self.proposals.get(question);
                let because: Vec<&str> = proposal
                    .into_iter()
                    .flat_map(|proposal| &proposal.because)
                    .map(|(de, en)| lang.pick(de.as_str(), en.as_str()))
                    .collect();
                json!({
                    "question": question.name(), "title": title(*question, lang),
                    "answer": said, "counts": said.is_some_and(|said| said.holds_on(self.today)),
                    "proposal": proposal.and_then(|proposal| proposal.value.as_ref()), "because": because,
                    "may_be_higher": proposal.is_some_and(|proposal| proposal.may_be_higher),
                    "contradicts": against.iter().any(|contradiction| contradiction.question == *question),
                })
            })
            .collect();
        json!({
            "format": "hoheit-classification/1", "dataset": self.facts.id, "name": self.facts.name,
            "questions": questions, "left_open": self.left_open, "levels": self.needed.to_json(lang),
            "notice": decision_aid(lang),
        })
    }
}

pub(super) fn told(history: &[Statement<Classification>], lang: Lang) -> String {
    let mut text = String::new();
    for stated in history {
        let from = stated.note.valid_from;
        let until = stated.note.valid_until.map(|until| format!("–{until}")).unwrap_or_default();
        let (by, reason) = (Printable(&stated.note.author), Printable(&stated.note.reason));
        let digest =
            stated.digest.map_or_else(|| lang.pick("zurückgenommen", "withdrawn").to_owned(), |d| d.short());
        let _ = writeln!(
            text,
            "{} · {by} · {} {from}{until} · {digest} · {reason}",
            stated.recorded_at,
            lang.pick("gilt ab", "valid from")
        );
        for (question, said) in stated.body.iter().flat_map(Classification::answers) {
            let _ = writeln!(text, "  {}: {}", question.name(), Printable(&said.value));
        }
    }
    if history.is_empty() {
        text.push_str(lang.pick("Noch nicht eingestuft.\n", "Not classified yet.\n"));
    }
    text
}
