// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use crate::coverage::examined_percent;
use crate::figures::percent;
use crate::fixture::{dataset, tally};
use crate::words::{Label, advice};
use hoheit_catalogue::inventory::{Coverage, DatasetKind, Gap, GapReason, Tally};
use hoheit_types::{Entity, Format, FormatGroup, NotRead, ReadState, Timestamp, WarningCode};
use std::collections::HashSet;

#[test]
fn shares_are_never_rounded_up() {
    let en = |part, whole| percent(Lang::En, part, whole);
    assert_eq!(en(999_999, 1_000_000), "99.9%");
    assert_eq!(en(98_999, 100_000), "98%");
    assert_eq!(en(1, 1_000_000), "under 0.1%");
    assert_eq!(en(4, 1_000), "0.4%");
    assert_eq!((en(0, 5), en(5, 5), en(0, 0)), ("0%".into(), "100%".into(), "0%".into()));
    assert_eq!(percent(Lang::De, 9_999, 10_000), "99,9\u{a0}%");
    assert_eq!(en(u64::MAX - 1, u64::MAX), "99.9%");
}

fn coverage_of(examined: Tally, gaps: Vec<Gap>) -> Inventory {
    let mut total = examined;
    for gap in &gaps {
        crate::figures::add(&mut total, gap.tally);
    }
    Inventory {
        coverage: Coverage { total, examined, not_examined: gaps, ..Coverage::default() },
        ..Inventory::default()
    }
}

// INVARIANT (unread-is-not-clean)
#[test]
fn unread_is_never_clean() {
    let locked = |files, size_bytes| Gap {
        reason: GapReason::State(ReadState::Encrypted),
        tally: tally(files, size_bytes),
    };
    // An empty file that could not be opened weighs no bytes and is missing nevertheless.
    let nearly = coverage_of(tally(10, 1_000), vec![locked(1, 0)]);
    assert_eq!(examined_percent(&report(&nearly, Lang::En)), "99.9%");
    assert!(report(&nearly, Lang::En).statement().gaps.contains("1 encrypted"));
    let whole = coverage_of(tally(10, 1_000), Vec::new());
    assert_eq!(examined_percent(&report(&whole, Lang::En)), "100%");

    let mut unread = dataset(1, "a", "a");
    unread.read_files = 0;
    assert_eq!(unread.holds_personal_data().label(Lang::De), "unbekannt");
    let inventory = Inventory { datasets: vec![unread], ..Inventory::default() };
    let csv = String::from_utf8(report(&inventory, Lang::De).to_csv().unwrap()).unwrap();
    assert!(csv.contains("\"unbekannt\"") && !csv.contains("\"nein\""), "{csv}");
}

#[test]
fn one_is_one() {
    let mut inventory = crate::fixture::musterstadt();
    inventory.problems.truncate(1);
    inventory.datasets.truncate(1);
    inventory.coverage.special_files = 1;
    let (de, en) = (report(&inventory, Lang::De), report(&inventory, Lang::En));
    let (de_text, en_text) = (de.to_text(80), en.to_text(80));
    assert!(de_text.contains("1 Datei braucht einen Blick; sie steht"), "{de_text}");
    assert!(en_text.contains("1 file needs a look; the report lists it"), "{en_text}");
    assert!(de_text.contains("\n1 Datenbestand\n") && en_text.contains("\n1 dataset\n"), "{de_text}");
    assert!(de_text.contains("1 Verknüpfung oder Gerätedatei."), "{de_text}");
    assert!(de.to_html().unwrap().contains("1 Verknüpfung oder Gerätedatei."));
}

fn check_labels<T: Label>(all: &[T]) {
    for lang in LANGS {
        let mut seen = HashSet::new();
        for label in all.iter().map(|item| item.label(lang)) {
            assert!(!label.is_empty() && !label.ends_with('.') && label.chars().count() <= 44, "{label}");
            assert!(seen.insert(label), "two things are called {label}");
        }
    }
}

#[test]
fn labels_are_short_and_distinct() {
    check_labels(ReadState::ALL);
    check_labels(NotRead::ALL);
    check_labels(WarningCode::ALL);
    check_labels(Format::ALL);
    check_labels(FormatGroup::ALL);
    check_labels(Entity::ALL);
    check_labels(&[DatasetKind::Folder, DatasetKind::Mailbox, DatasetKind::Database, DatasetKind::Table]);
    check_labels(&[Some(true), Some(false), None]);
}

#[test]
fn every_gap_has_advice_in_a_sentence() {
    let states = ReadState::ALL.iter().map(|s| GapReason::State(*s));
    for reason in states.chain(NotRead::ALL.iter().map(|r| GapReason::NotRead(*r))) {
        for lang in LANGS {
            assert!(advice(reason, lang).ends_with('.'), "{reason:?}");
        }
    }
}

#[test]
fn frequencies_are_guessed_with_a_reason() {
    let guess = |change_days, (oldest, newest): (i64, i64)| {
        let day = |days| Timestamp::from_seconds(NOW.seconds() - days * 86_400);
        let dataset = hoheit_catalogue::inventory::DatasetFacts {
            change_days,
            changed: Some((day(oldest), day(newest))),
            ..dataset(1, "a", "a")
        };
        let inventory = Inventory::default();
        report(&inventory, Lang::En).update_frequency(&dataset).map(|f| (f.estimate, f.reason))
    };
    assert_eq!(guess(212, (900, 1)).unwrap().0, "daily (estimated)");
    assert_eq!(guess(50, (900, 1)).unwrap().0, "weekly (estimated)");
    assert_eq!(guess(11, (900, 1)).unwrap().0, "monthly (estimated)");
    assert_eq!(guess(1, (900, 1)).unwrap().0, "yearly or less (estimated)");
    assert_eq!(guess(1, (9, 9)).unwrap().0, "once (estimated)");
    let (estimate, reason) = guess(212, (4_000, 1_500)).unwrap();
    assert_eq!(estimate, "no longer updated (estimated)");
    assert_eq!(reason, "Frequency estimated: last changed on 2022-10-15.");
}

proptest! {
    #[test]
    fn all_is_claimed_only_when_nothing_is_missing(examined in any::<u32>(), bytes in any::<u64>(), gaps in proptest::collection::vec((1..1_000_u64, 0..1_000_000_u64), 0..4)) {
        let gaps = gaps.into_iter().map(|(files, size_bytes)| Gap {
            reason: GapReason::NotRead(NotRead::NoPermission),
            tally: tally(files, size_bytes),
        });
        let inventory = coverage_of(tally(u64::from(examined), bytes / 2), gaps.collect());
        let share = examined_percent(&report(&inventory, Lang::En));
        let complete = inventory.coverage.not_examined.is_empty();
        prop_assert!(complete || share != "100%", "{share}");
    }
}
