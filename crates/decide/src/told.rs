// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Facts in the reader's words: what a rule looked at, and what it saw there.

use crate::classification::{Category, Question, Retention, Secrecy};
use crate::decision::Reason;
use crate::facts::{Assurance, DatasetFacts, Need, Reach, SiteFacts, Trait, Transfer, Value};
use crate::profile::{LEAST, attribute};
use crate::retention::period;
use crate::rules::Rule;
use hoheit_types::{Lang, Objective};
use std::collections::BTreeMap;

/// A fact that a rule looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Name of the attribute in rules: `sov_2`
    pub attribute: String,
    /// What people call it
    pub title: String,
    /// What was seen: `ja`, `3 nachgewiesen, bis 4 möglich`, `unbekannt`
    pub value: String,
    /// Whether it was known
    pub is_known: bool,
}

/// Every fact that a rule looks at, in the order of their names.
pub fn told(rule: &Rule, dataset: &DatasetFacts, site: &SiteFacts, lang: Lang) -> Vec<Told> {
    rule.asks.iter().filter_map(|name| one(name, dataset, site, lang)).collect()
}

/// `known` is asked of both; it is told by what is unknown.
pub(crate) fn one(name: &str, dataset: &DatasetFacts, site: &SiteFacts, lang: Lang) -> Option<Told> {
    let title = |(de, en): (&'static str, &'static str)| lang.pick(de, en).to_owned();
    let told = |title: String, value: Option<String>| Told {
        attribute: name.to_owned(),
        title,
        is_known: value.is_some(),
        value: value.unwrap_or_else(|| lang.pick("unbekannt", "unknown").to_owned()),
    };
    let yes = |fact: bool| if fact { lang.pick("ja", "yes") } else { lang.pick("nein", "no") }.to_owned();
    if let Ok(which) = name.parse::<Trait>() {
        return Some(told(title(which.title()), dataset.has(which).known().map(yes)));
    }
    if let Ok(which) = name.parse::<Value>() {
        let need = dataset.need(which).known().map(|need| title(need.title()));
        return Some(told(title(which.title()), need));
    }
    if let Ok(which) = name.parse::<Assurance>() {
        return Some(told(title(which.title()), site.assurance(which).known().map(yes)));
    }
    if let Some(objective) = Objective::ALL.into_iter().find(|objective| attribute(*objective) == name) {
        let (de, en) = objective.title();
        let name = format!("{objective} ({})", lang.pick(de, en));
        return Some(reached(told(name, None), site.levels.get(objective), lang));
    }
    if name == "transfer" {
        let ground = site.transfer.known().map(|ground: Transfer| title(ground.title()));
        return Some(told(lang.pick("Grundlage der Übermittlung", "ground of transfer").to_owned(), ground));
    }
    None
}

fn reached(mut told: Told, reach: Reach, lang: Lang) -> Told {
    told.is_known = reach.is_known();
    told.value = if reach.is_known() {
        reach.shown().to_string()
    } else {
        let (shown, possible) = (reach.shown(), reach.possible());
        lang.pick(
            format!("{shown} nachgewiesen, bis {possible} möglich"),
            format!("{shown} shown, up to {possible} possible"),
        )
    };
    told
}

/// What a person has to bring for a permit: each once, of levels of one objective the highest; levels last, by objective.
pub fn missing(reasons: &[Reason<'_>], lang: Lang) -> Vec<String> {
    // As the profile writes it: "SOV-4 (Betrieb) ≥ 3".
    let (mut all, mut levels) = (Vec::new(), BTreeMap::new());
    for (de, en) in reasons.iter().filter_map(|reason| reason.rule.missing.as_ref()) {
        let text = lang.pick(de, en);
        match text.split_once(LEAST) {
            Some((objective, level)) => {
                let highest = levels.entry(objective).or_insert(level);
                *highest = level.max(*highest);
            }
            None if !all.contains(text) => all.push(text.clone()),
            None => {}
        }
    }
    all.extend(levels.into_iter().map(|(objective, level)| format!("{objective}{LEAST}{level}")));
    all
}

/// An answer of a classification in the reader's words: `personenbezogen, besondere Kategorien (Art. 9 DSGVO)`.
pub fn spoken(question: Question, value: &str, lang: Lang) -> String {
    let title = |name: &str| -> Option<(&'static str, &'static str)> {
        match question {
            _ if name == "none" => Some(("keine", "none")),
            Question::Category => name.parse::<Category>().ok().map(Category::title),
            Question::Secrecy => name.parse::<Secrecy>().ok().map(Secrecy::title),
            Question::Confidentiality | Question::Integrity | Question::Availability => {
                name.parse::<Need>().ok().map(Need::title)
            }
            Question::OpenData => Some(if name == "yes" { ("ja", "yes") } else { ("nein", "no") }),
            Question::Retention | Question::Application | Question::Office => None,
        }
    };
    if let (Question::Retention, Ok(retention)) = (question, value.parse::<Retention>()) {
        let (de, en) = retention.phase.title();
        let period = retention.period.as_deref().and_then(period);
        let period = period.map(|period| format!("; {}", lang.pick(&period.de, &period.en)));
        return format!("{}{}", lang.pick(de, en), period.unwrap_or_default());
    }
    if matches!(question, Question::Application | Question::Office) {
        return value.to_owned();
    }
    let words = value.split(',').map(|name| match title(name) {
        Some((de, en)) => lang.pick(de, en),
        None => name,
    });
    words.collect::<Vec<_>>().join(", ")
}
