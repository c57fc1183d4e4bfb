// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Single files that are datasets of their own: mailboxes, databases, large tables.

use super::rule::Rule;
use crate::facts::joined;
use hoheit_types::{Format, SourceId};
use sqlx::sqlite::SqliteConnection;
use sqlx::{QueryBuilder, Row as _, Sqlite};
use std::collections::HashMap;

/// A table of this many rows is a register rather than a sheet of notes …
const LARGE_TABLE_ROWS: i64 = 5_000;
/// … as is one of this size, where its rows were not counted. 5 MiB.
const LARGE_TABLE_BYTES: i64 = 5 << 20;
/// Smaller database files are caches and settings of programs. 64 KiB.
const DATABASE_BYTES: i64 = 64 << 10;
/// More of a kind in one folder belong together: exports of many days, an archive of mailboxes. They stay with it.
const SIDE_BY_SIDE: usize = 4;
/// Single files that become datasets, largest first: 50, so that folders remain the larger part.
const MOST: usize = 50;

pub(super) struct Single {
    pub(super) asset: i64,
    pub(super) path: String,
    pub(super) rule: Rule,
    size_bytes: i64,
    directory: i64,
}

pub(super) async fn singles(c: &mut SqliteConnection, source: SourceId) -> sqlx::Result<Vec<Single>> {
    let mut query = QueryBuilder::<Sqlite>::new(
        "SELECT a.id, d.path, a.name, a.format, a.size_bytes, a.directory_id FROM asset a \
         JOIN directory d ON d.id = a.directory_id WHERE a.presence = 0 AND a.source_id = ",
    );
    query.push_bind(source.0).push(" AND (a.format IN (");
    let mut formats = query.separated(", ");
    for format in [Format::Mbox, Format::Pst] {
        formats.push_bind(format.name());
    }
    query.push(") OR (a.size_bytes >= ").push_bind(DATABASE_BYTES).push(" AND a.format IN (");
    let mut formats = query.separated(", ");
    for format in [Format::Sqlite, Format::Database] {
        formats.push_bind(format.name());
    }
    query.push(")) OR ((a.size_bytes >= ").push_bind(LARGE_TABLE_BYTES);
    query.push(" OR a.table_rows >= ").push_bind(LARGE_TABLE_ROWS).push(") AND a.format IN (");
    let mut formats = query.separated(", ");
    for format in [Format::Csv, Format::Tsv, Format::Xlsx, Format::Xlsb, Format::Xls, Format::Ods] {
        formats.push_bind(format.name());
    }
    query.push(")))");
    let mut singles = Vec::new();
    for row in query.build().fetch_all(c).await? {
        singles.push(Single {
            asset: row.try_get(0)?,
            path: joined(row.try_get(1)?, row.try_get(2)?).as_str().to_owned(),
            rule: match Format::from_name(row.try_get(3)?) {
                Some(Format::Mbox | Format::Pst) => Rule::Mailbox,
                Some(Format::Sqlite | Format::Database) => Rule::Database,
                _ => Rule::LargeTable,
            },
            size_bytes: row.try_get(4)?,
            directory: row.try_get(5)?,
        });
    }
    let mut together: HashMap<(i64, &'static str), usize> = HashMap::new();
    for single in &singles {
        *together.entry((single.directory, single.rule.name())).or_default() += 1;
    }
    singles
        .retain(|s| together.get(&(s.directory, s.rule.name())).is_none_or(|count| *count <= SIDE_BY_SIDE));
    singles.sort_unstable_by(|a, b| b.size_bytes.cmp(&a.size_bytes).then_with(|| a.path.cmp(&b.path)));
    singles.truncate(MOST);
    Ok(singles)
}
