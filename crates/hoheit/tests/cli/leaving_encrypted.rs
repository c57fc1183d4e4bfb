// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Exit packages for a place that may keep data and shall not read them: opened by age alone, checked by others, killed at any moment.

use crate::household::{Household, text};
use crate::leaving_office::{
    PAGE, SHOWN, bag_of, check, drill, judged_by_others, key, kill_often, kill_once, office, run, verify,
    walk,
};
use crate::moving::{Office, tree};
use crate::moving_encrypted::{CONTENT, NAME, Pair};
use serde_json::Value;
use std::ffi::OsStr;
use std::fs::DirBuilder;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

/// Names that no byte of a package may show, beside those of files.
const TOLD: [&str; 4] = [NAME, CONTENT, "Satzung", "Bibliothek"];

fn records(house: &Household) {
    for number in 0..40 {
        let name = format!("30 Satzungen/Jahr {}/{NAME} {number}.txt", number % 7);
        house.put(&name, format!("{CONTENT} {number}\n"));
    }
    house.put("30 Satzungen/leer", "");
    house.put("30 Satzungen/100 %.txt", CONTENT);
    // No manifest could name this one.
    let odd = house.share().join("30 Satzungen").join(OsStr::from_bytes(b"Stra\xdfe.txt"));
    std::fs::write(odd, CONTENT).unwrap();
    for number in 0..12 {
        house.put(&format!("40 Bibliothek/Buch {number}.txt"), format!("{CONTENT}, Band {number}"));
    }
}

/// Neither paths nor contents below a folder tell anything.
#[track_caller]
fn tells_nothing(folder: &Path) {
    for (path, standing) in tree(folder) {
        let name = path.to_string_lossy().into_owned();
        let content = standing.0.unwrap_or_default();
        for told in TOLD {
            let has = content.windows(told.len()).any(|part| part == told.as_bytes());
            assert!(!has && !name.contains(told), "{told} in {name}");
        }
    }
}

/// By the lines of the page: tag files decrypted, and which dataset has which number.
fn open(pair: &Pair, bag: &Path, name: &str) -> (PathBuf, Vec<(String, String)>) {
    let (done, to) = pair.by_lines((PAGE, "open"), bag, name);
    assert!(done.status.success(), "{}", text(&done.stderr));
    let said = text(&done.stdout);
    let rows = said.lines().map(|line| {
        let (begin, name): (String, String) = serde_json::from_str(line).unwrap();
        let all: Vec<String> =
            walk(&bag.join("data")).into_iter().filter(|path| path.contains(&begin)).collect();
        let folder = all.iter().find(|path| Path::new(path).is_dir()).unwrap();
        (Path::new(folder).strip_prefix(bag).unwrap().display().to_string(), name)
    });
    (to, rows.collect())
}

// INVARIANT (nothing-in-the-clear)
#[test]
fn an_encrypted_package_tells_nothing_and_others_can_check_it() {
    let Some(pair) = Pair::new() else { return };
    let office = office(records);
    let more = ["--encrypt-for", pair.recipient.as_str()];
    for (lang, said) in [("en", "can be read only by"), ("de", "Lesen können es nur")] {
        let shown = office.say(&[&SHOWN[..], &more, &["--lang", lang]].concat(), 0);
        assert!(shown.contains(said) && shown.contains(&pair.recipient), "{shown}");
    }
    let told = run(&office, &more, 0);
    let recipients = serde_json::json!([pair.recipient]);
    assert_eq!((&told["record"]["recipients"], &told["is_complete"]), (&recipients, &true.into()), "{told}");
    for one in told["record"]["datasets"].as_array().unwrap() {
        assert_eq!(one["whole"], one["passage"]["arrived"], "sizes are those of the content: {one}");
    }
    let bag = bag_of(&office);
    tells_nothing(&office.target());
    tells_nothing(&scratch(&office));
    let info = std::fs::read_to_string(bag.join("bag-info.txt")).unwrap();
    assert!(info.contains(&format!("\nEncrypted-For: {}\n", pair.recipient)), "{info}");
    let described = std::fs::read_to_string(bag.join("data/ro-crate-metadata.json")).unwrap();
    assert!(described.contains("age, version 1") && described.contains(&pair.recipient), "{described}");
    for name in walk(&bag.join("hoheit")) {
        let is_open = name.ends_with("/plans") || name.ends_with("/checkpoint");
        assert!(is_open || Path::new(&name).extension() == Some(OsStr::new("age")), "{name}");
        assert!(!["plan-", "decision", "approval"].iter().any(|kind| name.contains(kind)), "{name}");
    }
    let report = PathBuf::from(told["report"].as_str().unwrap());
    let markdown = std::fs::read_to_string(report.join("exit-drill.md")).unwrap();
    assert!(markdown.contains("## Encryption") && markdown.contains(&pair.recipient), "{markdown}");

    let (opened, rows) = open(&pair, &bag, "opened");
    let mut numbers: Vec<String> =
        rows.iter().map(|(folder, _)| folder.split('/').nth(1).unwrap().to_owned()).collect();
    numbers.sort();
    judged_by_others(&bag, &numbers);
    restored(&office, &pair, &bag, &rows);
    checked(&office, &bag, &report, &opened);
    tampered(&office, &bag, &opened);
}

fn scratch(office: &Office) -> PathBuf {
    let drills = std::fs::read_dir(office.house.home().join("exit-drills")).unwrap();
    let all = drills.map(|entry| entry.unwrap().path()).filter(|path| path.join("drill.json").exists());
    let all: Vec<PathBuf> = all.collect();
    assert_eq!(all.len(), 1, "{all:?}");
    all[0].join("tags")
}

/// By the lines of moving, each dataset is the one at the source, file by file.
fn restored(office: &Office, pair: &Pair, bag: &Path, rows: &[(String, String)]) {
    assert_eq!(rows.len(), 2, "{rows:?}");
    for (number, (folder, dataset)) in rows.iter().enumerate() {
        let page = include_str!("../../../../docs/reference/move-json.md");
        let (done, to) = pair.by_lines((page, "restore"), &bag.join(folder), &format!("restored-{number}"));
        assert!(done.status.success(), "{}", text(&done.stderr));
        let (there, source) = (tree(&to), tree(&office.house.share()));
        for (path, standing) in source.iter().filter(|(path, _)| path.starts_with(dataset)) {
            // As the index writes what is no Unicode.
            let name = path.to_str().map_or_else(|| path.with_file_name("Stra\\xdfe.txt"), PathBuf::from);
            let found = there.get(&name).unwrap_or_else(|| panic!("{} is missing", name.display()));
            assert!(found.0 == standing.0, "{} differs", name.display());
        }
        assert!(there.keys().all(|path| path.starts_with(dataset)), "something is left over");
    }
}

/// Unread is not clean; opened it is checked like any other package.
fn checked(office: &Office, bag: &Path, report: &Path, opened: &Path) {
    let key = key(&office.house);
    let (report, opened) = (report.to_str().unwrap(), opened.to_str().unwrap());
    for (exit, said) in [verify(&["package", bag.to_str().unwrap()]), check(office, bag, &[])] {
        assert!(
            exit == Some(5) && said.contains("Not checked") && said.contains("not been looked at"),
            "{said}"
        );
    }
    let (exit, said) = check(office, bag, &["--report", report, "--details"]);
    assert!(exit == Some(1) && said.contains("is complete and unchanged"), "{said}");
    assert!(said.contains("not been looked at") && said.contains("encrypted for: “age1"), "{said}");
    let (exit, said) = check(office, bag, &["--opened", opened]);
    assert!(exit == Some(1) && said.contains("every file has a receipt"), "{said}");
    assert!(!said.contains("metadata.jsonl") && !said.contains("not been looked at"), "{said}");
    let (exit, said) = check(office, bag, &["--opened", opened, "--report", report]);
    assert!(
        exit == Some(1) && said.contains("complete and unchanged") && said.contains("both are in the log"),
        "{said}"
    );

    let plans = Path::new(opened).join("hoheit/plans");
    let all = walk(&plans);
    let plan = all.iter().find(|path| Path::new(path).extension() == Some(OsStr::new("jsonl"))).unwrap();
    let proofs =
        all.iter().filter(|path| path.starts_with(plan.strip_suffix("jsonl").unwrap()) && *path != plan);
    let mut args = vec!["plan", plan, "--key", &key];
    args.extend(proofs.flat_map(|path| ["--proof", path.as_str()]));
    let (exit, said) = verify(&args);
    assert!(exit == Some(1) && said.contains("it and its decision are in the log"), "{said}");
}

fn tampered(office: &Office, bag: &Path, opened: &Path) {
    let check = || check(office, bag, &["--opened", opened.to_str().unwrap()]);
    let receipts = opened.join("hoheit/receipts.txt");
    let whole = std::fs::read_to_string(&receipts).unwrap();
    std::fs::write(&receipts, &whole[..whole.rfind("\nc2sp.org").unwrap()]).unwrap();
    let (exit, said) = check();
    assert!(exit == Some(4) && said.contains("has no receipt"), "{said}");
    // Another letter of a receipt: it is none of the log's.
    let place = whole.find("extra ").unwrap() + 400;
    let letter = if whole.as_bytes()[place] == b'A' { "B" } else { "A" };
    let mut changed = whole.clone();
    changed.replace_range(place..=place, letter);
    std::fs::write(&receipts, changed).unwrap();
    let (exit, said) = check();
    assert!(exit == Some(4) && said.contains("receipt"), "{said}");
    std::fs::remove_file(&receipts).unwrap();
    let (exit, said) = check();
    assert!(exit == Some(5) && said.contains("the decrypted receipts: there is none"), "{said}");
    // The age file itself is a file of the bag.
    std::fs::write(&receipts, whole).unwrap();
    let sealed = bag.join("hoheit/receipts.txt.age");
    let mut bytes = std::fs::read(&sealed).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    std::fs::write(&sealed, bytes).unwrap();
    let (exit, said) = check();
    assert!(exit == Some(4) && said.contains("is not what the manifest says"), "{said}");
}

// INVARIANT (recovery-is-the-normal-path)
#[test]
fn an_encrypted_drill_killed_at_any_moment_goes_on_for_the_same_recipients() {
    let (Some(pair), Some(other)) = (Pair::new(), Pair::new()) else { return };
    let office = office(|house| {
        records(house);
        house.put("30 Satzungen/Sammlung.bin", CONTENT.repeat(1 << 18));
    });
    let more = ["--encrypt-for", pair.recipient.as_str()];
    kill_often(&office, &more, || tells_nothing(&office.target()));
    // Nobody else gets into the same package, and nothing goes on in the clear.
    for (lang, said) in [("en", "another exit drill has written"), ("de", "eine andere Ausstiegsprobe")] {
        for more in [&["--encrypt-for", other.recipient.as_str()][..], &["--in-the-clear"]] {
            let told = office.failed(&drill(&[more, &["--lang", lang]].concat()), 3);
            let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(told.contains(said), "{told}");
        }
    }
    let told = office.failed(&["exit-drill", "alt", "--to", "neu", "--into", "anders", "--yes"], 3);
    assert!(told.contains("was planned encrypted"), "{told}");
    forget_recipients(&office, &pair);
    let told = run(&office, &more, 0);
    assert_eq!(
        (&told["is_complete"], &told["record"]["recipients"][0]),
        (&true.into(), &pair.recipient.clone().into())
    );
    let bag = bag_of(&office);
    tells_nothing(&office.target());
    let (opened, rows) = open(&pair, &bag, "opened");
    let (exit, said) = check(&office, &bag, &["--opened", opened.to_str().unwrap()]);
    assert!(exit == Some(1) && said.contains("every file has a receipt"), "{said}");
    restored(&office, &pair, &bag, &rows);
    let left: Vec<String> = walk(&bag).into_iter().filter(|name| name.contains(".hoheit")).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// Somebody has changed the drill's own file: what tells of files does not go out in the clear for that.
fn forget_recipients(office: &Office, pair: &Pair) {
    let state = scratch(office).with_file_name("drill.json");
    let whole = std::fs::read_to_string(&state).unwrap();
    let mut changed: Value = serde_json::from_str(&whole).unwrap();
    assert_eq!(changed["recipients"], serde_json::json!([pair.recipient]));
    changed["recipients"] = serde_json::json!([]);
    // As if tag files were still to be written.
    (changed["sealed"], changed["reported"]) = (Value::Null, Value::Null);
    std::fs::write(&state, changed.to_string()).unwrap();
    let told = office.failed(&drill(&["--encrypt-for", &pair.recipient]), 4);
    assert!(told.contains("names other recipients"), "{told}");
    // Nor if the command names nobody either: the plans do.
    let drills = std::fs::read_dir(office.house.home().join("exit-drills")).unwrap();
    let folders = drills.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let refused = folders.map(|folder| folder.join("drill.json")).filter(|state| !state.exists());
    let refused: Vec<PathBuf> = refused.collect();
    for state in &refused {
        std::fs::write(state, changed.to_string()).unwrap();
    }
    let told = office.failed(&drill(&["--in-the-clear"]), 4);
    assert!(told.contains("names other recipients"), "{told}");
    for state in &refused {
        std::fs::remove_file(state).unwrap();
    }
    tells_nothing(&office.target());
    std::fs::write(&state, whole).unwrap();
}

/// A sample, and what had begun and may no longer leave: both as in the clear.
#[test]
fn an_encrypted_sample_leaves_and_what_may_not_is_taken_back() {
    let Some(pair) = Pair::new() else { return };
    let office = office(|house| {
        records(house);
        for number in 0..500 {
            house.put(&format!("40 Bibliothek/Heft {number}.txt"), format!("{CONTENT}, Heft {number}"));
        }
    });
    let more = ["--encrypt-for", &pair.recipient, "--sample", "40"];
    let data = bag_of(&office).join("data");
    let folders = || std::fs::read_dir(&data).map_or(0, Iterator::count);
    kill_once(&office, &more, || folders() >= 2);
    office.classify("40 Bibliothek", "personal");
    let told = run(&office, &more, 1);
    let behind: Vec<&Value> =
        told["record"]["datasets"].as_array().unwrap().iter().map(|one| &one["behind"]).collect();
    assert_eq!(behind, ["sampled", "denied"], "{told}");
    assert_eq!(folders(), 2, "the dataset that left, and the crate");
    tells_nothing(&office.target());
    let (opened, rows) = open(&pair, &bag_of(&office), "opened");
    let [(folder, _)] = &rows[..] else { panic!("{rows:?}") };
    let files = tree(&pair.restore(&bag_of(&office).join(folder)));
    let files = files.values().filter(|standing| standing.0.is_some()).count() as u64;
    assert_eq!(told["record"]["datasets"][0]["passage"]["arrived"]["files"], files);
    let report = told["report"].as_str().unwrap();
    let (exit, said) =
        check(&office, &bag_of(&office), &["--opened", opened.to_str().unwrap(), "--report", report]);
    assert!(exit == Some(1) && said.contains("is a sample, and unchanged"), "{said}");
}

// INVARIANT (nothing-in-the-clear)
#[test]
fn what_was_planned_encrypted_leaves_in_the_clear_on_demand_only() {
    let Some(pair) = Pair::new() else { return };
    let office = office(records);
    // Shown in the clear before anybody thought of encrypting: also that one does not go by an option that is left out.
    let early = ["exit-drill", "alt", "--to", "neu", "--into", "klar"];
    office.say(&early, 0);
    let plan = ["move", "plan", "30 Satzungen", "--from", "alt", "--to", "neu"];
    office.json(&[&plan[..], &["--encrypt-for", &pair.recipient]].concat(), 0);
    let told = office.failed(&[&early[..], &["--yes"]].concat(), 3);
    assert!(told.contains("was planned encrypted") && told.contains("--in-the-clear"), "{told}");
    office.say(&[&early[..], &["--in-the-clear", "--yes"]].concat(), 1);
    let manifest = office.target().join("klar/manifest-sha256.txt");
    assert!(std::fs::read_to_string(manifest).unwrap().contains(NAME));
    let asked = ["exit-drill", "alt", "--to", "neu", "--into", "anders"];
    for (lang, said) in [("en", "was planned encrypted"), ("de", "schon verschlüsselt geplant")] {
        let told = office.failed(&[&asked[..], &["--lang", lang]].concat(), 3);
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(said) && told.contains("--in-the-clear"), "{told}");
    }
    office.failed(&[&asked[..], &["--in-the-clear", "--encrypt-for", &pair.recipient]].concat(), 3);
    office.say(&[&asked[..], &["--in-the-clear", "--yes"]].concat(), 1);
    let bag = office.target().join("anders");
    assert!(std::fs::read_to_string(bag.join("manifest-sha256.txt")).unwrap().contains(NAME));
    let opened = office.target();
    let (exit, said) = verify(&["package", bag.to_str().unwrap(), "--opened", opened.to_str().unwrap()]);
    assert!(exit == Some(3) && said.contains("--opened is for encrypted packages only"), "{said}");
    // The other way round: what a drill has encrypted, a plan does not forget either.
    let asked = ["exit-drill", "alt", "--to", "neu", "--into", "zu", "--dataset", "40 Bibliothek"];
    office.say(&[&asked[..], &["--encrypt-for", &pair.recipient]].concat(), 0);
    let told = office.failed(&["move", "plan", "40 Bibliothek", "--from", "alt", "--to", "neu"], 3);
    assert!(told.contains("--in-the-clear"), "{told}");
}

// INVARIANT (nothing-in-the-clear)
#[test]
fn what_an_earlier_attempt_has_left_of_tag_files_does_not_leave() {
    let Some(pair) = Pair::new() else { return };
    let office = office(records);
    office.say(&[&SHOWN[..], &["--encrypt-for", &pair.recipient]].concat(), 0);
    let drills = office.house.home().join("exit-drills");
    let drill = std::fs::read_dir(drills).unwrap().next().unwrap().unwrap().path();
    let plans = drill.join("tags/hoheit/plans");
    DirBuilder::new().recursive(true).mode(0o700).create(&plans).unwrap();
    std::fs::write(plans.join("old.approval-7.tlog-proof"), NAME).unwrap();
    std::fs::write(drill.join("tags").join(OsStr::from_bytes(b"\xdf")), NAME).unwrap();
    std::os::unix::fs::symlink(office.house.share(), drill.join("tags/Verweis")).unwrap();
    run(&office, &["--encrypt-for", &pair.recipient], 0);
    tells_nothing(&office.target());
    let tags = walk(&bag_of(&office).join("hoheit"));
    assert!(!tags.is_empty() && tags.iter().all(|name| !name.contains("approval")), "{tags:?}");
    assert!(office.house.share().join("30 Satzungen/leer").exists(), "links are not followed");
}
