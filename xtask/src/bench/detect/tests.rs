// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::normal::{is_same, normal};
use super::options::Options;
use super::publish::{replaced, worse};
use super::score::{ByFile, Found, Score};
use super::speed::rate;
use hoheit_testkit::gold::{GoldDocument, Label, Role};

fn same(entity: &str, label: &str, found: &str) -> bool {
    is_same(entity, &normal(entity, label), &normal(entity, found))
}

#[test]
fn writings_of_a_value_are_the_same_value() {
    for (entity, one, other) in [
        ("phone", "+49 (0)221/4710-123", "0221 47 10 123"),
        ("phone", "0049 221 4710123", "+49221 4710123"),
        ("birth_date", "12. August 1964", "1964-08-12"),
        ("birth_date", "12.8.64", "12.08.1964"),
        ("iban", "DE89 3704 0044 0532 0130 00", "de89370400440532o13ooo"),
        ("licence_plate", "B-AB 1234", "B AB1234"),
        ("person_name", "Müller, Erika", "Frau Dr. Erika Mueller"),
        ("person_name", "Erika Müller", "E. Müller"),
        ("person_name", "Erika Müller", "Müller"),
        ("address", "Lindenstr. 12 a, 43210 Musterstadt", "Lindenstraße 12 a"),
        ("health", "Diabetes mellitus Typ 2", "Diabetes"),
    ] {
        assert!(same(entity, one, other), "{entity}: {one} / {other}");
    }
}

#[test]
fn other_values_are_other_values() {
    for (entity, one, other) in [
        ("phone", "0221 4710123", "0221 4710124"),
        ("birth_date", "12.08.1964", "08.12.1964"),
        ("iban", "DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130"),
        ("person_name", "Erika Müller", "Erika Maier"),
        ("person_name", "Müller", "Müller und die ganze Straße bis zum Markt"),
        ("email", "a.b@post.example", "b@post.example"),
    ] {
        assert!(!same(entity, one, other), "{entity}: {one} / {other}");
    }
}

fn document(labels: Vec<Label>) -> GoldDocument {
    GoldDocument {
        file_name: "a.txt".to_owned(),
        format: "txt",
        bytes: Vec::new(),
        labels,
        text: "Frau Erika Müller, Tel. 0221 4710123".to_owned(),
    }
}

fn label(entity: &'static str, text: &str, is_optional: bool) -> Label {
    Label { entity, text: text.to_owned(), role: Role::Citizen, is_optional, at: 5 }
}

fn found(entity: &str, value: &str) -> Found {
    Found {
        entity: entity.to_owned(),
        value: value.to_owned(),
        role: "citizen".to_owned(),
        rule: entity.to_owned(),
    }
}

#[test]
fn a_value_counts_once_per_file_and_what_is_optional_not_at_all() {
    let document = document(vec![
        label("person_name", "Erika Müller", false),
        label("phone", "0221 4710123", false),
        label("email", "info@stadt.example", true),
    ]);
    let mut score = Score::default();
    score.add(
        &document,
        &[
            found("person_name", "Erika Müller"),
            found("person_name", "MÜLLER, Erika"),
            found("person_name", "Tel"),
            found("email", "info@stadt.example"),
        ],
    );
    let names = score.entity("person_name");
    assert_eq!((names.labels, names.hits, names.found, names.right), (1, 1, 2, 1));
    let phones = score.entity("phone");
    assert_eq!((phones.labels, phones.hits, phones.found), (1, 0, 0));
    assert_eq!(score.entity("email").found, 0);
    assert_eq!(score.clean_documents, 0);
    assert!(score.mistakes.iter().any(|m| m.entity == "phone" && m.rule.is_none()));
}

#[test]
fn a_document_without_labels_is_flagged_by_any_person() {
    let mut score = Score::default();
    score.add(&document(Vec::new()), &[found("aktenzeichen", "12-3/4")]);
    score.add(&document(Vec::new()), &[found("person_name", "Erika Müller")]);
    assert_eq!((score.clean_documents, score.flagged_personal), (2, 1));
}

#[test]
fn findings_are_read_by_the_name_of_their_file() {
    let line = r#"{"path":"x/a.txt","member":"","entity":"email","value":"a@b.example","role":"unknown","rule":"email"}"#;
    let mut found = ByFile::default();
    found.add(&serde_json::from_str(line).unwrap());
    assert_eq!(found.of("a.txt")[0].value, "a@b.example");
    assert!(found.of("b.txt").is_empty());
}

#[test]
fn unknown_kinds_and_options_are_refused() {
    assert!(Options::parse(&["--set", "develop", "--only", "iban,phone"]).is_ok());
    for wrong in [
        &["--only", "shoe_size"][..],
        &["--set", "other"],
        &["--fast", "1"],
        &["--seed"],
        &["--misses", "file"],
        &["--publish", "--seed", "2"],
    ] {
        assert!(Options::parse(wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn a_figure_may_lose_a_point_and_no_more() {
    let figures = [("iban", 0.985), ("phone", 0.90), ("flagged", 0.05)];
    let figures = figures.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let floors = "# remark\niban\t0.9900\nphone\t0.9300\nflagged\t0.0300\nvin\t0.5000\n";
    let worse = worse(floors, &figures);
    let names: Vec<&str> = worse.iter().filter_map(|line| line.split(':').next()).collect();
    assert_eq!(names, ["phone", "flagged", "vin"]);
}

#[test]
fn only_the_text_between_its_marks_is_replaced() {
    let page = "a\n<!-- begin x -->\nold\n<!-- end x -->\nb\n";
    assert_eq!(replaced(page, "x", "new\n").unwrap(), "a\n<!-- begin x -->\n\nnew\n\n<!-- end x -->\nb\n");
    assert_eq!(replaced(page, "y", "new"), None);
}

#[test]
fn lines_of_the_example_have_a_name_and_a_rate() {
    assert!(
        matches!(rate("all six, one per 2 KiB     123 MB/s   17 matches"), Some(("all six, one per 2 KiB", r)) if r > 122.0)
    );
    assert_eq!(rate("start-up 1.2 ms"), None);
}
