// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Drills that go on: by another person, weeks later, after something came between.

use crate::approving::ssh_keygen;
use crate::household::{on_one_line, text};
use crate::leaving_office::{
    SHOWN, bag_of, books, check, drill, is_complete, kill_once, killed, run, town, walk,
};
use crate::moving::{NOW, Office, statutes};
use serde_json::Value;
use std::process::Output;

/// The drill, done by somebody, some days later.
fn by(office: &Office, who: &str, days: u64) -> Output {
    let now = NOW.parse::<u64>().unwrap() + days * 86_400;
    let mut command = office.house.command(&drill(&["--format", "json"]));
    command.env("USER", who).env("HOHEIT_NOW", now.to_string()).output().unwrap()
}

#[track_caller]
fn told_by(office: &Office, who: &str, days: u64, exit: i32) -> Value {
    let output = by(office, who, days);
    assert_eq!(output.status.code(), Some(exit), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Whoever has approved the plan may also be the one who lets the drill go on: she has not planned it for that.
#[test]
fn who_approved_a_drill_may_go_on_with_it() {
    let Some(program) = ssh_keygen("drills that are approved") else { return };
    let office = Office::new(|house| statutes(house, 600));
    office.shelter();
    office.classify("30 Satzungen", "personal");
    office.say(&SHOWN, 0);
    let waits = office.json(&["approvals"], 1);
    let digest = waits["waiting"][0]["digest"].as_str().unwrap();
    office.approved_by_dora(&program, digest);
    let data = bag_of(&office).join("data");
    let files = || {
        if data.is_dir() { walk(&data).iter().filter(|name| name.contains("Hundesteuer")).count() } else { 0 }
    };
    kill_once(&office, &[], || files() > 100);
    office.plan("30 Satzungen", 1);
    let told = told_by(&office, "dora", 0, 0);
    is_complete(&office, &told, &bag_of(&office));
    is_complete(&office, &told_by(&office, "kim", 0, 0), &bag_of(&office));
    assert_eq!(files(), 600);
}

/// What nobody has signed as personal data does not stay there as something else.
#[test]
fn personal_data_that_turn_up_meanwhile_are_taken_back() {
    let office = Office::new(|house| statutes(house, 600));
    office.shelter();
    office.classify("30 Satzungen", "none");
    let data = bag_of(&office).join("data");
    kill_once(&office, &[], || data.is_dir() && walk(&data).len() > 100);
    office.classify("30 Satzungen", "personal");
    for _ in 0..2 {
        let told = run(&office, &[], 1);
        assert_eq!(told["record"]["datasets"][0]["behind"], "unapproved", "{told}");
        assert!(office.say(&SHOWN, 1).contains("; not approved"));
        assert!(!walk(&office.target()).iter().any(|name| name.contains("Hundesteuer")));
    }
}

/// The same of a dataset that was all there when the drill died with the next one; that one is finished.
#[test]
fn what_was_done_is_looked_at_again() {
    let office = town();
    office.shelter();
    let statutes = || walk(&office.target()).iter().any(|name| name.contains("Hundesteuer"));
    killed(&office);
    assert!(statutes());
    office.classify("30 Satzungen", "personal");
    let told = run(&office, &[], 1);
    let behind = |told: &Value| {
        let datasets = told["record"]["datasets"].as_array().unwrap();
        datasets.iter().map(|one| one["behind"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(behind(&told), ["unapproved".into(), Value::Null], "{told}");
    assert!(!statutes() && books(&office) == 500);
    let report = ["--report", told["report"].as_str().unwrap()];
    let (exit, said) = check(&office, &bag_of(&office), &report);
    assert!(exit == Some(1) && said.contains("complete and unchanged"), "{said}");

    // Or a person has taken it back.
    let office = town();
    killed(&office);
    let plans = walk(&office.target());
    let number = plans.iter().find(|name| name.contains("Hundesteuer")).unwrap();
    let number = number.split("/data/").nth(1).unwrap().split('/').next().unwrap();
    let moves = office.json(&["move", "status"], 0);
    let own = moves["moves"].as_array().unwrap().iter();
    let own = own.filter(|one| one["dataset"].as_u64() == number.parse().ok());
    let [one] = &own.collect::<Vec<_>>()[..] else { panic!("{moves}") };
    office.say(&["move", "back", one["digest"].as_str().unwrap(), "--yes"], 0);
    let told = run(&office, &[], 1);
    assert_eq!(behind(&told), ["incomplete".into(), Value::Null], "{told}");
}

/// Where tag files have gone already, nothing goes on over that.
#[test]
fn a_package_of_what_nobody_signed_is_not_finished() {
    let office = Office::new(|house| statutes(house, 12));
    office.shelter();
    office.classify("30 Satzungen", "none");
    let data = bag_of(&office).join("data");
    kill_once(&office, &[], || data.is_dir());
    std::fs::write(bag_of(&office).join("bagit.txt"), "fremd").unwrap();
    office.failed(&drill(&[]), 5);
    office.classify("30 Satzungen", "personal");
    for (lang, said) in [("en", "by now and is not approved"), ("de", "ist nicht freigegeben; das Paket")] {
        let told = office.failed(&drill(&["--lang", lang]), 2);
        assert!(on_one_line(&told).contains(said), "{told}");
    }
}

/// A drill that could not begin keeps nobody from the folder, and has it no more than others.
#[test]
fn what_could_not_begin_has_no_folder() {
    let office = Office::new(|house| statutes(house, 12));
    office.classify("30 Satzungen", "none");
    office.say(&SHOWN, 0);
    let (share, away) = (office.house.share(), office.house.share().with_file_name("weg"));
    std::fs::rename(&share, &away).unwrap();
    assert!(!by(&office, "kim", 0).status.success());
    std::fs::rename(&away, &share).unwrap();
    assert!(!bag_of(&office).exists());
    // Nor does what else lies among drills.
    std::fs::create_dir(office.house.home().join("exit-drills/berichte")).unwrap();
    office.say(&[&SHOWN[..], &["--sample", "50"]].concat(), 0);
    std::fs::create_dir_all(bag_of(&office)).unwrap();
    std::fs::write(bag_of(&office).join("fremd.txt"), "fremd").unwrap();
    let told = office.failed(&drill(&[]), 3);
    assert!(told.contains("already"), "{told}");
    std::fs::remove_dir_all(bag_of(&office)).unwrap();
    is_complete(&office, &run(&office, &[], 0), &bag_of(&office));
}

/// What turns out to be personal before anything of it has gone is planned as that, and waits for a signature.
#[test]
fn what_is_personal_before_it_leaves_waits_for_a_signature() {
    let Some(program) = ssh_keygen("drills that are approved later") else { return };
    let office = Office::new(|house| statutes(house, 12));
    office.shelter();
    office.classify("30 Satzungen", "none");
    office.say(&SHOWN, 0);
    office.classify("30 Satzungen", "personal");
    let told = run(&office, &[], 1);
    assert_eq!(told["record"]["datasets"][0]["behind"], "unapproved", "{told}");
    let plan = told["record"]["datasets"][0]["plan"].as_str().unwrap();
    assert!(office.say(&SHOWN, 1).contains(&format!("hoheit approve {}", &plan[..8])));
    office.approved_by_dora(&program, plan);
    is_complete(&office, &run(&office, &[], 0), &bag_of(&office));
}

/// All has arrived, a tag file could not: weeks later the package is still finished. And what lies among tag files since does not leave.
#[test]
fn a_package_is_finished_weeks_later() {
    let office = Office::new(|house| statutes(house, 12));
    office.classify("30 Satzungen", "none");
    office.say(&SHOWN, 0);
    let state = walk(&office.house.home().join("exit-drills"));
    let state = state.iter().find_map(|name| name.strip_suffix("drill.json")).unwrap();
    let taken = bag_of(&office).join("bagit.txt");
    let data = bag_of(&office).join("data");
    // Dead before it wrote tag files, or at any other moment: their place is taken either way.
    kill_once(&office, &[], || data.is_dir());
    std::fs::write(&taken, "fremd").unwrap();
    office.failed(&drill(&[]), 5);
    std::fs::write(format!("{state}tags/.notiz.swp"), "fremd").unwrap();
    std::fs::remove_file(&taken).unwrap();
    let told = told_by(&office, "kim", 40, 0);
    is_complete(&office, &told, &bag_of(&office));
    assert!(walk(&bag_of(&office)).iter().all(|name| !name.contains("notiz")));
}

/// What has waited too long is planned anew where nothing of it has gone, and what could not be planned where it can be by now.
#[test]
fn what_was_shown_long_ago_is_planned_anew() {
    let office = Office::new(|house| {
        statutes(house, 12);
        crate::leaving_office::put_books(house, 12);
    });
    office.classify("30 Satzungen", "none");
    let shown = office.say(&SHOWN, 1);
    assert!(shown.contains("permission not known"), "{shown}");
    office.classify("40 Bibliothek", "none");
    let again = office.say(&SHOWN, 0);
    assert!(!again.contains("permission not known"), "{again}");
    is_complete(&office, &told_by(&office, "kim", 40, 0), &bag_of(&office));
}

/// A drill that goes on takes nothing from a move that has begun meanwhile.
#[test]
fn a_drill_that_goes_on_ends_no_move() {
    let office = town();
    killed(&office);
    let plan = ["move", "plan", "40 Bibliothek", "--from", "alt", "--to", "neu", "--into", "anders"];
    let plan = office.json(&plan, 0);
    let digest = plan["digest"].as_str().unwrap();
    let mut child = office.start(&["move", "run", digest, "--yes"]);
    let there = office.target().join("anders");
    while !there.is_dir() {
        assert!(child.try_wait().unwrap().is_none(), "it ended before");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    is_complete(&office, &run(&office, &[], 0), &bag_of(&office));
    assert_eq!(office.json(&["move", "run", digest, "--yes"], 0)["is_complete"], true);
    assert_eq!(books(&office), 500);
    let (exit, said) = check(&office, &bag_of(&office), &[]);
    assert!(exit == Some(1) && said.contains("every file has a receipt"), "{said}");
}
