// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use crate::cell::without_formula;
use crate::figures::shown;
use crate::form::Column;
use hoheit_decide::{Classification, Question, Said};
use hoheit_types::{Activity, Contract, Day, Site};

fn rows(csv: &[u8], delimiter: u8) -> Vec<Vec<String>> {
    let text = csv.strip_prefix("\u{feff}".as_bytes()).unwrap();
    let mut reader =
        ::csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text);
    reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn the_form_keeps_its_columns_and_entries() {
    let town = musterstadt();
    for lang in LANGS {
        let csv = String::from_utf8(report(&town, lang).to_csv().unwrap()).unwrap();
        // One entry per line reads better in a review than one dataset per line.
        insta::assert_snapshot!(format!("csv_{}", lang.tag()), csv.replace("\";\"", "\";\n\""));
    }
}

#[test]
fn what_people_stated_fills_the_form_and_the_rest_stays_empty() {
    let town = musterstadt();
    let dataset = &town.datasets[0];
    let label = &town.sources.iter().find(|source| source.id == dataset.source).unwrap().label;
    let mut said = Classification::new(dataset.id);
    for (question, value) in [
        (Question::Category, "personal,art9"),
        (Question::Confidentiality, "very_high"),
        (Question::Retention, "active:AO-147-10"),
        (Question::OpenData, "no"),
        (Question::Application, "=OPEN/PROSOZ"),
        (Question::Office, "Amt 50"),
    ] {
        let on = Day::of(NOW);
        let said_so = Said { value: value.into(), reason: String::new(), by: String::new(), on, until: None };
        said.answer(question, said_so).unwrap();
    }
    let activity = |name: &str| -> Activity {
        serde_json::from_value(serde_json::json!({
            "name": name, "title": "Wohngeld", "controller": { "name": "Stadt" }, "purpose": "Bewilligung",
            "legal_basis": "§ 1 WoGG", "datasets": [dataset.id],
        }))
        .unwrap()
    };
    let activities = [activity("wohngeld"), activity("statistik")];
    let site: Site = serde_json::from_value(serde_json::json!({
        "name": "wolke", "title": "Wolke", "kind": "saas", "operator": "Betreiber AG",
        "location": [{ "uri": "x:y", "source": label }],
    }))
    .unwrap();
    let contract = |provider: &str, ends: &str| -> Contract {
        let name = provider.to_lowercase();
        serde_json::from_value(serde_json::json!({
            "name": name, "title": provider, "provider": provider, "sites": ["wolke"], "ends": ends,
        }))
        .unwrap()
    };
    let contracts = [contract("Heute", "2099-12-31"), contract("Gestern", "2020-12-31")];
    let (sites, classifications) = ([site], [said]);
    let stated = Stated {
        activities: &activities,
        contracts: &contracts,
        sites: &sites,
        classifications: &classifications,
    };
    let cell = |stated: Stated<'_>, row: usize, column: Column| {
        let csv = Report { stated, ..report(&town, Lang::De) }.to_csv().unwrap();
        let place = Column::ALL.iter().position(|known| *known == column).unwrap();
        rows(&csv, b';')[2 + row][place].clone()
    };
    for (column, expected) in [
        (Column::SpecialCategories, "ja"),
        (Column::Confidentiality, "sehr hoch"),
        (Column::Integrity, ""),
        (Column::OpenData, "nein"),
        (Column::Application, "'=OPEN/PROSOZ"),
        (Column::Responsible, "Amt 50"),
        (Column::RecordId, "wohngeld; statistik"),
        (Column::LegalBasis, "§ 1 WoGG"),
        (Column::Provider, "Heute"),
    ] {
        assert_eq!(cell(stated, 0, column), expected, "{column:?}");
    }
    assert!(cell(stated, 0, Column::Retention).contains("§ 147"));
    assert_eq!(cell(Stated { contracts: &[], ..stated }, 0, Column::Provider), "Betreiber AG");
    for column in [Column::SpecialCategories, Column::Confidentiality, Column::RecordId, Column::Retention] {
        assert_eq!(cell(stated, 1, column), "", "nobody stated anything of another dataset");
    }
}

#[test]
fn every_line_has_as_many_fields_as_the_header() {
    let csv = report(&named("a;b\n\"c\""), Lang::De).to_csv().unwrap();
    let rows = rows(&csv, b';');
    assert_eq!(rows.len(), 2 + 6);
    assert!(rows.iter().all(|row| row.len() == Column::ALL.len()));
    assert_eq!(rows[2][2], r#"a;b\u{a}"c""#);
}

#[test]
fn formulas_become_text() {
    for (name, cell) in [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("  =1", "  '=1"),
        ("\t=1", "'\t'=1"),
        ("\"=1\"", "\"'=1\""),
        ("a,=1;-2", "a,'=1;'-2"),
        ("Amt 61, - Kopie", "Amt 61, '- Kopie"),
    ] {
        assert_eq!(without_formula(name), cell);
    }
    for harmless in
        ["Bauakten", "a-b", "10 % = alles", "mail@example.org", "'schon Text", "", "Müller, Kopie"]
    {
        assert_eq!(without_formula(harmless), harmless);
    }
}

/// What a spreadsheet program would see first in a cell, after what it skips.
fn begins_formula(cell: &str) -> bool {
    let skipped = |c: char| c.is_whitespace() || c.is_control() || c == '"' || c == '\u{feff}';
    let first = cell.trim_start_matches(skipped).chars().next();
    cell.starts_with(['\t', '\r']) || first.is_some_and(|c| "=+-@＝＋－＠".contains(c))
}

// INVARIANT (cells-are-never-formulas)
fn no_cell_is_a_formula(name: &str) {
    let csv = report(&named(name), Lang::De).to_csv().unwrap();
    for separator in [b';', b',', b'\t'] {
        for cell in rows(&csv, separator).iter().flatten() {
            assert!(!begins_formula(cell), "{cell:?} from {name:?}");
        }
    }
}

#[test]
fn hostile_names_are_no_formulas_for_any_separator() {
    for name in HOSTILE {
        no_cell_is_a_formula(name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_name_is_no_formula_for_any_separator(name in any_name()) {
        no_cell_is_a_formula(&name);
    }

    #[test]
    fn only_apostrophes_are_added(name in any_name()) {
        let name = shown(&name);
        let kept = without_formula(&name).replace('\'', "");
        prop_assert_eq!(kept, name.replace('\'', ""));
    }
}
