// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Rehearsals whose target fails at every step, and what a move hashes by SHA-256.

use super::encrypting::KEYS;
use super::faults::{Fault, Faulty};
use super::*;
use crate::veil::Opening;
use std::path::Path;
use std::sync::Mutex;

const HOW: Sampling = Sampling { share_percent: 100, most_files: 100, most_bytes: 1 << 30, seed: 3 };

fn small(root: &Path) {
    put(root, "a/leer", b"");
    put(root, "a/eins", b"eins");
    put(root, "b/zwei.txt", b"zwei");
}

impl Move {
    fn rehearse(&self, plan: &PlanFile, target: &dyn Depot) -> Result<Rehearsed, MoveError> {
        self.rehearse_watched(plan, target, &|_| {})
    }

    fn rehearse_watched(
        &self,
        plan: &PlanFile,
        target: &dyn Depot,
        progress: &(dyn Fn(u64) + Sync),
    ) -> Result<Rehearsed, MoveError> {
        let returned = self.path("state/returned");
        let _ = std::fs::create_dir(&returned);
        let mut home = LocalDepot::open(&returned).unwrap();
        home.probe(hoheit_connect::Tag([8; 8])).unwrap();
        let state = self.path("state");
        let (out, back) = (WayFiles::new(&state, "out"), WayFiles::new(&state, "back"));
        let stage = Rehearsing {
            plan,
            permit: &self.permit,
            source: &self.source(),
            target,
            home: &home,
            out: &out,
            back: &back,
            clock: &Noon,
            stopwatch: &Noon,
            stop: &AtomicBool::new(false),
            progress,
        };
        stage.clear()?;
        stage.rehearse(&HOW)
    }

    #[track_caller]
    fn check_cleared(&self, what: &str) {
        assert!(tree(&self.path("target")).is_empty(), "{what}: something stays at the target");
        assert!(tree(&self.path("state/returned")).is_empty(), "{what}: something stays here");
    }
}

/// A rehearsal of what somebody plans to move, cut short at every step and begun anew.
fn nothing_stays(plan: impl Fn() -> Move) {
    for fault in [Fault::NotPersisted, Fault::Persisted] {
        let mut steps = 0;
        loop {
            let moving = plan();
            let before = tree(&moving.path("source"));
            let (plan, _) = moving.plan();
            let target = Faulty::new(moving.target(), steps, fault);
            let done = moving.rehearse(&plan, &target);
            if !target.has_failed() {
                let done = done.unwrap();
                assert_eq!((done.compared.came_back, done.sample.volume.files), (3, 3), "{done:?}");
                assert!(steps > 20, "{steps}");
                break;
            }
            let again = moving.rehearse(&plan, &moving.target()).unwrap();
            assert_eq!(again.compared.came_back, 3, "{fault:?} at step {steps}: {again:?}");
            assert_eq!(again.cleared.kept, 0);
            moving.check_cleared(&format!("{fault:?} at step {steps}"));
            assert_eq!(tree(&moving.path("source")), before, "the source is as it was");
            steps += 1;
        }
    }
}

// INVARIANT (recovery-is-the-normal-path)
#[test]
fn nothing_of_a_rehearsal_stays_whatever_fails() {
    nothing_stays(|| Move::in_memory(small));
}

// INVARIANT (recovery-is-the-normal-path)
#[test]
fn nothing_of_an_encrypted_rehearsal_stays_whatever_fails() {
    nothing_stays(|| Move::in_memory(small).encrypted());
}

// INVARIANT (nothing-in-the-clear)
#[test]
fn an_encrypted_plan_is_rehearsed_for_nobody() {
    let moving = Move::in_memory(small).encrypted();
    let (plan, _) = moving.plan();
    let seen = Mutex::new(BTreeMap::new());
    let look = |_| {
        let files = tree(&moving.path("target")).into_iter();
        let files = files.filter_map(|(path, entry)| Some((path.to_str()?.to_owned(), entry.content?)));
        seen.lock().unwrap().extend(files);
    };
    let done = moving.rehearse_watched(&plan, &moving.target(), &look).unwrap();
    assert_eq!((done.compared.came_back, done.compared.lost.len()), (3, 0), "{done:?}");
    // Told of the files, not of the age files and the index.
    assert_eq!((done.out.arrived, done.back.arrived), (done.sample.volume, done.sample.volume), "{done:?}");
    let seen = seen.into_inner().unwrap();
    let whole = seen.iter().filter(|(name, _)| !name.contains("/.hoheit-"));
    assert_eq!(whole.clone().count(), 4, "three files and the index");
    for (name, content) in whole {
        let is_age = Path::new(name).extension().is_some_and(|ending| ending == "age");
        assert!(is_age && !name.contains("zwei"), "{name}");
        assert!(content.starts_with(b"age-encryption.org/v1\n"));
        assert!(!content.windows(4).any(|four| four == b"zwei"), "{name}");
        // Not even those whom the plan names can read what was only tried.
        assert!(Opening::new(content.as_slice(), &KEYS).is_err(), "{name}");
    }
    let left = std::fs::read_dir(moving.path("state")).unwrap().map(|entry| entry.unwrap().file_name());
    let left: Vec<_> = left.filter(|name| name.to_str().unwrap().starts_with("out.")).collect();
    assert!(left.is_empty(), "{left:?}");
    moving.check_cleared("after the end");
}

#[test]
fn an_encrypted_object_that_comes_back_changed_is_found_out() {
    let moving = Move::in_memory(small).encrypted();
    let (plan, _) = moving.plan();
    let target = Faulty::new(moving.target(), 0, Fault::Lies);
    let done = moving.rehearse(&plan, &target).unwrap();
    // An object, or the index.
    assert_eq!(done.compared.missing.len(), 1, "{done:?}");
    moving.check_cleared("after a lie");
}

#[test]
fn an_index_that_does_not_come_back_takes_no_file_out_of_the_count() {
    let moving = Move::in_memory(small).encrypted();
    let (plan, _) = moving.plan();
    let lose = |_| {
        let files = tree(&moving.path("target")).into_keys();
        for index in files.filter(|path| path.ends_with("index-000001.age")) {
            // Workers tell of progress at the same time: one of them finds it.
            let _ = std::fs::remove_file(moving.path("target").join(index));
        }
    };
    let done = moving.rehearse_watched(&plan, &moving.target(), &lose).unwrap();
    assert_eq!((done.compared.missing.len(), done.compared.came_back), (1, 3), "{done:?}");
    assert_eq!(done.back.arrived.files, 3, "{done:?}");
    moving.check_cleared("after a loss");
}

#[test]
fn a_target_that_lies_is_found_out_by_a_rehearsal() {
    let moving = Move::in_memory(small);
    let (plan, _) = moving.plan();
    // One part of one object becomes another one on its way: it does not count, and so it is missing.
    let target = Faulty::new(moving.target(), 0, Fault::Lies);
    let done = moving.rehearse(&plan, &target).unwrap();
    assert_eq!((done.compared.missing.len(), done.compared.came_back), (1, 2), "{done:?}");
    moving.check_cleared("after a lie");
}

#[test]
fn what_somebody_puts_into_the_scratch_folder_stays() {
    let moving = Move::in_memory(small);
    let (plan, _) = moving.plan();
    let target = moving.target();
    let stop = Faulty::new(moving.target(), 12, Fault::Persisted);
    moving.rehearse(&plan, &stop).unwrap_err();
    put(&moving.path("target"), "fremd/x", b"fremd");
    let done = moving.rehearse(&plan, &target).unwrap();
    assert_eq!(done.cleared.kept, 0);
    assert_eq!(tree(&moving.path("target")).len(), 2, "what is not ours is not touched");
}

#[test]
fn a_sample_has_some_of_each_kind() {
    let moving = Move::in_memory(|root| {
        for number in 0..300 {
            put(root, &format!("viele/{number}.txt"), b"gleich");
        }
        put(root, "viele/ü.txt", b"Umlaut");
        put(root, "viele/tief/eins.txt", b"tiefer");
        put(root, "viele/bild.png", b"andere Endung");
        put(root, "viele/gross.txt", &[1; 5_000]);
        put(root, "viele/mit.txt", b"Attribut");
        let file = std::fs::File::open(root.join("viele/mit.txt")).unwrap();
        rustix::fs::fsetxattr(&file, "user.note", b"x", rustix::fs::XattrFlags::empty()).unwrap();
    });
    let (plan, _) = moving.plan();
    let how = Sampling { share_percent: 1, ..HOW };
    let drawn = draw(&plan, &moving.source(), &how).unwrap();
    assert_eq!((drawn.strata, drawn.drawn_strata, drawn.volume.files), (6, 6, 6), "{drawn:?}");
    assert_eq!(draw(&plan, &moving.source(), &how).unwrap(), drawn, "the same seed, the same sample");
    let other = draw(&plan, &moving.source(), &Sampling { seed: 4, ..how }).unwrap();
    assert_ne!(other.numbers, drawn.numbers);
    // More than one per cent would be seven files; of bytes there is room for less.
    let few = draw(&plan, &moving.source(), &Sampling { most_files: 2, ..how }).unwrap();
    assert_eq!(few.volume.files, 2);
    let light = draw(&plan, &moving.source(), &Sampling { most_bytes: 100, ..how }).unwrap();
    assert!(light.too_large == 1 && light.volume.size_bytes <= 100, "{light:?}");
    let half =
        draw(&plan, &moving.source(), &Sampling { share_percent: 50, most_files: 1_000, ..how }).unwrap();
    assert_eq!(half.volume.files, 153, "half of 305, rounded up");
}

#[test]
fn receipts_bear_sha256_where_it_is_asked_for() {
    let moving = Move::in_memory(|root| {
        put(root, "abc", b"abc");
        put(root, "leer", b"");
        put(root, "groß", &vec![3; (17 << 20) + 5]);
    });
    let (plan, _) = moving.plan();
    moving.run_but(&plan, |request| request.options.sha256 = true).unwrap();
    for receipt in moving.receipts() {
        use sha2::Digest as _;
        let content = std::fs::read(moving.path("source").join(receipt.object.as_str())).unwrap();
        let told = receipt.sha256.as_ref().unwrap();
        let byte = |place: usize| u8::from_str_radix(&told[place * 2..place * 2 + 2], 16).unwrap();
        let told: Vec<u8> = (0..told.len() / 2).map(byte).collect();
        assert_eq!(told, sha2::Sha256::digest(&content).to_vec(), "{}", receipt.object);
    }
    moving.check_arrived(&plan);
}
