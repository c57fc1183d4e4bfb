// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use crate::maker::{ORIGIN, Signer, entry, opening, prove, signed};
use hoheit_merkle::{Checkpoint, Entry, Note, Opening, Proof, leaf_hash};
use hoheit_types::{ContentDigest, Digest, Receipt, Record as _, RelPath, Timestamp};

/// The proof of an entry of a log of 300, as its owner would hand it out.
fn proof(house: &House, index: u64) -> Proof {
    let note = Note::parse(&fs::read(house.log().join("checkpoint")).unwrap()).unwrap();
    prove(&house.log(), index, &note)
}

fn written(house: &House, proof: &Proof) -> PathBuf {
    let path = house.path("entry.tlog-proof");
    fs::write(&path, proof.to_string()).unwrap();
    path
}

fn check(house: &House, command: &str, proof: &Proof, more: &[&str]) -> Said {
    let (path, policy) = (written(house, proof), house.path("policy"));
    let args = [OsStr::new(command), path.as_os_str(), OsStr::new("--policy"), policy.as_os_str()];
    verify(args.into_iter().chain(more.iter().map(OsStr::new)))
}

#[test]
fn an_entry_of_the_log_is_proved_without_the_log() {
    let house = House::new(&[300]);
    let seven = proof(&house, 7);
    check(&house, "bundle", &seven, &[]).expect(
        0,
        "Bewiesen: Eintrag 7 (receipt/1, 2025-11-29T21:55:47Z) steht im Protokoll „musterstadt.example/protokoll“, das sein Betreiber \
         unterschrieben hat und 1 Zeuge gesehen hat.",
    );
    check(&house, "bundle", &seven, &["--lang", "en"]).expect(
        0,
        "Proved: entry 7 (receipt/1, 2025-11-29T21:55:47Z) is in the log “musterstadt.example/protokoll”, which its operator has signed \
         and 1 witness has seen.",
    );
    let details = check(&house, "bundle", &seven, &["--details"]);
    details.expect_part(0, "  Inhalt:\n    {\"number\":7,\"subject\":\"Musterstadt\"}\n");
    assert!(!check(&house, "bundle", &seven, &[]).out.contains("subject"), "only on request");
    check(&house, "receipt", &seven, &[]).expect_part(0, "Bewiesen: Eintrag 7 (receipt/1");
    check(&house, "receipt", &proof(&house, 5), &[])
        .expect(4, "Nicht bewiesen: Der Eintrag ist kein Beleg, sondern von der Art scan/1.");
    check(&house, "receipt", &proof(&house, 5), &["--lang", "en"])
        .expect(4, "Not proved: the entry is no receipt, but of the kind scan/1.");
    // What is said in clear needs no opening.
    check(&house, "bundle", &proof(&house, 0), &["--details"])
        .expect_part(0, "  Inhalt:\n    {\"added\":\"musterstadt.example/protokoll+877a47c5+");
    for index in [1, 127, 128, 255, 256, 299] {
        check(&house, "bundle", &proof(&house, index), &[]).expect_part(0, &format!("Eintrag {index} ("));
    }
}

#[test]
fn less_than_all_is_said() {
    let house = House::new(&[300]);
    let mut erased = proof(&house, 7);
    erased.extra.as_mut().unwrap().1 = None;
    check(&house, "bundle", &erased, &[]).expect_part(1, "gesehen hat; sein Inhalt liegt nicht bei.");
    check(&house, "bundle", &erased, &["--lang=en"]).expect_part(1, "seen; its content is not enclosed.");

    let path = written(&house, &proof(&house, 7));
    let path = path.to_str().unwrap();
    let key = Signer::Log.verifier().to_string();
    verify(["bundle", path, "--key", &key]).expect_part(1, "; kein Zeuge hat es gesehen (unbezeugt).");
    verify(["bundle", path]).expect_part(1, "Nur in sich stimmig: Eintrag 7 (receipt/1");
    verify(["bundle", path, "--lang=en"]).expect_part(1, "Only consistent in itself: entry 7 (receipt/1");
}

#[test]
fn what_does_not_fit_proves_nothing() {
    let house = House::new(&[300]);
    let good = proof(&house, 7);
    let with = |change: &dyn Fn(&mut Proof)| {
        let mut proof = good.clone();
        change(&mut proof);
        check(&house, "bundle", &proof, &[])
    };
    let place = "Nicht bewiesen: Der Eintrag steht nicht an dieser Stelle des Protokolls.";
    with(&|p| p.index = 6).expect(4, place);
    with(&|p| p.index = u64::MAX).expect(4, place);
    with(&|p| p.path.truncate(3)).expect(4, place);
    with(&|p| p.path.swap(0, 1)).expect(4, place);
    with(&|p| p.extra.as_mut().unwrap().0 = entry(8).to_string()).expect(4, place);
    let body = "Nicht bewiesen: Der Inhalt ist nicht der, auf den sich der Eintrag festlegt.";
    with(&|p| p.extra.as_mut().unwrap().1 = Some(opening(8))).expect(4, body);
    let other = || Some(Opening { body: "{}".into(), ..opening(7) });
    with(&|p| p.extra.as_mut().unwrap().1 = other()).expect(4, body);
    with(&|p| p.extra = None)
        .expect(4, "Nicht bewiesen: Die Datei nennt den Eintrag nicht, den sie beweist.");
    with(&|p| p.checkpoint.signatures.truncate(1)).expect_part(4, "zu wenige Zeugen");
    with(&|p| p.checkpoint.text = p.checkpoint.text.replace("300", "301")).expect_part(4, "Unterschrift");

    let path = written(&house, &good);
    for change_to in [
        &b""[..],
        b"c2sp.org/tlog-proof@v1\n",
        b"\xff\xfe",
        b"c2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n\n",
    ] {
        fs::write(&path, change_to).unwrap();
        verify([OsStr::new("bundle"), path.as_os_str()])
            .expect(4, "Nicht bewiesen: Die Datei ist kein Beweis aus hoheit.");
    }
    // A hole of 2 GiB.
    fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(2 << 30).unwrap();
    verify([OsStr::new("bundle"), path.as_os_str()]).expect_part(4, "ist kein Beweis aus hoheit");
    fs::remove_file(&path).unwrap();
    verify([OsStr::new("bundle"), path.as_os_str()]).expect_failure(5, "die Beweisdatei: gibt es nicht");
    verify([OsStr::new("receipt"), path.as_os_str(), OsStr::new("--lang=en")])
        .expect_failure(5, "the proof file: there is none");
}

/// Whatever bit of the file is turned, the answer is no.
#[test]
fn bits_that_are_flipped_in_a_proof_are_found() {
    let house = House::new(&[300]);
    let path = written(&house, &proof(&house, 7));
    let policy = house.path("policy");
    let bits = fs::metadata(&path).unwrap().len() * 8;
    let mut dice = Dice(7);
    for _ in 0..120 {
        let bit = dice.below(bits) as usize;
        change(&path, |bytes| bytes[bit / 8] ^= 1 << (bit % 8));
        let args = [OsStr::new("bundle"), path.as_os_str(), OsStr::new("--policy"), policy.as_os_str()];
        let said = verify(args);
        assert!(said.code == Some(4), "bit {bit}: {said:?}");
        change(&path, |bytes| bytes[bit / 8] ^= 1 << (bit % 8));
    }
}

/// A log of one entry, the receipt of a file with this content.
fn receipt_of(content: &[u8]) -> Proof {
    let mut digest = ContentDigest::default();
    digest.update(content);
    let digest = digest.digest();
    let receipt = Receipt {
        plan: Digest::new([7; 32]),
        number: 0,
        object: RelPath::from_kept("10 Hauptamt/a.txt"),
        stored_as: RelPath::from_kept("10 Hauptamt/a.txt"),
        size_bytes: content.len() as u64,
        source: digest,
        target: digest,
        sha256: None,
        site: "keller".parse().unwrap(),
        version: None,
        finished_at: Timestamp::from_seconds(1_764_453_340),
        losses: Vec::new(),
    };
    let opening = Opening { salt: [9; 32], body: receipt.write().unwrap().1 };
    let said = hoheit_merkle::Said::Committed(opening.commitment());
    let entry = Entry { kind: Receipt::KIND.into(), at: receipt.finished_at, said }.to_string();
    let text = Checkpoint { origin: ORIGIN.into(), size: 1, root: leaf_hash(entry.as_bytes()) }.to_string();
    let checkpoint = signed(&text, &[Signer::Log, Signer::Witness]);
    Proof { extra: Some((entry, Some(opening))), index: 0, path: Vec::new(), checkpoint }
}

#[test]
fn a_file_is_compared_with_its_receipt() {
    let house = House::new(&[1]);
    let receipt = receipt_of(b"Satzung\n");
    let path = house.path("a.txt");
    let compare = |content: &[u8], proof: &Proof| {
        fs::write(&path, content).unwrap();
        check(&house, "receipt", proof, &["--file", path.to_str().unwrap()])
    };
    compare(b"Satzung\n", &receipt).expect_part(0, "Bewiesen: Eintrag 0 (receipt/1");
    for other in [&b"Satzung"[..], b"", b"Satzunk\n"] {
        compare(other, &receipt)
            .expect(4, "Nicht bewiesen: Die Datei ist nicht die, die am Ziel nachgelesen wurde.");
    }
    let mut sealed = receipt.clone();
    sealed.extra.as_mut().unwrap().1 = None;
    compare(b"Satzung\n", &sealed)
        .expect_part(4, "Nicht bewiesen: Der Beleg sagt nicht, welche Datei es war");
    // An entry of the right kind whose body is no receipt that this version knows.
    compare(b"Satzung\n", &proof(&House::new(&[300]), 7))
        .expect_part(4, "Nicht bewiesen: Der Beleg sagt nicht, welche Datei es war");
    fs::remove_file(&path).unwrap();
    let gone = check(&house, "receipt", &receipt, &["--file", path.to_str().unwrap()]);
    assert_eq!((gone.code, gone.err.contains("gibt es nicht")), (Some(5), true), "{}", gone.err);
}
