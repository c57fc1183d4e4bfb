// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The inventory that is kept until something changes.

use super::*;

#[test]
fn an_unchanged_tree_is_not_added_up_again() {
    let mut world = World::new();
    world.put("10 Hauptamt/a.txt", 100, 1);
    world.put("10 Hauptamt/b.txt", 100, 1);
    world.scan();
    let first = world.inventory();
    world.clock.0.fetch_add(10_000_000_000, Ordering::Relaxed);
    world.scan();
    assert!(world.has_kept_inventory(), "nothing changed");
    let again = world.inventory();
    assert!(
        again.sources[0].scanned_at > first.sources[0].scanned_at,
        "when it was scanned is asked each time"
    );
    assert_eq!((&again.datasets, &again.duplicates), (&first.datasets, &first.duplicates));

    let dataset = again.datasets[0].id;
    let plan = world.catalogue.plan_rename(dataset, "Posteingang").unwrap();
    world.catalogue.correct(plan).unwrap();
    assert!(!world.has_kept_inventory(), "a correction is a change");
    assert_eq!(world.inventory().datasets[0].name, "Posteingang");
}

#[test]
fn kept_sums_end_when_a_date_ahead_becomes_believable() {
    const DAY: i64 = 86_400_000_000_000;
    let mut world = World::new();
    world.put("a.txt", 100, 1);
    let ahead = world.clock.now().0 + 400 * DAY;
    world.files.get_mut("a.txt").unwrap().0.mtime_ns = ahead;
    world.scan();
    assert_eq!(world.inventory().years, [], "nobody believes a date in the future");
    assert!(world.has_kept_inventory());
    world.clock.0.fetch_add(401 * DAY, Ordering::Relaxed);
    assert_eq!(world.inventory().years.len(), 1);
    world.clock.0.fetch_sub(401 * DAY, Ordering::Relaxed);
    assert_eq!(world.inventory().years, [], "the clock was set back");
}
