// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What those might write whom nobody trusts: sizes that are lies, floods, and second writings of one thing.

use super::*;
use crate::tile::edge_of;

fn checkpoint(size: u64, root: Hash) -> Checkpoint {
    Checkpoint { origin: ORIGIN.into(), size, root }
}

fn faults(audit: &Audit) -> Vec<String> {
    audit.faults.iter().map(|fault| format!("{}: {}", fault.path, fault.kind)).collect()
}

/// A log of these entries, all of them in its first bundle and tile.
fn small(entries: &[Entry]) -> (Folder, Checkpoint) {
    let (mut files, mut bytes) = (Folder::default(), Vec::new());
    let texts: Vec<String> = entries.iter().map(Entry::to_string).collect();
    assert!(texts.iter().all(|text| bundle(text.as_bytes(), &mut bytes)));
    let leaves: Vec<Hash> = texts.iter().map(|text| leaf_hash(text.as_bytes())).collect();
    let width = entries.len();
    files.0.insert(format!("tile/entries/000.p/{width}"), bytes);
    files
        .0
        .insert(format!("tile/0/000.p/{width}"), leaves.iter().flat_map(|hash| *hash.as_bytes()).collect());
    (files, checkpoint(width as u64, naive_root(&leaves)))
}

#[test]
fn a_size_that_is_a_lie_costs_nothing() {
    let files = folder(&[256]);
    for size in [257, 1 << 40, u64::MAX] {
        let found = audit(&files, &checkpoint(size, Hash::of_empty_tree()));
        assert_eq!((found.fault_count, found.files), (1, 2), "{size}");
        let missing = if size == 257 { "tile/entries/001.p/1: missing" } else { "tile/entries/001: missing" };
        assert_eq!(faults(&found), [missing]);
    }
    assert_eq!(tiles_of(0, u64::MAX).next().unwrap().to_string(), "tile/entries/000");
    assert_eq!(tiles_of(u64::MAX, 0).count(), 0, "smaller than before: nothing is new");
    assert_eq!(tiles_of(600, 300).count(), 0);
    let last = edge_of(u64::MAX).last().unwrap();
    assert_eq!((last.level, last.index, last.width), (Some(7), 0, 255));
    assert_eq!(tree_of_edge(1, &vec![vec![leaf_hash(b"")]; 300]), None, "levels that no number reaches");
    assert_eq!(TileHashes::new(1, |_| Ok::<_, Infallible>(vec![])).subtree(255, 0), Ok(None));
}

#[test]
fn a_bundle_has_no_more_entries_than_a_full_one() {
    assert_eq!(unbundle(&[0; 512]).map(|entries| entries.len()), Some(256));
    assert_eq!(unbundle(&[0; 514]), None);
    assert_eq!(unbundle(&[0; 511]), None);
}

#[test]
fn a_flood_of_kinds_and_of_open_entries_is_counted_and_not_kept() {
    let all: Vec<Entry> = (0..1_500_u64)
        .map(|n| Entry { kind: format!("kind-{n}/1"), at: Timestamp(0), said: Said::Open("x".into()) })
        .collect();
    let mut files = Folder::default();
    let texts: Vec<String> = all.iter().map(Entry::to_string).collect();
    let leaves: Vec<Hash> = texts.iter().map(|text| leaf_hash(text.as_bytes())).collect();
    for path in tiles_of(0, 1_500) {
        let range = (path.index * 256) as usize..(path.index * 256 + path.width) as usize;
        let mut bytes = Vec::new();
        match path.level {
            Some(level) => naive_row(&leaves, level)[range].iter().for_each(|h| bytes.extend(h.as_bytes())),
            None => texts[range].iter().for_each(|text| assert!(bundle(text.as_bytes(), &mut bytes))),
        }
        files.0.insert(path.to_string(), bytes);
    }
    let found = audit(&files, &checkpoint(1_500, naive_root(&leaves)));
    assert!(found.is_sound());
    assert_eq!((found.kinds.len(), found.kinds[""]), (1_001, 500));
    assert_eq!((found.open.len(), found.open_count), (100, 1_500));
}

#[test]
fn nothing_that_steers_a_terminal_is_an_entry() {
    let good = entry(49).to_string();
    assert!(good.parse::<Entry>().is_ok());
    let open = "something that everybody may read";
    for (from, to) in [
        ("kind kind-1/1", "kind "),
        ("kind kind-1/1", "kind kind-1/1 "),
        ("kind kind-1/1", "kind Kind-1/1"),
        ("kind kind-1/1", "kind kind\u{1b}[2J/1"),
        (open, "a\u{1b}[2J"),
        (open, "a\rb"),
        (open, "a\u{9b}b"),
        ("time ", "time +"),
        ("time ", "time 0"),
        ("time ", "time -0"),
        ("time ", "time  "),
        ("hoheit-entry/1", "hoheit-entry/2"),
        ("hoheit-entry/1", "hoheit-entry/1 "),
        ("open ", "open\n"),
        ("read\n", "read\n\n"),
        ("read\n", "read"),
        ("read\n", "read\nopen more\n"),
    ] {
        let wrong = good.replace(from, to);
        assert!(wrong != good && wrong.parse::<Entry>().is_err(), "{wrong:?}");
    }
    let long = |length| good.replace("kind-1/1", &"a".repeat(length)).parse::<Entry>();
    assert!(long(64).is_ok() && long(65).is_err());
    // Such an entry is in the log all the same, and counted.
    let strange = Entry { kind: "kind\u{1b}[2J".into(), at: Timestamp(0), said: Said::Open("x".into()) };
    let (files, checkpoint) = small(&[strange]);
    let found = audit(&files, &checkpoint);
    assert_eq!((found.is_sound(), found.kinds.get("")), (true, Some(&1)));
}

/// Every entry that differs by one byte, has one more or one less, is refused, or is written again as it was read.
#[test]
fn an_entry_has_one_writing() {
    for text in [entry(1).to_string().into_bytes(), entry(49).to_string().into_bytes()] {
        let check = |bytes: &[u8]| {
            if let Ok(entry) = Entry::parse(bytes) {
                assert_eq!(entry.to_string().as_bytes(), bytes, "{:?}", String::from_utf8_lossy(bytes));
            }
        };
        for place in 0..text.len() {
            let (head, tail) = text.split_at(place);
            check(&[head, &tail[1..]].concat());
            for byte in 0..=u8::MAX {
                check(&[head, &[byte], &tail[1..]].concat());
                check(&[head, &[byte], tail].concat());
            }
        }
    }
}

/// Base64 has bits at its end that stand for nothing.
#[test]
fn base64_has_one_writing() {
    let hash = leaf_hash(b"").to_string();
    assert!(hash.parse::<Hash>().is_ok());
    let letters: Vec<char> =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".chars().collect();
    let (head, last) = (&hash[..42], hash.chars().nth(42).unwrap());
    let same: Vec<&char> =
        letters.iter().filter(|letter| format!("{head}{letter}=").parse::<Hash>().is_ok()).collect();
    assert_eq!(same.len(), 16, "of 64 letters, one in four leaves the last two bits empty");
    assert!(same.contains(&&last));
    for wrong in [hash.replace('=', ""), format!("{hash}="), format!(" {hash}"), format!("{hash}\n")] {
        assert!(wrong.parse::<Hash>().is_err(), "{wrong:?}");
    }
    let good = entry(1).to_string();
    for wrong in ["\n", "=\n", "A=\n", " =\n"] {
        let wrong = good.replace("=\n", wrong);
        assert!(wrong == good || wrong.parse::<Entry>().is_err(), "{wrong:?}");
    }
    let twins = letters.iter().filter(|letter| {
        let text = format!("{}{letter}=\n", good.get(..good.len() - 3).unwrap());
        let parsed = text.parse::<Entry>();
        assert!(parsed.as_ref().is_ok_and(|entry| entry.to_string() == text) || parsed.is_err());
        parsed.is_ok()
    });
    assert_eq!(twins.count(), 16);
    let line = "— a.example AAAAAQEB";
    assert!(line.parse::<NoteSignature>().is_ok());
    for wrong in ["— a.example AAAAAQF=", "— a.example AAAAAQ=", "— a.example AAAAAQEB=", "— a.example AAAA"]
    {
        assert!(wrong.parse::<NoteSignature>().is_err(), "{wrong}");
    }
}

// A log that was copied while it grew: the checkpoint says 300, but files of 600 are there already.
#[test]
fn later_files_must_begin_with_what_is_there() {
    let mut files = folder(&[300]);
    let checkpoint = Note::parse(&files.0["checkpoint"]).unwrap().text.parse().unwrap();
    let later = folder(&[400, 600]);
    for path in
        ["tile/0/001", "tile/entries/001", "tile/0/001.p/144", "tile/entries/001.p/144", "tile/0/002.p/88"]
    {
        files.0.insert(path.into(), later.0[path].clone());
    }
    let found = audit(&files, &checkpoint);
    assert_eq!((faults(&found), found.beyond), (vec![], 5));
    // The partial ones have been removed already.
    let mut fewer = files.clone();
    fewer.0.remove("tile/0/001.p/44");
    fewer.0.remove("tile/entries/001.p/44");
    assert_eq!(faults(&audit(&fewer, &checkpoint)), [""; 0]);
    for path in ["tile/0/001", "tile/entries/001", "tile/0/001.p/144", "tile/entries/001.p/144"] {
        let mut wrong = files.clone();
        wrong.0.get_mut(path).unwrap()[30] ^= 1;
        assert_eq!(faults(&audit(&wrong, &checkpoint)), [format!("{path}: does not fit the entries")]);
    }
}

#[test]
fn a_log_goes_on_from_every_earlier_size_and_from_no_other_log() {
    let files = folder(&[600]);
    let leaves = leaves(600);
    let now = checkpoint(600, naive_root(&leaves));
    for old in [0, 1, 2, 255, 256, 257, 511, 512, 599, 600] {
        let earlier = checkpoint(old, naive_root(&leaves[..old as usize]));
        assert_eq!(faults(&audit_since(&files, &now, Some(&earlier))), [""; 0], "{old}");
        let forked = checkpoint(old, leaf_hash(b"another"));
        let told = "checkpoint: the entries are not those that an earlier checkpoint says";
        assert_eq!(faults(&audit_since(&files, &now, Some(&forked))), [told], "{old}");
        let shortened = checkpoint(601 + old, now.root);
        assert_eq!(faults(&audit_since(&files, &now, Some(&shortened))), [told], "{old}");
    }
}

#[test]
fn a_groups_number_has_no_sign() {
    let w = verifier("w.example", KeyKind::Cosignature, 2);
    let policy = |count| TrustPolicy::parse(&format!("witness A {w}\ngroup g {count} A\nquorum g\n"));
    assert!(policy("1").is_ok());
    for wrong in ["+1", "-1", "1.0", "99999999999999999999"] {
        assert_eq!(policy(wrong), Err(PolicyError::Line(2)), "{wrong}");
    }
}

proptest! {
    #[test]
    fn the_edge_is_what_is_not_full(old in 0_u64..300_000, size in 0_u64..300_000) {
        let plain: Vec<TilePath> = tiles_of(0, size).filter(|path| !path.is_full()).collect();
        prop_assert_eq!(edge_of(size).collect::<Vec<_>>(), plain);
        // What is new is what the larger tree has and the smaller one has not.
        let before: std::collections::HashSet<TilePath> = tiles_of(0, old).collect();
        let new: Vec<TilePath> = tiles_of(0, size).filter(|path| !before.contains(path)).collect();
        if old <= size {
            prop_assert_eq!(tiles_of(old, size).collect::<Vec<_>>(), new);
        }
    }
}
