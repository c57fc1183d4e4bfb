// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What was found and is none: marked, set aside, counted, taken back.

use crate::household::{Household, on_one_line, settle, text};
use serde_json::Value;

fn town() -> Household {
    let house = Household::new();
    house.put("10 Hauptamt/Brief.txt", "Rückfragen: Tel. 0228 123456 oder erika@musterstadt.de\n");
    house.put("10 Hauptamt/Fax.txt", "Fax: 0228 / 12 34 56\n");
    house.put(
        "20 Kasse/Konten.csv",
        "Nr;Kostenstelle;Telefon\n1;0228 654321;0228 111222\n2;0228 654322;0228 111223\n",
    );
    house.put("20 Kasse/anderes.txt", "Nichts von Belang.\n");
    settle();
    house.scan(&[], 0);
    house
}

#[track_caller]
fn done(house: &Household, args: &[&str]) -> String {
    let output = house.run(&[&["false-alarm"], args].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    text(&output.stdout)
}

fn list(house: &Household) -> Value {
    serde_json::from_str::<Value>(&done(house, &["list", "--format", "json"])).unwrap()["false_alarms"].take()
}

/// Occurrences of telephone numbers, and what is set aside.
fn phones(report: &Value) -> (u64, u64) {
    let rows = report["findings"].as_array().unwrap();
    let phones = rows.iter().find(|row| row["entity"] == "phone");
    let found = phones.map_or(0, |row| row["occurrences"].as_u64().unwrap());
    (found, report["set_aside"]["occurrences"].as_u64().unwrap())
}

#[test]
fn a_marked_value_is_set_aside_in_just_the_files_that_hold_it() {
    let house = town();
    let (before, _) = phones(&house.report());
    assert_eq!(before, 6);
    let shown = done(&house, &["add", "phone:0228 123456", "--note", "unser Fax"]);
    assert!(shown.contains("reads again: 2 files") && shown.contains("--yes"), "{shown}");
    assert_eq!(list(&house), serde_json::json!([]), "only shown");
    done(&house, &["add", "phone:0228 123456", "--note", "unser Fax", "--yes"]);
    assert_eq!(house.scan(&[], 0)["read_files"], 2, "and no others");
    let report = house.report();
    assert_eq!(phones(&report), (4, 2));
    let note = report["statement"]["notes"].to_string();
    assert!(note.contains("Set aside as false alarms: 2 findings in 2 files"), "{note}");
    let dataset = text(&house.run(&["datasets", "show", "1"]).stdout);
    assert!(dataset.contains("Set aside as false alarms: 2 findings in 2 files"), "{dataset}");
    let all = list(&house);
    let row = &all[0];
    assert_eq!(
        (&row["entity"], &row["note"], &row["files"]),
        (&"phone".into(), &"unser Fax".into(), &2.into())
    );

    let id = row["id"].as_str().unwrap();
    done(&house, &["remove", id, "--yes"]);
    assert_eq!(house.scan(&[], 0)["read_files"], 2, "what was set aside is looked at again");
    assert_eq!(phones(&house.report()), (6, 0));
    assert_eq!(list(&house), serde_json::json!([]));
}

/// The mark may be wrong, or the value that of a person after all: whoever asks for it looks once too often.
#[test]
fn a_marked_value_is_found_by_whoever_asks_for_it() {
    let house = town();
    done(&house, &["add", "phone:0228 123456", "--yes"]);
    house.scan(&[], 0);
    assert_eq!(phones(&house.report()), (4, 2));
    let found = text(&house.run(&["search", "--entity", "phone:0228 123456"]).stdout);
    assert!(found.contains("Brief.txt") && found.contains("Fax.txt"), "{found}");
    // What holds nothing but false alarms and was forgotten is not taken for searched.
    house.run(&["forget", "share", "--yes"]);
    let forgotten = house.run(&["search", "--entity", "phone:0228 123456"]);
    assert_eq!(forgotten.status.code(), Some(1));
    let shown = text(&forgotten.stdout);
    assert!(shown.contains("without tokens") && shown.contains("3 files"), "{shown}");
}

#[test]
fn a_rule_is_muted_in_a_column_or_a_path() {
    let house = town();
    let rule =
        |args: &[&str]| done(&house, &[&["add", "--rule", "telephone_number", "--yes"], args].concat());
    rule(&["--column", "Kostenstelle"]);
    house.scan(&[], 0);
    assert_eq!(phones(&house.report()), (4, 2));
    rule(&["--path", "10 Hauptamt/*.txt"]);
    house.scan(&[], 0);
    assert_eq!(phones(&house.report()), (2, 4));
    house.put("10 Hauptamt/neu.txt", "Tel. 0228 999999, max@musterstadt.de\n");
    house.scan(&[], 0);
    assert_eq!(phones(&house.report()), (2, 5), "what comes later, too");
    let exported = done(&house, &["export"]);
    let (key, exported) = exported.split_once("# key ").unwrap();
    let exported = format!("{key}{}", exported.split_once('\n').unwrap().1);
    assert_eq!(
        exported,
        "hoheit exceptions 1\nplace\ttelephone_number\t*\tKostenstelle\t\nplace\ttelephone_number\t10 Hauptamt/*.txt\t\t\n"
    );
}

#[test]
fn no_value_is_kept_and_others_cannot_try_theirs() {
    use std::os::unix::fs::PermissionsExt as _;
    let house = town();
    done(&house, &["add", "email:erika@musterstadt.de", "--yes"]);
    house.scan(&[], 0);
    for entry in std::fs::read_dir(house.home()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let content = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            assert!(!content.contains("erika@"), "{}", path.display());
        }
    }
    for name in ["false-alarms.key", "false-alarms.txt"] {
        let mode = std::fs::metadata(house.home().join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[test]
fn mistakes_are_refused() {
    let house = town();
    for (args, expect) in [
        (&["add"][..], "it is missing"),
        (&["add", "phone"], "KIND:VALUE"),
        (&["add", "phone: "], "the value is empty"),
        (&["add", "--rule", "telephone_number"], "no rule can be muted everywhere"),
        (&["add", "--rule", "telephone_number", "--path", "**"], "no rule can be muted everywhere"),
        (&["add", "--rule", "telephone_number", "--path", " ", "--yes"], "no rule can be muted everywhere"),
        (&["add", "--rule", "telephone_number", "--column", "", "--yes"], "no rule can be muted everywhere"),
        (&["add", "--rule", "telefon", "--path", "*"], "there is no rule 'telefon'"),
        (&["remove", "000000000000"], "there is no false alarm"),
    ] {
        let output = house.run(&[&["false-alarm"], args].concat());
        assert_eq!(output.status.code(), Some(3), "{args:?}");
        let told = on_one_line(&text(&output.stderr));
        assert!(told.contains(expect), "{args:?}: {told}");
    }
    let everywhere = house.put("../alles.txt", "hoheit exceptions 1\nplace\tperson_name\t*\t\t\n");
    let output = house.run(&["false-alarm", "import", everywhere.to_str().unwrap(), "--yes"]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    done(&house, &["add", "email:erika@musterstadt.de", "--yes"]);
    std::fs::write(house.home().join("false-alarms.txt"), "hoheit exceptions 1\nvalue\temail\tx\t\n")
        .unwrap();
    let share = house.share();
    let output = house.run(&["scan", share.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(4));
    assert!(text(&output.stderr).contains("line 2"), "{}", text(&output.stderr));
}

#[test]
fn a_full_list_and_a_list_without_its_key_stay_as_they_are() {
    let house = town();
    done(&house, &["add", "email:erika@musterstadt.de", "--yes"]);
    let list = house.home().join("false-alarms.txt");
    let places: Vec<String> =
        (0..10_000).map(|number| format!("place\tperson_name\t{number}/*\t\t\n")).collect();
    let places = format!("hoheit exceptions 1\n{}", places.concat());
    std::fs::write(&list, &places).unwrap();
    let add = ["false-alarm", "add", "phone:0228 123456", "--yes"];
    assert_eq!(house.run(&add).status.code(), Some(3), "one more could not be read again");
    std::fs::remove_file(house.home().join("false-alarms.key")).unwrap();
    assert_eq!(house.run(&add).status.code(), Some(4), "another key would replace the list");
    assert_eq!(std::fs::read_to_string(&list).unwrap(), places);
}

/// Cut, it would be brought in without its end, and nobody would know.
#[test]
fn a_list_that_is_too_large_is_refused() {
    let house = town();
    let list = house.share().with_file_name("list.txt");
    let line = format!("# {}\n", "-".repeat(1021));
    std::fs::write(&list, format!("hoheit exceptions 1\n{}", line.repeat(8 << 10))).unwrap();
    let output = house.run(&["false-alarm", "import", list.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stderr).contains("more than 8 MiB"), "{}", text(&output.stderr));
}

#[test]
fn an_exported_list_can_be_brought_in() {
    let house = town();
    done(&house, &["add", "phone:0228 123456", "--note", "unser Fax", "--yes"]);
    done(&house, &["add", "--rule", "telephone_number", "--column", "Kostenstelle", "--yes"]);
    let file = house.put("../liste.txt", done(&house, &["export"]));
    let file = file.to_str().unwrap();
    let known = done(&house, &["import", file]);
    assert!(known.contains("0 new false alarms"), "{known}");

    // The same installation after the list was lost: its key is still there.
    std::fs::remove_file(house.home().join("false-alarms.txt")).unwrap();
    house.scan(&["--rehash"], 0);
    assert_eq!(phones(&house.report()), (6, 0));
    let shown = done(&house, &["import", file]);
    assert!(shown.contains("2 new false alarms") && shown.contains("unser Fax"), "{shown}");
    assert_eq!(list(&house), serde_json::json!([]), "only shown");
    done(&house, &["import", file, "--yes"]);
    settle();
    assert_eq!(house.scan(&[], 0)["read_files"], 3, "those with telephone numbers, and no others");
    assert_eq!(phones(&house.report()), (2, 4));

    // Another one: places count, values mean nothing there.
    let other = town();
    let shown = done(&other, &["import", file, "--yes"]);
    assert!(shown.contains("1 new false alarm\n") && shown.contains("Left out: 1 value"), "{shown}");
    other.scan(&[], 0);
    assert_eq!(phones(&other.report()), (4, 2));

    let wrong = house.put("../falsch.txt", "hoheit exceptions 1\nvalue\tphone\tx\t\n");
    let output = house.run(&["false-alarm", "import", wrong.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3));
    let told = on_one_line(&text(&output.stderr));
    assert!(told.contains("no list of false alarms: line 2"), "{told}");
}
