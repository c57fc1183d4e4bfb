// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Somebody is sought live: all values reach the judge, with the rows they stand in.

use super::{file, options, worker};
use crate::worker::{Job, Verdict, Worker, WorkerOptions};
use hoheit_catalogue::token::{Certainty, Judge, KeyRing, Occurrence, Sought};
use hoheit_detect::Exceptions;
use hoheit_types::{Entity, ReadState, Sensitive};
use std::fmt::Write as _;
use std::sync::Arc;

fn search(name: &str, content: &[u8]) -> (ReadState, Vec<Occurrence>, usize) {
    let home = tempfile::tempdir().unwrap();
    let keys = KeyRing::open(&home.path().join("state")).unwrap();
    let secret = |text: &str| Some(Sensitive::new(text.to_owned()));
    let sought = Sought { name: secret("Erika Mustermann"), born: secret("1964-08-12"), ..Sought::default() };
    let mut judge = Judge::new(&sought, keys.active().unwrap());
    let mut pieces = 0;
    let job = Job::new(name, content.len() as u64);
    let verdict = worker().search(file(content), &job, &mut |values| {
        pieces += 1;
        assert!(values.judge(&mut judge), "nothing is left out");
    });
    let Verdict::Done(state) = verdict.unwrap() else { panic!("{name}") };
    let (found, is_cut) = judge.finish();
    assert!(!is_cut);
    (state, found, pieces)
}

/// Rows of a table are numbered on over the windows in which a long text is read (256 KiB in tests).
#[test]
fn a_row_far_behind_is_found_and_numbered() {
    let mut table = String::from("Nr;Name;Vorname;Geburtsdatum\n");
    for row in 1..=30_000 {
        let person = if row == 25_678 { "Mustermann;Erika;12.08.1964" } else { "Beispiel;Paula;05.05.1955" };
        let _ = writeln!(table, "{row};{person}");
    }
    assert!(table.len() > 3 * crate::worker::read::WINDOW_BYTES);
    let (state, found, pieces) = search("Register.csv", table.as_bytes());
    assert_eq!(state, ReadState::Read);
    let rows: Vec<_> = found.iter().map(|o| (o.row.as_ref().unwrap().1, o.certainty)).collect();
    assert_eq!(rows, [(25_678, Certainty::Certain)]);
    assert!(pieces > 10, "in pieces: {pieces}");
}

/// A cell can hold an address over several lines: that is one row.
#[test]
fn rows_behind_line_breaks_in_cells_are_found_and_numbered() {
    let mut table = String::from("Nr;Anschrift;Name;Vorname;Geburtsdatum\n");
    for row in 1..=300 {
        let person = if row == 299 { "Mustermann;Erika;12.08.1964" } else { "Beispiel;Paula;05.05.1955" };
        let _ = writeln!(table, "{row};\"Rosenweg \"\"5\"\"\n53111 Bonn\n\n\";{person}");
    }
    let (state, found, _) = search("Kartei.csv", table.as_bytes());
    assert_eq!(state, ReadState::Read);
    let rows: Vec<_> = found.iter().map(|o| (o.row.as_ref().unwrap().1, o.certainty)).collect();
    assert_eq!(rows, [(299, Certainty::Certain)]);
}

#[test]
fn a_long_text_is_one_record() {
    let filler = "Der Rat nahm den Bericht zur Kenntnis.\n".repeat(20_000);
    let text = format!("Frau Erika Mustermann\n{filler}geb. am 12.08.1964\n");
    let (_, found, _) = search("Protokoll.txt", text.as_bytes());
    let found: Vec<_> = found.iter().map(|o| (&o.row, o.certainty)).collect();
    assert_eq!(found, [(&None, Certainty::Likely)]);
}

/// As in tokens, what was marked as a false alarm is handed over.
#[test]
fn false_alarms_are_searched_too() {
    let address = Sensitive::new("erika@musterstadt.de".to_owned());
    let mut list = Exceptions::new([7; 32]);
    list.add_value(Entity::Email, &address, "");
    let mut own = crate::OwnRules::default();
    own.except(list);
    let mut worker = Worker::start(WorkerOptions { own: Arc::new(own), ..options() }).unwrap();
    let home = tempfile::tempdir().unwrap();
    let keys = KeyRing::open(&home.path().join("state")).unwrap();
    let sought = Sought { identifiers: vec![(Entity::Email, address)], ..Sought::default() };
    let mut judge = Judge::new(&sought, keys.active().unwrap());
    let content = b"An erika@musterstadt.de\n";
    let job = Job::new("Brief.txt", content.len() as u64);
    let _ = worker.search(file(content), &job, &mut |values| assert!(values.judge(&mut judge))).unwrap();
    assert_eq!(judge.finish().0.len(), 1);
}

#[test]
fn nobody_is_found_where_nobody_is() {
    assert_eq!(search("leer.csv", b"").1, []);
    assert_eq!(search("Bild.png", b"\x89PNG\r\n\x1a\n").1, []);
}
