// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::Options;
use super::measure::{self, median};
use super::table::{Verdict, aligned, markdown};
use super::trees;
use std::process::Command;

#[test]
fn the_median_is_the_middle() {
    assert!(median([3.0, 1.0, 2.0]).total_cmp(&2.0).is_eq());
    assert!(median([4.0, 1.0, 2.0, 3.0]).total_cmp(&2.5).is_eq());
    assert!(median([]).total_cmp(&0.0).is_eq());
}

#[test]
fn the_cost_includes_processes_that_the_command_waited_for() {
    let output = std::env::temp_dir().join(format!("hoheit-bench-{}", std::process::id()));
    let script = "sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'; exit 7";
    let cost = measure::run(Command::new("sh").args(["-c", script]), &output).unwrap();
    std::fs::remove_file(&output).unwrap();
    assert_eq!(cost.exit, Some(7));
    assert!(cost.cpu_s > 0.02, "{cost:?}");
}

#[test]
fn a_missed_goal_says_so() {
    let verdicts = [
        Verdict::new("text", "speed", "≥ 2×").measured("1×", false).peer("10"),
        Verdict::new("text", "size", "").shown("5"),
    ];
    let table = markdown(&verdicts);
    assert!(table.contains("| text    | speed | ≥ 2× | 1×       | 10   | MISSED |"), "{table}");
    assert!(table.contains("| text    | size  |      | 5        |      |        |"), "{table}");
}

#[test]
fn columns_are_as_wide_as_their_widest_cell() {
    let rows = [["a", "b"], ["größer", "2"]].map(|row| row.map(str::to_owned));
    assert_eq!(aligned(&rows), "| a      | b |\n|--------|---|\n| größer | 2 |\n");
}

#[test]
fn unknown_sections_and_options_are_refused() {
    assert!(Options::parse(&["scan", "--only", "text,rescan", "--runs", "3"]).is_ok());
    for wrong in
        [&["scan", "--only", "speed"][..], &["scan", "--runs", "0"], &["scan", "--fast", "1"], &["query"]]
    {
        assert!(Options::parse(wrong).is_err(), "{wrong:?}");
    }
}

#[test]
fn a_fingerprint_tells_what_was_touched() {
    let root = std::env::temp_dir().join(format!("hoheit-bench-tree-{}", std::process::id()));
    trees::small_files(&root, 120, |number| number.to_string()).unwrap();
    let before = trees::fingerprint(&root).unwrap();
    assert_eq!(trees::count_files(&root).unwrap(), 120);
    assert_eq!(before, trees::fingerprint(&root).unwrap());
    std::fs::write(root.join("Amt 000/Vorgang 00001/Vermerk 0000077.txt"), "78").unwrap();
    assert_ne!(before, trees::fingerprint(&root).unwrap());
    std::fs::remove_dir_all(&root).unwrap();
}
