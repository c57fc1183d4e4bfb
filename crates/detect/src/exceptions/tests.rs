// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::{Exceptions, matches};
use crate::{Engine, Match};
use hoheit_types::{Entity, Sensitive};
use std::sync::Arc;

const TEXT: &str = "Tel. 0228 123456, erika@muster.de, Konfession: rk";

fn values(engine: &Engine) -> Vec<String> {
    let mut found: Vec<Match> = Vec::new();
    engine.text(TEXT, &mut found);
    found.into_iter().map(|found| found.value.reveal().clone()).collect()
}

#[test]
fn marked_values_are_not_found_again() {
    assert_eq!(values(&Engine::default()), ["+49228123456", "erika@muster.de", "rk"]);
    let mut list = Exceptions::new([7; 32]);
    list.add_value(Entity::Phone, &Sensitive::new("+49228123456".to_owned()), "unser\tFax");
    list.add_value(Entity::Religion, &Sensitive::new("rk".to_owned()), "");
    list.add_value(Entity::Iban, &Sensitive::new("erika@muster.de".to_owned()), "another kind");
    let engine = Engine::default().with_exceptions(Arc::new(list));
    assert_eq!(values(&engine), ["erika@muster.de"]);
}

#[test]
fn a_list_holds_no_value_and_comes_back_from_text() {
    let mut list = Exceptions::new([7; 32]);
    list.add_value(Entity::Email, &Sensitive::new("erika@muster.de".to_owned()), "a test address");
    list.add_path("bau/*/Straßen*.csv", "person_name", "streets");
    let text = list.to_text();
    assert!(!text.contains("erika"));
    let again = Exceptions::from_text([7; 32], &text).unwrap();
    assert_eq!(again.to_text(), text);
    assert_eq!(values(&Engine::default().with_exceptions(Arc::new(again))), ["+49228123456", "rk"]);
    let other = Exceptions::from_text([8; 32], &text).unwrap();
    assert_eq!(values(&Engine::default().with_exceptions(Arc::new(other))).len(), 3, "another key");
    assert!(list.is_muted("bau/2024/Straßenliste.csv", "person_name"));
    assert!(!list.is_muted("bau/2024/Straßenliste.csv", "iban"));
}

#[test]
fn wrong_lines_are_named() {
    let line = |text: &str| Exceptions::from_text([0; 32], text).unwrap_err().line;
    assert_eq!(line(""), 1);
    assert_eq!(line("hoheit exceptions 2"), 1);
    assert_eq!(line("hoheit exceptions 1\n\n# note\nvalue\tphon\t00"), 4);
    assert_eq!(line("hoheit exceptions 1\nvalue\tphone\t0g"), 2);
    assert_eq!(line("hoheit exceptions 1\npath\tx"), 2);
    assert_eq!(line("hoheit exceptions 1\nx"), 2);
}

#[test]
fn stars_stand_for_any_signs() {
    for (pattern, path, expect) in [
        ("a/b.csv", "a/b.csv", true),
        ("a/b.csv", "a/b.csvx", false),
        ("*", "a/b", true),
        ("a/*", "a/b/c", true),
        ("*.csv", "a/b.csv", true),
        ("a*b*c", "a1b2c", true),
        ("a*b*c", "a1c", false),
        ("ab*ba", "aba", false),
        ("*x*x*", "axa", false),
    ] {
        assert_eq!(matches(pattern, path), expect, "{pattern} {path}");
    }
}
