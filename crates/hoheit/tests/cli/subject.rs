// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Where does a person occur? And forgetting it. Excerpts: `excerpts.rs`.

use crate::household::{Household, on_one_line, text};
use std::fmt::Write as _;

const IBAN: &str = "DE89370400440532013000";

pub(crate) fn town() -> Household {
    let house = Household::new();
    house.put(
        "32 Ordnungsamt/Bescheid.txt",
        "Frau\nErika Mustermann\n\nSehr geehrte Frau Mustermann,\n\nErika Mustermann, geb. 12.08.1964, schuldet 20 Euro.\n",
    );
    house.put(
        "20 Kasse/Zahler.csv",
        "Nr;Name;Vorname;Geburtsdatum;IBAN\n\
         1;Mustermann;Erika;12.08.1964;DE89 3704 0044 0532 0130 00\n\
         2;Mustermann;Erika;01.01.1990;DE02 1203 0000 0000 2020 51\n\
         3;Beispiel;Paula;05.05.1955;DE02 5001 0517 0137 0750 30\n",
    );
    house.put("10 Hauptamt/Vermerk.txt", "Gespräch mit Frau Erika Mustermann am Montag.\n");
    house.put("10 Hauptamt/anderes.txt", "Herr Max Muster kam nicht.\n");
    house.scan(&[], 0);
    house
}

pub(crate) fn ask(house: &Household, args: &[&str]) -> serde_json::Value {
    let all = [&["subject-access", "--purpose", "Az. 1/26", "--format", "json"], args].concat();
    let output = house.run(&all);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn places(answer: &serde_json::Value) -> Vec<(String, String)> {
    let string = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    answer["places"]
        .as_array()
        .unwrap()
        .iter()
        .map(|place| (string(&place["path"]), string(&place["certainty"])))
        .collect()
}

#[test]
fn a_person_is_found_wherever_she_occurs_and_namesakes_stand_apart() {
    let house = town();
    let expect = |path: &str, certainty: &str| (path.to_owned(), certainty.to_owned());
    let answer = ask(&house, &["--name", "Erika Mustermann", "--born", "1964-08-12"]);
    assert_eq!(
        places(&answer),
        [
            expect("20 Kasse/Zahler.csv", "certain"),
            expect("32 Ordnungsamt/Bescheid.txt", "likely"),
            expect("10 Hauptamt/Vermerk.txt", "possible"),
        ]
    );
    let rows: Vec<_> = answer["places"][0]["occurrences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|o| (o["row"].as_u64(), o["certainty"].as_str().unwrap_or_default().to_owned()))
        .collect();
    assert_eq!(rows, [(Some(1), "certain".to_owned()), (Some(2), "namesake".to_owned())]);
    let by_iban = ask(&house, &["--iban", "DE89 3704 0044 0532 0130 00"]);
    assert_eq!(places(&by_iban), [expect("20 Kasse/Zahler.csv", "likely")], "it may be her husband's, too");
}

/// Given name and surname in fields of their own, as forms, records and exports have them.
#[test]
fn a_name_in_two_fields_of_a_text_is_found() {
    let house = Household::new();
    let files = [
        ("formular.txt", "Name: Mustermann\nVorname: Erika\nGeburtsdatum: 12.08.1964\n"),
        ("zwei.txt", "Name: Mustermann\nVornamen: Maria Erika\nGeburtsdatum: 12.08.1964\n"),
        (
            "drei.json",
            r#"{"vorname": "Erika Maria", "nachname": "Mustermann", "geburtsdatum": "1964-08-12"}"#,
        ),
        ("zeile.txt", "Nachname: Mustermann, Vorname: Erika, geb.: 12.08.1964\n"),
        ("satz.json", r#"{"vorname": "Erika", "nachname": "Mustermann", "geburtsdatum": "1964-08-12"}"#),
        (
            "export.jsonl",
            "{\"vorname\":\"Erika\",\"nachname\":\"Mustermann\",\"geburtsdatum\":\"1964-08-12\"}\n",
        ),
        (
            "satz.xml",
            "<p><vorname>Erika</vorname><nachname>Mustermann</nachname><geburtsdatum>1964-08-12</geburtsdatum></p>",
        ),
    ];
    for (path, content) in files {
        house.put(path, content);
    }
    house.put("ohne.txt", "Name: Mustermann\nVorname: Erika\n");
    house.put("andere.txt", "Name: Mustermann\nVorname: Paula\nGeburtsdatum: 12.08.1964\n");
    house.scan(&[], 0);
    let found = places(&ask(&house, &["--name", "Erika Mustermann", "--born", "1964-08-12"]));
    for (path, _) in files {
        let certainty =
            found.iter().find(|(known, _)| known == path).map(|(_, certainty)| certainty.as_str());
        assert!(matches!(certainty, Some("likely" | "certain")), "{path}: {certainty:?} of {found:?}");
    }
    assert!(found.contains(&("ohne.txt".to_owned(), "possible".to_owned())), "{found:?}");
    assert!(!found.iter().any(|(path, _)| path == "andere.txt"), "{found:?}");
}

#[test]
fn who_is_sought_is_kept_nowhere() {
    let house = town();
    ask(&house, &["--name", "Erika Mustermann", "--born", "12.08.1964", "--iban", IBAN]);
    for entry in std::fs::read_dir(house.home()).unwrap() {
        let path = entry.unwrap().path();
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let content = String::from_utf8_lossy(&bytes);
        for value in ["Mustermann", "mustermann", "1964-08-12", "12.08.1964", IBAN, "DE89 3704"] {
            assert!(!content.contains(value), "{value} in {}", path.display());
        }
    }
}

#[test]
fn kinds_that_never_have_tokens_leave_no_gap() {
    let house = town();
    house.put("10 Hauptamt/zugriffe.log", "10.0.4.17 - GET /index.html\n10.0.4.18 - GET /satzungen\n");
    house.scan(&[], 0);
    let log = house.report();
    assert!(log.to_string().contains("\"ip\""), "the log holds findings");
    assert_eq!(ask(&house, &["--name", "Erika Mustermann"])["not_searched"], serde_json::json!([]));
}

#[test]
fn what_is_forgotten_is_not_found_and_said_so() {
    let house = town();
    let source = house.report()["sources"][0]["label"].as_str().unwrap().to_owned();
    let shown = house.run(&["forget", &source]);
    assert_eq!(shown.status.code(), Some(0), "{}", text(&shown.stderr));
    assert!(!places(&ask(&house, &["--name", "Erika Mustermann"])).is_empty(), "only shown");
    let done = house.run(&["forget", &source, "--yes"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    let answer = ask(&house, &["--name", "Erika Mustermann"]);
    assert_eq!(places(&answer), []);
    assert_eq!(answer["not_searched"][0]["reason"], "without_tokens");
    let again = house.run(&["forget", "nirgends", "--yes"]);
    assert_eq!(again.status.code(), Some(3));
}

#[test]
fn a_changed_file_is_forgotten_before_it_is_read_again() {
    let house = town();
    house.put("10 Hauptamt/Vermerk.txt", "Nichts mehr von ihr.\n");
    house.scan(&[], 0);
    let found = places(&ask(&house, &["--name", "Erika Mustermann"]));
    assert!(found.iter().all(|(path, _)| path != "10 Hauptamt/Vermerk.txt"), "{found:?}");
}

#[test]
fn a_question_without_a_person_is_refused() {
    let house = town();
    let single = ["--name", "Dr. Mustermann", "--email", "erika@web.example"];
    for args in [
        &single[..],
        &["--name", ""],
        &["--born", "1964-08-12"],
        &["--name", "E M", "--born", "neulich"],
        &["--id", "iban"],
    ] {
        let output = house.run(&[&["subject-access", "--purpose", "x"], args].concat());
        assert_eq!(output.status.code(), Some(3), "{args:?}: {}", text(&output.stderr));
    }
}

/// The purpose is kept, and never for whom was asked.
#[test]
fn a_purpose_that_names_the_person_is_refused_and_kept_nowhere() {
    let house = town();
    for purpose in ["Auskunft Mustermann", "zu DE89 3704 0044 0532 0130 00", "geb. 12.08.1964"] {
        let person = ["--name", "Erika Mustermann", "--born", "1964-08-12", "--iban", IBAN];
        let output = house.run(&[&["subject-access", "--purpose", purpose], &person[..]].concat());
        assert_eq!(output.status.code(), Some(3), "{purpose}");
        let told = text(&output.stderr);
        assert!(told.contains("names the person sought") && !told.contains("Mustermann"), "{told}");
    }
    let journal = std::fs::read(house.home().join("catalogue.sqlite-wal")).unwrap_or_default();
    let kept = [std::fs::read(house.home().join("catalogue.sqlite")).unwrap(), journal].concat();
    assert!(!text(&kept).contains("Auskunft Mustermann"));
}

/// Who looks at the list of processes sees the command line.
#[test]
fn every_detail_of_the_person_can_come_from_standard_input() {
    use std::io::Write as _;
    let house = town();
    let ask = |args: &[&str], input: &str| {
        let all = [&["subject-access", "--purpose", "x", "--format", "json"], args].concat();
        let mut command = house.command(&all);
        command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{args:?}");
        places(&serde_json::from_slice(&output.stdout).unwrap()).len()
    };
    assert_eq!(ask(&["--name", "-", "--born", "-"], "Erika Mustermann\n12.08.1964\n"), 3);
    assert_eq!(ask(&["--iban", "-"], "DE89 3704 0044 0532 0130 00\n"), 1);
    assert_eq!(ask(&["--name", "-", "--id", "iban:-"], "Paula Niemand\nDE89 3704 0044 0532 0130 00\n"), 1);
}

/// What is not asked for must not look as if nothing was found.
#[test]
fn more_identifiers_than_can_be_asked_at_once_are_refused() {
    let house = town();
    let addresses: Vec<String> = (0..54).map(|number| format!("--email=p{number}@muster.example")).collect();
    let mut args = vec!["subject-access", "--purpose", "x"];
    args.extend(addresses.iter().map(String::as_str));
    let output = house.run(&args);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stderr).contains("at most 53"), "{}", text(&output.stderr));
    assert_eq!(house.run(&args[..args.len() - 1]).status.code(), Some(0));
}

#[test]
fn a_second_question_waits_for_the_first() {
    let house = town();
    let path = house.home().join("lock");
    let lock = std::fs::File::options().write(true).open(path).unwrap();
    lock.lock().unwrap();
    let waiter = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(700));
        drop(lock);
    });
    let answer = ask(&house, &["--iban", IBAN]);
    assert_eq!(places(&answer).len(), 1);
    waiter.join().unwrap();
}

#[test]
fn a_mistyped_value_is_told_and_a_date_of_birth_names_nobody() {
    let house = town();
    let iban = ["subject-access", "--purpose", "x", "--iban", "DE88370400440532013000"];
    let told = on_one_line(&text(&house.run(&iban).stderr));
    assert!(told.contains("No rule knows this value") && !told.contains("DE88"), "{told}");
    let born = ask(&house, &["--name", "Erika Mustermann", "--id", "birth_date:1964-08-12"]);
    assert_eq!(places(&born), places(&ask(&house, &["--name", "Erika Mustermann", "--born", "1964-08-12"])));
}

/// A register of 50,000 rows with the person sought in row 41,234.
fn register(house: &Household) -> std::path::PathBuf {
    let mut table = String::from("Nr;Name;Vorname;Geburtsdatum;Bemerkung\n");
    for row in 1..=50_000 {
        let person = match row {
            41_234 => "Mustermann;Erika;12.08.1964",
            41_300 => "Mustermann;Erika;01.01.1990",
            _ => "Beispiel;Paula;05.05.1955",
        };
        let _ = writeln!(table, "{row};{person};in Ordnung");
    }
    house.put("33 Einwohnermeldeamt/Register.csv", table)
}

#[test]
fn long_tables_are_read_now() {
    let house = Household::new();
    let path = register(&house);
    house.put("33 Einwohnermeldeamt/Brief.txt", "Erika Mustermann, geb. 12.08.1964\n");
    house.scan(&[], 0);
    let person = ["--name", "Erika Mustermann", "--born", "1964-08-12"];
    let answer = ask(&house, &person);
    let register = &answer["places"][0];
    assert_eq!(register["path"], "33 Einwohnermeldeamt/Register.csv");
    let rows: Vec<_> = register["occurrences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|o| (o["row"].as_u64().unwrap(), o["certainty"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(rows, [(41_234, "certain".to_owned()), (41_300, "namesake".to_owned())]);
    assert_eq!(answer["searched_in_part"], serde_json::json!([]));

    let without = ask(&house, &[&person[..], &["--no-live"]].concat());
    assert_eq!(places(&without), [("33 Einwohnermeldeamt/Brief.txt".to_owned(), "likely".to_owned())]);
    assert_eq!(without["searched_in_part"][0]["reason"], "not_tried");

    std::fs::remove_file(path).unwrap();
    let gone = ask(&house, &person);
    assert_eq!(gone["searched_in_part"][0]["reason"], "gone");
    let shown = house.run(&["subject-access", "--purpose", "x", "--name", "Erika Mustermann"]);
    assert_eq!(shown.status.code(), Some(1));
    assert!(text(&shown.stdout).contains("Register.csv: can't be reached now"), "{}", text(&shown.stdout));
}

#[test]
fn the_annex_can_be_printed_and_names_the_person_only_if_asked() {
    let house = town();
    let ask = |lang: &str, args: &[&str]| {
        let all =
            ["subject-access", "--purpose", "Az. <1/26>", "--format", "html", "--name", "Erika Mustermann"];
        let output = house.command(&[&all, args].concat()).args(["--lang", lang]).output().unwrap();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let page = ask("de", &[]);
    assert!(page.contains("<html lang=\"de\">") && page.contains("Wo Ihre Daten vorkommen"), "{page}");
    assert!(page.contains("Az. &#60;1/26&#62;") && page.contains("Unterschrift"), "{page}");
    assert!(!page.contains("Mustermann") && !page.contains("☐"), "{page}");
    assert!(ask("de", &["--letter"]).contains("Erika Mustermann"));
    assert!(page.contains("Stand der Aufnahme"), "{page}");
    // A folder that is named after somebody else is named in the work list only.
    house.put("Akte Detlev Krause/Vermerk.txt", "Frau Erika Mustermann rief an.\n");
    house.scan(&[], 0);
    let annex = ask("de", &[]);
    assert!(annex.contains("Akte █████") && !annex.contains("Krause"), "{annex}");
    let list = ask("en", &["--for", "erasure"]);
    assert!(list.contains("Akte Detlev Krause"), "{list}");
    assert!(list.contains("hoheit deletes nothing") && list.contains("☐ erased"), "{list}");
    let terminal =
        house.run(&["subject-access", "--purpose", "x", "--name", "Erika Mustermann", "--for", "erasure"]);
    assert!(text(&terminal.stdout).contains("[ ] "), "{}", text(&terminal.stdout));
}

#[test]
fn a_value_is_searched_by_its_kind() {
    let house = town();
    let search = |args: &[&str]| house.run(&[&["search"], args].concat());
    let found = search(&["--entity", "iban:DE89 3704 0044 0532 0130 00"]);
    assert_eq!(found.status.code(), Some(0), "{}", text(&found.stderr));
    let shown = text(&found.stdout);
    assert!(shown.contains("20 Kasse/Zahler.csv") && shown.contains("row 1: IBAN"), "{shown}");
    assert!(!shown.contains("Vermerk.txt") && !shown.contains("DE89"), "{shown}");
    let name = text(&search(&["--entity", "person_name:Erika Mustermann"]).stdout);
    assert!(name.contains("Possible") && name.contains("Vermerk.txt"), "{name}");
    for wrong in [
        &["--entity", "iban"][..],
        &["--entity", "health:Diabetes"],
        &["a", "--entity", "iban:x"],
        &["--count"],
    ] {
        assert_eq!(search(wrong).status.code(), Some(3), "{wrong:?}");
    }
}

#[test]
fn what_was_never_scanned_or_has_no_key_is_not_counted_as_nothing() {
    let house = Household::new();
    let count = |format: &[&str]| house.run(&[&["search", "--entity", "iban", "--count"], format].concat());
    ask(&house, &["--name", "Erika Mustermann"]);
    let told = count(&[]);
    assert_eq!(told.status.code(), Some(1), "{}", text(&told.stderr));
    assert!(text(&told.stdout).contains("No share has been scanned yet"), "{}", text(&told.stdout));
    let answer: serde_json::Value = serde_json::from_slice(&count(&["--format", "json"]).stdout).unwrap();
    assert_eq!(answer["complete"], false);
    house.put("Zahler.txt", "IBAN: DE89 3704 0044 0532 0130 00\n");
    house.scan(&[], 0);
    let answer: serde_json::Value = serde_json::from_slice(&count(&["--format", "json"]).stdout).unwrap();
    assert_eq!((&answer["values"], &answer["complete"]), (&1.into(), &true.into()), "{answer}");
    for entry in std::fs::read_dir(house.home()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "key") {
            std::fs::remove_file(path).unwrap();
        }
    }
    assert_eq!(count(&[]).status.code(), Some(1));
    let answer: serde_json::Value = serde_json::from_slice(&count(&["--format", "json"]).stdout).unwrap();
    assert_eq!((&answer["uncounted_files"], &answer["complete"]), (&1.into(), &false.into()), "{answer}");
}

#[test]
fn the_same_person_in_several_places_is_counted_without_knowing_who_it_is() {
    let house = town();
    let count = |entity: &str| -> serde_json::Value {
        let output = house.run(&["search", "--entity", entity, "--count", "--format", "json"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    // Erika Mustermann stands in the table (in two cells), the notice and the note; Paula Beispiel and Max Muster once.
    let names = count("person_name");
    assert_eq!(names["in_several_files"], 1, "{names}");
    assert_eq!((&names["most_datasets"], &names["files_of_that"]), (&1.into(), &3.into()), "{names}");
    let ibans = count("iban");
    assert_eq!((&ibans["values"], &ibans["files"]), (&3.into(), &1.into()));
    let shown = text(&house.run(&["search", "--entity", "person_name", "--count"]).stdout);
    assert!(shown.contains("one value in 1 dataset (3 files)"), "{shown}");
    let refused = house.run(&["search", "--entity", "iban:DE89370400440532013000", "--count"]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(!text(&refused.stderr).contains("DE89"), "{}", text(&refused.stderr));
}
