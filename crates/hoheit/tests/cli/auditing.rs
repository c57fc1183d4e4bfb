// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Whether a site still has what it was given, asked by the command.

use crate::moving::{Office, statutes};
use crate::reference::every_key_is_described;
use serde_json::Value;
use std::os::unix::fs::FileExt as _;
use std::path::Path;

fn moved() -> (Office, String) {
    let office = Office::new(|house| {
        statutes(house, 40);
        house.put("30 Satzungen/Archiv/Sammlung.bin", vec![7; (3 << 20) + 5]);
    });
    office.shelter();
    office.classify("30 Satzungen", "none");
    let (digest, _) = office.plan("30 Satzungen", 0);
    office.say(&["move", "run", &digest, "--yes"], 0);
    (office, digest)
}

fn audit(office: &Office, args: &[&str], exit: i32) -> Value {
    let all = [&["audit", "neu", "--format", "json"], args].concat();
    let told: Value = serde_json::from_str(&office.say(&all, exit)).unwrap();
    every_key_is_described(&told, include_str!("../../../../docs/reference/audit-json.md"));
    told["addresses"][0].clone()
}

/// What a failing disk does, or somebody who hides it: the time stays.
fn rot(path: &Path) {
    let file = std::fs::File::options().write(true).open(path).unwrap();
    let modified = file.metadata().unwrap().modified().unwrap();
    file.write_all_at(b"x", 2 << 20).unwrap();
    file.set_modified(modified).unwrap();
}

#[test]
fn a_site_is_audited_and_damage_is_found() {
    let (office, _) = moved();
    let clean = audit(&office, &[], 0);
    assert_eq!((&clean["audit"]["objects"], &clean["audit"]["blocks"]), (&41.into(), &44.into()));
    assert_eq!(clean["audit"]["clean"], 44);
    let said = office.say(&["audit", "neu", "--blocks", "10"], 0);
    assert!(said.contains("All blocks drawn are as they were: at most 36.91 % of all blocks"), "{said}");
    let german = office.say(&["audit", "neu", "--lang", "de"], 0);
    assert!(german.contains("Alle Blöcke sind, wie sie waren."), "{german}");
    let logged = office.json(&["log", "list", "--kind", "audit", "--limit", "100"], 0);
    assert!(!logged["entries"].as_array().unwrap().is_empty(), "{logged}");
    let not_due = audit(&office, &["--due-days", "7"], 0);
    assert_eq!(not_due["step"], "not_due");

    rot(&office.target().join("30 Satzungen/Archiv/Sammlung.bin"));
    let found = audit(&office, &[], 4);
    assert_eq!((&found["audit"]["damaged"], &found["audit"]["clean"]), (&1.into(), &43.into()));
    assert_eq!(found["damaged"]["names"][0], "30 Satzungen/Archiv/Sammlung.bin");
    let german = office.say(&["audit", "neu", "--lang", "de"], 4);
    assert!(german.contains("NICHT WIE ZUVOR: 1 Block."), "{german}");
}

#[test]
fn what_was_not_moved_is_recorded_and_audited_from_then_on() {
    let (office, _) = moved();
    let foreign = office.target().join("Fremdes/Liste.txt");
    std::fs::create_dir(foreign.parent().unwrap()).unwrap();
    std::fs::write(&foreign, "nicht von uns").unwrap();
    let recorded = audit(&office, &["--record"], 0);
    assert_eq!((&recorded["step"], &recorded["baseline"]["objects"]), (&"recorded".into(), &1.into()));
    assert_eq!(audit(&office, &[], 0)["audit"]["objects"], 42);
    std::fs::remove_file(&foreign).unwrap();
    assert_eq!(audit(&office, &[], 4)["missing"]["names"][0], "Fremdes/Liste.txt");

    let book = std::fs::read_dir(office.house.home().join("audits")).unwrap().next().unwrap().unwrap().path();
    let book = book.join("trees.jsonl");
    let text = std::fs::read_to_string(&book).unwrap();
    std::fs::write(&book, text.replace("Liste", "Kiste")).unwrap();
    let said = office.failed(&["audit", "neu"], 4);
    assert!(said.contains("are damaged or were changed"), "{said}");
    assert!(!said.contains("Liste") && !said.contains("Kiste"), "{said}");
}

#[test]
fn a_site_that_can_not_be_audited_is_told() {
    let (office, _) = moved();
    assert!(office.failed(&["audit", "nirgends"], 3).contains("nirgends"));
    let said = office.say(&["audit", "alt"], 1);
    assert!(said.contains("Nothing was read: nothing can be said."), "{said}");
}
