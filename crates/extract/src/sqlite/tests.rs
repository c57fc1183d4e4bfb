// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::schema::Statement;
use crate::tests::see_one;
use hoheit_types::{Format, ReadState};

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("fixtures/sqlite/valid/{name}.sqlite")).expect("a fixture")
}

#[test]
fn tables_in_every_encoding() {
    for name in ["small-pages", "utf16le", "utf16be"] {
        let seen = see_one("a.sqlite", &fixture(name));
        assert_eq!((seen.format, seen.state), (Format::Sqlite, ReadState::Read), "{name}");
        let [person, keys] = seen.tables.as_slice() else { panic!("{name}: {:?}", seen.tables) };
        assert_eq!((person.name.as_str(), person.rows), ("Person", 111));
        assert_eq!(person.header, ["id", "Name, voll", "Geburt", "betrag", "bild", "neu"]);
        let text = &seen.text[person.span.clone()];
        assert!(text.starts_with(
            "id\tName, voll\tGeburt\tbetrag\tbild\tneu\n-5\tminus\t\t-3\t\t\n1\tMüster 1\t1980-01-31\t0.25\t"
        ));
        assert!(text.contains(&format!("\n900\t{}Ende\t\t1", "lang ".repeat(2000))));
        assert!(!text.contains("Müster 55"), "deleted rows are no rows");
        assert_eq!((keys.name.as_str(), keys.rows), ("schluessel", 120));
        let text = &seen.text[keys.span.clone()];
        assert!(text.starts_with("a\tb\tc\na1\t1\tc0001\na2\t2\tc0002\n"));
        assert!(text.ends_with("a120\t120\tc0120\n"));
    }
}

#[test]
fn damage_is_noticed_and_never_loops() {
    let whole = fixture("small-pages");
    let cut = see_one("a.sqlite", &whole[..whole.len() / 2]);
    assert_eq!(cut.state, ReadState::Partly);
    assert!(cut.text.contains("Müster 1"));
    // Every pointer of the first table's root leads to the root itself.
    for page in 1..whole.len() / 512 {
        let mut looped = whole.clone();
        let number = (page as u32 + 1).to_be_bytes();
        for at in (page * 512..(page + 1) * 512 - 4).step_by(4) {
            looped[at..at + 4].copy_from_slice(&number);
        }
        looped[page * 512] = 5;
        see_one("a.sqlite", &looped);
    }
    assert_eq!(see_one("a.sqlite", &whole[..90]).state, ReadState::Damaged);
}

#[track_caller]
fn check(sql: &str, columns: &[&str], row_id_column: Option<usize>, key: &[&str], without_row_id: bool) {
    let statement = Statement::parse(sql).expect("a statement");
    assert_eq!(statement.columns, columns, "{sql}");
    assert_eq!(statement.row_id_column, row_id_column, "{sql}");
    assert_eq!(statement.key, key, "{sql}");
    assert_eq!(statement.without_row_id, without_row_id, "{sql}");
}

#[test]
fn statements() {
    check("CREATE TABLE a(b, c)", &["b", "c"], None, &[], false);
    check(
        "create table \"a(\" (id INTEGER PRIMARY KEY AUTOINCREMENT, [b c] decimal(10, 2) /* , x */)",
        &["id", "b c"],
        Some(0),
        &["id"],
        false,
    );
    check(
        "CREATE TABLE a(b INTEGER -- eins, zwei\n, `c` TEXT DEFAULT 'x,)', PRIMARY KEY(b))",
        &["b", "c"],
        Some(0),
        &["b"],
        false,
    );
    check(
        "CREATE TABLE a(b INT PRIMARY KEY, c INTEGER CHECK(c IN (1, 2)))",
        &["b", "c"],
        None,
        &["b"],
        false,
    );
    check(
        "CREATE TABLE a(b, c, CONSTRAINT k PRIMARY KEY(c COLLATE nocase DESC, b), UNIQUE(b)) WITHOUT ROWID",
        &["b", "c"],
        None,
        &["c", "b"],
        true,
    );
    check("CREATE TABLE a(b INTEGER PRIMARY KEY DESC)", &["b"], None, &["b"], false);
    assert_eq!(Statement::parse("CREATE VIRTUAL TABLE a USING x"), None);
}
