// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use crate::depot::promises::keeps_its_promises;
use crate::s3::Versioning;
use crate::s3::tests::liar::{End, Liar};
use crate::s3::tests::server::each_server;
use crate::{ConnectErrorKind, EntryKind};

const TAG: Tag = Tag([1; 8]);

fn name(text: &str) -> RelPath {
    RelPath::from_kept(text)
}

fn depot(client: &S3Client) -> S3Depot {
    let mut depot = S3Depot::new(client.clone());
    depot.probe(TAG).unwrap();
    depot
}

fn orphans(depot: &S3Depot) -> Vec<Orphan> {
    let mut all = Vec::new();
    depot.orphans(&RelPath::root(), &mut |orphan| all.push(orphan)).unwrap();
    all
}

#[test]
fn a_bucket_keeps_the_promises_of_depots() {
    each_server("a bucket as a depot", "promises", |client| {
        if !client.probe().unwrap().shows(Ability::KeepsAbsentOnComplete) {
            // Moving refuses to write there, until versions are kept.
            if client.versioning().unwrap() == Versioning::Off {
                assert!(!depot(client).spares_others());
            }
            client.keep_versions().unwrap();
            assert!(!depot(client).capabilities().can(Capability::ConditionalCreate));
        }
        keeps_its_promises(&mut S3Depot::new(client.clone()));
        let left: usize = client.list("", None, true).map(|page| page.unwrap().objects.len()).sum();
        assert_eq!(left, 0);
    });
}

// INVARIANT (nothing-is-replaced)
#[test]
fn what_is_written_by_two_at_once_stays_where_versions_are_kept() {
    each_server("two writers and versions", "writers", |client| {
        if client.keep_versions().is_err_and(|error| error.kind == HttpErrorKind::Unsupported) {
            // s3s-fs
            return;
        }
        let depot = depot(client);
        assert!(depot.spares_others());
        let put = |body: &[u8]| {
            let none = (crate::s3::Metadata::default(), crate::s3::Condition::None);
            client.put("once", body, &none.0, &none.1).unwrap().version.unwrap()
        };
        // Ours is written right after theirs, which our look did not see yet.
        let (theirs, ours) = (put(b"other"), put(b"first"));
        let read = |version: Option<&str>| {
            let wanted = Wanted { version, ..Wanted::default() };
            let mut bytes = Vec::new();
            client.get("once", &wanted).unwrap().read_to_end(&mut bytes).unwrap();
            bytes
        };
        assert_eq!((read(None), read(Some(&theirs))), (b"first".to_vec(), b"other".to_vec()));
        let facts = depot.stat(&name("once")).unwrap().unwrap();
        assert_eq!(facts.version, Some(ours));
        assert_eq!(depot.remove(&name("once"), &facts).unwrap(), Removal::Removed);
        assert_eq!(read(None), b"other", "theirs is back, untouched");
        // What stands there is seen before anything is written.
        let (at, meta) = (name("once"), ObjectMeta::default());
        let what = Begin { name: &at, size_bytes: 5, meta: &meta, tag: TAG };
        let upload = depot.begin(&what).unwrap();
        assert_eq!(upload.put_part(0, b"third").unwrap_err().kind(), ConnectErrorKind::Exists);
        assert_eq!(read(None), b"other");
        client.delete("once", Some(&theirs)).unwrap();
        // Put again because an answer was lost, our own is no second version.
        let upload = depot.begin(&what).unwrap();
        let mark = upload.put_part(0, b"third").unwrap();
        assert_eq!(upload.put_part(0, b"third").unwrap(), mark);
        let stored = upload.complete(&[mark]).unwrap();
        assert_eq!(depot.remove(&at, &stored.facts).unwrap(), Removal::Removed);
        assert_eq!(depot.stat(&at).unwrap(), None, "an older version came back");
    });
}

#[test]
fn names_are_told_back_as_they_were_given() {
    for key in ["a", "a//b", "/a", "a\\b", "ü/x y", "a/"] {
        assert_eq!(String::from_utf8(name_of(key).to_bytes()).unwrap(), key);
    }
    assert!(is_below(&name("a/b"), &name("a")) && is_below(&name("a"), &name("a")));
    assert!(!is_below(&name("ab"), &name("a")));
}

#[test]
fn both_ways_of_listing_tell_the_same() {
    each_server("two ways of listing", "ways", |client| {
        let depot = depot(client);
        let mut keys = ["a-b", "a/b", "a/c/d", "a0", "b/c-d", "b/c/d", "b/c0", "z"].map(str::to_owned);
        for key in &keys {
            client.put(key, b"1", &crate::s3::Metadata::default(), &crate::s3::Condition::None).unwrap();
        }
        keys.sort();
        let root = RelPath::root();
        let listing = Listing { depot: &depot, prefix: &root };
        let mut told = Vec::new();
        let mut visit = |name: RelPath, _: ObjectFacts| {
            told.push(name.to_string());
            std::ops::ControlFlow::Continue(())
        };
        let _ = listing.by_folder("", &mut visit).unwrap();
        assert_eq!(told, keys);
        if depot.facts().unwrap().shows(Ability::ListsSorted) {
            told.clear();
            depot
                .list(&root, &mut |name, _| {
                    told.push(name.to_string());
                    std::ops::ControlFlow::Continue(())
                })
                .unwrap();
            assert_eq!(told, keys);
        }
        let mut level = Vec::new();
        let mut visit = |name: RelPath, facts: ObjectFacts| {
            level.push((name.to_string(), facts.kind));
            std::ops::ControlFlow::Continue(())
        };
        depot.list_folder(&name("b"), &mut visit).unwrap();
        depot.list_folder(&RelPath::root(), &mut visit).unwrap();
        let (file, folder) = (EntryKind::File, EntryKind::Folder);
        let expected = [
            ("b/c", folder),
            ("b/c-d", file),
            ("b/c0", file),
            ("a", folder),
            ("a-b", file),
            ("a0", file),
            ("b", folder),
            ("z", file),
        ];
        let sorted = |mut all: Vec<(String, EntryKind)>| {
            all.sort_by(|a, b| a.0.cmp(&b.0));
            all
        };
        assert_eq!(sorted(level), sorted(expected.map(|(name, kind)| (name.to_owned(), kind)).to_vec()));
    });
}

#[test]
fn what_is_listed_is_known_again_when_it_is_fetched() {
    use crate::Place as _;
    each_server("listing and fetching", "known", |client| {
        client.put("a/b", b"12345", &crate::s3::Metadata::default(), &crate::s3::Condition::None).unwrap();
        let scratch = tempfile::tempdir().unwrap();
        let place = crate::RemotePlace::new(Box::new(depot(client)), "s3://known", scratch.path().to_owned());
        let listed = place.list(&name("a")).unwrap().remove(0);
        let facts = place.open(&name("a/b")).unwrap().facts().unwrap();
        // Else each scan would fetch everything again.
        assert_eq!(
            (facts.size_bytes, facts.modified, facts.changed, facts.inode),
            (listed.size_bytes, listed.modified, listed.changed, listed.inode)
        );
        client.delete("a/b", None).unwrap();
    });
}

#[test]
fn uploads_of_others_are_none_of_ours() {
    each_server("others' uploads", "others", |client| {
        let depot = depot(client);
        let upload = client.begin("theirs", &crate::s3::Metadata::default()).unwrap();
        client.write_part("theirs", &upload, 1, b"1").unwrap();
        let meta = ObjectMeta::default();
        let theirs = name("theirs");
        let what = Begin { name: &theirs, size_bytes: 40 << 20, meta: &meta, tag: TAG };
        let ours = depot.begin(&what).unwrap();
        let found = orphans(&depot);
        assert_eq!(found.len(), 1);
        assert_eq!((&found[0].token, found[0].tag), (ours.token(), Some(TAG)));
        depot.sweep(&found[0]).unwrap();
        assert_eq!(client.parts("theirs", &upload).unwrap().len(), 1, "somebody else's goes on");
        client.abort("theirs", &upload).unwrap();
    });
}

#[test]
fn what_died_before_it_had_a_name_is_found() {
    each_server("a death while beginning", "deaths", |client| {
        let depot = depot(client);
        let mark = Mark::new(TAG).unwrap();
        mark.write(client, "a", None).unwrap();
        // The server had begun it, but nobody heard the answer.
        let upload = client.begin("a", &crate::s3::Metadata::default()).unwrap();
        let found = orphans(&depot);
        assert_eq!((found.len(), &found[0].name, found[0].tag), (1, &name("a"), Some(TAG)));
        depot.sweep(&found[0]).unwrap();
        assert_eq!(orphans(&depot), []);
        if depot.facts().unwrap().shows(Ability::ListsUploads) {
            assert!(client.list_uploads("").unwrap().is_empty());
        } else {
            client.abort("a", &upload).unwrap();
        }
    });
}

#[test]
fn parts_that_do_not_fit_are_refused() {
    each_server("parts that do not fit", "parts", |client| {
        let depot = depot(client);
        let (meta, at) = (ObjectMeta::default(), name("a"));
        let small = depot.begin(&Begin { name: &at, size_bytes: 3, meta: &meta, tag: TAG }).unwrap();
        assert!(small.put_part(0, b"12").is_err() && small.put_part(1, b"").is_err());
        assert_eq!(small.complete(&[]).unwrap_err().kind(), ConnectErrorKind::NotFound, "nothing was put");
        let large = depot.begin(&Begin { name: &at, size_bytes: 40 << 20, meta: &meta, tag: TAG }).unwrap();
        let mark = large.put_part(2, &vec![0; 8 << 20]).unwrap();
        assert!(large.complete(&[mark]).is_err(), "parts are missing");
        assert_eq!(depot.stat(&at).unwrap(), None);
        large.abort().unwrap();
        assert_eq!(orphans(&depot), []);
    });
}

/// As a mover does it: what fails for a while is tried again from what the journal holds, which is the token and the marks.
fn bring(depot: &S3Depot, at: &RelPath, body: &[u8]) -> Option<crate::Stored> {
    let meta = ObjectMeta::default();
    let what = Begin { name: at, size_bytes: body.len() as u64, meta: &meta, tag: TAG };
    let mut journal: Option<Token> = None;
    for _ in 0..6 {
        let begun = match &journal {
            None => depot.begin(&what),
            Some(token) => match depot.resume(&what, token) {
                Ok(Resumed::Open(upload)) => Ok(upload),
                Ok(Resumed::Completed(stored)) => return Some(stored),
                Ok(Resumed::Gone) => depot.begin(&what),
                Err(error) => Err(error),
            },
        };
        let brought = begun.and_then(|upload| {
            journal = Some(upload.token().clone());
            let parts = body.chunks(upload.part_bytes() as usize).zip(0..);
            let marks =
                parts.map(|(part, number)| upload.put_part(number, part)).collect::<Result<Vec<_>, _>>()?;
            upload.complete(&marks)
        });
        match brought {
            Ok(stored) => return Some(stored),
            Err(error) => assert!(error.kind().is_passing(), "{error} {}", error.io()),
        }
    }
    None
}

// INVARIANT (recovery-is-the-normal-path)
#[test]
fn every_single_failure_ends_complete_with_nothing_left_over() {
    let large: Vec<u8> = (0..150_000_u32).map(|i| (i / 251) as u8).collect();
    for body in [&b"small"[..], &large] {
        for on in ["put", "begin", "part", "complete", "head", "delete", "abort", "parts"] {
            for is_done in [false, true] {
                for end in [End::Status(500, "InternalError"), End::Status(503, "SlowDown"), End::Cut] {
                    let liar = Liar::start();
                    let mut depot = depot(&liar.client());
                    depot.least_part_bytes = 64 << 10;
                    liar.fail(on, is_done, end);
                    let at = name("a");
                    let stored = bring(&depot, &at, body);
                    let case = format!("{} bytes, {on}, done: {is_done}, {end:?}", body.len());
                    assert!(stored.is_some(), "never ends: {case}");
                    for orphan in orphans(&depot) {
                        depot.sweep(&orphan).unwrap();
                    }
                    let state = liar.state.lock().unwrap();
                    let keys: Vec<&String> = state.objects.keys().collect();
                    assert_eq!(keys, ["a"], "{case}");
                    assert!(state.objects["a"].body == body, "{case}");
                    assert!(state.uploads.is_empty(), "{case}");
                }
            }
        }
    }
}

#[test]
fn a_server_copies_parts_between_its_own_places() {
    each_server("copies at the server", "copying", |client| {
        let mut depot = depot(client);
        depot.least_part_bytes = 5 << 20;
        let content: Vec<u8> = (0..(12 << 20)).map(|place: u32| (place >> 9) as u8 ^ place as u8).collect();
        let meta = ObjectMeta::default();
        let bring = |to: &str, from: Option<&Origin>| {
            let (at, size_bytes) = (name(to), content.len() as u64);
            let upload = depot.begin(&Begin { name: &at, size_bytes, meta: &meta, tag: TAG }).unwrap();
            let bytes = upload.part_bytes() as usize;
            let put = |(number, part)| match from {
                Some(origin) => upload.take_part(number, origin).unwrap().unwrap(),
                None => upload.put_part(number, part).unwrap(),
            };
            let marks: Vec<_> = (0..).zip(content.chunks(bytes)).map(put).collect();
            upload.complete(&marks).unwrap().facts
        };
        let facts = bring("from", None);
        let origin = depot.origin(&name("from"), &facts).unwrap();
        let copied = bring("to", Some(&origin));
        let mut read = Vec::new();
        depot.read(&name("to"), &Reading::default()).unwrap().read_to_end(&mut read).unwrap();
        assert!(read == content, "the copy differs");
        // Another server's object, and one that is no longer that, are not taken.
        let elsewhere = Origin { server: "https://elsewhere.example".to_owned(), ..origin.clone() };
        let at = name("other");
        let upload = depot.begin(&Begin { name: &at, size_bytes: 12 << 20, meta: &meta, tag: TAG }).unwrap();
        assert!(upload.take_part(0, &elsewhere).is_none());
        let gone = Origin { key: "gone".to_owned(), ..origin };
        assert!(upload.take_part(0, &gone).unwrap().is_err());
        upload.abort().unwrap();
        for (key, facts) in [("from", &facts), ("to", &copied)] {
            assert_eq!(depot.remove(&name(key), facts).unwrap(), Removal::Removed);
        }
        assert_eq!(orphans(&depot), []);
    });
}
