// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Which files a dataset has, folder by folder: for moving it, without holding all of them.

use crate::catalogue::Catalogue;
use crate::error::Result;
use hoheit_types::{DatasetId, Digest, RelPath, SourceId};
use sqlx::Row as _;

/// A dataset, and where it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedDataset {
    /// Its number
    pub id: DatasetId,
    /// Its name
    pub name: String,
    /// Its source
    pub source: SourceId,
    /// The name of its source
    pub source_name: String,
    /// Folders, or files, that it is grouped by, sorted; other datasets may lie within
    pub places: Vec<RelPath>,
}

/// A folder, and the files in it that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FolderContents {
    /// Whether files of this folder belong to the dataset, unless they are told otherwise
    pub is_in: bool,
    /// Files that are there, or were left out on purpose
    pub files: Vec<FileOfFolder>,
}

/// A file as it was last read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileOfFolder {
    /// Its name, in the kept form
    pub name: String,
    /// Whether it belongs to the dataset
    pub is_in: bool,
    /// Its size in bytes
    pub size_bytes: u64,
    /// When it was last changed, in nanoseconds since 1970
    pub mtime_ns: i64,
    /// BLAKE3 of its content; `None`: not read
    pub digest: Option<Digest>,
}

impl Catalogue {
    /// One dataset by its id or a name, with where it lies.
    pub fn placed_dataset(&mut self, id_or_name: &str) -> Result<PlacedDataset> {
        let found = self.find_dataset(id_or_name)?;
        let source_name = self.db.run("look up the dataset", async |c| {
            sqlx::query_scalar("SELECT label FROM source WHERE id = $1")
                .bind(found.source.0)
                .fetch_one(c)
                .await
        })?;
        Ok(PlacedDataset {
            id: found.id,
            name: found.name,
            source: found.source,
            source_name,
            places: found.places,
        })
    }

    /// How many files belong to a dataset and were there when its source was scanned last.
    pub fn known_files(&mut self, dataset: DatasetId, source: SourceId) -> Result<u64> {
        let count: i64 = self.db.run("count the files of a dataset", async |c| {
            sqlx::query_scalar(
                "SELECT count(*) FROM asset JOIN directory ON directory.id = asset.directory_id \
                 WHERE asset.source_id = $1 AND asset.presence = 0 AND directory.vanished_run IS NULL \
                 AND COALESCE(asset.dataset_id, directory.dataset_id) = $2",
            )
            .bind(source.0)
            .bind(dataset.0)
            .fetch_one(c)
            .await
        })?;
        Ok(count as u64)
    }

    /// What is known of one folder of a source, seen from a dataset. A folder that nobody has walked through is empty.
    pub fn folder_contents(
        &mut self,
        dataset: DatasetId,
        source: SourceId,
        folder: &RelPath,
    ) -> Result<FolderContents> {
        self.db.run("look up a folder", async |c| {
            let found = sqlx::query(
                "SELECT id, dataset_id FROM directory WHERE source_id = $1 AND path = $2 AND vanished_run IS NULL",
            )
            .bind(source.0)
            .bind(folder.as_str())
            .fetch_optional(&mut *c)
            .await?;
            let Some(found) = found else { return Ok(FolderContents::default()) };
            let (id, of_folder): (i64, Option<i64>) = (found.try_get(0)?, found.try_get(1)?);
            // Of those left out on purpose it is known that nobody wanted them; vanished ones that are back are new.
            let rows = sqlx::query(
                "SELECT name, size_bytes, mtime_ns, digest, presence, dataset_id FROM asset \
                 WHERE directory_id = $1 AND presence <> 1",
            )
            .bind(id)
            .fetch_all(&mut *c)
            .await?;
            let mut files = Vec::with_capacity(rows.len());
            for row in &rows {
                let own: Option<i64> = row.try_get(5)?;
                let digest: Option<&[u8]> = row.try_get(3)?;
                files.push(FileOfFolder {
                    name: row.try_get(0)?,
                    is_in: row.try_get::<i64, _>(4)? == 0 && own.or(of_folder) == Some(dataset.0),
                    size_bytes: row.try_get::<i64, _>(1)? as u64,
                    mtime_ns: row.try_get(2)?,
                    digest: digest.and_then(|bytes| Digest::try_from(bytes).ok()),
                });
            }
            Ok(FolderContents { is_in: of_folder == Some(dataset.0), files })
        })
    }
}
