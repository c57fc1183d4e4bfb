// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::tests::{check_text, see_one};

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
