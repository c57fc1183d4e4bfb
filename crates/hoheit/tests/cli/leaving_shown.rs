// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Drills of which others were merely shown, and what is no "no" of the rules: nothing is taken back for either.

use crate::deciding::enter;
use crate::household::text;
use crate::leaving_office::{SHOWN, bag_of, drill, is_complete, kill_once, office, put_books, run, walk};
use crate::moving::{Office, site, statutes};
use hoheit_store::StateDir;
use hoheit_types::digest_of;
use serde_json::Value;
use std::path::Path;

fn town() -> Office {
    office(|house| {
        statutes(house, 12);
        put_books(house, 500);
    })
}

/// Files of the dataset that goes last.
fn books(office: &Office) -> usize {
    let data = bag_of(office).join("data");
    let all = if data.is_dir() { walk(&data) } else { Vec::new() };
    all.iter().filter(|name| name.contains("40 Bibliothek/Buch")).count()
}

/// A drill that died while its second dataset went; how many files of that lie there.
fn killed(office: &Office) -> usize {
    kill_once(office, &[], || books(office) > 0);
    books(office)
}

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

/// Nobody begins to fill a folder while somebody else is about to.
#[test]
fn of_drills_for_one_folder_only_one_runs() {
    let office = Office::new(|house| statutes(house, 12));
    office.classify("30 Satzungen", "none");
    office.say(&SHOWN, 0);
    let places = office.house.home().join("exit-drills/places");
    let place = digest_of("exit-place", "neu\0ausstieg/2026").to_string();
    StateDir::open(&places).unwrap();
    let held = StateDir::open(&places.join(&place[..16])).unwrap().lock().unwrap();
    for (lang, said) in [("en", "in use by another run"), ("de", "von einem anderen Lauf belegt")] {
        for more in [&["--sample", "50"][..], &[]] {
            let told = office.failed(&drill(&[more, &["--lang", lang]].concat()), 5);
            let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(told.contains(said), "{told}");
        }
    }
    assert_eq!(std::fs::read_dir(office.target()).unwrap().count(), 0);
    office.say(&["exit-drill", "alt", "--to", "neu", "--into", "anders", "--yes"], 0);
    drop(held);
    is_complete(&office, &run(&office, &[], 0), &bag_of(&office));
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
