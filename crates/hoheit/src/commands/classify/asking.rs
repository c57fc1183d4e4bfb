// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! At a terminal: the questions one after the other, and at the end whether to enter what was answered.

use super::{Proposals, because, joined, possible, title};
use hoheit_decide::{Classification, Proposal, Question, Said, contradictions};
use hoheit_types::{Day, Lang, Printable};
use std::io::{BufRead, Write};

/// A person who is asked.
pub(super) struct Dialogue<'a> {
    pub(super) input: &'a mut dyn BufRead,
    pub(super) talk: &'a mut dyn Write,
    pub(super) lang: Lang,
}

impl Dialogue<'_> {
    /// Asks each question that has no answer; Enter takes the proposal, `-` leaves it open. Once the input ends, nothing more is asked.
    pub(super) fn ask(
        &mut self,
        classification: &mut Classification,
        proposals: &Proposals,
        said: &dyn Fn(&str, &str) -> Said,
        today: Day,
    ) {
        let lang = self.lang;
        let open: Vec<Question> = classification.open(today).collect();
        if !open.is_empty() {
            self.tell(lang.pick(
                "Eingabetaste: Vorschlag übernehmen; -: offen lassen\n",
                "Enter: take the proposal; -: leave it open\n",
            ));
        }
        let none = Proposal::default();
        for (number, &question) in open.iter().enumerate() {
            let proposal = proposals.get(&question).unwrap_or(&none);
            let why = joined(&proposal.because, lang);
            let why = if why.is_empty() { why } else { format!(": {}", Printable(&why)) };
            self.tell(&format!("{}/{} {}{why}\n", number + 1, open.len(), title(question, lang)));
            if !self.one(classification, question, proposal, proposals, said, today) {
                return;
            }
        }
    }

    /// One question, until its answer is understood. `false`: the input has ended.
    fn one(
        &mut self,
        classification: &mut Classification,
        question: Question,
        proposal: &Proposal,
        proposals: &Proposals,
        said: &dyn Fn(&str, &str) -> Said,
        today: Day,
    ) -> bool {
        let lang = self.lang;
        // What unread files may raise nobody takes over by pressing a key.
        let certain = proposal.value.as_deref().filter(|_| !proposal.may_be_higher);
        let proposed = certain.unwrap_or("-");
        let at_least = proposal.value.as_deref().filter(|_| proposal.may_be_higher);
        let at_least = at_least.map_or_else(String::new, |value| {
            lang.pick(
                format!(" (mindestens {})", Printable(value)),
                format!(" (at least {})", Printable(value)),
            )
        });
        loop {
            let Some(typed) = self.line(&format!("  [{}]{at_least} ", Printable(proposed))) else {
                return false;
            };
            let (value, reason) = match typed.as_str() {
                "" => (proposed, because(proposal, lang)),
                typed => (typed, String::new()),
            };
            if value == "-" {
                return true;
            }
            let mut answered = classification.clone();
            if let Err(known) = answered.answer(question, said(value, &reason)) {
                self.tell(&format!("  {}\n", possible(question, &known, lang)));
                continue;
            }
            let below = contradictions(&answered, proposals, today);
            let is_unreasoned = answered.answers().any(|(q, said)| q == question && said.reason.is_empty());
            if is_unreasoned && below.iter().any(|contradiction| contradiction.question == question) {
                let why = lang.pick(
                    "Das ist weniger, als gefunden wurde. Grund: ",
                    "This is less than was found. Reason: ",
                );
                let Some(reason) = self.line(&format!("  {why}")) else { return false };
                // Without a reason it is asked again.
                if reason.is_empty() || answered.answer(question, said(value, &reason)).is_err() {
                    continue;
                }
            }
            *classification = answered;
            return true;
        }
    }

    /// A question that is answered by yes or no; silence is no.
    pub(super) fn confirm(&mut self, question: &str) -> bool {
        let choice = self.lang.pick("[j/N]", "[y/N]");
        let answer = self.line(&format!("{question} {choice} ")).unwrap_or_default().to_lowercase();
        matches!(answer.as_str(), "j" | "ja" | "y" | "yes")
    }

    fn line(&mut self, prompt: &str) -> Option<String> {
        self.tell(prompt);
        let mut line = String::new();
        let read = self.input.read_line(&mut line).ok()?;
        (read > 0).then(|| line.trim().to_owned())
    }

    fn tell(&mut self, text: &str) {
        // Whoever can't be reached gives no answer either.
        let _ = self.talk.write_all(text.as_bytes()).and_then(|()| self.talk.flush());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoheit_decide::{Found, propose};
    use hoheit_types::{DatasetId, Entity};

    fn day() -> Day {
        "2026-11-29".parse().unwrap()
    }

    /// Answers after an input, each as `question=value (reason)`, and all that was told.
    fn asked(input: &str, general: Option<&str>) -> (Vec<String>, String) {
        let found = Found {
            name: "Wohngeld",
            kinds: vec![(Entity::Health, 3)],
            holds_personal: Some(true),
            files: 3,
            unread: 1,
            ..Found::default()
        };
        let proposals = propose(&found, day());
        let said = |value: &str, reason: &str| Said {
            value: value.into(),
            reason: general.unwrap_or(reason).into(),
            by: "amt".into(),
            on: day(),
            until: None,
        };
        let (mut classification, mut talk) = (Classification::new(DatasetId(1)), Vec::new());
        let mut dialogue = Dialogue { input: &mut input.as_bytes(), talk: &mut talk, lang: Lang::En };
        dialogue.ask(&mut classification, &proposals, &said, day());
        let answers = classification.answers();
        let answers = answers.map(|(q, said)| format!("{}={} ({})", q.name(), said.value, said.reason));
        (answers.collect(), String::from_utf8(talk).unwrap())
    }

    #[test]
    fn enter_takes_a_certain_proposal_and_leaves_open_what_unread_files_may_raise() {
        let (answers, talk) = asked("\n-\nvery_high\n\n", None);
        assert_eq!(answers.len(), 2, "{answers:?}");
        assert_eq!(answers[0], "confidentiality=very_high ()");
        assert!(answers[1].starts_with("integrity=normal ("), "{answers:?}");
        let why = "1 of 3 files not read completely: there may be more in it";
        assert!(talk.contains("1/9 personal data: ") && talk.contains(why), "{talk}");
        assert!(talk.contains("[-] (at least personal,art9)"), "{talk}");
        assert!(talk.contains("5/9") && !talk.contains("6/9"), "the input has ended: {talk}");
    }

    #[test]
    fn an_answer_below_what_was_found_needs_a_reason() {
        let (answers, talk) = asked("none\n\nnone\nlooked at all of it\n", None);
        assert_eq!(answers, ["category=none (looked at all of it)"]);
        assert_eq!(talk.matches("This is less than was found. Reason: ").count(), 2, "{talk}");
        let (answers, talk) = asked("none\n", Some("checked"));
        assert_eq!(answers, ["category=none (checked)"]);
        assert!(!talk.contains("Reason"), "--reason is the reason of all: {talk}");
        let (answers, _) = asked("none\n", None);
        assert!(answers.is_empty(), "without a reason it does not count: {answers:?}");
    }

    #[test]
    fn what_is_not_understood_is_asked_again() {
        let (answers, talk) = asked("everything\npersonal,art9\n", None);
        assert_eq!(answers, ["category=personal,art9 ()"]);
        assert!(talk.contains("possible: none, personal, art9, art10"), "{talk}");
    }

    #[test]
    fn silence_is_no() {
        for (input, is_yes) in [("y\n", true), ("JA\n", true), ("\n", false), ("", false), ("no\n", false)] {
            let mut talk = Vec::new();
            let mut dialogue = Dialogue { input: &mut input.as_bytes(), talk: &mut talk, lang: Lang::En };
            assert_eq!(dialogue.confirm("Enter it?"), is_yes, "{input}");
        }
    }
}
