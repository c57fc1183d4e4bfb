// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What the transparency log says, and how it is gathered.

use super::*;
use crate::{Attested, Evidence};
use hoheit_merkle::{Entry, Said};
use hoheit_types::{Day, Digest, Record};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Word(String);

impl Record for Word {
    const KIND: &'static str = "word/1";
    fn subject(&self) -> String {
        self.0.clone()
    }
}

fn say(world: &mut World, word: &str) -> Digest {
    world.clock.0.fetch_add(1_000, Ordering::Relaxed);
    let note = Note {
        valid_from: Day::from_1970(20_000),
        valid_until: None,
        author: "k.amt".into(),
        reason: "weil".into(),
    };
    world.catalogue.state(&[Word(word.into())], &note).unwrap()[0]
}

fn kinds(world: &mut World) -> Vec<String> {
    world.catalogue.evidence(0, 100).unwrap().into_iter().map(|row| row.entry.kind).collect()
}

#[test]
fn what_was_recorded_becomes_entries_in_the_order_of_time() {
    let mut world = World::new();
    let first = say(&mut world, "eins");
    world.clock.0.fetch_add(1_000, Ordering::Relaxed);
    world.put("10 Hauptamt/a.txt", 100, 1);
    world.scan();
    say(&mut world, "zwei");
    assert_eq!(world.catalogue.gather_evidence().unwrap(), 3);
    assert_eq!(kinds(&mut world), ["word/1", "scan/1", "word/1"]);
    // Nothing twice; what is new comes behind.
    assert_eq!(world.catalogue.gather_evidence().unwrap(), 3);
    say(&mut world, "drei");
    let attested = |body: &str, is_open| Attested {
        kind: "receipt/1".into(),
        at: Timestamp(7),
        body: body.into(),
        digest: Some(first),
        is_open,
    };
    world.catalogue.attest(vec![attested("{}", false), attested("key", true)]).unwrap();
    assert_eq!(world.catalogue.gather_evidence().unwrap(), 6);
    assert_eq!(kinds(&mut world), ["word/1", "scan/1", "word/1", "receipt/1", "receipt/1", "word/1"]);

    let rows = world.catalogue.evidence(0, 2).unwrap();
    let Evidence {
        index: 0,
        entry: Entry { said: Said::Committed(commitment), at, .. },
        opening: Some(opening),
    } = &rows[0]
    else {
        panic!()
    };
    assert_eq!(opening.commitment(), *commitment);
    assert_eq!(
        (opening.body.as_str(), at.0),
        (
            format!(
                r#"{{"subject":"eins","digest":"{first}","valid_from":20000,"valid_until":null,"author":"k.amt","reason":"weil"}}"#
            )
            .as_str(),
            NOW + 1_000
        )
    );
    assert!(rows[1].opening.as_ref().unwrap().body.contains(r#""coverage":"{"#));
    // The same body has another commitment each time.
    let rows = world.catalogue.evidence(3, 9).unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[1].entry.to_string(), "hoheit-entry/1\nkind receipt/1\ntime 7\nopen key\n");
    assert_eq!(world.catalogue.evidence_about(&first.short(), 9).unwrap(), [0, 3, 4]);
    assert_eq!(world.catalogue.evidence_about("%", 9).unwrap(), [0_u64; 0]);
}

#[test]
fn evidence_is_kept_as_it_was_and_can_be_erased() {
    let mut world = World::new();
    say(&mut world, "eins");
    say(&mut world, "zwei");
    world.catalogue.gather_evidence().unwrap();
    let before = world.catalogue.evidence(0, 9).unwrap();
    for change in [
        "UPDATE evidence SET body = 'x' WHERE entry = 0",
        "UPDATE evidence SET at_ns = 1, body = NULL, salt = NULL WHERE entry = 0",
        "UPDATE evidence SET commitment = NULL, body = NULL, salt = NULL WHERE entry = 0",
        "DELETE FROM evidence",
        "INSERT OR REPLACE INTO evidence (entry, kind, at_ns) VALUES (1, 'x/1', 1)",
        "INSERT INTO evidence (entry, kind, at_ns) VALUES (3, 'x/1', 1)",
        "UPDATE published SET entries = -1",
    ] {
        let changed = world.catalogue.db.run("look", async |c| sqlx::raw_sql(change).execute(c).await);
        assert!(changed.is_err(), "{change}");
    }
    assert_eq!(world.catalogue.evidence(0, 9).unwrap(), before);
    let erase = "UPDATE evidence SET body = NULL, salt = NULL WHERE entry = 0";
    world.catalogue.db.run("look", async |c| sqlx::raw_sql(erase).execute(c).await).unwrap();
    let after = world.catalogue.evidence(0, 9).unwrap();
    assert_eq!((&after[0].entry, &after[0].opening), (&before[0].entry, &None));
    assert_eq!(after[1], before[1]);
    // What got in by another way is damage.
    world.count("DROP TRIGGER evidence_stays_as_it_is");
    world.count("UPDATE evidence SET body = 'x' WHERE entry = 1 RETURNING 1");
    let error = world.catalogue.evidence(0, 9).unwrap_err();
    assert_eq!(error.kind(), &CatalogueErrorKind::Damaged);
}

#[test]
fn what_is_published_only_grows() {
    let mut world = World::new();
    assert_eq!(world.catalogue.published().unwrap(), 0);
    world.catalogue.note_published(7).unwrap();
    assert!(world.catalogue.note_published(6).is_err());
    assert_eq!(world.catalogue.published().unwrap(), 7);
}
