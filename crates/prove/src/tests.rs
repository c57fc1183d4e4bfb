// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use hoheit_merkle::{
    Checkpoint, Entry, Hash, KeyKind, Note, NoteSignature, Opening, Said, TrustPolicy, audit, leaf_hash,
    verify_consistency, verify_inclusion,
};
use hoheit_store::{Disk, Fault, Faulty, Os};
use hoheit_types::Timestamp;
use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};

const ORIGIN: &str = "musterstadt.example/log";

fn key() -> LogKey {
    LogKey::from_seed(ORIGIN, KeyKind::Ed25519, [1; 32]).unwrap()
}

fn entry(number: u64) -> Vec<u8> {
    let opening = Opening { salt: [number as u8; 32], body: format!("body {number}") };
    let said = Said::Committed(opening.commitment());
    Entry { kind: "test/1".into(), at: Timestamp(number as i64), said }.to_string().into_bytes()
}

/// A state folder with a log in it.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn log(&self) -> PathBuf {
        self.0.path().join("log")
    }

    fn open<'d>(&self, disk: &'d dyn Disk, published: u64) -> Result<Log<'d>, LogError> {
        let policy = TrustPolicy::of_log(key().verifier().clone());
        Log::open(&self.log(), &self.0.path().join("log.tmp"), disk, policy, published)
    }

    /// Publishes entries up to this number.
    fn publish(&self, disk: &dyn Disk, published: u64, size: u64) -> Result<Published, LogError> {
        let log = self.open(disk, published)?;
        let from = log.size();
        log.publish((from..size).map(entry), &[&key()], &[]).map(|(_, published)| published)
    }

    /// What an auditor sees.
    fn check(&self, size: u64) {
        assert_eq!(self.seen(size), 0);
    }

    /// Files beyond the checkpoint.
    fn seen(&self, size: u64) -> u64 {
        let folder = LogFolder::new(&self.log());
        let note = folder.checkpoint().unwrap().unwrap();
        let seen = TrustPolicy::of_log(key().verifier().clone()).accept(&note).unwrap();
        assert_eq!(seen.checkpoint.size, size);
        let found = audit(&folder, &seen.checkpoint);
        assert_eq!((found.faults, found.backwards_count), (vec![], 0));
        for index in (0..size).step_by(37).chain([size - 1]) {
            assert_eq!(folder.entry(index, size).unwrap(), Some(entry(index)));
            let path = Log::inclusion(&folder, index, size).unwrap().unwrap();
            let leaf = leaf_hash(&entry(index));
            assert_eq!(verify_inclusion(leaf, index, size, seen.checkpoint.root, &path), Ok(()));
        }
        assert_eq!(folder.entry(size, size).unwrap(), None);
        found.beyond
    }
}

#[test]
fn a_log_grows_and_everybody_can_check_it() {
    let home = Home::new();
    let mut published = 0;
    for size in [0, 1, 2, 255, 256, 257, 512, 600, 70_000] {
        let seen = home.publish(&Os, published, size).unwrap();
        assert_eq!((seen.checkpoint.size, seen.witnessed), (size, vec![]));
        if size > 0 {
            home.check(size);
            let log = home.open(&Os, size).unwrap();
            assert_eq!((log.size(), log.last_entry()), (size, Some(entry(size - 1).as_slice())));
        }
        published = size;
    }
    // Superseded partial tiles are gone, and nothing is left where files are written first.
    assert!(!home.log().join("tile/0/000.p").exists() && !home.log().join("tile/entries/000.p").exists());
    assert!(home.log().join("tile/0/273.p/112").exists());
    assert_eq!(fs::read_dir(home.0.path().join("log.tmp")).unwrap().count(), 0);
}

/// INVARIANT (recovery-is-the-normal-path): whichever step fails, and whether or not it took effect, an auditor sees the old log or the new one, and the
/// same entries can be published again.
#[test]
fn publishing_survives_every_fault() {
    for (before, after) in [(0, 1), (254, 259), (255, 256), (0, 600)] {
        for fault in [Fault::NotPersisted, Fault::Persisted] {
            for step in 0.. {
                let home = Home::new();
                if before > 0 {
                    home.publish(&Os, 0, before).unwrap();
                }
                let disk = Faulty::after(Os, step, fault);
                let failed = home.publish(&disk, before, after);
                assert_eq!(
                    failed.is_err(),
                    disk.has_failed(),
                    "{before} to {after}, {fault:?} at step {step}"
                );
                if !disk.has_failed() {
                    assert!(step > 8, "no step failed");
                    break;
                }
                let folder = LogFolder::new(&home.log());
                match folder.checkpoint().unwrap() {
                    None => assert_eq!(before, 0),
                    Some(note) => {
                        let checkpoint: Checkpoint = note.text.parse().unwrap();
                        assert!([before, after].contains(&checkpoint.size));
                        assert!(audit(&folder, &checkpoint).is_sound());
                    }
                }
                home.publish(&Os, before, after).unwrap();
                home.check(after);
            }
        }
    }
}

/// INVARIANT (no-log-over-damage)
#[test]
fn a_damaged_log_is_not_added_to() {
    let damage = |change: &dyn Fn(&Path)| {
        let home = Home::new();
        home.publish(&Os, 0, 70).unwrap();
        home.publish(&Os, 70, 300).unwrap();
        change(&home.log());
        match home.publish(&Os, 300, 301) {
            Err(LogError::Damaged(damage)) => damage.to_string(),
            other => format!("{other:?}"),
        }
    };
    let flip = |log: &Path, name: &str, place: usize| {
        let mut bytes = fs::read(log.join(name)).unwrap();
        bytes[place] ^= 1;
        fs::write(log.join(name), bytes).unwrap();
    };
    let remove = |log: &Path, name: &str| fs::remove_file(log.join(name)).unwrap();
    assert_eq!(damage(&|log| remove(log, "checkpoint")), "the checkpoint is missing");
    assert_eq!(
        damage(&|log| fs::write(log.join("checkpoint"), "x").unwrap()),
        "the checkpoint is unreadable"
    );
    assert_eq!(
        damage(&|log| flip(log, "checkpoint", 30)),
        "the checkpoint is not accepted: a signature of somebody known is wrong"
    );
    assert_eq!(damage(&|log| remove(log, "tile/0/001.p/44")), "tile/0/001.p/44 is missing");
    assert_eq!(damage(&|log| remove(log, "tile/1/000.p/1")), "tile/1/000.p/1 is missing");
    assert_eq!(damage(&|log| flip(log, "tile/0/001.p/44", 5)), "the tiles are not those that were signed");
    assert_eq!(
        damage(&|log| flip(log, "tile/entries/001.p/44", 20)),
        "tile/entries/001.p/44 does not fit its tile"
    );
    assert_eq!(
        damage(&|log| fs::write(log.join("tile/0/001.p/44"), [0; 50]).unwrap()),
        "tile/0/001.p/44 has the wrong length"
    );
    // An older copy of the log in its place.
    let older = Home::new();
    older.publish(&Os, 0, 200).unwrap();
    assert_eq!(
        older.publish(&Os, 300, 301).unwrap_err().to_string(),
        "the log is damaged: the checkpoint has 200 entries, 300 were published"
    );
}

/// A witness as the standard wants it.
struct Neighbour {
    key: LogKey,
    last: RefCell<(u64, Hash)>,
    is_away: bool,
}

impl Neighbour {
    fn new(seed: u8) -> Self {
        let key = LogKey::from_seed("neighbour.example", KeyKind::Cosignature, [seed; 32]).unwrap();
        Self { key, last: RefCell::new((0, Hash::of_empty_tree())), is_away: false }
    }
}

impl Witness for Neighbour {
    fn name(&self) -> &'static str {
        "neighbour"
    }

    fn cosign(&self, old: u64, proof: &[Hash], note: &Note) -> Result<Vec<NoteSignature>, WitnessError> {
        if self.is_away {
            return Err(WitnessError::Unavailable("away".into()));
        }
        let mut last = self.last.borrow_mut();
        if last.0 != old {
            return Err(WitnessError::Saw(last.0));
        }
        let checkpoint: Checkpoint = note.text.parse().unwrap();
        verify_consistency(old, last.1, checkpoint.size, checkpoint.root, proof)
            .map_err(|_| WitnessError::Inconsistent)?;
        *last = (checkpoint.size, checkpoint.root);
        Ok(vec![self.key.sign(&note.text, 1_764_453_340)])
    }
}

#[test]
fn witnesses_must_have_seen_it_and_notice_an_older_backup() {
    let mut neighbour = Neighbour::new(2);
    let policy = |key: &LogKey| {
        let (log, witness) = (self::key().verifier().clone(), key.verifier().clone());
        TrustPolicy::parse(&format!("log {log}\nwitness neighbour {witness}\nquorum neighbour\n")).unwrap()
    };
    let publish = |home: &Home, neighbour: &Neighbour, size: u64| {
        let log =
            Log::open(&home.log(), &home.0.path().join("log.tmp"), &Os, policy(&neighbour.key), 0).unwrap();
        let from = log.size();
        let published = log.publish((from..size).map(entry), &[&key()], &[neighbour]);
        published.map(|(_, published)| (published.checkpoint.size, published.witnessed))
    };
    let home = Home::new();
    let seen = |size| (size, vec![("neighbour".to_owned(), 1_764_453_340)]);
    assert_eq!(publish(&home, &neighbour, 10).unwrap(), seen(10));
    assert_eq!(publish(&home, &neighbour, 300).unwrap(), seen(300));
    // While it is away nothing is published; afterwards all of it is.
    neighbour.is_away = true;
    assert!(
        matches!(publish(&home, &neighbour, 301), Err(LogError::Unwitnessed(reasons)) if reasons == [("neighbour".to_owned(), WitnessError::Unavailable("away".into()))])
    );
    assert_eq!(home.seen(300), 2);
    neighbour.is_away = false;
    assert_eq!(publish(&home, &neighbour, 303).unwrap(), seen(303));
    // A witness that saw a checkpoint which did not reach our disk: the same entries make the same log.
    neighbour.last.replace(last(305));
    assert_eq!(publish(&home, &neighbour, 310).unwrap(), seen(310));
    neighbour.last.replace(last(200));
    assert_eq!(publish(&home, &neighbour, 310).unwrap(), seen(310));
    let restored = Home::new();
    assert!(matches!(
        publish(&restored, &neighbour, 200),
        Err(LogError::WitnessSawMore { saw: 310, have: 200, .. })
    ));
    let other = Home::new();
    let log =
        Log::open(&other.log(), &other.0.path().join("log.tmp"), &Os, policy(&neighbour.key), 0).unwrap();
    let forged = log.publish((0..400).map(|number| entry(number + 1)), &[&key()], &[&neighbour]);
    assert!(matches!(forged.map(drop), Err(LogError::WitnessSawOther(name)) if name == "neighbour"));
}

/// What a witness knows that saw this size last.
fn last(size: u64) -> (u64, Hash) {
    let mut tree = hoheit_merkle::Tree::default();
    for number in 0..size {
        tree.push(leaf_hash(&entry(number)));
    }
    (size, tree.root())
}

#[test]
fn keys_are_written_as_go_writes_them_and_never_shown() {
    let key = key();
    let again = LogKey::parse(&key.to_secret()).unwrap();
    assert_eq!(again.verifier(), key.verifier());
    assert!(key.to_secret().starts_with(&format!("PRIVATE+KEY+{ORIGIN}+")));
    assert_eq!(format!("{key:?}"), format!("LogKey({ORIGIN}+{:08x})", key.verifier().id()));
    assert_ne!(
        LogKey::generate("a", KeyKind::Ed25519).unwrap().to_secret(),
        LogKey::generate("a", KeyKind::Ed25519).unwrap().to_secret()
    );
    for wrong in ["", "PRIVATE+KEY+a+00000000+AQ==", &key.to_secret().replace("musterstadt", "altstadt")] {
        assert_eq!(LogKey::parse(wrong).unwrap_err(), LogKeyError::Form);
    }
    assert_eq!(LogKey::generate("a b", KeyKind::Ed25519).unwrap_err(), LogKeyError::Name);
}

#[test]
fn an_entry_that_is_too_long_spoils_nothing() {
    let home = Home::new();
    home.publish(&Os, 0, 3).unwrap();
    let log = home.open(&Os, 3).unwrap();
    let long = log.publish([vec![0; 65_536]], &[&key()], &[]);
    assert!(matches!(long.map(drop), Err(LogError::TooLong(65_536))));
    home.publish(&Os, 3, 5).unwrap();
    home.check(5);
}

/// Answers of a witness to requests, as c2sp.org/tlog-witness demands them.
#[test]
fn a_witness_signs_only_what_continues() {
    let home = tempfile::tempdir().unwrap();
    let own = LogKey::from_seed("neighbour.example", KeyKind::Cosignature, [2; 32]).unwrap();
    let verifier = own.verifier().clone();
    let open = |seed| {
        let key = LogKey::from_seed("neighbour.example", KeyKind::Cosignature, [seed; 32]).unwrap();
        WitnessBook::new(&home.path().join("book"), &Os, key, vec![key_of(ORIGIN).verifier().clone()])
            .unwrap()
    };
    let book = open(2);
    let checkpoint = |origin: &str, size| {
        let text = Checkpoint { origin: origin.into(), size, root: last(size).1 }.to_string();
        let signature = key_of(origin).sign(&text, 0);
        Note { text, signatures: vec![signature] }
    };
    let request = |old, size: u64| {
        let mut subtree = |level: u8, index: u64| {
            let mut tree = hoheit_merkle::Tree::default();
            (index << level..(index + 1) << level).for_each(|number| tree.push(leaf_hash(&entry(number))));
            Ok::<_, std::convert::Infallible>(tree.root())
        };
        let proof = hoheit_merkle::consistency_proof(old, size, &mut subtree).unwrap();
        AddCheckpoint { old, proof, checkpoint: checkpoint(ORIGIN, size) }
    };
    let ask = |request: &AddCheckpoint| book.add_checkpoint(request.to_string().as_bytes(), 1_764_453_340);
    assert_eq!(ask(&request(3, 7)), Answer { status: 409, body: "0\n".into() });
    let first = ask(&request(0, 7));
    assert_eq!((first.status, first.content_type()), (200, "text/plain; charset=utf-8"));
    let mut note = checkpoint(ORIGIN, 7);
    note.signatures.push(first.body.trim_end().parse().unwrap());
    assert_eq!(note.is_signed_by(&verifier), Ok(Some(Some(1_764_453_340))));
    assert_eq!(ask(&request(7, 300)).status, 200);
    assert_eq!(ask(&request(300, 300)).status, 200, "the same again is signed again");

    let conflict = ask(&request(7, 301));
    assert_eq!(
        (conflict.status, conflict.body.as_str(), conflict.content_type()),
        (409, "300\n", "text/x.tlog.size")
    );
    let mut wrong = request(300, 310);
    wrong.proof.pop();
    assert_eq!(ask(&wrong).status, 422);
    let mut forged = request(300, 300);
    forged.checkpoint = checkpoint(ORIGIN, 300);
    forged.checkpoint.text =
        forged.checkpoint.text.replace(&last(300).1.to_string(), &last(299).1.to_string());
    assert_eq!(ask(&forged).status, 403);
    forged.checkpoint.signatures = vec![key().sign(&forged.checkpoint.text, 0)];
    assert_eq!(ask(&forged).status, 422, "another log of the same size, rightly signed");
    let other = AddCheckpoint { old: 0, proof: vec![], checkpoint: checkpoint("other.example", 5) };
    assert_eq!(ask(&other).status, 404);
    let mut smaller = request(0, 7);
    smaller.old = 8;
    assert_eq!(ask(&smaller).status, 400);
    for garbage in [&b"old 1\n\n"[..], b"", b"\xff\n\n", b"old 01\n\nx\n1\n\n"] {
        assert_eq!(book.add_checkpoint(garbage, 0).status, 400);
    }

    // It remembers, and everybody may look.
    let hash = "2d4e4d8ab8ac9ba1b4d0e0d8";
    assert_eq!(book.checkpoint(hash).status, 404);
    let file = fs::read_dir(home.path().join("book")).unwrap().next().unwrap().unwrap();
    let name = file.file_name().into_string().unwrap();
    assert!(book.checkpoint(&name).body.starts_with(&format!("{ORIGIN}\n300\n")));
    let reopened = open(2);
    assert_eq!(reopened.add_checkpoint(request(7, 301).to_string().as_bytes(), 0).status, 409);
    // A book that somebody else signed, or that is damaged, is not an empty one.
    assert_eq!(open(3).add_checkpoint(request(0, 301).to_string().as_bytes(), 0).status, 500);
    fs::write(file.path(), "").unwrap();
    assert_eq!(reopened.add_checkpoint(request(0, 301).to_string().as_bytes(), 0).status, 500);
}

fn key_of(origin: &str) -> LogKey {
    LogKey::from_seed(origin, KeyKind::Ed25519, [1; 32]).unwrap()
}

#[test]
fn a_key_under_a_passphrase_opens_with_that_alone() {
    let sealed = SealedKey::seal(&key(), "vier Wörter im Rathaus").unwrap();
    let line = sealed.to_string();
    assert!(SealedKey::is_like(&line) && !line.contains("PRIVATE"), "{line}");
    let read = SealedKey::parse(&format!("{line}\n")).unwrap();
    let opened = read.open("vier Wörter im Rathaus").unwrap();
    assert_eq!(opened.to_secret(), key().to_secret());
    assert_eq!(read.open("vier Woerter im Rathaus").err(), Some(LogKeyError::Passphrase));
    // Another key under the same passphrase is not taken for it.
    let other = LogKey::from_seed(ORIGIN, KeyKind::Ed25519, [2; 32]).unwrap();
    let other = SealedKey::seal(&other, "vier Wörter im Rathaus").unwrap().to_string();
    let (own, others): (Vec<&str>, Vec<&str>) =
        (line.splitn(5, '+').collect(), other.splitn(5, '+').collect());
    let swapped = format!("{}+{}", own[..4].join("+"), others[4]);
    let swapped = SealedKey::parse(&swapped).unwrap();
    assert_eq!(swapped.open("vier Wörter im Rathaus").err(), Some(LogKeyError::Passphrase));
    assert_ne!(SealedKey::seal(&key(), "vier Wörter im Rathaus").unwrap(), sealed, "a salt of its own");
    for broken in ["SEALED+KEY+", "SEALED+KEY+a+b+c", "SEALED+KEY+a+b+AAAA", "PRIVATE+KEY+a+b+c"] {
        assert_eq!(SealedKey::parse(broken).err(), Some(LogKeyError::Form), "{broken}");
    }
    let witness = LogKey::from_seed("zeuge", KeyKind::Cosignature, [3; 32]).unwrap();
    let sealed = SealedKey::seal(&witness, "x").unwrap();
    assert_eq!(sealed.open("x").unwrap().to_secret(), witness.to_secret());
}
