// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

mod hostile;

use super::*;
use ed25519_dalek::{Signer as _, SigningKey};
use hoheit_types::Timestamp;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::convert::Infallible;

/// A log in memory: what a writer leaves in the folder, made the plain way.
#[derive(Clone, Default)]
struct Folder(BTreeMap<String, Vec<u8>>);

impl Files for Folder {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, String> {
        Ok(self.0.get(path).cloned())
    }

    fn each_path(&self, visit: &mut dyn FnMut(&str)) -> Result<(), String> {
        self.0.keys().filter(|path| path.starts_with("tile/")).for_each(|path| visit(path));
        Ok(())
    }
}

const ORIGIN: &str = "musterstadt.example/log";

fn key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn verifier(name: &str, kind: KeyKind, seed: u8) -> VerifierKey {
    VerifierKey::new(name, kind, key(seed).verifying_key().to_bytes()).unwrap()
}

fn entry(number: u64) -> Entry {
    let opening = Opening { salt: [number as u8; 32], body: format!("body {number}") };
    let said = match number % 50 {
        49 => Said::Open("something that everybody may read".into()),
        _ => Said::Committed(opening.commitment()),
    };
    Entry { kind: format!("kind-{}/1", number % 3), at: Timestamp(number as i64 * 1_000_000_007), said }
}

fn leaves(count: u64) -> Vec<Hash> {
    (0..count).map(|number| leaf_hash(entry(number).to_string().as_bytes())).collect()
}

/// RFC 6962, section 2.1, word by word.
fn naive_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::of_empty_tree(),
        [one] => *one,
        _ => {
            let middle = leaves.len().next_power_of_two() / 2;
            node_hash(naive_root(&leaves[..middle]), naive_root(&leaves[middle..]))
        }
    }
}

fn naive_row(leaves: &[Hash], level: u8) -> Vec<Hash> {
    (0..level).fold(leaves.to_vec(), |row, _| row.chunks_exact(256).map(naive_root).collect())
}

/// Publishes the sizes one after the other, as a log does that grows.
fn folder(sizes: &[u64]) -> Folder {
    let mut files = BTreeMap::new();
    let mut old = 0;
    for &size in sizes {
        let leaves = leaves(size);
        for path in tiles_of(old, size) {
            let range = path.index * TILE_WIDTH..path.index * TILE_WIDTH + path.width;
            let mut bytes = Vec::new();
            match path.level {
                Some(level) => {
                    let row = naive_row(&leaves, level);
                    bytes.extend(
                        row[range.start as usize..range.end as usize].iter().flat_map(|h| *h.as_bytes()),
                    );
                }
                None => range.for_each(|n| assert!(bundle(entry(n).to_string().as_bytes(), &mut bytes))),
            }
            files.insert(path.to_string(), bytes);
        }
        let text = Checkpoint { origin: ORIGIN.into(), size, root: naive_root(&leaves) }.to_string();
        files.insert("checkpoint".into(), signed(&text).to_string().into_bytes());
        old = size;
    }
    Folder(files)
}

fn signed(text: &str) -> Note {
    let log = verifier(ORIGIN, KeyKind::Ed25519, 1);
    let witness = verifier("revision.example/w", KeyKind::Cosignature, 2);
    let cosigned = key(2).sign(cosigned_message(1_764_453_340, text).as_bytes()).to_bytes();
    let cosigned = [1_764_453_340_u64.to_be_bytes().as_slice(), &cosigned].concat();
    let unknown = NoteSignature { name: "somebody.example".into(), id: 7, bytes: vec![1; 2428] };
    let sign = |key: &VerifierKey, bytes: &[u8]| NoteSignature {
        name: key.name().into(),
        id: key.id(),
        bytes: bytes.to_vec(),
    };
    let own = key(1).sign(text.as_bytes()).to_bytes();
    Note { text: text.into(), signatures: vec![sign(&log, &own), unknown, sign(&witness, &cosigned)] }
}

fn policy() -> TrustPolicy {
    let (log, witness) =
        (verifier(ORIGIN, KeyKind::Ed25519, 1), verifier("revision.example/w", KeyKind::Cosignature, 2));
    TrustPolicy::parse(&format!("log {log}\nwitness revision {witness}\nquorum revision\n")).unwrap()
}

/// As `hoheit-verify log` does it: whether somebody who has the folder and the policy is satisfied.
fn is_accepted(files: &Folder, policy: &TrustPolicy) -> bool {
    accepted(files, policy).is_some_and(|checkpoint| audit(files, &checkpoint).is_sound())
}

fn accepted(files: &Folder, policy: &TrustPolicy) -> Option<Checkpoint> {
    let note = Note::parse(files.0.get("checkpoint")?).ok()?;
    policy.accept(&note).ok().map(|seen| seen.checkpoint)
}

// The examples of c2sp.org/signed-note and RFC 6962.
#[test]
fn the_standards_examples_hold() {
    let key: VerifierKey =
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k".parse().unwrap();
    let text = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
    let note = Note::parse(text.as_bytes()).unwrap();
    assert_eq!((note.is_signed_by(&key), note.to_string()), (Ok(Some(None)), text.to_owned()));
    assert_eq!(key.to_string(), "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k");
    let wrong = text.replace("example message", "other message");
    assert_eq!(Note::parse(wrong.as_bytes()).unwrap().is_signed_by(&key), Err(NoteError::Wrong));
    assert_eq!(Hash::of_empty_tree().to_string(), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

// c2sp.org/tlog-tiles: "a tree of size 70,000 will be represented by …".
#[test]
fn tiles_are_those_of_the_standard() {
    let tiles = |size, level| -> Vec<u64> {
        tiles_of(0, size).filter(|path| path.level == Some(level)).map(|path| path.width).collect()
    };
    let widths = tiles(70_000, 0);
    assert_eq!((widths.len(), widths[272], widths[273]), (274, 256, 112));
    assert_eq!((tiles(70_000, 1), tiles(70_000, 2), tiles(70_000, 3)), (vec![256, 17], vec![1], vec![]));
    assert_eq!((tiles(256, 0), tiles(256, 1)), (vec![256], vec![1]));
    let path = TilePath { level: Some(0), index: 1_234_067, width: 256 };
    assert_eq!(path.to_string(), "tile/0/x001/x234/067");
    assert_eq!("tile/entries/x001/067.p/12".parse(), Ok(TilePath { level: None, index: 1_067, width: 12 }));
    for wrong in [
        "tile/0/67",
        "tile/0/x000/067",
        "tile/00/067",
        "tile/0/067.p/0",
        "tile/0/067.p/256",
        "tile/0/067.p/012",
        "tile/+1/067",
        "tile/0/x067",
        "tile/entries/",
        "tile/0/999999999999999999999",
    ] {
        assert_eq!(wrong.parse::<TilePath>(), Err(TilePathError), "{wrong}");
    }
}

#[test]
fn all_proofs_of_small_trees_hold_and_no_other() {
    let leaves = leaves(40);
    let root = |size: u64| naive_root(&leaves[..size as usize]);
    for size in 1..=40 {
        let mut subtree = |level: u8, index: u64| {
            let from = (index << level) as usize;
            Ok::<_, Infallible>(naive_root(&leaves[from..from + (1 << level)]))
        };
        for index in 0..size {
            let proof = inclusion_proof(index, size, &mut subtree).unwrap();
            let check = |leaf: u64, index, size, proof: &[Hash]| {
                verify_inclusion(leaves[leaf as usize], index, size, root(size), proof)
            };
            assert_eq!(check(index, index, size, &proof), Ok(()), "{index} of {size}");
            let others = (0..size).filter(|other| *other != index);
            assert!(others.clone().all(|other| check(other, index, size, &proof).is_err()));
            assert!(others.clone().all(|other| check(index, other, size, &proof).is_err()));
            assert!((1..=40).all(|other| other == size || check(index, index, other, &proof).is_err()));
            assert!(check(index, index, size, &[&proof[..], &[leaves[0]]].concat()).is_err());
            assert!(proof.is_empty() || check(index, index, size, &proof[1..]).is_err());
        }
        for old in 0..=size {
            let proof = consistency_proof(old, size, &mut subtree).unwrap();
            let check = |old: u64, old_root, proof: &[Hash]| {
                verify_consistency(old, old_root, size, root(size), proof)
            };
            assert_eq!(check(old, root(old), &proof), Ok(()), "{old} of {size}");
            let others = (0..=size).filter(|other| *other != old);
            assert!(others.clone().all(|other| check(old, root(other), &proof).is_err()));
            assert!(check(old, root(old), &[&proof[..], &[leaves[0]]].concat()).is_err());
            assert!(proof.is_empty() || check(old, root(old), &proof[1..]).is_err());
        }
        assert!(verify_consistency(size + 1, root(size), size, root(size), &[]).is_err());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn proofs_out_of_tiles_hold(size in 1_u64..1_500, at in 0.0..1.0_f64) {
        let files = folder(&[size]);
        let index = (at * size as f64) as u64;
        let read = |path: TilePath| -> Result<Vec<Hash>, Infallible> {
            Ok(files.0[&path.to_string()].chunks_exact(32).map(|bytes| bytes.try_into().unwrap()).collect())
        };
        let mut hashes = TileHashes::new(size, read);
        let mut subtree = |level, index| Ok::<_, Infallible>(hashes.subtree(level, index)?.unwrap());
        let leaves = leaves(size);
        let mut tree = Tree::default();
        for leaf in &leaves {
            tree.push(*leaf);
        }
        let root = naive_root(&leaves);
        prop_assert_eq!((tree.root(), tree.size()), (root, size));
        let proof = inclusion_proof(index, size, &mut subtree).unwrap();
        prop_assert_eq!(verify_inclusion(leaves[index as usize], index, size, root, &proof), Ok(()));
        let proof = consistency_proof(index, size, &mut subtree).unwrap();
        let old = naive_root(&leaves[..index as usize]);
        prop_assert_eq!(verify_consistency(index, old, size, root, &proof), Ok(()));
    }

    /// Whatever is read is refused, or written again as the same bytes.
    #[test]
    fn nothing_has_two_writings(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "[ -~—\n]{0,80}") {
        for bytes in [bytes, text.into_bytes()] {
            if let Ok(note) = Note::parse(&bytes) {
                prop_assert_eq!(note.to_string().into_bytes(), bytes.clone());
            }
            if let Ok(entry) = Entry::parse(&bytes) {
                prop_assert_eq!(entry.to_string().into_bytes(), bytes.clone());
            }
            if let Ok(proof) = Proof::parse(&bytes) {
                prop_assert_eq!(proof.to_string().into_bytes(), bytes.clone());
            }
            if let Some(entries) = unbundle(&bytes) {
                let mut again = Vec::new();
                prop_assert!(entries.into_iter().all(|entry| bundle(entry, &mut again)));
                prop_assert_eq!(again, bytes);
            }
        }
    }
}

#[test]
fn a_policy_counts_witnesses() {
    let log = verifier(ORIGIN, KeyKind::Ed25519, 1);
    let w = |seed| verifier("w.example", KeyKind::Cosignature, seed);
    let text = format!(
        "# Comment\n\tlog {log} https://log.example/\nwitness A {} https://a.example\nwitness B {}\n\nwitness C {}\n\
         group two 2 A B C\nquorum two\n",
        w(2),
        w(3),
        w(4)
    );
    let policy = TrustPolicy::parse(&text).unwrap();
    let seen = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), 1)).collect::<Vec<_>>();
    assert!(!policy.has_quorum(&seen(&[])) && !policy.has_quorum(&seen(&["A"])));
    assert!(policy.has_quorum(&seen(&["C", "B"])) && !policy.has_quorum(&seen(&["A", "nobody"])));
    assert_eq!(policy.witnesses[0].url.as_deref(), Some("https://a.example"));

    let base = format!("log {log}\nwitness A {}\n", w(2));
    for (more, error) in [
        ("", PolicyError::Quorum),
        ("quorum none\nquorum none\n", PolicyError::Quorum),
        ("quorum B\n", PolicyError::Name(3)),
        ("group g all B\nquorum g\n", PolicyError::Name(3)),
        ("group g 2 A\nquorum g\n", PolicyError::Line(3)),
        ("group g 0 A\nquorum g\n", PolicyError::Line(3)),
        ("group none any A\nquorum none\n", PolicyError::Name(3)),
        ("group g any A A\nquorum g\n", PolicyError::Name(3)),
        ("group g any A\ngroup h any A\nquorum h\n", PolicyError::Name(4)),
        ("frobnicate\n", PolicyError::Line(3)),
        (&format!("log {log}\n"), PolicyError::Name(3)),
        (&format!("witness B {log}\n"), PolicyError::Key(3, KeyError::Kind(1))),
        (&format!("log {}\n", w(5)), PolicyError::Key(3, KeyError::Kind(4))),
    ] {
        assert_eq!(TrustPolicy::parse(&format!("{base}{more}")), Err(error), "{more}");
    }
}

#[test]
fn who_signs_counts() {
    let text = Checkpoint { origin: ORIGIN.into(), size: 0, root: Hash::of_empty_tree() }.to_string();
    let note = signed(&text);
    assert_eq!(policy().accept(&note).unwrap().witnessed, [("revision".to_owned(), 1_764_453_340)]);
    let without = |place| {
        let mut note = note.clone();
        note.signatures.remove(place);
        note
    };
    assert_eq!(policy().accept(&without(0)), Err(Distrust::Unsigned));
    assert_eq!(policy().accept(&without(2)), Err(Distrust::Quorum(vec![])));
    assert!(policy().accept(&without(1)).is_ok());
    // Signed by the right key, but of another log.
    let other =
        Checkpoint { origin: "other.example/log".into(), size: 0, root: Hash::of_empty_tree() }.to_string();
    assert_eq!(policy().accept(&signed(&other)), Err(Distrust::Unsigned));
    // A second signature of the same key that is wrong spoils the note.
    let mut twice = note.clone();
    let mut wrong = twice.signatures[0].clone();
    wrong.bytes[3] ^= 1;
    twice.signatures.push(wrong);
    assert_eq!(policy().accept(&twice), Err(Distrust::Wrong));
}

#[test]
fn a_grown_log_is_sound_with_all_that_it_left_behind() {
    for sizes in [&[0_u64][..], &[1], &[3, 255, 256, 257, 300], &[256], &[1, 600]] {
        let files = folder(sizes);
        let size = *sizes.last().unwrap();
        assert!(is_accepted(&files, &policy()), "{sizes:?}");
        let note = Note::parse(&files.0["checkpoint"]).unwrap();
        let found = audit(&files, &note.text.parse().unwrap());
        assert_eq!(found.kinds.values().sum::<u64>(), size);
        assert_eq!((found.backwards_count, found.beyond, found.open.len() as u64), (0, 0, size / 50));
    }
    // Superseded ones may be gone; full ones may have taken the place of partial ones.
    let mut files = folder(&[300]);
    let later = folder(&[600]);
    for path in ["tile/0/001.p/44", "tile/entries/001.p/44"] {
        files.0.remove(path);
        assert!(!is_accepted(&files, &policy()));
    }
    for path in ["tile/0/001", "tile/entries/001"] {
        files.0.insert(path.into(), later.0[path].clone());
    }
    assert!(is_accepted(&files, &policy()));
}

#[test]
fn what_is_wrong_is_said() {
    let good = folder(&[10, 300]);
    let checkpoint = Note::parse(&good.0["checkpoint"]).unwrap().text.parse().unwrap();
    let faults = |change: &dyn Fn(&mut Folder)| {
        let mut files = good.clone();
        change(&mut files);
        let faults = audit(&files, &checkpoint).faults;
        faults.into_iter().map(|fault| format!("{}: {}", fault.path, fault.kind)).collect::<Vec<_>>()
    };
    assert_eq!(faults(&|_| {}), [""; 0]);
    assert_eq!(faults(&|f| drop(f.0.remove("tile/0/000"))), ["tile/0/000: missing"]);
    assert_eq!(faults(&|f| drop(f.0.remove("tile/entries/000"))), ["tile/entries/000: missing"]);
    assert_eq!(
        faults(&|f| f.0.get_mut("tile/0/000").unwrap()[40] ^= 1),
        ["tile/0/000: does not fit the entries", "tile/0/000.p/10: does not fit the entries"]
    );
    assert_eq!(
        faults(&|f| f.0.get_mut("tile/0/000.p/10").unwrap()[319] ^= 1),
        ["tile/0/000.p/10: does not fit the entries"]
    );
    assert_eq!(
        faults(&|f| f.0.get_mut("tile/0/000.p/10").unwrap().truncate(33)),
        ["tile/0/000.p/10: wrong length"]
    );
    assert_eq!(
        faults(&|f| f.0.get_mut("tile/entries/001.p/44").unwrap().push(0)),
        ["tile/entries/001.p/44: wrong length"]
    );
    assert_eq!(
        faults(&|f| drop(f.0.insert("tile/0/notes".into(), vec![]))),
        ["tile/0/notes: not a file of a log"]
    );
    // What the checkpoint does not cover, however far away, is counted only.
    let mut files = good.clone();
    files.0.insert("tile/63/000".into(), vec![]);
    files.0.insert("tile/0/x999/x999/x999/999".into(), vec![]);
    let found = audit(&files, &checkpoint);
    assert_eq!((found.fault_count, found.beyond), (0, 2));
    // Another entry in the place of the last one: the tile tells, and so does the root.
    let swapped = faults(&|f| {
        let bytes = f.0.get_mut("tile/entries/001.p/44").unwrap();
        let last = bytes.len() - 3;
        bytes[last] ^= 4;
    });
    assert_eq!(
        swapped,
        [
            "tile/0/001.p/44: does not fit the entries",
            "checkpoint: the entries are not those that were signed"
        ]
    );
}

/// Every bit of every file of a log of 300 entries, its superseded tiles among them. Only signatures by keys that the policy does not know may change.
#[test]
fn every_flipped_bit_is_found() {
    let files = folder(&[10, 300]);
    let policy = policy();
    let checkpoint = accepted(&files, &policy).unwrap();
    assert!(audit(&files, &checkpoint).is_sound());
    let text = String::from_utf8(files.0["checkpoint"].clone()).unwrap();
    let stranger = text.find("— somebody.example").unwrap();
    let stranger = stranger..text.find("— revision.example").unwrap();
    let flips: Vec<(&String, usize)> =
        files.0.iter().flat_map(|(path, bytes)| (0..bytes.len() * 8).map(move |bit| (path, bit))).collect();
    assert!(flips.len() > 300_000);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let missed: Vec<(&String, usize)> = std::thread::scope(|scope| {
        let work = |part: &[(&'_ String, usize)]| {
            let mut files = files.clone();
            let mut missed = Vec::new();
            for &(path, bit) in part {
                if path == "checkpoint" && stranger.contains(&(bit / 8)) {
                    continue;
                }
                let flip = |files: &mut Folder| files.0.get_mut(path).unwrap()[bit / 8] ^= 1 << (bit % 8);
                flip(&mut files);
                // A checkpoint that was not touched need not be read each time.
                let is_accepted = match path.as_str() {
                    "checkpoint" => is_accepted(&files, &policy),
                    _ => audit(&files, &checkpoint).is_sound(),
                };
                if is_accepted {
                    missed.push(bit);
                }
                flip(&mut files);
            }
            missed
        };
        let running: Vec<_> = flips
            .chunks(flips.len().div_ceil(threads))
            .map(|part| (part, scope.spawn(move || work(part))))
            .collect();
        let missed = running.into_iter().flat_map(|(part, thread)| {
            let bits = thread.join().unwrap();
            part.iter().filter(move |(_, bit)| bits.contains(bit)).copied()
        });
        missed.collect()
    });
    assert_eq!(missed, []);
}

#[test]
fn a_proof_travels_in_one_file() {
    let files = folder(&[300]);
    let read = |path: TilePath| -> Result<Vec<Hash>, Infallible> {
        Ok(files.0[&path.to_string()].chunks_exact(32).map(|bytes| bytes.try_into().unwrap()).collect())
    };
    let mut hashes = TileHashes::new(300, read);
    let path = inclusion_proof(7, 300, &mut |level, index| {
        Ok::<_, Infallible>(hashes.subtree(level, index)?.unwrap())
    });
    let opening = Opening { salt: [7; 32], body: "body 7".into() };
    for opening in [Some(opening), None] {
        let proof = Proof {
            extra: Some((entry(7).to_string(), opening)),
            index: 7,
            path: path.clone().unwrap(),
            checkpoint: Note::parse(&files.0["checkpoint"]).unwrap(),
        };
        let again = Proof::parse(proof.to_string().as_bytes()).unwrap();
        assert_eq!(again, proof);
        let seen = policy().accept(&again.checkpoint).unwrap().checkpoint;
        let shown = again.check(&seen).unwrap();
        let body = again.extra.as_ref().unwrap().1.as_ref().map(|opening| opening.body.clone());
        assert_eq!((shown.entry, shown.body), (entry(7), body));

        let fault = |change: &dyn Fn(&mut Proof)| {
            let mut wrong = again.clone();
            change(&mut wrong);
            wrong.check(&seen).unwrap_err()
        };
        assert_eq!(fault(&|p| p.extra = None), ProofFault::NoEntry);
        assert_eq!(fault(&|p| p.index = 6), ProofFault::Inclusion(ProofError::Root));
        assert_eq!(fault(&|p| p.index = 300), ProofFault::Inclusion(ProofError::OutOfRange));
        assert_eq!(fault(&|p| p.path.truncate(1)), ProofFault::Inclusion(ProofError::Length));
        let another = Opening { salt: [7; 32], body: "body 8".into() };
        assert_eq!(fault(&|p| p.extra.as_mut().unwrap().1 = Some(another.clone())), ProofFault::Body);
        assert_eq!(
            fault(&|p| p.extra.as_mut().unwrap().0 = entry(8).to_string()),
            ProofFault::Inclusion(ProofError::Root)
        );
    }
}

#[test]
fn a_clock_that_went_backwards_is_told() {
    let mut audit = Audit::default();
    assert!(audit.is_sound() && audit.span.is_none());
    let mut files = Folder::default();
    let times = [5, 9, 7, 9, 10];
    let entries: Vec<String> = times
        .iter()
        .map(|time| {
            Entry { kind: "a/1".into(), at: Timestamp(*time), said: Said::Open("x".into()) }.to_string()
        })
        .collect();
    let mut bytes = Vec::new();
    assert!(entries.iter().all(|entry| bundle(entry.as_bytes(), &mut bytes)));
    let leaves: Vec<Hash> = entries.iter().map(|entry| leaf_hash(entry.as_bytes())).collect();
    files.0.insert("tile/entries/000.p/5".into(), bytes);
    files.0.insert("tile/0/000.p/5".into(), leaves.iter().flat_map(|hash| *hash.as_bytes()).collect());
    audit = super::audit(&files, &Checkpoint { origin: ORIGIN.into(), size: 5, root: naive_root(&leaves) });
    assert!(audit.is_sound());
    assert_eq!((audit.backwards, audit.backwards_count), (vec![2], 1));
    assert_eq!(audit.span, Some((Timestamp(5), Timestamp(10))));
}
