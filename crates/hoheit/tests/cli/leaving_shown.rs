// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Drills of which others were merely shown, and what is no "no" of the rules: nothing is taken back for either.

use crate::deciding::enter;
use crate::household::text;
use crate::leaving_office::{SHOWN, bag_of, books, check, drill, is_complete, killed, run, town, walk};
use crate::moving::{Office, site, statutes};
use hoheit_store::StateDir;
use serde_json::Value;
use std::path::Path;

#[test]
fn what_is_merely_shown_ends_no_drill_that_has_begun() {
    let office = town();
    killed(&office);
    office.say(&["exit-drill", "alt", "--to", "neu", "--into", "anders"], 0);
    office.plan("40 Bibliothek", 0);
    let told = run(&office, &[], 0);
    is_complete(&office, &told, &bag_of(&office));
    assert_eq!(books(&office), 500);
}

/// In either order, each with its own plans; of two for the same folder the first one to begin has it.
#[test]
fn of_drills_that_were_shown_each_can_be_done() {
    let office = Office::new(|house| statutes(house, 12));
    office.classify("30 Satzungen", "none");
    let into = |folder, more: &[&'static str]| {
        let args = ["exit-drill", "alt", "--to", "neu", "--into", folder, "--format", "json"];
        [&args[..], more].concat()
    };
    for folder in ["eins", "zwei"] {
        office.say(&into(folder, &[]), 0);
    }
    office.say(&into("eins", &["--sample", "50"]), 0);
    for folder in ["eins", "zwei"] {
        let told: Value = serde_json::from_str(&office.say(&into(folder, &["--yes"]), 0)).unwrap();
        is_complete(&office, &told, &office.target().join(folder));
    }
    let before = walk(&office.target());
    for more in [&["--sample", "50", "--yes"][..], &["--sample", "50"]] {
        let told = office.failed(&into("eins", more), 3);
        assert!(told.contains("another exit drill has written"), "{told}");
    }
    assert_eq!(walk(&office.target()), before);
}

/// Two begin in the same instant for the same folder: one has it, and nothing of the other one comes to lie there.
#[test]
fn of_drills_for_one_folder_one_begins() {
    for round in 0..4 {
        let office = town();
        let sample = ["--sample", "50"];
        office.say(&SHOWN, 0);
        office.say(&[&SHOWN[..], &sample].concat(), 0);
        let mut both = [&[][..], &sample].map(|more| office.start(&drill(more)));
        let codes = both.each_mut().map(|one| one.wait().unwrap().code().unwrap());
        let (whole, part) = (codes[0] == 0, codes[1] == 1);
        assert!(whole != part && codes.iter().all(|code| [0, 1, 3, 5].contains(code)), "{codes:?}");
        println!("{round}: {codes:?}");
        let more = if whole { &[][..] } else { &sample };
        let told = run(&office, more, i32::from(part));
        let (exit, said) = check(&office, &bag_of(&office), &["--report", told["report"].as_str().unwrap()]);
        assert!(exit == Some(1) && said.contains("and unchanged"), "{said}");
    }
}

/// Nobody begins while another one looks whether a folder is free.
#[test]
fn who_looks_for_a_folder_is_alone() {
    let office = Office::new(|house| statutes(house, 12));
    office.classify("30 Satzungen", "none");
    office.say(&SHOWN, 0);
    let held = StateDir::open(&office.house.home().join("exit-drills")).unwrap().lock().unwrap();
    for (lang, said) in [("en", "in use by another run"), ("de", "von einem anderen Lauf belegt")] {
        let told = office.failed(&drill(&["--lang", lang]), 5);
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(said), "{told}");
    }
    assert_eq!(std::fs::read_dir(office.target()).unwrap().count(), 0);
    drop(held);
    is_complete(&office, &run(&office, &[], 0), &bag_of(&office));
}

/// Since it was shown somebody else may have put something there, also another drill that lies around it, or within.
#[test]
fn a_folder_that_was_free_when_shown_is_looked_at_again() {
    let office = Office::new(|house| statutes(house, 12));
    office.classify("30 Satzungen", "none");
    let into = |folder, yes: &[&'static str]| {
        [&["exit-drill", "alt", "--to", "neu", "--into", folder], yes].concat()
    };
    for folder in ["ex", "ex/data", "ex/data/1/2"] {
        office.say(&into(folder, &[]), 0);
    }
    office.say(&into("ex/data", &["--yes"]), 0);
    let before = walk(&office.target());
    for folder in ["ex", "ex/data/1/2"] {
        for yes in [&["--yes"][..], &[]] {
            let told = office.failed(&into(folder, yes), 3);
            assert!(told.contains("another exit drill has written"), "{told}");
        }
    }
    assert_eq!(walk(&office.target()), before);
    office.say(&into("frei", &[]), 0);
    std::fs::create_dir(office.target().join("frei")).unwrap();
    std::fs::write(office.target().join("frei/fremd.txt"), "fremd").unwrap();
    let told = office.failed(&into("frei", &["--yes"]), 3);
    assert!(told.contains("already"), "{told}");
    assert_eq!(walk(&office.target().join("frei")).len(), 1);
}

/// Where it writes is not known then, so no other one begins.
#[test]
fn a_drill_whose_state_is_damaged_is_not_forgotten() {
    let office = Office::new(|house| statutes(house, 12));
    office.classify("30 Satzungen", "none");
    run(&office, &[], 0);
    let files = walk(&office.house.home().join("exit-drills"));
    let state = files.iter().find(|name| name.ends_with("/drill.json")).unwrap();
    let whole = std::fs::read(state).unwrap();
    std::fs::write(state, &whole[..whole.len() / 2]).unwrap();
    let before = walk(&office.target());
    let sample = drill(&["--sample", "50"]);
    for args in [&drill(&[]), &sample] {
        for (lang, said) in
            [("en", "state of an exit drill is damaged"), ("de", "Stand einer Ausstiegsprobe ist")]
        {
            let told = office.failed(&[&args[..], &["--lang", lang]].concat(), 4);
            assert!(told.split_whitespace().collect::<Vec<_>>().join(" ").contains(said), "{told}");
        }
    }
    assert_eq!(walk(&office.target()), before);
    std::fs::write(state, whole).unwrap();
    run(&office, &[], 0);
}

/// Neither an address that is another one for a while nor a plan that has waited too long is what the rules say: it stays, and no record tells of it.
#[test]
fn what_is_no_answer_of_the_rules_takes_nothing_back() {
    let office = town();
    let there = killed(&office);
    let place = |folder: &Path| enter(&office.house, &[site("neu", folder, None)]);
    let moved = office.target().with_file_name("umgezogen");
    std::fs::create_dir(&moved).unwrap();
    place(&moved);
    let args = drill(&[]);
    for (lang, parts) in
        [("en", ["another address by now", "all stays as it is"]), ("de", ["andere Adresse", "bleibt alles"])]
    {
        let told = office.failed(&[&args[..], &["--lang", lang]].concat(), 2);
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(parts.iter().all(|part| told.contains(part)), "{told}");
    }
    place(&office.target());
    // 2027-01-08: more than thirty days later.
    let late =
        office.house.command(&args).env("USER", "kim").env("HOHEIT_NOW", "1799409600").output().unwrap();
    let told = text(&late.stderr);
    assert!(late.status.code() == Some(2) && told.contains("waited too long"), "{told}");
    assert_eq!((books(&office), std::fs::read_dir(&moved).unwrap().count()), (there, 0));
    let told = run(&office, &[], 0);
    is_complete(&office, &told, &bag_of(&office));
}

/// Names of datasets are no options, and what a drill was begun with is what it goes on with.
#[test]
fn drills_are_told_apart_by_what_was_asked_for() {
    let office = Office::new(|house| statutes(house, 12));
    office.classify("30 Satzungen", "none");
    let sample = [&SHOWN[..], &["--sample", "50"]].concat();
    office.say(&sample, 0);
    office.failed(&[&SHOWN[..], &["--dataset", "sample 50"]].concat(), 3);
    let files = walk(&office.house.home().join("exit-drills"));
    let states: Vec<&String> = files.iter().filter(|name| name.ends_with("drill.json")).collect();
    let [state] = states[..] else { panic!("{states:?}") };
    let whole = std::fs::read_to_string(state).unwrap();
    std::fs::write(state, whole.replace("\"sample_percent\":50", "\"sample_percent\":null")).unwrap();
    for (lang, said) in [("en", "another sample"), ("de", "andere Stichprobe")] {
        let told = office.failed(&[&sample[..], &["--yes", "--lang", lang]].concat(), 4);
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(told.contains(said), "{told}");
    }
    assert_eq!(std::fs::read_dir(office.target()).unwrap().count(), 0);
    std::fs::write(state, whole).unwrap();
    run(&office, &["--sample", "50"], 1);
}
