// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Emptying the source, and the way back after it.

use super::faults::{Fault, Faulty};
use super::poor::Poor;
use super::*;
use hoheit_types::Removal;

/// What a second person would have signed.
pub(super) fn removal(plan: &PlanFile, quarantine_days: u32) -> Removal {
    let head = plan.plan();
    Removal {
        plan: plan.digest(),
        dataset: head.dataset,
        name: head.name.clone(),
        from: head.from.clone(),
        to: head.to.clone(),
        files: head.objects.files,
        size_bytes: head.objects.size_bytes,
        stated_at: Noon.now(),
        stated_by: "kim".into(),
        quarantine_days,
        recipients: head.recipients().to_vec(),
    }
}

struct At(Timestamp);

impl Clock for At {
    fn now(&self) -> Timestamp {
        self.0
    }
}

impl Move {
    pub(super) fn empty(
        &self,
        plan: &PlanFile,
        removal: &Removal,
        target: &dyn Depot,
    ) -> Result<Emptied, MoveError> {
        self.empty_by(plan, removal, &self.source(), target, &Noon)
    }

    pub(super) fn empty_by(
        &self,
        plan: &PlanFile,
        removal: &Removal,
        source: &dyn Depot,
        target: &dyn Depot,
        clock: &dyn Clock,
    ) -> Result<Emptied, MoveError> {
        let (journal, stop) = (self.path("state/journal"), AtomicBool::new(false));
        let (journal, stop, identities) = (&journal, &stop, &**super::encrypting::KEYS);
        empty_source(&Emptying { plan, removal, journal, source, target, identities, clock, stop })
    }

    fn bring_back(&self, plan: &PlanFile, target: &dyn Depot) -> Returned {
        let journal = self.path("state/journal");
        back(plan, &journal, (&self.source(), target), &[], &Noon, &AtomicBool::new(false)).unwrap()
    }

    fn places(&self) -> [(&'static str, Box<dyn Depot>); 3] {
        [
            ("a file system", Box::new(self.target())),
            ("folders without rights", Box::new(Poor::new(self.target(), true))),
            ("no folders", Box::new(Poor::new(self.target(), false))),
        ]
    }
}

#[test]
fn a_source_is_emptied_and_all_of_it_comes_back() {
    for place in 0..3 {
        let moving = Move::new(town);
        let before = tree(&moving.path("source"));
        let (what, target) = moving.places().into_iter().nth(place).unwrap();
        let (plan, _) = moving.plan_between(&moving.source(), &*target, "", &[]);
        moving.run_between(&plan, &moving.source(), &*target).unwrap();
        let there = tree(&moving.path("target"));
        let emptied = moving.empty(&plan, &removal(&plan, 0), &*target).unwrap();
        assert_eq!((emptied.files, emptied.folders, emptied.left.len()), (42, 7, 0), "{what}");
        assert_eq!(emptied.size_bytes, plan.plan().objects.size_bytes);
        assert!(tree(&moving.path("source")).is_empty());
        assert!(tree(&moving.path("target")) == there, "{what}: the target is as it was");
        let stands = status(&plan, &moving.path("state/journal")).unwrap();
        assert!(
            stands.dropped == 42 && stands.emptied.is_some() && stands.conflicts.is_empty(),
            "{stands:?}"
        );
        let again = moving.empty(&plan, &removal(&plan, 0), &*target).unwrap();
        assert_eq!(again, emptied, "once is enough, and the account is the same");
        let returned = moving.bring_back(&plan, &*target);
        assert_eq!((returned.copied_back, returned.files, returned.conflicts.len()), (42, 42, 0), "{what}");
        assert!(tree(&moving.path("source")) == before, "{what}");
        assert!(matches!(moving.empty(&plan, &removal(&plan, 0), &*target), Err(MoveError::Undone)));
    }
}

/// INVARIANT (no-removal-without-approval): nothing else than what was signed, and not before its time.
#[test]
fn nothing_is_removed_too_early_or_for_another_plan() {
    let moving = Move::new(|root| {
        put(root, "a", b"eins");
        put(root, "b", b"zwei");
    });
    let (plan, _) = moving.plan();
    let signed = removal(&plan, 30);
    let day = 86_400_000_000_000_i64;
    let after = |days: i64, less: i64| At(Timestamp(Noon.now().0 + days * day - less));
    let by = |removal: &Removal, clock: &dyn Clock| {
        moving.empty_by(&plan, removal, &moving.source(), &moving.target(), clock)
    };
    assert!(matches!(by(&signed, &after(31, 0)), Err(MoveError::Incomplete)), "it was not even carried out");
    std::fs::remove_file(moving.path("source/b")).unwrap();
    moving.run(&plan).unwrap();
    assert!(matches!(by(&signed, &after(31, 0)), Err(MoveError::Incomplete)), "one has not arrived");
    let moving = Move::new(|root| {
        put(root, "a", b"eins");
        put(root, "b", b"zwei");
    });
    let (plan, _) = moving.plan();
    moving.run(&plan).unwrap();
    let signed = removal(&plan, 30);
    let by = |removal: &Removal, clock: &dyn Clock| {
        moving.empty_by(&plan, removal, &moving.source(), &moving.target(), clock)
    };
    assert!(matches!(by(&signed, &after(30, 1)), Err(MoveError::Quarantine)));
    for other in [
        Removal { files: 1, ..signed.clone() },
        Removal { recipients: vec!["age1".into()], ..signed.clone() },
        Removal { size_bytes: 7, ..signed.clone() },
        Removal { plan: hoheit_types::Digest::new([7; 32]), ..signed.clone() },
        Removal { from: signed.to.clone(), ..signed.clone() },
    ] {
        assert!(matches!(by(&other, &after(31, 0)), Err(MoveError::NotPermitted)));
    }
    assert_eq!(tree(&moving.path("source")).len(), 2);
    assert_eq!(by(&signed, &after(30, 0)).unwrap().files, 2);
}

#[test]
fn only_what_is_still_what_was_read_goes() {
    let moving = Move::new(town);
    std::fs::hard_link(moving.path("source/Amt 2/Akte 2.txt"), moving.path("source/Amt 2/zweiter Name"))
        .unwrap();
    let (plan, _) = moving.plan();
    moving.run(&plan).unwrap();
    let source = moving.path("source");
    put(&source, "Amt 1/Akte 1.txt", b"weitergeschrieben");
    put(&source, "Amt 1/neu.txt", b"kam dazu");
    std::fs::set_permissions(source.join("leer.txt"), std::fs::Permissions::from_mode(0o600)).unwrap();
    // The time was set back: only the system's own moment tells.
    let path = source.join("Amt 3/Akte 3.txt");
    let time = path.metadata().unwrap().modified().unwrap();
    put(&source, "Amt 3/Akte 3.txt", b"Inhalt 9");
    std::fs::File::open(&path).unwrap().set_modified(time).unwrap();
    let emptied = moving.empty(&plan, &removal(&plan, 0), &moving.target()).unwrap();
    assert_eq!((emptied.files, &emptied.left), (40, &BTreeMap::from([(Conflict::SourceChanged, 3)])));
    let left: Vec<PathBuf> = tree(&source).into_keys().collect();
    let expected = ["Amt 1", "Amt 1/Akte 1.txt", "Amt 1/neu.txt", "Amt 3", "Amt 3/Akte 3.txt", "leer.txt"]
        .map(PathBuf::from);
    assert_eq!(left, expected);
    let stands = status(&plan, &moving.path("state/journal")).unwrap();
    assert_eq!(stands.left[&Conflict::SourceChanged].0, 3);
    // What it says is in the journal, name by name.
    assert!(stands.left[&Conflict::SourceChanged].1.iter().any(|name| name.as_str() == "leer.txt"));
}

#[test]
fn a_target_that_lost_something_keeps_the_source_whole() {
    let moving = Move::new(town);
    let before = tree(&moving.path("source"));
    let (plan, _) = moving.plan();
    moving.run(&plan).unwrap();
    let path = moving.path("target/groß.bin");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[9 << 20] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    let emptied = moving.empty(&plan, &removal(&plan, 0), &moving.target());
    assert!(matches!(emptied, Err(MoveError::TargetDamaged)), "{emptied:?}");
    assert!(tree(&moving.path("source")) == before);
}

// INVARIANT (recovery-is-the-normal-path)
#[test]
fn emptying_survives_every_fault_at_the_source() {
    for fault in [Fault::NotPersisted, Fault::Persisted] {
        let mut steps = 0;
        loop {
            let moving = Move::in_memory(|root| {
                put(root, "a/eins", b"eins");
                put(root, "a/b/zwei", b"zwei");
                put(root, "c", b"drei");
            });
            let before = tree(&moving.path("source"));
            let (plan, _) = moving.plan();
            moving.run(&plan).unwrap();
            let source = Faulty::new(moving.source(), steps, fault);
            let done = moving.empty_by(&plan, &removal(&plan, 0), &source, &moving.target(), &Noon);
            let emptied = moving.empty(&plan, &removal(&plan, 0), &moving.target()).unwrap();
            assert_eq!((emptied.files, emptied.folders, emptied.left.len()), (3, 2, 0), "{fault:?} {steps}");
            assert!(tree(&moving.path("source")).is_empty(), "{fault:?} at step {steps}");
            // On the way back the source fails, too.
            let journal = moving.path("state/journal");
            let failing = Faulty::new(moving.source(), steps, fault);
            let stop = AtomicBool::new(false);
            let broken = back(&plan, &journal, (&failing, &moving.target()), &[], &Noon, &stop);
            let returned = moving.bring_back(&plan, &moving.target());
            assert!(returned.conflicts.is_empty(), "{fault:?} at step {steps}: {returned:?}");
            assert!(tree(&moving.path("source")) == before, "{fault:?} at step {steps}");
            assert!(tree(&moving.path("target")).is_empty());
            if !source.has_failed() && !failing.has_failed() {
                assert!(done.is_ok() && broken.is_ok() && steps > 10, "{steps}");
                break;
            }
            steps += 1;
        }
    }
}

#[test]
fn what_somebody_else_took_away_is_not_told_as_removed() {
    let moving = Move::new(town);
    let (plan, _) = moving.plan();
    moving.run(&plan).unwrap();
    let (source, away) = (moving.path("source"), moving.path("away"));
    std::fs::rename(&source, &away).unwrap();
    std::fs::create_dir(&source).unwrap();
    let nothing = moving.empty(&plan, &removal(&plan, 0), &moving.target()).unwrap();
    let told = |emptied: &Emptied| (emptied.files, emptied.folders, emptied.gone, emptied.left.len());
    assert_eq!(told(&nothing), (0, 0, 42, 0));
    assert_eq!(nothing.list.to_string(), blake3::hash(b"").to_string(), "no name is in the list");
    let stands = status(&plan, &moving.path("state/journal")).unwrap();
    assert_eq!((stands.dropped, stands.gone), (0, 42));
    std::fs::remove_dir(&source).unwrap();
    std::fs::rename(&away, &source).unwrap();
    std::fs::remove_file(source.join("leer.txt")).unwrap();
    let emptied = moving.empty(&plan, &removal(&plan, 0), &moving.target()).unwrap();
    assert_eq!(told(&emptied), (41, 7, 1, 0), "what is there again is looked at again");
    assert!(tree(&source).is_empty());
    let stands = status(&plan, &moving.path("state/journal")).unwrap();
    assert_eq!((stands.dropped, stands.gone), (41, 1));
}
