// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Where does this person occur? Asked of the tokens; and what becomes of them.

use crate::catalogue::Catalogue;
use crate::db::bulk;
use crate::error::Result;
use crate::reading::Reading;
use crate::token::{Certainty, KeyRing, Occurrence, Place, Sought, Tokens, Wanted, has_tokens};
use hoheit_types::{AssetId, DatasetId, Entity, NotRead, ReadState, RelPath, Sensitive, SourceId, Timestamp};
use serde::{Deserialize, Serialize};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{QueryBuilder, Row as _, Sqlite};
use std::cmp::Reverse;
use std::collections::HashMap;

/// A file in which the person sought may occur.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceOfPerson {
    /// The file
    pub asset: AssetId,
    /// Its source, by id and label
    pub source: (SourceId, String),
    /// The root by which the source was last reached
    pub root: String,
    /// Below the source's root
    pub path: RelPath,
    /// Its dataset: id, name, responsible office
    pub dataset: Option<(DatasetId, String, Option<String>)>,
    /// Whether it is still there, as far as the last scan knows; what a pattern leaves out is
    pub is_present: bool,
    /// Kinds of data anywhere in the file, special categories included; most occurrences first
    pub kinds_in_file: Vec<Entity>,
    /// The records in it, in their order
    pub occurrences: Vec<Occurrence>,
    /// What stands there, where a person asked for exactly that; fetched from the source and kept nowhere
    pub content: Option<Content>,
}

/// Excerpts of a file, in which other persons are blackened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// By document and row
    pub excerpts: Vec<Excerpt>,
    /// Whether there are more
    pub is_cut: bool,
    /// Why they could not be fetched
    pub gap: Option<LiveGap>,
}

/// What one record shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// Names joined by `/`, `""` for the file itself
    pub member: String,
    /// Table, and the row counted from 1 without the heading; `None` for text
    pub row: Option<(String, u64)>,
    /// How sure it is that the person is meant
    pub certainty: Certainty,
    /// The cells of a row with their headings; of a text one line without a heading
    pub cells: Vec<(String, Sensitive<String>)>,
}

impl PlaceOfPerson {
    /// Of the surest record.
    pub fn certainty(&self) -> Certainty {
        self.occurrences.iter().map(|o| o.certainty).max().unwrap_or(Certainty::Namesake)
    }
}

/// A file whose values do not all have tokens: it has to be read to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveSearch {
    /// The file
    pub asset: AssetId,
    /// Its source's label
    pub source: String,
    /// The root by which that was last reached
    pub root: String,
    /// Below the source's root
    pub path: RelPath,
    /// Why not all of it is searched
    pub gap: LiveGap,
}

/// Why a file whose values do not all have tokens is not searched as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiveGap {
    /// It was not read
    NotTried,
    /// It, or its source, is not there
    Gone,
    /// The person may occur more often in it than is told
    TooMany,
    /// It could not be read, or not as a whole
    State(ReadState),
    /// It could not be opened, or changed meanwhile
    NotRead(NotRead),
}

impl LiveGap {
    /// Stable name: that of the state, `not_tried`, `gone`, `too_many`
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotTried => "not_tried",
            Self::Gone => "gone",
            Self::TooMany => "too_many",
            Self::State(state) => state.name(),
            Self::NotRead(reason) => reason.name(),
        }
    }
}

/// Why files were not searched, and how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotSearched {
    /// Stable name: a read state, why a file was not read, `without_tokens`, `other_key`, `excluded`, `unlisted_folders`
    pub reason: String,
    /// How many files (of `unlisted_folders`: folders)
    pub files: u64,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonSearch {
    /// Files by certainty (surest first), source and path
    pub places: Vec<PlaceOfPerson>,
    /// Every source and what of it is known, sorted by id
    pub sources: Vec<SearchedSource>,
    /// Files that were searched by their tokens
    pub searched_files: u64,
    /// Those of them whose values do not all have tokens: to be read live
    pub live: Vec<LiveSearch>,
    /// What was not searched
    pub not_searched: Vec<NotSearched>,
    /// Folders that were left out when their source was scanned, by source and path: what lies in them is not even known
    pub excluded: Vec<ExcludedFolder>,
}

/// How old the knowledge of a source is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchedSource {
    /// Its label
    pub source: String,
    /// When it was last walked over as a whole; `None`: never, so that nobody knows what lies there
    pub walked_at: Option<Timestamp>,
}

/// A folder that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExcludedFolder {
    /// Its source's label
    pub source: String,
    /// Below the source's root
    pub path: RelPath,
    /// By which rule or pattern
    pub rule: String,
}

impl PersonSearch {
    /// Takes what reading a file live has found, beside what its tokens said.
    pub fn merge(&mut self, place: PlaceOfPerson) {
        let Some(known) = self.places.iter_mut().find(|known| known.asset == place.asset) else {
            return self.places.push(place);
        };
        for occurrence in place.occurrences {
            let same = |known: &&mut Occurrence| {
                (&known.member, &known.row) == (&occurrence.member, &occurrence.row)
            };
            match known.occurrences.iter_mut().find(same) {
                Some(known) => *known = occurrence,
                None => known.occurrences.push(occurrence),
            }
        }
    }

    /// Surest first, then by source and path: the order of every list.
    pub fn sort(&mut self) {
        self.places.sort_by_cached_key(|p| (Reverse(p.certainty()), p.source.0, p.path.clone()));
    }
}

/// A question that was asked, as the append-only table keeps it. Never for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// When
    pub asked_at: Timestamp,
    /// The account at the system
    pub asked_by: String,
    /// Why
    pub purpose: String,
    /// Kinds of values that were given: `name`, `born`, `iban`
    pub clues: Vec<String>,
    /// What came of it: a name and a number each
    pub counts: Vec<(String, u64)>,
}

/// Tokens made with one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyUse {
    /// [`TokenKey::id`](crate::token::TokenKey::id)
    pub key: u32,
    /// Files with such tokens
    pub files: u64,
    /// How many tokens
    pub tokens: u64,
    /// Bytes of them and of their places
    pub size_bytes: u64,
}

impl Catalogue {
    /// Asks the tokens where somebody occurs, under every key of the ring, until re-reading has replaced the old ones.
    /// Walks over all tokens: some 0.1 s for a million of them.
    pub fn find_person(&mut self, sought: &Sought, keys: &KeyRing) -> Result<PersonSearch> {
        /// Rows in memory at once; most have a few hundred bytes, a few 2 MB.
        const PAGE: i64 = 200;
        self.flush()?;
        let wanted: HashMap<i64, Wanted> =
            keys.keys().iter().map(|key| (i64::from(key.id()), Wanted::new(sought, key))).collect();
        self.db.run("look for a person", async |c| {
            let mut answer = PersonSearch::default();
            let mut other_key = 0;
            let mut last = 0_i64;
            loop {
                let rows = sqlx::query(
                    "SELECT asset_id, key_id, is_complete, places, tokens FROM occurrence WHERE asset_id > $1 \
                     ORDER BY asset_id LIMIT $2",
                )
                .bind(last)
                .bind(PAGE)
                .fetch_all(&mut *c)
                .await?;
                let Some(end) = rows.last() else { break };
                last = end.try_get(0)?;
                for row in &rows {
                    let asset: i64 = row.try_get(0)?;
                    let Some(wanted) = wanted.get(&row.try_get::<i64, _>(1)?) else {
                        other_key += 1;
                        continue;
                    };
                    answer.searched_files += 1;
                    if row.try_get::<i64, _>(2)? == 0 {
                        answer.live.extend(live(&mut *c, asset).await?);
                    }
                    let tokens: &[u8] = row.try_get(4)?;
                    if wanted.is_in(tokens) {
                        let places = places(row.try_get(3)?);
                        let occurrences = wanted.judge(Tokens::read(tokens), &places);
                        if !occurrences.is_empty() {
                            answer.places.extend(place_of(&mut *c, asset, occurrences).await?);
                        }
                    }
                }
            }
            answer.not_searched = not_searched(&mut *c, other_key).await?;
            answer.excluded = excluded(&mut *c).await?;
            answer.sources = sources(&mut *c).await?;
            answer.sort();
            Ok(answer)
        })
    }

    /// A file in which the person may occur, as what was read live says.
    pub fn place_of_person(
        &mut self,
        asset: AssetId,
        occurrences: Vec<Occurrence>,
    ) -> Result<Option<PlaceOfPerson>> {
        self.db.run("look up a file", async |c| place_of(c, asset.0, occurrences).await)
    }

    /// Keeps that a question was asked.
    pub fn note_query(&mut self, query: &Query) -> Result<()> {
        self.db.transaction("note a question", async |c| {
            sqlx::query(
                "INSERT INTO subject_query (asked_ns, asked_by, purpose, clues, counts) VALUES ($1, $2, $3, $4, $5)",
            )
            .bind(query.asked_at.0)
            .bind(&query.asked_by)
            .bind(&query.purpose)
            .bind(serde_json::to_string(&query.clues).unwrap_or_default())
            .bind(serde_json::to_string(&query.counts).unwrap_or_default())
            .execute(c)
            .await
            .map(drop)
        })
    }

    /// The questions that were asked, newest first.
    pub fn queries(&mut self, limit: usize) -> Result<Vec<Query>> {
        self.db.run("look up the questions", async |c| {
            let rows = sqlx::query(
                "SELECT asked_ns, asked_by, purpose, clues, counts FROM subject_query ORDER BY id DESC LIMIT $1",
            )
            .bind(limit as i64)
            .fetch_all(c)
            .await?;
            rows.iter()
                .map(|row| {
                    Ok(Query {
                        asked_at: Timestamp(row.try_get(0)?),
                        asked_by: row.try_get(1)?,
                        purpose: row.try_get(2)?,
                        clues: serde_json::from_str(row.try_get(3)?).unwrap_or_default(),
                        counts: serde_json::from_str(row.try_get(4)?).unwrap_or_default(),
                    })
                })
                .collect()
        })
    }

    /// Drops the tokens of a source. Returns of how many files.
    pub fn forget_source(&mut self, source: SourceId) -> Result<u64> {
        const OF_SOURCE: &str =
            "DELETE FROM occurrence WHERE asset_id IN (SELECT id FROM asset WHERE source_id = $1)";
        self.forget("forget a source", OF_SOURCE, source.0)
    }

    /// Drops the tokens of a dataset. Returns of how many files.
    pub fn forget_dataset(&mut self, dataset: DatasetId) -> Result<u64> {
        const OF_DATASET: &str = "DELETE FROM occurrence WHERE asset_id IN (SELECT a.id FROM asset a \
             JOIN directory d ON d.id = a.directory_id WHERE COALESCE(a.dataset_id, d.dataset_id) = $1)";
        self.forget("forget a dataset", OF_DATASET, dataset.0)
    }

    /// Drops the tokens of files that a run found missing or left out more than so many days ago. Returns of how many.
    pub fn forget_vanished(&mut self, days: u32) -> Result<u64> {
        const DAY_NS: i64 = 24 * 3600 * 1_000_000_000;
        const LONG_GONE: &str = "DELETE FROM occurrence WHERE asset_id IN (SELECT a.id FROM asset a \
             JOIN run r ON r.id = a.gone_run WHERE a.gone_run IS NOT NULL AND r.started_ns <= $1)";
        let before = self.clock.now().0.saturating_sub(i64::from(days).saturating_mul(DAY_NS));
        self.forget("forget vanished files", LONG_GONE, before)
    }

    fn forget(&mut self, action: &'static str, delete: &'static str, which: i64) -> Result<u64> {
        self.flush()?;
        self.db.transaction(action, async |c| {
            Ok(sqlx::query(delete).bind(which).execute(c).await?.rows_affected())
        })
    }

    /// Which keys tokens were made with.
    pub fn key_uses(&mut self) -> Result<Vec<KeyUse>> {
        self.flush()?;
        self.db.run("look up the keys of tokens", async |c| {
            let rows = sqlx::query(
                "SELECT key_id, COUNT(*), SUM(LENGTH(tokens)) / 12, SUM(LENGTH(tokens) + LENGTH(places)) \
                 FROM occurrence GROUP BY key_id ORDER BY key_id",
            )
            .fetch_all(c)
            .await?;
            rows.iter()
                .map(|row| {
                    let number = |column| Ok::<_, sqlx::Error>(row.try_get::<i64, _>(column)? as u64);
                    Ok(KeyUse {
                        key: number(0)? as u32,
                        files: number(1)?,
                        tokens: number(2)?,
                        size_bytes: number(3)?,
                    })
                })
                .collect()
        })
    }
}

/// Before `IN (…)`: for files that changed or are read again. Tokens go when the values go.
pub(crate) const DELETE_TOKENS: &str = "DELETE FROM occurrence WHERE asset_id";

/// Keeps the tokens of files that were read.
pub(crate) async fn write_tokens(c: &mut SqliteConnection, readings: &[Reading]) -> sqlx::Result<()> {
    let rows: Vec<(i64, &Tokens)> =
        readings.iter().filter_map(|reading| Some((reading.asset.0, reading.tokens.as_ref()?))).collect();
    bulk(
        c,
        "INSERT INTO occurrence (asset_id, key_id, is_complete, places, tokens) ",
        "",
        &rows,
        |row, (asset, tokens)| {
            let places: Vec<_> =
                tokens.places.iter().map(|place| (place.first, &place.member, &place.table)).collect();
            row.bind(*asset)
                .bind(i64::from(tokens.key))
                .bind(i64::from(tokens.is_complete))
                .bind(serde_json::to_string(&places).unwrap_or_default())
                .bind(tokens.to_bytes());
        },
    )
    .await
    .map(drop)
}

fn places(json: &str) -> Vec<Place> {
    let rows: Vec<(u32, String, Option<String>)> = serde_json::from_str(json).unwrap_or_default();
    rows.into_iter().map(|(first, member, table)| Place { first, member, table }).collect()
}

async fn place_of(
    c: &mut SqliteConnection,
    asset: i64,
    occurrences: Vec<Occurrence>,
) -> sqlx::Result<Option<PlaceOfPerson>> {
    let row = sqlx::query(
        "SELECT a.source_id, s.label, d.path, a.name, a.presence, a.entities, n.id, n.name, x.owner, s.root \
         FROM asset a JOIN directory d ON d.id = a.directory_id JOIN source s ON s.id = a.source_id \
         LEFT JOIN dataset n ON n.id = COALESCE(a.dataset_id, d.dataset_id) \
         LEFT JOIN correction x ON x.source_id = n.source_id AND x.anchor = n.anchor WHERE a.id = $1",
    )
    .bind(asset)
    .fetch_optional(c)
    .await?;
    row.map(|row| {
        let entities: Option<&str> = row.try_get(5)?;
        let entities: Vec<(Entity, u64, u8)> =
            entities.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
        let dataset = match row.try_get::<Option<i64>, _>(6)? {
            Some(id) => Some((DatasetId(id), row.try_get(7)?, row.try_get(8)?)),
            None => None,
        };
        Ok(PlaceOfPerson {
            asset: AssetId(asset),
            source: (SourceId(row.try_get(0)?), row.try_get(1)?),
            root: row.try_get(9)?,
            path: path_of(&row, 2)?,
            dataset,
            // What a pattern leaves out is there all the same.
            is_present: row.try_get::<i64, _>(4)? != 1,
            kinds_in_file: entities.into_iter().map(|(entity, ..)| entity).collect(),
            occurrences,
            content: None,
        })
    })
    .transpose()
}

async fn live(c: &mut SqliteConnection, asset: i64) -> sqlx::Result<Option<LiveSearch>> {
    let row = sqlx::query(
        "SELECT s.label, s.root, d.path, a.name FROM asset a JOIN directory d ON d.id = a.directory_id \
         JOIN source s ON s.id = a.source_id WHERE a.id = $1 AND a.presence = 0",
    )
    .bind(asset)
    .fetch_optional(c)
    .await?;
    row.map(|row| {
        Ok(LiveSearch {
            asset: AssetId(asset),
            source: row.try_get(0)?,
            root: row.try_get(1)?,
            path: path_of(&row, 2)?,
            gap: LiveGap::NotTried,
        })
    })
    .transpose()
}

/// Folder and name in this column and the next.
fn path_of(row: &SqliteRow, column: usize) -> sqlx::Result<RelPath> {
    let (folder, name): (&str, &str) = (row.try_get(column)?, row.try_get(column + 1)?);
    Ok(RelPath::from_kept(if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }))
}

/// Whatever no token speaks for.
async fn not_searched(c: &mut SqliteConnection, other_key: u64) -> sqlx::Result<Vec<NotSearched>> {
    // Findings of kinds that never have tokens leave nothing to ask for.
    let mut query = QueryBuilder::<Sqlite>::new(
        "SELECT CASE WHEN outcome <> 'read' THEN outcome ELSE 'without_tokens' END AS reason, COUNT(*) FROM asset a \
         WHERE presence = 0 AND (outcome <> 'read' OR (NOT EXISTS (SELECT 1 FROM occurrence o WHERE o.asset_id = a.id) \
         AND EXISTS (SELECT entity FROM finding f WHERE f.asset_id = a.id UNION ALL \
         SELECT entity FROM set_aside s WHERE s.asset_id = a.id INTERSECT SELECT value FROM json_each(",
    );
    let kinds: Vec<_> = Entity::ALL.iter().filter(|e| has_tokens(**e)).map(|e| e.name()).collect();
    query.push_bind(serde_json::to_string(&kinds).unwrap_or_default());
    query.push(")))) GROUP BY reason ORDER BY 2 DESC, 1");
    let rows = query.build().fetch_all(&mut *c).await?;
    let mut gaps: Vec<NotSearched> = rows
        .iter()
        .map(|row| Ok(NotSearched { reason: row.try_get(0)?, files: row.try_get::<i64, _>(1)? as u64 }))
        .collect::<sqlx::Result<_>>()?;
    if other_key > 0 {
        gaps.push(NotSearched { reason: "other_key".to_owned(), files: other_key });
    }
    // Files that were known before a pattern left them out, and those that the last walk met and left out: mostly the same, but
    // those below a folder that is left out are only known from before.
    let excluded: i64 = sqlx::query_scalar(
        "SELECT COALESCE(SUM(MAX((SELECT COUNT(*) FROM asset WHERE source_id = s.id AND presence = 2), \
         (SELECT COALESCE(SUM(files), 0) FROM exclusion_files e JOIN run r ON r.id = e.run_id WHERE r.source_id = s.id))), 0) \
         FROM source s",
    )
    .fetch_one(&mut *c)
    .await?;
    let unlisted: i64 = sqlx::query_scalar(
        "SELECT COALESCE(SUM(unlisted_folders), 0) FROM run WHERE id IN \
         (SELECT MAX(id) FROM run WHERE walked_ns IS NOT NULL GROUP BY source_id)",
    )
    .fetch_one(&mut *c)
    .await?;
    for (reason, files) in [("excluded", excluded), ("unlisted_folders", unlisted)] {
        if files > 0 {
            gaps.push(NotSearched { reason: reason.to_owned(), files: files as u64 });
        }
    }
    Ok(gaps)
}

/// When each source was last walked over as a whole.
pub(crate) async fn sources(c: &mut SqliteConnection) -> sqlx::Result<Vec<SearchedSource>> {
    let rows: Vec<(String, Option<i64>)> = sqlx::query_as(
        "SELECT s.label, MAX(r.walked_ns) FROM source s LEFT JOIN run r ON r.source_id = s.id GROUP BY s.id ORDER BY s.id",
    )
    .fetch_all(c)
    .await?;
    let source =
        |(source, walked): (_, Option<i64>)| SearchedSource { source, walked_at: walked.map(Timestamp) };
    Ok(rows.into_iter().map(source).collect())
}

/// Folders that the last walk of each source left out.
async fn excluded(c: &mut SqliteConnection) -> sqlx::Result<Vec<ExcludedFolder>> {
    let rows = sqlx::query(
        "SELECT s.label, e.path, e.rule FROM exclusion e JOIN run r ON r.id = e.run_id JOIN source s ON s.id = r.source_id \
         ORDER BY s.id, e.path",
    )
    .fetch_all(&mut *c)
    .await?;
    rows.iter()
        .map(|row| {
            let path = RelPath::from_kept(row.try_get::<String, _>(1)?);
            Ok(ExcludedFolder { source: row.try_get(0)?, path, rule: row.try_get(2)? })
        })
        .collect()
}
