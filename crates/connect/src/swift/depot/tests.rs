// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use crate::depot::promises::keeps_its_promises;
use crate::http::Call;
use crate::swift::object::{Metadata, Piece};
use crate::swift::tests::faulty::{Fault, Faulty};
use crate::swift::tests::server::{client_of, each_server, servers};
use hoheit_types::Verdict;
use ureq::http::Method;

const TAG: Tag = Tag([1; 8]);

fn name(text: &str) -> RelPath {
    RelPath::from_kept(text)
}

fn depot(client: &SwiftClient) -> SwiftDepot {
    let mut depot = SwiftDepot::new(client.clone());
    depot.probe(TAG).unwrap();
    depot.least_part_bytes = 64 << 10;
    depot
}

fn orphans(depot: &SwiftDepot) -> Vec<Orphan> {
    let mut all = Vec::new();
    depot.orphans(&RelPath::root(), &mut |orphan| all.push(orphan)).unwrap();
    all
}

/// All keys of a container.
fn keys(client: &SwiftClient, container: Option<&str>) -> Vec<String> {
    match client.list(container, "").collect::<Result<Vec<_>, _>>() {
        Ok(pages) => pages.into_iter().flatten().map(|listed| listed.key).collect(),
        Err(error) => {
            assert_eq!(error.kind, HttpErrorKind::NoContainer);
            Vec::new()
        }
    }
}

fn assert_nothing_is_left(client: &SwiftClient) {
    let beside = Place::Beside.container(client);
    assert_eq!(keys(client, None), Vec::<String>::new());
    assert_eq!(keys(client, Some(&beside)), Vec::<String>::new());
}

#[test]
fn a_container_keeps_the_promises_of_depots() {
    each_server("a container as a depot", "promises", |client| {
        let mut depot = SwiftDepot::new(client.clone());
        keeps_its_promises(&mut depot);
        println!("{:#?}", depot.facts().unwrap());
        assert_nothing_is_left(client);
    });
}

#[test]
fn an_audit_is_told_what_the_container_says() {
    each_server("audits of Swift", "told", |client| {
        let depot = SwiftDepot::new(client.clone());
        let versions = |depot: &SwiftDepot| {
            let told = Depot::told(depot);
            assert_eq!(told.len(), Trait::ALL.len(), "{told:?}");
            told.into_iter().find(|told| told.what == Trait::Versions).unwrap()
        };
        assert_eq!(versions(&depot), Told::new(Trait::Versions, Verdict::Promised).saying("off"));
        let on = Call::new("keep versions in", Method::POST, "").header("x-versions-enabled", "true");
        client.send(&on, At::Key("")).unwrap();
        assert_eq!(versions(&depot), Told::new(Trait::Versions, Verdict::Promised).saying("on"));
    });
}

#[test]
fn parts_grow_with_the_object() {
    let client = client_of("swift://c?auth=http://127.0.0.1:1/v3", "a:b");
    let depot = SwiftDepot::new(client);
    for (size_gib, part_mib) in [(1, 16), (15, 16), (16, 32), (100, 128), (500, 512), (900, 512)] {
        assert_eq!(depot.part_bytes(size_gib << 30), part_mib << 20, "{size_gib} GiB");
    }
}

#[test]
fn tokens_are_read_back_and_nothing_else_is() {
    let mark = Mark::new(TAG).unwrap();
    for place in [Place::Beside, Place::Within] {
        let open = Open { mark: mark.clone(), place, part_bytes: 1 << 24, size_bytes: 5 << 30 };
        assert_eq!(Open::of_token(&open.token()), Some(open));
    }
    let mark = mark.as_str();
    for text in ["", "slo", "slo/x/beside/16/17", "of/others"] {
        assert_eq!(Open::of_token(&Token(text.to_owned())), None);
    }
    for rest in ["aside/16/17", "beside/15/17", "beside/0/17", "beside/16/-1", "beside/16/17/1", "beside/16"]
    {
        assert_eq!(Open::of_token(&Token(format!("slo/{mark}/{rest}"))), None, "{rest}");
    }
}

fn content(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|i| (i / 251 + i) as u8).collect()
}

fn bring_once(depot: &SwiftDepot, at: &RelPath, body: &[u8]) -> crate::Stored {
    let meta = ObjectMeta::default();
    let upload =
        depot.begin(&Begin { name: at, size_bytes: body.len() as u64, meta: &meta, tag: TAG }).unwrap();
    let parts = body.chunks(upload.part_bytes() as usize).zip(0..);
    let marks: Vec<_> = parts.map(|(part, number)| upload.put_part(number, part).unwrap()).collect();
    upload.complete(&marks).unwrap()
}

fn whole(depot: &SwiftDepot, at: &RelPath) -> Vec<u8> {
    let mut bytes = Vec::new();
    depot.read(at, &Reading::default()).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn segments_may_lie_in_the_container_itself() {
    each_server("segments in the container itself", "within", |client| {
        let depot = depot(client);
        *depot.place.lock().unwrap() = Some(Place::Within);
        let (at, body) = (name("a"), content(200_000));
        let stored = bring_once(&depot, &at, &body);
        assert!(whole(&depot, &at) == body);
        assert_eq!(keys(client, None).len(), 5, "four segments and the manifest");
        let mut told = Vec::new();
        let mut visit = |name: RelPath, facts: ObjectFacts| {
            told.push((name, facts));
            ControlFlow::Continue(())
        };
        depot.list(&RelPath::root(), &mut visit).unwrap();
        assert_eq!(told.len(), 1, "segments are no objects");
        assert!(told[0].0 == at && told[0].1.is_same(&stored.facts), "{told:?} {stored:?}");
        assert_eq!(depot.remove(&at, &stored.facts).unwrap(), Removal::Removed);
        assert_nothing_is_left(client);
    });
}

// INVARIANT (nothing-is-replaced)
#[test]
fn of_two_who_write_at_once_one_stays_whole() {
    each_server("two writers at once", "writers", |client| {
        let depot = depot(client);
        let at = name("a");
        for size in [10, 200_000] {
            let bodies = [vec![1; size], vec![2; size]];
            let meta = ObjectMeta::default();
            let bring = |body: &[u8]| {
                let what = Begin { name: &at, size_bytes: size as u64, meta: &meta, tag: TAG };
                let upload = depot.begin(&what)?;
                let parts = body.chunks(upload.part_bytes() as usize).zip(0..);
                let marks =
                    parts.map(|(part, number)| upload.put_part(number, part)).collect::<Result<Vec<_>, _>>();
                let done = marks.and_then(|marks| upload.complete(&marks));
                if done.is_err() {
                    upload.abort()?;
                }
                done
            };
            let outcomes = std::thread::scope(|scope| {
                bodies.each_ref().map(|body| scope.spawn(|| bring(body))).map(|t| t.join().unwrap())
            });
            let object = whole(&depot, &at);
            let stands = bodies.iter().position(|body| *body == object).expect("one of both, whole");
            let other = &outcomes[1 - stands];
            // Both may have looked before the other was done: then the one that is gone was told of nothing.
            if let Err(error) = other {
                assert_eq!(error.kind(), crate::ConnectErrorKind::Exists);
            } else {
                println!("{size} bytes: both were told that they are done");
            }
            let facts = depot.stat(&at).unwrap().unwrap();
            depot.remove(&at, &facts).unwrap();
        }
    });
}

#[test]
fn large_objects_of_others_keep_their_segments() {
    each_server("others' large objects", "others", |client| {
        let depot = depot(client);
        let etag = client.put(At::Key("seg/1"), b"12345", &Metadata::default(), false).unwrap();
        let path = format!("/{}/seg/1", client.address().container());
        let pieces = [Piece { path, etag: &etag, size_bytes: 5 }];
        // Also one that says it is ours.
        let mark = Mark::new(TAG).unwrap().as_str().to_owned();
        for mark in [None, Some(mark)] {
            client.put_manifest("big", &pieces, &Metadata { mark, modified: None }, true).unwrap();
            let facts = depot.stat(&name("big")).unwrap().unwrap();
            assert_eq!((facts.size_bytes, whole(&depot, &name("big"))), (5, b"12345".to_vec()));
            assert_eq!(depot.remove(&name("big"), &facts).unwrap(), Removal::Removed);
            assert_eq!(keys(client, None), ["seg/1"]);
        }
    });
}

#[test]
fn links_and_dynamic_large_objects_are_told() {
    each_server("links and dynamic large objects", "links", |client| {
        let depot = depot(client);
        for part in ["d/1", "d/2"] {
            client.put(At::Key(part), part.as_bytes(), &Metadata::default(), false).unwrap();
        }
        let container = client.address().container();
        let make = |key: &str, name: &'static str, value: String| {
            let call = Call::new("write", Method::PUT, key).header(name, value);
            client.ask(&call, At::Key(key), 1 << 16).unwrap();
        };
        make("dynamic", "x-object-manifest", format!("{container}/d/"));
        make("link", "x-symlink-target", format!("{container}/d/1"));
        let mut told = Vec::new();
        let mut visit = |name: RelPath, facts: ObjectFacts| {
            told.push((name.to_string(), facts.kind, facts.size_bytes));
            ControlFlow::Continue(())
        };
        depot.list(&RelPath::root(), &mut visit).unwrap();
        let file = |name: &str, size| (name.to_owned(), EntryKind::File, size);
        let expected =
            [file("d/1", 3), file("d/2", 3), file("dynamic", 6), ("link".to_owned(), EntryKind::Link, 0)];
        assert_eq!(told, expected);
        assert_eq!(whole(&depot, &name("dynamic")), b"d/1d/2");
        assert_eq!(depot.stat(&name("link")).unwrap().unwrap().kind, EntryKind::Link);
        let error = depot.read(&name("link"), &Reading::default()).err().unwrap();
        assert_eq!(error.kind(), crate::ConnectErrorKind::WrongType);
    });
}

#[test]
fn versions_are_told_and_exactly_one_is_removed() {
    each_server("versions in a container", "versions", |client| {
        let call = Call::new("keep versions in", Method::POST, "").header("x-versions-enabled", "true");
        client.ask(&call, At::Key(""), 1 << 16).unwrap();
        let depot = depot(client);
        assert_eq!(depot.facts().unwrap().versions, Versions::On);
        assert!(depot.capabilities().can(Capability::Versions));
        let at = name("a");
        let old = bring_once(&depot, &at, b"old");
        assert!(old.facts.version.is_some(), "{old:?}");
        client.put(At::Key("a"), b"newer", &Metadata::default(), false).unwrap();
        assert_eq!(depot.remove(&at, &old.facts).unwrap(), Removal::Kept);
        let reading = Reading { version: old.facts.version.clone(), ..Reading::default() };
        let mut bytes = Vec::new();
        depot.read(&at, &reading).unwrap().read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, b"old");
        let facts = depot.stat(&at).unwrap().unwrap();
        assert_eq!(depot.remove(&at, &facts).unwrap(), Removal::Removed);
    });
}

/// As a mover does it: what fails for a while is tried again from what the journal holds, which is the token.
fn bring(depot: &SwiftDepot, at: &RelPath, body: &[u8]) -> Option<crate::Stored> {
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
    let Some((uri, credential)) = servers("faults on the way to Swift").into_iter().next() else { return };
    let uri = uri.replace("CONTAINER", &format!("faults-{}", std::process::id()));
    let client = client_of(&uri, &credential);
    client.create_container().unwrap();
    let (origin, account) = client.account();
    let server = origin.strip_prefix("http://").unwrap();
    let large = content(150_000);
    let small = [("PUT ", "/a "), ("HEAD ", "/a ")];
    let parts = [
        ("PUT ", "/.hoheit-open/"),
        ("PUT ", "/.hoheit-segments/"),
        ("PUT ", "multipart-manifest=put"),
        ("HEAD ", "/a "),
        ("HEAD ", "/.hoheit-open/"),
        ("DELETE ", "/.hoheit-open/"),
    ];
    let mut cases = 0;
    for (body, on) in small.map(|on| (&b"small"[..], on)).into_iter().chain(parts.map(|on| (&large[..], on)))
    {
        for is_done in [false, true] {
            for status in [500, 503, 498, 0] {
                let fault = Fault { on, is_done, status };
                let faulty = Faulty::start(server, fault);
                let through = format!("{uri}&storage=http://127.0.0.1:{}{account}", faulty.port);
                let mut depot = SwiftDepot::new(client_of(&through, &credential));
                depot.least_part_bytes = 64 << 10;
                let at = name("a");
                let stored = bring(&depot, &at, body).unwrap_or_else(|| panic!("never ends: {fault:?}"));
                assert!(faulty.has_failed(), "{fault:?} never happened");
                for orphan in orphans(&depot) {
                    depot.sweep(&orphan).unwrap();
                }
                assert_eq!(keys(&client, None), ["a"], "{fault:?}");
                assert!(whole(&depot, &at) == body, "{fault:?}");
                depot.remove(&at, &stored.facts).unwrap();
                assert_nothing_is_left(&client);
                cases += 1;
            }
        }
    }
    println!("{cases} single failures, each ended complete with nothing left over");
}
