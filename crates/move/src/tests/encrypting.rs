// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Moves that leave encrypted: what arrives, through faults and lost keys, and what comes back.

use super::emptying::removal;
use super::faults::{Fault, Faulty};
use super::poor::Poor;
use super::*;
use crate::veil::Opening;
use std::io::Read as _;
use std::sync::LazyLock;

/// A pair of keys; what `age-keygen` makes.
const SECRET: &str = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
/// Somebody else's.
const OTHER: &str = "AGE-SECRET-KEY-1ZUT3W9CHZUT3W9CHZUT3W9CHZUT3W9CHZUT3W9CHZUT3W9CHZUTSGU5XK6";

pub(super) static KEYS: LazyLock<Vec<Identity>> = LazyLock::new(|| Identity::read_all(SECRET).unwrap());

impl Move {
    pub(super) fn encrypted(mut self) -> Self {
        self.recipients = vec![KEYS[0].recipient().unwrap()];
        self
    }

    fn undo_by(&self, plan: &PlanFile, keys: &[Identity]) -> Result<Returned, MoveError> {
        let (journal, stop) = (self.path("state/journal"), AtomicBool::new(false));
        back(plan, &journal, (&self.source(), &self.target()), keys, &Noon, &stop)
    }

    /// What anybody with the private key makes of the target: each file's content by its real name, and the index's lines.
    fn opened(&self) -> (BTreeMap<String, Vec<u8>>, Vec<serde_json::Value>) {
        self.opened_below("target")
    }

    fn opened_below(&self, part: &str) -> (BTreeMap<String, Vec<u8>>, Vec<serde_json::Value>) {
        let target = tree(&self.path(part));
        let mut files = target.iter().filter_map(|(path, entry)| Some((path, entry.content.as_ref()?)));
        let open = |content: &[u8]| {
            let mut opened = Vec::new();
            Opening::new(content, &KEYS).unwrap().read_to_end(&mut opened).unwrap();
            opened
        };
        let (index, index_file) = files.find(|(path, _)| path.ends_with("index-000001.age")).unwrap();
        let text = String::from_utf8(open(index_file)).unwrap();
        let mut lines = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        assert_eq!(lines.next().unwrap()["format"], "hoheit-index/1");
        let lines: Vec<_> = lines.collect();
        let named = lines.iter().filter(|line| line["kind"] == "file").map(|line| {
            let path = index.with_file_name(line["file"].as_str().unwrap());
            let content = open(target[&path].content.as_ref().unwrap());
            assert_eq!(line["size_bytes"], content.len());
            (line["name"].as_str().unwrap().to_owned(), content)
        });
        let named: BTreeMap<_, _> = named.collect();
        // The move's folder and the index are all that is there besides.
        assert_eq!(target.len(), named.len() + 2, "something is left over");
        (named, lines)
    }

    #[track_caller]
    fn check_opened(&self) {
        let source = tree(&self.path("source"));
        let files = source
            .iter()
            .filter_map(|(path, entry)| Some((path.to_str().unwrap().to_owned(), entry.content.clone()?)));
        assert!(self.opened().0 == files.collect::<BTreeMap<_, _>>(), "other names or contents");
    }
}

#[test]
fn what_arrives_tells_nothing_and_opens_with_the_key_alone() {
    let moving = Move::new(town).encrypted();
    let (plan, found) = moving.plan();
    assert_eq!((found.losses.len(), found.left_out.len()), (0, 0), "all of it travels in the index");
    let arrived = moving.run(&plan).unwrap();
    assert_eq!((arrived.files, arrived.sidecar_parts, arrived.is_complete()), (42, 1, true));
    moving.check_opened();
    let head = plan.plan().encryption.as_ref().unwrap();
    let (target, mut bytes) = (tree(&moving.path("target")), 0);
    for (path, entry) in &target {
        let name = path.to_str().unwrap();
        assert!(!["Amt", "Akte", "leer", "gro", "Ordner"].iter().any(|word| name.contains(word)), "{name}");
        let Some(content) = &entry.content else { continue };
        assert!(!content.windows(6).any(|part| part == b"Inhalt"), "{name}");
        assert_eq!((entry.mode & 0o777, entry.modified.0, &entry.attribute), (0o600, 1_795_000_000, &None));
        bytes += if name.contains("index") { 0 } else { entry.size };
    }
    assert_eq!(head.size_bytes, bytes, "the plan knows both sizes");
    assert!(plan.plan().stored_bytes() > plan.plan().objects.size_bytes);
    // Rights, times, attributes, and folders without anything in them.
    let lines = moving.opened().1;
    let line = |name: &str| lines.iter().find(|line| line["name"] == name).unwrap();
    assert_eq!(line("leer.txt")["meta"]["mode"], "0640");
    assert_eq!(line("leer.txt")["meta"]["xattr"]["note"], "bWVya2Vu");
    assert_eq!(line("Ordner/leer")["kind"], "folder");
    assert_eq!(line("groß.bin")["meta"]["mtime"], 1_000_000_000_123_456_789_i64);
    // The key is gone with the need for it, and the move is known as complete without one.
    assert!(!moving.path("state/stream.key").exists());
    assert_eq!(moving.run(&plan).unwrap().carried_bytes, 0);
    assert!(!moving.path("state/stream.key").exists());
    for receipt in moving.receipts() {
        let content = std::fs::read(moving.path("target").join(receipt.stored_as.as_str())).unwrap();
        let digest = hoheit_types::Digest::new(*blake3::hash(&content).as_bytes());
        assert_eq!(
            (receipt.target, receipt.source, receipt.size_bytes),
            (digest, digest, content.len() as u64)
        );
    }
    let verified = verify(&plan, &moving.path("state/journal"), &moving.target(), &AtomicBool::new(false));
    let verified = verified.unwrap();
    assert_eq!((verified.files, verified.sidecar_parts, verified.size_bytes), (42, 1, bytes));
}

/// One of several parts, one empty, a small one.
fn hamlet(root: &Path) {
    put(root, "a/leer", b"");
    put(root, "b/zwei", b"zwei");
    let large: Vec<u8> = (0..(8 << 20) + 5_u32).map(|at| (at >> 9) as u8 ^ at as u8).collect();
    put(root, "groß", &large);
}

// INVARIANT (recovery-is-the-normal-path)
#[test]
fn an_encrypted_move_survives_every_fault_and_a_lost_key() {
    for (fault, loses_key) in
        [(Fault::NotPersisted, false), (Fault::Persisted, false), (Fault::Persisted, true)]
    {
        for steps in 0.. {
            let moving = Move::in_memory(hamlet).encrypted();
            let (plan, _) = moving.plan();
            let target = Faulty::new(moving.target(), steps, fault);
            let done = moving.run_between(&plan, &moving.source(), &target);
            if !target.has_failed() {
                assert!(done.is_ok() && steps > 20, "{steps} {done:?}");
                break;
            }
            if loses_key {
                let _ = std::fs::remove_file(moving.path("state/stream.key"));
            }
            let again = moving.run(&plan).unwrap();
            assert!(again.is_complete(), "{fault:?} at step {steps}: {again:?}");
            moving.check_opened();
            assert_eq!(moving.receipts().len(), 4);
            // What later has to be told again of the source is known, whichever run has sent it.
            let mut known = 0;
            crate::back::each_completed(&moving.path("state/journal"), &mut |number, completed| {
                let planned = plan.get(number)?;
                if let Ok(content) = std::fs::read(moving.path("source").join(planned.name.as_str())) {
                    assert_eq!(completed.source.as_bytes(), blake3::hash(&content).as_bytes());
                    known += 1;
                }
                Ok(())
            })
            .unwrap();
            assert!(known >= 3);
        }
    }
}

// INVARIANT (nothing-in-the-clear)
#[test]
fn without_a_place_for_the_key_nothing_leaves() {
    let moving = Move::new(hamlet).encrypted();
    let (plan, _) = moving.plan();
    let ran = moving.run_but(&plan, |request| request.safe = None);
    assert!(matches!(ran, Err(MoveError::Cipher)), "{ran:?}");
    assert!(tree(&moving.path("target")).is_empty());
}

#[test]
fn the_way_back_needs_no_key_while_the_source_has_all() {
    let moving = Move::new(town).encrypted();
    let before = tree(&moving.path("source"));
    let (plan, _) = moving.plan();
    moving.run(&plan).unwrap();
    let returned = moving.undo_by(&plan, &[]).unwrap();
    assert_eq!((returned.files, returned.copied_back, returned.conflicts.len()), (42, 0, 0));
    assert!(tree(&moving.path("target")).is_empty());
    assert!(tree(&moving.path("source")) == before);
}

#[test]
fn what_was_cut_short_is_undone_without_left_overs() {
    for fault in [Fault::NotPersisted, Fault::Persisted] {
        for steps in 0.. {
            let moving = Move::in_memory(hamlet).encrypted();
            let before = tree(&moving.path("source"));
            let (plan, _) = moving.plan();
            let target = Faulty::new(moving.target(), steps, fault);
            let done = moving.run_between(&plan, &moving.source(), &target);
            let returned = moving.undo_by(&plan, &[]).unwrap();
            assert!(returned.conflicts.is_empty(), "{fault:?} at step {steps}: {returned:?}");
            assert!(tree(&moving.path("target")).is_empty(), "{fault:?} at step {steps}");
            assert!(tree(&moving.path("source")) == before);
            if !target.has_failed() {
                assert!(done.is_ok() && steps > 20);
                break;
            }
        }
    }
}

#[test]
fn a_source_that_tells_no_changes_is_read_for_what_it_held() {
    let moving = Move::new(town).encrypted();
    let source = Poor::new(moving.source(), true).without_changes();
    let (plan, _) = moving.plan_between(&source, &moving.target(), "", &[]);
    moving.run_between(&plan, &source, &moving.target()).unwrap();
    let path = moving.path("source/Amt 3/Akte 3.txt");
    let time = path.metadata().unwrap().modified().unwrap();
    std::fs::write(&path, "Inhalt 9").unwrap();
    std::fs::File::open(&path).unwrap().set_modified(time).unwrap();
    let emptied = moving.empty_by(&plan, &removal(&plan, 0), &source, &moving.target(), &Noon).unwrap();
    assert_eq!((emptied.files, emptied.left), (41, BTreeMap::from([(Conflict::SourceChanged, 1)])));
}

#[test]
fn a_conflict_keeps_no_stream_key() {
    let moving = Move::new(hamlet).encrypted();
    let (plan, _) = moving.plan();
    let large = (0..plan.len() as u32).map(|number| plan.get(number).unwrap());
    let large = large.into_iter().find(|planned| planned.name.as_str() == "groß").unwrap();
    let stands = moving.path("target").join(plan.stored_as(&large).as_str());
    std::fs::create_dir_all(stands.parent().unwrap()).unwrap();
    std::fs::write(&stands, "of somebody else").unwrap();
    for _ in 0..2 {
        let arrived = moving.run(&plan).unwrap();
        assert_eq!(arrived.conflicts, BTreeMap::from([(Conflict::TargetExists, 1)]));
        assert!(!moving.path("state/stream.key").exists(), "all were tried: the key goes");
    }
    // By a new key the rest arrives, beside what the first one has sealed.
    std::fs::remove_file(&stands).unwrap();
    assert!(moving.run(&plan).unwrap().is_complete());
    moving.check_opened();
    assert!(!moving.path("state/stream.key").exists());
}

// INVARIANT (no-removal-without-a-key)
#[test]
fn no_source_is_emptied_that_nobody_could_read_again() {
    let moving = Move::new(hamlet).encrypted();
    let before = tree(&moving.path("source"));
    let (plan, _) = moving.plan();
    moving.run(&plan).unwrap();
    let (journal, stop, removal) = (moving.path("state/journal"), AtomicBool::new(false), removal(&plan, 0));
    let empty = |identities: &[Identity]| {
        let (source, target) = (&moving.source(), &moving.target());
        let (plan, removal, journal, clock, stop) = (&plan, &removal, &journal, &Noon, &stop);
        empty_source(&Emptying { plan, removal, journal, source, target, identities, clock, stop })
    };
    let other = Identity::read_all(OTHER).unwrap();
    assert!(matches!(empty(&[]), Err(MoveError::NoIdentity)));
    assert!(matches!(empty(&other), Err(MoveError::WrongIdentity)));
    // Another age file for the same key opens, too, and is no index of this plan.
    let large = (0..plan.len() as u32).map(|number| plan.stored_as(&plan.get(number).unwrap()));
    let other =
        large.map(|name| std::fs::read(moving.path("target").join(name.as_str()))).find_map(Result::ok);
    let index = moving.path("target").join(plan.own_folder().as_str()).join("index-000001.age");
    let whole = std::fs::read(&index).unwrap();
    for planted in [b"no age file".to_vec(), whole[..whole.len() - 1].to_vec(), other.unwrap()] {
        std::fs::write(&index, planted).unwrap();
        assert!(matches!(empty(&KEYS), Err(MoveError::Undecipherable)));
    }
    std::fs::remove_file(&index).unwrap();
    assert!(matches!(empty(&KEYS), Err(MoveError::Undecipherable)));
    // A line that breaks says nothing of what lies there.
    std::fs::write(&index, &whole).unwrap();
    let target = Poor::new(moving.target(), true).breaking();
    let proved = crate::veil::prove_key(&plan, &target, &KEYS);
    assert!(matches!(proved, Err(MoveError::Place(_))), "{proved:?}");
    assert!(tree(&moving.path("source")) == before, "nothing is removed");
    let emptied = empty(&KEYS).unwrap();
    assert_eq!((emptied.files, emptied.left.len()), (3, 0));
}

/// What the journal says of an object's content is what its age file holds, also where it was read by two runs, and the source has changed in between
/// and hides it: the source is emptied by that.
#[test]
fn a_change_between_two_runs_makes_no_object_of_both() {
    let (mut changed, mut arrived) = (0, 0);
    for steps in 0.. {
        let moving = Move::in_memory(hamlet).encrypted();
        let source = Poor::new(moving.source(), true).without_changes();
        let (plan, _) = moving.plan_between(&source, &moving.target(), "", &[]);
        let target = Faulty::new(moving.target(), steps, Fault::Persisted);
        let _ = moving.run_between(&plan, &source, &target);
        if !target.has_failed() {
            break;
        }
        let path = moving.path("source/groß");
        let time = path.metadata().unwrap().modified().unwrap();
        let mut content = std::fs::read(&path).unwrap();
        content[5] ^= 1;
        content[8 << 20] ^= 1;
        std::fs::write(&path, &content).unwrap();
        std::fs::File::open(&path).unwrap().set_modified(time).unwrap();
        let again = moving.run_between(&plan, &source, &moving.target()).unwrap();
        if !again.is_complete() {
            assert_eq!(again.conflicts, BTreeMap::from([(Conflict::SourceChanged, 1)]), "step {steps}");
            // The folder, the index, the two others.
            assert_eq!(tree(&moving.path("target")).len(), 4, "step {steps}: something is left over");
            changed += 1;
            continue;
        }
        let opened = moving.opened().0;
        crate::back::each_completed(&moving.path("state/journal"), &mut |number, completed| {
            let planned = plan.get(number)?;
            if let Some(content) = opened.get(planned.name.as_str()) {
                assert_eq!(completed.source.as_bytes(), blake3::hash(content).as_bytes(), "step {steps}");
            }
            Ok(())
        })
        .unwrap();
        arrived += 1;
    }
    assert!(changed > 0 && arrived > 0, "{changed} {arrived}");
}

#[test]
fn what_the_source_no_longer_has_comes_back_with_the_key_alone() {
    let moving = Move::new(town).encrypted();
    let before = tree(&moving.path("source"));
    let (plan, _) = moving.plan();
    moving.run(&plan).unwrap();
    let emptied = moving.empty(&plan, &removal(&plan, 0), &moving.target()).unwrap();
    assert_eq!((emptied.files, emptied.left.len()), (42, 0));
    assert!(tree(&moving.path("source")).is_empty());
    let there = tree(&moving.path("target"));
    // Somebody else's key: told before anything is touched.
    let other = Identity::read_all(OTHER).unwrap();
    assert!(matches!(moving.undo_by(&plan, &other), Err(MoveError::WrongIdentity)));
    let journal = moving.path("state/journal");
    assert!(!status(&plan, &journal).unwrap().is_undone);
    // None: all of it stays.
    let returned = moving.undo_by(&plan, &[]).unwrap();
    assert_eq!((returned.files, &returned.conflicts), (0, &BTreeMap::from([(Conflict::NoIdentity, 42)])));
    assert!(tree(&moving.path("target")) == there && tree(&moving.path("source")).is_empty());
    let returned = moving.undo_by(&plan, &KEYS).unwrap();
    assert_eq!((returned.files, returned.copied_back, returned.conflicts.len()), (42, 42, 0));
    let after = tree(&moving.path("source"));
    for (path, entry) in &before {
        assert!(after.get(path) == Some(entry), "{}: {:?}", path.display(), after.get(path));
    }
    assert!(after.len() == before.len() && tree(&moving.path("target")).is_empty());
}

#[test]
fn a_flipped_bit_at_the_target_is_found_and_loses_nothing() {
    let moving = Move::new(hamlet).encrypted();
    let (plan, _) = moving.plan();
    moving.run(&plan).unwrap();
    let planned = (0..plan.len() as u32).map(|number| plan.get(number).unwrap());
    let large = planned.into_iter().find(|planned| planned.name.as_str() == "groß").unwrap();
    let path = moving.path("target").join(plan.stored_as(&large).as_str());
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[5 << 20] ^= 1;
    let time = path.metadata().unwrap().modified().unwrap();
    std::fs::write(&path, &bytes).unwrap();
    std::fs::File::open(&path).unwrap().set_modified(time).unwrap();
    let journal = moving.path("state/journal");
    let verified = verify(&plan, &journal, &moving.target(), &AtomicBool::new(false)).unwrap();
    assert_eq!((verified.files, verified.different), (2, (1, vec![large.name.clone()])), "by its real name");
    let stock = [audit::Stock::Moved { plan: &plan, journal: &journal }];
    let stop = AtomicBool::new(false);
    let audited = audit::audit(&stock, &moving.target(), (100, &[0; 32]), &stop, &|_| {}).unwrap();
    let found: Vec<_> = audited.damaged.names.iter().chain(&audited.changed.names).cloned().collect();
    assert_eq!(found.as_slice(), std::slice::from_ref(&large.name));
    for name in ["a/leer", "groß"] {
        std::fs::remove_file(moving.path("source").join(name)).unwrap();
    }
    let returned = moving.undo_by(&plan, &KEYS).unwrap();
    assert_eq!((returned.copied_back, returned.files), (1, 2));
    assert_eq!(returned.conflicts, BTreeMap::from([(Conflict::TargetChanged, 1)]));
    assert!(path.exists() && !moving.path("source/groß").exists());
    // A place that tells of no changes: decrypting does.
    let moving = Move::new(hamlet).encrypted();
    let (plan, _) = moving.plan();
    let target = || Poor::new(moving.target(), true).without_changes();
    moving.run_between(&plan, &moving.source(), &target()).unwrap();
    let path = moving.path("target").join(plan.stored_as(&large).as_str());
    let time = path.metadata().unwrap().modified().unwrap();
    std::fs::write(&path, &bytes).unwrap();
    std::fs::File::open(&path).unwrap().set_modified(time).unwrap();
    std::fs::remove_file(moving.path("source/groß")).unwrap();
    let stop = AtomicBool::new(false);
    let returned =
        back(&plan, &moving.path("state/journal"), (&moving.source(), &target()), &KEYS, &Noon, &stop)
            .unwrap();
    assert_eq!(returned.conflicts, BTreeMap::from([(Conflict::Undecipherable, 1)]));
    assert!(path.exists() && !moving.path("source/groß").exists());
}

#[test]
fn names_that_the_target_can_not_hold_are_no_matter() {
    for has_folders in [true, false] {
        let moving = Move::new(|root| {
            put(root, "Ä/a", b"1");
            put(root, "Ä/A", b"2");
            put(root, &"x".repeat(200), b"3");
        })
        .encrypted();
        let target = || Poor::new(moving.target(), has_folders);
        let (plan, found) = moving.plan_between(&moving.source(), &target(), "Archiv", &[]);
        assert!(found.losses.is_empty() && found.left_out.is_empty(), "{found:?}");
        moving.run_between(&plan, &moving.source(), &target()).unwrap();
        assert_eq!(moving.opened_below("target/Archiv").0.len(), 3);
    }
}
