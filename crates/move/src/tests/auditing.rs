// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Whether an audit finds what a provider did to what it was given.

use super::*;
use crate::audit::{Audited, Book, Stock, audit, record};
use std::os::unix::fs::FileExt as _;

/// Five blocks and a bit.
const LARGE_BYTES: usize = (5 << 20) + 17;

fn moved() -> (Move, PlanFile) {
    let work = Move::in_memory(|source| {
        put(source, "groß.bin", &(0..LARGE_BYTES).map(|n| (n % 253) as u8).collect::<Vec<_>>());
        put(source, "a/klein.txt", b"klein");
        put(source, "a/leer.txt", b"");
    });
    let (plan, _) = work.plan();
    assert!(work.run(&plan).unwrap().is_complete());
    (work, plan)
}

fn check(work: &Move, plan: &PlanFile, blocks: u64) -> Audited {
    let journal = work.path("state/journal");
    let stock = Stock::Moved { plan, journal: &journal };
    audit(&[stock], &work.target(), (blocks, &[3; 32]), &AtomicBool::new(false), &|_| {}).unwrap()
}

/// Changes one byte and gives the file its old time back: what a failing disk does, or somebody who hides it.
fn rot(path: &Path, place: u64) {
    let file = std::fs::File::options().read(true).write(true).open(path).unwrap();
    let modified = file.metadata().unwrap().modified().unwrap();
    let mut byte = [0];
    file.read_exact_at(&mut byte, place).unwrap();
    file.write_all_at(&[byte[0] ^ 1], place).unwrap();
    file.set_modified(modified).unwrap();
}

#[test]
fn what_arrived_is_found_clean() {
    let (work, plan) = moved();
    let found = check(&work, &plan, 1_000);
    assert_eq!((found.objects, found.blocks, found.sampled, found.clean), (3, 8, 8, 8));
    assert_eq!(found.read_bytes, LARGE_BYTES as u64 + 5);
    assert!(found.is_clean() && found.without_tree == 0 && found.at_most() == 0.0);
    let some = check(&work, &plan, 3);
    assert_eq!((some.blocks, some.sampled, some.clean), (8, 3, 3));
    assert!(some.at_most() > 0.7);
}

#[test]
fn a_flipped_bit_is_found_wherever_it_is() {
    for (place, blocks) in [(0, 1), (LARGE_BYTES as u64 - 1, 1), (3 << 20, 1)] {
        let (work, plan) = moved();
        rot(&work.path("target/groß.bin"), place);
        let found = check(&work, &plan, 1_000);
        assert_eq!((found.sampled, found.clean, found.damaged.blocks), (8, 7, blocks), "{place}");
        assert_eq!(found.damaged.names, [RelPath::from_kept("groß.bin")]);
        assert!(!found.is_clean() && found.changed.blocks == 0);
    }
}

#[test]
fn changed_missing_and_damaged_are_told_apart() {
    let (work, plan) = moved();
    std::fs::write(work.path("target/a/klein.txt"), "KLEIN").unwrap();
    std::fs::remove_file(work.path("target/a/leer.txt")).unwrap();
    let found = check(&work, &plan, 1_000);
    assert_eq!((found.changed.blocks, found.missing.blocks, found.damaged.blocks, found.clean), (1, 1, 0, 6));
    assert_eq!(found.changed.names, [RelPath::from_kept("a/klein.txt")]);
}

#[test]
fn what_was_taken_back_is_not_asked_for() {
    let (work, plan) = moved();
    let (journal, stop) = (work.path("state/journal"), AtomicBool::new(false));
    back(&plan, &journal, (&work.source(), &work.target()), &[], &Noon, &stop).unwrap();
    let found = check(&work, &plan, 1_000);
    assert_eq!((found.objects, found.blocks, found.sampled), (0, 0, 0));
    assert!((found.at_most() - 1.0).abs() < f64::EPSILON, "nothing was looked at, so nothing is known");
}

#[test]
fn a_lost_or_changed_tree_is_no_clean_one() {
    let (work, plan) = moved();
    let trees = work.path("state/journal.trees");
    let kept = std::fs::read(&trees).unwrap();
    std::fs::remove_file(&trees).unwrap();
    let found = check(&work, &plan, 1_000);
    assert_eq!((found.without_tree, found.blocks), (1, 2), "small objects need none");
    let text = String::from_utf8(kept).unwrap();
    let digit = text.rfind('"').unwrap() - 1;
    let other = if text.as_bytes()[digit] == b'0' { "1" } else { "0" };
    std::fs::write(&trees, format!("{}{other}{}", &text[..digit], &text[digit + 1..])).unwrap();
    let found = check(&work, &plan, 1_000);
    assert_eq!((found.without_tree, found.sampled, found.clean), (1, 2, 2));
}

#[test]
fn what_others_put_there_is_recorded_and_checked_from_then_on() {
    let (work, plan) = moved();
    put(&work.path("target"), "fremd/akte.bin", &vec![5; 3 << 20]);
    put(&work.path("target"), "fremd/notiz.txt", b"notiz");
    let (journal, path, stop) = (work.path("state/journal"), work.path("state/book"), AtomicBool::new(false));
    let moved = Stock::Moved { plan: &plan, journal: &journal };
    let again = |book: Option<&Book>| record(&[moved], &work.target(), (&path, book), &stop, &|_| {});
    let first = again(None).unwrap();
    assert_eq!((first.objects, first.new_objects, first.unread), (2, 2, 0), "what was moved has its trees");
    let all = |book: &Book| {
        let stocks = [moved, Stock::Recorded(book)];
        audit(&stocks, &work.target(), (1_000, &[3; 32]), &stop, &|_| {})
    };
    let clean = all(&first.book).unwrap();
    assert_eq!((clean.objects, clean.blocks, clean.clean), (5, 12, 12));

    put(&work.path("target"), "fremd/später.txt", b"neu");
    let second = again(Some(&first.book)).unwrap();
    assert_eq!((second.objects, second.new_objects), (3, 1));
    assert_eq!(all(&second.book).unwrap().objects, 6);
    assert_eq!(all(&first.book).unwrap().objects, 5, "what is not vouched for does not count");

    rot(&work.path("target/fremd/akte.bin"), 1 << 20);
    let found = all(&second.book).unwrap();
    assert_eq!((found.damaged.blocks, found.clean), (1, 12));

    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("notiz", "motiz")).unwrap();
    assert!(matches!(all(&second.book), Err(MoveError::JournalDamaged)));
    assert!(matches!(again(Some(&second.book)), Err(MoveError::JournalDamaged)));
}
