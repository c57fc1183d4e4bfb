// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::template::{Line, Piece};
use super::*;
use std::collections::{BTreeMap, HashMap, HashSet};

const SETS: [Set; 2] = [Set::Develop, Set::Benchmark];

/// Letters and digits alone: white space and marks may differ between a label and the document's text.
fn dense(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[test]
fn the_same_seed_makes_the_same_documents() {
    for set in SETS {
        assert_eq!(documents(set, 3, 80), documents(set, 3, 80));
        assert_ne!(documents(set, 3, 2)[0].text, documents(set, 4, 2)[0].text);
    }
}

#[test]
fn every_label_stands_in_its_document() {
    for document in SETS.into_iter().flat_map(|set| documents(set, 5, 300)) {
        let text = dense(&document.text);
        for label in &document.labels {
            // Names and addresses are put together from parts, the others stand as they are.
            let words: Vec<&str> = match label.entity {
                "person_name" | "address" => label.text.split_whitespace().collect(),
                _ => vec![label.text.as_str()],
            };
            let is_sender = label.is_optional && label.entity == "email";
            assert!(
                is_sender || words.iter().all(|word| text.contains(&dense(word))),
                "{}: {} {:?}",
                document.file_name,
                label.entity,
                label.text
            );
            assert!(!label.text.trim().is_empty(), "{}: {}", document.file_name, label.entity);
        }
    }
}

#[test]
fn every_kind_stands_in_every_set_and_the_main_ones_often() {
    for set in SETS {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for label in documents(set, 1, 600).iter().flat_map(|document| &document.labels) {
            *counts.entry(label.entity).or_default() += 1;
        }
        for (number, entity) in ENTITIES.into_iter().enumerate() {
            let count = counts.get(entity).copied().unwrap_or_default();
            let least = if number < MAIN_ENTITIES { 80 } else { 8 };
            assert!(count >= least, "{set:?}: {entity} stands in {count} places");
        }
    }
}

#[test]
fn every_format_has_many_documents() {
    for set in SETS {
        let mut formats: HashMap<&str, usize> = HashMap::new();
        for document in documents(set, 1, 600) {
            *formats.entry(document.format).or_default() += 1;
        }
        assert_eq!(formats.len(), 13, "{formats:?}");
        assert!(formats.values().all(|count| *count >= 15), "{set:?}: {formats:?}");
    }
}

#[test]
fn clean_documents_hold_nothing_about_anybody() {
    for set in SETS {
        let documents = clean_documents(set, 1, 300);
        let clean = documents.iter().filter(|document| document.is_clean()).count();
        assert!(clean >= 270, "{set:?}: {clean}");
        for label in documents.iter().flat_map(|document| &document.labels) {
            assert!(
                label.is_optional || matches!(label.role, Role::Organisation | Role::Unknown),
                "{set:?}: {} {:?}",
                label.entity,
                label.text
            );
        }
    }
}

/// Names and words of the lists that may be the same: particles of names, and words that leave no choice.
const COMMON_WORDS: [&str; 8] = ["al", "van", "von", "thi", "de", "di", "el", "am"];

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

#[test]
fn the_sets_share_no_name_no_street_and_no_town() {
    let [develop, benchmark] = SETS.map(|set| &set.material().lists);
    let names = |lists: &'static Lists| -> HashSet<String> {
        lists
            .iter()
            .filter(|(list, _)| ["women", "men", "surnames"].iter().any(|end| list.ends_with(end)))
            .flat_map(|(_, entries)| entries)
            .flat_map(|entry| words(entry))
            .filter(|word| word.chars().count() > 1 && !COMMON_WORDS.contains(&word.as_str()))
            .collect()
    };
    let (one, other) = (names(develop), names(benchmark));
    assert!(one.len() > 300 && other.len() > 300, "{} and {} names", one.len(), other.len());
    assert_eq!(one.intersection(&other).collect::<Vec<_>>(), [] as [&String; 0]);
    for (list, entries) in develop.iter() {
        let others: HashSet<&str> = benchmark.all(list).iter().copied().collect();
        let shared: Vec<&&str> = entries.iter().filter(|entry| others.contains(**entry)).collect();
        assert_eq!(shared, [] as [&&str; 0], "{list}");
    }
}

/// What no template can say in other words.
const FORMULAS: [&str; 1] = ["0 encoding utf 8"];

/// The text of templates between the values, cut into sentences.
fn sentences(set: Set) -> HashSet<String> {
    fn text(pieces: &[Piece], out: &mut String) {
        for piece in pieces {
            match piece {
                Piece::Text(text) | Piece::Literal { text, .. } => out.push_str(text),
                Piece::Value { .. } => out.push('\n'),
                Piece::Choice(ways) => ways.iter().for_each(|way| {
                    out.push('\n');
                    text_of(way, out);
                }),
            }
        }
    }
    fn text_of(pieces: &[Piece], out: &mut String) {
        text(pieces, out);
        out.push('\n');
    }
    fn lines(all: &[Line], out: &mut String) {
        for line in all {
            match line {
                Line::Blank => {}
                Line::Heading(pieces) | Line::Text(pieces) => text_of(pieces, out),
                Line::Row(cells) => cells.iter().for_each(|cell| text_of(cell, out)),
                Line::Repeat { lines: inner, .. } => lines(inner, out),
            }
        }
    }
    let material = set.material();
    let mut all = String::new();
    for template in material.personal.iter().chain(&material.clean) {
        lines(&template.lines, &mut all);
    }
    all.split(['\n', '.', ':', ';', '!', '?', ','])
        .map(|sentence| words(sentence).collect::<Vec<_>>().join(" "))
        // Three words and fewer are headers and formulas: "Mit freundlichen Grüßen", "geboren am".
        .filter(|sentence| sentence.split(' ').count() > 3 && !FORMULAS.contains(&sentence.as_str()))
        .collect()
}

#[test]
fn the_sets_share_no_sentence() {
    let (one, other) = (sentences(Set::Develop), sentences(Set::Benchmark));
    assert!(one.len() > 100 && other.len() > 100, "{} and {} sentences", one.len(), other.len());
    let mut shared: Vec<&String> = one.intersection(&other).collect();
    shared.sort();
    assert_eq!(shared, [] as [&String; 0]);
}
