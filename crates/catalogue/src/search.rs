// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Names, paths and metadata; never content.

use crate::catalogue::Catalogue;
use crate::error::Result;
use crate::facts::{joined, outcome};
use crate::fold::{contains_pattern, fold};
use crate::inventory::GapReason;
use hoheit_types::{AssetId, Entity, Format, RelPath, SourceId, Timestamp};
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row as _, Sqlite};

/// A file that fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its row
    pub asset: AssetId,
    /// Where it lies …
    pub source: SourceId,
    /// … with the source's label
    pub source_label: String,
    /// … and in it
    pub path: RelPath,
    /// Size
    pub size_bytes: u64,
    /// Last change
    pub modified: Timestamp,
    /// Format, once it was opened
    pub format: Option<Format>,
    /// The dataset it belongs to, once grouped
    pub dataset: Option<String>,
    /// What became of it
    pub state: GapReason,
    /// Kinds of personal data in it, most occurrences first
    pub entities: Vec<Entity>,
}

/// Words beyond these are ignored: nobody types them, and each costs a pass.
const WORDS: usize = 16;

impl Catalogue {
    /// Files whose folder path, name, format, dataset or source label hold all of the words, also as part of a longer
    /// word: `bescheid` finds `Gebührenbescheid_2019.pdf`. Upper and lower case, `ä` and `ae`, composed and
    /// decomposed spellings are the same. The first `limit` as they were met, then by source and path.
    pub fn search(&mut self, words: &str, limit: usize) -> Result<Vec<Hit>> {
        self.flush()?;
        let folded = fold(words);
        let words: Vec<&str> = folded.split_whitespace().take(WORDS).collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let mut hits = self.db.run("search", async |c| {
            // Datasets are few: which of them fit a word is found out once, not for every file.
            let names: Vec<(i64, String)> =
                sqlx::query_as("SELECT id, name FROM dataset WHERE present = 1").fetch_all(&mut *c).await?;
            let labels: Vec<(i64, String)> =
                sqlx::query_as("SELECT id, label FROM source").fetch_all(&mut *c).await?;
            let mut query = QueryBuilder::<Sqlite>::new(
                "SELECT a.id, a.source_id, s.label, d.path, a.name, a.size_bytes, a.mtime_ns, a.format, n.name, \
                 a.outcome, a.entities FROM asset a JOIN directory d ON d.id = a.directory_id \
                 JOIN source s ON s.id = a.source_id \
                 LEFT JOIN dataset n ON n.id = COALESCE(a.dataset_id, d.dataset_id) WHERE a.presence = 0",
            );
            for word in &words {
                let fits = |list: &[(i64, String)]| -> Vec<i64> {
                    list.iter().filter(|(_, name)| fold(name).contains(word)).map(|(id, _)| *id).collect()
                };
                push_word(&mut query, word, &fits(&names), &fits(&labels));
            }
            query.push(" LIMIT ").push_bind(limit as i64);
            query.build().fetch_all(c).await?.iter().map(hit).collect::<sqlx::Result<Vec<_>>>()
        })?;
        hits.sort_by(|a, b| (a.source, &a.path).cmp(&(b.source, &b.path)));
        Ok(hits)
    }
}

/// One word's condition. The cheap and likely columns come first.
fn push_word(query: &mut QueryBuilder<Sqlite>, word: &str, datasets: &[i64], sources: &[i64]) {
    let pattern = contains_pattern(word);
    query.push(" AND (a.folded LIKE ").push_bind(pattern.clone()).push(r" ESCAPE '\'");
    query.push(" OR d.folded LIKE ").push_bind(pattern).push(r" ESCAPE '\'");
    for (column, ids) in [("COALESCE(a.dataset_id, d.dataset_id)", datasets), ("a.source_id", sources)] {
        if !ids.is_empty() {
            query.push(" OR ").push(column).push(" IN (");
            let mut separated = query.separated(", ");
            for id in ids {
                separated.push_bind(*id);
            }
            query.push(")");
        }
    }
    if let Some(format) = Format::from_name(word) {
        query.push(" OR a.format = ").push_bind(format.name());
    }
    query.push(")");
}

fn hit(row: &SqliteRow) -> sqlx::Result<Hit> {
    let entities: Option<&str> = row.try_get(10)?;
    let entities: Vec<(Entity, u64, u8)> =
        entities.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
    Ok(Hit {
        asset: AssetId(row.try_get(0)?),
        source: SourceId(row.try_get(1)?),
        source_label: row.try_get(2)?,
        path: joined(row.try_get(3)?, row.try_get(4)?),
        size_bytes: row.try_get::<i64, _>(5)? as u64,
        modified: Timestamp(row.try_get(6)?),
        format: row.try_get::<Option<&str>, _>(7)?.and_then(Format::from_name),
        dataset: row.try_get(8)?,
        state: outcome(row.try_get(9)?),
        entities: entities.into_iter().map(|(entity, ..)| entity).collect(),
    })
}
