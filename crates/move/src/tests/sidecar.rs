// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a place can't keep travels beside the objects, and comes back with them.

use super::poor::Poor;
use super::*;
use hoheit_types::{Digest, Loss, SIDECAR_FOLDER};

fn not_stopped() -> AtomicBool {
    AtomicBool::new(false)
}

impl Move {
    fn poor(&self, has_folders: bool) -> Poor {
        Poor::new(self.target(), has_folders)
    }

    fn check(&self, plan: &PlanFile, place: &dyn Depot) -> Verified {
        verify(plan, &self.path("state/journal"), place, &not_stopped()).unwrap()
    }

    fn undo(&self, plan: &PlanFile, place: &dyn Depot) -> Returned {
        let journal = self.path("state/journal");
        back(plan, &journal, (&self.source(), place), &[], &Noon, &not_stopped()).unwrap()
    }

    /// The sidecar's parts, as they lie at the target.
    fn parts(&self, plan: &PlanFile) -> Vec<PathBuf> {
        let tag = tag_of(plan.digest()).to_string();
        let folder = self.path("target").join(plan.plan().into.as_str()).join(SIDECAR_FOLDER).join(tag);
        let mut parts: Vec<PathBuf> =
            std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
        parts.sort();
        parts
    }
}

/// Of two parts one has arrived when the place refuses the folder of both: that one stays arrived.
#[test]
fn a_part_that_arrived_is_not_given_up() {
    let moving = Move::new(|root| {
        let deep = vec!["x".repeat(250); 13].join("/");
        for number in 0..1_300 {
            put(root, &format!("{deep}/{number}"), b"");
        }
    });
    let (plan, _) = moving.plan_between(&moving.source(), &moving.poor(true), "", &[]);
    assert_eq!(plan.plan().objects.sidecar.as_ref().unwrap().parts.len(), 2);
    let stands = moving.path("target").join(plan.own_folder().as_str()).join("meta-000002.jsonl");
    put(&moving.path("target"), stands.to_str().unwrap(), b"of somebody else");
    let arrived = moving.run_between(&plan, &moving.source(), &moving.poor(true)).unwrap();
    assert_eq!(arrived.conflicts, BTreeMap::from([(Conflict::TargetExists, 1)]));
    let target = moving.poor(true).refusing_folders();
    let arrived = moving.run_between(&plan, &moving.source(), &target).unwrap();
    assert_eq!((arrived.sidecar_parts, arrived.conflicts[&Conflict::TargetRefuses]), (1, 1));
    std::fs::remove_file(&stands).unwrap();
    assert!(moving.run_between(&plan, &moving.source(), &moving.poor(true)).unwrap().is_complete());
    assert_eq!(moving.receipts().len(), 1_302, "one of each");
}

#[test]
fn where_all_is_kept_there_is_no_sidecar() {
    let moving = Move::new(town);
    let (plan, _) = moving.plan();
    assert_eq!(plan.plan().objects.sidecar, None);
    assert_eq!(moving.run(&plan).unwrap().sidecar_parts, 0);
    assert!(!moving.path("target").join(SIDECAR_FOLDER).exists());
}

/// A folder that is called like ours is somebody's, but for what a move has put into it.
#[test]
fn what_people_keep_in_a_folder_of_that_name_moves() {
    let moving = Move::new(|root| {
        put(root, "x/.hoheit/wichtig.txt", b"wichtig");
        put(root, "x/.hoheit/0123456789abcdef/meta-000001.jsonl", b"eines Umzugs");
        put(root, "x/.hoheit/0123456789abcdef0/mehr.txt", b"17 Ziffern");
        put(root, "y/.hoheit/fedcba9876543210", b"eine Datei");
        put(root, "z/.hoheit/0123456789abcdef/meta-000001.jsonl", b"eines anderen");
        put(root, "z/a.txt", b"a");
        put(root, ".hoheit/oben.txt", b"neben der Beilage");
    });
    let before = tree(&moving.path("source"));
    // With a sidecar of its own beside it.
    let target = moving.poor(true);
    let (plan, found) = moving.plan_between(&moving.source(), &target, "", &[]);
    assert!(found.left_out.is_empty(), "{found:?}");
    let arrived = moving.run_between(&plan, &moving.source(), &target).unwrap();
    assert_eq!((arrived.files, arrived.sidecar_parts, arrived.conflicts.len()), (5, 1, 0));
    let own = RelPath::from_kept(format!("{SIDECAR_FOLDER}/{}", tag_of(plan.digest())));
    let mut there: Vec<PathBuf> = tree(&moving.path("target")).into_keys().collect();
    there.retain(|path| !path.starts_with(own.as_str()));
    let mut expected: Vec<PathBuf> = before.keys().cloned().collect();
    expected.retain(|path| !path.starts_with("x/.hoheit/0123456789abcdef") && !path.starts_with("z/.hoheit"));
    assert_eq!(there, expected);
    assert_eq!(moving.undo(&plan, &target).files, 5);
    assert!(tree(&moving.path("target")).is_empty());
    assert!(tree(&moving.path("source")) == before);
}

#[test]
fn what_the_target_cant_keep_lies_beside_it_and_comes_back() {
    for (has_folders, into) in [(true, ""), (false, ""), (true, "Archiv/2026"), (false, "Archiv/2026")] {
        let moving = Move::new(town);
        let before = tree(&moving.path("source"));
        let target = moving.poor(has_folders);
        let (plan, found) = moving.plan_between(&moving.source(), &target, into, &[]);
        assert!(found.losses.contains_key(&Loss::Mode), "{found:?}");
        let sidecar = plan.plan().objects.sidecar.clone().unwrap();
        // 42 files, five Ämter and two folders more.
        assert_eq!((sidecar.objects, sidecar.parts.len()), (49, 1));
        let arrived = moving.run_between(&plan, &moving.source(), &target).unwrap();
        assert_eq!((arrived.files, arrived.sidecar_parts, arrived.conflicts.len()), (42, 1, 0));
        // Read again, hashed, and with a receipt, as any object.
        let receipts = moving.receipts();
        let of_sidecar: Vec<&Receipt> =
            receipts.iter().filter(|receipt| receipt.object.as_str().starts_with(SIDECAR_FOLDER)).collect();
        assert_eq!((receipts.len(), of_sidecar.len()), (43, 1));
        assert_eq!(of_sidecar[0].target, sidecar.parts[0].digest);
        let checked = moving.check(&plan, &target);
        assert_eq!((checked.files, checked.sidecar_parts), (42, 1));
        let stands = status(&plan, &moving.path("state/journal")).unwrap();
        assert_eq!((stands.files, stands.receipts), (42, 43));
        let [part] = &moving.parts(&plan)[..] else { panic!("one part") };
        assert_eq!(part.metadata().unwrap().permissions().mode() & 0o777, 0o600, "it names persons");
        let text = std::fs::read_to_string(part).unwrap();
        assert!(
            text.starts_with("{\"format\":\"hoheit-sidecar/1\"}\n") && text.contains("\"mode\":\"0640\"")
        );
        // All of the source goes, and comes back with all that it had.
        for name in std::fs::read_dir(moving.path("source")).unwrap() {
            let path = name.unwrap().path();
            if path.is_dir() {
                std::fs::remove_dir_all(path).unwrap();
            } else {
                std::fs::remove_file(path).unwrap();
            }
        }
        let returned = moving.undo(&plan, &target);
        assert_eq!((returned.copied_back, returned.files, returned.conflicts.len()), (42, 42, 0));
        let after = tree(&moving.path("source"));
        for (path, standing) in &before {
            // The last folder that something was put into had its time before that: it has it again.
            assert_eq!(after.get(path), Some(standing), "{has_folders} {}", path.display());
        }
        assert_eq!(after.len(), before.len());
        let files =
            tree(&moving.path("target")).into_values().filter(|entry| entry.content.is_some()).count();
        assert_eq!(files, 0, "the sidecar goes, too");
    }
}

#[test]
fn a_sidecar_that_changed_is_found_and_what_needs_it_keeps_it() {
    let moving = Move::new(town);
    let target = moving.poor(true);
    let (plan, _) = moving.plan_between(&moving.source(), &target, "", &[]);
    moving.run_between(&plan, &moving.source(), &target).unwrap();
    put(&moving.path("target"), "Amt 1/Akte 1.txt", b"am Ziel weitergeschrieben");
    assert_eq!(moving.undo(&plan, &target).conflicts, BTreeMap::from([(Conflict::TargetChanged, 1)]));
    let parts = moving.parts(&plan);
    assert_eq!(parts.len(), 1, "one object stays, and its rights with it");
    let mut text = std::fs::read(&parts[0]).unwrap();
    text[60] ^= 1;
    std::fs::write(&parts[0], text).unwrap();
    let checked = moving.check(&plan, &target);
    assert!(checked.different.1.iter().any(|name| name.as_str().starts_with(SIDECAR_FOLDER)), "{checked:?}");
}

/// From one site to a poor one, and from there on to a third that keeps all: it arrives as it was at the first.
#[test]
fn metadata_travel_on_from_a_place_that_never_had_them() {
    for has_folders in [true, false] {
        let moving = Move::new(town);
        let before = tree(&moving.path("source"));
        let (plan, _) = moving.plan_between(&moving.source(), &moving.poor(has_folders), "", &[]);
        moving.run_between(&plan, &moving.source(), &moving.poor(has_folders)).unwrap();
        let earlier = vec![(plan.digest(), plan.plan().clone())];

        let onward = Move::new(|_| ());
        std::fs::remove_dir(onward.path("source")).unwrap();
        std::fs::rename(moving.path("target"), onward.path("source")).unwrap();
        let source = Poor::new(LocalDepot::open(&onward.path("source")).unwrap(), has_folders);
        let (plan, found) = onward.plan_between(&source, &onward.target(), "", &earlier);
        assert_eq!((found.recalled, found.damaged_sidecars), (49, 0));
        assert_eq!(plan.plan().objects.sidecar, None, "the third keeps all");
        let arrived = onward.run_between(&plan, &source, &onward.target()).unwrap();
        assert!(arrived.is_complete(), "{arrived:?}");
        assert!(tree(&onward.path("target")) == before, "{has_folders}");

        // One byte of it changed: nobody knows what rights it tells of, and none is believed.
        let tag = tag_of(earlier[0].0).to_string();
        let part = onward.path("source").join(SIDECAR_FOLDER).join(tag).join("meta-000001.jsonl");
        let mut bytes = std::fs::read(&part).unwrap();
        let place = bytes.len() / 2;
        bytes[place] ^= 1;
        std::fs::write(&part, bytes).unwrap();
        let (_, found) = onward.plan_between(&source, &onward.target(), "Neu", &earlier);
        assert_eq!((found.recalled, found.damaged_sidecars), (0, 1));
    }
}

/// A place that keeps little, behind another such: what was written down is written down again.
#[test]
fn metadata_travel_through_several_poor_places() {
    let moving = Move::new(town);
    let (first, _) = moving.plan_between(&moving.source(), &moving.poor(false), "", &[]);
    moving.run_between(&first, &moving.source(), &moving.poor(false)).unwrap();
    let earlier = vec![(first.digest(), first.plan().clone())];
    let onward = Move::new(|_| ());
    std::fs::remove_dir(onward.path("source")).unwrap();
    std::fs::rename(moving.path("target"), onward.path("source")).unwrap();
    let source = Poor::new(LocalDepot::open(&onward.path("source")).unwrap(), false);
    let (second, _) = onward.plan_between(&source, &onward.poor(false), "", &earlier);
    let parts = |plan: &PlanFile| plan.plan().objects.sidecar.clone().unwrap().objects;
    assert_eq!((parts(&first), parts(&second)), (49, 49));
    assert!(onward.run_between(&second, &source, &onward.poor(false)).unwrap().is_complete());
    let lines = |moving: &Move, plan: &PlanFile| std::fs::read_to_string(&moving.parts(plan)[0]).unwrap();
    let first = {
        let tag = tag_of(first.digest()).to_string();
        let part = onward.path("source").join(SIDECAR_FOLDER).join(tag).join("meta-000001.jsonl");
        std::fs::read_to_string(part).unwrap()
    };
    let second = lines(&onward, &second);
    let meta = |text: &str| -> Vec<(String, String)> {
        let lines = text.lines().skip(1).map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        lines.map(|line| (line["name"].to_string(), line["meta"].to_string())).collect()
    };
    assert_eq!(meta(&first), meta(&second));
}

/// Many lines make several parts, each bound.
#[test]
fn a_large_sidecar_has_several_parts() {
    let moving = Move::in_memory(|root| {
        for number in 0..700 {
            let path = root.join(format!("Akte {number:04}"));
            std::fs::write(&path, b"x").unwrap();
            let value = vec![number as u8; 10_000];
            let _ = rustix::fs::setxattr(&path, "user.note", &value, rustix::fs::XattrFlags::empty());
        }
    });
    let target = moving.poor(true);
    let (plan, _) = moving.plan_between(&moving.source(), &target, "", &[]);
    let parts = plan.plan().objects.sidecar.clone().unwrap().parts;
    if parts.len() < 2 {
        println!("left out: large attributes (this file system keeps none)");
        return;
    }
    let arrived = moving.run_between(&plan, &moving.source(), &target).unwrap();
    assert_eq!((arrived.files, arrived.sidecar_parts), (700, parts.len() as u64));
    for (path, bound) in moving.parts(&plan).iter().zip(&parts) {
        assert_eq!(Digest::new(*blake3::hash(&std::fs::read(path).unwrap()).as_bytes()), bound.digest);
    }
    assert_eq!(moving.check(&plan, &target).sidecar_parts, parts.len() as u64);
}
