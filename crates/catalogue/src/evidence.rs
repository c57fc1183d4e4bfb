// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What the transparency log says: gathered from the tables that are only added to, one row per entry, in the log's order.

use crate::catalogue::Catalogue;
use crate::db::bulk;
use crate::error::{CatalogueError, CatalogueErrorKind, Result};
use hoheit_merkle::{Commitment, Entry, Hash, Opening, Said};
use hoheit_types::{Digest, Timestamp};
use serde::Serialize;
use sqlx::Row as _;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

/// Something that is put down in the log without having a table of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attested {
    /// Of what, and the version of its form: `receipt/1`
    pub kind: String,
    /// When it was put down: the present moment, whenever it happened. Moments of entries only grow, unless the clock was set back.
    pub at: Timestamp,
    /// What, as canonical JSON
    pub body: String,
    /// Of the content that the body names, to find it by
    pub digest: Option<Digest>,
    /// Whether everybody may read it for ever: then the log says it in clear
    pub is_open: bool,
}

/// One row: an entry of the log with what shows its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Its index in the log
    pub index: u64,
    /// What the log says
    pub entry: Entry,
    /// What shows the body; `None`: it is said in clear, or was erased
    pub opening: Option<Opening>,
}

/// A row on its way in.
struct Gathered {
    attested: Attested,
    origin: Option<(&'static str, i64)>,
}

/// The body of what was gathered from `ledger`.
#[derive(Serialize)]
struct StatementBody<'b> {
    subject: &'b str,
    digest: Option<Digest>,
    valid_from: i64,
    valid_until: Option<i64>,
    author: &'b str,
    reason: &'b str,
}

/// The body of what was gathered from `subject_query`: who asked where a person occurs, never for whom.
#[derive(Serialize)]
struct QueryBody<'b> {
    asked_by: &'b str,
    purpose: &'b str,
    clues: &'b str,
    counts: &'b str,
}

/// The body of what was gathered from `run`: a scan with its coverage.
#[derive(Serialize)]
struct ScanBody<'b> {
    run: i64,
    source: &'b str,
    started_ns: i64,
    options: &'b str,
    coverage: &'b str,
}

/// The first entries keep to the order of time, over all tables; later ones to that of their gathering.
const GATHER: &str = "gather evidence";

impl Catalogue {
    /// Takes in what was added to the ledger, to the questions for persons and to the finished scans since the last time. Returns how many
    /// entries there are now. Durable when it returns: what is published must not be unknown here after a power failure.
    pub fn gather_evidence(&mut self) -> Result<u64> {
        self.flush()?;
        let mut rows = self.db.run(GATHER, async |c| {
            let mut rows = statements(c).await?;
            rows.extend(queries(c).await?);
            rows.extend(scans(c).await?);
            Ok(rows)
        })?;
        rows.sort_by_key(|row| row.attested.at);
        self.append_evidence(&rows)?;
        self.evidence_count()
    }

    /// Takes in what has no table of its own, behind everything that was recorded before. Durable when it returns.
    pub fn attest(&mut self, attested: Vec<Attested>) -> Result<()> {
        self.gather_evidence()?;
        let rows: Vec<Gathered> =
            attested.into_iter().map(|attested| Gathered { attested, origin: None }).collect();
        self.append_evidence(&rows)
    }

    /// Takes over entries that the log has and this catalogue has not, because an older backup was restored. Their bodies are lost, unless they are
    /// said in clear. What is said of it comes behind the last of them, in the same step.
    pub fn adopt_evidence(&mut self, entries: &[Entry], then: Option<&Attested>) -> Result<()> {
        let mut salt = [0; 32];
        getrandom::fill(&mut salt)
            .map_err(|_| CatalogueError::new(GATHER, CatalogueErrorKind::NoRandomness))?;
        self.db.durable_transaction("adopt evidence", async |c| {
            for entry in entries {
                let (body, commitment) = match &entry.said {
                    Said::Committed(Commitment(hash)) => (None, Some(hash.as_bytes().as_slice())),
                    Said::Open(body) => (Some(body), None),
                };
                sqlx::query(
                    "INSERT INTO evidence (entry, kind, at_ns, body, commitment) \
                     VALUES ((SELECT COALESCE(MAX(entry) + 1, 0) FROM evidence), $1, $2, $3, $4)",
                )
                .bind(&entry.kind)
                .bind(entry.at.0)
                .bind(body)
                .bind(commitment)
                .execute(&mut *c)
                .await?;
            }
            let Some(Attested { kind, at, body, .. }) = then else { return Ok(()) };
            let opening = Opening { salt, body: body.clone() };
            sqlx::query(
                "INSERT INTO evidence (entry, kind, at_ns, salt, body, commitment) \
                 VALUES ((SELECT COALESCE(MAX(entry) + 1, 0) FROM evidence), $1, $2, $3, $4, $5)",
            )
            .bind(kind)
            .bind(at.0)
            .bind(salt.as_slice())
            .bind(body)
            .bind(opening.commitment().0.as_bytes().as_slice())
            .execute(&mut *c)
            .await
            .map(drop)
        })
    }

    fn append_evidence(&mut self, rows: &[Gathered]) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut salts = vec![0; rows.len() * 32];
        getrandom::fill(&mut salts)
            .map_err(|_| CatalogueError::new(GATHER, CatalogueErrorKind::NoRandomness))?;
        let salts = salts.as_chunks::<32>().0;
        self.db.durable_transaction(GATHER, async |c| {
            let first: i64 =
                sqlx::query_scalar("SELECT COALESCE(MAX(entry) + 1, 0) FROM evidence").fetch_one(&mut *c).await?;
            let rows: Vec<(i64, &Gathered, Option<Opening>)> = (first..)
                .zip(rows)
                .zip(salts)
                .map(|((entry, row), salt)| {
                    let opening = Opening { salt: *salt, body: row.attested.body.clone() };
                    (entry, row, (!row.attested.is_open).then_some(opening))
                })
                .collect();
            let head =
                "INSERT INTO evidence (entry, kind, at_ns, salt, body, commitment, origin, origin_id, digest) ";
            bulk(c, head, "", &rows, |values, (entry, row, opening)| {
                let attested = &row.attested;
                let commitment = opening.as_ref().map(Opening::commitment);
                values
                    .bind(*entry)
                    .bind(attested.kind.clone())
                    .bind(attested.at.0)
                    .bind(opening.as_ref().map(|opening| opening.salt.to_vec()))
                    .bind(attested.body.clone())
                    .bind(commitment.map(|Commitment(hash)| hash.as_bytes().to_vec()))
                    .bind(row.origin.map(|(table, _)| table))
                    .bind(row.origin.map(|(_, id)| id))
                    .bind(attested.digest.map(|digest| digest.as_bytes().to_vec()));
            })
            .await
            .map(drop)
        })
    }

    /// How many entries there are, published or not.
    pub fn evidence_count(&mut self) -> Result<u64> {
        let count: i64 = self.db.run("count the evidence", async |c| {
            sqlx::query_scalar("SELECT COALESCE(MAX(entry) + 1, 0) FROM evidence").fetch_one(c).await
        })?;
        Ok(count as u64)
    }

    /// Entries from an index on, in their order.
    pub fn evidence(&mut self, from: u64, limit: u32) -> Result<Vec<Evidence>> {
        const ACTION: &str = "look up evidence";
        let rows = self.db.run(ACTION, async |c| {
            sqlx::query(
                "SELECT entry, kind, at_ns, salt, body, commitment FROM evidence WHERE entry >= $1 ORDER BY entry LIMIT $2",
            )
            .bind(from as i64)
            .bind(limit)
            .fetch_all(c)
            .await
        })?;
        rows.iter()
            .map(|row| read(row).map_err(CatalogueError::database(ACTION))?.ok_or_else(|| damaged(ACTION)))
            .collect()
    }

    /// Indices of entries about a content whose digest begins with these hexadecimal digits, oldest first; at most `limit`.
    pub fn evidence_about(&mut self, digits: &str, limit: u32) -> Result<Vec<u64>> {
        if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Ok(Vec::new());
        }
        let rows: Vec<i64> = self.db.run("look up evidence", async |c| {
            sqlx::query_scalar(
                "SELECT entry FROM evidence WHERE digest IS NOT NULL AND lower(hex(digest)) LIKE $1 || '%' ORDER BY entry \
                 LIMIT $2",
            )
            .bind(digits.to_ascii_lowercase())
            .bind(limit)
            .fetch_all(c)
            .await
        })?;
        Ok(rows.into_iter().map(|entry| entry as u64).collect())
    }

    /// How many entries of a kind are about a content.
    pub fn evidence_count_of(&mut self, kind: &str, about: Digest) -> Result<u64> {
        let count: i64 = self.db.run("count the evidence", async |c| {
            sqlx::query_scalar("SELECT COUNT(*) FROM evidence WHERE digest = $1 AND kind = $2")
                .bind(about.as_bytes().as_slice())
                .bind(kind)
                .fetch_one(c)
                .await
        })?;
        Ok(count as u64)
    }

    /// The last entry of a kind about a content.
    pub fn last_evidence_of(&mut self, kind: &str, about: Digest) -> Result<Option<Evidence>> {
        let entry: Option<i64> = self.db.run("look up evidence", async |c| {
            sqlx::query_scalar("SELECT MAX(entry) FROM evidence WHERE digest = $1 AND kind = $2")
                .bind(about.as_bytes().as_slice())
                .bind(kind)
                .fetch_one(c)
                .await
        })?;
        let Some(entry) = entry else { return Ok(None) };
        Ok(self.evidence(entry as u64, 1)?.pop())
    }

    /// How many entries are known to be published.
    pub fn published(&mut self) -> Result<u64> {
        let entries: i64 = self.db.run("look up what is published", async |c| {
            sqlx::query_scalar("SELECT entries FROM published").fetch_one(c).await
        })?;
        Ok(entries as u64)
    }

    /// Notes how many entries are published; it only grows.
    pub fn note_published(&mut self, entries: u64) -> Result<()> {
        self.db.run("note what is published", async |c| {
            sqlx::query("UPDATE published SET entries = $1").bind(entries as i64).execute(c).await.map(drop)
        })
    }
}

fn damaged(action: &'static str) -> CatalogueError {
    CatalogueError::new(action, CatalogueErrorKind::Damaged)
}

/// `None`: what is there is not what was put there.
fn read(row: &SqliteRow) -> sqlx::Result<Option<Evidence>> {
    let (salt, body, commitment): (Option<&[u8]>, Option<String>, Option<&[u8]>) =
        (row.try_get(3)?, row.try_get(4)?, row.try_get(5)?);
    let (index, kind, at): (i64, String, i64) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
    let read = || {
        let Some(commitment) = commitment else {
            return Some((Said::Open(body?), None));
        };
        let commitment = Commitment(Hash::try_from(commitment).ok()?);
        let opening = match (salt, body) {
            (Some(salt), Some(body)) => Some(Opening { salt: salt.try_into().ok()?, body }),
            _ => None,
        };
        let fits = opening.as_ref().is_none_or(|opening| opening.commitment() == commitment);
        fits.then_some((Said::Committed(commitment), opening))
    };
    let found = read().map(|(said, opening)| Evidence {
        index: index as u64,
        entry: Entry { kind, at: Timestamp(at), said },
        opening,
    });
    Ok(found)
}

fn gathered(
    table: &'static str,
    id: i64,
    kind: &str,
    at: i64,
    digest: Option<Digest>,
    body: &impl Serialize,
) -> sqlx::Result<Gathered> {
    let body = serde_json::to_string(body).map_err(|error| sqlx::Error::Encode(Box::new(error)))?;
    let attested = Attested { kind: kind.to_owned(), at: Timestamp(at), body, digest, is_open: false };
    Ok(Gathered { attested, origin: Some((table, id)) })
}

async fn statements(c: &mut SqliteConnection) -> sqlx::Result<Vec<Gathered>> {
    let rows = sqlx::query(
        "SELECT id, kind, subject, digest, valid_from, valid_until, recorded_ns, author, reason FROM ledger \
         WHERE id > (SELECT COALESCE(MAX(origin_id), 0) FROM evidence WHERE origin = 'ledger') ORDER BY id",
    )
    .fetch_all(c)
    .await?;
    let statement = |row: &SqliteRow| {
        let digest = row.try_get::<Option<&[u8]>, _>(3)?.and_then(|bytes| Digest::try_from(bytes).ok());
        let body = StatementBody {
            subject: row.try_get(2)?,
            digest,
            valid_from: row.try_get(4)?,
            valid_until: row.try_get(5)?,
            author: row.try_get(7)?,
            reason: row.try_get(8)?,
        };
        gathered("ledger", row.try_get(0)?, row.try_get(1)?, row.try_get(6)?, digest, &body)
    };
    rows.iter().map(statement).collect()
}

async fn queries(c: &mut SqliteConnection) -> sqlx::Result<Vec<Gathered>> {
    let rows = sqlx::query(
        "SELECT id, asked_ns, asked_by, purpose, clues, counts FROM subject_query \
         WHERE id > (SELECT COALESCE(MAX(origin_id), 0) FROM evidence WHERE origin = 'subject_query') ORDER BY id",
    )
    .fetch_all(c)
    .await?;
    let query = |row: &SqliteRow| {
        let body = QueryBody {
            asked_by: row.try_get(2)?,
            purpose: row.try_get(3)?,
            clues: row.try_get(4)?,
            counts: row.try_get(5)?,
        };
        gathered("subject_query", row.try_get(0)?, "subject-query/1", row.try_get(1)?, None, &body)
    };
    rows.iter().map(query).collect()
}

async fn scans(c: &mut SqliteConnection) -> sqlx::Result<Vec<Gathered>> {
    // An older run may finish after a newer one, so these are not told by the last id.
    let rows = sqlx::query(
        "SELECT r.id, r.finished_ns, s.root, r.started_ns, r.options, r.coverage FROM run r JOIN source s ON s.id = r.source_id \
         WHERE r.finished_ns IS NOT NULL AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.origin = 'run' AND e.origin_id = r.id) \
         ORDER BY r.id",
    )
    .fetch_all(c)
    .await?;
    let scan = |row: &SqliteRow| {
        let id = row.try_get(0)?;
        let coverage: Option<&str> = row.try_get(5)?;
        let body = ScanBody {
            run: id,
            source: row.try_get(2)?,
            started_ns: row.try_get(3)?,
            options: row.try_get(4)?,
            coverage: coverage.unwrap_or_default(),
        };
        gathered("run", id, "scan/1", row.try_get(1)?, None, &body)
    };
    rows.iter().map(scan).collect()
}
