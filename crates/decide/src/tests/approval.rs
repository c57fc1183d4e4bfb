// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Whose signature makes an answer count, and what a flipped bit does to it.

use super::day;
use crate::*;
use hoheit_types::{DatasetId, Digest, Record};
use sha2::{Digest as _, Sha256};
use ssh_key::private::{Ed25519Keypair, PrivateKey};
use ssh_key::{HashAlg, LineEnding};
use std::collections::HashMap;

fn private(seed: u8) -> PrivateKey {
    Ed25519Keypair::from_seed(&[seed; 32]).into()
}

fn person(name: &str, role: Role, seed: u8) -> Person {
    let key = private(seed).public_key().to_openssh().unwrap();
    Person {
        name: name.parse().unwrap(),
        title: format!("Frau {name}"),
        role,
        account: None,
        key: format!("{key} {name}@rathaus").parse().unwrap(),
    }
}

fn signed(text: &str, namespace: &str, seed: u8) -> String {
    let signature = private(seed).sign(namespace, HashAlg::Sha512, text.as_bytes()).unwrap();
    signature.to_pem(LineEnding::LF).unwrap()
}

fn approval(of: Digest, person: &Person, seed: u8) -> Approval {
    let text = text_to_sign(Classification::KIND, of);
    Approval {
        kind: Classification::KIND.to_owned(),
        of,
        by: person.name.clone(),
        person: person.write().unwrap().0,
        signature: signed(&text, "hoheit", seed),
    }
}

/// Stated by `kim`: free of persons, though some were found.
fn low() -> Classification {
    let mut low = Classification::new(DatasetId(7));
    let rest = [Question::Confidentiality, Question::Integrity, Question::Availability];
    let all = [(Question::Category, "none", "kim"), (Question::Secrecy, "none", "lea")];
    for (question, value, by) in all.into_iter().chain(rest.map(|question| (question, "normal", "lea"))) {
        let said = Said {
            value: value.into(),
            reason: "r".into(),
            by: by.into(),
            on: day("2026-01-01"),
            until: None,
        };
        low.answer(question, said).unwrap();
    }
    low.set_below([Question::Category]);
    low
}

fn of(classification: &Classification) -> Digest {
    classification.write().unwrap().0
}

#[test]
fn the_signed_text_hangs_on_kind_and_digest_alone() {
    let text = text_to_sign("classification/1", Digest::new([0xab; 32]));
    let expected = format!(
        "hoheit-approval/1\nclassification/1\n{}\nIch gebe frei, was diese Kennung bezeichnet, und habe es nicht selbst so angegeben.\n\
         I approve what this digest stands for, and it was not I who stated it.\n",
        "ab".repeat(32)
    );
    assert_eq!(text, expected, "who changes a letter makes all earlier signatures worthless");
}

#[test]
fn an_approval_counts_by_the_right_person_over_the_right_text() {
    let (low, dora) = (low(), person("dora", Role::DataProtection, 1));
    let good = approval(of(&low), &dora, 1);
    assert_eq!(good.check(&dora, ["kim"]), Ok(()));
    let windows = Approval { signature: good.signature.replace('\n', "\r\n"), ..good.clone() };
    assert_eq!(windows.check(&dora, ["kim"]), Ok(()));
    assert_eq!(good.check(&dora, ["lea", "Dora"]), Err(Refusal::OwnStatement), "who plans does not approve");
    let account = Person { account: Some("d.rat".into()), ..dora.clone() };
    assert_eq!(approval(of(&low), &account, 1).check(&account, ["D.Rat"]), Err(Refusal::OwnStatement));
    let it = person("dora", Role::It, 1);
    assert_eq!(approval(of(&low), &it, 1).check(&it, []), Err(Refusal::Role(Role::DataProtection)));
    assert_eq!(good.check(&it, []), Err(Refusal::NotEnrolled), "enrolled otherwise when she signed");
    assert_eq!(good.check(&person("eva", Role::DataProtection, 1), []), Err(Refusal::NotEnrolled));
    let kind = Approval { kind: "site/1".into(), ..good.clone() };
    assert_eq!(kind.check(&dora, []), Err(Refusal::Kind));
    let foreign = Approval { signature: approval(of(&low), &dora, 2).signature, ..good.clone() };
    assert_eq!(foreign.check(&dora, []), Err(Refusal::Signature(SignatureError::OtherKey)));
    let text = text_to_sign(Classification::KIND, of(&low));
    let git = Approval { signature: signed(&text, "git", 1), ..good.clone() };
    assert_eq!(git.check(&dora, []), Err(Refusal::Signature(SignatureError::Namespace)));
    let other = Approval { of: Digest::new([1; 32]), ..good };
    assert_eq!(other.check(&dora, []), Err(Refusal::Signature(SignatureError::Wrong)));
}

#[test]
fn every_flipped_bit_is_found() {
    let (low, dora) = (low(), person("dora", Role::DataProtection, 1));
    let good = approval(of(&low), &dora, 1);
    for place in 0..good.signature.len() {
        for bit in 0..7 {
            let mut bytes = good.signature.clone().into_bytes();
            bytes[place] ^= 1 << bit;
            let changed = Approval { signature: String::from_utf8(bytes).unwrap(), ..good.clone() };
            // Another writing of the same line breaks is the same signature.
            let is_same = changed.signature.replace("\r\n", "\n").trim() == good.signature.trim();
            assert!(is_same || changed.check(&dora, []).is_err(), "byte {place}, bit {bit}");
        }
    }
    for place in 0..32 {
        let mut bytes = *good.of.as_bytes();
        bytes[place] ^= 1;
        assert!(Approval { of: Digest::new(bytes), ..good.clone() }.check(&dora, []).is_err());
    }
}

fn sign(key: &impl ssh_key::SigningKey, message: &[u8]) -> ssh_key::Signature {
    key.try_sign(message).unwrap()
}

/// A security key signs digests of the application and of the message, with its flags and a counter between them (`PROTOCOL.u2f`).
#[test]
fn a_key_on_hardware_signs_in_its_own_form() {
    let software = private(9);
    let point = *software.public_key().key_data().ed25519().unwrap();
    let key = ssh_key::public::KeyData::SkEd25519(ssh_key::public::SkEd25519::new(point, "ssh:"));
    let line = ssh_key::PublicKey::new(key.clone(), "").to_openssh().unwrap();
    let dora = Person { key: line.parse().unwrap(), ..person("dora", Role::DataProtection, 1) };
    let digest = of(&low());
    let text = text_to_sign(Classification::KIND, digest);
    let message = ssh_key::SshSig::signed_data("hoheit", HashAlg::Sha512, text.as_bytes()).unwrap();
    let given = |flags: u8, changed: u8| {
        let counter = [flags, 0, 0, 0, 7];
        let signed = [&Sha256::digest("ssh:")[..], &counter, &Sha256::digest(&message)].concat();
        let signature = sign(&software, &signed);
        let bytes = [signature.as_bytes(), &[flags ^ changed], &counter[1..]].concat();
        let signature = ssh_key::Signature::new(ssh_key::Algorithm::SkEd25519, bytes).unwrap();
        let signature = ssh_key::SshSig::new(key.clone(), "hoheit", HashAlg::Sha512, signature).unwrap();
        Approval { signature: signature.to_pem(LineEnding::LF).unwrap(), ..approval(digest, &dora, 1) }
    };
    assert_eq!(given(1, 0).check(&dora, []), Ok(()));
    assert_eq!(given(1, 4).check(&dora, []), Err(Refusal::Signature(SignatureError::Wrong)));
}

#[test]
fn answers_below_wait_for_a_second_person_while_there_is_one() {
    let (low, today) = (low(), day("2026-11-29"));
    let dora = person("dora", Role::DataProtection, 1);
    let counts = |approvals: &Approvals| approvals.counting(&low).holds(Question::Category, today).is_some();
    assert!(counts(&Approvals::new([], [])), "nobody could approve");
    assert!(counts(&Approvals::new([person("ida", Role::It, 3)], [])), "nor could IT");
    let open = Approvals::new([dora.clone()], []);
    assert!(!counts(&open) && open.awaits(&low));
    assert_eq!(open.counting(&low).holds(Question::Secrecy, today), Some("none"), "the others count");
    let given =
        |who: &Person, seed| Approvals::new([dora.clone()], [(approval(of(&low), who, seed), who.clone())]);
    assert!(counts(&given(&dora, 1)));
    assert!(!counts(&given(&dora, 2)), "not with somebody else's key");
    let kim = person("kim", Role::DataProtection, 4);
    assert!(!counts(&given(&kim, 4)), "kim said so herself");
    let gone = person("gero", Role::DataProtection, 5);
    assert!(counts(&given(&gone, 5)), "what was approved holds when the approver has left");
    let mut changed = low.clone();
    changed
        .answer(Question::Office, Said { value: "Amt 50".into(), ..low.answers().next().unwrap().1.clone() })
        .unwrap();
    assert!(given(&dora, 1).awaits(&changed), "an approval is of one digest");
    let mut enough = low.clone();
    enough.set_below([]);
    assert!(!open.awaits(&enough), "what says as much as was found needs no approval");
}

#[test]
fn a_decision_is_replayed_with_the_approvals_of_then() {
    let (low, dora) = (low(), person("dora", Role::DataProtection, 1));
    let docket = |approvals| Docket {
        datasets: vec![(DatasetId(7), Some(low.clone()))],
        approvals,
        ..super::docket::docket()
    };
    let letters = |docket: &Docket| docket.judge().unwrap().letters(0);
    let (nobody, open) = (docket(Approvals::default()), docket(Approvals::new([dora.clone()], [])));
    let given = docket(Approvals::new([dora.clone()], [(approval(of(&low), &dora, 1), dora.clone())]));
    assert_eq!([letters(&nobody), letters(&open), letters(&given)], ["ppp", "uuu", "ppp"].map(str::to_owned));
    let mut digests = std::collections::HashSet::new();
    for docket in [nobody, open, given] {
        let (record, contents) = docket.record(&docket.judge().unwrap()).unwrap();
        let contents: HashMap<Digest, String> = contents.into_iter().collect();
        let again = Docket::recall(&record, |digest| contents.get(&digest).cloned()).unwrap();
        assert_eq!(again.judge().unwrap().letters(0), record.answers[0]);
        assert_eq!(again.approvals, docket.approvals);
        digests.insert(record.write().unwrap().0);
    }
    assert_eq!(digests.len(), 3, "who could approve and what was approved is part of what is recorded");
}

#[test]
fn keys_are_read_without_their_comment_or_refused() {
    let line = private(1).public_key().to_openssh().unwrap();
    let key: PublicKey = format!("{} dora@rathaus\n", line.trim()).parse().unwrap();
    assert_eq!(key.to_string(), line.trim());
    assert!(key.fingerprint().starts_with("SHA256:"));
    let pem = private(1).to_openssh(LineEnding::LF).unwrap();
    assert_eq!(pem.parse::<PublicKey>(), Err(KeyError::Private));
    for wrong in ["", "ssh-ed25519", "ssh-ed25519 AAAA", "Erika Mustermann"] {
        assert_eq!(wrong.parse::<PublicKey>(), Err(KeyError::Unreadable), "{wrong}");
    }
    // Only the lengths of its parts are right: it is refused by its kind.
    let rsa = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7vbqajDw4o6gJy8UtmIbkcpnkO3Kwc4qsEnSZp/TR+fQi62F79RHWmwKOtFmwteURgLbj7D/WGuNLGOfa/2vse3G2eHnHl5CB8ruRX9fBl/KgwCVr2JaEuUm66bBQeP5XeBotdR4cvX38uPYivCDdPjJ1QWPdspTBKcxeFbccDw==";
    assert_eq!(rsa.parse::<PublicKey>(), Err(KeyError::Algorithm));
    assert!(verify(&key, "x", &"-".repeat(20 << 10)).is_err());
}
