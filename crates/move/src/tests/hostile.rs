// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Sources that change, names that no one should use, targets that are taken or full.

use super::poor::Poor;
use super::*;
use hoheit_types::{LeftOut, Loss};
use std::os::unix::fs::symlink;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::Ordering;

fn why(arrived: &Arrived) -> Vec<(&'static str, u64)> {
    arrived.conflicts.iter().map(|(why, count)| (why.name(), *count)).collect()
}

#[test]
fn a_source_that_changed_is_a_conflict_and_never_a_silent_copy() {
    let moving = Move::new(|root| {
        for name in ["bleibt", "anders", "gleich lang", "weg", "Verweis", "Ordner", "Rechte", "Zeit"] {
            put(root, name, b"vorher");
        }
    });
    let (plan, _) = moving.plan();
    let root = moving.path("source");
    put(&root, "anders", b"nachher!");
    put(&root, "gleich lang", b"danach");
    for name in ["weg", "Verweis", "Ordner"] {
        std::fs::remove_file(root.join(name)).unwrap();
    }
    symlink("/etc/passwd", root.join("Verweis")).unwrap();
    std::fs::create_dir(root.join("Ordner")).unwrap();
    std::fs::set_permissions(root.join("Rechte"), std::fs::Permissions::from_mode(0o600)).unwrap();
    // The content is another one, and the time was set back.
    let before = root.join("Zeit").metadata().unwrap().modified().unwrap();
    put(&root, "Zeit", b"gefak!");
    std::fs::File::open(root.join("Zeit")).unwrap().set_modified(before).unwrap();
    let arrived = moving.run(&plan).unwrap();
    assert_eq!(why(&arrived), [("source_changed", 4), ("source_gone", 3)]);
    let there: Vec<PathBuf> = tree(&moving.path("target")).into_keys().collect();
    assert_eq!(there, [PathBuf::from("bleibt")]);
    let stands = status(&plan, &moving.path("state/journal")).unwrap();
    let (count, names) = &stands.conflicts[&Conflict::SourceGone];
    assert_eq!((*count, names.len()), (3, 3));
}

#[test]
fn what_is_at_the_target_stays_as_it_is() {
    let moving = Move::new(|root| {
        put(root, "Amt/a", b"neu");
        put(root, "b", b"neu");
        put(root, "c/d", b"neu");
    });
    put(&moving.path("target"), "Amt/a", b"alt");
    std::fs::set_permissions(moving.path("target/Amt"), std::fs::Permissions::from_mode(0o700)).unwrap();
    let (plan, found) = moving.plan();
    assert_eq!(found.left_out, BTreeMap::from([(LeftOut::Exists, 1)]));
    // What appears after the plan.
    put(&moving.path("target"), "b", b"alt");
    put(&moving.path("target"), "c", b"eine Datei, wo ein Ordner hin soll");
    let arrived = moving.run(&plan).unwrap();
    // The folder, what should lie in it, and the file.
    assert_eq!((why(&arrived), arrived.files), (vec![("target_exists", 3)], 0));
    for name in ["Amt/a", "b"] {
        assert_eq!(std::fs::read(moving.path("target").join(name)).unwrap(), b"alt");
    }
    let mode = moving.path("target/Amt").metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700, "a folder that was there keeps its rights");
    back(
        &plan,
        &moving.path("state/journal"),
        (&moving.source(), &moving.target()),
        &[],
        &Noon,
        &AtomicBool::new(false),
    )
    .unwrap();
    assert_eq!(tree(&moving.path("target")).len(), 4, "nothing of others is taken away");
}

#[test]
fn hostile_names_and_kinds() {
    let names: [&[u8]; 6] = [b"new\nline", b"back\\slash", b"\xff\xfe", b" ", b"..hidden", &[b'n'; 255]];
    let moving = Move::new(|root| {
        for raw in names {
            let folder = root.join(std::ffi::OsStr::from_bytes(raw));
            std::fs::create_dir(&folder).unwrap();
            std::fs::write(folder.join(std::ffi::OsStr::from_bytes(raw)), raw).unwrap();
        }
        symlink("/etc/passwd", root.join("link")).unwrap();
        rustix::fs::mknodat(
            rustix::fs::CWD,
            root.join("pipe"),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR,
            0,
        )
        .unwrap();
        put(root, "zwei Namen", b"eins");
        std::fs::hard_link(root.join("zwei Namen"), root.join("zwei Namen 2")).unwrap();
    });
    let (plan, found) = moving.plan();
    assert_eq!(found.left_out, BTreeMap::from([(LeftOut::Link, 1), (LeftOut::Special, 1)]));
    assert_eq!(found.losses, BTreeMap::from([(Loss::HardLink, 2)]));
    assert!(moving.run(&plan).unwrap().is_complete());
    let (mut source, target) = (tree(&moving.path("source")), tree(&moving.path("target")));
    source.remove(Path::new("link"));
    source.remove(Path::new("pipe"));
    assert!(source == target);
    assert!(moving.receipts().iter().any(|receipt| receipt.losses == [Loss::HardLink]));
}

#[test]
fn into_a_folder_of_its_own() {
    let moving = Move::new(town);
    let (plan, _) = moving.plan_into("Archiv/2026");
    assert!(moving.run(&plan).unwrap().is_complete());
    assert!(tree(&moving.path("source")) == tree(&moving.path("target/Archiv/2026")));
}

#[test]
fn files_without_a_folder_get_into_a_new_one() {
    let moving = Move::new(|source| std::fs::write(source.join("a.txt"), "a").unwrap());
    let (plan, _) = moving.plan_into("neu/unter");
    assert!(moving.run(&plan).unwrap().is_complete());
    assert_eq!(std::fs::read_to_string(moving.path("target/neu/unter/a.txt")).unwrap(), "a");
}

/// A file system of its own, gone when dropped.
struct Mounted(PathBuf);

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_full_target_stops_the_run_which_goes_on_when_there_is_room() {
    let moving = Move::new(|root| {
        for number in 0..8 {
            put(root, &format!("{number}"), &vec![number; 1 << 20]);
        }
    });
    let target = moving.path("target");
    let mount = |options: &str| {
        Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&target).output()
    };
    if !mount("size=3m,mode=700").is_ok_and(|output| output.status.success()) {
        println!("left out: a full target (file systems can't be mounted here)");
        return;
    }
    let mounted = Mounted(target.clone());
    let (plan, _) = moving.plan();
    let full = moving.run(&plan);
    assert!(
        matches!(&full, Err(MoveError::Place(error)) if error.kind() == hoheit_connect::ConnectErrorKind::NoSpace),
        "{full:?}"
    );
    let status = Command::new("mount").args(["-o", "remount,size=20m"]).arg(&target).status().unwrap();
    assert!(status.success());
    assert!(moving.run(&plan).unwrap().is_complete());
    moving.check_arrived(&plan);
    drop(mounted);
}

/// A server may hand out bytes for ever: what is longer than it may be is another content.
#[test]
fn what_never_ends_is_not_read_for_ever() {
    let moving = Move::new(|root| put(root, "Akte", b"Inhalt"));
    let (plan, _) = moving.plan();
    moving.run(&plan).unwrap();
    let (journal, stop, read) = (moving.path("state/journal"), AtomicBool::new(false), Arc::default());
    let target = Poor::new(moving.target(), true).never_ending(&read);
    let verified = verify(&plan, &journal, &target, &stop).unwrap();
    assert_eq!((verified.files, verified.different.0), (0, 1));
    let source = Poor::new(moving.source(), true).without_changes().never_ending(&read);
    let returned = back(&plan, &journal, (&source, &moving.target()), &[], &Noon, &stop).unwrap();
    assert_eq!(returned.conflicts, BTreeMap::from([(Conflict::SourceChanged, 1)]));
    assert!(read.load(Ordering::Relaxed) < 8 << 20);
}
