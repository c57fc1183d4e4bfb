// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;

/// Letters and digits alone: white space and marks may differ between a label and the document's text.
fn dense(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[test]
fn the_same_seed_makes_the_same_documents() {
    assert_eq!(documents(Set::Develop, 3, 80), documents(Set::Develop, 3, 80));
    assert_ne!(documents(Set::Develop, 3, 2)[0].text, documents(Set::Develop, 4, 2)[0].text);
}

#[test]
fn every_label_stands_in_its_document() {
    for document in documents(Set::Develop, 5, 400) {
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
        }
    }
}
