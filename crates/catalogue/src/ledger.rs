// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What people stated and what was decided, with two times: the days that a statement is for, and the moment it was recorded.
//! Nothing is ever changed; contents lie under their digest, so that every earlier decision finds what it was made from.

mod plan;

use crate::Catalogue;
use crate::error::{CatalogueError, CatalogueErrorKind, Result};
use hoheit_types::{Day, Digest, Record, Timestamp};
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

pub use plan::{Intended, Stating};

/// Who states something, why, and for which days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// First day
    pub valid_from: Day,
    /// Last day; `None`: until further notice
    pub valid_until: Option<Day>,
    /// The account at the system
    pub author: String,
    /// Why; may be empty
    pub reason: String,
}

/// One statement, as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement<T> {
    /// Its number in the ledger
    pub id: i64,
    /// What it is about
    pub subject: String,
    /// Of its content; `None`: it was withdrawn
    pub digest: Option<Digest>,
    /// What was stated; `None` if it was withdrawn, or its content erased
    pub body: Option<T>,
    /// Who, why, and for which days
    pub note: Note,
    /// When
    pub recorded_at: Timestamp,
}

/// A statement that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce<T> {
    /// Of its content
    pub digest: Digest,
    /// What is stated
    pub body: T,
    /// Who, why, and for which days
    pub note: Note,
    /// When
    pub recorded_at: Timestamp,
}

const STATEMENTS: &str = "SELECT l.id, l.subject, l.digest, c.body, l.valid_from, l.valid_until, l.author, l.reason, \
     l.recorded_ns FROM ledger l LEFT JOIN content c ON c.digest = l.digest WHERE l.kind = $1";

impl Catalogue {
    /// Records statements, all of them or none; returns their digests in the same order. One that repeats what counts already, for
    /// the same days, is not recorded again.
    pub fn state<R: Record>(&mut self, records: &[R], note: &Note) -> Result<Vec<Digest>> {
        const ACTION: &str = "record a statement";
        let mut rows = Vec::with_capacity(records.len());
        for record in records {
            let written =
                record.write().map_err(|_| CatalogueError::new(ACTION, CatalogueErrorKind::Unwritable))?;
            rows.push((record.subject(), written.0, written.1));
        }
        let recorded_ns = self.clock.now().0;
        self.db.transaction(ACTION, async |c| {
            for (subject, digest, body) in &rows {
                keep(c, *digest, body).await?;
                if last(c, R::KIND, subject).await?
                    != Some((Some(*digest), note.valid_from, note.valid_until))
                {
                    append(c, R::KIND, subject, Some(*digest), note, recorded_ns).await?;
                }
            }
            Ok(())
        })?;
        Ok(rows.into_iter().map(|(_, digest, _)| digest).collect())
    }

    /// Takes back what was stated about a subject, from a day on. Its history stays.
    pub fn withdraw<R: Record>(&mut self, subject: &str, note: &Note) -> Result<()> {
        let recorded_ns = self.clock.now().0;
        self.db.transaction("withdraw a statement", async |c| {
            append(c, R::KIND, subject, None, note, recorded_ns).await
        })
    }

    /// What counts on a day, by subject: of the statements whose days include it the one recorded last. `known_at` asks what counted by
    /// what was known at that moment.
    pub fn in_force<R: Record>(&mut self, on: Day, known_at: Option<Timestamp>) -> Result<Vec<InForce<R>>> {
        const ACTION: &str = "look up statements";
        let query = format!(
            "{STATEMENTS} AND l.id IN (SELECT MAX(id) FROM ledger WHERE kind = $1 AND valid_from <= $2 AND \
             (valid_until IS NULL OR valid_until >= $2) AND recorded_ns <= $3 GROUP BY subject) ORDER BY l.subject"
        );
        let known_at = known_at.map_or(i64::MAX, |moment| moment.0);
        let rows = self.db.run(ACTION, async |c| {
            sqlx::query(sqlx::AssertSqlSafe(query))
                .bind(R::KIND)
                .bind(on.since_1970())
                .bind(known_at)
                .fetch_all(c)
                .await
        })?;
        let mut all = Vec::with_capacity(rows.len());
        for row in rows {
            let stated = statement(&row, ACTION)?;
            let Some(digest) = stated.digest else { continue };
            // A statement in force whose content is gone is none that was never made: a rule would be silently lost. Only what was taken back
            // may be erased.
            let body = stated.body.ok_or_else(|| CatalogueError::new(ACTION, CatalogueErrorKind::Damaged))?;
            all.push(InForce { digest, body, note: stated.note, recorded_at: stated.recorded_at });
        }
        Ok(all)
    }

    /// What counts about one subject on a day.
    pub fn in_force_of<R: Record>(&mut self, subject: &str, on: Day) -> Result<Option<InForce<R>>> {
        let history = self.history::<R>(subject)?;
        let Some(last) = history.into_iter().rev().find(|stated| stated.note.holds_on(on)) else {
            return Ok(None);
        };
        let Some(digest) = last.digest else { return Ok(None) };
        let body = last
            .body
            .ok_or_else(|| CatalogueError::new("look up statements", CatalogueErrorKind::Damaged))?;
        Ok(Some(InForce { digest, body, note: last.note, recorded_at: last.recorded_at }))
    }

    /// All that was ever stated about a subject, oldest first.
    pub fn history<R: Record>(&mut self, subject: &str) -> Result<Vec<Statement<R>>> {
        const ACTION: &str = "look up statements";
        let query = format!("{STATEMENTS} AND l.subject = $2 ORDER BY l.id");
        let rows = self.db.run(ACTION, async |c| {
            sqlx::query(sqlx::AssertSqlSafe(query)).bind(R::KIND).bind(subject).fetch_all(c).await
        })?;
        rows.iter().map(|row| statement(row, ACTION)).collect()
    }

    /// Keeps contents under their digests, for statements and decisions that name them.
    pub fn keep_contents(&mut self, contents: &[(Digest, String)]) -> Result<()> {
        self.db.transaction("keep contents", async |c| {
            for (digest, body) in contents {
                keep(c, *digest, body).await?;
            }
            Ok(())
        })
    }

    /// Digests of a kind that begin with these hexadecimal digits, the latest first; at most ten.
    pub fn recorded<R: Record>(&mut self, digits: &str) -> Result<Vec<Digest>> {
        if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Ok(Vec::new());
        }
        let rows: Vec<Vec<u8>> = self.db.run("look up a record", async |c| {
            sqlx::query_scalar(
                "SELECT digest FROM ledger WHERE kind = $1 AND digest IS NOT NULL AND lower(hex(digest)) LIKE $2 || '%' \
                 GROUP BY digest ORDER BY MAX(id) DESC LIMIT 10",
            )
            .bind(R::KIND)
            .bind(digits.to_ascii_lowercase())
            .fetch_all(c)
            .await
        })?;
        Ok(rows.iter().filter_map(|bytes| Digest::try_from(bytes.as_slice()).ok()).collect())
    }

    /// Accounts that stated this content, each once, by name.
    pub fn authors<R: Record>(&mut self, digest: Digest) -> Result<Vec<String>> {
        self.db.run("look up authors", async |c| {
            sqlx::query_scalar(
                "SELECT DISTINCT author FROM ledger WHERE kind = $1 AND digest = $2 ORDER BY author",
            )
            .bind(R::KIND)
            .bind(digest.as_bytes().as_slice())
            .fetch_all(c)
            .await
        })
    }

    /// What lies under a digest; `None` where nothing does, or no longer.
    pub fn content(&mut self, digest: Digest) -> Result<Option<String>> {
        self.db.run("look up a content", async |c| {
            sqlx::query_scalar("SELECT body FROM content WHERE digest = $1")
                .bind(digest.as_bytes().as_slice())
                .fetch_optional(c)
                .await
        })
    }
}

async fn keep(c: &mut SqliteConnection, digest: Digest, body: &str) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO content (digest, body) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING")
        .bind(digest.as_bytes().as_slice())
        .bind(body)
        .execute(c)
        .await
        .map(drop)
}

async fn append(
    c: &mut SqliteConnection,
    kind: &str,
    subject: &str,
    digest: Option<Digest>,
    note: &Note,
    recorded_ns: i64,
) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO ledger (kind, subject, digest, valid_from, valid_until, recorded_ns, author, reason) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(kind)
    .bind(subject)
    .bind(digest.map(|digest| digest.as_bytes().to_vec()))
    .bind(note.valid_from.since_1970())
    .bind(note.valid_until.map(Day::since_1970))
    .bind(recorded_ns)
    .bind(&note.author)
    .bind(&note.reason)
    .execute(c)
    .await
    .map(drop)
}

type Stated = (Option<Digest>, Day, Option<Day>);

async fn last(c: &mut SqliteConnection, kind: &str, subject: &str) -> sqlx::Result<Option<Stated>> {
    let row = sqlx::query(
        "SELECT digest, valid_from, valid_until FROM ledger WHERE kind = $1 AND subject = $2 ORDER BY id DESC LIMIT 1",
    )
    .bind(kind)
    .bind(subject)
    .fetch_optional(c)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let digest = row.try_get::<Option<&[u8]>, _>(0)?.and_then(|bytes| Digest::try_from(bytes).ok());
    let until: Option<i64> = row.try_get(2)?;
    Ok(Some((digest, Day::from_1970(row.try_get(1)?), until.map(Day::from_1970))))
}

fn statement<R: Record>(row: &SqliteRow, action: &'static str) -> Result<Statement<R>> {
    let fail = CatalogueError::database(action);
    let read = || -> sqlx::Result<(Statement<R>, Option<String>)> {
        let digest: Option<&[u8]> = row.try_get(2)?;
        let valid_until: Option<i64> = row.try_get(5)?;
        let stated = Statement {
            id: row.try_get(0)?,
            subject: row.try_get(1)?,
            digest: digest.and_then(|bytes| Digest::try_from(bytes).ok()),
            body: None,
            note: Note {
                valid_from: Day::from_1970(row.try_get(4)?),
                valid_until: valid_until.map(Day::from_1970),
                author: row.try_get(6)?,
                reason: row.try_get(7)?,
            },
            recorded_at: Timestamp(row.try_get(8)?),
        };
        Ok((stated, row.try_get(3)?))
    };
    let (mut stated, body) = read().map_err(fail)?;
    if let (Some(digest), Some(body)) = (stated.digest, body) {
        // What does not fit its digest counts as damaged.
        let damaged = || CatalogueError::new(action, CatalogueErrorKind::Damaged);
        stated.body = Some(R::read(digest, &body).ok_or_else(damaged)?);
    }
    Ok(stated)
}
