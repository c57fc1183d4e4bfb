// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::{Condenser, Engine, RuleSet, Table, rules};

fn values(set: RuleSet, text: &str) -> Vec<String> {
    let mut matches = Vec::new();
    Engine::new(set).text(text, &mut matches);
    matches.into_iter().map(|found| found.value.reveal().clone()).collect()
}

#[test]
fn every_rule_keeps_the_promises_of_its_page() {
    let mut broken = Vec::new();
    for rule in rules() {
        let set = RuleSet::only(rule.entity);
        for (text, expect) in rule.samples.found {
            let values = values(set, text);
            if values != *expect {
                broken.push(format!("{} finds {values:?} in {text:?}, not {expect:?}", rule.name));
            }
        }
        for text in rule.samples.not_found {
            let values = values(set, text);
            if !values.is_empty() {
                broken.push(format!("{} finds {values:?} in {text:?}", rule.name));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn matches_in_tables_know_their_column() {
    let text = "Text a@b.de\nName;Mail;Bank\n\"Muster; Erika\";e@muster.de;\"DE89 3704 0044 0532 0130 00\"\nx;f@muster.de;\n";
    let header = ["Name", "Mail", "Bank"].map(str::to_owned);
    let start = text.find("Name").unwrap();
    let tables = [Table {
        name: "Liste",
        span: start..text.len(),
        header: &header,
        delimiter: b';',
        quote: Some(b'"'),
    }];
    let mut condenser = Condenser::new(&tables);
    Engine::new(RuleSet::identifiers()).document(text, &tables, &mut condenser);
    let findings = condenser.finish();
    let seen: Vec<_> = findings.iter().map(|f| (f.entity.name(), f.column.as_deref(), f.count)).collect();
    assert_eq!(seen, [("email", None, 1), ("email", Some("Liste/Mail"), 2), ("iban", Some("Liste/Bank"), 1)]);
}

#[test]
fn headings_make_cells_speak() {
    let header = ["Nr", "Name", "Vorname", "Geb.-Datum", "Mobil", "Produkt"].map(str::to_owned);
    let text = "Nr;Name;Vorname;Geb.-Datum;Mobil;Produkt\n\
                1;Beispielmann;Uliana;12.08.1964;171 2345678;12.08.2020\n\
                2;\"von der Heide\";Kofi;1.2.70;0228/123456;Bank\n";
    let tables =
        [Table { name: "", span: 0..text.len(), header: &header, delimiter: b';', quote: Some(b'"') }];
    let mut matches = Vec::new();
    Engine::default().document(text, &tables, &mut matches);
    let seen: Vec<_> = matches.iter().map(|m| (m.column.unwrap().index, m.value.reveal().as_str())).collect();
    let expect = [
        (1, "Beispielmann"),
        (2, "Uliana"),
        (3, "1964-08-12"),
        (4, "+491712345678"),
        (1, "von der Heide"),
        (2, "Kofi"),
        (3, "1970-02-01"),
        (4, "+49228123456"),
    ];
    assert_eq!(seen, expect);
}

#[test]
fn a_column_called_name_is_judged_by_its_cells() {
    let find = |cells: &[&str]| {
        let text = format!("Name;Wert\n{};1\n", cells.join(";1\n"));
        let header = ["Name".to_owned(), "Wert".to_owned()];
        let tables = [Table { name: "", span: 0..text.len(), header: &header, delimiter: b';', quote: None }];
        let mut matches = Vec::new();
        Engine::default().document(&text, &tables, &mut matches);
        matches.len()
    };
    assert_eq!(find(&["Mustermann, Erika", "Kwabena Exempla", "Xyla Testowska", "Yılmaz, Ayşe"]), 4);
    assert_eq!(find(&["Drucker", "Bildschirm", "Tastatur Kabel", "Maus", "Lampe rot"]), 0);
}
