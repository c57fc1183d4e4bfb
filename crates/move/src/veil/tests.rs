// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Age files by us and by age itself, the program, both ways.

use super::age::{CHUNK, SEALED};
use super::*;
use crate::carry::reading;
use hoheit_connect::{Depot, LocalDepot};
use hoheit_types::Digest;
use proptest::prelude::*;
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

fn identity(byte: u8) -> (Identity, Recipient) {
    let text = bech32::encode("age-secret-key-", &[byte; 32]).to_uppercase();
    let identity: Identity = text.parse().unwrap();
    let recipient = identity.recipient().unwrap();
    (identity, recipient)
}

fn veil(recipients: &[Recipient]) -> Veil {
    Veil { key: Zeroizing::new([7; 32]), recipients: recipients.to_vec() }
}

fn content(bytes: u64, seed: u8) -> Vec<u8> {
    (0..bytes).map(|at| (at * 7 + at / 256) as u8 ^ seed).collect()
}

fn name() -> RelPath {
    RelPath::from_kept("Akte")
}

/// A source of one object.
fn source(folder: &Path, bytes: &[u8]) -> LocalDepot {
    std::fs::write(folder.join("Akte"), bytes).unwrap();
    LocalDepot::open(folder).unwrap()
}

fn stretch(sealing: &Sealing, source: &dyn Depot, range: std::ops::Range<u64>, is_last: bool) -> Vec<u8> {
    let mut read = Vec::new();
    sealing.open(source, &name(), (range, is_last)).unwrap().read_to_end(&mut read).unwrap();
    read
}

#[test]
fn a_key_is_read_as_age_writes_it() {
    let (_, recipient) = identity(1);
    let text = format!(
        "# created: 2026\n# public key: {recipient}\n\n{}\n",
        bech32::encode("age-secret-key-", &[1; 32]).to_uppercase()
    );
    let all = Identity::read_all(&text).unwrap();
    assert_eq!(all.first().unwrap().recipient().unwrap(), recipient);
    assert!(format!("{all:?}").find("KEY").is_none());
    for none in ["", "# nothing\n", "age-encryption.org/v1\n", "ssh-ed25519 AAAA\n", &recipient.to_string()] {
        assert!(Identity::read_all(none).is_err(), "{none}");
    }
}

#[test]
fn no_key_that_makes_the_same_secret_with_all() {
    let zero = bech32::encode("age", &[0; 32]);
    assert!(zero.parse::<Recipient>().is_err());
    assert!(identity(1).1.to_string().to_uppercase().parse::<Recipient>().is_err(), "one way to write it");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn stretches_make_the_whole(chunks in 0..40_u64, more in prop_oneof![Just(0), Just(1), Just(CHUNK - 1), 0..CHUNK], seed: u8, recipients in 1..4_u8) {
        let folder = tempfile::tempdir().unwrap();
        let bytes = content(chunks * CHUNK + more, seed);
        let source = source(folder.path(), &bytes);
        let all: Vec<Recipient> = (1..=recipients).map(|byte| identity(byte).1).collect();
        let veil = veil(&all);
        let sealing = veil.sealing(&name(), bytes.len() as u64).unwrap();
        let size = sealed_bytes(bytes.len() as u64, all.len());
        let whole = stretch(&sealing, &source, 0..size, true);
        prop_assert_eq!(whole.len() as u64, size);
        prop_assert_eq!(sealing.digest(), Some(Digest::new(*blake3::hash(&bytes).as_bytes())));
        prop_assert_eq!(&sealing.seal(&bytes).unwrap(), &whole);
        // The last part first, as threads may.
        let again = veil.sealing(&name(), bytes.len() as u64).unwrap();
        let part_bytes = CHUNK * 4;
        let count = crate::tree::parts(size, part_bytes);
        for part in (0..count).rev() {
            let range = crate::tree::part_range(part, size, part_bytes);
            let expected = &whole[range.start as usize..range.end as usize];
            prop_assert_eq!(stretch(&again, &source, range, part + 1 == count), expected);
        }
        prop_assert_eq!(again.digest(), sealing.digest());
        for byte in 1..=recipients {
            let mut opened = Vec::new();
            Opening::new(whole.as_slice(), &[identity(9).0, identity(byte).0]).unwrap().read_to_end(&mut opened).unwrap();
            prop_assert_eq!(&opened, &bytes);
        }
        prop_assert!(Opening::new(whole.as_slice(), &[identity(9).0]).is_err());
    }

    #[test]
    fn any_stretch_is_that_of_the_whole(size in 0..400_000_u64, from in 0..400_000_u64, to in 0..400_000_u64) {
        let folder = tempfile::tempdir().unwrap();
        let bytes = content(size, 3);
        let source = source(folder.path(), &bytes);
        let sealing = veil(&[identity(1).1]).sealing(&name(), size).unwrap();
        let whole = sealing.seal(&bytes).unwrap();
        let (from, to) = (from.min(to) % whole.len() as u64, from.max(to).min(whole.len() as u64));
        if from < to {
            prop_assert_eq!(stretch(&sealing, &source, from..to, to == whole.len() as u64), &whole[from as usize..to as usize]);
        }
    }
}

/// Two parts meet within a chunk, which is read for both: made of two contents, it would open for nobody.
#[test]
fn a_chunk_that_two_parts_share_is_made_of_one_content() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = content(3 * CHUNK, 1);
    let (size, middle) = (sealed_bytes(3 * CHUNK, 1), 2 * CHUNK);
    let mut changed = bytes.clone();
    changed[CHUNK as usize + 9] ^= 1;
    for parts in [[0..middle, middle..size], [middle..size, 0..middle]] {
        let sealing = veil(&[identity(1).1]).sealing(&name(), 3 * CHUNK).unwrap();
        let [first, second] = parts;
        let is_last = first.end == size;
        stretch(&sealing, &source(folder.path(), &bytes), first, is_last);
        let source = source(folder.path(), &changed);
        let mut opened = sealing.open(&source, &name(), (second, !is_last)).unwrap();
        let error = opened.read_to_end(&mut Vec::new()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedEof, "told as a change of the source");
    }
}

#[test]
fn borders_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    for size in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 4 * SEALED, 4 * CHUNK] {
        let bytes = content(size, 1);
        let source = source(folder.path(), &bytes);
        let sealing = veil(&[identity(1).1]).sealing(&name(), size).unwrap();
        let sealed = sealed_bytes(size, 1);
        assert_eq!(stretch(&sealing, &source, 0..sealed, true), sealing.seal(&bytes).unwrap(), "{size}");
        // What has grown is told by one byte more, what has shrunk by an error.
        std::fs::write(folder.path().join("Akte"), content(size + 1, 1)).unwrap();
        let fresh = veil(&[identity(1).1]).sealing(&name(), size).unwrap();
        assert_eq!(stretch(&fresh, &source, 0..sealed, true).len() as u64, sealed + 1, "{size}");
        if size > 0 {
            std::fs::write(folder.path().join("Akte"), content(size - 1, 1)).unwrap();
            let mut opened = fresh.open(&source, &name(), (0..sealed, true)).unwrap();
            assert!(opened.read_to_end(&mut Vec::new()).is_err(), "{size}");
        }
    }
    assert_eq!(reading(&(0..0), true).range, None);
}

#[test]
fn each_object_has_keys_of_its_own_and_the_same_ones_again() {
    let veil = veil(&[identity(1).1]);
    let seal = |name: &str| veil.sealing(&RelPath::from_kept(name), 3).unwrap().seal(b"abc").unwrap();
    assert_eq!(seal("a"), seal("a"));
    assert_ne!(seal("a"), seal("b"));
    let other = Veil { key: Zeroizing::new([8; 32]), recipients: veil.recipients.clone() };
    assert_ne!(seal("a"), other.sealing(&RelPath::from_kept("a"), 3).unwrap().seal(b"abc").unwrap());
}

#[test]
fn any_flipped_bit_and_any_cut_is_found() {
    let bytes = content(CHUNK + 100, 5);
    let (key, recipient) = identity(1);
    let keys = [key];
    let whole = veil(&[recipient]).sealing(&name(), bytes.len() as u64).unwrap().seal(&bytes).unwrap();
    let read = |file: &[u8]| {
        let mut opened = Vec::new();
        Opening::new(file, &keys)?.read_to_end(&mut opened).map(|_| opened)
    };
    assert_eq!(read(&whole).unwrap(), bytes);
    for place in (0..260).chain((260..whole.len()).step_by(997)).chain(whole.len() - 20..whole.len()) {
        let mut changed = whole.clone();
        changed[place] ^= 1;
        assert!(read(&changed).is_err(), "byte {place}");
        assert!(read(&whole[..place]).is_err(), "cut at {place}");
    }
    assert!(read(&[&whole[..], b"more"].concat()).is_err());
    // A file that ends with a whole chunk, and nothing behind it that says so.
    let cut = whole.len() - 100 - 16;
    assert!(read(&whole[..cut]).is_err());
}

#[test]
fn the_stream_key_rests_sealed_and_bound() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stream.key");
    let safe = Safe { path: &path, key: &[1; 32] };
    let (plan, other) = (Digest::new([2; 32]), Digest::new([3; 32]));
    assert!(safe.take(plan).is_none());
    let key = Zeroizing::new([0x5a; 32]);
    safe.put(plan, &key).unwrap();
    assert_eq!(safe.take(plan), Some(key));
    assert!(safe.take(other).is_none());
    assert!(Safe { path: &path, key: &[4; 32] }.take(plan).is_none());
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!text.contains("WlpaWlpa"), "the key itself, in Base64");
    let mut changed = text.into_bytes();
    let place = changed.len() - 10;
    changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
    std::fs::write(&path, &changed).unwrap();
    assert!(safe.take(plan).is_none());
    safe.clear().unwrap();
    safe.clear().unwrap();
    assert!(!path.exists());
}

/// `None` names what was left out, or fails where nothing may be left out.
fn age(args: &[&str], input: &[u8]) -> Option<Vec<u8>> {
    let started = Command::new("age")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut process) = started else {
        assert!(std::env::var_os("HOHEIT_TEST_ALL").is_none(), "age is missing");
        println!("left out: age files by age itself (age is missing: cargo xtask test installs it)");
        return None;
    };
    let mut stdin = process.stdin.take().unwrap();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(input));
        process.wait_with_output().unwrap()
    });
    assert!(output.status.success(), "age {args:?}");
    Some(output.stdout)
}

#[test]
fn age_reads_what_we_write_and_we_read_what_it_writes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key.txt");
    std::fs::write(&file, bech32::encode("age-secret-key-", &[1; 32]).to_uppercase()).unwrap();
    let ((one, first), (_, second)) = (identity(1), identity(2));
    let keys = [one];
    let path = file.to_str().unwrap();
    for size in [0, 1, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 1_000_000] {
        let bytes = content(size, 1);
        for recipients in [vec![first], vec![second, first]] {
            let sealed = veil(&recipients).sealing(&name(), size).unwrap().seal(&bytes).unwrap();
            let Some(opened) = age(&["-d", "-i", path], &sealed) else { return };
            assert!(opened == bytes, "{size}");
        }
        let (first, second) = (first.to_string(), second.to_string());
        let Some(sealed) = age(&["-r", &second, "-r", &first], &bytes) else { return };
        assert_eq!(sealed.len() as u64, sealed_bytes(size, 2), "{size}");
        let mut opened = Vec::new();
        Opening::new(sealed.as_slice(), &keys).unwrap().read_to_end(&mut opened).unwrap();
        assert!(opened == bytes, "{size}");
    }
}

#[test]
fn what_is_written_piece_by_piece_is_an_age_file_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("key.txt");
    std::fs::write(&file, bech32::encode("age-secret-key-", &[1; 32]).to_uppercase()).unwrap();
    let ((one, first), (_, second)) = (identity(1), identity(2));
    let keys = [one];
    let write = |bytes: &[u8], piece: usize| {
        let (mut writing, mut file) = (Writing::new(&[second, first]).unwrap(), Vec::new());
        bytes.chunks(piece).for_each(|piece| writing.put(piece, &mut file).unwrap());
        writing.finish(&mut file).unwrap();
        file
    };
    for size in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 300_000] {
        let bytes = content(size, 1);
        for piece in [1_000, CHUNK as usize, 200_000] {
            let file = write(&bytes, piece);
            assert_eq!(file.len() as u64, sealed_bytes(size, 2), "{size} in pieces of {piece}");
            let mut opened = Vec::new();
            Opening::new(file.as_slice(), &keys).unwrap().read_to_end(&mut opened).unwrap();
            assert!(opened == bytes, "{size} in pieces of {piece}");
        }
        let Some(opened) = age(&["-d", "-i", file.to_str().unwrap()], &write(&bytes, 1_000)) else { return };
        assert!(opened == bytes, "{size}");
    }
    assert_ne!(write(b"abc", 1), write(b"abc", 1), "keys of its own");
    assert!(matches!(Writing::new(&[]), Err(MoveError::Cipher)), "for nobody is not encrypted");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn whatever_is_no_age_file_is_an_error(junk: Vec<u8>, place in 0..400_usize, cut in 0..400_usize) {
        let (key, recipient) = identity(1);
        let whole = veil(&[recipient, identity(2).1]).sealing(&name(), 3).unwrap().seal(b"abc").unwrap();
        let place = place.min(whole.len());
        let rest = whole.get(place + cut..).unwrap_or_default();
        let mixed = [&whole[..place], &junk, rest].concat();
        let keys = [key];
        for file in [&junk, &mixed] {
            let mut opened = Vec::new();
            let read = Opening::new(file.as_slice(), &keys).and_then(|mut file| file.read_to_end(&mut opened));
            prop_assert!(read.is_err() || (*file == whole && opened == b"abc"));
        }
    }
}
