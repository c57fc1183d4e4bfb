// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::tests::{check_text, see_one};
use hoheit_types::ReadState;
use proptest::prelude::*;

/// The document reads so, with tables of these names and headings.
#[track_caller]
fn check(dump: &str, text: &str, tables: &[(&str, &[&str])]) {
    check_text("dump.sql", dump.as_bytes(), text);
    let seen = see_one("dump.sql", dump.as_bytes());
    let headings: Vec<(&str, Vec<&str>)> = seen
        .tables
        .iter()
        .map(|table| (table.name.as_str(), table.header.iter().map(String::as_str).collect()))
        .collect();
    let expected: Vec<(&str, Vec<&str>)> =
        tables.iter().map(|(name, header)| (*name, header.to_vec())).collect();
    assert_eq!(headings, expected);
}

#[test]
fn rows_of_several_statements_are_one_table() {
    check(
        "-- Auszug\nINSERT INTO person (id, name) VALUES (1, 'Muster'), (2, NULL);\nINSERT INTO person (id, name) VALUES (3, 'O''Muster');\n\
         COMMIT;\n",
        "-- Auszug\nid\tname\n1\tMuster\n2\t\n3\tO'Muster\nCOMMIT;\n",
        &[("person", &["id", "name"])],
    );
}

#[test]
fn columns_come_from_the_definition() {
    check(
        "CREATE TABLE IF NOT EXISTS `person` (\n  `id` int(11) NOT NULL,\n  `geb` date DEFAULT '1900-01-01',\n  PRIMARY KEY (`id`)\n);\n\
         INSERT INTO `person` VALUES\n(1,'1964-08-12'),\n(2,'1965-08-12');\n",
        "CREATE TABLE IF NOT EXISTS `person` (\n  `id` int(11) NOT NULL,\n  `geb` date DEFAULT '1900-01-01',\n  PRIMARY KEY (`id`)\n);\n\
         id\tgeb\n1\t1964-08-12\n2\t1965-08-12\n",
        &[("person", &["id", "geb"])],
    );
}

#[test]
fn other_writings_of_other_servers() {
    check(
        "INSERT [dbo].[Person] ([Id], [Name], [Geb]) VALUES (1, N'Muster, Erika', CAST(N'1964-08-12' AS Date))\nGO\n",
        "id\tname\tgeb\n1\tMuster, Erika\t1964-08-12\nGO\n",
        &[("person", &["id", "name", "geb"])],
    );
    check(
        "COPY public.person (id, name) FROM stdin;\n1\tMuster\n2\t\\N\n\\.\n\nSELECT 1;\n",
        "id\tname\n1\tMuster\n2\t\n\nSELECT 1;\n",
        &[("person", &["id", "name"])],
    );
    check("insert into `a` values ('it\\'s\\n(1)');", "it's (1)\n", &[("a", &[])]);
}

#[test]
fn what_is_no_statement_stays_as_it_is() {
    for text in [
        "Mit INSERT INTO werden Zeilen eingefügt.\n",
        "INSERT INTO person SELECT * FROM alt;\n",
        "INSERT INTO person (id) VALUES (1, 'offen\n",
        "INSERT INTO person (id\n",
        "Please copy this from stdin to a file.\n",
    ] {
        check_text("dump.sql", text.as_bytes(), text);
    }
    let cut = see_one("dump.sql", b"INSERT INTO a (b) VALUES ('c'), ('d");
    assert_eq!((cut.text.as_str(), cut.tables.len()), ("b\nc\n, ('d", 1));
}

#[test]
fn expressions_stay_whole() {
    check(
        "INSERT INTO log (id, data) VALUES (1, JSON_OBJECT('name','Erika Muster')), (2, CONCAT('Frau ','Muster')),\n\
         (3, 'x' || 'y'), (4, 'a'::own), (5, TO_DATE('12.08.1964','DD.MM.YYYY'));\n",
        "id\tdata\n1\tJSON_OBJECT('name','Erika Muster')\n2\tCONCAT('Frau ','Muster')\n3\t'x' || 'y'\n4\t'a'::own\n\
         5\tTO_DATE('12.08.1964','DD.MM.YYYY')\n",
        &[("log", &["id", "data"])],
    );
    check(
        "INSERT INTO a VALUES (_binary 'a', DATE '1964-08-12', 'b'::character varying(20), E'c\\'d\\303\\274', cast('e' AS varchar(10)));\n",
        "a\t1964-08-12\tb\tc'dü\te\n",
        &[("a", &[])],
    );
}

#[test]
fn backslashes_are_told_by_the_statement() {
    check(
        "INSERT INTO a VALUES (1,'O\\'Brien','x'),(2,'Erika','it\\\\'),(3,'D\\'Orsay','');\nINSERT INTO a VALUES (4,'C:\\','x');\n",
        "1\tO'Brien\tx\n2\tErika\tit\\\n3\tD'Orsay\t\n4\tC:\\\tx\n",
        &[("a", &[])],
    );
}

#[test]
fn rows_of_copy_are_unescaped() {
    check(
        "COPY person (id, note) FROM stdin;\n1\tKontakt:\\nerika@beispiel.de\n2\ta\\\\b\\tc\\bd\\fe\\vf\n3\t\\303\\274\\x41\\xzz\\\\.\n\\.\n",
        "id\tnote\n1\tKontakt: erika@beispiel.de\n2\ta\\b c d e f\n3\tüAxzz\\.\n",
        &[("person", &["id", "note"])],
    );
    let csv = "COPY person (id) FROM stdin WITH (FORMAT csv);\n1\n\\.\n";
    check_text("dump.sql", csv.as_bytes(), csv);
}

#[test]
fn comments_part_no_rows() {
    check(
        "INSERT INTO a VALUES -- it's\n(1), /* it's, too */ (2, 'b');\n-- Ende\n",
        "1\n2\tb\n-- it's\n/* it's, too */\n-- Ende\n",
        &[("a", &[])],
    );
    check(
        "REPLACE INTO a -- Muster\n VALUES (1 -- it's\n, 2);\n",
        "1 -- it's\t2\n-- Muster\n",
        &[("a", &[])],
    );
}

#[test]
fn values_stand_in_double_quotes_too() {
    check(
        "INSERT INTO a VALUES(1,\"Mustermann, Erika\",\"sagt \"\"ja\"\"\",\"it's\");\n",
        "1\tMustermann, Erika\tsagt \"ja\"\tit's\n",
        &[("a", &[])],
    );
}

/// Pieces of statements; `W` is replaced by a word that occurs once. No sign of an escape is made of letters here.
const PIECES: [&str; 30] = [
    "W",
    "W",
    "W",
    "'",
    "'",
    "''",
    "\"",
    "`",
    "\\",
    "\\'",
    "\\\\",
    "(",
    ")",
    ",",
    "','",
    "), (",
    ";\n",
    " ",
    "\n",
    "\t",
    "--",
    "/*",
    "*/",
    "N'",
    "E'",
    "::",
    " AS text)",
    "CAST(",
    "INSERT INTO a VALUES ('",
    "COPY a FROM stdin;\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_is_lost(
        start in prop::sample::select(vec!["INSERT INTO a VALUES ('", "INSERT INTO `a` VALUES (", "COPY a FROM stdin;\n"]),
        pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 1..40),
    ) {
        let mut dump = format!("{start}Anfang'), (");
        for (number, piece) in pieces.iter().enumerate() {
            dump.push_str(&piece.replace('W', &format!("W{number}w")));
        }
        let seen = see_one("dump.sql", dump.as_bytes());
        prop_assert_eq!(seen.state, ReadState::Read);
        for (number, _) in pieces.iter().enumerate().filter(|(_, piece)| **piece == "W") {
            prop_assert!(seen.text.contains(&format!("W{number}w")), "{dump:?} reads {:?}", seen.text);
        }
    }
}
