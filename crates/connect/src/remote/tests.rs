// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use crate::LocalDepot;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

fn remote(root: &Path, scratch: &Path) -> RemotePlace {
    RemotePlace::new(Box::new(LocalDepot::open(root).unwrap()), "s3://bucket", scratch.to_owned())
}

fn rel(path: &str) -> RelPath {
    RelPath::from_kept(path)
}

#[test]
fn a_folder_is_told_level_by_level() {
    let (dir, scratch) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::create_dir_all(dir.path().join("a/deep/er")).unwrap();
    fs::write(dir.path().join("a/deep/er/x"), "12").unwrap();
    fs::write(dir.path().join("a.txt"), "123").unwrap();
    symlink("a.txt", dir.path().join("link")).unwrap();
    let place = remote(dir.path(), scratch.path());
    let level = |path: &str| -> Vec<(String, EntryKind, u64)> {
        let name = |entry: &Entry| String::from_utf8(entry.name.clone()).unwrap();
        let entries = place.list(&rel(path)).unwrap();
        entries.iter().map(|entry| (name(entry), entry.kind, entry.size_bytes)).collect()
    };
    let row = |name: &str, kind, size| (name.to_owned(), kind, size);
    assert_eq!(
        level(""),
        [row("a", EntryKind::Folder, 0), row("a.txt", EntryKind::File, 3), row("link", EntryKind::Link, 0)]
    );
    assert_eq!(level("a"), [row("deep", EntryKind::Folder, 0)]);
    assert_eq!(level("a/deep/er"), [row("x", EntryKind::File, 2)]);
}

#[test]
fn a_copy_is_whole_has_the_facts_of_the_listing_and_leaves_nothing_behind() {
    let (dir, scratch) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let content: Vec<u8> = (0..700_000_u32).map(|n| (n % 251) as u8).collect();
    fs::write(dir.path().join("big"), &content).unwrap();
    let place = remote(dir.path(), scratch.path());
    let listed = place.list(&RelPath::root()).unwrap().remove(0);
    let mut opened = place.open(&rel("big")).unwrap();
    let facts = opened.facts().unwrap();
    assert_eq!((facts.size_bytes, facts.modified, facts.inode), (700_000, listed.modified, listed.inode));
    let mut read = Vec::new();
    io::Read::read_to_end(&mut *opened, &mut read).unwrap();
    assert!(read == content);
    assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 0);
}

#[test]
fn what_is_not_there_is_told_as_such() {
    let (dir, scratch) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let place = remote(dir.path(), scratch.path());
    assert_eq!(place.open(&rel("x")).unwrap_err().kind(), crate::ConnectErrorKind::NotFound);
    let gone = remote(dir.path(), &scratch.path().join("gone"));
    fs::write(dir.path().join("x"), "1").unwrap();
    assert!(gone.open(&rel("x")).is_err(), "without room for the copy nothing is read");
}

#[test]
fn two_objects_with_the_same_content_are_two() {
    let (dir, scratch) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    fs::write(dir.path().join("a"), "1").unwrap();
    fs::write(dir.path().join("b"), "1").unwrap();
    let place = remote(dir.path(), scratch.path());
    let inodes: Vec<u64> = place.list(&RelPath::root()).unwrap().iter().map(|entry| entry.inode).collect();
    assert_ne!(inodes[0], inodes[1]);
}

#[test]
fn a_key_beside_a_folder_of_its_name_is_counted_and_not_walked() {
    let entry = |name: &str, kind| Entry {
        name: name.into(),
        kind,
        size_bytes: 1,
        modified: hoheit_types::Timestamp(0),
        changed: hoheit_types::Timestamp(0),
        inode: 1,
    };
    let mut entries =
        [entry("a", EntryKind::File), entry("a", EntryKind::Folder), entry("b", EntryKind::File)];
    set_apart(&mut entries);
    assert_eq!(entries.map(|e| e.kind), [EntryKind::Folder, EntryKind::Special, EntryKind::File]);
}

#[test]
fn what_is_elsewhere_counts_as_there() {
    assert!(exists("s3://bucket/a") && exists("/") && !exists("/nowhere/at all"));
}
