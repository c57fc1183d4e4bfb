// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::select::excerpts;
use super::*;
use hoheit_detect::Engine;
use hoheit_types::{AssetId, Entity, Format, RelPath, SourceId};

mod growth;
mod others;

fn secret(text: &str) -> Sensitive<String> {
    Sensitive::new(text.to_owned())
}

fn document(text: &str, header: &[&str]) -> Document {
    let rows = text.lines().count() as u64 - u64::from(!header.is_empty());
    let table = TablePart {
        name: String::new(),
        start: 0,
        end: text.len() as u64,
        delimiter: b';',
        quote: Some(b'"'),
        header: header.iter().map(|heading| (*heading).to_owned()).collect(),
        rows,
    };
    let facts = DocumentPart {
        member: String::new(),
        format: Format::Text,
        state: ReadState::Read,
        warnings: Vec::new(),
        pages: None,
        created: None,
        modified: None,
        application: None,
        children: Vec::new(),
        text_bytes: text.len() as u64,
        scans: 0,
    };
    let tables = if header.is_empty() { Vec::new() } else { vec![table] };
    Document { facts, tables, text: text.to_owned(), rows_before: 0 }
}

/// What is shown of these rows of a table (none: of a text), cells parted by ` | `.
fn shown(text: &str, header: &[&str], rows: &[u64]) -> Vec<String> {
    let cells = |excerpt: &Excerpt| {
        let cells: Vec<_> = excerpt.cells.iter().map(|(_, cell)| cell.reveal().clone()).collect();
        cells.join(" | ")
    };
    excerpts_of(text, header, rows).iter().map(cells).collect()
}

/// The headings that are shown above the first row.
fn headings(text: &str, header: &[&str]) -> Vec<String> {
    let found = excerpts_of(text, header, &[1]);
    found[0].cells.iter().map(|(heading, _)| heading.clone()).collect()
}

fn excerpts_of(text: &str, header: &[&str], rows: &[u64]) -> Vec<Excerpt> {
    let home = tempfile::tempdir().unwrap();
    let keys = KeyRing::open(&home.path().join("state")).unwrap();
    let sought = Sought {
        name: Some(secret("Erika Mustermann")),
        born: Some(secret("1964-08-12")),
        identifiers: vec![(Entity::Phone, secret("+49228654321"))],
    };
    let occurrence = |row| Occurrence {
        member: String::new(),
        row,
        certainty: Certainty::Possible,
        clues: Vec::new(),
        kinds: Vec::new(),
    };
    let mut occurrences: Vec<_> = rows.iter().map(|row| occurrence(Some((String::new(), *row)))).collect();
    if rows.is_empty() {
        occurrences.push(occurrence(None));
    }
    let place = PlaceOfPerson {
        asset: AssetId(1),
        source: (SourceId(1), String::new()),
        root: String::new(),
        path: RelPath::root(),
        dataset: None,
        is_present: true,
        kinds_in_file: Vec::new(),
        occurrences,
        content: None,
    };
    let engine = Engine::default();
    let reader = Reader { engine: &engine, sought: &sought, key: keys.active().unwrap(), place: &place };
    excerpts(&reader, &document(text, header), &reader.wanted(""))
}

const HEADER: [&str; 5] = ["Name", "Vorname", "Geburtsdatum", "IBAN", "Bemerkung"];

fn table(rows: &str) -> String {
    format!("{}\n{rows}", HEADER.join(";"))
}

#[test]
fn a_row_that_is_surely_hers_and_names_nobody_else_is_shown() {
    let rows = table(
        "Beispiel;Paula;05.05.1955;;zahlt\nMustermann;Erika;12.08.1964;DE89 3704 0044 0532 0130 00;zahlt pünktlich\n",
    );
    assert_eq!(
        shown(&rows, &HEADER, &[1, 2]),
        ["Mustermann | Erika | 12.08.1964 | DE89 3704 0044 0532 0130 00 | zahlt pünktlich"]
    );
}

#[test]
fn a_second_given_name_makes_nobody_else() {
    let row = "Mustermann;Erika Maria;12.08.1964;;zahlt\n";
    assert_eq!(shown(&table(row), &HEADER, &[1]), ["Mustermann | Erika Maria | 12.08.1964 |  | zahlt"]);
    let header = ["Name", "Vorname", "Geburtsdatum", "Kontakt"];
    let row = format!("{}\nMustermann;Erika;12.08.1964;Erika Beispielmann\n", header.join(";"));
    assert_eq!(shown(&row, &header, &[1]), ["Mustermann | Erika | 12.08.1964 | █████"]);
}

#[test]
fn line_breaks_and_quotes_in_cells_part_no_rows_and_no_cells() {
    let rows = table(
        "Beispiel;Paula;05.05.1955;;\"zahlt\n\"\"bald\"\";\nwenn's geht\"\n\
         Mustermann;Erika;12.08.1964;;\"zahlt \"\"bar\"\"; immer\nund gern\"\n",
    );
    assert_eq!(
        shown(&rows, &HEADER, &[2]),
        ["Mustermann | Erika | 12.08.1964 |  | zahlt \"bar\"; immer\nund gern"]
    );
}

#[test]
fn of_a_row_that_names_others_only_what_was_asked_for_is_shown() {
    let row = "Mustermann;Erika;12.08.1964;DE89 3704 0044 0532 0130 00;\"betreut von Herrn Karl Beispiel, Tel. 0228 123456\"\n";
    assert_eq!(shown(&table(row), &HEADER, &[1]), ["Mustermann | Erika | 12.08.1964 | █████ | █████"]);
}

#[test]
fn of_a_row_that_may_be_somebody_elses_only_the_name_is_shown() {
    let row = "Mustermann;Erika;;DE89 3704 0044 0532 0130 00;zahlt pünktlich\n";
    assert_eq!(shown(&table(row), &HEADER, &[1]), ["Mustermann | Erika |  | █████ | █████"]);
}

#[test]
fn namesakes_and_rows_that_have_changed_are_not_shown() {
    let row = "Mustermann;Erika;01.01.1990;;\nBeispiel;Paula;05.05.1955;;\n";
    assert_eq!(shown(&table(row), &HEADER, &[1, 2]), [] as [&str; 0]);
}

#[test]
fn a_text_shows_the_line_and_blackens_others() {
    let text = "Vermerk\n\nFrau Erika Mustermann, geb. 12.08.1964, sprach mit Herrn Max Beispiel (Tel. 0228 123456, \
                max@beispiel.de).\nHerr Beispiel kennt Erika Mustermann; Beispiel schuldet ihr 20 Euro zur Nummer 4711-0815-3.\n\
                Nichts weiter.\n";
    assert_eq!(
        shown(text, &[], &[]),
        [
            "Frau Erika Mustermann, geb. 12.08.1964, sprach mit Herrn █████ (Tel. █████, █████",
            "Herr █████ kennt Erika Mustermann; █████ schuldet ihr 20 Euro zur Nummer █████.",
        ]
    );
}

#[test]
fn a_given_name_alone_and_a_remark_in_her_row_are_blackened() {
    let text = "Anwesend: Erika Mustermann, Ann-Kathrin\nund andere.\nErika Mustermann wohnt im Rosenweg\nbei ihr.\n";
    assert_eq!(
        shown(text, &[], &[]),
        ["Anwesend: Erika Mustermann, █████-█████", "Erika Mustermann wohnt im █████"]
    );
    let row = "Mustermann;Erika;12.08.1964;;wohnt mit ihrem Mann Karl und der Tochter Ayşe zusammen\n";
    let remark = &shown(&table(row), &HEADER, &[1])[0];
    assert!(!remark.contains("Karl") && !remark.contains("Ay") && remark.contains("wohnt mit"), "{remark}");
}

#[test]
fn health_is_hers_only_where_nobody_else_is_named() {
    let alone = "Erika Mustermann, geb. 12.08.1964. Diagnose: Diabetes mellitus bei Erika Mustermann.\n";
    assert!(shown(alone, &[], &[])[0].contains("Diabetes"), "{:?}", shown(alone, &[], &[]));
    let two = format!("{alone}Auch Herr Max Beispiel kam.\n");
    assert!(!shown(&two, &[], &[])[0].contains("Diabetes"), "{:?}", shown(&two, &[], &[]));
}

#[test]
fn who_has_another_date_of_birth_makes_data_somebody_elses() {
    let header = ["Name", "Geburtsdatum", "Geburtsdatum Kind", "Diagnose"];
    let row = format!("{}\nErika Mustermann;12.08.1964;03.04.2015;Krebs\n", header.join(";"));
    assert_eq!(shown(&row, &header, &[1]), ["Erika Mustermann | 12.08.1964 | █████ | █████"]);
    let text = "Erika Mustermann, geb. 12.08.1964\nErika Mustermann, geb. 01.01.1990, leidet an Diabetes\n";
    assert_eq!(
        shown(text, &[], &[]),
        ["Erika Mustermann, geb. 12.08.1964", "Erika Mustermann, geb. █████, leidet an █████"]
    );
}

#[test]
fn headings_are_blackened_too() {
    let header = ["Name", "Geburtsdatum", "Betreuer Detlev Krause", "Notiz"];
    let row = format!("{}\nErika Mustermann;12.08.1964;ja;nein\n", header.join(";"));
    assert_eq!(headings(&row, &header), ["Name", "Geburtsdatum", "█████", "Notiz"]);
}

#[test]
fn a_long_line_is_cut_to_its_sentence() {
    let filler = "Der Rat nahm den Bericht zur Kenntnis. ".repeat(40);
    let text = format!("{filler}Frau Erika Mustermann fragte nach. {filler}");
    let lines = shown(&text, &[], &[]);
    assert_eq!(lines, ["Frau Erika Mustermann fragte nach."]);
}

#[test]
fn names_in_no_list_are_blackened_by_what_stands_around_them() {
    for (rest, expect) in [
        ("mit ihrer Tochter Xyralla und dem Sohn (Quendrik)", "mit ihrer Tochter █████ und dem Sohn (█████)"),
        ("Mutter: Xyralla Quellmoor-Zyx, krank", "Mutter: █████, krank"),
        ("das Kind hat Anspruch", "das Kind hat Anspruch"),
        ("mit XYRALLA am Montag in der KITA", "mit █████ am Montag in der KITA"),
        (
            "beim ANTRAG auf WOHNGELD geholfen hat ihr Xyralla Quellmoor",
            "beim ANTRAG auf WOHNGELD geholfen hat ihr █████",
        ),
        ("laut Bescheid der Stadt", "laut Bescheid der Stadt"),
        ("{\"Name\": \"Grünwald\", \"Ort\": \"Bonn\"}", "{\"Name\": \"█████\", \"Ort\": \"Bonn\"}"),
        ("und xyralla (at) muster.example, xy[at]z.example", "und █████"),
    ] {
        let lines = shown(&format!("Erika Mustermann {rest}\n"), &[], &[]);
        assert_eq!(lines, [format!("Erika Mustermann {expect}")]);
    }
}

/// Names that stand in no list and beside no other name.
#[test]
fn names_behind_kin_parts_and_labels_are_blackened_in_every_form() {
    for (rest, expect) in [
        ("nannte Zeugen: Alwiso", "nannte Zeugen: █████"),
        ("kam mit ihren Neffen Hunold und Jubo an", "kam mit ihren Neffen █████ und █████ an"),
        (
            "Kinder: Hunold, Jubo, Quendrik / Xyrallo u. Alwiso",
            "Kinder: █████, █████, █████ / █████ u. █████",
        ),
        ("mit den Söhnen Hunold, Bescheid liegt vor", "mit den Söhnen █████, Bescheid liegt vor"),
        ("laut ihren Schwiegervätern Quendrik", "laut ihren Schwiegervätern █████"),
        ("der Verlobten Xyralla wegen", "der Verlobten █████ wegen"),
        ("and her nephew Quendrik", "and her nephew █████"),
        ("{\"lastName\": \"Zwirbel\", \"city\": \"Bonn\"}", "{\"lastName\": \"█████\", \"city\": \"Bonn\"}"),
        (
            "{\"mother\":\"Xyralla\",\"motherName\":\"Qonk\"}",
            "{\"mother\":\"█████\",\"motherName\":\"█████\"}",
        ),
        ("spouseFirstName=Quendrik fileName=Antrag", "spouseFirstName=█████ fileName=Antrag"),
        ("und Antragsteller Zwirbel", "und Antragsteller █████"),
        ("und Beschuldigter Zwirbel", "und █████"),
        ("mit SB Zwirbel", "mit SB █████"),
        ("laut Bevollm. Zwirbel", "laut Bevollm. █████"),
        ("und Unterschrift: Zwirbel", "und Unterschrift: █████"),
        ("und Frau Kind kam", "und Frau █████ kam"),
    ] {
        let lines = shown(&format!("Erika Mustermann {rest}\n"), &[], &[]);
        assert_eq!(lines, [format!("Erika Mustermann {expect}")]);
    }
    for rest in [
        "erhielt nach SGB II und BGB den Bescheid der Stadt",
        "und der Antragsteller Bescheid",
        "sprach mit der Mutter. Der Antrag lag vor",
        "im Werkzeuge, Fahrzeuge und Gewerbe Register",
        "unter diesem Namen. Bescheid folgt",
    ] {
        let lines = shown(&format!("Erika Mustermann {rest}\n"), &[], &[]);
        assert_eq!(lines, [format!("Erika Mustermann {rest}")]);
    }
}

#[test]
fn columns_of_parts_are_of_others_in_every_form() {
    let header = [
        "Name",
        "Geburtsdatum",
        "Zeugen",
        "Unterschrift",
        "Bevollm.",
        "motherName",
        "SB",
        "lastName",
        "Neffen",
        "Betr.",
        "Gewerbe",
        "Anzahl",
    ];
    let row = format!(
        "{}\nErika Mustermann;12.08.1964;Alwiso;Zwirbel;Qonk;Xyralla;Zwirbel;Mustermann;Hunold;Miete;Imbiss;2\n",
        header.join(";")
    );
    assert_eq!(
        shown(&row, &header, &[1]),
        [
            "Erika Mustermann | 12.08.1964 | █████ | █████ | █████ | █████ | █████ | Mustermann | █████ | Miete | Imbiss | 2"
        ]
    );
}

#[test]
fn columns_of_kin_are_of_others() {
    let header =
        ["Name", "Geburtsdatum", "Name der Mutter", "Kind_Vorname", "Ehegatte", "Kindergarten", "Anzahl"];
    let row = format!("{}\nErika Mustermann;12.08.1964;Xyra;Quendrik;;Sonnenblume;2\n", header.join(";"));
    assert_eq!(
        shown(&row, &header, &[1]),
        ["Erika Mustermann | 12.08.1964 | █████ | █████ |  | Sonnenblume | 2"]
    );
    // Who stands there may be the person herself: her name is shown, the child's date of birth is not.
    let header = ["Nr", "Mutter", "geb. Mutter", "Kind", "geb. Kind"];
    let row = format!("{}\n1;Erika Mustermann;12.08.1964;Xyra;01.02.2015\n", header.join(";"));
    assert_eq!(shown(&row, &header, &[1]), ["1 | Erika Mustermann | 12.08.1964 | █████ | █████"]);
}

#[test]
fn what_only_a_shared_telephone_leads_to_may_be_the_familys() {
    let header = ["Nr", "Telefon", "Betrag", "Diagnose"];
    let row = format!("{}\n17;0228 654321;20;Diabetes mellitus\n", header.join(";"));
    assert_eq!(shown(&row, &header, &[1]), ["█████ | 0228 654321 | █████ | █████"]);
    let text = "Tel. 0228 654321, Patient mit der Diagnose: Diabetes mellitus\n";
    let line = &shown(text, &[], &[])[0];
    assert!(line.contains("0228 654321") && !line.contains("Diabetes"), "{line}");
}

/// A register of patients names the illness in its headings: of a row that may be somebody else's they stay black.
#[test]
fn headings_tell_no_illness() {
    let header = [
        "Name",
        "Geburtsdatum",
        "Diabetes mellitus",
        "HIV-Test",
        "Diagnose",
        "Konfession",
        "römisch-katholisch",
        "Parteimitglied SPD",
    ];
    let row = format!("{}\nErika Mustermann;;ja;nein;F32.1;ev;ja;nein\n", header.join(";"));
    assert_eq!(
        headings(&row, &header),
        ["Name", "Geburtsdatum", "█████", "█████", "Diagnose", "Konfession", "█████", "█████"]
    );
}

#[test]
fn what_goes_on_from_her_own_value_is_cut_off() {
    for (text, rest) in [
        ("Erika Mustermann Zwirbelheim kam mit ihm.", "Zwirbelheim"),
        ("Erika Mustermann:pumpel@web (at) de", "pumpel"),
        ("Erika Mustermann, geb. 12.08.1964: @zwirbel77.", "zwirbel77"),
    ] {
        let line = &shown(text, &[], &[])[0];
        assert!(line.contains("Erika Mustermann") && !line.contains(rest), "{line}");
    }
}
