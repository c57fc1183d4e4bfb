// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::ALL;
use crate::phrases as words;

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
