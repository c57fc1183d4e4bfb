// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Planning once more: what is unchanged is not brought again, what has changed is told.

use super::poor::Poor;
use super::*;
use hoheit_types::LeftOut;

impl Move {
    /// Plans once more, in a state folder of its own: the first one's journal stays.
    fn again(&self, plan: &PlanFile, target: &dyn Depot, into: &str) -> (PlanFile, Found) {
        let kept = self.path("first");
        if !kept.exists() {
            std::fs::rename(self.path("state"), &kept).unwrap();
            std::fs::create_dir(self.path("state")).unwrap();
        }
        let earlier = Earlier::open(plan, &kept.join("journal")).unwrap().unwrap();
        self.plan_after(&self.source(), target, into, &[], vec![earlier])
    }
}

#[test]
fn only_what_is_missing_or_new_goes_again() {
    let moving = Move::new(town);
    let (first, _) = moving.plan();
    moving.run(&first).unwrap();
    let (none, found) = moving.again(&first, &moving.target(), "");
    assert_eq!((none.plan().objects.files, &found.left_out), (0, &BTreeMap::from([(LeftOut::Standing, 42)])));
    assert!(found.named.is_empty(), "nothing to be done about them");

    let (source, target) = (moving.path("source"), moving.path("target"));
    put(&source, "Amt 1/neu.txt", b"neu");
    put(&source, "Amt 1/Akte 1.txt", b"an der Quelle weitergeschrieben");
    put(&target, "Amt 2/Akte 2.txt", b"am Ziel weitergeschrieben");
    std::fs::remove_file(target.join("leer.txt")).unwrap();
    let (second, found) = moving.again(&first, &moving.target(), "");
    let expected = BTreeMap::from([(LeftOut::Standing, 39), (LeftOut::Changed, 1), (LeftOut::Exists, 1)]);
    assert_eq!((second.plan().objects.files, &found.left_out), (2, &expected));
    assert_eq!(found.named[&LeftOut::Changed][0].as_str(), "Amt 1/Akte 1.txt");
    let arrived = moving.run(&second).unwrap();
    assert_eq!((arrived.files, arrived.conflicts.len()), (2, 0));
    assert_eq!(std::fs::read(target.join("Amt 1/neu.txt")).unwrap(), b"neu");
    // Neither end's changes are lost.
    assert_eq!(std::fs::read(target.join("Amt 1/Akte 1.txt")).unwrap(), b"Inhalt 1");
    assert_eq!(std::fs::read(target.join("Amt 2/Akte 2.txt")).unwrap(), b"am Ziel weitergeschrieben");
}

/// The rule for what has changed: its new state goes beside, into a folder of its own.
#[test]
fn what_has_changed_goes_into_another_folder() {
    let moving = Move::new(town);
    let (first, _) = moving.plan();
    moving.run(&first).unwrap();
    put(&moving.path("source"), "Amt 1/Akte 1.txt", b"an der Quelle weitergeschrieben");
    let (second, found) = moving.again(&first, &moving.target(), "Stand 2");
    assert_eq!(
        (second.plan().objects.files, &found.left_out),
        (1, &BTreeMap::from([(LeftOut::Standing, 41)]))
    );
    moving.run(&second).unwrap();
    let target = moving.path("target");
    assert_eq!(std::fs::read(target.join("Amt 1/Akte 1.txt")).unwrap(), b"Inhalt 1");
    let changed = std::fs::read(target.join("Stand 2/Amt 1/Akte 1.txt")).unwrap();
    assert_eq!(changed, b"an der Quelle weitergeschrieben");
}

/// More objects than are looked at one by one: the rest is told by a listing, and the same comes out.
#[test]
fn a_listing_tells_what_single_looks_tell() {
    for has_folders in [true, false] {
        let moving = Move::in_memory(|root| {
            for number in 0..3_000 {
                // Signs that sort before the slash, and behind it.
                let folder = ["a", "a b", "a-", "ä", "z.z"][number % 5];
                put(root, &format!("{folder}/Akte {number}"), b"x");
            }
        });
        for number in (0..3_000).step_by(7) {
            let folder = ["a", "a b", "a-", "ä", "z.z"][number % 5];
            put(&moving.path("target"), &format!("{folder}/Akte {number}"), b"fremd");
        }
        put(&moving.path("target"), "zz/anderes", b"fremd");
        let target = Poor::new(moving.target(), has_folders);
        let (plan, found) = moving.plan_between(&moving.source(), &target, "", &[]);
        let foreign = 3_000_u64.div_ceil(7);
        assert_eq!(found.left_out, BTreeMap::from([(LeftOut::Exists, foreign)]));
        assert_eq!(plan.plan().objects.files, 3_000 - foreign);
        let (plan, found) = moving.plan_between(&moving.source(), &target, "noch nicht da", &[]);
        assert_eq!((plan.plan().objects.files, found.left_out.len()), (3_000, 0));
    }
}

#[test]
fn a_move_that_was_undone_has_brought_nothing() {
    let moving = Move::new(|root| put(root, "a", b"eins"));
    let (plan, _) = moving.plan();
    moving.run(&plan).unwrap();
    let journal = moving.path("state/journal");
    back(&plan, &journal, (&moving.source(), &moving.target()), &[], &Noon, &AtomicBool::new(false)).unwrap();
    assert!(Earlier::open(&plan, &journal).unwrap().is_none());
}
