// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The blocking face around one asynchronous connection, and the bulk statements.

use crate::error::{CatalogueError, Result};
use hoheit_types::SourceId;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteRow, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, QueryBuilder, Row as _, Sqlite};
use std::path::Path;
use tokio::runtime::{Builder, Runtime};

/// One connection and the runtime that drives it.
pub(crate) struct Db {
    runtime: Runtime,
    /// `None` only while it is being dropped
    connection: Option<SqliteConnection>,
}

/// How a database file is opened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Write,
    Read,
    /// Nothing can change it, and nothing can be written beside it, which SQLite wants to do even for reading
    Still,
}

impl Db {
    pub(crate) fn open(path: &Path, access: Access) -> Result<Self> {
        const ACTION: &str = "open the catalogue";
        let runtime = Builder::new_current_thread()
            .build()
            .map_err(|e| CatalogueError::database(ACTION)(sqlx::Error::Io(e)))?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            // Rows on their way from SQLite's thread. With the usual 50 both threads wake each other all the time; these
            // are a page of waiting files, about a megabyte.
            .row_buffer_size(2_000)
            // SQL texts hold no values, but nobody reads them either, and formatting them costs time.
            .disable_statement_logging()
            // 32 MiB: the inner pages of all indexes of a million files, within the memory budget of a scan.
            .pragma("cache_size", "-32768")
            // Sorting must not leave paths in temporary files outside the state folder.
            .pragma("temp_store", "memory")
            // 4,000 pages, 16 MiB: a page that several batches touch is merged once. Saves a tenth of a first scan.
            .pragma("wal_autocheckpoint", "4000");
        let options = match access {
            Access::Read => options.read_only(true),
            Access::Still => options.read_only(true).immutable(true),
            Access::Write => options
                .journal_mode(SqliteJournalMode::Wal)
                // A killed process loses nothing that was committed; a power failure may lose the last batches, and
                // then the next run reads those files again. That is worth one fsync per checkpoint instead of per batch.
                .synchronous(SqliteSynchronous::Normal),
        };
        let connection = runtime.block_on(options.connect()).map_err(CatalogueError::database(ACTION))?;
        Ok(Self { runtime, connection: Some(connection) })
    }

    /// Runs statements that only read, or that are a transaction each.
    pub(crate) fn run<T>(
        &mut self,
        action: &'static str,
        f: impl AsyncFnOnce(&mut SqliteConnection) -> sqlx::Result<T>,
    ) -> Result<T> {
        let Self { runtime, connection } = self;
        let connection = connection.as_mut().ok_or(sqlx::Error::WorkerCrashed);
        let outcome = connection.and_then(|connection| runtime.block_on(f(connection)));
        outcome.map_err(CatalogueError::database(action))
    }

    /// Runs statements as one transaction: all of them take effect, or none.
    pub(crate) fn transaction<T>(
        &mut self,
        action: &'static str,
        f: impl AsyncFnOnce(&mut SqliteConnection) -> sqlx::Result<T>,
    ) -> Result<T> {
        self.run(action, async |connection| {
            let mut transaction = connection.begin().await?;
            let value = f(&mut transaction).await?;
            transaction.commit().await?;
            Ok(value)
        })
    }
}

impl Db {
    /// As [`Db::transaction`], and when it returns, it and all before it are on the medium: a power failure takes nothing back.
    pub(crate) fn durable_transaction<T>(
        &mut self,
        action: &'static str,
        f: impl AsyncFnOnce(&mut SqliteConnection) -> sqlx::Result<T>,
    ) -> Result<T> {
        self.run(action, async |c| sqlx::query("PRAGMA synchronous = FULL").execute(c).await)?;
        let done = self.transaction(action, f);
        self.run(action, async |c| sqlx::query("PRAGMA synchronous = NORMAL").execute(c).await)?;
        done
    }
}

impl Drop for Db {
    /// Waits for the connection to close, so that the write-ahead log is merged before the process ends.
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take()
            && tokio::runtime::Handle::try_current().is_err()
        {
            // Nothing can be done about an error here, and nothing is lost: the log is merged at the next opening.
            let _ = self.runtime.block_on(connection.close());
        }
    }
}

/// Rows per bulk statement. 200 rows of 20 columns stay far below SQLite's 32,766 variables, and a statement this
/// long costs less than 1 µs a row (measured by `examples/catalogue_cost.rs`).
pub(crate) const BULK_ROWS: usize = 200;

/// Runs `<head> VALUES (…), (…) <tail>` for chunks of the rows, and hands back what it returns.
///
/// Full chunks have the same text each time, so that the prepared statement is found again; the last one, of
/// arbitrary length, is not kept.
pub(crate) async fn bulk<R>(
    connection: &mut SqliteConnection,
    head: &str,
    tail: &str,
    rows: &[R],
    mut bind: impl FnMut(&mut Row<'_, '_>, &R),
) -> sqlx::Result<Vec<SqliteRow>> {
    let mut returned = Vec::new();
    for chunk in rows.chunks(BULK_ROWS) {
        let mut query = QueryBuilder::<Sqlite>::new(head);
        query.push_values(chunk, |mut separated, row| bind(&mut Row(&mut separated), row));
        query.push(tail);
        let query = query.build().persistent(chunk.len() == BULK_ROWS);
        returned.append(&mut query.fetch_all(&mut *connection).await?);
    }
    Ok(returned)
}

/// One row of a bulk statement while its values are bound, column by column.
pub(crate) struct Row<'s, 'q>(&'s mut sqlx::query_builder::Separated<'q, Sqlite, &'static str>);

impl Row<'_, '_> {
    pub(crate) fn bind<T>(&mut self, value: T) -> &mut Self
    where
        T: for<'e> sqlx::Encode<'e, Sqlite> + sqlx::Type<Sqlite>,
    {
        self.0.push_bind(value);
        self
    }
}

/// Runs `<head> IN (…)` for chunks of the ids, and visits each row that comes back. A row costs some 600 bytes, so that
/// a million of them must never be held at once.
pub(crate) async fn for_ids(
    connection: &mut SqliteConnection,
    head: &str,
    ids: &[i64],
    mut visit: impl FnMut(&SqliteRow) -> sqlx::Result<()>,
) -> sqlx::Result<()> {
    for chunk in ids.chunks(BULK_ROWS) {
        let mut query = QueryBuilder::<Sqlite>::new(head);
        query.push(" IN (");
        let mut separated = query.separated(", ");
        for id in chunk {
            separated.push_bind(*id);
        }
        query.push(")");
        let query = query.build().persistent(chunk.len() == BULK_ROWS);
        query.fetch_all(&mut *connection).await?.iter().try_for_each(&mut visit)?;
    }
    Ok(())
}

/// Runs `<head> IN (…)` for chunks of the ids.
pub(crate) async fn change_ids(
    connection: &mut SqliteConnection,
    head: &str,
    ids: &[i64],
) -> sqlx::Result<()> {
    for_ids(connection, head, ids, |_| Ok(())).await
}

/// Visits all rows of `<head> WHERE <of this source> <filter>` a page at a time. The first column is `id`.
pub(crate) async fn pages(
    connection: &mut SqliteConnection,
    head: &str,
    source: Option<SourceId>,
    filter: &str,
    mut visit: impl FnMut(&SqliteRow) -> sqlx::Result<()>,
) -> sqlx::Result<()> {
    /// About a megabyte of rows.
    const PAGE: i64 = 2_000;
    let mut last = 0_i64;
    loop {
        let mut query = of_source(head, "source_id", source);
        query.push(filter).push(" AND id > ").push_bind(last);
        query.push(" ORDER BY id LIMIT ").push_bind(PAGE);
        let rows = query.build().fetch_all(&mut *connection).await?;
        rows.iter().try_for_each(&mut visit)?;
        let Some(row) = rows.last() else { return Ok(()) };
        last = row.try_get(0)?;
    }
}

/// A query that ends in `WHERE <column> = …` where one source is asked for, else in `WHERE 1 = 1`.
pub(crate) fn of_source(head: &str, column: &str, source: Option<SourceId>) -> QueryBuilder<Sqlite> {
    let mut query = QueryBuilder::new(head);
    match source {
        Some(source) => query.push(" WHERE ").push(column).push(" = ").push_bind(source.0),
        None => query.push(" WHERE 1 = 1"),
    };
    query
}
