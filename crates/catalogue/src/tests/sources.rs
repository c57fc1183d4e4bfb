// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Which place is this?

use super::*;

/// A place with these top-level folders.
fn place(root: &str, filesystem: Option<&str>, root_inode: u64, names: &[&str]) -> SourceHint {
    let sample =
        names.iter().map(|name| SampleEntry((*name).to_owned(), name.len() as u64 + 7, 40)).collect();
    SourceHint { root: root.to_owned(), filesystem: filesystem.map(str::to_owned), root_inode, sample }
}

const OFFICES: [&str; 5] = ["10 Hauptamt", "20 Kämmerei", "32 Ordnungsamt", "50 Sozialamt", "60 Bauamt"];

/// A catalogue that knows one place.
fn knowing(hint: &SourceHint) -> (tempfile::TempDir, Catalogue, SourceId) {
    let home = tempfile::tempdir().unwrap();
    let clock = Arc::new(Turned(AtomicI64::new(NOW)));
    let mut catalogue = open(home.path(), &clock);
    let resolution = catalogue.resolve_source(hint, None, &|_| true).unwrap();
    let id = catalogue.enter_source(&resolution, hint).unwrap();
    (home, catalogue, id)
}

#[track_caller]
fn check(
    known: &SourceHint,
    now: &SourceHint,
    old_path_exists: bool,
    expect: impl Fn(SourceId) -> Resolution,
) {
    let (_home, mut catalogue, id) = knowing(known);
    let found = catalogue.resolve_source(now, None, &|_| old_path_exists).unwrap();
    assert_eq!(found, expect(id));
}

fn recognised(how: Recognised) -> impl Fn(SourceId) -> Resolution {
    move |id| Resolution::Known { id, how }
}

fn new(label: &str) -> impl Fn(SourceId) -> Resolution {
    move |_| Resolution::New { label: label.to_owned() }
}

fn ambiguous(id: SourceId) -> Resolution {
    Resolution::Ambiguous { id, label: "share".to_owned() }
}

#[test]
fn the_same_path_is_the_same_place_while_it_looks_alike() {
    let known = place("/mnt/share", Some("fs1"), 2, &OFFICES);
    check(&known, &known, true, recognised(Recognised::SamePath));
    // Re-mounted under another file system id, with a folder more and three fewer:
    let now = place("/mnt/share", Some("fs2"), 9, &["10 Hauptamt", "20 Kämmerei", "Neu"]);
    check(&known, &now, true, recognised(Recognised::SamePath));
    // Emptied, but the very same folder: the walk will ask about the files.
    check(&known, &place("/mnt/share", Some("fs1"), 2, &[]), true, recognised(Recognised::SamePath));
}

#[test]
fn other_content_at_the_same_path_is_a_question() {
    let known = place("/mnt/share", Some("fs1"), 2, &OFFICES);
    check(&known, &place("/mnt/share", Some("fs2"), 2, &["Filme", "Musik", "Spiele"]), true, ambiguous);
    // The mount point of a share that is not mounted:
    check(&known, &place("/mnt/share", Some("fs0"), 77, &[]), true, ambiguous);
    check(&place("/mnt/share", None, 0, &OFFICES), &place("/mnt/share", None, 0, &[]), true, ambiguous);
}

#[test]
fn a_moved_place_is_known_again() {
    let known = place("/mnt/share", Some("fs1"), 2, &OFFICES);
    check(&known, &place("/media/usb", Some("fs1"), 2, &["a", "b"]), true, recognised(Recognised::Moved));
    let elsewhere = place("/srv/neu", Some("fs9"), 5, &OFFICES);
    check(&known, &elsewhere, false, recognised(Recognised::Moved));
    check(&known, &elsewhere, true, new("neu"));
    check(&known, &place("/srv/neu", Some("fs9"), 5, &OFFICES[..3]), false, new("neu"));
    // Too little to judge by:
    let little = place("/mnt/share", None, 0, &["a", "b"]);
    check(&little, &place("/srv/neu", None, 0, &["a", "b"]), false, new("neu"));
}

/// File systems give the inode of a deleted folder to the next new one.
#[test]
fn a_reused_inode_is_no_moved_place() {
    let now = place("/srv/neu", Some("fs1"), 2, &["Filme", "Musik", "Spiele"]);
    for known in [place("/mnt/share", Some("fs1"), 2, &[]), place("/mnt/share", Some("fs1"), 2, &OFFICES)] {
        check(&known, &now, false, new("neu"));
        let (_home, mut catalogue, _) = knowing(&known);
        let resolution = catalogue.resolve_source(&now, None, &|_| false).unwrap();
        assert_eq!(catalogue.conflict(&resolution, &now, false, &|_| false).unwrap(), None);
    }
    let known = place("/mnt/share", Some("fs1"), 2, &OFFICES);
    let kept = place("/srv/neu", Some("fs1"), 2, &["10 Hauptamt", "Neu"]);
    check(&known, &kept, false, recognised(Recognised::Moved));
}

#[test]
fn labels_are_unique_and_decide_when_given() {
    let known = place("/mnt/share", Some("fs1"), 2, &OFFICES);
    check(&known, &place("/srv/share/", Some("fs7"), 3, &["x", "y", "z"]), true, new("share (2)"));
    check(&known, &place("/", None, 0, &[]), true, new("/"));
    let (_home, mut catalogue, id) = knowing(&known);
    let other = place("/mnt/share", Some("fs7"), 3, &["x", "y", "z"]);
    let found = catalogue.resolve_source(&other, Some("share"), &|_| true).unwrap();
    assert_eq!(found, Resolution::Known { id, how: Recognised::Label });
    let found = catalogue.resolve_source(&other, Some("Neu"), &|_| true).unwrap();
    let second = catalogue.enter_source(&found, &other).unwrap();
    assert_ne!(second, id);
    // Two places were reached by this path; the look decides.
    let found = catalogue.resolve_source(&known, None, &|_| true).unwrap();
    assert_eq!(found, Resolution::Known { id, how: Recognised::SamePath });
}

#[track_caller]
fn conflict(known: &SourceHint, now: &SourceHint, name: Option<&str>, expect: Option<&Conflict>) {
    let (_home, mut catalogue, _) = knowing(known);
    let resolution = catalogue.resolve_source(now, name, &|_| true).unwrap();
    let found = catalogue.conflict(&resolution, now, name.is_some(), &|_| true).unwrap();
    assert_eq!(found.as_ref(), expect, "{}", now.root);
}

#[test]
fn a_place_is_not_counted_twice() {
    let known = place("/mnt/share", Some("fs1"), 2, &OFFICES);
    let overlap = Conflict::Overlap { label: "share".to_owned(), root: "/mnt/share".to_owned() };
    let inner = place("/mnt/share/10 Hauptamt", Some("fs1"), 3, &["x", "y", "z"]);
    conflict(&known, &inner, None, Some(&overlap));
    conflict(&known, &inner, Some("Hauptamt"), None);
    conflict(&known, &place("/mnt", Some("fs1"), 1, &["share"]), None, Some(&overlap));
    conflict(&known, &place("/mnt/share2", Some("fs1"), 3, &["x"]), None, None);
    conflict(&known, &known, None, None);
    conflict(&known, &known, Some("share"), None);
    conflict(&known, &known, Some("Ablage"), Some(&Conflict::KnownAs { label: "share".to_owned() }));
}

#[test]
fn a_known_place_is_not_taken_for_another_known_one() {
    let known = place("/mnt/share", Some("fs1"), 2, &OFFICES);
    let (_home, mut catalogue, _) = knowing(&known);
    let other = place("/mnt/other", Some("fs1"), 9, &["x", "y", "z"]);
    let resolution = catalogue.resolve_source(&other, None, &|_| true).unwrap();
    catalogue.enter_source(&resolution, &other).unwrap();
    let resolution = catalogue.resolve_source(&known, Some("other"), &|_| true).unwrap();
    let expect = Some(Conflict::KnownAs { label: "share".to_owned() });
    assert_eq!(catalogue.conflict(&resolution, &known, true, &|_| true).unwrap(), expect);
}

#[test]
fn a_source_has_a_name_that_people_can_read() {
    let known = place("/mnt/share", Some("fs1"), 2, &OFFICES);
    let (_home, mut catalogue, _) = knowing(&known);
    let mut named = |label: &str| catalogue.resolve_source(&known, Some(label), &|_| true);
    assert_eq!(named(" Rathaus ").unwrap(), Resolution::New { label: "Rathaus".to_owned() });
    assert_eq!(*named(" \t").unwrap_err().kind(), CatalogueErrorKind::EmptyName);
    assert_eq!(*named(&"x".repeat(201)).unwrap_err().kind(), CatalogueErrorKind::LongName);
}
