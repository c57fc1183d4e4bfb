// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Which dataset may lie at which site, and why: for people and for programs.

mod evacuation;
mod what_if;

use crate::ReportError;
use crate::words::decision_aid;
use hoheit_catalogue::NamedDataset;
use hoheit_decide::{Answer, Docket, Judgement, LawGap, Place, Question, Reason, Told, missing, told};
use hoheit_types::{Digest, Lang, Printable, Site};
use serde_json::{Value, json};
use std::fmt::Write as _;

pub use evacuation::Measured;
pub use what_if::{WhatIfReport, leaving};

/// Names of sites that are longer together are numbered: 60 characters, beside a name on a terminal of 100.
const WIDTH: usize = 60;
/// Sites in one table side by side; of more, each dataset gets lines of its own.
const COLUMNS: usize = 8;

/// Decisions, ready to be told.
pub struct DecisionReport<'a> {
    /// The reader's language
    pub lang: Lang,
    /// What was decided
    pub docket: &'a Docket,
    /// The answers
    pub judgement: &'a Judgement<'a>,
    /// The datasets of the docket, in its order
    pub datasets: &'a [NamedDataset],
    /// All sites that are entered that day: a dataset may lie at one that is not asked for
    pub everywhere: &'a [Site],
    /// Questions of each dataset, in their order, whose answers say less than what was found since; empty where nobody looked
    pub found_since: &'a [Vec<Question>],
    /// Of the record
    pub digest: Digest,
}

/// What people call an answer.
pub fn answer_word(answer: Answer, lang: Lang) -> &'static str {
    match answer {
        Answer::Permit => lang.pick("erlaubt", "permitted"),
        Answer::Deny => lang.pick("nicht erlaubt", "not permitted"),
        Answer::Unknown => lang.pick("unbekannt", "unknown"),
    }
}

/// The sentence that stands under everything with legal reasons, and who has reviewed the law packs.
pub fn no_advice(docket: &Docket, lang: Lang) -> String {
    let mut text = decision_aid(lang).to_owned();
    let profile = docket.policy.rules.profile();
    let mut texts = vec![(
        lang.pick("Profil", "profile"),
        profile.name.as_str(),
        profile.version,
        &profile.reviewed_by[..],
    )];
    let law = docket.policy.law.iter().filter(|pack| pack.holds_on(docket.day));
    texts.extend(law.map(|pack| {
        (lang.pick("Rechtspaket", "law pack"), pack.name().0, pack.name().1, pack.reviewed_by())
    }));
    for (what, name, version, reviewed_by) in texts {
        let reviewed = match reviewed_by {
            [] => lang.pick("noch von niemandem geprüft", "reviewed by nobody yet").to_owned(),
            names => format!("{} {}", lang.pick("geprüft von", "reviewed by"), names.join(", ")),
        };
        let _ = write!(text, " {what} {} {version}: {}.", Printable(name), Printable(&reviewed));
    }
    text
}

/// The sites where a dataset of this source lies now, by their place in the docket.
pub fn lies_at(docket: &Docket, source: &str) -> Vec<usize> {
    let sites = docket.sites.iter().enumerate();
    sites.filter(|(_, place)| place.site.holds(source)).map(|(place, _)| place).collect()
}

impl DecisionReport<'_> {
    /// Whether an answer of a dataset's classification says less than what was found.
    fn below(&self, dataset: usize) -> Vec<Question> {
        let said = self.docket.datasets.get(dataset).and_then(|(_, said)| said.as_ref());
        said.map(|said| said.below().collect()).unwrap_or_default()
    }

    /// Answers that say less than what was found since somebody gave them.
    fn found_since(&self, dataset: usize) -> &[Question] {
        self.found_since.get(dataset).map(Vec::as_slice).unwrap_or_default()
    }

    /// What stands before a dataset's name: `!` for answers below what was found, `+` where more was found since.
    fn marks(&self, dataset: usize) -> String {
        let below = if self.below(dataset).is_empty() { "" } else { "!" };
        let since = if self.found_since(dataset).is_empty() { "" } else { "+" };
        format!("{below}{since}")
    }

    /// Names of the sites where a dataset lies now, whether they are asked for or not.
    fn lies_now(&self, dataset: &NamedDataset) -> Vec<&str> {
        let sites = self.everywhere.iter().filter(|site| site.holds(&dataset.source));
        sites.map(|site| site.name.as_str()).collect()
    }

    /// Whether a dataset lies where it may not, or nobody knows whether it may, or nobody knows where it lies; or whether its
    /// classification says less than what was found.
    pub fn has_trouble(&self) -> bool {
        if (0..self.datasets.len()).any(|dataset| !self.marks(dataset).is_empty()) {
            return true;
        }
        self.datasets.iter().enumerate().any(|(place, dataset)| {
            let permitted = |site: &usize| self.judgement.answer(place, *site) == Some(Answer::Permit);
            self.lies_now(dataset).is_empty() || !lies_at(self.docket, &dataset.source).iter().all(permitted)
        })
    }

    /// For a terminal.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        match self.datasets {
            [dataset] => self.one(&mut text, dataset),
            _ if self.docket.sites.len() <= COLUMNS => self.table(&mut text),
            _ => self.lists(&mut text),
        }
        if let Some(gap) = self.law_gap() {
            let _ = writeln!(text, "\n{gap}");
        }
        let digest = self.digest.short();
        let stand = self.lang.pick("Stand", "as of");
        let _ = writeln!(text, "\n{stand} {} · {digest}", self.docket.day);
        let example = self.datasets.first().zip(self.docket.sites.first());
        if let Some((dataset, place)) = example {
            let why = self.lang.pick("Nachvollziehen, z. B.", "Follow up, such as");
            let _ = writeln!(text, "{why}: hoheit explain {digest}:{}:{}", dataset.id, place.site.name);
        }
        let _ = writeln!(text, "{}", no_advice(self.docket, self.lang));
        text
    }

    /// Why nobody can say on what ground data may be transferred.
    fn law_gap(&self) -> Option<String> {
        let (lang, day) = (self.lang, self.docket.day);
        Some(match self.docket.law_gap()? {
            LawGap::NoneInForce => lang.pick(
                format!("Am {day} ist kein Rechtspaket in Kraft: auf welcher Grundlage übermittelt werden darf, ist unbekannt."),
                format!("On {day} no law pack is in force: on what ground data may be transferred is unknown."),
            ),
            LawGap::Disagree(sites) => {
                let sites = sites.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                lang.pick(
                    format!("Die Rechtspakete widersprechen einander, darum ist die Grundlage der Übermittlung unbekannt: {sites}"),
                    format!("The law packs contradict each other, so the ground of transfer is unknown: {sites}"),
                )
            }
        })
    }

    /// Names of the sites above, one line for each dataset, a star where it lies now.
    fn table(&self, text: &mut String) {
        let lang = self.lang;
        let sites: Vec<&str> = self.docket.sites.iter().map(|place| place.site.name.as_str()).collect();
        // Long names stand above the table, and their numbers in it.
        let is_wide = sites.iter().map(|name| name.len() + 2).sum::<usize>() > WIDTH;
        let numbers: Vec<String> = (1..=sites.len()).map(|number| number.to_string()).collect();
        let names: Vec<&str> =
            if is_wide { numbers.iter().map(String::as_str).collect() } else { sites.clone() };
        for (number, site) in numbers.iter().zip(&sites).filter(|_| is_wide) {
            let _ = writeln!(text, "{number} {site}");
        }
        if is_wide {
            text.push('\n');
        }
        let words = |answer| match answer {
            Some(Answer::Permit) => lang.pick("ja", "yes"),
            Some(Answer::Deny) => lang.pick("nein", "no"),
            Some(Answer::Unknown) | None => "?",
        };
        let width = |name: &str| name.chars().count().max(6);
        let head = lang.pick("Datenbestand", "dataset");
        let first =
            self.datasets.iter().map(|dataset| label(dataset).chars().count()).max().unwrap_or_default();
        let first = first.max(head.len()).min(40);
        let _ = write!(text, "{head:first$}");
        for name in &names {
            let _ = write!(text, "  {name:width$}", width = width(name));
        }
        text.push('\n');
        for (place, dataset) in self.datasets.iter().enumerate() {
            let lies = lies_at(self.docket, &dataset.source);
            let label: String =
                format!("{}{}", self.marks(place), label(dataset)).chars().take(first).collect();
            let mut line = format!("{label:first$}");
            for (site, name) in names.iter().enumerate() {
                let star = if lies.contains(&site) { "*" } else { "" };
                let cell = format!("{}{star}", words(self.judgement.answer(place, site)));
                let _ = write!(line, "  {cell:width$}", width = width(name));
            }
            if self.lies_now(dataset).is_empty() {
                line += lang.pick("  Ort unbekannt", "  place unknown");
            }
            let _ = writeln!(text, "{}", line.trim_end());
        }
        self.legend(text);
    }

    /// What the signs beside names and answers mean.
    fn legend(&self, text: &mut String) {
        let lang = self.lang;
        text.push_str(lang.pick(
            "\n* liegt jetzt dort · ? unbekannt: es fehlt eine Angabe oder ein Nachweis\n",
            "\n* lies there now · ? unknown: a statement or a proof is missing\n",
        ));
        let below: Vec<usize> =
            (0..self.datasets.len()).filter(|dataset| !self.below(*dataset).is_empty()).collect();
        if !below.is_empty() {
            text.push_str(
                lang.pick(
                    "! eingestuft unter dem, was gefunden wurde\n",
                    "! classified below what was found\n",
                ),
            );
            text.push_str(self.approved(&below));
        }
        if (0..self.datasets.len()).any(|dataset| !self.found_since(dataset).is_empty()) {
            text.push_str(lang.pick(
                "+ seit der Einstufung wurde mehr gefunden; was, zeigt: hoheit datasets classify <Datenbestand>\n",
                "+ more was found since it was classified; what, is shown by: hoheit datasets classify <dataset>\n",
            ));
        }
    }

    /// What becomes of answers below what was found.
    fn approved(&self, below: &[usize]) -> &'static str {
        let lang = self.lang;
        if !self.docket.approvals.has_approvers() {
            lang.pick(
                "  Das gilt, wie es angegeben ist: niemand ist eingetragen, der es freigeben könnte (hoheit persons).\n",
                "  It counts as stated: nobody is enrolled who could approve it (hoheit persons).\n",
            )
        } else if below.iter().any(|dataset| self.docket.awaits_approval(*dataset)) {
            lang.pick(
                "  Bis zu einer Freigabe gilt solches als unbekannt; was wartet, zeigt: hoheit approvals\n",
                "  Until it is approved, such an answer counts as unknown; what waits is shown by: hoheit approvals\n",
            )
        } else {
            lang.pick("  Freigegeben.\n", "  Approved.\n")
        }
    }

    fn lists(&self, text: &mut String) {
        for (place, dataset) in self.datasets.iter().enumerate() {
            let lies = lies_at(self.docket, &dataset.source);
            let unknown = if self.lies_now(dataset).is_empty() {
                self.lang.pick(" · Ort unbekannt", " · place unknown")
            } else {
                ""
            };
            let _ = writeln!(text, "{}{}{unknown}", self.marks(place), label(dataset));
            for answer in [Answer::Permit, Answer::Unknown, Answer::Deny] {
                let sites = self.docket.sites.iter().enumerate();
                let fit = sites.filter(|(site, _)| self.judgement.answer(place, *site) == Some(answer));
                let starred = |(site, place): (usize, &Place)| {
                    let star = if lies.contains(&site) { "*" } else { "" };
                    format!("{}{star}", place.site.name)
                };
                let names: Vec<String> = fit.map(starred).collect();
                if !names.is_empty() {
                    let _ = writeln!(text, "  {}: {}", answer_word(answer, self.lang), names.join(", "));
                }
            }
        }
        self.legend(text);
    }

    /// One dataset with all reasons.
    fn one(&self, text: &mut String, dataset: &NamedDataset) {
        let lang = self.lang;
        let _ = writeln!(text, "{}", label(dataset));
        let names = self.lies_now(dataset);
        let where_now =
            if names.is_empty() { lang.pick("unbekannt", "unknown").to_owned() } else { names.join(", ") };
        let _ = writeln!(text, "{}: {where_now}", lang.pick("Liegt jetzt", "Lies now"));
        let open = self.open(0);
        if !open.is_empty() {
            let _ = writeln!(text, "{}: {}", lang.pick("Nicht beantwortet", "Not answered"), open.join(", "));
        }
        let below = self.below(0);
        if !below.is_empty() {
            let titles = below.iter().map(|question| lang.pick(question.title().0, question.title().1));
            let label =
                lang.pick("! Eingestuft unter dem, was gefunden wurde", "! Classified below what was found");
            let _ = writeln!(text, "{label}: {}", titles.collect::<Vec<_>>().join(", "));
            text.push_str(self.approved(&[0]));
        }
        let since = self.found_since(0);
        if !since.is_empty() {
            let titles = since.iter().map(|question| lang.pick(question.title().0, question.title().1));
            let label = lang.pick(
                "+ Seit der Einstufung wurde mehr gefunden",
                "+ More was found since it was classified",
            );
            let _ = writeln!(text, "{label}: {}", titles.collect::<Vec<_>>().join(", "));
        }
        for (site, place) in self.docket.sites.iter().enumerate() {
            let Some(answer) = self.judgement.answer(0, site) else { continue };
            let example = if place.site.example { lang.pick(" (Beispiel)", " (example)") } else { "" };
            let name = Printable(&place.site.title);
            let _ = writeln!(text, "\n{} · {name}{example}: {}", place.site.name, answer_word(answer, lang));
            self.reasons(text, 0, site);
        }
    }

    /// Questions about a dataset that nobody has answered, or whose answers have expired, as far as rules ask them.
    fn open(&self, dataset: usize) -> Vec<&'static str> {
        let decisive = [
            Question::Category,
            Question::Secrecy,
            Question::Confidentiality,
            Question::Integrity,
            Question::Availability,
        ];
        let said = self.docket.datasets.get(dataset).and_then(|(_, said)| said.as_ref());
        let counts = |question| said.is_some_and(|said| said.holds(question, self.docket.day).is_some());
        let open = decisive.into_iter().filter(|question| !counts(*question));
        open.map(|question| self.lang.pick(question.title().0, question.title().1)).collect()
    }

    fn reasons(&self, text: &mut String, dataset: usize, site: usize) {
        let lang = self.lang;
        let reasons = self.judgement.reasons(dataset, site);
        for reason in &reasons {
            let law = reason.rule.law.as_deref().map(|law| format!(" ({law})")).unwrap_or_default();
            let why = lang.pick(&reason.rule.de, &reason.rule.en);
            let open = if reason.rests_on_unknown {
                lang.pick(" [weil etwas unbekannt ist]", " [because something is unknown]")
            } else {
                ""
            };
            let _ = writeln!(text, "  {}{}{open}", Printable(why), Printable(&law));
            let facts: Vec<String> = self
                .told(dataset, site, reason)
                .iter()
                .map(|f| format!("{}: {}", f.title, f.value))
                .collect();
            if !facts.is_empty() {
                let _ =
                    writeln!(text, "    {} · {}", Printable(&reason.rule.id), Printable(&facts.join("; ")));
            }
        }
        for rule in self.judgement.errors(dataset, site) {
            let _ = writeln!(
                text,
                "  {}: {}",
                lang.pick("Regel mit Fehler, darum nicht erlaubt", "a rule errs, so it is not permitted"),
                Printable(&rule.id)
            );
        }
        if self.judgement.answer(dataset, site) != Some(Answer::Permit) {
            // Own rules need not say what would have to change.
            let missing = missing(&reasons, lang).join("; ");
            if !missing.is_empty() {
                let _ = writeln!(text, "  {}: {}", lang.pick("fehlt", "missing"), Printable(&missing));
            }
        }
    }

    fn told(&self, dataset: usize, site: usize, reason: &Reason<'_>) -> Vec<Told> {
        let facts = self.judgement.dataset(dataset).zip(self.judgement.site(site));
        facts.map(|(dataset, site)| told(reason.rule, dataset, site, self.lang)).unwrap_or_default()
    }

    /// `hoheit-decisions/1`, see `docs/reference/decisions-json.md`.
    pub fn to_json(&self) -> Result<String, ReportError> {
        let sites = self.docket.sites.iter().enumerate();
        let sites: Vec<Value> = sites.map(|(site, place)| self.site_json(site, place)).collect();
        let datasets: Vec<Value> =
            self.datasets.iter().enumerate().map(|(place, dataset)| self.row(place, dataset)).collect();
        let value = json!({
            "format": "hoheit-decisions/1", "decision": self.digest, "day": self.docket.day,
            "notice": no_advice(self.docket, self.lang), "law_gap": self.law_gap(), "sites": sites, "datasets": datasets,
        });
        serde_json::to_string_pretty(&value).map(|text| text + "\n").map_err(ReportError::Json)
    }

    fn site_json(&self, site: usize, place: &hoheit_decide::Place) -> Value {
        json!({
            "name": place.site.name, "title": place.site.title, "example": place.site.example,
            "facts": self.judgement.site(site).map(|facts| {
                let levels = facts.levels.iter().map(|(objective, reach)| {
                    (objective.name().to_owned(), json!({ "shown": reach.shown(), "possible": reach.possible() }))
                });
                json!({ "levels": levels.collect::<serde_json::Map<_, _>>(), "transfer": facts.transfer })
            }),
        })
    }

    fn row(&self, place: usize, dataset: &NamedDataset) -> Value {
        let lies = lies_at(self.docket, &dataset.source);
        let answers: Vec<Value> = self
            .docket
            .sites
            .iter()
            .enumerate()
            .map(|(site, at)| {
                let reasons = self.judgement.reasons(place, site);
                let told: Vec<Value> = reasons.iter().map(|reason| self.reason_json(place, site, reason)).collect();
                let errors: Vec<&str> =
                    self.judgement.errors(place, site).into_iter().map(|rule| rule.id.as_str()).collect();
                json!({
                    "site": at.site.name, "answer": self.judgement.answer(place, site), "lies_there": lies.contains(&site),
                    "reasons": told, "errors": errors,
                })
            })
            .collect();
        json!({
            "dataset": dataset.id, "name": dataset.name, "source": dataset.source, "open": self.open(place),
            "place_known": !self.lies_now(dataset).is_empty(), "lies_now": self.lies_now(dataset),
            "found_since": self.found_since(place).iter().map(|question| question.name()).collect::<Vec<_>>(), "below": self.below(place).into_iter().map(Question::name).collect::<Vec<_>>(),
            "awaits_approval": self.docket.awaits_approval(place),
            "answers": answers,
        })
    }

    fn reason_json(&self, dataset: usize, site: usize, reason: &Reason<'_>) -> Value {
        let facts = self.told(dataset, site, reason);
        let facts: Vec<Value> = facts
            .into_iter()
            .map(|f| json!({ "attribute": f.attribute, "title": f.title, "value": f.value, "known": f.is_known }))
            .collect();
        let missing = reason.rule.missing.as_ref().map(|(de, en)| self.lang.pick(de, en));
        json!({
            "rule": reason.rule.id, "why": self.lang.pick(&reason.rule.de, &reason.rule.en), "law": reason.rule.law,
            "rests_on_unknown": reason.rests_on_unknown, "missing": missing, "facts": facts,
        })
    }
}

/// `12 Wohngeld`.
fn label(dataset: &NamedDataset) -> String {
    format!("{} {}", dataset.id, Printable(&dataset.name))
}
