// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::engine::PIECE;
use crate::view::View;
use crate::{Condenser, Engine, RuleSet, Table, rules};
use hoheit_types::{Entity, Sensitive, Signals};
use proptest::prelude::*;
use std::fmt::Write as _;

mod contextual;
mod identifiers;

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
fn a_card_number_in_one_piece_is_believed_beside_a_person() {
    let set = RuleSet::all();
    assert!(values(set, "Muster, Erika; 4111111111111111; 12,50").contains(&"4111111111111111".to_owned()));
    assert!(values(set, "Beleg 17; 4111111111111111; 12,50").is_empty());
}

/// Below `Fahrzeug` stand plates, or names of fire engines and models: the cells tell.
#[test]
fn a_column_of_vehicles_is_judged_by_its_plates() {
    let found = |cells: &[&str]| {
        let text =
            std::iter::once("Fahrzeug;Nr").chain(cells.iter().copied()).collect::<Vec<_>>().join(";1\n")
                + ";1\n";
        let header = ["Fahrzeug", "Nr"].map(str::to_owned);
        let tables = [Table { name: "", span: 0..text.len(), header: &header, delimiter: b';', quote: None }];
        let mut matches = Vec::new();
        Engine::default().document(&text, &tables, &mut matches);
        let plates = matches.iter().filter(|found| found.entity == Entity::LicencePlate);
        plates.map(|found| found.value.reveal().clone()).collect::<Vec<_>>()
    };
    assert_eq!(found(&["BN AB 12", "MS KL 345", "HLF 20"]), ["BN-AB 12", "MS-KL 345"]);
    assert_eq!(found(&["HLF 20", "LF 10", "ET 423", "MTF 1"]), Vec::<String>::new());
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

/// An IBAN of 20 digits' body with the right check digits.
fn iban(country: &str, account: &str) -> String {
    let number: String =
        account.chars().chain(country.chars()).map(|c| c.to_digit(36).unwrap().to_string()).collect();
    let rest =
        format!("{number}00").bytes().fold(0, |rest, digit| (rest * 10 + u32::from(digit - b'0')) % 97);
    format!("{country}{:02}{account}", 98 - rest)
}

/// A tax number from its first ten digits: ISO 7064 MOD 11,10, written down once more.
fn tax_id(first: [u8; 10]) -> String {
    let product = first.iter().fold(10, |product, digit| {
        let sum = (u32::from(*digit) + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    let digits: String = first.iter().map(u8::to_string).collect();
    format!("{digits}{}", (11 - product) % 10)
}

/// First ten digits of a tax number: all but one digit, one of them twice and not at the start if it is 0.
fn first_ten() -> impl Strategy<Value = [u8; 10]> {
    Just((0..10).collect::<Vec<u8>>()).prop_shuffle().prop_flat_map(|digits| {
        (Just(digits), 1..9_usize, 0..9_usize).prop_map(|(mut digits, to, from)| {
            digits[9] = digits[from]; // the tenth digit is missing, another one stands for it
            digits.swap(to, 9);
            if digits[0] == 0 {
                let place = digits.iter().position(|digit| *digit != 0).unwrap();
                digits.swap(0, place);
            }
            digits.try_into().unwrap()
        })
    })
}

/// What may stand beside an identifier: anything but letters and digits, then perhaps a word.
fn beside() -> impl Strategy<Value = (String, String)> {
    let signs = "[ \t\n.,;:!?()<>\"'|*=§€„“–-]{0,4}";
    ("[a-zäöü]{0,8}", signs, signs, "[a-zäöü]{0,8}").prop_map(|(word, before, after, next)| {
        let join = |signs: &str| if signs.is_empty() { " ".to_owned() } else { signs.to_owned() };
        (format!("{word}{}", join(&before)), format!("{}{next}", join(&after)))
    })
}

fn finds(entity: Entity, text: &[&str], value: &str) -> bool {
    let text = &text.concat();
    let mut matches = Vec::new();
    Engine::new(RuleSet::identifiers()).text(text, &mut matches);
    matches.iter().any(|found| found.entity == entity && found.value.reveal() == value)
}

/// The text with the digit that is `nth` among its digits raised by `by`, modulo ten.
fn flip(value: &str, nth: usize, by: u8) -> String {
    let places: Vec<_> = value.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
    let at = places[nth % places.len()];
    let digit = (value.as_bytes()[at] - b'0' + by) % 10;
    format!("{}{digit}{}", &value[..at], &value[at + 1..])
}

proptest! {
    #[test]
    fn a_valid_iban_is_found_anywhere_and_a_wrong_one_nowhere(
        account in prop_oneof![
            "[0-9]{18}".prop_map(|account| ("DE", account)),
            "[0-9]{16}".prop_map(|account| ("AT", account)),
            "[A-Z]{4}[0-9]{10}".prop_map(|account| ("NL", account)),
            "[0-9]{3}[A-Z0-9]{13}".prop_map(|account| ("LU", account)),
        ],
        (before, after) in beside(),
        grouped: bool,
        nth in 0..20_usize,
        by in 1..10_u8,
    ) {
        let value = iban(account.0, &account.1);
        let written = if grouped {
            value.as_bytes().chunks(4).map(|four| str::from_utf8(four).unwrap()).collect::<Vec<_>>().join(" ")
        } else {
            value.clone()
        };
        prop_assert!(finds(Entity::Iban, &[&before, &written, &after], &value));
        let wrong = flip(&written, nth, by);
        prop_assert!(!finds(Entity::Iban, &[&before, &wrong, &after], &flip(&value, nth, by)));
        prop_assert!(!finds(Entity::Iban, &[&before, "X", &written, &after], &value));
    }

    #[test]
    fn a_valid_tax_id_is_found_anywhere_and_a_wrong_one_nowhere(
        first in first_ten(),
        (before, after) in beside(),
        grouped: bool,
        nth in 0..11_usize,
        by in 1..10_u8,
    ) {
        let value = tax_id(first);
        let written = if grouped {
            format!("{} {} {} {}", &value[..2], &value[2..5], &value[5..8], &value[8..])
        } else {
            value.clone()
        };
        prop_assert!(finds(Entity::SteuerId, &[&before, &written, &after], &value));
        let wrong = flip(&written, nth, by);
        prop_assert!(!finds(Entity::SteuerId, &[&before, &wrong, &after], &flip(&value, nth, by)));
        prop_assert!(!finds(Entity::SteuerId, &[&before, &written, "0", &after], &value));
    }

    #[test]
    fn any_text_has_an_orderly_answer(
        pieces in prop::collection::vec(prop_oneof![prop::sample::select(HOSTILE).prop_map(str::to_owned), "\\PC{0,4}"], 0..40),
        table: bool,
        start in 0..40_usize,
    ) {
        let text = pieces.concat();
        let header = ["Name", "Geburtsdatum", "Telefon"].map(str::to_owned);
        let start = text.floor_char_boundary(start);
        let tables = [Table { name: "x", span: start..text.len(), header: &header, delimiter: b';', quote: Some(b'"') }];
        let mut matches = Vec::new();
        Engine::default().document(&text, if table { &tables } else { &[] }, &mut matches);
        let mut end = 0;
        for found in matches {
            prop_assert!(found.span.start >= end, "sorted, without overlap");
            prop_assert!(text.get(found.span.clone()).is_some_and(|s| !s.is_empty()), "at character boundaries");
            prop_assert_eq!(found.column.is_some(), table && found.span.start >= start);
            end = found.span.end;
        }
    }
}

/// Beginnings of everything that a rule looks for.
const HOSTILE: &[&str] = &[
    "1",
    "12345678901",
    "@",
    "a@",
    "a@b.",
    "a.b",
    "(at)",
    " (dot) ",
    "Herr ",
    "Frau Dr. ",
    "Dr. ",
    "geb. ",
    "geboren ",
    "0",
    "+49 ",
    "0228/",
    "0228 ",
    "DE12 ",
    "DE",
    "Müller, Erika ",
    "Erika ",
    "Karl-",
    "von ",
    "1.1.64 ",
    "12. August ",
    "* ",
    "Tel. ",
    "i. A. ",
    "Name: ",
    "Name, ",
    "Im Auftrag\n\n",
    "\"",
    ";",
    "\n",
    " ",
    "-",
    "É",
    "\u{a0}",
    "’",
    "M. ",
    "Landrat ",
    "Hauptstraße 5, ",
    "Am Alten ",
    "53111 Bonn ",
    "Postfach 12 ",
    "Nguyen ",
    "E. ",
    "sagte ",
    "Nachname ",
    "Hausnummer: 4 ",
    "Diagnose: ",
    "Diagnose\t",
    "Konfession: ",
    "Krebs ",
    "leidet an ",
    "evangelisch ",
    "Attest Schulterfraktur ",
    "GdB ",
    "E11.9, ",
    ". ",
];

#[test]
fn work_grows_no_faster_than_the_text() {
    /// Bytes that rules may look at per byte of the worst text, a list of zeros. Measured: 147.
    const PER_BYTE: u64 = 300;
    let engine = Engine::default();
    let work = |unit: &str, len: usize, table: bool| {
        let text = unit.repeat(len / unit.len());
        let header = ["Name", "Geburtsdatum", "Telefon"].map(str::to_owned);
        let tables =
            [Table { name: "x", span: 0..text.len(), header: &header, delimiter: b';', quote: Some(b'"') }];
        let view = View::new(&text);
        engine.examine(&view, if table { &tables } else { &[] }, usize::MAX, &mut Vec::new());
        view.looks()
    };
    let pairs = HOSTILE.iter().flat_map(|a| HOSTILE.iter().map(move |b| format!("{a}{b}")));
    for unit in HOSTILE.iter().map(|unit| (*unit).to_owned()).chain(pairs) {
        for table in [false, true] {
            let (once, twice) = (work(&unit, 4 << 10, table), work(&unit, 8 << 10, table));
            assert!(twice <= 2 * once + once / 4 + 4096, "{unit:?} (table: {table}): {once}, then {twice}");
            assert!(once <= PER_BYTE * (4 << 10), "{unit:?} (table: {table}): {once}");
        }
    }
    // Many pieces: a cell or a match must not be taken up again in each of them.
    for unit in ["1", "\"", "Herr ", "a@b.de ", "\"a@b.de "] {
        let (once, twice) = (work(unit, 4 * PIECE, true), work(unit, 8 * PIECE, true));
        assert!(twice <= 2 * once + once / 8 + 4096, "{unit:?}: {once}, then {twice}");
    }
}

#[test]
fn the_border_of_a_piece_changes_nothing() {
    let text = "Frau Erika Mustermann, geb. 12.08.1964, IBAN DE89 3704 0044 0532 0130 00, erika(at)muster.de, \
                Tel. 0228/123456, Steuer-ID 36 574 261 809; Mustermann, Erika, e@muster.de, ";
    let engine = Engine::default();
    let find = |text: &str| {
        let mut matches = Vec::new();
        engine.text(text, &mut matches);
        matches.into_iter().map(|found| (found.entity, found.value)).collect::<Vec<_>>()
    };
    let expect = find(text);
    assert_eq!(expect.len(), 8);
    for shift in 0..=text.len() {
        let padding = ".".repeat(PIECE - shift);
        assert!(find(&format!("{padding}{text}")) == expect, "{shift} bytes before the border");
    }
}

#[test]
fn what_was_found_shows_in_no_debug_output() {
    let text = "Frau Erika Mustermann, geb. 12.08.1964, DE89370400440532013000, erika@muster.de, 0228/123456, 36574261809";
    let mut matches = Vec::new();
    let engine = Engine::default();
    engine.text(text, &mut matches);
    let mut condenser = Condenser::default();
    for found in &matches {
        condenser.add(found);
    }
    assert_eq!(matches.len(), 6);
    let shown = format!("{matches:?} {engine:?} {condenser:?} {:?}", condenser.clone().finish());
    for found in &matches {
        assert!(!shown.contains(found.value.reveal().as_str()), "a {} shows", found.entity);
        assert!(!shown.contains(&text[found.span.clone()]), "a {} shows", found.entity);
    }
}

#[test]
fn distinct_values_are_counted_in_bounded_memory() {
    let mut condenser = Condenser::default();
    let mut matches = Vec::new();
    Engine::new(RuleSet::only(Entity::Email)).text("a@b.de", &mut matches);
    for round in 0..2 {
        for i in 0..1_500_000_u32 {
            matches[0].value = Sensitive::new(i.to_string());
            condenser.add(&matches[0]);
            assert!(
                round > 0 || i != 999_999 || condenser.clone().finish()[0].distinct == 1_000_000,
                "exact up to a million"
            );
        }
    }
    let finding = &condenser.finish()[0];
    assert_eq!(finding.count, 3_000_000);
    assert!(finding.distinct.abs_diff(1_500_000) < 15_000, "{}", finding.distinct);
}

/// All findings of a document with one table.
fn findings(text: &str, header: &[&str], table_bytes: usize) -> Vec<hoheit_types::Finding> {
    let header: Vec<_> = header.iter().map(|heading| (*heading).to_owned()).collect();
    let tables =
        [Table { name: "", span: 0..text.len(), header: &header, delimiter: b';', quote: Some(b'"') }];
    let mut condenser = Condenser::new(&tables);
    Engine::default().sample(text, &tables, table_bytes, &mut condenser);
    condenser.finish()
}

#[test]
fn a_very_large_table_costs_a_sample() {
    let mut text = String::from("Nr;Mail;Notiz\n");
    for i in 0..40_000_u32 {
        let mail = if i % 4 == 0 { format!("a{i}@muster.de") } else { String::new() };
        let note = if i % 3 == 0 { "\"zwei\nZeilen; und mehr\"" } else { "eine" };
        writeln!(text, "{i};{mail};{note}").unwrap();
    }
    let header = ["Nr", "Mail", "Notiz"];
    let all = findings(&text, &header, usize::MAX);
    let rows = all[0].rows.unwrap();
    assert_eq!((all.len(), all[0].count), (1, 10_000));
    assert_eq!((rows.total, rows.read, rows.matching), (40_000, 40_000, 10_000));
    assert!(rows.share_error() < f64::EPSILON);
    let sample = findings(&text, &header, 256 << 10);
    let rows = sample[0].rows.unwrap();
    assert!(rows.read < 20_000, "read {}", rows.read);
    assert!(rows.total.abs_diff(40_000) < 400, "told {} rows", rows.total);
    assert!(sample[0].count.abs_diff(10_000) < 300, "told {} values", sample[0].count);
    assert!((rows.share() - 0.25).abs() <= rows.share_error() && rows.share_error() < 0.02);
    assert_eq!(sample, findings(&text, &header, 256 << 10), "the same rows each time");
}

#[test]
fn a_column_is_judged_by_its_cells() {
    let table = |cell: &dyn Fn(u32) -> String| {
        let mut rows = String::new();
        for i in 0..200 {
            writeln!(rows, "{i};{}", cell(i)).unwrap();
        }
        let found = findings(&rows, &[], usize::MAX);
        found
            .into_iter()
            .map(|f| (f.entity, f.count, f.signals.has(Signals::COLUMN_SHARE)))
            .collect::<Vec<_>>()
    };
    let ids = |i: u32| {
        let mut first = [1, 2, 3, 4, 5, 6, 7, 8, 9, 1];
        first.swap((i % 9) as usize, (i / 9 % 9) as usize);
        tax_id(first)
    };
    let valid = table(&ids);
    assert!(matches!(valid[..], [(Entity::SteuerId, 200, true)]), "{valid:?}");
    // Running numbers, one in ten of which has a right check digit
    let chance = table(&|i| (36_574_261_000_u64 + u64::from(i)).to_string());
    assert_eq!(chance, []);
}
