// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

mod cells;
mod numbers;
pub(crate) mod page;
mod terminal;
mod workbook;

use crate::fixture::{HOSTILE, NOW, musterstadt, named};
use crate::{Report, Stated};
use hoheit_catalogue::inventory::Inventory;
use hoheit_types::{Lang, Printable};
use proptest::prelude::*;

const LANGS: [Lang; 2] = [Lang::De, Lang::En];

fn report(inventory: &Inventory, lang: Lang) -> Report<'_> {
    Report { inventory, stated: Stated::default(), lang, generated_at: NOW, program_version: "0.1.0" }
}

/// Any text, with more than its share of what means something to a spreadsheet, a browser or a terminal.
fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        r#"[-=+@,;"'<>&\t\r\n _x0-9a-f]{0,12}"#,
        any::<String>(),
        proptest::sample::select(HOSTILE).prop_map(str::to_owned),
    ]
}

// INVARIANT (same-in-same-out)
#[test]
fn every_output_begins_with_the_statement_and_is_the_same_twice() {
    let town = musterstadt();
    for lang in LANGS {
        let report = report(&town, lang);
        let again = self::report(&town, lang);
        let headline = report.statement().headline;

        let text = report.to_text(200);
        assert!(text.lines().nth(2).is_some_and(|line| line == headline), "{text}");
        assert_eq!(text, again.to_text(200));

        let html = report.to_html().unwrap();
        let main = html.split("<main").nth(1).unwrap();
        assert!(main.find(&headline).unwrap() < main.find("<table").unwrap());
        assert_eq!(html, again.to_html().unwrap());

        let csv = report.to_csv().unwrap();
        assert!(String::from_utf8(csv.clone()).unwrap().starts_with(&format!("\u{feff}\"{headline}")));
        assert_eq!(csv, again.to_csv().unwrap());

        let json = report.to_json().unwrap();
        assert!(json.find(&headline).unwrap() < json.find("\"coverage\"").unwrap());
        assert_eq!(json, again.to_json().unwrap());

        assert_eq!(report.to_xlsx().unwrap(), again.to_xlsx().unwrap());
    }
}

#[test]
fn json_keeps_its_form() {
    let town = musterstadt();
    insta::assert_snapshot!("json", report(&town, Lang::De).to_json().unwrap());
}

#[test]
fn json_holds_names_exactly_and_cannot_steer() {
    for name in HOSTILE {
        let json = report(&named(name), Lang::De).to_json().unwrap();
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(value["datasets"][0]["name"], *name);
        assert_eq!(value["problems"][0]["path"], *name);
        let bare = json.replace('\n', "");
        assert_eq!(Printable(&bare).to_string(), bare);
    }
}
