// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The end of a run, and the list of runs.

use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::facts::{InventoryRequest, note_last_runs};
use crate::inventory::Coverage;
use hoheit_types::{RunId, SourceId, Timestamp};
use sqlx::Row as _;

/// One scan, as history shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunFacts {
    /// Row id
    pub id: RunId,
    /// What was scanned
    pub source: SourceId,
    /// When it began
    pub started_at: Timestamp,
    /// When it came to its end; `None`: interrupted, or still going on
    pub finished_at: Option<Timestamp>,
    /// As the caller described it
    pub options: String,
    /// Its coverage statement as JSON, once finished; without what was left out on purpose, of which only the last
    /// walk's list is kept
    pub coverage: Option<String>,
}

impl Catalogue {
    /// Ends a run: writes what is buffered, groups the files into datasets where anything has changed, and keeps the
    /// run's coverage statement. Returns it: what the source holds now and what of it was examined.
    pub fn finish_run(&mut self, run: RunId) -> Result<Coverage> {
        const ACTION: &str = "finish the run";
        self.flush()?;
        let now = self.clock.now();
        let (source, stale, last) = self.db.run(ACTION, async |c| {
            let row = sqlx::query(
                "SELECT s.id, s.stale, (SELECT coverage FROM run WHERE source_id = s.id AND coverage IS NOT NULL \
                 ORDER BY id DESC LIMIT 1) FROM run r JOIN source s ON s.id = r.source_id WHERE r.id = $1",
            )
            .bind(run.0)
            .fetch_one(c)
            .await?;
            Ok((SourceId(row.try_get(0)?), row.try_get::<i64, _>(1)?, row.try_get::<Option<String>, _>(2)?))
        })?;
        let unchanged =
            last.filter(|_| stale == 0).and_then(|json| serde_json::from_str::<Coverage>(&json).ok());
        let mut coverage = if let Some(coverage) = unchanged {
            coverage
        } else {
            self.group_datasets(source)?;
            let request = InventoryRequest { source: Some(source), ..InventoryRequest::default() };
            self.inventory(&request)?.coverage
        };
        self.db.transaction(ACTION, async |c| {
            note_last_runs(c, Some(source), &mut coverage).await?;
            let kept = Coverage { excluded: Vec::new(), excluded_files: Vec::new(), ..coverage.clone() };
            sqlx::query("UPDATE run SET finished_ns = $1, coverage = $2 WHERE id = $3")
                .bind(now.0)
                .bind(serde_json::to_string(&kept).unwrap_or_default())
                .bind(run.0)
                .execute(c)
                .await
        })?;
        Ok(coverage)
    }

    /// The runs of a source, newest first.
    pub fn runs(&mut self, source: SourceId) -> Result<Vec<RunFacts>> {
        self.db.run("look up the runs", async |c| {
            let rows = sqlx::query(
                "SELECT id, started_ns, finished_ns, options, coverage FROM run WHERE source_id = $1 ORDER BY id DESC",
            )
            .bind(source.0)
            .fetch_all(c)
            .await?;
            rows.iter()
                .map(|row| {
                    Ok(RunFacts {
                        id: RunId(row.try_get(0)?),
                        source,
                        started_at: Timestamp(row.try_get(1)?),
                        finished_at: row.try_get::<Option<i64>, _>(2)?.map(Timestamp),
                        options: row.try_get(3)?,
                        coverage: row.try_get(4)?,
                    })
                })
                .collect()
        })
    }
}
