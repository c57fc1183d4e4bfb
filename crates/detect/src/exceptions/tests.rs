// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::{Exceptions, Place, matches};
use crate::{Condenser, Engine, Match};
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
    list.add_place(&place("person_name", "bau/*/Straßen*.csv", None), "streets");
    list.add_place(&place("phone", "*", Some("Kostenstelle")), "");
    let text = list.to_text();
    assert!(!text.contains("erika"));
    let again = Exceptions::from_text([7; 32], &text).unwrap();
    assert_eq!(again.to_text(), text);
    assert_eq!(values(&Engine::default().with_exceptions(Arc::new(again))), ["+49228123456", "rk"]);
    let other = Exceptions::from_text([8; 32], &text).unwrap();
    assert_eq!(values(&Engine::default().with_exceptions(Arc::new(other))).len(), 3, "another key");
    let ids: Vec<_> = list.iter().map(|exception| exception.id).collect();
    assert!(ids.iter().all(|id| id.len() == 12), "{ids:?}");
    assert!(ids.iter().all(|id| list.remove(id)) && list.is_empty() && !list.remove("000000000000"));
}

#[test]
fn a_rule_is_muted_in_its_place_alone() {
    let mut list = Exceptions::new([7; 32]);
    let streets = list.add_place(&place("person_name", "bau/*/Straßen*.csv", None), "");
    let column = list.add_place(&place("phone", "*", Some("Kostenstelle")), "");
    let of = |path, rule, column| list.of_place(path, rule, column);
    assert_eq!(of("bau/2024/Straßenliste.csv", "person_name", Some("Name")), Some(streets));
    assert_eq!(of("bau/2024/Straßenliste.csv", "iban", None), None);
    assert_eq!(of("bau/2024/Namensliste.csv", "person_name", None), None);
    assert_eq!(of("a.csv", "phone", Some("Kostenstelle")), Some(column.clone()));
    assert_eq!(of("a.xlsx", "phone", Some("Tabelle1/Kostenstelle")), Some(column));
    assert_eq!(of("a.xlsx", "phone", Some("Nebenkostenstelle")), None, "another column");
    assert_eq!(of("a.txt", "phone", None), None);
}

#[test]
fn what_is_set_aside_is_counted() {
    let mut list = Exceptions::new([7; 32]);
    let id = list.add_value(Entity::Email, &Sensitive::new("ERIKA@muster.de".to_owned()), "in other case");
    let (key, text) = list.for_engines().unwrap();
    let list = Exceptions::from_text(key, &text).unwrap();
    let mut condenser = Condenser::default();
    let engine = Engine::default().with_exceptions(Arc::new(list));
    engine.text(&format!("{TEXT}\n{TEXT}"), &mut condenser);
    let [aside] = &condenser.take_set_aside()[..] else { panic!("one kind") };
    assert_eq!((aside.entity, aside.rule.name.as_str(), aside.count), (Entity::Email, "email_address", 2));
    assert_eq!(aside.exception, id);
    assert!(condenser.finish().iter().all(|finding| finding.entity != Entity::Email));
}

fn place(rule: &str, path: &str, column: Option<&str>) -> Place {
    Place { rule: rule.to_owned(), path: path.to_owned(), column: column.map(str::to_owned) }
}

#[test]
fn wrong_lines_are_named() {
    let line = |text: &str| Exceptions::from_text([0; 32], text).unwrap_err().line;
    assert_eq!(line(""), 1);
    assert_eq!(line("hoheit exceptions 2"), 1);
    assert_eq!(line("hoheit exceptions 1\n\n# note\nvalue\tphon\t00"), 4);
    assert_eq!(line("hoheit exceptions 1\nvalue\tphone\t0g"), 2);
    assert_eq!(line("hoheit exceptions 1\nplace\tx"), 2);
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
