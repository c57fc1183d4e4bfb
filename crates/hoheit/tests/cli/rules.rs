// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Own rules: packs in the state folder.

use crate::household::{Household, on_one_line, settle, text};
use serde_json::Value;
use std::fs;

const PACK: &str = r#"name = "musterstadt"
version = 2

[[rule]]
name = "kassenzeichen"
entity = "aktenzeichen"
label = "Kassenzeichen"
pattern = 'KZ-[0-9]{4}-[0-9]{6}'
matches = ["KZ-2024-000018"]
ignores = ["XKZ-2024-000018"]

[[rule]]
name = "siedlung"
entity = "address"
words = ["Bärental"]
matches = ["wohnt im Bärental"]
ignores = ["Bärentaler Weg"]
"#;

fn town() -> Household {
    let house = Household::new();
    house.put("20 Kasse/Mahnung.txt", "Bitte geben Sie KZ-2024-000016 an.\n");
    house.put("20 Kasse/anderes.txt", "Nichts von Belang.\n");
    settle();
    house.scan(&[], 0);
    house
}

fn put_pack(house: &Household, name: &str, pack: &str) {
    fs::create_dir_all(house.home().join("rules")).unwrap();
    fs::write(house.home().join("rules").join(name), pack).unwrap();
}

fn rows(value: &Value) -> Vec<(String, u64)> {
    let row = |row: &Value| (row["rule"].as_str().unwrap().to_owned(), row["files"].as_u64().unwrap());
    value.as_array().unwrap().iter().map(row).collect()
}

#[test]
fn a_new_pack_makes_old_results_outdated_and_refresh_examines_just_them() {
    let house = town();
    put_pack(&house, "musterstadt.toml", PACK);
    let before = house.scan(&[], 0);
    assert_eq!((&before["outdated"]["files"], &before["read_files"]), (&2.into(), &0.into()));
    assert!(before["unmatched_rules"].is_null(), "nobody can say yet");
    let note = house.report()["statement"]["notes"].to_string();
    assert!(note.contains("older readers or rules: 2 files"), "{note}");
    house.put("20 Kasse/neu.txt", "Zu KZ-2024-000017.\n");
    settle();
    assert_eq!(house.scan(&[], 0)["read_files"], 1);
    let after = house.scan(&["--refresh"], 0);
    assert_eq!(after["read_files"], 2, "not the one that was read under these rules");
    assert_eq!(after["outdated"]["files"], 0);
    let expect = [("musterstadt/kassenzeichen".to_owned(), 2), ("musterstadt/siedlung".to_owned(), 0)];
    assert_eq!(rows(&after["own_rules"]), expect);
    assert_eq!(after["unmatched_rules"], serde_json::json!(["musterstadt/siedlung"]));
    assert_eq!(house.scan(&["--refresh"], 0)["read_files"], 0, "nothing is left to do");
}

#[test]
fn findings_are_shown_as_those_of_the_pack() {
    let house = town();
    put_pack(&house, "musterstadt.toml", PACK);
    house.scan(&["--refresh"], 0);
    let report = house.report();
    let own = &report["own_rules"][0];
    let shown = (&own["rule"], &own["rule_version"], &own["label"], &own["files"]);
    let expect = (&"musterstadt/kassenzeichen".into(), &2.into(), &"Kassenzeichen".into(), &1.into());
    assert_eq!(shown, expect);
    assert_eq!(report["datasets"][0]["own_rules"][0]["rule"], "musterstadt/kassenzeichen");
    let share = house.share();
    let human = house.run(&["scan", share.to_str().unwrap(), "--ocr", "off"]);
    let human = text(&human.stdout);
    assert!(human.contains("Kassenzeichen (musterstadt/kassenzeichen, version 2)"), "{human}");
    assert!(human.contains("found nothing in this source: musterstadt/siedlung"), "{human}");
    let dataset = text(&house.run(&["datasets", "show", "1"]).stdout);
    assert!(dataset.contains("musterstadt/kassenzeichen"), "{dataset}");
}

#[test]
fn a_changed_pack_counts_even_if_its_version_does_not() {
    let house = town();
    put_pack(&house, "musterstadt.toml", PACK);
    house.scan(&["--refresh"], 0);
    put_pack(&house, "musterstadt.toml", &PACK.replace("Bärental\"]", "Bärental\", \"Am Alten Hang\"]"));
    assert_eq!(house.scan(&[], 0)["outdated"]["files"], 2);
    fs::remove_dir_all(house.home().join("rules")).unwrap();
    assert_eq!(house.scan(&["--refresh"], 0)["read_files"], 2, "and without it, too");
    assert_eq!(rows(&house.report()["own_rules"]), []);
}

#[test]
fn a_wrong_pack_ends_the_scan_with_file_line_rule_and_sample() {
    let house = town();
    put_pack(&house, "musterstadt.toml", &PACK.replace("wohnt im Bärental", "wohnt im Bärenthal"));
    let share = house.share();
    let told = |lang: &str, args: &[&str]| {
        let output = house.command(args).args(["--lang", lang]).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
        on_one_line(&text(&output.stderr))
    };
    let scan = ["scan", share.to_str().unwrap()];
    let de = told("de", &scan);
    for part in
        ["musterstadt.toml", "Zeile 16", "Regel 'siedlung'", "das 1. Beispiel in matches wird nicht gefunden"]
    {
        assert!(de.contains(part), "{part}: {de}");
    }
    let en = told("en", &["report"]);
    for part in ["musterstadt.toml", "line 16", "rule 'siedlung'", "sample 1 of matches is not found"] {
        assert!(en.contains(part), "{part}: {en}");
    }
    assert!(!en.contains("Bärenthal"), "no sample is quoted: {en}");
    put_pack(&house, "musterstadt.toml", PACK);
    put_pack(&house, "zweites.toml", PACK);
    assert!(told("en", &scan).contains("another pack is named 'musterstadt'"));
}

#[test]
fn packs_can_be_listed_shown_and_tried() {
    let house = town();
    let empty = text(&house.run(&["rules", "list"]).stdout);
    assert!(empty.contains("No own rules"), "{empty}");
    let tried = house.put("../neu.toml", PACK);
    let tried = house.run(&["rules", "test", tried.to_str().unwrap()]);
    assert_eq!(text(&tried.stdout), "musterstadt, version 2: 2 rules in order, 4 samples tried\n");
    put_pack(&house, "musterstadt.toml", PACK);
    let unmatched = |args: &[&str]| text(&house.run(&[&["rules", "list"], args].concat()).stdout);
    assert!(!unmatched(&[]).contains("Found nothing"), "nobody can say before the rules were used");
    house.scan(&["--refresh"], 0);
    assert!(
        unmatched(&[]).contains("Found nothing in any source: musterstadt/siedlung"),
        "{}",
        unmatched(&[])
    );
    let json: Value = serde_json::from_str(&unmatched(&["--format", "json"])).unwrap();
    assert_eq!(json["unmatched_rules"], serde_json::json!(["musterstadt/siedlung"]));
    put_pack(&house, "kaputt.toml", "name = 'x'\nversion = 'drei'\n");
    let list = house.run(&["rules", "list", "--format", "json"]);
    assert_eq!(list.status.code(), Some(1), "{}", text(&list.stderr));
    let list: Value = serde_json::from_slice(&list.stdout).unwrap();
    assert!(list["packs"][0]["error"].as_str().unwrap().contains("line 2"), "{list}");
    assert_eq!(list["packs"][1]["rules"][0]["rule"], "musterstadt/kassenzeichen");
    let shown = text(&house.run(&["rules", "show", "musterstadt"]).stdout);
    assert!(shown.contains("KZ-[0-9]{4}-[0-9]{6}"), "{shown}");
    assert_eq!(house.run(&["rules", "show", "anderes"]).status.code(), Some(3));
}

#[test]
fn a_pack_can_be_tried_on_files_without_any_state() {
    let house = Household::new();
    let letter = house.put("Mahnung.txt", "Bitte geben Sie KZ-2024-000016 an.\n");
    let pack = house.put("pack.toml", PACK);
    let args = ["detect", letter.to_str().unwrap(), "--format", "jsonl"];
    assert!(!text(&house.run(&args).stdout).contains("musterstadt/"));
    let args = [&args[..], &["--rules-pack", pack.to_str().unwrap()]].concat();
    assert!(text(&house.run(&args).stdout).contains("\"rule\":\"musterstadt/kassenzeichen\""));
}
