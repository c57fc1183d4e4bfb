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
    for document in documents {
        assert_eq!(special(document), [""; 0], "{document}");
    }
}

#[test]
fn files_of_persons_tell_what_they_tell() {
    let documents: Vec<_> = include_str!("tests/of_somebody.txt").split("---\n").skip(1).collect();
    assert!(documents.len() > 8);
    for document in documents {
        let (expect, text) = document.split_once('\n').unwrap();
        assert_eq!(special(text).join("|"), expect, "{text}");
    }
}
