// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::household::{Household, text};

/// A share of two offices, scanned; and the number of each dataset by its place.
fn two_offices() -> (Household, String, String) {
    let house = Household::new();
    for office in ["10 Hauptamt", "20 Kämmerei"] {
        for n in 0..12 {
            house.put(&format!("{office}/{n}.txt"), format!("Vermerk {n}"));
            house.put(&format!("{office}/Alt/{n}.txt"), format!("Alter Vermerk {n}"));
        }
    }
    house.scan(&[], 0);
    let number = |name: &str| house.dataset(name)["id"].to_string();
    let (main, treasury) = (number("10 Hauptamt"), number("20 Kämmerei"));
    (house, main, treasury)
}

#[test]
fn a_list_is_counted_and_an_empty_one_is_not_silent() {
    let house = Household::new();
    house.scan(&[], 0);
    let list = house.run(&["datasets", "list"]);
    assert!(list.stdout.is_empty());
    assert!(text(&list.stderr).starts_with("0 datasets."), "{}", text(&list.stderr));
    let (house, ..) = two_offices();
    let list = house.run(&["datasets", "list"]);
    let count = text(&list.stdout).lines().count();
    assert!(text(&list.stderr).starts_with(&format!("{count} datasets.")), "{}", text(&list.stderr));
    assert!(house.run(&["datasets", "list", "--quiet"]).stderr.is_empty());
}

#[test]
fn corrections_are_shown_first_and_made_with_yes() {
    let (house, main, treasury) = two_offices();
    let commands: &[(&[&str], &str)] = &[
        (&["rename", &main, "Zentrale"], "its name then: Zentrale"),
        (&["owner", &main, "Amt 10"], "responsible then: Amt 10"),
        (&["split", &main, "10 Hauptamt/Alt"], "becomes a dataset of its own: 10 Hauptamt/Alt"),
        (&["merge", &main, &treasury], "into one dataset of this name: Zentrale"),
    ];
    for (args, plan) in commands {
        let before = house.report()["datasets"].clone();
        let command = [&["datasets"], *args].concat();
        let shown = house.run(&command);
        assert_eq!(shown.status.code(), Some(0), "{}", text(&shown.stderr));
        assert!(text(&shown.stdout).contains(plan), "{}", text(&shown.stdout));
        assert_eq!(house.report()["datasets"], before, "{args:?} was only shown");
        let done = house.run(&[command, vec!["--yes"]].concat());
        assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
        assert!(text(&done.stdout).starts_with(&*text(&shown.stdout).replace("Do it with --yes\n", "")));
        assert_ne!(house.report()["datasets"], before, "{args:?} was done");
    }
    assert_eq!(house.dataset("Zentrale")["owner"], "Amt 10");
}

#[test]
fn what_can_not_be_done_is_refused_with_and_without_yes() {
    let (house, main, _) = two_offices();
    let long = "x".repeat(201);
    let before = house.report();
    for args in [
        &["merge", &main, &main][..],
        &["merge", &main, "nirgends"],
        &["split", &main, "nirgends"],
        &["split", &main, "20 Kämmerei"],
        &["rename", &main, " "],
        &["rename", &main, &long],
        &["owner", &main, &long],
        &["owner", "nirgends", "Amt 10"],
    ] {
        for yes in [&[][..], &["--yes"]] {
            let output = house.run(&[&["datasets"], args, yes].concat());
            assert_eq!(output.status.code(), Some(3), "{args:?}: {}", text(&output.stdout));
            assert!(text(&output.stdout).is_empty(), "{args:?}: {}", text(&output.stdout));
        }
    }
    assert_eq!(house.report()["datasets"], before["datasets"]);
}

#[test]
fn a_dataset_is_the_same_json_everywhere() {
    let (house, main, _) = two_offices();
    let json = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).unwrap();
    let shown = json(&house.run(&["datasets", "show", &main, "--format", "json"]).stdout);
    let listed = text(&house.run(&["datasets", "list", "--format", "json"]).stdout);
    let listed: Vec<_> = listed.lines().map(|line| json(line.as_bytes())).collect();
    assert!(listed.contains(&shown), "{shown:#}");
    let report = house.report();
    assert!(report["datasets"].as_array().unwrap().contains(&shown));
    let newest = shown["newest_change"].as_str().unwrap();
    assert!(newest.ends_with('Z') && newest.contains('T'), "{newest}");
    let files = |tally: &serde_json::Value| tally["files"].as_u64().unwrap();
    let dated: u64 = report["years"].as_array().unwrap().iter().map(files).sum();
    assert_eq!(dated + files(&report["undated"]), files(&report["coverage"]["total"]));
}
