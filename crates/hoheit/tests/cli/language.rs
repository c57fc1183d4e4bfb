// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::household::{Household, text};

#[track_caller]
fn check(args: &[&str], exit: i32, de: &str, en: &str) {
    let house = Household::new();
    for (lang, expect) in [("de", de), ("en", en)] {
        let mut all = vec!["--lang", lang];
        all.extend(args);
        let output = house.run(&all);
        assert_eq!(output.status.code(), Some(exit));
        let shown = text(&output.stdout) + &text(&output.stderr);
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
    check(&["scan"], 3, "es fehlt: <FOLDER>", "missing: <FOLDER>");
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
