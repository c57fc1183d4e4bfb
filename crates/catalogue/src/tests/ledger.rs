// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What was stated, for which days, and when it was known.

use super::*;
use hoheit_types::{Day, Record};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Word {
    about: String,
    says: u8,
}

impl Record for Word {
    const KIND: &'static str = "word/1";
    fn subject(&self) -> String {
        self.about.clone()
    }
}

fn word(about: &str, says: u8) -> Word {
    Word { about: about.to_owned(), says }
}

fn day(number: i64) -> Day {
    Day::from_1970(20_000 + number)
}

fn note(from: i64, until: Option<i64>) -> Note {
    Note { valid_from: day(from), valid_until: until.map(day), author: "k.amt".into(), reason: "weil".into() }
}

fn says(world: &mut World, on: i64) -> Vec<(String, u8)> {
    let all = world.catalogue.in_force::<Word>(day(on), None).unwrap();
    all.into_iter().map(|stated| (stated.body.about, stated.body.says)).collect()
}

#[test]
fn the_last_statement_for_a_day_counts_and_history_stays() {
    let mut world = World::new();
    let [first] = world.catalogue.state(&[word("a", 1)], &note(0, None)).unwrap()[..] else { panic!() };
    assert_eq!(says(&mut world, -1), []);
    assert_eq!(says(&mut world, 0), [("a".to_owned(), 1)]);
    world.clock.0.fetch_add(1_000, Ordering::Relaxed);
    world.catalogue.state(&[word("a", 2), word("b", 3)], &note(10, Some(20))).unwrap();
    assert_eq!(says(&mut world, 9), [("a".to_owned(), 1)]);
    assert_eq!(says(&mut world, 20), [("a".to_owned(), 2), ("b".to_owned(), 3)]);
    assert_eq!(says(&mut world, 21), [("a".to_owned(), 1)], "the one for more days counts again");
    world.catalogue.withdraw::<Word>("a", &note(15, None)).unwrap();
    assert_eq!(says(&mut world, 15), [("b".to_owned(), 3)]);
    assert_eq!(world.catalogue.in_force_of::<Word>("a", day(15)).unwrap(), None);
    assert_eq!(world.catalogue.in_force_of::<Word>("a", day(14)).unwrap().unwrap().body.says, 2);
    let before = Timestamp(NOW + 500);
    let known = world.catalogue.in_force::<Word>(day(20), Some(before)).unwrap();
    assert_eq!(known.len(), 1, "what was known earlier");
    assert_eq!((known[0].digest, known[0].body.says), (first, 1));
    let history = world.catalogue.history::<Word>("a").unwrap();
    let bodies: Vec<_> = history.iter().map(|s| s.body.as_ref().map(|word| word.says)).collect();
    assert_eq!(bodies, [Some(1), Some(2), None]);
    assert_eq!(history[0].note, note(0, None));
}

#[test]
fn what_counts_already_is_not_stated_twice() {
    let mut world = World::new();
    for _ in 0..2 {
        world.catalogue.state(&[word("a", 1)], &note(0, None)).unwrap();
    }
    assert_eq!(world.count("SELECT COUNT(*) FROM ledger"), 1);
    world.catalogue.state(&[word("a", 1)], &note(0, Some(9))).unwrap();
    assert_eq!(world.count("SELECT COUNT(*) FROM ledger"), 2, "for other days it is another statement");
}

#[test]
fn the_ledger_refuses_changes_and_tells_of_erased_and_changed_contents() {
    let mut world = World::new();
    let digest = world.catalogue.state(&[word("a", 1)], &note(0, None)).unwrap()[0];
    let mut refused = |sql: &'static str| {
        let done = world.catalogue.db.run("change", async |c| sqlx::raw_sql(sql).execute(c).await);
        assert!(done.is_err(), "{sql}");
    };
    refused("UPDATE ledger SET author = 'x'");
    refused("DELETE FROM ledger");
    refused("UPDATE content SET body = '{}'");
    refused(
        "INSERT OR REPLACE INTO ledger SELECT id, kind, subject, digest, 0, NULL, 0, 'x', '' FROM ledger",
    );
    refused("INSERT OR REPLACE INTO content SELECT digest, '{}' FROM content");
    assert_eq!(world.catalogue.recorded::<Word>("wxyz").unwrap(), []);
    assert_eq!(world.catalogue.recorded::<Word>("").unwrap(), []);
    assert_eq!(world.catalogue.recorded::<Word>(&digest.to_string()[..6].to_uppercase()).unwrap(), [digest]);
    assert!(world.catalogue.content(digest).unwrap().unwrap().contains("\"says\":1"));
    world.count("DELETE FROM content RETURNING 1");
    assert_eq!(world.catalogue.content(digest).unwrap(), None);
    let erased = world.catalogue.history::<Word>("a").unwrap();
    assert_eq!((erased[0].digest, &erased[0].body), (Some(digest), &None));
    // What is in force can't be without its content: a rule would be lost without a word. What was taken back can.
    let day = erased[0].note.valid_from;
    let lost = world.catalogue.in_force::<Word>(day, None).map(|all| all.len());
    assert_eq!(lost.unwrap_err().kind(), &CatalogueErrorKind::Damaged);
    let lost = world.catalogue.in_force_of::<Word>("a", day).map(|one| one.is_some());
    assert_eq!(lost.unwrap_err().kind(), &CatalogueErrorKind::Damaged);
    world.catalogue.withdraw::<Word>("a", &note(0, None)).unwrap();
    assert_eq!(world.catalogue.in_force::<Word>(day, None).unwrap().len(), 0);
    world.count("DROP TRIGGER content_stays_as_it_is");
    world.catalogue.state(&[word("b", 1)], &note(0, None)).unwrap();
    world.count("UPDATE content SET body = '{\"about\":\"b\",\"says\":9}' RETURNING 1");
    let changed = world.catalogue.history::<Word>("b");
    assert_eq!(changed.unwrap_err().kind(), &CatalogueErrorKind::Damaged);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Against a list that is searched from its end.
    #[test]
    fn what_counts_is_what_a_list_says(
        steps in prop::collection::vec((0_u8..3, 0_i64..12, prop::option::of(0_i64..12), prop::option::of(0_u8..3)), 1..12)
    ) {
        let mut world = World::new();
        let mut list = Vec::new();
        for (about, from, length, says) in steps {
            let about = ["a", "b", "c"][usize::from(about)];
            let note = note(from, length.map(|length| from + length));
            match says {
                Some(says) => drop(world.catalogue.state(&[word(about, says)], &note).unwrap()),
                None => world.catalogue.withdraw::<Word>(about, &note).unwrap(),
            }
            list.push((about, note, says));
        }
        for on in -1..25 {
            let counts = |about: &str| {
                let holds = |n: &Note| n.valid_from <= day(on) && n.valid_until.is_none_or(|until| day(on) <= until);
                list.iter().rev().find(|(a, note, _)| *a == about && holds(note))?.2
            };
            let expected: Vec<(String, u8)> =
                ["a", "b", "c"].iter().filter_map(|about| Some(((*about).to_owned(), counts(about)?))).collect();
            prop_assert_eq!(&says(&mut world, on), &expected);
            for about in ["a", "b", "c"] {
                let one = world.catalogue.in_force_of::<Word>(about, day(on)).unwrap();
                prop_assert_eq!(one.map(|stated| stated.body.says), counts(about));
            }
        }
    }

    /// What a plan says is what comes: the intended on each day that it names, on all others what counted before; and nothing is
    /// recorded exactly where nothing would change.
    #[test]
    fn what_is_planned_is_what_counts_then(
        steps in prop::collection::vec((0_i64..12, prop::option::of(0_i64..12), prop::option::of(0_u8..3)), 1..8)
    ) {
        let mut world = World::new();
        for (from, length, says) in steps {
            let note = note(from, length.map(|length| from + length));
            let counts = |world: &mut World| -> Vec<Option<u8>> {
                let on = |number| world.catalogue.in_force_of::<Word>("a", day(number)).unwrap();
                (-1..25).map(on).map(|stated| stated.map(|stated| stated.body.says)).collect()
            };
            let before = counts(&mut world);
            let history = world.catalogue.history::<Word>("a").unwrap();
            let intended = Intended::new("a".to_owned(), says.map(|says| word("a", says)), &history, &note);
            prop_assert_eq!(intended.before.as_ref().map(|word| word.says), before[from as usize + 1]);
            let (stands, covers) = (intended.stands, intended.covers.clone());
            world.catalogue.carry_out(&Stating { note: note.clone(), intended: vec![intended] }).unwrap();
            let after = counts(&mut world);
            for number in -1..25 {
                let index = (number + 1) as usize;
                let expected = if note.holds_on(day(number)) { says } else { before[index] };
                prop_assert_eq!(after[index], expected);
                if number > from && covers.contains(&day(number)) {
                    prop_assert_ne!(before[index], says);
                }
            }
            prop_assert_eq!(stands, before == after);
            let recorded = world.catalogue.history::<Word>("a").unwrap().len() > history.len();
            prop_assert_eq!(recorded, !stands);
        }
    }
}

#[test]
fn a_dataset_knows_the_sites_of_its_source() {
    let mut world = World::new();
    world.put("a.txt", 1, 1);
    world.scan();
    let sites = |world: &mut World| world.catalogue.datasets(None).unwrap()[0].sites.clone();
    assert_eq!(sites(&mut world), []);
    let (label, _) = world.catalogue.source_labels().unwrap()[0].clone();
    let site = serde_json::json!({
        "name": "haus", "title": "Haus", "kind": "file_server",
        "location": [{ "uri": "file:///srv", "source": label }],
    });
    let site: hoheit_types::Site = serde_json::from_value(site).unwrap();
    let today = Day::of(Timestamp(NOW)).since_1970() - 20_000;
    world.catalogue.state(std::slice::from_ref(&site), &note(today + 1, None)).unwrap();
    assert_eq!(sites(&mut world), [], "not yet");
    world.catalogue.state(std::slice::from_ref(&site), &note(today, Some(today))).unwrap();
    assert_eq!(sites(&mut world), [site.name]);
}

#[test]
fn everybody_who_stated_a_content_is_its_author() {
    let mut world = World::new();
    let [digest] = world.catalogue.state(&[word("a", 1)], &note(0, None)).unwrap()[..] else { panic!() };
    let by = |author: &str, from| Note { author: author.into(), ..note(from, None) };
    world.catalogue.state(&[word("a", 1)], &by("z.amt", 1)).unwrap();
    world.catalogue.state(&[word("a", 1)], &by("k.amt", 2)).unwrap();
    world.catalogue.state(&[word("a", 2)], &by("x.amt", 3)).unwrap();
    assert_eq!(world.catalogue.authors::<Word>(digest).unwrap(), ["k.amt", "z.amt"]);
    assert!(world.catalogue.authors::<Word>(Digest::new([0; 32])).unwrap().is_empty());
}
