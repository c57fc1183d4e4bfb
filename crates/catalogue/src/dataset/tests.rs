// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::grouping::{Group, Known, group};
use super::names;
use super::rule::Rule;
use super::tree::Tree;
use crate::fold::fold;
use crate::inventory::Tally;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// `path: files`, one a line; `*n` repeats a line with `#` replaced by 1 to n, `mails` makes the files mails.
fn tree(text: &str) -> Tree {
    let mut folders = BTreeMap::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (path, rest) = line.split_once(": ").unwrap();
        let words: Vec<&str> = rest.split(' ').collect();
        let files: u64 = words[0].parse().unwrap();
        let times = words.iter().find_map(|w| w.strip_prefix('*')).map_or(1, |n| n.parse().unwrap());
        let mails = if words.contains(&"mails") { files } else { 0 };
        for n in 1..=times {
            let own = Tally { files, size_bytes: files * 1_000 };
            folders.insert(path.replace('#', &n.to_string()), (own, mails));
        }
    }
    Tree::new(folders.into_iter().map(|(path, (own, mails))| (path, own, mails)))
}

fn check(text: &str, expect: &[(&str, Rule)]) {
    let groups = group(&tree(text), &Known::new());
    let mut found: Vec<_> = groups.iter().map(|g| (g.anchor.as_str(), g.rule)).collect();
    found.sort_unstable_by_key(|(anchor, _)| *anchor);
    assert_eq!(found, expect);
}

#[test]
fn offices_are_datasets_and_strays_the_rest() {
    check(
        "10 Hauptamt: 40
         20 Kämmerei: 50
         Bürgerbüro: 30
         Müll: 2
         : 3",
        &[
            ("", Rule::Rest),
            ("10 Hauptamt", Rule::OfficeFolder),
            ("20 Kämmerei", Rule::OfficeFolder),
            ("Bürgerbüro", Rule::OfficeFolder),
        ],
    );
}

#[test]
fn years_belong_together_and_containers_are_opened() {
    check(
        "10 Hauptamt/Haushalt/200#: 20 *9
         10 Hauptamt/Poststelle/05 Mai: 20
         10 Hauptamt/Poststelle/06 Juni: 20
         10 Hauptamt/Poststelle/07 Juli: 20
         10 Hauptamt: 3
         60 Bauamt/Projekte/Rathaus: 60
         60 Bauamt/Projekte/Markt: 50
         60 Bauamt/Pläne: 70",
        &[
            ("", Rule::Rest),
            ("10 Hauptamt/Haushalt", Rule::YearSeries),
            ("10 Hauptamt/Poststelle", Rule::YearSeries),
            ("60 Bauamt/Pläne", Rule::Folder),
            ("60 Bauamt/Projekte/Markt", Rule::ProjectFolder),
            ("60 Bauamt/Projekte/Rathaus", Rule::ProjectFolder),
        ],
    );
}

#[test]
fn cases_of_one_kind_belong_together() {
    // By number, by person, by what is inside, by being many and small.
    check(
        "Bußgeld/Az 20-#: 9 *30
         Akten/Muster, Erika: 40
         Akten/Beispiel, Hans: 40
         Akten/Probe, Ute: 40
         Akten/Test, Jo: 40
         Akten/Vorlage, Kai: 40
         Bau/Rathaus/01 Planung: 10
         Bau/Rathaus/02 Vergabe: 10
         Bau/Rathaus/03 Rechnung: 10
         Bau/Schule/01 Planung: 10
         Bau/Schule/02 Vergabe: 10
         Bau/Schule/03 Rechnung: 10
         Bau/Markt/01 Planung: 10
         Bau/Markt/02 Vergabe: 10
         Bau/Markt/03 Rechnung: 10
         Bau/Bad/01 Planung: 10
         Bau/Bad/02 Vergabe: 10
         Bau/Bad/03 Rechnung: 10
         Bau/Halle/01 Planung: 10
         Bau/Halle/02 Vergabe: 10
         Bau/Halle/03 Rechnung: 10",
        &[
            ("", Rule::Rest),
            ("Akten", Rule::CaseFiles),
            ("Bau", Rule::CaseFiles),
            ("Bußgeld", Rule::CaseFiles),
        ],
    );
}

#[test]
fn mails_and_homes_are_told() {
    check(
        "Postfach/Eingang: 80 mails
         Postfach/Gesendet: 40 mails
         Home/muster: 30
         Home/beispiel: 200
         Home/probe: 4
         Home/test: 30",
        &[("", Rule::Rest), ("Home", Rule::PersonalFolders), ("Postfach", Rule::Mailbox)],
    );
}

#[test]
fn the_filing_plan_is_opened() {
    // Bare numbers with weight are areas of work; the years below them are series.
    check(
        "0/2019: 400
         0/2020: 400
         0/2021: 400
         1: 900
         2: 800
         3: 700
         4: 600
         5: 500",
        &[
            ("", Rule::Rest),
            ("0", Rule::YearSeries),
            ("1", Rule::Folder),
            ("2", Rule::Folder),
            ("3", Rule::Folder),
            ("4", Rule::Folder),
            ("5", Rule::Folder),
        ],
    );
}

#[test]
fn a_small_source_is_one_dataset() {
    check("a: 2\nb: 1\n: 3", &[("", Rule::WholeSource)]);
    check("", &[("", Rule::WholeSource)]);
}

#[test]
fn a_step_on_the_way_is_no_dataset() {
    check(
        "Daten/Server1/D/Sozialamt: 60
         Daten/Server1/D/Bauamt: 60
         Daten/Server1/D/Schulamt: 60",
        &[
            ("", Rule::Rest),
            ("Daten/Server1/D/Bauamt", Rule::OfficeFolder),
            ("Daten/Server1/D/Schulamt", Rule::OfficeFolder),
            ("Daten/Server1/D/Sozialamt", Rule::OfficeFolder),
        ],
    );
}

#[test]
fn the_number_stays_readable() {
    let names = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta", "Iota", "Kappa"];
    let mut text = String::new();
    for a in names {
        for b in names {
            for c in names {
                for d in ["Eins", "Zwei", "Drei", "Vier"] {
                    writeln!(text, "{a}/{b} {a}/{c} {b}/{d} {c}: 250").unwrap();
                }
            }
        }
    }
    let groups = group(&tree(&text), &Known::new());
    assert!((10..=250).contains(&groups.len()), "{} datasets of a million files", groups.len());
}

#[test]
fn known_datasets_stay_while_they_grow() {
    let first = group(&tree("A/x: 30\nA/y: 30\nB: 60\nC: 60"), &Known::new());
    let known: Known = first.iter().map(|g: &Group| (g.anchor.clone(), (g.rule, 60))).collect();
    let grown = tree("A/x: 50\nA/y: 60\nB: 90\nB/u: 40\nB/v: 40\nC: 3\nD: 70");
    let again: Vec<_> = group(&grown, &known).into_iter().map(|g| g.anchor).collect();
    for group in first.iter().filter(|g| g.rule != Rule::Rest) {
        assert!(again.contains(&group.anchor), "{} is gone: {again:?}", group.anchor);
    }
    assert!(again.contains(&"D".to_owned()));
}

#[test]
fn names_are_understood() {
    for (name, expect) in [
        ("2019", true),
        ("Haushalt 2019", true),
        ("2019-05", true),
        ("05 Mai", true),
        ("März", true),
        ("Q3", true),
        ("20190503", true),
        ("Desktop Muster alt 2020", false),
        ("1234", false),
        ("Maier", false),
    ] {
        assert_eq!(names::is_time(&fold(name)), expect, "{name}");
    }
    for (name, expect) in [
        ("10 Hauptamt", true),
        ("FB 3", true),
        ("Kämmerei", true),
        ("61.2 Bauleitplanung", true),
        ("2019 Feste", false),
        ("Fotos", false),
    ] {
        assert_eq!(names::is_office(&fold(name)), expect, "{name}");
    }
    for (name, expect) in [("Muster, Erika", true), ("Muster-Probe, Dr. Hans", true), ("Akten, 2019", false)]
    {
        assert_eq!(names::is_person(&fold(name)), expect, "{name}");
    }
    for rule in Rule::ALL {
        assert_eq!(Rule::from_name(rule.name()), Some(rule));
    }
}
