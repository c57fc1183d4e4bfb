// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::household::{Household, on_one_line, text};

#[track_caller]
fn check(args: &[&str], exit: i32, de: &str, en: &str) {
    let house = Household::new();
    for (lang, expect) in [("de", de), ("en", en)] {
        let mut all = vec!["--lang", lang];
        all.extend(args);
        let output = house.run(&all);
        assert_eq!(output.status.code(), Some(exit));
        let shown = text(&output.stdout) + &text(&output.stderr);
        // Long lines are broken anywhere between words.
        let shown = on_one_line(&shown);
        assert!(shown.contains(expect), "{lang}: {shown}");
    }
}

#[test]
fn help_speaks_both_languages() {
    check(&["--help"], 0, "Aufruf: hoheit", "Usage: hoheit");
    check(&["scan", "--help"], 0, "Strikt lesend", "Strictly read-only");
}

#[test]
fn mistakes_are_explained_in_both_languages() {
    check(&["scann"], 3, "den Befehl 'scann' gibt es nicht", "there is no command 'scann'");
    check(&["scan"], 3, "es fehlt: <ORDNER>", "missing: <FOLDER>");
    check(&["scan"], 3, "Aufruf: hoheit scan [OPTIONEN]", "usage: hoheit scan [OPTIONS]");
    check(
        &["scan", ".", "--rapid"],
        3,
        "'--rapid' wird hier nicht erwartet",
        "'--rapid' is not expected here",
    );
    check(&["report", "--format", "pdf"], 3, "möglich: text", "possible: text");
    check(
        &["scan", ".", "--exclude", "[a"],
        3,
        "das Muster '[a' ist nicht gültig",
        "the pattern '[a' is not valid",
    );
    check(&["scan", ".", "--read-protected", "x"], 3, "geschützten Bereich", "protected area");
}

#[test]
fn an_empty_state_is_explained_in_both_languages() {
    check(&["report"], 5, "es gibt noch kein Verzeichnis", "there is no catalogue yet");
    check(
        &["scan", "/nowhere"],
        5,
        "ist nicht erreichbar: gibt es nicht",
        "can't be reached: does not exist",
    );
}

#[test]
fn causes_are_told_in_both_languages_with_their_path() {
    let house = Household::new();
    house.put("a.txt", "Text");
    house.scan(&[], 0);
    let bad = house.put("bad", "no catalogue");
    let share = house.share();
    let (bad, share) = (bad.to_str().unwrap(), share.to_str().unwrap());
    let missing = format!("{share}/none/backup");
    let told = |args: &[&str], exit, de: &[&str], en: &[&str]| {
        for (lang, expect) in [("de", de), ("en", en)] {
            let output = house.command(args).args(["--lang", lang]).output().unwrap();
            let told = on_one_line(&text(&output.stderr));
            assert_eq!(output.status.code(), Some(exit), "{args:?}: {told}");
            assert!(expect.iter().all(|part| told.contains(part)), "{args:?}: {told}");
            assert!(!told.contains("os error"), "{args:?}: {told}");
        }
    };
    told(
        &["report", "-o", "/dev/full"],
        5,
        &["/dev/full: kein Platz mehr", "Hinweis: Platz schaffen"],
        &["/dev/full: no space left", "hint: Make room"],
    );
    told(&["report", "-o", share], 5, &["ist ein Ordner"], &["is a folder"]);
    told(&["backup", &missing], 5, &["die Sicherung", "gibt es nicht"], &["the backup", "does not exist"]);
    told(&["backup", bad], 3, &["besteht schon"], &["exists already"]);
    told(
        &["restore", bad, "--yes"],
        4,
        &["keine Sicherung von hoheit", "wie es war"],
        &["no backup of hoheit", "as it was"],
    );
    told(&["restore", &missing], 5, &["ist nicht lesbar"], &["can't be read"]);
    told(&["scan", bad], 3, &["ist kein Ordner", "hoheit extract"], &["is no folder", "hoheit extract"]);
    told(&["--config", &missing, "report"], 3, &["ist nicht lesbar"], &["can't be read"]);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = house.command(&["report"]).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(5));
    assert!(text(&output.stderr).contains("/dev/full"), "{}", text(&output.stderr));
}

#[test]
fn a_clock_that_is_none_is_refused() {
    let house = Household::new();
    let output = house.command(&["report"]).env("HOHEIT_NOW", "abc").output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stderr).contains("HOHEIT_NOW"));
}

#[test]
fn shells_and_manuals_are_told_the_commands() {
    check(&["completions", "bash"], 0, "hoheit__subcmd__scan", "hoheit__subcmd__scan");
    check(&["man"], 0, "hoheit", "hoheit");
    check(&["man", "scan"], 0, "Strikt lesend", "Strictly read");
    check(&["man", "worker"], 3, "den Befehl 'worker' gibt es nicht", "there is no command 'worker'");
}
