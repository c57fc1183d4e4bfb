// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::LocalPlace;
use crate::{ConnectErrorKind, EntryKind, Place};
use hoheit_types::RelPath;
use std::fs;
use std::io::Read;
use std::os::unix::fs::symlink;

fn place_with(build: impl FnOnce(&std::path::Path)) -> (tempfile::TempDir, LocalPlace) {
    let dir = tempfile::tempdir().unwrap();
    build(dir.path());
    let place = LocalPlace::open(dir.path()).unwrap();
    (dir, place)
}

#[test]
fn lists_kinds_sorted_by_raw_name() {
    let (_dir, place) = place_with(|root| {
        fs::write(root.join("b.txt"), "12345").unwrap();
        fs::create_dir(root.join("a")).unwrap();
        symlink("b.txt", root.join("c")).unwrap();
        rustix::fs::mknodat(
            rustix::fs::CWD,
            root.join("d"),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR,
            0,
        )
        .unwrap();
    });
    let entries = place.list(&RelPath::root()).unwrap();
    let seen: Vec<_> = entries.iter().map(|e| (e.name.as_slice(), e.kind, e.size_bytes)).collect();
    assert_eq!(
        seen,
        [
            (&b"a"[..], EntryKind::Folder, 0),
            (b"b.txt", EntryKind::File, 5),
            (b"c", EntryKind::Link, 0),
            (b"d", EntryKind::Special, 0)
        ]
    );
}

#[test]
fn no_link_leads_out_of_the_root() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret"), "x").unwrap();
    for has_openat2 in [true, false] {
        let (_dir, place) = place_with(|root| {
            symlink(outside.path(), root.join("folder")).unwrap();
            symlink(outside.path().join("secret"), root.join("file")).unwrap();
        });
        place.has_openat2.store(has_openat2, std::sync::atomic::Ordering::Relaxed);
        for path in ["folder/secret", "file", "../secret"] {
            assert!(place.open(&RelPath::from_kept(path)).is_err(), "{path} {has_openat2}");
        }
        assert!(place.list(&RelPath::from_kept("folder")).is_err());
    }
}

#[test]
fn a_pipe_in_place_of_a_file_does_not_block() {
    let (_dir, place) = place_with(|root| {
        rustix::fs::mknodat(
            rustix::fs::CWD,
            root.join("p"),
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::RUSR,
            0,
        )
        .unwrap();
    });
    let error = place.open(&RelPath::from_kept("p")).unwrap_err();
    assert_eq!(error.kind(), ConnectErrorKind::WrongType);
}

#[test]
fn paths_longer_than_the_system_takes_are_opened_in_stretches() {
    let dir = tempfile::tempdir().unwrap();
    let part = "n".repeat(200);
    let mut path = RelPath::root();
    let mut at = rustix::fs::open(dir.path(), rustix::fs::OFlags::PATH, rustix::fs::Mode::empty()).unwrap();
    for _ in 0..30 {
        rustix::fs::mkdirat(&at, &part, rustix::fs::Mode::RWXU).unwrap();
        at = rustix::fs::openat(&at, &part, rustix::fs::OFlags::PATH, rustix::fs::Mode::empty()).unwrap();
        path = path.join(part.as_bytes());
    }
    let flags = rustix::fs::OFlags::CREATE | rustix::fs::OFlags::WRONLY;
    rustix::io::write(rustix::fs::openat(&at, "end", flags, rustix::fs::Mode::RUSR).unwrap(), b"deep")
        .unwrap();

    let place = LocalPlace::open(dir.path()).unwrap();
    assert_eq!(place.list(&path).unwrap().len(), 1);
    let mut text = String::new();
    place.open(&path.join(b"end")).unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "deep");
}

#[test]
fn missing_roots_say_what_could_not_be_reached() {
    let error = LocalPlace::open(std::path::Path::new("/nowhere/at all")).unwrap_err();
    assert_eq!(error.kind(), ConnectErrorKind::NotFound);
    assert_eq!(error.to_string(), "can't reach /nowhere/at all");
}

#[test]
fn reading_leaves_the_access_time_alone() {
    use std::os::unix::fs::MetadataExt;
    let (dir, place) = place_with(|root| fs::write(root.join("f"), "text").unwrap());
    let file = dir.path().join("f");
    // An access time before the last change is what relatime would move.
    let old = rustix::fs::Timestamps {
        last_access: rustix::fs::Timespec { tv_sec: 1_000_000_000, tv_nsec: 0 },
        last_modification: rustix::fs::Timespec { tv_sec: 1_100_000_000, tv_nsec: 0 },
    };
    rustix::fs::utimensat(rustix::fs::CWD, &file, &old, rustix::fs::AtFlags::empty()).unwrap();
    let mut text = String::new();
    place.open(&RelPath::from_kept("f")).unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(fs::metadata(&file).unwrap().atime(), 1_000_000_000);
}

#[test]
fn pseudo_file_systems_are_no_places() {
    for path in ["/proc", "/proc/self"] {
        match LocalPlace::open(std::path::Path::new(path)) {
            Err(error) => assert_eq!(error.kind(), ConnectErrorKind::Pseudo, "{path}: {error:?}"),
            Ok(_) => panic!("{path} was taken for a place"),
        }
    }
}

#[test]
fn pseudo_file_systems_below_a_root_are_boundaries() {
    let place = LocalPlace::open(std::path::Path::new("/")).unwrap();
    let entries = place.list(&RelPath::root()).unwrap();
    let kind = |name: &[u8]| entries.iter().find(|e| e.name == name).map(|e| e.kind);
    assert_eq!(kind(b"proc"), Some(EntryKind::Boundary));
    assert_eq!(kind(b"usr"), Some(EntryKind::Folder));
}
