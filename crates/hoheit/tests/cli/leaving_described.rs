// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What an exit package tells of itself is true of it.

use crate::household::Household;
use crate::leaving_office::{SHOWN, bag_of, office, put_books, run};
use crate::moving::{Office, statutes};
use serde_json::Value;

fn records(house: &Household) {
    statutes(house, 12);
    put_books(house, 12);
}

/// The graph of the crate, and what it says of the whole.
fn described(office: &Office) -> (Vec<Value>, String) {
    let crate_file = bag_of(office).join("data/ro-crate-metadata.json");
    let text: Value = serde_json::from_slice(&std::fs::read(crate_file).unwrap()).unwrap();
    let graph = text["@graph"].as_array().unwrap().clone();
    let root = graph.iter().find(|one| one["@id"] == "./").unwrap();
    let says = root["description"].as_str().unwrap().to_owned();
    (graph, says)
}

fn is_part(says: &str) -> bool {
    says.starts_with("Ein Teil dessen, was am Ort liegt;")
        && says.contains(" / Part of what lies at the site;")
}

#[test]
fn a_crate_of_everything_says_so() {
    let office = office(records);
    run(&office, &[], 0);
    let (_, says) = described(&office);
    assert!(says.starts_with("Alles, was") && says.contains("/ All that might leave the site;"), "{says}");
}

#[test]
fn a_crate_of_some_datasets_is_a_part() {
    let office = office(records);
    run(&office, &["--dataset", "40 Bibliothek"], 0);
    let (_, says) = described(&office);
    assert!(is_part(&says), "{says}");
    let office = Office::new(records);
    office.classify("40 Bibliothek", "none");
    run(&office, &[], 1);
    let (_, says) = described(&office);
    assert!(is_part(&says), "{says}");
}

/// Of a dataset that did not arrive in full no size is told.
#[test]
fn a_crate_of_what_did_not_arrive_in_full_is_a_part() {
    let office = office(records);
    office.say(&SHOWN, 0);
    std::fs::write(office.house.share().join("30 Satzungen/Jahr 5/Hundesteuer 5.txt"), "danach").unwrap();
    let told = run(&office, &[], 1);
    let (graph, says) = described(&office);
    assert!(is_part(&says), "{says}");
    for one in told["record"]["datasets"].as_array().unwrap() {
        let number = one["dataset"].to_string();
        let part = graph.iter().find(|part| part["identifier"] == number.as_str()).unwrap();
        let size_bytes = match one["behind"].as_str() {
            Some("incomplete") => Value::Null,
            None => one["whole"]["size_bytes"].to_string().into(),
            other => panic!("{other:?}: {one}"),
        };
        assert_eq!(part["contentSize"], size_bytes, "{part}");
    }
    assert!(told.to_string().contains("\"incomplete\""), "{told}");
}
