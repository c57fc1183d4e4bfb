// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The keys of tokens: a new one, the old ones until they are not needed, and what may be wrong with their files.

use crate::household::{Household, on_one_line, settle, text};
use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

fn town() -> Household {
    let house = Household::new();
    house.put("Kasse/Zahler.csv", "Nr;Name;Vorname\n1;Mustermann;Erika\n2;Beispiel;Paula\n");
    house.put("Amt/Vermerk.txt", "Gespräch mit Frau Erika Mustermann am Montag.\n");
    settle();
    house.scan(&[], 0);
    house
}

#[track_caller]
fn keys(house: &Household, exit: i32) -> Vec<(String, bool, u64)> {
    let output = house.run(&["keys", "list", "--format", "json"]);
    assert_eq!(output.status.code(), Some(exit), "{}", text(&output.stderr));
    let list: Value = serde_json::from_slice(&output.stdout).unwrap();
    let row = |row: &Value| {
        let file = row["file"].as_str().unwrap_or_default().to_owned();
        (file, row["in_use"].as_bool().unwrap(), row["files"].as_u64().unwrap())
    };
    list["keys"].as_array().unwrap().iter().map(row).collect()
}

#[track_caller]
fn places(house: &Household) -> usize {
    let output =
        house.run(&["subject-access", "--purpose", "x", "--name", "Erika Mustermann", "--format", "json"]);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{}", text(&output.stderr));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    answer["places"].as_array().unwrap().len()
}

fn key(number: u32) -> String {
    format!("token-{number:04}.key")
}

#[test]
fn a_new_key_takes_over_and_the_old_one_goes_when_nothing_needs_it() {
    let house = town();
    assert_eq!(keys(&house, 0), [(key(1), true, 2)]);
    let shown = text(&house.run(&["keys", "rotate"]).stdout);
    assert!(shown.contains("2 files") && shown.contains("--yes"), "{shown}");
    assert_eq!(keys(&house, 0), [(key(1), true, 2)], "only shown");

    assert_eq!(house.run(&["keys", "rotate", "--yes"]).status.code(), Some(0));
    assert_eq!(keys(&house, 0), [(key(1), false, 2), (key(2), true, 0)]);
    assert_eq!(places(&house), 2, "old tokens are asked under their own key");

    house.put("Kasse/neu.txt", "Frau Erika Mustermann rief an.\n");
    settle();
    assert_eq!(house.scan(&[], 0)["read_files"], 1);
    assert_eq!(keys(&house, 0), [(key(1), false, 2), (key(2), true, 1)]);
    assert_eq!(places(&house), 3, "both keys at once");

    assert_eq!(house.scan(&["--refresh"], 0)["read_files"], 2, "just those with old tokens");
    assert_eq!(keys(&house, 0), [(key(2), true, 3)]);
    assert!(!house.home().join("token-0001.key").exists());
    assert_eq!(places(&house), 3);
    assert_eq!(house.scan(&["--refresh"], 0)["read_files"], 0);
}

#[test]
fn a_missing_key_is_told_and_mended_by_reading_again() {
    let house = town();
    fs::remove_file(house.home().join("token-0001.key")).unwrap();
    assert_eq!(keys(&house, 1), [(String::new(), false, 2)]);
    let output = house.run(&["subject-access", "--purpose", "x", "--name", "Erika Mustermann"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).contains("tokens of a key that is missing"), "{}", text(&output.stdout));
    let planned = text(&house.run(&["keys", "rotate"]).stdout);
    assert!(planned.contains("tokens of those so far: 0 files"), "{planned}");
    assert!(planned.contains("The key is missing for: 2 files"), "{planned}");
    assert_eq!(house.scan(&["--refresh"], 0)["read_files"], 2);
    assert_eq!(keys(&house, 0), [(key(1), true, 2)]);
    assert_eq!(places(&house), 2);
}

/// A backup holds no keys: whoever restores it elsewhere has to know what that means.
#[test]
fn a_restored_backup_says_what_can_not_be_asked() {
    let house = town();
    let backup = house.share().with_file_name("backup.sqlite");
    let backup = backup.to_str().unwrap();
    assert_eq!(house.run(&["backup", backup]).status.code(), Some(0));
    let here = text(&house.run(&["restore", backup, "--yes"]).stdout);
    assert!(here.contains("Restored.") && !here.contains("The key is missing"), "{here}");
    let elsewhere = Household::new();
    let told = text(&elsewhere.run(&["restore", backup, "--yes"]).stdout);
    assert!(told.contains("The key is missing for: 2 files") && told.contains("--refresh"), "{told}");
}

#[test]
fn a_key_that_others_can_read_and_a_damaged_one_are_refused() {
    let house = town();
    let path = house.home().join("token-0001.key");
    let share = house.share();
    let commands: [&[&str]; 3] = [
        &["scan", share.to_str().unwrap()],
        &["keys", "rotate", "--yes"],
        &["subject-access", "--purpose", "x", "--name", "Erika Mustermann"],
    ];
    let refused = |exit: i32, part: &str| {
        for args in commands {
            let output = house.run(args);
            assert_eq!(output.status.code(), Some(exit), "{args:?}: {}", text(&output.stderr));
            let told = on_one_line(&text(&output.stderr));
            assert!(told.contains(part), "{args:?}: {told}");
        }
    };
    // Behind a link a key lies where nobody watches over it; a folder is none.
    let elsewhere = house.share().with_file_name("elsewhere.key");
    fs::rename(&path, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &path).unwrap();
    refused(5, "no regular file");
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    refused(5, "A key lies as a file in the state folder");
    fs::remove_dir(&path).unwrap();
    fs::rename(&elsewhere, &path).unwrap();

    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    refused(5, "chmod 600");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    fs::write(&path, b"short").unwrap();
    refused(4, "token-0001.key is damaged");
}
