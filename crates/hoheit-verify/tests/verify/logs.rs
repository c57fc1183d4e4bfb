// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use crate::maker::{Maker, ORIGIN, entry};
use hoheit_merkle::{Checkpoint, Entry, Hash, Said as EntrySaid, leaf_hash};
use hoheit_types::Timestamp;

#[test]
fn a_log_that_is_as_it_was_signed_is_proved() {
    let house = House::new(&[3, 300, 700]);
    house.check(&[]).expect(
        0,
        "Bewiesen: Das Protokoll „musterstadt.example/protokoll“ mit 700 Einträgen ist genau das, das sein Betreiber \
         unterschrieben hat und 1 Zeuge gesehen hat.",
    );
    house.check(&["--lang", "en"]).expect(
        0,
        "Proved: the log “musterstadt.example/protokoll” with 700 entries is exactly the one which its operator has signed and 1 \
         witness has seen.",
    );
    let details = house.check(&["--details", "--lang=en"]);
    for line in [
        "  entries: 700\n",
        "  witness: revision 2025-11-29T21:56:40Z\n",
        "  files checked: 12\n",
        "  first moment: 2025-11-29T21:55:40Z\n",
        "  kind decisions/1: 175\n",
        "  open entry 0, log-key/1, 2025-11-29T21:55:40Z: “{\"added\":\"musterstadt.example/protokoll+877a47c5+",
    ] {
        details.expect_part(0, line);
    }
    for (sizes, count) in
        [(&[0][..], "0 Einträgen"), (&[1], "1 Eintrag "), (&[256], "256 Ein"), (&[65_536], "65.536 Ein")]
    {
        House::new(sizes).check(&[]).expect_part(0, count);
    }
}

#[test]
fn without_saying_whom_to_trust_nothing_is_proved() {
    let house = House::signed(&[5], &[Signer::Impostor]);
    let log = house.log();
    verify([OsStr::new("log"), log.as_os_str()]).expect(
        1,
        "Nur in sich stimmig: Das Protokoll „musterstadt.example/protokoll“ mit 5 Einträgen ist genau das seines Prüfpunkts; wer den \
         unterschrieben hat, wurde nicht geprüft (--policy oder --key sagt, wem zu trauen ist).",
    );
    let english = verify(["log", log.to_str().unwrap(), "--lang", "en", "--details"]);
    english.expect_part(
        1,
        "Only consistent in itself: the log “musterstadt.example/protokoll” with 5 entries is exactly that",
    );
    english.expect_part(1, "  allegedly signed by: musterstadt.example/protokoll+");
    house
        .check(&[])
        .expect(4, "Nicht bewiesen: Kein Protokoll, dem vertraut wird, hat den Prüfpunkt unterschrieben.");
}

#[test]
fn a_key_alone_proves_but_says_that_nobody_has_witnessed_it() {
    let house = House::new(&[1]);
    let (log, key) = (house.log(), Signer::Log.verifier().to_string());
    let said = |lang| verify(["log", log.to_str().unwrap(), "--key", &key, "--lang", lang]);
    said("de").expect(
        1,
        "Bewiesen, mit Einschränkung: Das Protokoll „musterstadt.example/protokoll“ mit 1 Eintrag ist genau das, das sein Betreiber \
         unterschrieben hat; kein Zeuge hat es gesehen (unbezeugt).",
    );
    said("en").expect_part(1, "Proved, with remarks: the log “musterstadt.example/protokoll” with 1 entry is exactly the one which its operator has signed; no witness has seen it (unwitnessed).");
}

#[test]
fn too_few_witnesses_and_wrong_signatures_are_refused() {
    let house = House::signed(&[4], &[Signer::Log]);
    house.check(&["--lang", "en"]).expect(
        4,
        "Not proved: too few witnesses have seen the checkpoint (0 witnesses, the policy demands more).",
    );
    let house = House::new(&[4]);
    change(&house.log().join("checkpoint"), |bytes| {
        let text = String::from_utf8(bytes.clone()).unwrap();
        *bytes = text.replace("\n4\n", "\n3\n").into_bytes();
    });
    house
        .check(&[])
        .expect(4, "Nicht bewiesen: Eine Unterschrift unter dem Prüfpunkt ist falsch; er wurde verändert.");
}

#[test]
fn damage_is_told_with_its_place() {
    let house = House::new(&[300]);
    fs::remove_file(house.tile("0/000")).unwrap();
    house.check(&[]).expect(
        4,
        "Nicht bewiesen: Das Protokoll „musterstadt.example/protokoll“ ist beschädigt oder verändert; 1 Beanstandung: „tile/0/000“ fehlt.",
    );
    change(&house.tile("0/001.p/44"), |bytes| bytes[0] ^= 1);
    let said = house.check(&["--lang", "en", "--details"]);
    said.expect_part(4, "is damaged or was changed; 2 faults, first: “tile/0/000” missing.\n");
    said.expect_part(4, "  fault: “tile/0/001.p/44” does not fit the entries\n");
}

#[test]
fn a_log_goes_on_from_what_was_kept() {
    let house = House::new(&[300]);
    let kept = house.path("kept");
    fs::copy(house.log().join("checkpoint"), &kept).unwrap();
    let grown = House::new(&[300, 700]);
    let since = ["--since", kept.to_str().unwrap()];
    grown
        .check(&since)
        .expect_part(0, "gesehen hat; es setzt den früheren Prüfpunkt mit 300 Einträgen fort.");
    // The other way round it has lost entries.
    let kept_later = grown.path("kept");
    fs::copy(grown.log().join("checkpoint"), &kept_later).unwrap();
    house
        .check(&["--since", kept_later.to_str().unwrap()])
        .expect(4, "Nicht bewiesen: der frühere Prüfpunkt zählt mehr Einträge, als das Protokoll jetzt hat.");
    // Another log of the same name, rightly signed, with one entry that differs.
    let forked = House::new(&[0]);
    let mut maker = Maker::new(&forked.log());
    for number in 0..700 {
        let number = if number == 100 { 9_999 } else { number };
        maker.push(entry(number).to_string().as_bytes());
    }
    maker.publish(&[Signer::Log, Signer::Witness]);
    let said = forked.check(&since);
    said.expect_part(4, "„checkpoint“ die Einträge sind nicht die des früheren Prüfpunkts.");
    // One that nobody signed says nothing.
    let impostor = House::signed(&[300], &[Signer::Impostor]);
    let since = impostor.log().join("checkpoint");
    grown
        .check(&["--since", since.to_str().unwrap(), "--lang", "en"])
        .expect(4, "Not proved: no log that is trusted has signed the earlier checkpoint.");
}

/// Writes a log of these entries.
fn of(entries: &[Vec<u8>]) -> House {
    let house = House::new(&[0]);
    let mut maker = Maker::new(&house.log());
    for entry in entries {
        maker.push(entry);
    }
    maker.publish(&[Signer::Log, Signer::Witness]);
    house
}

fn at(seconds: i64) -> Vec<u8> {
    let said = EntrySaid::Open("x".to_owned());
    Entry { kind: "test/1".to_owned(), at: Timestamp::from_seconds(seconds), said }.to_string().into_bytes()
}

#[test]
fn remarks_are_made() {
    let house = of(&[at(100), at(50), at(101), b"hoheit-entry/2\nfrom the future\n".to_vec()]);
    fs::create_dir_all(house.tile("0/000.p")).unwrap();
    let later = fs::read(house.tile("0/000.p/4")).unwrap();
    fs::write(house.tile("0/000.p/5"), [later, vec![7; 32]].concat()).unwrap();
    house.check(&[]).expect(
        1,
        "Bewiesen, mit Einschränkung: Das Protokoll „musterstadt.example/protokoll“ mit 4 Einträgen ist genau das, das sein Betreiber \
         unterschrieben hat und 1 Zeuge gesehen hat; die Uhr ging zurück (1 Eintrag mit einem Zeitpunkt vor dem eines früheren \
         Eintrags); 1 Datei zu Einträgen, die der Prüfpunkt noch nicht zählt; 1 Eintrag von einer Art, die dieses Programm nicht \
         versteht.",
    );
    let english = house.check(&["--lang", "en", "--details"]);
    english.expect_part(1, "; the clock went backwards (1 entry with a moment before that of an earlier one); 1 file of entries that the \
         checkpoint does not count yet; 1 entry of a kind that this program does not understand.\n");
    english.expect_part(1, "  clock went backwards at entry 1\n");
    english.expect_part(1, "  kind (not understood): 1\n");
}

#[test]
fn an_empty_log_with_another_root_is_none() {
    let house = House::new(&[0]);
    let text = Checkpoint { origin: ORIGIN.into(), size: 0, root: leaf_hash(b"") }.to_string();
    assert_ne!(leaf_hash(b""), Hash::of_empty_tree());
    let note = maker::signed(&text, &[Signer::Log, Signer::Witness]);
    fs::write(house.log().join("checkpoint"), note.to_string()).unwrap();
    house.check(&[]).expect_part(4, "die Einträge sind nicht die, die unterschrieben wurden");
}

/// Sampled; every bit of a small log is turned in `hoheit-merkle`'s own tests, and 200 of a log of a million entries by
/// `cargo xtask bench log`.
#[test]
fn bits_that_are_flipped_anywhere_are_found() {
    let house = House::new(&[1_000, 70_000]);
    house.check(&[]).expect_part(0, "70.000 Einträgen");
    let files = files(&house.log());
    assert_eq!(
        files.len(),
        274 * 2 + 2 + 1 + 1 + 3,
        "tiles of three levels, bundles, what was left behind, the checkpoint"
    );
    let mut dice = Dice(13);
    for _ in 0..40 {
        let file = &files[dice.below(files.len() as u64) as usize];
        flip(&house, file, &mut dice);
    }
    for name in [
        "checkpoint",
        "tile/1/000",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
        "tile/0/003.p/232",
        "tile/entries/003.p/232",
    ] {
        flip(&house, &house.log().join(name), &mut dice);
    }
    house.check(&[]).expect_part(0, "Bewiesen: ");
}

fn flip(house: &House, file: &Path, dice: &mut Dice) {
    let bit = dice.below(fs::metadata(file).unwrap().len() * 8) as usize;
    let turn = || change(file, |bytes| bytes[bit / 8] ^= 1 << (bit % 8));
    turn();
    let said = house.check(&[]);
    turn();
    assert!(
        said.code == Some(4) && said.out.starts_with("Nicht bewiesen: "),
        "bit {bit} of {}: {said:?}",
        file.display()
    );
}
