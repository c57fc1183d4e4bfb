// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Nextcloud's dialect, against exchanges that were written down from its documentation and the sources of its server. There is no Nextcloud here.

use super::script::Script;
use super::server::client;
use crate::dav::DavDepot;
use crate::dav::depot::Cloud;
use crate::{Begin, ConnectErrorKind, Depot as _, ObjectMeta, Resumed, Tag};
use hoheit_types::{RelPath, Timestamp};
use std::ops::ControlFlow;

const TAG: Tag = Tag([3; 8]);

fn depot(script: &Script) -> DavDepot {
    let cloud = Cloud { base: String::new(), user: "kim".to_owned(), chunks: true };
    let client = client(script.port(), "/remote.php/dav/files/kim/Akten", Some("kim:hush"));
    DavDepot::of_cloud(client, cloud)
}

fn meta() -> ObjectMeta {
    ObjectMeta { modified: Some(Timestamp(1_700_000_000_000_000_000)), ..ObjectMeta::default() }
}

macro_rules! script {
    ($name:literal) => {
        Script::play(include_str!(concat!("../../../fixtures/nextcloud/", $name, ".txt")))
    };
}

#[test]
fn a_nextcloud_tells_that_it_is_one() {
    let script = script!("asking");
    let client = client(script.port(), "/cloud/remote.php/dav/files/kim/Akten", Some("kim:hush"));
    let cloud = crate::dav::nextcloud::ask(&client).unwrap();
    assert_eq!(cloud, Some(Cloud { base: "/cloud".to_owned(), user: "kim".to_owned(), chunks: true }));
    script.end();
}

#[test]
fn a_nextcloud_that_is_being_maintained_is_waited_for() {
    let script = script!("maintenance");
    let client = client(script.port(), "/remote.php/dav/files/kim/", Some("kim:hush"));
    let error = crate::dav::nextcloud::ask(&client).unwrap_err();
    assert!(error.at(&RelPath::root()).kind().is_passing());
    script.end();
}

#[test]
fn another_server_is_not_taken_for_one() {
    let script = script!("no-cloud");
    let client = client(script.port(), "/remote.php/dav/files/kim/", Some("kim:hush"));
    assert_eq!(crate::dav::nextcloud::ask(&client).unwrap(), None);
    script.end();
}

#[test]
fn a_small_file_takes_time_and_digest_along() {
    let script = script!("small");
    let depot = depot(&script);
    let (name, meta) = (RelPath::from_kept("Straße 1.txt"), meta());
    let what = Begin { name: &name, size_bytes: 3, meta: &meta, tag: TAG };
    let upload = depot.begin(&what).unwrap();
    let mark = upload.put_part(0, b"abc").unwrap();
    let stored = upload.complete(&[mark]).unwrap();
    assert_eq!(stored.facts.identity.as_deref(), Some("4711"));
    assert_eq!(stored.losses, []);
    drop((upload, depot));
    script.end();
}

#[test]
fn a_file_that_arrived_otherwise_is_refused() {
    let script = script!("other-digest");
    let depot = depot(&script);
    let (name, meta) = (RelPath::from_kept("a"), meta());
    let what = Begin { name: &name, size_bytes: 3, meta: &meta, tag: TAG };
    let upload = depot.begin(&what).unwrap();
    let error = upload.put_part(0, b"abc").unwrap_err();
    assert!(format!("{:?}", error.io()).contains("received other bytes"), "{error:?}");
    drop((upload, depot));
    script.end();
}

// INVARIANT (nothing-is-replaced)
#[test]
fn what_is_there_stays() {
    let script = script!("taken");
    let depot = depot(&script);
    let (name, meta) = (RelPath::from_kept("a"), meta());
    let what = Begin { name: &name, size_bytes: 3, meta: &meta, tag: TAG };
    let upload = depot.begin(&what).unwrap();
    let mark = upload.put_part(0, b"abc").unwrap();
    assert_eq!(upload.complete(&[mark]).unwrap_err().kind(), ConnectErrorKind::Exists);
    upload.abort().unwrap();
    drop((upload, depot));
    script.end();
}

#[test]
fn chunks_go_on_in_another_process() {
    let script = script!("chunks");
    let (name, meta) = (RelPath::from_kept("groß.bin"), meta());
    let content = vec![7; 20_000_000];
    let what = Begin { name: &name, size_bytes: 20_000_000, meta: &meta, tag: TAG };
    let first = depot(&script);
    let upload = first.begin(&what).unwrap();
    assert_eq!(upload.part_bytes(), 16 << 20);
    let token = upload.token().clone();
    let mut marks = vec![upload.put_part(0, &content[..16 << 20]).unwrap()];
    // Here the first process dies.
    drop((upload, first));
    let second = depot(&script);
    let Resumed::Open(upload) = second.resume(&what, &token).unwrap() else { panic!("not open any more") };
    marks.push(upload.put_part(1, &content[16 << 20..]).unwrap());
    let stored = upload.complete(&marks).unwrap();
    assert_eq!(stored.facts.size_bytes, 20_000_000);
    drop((upload, second));
    script.end();
}

#[test]
fn chunks_that_were_put_together_are_not_sent_again() {
    let script = script!("assembled");
    let (name, meta) = (RelPath::from_kept("groß.bin"), meta());
    let what = Begin { name: &name, size_bytes: 20_000_000, meta: &meta, tag: TAG };
    let token = crate::Token("chunks/0303030303030303-0123456789abcdef".to_owned());
    let depot = depot(&script);
    let Resumed::Open(upload) = depot.resume(&what, &token).unwrap() else { panic!("not open any more") };
    upload.complete(&[]).unwrap();
    drop((upload, depot));
    script.end();
}

#[test]
fn a_nextcloud_is_listed_and_its_left_overs_are_found() {
    let script = script!("listing");
    let depot = depot(&script);
    let mut seen = Vec::new();
    depot
        .list(&RelPath::root(), &mut |name, facts| {
            seen.push((name.as_str().to_owned(), facts.size_bytes));
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(seen, [("Ordner &".to_owned(), 0), ("Ordner &/ä.txt".to_owned(), 5), ("a.txt".to_owned(), 3)]);
    let mut left = Vec::new();
    depot.orphans(&RelPath::root(), &mut |orphan| left.push(orphan)).unwrap();
    assert_eq!(left.len(), 2, "{left:?}");
    for orphan in &left {
        assert_eq!(orphan.tag, Some(TAG));
        depot.sweep(orphan).unwrap();
    }
    assert_eq!(depot.free_bytes().unwrap(), None, "a quota of -3 is none");
    drop(depot);
    script.end();
}
