// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The demo is the first thing that people try: each step of the chain must end well.

use crate::household::{Household, text};

#[test]
fn the_demo_walks_down_the_whole_chain() {
    let house = Household::new();
    let output = house.command(&["demo", "--yes"]).output().unwrap();
    let (said, complained) = (text(&output.stdout), text(&output.stderr));
    // 1: no witness has seen the log, and some files could not be read.
    assert_eq!(output.status.code(), Some(1), "{said}{complained}");
    for part in [
        "permitted",
        "Came back unchanged: ",
        "Arrived and read again at the target: 32 files",
        "All blocks are as they were.",
        "Taken away at the target: 32 files",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    // Built with all the rest, not with this crate alone.
    if std::path::Path::new(env!("CARGO_BIN_EXE_hoheit")).with_file_name("hoheit-verify").exists() {
        assert!(said.contains("no witness has seen it"), "{said}");
    }
    let target = house.home().join("demo/rechenzentrum");
    assert_eq!(std::fs::read_dir(target).unwrap().count(), 0, "all of it was taken back");
}
