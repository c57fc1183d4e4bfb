// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Reading through a worker gives what reading gives.

use super::{examine, file, options, worker};
use crate::worker::{Job, Part, Rules, Verdict, Worker, WorkerOptions};
use hoheit_detect::Exceptions;
use hoheit_types::{Digest, Entity, Format, ReadState, Sensitive, Warning, WarningCode};
use std::fmt::Write as _;
use std::os::fd::AsFd as _;
use std::sync::Arc;

fn digest(content: &[u8]) -> Digest {
    Digest::new(*blake3::hash(content).as_bytes())
}

#[test]
fn a_letter_is_hashed_read_and_examined() {
    let content = b"Bitte an poststelle@musterstadt.de und nochmals poststelle@musterstadt.de\n";
    let outcome = examine(&mut worker(), "Brief.txt", content);
    assert_eq!(outcome.digest, Some(digest(content)));
    assert_eq!((outcome.format, outcome.state), (Format::Text, ReadState::Read));
    assert_eq!(outcome.bytes_read, content.len() as u64);
    let [found] = outcome.findings.as_slice() else { panic!("{:?}", outcome.findings) };
    assert_eq!(found.member, "");
    assert_eq!((found.finding.entity, found.finding.count, found.finding.distinct), (Entity::Email, 2, 1));
}

#[test]
fn several_documents_at_once_give_what_each_gives_alone() {
    let contents: Vec<_> =
        (0..Worker::MANY - 1).map(|n| format!("Rückfragen an amt{n}@musterstadt.de")).collect();
    let files: Vec<_> = contents.iter().map(|content| file(content.as_bytes())).collect();
    let folder = std::fs::File::open("/").unwrap();
    let mut jobs: Vec<_> = files
        .iter()
        .zip(&contents)
        .map(|(file, content)| (file.as_fd(), Job::new("a.txt", content.len() as u64)))
        .collect();
    jobs.insert(3, (folder.as_fd(), Job::new("b.txt", 10)));
    let mut worker = worker();
    let mut verdicts = worker.examine_many(&jobs).unwrap().unwrap();
    assert_eq!(verdicts.len(), jobs.len());
    assert!(matches!(verdicts.remove(3), Verdict::Unreadable(_)), "only the folder is to blame");
    for (verdict, content) in verdicts.into_iter().zip(&contents) {
        let Verdict::Done(outcome) = verdict else { panic!("{verdict:?}") };
        assert_eq!(outcome, examine(&mut worker, "a.txt", content.as_bytes()));
    }
    assert_eq!(worker.starts(), 1);
}

#[test]
fn own_rules_reach_the_worker_and_only_theirs_are_believed() {
    let pack = "name = 'stadt'\nversion = 3\n[[rule]]\nname = 'kz'\nentity = 'aktenzeichen'\n\
                pattern = 'KZ-[0-9]{6}'\nmatches = ['KZ-000018']\nignores = ['KZ-18']\n";
    let mut own = crate::OwnRules::default();
    own.add_pack(pack.to_owned()).unwrap();
    assert!(own.add_pack(pack.to_owned()).is_err(), "two of one name");
    let mut worker = Worker::start(WorkerOptions { own: Arc::new(own.clone()), ..options() }).unwrap();
    let outcome = examine(&mut worker, "Mahnung.txt", b"Zu KZ-000016 und KZ-000017.\n");
    let [found] = outcome.findings.as_slice() else { panic!("{:?}", outcome.findings) };
    let rule = &found.finding.rule;
    assert_eq!((rule.name.as_str(), rule.version, found.finding.count), ("stadt/kz", 3, 2));
    let size = outcome.bytes_read;
    assert!(outcome.is_plausible(size, &own));
    assert!(!outcome.is_plausible(size, &crate::OwnRules::default()), "a rule that nobody gave it");
}

#[test]
fn false_alarms_are_set_aside_and_counted() {
    let mut list = Exceptions::new([7; 32]);
    let id = list.add_value(Entity::Email, &Sensitive::new("poststelle@musterstadt.de".to_owned()), "ours");
    let mut own = crate::OwnRules::default();
    own.except(list);
    let mut worker = Worker::start(WorkerOptions { own: Arc::new(own.clone()), ..options() }).unwrap();
    let content = b"An poststelle@musterstadt.de, amt1@musterstadt.de und Poststelle@musterstadt.de\n";
    let outcome = examine(&mut worker, "Brief.txt", content);
    let [found] = outcome.findings.as_slice() else { panic!("{:?}", outcome.findings) };
    assert_eq!((found.finding.entity, found.finding.count), (Entity::Email, 1));
    let [aside] = outcome.set_aside.as_slice() else { panic!("{:?}", outcome.set_aside) };
    assert_eq!((&aside.exception, aside.count), (&id, 2));
    assert!(!outcome.is_plausible(outcome.bytes_read, &crate::OwnRules::default()), "of no exception");
}

#[test]
fn an_empty_file_is_read() {
    let outcome = examine(&mut worker(), "leer.docx", b"");
    assert_eq!((outcome.format, outcome.state), (Format::Empty, ReadState::Read));
    assert_eq!(outcome.digest, Some(digest(b"")));
}

#[test]
fn hashing_alone_streams() {
    let content: Vec<u8> = (0..3_000_000_u32).flat_map(u32::to_le_bytes).collect();
    let mut worker = worker();
    match worker.hash(file(&content), content.len() as u64).unwrap() {
        Verdict::Done(hashed) => {
            assert_eq!((hashed.digest, hashed.bytes_read), (digest(&content), content.len() as u64));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_that_shrank_is_partly_read() {
    let content = b"Guten Tag";
    let Verdict::Done(outcome) = worker().examine(file(content), &Job::new("a.txt", 100)).unwrap() else {
        panic!("not done")
    };
    assert_eq!(outcome.bytes_read, content.len() as u64);
    assert_eq!(outcome.state, ReadState::Partly);
    assert!(outcome.warnings.contains(&Warning::new(WarningCode::ChangedWhileReading)));
}

#[test]
fn a_file_that_grew_is_read_up_to_its_size() {
    let Verdict::Done(outcome) = worker().examine(file(b"Guten Tag"), &Job::new("a.txt", 5)).unwrap() else {
        panic!("not done")
    };
    assert_eq!((outcome.bytes_read, outcome.digest), (5, Some(digest(b"Guten"))));
}

#[test]
fn what_cannot_be_read_is_the_systems_error() {
    let folder = std::fs::File::open("/").unwrap();
    match worker().examine(folder, &Job::new("a.txt", 10)).unwrap() {
        Verdict::Unreadable(error) => assert_eq!(error.raw_os_error(), Some(libc::EISDIR)),
        other => panic!("{other:?}"),
    }
}

/// 40,000 rows, more than two windows of 256 KiB in tests; each row with an address, one in ten of them distinct.
fn long_table() -> String {
    let mut table = "Nummer;Vorgang;E-Mail\n".to_owned();
    for row in 0..40_000 {
        writeln!(table, "{row};Hinweis;person{}@musterstadt.de", row % 4_000).unwrap();
    }
    table
}

#[test]
fn a_long_table_is_read_in_windows_as_if_at_once() {
    let table = long_table();
    let outcome = examine(&mut worker(), "Liste.csv", table.as_bytes());
    assert_eq!(outcome.digest, Some(digest(table.as_bytes())));
    assert_eq!((outcome.format, outcome.state), (Format::Csv, ReadState::Read));
    assert_eq!(outcome.table_rows, 40_000);
    let [found] = outcome.findings.as_slice() else { panic!("{:?}", outcome.findings) };
    assert_eq!((found.finding.count, found.finding.distinct), (40_000, 4_000));
    assert_eq!(found.finding.column.as_deref(), Some("E-Mail"));
}

#[test]
fn a_long_text_in_utf_16_is_cut_between_lines() {
    let mut content = vec![0xFF, 0xFE];
    content.extend(long_table().replace(';', " ").encode_utf16().flat_map(u16::to_le_bytes));
    let outcome = examine(&mut worker(), "Protokoll.txt", &content);
    assert_eq!((outcome.format, outcome.state), (Format::Text, ReadState::Read));
    let [found] = outcome.findings.as_slice() else { panic!("{:?}", outcome.findings) };
    assert_eq!((found.finding.count, found.finding.distinct), (40_000, 4_000));
}

#[test]
fn a_long_mailbox_is_cut_between_mails() {
    let mut mailbox = String::new();
    for number in 0..1_000 {
        write!(
            mailbox,
            "From a@b.de Mon Nov  2 10:00:00 2026\nSubject: {number}\n\n{}\nFrom Berlin to person{number}@musterstadt.de\n\n",
            "Sehr geehrte Damen und Herren, ".repeat(30)
        )
        .unwrap();
    }
    let outcome = examine(&mut worker(), "Posteingang.mbox", mailbox.as_bytes());
    assert_eq!((outcome.format, outcome.state), (Format::Mbox, ReadState::Read));
    assert_eq!((outcome.members, outcome.members_unread), (1_000, 0));
    assert_eq!(outcome.findings.iter().map(|found| found.finding.count).sum::<u64>(), 1_000);
    let members: std::collections::BTreeSet<_> = outcome.findings.iter().map(|found| &found.member).collect();
    assert_eq!(members.len(), 1_000, "each mail has a name of its own");
}

#[test]
fn a_long_text_without_lines_is_read() {
    let content = "ä".repeat(500_000);
    let mut options = options();
    options.limits.document_bytes = 300_001;
    let mut worker = Worker::start(options).unwrap();
    let outcome = examine(&mut worker, "Wand.txt", content.as_bytes());
    assert_eq!((outcome.state, outcome.text_chars), (ReadState::Read, 500_000));
    assert!(outcome.warnings.is_empty(), "{:?}", outcome.warnings);
}

#[test]
fn what_cannot_be_cut_is_too_large_and_hashed_only_if_something_else_has_its_size() {
    let mut content = b"%PDF-1.7\n".to_vec();
    content.resize(600_000, b' ');
    let mut options = options();
    options.limits.document_bytes = 500_000;
    let mut worker = Worker::start(options).unwrap();
    let outcome = examine(&mut worker, "Plan.pdf", &content);
    assert_eq!((outcome.format, outcome.state), (Format::Pdf, ReadState::TooLarge));
    assert_eq!(outcome.digest, Some(digest(&content)));
    let job = Job { hash_unread: false, ..Job::new("Plan.pdf", content.len() as u64) };
    let Verdict::Done(outcome) = worker.examine(file(&content), &job).unwrap() else { panic!("not done") };
    assert_eq!((outcome.format, outcome.state), (Format::Pdf, ReadState::TooLarge));
    assert_eq!(outcome.digest, None);
    assert!(outcome.bytes_read < content.len() as u64 && outcome.warnings.is_empty(), "{outcome:?}");
}

#[test]
fn showing_tells_text_tables_and_end() {
    let content = "Name;Ort\nErika Mustermann;Musterstadt\nMax Mustermann;Musterstadt\n";
    let mut parts = Vec::new();
    let job = Job::new("Liste.csv", content.len() as u64);
    let verdict = worker().show(file(content.as_bytes()), &job, &mut |part| parts.push(part)).unwrap();
    assert!(matches!(verdict, Verdict::Done(hashed) if hashed.digest == digest(content.as_bytes())));
    let [Part::Document(document), Part::Table(table), Part::Text(text), Part::End] = parts.as_slice() else {
        panic!("{parts:?}")
    };
    assert_eq!((document.format, document.text_bytes), (Format::Csv, content.len() as u64));
    assert_eq!((table.header.as_slice(), table.rows), (["Name".to_owned(), "Ort".to_owned()].as_slice(), 2));
    assert_eq!(text, content);
}

#[test]
fn a_long_text_is_shown_in_pieces() {
    let content = "ä".repeat(900_000);
    let mut text = String::new();
    let job = Job::new("a.txt", content.len() as u64);
    let _ = worker()
        .show(file(content.as_bytes()), &job, &mut |part| {
            if let Part::Text(piece) = part {
                assert!(piece.len() <= 1 << 20);
                text.push_str(&piece);
            }
        })
        .unwrap();
    assert_eq!(text, content);
}

#[test]
fn recognised_text_is_examined_like_any_other() {
    let Verdict::Done(findings) =
        worker().detect(&["poststelle@", "an poststelle@musterstadt.de"], Rules::All, false).unwrap()
    else {
        panic!("not done")
    };
    assert_eq!(findings.findings.iter().map(|finding| finding.count).sum::<u64>(), 1);
}

#[test]
fn ten_thousand_documents_leak_no_descriptor() {
    // The worker could not hide a leak: it may have a few dozen descriptors.
    let mut worker =
        Worker::start(crate::worker::WorkerOptions { documents: u32::MAX, ..options() }).unwrap();
    let document = file(b"Guten Tag");
    let open = || std::fs::read_dir("/proc/self/fd").unwrap().count();
    let before = open();
    for _ in 0..10_000 {
        rustix::fs::seek(&document, rustix::fs::SeekFrom::Start(0)).unwrap();
        let verdict = worker.examine(&document, &Job::new("a.txt", 9)).unwrap();
        assert!(matches!(verdict, Verdict::Done(outcome) if outcome.bytes_read == 9));
    }
    // Other tests open some at the same time; a leak would show as thousands.
    assert!(open() < before + 1_000);
    assert_eq!(worker.starts(), 1);
}

/// Values are wanted in every scan: what is told beside them must be the same as without.
#[test]
fn findings_are_the_same_whether_or_not_values_are_wanted() {
    let table = "Nr;Name;E-Mail\n1;Paula Beispiel;paula@musterstadt.de\n2;Max Muster;max@musterstadt.de\n";
    let mut worker = worker();
    let outcome = |worker: &mut Worker, values| {
        let job = Job { values, ..Job::new("Liste.csv", table.len() as u64) };
        match worker.examine(file(table.as_bytes()), &job).unwrap() {
            Verdict::Done(outcome) => outcome.findings,
            other => panic!("{other:?}"),
        }
    };
    let without = outcome(&mut worker, false);
    assert!(without.iter().any(|found| found.finding.rows.is_some()));
    assert_eq!(outcome(&mut worker, true), without);
}
