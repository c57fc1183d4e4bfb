// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What tests of exit drills share: an office that has something to bring out, drills that die on the way, and who judges packages.

use crate::household::{Household, text};
use crate::moving::{Office, statutes};
use crate::reference::every_key_is_described;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

pub(crate) const PAGE: &str = include_str!("../../../../docs/reference/exit-package.md");

/// A drill that is shown.
pub(crate) const SHOWN: [&str; 6] = ["exit-drill", "alt", "--to", "neu", "--into", "ausstieg/2026"];

/// The same one, done.
pub(crate) fn drill<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&SHOWN[..], &["--yes"], more].concat()
}

#[track_caller]
pub(crate) fn run(office: &Office, more: &[&str], exit: i32) -> Value {
    let told =
        serde_json::from_str(&office.say(&drill(&[more, &["--format", "json"]].concat()), exit)).unwrap();
    every_key_is_described(&told, PAGE);
    told
}

/// The package of [`drill`].
pub(crate) fn bag_of(office: &Office) -> PathBuf {
    office.target().join("ausstieg/2026")
}

/// An office with two datasets that may leave it, "30 Satzungen" and "40 Bibliothek".
pub(crate) fn office(build: impl FnOnce(&Household)) -> Office {
    let office = Office::new(build);
    office.classify("30 Satzungen", "none");
    office.classify("40 Bibliothek", "none");
    office
}

pub(crate) fn put_books(house: &Household, count: usize) {
    for number in 0..count {
        house.put(&format!("40 Bibliothek/Buch {number}.txt"), format!("Buch {number}"));
    }
}

/// A drill that is killed once that much of it is done, and dies before its end.
#[track_caller]
pub(crate) fn kill_once(office: &Office, more: &[&str], has_begun: impl Fn() -> bool) {
    let mut child = office.start(&drill(more));
    while !has_begun() {
        assert!(child.try_wait().unwrap().is_none(), "it ended before");
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    assert!(!child.wait().unwrap().success(), "it was done too soon");
}

/// A drill that is killed again and again, at other moments, with something to look at each time.
#[track_caller]
pub(crate) fn kill_often(office: &Office, more: &[&str], look: impl Fn()) {
    let (mut killed, mut moment) = (0, 20_u64);
    for _ in 0..12 {
        let mut child = office.start(&drill(more));
        std::thread::sleep(Duration::from_millis(moment));
        moment = (moment * 7 + 110) % 900;
        if child.try_wait().unwrap().is_none() {
            child.kill().unwrap();
            killed += 1;
        }
        child.wait().unwrap();
        look();
    }
    assert!(killed >= 3, "{killed} kills");
}

/// One with two datasets, of which the one that goes last is large enough to die in.
pub(crate) fn town() -> Office {
    office(|house| {
        statutes(house, 12);
        put_books(house, 500);
    })
}

/// Files of the dataset that goes last.
pub(crate) fn books(office: &Office) -> usize {
    let data = bag_of(office).join("data");
    let all = if data.is_dir() { walk(&data) } else { Vec::new() };
    all.iter().filter(|name| name.contains("40 Bibliothek/Buch")).count()
}

/// A drill that died while its second dataset went; how many files of that lie there.
pub(crate) fn killed(office: &Office) -> usize {
    kill_once(office, &[], || books(office) > 0);
    books(office)
}

/// The auditor's program, as it is today.
fn verifier() -> PathBuf {
    let own = PathBuf::from(env!("CARGO_BIN_EXE_hoheit"));
    let (folder, target) = (own.parent().unwrap(), own.parent().unwrap().parent().unwrap());
    let built = Command::new(env!("CARGO"))
        .args(["build", "--quiet", "--locked", "--offline", "--package", "hoheit-verify", "--target-dir"])
        .arg(target)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .status();
    assert!(built.unwrap().success());
    folder.join("hoheit-verify")
}

pub(crate) fn verify(args: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(verifier()).args(args).args(["--lang", "en"]).output().unwrap();
    (output.status.code(), text(&output.stdout) + &text(&output.stderr))
}

/// The key of the log.
pub(crate) fn key(house: &Household) -> String {
    let policy = std::fs::read_to_string(house.home().join("log.policy")).unwrap();
    policy.lines().find_map(|line| line.strip_prefix("log ")).unwrap().to_owned()
}

/// What the auditor's program says of a package, trusting the office's log.
pub(crate) fn check(office: &Office, bag: &Path, more: &[&str]) -> (Option<i32>, String) {
    let key = key(&office.house);
    verify(&[&["package", bag.to_str().unwrap(), "--key", &key], more].concat())
}

#[track_caller]
pub(crate) fn is_complete(office: &Office, told: &Value, bag: &Path) {
    assert_eq!(told["is_complete"], true, "{told}");
    let (exit, said) = check(office, bag, &["--report", told["report"].as_str().unwrap()]);
    assert!(exit == Some(1) && said.contains("complete and unchanged"), "{said}");
}

/// A Python program of the project's own set-up; `None`: it is missing, and that is said.
fn python(code: &str, args: &[&Path], what: &str) -> Option<Output> {
    let python = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/tools/bin/python"));
    let has = python.exists()
        && Command::new(python)
            .args(["-c", "import bagit, rocrate"])
            .output()
            .is_ok_and(|o| o.status.success());
    if !has {
        assert!(
            std::env::var_os("HOHEIT_TEST_ALL").is_none(),
            "bagit and rocrate are missing: cargo xtask test"
        );
        println!("left out, the Python packages bagit and rocrate are not installed: {what}");
        return None;
    }
    Some(Command::new(python).arg("-c").arg(code).args(args).output().unwrap())
}

/// The Library of Congress' own validator, and a reader of crates.
pub(crate) fn judged_by_others(bag: &Path, names: &[String]) {
    let code = "import sys, bagit; b = bagit.Bag(sys.argv[1]); b.validate(); print(b.version, b.has_oxum())";
    if let Some(output) = python(code, &[bag], "exit packages judged by bagit") {
        assert!(output.status.success(), "{}", text(&output.stderr));
        assert_eq!(text(&output.stdout).trim(), "1.0 True");
    }
    let code = "import sys\nfrom rocrate.rocrate import ROCrate\nc = ROCrate(sys.argv[1])\n\
                print(c.version, c.root_dataset['license']['name'], sorted(p['name'] for p in c.root_dataset['hasPart']))";
    if let Some(output) = python(code, &[&bag.join("data")], "exit packages read as RO-Crates") {
        assert!(output.status.success(), "{}", text(&output.stderr));
        let said = text(&output.stdout);
        assert!(
            said.contains("Lizenz nicht bekannt") && said.contains(&format!("['{}']", names.join("', '"))),
            "{said}"
        );
    }
}

pub(crate) fn walk(folder: &Path) -> Vec<String> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        all.push(path.display().to_string());
        if path.is_dir() {
            all.extend(walk(&path));
        }
    }
    all
}
