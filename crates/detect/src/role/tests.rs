// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::{Engine, Match, Table};
use hoheit_types::Role::{self, Citizen, Official, Organisation, Unknown};

fn check(text: &str, expect: &[Role]) {
    let mut matches: Vec<Match> = Vec::new();
    Engine::default().text(text, &mut matches);
    let roles: Vec<_> = matches.iter().map(|found| found.role).collect();
    assert_eq!(roles, expect, "{text:?}");
}

#[test]
fn forms_and_words_tell_whose_it_is() {
    check("poststelle@musterstadt.de", &[Organisation]);
    check("bauamt@musterhausen.de", &[Organisation]);
    check("Tel. 0228 77-0", &[Organisation]);
    check("erika.mustermann@stadt-musterhausen.de", &[Official]);
    check("erika.mustermann@gmx.de", &[Citizen]);
    check("e.mustermann@firma.example", &[Unknown]);
    check("Sachbearbeiterin: Frau Mustermann, Durchwahl 0228 771234", &[Official, Official]);
    check("Mit freundlichen Grüßen\nIm Auftrag\n\nBeispielmann\n", &[Official]);
    check("Bürgermeister Peter Müller eröffnet", &[Official]);
    check("Antragstellerin: Erika Mustermann", &[Citizen]);
    check("Erika Mustermann, geb. 12.08.1964", &[Citizen, Citizen]);
    check("Sehr geehrte Frau Mustermann,", &[Citizen]);
    check("Frau Paula Müller sagte", &[Unknown]);
    check("Stadtkasse, IBAN DE89 3704 0044 0532 0130 00", &[Organisation]);
    check("Kontoinhaberin: IBAN DE89 3704 0044 0532 0130 00", &[Citizen]);
}

#[test]
fn headings_tell_whose_it_is() {
    let roles = |header: &[&str], row: &str| {
        let text = format!("{}\n{row}\n", header.join(";"));
        let header: Vec<_> = header.iter().map(|heading| (*heading).to_owned()).collect();
        let tables = [Table { name: "", span: 0..text.len(), header: &header, delimiter: b';', quote: None }];
        let mut matches: Vec<Match> = Vec::new();
        Engine::default().document(&text, &tables, &mut matches);
        matches.into_iter().map(|found| found.role).collect::<Vec<_>>()
    };
    let row = "Erika Mustermann;erika@firma.example";
    assert_eq!(roles(&["Sachbearbeiter", "E-Mail"], row), [Official, Unknown]);
    assert_eq!(roles(&["Antragsteller", "E-Mail"], row), [Citizen, Citizen]);
    assert_eq!(
        roles(&["Nachname", "E-Mail", "Durchwahl"], "Mustermann;erika@firma.example;123"),
        [Official, Official, Official]
    );
}
