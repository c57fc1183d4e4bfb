// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The way back.

use super::poor::Poor;
use super::*;

fn undo(moving: &Move, plan: &PlanFile) -> Returned {
    let journal = moving.path("state/journal");
    back(plan, &journal, (&moving.source(), &moving.target()), &[], &Noon, &AtomicBool::new(false)).unwrap()
}

#[test]
fn a_move_that_was_undone_left_nothing_and_took_nothing() {
    let moving = Move::new(town);
    let before = tree(&moving.path("source"));
    let (plan, _) = moving.plan();
    moving.run(&plan).unwrap();
    let returned = undo(&moving, &plan);
    assert_eq!((returned.files, returned.copied_back, returned.conflicts.len()), (42, 0, 0));
    assert!(tree(&moving.path("target")).is_empty());
    assert!(tree(&moving.path("source")) == before);
    assert_eq!(undo(&moving, &plan), Returned::default(), "once is enough");
    assert!(matches!(moving.run(&plan), Err(MoveError::Undone)));
    let stands = status(&plan, &moving.path("state/journal")).unwrap();
    assert!(stands.is_undone && stands.returned == 42 && stands.ended.is_some());
}

#[test]
fn what_the_source_has_lost_comes_back_first() {
    let moving = Move::new(town);
    let before = tree(&moving.path("source"));
    let (plan, _) = moving.plan();
    moving.run(&plan).unwrap();
    for name in ["groß.bin", "leer.txt", "Amt 1/Akte 1.txt"] {
        std::fs::remove_file(moving.path("source").join(name)).unwrap();
    }
    age(&moving.path("source/Amt 1"), 1_000_000_000);
    let returned = undo(&moving, &plan);
    assert_eq!((returned.files, returned.copied_back, returned.conflicts.len()), (42, 3, 0));
    let after = tree(&moving.path("source"));
    for (path, entry) in before.iter().filter(|(_, entry)| entry.content.is_some()) {
        assert!(after.get(path) == Some(entry), "{}", path.display());
    }
    assert!(tree(&moving.path("target")).is_empty());
}

#[test]
fn what_changed_meanwhile_stays_and_is_told() {
    let moving = Move::new(town);
    let (plan, _) = moving.plan();
    moving.run(&plan).unwrap();
    put(&moving.path("target"), "Amt 1/Akte 1.txt", b"am Ziel weitergeschrieben");
    put(&moving.path("target"), "Amt 2/neu.txt", b"von anderen");
    put(&moving.path("source"), "Amt 3/Akte 3.txt", b"an der Quelle weitergeschrieben");
    // Rights are no content.
    std::fs::set_permissions(moving.path("target/groß.bin"), std::fs::Permissions::from_mode(0o600)).unwrap();
    let returned = undo(&moving, &plan);
    let conflicts = BTreeMap::from([(Conflict::TargetChanged, 1), (Conflict::SourceChanged, 1)]);
    assert_eq!((returned.files, &returned.conflicts), (40, &conflicts));
    let mut left: Vec<PathBuf> = tree(&moving.path("target")).into_keys().collect();
    left.retain(|path| path.components().count() > 1);
    let expected = ["Amt 1/Akte 1.txt", "Amt 2/neu.txt", "Amt 3/Akte 3.txt"].map(PathBuf::from);
    assert_eq!(left, expected);
}

#[test]
fn a_move_that_was_cut_short_is_undone_without_left_overs() {
    static STOPPED: AtomicBool = AtomicBool::new(true);
    let moving = Move::new(town);
    let (plan, _) = moving.plan();
    let stopped = moving.run_but(&plan, |request| request.stop = &STOPPED);
    assert!(matches!(stopped, Err(MoveError::Stopped)), "{stopped:?}");
    undo(&moving, &plan);
    assert!(tree(&moving.path("target")).is_empty());
}

#[test]
fn what_both_places_lost_is_not_taken_back_and_comes_back_later() {
    let moving = Move::new(town);
    let before = tree(&moving.path("source"));
    let (plan, _) = moving.plan();
    moving.run(&plan).unwrap();
    let (source, target, away) = (moving.path("source"), moving.path("target"), moving.path("away"));
    std::fs::remove_dir_all(&source).unwrap();
    std::fs::create_dir(&source).unwrap();
    // As if the target were not mounted.
    std::fs::rename(&target, &away).unwrap();
    std::fs::create_dir(&target).unwrap();
    let returned = undo(&moving, &plan);
    let expected = Returned { conflicts: BTreeMap::from([(Conflict::Missing, 42)]), ..Returned::default() };
    assert_eq!(returned, expected);
    let stands = status(&plan, &moving.path("state/journal")).unwrap();
    assert_eq!((stands.returned, stands.conflicts[&Conflict::Missing].0), (0, 42));
    std::fs::remove_dir(&target).unwrap();
    std::fs::rename(&away, &target).unwrap();
    // One is really gone.
    std::fs::remove_file(target.join("leer.txt")).unwrap();
    let returned = undo(&moving, &plan);
    assert_eq!((returned.files, returned.copied_back), (41, 41));
    assert_eq!(returned.conflicts, BTreeMap::from([(Conflict::Missing, 1)]));
    let after = tree(&source);
    for (path, entry) in before.iter().filter(|(path, _)| !path.ends_with("leer.txt")) {
        assert!(after.get(path) == Some(entry), "{}", path.display());
    }
}

#[test]
fn a_target_of_which_nothing_stands_counts_for_nothing_taken_back() {
    let moving = Move::new(town);
    let (plan, _) = moving.plan();
    moving.run(&plan).unwrap();
    let (target, away) = (moving.path("target"), moving.path("away"));
    std::fs::rename(&target, &away).unwrap();
    std::fs::create_dir(&target).unwrap();
    assert_eq!(undo(&moving, &plan), Returned { gone: 42, ..Returned::default() });
    assert_eq!(status(&plan, &moving.path("state/journal")).unwrap().returned, 0);
    std::fs::remove_dir(&target).unwrap();
    std::fs::rename(&away, &target).unwrap();
    std::fs::remove_file(target.join("leer.txt")).unwrap();
    let returned = undo(&moving, &plan);
    assert_eq!((returned.files, returned.copied_back, returned.conflicts.len()), (42, 0, 0));
    assert!(tree(&target).is_empty());
}

#[test]
fn a_source_that_tells_no_changes_is_read_before_the_copy_goes() {
    let moving = Move::new(town);
    let source = Poor::new(moving.source(), true).without_changes();
    let (plan, _) = moving.plan_between(&source, &moving.target(), "", &[]);
    moving.run_between(&plan, &source, &moving.target()).unwrap();
    // Restored from somewhere, with size and time, and damaged.
    let path = moving.path("source/Amt 3/Akte 3.txt");
    let time = path.metadata().unwrap().modified().unwrap();
    std::fs::write(&path, "Inhalt 9").unwrap();
    std::fs::File::open(&path).unwrap().set_modified(time).unwrap();
    let journal = moving.path("state/journal");
    let returned =
        back(&plan, &journal, (&source, &moving.target()), &[], &Noon, &AtomicBool::new(false)).unwrap();
    assert_eq!((returned.files, &returned.conflicts), (41, &BTreeMap::from([(Conflict::SourceChanged, 1)])));
    assert_eq!(std::fs::read(moving.path("target/Amt 3/Akte 3.txt")).unwrap(), b"Inhalt 3");
}
