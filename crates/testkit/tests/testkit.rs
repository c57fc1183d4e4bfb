// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What the generators promise.

mod tree;

use hoheit_testkit::BuildError;
use hoheit_testkit::town::{self, TownOptions};
use std::time::Instant;
use tree::Tree;

#[test]
fn the_same_seed_builds_the_same_town() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let started = Instant::now();
    let summary = town::build(one.path(), &TownOptions::default()).unwrap();
    println!("{summary:?} in {} ms", started.elapsed().as_millis());
    assert_eq!(summary, town::build(two.path(), &TownOptions::default()).unwrap());
    let (one, two) = (Tree::read(one.path()), Tree::read(two.path()));
    assert_eq!(one.digest(), two.digest());
    assert_eq!(one.files(), summary.files);
}

#[test]
fn a_town_is_only_built_on_empty_ground() {
    let root = tempfile::tempdir().unwrap();
    std::fs::write(root.path().join("mine.txt"), "not yours").unwrap();
    let refused = town::build(root.path(), &TownOptions::default());
    assert!(matches!(refused, Err(BuildError::NotEmpty { .. })), "{refused:?}");
}
