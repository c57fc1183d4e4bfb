// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::ALL;
use crate::phrases as words;
use crate::{Engine, Match};

#[test]
fn every_phrase_can_be_waited_for() {
    for topic in ALL {
        for (list, _) in topic.lists() {
            for word in words::beginnings(list) {
                assert!(
                    word.chars().all(char::is_alphabetic) && word.len() > 1,
                    "{word:?} of {}",
                    topic.rule.name
                );
            }
        }
    }
}

/// The values of special categories in a document, with all rules.
fn special(document: &str) -> Vec<String> {
    let mut found: Vec<Match> = Vec::new();
    Engine::default().text(document, &mut found);
    let special = found.into_iter().filter(|found| found.entity.is_special_category());
    special.map(|found| found.value.reveal().clone()).collect()
}

#[test]
fn documents_about_health_and_belief_that_tell_of_nobody_hold_nothing() {
    let documents: Vec<_> = include_str!("tests/of_nobody.txt").split("---\n").skip(1).collect();
    assert!(documents.len() > 10);
    let wrong: Vec<_> = documents.into_iter().filter(|document| !special(document).is_empty()).collect();
    let told: Vec<_> = wrong.iter().map(|document| (special(document), document)).collect();
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn files_of_persons_tell_what_they_tell() {
    let documents: Vec<_> = include_str!("tests/of_somebody.txt").split("---\n").skip(1).collect();
    assert!(documents.len() > 8);
    let told = documents.into_iter().map(|document| {
        let (expect, text) = document.split_once('\n').unwrap();
        (special(text).join("|"), expect, text)
    });
    let wrong: Vec<_> = told.filter(|(found, expect, _)| found != expect).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
