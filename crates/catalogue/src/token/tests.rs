// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::forms::{Form, forms, sound, words};
use super::*;
use hoheit_types::Sensitive;

fn ring() -> (tempfile::TempDir, KeyRing) {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("state");
    let ring = KeyRing::open(&folder).unwrap();
    (home, ring)
}

fn secret(text: &str) -> Sensitive<String> {
    Sensitive::new(text.to_owned())
}

pub(crate) fn person(name: &str, born: Option<&str>) -> Sought {
    Sought { name: Some(secret(name)), born: born.map(secret), identifiers: Vec::new() }
}

/// What a file says that has these values, each in its record; records below 100 are rows of a table.
fn judge(sought: &Sought, values: &[(u32, Entity, &str)]) -> Vec<(u32, Certainty)> {
    let (_home, ring) = ring();
    let key = ring.active().unwrap();
    let places = vec![
        Place { first: 0, member: String::new(), table: Some("Liste".to_owned()) },
        Place { first: 100, member: "brief.eml".to_owned(), table: None },
    ];
    let mut builder = TokensBuilder::new(key, places, true);
    for (record, entity, value) in values {
        builder.add(*record, *entity, &secret(value));
    }
    let tokens = builder.finish();
    let bytes = tokens.to_bytes();
    let wanted = Wanted::new(sought, key);
    let found = wanted.judge(Tokens::read(&bytes), &tokens.places);
    // What is read live is judged alike.
    let mut live = Judge::new(sought, key);
    for place in &tokens.places {
        live.place(place.clone());
    }
    for (record, entity, value) in values {
        live.take(*record, *entity, &secret(value));
    }
    assert_eq!(live.finish().0, found);
    assert_eq!(wanted.is_in(&bytes), tokens.all.iter().any(|(_, t)| wanted_has(&wanted, *t)));
    found.into_iter().map(|o| (o.row.map_or(100, |(_, row)| row as u32 - 1), o.certainty)).collect()
}

fn wanted_has(wanted: &Wanted, token: Token) -> bool {
    wanted.is_in(&[token.0.to_le_bytes().as_slice(), &[0; 4]].concat())
}

#[test]
fn spellings_of_a_name_meet() {
    for written in ["Erika Müller", "MUELLER Erika", "Dr. Erika von Mueller", "Erika Maria Müller"] {
        let found = judge(&person("Erika Müller", None), &[(100, Entity::PersonName, written)]);
        assert_eq!(found, [(100, Certainty::Possible)], "{written}");
    }
    let found = judge(&person("Erika Müller", None), &[(100, Entity::PersonName, "Erika Muller")]);
    assert_eq!(found, [(100, Certainty::Possible)]);
    for other in ["Erika Schmidt", "Max Müller", "Müller"] {
        assert_eq!(judge(&person("Erika Müller", None), &[(100, Entity::PersonName, other)]), [], "{other}");
    }
}

#[test]
fn writings_of_other_languages_meet() {
    for (asked, written) in [
        ("Karl Groß", "GROSS Karl"),
        ("Karl Gross", "Karl Groß"),
        ("Ayşe Yılmaz", "AYSE YILMAZ"),
        ("Ayse Yilmaz", "Ayşe Yılmaz"),
        ("İbrahim Çelik", "Ibrahim Celik"),
        ("Ibrahim Celik", "ÇELİK, İbrahim"),
        ("Lech Wałęsa", "Walesa, Lech"),
        ("Łukasz Żółtowski", "LUKASZ ZOLTOWSKI"),
        ("Nguyễn Văn Anh", "Nguyen Van Anh"),
        ("Jörg Schröder", "Joerg Schroder"),
        ("Erika Müller-Lüdenscheidt", "Erika Müller"),
        ("Erika Lüdenscheidt", "Müller-Lüdenscheidt, Erika"),
        ("Erika Müller", "Erika Müller-Lüdenscheidt"),
        ("Erika Müller-Lüdenscheidt", "Müller-Lüdenscheidt"),
        ("Meier, Karl-Heinz", "Karl-Heinz Meier"),
        ("Karl-Heinz Meier", "Karl Heinz Meier"),
    ] {
        let found = judge(&person(asked, None), &[(100, Entity::PersonName, written)]);
        assert_eq!(found, [(100, Certainty::Possible)], "{asked}: {written}");
    }
    for (asked, other) in [
        ("Karl Groß", "Karl Grosse"),
        ("Ayşe Yılmaz", "Ali Yılmaz"),
        ("Heinz Meier", "Karl-Heinz Meier"),
        ("Karl-Heinz Meier", "Karl-Heinz"),
        ("Karl-Heinz Meier", "Karl-Heinz Grün"),
        ("Meier, Karl-Heinz", "Karl-Heinz"),
    ] {
        assert_eq!(judge(&person(asked, None), &[(100, Entity::PersonName, other)]), [], "{asked}: {other}");
    }
}

#[test]
fn a_name_alone_is_weak_and_the_date_of_birth_decides() {
    let erika = person("Erika Mustermann", Some("1964-08-12"));
    let found = judge(
        &erika,
        &[
            (0, Entity::PersonName, "Erika Mustermann"),
            (0, Entity::BirthDate, "1964-08-12"),
            (1, Entity::PersonName, "Erika Mustermann"),
            (1, Entity::BirthDate, "1990-01-01"),
            (2, Entity::PersonName, "Erika Mustermann"),
            (3, Entity::BirthDate, "1964-08-12"),
            (4, Entity::PersonName, "Erica Mustermann"),
            (4, Entity::BirthDate, "1964-08-12"),
            (100, Entity::PersonName, "Erika Mustermann"),
            (100, Entity::BirthDate, "1964-08-12"),
        ],
    );
    let expect = [
        (0, Certainty::Certain),
        (1, Certainty::Namesake),
        (2, Certainty::Possible),
        (4, Certainty::Possible),
        (100, Certainty::Likely),
    ];
    assert_eq!(found, expect);
}

#[test]
fn without_a_date_of_birth_nobody_is_a_namesake() {
    let row = [(0, Entity::PersonName, "Erika Mustermann"), (0, Entity::BirthDate, "1990-01-01")];
    assert_eq!(judge(&person("Erika Mustermann", None), &row), [(0, Certainty::Possible)]);
}

#[test]
fn given_name_and_surname_in_cells_of_their_own_are_a_name() {
    let erika = person("Erika Mustermann", Some("1964-08-12"));
    let row = |given| {
        [
            (0, Entity::PersonName, given),
            (0, Entity::PersonName, "Mustermann"),
            (0, Entity::BirthDate, "1964-08-12"),
        ]
    };
    assert_eq!(judge(&erika, &row("Erika Maria")), [(0, Certainty::Certain)]);
    assert_eq!(judge(&erika, &row("Paula")), []);
    // Any given name with a part of a double surname, as in one cell.
    let cells = [(0, Entity::PersonName, "Mustermann-Kaiser"), (0, Entity::PersonName, "Maria")];
    assert_eq!(judge(&person("Erika Maria Mustermann", None), &cells), [(0, Certainty::Possible)]);
}

#[test]
fn an_identifier_of_one_person_decides_alone() {
    let sought = Sought {
        identifiers: vec![(Entity::SteuerId, secret("36 574 261 809"))],
        ..person("Erika Mustermann", Some("1964-08-12"))
    };
    let row = [
        (7, Entity::SteuerId, "36574261809"),
        (7, Entity::BirthDate, "1990-01-01"),
        (8, Entity::SteuerId, "36574261808"),
    ];
    assert_eq!(judge(&sought, &row), [(7, Certainty::Certain)]);
}

/// A telephone, an account, an address: the row may be the husband's.
#[test]
fn an_identifier_that_a_family_may_share_needs_the_name_or_the_date_of_birth() {
    let (iban, phone) = ("DE89370400440532013000", "+49228123456");
    let sought = Sought {
        identifiers: vec![(Entity::Iban, secret(iban)), (Entity::Phone, secret(phone))],
        ..person("Erika Mustermann", Some("1964-08-12"))
    };
    let name = "Erika Mustermann";
    let found = judge(
        &sought,
        &[
            (0, Entity::Iban, iban),
            (1, Entity::Iban, iban),
            (1, Entity::Phone, phone),
            (1, Entity::PersonName, "Karl Mustermann"),
            (2, Entity::Iban, iban),
            (2, Entity::PersonName, name),
            (3, Entity::Phone, phone),
            (3, Entity::BirthDate, "1964-08-12"),
            (4, Entity::Phone, phone),
            (4, Entity::PersonName, name),
            (4, Entity::BirthDate, "1990-01-01"),
            (100, Entity::Phone, phone),
            (100, Entity::BirthDate, "1964-08-12"),
        ],
    );
    let expect = [
        (0, Certainty::Likely),
        (1, Certainty::Likely),
        (2, Certainty::Certain),
        (3, Certainty::Certain),
        (4, Certainty::Possible),
        (100, Certainty::Likely),
    ];
    assert_eq!(found, expect);
}

#[test]
fn tokens_of_another_key_are_others_and_keys_keep_to_themselves() {
    let (home, first) = ring();
    let folder = home.path().join("state");
    let second = first.clone().rotate(&folder).unwrap();
    let token =
        |ring: &KeyRing| ring.active().unwrap().tokens(Entity::Email, &secret("erika@muster.de"), false);
    assert_ne!(token(&first), token(&second));
    let mut read = KeyRing::read(&folder).unwrap();
    assert_eq!(read.keys().len(), 2);
    assert_eq!(token(&read), token(&second));
    read.discard_unused(&folder, &[]).unwrap();
    assert_eq!(KeyRing::read(&folder).unwrap().keys().len(), 1);
    assert_eq!(format!("{:?}", read.active().unwrap()), format!("TokenKey({})", read.active().unwrap().id()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(folder.join("token-0002.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

/// A purpose is kept, the person is not.
#[test]
fn a_text_that_tells_who_is_sought_is_known() {
    let sought = Sought {
        identifiers: vec![(Entity::Iban, secret("DE89370400440532013000"))],
        ..person("Erika Müller", Some("1964-08-02"))
    };
    for text in [
        "Auskunft Mueller",
        "an Frau MÜLLER, 17/2026",
        "Erikas Antrag von Erika",
        "Konto DE89 3704 0044 0532 0130 00",
        "geb. 02.08.1964",
        "geb. 2.8.1964",
        "1964-08-02",
    ] {
        assert!(sought.is_told_by(text), "{text}");
    }
    for text in ["Auskunft 17/2026", "Az. 32-1964/08", "der Müllerin Antrag", ""] {
        assert!(!sought.is_told_by(text), "{text}");
    }
}

/// Only names that hoheit gives are keys: another would be taken for the newest, or leave no number for the next.
#[test]
fn files_that_are_named_like_keys_are_none() {
    let (home, ring) = ring();
    let folder = home.path().join("state");
    for name in ["token-1.key", "token-00002.key", "token-4294967295.key", "token-+002.key", "token-.key"] {
        std::fs::write(folder.join(name), [7; 64]).unwrap();
    }
    let read = KeyRing::read(&folder).unwrap();
    assert_eq!(read.keys().len(), 1);
    assert_eq!(read.rotate(&folder).unwrap().active().unwrap().number(), 2);
    drop(ring);
    assert!(folder.join("token-4294967295.key").exists(), "not ours to remove");
}

#[test]
fn a_damaged_key_is_said_so() {
    let (home, _) = ring();
    std::fs::write(home.path().join("state/token-0001.key"), b"short").unwrap();
    let error = KeyRing::read(&home.path().join("state")).unwrap_err();
    assert_eq!(*error.kind(), crate::CatalogueErrorKind::DamagedKey(1));
}

#[test]
fn sounds_follow_postels_table() {
    for (word, expect) in [
        ("meyer", "67"),
        ("maier", "67"),
        ("mueller", "657"),
        ("luedenscheidt", "52682"),
        ("breschnew", "17863"),
        ("wikipedia", "3412"),
        ("schmidt", "862"),
        ("schmitt", "862"),
    ] {
        assert_eq!(sound(word), expect, "{word}");
    }
}

#[test]
fn codes_of_forms_are_a_format() {
    assert_eq!(Form::Whole(Entity::Email).code(), 0);
    assert_eq!(Form::Whole(Entity::SecrecyMarking).code(), 31);
    assert!(Entity::ALL.len() <= 62);
    assert_eq!(words("Dr. Karl-Heinz von der Heide"), ["karl", "heinz", "heide"]);
    let street = |text| forms(Entity::Address, text, false);
    assert_eq!(street("Bahnhofstr. 12 a, 53111 Bonn"), street("BAHNHOFSTRASSE 12A 53111 BONN"));
    assert!(forms(Entity::Health, "Diabetes", false).is_empty());
}
