// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Excerpts of the places where a person occurs.

use crate::household::text;
use crate::subject::{ask, town};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, UNIX_EPOCH};

#[test]
fn content_shows_the_person_and_nobody_else() {
    let house = town();
    house.put(
        "32 Ordnungsamt/Gespräch.txt",
        "Frau Erika Mustermann, geb. 12.08.1964, kam mit Herrn Max Beispielmann (max@beispielmann.de, Tel. 0228 654321).\n\
         Auch Frau Paula Musterfrau rief an.\n",
    );
    house.scan(&[], 0);
    let person = ["--name", "Erika Mustermann", "--born", "1964-08-12", "--with-content"];
    let others =
        ["Beispielmann", "beispielmann", "Musterfrau", "0228 654321", "Paula", "01.01.1990", "DE02", "Max"];
    for format in ["human", "json", "html"] {
        let args = [&["subject-access", "--purpose", "Az. 1/26", "--format", format], &person[..]].concat();
        let output = house.run(&args);
        let shown = text(&output.stdout);
        for other in others {
            assert!(!shown.contains(other), "{other} in {format}: {shown}");
        }
        for hers in
            ["Frau Erika Mustermann, geb. 12.08.1964, kam mit Herrn █████", "DE89 3704 0044 0532 0130 00"]
        {
            assert!(shown.contains(hers), "{hers} in {format}: {shown}");
        }
        let warned = shown.contains("a person has to check every excerpt");
        assert_eq!(warned, format != "json", "{shown}");
    }
    let answer = ask(&house, &person);
    let shown = &answer["places"][0]["content"]["excerpts"][0];
    assert_eq!((&shown["row"], &shown["cells"][1]["heading"]), (&1.into(), &"Name".into()));
    let without = ask(&house, &person[..4]);
    assert!(without["places"][0].get("content").is_none());
}

#[test]
fn content_of_a_file_that_is_read_in_part_says_so() {
    let house = town();
    let head = "<p>Frau Erika Mustermann, geb. 12.08.1964, kam zum Termin.</p>\n";
    house.put("20 Kasse/Seite.html", format!("{head}{}", "<p>Der Rat nahm zur Kenntnis.</p>\n".repeat(100)));
    std::fs::write(house.home().join("hoheit.toml"), "[limits]\ntext_bytes = 1000\n").unwrap();
    house.scan(&[], 0);
    let answer = ask(&house, &["--name", "Erika Mustermann", "--born", "1964-08-12", "--with-content"]);
    let places = answer["places"].as_array().unwrap();
    let content = places.iter().find(|place| place["path"] == "20 Kasse/Seite.html").unwrap();
    let content = &content["content"];
    assert_eq!(content["missing"], "partly", "{content}");
    assert_eq!(content["excerpts"].as_array().unwrap().len(), 1, "{content}");
    let shown =
        house.run(&["subject-access", "--purpose", "x", "--name", "Erika Mustermann", "--with-content"]);
    let shown = text(&shown.stdout);
    assert!(shown.contains("places may be missing here: read only in part"), "{shown}");
}

/// What is shown then may be half of the old text and half of the new.
#[test]
fn a_file_that_changes_while_its_excerpts_are_read_is_said_to() {
    let house = town();
    let path = house.put("20 Kasse/Notiz.txt", "Frau Erika Mustermann, geb. 12.08.1964, kam zum Termin.\n");
    house.scan(&[], 0);
    let file = std::fs::File::options().write(true).open(path).unwrap();
    let is_done = AtomicBool::new(false);
    let person = ["--name", "Erika Mustermann", "--born", "1964-08-12", "--with-content"];
    let missing = || {
        let answer = ask(&house, &person);
        let mut places = answer["places"].as_array().unwrap().iter();
        let place = places.find(|place| place["path"] == "20 Kasse/Notiz.txt").unwrap();
        place["content"]["missing"].clone()
    };
    assert!(missing().is_null(), "nobody writes yet");
    let told = std::thread::scope(|scope| {
        scope.spawn(|| {
            let end = Instant::now() + Duration::from_mins(2);
            for second in 0.. {
                if is_done.load(Ordering::Relaxed) || Instant::now() > end {
                    break;
                }
                file.set_modified(UNIX_EPOCH + Duration::from_secs(second)).unwrap();
            }
        });
        // On a busy machine the other thread may sleep through a reading.
        let told = (0..20).any(|_| missing() == "changing");
        is_done.store(true, Ordering::Relaxed);
        told
    });
    assert!(told);
}

#[test]
fn content_is_noted_and_kept_nowhere() {
    let house = town();
    ask(&house, &["--name", "Erika Mustermann", "--born", "1964-08-12", "--with-content"]);
    for entry in std::fs::read_dir(house.home()).unwrap() {
        let path = entry.unwrap().path();
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let content = String::from_utf8_lossy(&bytes);
        assert!(!content.contains("schuldet 20 Euro"), "{}", path.display());
    }
    let catalogue = std::fs::read(house.home().join("catalogue.sqlite")).unwrap_or_default();
    let journal = std::fs::read(house.home().join("catalogue.sqlite-wal")).unwrap_or_default();
    let kept = text(&[catalogue, journal].concat());
    assert!(kept.contains("[\"content_files\",3]"), "the note says so");
}
