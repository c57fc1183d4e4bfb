// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Labels held against findings, per distinct value and file.

use super::normal::{is_same, normal};
use hoheit_testkit::gold::{GoldDocument, Label, Role};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// One line of `hoheit detect`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) entity: String,
    pub(super) value: String,
    pub(super) role: String,
    pub(super) rule: String,
}

/// What was right and what was not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Values that stand in the documents
    pub(super) labels: usize,
    /// Of these, found
    pub(super) hits: usize,
    /// Values that were reported, those left out that need not be found
    pub(super) found: usize,
    /// Of these, right
    pub(super) right: usize,
}

impl Tally {
    pub(super) fn precision(&self) -> f64 {
        ratio(self.right, self.found)
    }

    pub(super) fn recall(&self) -> f64 {
        ratio(self.hits, self.labels)
    }

    /// The harmonic mean of both.
    pub(super) fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) }
    }
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.labels += other.labels;
        self.hits += other.hits;
        self.found += other.found;
        self.right += other.right;
    }
}

/// Nothing to find and nothing found is no mistake.
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// A value that was missed, or reported and is none.
#[derive(Clone, Debug)]
pub(super) struct Mistake {
    pub(super) file: String,
    pub(super) entity: String,
    pub(super) value: String,
    /// The rule of a false alarm
    pub(super) rule: Option<String>,
    /// Some characters before and after
    pub(super) context: String,
}

/// The result of a whole set.
#[derive(Default)]
pub(super) struct Score {
    /// By entity and format
    pub(super) tallies: BTreeMap<(String, &'static str), Tally>,
    /// Roles of right findings: as labelled, not told, wrong
    pub(super) roles: [usize; 3],
    pub(super) clean_documents: usize,
    /// Documents without personal data in which something was found
    pub(super) flagged: usize,
    /// Of these, those in which something was found that is not said to be an organisation's
    pub(super) flagged_personal: usize,
    /// In how many of these something of a kind was found
    pub(super) flagged_by: BTreeMap<String, usize>,
    pub(super) mistakes: Vec<Mistake>,
}

impl Score {
    /// Adds up one document.
    pub(super) fn add(&mut self, document: &GoldDocument, found: &[Found]) {
        let mut false_alarms = Vec::new();
        let mut hits: HashSet<(&str, String)> = HashSet::new();
        let mut seen: HashSet<(&str, String)> = HashSet::new();
        let labels: Vec<(&Label, String)> =
            document.labels.iter().map(|label| (label, normal(label.entity, &label.text))).collect();
        for one in found {
            let value = normal(&one.entity, &one.value);
            if !seen.insert((&one.entity, value.clone())) {
                continue;
            }
            let same: Vec<&(&Label, String)> = labels
                .iter()
                .filter(|(label, wanted)| label.entity == one.entity && is_same(&one.entity, wanted, &value))
                .collect();
            // What may be found and need not counts neither way.
            if same.iter().any(|(label, _)| label.is_optional)
                && same.iter().all(|(label, _)| label.is_optional)
            {
                continue;
            }
            let tally = self.tallies.entry((one.entity.clone(), document.format)).or_default();
            tally.found += 1;
            match same.iter().find(|(label, _)| !label.is_optional) {
                None => false_alarms.push(one),
                Some((label, _)) => {
                    tally.right += 1;
                    self.roles[role_agreement(label.role, &one.role)] += 1;
                }
            }
            hits.extend(same.iter().map(|(label, wanted)| (label.entity, wanted.clone())));
        }
        let mut known = HashSet::new();
        for (label, wanted) in &labels {
            if label.is_optional || !known.insert((label.entity, wanted.clone())) {
                continue;
            }
            let tally = self.tallies.entry((label.entity.to_owned(), document.format)).or_default();
            tally.labels += 1;
            if hits.contains(&(label.entity, wanted.clone())) {
                tally.hits += 1;
            } else {
                self.mistakes.push(Mistake {
                    file: document.file_name.clone(),
                    entity: label.entity.to_owned(),
                    value: label.text.clone(),
                    rule: None,
                    context: around(&document.text, label.at, label.text.len()),
                });
            }
        }
        if document.is_clean() {
            self.clean_documents += 1;
            let personal: Vec<&&Found> =
                false_alarms.iter().filter(|one| !NOT_OF_PERSONS.contains(&one.entity.as_str())).collect();
            self.flagged += usize::from(!personal.is_empty());
            let kinds: BTreeSet<&str> = personal
                .iter()
                .filter(|one| one.role != "organisation")
                .map(|one| one.entity.as_str())
                .collect();
            self.flagged_personal += usize::from(!kinds.is_empty());
            for kind in kinds {
                *self.flagged_by.entry(kind.to_owned()).or_default() += 1;
            }
        }
        self.mistakes.extend(false_alarms.into_iter().map(|one| {
            Mistake {
                file: document.file_name.clone(),
                entity: one.entity.clone(),
                value: one.value.clone(),
                rule: Some(one.rule.clone()),
                context: document
                    .text
                    .find(one.value.trim())
                    .map_or_else(String::new, |at| around(&document.text, at, one.value.trim().len())),
            }
        }));
    }

    /// The sums of one entity over all formats.
    pub(super) fn entity(&self, entity: &str) -> Tally {
        self.sum(|(one, _)| one == entity)
    }

    /// The sums of what `wanted` says.
    pub(super) fn sum(&self, wanted: impl Fn(&(String, &'static str)) -> bool) -> Tally {
        let mut sum = Tally::default();
        self.tallies.iter().filter(|(key, _)| wanted(key)).for_each(|(_, tally)| sum += *tally);
        sum
    }
}

/// Kinds that do not flag a document: they mark texts and authorities, not persons.
const NOT_OF_PERSONS: [&str; 4] = ["aktenzeichen", "flurstueck", "leitweg_id", "secrecy_marking"];

fn role_agreement(wanted: Role, found: &str) -> usize {
    let wanted = match wanted {
        Role::Citizen => "citizen",
        Role::Official => "official",
        Role::Organisation => "organisation",
        Role::Unknown => "unknown",
    };
    match found {
        _ if found == wanted => 0,
        "unknown" => 1,
        _ => 2,
    }
}

/// Characters before and after a value, in one line.
const AROUND: usize = 40;

fn around(text: &str, at: usize, length: usize) -> String {
    let (before, rest) = text.split_at(at.min(text.len()));
    let end = (0..=length.min(rest.len())).rev().find(|&end| rest.is_char_boundary(end)).unwrap_or(0);
    let start = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(start, _)| start);
    let after: String = rest[end..].chars().take(AROUND).collect();
    format!("{}»{}«{after}", &before[start..], &rest[..end]).replace(['\n', '\t'], " ")
}

/// Findings by the name of their file.
#[derive(Default)]
pub(super) struct ByFile(HashMap<String, Vec<Found>>);

impl ByFile {
    /// Takes one line of `hoheit detect --format jsonl --values`.
    pub(super) fn add(&mut self, line: &Value) {
        let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
        let path = text("path");
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        self.0.entry(name).or_default().push(Found {
            entity: text("entity"),
            value: text("value"),
            role: text("role"),
            rule: text("rule"),
        });
    }

    /// What was found in a file.
    pub(super) fn of(&self, name: &str) -> &[Found] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }
}
