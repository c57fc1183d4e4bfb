// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The promises of the catalogue, one test each.

use super::*;

#[test]
fn a_scan_is_told_in_full() {
    let mut world = World::new();
    world.put("10 Hauptamt/a.txt", 100, 1);
    world.put("10 Hauptamt/b.txt", 100, 1);
    world.put("20 Kämmerei/c.bin", 7, 2);
    world.put("20 Kämmerei/d.locked", 9, 3);
    let (walked, coverage) = world.scan();
    assert_eq!((walked.new_files, walked.pending_files), (4, 4));
    assert_eq!((coverage.total.files, coverage.total.size_bytes), (4, 216));
    assert_eq!((coverage.examined.files, coverage.examined.size_bytes), (2, 200));
    let gaps: Vec<_> = coverage.not_examined.iter().map(|g| (g.reason, g.tally.files)).collect();
    let expected = [GapReason::NotRead(NotRead::NoPermission), GapReason::State(ReadState::Unsupported)];
    assert_eq!(gaps, expected.map(|reason| (reason, 1)));
    let inventory = world.inventory();
    assert_eq!(inventory.coverage, coverage);
    assert_eq!((inventory.duplicates.groups, inventory.duplicates.surplus.size_bytes), (1, 100));
    assert_eq!(inventory.duplicates.largest[0].digest, Digest::new([1; 32]));
    assert_eq!(inventory.duplicates.largest[0].paths.len(), 2);
    assert_eq!((inventory.findings[0].files, inventory.findings[0].occurrences), (2, 2));
    assert_eq!(inventory.problems.len(), 1);
    assert_eq!(inventory.sources[0].tally.files, 4);
}

#[test]
fn an_unchanged_tree_costs_nothing() {
    let mut world = World::new();
    for n in 0..20 {
        world.put(&format!("f{}/{n}.txt", n % 3), n, n);
    }
    let (_, first) = world.scan();
    let walk = world.walk_but(&[]);
    assert_eq!(walk.known().len(), 4, "three folders and the root");
    let run = walk.run();
    let walked = world.catalogue.finish_walk(walk).unwrap();
    assert_eq!(walked, Walked::default());
    assert_eq!(world.catalogue.finish_run(run).unwrap(), first);
}
