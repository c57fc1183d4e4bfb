// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::day;
use crate::*;
use hoheit_types::{Activity, Contact, DatasetId, Day, Entity};

fn today() -> Day {
    day("2026-11-29")
}

fn activity(title: &str, purpose: &str) -> Activity {
    Activity {
        name: "a".parse().unwrap(),
        title: title.into(),
        controller: Contact { name: "Stadt".into(), contact: None },
        joint_controllers: Vec::new(),
        data_protection_officer: None,
        purpose: purpose.into(),
        legal_basis: "Videoüberwachung nach § 20".into(),
        data_subjects: Vec::new(),
        data_categories: Vec::new(),
        recipients: vec!["Jugendamt".into()],
        transfers: Vec::new(),
        erasure: Vec::new(),
        measures: None,
        datasets: Vec::new(),
    }
}

fn classified(category: &str, secrecy: &str) -> Classification {
    let mut classification = Classification::new(DatasetId(1));
    for (question, value) in [(Question::Category, category), (Question::Secrecy, secrecy)] {
        let said = Said {
            value: value.into(),
            reason: String::new(),
            by: "x".into(),
            on: day("2026-01-01"),
            until: Some(day("2026-12-31")),
        };
        classification.answer(question, said).unwrap();
    }
    classification
}

fn dataset(said: Option<&Classification>) -> Processed<'_> {
    Processed { name: "Bestand", said, kinds: Vec::new(), persons: 0 }
}

fn met(check: &ThresholdCheck, hazard: Hazard) -> Fact<bool> {
    check.criteria.iter().find(|weighed| weighed.hazard == hazard).unwrap().is_met
}

#[test]
fn the_table_has_a_question_for_every_criterion() {
    let check = threshold_check(&activity("a", "b"), &[], today());
    let ids: Vec<Hazard> = check.criteria.iter().map(|weighed| weighed.hazard).collect();
    assert_eq!(ids, Hazard::ALL);
    for weighed in &check.criteria {
        assert_ne!(weighed.question, weighed.hazard.title(), "{:?} has none of its own", weighed.hazard);
    }
}

#[test]
fn what_nobody_said_is_unknown_and_no_no() {
    let check = threshold_check(&activity("Bürgerbüro", "Auskunft"), &[], today());
    assert_eq!(check.counts(), (0, 9));
    assert_eq!(check.likelihood(), Likelihood::Open);
    let check = threshold_check(&activity("Bürgerbüro", "Auskunft"), &[dataset(None)], today());
    assert_eq!(check.counts(), (0, 9), "a dataset of which nobody said anything refutes nothing");
}

#[test]
fn sensitive_data_are_refuted_by_people_alone_and_for_all_datasets() {
    let (harmless, social) = (classified("personal", "none"), classified("personal", "social"));
    let check = |datasets: &[Processed<'_>], on: &str| {
        met(&threshold_check(&activity("a", "b"), datasets, day(on)), Hazard::SensitiveData)
    };
    assert_eq!(check(&[dataset(Some(&harmless))], "2026-11-29"), Fact::Known(false));
    assert_eq!(check(&[dataset(Some(&harmless))], "2027-01-01"), Fact::Unknown, "the answer has expired");
    assert_eq!(check(&[dataset(Some(&harmless)), dataset(None)], "2026-11-29"), Fact::Unknown);
    assert_eq!(check(&[dataset(None), dataset(Some(&social))], "2026-11-29"), Fact::Known(true));
    let found = Processed { kinds: vec![Entity::Health], ..dataset(Some(&harmless)) };
    assert_eq!(check(&[found], "2026-11-29"), Fact::Known(true), "what was found outweighs what was said");
}

#[test]
fn two_criteria_make_it_likely_and_words_count_at_their_beginning() {
    let special = classified("art9", "none");
    let kita = Processed { name: "51 Kita-Anmeldung", ..dataset(Some(&special)) };
    let check = threshold_check(&activity("Anmeldung", "Plätze"), &[kita], today());
    assert_eq!(met(&check, Hazard::Vulnerable), Fact::Known(true));
    assert_eq!(check.counts().0, 2);
    assert_eq!(check.likelihood(), Likelihood::Likely);
    assert!(!check.is_named_by_law(), "nobody knows how many");
    let check = threshold_check(&activity("Rinderhaltung", "Förderung"), &[], today());
    assert_eq!(met(&check, Hazard::Vulnerable), Fact::Unknown);
    // Legal basis and recipients name what the activity does not do itself.
    assert_eq!(met(&check, Hazard::Monitoring), Fact::Unknown);
}

#[test]
fn special_data_of_many_are_named_by_the_law_itself() {
    let special = classified("art9", "none");
    for (persons, expected) in [(4_999, Fact::Unknown), (5_000, Fact::Known(true))] {
        let many = Processed { persons, ..dataset(Some(&special)) };
        let check = threshold_check(&activity("a", "b"), &[many], today());
        assert_eq!(met(&check, Hazard::LargeScale), expected);
        assert_eq!(check.is_named_by_law(), expected == Fact::Known(true));
    }
}
