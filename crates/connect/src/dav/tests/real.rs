// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a depot promises, against a real nginx.

use super::server::{Server, client};
use crate::dav::DavDepot;
use crate::depot::promises::keeps_its_promises;
use crate::{Begin, Capability, ConnectErrorKind, Depot as _, EntryKind, ObjectMeta, Reading, Resumed, Tag};
use hoheit_types::{RelPath, Timestamp};
use std::io::Read as _;
use std::ops::ControlFlow;

const TAG: Tag = Tag([3; 8]);

#[test]
fn nginx_keeps_what_a_depot_promises() {
    let Some(server) = Server::start("promises on WebDAV") else { return };
    std::fs::create_dir(server.root().join("akten")).unwrap();
    let mut depot = DavDepot::new(server.client("/akten"));
    keeps_its_promises(&mut depot);
    let facts = depot.facts().unwrap().clone();
    assert_eq!(facts.renames, Some(true));
    assert_eq!(facts.keeps_time, Some(true), "nginx takes the request's Date");
    assert_eq!((facts.honours_if_none_match, facts.honours_if_match), (Some(false), Some(false)));
    assert_eq!(
        (facts.keeps_case, facts.keeps_forms, facts.keeps_names),
        (Some(true), Some(true), Some(true))
    );
    assert_eq!(facts.lists_dot_names, Some(false), "what lies in a folder can't be known: none is removed");
    assert_eq!(facts.nextcloud(), None);
    assert!(!depot.capabilities().can(Capability::Resume), "nothing goes on inside an object");
    drop(depot);
    let left: Vec<_> = std::fs::read_dir(server.root().join("akten")).unwrap().collect();
    assert!(left.iter().all(|item| item.as_ref().unwrap().path().is_dir()), "{left:?}");
}

#[test]
fn names_that_travel_badly_come_back() {
    let Some(server) = Server::start("names on WebDAV") else { return };
    let mut depot = DavDepot::new(server.client(""));
    depot.probe(TAG).unwrap();
    let meta = ObjectMeta { modified: Some(Timestamp(1_700_000_000_250_000_000)), ..ObjectMeta::default() };
    for text in
        ["Akte 1.txt", "a+b&c=d e#f?.txt", "Straße/Müller.odt", "%41.txt", "it's (1)!*;.txt", "x\u{301}y"]
    {
        let name = RelPath::from_kept(text);
        depot.make_folder(&name.parent()).unwrap();
        let what = Begin { name: &name, size_bytes: 4, meta: &meta, tag: TAG };
        let upload = depot.begin(&what).unwrap();
        let mark = upload.put_part(0, b"text").unwrap();
        let stored = upload.complete(&[mark]).unwrap();
        assert_eq!(stored.losses, [hoheit_types::Loss::Modified], "a quarter of a second");
        assert_eq!(std::fs::read(server.root().join(text)).unwrap(), b"text", "{text}");
        let mut seen = Vec::new();
        depot
            .list(&name, &mut |path, _| {
                seen.push(path);
                ControlFlow::Continue(())
            })
            .unwrap();
        assert_eq!(seen, [name]);
    }
    let folder = RelPath::from_kept("Straße");
    let mut level = Vec::new();
    depot
        .list_folder(&RelPath::root(), &mut |path, facts| {
            level.push((path.as_str().to_owned(), facts.kind));
            ControlFlow::Continue(())
        })
        .unwrap();
    assert!(level.contains(&("Straße".to_owned(), EntryKind::Folder)), "{level:?}");
    assert_eq!(level.len(), 6, "{level:?}");
    let refused = depot.read(&folder, &Reading::default()).err().unwrap();
    assert_eq!(refused.kind(), ConnectErrorKind::WrongType);
}

#[test]
fn what_died_while_renaming_is_known_again() {
    let Some(server) = Server::start("renaming on WebDAV") else { return };
    let mut first = DavDepot::new(server.client(""));
    first.probe(TAG).unwrap();
    let (name, meta) = (RelPath::from_kept("a"), ObjectMeta::default());
    let what = Begin { name: &name, size_bytes: 3, meta: &meta, tag: TAG };
    let upload = first.begin(&what).unwrap();
    let mark = upload.put_part(0, b"abc").unwrap();
    let token = upload.token().clone();
    first.flush().unwrap();
    let stored = upload.complete(&[mark]).unwrap();
    // Here the process dies: nothing of it is cleaned up.
    std::mem::forget(upload);
    std::mem::forget(first);
    let mut second = DavDepot::new(server.client(""));
    second.probe(TAG).unwrap();
    let Resumed::Completed(again) = second.resume(&what, &token).unwrap() else { panic!("not known again") };
    assert!(again.facts.is_same(&stored.facts));
    // An object of the same size that somebody else wrote is none of ours.
    let stranger = RelPath::from_kept("b");
    std::fs::write(server.root().join("b"), b"xyz").unwrap();
    let other = Begin { name: &stranger, ..what };
    let upload = second.begin(&other).unwrap();
    let mark = upload.put_part(0, b"abc").unwrap();
    let token = upload.token().clone();
    assert_eq!(upload.complete(&[mark]).unwrap_err().kind(), ConnectErrorKind::Exists);
    // Refused, taken back, and dead before anybody noted that.
    upload.abort().unwrap();
    std::mem::forget(upload);
    std::mem::forget(second);
    let third = DavDepot::new(server.client(""));
    assert!(matches!(third.resume(&other, &token).unwrap(), Resumed::Gone));
    let mut left = Vec::new();
    third.orphans(&RelPath::root(), &mut |orphan| left.push(orphan)).unwrap();
    assert_eq!(left.len(), 2, "one file of each process: {left:?}");
    for orphan in &left {
        assert_eq!(orphan.tag, Some(TAG));
        third.sweep(orphan).unwrap();
    }
    let left: Vec<_> =
        std::fs::read_dir(server.root()).unwrap().map(|item| item.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

#[test]
fn large_objects_go_as_they_come() {
    let Some(server) = Server::start("large objects on WebDAV") else { return };
    let mut depot = DavDepot::new(server.client(""));
    depot.probe(TAG).unwrap();
    let (name, meta) = (RelPath::from_kept("large"), ObjectMeta::default());
    let content: Vec<u8> = (0..40_000_000_u32).map(|place| (place >> 7) as u8).collect();
    let what = Begin { name: &name, size_bytes: content.len() as u64, meta: &meta, tag: TAG };
    let upload = depot.begin(&what).unwrap();
    let parts: Vec<&[u8]> = content.chunks(upload.part_bytes() as usize).collect();
    // Two threads, one of them ahead.
    for pair in [[1, 0], [3, 2]] {
        for number in pair {
            upload.put_part(number, parts[number as usize]).unwrap();
        }
    }
    let mark = upload.put_part(4, parts[4]).unwrap();
    upload.complete(&[mark]).unwrap();
    let mut again = Vec::new();
    depot.read(&name, &Reading::default()).unwrap().read_to_end(&mut again).unwrap();
    assert!(again == content);
    // Broken off in the middle, nothing has its name, and what is left is found.
    let half = RelPath::from_kept("half");
    let upload = depot.begin(&Begin { name: &half, ..what }).unwrap();
    upload.put_part(0, parts[0]).unwrap();
    drop(upload);
    assert_eq!(depot.stat(&half).unwrap(), None);
}

#[test]
fn who_may_not_enter_is_told_so() {
    let Some(server) = Server::start("passwords on WebDAV") else { return };
    for credential in [None, Some("kim:wrong")] {
        let depot = DavDepot::new(client(server.port(), "/", credential));
        let error = depot.stat(&RelPath::from_kept("a")).unwrap_err();
        assert_eq!(error.kind(), ConnectErrorKind::Credential);
        let said = format!("{error} {error:?}");
        assert!(!said.contains("wrong") && !said.contains("kim"), "{said}");
    }
}
