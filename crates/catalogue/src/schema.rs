// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Versions of the schema. A released step is never edited; a change is a new step.

use sqlx::sqlite::SqliteConnection;

/// `STEPS[n]` leads from version n to version n + 1.
pub(crate) const STEPS: &[&str] = &[
    include_str!("schema/0001.sql"),
    include_str!("schema/0002.sql"),
    include_str!("schema/0003.sql"),
    include_str!("schema/0004.sql"),
    include_str!("schema/0005.sql"),
    include_str!("schema/0006.sql"),
    include_str!("schema/0007.sql"),
    include_str!("schema/0008.sql"),
];

/// The version that this program writes.
pub(crate) const VERSION: i64 = STEPS.len() as i64;

/// The version of an open database; 0 for an empty one.
pub(crate) async fn version(connection: &mut SqliteConnection) -> sqlx::Result<i64> {
    let known: Option<i64> =
        sqlx::query_scalar("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'")
            .fetch_optional(&mut *connection)
            .await?;
    match known {
        None => Ok(0),
        Some(_) => sqlx::query_scalar("SELECT version FROM schema_version").fetch_one(connection).await,
    }
}

/// Brings the schema from `version` to that after the last step. Call it inside a transaction.
pub(crate) async fn migrate(
    connection: &mut SqliteConnection,
    steps: &[&'static str],
    version: i64,
) -> sqlx::Result<()> {
    for step in steps.iter().skip(usize::try_from(version).unwrap_or(usize::MAX)) {
        sqlx::raw_sql(*step).execute(&mut *connection).await?;
    }
    sqlx::raw_sql(
        "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL); DELETE FROM schema_version;",
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query("INSERT INTO schema_version (version) VALUES ($1)")
        .bind(steps.len() as i64)
        .execute(connection)
        .await?;
    Ok(())
}
