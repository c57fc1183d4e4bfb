// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::{ActivityRecord, Field};
use crate::Estate;
use crate::fixture::{HOSTILE, NOW, musterstadt};
use crate::tests::page::accessible;
use hoheit_catalogue::inventory::Inventory;
use hoheit_decide::{Classification, Question, Said};
use hoheit_types::{Activity, Contact, DatasetId, Day, Lang, Site};

fn contact(name: &str) -> Contact {
    Contact { name: name.into(), contact: Some("Rathausplatz 1, 12345 Musterstadt".into()) }
}

fn day() -> Day {
    Day::of(NOW)
}

fn complete(inventory: &Inventory) -> Activity {
    let one = |text: &str| vec![text.to_owned()];
    Activity {
        name: "wohngeld".parse().unwrap(),
        title: "Wohngeld".into(),
        controller: contact("Stadt Musterstadt"),
        joint_controllers: Vec::new(),
        data_protection_officer: Some(contact("Datenschutzstelle")),
        purpose: "Bewilligung von Wohngeld".into(),
        legal_basis: "WoGG".into(),
        data_subjects: one("Antragstellende"),
        data_categories: one("Einkommen"),
        recipients: one("keine"),
        transfers: Vec::new(),
        erasure: one("10 Jahre nach Ende des Bezugs"),
        measures: Some("Rollen und Rechte".into()),
        datasets: vec![inventory.datasets[0].id, DatasetId(9_999)],
    }
}

fn empty() -> Activity {
    let nobody = Contact { name: String::new(), contact: None };
    Activity {
        name: "leer".parse().unwrap(),
        title: "Leer".into(),
        controller: nobody,
        joint_controllers: Vec::new(),
        data_protection_officer: None,
        purpose: " ".into(),
        legal_basis: String::new(),
        data_subjects: Vec::new(),
        data_categories: Vec::new(),
        recipients: Vec::new(),
        transfers: Vec::new(),
        erasure: Vec::new(),
        measures: None,
        datasets: Vec::new(),
    }
}

fn site(inventory: &Inventory) -> Site {
    let label = &inventory.sources[0].label;
    let site = serde_json::json!({
        "name": "rathaus", "title": "Rathaus", "kind": "file_server", "jurisdictions": ["DE"],
        "location": [{ "uri": "file:///srv", "source": label }],
    });
    serde_json::from_value(site).unwrap()
}

fn kept(inventory: &Inventory) -> Classification {
    let mut said = Classification::new(inventory.datasets[0].id);
    let answer = Said {
        value: "active:AO-147-8".into(),
        reason: "Belege".into(),
        by: "Kasse".into(),
        on: day(),
        until: None,
    };
    said.answer(Question::Retention, answer).unwrap();
    said
}

/// Shows activities beside the fixture's town.
fn with<T>(activities: &[Activity], lang: Lang, look: impl FnOnce(&ActivityRecord<'_>) -> T) -> T {
    let inventory = musterstadt();
    let (sites, classifications) = ([site(&inventory)], [kept(&inventory)]);
    let estate =
        Estate { inventory: &inventory, sites: &sites, classifications: &classifications, today: day() };
    look(&ActivityRecord { activities, estate, lang, generated_at: NOW, program_version: "0.1.0" })
}

/// The marks and the law's own list are two ways to the same answer.
#[test]
fn what_the_law_misses_is_marked_and_nothing_else() {
    let inventory = musterstadt();
    let whole = complete(&inventory);
    let half = Contact { contact: None, ..contact("Stadt") };
    let cases = [
        whole.clone(),
        empty(),
        Activity { controller: half.clone(), ..whole.clone() },
        Activity { data_protection_officer: Some(half), ..whole.clone() },
        Activity { data_subjects: Vec::new(), ..whole.clone() },
        Activity { measures: Some(" ".into()), ..whole.clone() },
        Activity { recipients: vec![" ".into()], erasure: Vec::new(), ..whole },
    ];
    with(&cases, Lang::De, |record| {
        for activity in &cases {
            let marked = Field::ALL.into_iter().filter(|field| record.entry(activity, *field).is_missing);
            let mut letters: Vec<char> = marked.filter_map(Field::letter).collect();
            letters.dedup();
            assert_eq!(letters, activity.missing(), "{activity:?}");
        }
    });
}

#[test]
fn forms_show_datasets_with_sites_and_periods() {
    let inventory = musterstadt();
    let activities = [complete(&inventory), empty()];
    with(&activities, Lang::De, |record| {
        let html = record.to_html().unwrap();
        accessible(&html, Lang::De);
        let csv = String::from_utf8(record.to_csv().unwrap()).unwrap();
        for text in [&html, &csv] {
            assert!(text.contains("Rathaus (Dateiserver im Haus; DE)"), "{text}");
            assert!(text.contains("8 Jahre") && text.contains("nicht mehr verzeichnet"), "{text}");
        }
        assert_eq!(csv.lines().count(), 3, "{csv}");
        // Controller, officer, purpose, subjects, categories, recipients, erasure, measures.
        assert_eq!(csv.matches("\"FEHLT\"").count(), 8, "{csv}");
        // One for each of them, and one at the top.
        assert_eq!(html.matches(">FEHLT<").count(), 9);
        assert!(html.contains("size: A4") && !html.contains("<script"));
        assert!(record.to_text().contains("es fehlt etwas zu Buchstabe a, b, c, d, f, g"));
    });
    with(&activities, Lang::En, |record| {
        let html = record.to_html().unwrap();
        assert!(html.contains(">MISSING<") && !html.contains("FEHLT"));
    });
}

#[test]
fn the_workbook_holds_both_sheets() {
    use calamine::Reader as _;
    let inventory = musterstadt();
    let bytes = with(&[complete(&inventory)], Lang::De, |record| record.to_xlsx().unwrap());
    let mut book = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["VVT", "Datenbestände"]);
    let sheet = book.worksheet_range("Datenbestände").unwrap();
    assert_eq!(sheet.get_value((2, 2)).unwrap().to_string(), "Nr. 9999 (nicht mehr verzeichnet)");
}

// INVARIANT (same-in-same-out)
#[test]
fn outputs_are_the_same_twice() {
    let inventory = musterstadt();
    let all = || {
        with(&[complete(&inventory)], Lang::De, |record| {
            let json = record.to_json().unwrap();
            (json, record.to_html().unwrap(), record.to_csv().unwrap(), record.to_xlsx().unwrap())
        })
    };
    assert_eq!(all(), all());
}

// INVARIANT (cells-are-never-formulas)
#[test]
fn hostile_texts_stay_texts() {
    let inventory = musterstadt();
    for text in HOSTILE {
        let activity = Activity { title: (*text).into(), purpose: (*text).into(), ..complete(&inventory) };
        with(&[activity], Lang::De, |record| {
            accessible(&record.to_html().unwrap(), Lang::De);
            let csv = String::from_utf8(record.to_csv().unwrap()).unwrap();
            assert!(!csv.contains("\"=") && !csv.contains("\"@"), "{csv}");
            let value: serde_json::Value = serde_json::from_str(&record.to_json().unwrap()).unwrap();
            assert_eq!(value["activities"][0]["activity"]["purpose"], *text);
        });
    }
}
