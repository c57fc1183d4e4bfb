// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The whole protocol against real servers: s3s-fs in every run, Ceph, `SeaweedFS` and any other where variables name them.

use super::server::{Server, client, each_server};
use crate::Depot as _;
use crate::http::Call;
use crate::http::xml::List;
use crate::s3::*;
use hoheit_types::{Lang, Timestamp};
use std::collections::BTreeSet;
use std::io::Read as _;
use ureq::http::Method;

fn read(client: &S3Client, key: &str, wanted: &Wanted<'_>) -> Result<Vec<u8>, HttpError> {
    let mut bytes = Vec::new();
    client.get(key, wanted)?.read_to_end(&mut bytes).unwrap();
    Ok(bytes)
}

fn content(size: usize) -> Vec<u8> {
    (0..size).map(|i| (i * 31 + i / 251) as u8).collect()
}

/// Names that people give to files, and that travel badly.
const KEYS: [&str; 7] = [
    "Akte 1.txt",
    "a+b&c=d/e?f#g.txt",
    "Straße/Müller.odt",
    "%41.txt",
    "a//b",
    "it's (1)!*.txt",
    "x\u{301}y",
];

#[test]
fn objects_come_back_as_they_were() {
    each_server("objects on a real server", "objects", |client| {
        assert_eq!(client.clone().guarded(Guard::Md5).guard(), Guard::Both, "not without TLS");
        for guard in [Guard::Sha256, Guard::Both, Guard::Md5] {
            let client = client.clone().allowing_unsigned().guarded(guard);
            assert_eq!(client.guard(), guard);
            for (number, key) in KEYS.iter().enumerate().filter(|(_, key)| **key != "a//b") {
                let body = content([0, 1, 70_000][number % 3]);
                let metadata = Metadata {
                    modified: Some(Timestamp(1_700_000_000_123_456_789)),
                    content_type: Some("text/plain".into()),
                    ..Metadata::default()
                }
                .marked("move-1")
                .unwrap();
                client.put(key, &body, &metadata, &Condition::None).unwrap();
                let object = client.head(key, None).unwrap();
                assert_eq!(object.size_bytes, body.len() as u64, "{key}");
                assert_eq!((object.modified, &object.mark), (metadata.modified, &metadata.mark), "{key}");
                assert!(read(&client, key, &Wanted::default()).unwrap() == body, "{key}");
                client.delete(key, None).unwrap();
                assert_eq!(client.head(key, None).unwrap_err().kind(), &HttpErrorKind::NotFound);
                client.delete(key, None).unwrap();
            }
        }
    });
}

#[test]
fn ranges_and_conditions_are_checked() {
    each_server("ranges on a real server", "ranges", |client| {
        let body = content(100_000);
        let written = client.put("a", &body, &Metadata::default(), &Condition::None).unwrap();
        let span = |start, length| Wanted { span: Some(Span { start, length }), ..Wanted::default() };
        for (start, length) in [(0, 1), (5, 100), (99_999, 1), (1, 99_999)] {
            let expected = &body[start as usize..(start + length) as usize];
            assert!(read(client, "a", &span(start, length)).unwrap() == expected, "{start} {length}");
        }
        // Beyond the end is cut, behind it refused.
        assert_eq!(read(client, "a", &span(99_990, 100)).unwrap().len(), 10);
        assert_eq!(read(client, "a", &span(200_000, 1)).unwrap_err().kind(), &HttpErrorKind::BadRequest);
        let same = Wanted { etag: written.etag.as_deref(), ..Wanted::default() };
        assert!(read(client, "a", &same).unwrap() == body);
    });
}

#[test]
fn listings_hold_every_key_once() {
    each_server("listings on a real server", "listings", |client| {
        let keys: BTreeSet<String> = KEYS
            .iter()
            .filter(|key| **key != "a//b")
            .map(ToString::to_string)
            .chain((0..25).map(|i| format!("many/{}/{i}", i % 5)))
            .collect();
        for key in &keys {
            client.put(key, key.as_bytes(), &Metadata::default(), &Condition::None).unwrap();
        }
        let list = |prefix: &str, after, is_flat| {
            let pages: Vec<Page> = client.list(prefix, after, is_flat).map(Result::unwrap).collect();
            let objects: Vec<String> = pages.iter().flat_map(|p| &p.objects).map(|o| o.key.clone()).collect();
            let prefixes: Vec<String> = pages.iter().flat_map(|p| &p.prefixes).cloned().collect();
            (objects, prefixes)
        };
        let (all, _) = list("", None, true);
        assert_eq!(all.iter().cloned().collect::<BTreeSet<_>>(), keys);
        assert_eq!(all.len(), keys.len());
        assert_eq!(list("many/", None, false), (vec![], (0..5).map(|i| format!("many/{i}/")).collect()));
        assert_eq!(list("many/2/", Some("many/2/17"), true).0, ["many/2/2", "many/2/22", "many/2/7"]);
        assert_eq!(list("none/", None, true), (vec![], vec![]));
    });
}

#[test]
fn an_upload_goes_on_in_another_client() {
    each_server("uploads on a real server", "uploads", |client| {
        let body = content(PART_SIZE_MINIMUM_BYTES as usize * 2 + 10);
        let parts: Vec<&[u8]> = body.chunks(PART_SIZE_MINIMUM_BYTES as usize).collect();
        let metadata =
            Metadata { modified: Some(Timestamp(1_700_000_000_500_000_000)), ..Metadata::default() };
        let metadata = metadata.marked("upload-7").unwrap();
        let key = "big/Akte 1+1.bin";
        let upload = client.begin(key, &metadata).unwrap();
        client.write_part(key, &upload, 1, parts[0]).unwrap();
        client.write_part(key, &upload, 3, parts[2]).unwrap();
        // Here the first process dies. What the second knows is key, upload and the body.
        let mut have = client.parts(key, &upload).unwrap();
        assert_eq!(
            have.iter().map(|p| (p.number, p.size_bytes)).collect::<Vec<_>>(),
            [(1, 5 << 20), (3, 10)]
        );
        have.insert(1, client.write_part(key, &upload, 2, parts[1]).unwrap());
        client.complete(key, &upload, &have, &metadata, &Condition::None).unwrap();
        assert!(read(client, key, &Wanted::default()).unwrap() == body);
        let object = client.head(key, None).unwrap();
        assert_eq!((object.modified, object.mark), (metadata.modified, metadata.mark.clone()));
        // Completing it again, as after a lost answer, finds it.
        let again = client.complete(key, &upload, &have, &metadata, &Condition::None).unwrap();
        assert!(again.was_found || again.etag.is_some());
        client.abort(key, &upload).unwrap();
        assert_eq!(client.head(key, None).unwrap().size_bytes, body.len() as u64);
    });
}

#[test]
fn a_server_copies_by_itself() {
    each_server("copies on a real server", "copies", |client| {
        let body = content(6 << 20);
        let written = client.put("from+1", &body, &Metadata::default(), &Condition::None).unwrap();
        let source = Source { bucket: "copies", key: "from+1", version: None, etag: written.etag.as_deref() };
        client.copy(&source, "to 1").unwrap();
        assert!(read(client, "to 1", &Wanted::default()).unwrap() == body);
        let missing = Source { key: "none", etag: None, ..source };
        assert!(matches!(client.copy(&missing, "to 2").unwrap_err().kind(), HttpErrorKind::NotFound));
        let upload = client.begin("to 3", &Metadata::default()).unwrap();
        let parts: Vec<Part> = [(1, 0, 5 << 20), (2, 5 << 20, 1 << 20)]
            .map(|(number, start, length)| {
                client.copy_part(&source, Span { start, length }, "to 3", &upload, number).unwrap()
            })
            .into();
        client.complete("to 3", &upload, &parts, &Metadata::default(), &Condition::None).unwrap();
        assert!(read(client, "to 3", &Wanted::default()).unwrap() == body);
    });
}

#[test]
fn versions_are_kept_and_those_of_ours_removed() {
    each_server("versions on a real server", "versions", |client| {
        match client.keep_versions() {
            // s3s-fs
            Err(error) if error.kind == HttpErrorKind::Unsupported => return,
            done => done.unwrap(),
        }
        assert_eq!(client.versioning().unwrap(), Versioning::On);
        let probe = client.probe().unwrap();
        println!("with versions: {probe:?}");
        assert_eq!(probe.verdict(Ability::KeepsVersions), Verdict::Shown);
        assert_eq!(probe.left_behind, 0);

        let put = |body: &[u8]| client.put("a", body, &Metadata::default(), &Condition::None).unwrap();
        let (old, new) = (put(b"old"), put(b"new"));
        let version = |written: &Written| written.version.clone().unwrap();
        let (old_version, new_version) = (version(&old), version(&new));
        let wanted = Wanted { version: Some(&old_version), ..Wanted::default() };
        assert_eq!(read(client, "a", &wanted).unwrap(), b"old");
        client.delete("a", Some(&new_version)).unwrap();
        assert_eq!(read(client, "a", &Wanted::default()).unwrap(), b"old");
        let marker = client.delete("a", None).unwrap();
        assert_eq!(client.head("a", None).unwrap_err().kind(), &HttpErrorKind::NotFound);
        client.delete("a", marker.as_deref()).unwrap();
        assert_eq!(read(client, "a", &Wanted::default()).unwrap(), b"old");
        client.erase("a").unwrap();

        let mut depot = S3Depot::new(client.clone());
        depot.probe(crate::Tag([1; 8])).unwrap();
        let (meta, name) = (crate::ObjectMeta::default(), hoheit_types::RelPath::from_kept("b"));
        let what = crate::Begin { name: &name, size_bytes: 40 << 20, meta: &meta, tag: crate::Tag([1; 8]) };
        depot.begin(&what).unwrap().abort().unwrap();

        let call = Call::new("list the versions of", Method::GET, "").query("versions", "");
        let xml = client.ask(&call, 1 << 20).unwrap();
        let left = List::read(&xml, "ListVersionsResult", &["Version", "DeleteMarker"]).unwrap();
        assert!(left.items.is_empty(), "{:?}", left.items);
    });
}

#[test]
fn refusals_say_what_is_the_matter() {
    let Some(server) = Server::start("refusals of a real server") else { return };
    server.client("there");
    let kind = |bucket: &str, credential: &str| {
        client(server.port(), bucket, credential).list("", None, true).next().unwrap().unwrap_err().kind
    };
    assert_eq!(kind("missing", "testkey:testsecret"), HttpErrorKind::NoContainer);
    assert!(matches!(
        kind("there", "testkey:wrong"),
        HttpErrorKind::BadCredential | HttpErrorKind::PermissionDenied
    ));
    let error = client(1, "there", "a:b").head("Müller", None).unwrap_err();
    assert_eq!((error.kind(), error.retry()), (&HttpErrorKind::Unreachable, Retry::Later));
    assert_eq!(error.to_string(), "can't look at Müller: the server can't be reached");
    assert!(!format!("{error:?}").contains("Müller"), "keys reach no log");
}

#[test]
fn probing_tells_facts_and_leaves_nothing() {
    each_server("probing a real server", "probing", |client| {
        let probe = client.probe().unwrap();
        for (ability, verdict) in probe.facts() {
            println!("{:<50} {}", ability.label(Lang::En), verdict.label(Lang::En));
        }
        println!("guard: {:?}", probe.guard());
        assert_eq!(probe.facts().len(), 20, "each ability once");
        for ability in
            [Ability::ReadAfterWrite, Ability::ReadsRanges, Ability::ListsParts, Ability::KeepsMetadata]
        {
            assert_eq!(probe.verdict(ability), Verdict::Shown, "{ability:?}");
        }
        assert_eq!(probe.left_behind, 0);
        let remains: usize = client.list("", None, true).map(|page| page.unwrap().objects.len()).sum();
        assert_eq!(remains, 0);
        println!(
            "versioning {:?}, location {:?}, lock {:?}",
            client.versioning(),
            client.location(),
            client.lock_rule()
        );
    });
}
