// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! False alarms: what was set aside, which files a new mark or one taken back concerns, and where the list of marks lies.

use crate::catalogue::Catalogue;
use crate::db::{bulk, change_ids};
use crate::error::{CatalogueError, CatalogueErrorKind, Result};
use crate::facts::joined;
use crate::reading::Reading;
use crate::token::{KeyRing, Sought, has_tokens};
use hoheit_store::StateDir;
use hoheit_types::{AssetId, Entity, RelPath, Sensitive, SetAside};
use sqlx::Row as _;
use sqlx::sqlite::SqliteConnection;
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Before `IN (…)`: for files that changed or are read again.
pub(crate) const DELETE_SET_ASIDE: &str = "DELETE FROM set_aside WHERE asset_id";

/// Keeps what was set aside in files that were read.
pub(crate) async fn write_set_aside(c: &mut SqliteConnection, readings: &[Reading]) -> sqlx::Result<()> {
    let rows: Vec<(i64, &SetAside)> =
        readings.iter().flat_map(|r| r.set_aside.iter().map(|set_aside| (r.asset.0, set_aside))).collect();
    bulk(
        c,
        "INSERT INTO set_aside (asset_id, exception, entity, rule, rule_version, occurrences) ",
        "",
        &rows,
        |row, (asset, set_aside)| {
            row.bind(*asset)
                .bind(set_aside.exception.clone())
                .bind(set_aside.entity.name())
                .bind(set_aside.rule.name.clone())
                .bind(i64::from(set_aside.rule.version))
                .bind(set_aside.count as i64);
        },
    )
    .await
    .map(drop)
}

/// The list of exceptions and its key in the state folder: text and bytes; what they mean is not the catalogue's matter.
#[derive(Debug)]
pub struct ExceptionFiles {
    /// Of the hashes in the list
    pub key: [u8; KEY_BYTES],
    /// The list; `None` where nothing was ever marked
    pub list: Option<String>,
}

/// Bytes of the key: what BLAKE3 takes.
const KEY_BYTES: usize = 32;
const LIST: &str = "false-alarms.txt";
const KEY: &str = "false-alarms.key";

impl ExceptionFiles {
    /// Reads both; `None` where nothing was ever marked. A list without its key is damaged: passed over, it would be lost with
    /// the next mark.
    pub fn read(home: &Path) -> Result<Option<Self>> {
        const ACTION: &str = "read the false alarms";
        let damaged = |name| CatalogueError::new(ACTION, CatalogueErrorKind::DamagedFile(name));
        if !home.join(KEY).exists() {
            return if home.join(LIST).exists() { Err(damaged(KEY)) } else { Ok(None) };
        }
        let state = StateDir::open(home).map_err(CatalogueError::store(ACTION))?;
        let key = state.read_secret(KEY).map_err(CatalogueError::store(ACTION))?;
        let key = <[u8; KEY_BYTES]>::try_from(key.as_slice()).map_err(|_| damaged(KEY))?;
        let list = if state.file(LIST).exists() {
            let list = state.read(LIST).map_err(CatalogueError::store(ACTION))?;
            Some(String::from_utf8(list).map_err(|_| damaged(LIST))?)
        } else {
            None
        };
        Ok(Some(Self { key, list }))
    }

    /// As [`ExceptionFiles::read`], and makes a key where there is none.
    pub fn open(home: &Path) -> Result<Self> {
        const ACTION: &str = "make a key for false alarms";
        if let Some(files) = Self::read(home)? {
            return Ok(files);
        }
        let mut key = [0; KEY_BYTES];
        getrandom::fill(&mut key)
            .map_err(|_| CatalogueError::new(ACTION, CatalogueErrorKind::NoRandomness))?;
        let state = StateDir::open(home).map_err(CatalogueError::store(ACTION))?;
        state.write(KEY, &key).map_err(CatalogueError::store(ACTION))?;
        Ok(Self { key, list: None })
    }
}

impl Catalogue {
    /// Replaces the list of exceptions, all or nothing.
    pub fn write_exceptions(&mut self, home: &Path, list: &str) -> Result<()> {
        const ACTION: &str = "write the false alarms";
        let state = StateDir::open(home).map_err(CatalogueError::store(ACTION))?;
        state.write(LIST, list.as_bytes()).map_err(CatalogueError::store(ACTION))
    }

    /// The files in which a value of this kind may stand: those whose tokens say so, and those with such findings whose
    /// tokens can't say.
    pub fn files_with_value(
        &mut self,
        entity: Entity,
        value: &Sensitive<String>,
        keys: &KeyRing,
    ) -> Result<Vec<AssetId>> {
        let mut told = HashSet::new();
        if has_tokens(entity) {
            let sought = Sought { identifiers: vec![(entity, value.clone())], ..Sought::default() };
            let answer = self.find_person(&sought, keys)?;
            told.extend(answer.places.iter().map(|place| place.asset));
            told.extend(answer.live.iter().map(|live| live.asset));
        }
        let known: HashSet<i64> = keys.keys().iter().map(|key| i64::from(key.id())).collect();
        self.flush()?;
        self.db.run("look for files with a value", async |c| {
            let rows = sqlx::query(
                "SELECT DISTINCT f.asset_id, o.key_id FROM finding f JOIN asset a ON a.id = f.asset_id \
                 LEFT JOIN occurrence o ON o.asset_id = f.asset_id WHERE f.entity = $1 AND a.presence = 0 ORDER BY 1",
            )
            .bind(entity.name())
            .fetch_all(c)
            .await?;
            let mut files = Vec::new();
            for row in &rows {
                let (asset, key) = (AssetId(row.try_get(0)?), row.try_get::<Option<i64>, _>(1)?);
                let speaks = has_tokens(entity) && key.is_some_and(|key| known.contains(&key));
                if told.contains(&asset) || !speaks {
                    files.push(asset);
                }
            }
            Ok(files)
        })
    }

    /// The files with findings of a kind: any of them may hold a value that is known by its hash only.
    pub fn files_with_kind(&mut self, entity: Entity) -> Result<Vec<AssetId>> {
        self.flush()?;
        self.db.run("look for files of a kind", async |c| {
            let ids: Vec<i64> = sqlx::query_scalar(
                "SELECT DISTINCT f.asset_id FROM finding f JOIN asset a ON a.id = f.asset_id \
                 WHERE f.entity = $1 AND a.presence = 0 ORDER BY 1",
            )
            .bind(entity.name())
            .fetch_all(c)
            .await?;
            Ok(ids.into_iter().map(AssetId).collect())
        })
    }

    /// The files in which a rule found something, and that are meant.
    pub fn files_with_rule(
        &mut self,
        rule: &str,
        is_meant: &dyn Fn(&RelPath) -> bool,
    ) -> Result<Vec<AssetId>> {
        self.flush()?;
        self.db.run("look for files of a rule", async |c| {
            let rows = sqlx::query(
                "SELECT DISTINCT a.id, d.path, a.name FROM finding f JOIN asset a ON a.id = f.asset_id \
                 JOIN directory d ON d.id = a.directory_id WHERE f.rule = $1 AND a.presence = 0 ORDER BY 1",
            )
            .bind(rule)
            .fetch_all(c)
            .await?;
            let mut files = Vec::new();
            for row in &rows {
                if is_meant(&joined(row.try_get(1)?, row.try_get(2)?)) {
                    files.push(AssetId(row.try_get(0)?));
                }
            }
            Ok(files)
        })
    }

    /// The files in which an exception set something aside.
    pub fn files_set_aside_by(&mut self, exception: &str) -> Result<Vec<AssetId>> {
        self.flush()?;
        self.db.run("look for files of an exception", async |c| {
            let ids: Vec<i64> = sqlx::query_scalar(
                "SELECT DISTINCT s.asset_id FROM set_aside s JOIN asset a ON a.id = s.asset_id \
                 WHERE s.exception = $1 AND a.presence = 0 ORDER BY 1",
            )
            .bind(exception)
            .fetch_all(c)
            .await?;
            Ok(ids.into_iter().map(AssetId).collect())
        })
    }

    /// Makes files wait for the next scan of their source. They keep their evidence until they are read again.
    pub fn mark_pending(&mut self, files: &[AssetId]) -> Result<()> {
        self.flush()?;
        let ids: Vec<i64> = files.iter().map(|file| file.0).collect();
        self.db.transaction("mark files to be read", async |c| {
            change_ids(c, "UPDATE asset SET pending = 1 WHERE presence = 0 AND id", &ids).await
        })
    }

    /// How much each exception set aside in files that are there: files and occurrences.
    pub fn set_aside(&mut self) -> Result<HashMap<String, (u64, u64)>> {
        self.flush()?;
        self.db.run("look up the false alarms", async |c| {
            let rows: Vec<(String, i64, i64)> = sqlx::query_as(
                "SELECT s.exception, COUNT(DISTINCT s.asset_id), SUM(s.occurrences) FROM set_aside s \
                 JOIN asset a ON a.id = s.asset_id WHERE a.presence = 0 GROUP BY 1",
            )
            .fetch_all(c)
            .await?;
            Ok(rows.into_iter().map(|(id, files, count)| (id, (files as u64, count as u64))).collect())
        })
    }
}
