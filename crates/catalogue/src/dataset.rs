// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Datenbestände: tens to hundreds of groups instead of millions of files, by a rule that is explained and that people
//! can correct.

mod contents;
mod correction;
mod grouping;
mod names;
mod rule;
mod single;
mod store;
mod tree;

use crate::catalogue::Catalogue;
use crate::db::of_source;
use crate::error::{CatalogueError, CatalogueErrorKind, Result};
use crate::facts::InventoryRequest;
use crate::fold::fold;
use crate::inventory::{DatasetFacts, DatasetKind};
use crate::reading::Versions;
use hoheit_types::{DatasetId, Entity, RelPath, SourceId};
use sqlx::Row as _;
use sqlx::sqlite::SqliteConnection;
use std::collections::HashMap;

pub use contents::{FileOfFolder, FolderContents, PlacedDataset};
pub(crate) use correction::visible;
pub use correction::{NAME_CHARS, Plan};
pub use rule::Rule;

/// A dataset without its sums.
#[derive(Clone, Debug)]
pub(crate) struct Dataset {
    pub(crate) id: DatasetId,
    pub(crate) source: SourceId,
    pub(crate) anchor: String,
    pub(crate) kind: DatasetKind,
    pub(crate) rule: String,
    pub(crate) evidence: (u64, u64),
    pub(crate) name: String,
    pub(crate) owner: Option<String>,
    pub(crate) corrected: bool,
    pub(crate) places: Vec<RelPath>,
}

/// A dataset, and the source that it lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedDataset {
    /// Its number
    pub id: DatasetId,
    /// Its name
    pub name: String,
    /// The name of its source
    pub source: String,
    /// The responsible office or person as entered by a person
    pub owner: Option<String>,
}

impl Catalogue {
    /// All datasets, most bytes first, judged by what a program of these versions can.
    pub fn datasets(&mut self, versions: Option<Versions>) -> Result<Vec<DatasetFacts>> {
        Ok(self.inventory(&InventoryRequest { source: None, versions })?.datasets)
    }

    /// One dataset by its id, its name, or the name of its folder or file, in any spelling of case and umlauts.
    pub fn dataset(&mut self, id_or_name: &str, versions: Option<Versions>) -> Result<DatasetFacts> {
        let found = self.find_dataset(id_or_name)?;
        let request = InventoryRequest { source: Some(found.source), versions };
        let facts = self.inventory(&request)?.datasets.into_iter().find(|d| d.id == found.id);
        facts.ok_or_else(|| CatalogueError::new("look up the dataset", CatalogueErrorKind::UnknownDataset))
    }

    /// The id for an id or a name, as above.
    pub fn dataset_id(&mut self, id_or_name: &str) -> Result<DatasetId> {
        Ok(self.find_dataset(id_or_name)?.id)
    }

    /// All datasets by id, without their sums: for lists of a hundred thousand.
    pub fn named_datasets(&mut self) -> Result<Vec<NamedDataset>> {
        self.db.run("list the datasets", async |c| {
            let labels = sqlx::query("SELECT id, label FROM source").fetch_all(&mut *c).await?;
            let mut sources = HashMap::new();
            for row in &labels {
                sources.insert(SourceId(row.try_get(0)?), row.try_get::<String, _>(1)?);
            }
            let named = |dataset: Dataset| NamedDataset {
                id: dataset.id,
                name: dataset.name,
                source: sources.get(&dataset.source).cloned().unwrap_or_default(),
                owner: dataset.owner,
            };
            Ok(load(c, None).await?.into_iter().map(named).collect())
        })
    }

    /// At most about how many persons are in a dataset: of the kinds that tell persons apart the one with most different values, added up
    /// over files. Somebody in two files counts twice.
    pub fn persons(&mut self, dataset: DatasetId) -> Result<u64> {
        // Names, dates of birth and numbers that a person has once.
        const KINDS: [Entity; 5] =
            [Entity::PersonName, Entity::BirthDate, Entity::SteuerId, Entity::Vsnr, Entity::Kvnr];
        let sums = self.db.run("count persons", async |c| {
            let mut query = sqlx::QueryBuilder::<sqlx::Sqlite>::new(
                "SELECT SUM(f.distinct_values) FROM finding f JOIN asset a ON a.id = f.asset_id \
                 JOIN directory d ON d.id = a.directory_id WHERE a.presence = 0 AND COALESCE(a.dataset_id, d.dataset_id) = ",
            );
            query.push_bind(dataset.0).push(" AND f.entity IN (");
            let mut kinds = query.separated(", ");
            for kind in KINDS {
                kinds.push_bind(kind.name());
            }
            query.push(") GROUP BY f.entity").build_query_scalar::<i64>().fetch_all(c).await
        })?;
        Ok(sums.into_iter().max().unwrap_or_default().unsigned_abs())
    }

    fn find_dataset(&mut self, id_or_name: &str) -> Result<Dataset> {
        const ACTION: &str = "look up the dataset";
        let datasets = self.db.run(ACTION, async |c| load(c, None).await)?;
        let id = id_or_name.trim().parse().ok().map(DatasetId);
        if let Some(dataset) = datasets.iter().find(|d| Some(d.id) == id) {
            return Ok(dataset.clone());
        }
        let wanted = fold(id_or_name.trim());
        let mut named: Vec<&Dataset> = datasets.iter().filter(|d| fold(&d.name) == wanted).collect();
        if named.is_empty() {
            let folder = |d: &Dataset| fold(d.anchor.rsplit('/').next().unwrap_or_default());
            named = datasets.iter().filter(|d| folder(d) == wanted).collect();
        }
        match named.as_slice() {
            [] => Err(CatalogueError::new(ACTION, CatalogueErrorKind::UnknownDataset)),
            [one] => Ok((*one).clone()),
            several => {
                let ids = several.iter().map(|d| d.id.0).collect();
                Err(CatalogueError::new(ACTION, CatalogueErrorKind::AmbiguousDataset(ids)))
            }
        }
    }
}

/// The present datasets, with what people said about them.
pub(crate) async fn load(c: &mut SqliteConnection, source: Option<SourceId>) -> sqlx::Result<Vec<Dataset>> {
    let mut query = of_source(
        "SELECT d.id, d.source_id, d.anchor, d.kind, d.rule, d.hits, d.considered, d.name, c.owner, c.name IS NOT NULL \
         FROM dataset d LEFT JOIN correction c ON c.source_id = d.source_id AND c.anchor = d.anchor",
        "d.source_id",
        source,
    );
    let rows = query.push(" AND d.present = 1 ORDER BY d.id").build().fetch_all(&mut *c).await?;
    let merged = correction::merged(c, source).await?;
    rows.iter()
        .map(|row| {
            let (source, anchor) = (SourceId(row.try_get(1)?), row.try_get::<String, _>(2)?);
            let rule: String = row.try_get(4)?;
            let mut places = vec![RelPath::from_kept(anchor.clone())];
            let members = merged.get(&(source, anchor.clone()));
            places.extend(members.into_iter().flatten().cloned().map(RelPath::from_kept));
            places.sort();
            Ok(Dataset {
                id: DatasetId(row.try_get(0)?),
                source,
                anchor,
                kind: kind_from_name(row.try_get(3)?),
                evidence: (row.try_get::<i64, _>(5)? as u64, row.try_get::<i64, _>(6)? as u64),
                name: row.try_get(7)?,
                owner: row.try_get(8)?,
                corrected: row.try_get::<bool, _>(9)? || places.len() > 1 || rule == Rule::Split.name(),
                rule,
                places,
            })
        })
        .collect()
}

const fn kind_name(kind: DatasetKind) -> &'static str {
    match kind {
        DatasetKind::Folder => "folder",
        DatasetKind::Mailbox => "mailbox",
        DatasetKind::Database => "database",
        DatasetKind::Table => "table",
    }
}

fn kind_from_name(name: &str) -> DatasetKind {
    match name {
        "mailbox" => DatasetKind::Mailbox,
        "database" => DatasetKind::Database,
        "table" => DatasetKind::Table,
        _ => DatasetKind::Folder,
    }
}

#[cfg(test)]
mod tests;
