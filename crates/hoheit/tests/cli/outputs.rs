// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What offices hand on: the record of processing activities, the threshold check, and catalogues of metadata, the last of them
//! held against the official shapes of DCAT-AP.de.

use crate::household::{Household, text};
use crate::reference::check;
use hoheit_catalogue::{Catalogue, CatalogueErrorKind, Note};
use hoheit_decide::{Classification, Question, Said};
use hoheit_types::{Activity, Clock, DatasetId, Day, Record, Site, Timestamp};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

/// 2026-11-29, midnight.
const NOW: i64 = 1_795_910_400;

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(NOW)
    }
}

fn state<R: Record>(house: &Household, record: R) {
    // A process that another test starts holds our descriptors, that of the lock among them, until it runs its program.
    let open = || match Catalogue::open(&house.home(), Arc::new(Noon)) {
        Err(error) if matches!(error.kind(), CatalogueErrorKind::Locked(_)) => {
            std::thread::sleep(std::time::Duration::from_millis(20));
            None
        }
        opened => Some(opened.unwrap()),
    };
    let mut catalogue = (0..250).find_map(|_| open()).unwrap();
    let note = Note {
        valid_from: Day::of(Noon.now()),
        valid_until: None,
        author: "test".into(),
        reason: String::new(),
    };
    catalogue.state(&[record], &note).unwrap();
}

fn classify(house: &Household, id: i64, answers: &[(Question, &str)]) {
    let mut said = Classification::new(DatasetId(id));
    for (question, value) in answers {
        let answer = Said {
            value: (*value).into(),
            reason: "geprüft".into(),
            by: "test".into(),
            on: Day::of(Noon.now()),
            until: None,
        };
        said.answer(*question, answer).unwrap();
    }
    state(house, said);
}

const OPEN: [(Question, &str); 3] =
    [(Question::Category, "none"), (Question::Secrecy, "none"), (Question::OpenData, "yes")];

/// Three scanned offices: one with open data, one with social data, and one of which nobody said anything. Every name of those that are
/// not public holds the mark.
struct Town {
    house: Household,
    open: i64,
    social: i64,
}

const MARK: &str = "Geheimsache";

fn town() -> Town {
    let house = Household::new();
    for n in 0..6 {
        house.put(&format!("Baumkataster/Blatt {n}.txt"), format!("Linde {n}"));
        house.put(&format!("50 {MARK} Wohngeld/Akte {n}.txt"), format!("Erika Mustermann, Nr. {n}"));
        house.put(&format!("{MARK} Unbekannt/{n}.txt"), format!("Vermerk {n}"));
    }
    house.scan(&[], 0);
    let report = house.report();
    let id = |name: &str| {
        let all = report["datasets"].as_array().unwrap();
        let found = all.iter().find(|dataset| dataset["name"].as_str().unwrap().contains(name));
        found.unwrap_or_else(|| panic!("{all:#?}"))["id"].as_i64().unwrap()
    };
    let (open, social) = (id("Baumkataster"), id("Wohngeld"));
    classify(&house, open, &OPEN);
    let social_data = [
        (Question::Category, "art9"),
        (Question::Secrecy, "social"),
        // Said by mistake: it stays internal all the same.
        (Question::OpenData, "yes"),
        (Question::Retention, "active:AO-147-10"),
    ];
    classify(&house, social, &social_data);
    let label = report["sources"][0]["label"].clone();
    let site = serde_json::json!({
        "name": "rathaus", "title": "Rathaus", "kind": "file_server", "jurisdictions": ["DE"],
        "location": [{ "uri": "file:///srv", "source": label }],
    });
    state(&house, serde_json::from_value::<Site>(site).unwrap());
    let activity = serde_json::json!({
        "name": "wohngeld", "title": "Wohngeld", "controller": { "name": "Stadt Musterstadt", "contact": "Rathausplatz 1" },
        "data_protection_officer": null, "purpose": "=cmd()", "legal_basis": "WoGG",
        "data_subjects": ["Antragstellende"], "data_categories": ["Einkommen"], "recipients": ["keine"], "datasets": [social],
    });
    state(&house, serde_json::from_value::<Activity>(activity).unwrap());
    Town { house, open, social }
}

/// Runs a command at the fixed moment.
#[track_caller]
fn run(house: &Household, args: &[&str], exit: i32) -> (String, String) {
    let output = house.command(args).env("HOHEIT_NOW", NOW.to_string()).output().unwrap();
    assert_eq!(output.status.code(), Some(exit), "{}", text(&output.stderr));
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_record_of_activities_says_what_is_missing_in_every_form() {
    let Town { house, social, .. } = town();
    let (shown, hint) = run(&house, &["vvt", "--lang", "de"], 1);
    assert!(shown.contains("wohngeld  Wohngeld: es fehlt etwas zu Buchstabe a, f, g"), "{shown}");
    assert!(hint.contains("nicht vollständig"), "{hint}");
    let (csv, _) = run(&house, &["vvt", "--format", "csv", "--lang", "de"], 1);
    assert!(csv.contains("\"FEHLT\"") && csv.contains("\"'=cmd()\""), "{csv}");
    assert!(csv.contains("Rathaus (Dateiserver im Haus; DE)") && csv.contains("§ 147 Abs. 3 AO"), "{csv}");
    let (html, _) = run(&house, &["vvt", "--format", "html"], 1);
    assert!(html.contains(">MISSING<") && !html.contains("<script"));
    let (json, _) = run(&house, &["vvt", "--format", "json"], 1);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["activities"][0]["datasets"][0]["id"], social);
    let file = house.share().join("../vvt.xlsx");
    run(&house, &["vvt", "--format", "xlsx", "-o", file.to_str().unwrap()], 1);
    assert!(fs::read(&file).unwrap().starts_with(b"PK"));
}

#[test]
fn every_key_stands_in_the_reference() {
    let Town { house, .. } = town();
    check(&house, &["vvt", "--format", "json"], &["vvt-json.md"]);
    check(&house, &["dsfa", "wohngeld", "--format", "json"], &["dsfa-json.md"]);
}

#[test]
fn the_threshold_check_is_a_draft_with_reasons() {
    let Town { house, .. } = town();
    let (shown, _) = run(&house, &["dsfa", "wohngeld", "--lang", "de"], 0);
    assert!(shown.contains("voraussichtlich erforderlich"), "{shown}");
    assert!(shown.contains("Sozialgeheimnis") && shown.contains("keine Rechtsberatung"), "{shown}");
    let (html, _) = run(&house, &["dsfa", "wohngeld", "--format", "html"], 0);
    assert!(html.contains("Reviewed by: nobody yet"));
    let (_, error) = run(&house, &["dsfa", "nichts", "--lang", "de"], 3);
    assert!(error.contains("'nichts' ist nicht eingetragen"), "{error}");
}

const PUBLISHER: &str = "[publisher]\nname = \"Stadt Musterstadt\"\nuri = \"https://www.musterstadt.example\"\n\
    contact = \"daten@musterstadt.example\"\nlicence = \"http://dcat-ap.de/def/licenses/dl-by-de/2.0\"\n";

/// Writes the configuration, with what was written of the open dataset for publication.
fn publish(town: &Town) {
    let publication = format!(
        "[[publication]]\ndataset = {}\ntitle = \"Baumkataster der Stadt\"\ndescription = \"Standort und Art jedes Baumes.\"\n\
         theme = \"ENVI\"\nkeywords = [\"Bäume\"]\nissued = \"2026-05-01\"\naccess_url = \"https://daten.musterstadt.example/baeume\"\n\
         [[publication]]\ndataset = {}\naccess_url = \"https://daten.musterstadt.example/{MARK}\"\n",
        town.open, town.social
    );
    fs::write(town.house.home().join("hoheit.toml"), format!("{PUBLISHER}{publication}")).unwrap();
}

// INVARIANT (internal-stays-internal)
#[test]
fn the_public_catalogue_tells_of_nothing_internal_and_says_which_names_go_out() {
    let town = town();
    let (_, error) = run(&town.house, &["dcat", "--public", "--lang", "de"], 3);
    assert!(error.contains("[publisher]"), "{error}");
    publish(&town);
    let (public, names) = run(&town.house, &["dcat", "--public", "--lang", "de"], 0);
    assert!(public.contains("\"Baumkataster der Stadt\"") && !public.contains(MARK), "{public}");
    assert!(
        names.contains("werden Datenbestände öffentlich") && names.contains("Baumkataster der Stadt"),
        "{names}"
    );
    assert!(!names.contains(MARK), "{names}");
    let (internal, names) = run(&town.house, &["dcat", "--internal", "--lang", "de"], 0);
    assert!(internal.contains("Baumkataster der Stadt") && internal.contains(MARK), "{internal}");
    assert!(
        internal.contains("NON_PUBLIC") && !internal.contains("/baeume/") && names.is_empty(),
        "{internal}"
    );
    let share = town.house.share();
    for catalogue in [&public, &internal] {
        assert!(!catalogue.contains(share.to_str().unwrap()) && !catalogue.contains("Blatt"));
    }
    // Same in, same out; and what was open is gone as soon as somebody says no.
    assert_eq!(run(&town.house, &["dcat", "--public", "--lang", "de"], 0).0, public);
    classify(&town.house, town.open, &[OPEN[0], OPEN[1], (Question::OpenData, "no")]);
    let (public, names) = run(&town.house, &["dcat", "--public", "--lang", "de"], 0);
    assert!(!public.contains("Baumkataster") && names.contains("der Katalog ist leer"), "{public}{names}");
}

#[test]
fn the_publisher_is_typed_and_its_mistakes_are_named() {
    let town = town();
    for (config, expected) in [
        ("[publisher]\nname = \"x\"\nuri = \"x\"\n".to_owned(), "publisher.uri"),
        (format!("{PUBLISHER}licens = \"x\"\n"), "'licens'"),
        (format!("{PUBLISHER}[[publication]]\ndataset = 1\ntheme = \"TREES\"\n"), "ENVI"),
    ] {
        fs::write(town.house.home().join("hoheit.toml"), &config).unwrap();
        let (_, error) = run(&town.house, &["dcat", "--internal", "--lang", "de"], 3);
        assert!(error.contains(expected), "{error}");
    }
}

/// The official shapes in one file, and the validator; `None`, and a word on it, where they are not there.
fn validator(scratch: &Path) -> Option<(PathBuf, PathBuf)> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    let named = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let official = named("HOHEIT_OFFICIAL_FILES").unwrap_or_else(|| root.join("../shared/data"));
    let folder = official.join("dcat-ap-de");
    if !folder.is_dir() {
        eprintln!(
            "left out: the shapes of DCAT-AP.de are not there (HOHEIT_OFFICIAL_FILES names their folder)"
        );
        return None;
    }
    let program = named("HOHEIT_PYSHACL").unwrap_or_else(|| root.join("target/tools/bin/pyshacl"));
    if !program.is_file() {
        assert!(std::env::var_os("HOHEIT_TEST_ALL").is_none(), "pyshacl is not installed");
        eprintln!("left out: pyshacl is not installed (cargo xtask test installs it)");
        return None;
    }
    // Without the controlled vocabularies, which are not among the files: see docs/reference/dcat.md.
    let german = Path::new("validator/resources/v3.0/shapes");
    let files = [
        Path::new("semic-3.0.0/shacl_dcat-ap-SHACL.ttl"),
        &german.join("dcat-ap-SHACL-DE.ttl"),
        &german.join("dcat-ap-spec-german-additions.ttl"),
        &german.join("dcat-ap-de-deprecated.ttl"),
    ];
    let shapes: Vec<String> =
        files.iter().map(|file| fs::read_to_string(folder.join(file)).unwrap()).collect();
    let path = scratch.join("shapes.ttl");
    fs::write(&path, shapes.join("\n")).unwrap();
    Some((program, path))
}

/// Whether the shapes hold, and the report. Nothing is imported, nothing is fetched.
fn conforms((program, shapes): &(PathBuf, PathBuf), turtle: &str) -> (bool, String) {
    let data = shapes.with_file_name("data.ttl");
    fs::write(&data, turtle).unwrap();
    let output = Command::new(program)
        .args(["-sf", "turtle", "-df", "turtle", "-s"])
        .arg(shapes)
        .arg(&data)
        .output()
        .unwrap();
    let report = text(&output.stdout);
    // 0: conforms, 1: does not; anything else is no answer.
    assert!(matches!(output.status.code(), Some(0 | 1)), "{report}{}", text(&output.stderr));
    assert!(report.contains("Conforms: "), "{report}");
    (report.contains("Conforms: True"), report)
}

#[test]
fn both_catalogues_hold_to_the_official_shapes_and_a_crippled_one_does_not() {
    let scratch = tempfile::tempdir().unwrap();
    let Some(validator) = validator(scratch.path()) else { return };
    let town = town();
    publish(&town);
    for (audience, lang) in [("--public", "de"), ("--public", "en"), ("--internal", "de")] {
        let (turtle, _) = run(&town.house, &["dcat", audience, "--lang", lang], 0);
        let (is_fine, report) = conforms(&validator, &turtle);
        assert!(is_fine, "{audience}: {report}\n{turtle}");
        // What is mandatory, taken away: the validator must notice, or it checks nothing.
        for (property, other) in [
            ("dct:publisher", "dct:relation"),
            ("dct:title", "dct:alternative"),
            ("dct:description", "dct:abstract"),
        ] {
            let crippled = turtle.replace(property, other);
            assert_ne!(crippled, turtle, "{property} is not there");
            assert!(!conforms(&validator, &crippled).0, "{audience} without {property} passes");
        }
    }
    let (public, _) = run(&town.house, &["dcat", "--public"], 0);
    for (property, other) in
        [("dct:license", "dct:relation"), ("dcat:accessURL", "dct:relation"), ("foaf:name", "foaf:nick")]
    {
        assert!(!conforms(&validator, &public.replace(property, other)).0, "without {property} it passes");
    }
}
