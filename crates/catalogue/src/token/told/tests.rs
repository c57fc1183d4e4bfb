// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::super::tests::person;
use super::*;
use hoheit_types::Sensitive;

/// Somebody of whom everything is known that can be asked for.
fn erika() -> Sought {
    let identifiers = [
        (Entity::Iban, "DE89370400440532013000"),
        (Entity::Phone, "+491701234567"),
        (Entity::Email, "erika.mustermann@web.example"),
        (Entity::Address, "Lindenweg 5, 48143 Münster"),
        (Entity::SteuerId, "36574261809"),
    ];
    let identifiers = identifiers.map(|(entity, value)| (entity, Sensitive::new(value.to_owned())));
    Sought { identifiers: identifiers.into(), ..person("Erika Mustermann", Some("1964-08-12")) }
}

fn by(entity: Entity, value: &str) -> Sought {
    Sought { identifiers: vec![(entity, Sensitive::new(value.to_owned()))], ..Sought::default() }
}

fn check(sought: &Sought, told: &[&str], honest: &[&str]) {
    for text in told {
        assert!(is_told(sought, text), "tells: {text}");
    }
    for text in honest {
        assert!(!is_told(sought, text), "tells nobody: {text}");
    }
}

#[test]
fn honest_purposes_pass() {
    let honest = [
        "Auskunft 17/2026",
        "Antrag vom 12.03.2026",
        "Art. 15 DSGVO, Eingang 12. August 2026",
        "Widerspruch vom 12.08.2026, Az. 64-09/12-2026",
        "Az. 32-1964/08",
        "Vorgang 2026-0812-1964",
        "Beschwerde vom August 1964",
        "Auskunft nach Art. 15, 12 Seiten, Raum 8, Haus 64",
        "Bauantrag 5/64 in Münster",
        "Anfrage aus 48143 Münster",
        "Ticket 2026000532013",
        "Web-Formular 1234568, Eingang per E-Mail",
        "",
    ];
    check(&erika(), &[], &honest);
}

#[test]
fn names_are_known_inflected_joined_and_in_parts() {
    let told = [
        "Mustermanns Antrag",
        "erikas antrag, mustermann",
        "die Mustermannsche Akte",
        "Mustermannakte",
        "akte-mustermann-17",
        "ErikaMustermann",
        "MUSTERMANN2026",
        "Antrag M\u{fc}ller, Erika",
        "Erikas Sache",
    ];
    check(&person("Erika Mustermann", None), &told, &["Musterantrag", "Muster 17", "Mann ohne Akte"]);
    check(
        &person("Karl Müller", None),
        &["Mullers Akte", "Mu\u{308}ller"],
        &["der Müllerin Antrag", "Mülldeponie"],
    );
    check(&person("Anna Schneider", None), &["Fall Schneider"], &["Änderungsschneiderei", "zuschneiden"]);
    check(&person("Karl Fischer", None), &["Fischers Fall"], &["Fischereischein 17/2026", "fischen"]);
    check(&person("Eva Groß", None), &["Frau Groß"], &["der großen Anfrage", "Großstadt"]);
    check(&person("Eva Meier-Lüdenscheidt", None), &["Akte Ludenscheidt", "Meiers Akte"], &["Meierei"]);
}

#[test]
fn short_names_are_known_by_their_capitals() {
    let told = ["Antrag Wu, Li", "Akte Wu", "Herr Li", "an li wu"];
    check(&person("Li Wu", None), &told, &["Wuppertal, Liste 4", "liegt an Az. 4"]);
    check(&person("An Do", None), &["Do, An"], &["An das Amt", "Do 12.03.2026", "Antrag an Amt 32"]);
}

#[test]
fn names_that_are_months_are_names() {
    let told = [
        "Antrag August Mai",
        "Akte Mai",
        "Akte Mai 17/2026",
        "Frau Mai, 17/2026",
        "von August",
        "Antrag vom 12. August 2026",
    ];
    check(&person("August Mai", None), &told, &["Antrag vom 12.08.2026", "Auskunft 05/2026"]);
    check(&person("Anna Vi", None), &["Akte Vi 17/2026"], &["Abschnitt IV 3"]);
}

#[test]
fn dates_of_birth_are_known_in_any_writing() {
    let told = [
        "12. August 1964",
        "12.08.64",
        "12. 08. 1964",
        "12/08/1964",
        "08/12/1964",
        "19640812",
        "12081964",
        "120864",
        "1964-8-12",
        "12-Aug-64",
        "August 12th, 1964",
        "the 12th of August 1964",
        "12. VIII. 1964",
        "geb.12.8.1964,Az.17",
        "Akte 17 12 8 1964",
    ];
    check(
        &person("X Y", Some("1964-08-12")),
        &told,
        &["12.09.1964", "12.08.1965", "1208641", "12.08.", "8/64"],
    );
    check(&by(Entity::BirthDate, "1964-08-12"), &["geb. 12.08.1964", "12. Aug. 64"], &["12.08.2026"]);
    check(
        &person("X Y", Some("1970-03-01")),
        &["1. März 1970", "1 Mar 70", "1. Mrz. 1970"],
        &["1. Mai 1970"],
    );
}

#[test]
fn numbers_are_known_by_their_ends() {
    let phone = by(Entity::Phone, "+491701234567");
    let told = [
        "Anruf 0170 1234567",
        "0170/123 45 67",
        "Tel. 1234567",
        "+49 (0)170-1234567",
        "0170–1234567, 12.03.2026",
    ];
    check(&phone, &told, &["Anruf 17/2026", "Az. 123456", "0170 1234568", "34567"]);
    let iban = by(Entity::Iban, "DE89370400440532013000");
    check(
        &iban,
        &["Konto 0532013000", "Kto. 532 013 000", "de89 3704 0044 0532 0130 00"],
        &["BLZ 370 400 44"],
    );
    check(&by(Entity::LicencePlate, "MS-EM 1964"), &["Wagen ms em 1964"], &["Az. 1964", "EM 17"]);
}

#[test]
fn mail_is_known_by_its_words() {
    let told = ["von Erika Mustermann", "erika", "erika.mustermann@web.example", "Mustermanns Mail"];
    check(
        &by(Entity::Email, "erika.mustermann@web.example"),
        &told,
        &["Web-Formular", "Example", "Muster 17"],
    );
    check(
        &by(Entity::Email, "karlmeier64@web.example"),
        &["Herr Meier", "Karl"],
        &["Auskunft 64/2026", "Herr K."],
    );
    check(
        &by(Entity::Email, "info@muster.example"),
        &["info@muster.example"],
        &["Info-Schreiben 17", "zur Information"],
    );
    check(&by(Entity::Email, "buero@stadt.example"), &["buero@stadt.example"], &["Auskunft Büro 17"]);
    check(&by(Entity::Email, "auskunft@stadt.example"), &["auskunft@stadt.example"], &["Auskunft 17/2026"]);
    check(&by(Entity::Email, "antrag2020@stadt.example"), &[], &["Antrag 17/2026"]);
    check(&by(Entity::Email, "von.hagen@stadt.example"), &["Akte Hagen", "von Hagen"], &["Antrag von Amt 3"]);
}

#[test]
fn addresses_are_known_by_their_streets() {
    let told = ["Lindenweg 5", "im Lindenweg", "lindenweg5"];
    check(
        &by(Entity::Address, "Lindenweg 5, 48143 Münster"),
        &told,
        &["Anfrage aus Münster", "48143", "Linden"],
    );
    let told = ["Goethestr. 7", "Goethestraße", "GOETHESTRASSE"];
    check(&by(Entity::Address, "53111 Bonn, Goethestraße 7 a"), &told, &["Goethe-Schule", "Antrag Bonn"]);
    check(
        &by(Entity::Address, "Am Markt 3, 53111 Bonn"),
        &["Am Markt 3"],
        &["Antrag zum Wochenmarkt", "Markt 17"],
    );
    check(&by(Entity::Address, "An der Kirche 5, 53111 Bonn"), &["Bescheid An der Kirche 5"], &["Kirche 17"]);
    check(
        &by(Entity::Address, "Straße des Friedens 3, 53111 Bonn"),
        &["Straße des Friedens 3"],
        &["Antrag 3"],
    );
}
