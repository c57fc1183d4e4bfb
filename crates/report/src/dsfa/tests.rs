// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::ThresholdReport;
use crate::Estate;
use crate::fixture::{HOSTILE, NOW, musterstadt};
use crate::tests::page::accessible;
use hoheit_decide::{Likelihood, threshold_check};
use hoheit_types::{Activity, Day, Lang};

fn activity(title: &str, dataset: i64) -> Activity {
    let activity = serde_json::json!({
        "name": "a", "title": title, "controller": { "name": "Stadt" }, "purpose": "Anmeldung", "legal_basis": "",
        "datasets": [dataset, 9_999],
    });
    serde_json::from_value(activity).unwrap()
}

/// Checks an activity that has the fixture's first dataset.
fn with<T>(title: &str, lang: Lang, look: impl FnOnce(&ThresholdReport<'_>) -> T) -> T {
    let inventory = musterstadt();
    let activity = activity(title, inventory.datasets[0].id.0);
    let today = Day::of(NOW);
    let estate = Estate { inventory: &inventory, sites: &[], classifications: &[], today };
    let check = threshold_check(&activity, &estate.processed(&activity, |_| 7), today);
    let report = ThresholdReport {
        activity: &activity,
        check: &check,
        lang,
        generated_at: NOW,
        program_version: "0.1.0",
    };
    look(&report)
}

#[test]
fn every_output_says_that_it_is_a_draft_and_names_the_list() {
    for (lang, draft, list) in [
        (Lang::De, "Entwurf einer Maschine. Entscheidungshilfe, keine Rechtsberatung", "Muss-Liste"),
        (Lang::En, "no legal advice. Reviewed by: nobody yet", "list of Art. 35(4)"),
    ] {
        with("Kita", lang, |report| {
            let html = report.to_html().unwrap();
            accessible(&html, lang);
            for text in [report.to_text(), html, report.to_json().unwrap()] {
                assert!(text.contains(draft) && text.contains(list), "{text}");
            }
        });
    }
}

#[test]
fn answers_come_with_their_reasons_and_unknown_stays_unknown() {
    with("Kita", Lang::De, |report| {
        let text = report.to_text();
        assert!(text.contains("„kita“ steht in der Beschreibung der Tätigkeit"), "{text}");
        let json: serde_json::Value = serde_json::from_str(&report.to_json().unwrap()).unwrap();
        let of = |name: &str| {
            let all = json["criteria"].as_array().unwrap();
            all.iter().find(|criterion| criterion["criterion"] == name).unwrap()["met"].clone()
        };
        assert_eq!(of("vulnerable"), true);
        assert_eq!(of("scoring"), serde_json::Value::Null);
        assert_eq!(json["likelihood"], report.check.likelihood().name());
        assert_ne!(report.check.likelihood(), Likelihood::Unlikely, "most is unknown");
    });
}

#[test]
fn hostile_titles_stay_texts() {
    for title in HOSTILE {
        with(title, Lang::De, |report| {
            accessible(&report.to_html().unwrap(), Lang::De);
            let text = report.to_text();
            assert!(text.lines().all(|line| !line.contains('\u{1b}') && !line.contains('\r')));
        });
    }
}
