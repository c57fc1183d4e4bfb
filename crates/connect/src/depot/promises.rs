// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What every depot promises, written once and run against each of them. A new depot calls [`keeps_its_promises`] with an empty place.

use super::*;
use crate::{ConnectErrorKind, EntryKind};
use hoheit_types::Timestamp;

const TAG: Tag = Tag([7; 8]);

fn name(text: &str) -> RelPath {
    RelPath::from_kept(text)
}

/// Content that differs from part to part.
fn content(bytes: usize) -> Vec<u8> {
    (0..bytes).map(|place| (place / 1000 + place) as u8).collect()
}

fn meta() -> ObjectMeta {
    ObjectMeta {
        modified: Some(Timestamp(1_234_567_890_000_000_000)),
        mode: Some(0o640),
        attributes: [("note".to_owned(), b"value".to_vec())].into(),
        ..ObjectMeta::default()
    }
}

fn whole(depot: &dyn Depot, at: &RelPath, how: &Reading) -> Vec<u8> {
    let mut bytes = Vec::new();
    depot.read(at, how).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

fn put(upload: &dyn Upload, bytes: &[u8]) -> Vec<PartMark> {
    let size = upload.part_bytes() as usize;
    let parts: Vec<&[u8]> = if bytes.is_empty() { vec![b""] } else { bytes.chunks(size).collect() };
    parts.iter().zip(0..).map(|(part, number)| upload.put_part(number, part).unwrap()).collect()
}

fn bring(depot: &dyn Depot, at: &RelPath, bytes: &[u8]) -> Stored {
    let what = Begin { name: at, size_bytes: bytes.len() as u64, meta: &meta(), tag: TAG };
    let upload = depot.begin(&what).unwrap();
    let marks = put(&*upload, bytes);
    upload.complete(&marks).unwrap()
}

fn orphans(depot: &dyn Depot) -> Vec<Orphan> {
    let mut all = Vec::new();
    depot.orphans(&RelPath::root(), &mut |orphan| all.push(orphan)).unwrap();
    all
}

fn listed(depot: &dyn Depot, prefix: &str) -> Vec<String> {
    let mut all = Vec::new();
    depot
        .list(&name(prefix), &mut |path, facts| {
            let slash = if facts.kind == EntryKind::Folder { "/" } else { "" };
            all.push(format!("{path}{slash}"));
            ControlFlow::Continue(())
        })
        .unwrap();
    all
}

/// What stands in one folder, sorted here.
fn level(depot: &dyn Depot, folder: &str) -> Vec<(String, EntryKind)> {
    let mut all = Vec::new();
    let mut visit = |path: RelPath, facts: ObjectFacts| {
        all.push((path.to_string(), facts.kind));
        ControlFlow::Continue(())
    };
    depot.list_folder(&name(folder), &mut visit).unwrap();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

/// Runs all promises against a depot that holds nothing.
pub(crate) fn keeps_its_promises(depot: &mut dyn Depot) {
    probing_leaves_nothing_behind(depot);
    brings_what_was_given(depot);
    replaces_nothing(depot);
    goes_on_where_it_stopped(depot);
    tells_what_was_left_behind(depot);
    removes_only_what_is_meant(depot);
    lists_in_the_order_of_whole_names(depot);
}

fn probing_leaves_nothing_behind(depot: &mut dyn Depot) {
    depot.probe(TAG).unwrap();
    depot.probe(TAG).unwrap();
    assert_eq!(listed(depot, ""), Vec::<String>::new());
    assert!(depot.spares_others());
    assert!(depot.capabilities().ability(Capability::ConditionalCreate).probed.is_some());
}

fn brings_what_was_given(depot: &dyn Depot) {
    let part = {
        let what = Begin { name: &name("size"), size_bytes: 1, meta: &meta(), tag: TAG };
        let upload = depot.begin(&what).unwrap();
        let bytes = upload.part_bytes();
        upload.abort().unwrap();
        upload.abort().unwrap();
        bytes
    };
    assert!(part.is_power_of_two() && part >= 64 << 10);
    let sizes = [0, 1, part as usize, part as usize * 2 + 5];
    for (number, size) in sizes.into_iter().enumerate() {
        let (at, bytes) = (name(&format!("brought-{number}")), content(size));
        let stored = bring(depot, &at, &bytes);
        depot.flush().unwrap();
        let facts = depot.stat(&at).unwrap().unwrap();
        assert!(facts.is_untouched(&stored.facts), "{facts:?} {:?}", stored.facts);
        assert_eq!((facts.kind, facts.size_bytes), (EntryKind::File, size as u64));
        let past = Reading { past_caches: true, version: stored.facts.version.clone(), range: None };
        assert!(whole(depot, &at, &past) == bytes, "{size} bytes");
        if size > 10 {
            let some = Reading { range: Some(3..size as u64 - 1), ..Reading::default() };
            assert!(whole(depot, &at, &some) == bytes[3..size - 1]);
        }
        let kept = depot.meta(&at).unwrap();
        for (capability, is_kept) in [
            (Capability::Modified, kept.modified == meta().modified),
            (Capability::Mode, kept.mode == meta().mode),
            (Capability::Attributes, kept.attributes == meta().attributes),
        ] {
            assert_eq!(depot.capabilities().can(capability), is_kept, "{capability:?} {:?}", stored.losses);
        }
        assert_eq!(depot.remove(&at, &stored.facts).unwrap(), Removal::Removed);
    }
    assert_eq!(depot.stat(&name("brought-0")).unwrap(), None);
    let gone = depot.read(&name("brought-0"), &Reading::default()).err().unwrap();
    assert_eq!(gone.kind(), ConnectErrorKind::NotFound);
}

// INVARIANT (nothing-is-replaced)
fn replaces_nothing(depot: &dyn Depot) {
    let at = name("once");
    let what = Begin { name: &at, size_bytes: 5, meta: &meta(), tag: TAG };
    let (first, second) = (depot.begin(&what).unwrap(), depot.begin(&what).unwrap());
    let stored = first.complete(&put(&*first, b"first")).unwrap();
    let refused = second
        .put_part(0, b"other")
        .and_then(|mark| second.complete(&[mark]))
        .expect_err("the object was replaced");
    assert_eq!(refused.kind(), ConnectErrorKind::Exists);
    second.abort().unwrap();
    assert_eq!(whole(depot, &at, &Reading::default()), b"first");
    assert!(depot.stat(&at).unwrap().unwrap().is_same(&stored.facts));
    assert_eq!(orphans(depot), []);
    depot.remove(&at, &stored.facts).unwrap();
}

fn goes_on_where_it_stopped(depot: &dyn Depot) {
    let at = name("half");
    let probe = depot.begin(&Begin { name: &at, size_bytes: 1, meta: &meta(), tag: TAG }).unwrap();
    let bytes = content(probe.part_bytes() as usize * 2 + 100);
    probe.abort().unwrap();
    let given = meta();
    let what = Begin { name: &at, size_bytes: bytes.len() as u64, meta: &given, tag: TAG };
    let upload = depot.begin(&what).unwrap();
    let token = upload.token().clone();
    let size = upload.part_bytes() as usize;
    let mut marks = vec![upload.put_part(1, &bytes[size..2 * size]).unwrap()];
    drop(upload);
    assert_eq!(depot.stat(&at).unwrap(), None, "nobody sees half an object");
    if depot.capabilities().can(Capability::Resume) {
        let Resumed::Open(upload) = depot.resume(&what, &token).unwrap() else { panic!("it is gone") };
        marks.insert(0, upload.put_part(0, &bytes[..size]).unwrap());
        marks.push(upload.put_part(2, &bytes[2 * size..]).unwrap());
        let stored = upload.complete(&marks).unwrap();
        let Resumed::Completed(again) = depot.resume(&what, &token).unwrap() else {
            panic!("not told complete")
        };
        assert!(again.facts.is_same(&stored.facts));
        assert!(whole(depot, &at, &Reading::default()) == bytes);
        depot.remove(&at, &stored.facts).unwrap();
    }
    assert!(matches!(depot.resume(&what, &token).unwrap(), Resumed::Gone));
    assert!(matches!(depot.resume(&what, &Token("of/others".into())).unwrap(), Resumed::Gone));
}

fn tells_what_was_left_behind(depot: &dyn Depot) {
    for orphan in orphans(depot) {
        depot.sweep(&orphan).unwrap();
    }
    let at = name("left");
    let what = Begin { name: &at, size_bytes: 64 << 20, meta: &meta(), tag: TAG };
    let upload = depot.begin(&what).unwrap();
    upload.put_part(0, &content(upload.part_bytes() as usize)).unwrap();
    let token = upload.token().clone();
    drop(upload);
    let found = orphans(depot);
    if found.is_empty() {
        // Where nothing goes on, a place may drop by itself what was broken off.
        assert!(!depot.capabilities().can(Capability::Resume), "what could go on is lost");
        return;
    }
    assert_eq!(found.iter().map(|orphan| &orphan.token).collect::<Vec<_>>(), [&token]);
    assert!(found[0].tag.is_none_or(|tag| tag == TAG));
    depot.sweep(&found[0]).unwrap();
    depot.sweep(&found[0]).unwrap();
    assert_eq!(orphans(depot), []);
}

fn removes_only_what_is_meant(depot: &dyn Depot) {
    let at = name("kept");
    let stored = bring(depot, &at, b"content");
    let mut other = stored.facts.clone();
    other.size_bytes += 1;
    assert_eq!(depot.remove(&at, &other).unwrap(), Removal::Kept);
    assert_eq!(depot.remove(&at, &stored.facts).unwrap(), Removal::Removed);
    assert_eq!(depot.remove(&at, &stored.facts).unwrap(), Removal::Gone);
    if depot.capabilities().can(Capability::Folders) {
        assert!(depot.make_folder(&name("folder/inner")).unwrap());
        assert!(!depot.make_folder(&name("folder")).unwrap());
        let facts = depot.stat(&name("folder")).unwrap().unwrap();
        assert_eq!(depot.remove(&name("folder"), &facts).unwrap(), Removal::Kept, "something is in it");
        for path in ["folder/inner", "folder"] {
            let facts = depot.stat(&name(path)).unwrap().unwrap();
            assert_eq!(depot.remove(&name(path), &facts).unwrap(), Removal::Removed);
        }
    }
}

fn lists_in_the_order_of_whole_names(depot: &dyn Depot) {
    let paths = ["a-b", "a/b", "a0", "b/c/d", "z"];
    let mut stored = Vec::new();
    for path in paths {
        depot.make_folder(&name(path).parent()).unwrap();
        stored.push(bring(depot, &name(path), path.as_bytes()));
    }
    let is_object = |path: &String| !path.ends_with('/');
    let objects = |prefix| listed(depot, prefix).into_iter().filter(is_object).collect::<Vec<_>>();
    assert_eq!(objects(""), paths);
    assert_eq!(objects("a"), ["a/b"], "parts of names, not letters");
    assert_eq!(objects("b/c/d"), ["b/c/d"]);
    assert_eq!(objects("none"), Vec::<String>::new());
    let (file, folder) = (EntryKind::File, EntryKind::Folder);
    let top = [("a", folder), ("a-b", file), ("a0", file), ("b", folder), ("z", file)];
    assert_eq!(level(depot, ""), top.map(|(name, kind)| (name.to_owned(), kind)));
    assert_eq!(level(depot, "b/c"), [("b/c/d".to_owned(), file)]);
    let mut seen = 0;
    depot
        .list(&RelPath::root(), &mut |_, _| {
            seen += 1;
            ControlFlow::Break(())
        })
        .unwrap();
    assert_eq!(seen, 1);
    for (path, stored) in paths.iter().zip(&stored) {
        assert_eq!(depot.remove(&name(path), &stored.facts).unwrap(), Removal::Removed);
    }
}
