// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What people say about datasets. Kept by source and path, so that it survives every new grouping, and replayed on
//! top of it.

use super::Dataset;
use super::rule::Rule;
use crate::catalogue::Catalogue;
use crate::db::of_source;
use crate::error::{CatalogueError, CatalogueErrorKind, Result};
use hoheit_types::{DatasetId, RelPath, SourceId};
use sqlx::Row as _;
use sqlx::sqlite::SqliteConnection;
use std::collections::{BTreeMap, HashMap, HashSet};

/// One row of `correction`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Correction {
    pub(super) anchor: String,
    /// All below belongs to it, as opposed to what no other dataset takes
    pub(super) whole: bool,
    pub(super) name: Option<String>,
    pub(super) merged_into: Option<String>,
}

pub(super) async fn of(c: &mut SqliteConnection, source: SourceId) -> sqlx::Result<Vec<Correction>> {
    let rows = sqlx::query(
        "SELECT anchor, whole, name, merged_into FROM correction WHERE source_id = $1 ORDER BY anchor",
    )
    .bind(source.0)
    .fetch_all(c)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(Correction {
                anchor: row.try_get(0)?,
                whole: row.try_get::<i64, _>(1)? != 0,
                name: row.try_get(2)?,
                merged_into: row.try_get(3)?,
            })
        })
        .collect()
}

/// The anchors that were merged into an anchor.
pub(super) async fn merged(
    c: &mut SqliteConnection,
    source: Option<SourceId>,
) -> sqlx::Result<HashMap<(SourceId, String), Vec<String>>> {
    let mut query = of_source("SELECT source_id, anchor, merged_into FROM correction", "source_id", source);
    query.push(" AND merged_into IS NOT NULL ORDER BY anchor");
    let mut members: HashMap<(SourceId, String), Vec<String>> = HashMap::new();
    for row in query.build().fetch_all(c).await? {
        members.entry((SourceId(row.try_get(0)?), row.try_get(2)?)).or_default().push(row.try_get(1)?);
    }
    Ok(members)
}

/// A correction that was checked and not yet made: what a person is shown is what is made.
///
/// Holds what it found when it was made; whoever waits long between plan and [`Catalogue::correct`] plans again.
#[derive(Clone, Debug)]
pub struct Plan(Change);

#[derive(Clone, Debug)]
enum Change {
    Merge {
        target: Dataset,
        others: Vec<Dataset>,
        name: Option<String>,
    },
    /// The folder becomes a dataset of its own
    Split {
        part: Dataset,
    },
    /// The place was merged, and stands alone again
    Unmerge {
        source: SourceId,
        anchor: String,
    },
    Rename {
        dataset: Dataset,
        name: String,
    },
    Owner {
        dataset: Dataset,
        owner: Option<String>,
    },
}

/// Longest name of a dataset or of its owner, in characters. 200: two lines of a table, and shorter than any file
/// name may be.
pub const NAME_CHARS: usize = 200;

impl Plan {
    /// The name that a merged or renamed dataset gets, if it gets one.
    pub fn name(&self) -> Option<&str> {
        match &self.0 {
            Change::Merge { name, .. } => name.as_deref(),
            Change::Rename { name, .. } => Some(name),
            _ => None,
        }
    }

    /// The owner that is entered, if one is.
    pub fn owner(&self) -> Option<&str> {
        match &self.0 {
            Change::Owner { owner, .. } => owner.as_deref(),
            _ => None,
        }
    }
}

impl Catalogue {
    /// Plans to make one dataset of several of the same source; the first one's id, owner and place in lists remain.
    /// Without a name, the first one's name remains, too.
    pub fn plan_merge(&mut self, ids: &[DatasetId], name: Option<&str>) -> Result<Plan> {
        const ACTION: &str = "merge datasets";
        let nothing = || CatalogueError::new(ACTION, CatalogueErrorKind::NothingToMerge);
        let mut once = HashSet::new();
        let ids: Vec<DatasetId> = ids.iter().copied().filter(|id| once.insert(*id)).collect();
        let [first, others @ ..] = ids.as_slice() else { return Err(nothing()) };
        if others.is_empty() {
            return Err(nothing());
        }
        let name = name.map(|name| visible(ACTION, name)).transpose()?;
        let target = self.by_id(ACTION, *first)?;
        let others = others.iter().map(|id| self.by_id(ACTION, *id)).collect::<Result<Vec<_>>>()?;
        if others.iter().any(|other| other.source != target.source) {
            return Err(CatalogueError::new(ACTION, CatalogueErrorKind::DifferentSources));
        }
        Ok(Plan(Change::Merge { target, others, name }))
    }

    /// Plans to split a folder, with all below it, off the dataset that it is in; or to undo a merge, when the path is
    /// one of the merged places.
    pub fn plan_split(&mut self, id: DatasetId, path: &RelPath) -> Result<Plan> {
        const ACTION: &str = "split the dataset";
        let dataset = self.by_id(ACTION, id)?;
        let not_a_part = || CatalogueError::new(ACTION, CatalogueErrorKind::NotAPart);
        let (source, anchor) = (dataset.source, path.as_str().to_owned());
        if anchor == dataset.anchor {
            return Err(not_a_part());
        }
        if dataset.places.contains(path) {
            return Ok(Plan(Change::Unmerge { source, anchor }));
        }
        let wanted = anchor.clone();
        let of_folder: Option<i64> = self.db.run(ACTION, async |c| {
            sqlx::query_scalar(
                "SELECT dataset_id FROM directory WHERE source_id = $1 AND path = $2 AND vanished_run IS NULL",
            )
            .bind(source.0)
            .bind(wanted)
            .fetch_optional(c)
            .await
            .map(Option::flatten)
        })?;
        if of_folder != Some(id.0) {
            return Err(not_a_part());
        }
        Ok(Plan(Change::Split { part: Dataset { anchor, rule: Rule::Split.name().to_owned(), ..dataset } }))
    }

    /// Plans to give a dataset another name.
    pub fn plan_rename(&mut self, id: DatasetId, name: &str) -> Result<Plan> {
        const ACTION: &str = "rename the dataset";
        let name = visible(ACTION, name)?;
        Ok(Plan(Change::Rename { dataset: self.by_id(ACTION, id)?, name }))
    }

    /// Plans to note who is responsible for a dataset; `None` takes the note away.
    pub fn plan_owner(&mut self, id: DatasetId, owner: Option<&str>) -> Result<Plan> {
        const ACTION: &str = "note the owner of the dataset";
        let owner = owner.map(|owner| visible(ACTION, owner)).transpose()?;
        Ok(Plan(Change::Owner { dataset: self.by_id(ACTION, id)?, owner }))
    }

    /// Makes a planned correction. Returns the dataset that came of it: the merged, the new, or the same one.
    pub fn correct(&mut self, plan: Plan) -> Result<DatasetId> {
        match plan.0 {
            Change::Merge { target, others, name } => self.merge(&target, &others, name.as_deref()),
            Change::Split { part } => {
                const ACTION: &str = "split the dataset";
                self.db.run(ACTION, async |c| enter(c, &part).await)?;
                self.regrouped(ACTION, part.source, &part.anchor)
            }
            Change::Unmerge { source, anchor } => {
                const ACTION: &str = "undo the merge";
                self.db.run(ACTION, async |c| {
                    sqlx::query(
                        "UPDATE correction SET merged_into = NULL WHERE source_id = $1 AND anchor = $2",
                    )
                    .bind(source.0)
                    .bind(anchor.clone())
                    .execute(c)
                    .await
                })?;
                self.regrouped(ACTION, source, &anchor)
            }
            Change::Rename { dataset, name } => {
                self.db.transaction("rename the dataset", async |c| {
                    enter(c, &dataset).await?;
                    set(c, &dataset, "name", Some(&name)).await?;
                    sqlx::query("UPDATE dataset SET name = $1 WHERE id = $2")
                        .bind(name.clone())
                        .bind(dataset.id.0)
                        .execute(c)
                        .await
                })?;
                Ok(dataset.id)
            }
            Change::Owner { dataset, owner } => {
                self.db.transaction("note the owner of the dataset", async |c| {
                    enter(c, &dataset).await?;
                    set(c, &dataset, "owner", owner.as_deref()).await
                })?;
                Ok(dataset.id)
            }
        }
    }

    fn merge(&mut self, target: &Dataset, others: &[Dataset], name: Option<&str>) -> Result<DatasetId> {
        self.db.transaction("merge datasets", async |c| {
            enter(c, target).await?;
            if let Some(name) = name {
                set(c, target, "name", Some(name)).await?;
            }
            for other in others {
                enter(c, other).await?;
                set(c, other, "merged_into", Some(&target.anchor)).await?;
                // What was merged into the other one earlier follows it.
                sqlx::query(
                    "UPDATE correction SET merged_into = $1 WHERE source_id = $2 AND merged_into = $3",
                )
                .bind(target.anchor.clone())
                .bind(target.source.0)
                .bind(other.anchor.clone())
                .execute(&mut *c)
                .await?;
            }
            Ok(())
        })?;
        self.group_datasets(target.source)?;
        Ok(target.id)
    }

    /// Groups anew and looks up what an anchor became.
    fn regrouped(&mut self, action: &'static str, source: SourceId, anchor: &str) -> Result<DatasetId> {
        self.group_datasets(source)?;
        let found: Option<i64> = self.db.run(action, async |c| {
            sqlx::query_scalar("SELECT id FROM dataset WHERE source_id = $1 AND anchor = $2 AND present = 1")
                .bind(source.0)
                .bind(anchor.to_owned())
                .fetch_optional(c)
                .await
        })?;
        found.map(DatasetId).ok_or_else(|| CatalogueError::new(action, CatalogueErrorKind::NotAPart))
    }

    fn by_id(&mut self, action: &'static str, id: DatasetId) -> Result<Dataset> {
        let datasets = self.db.run(action, async |c| super::load(c, None).await)?;
        let found = datasets.into_iter().find(|d| d.id == id);
        found.ok_or_else(|| CatalogueError::new(action, CatalogueErrorKind::UnknownDataset))
    }
}

/// A name without blanks around it; refuses one of nothing else, and one that fills a page.
pub(crate) fn visible(action: &'static str, name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() {
        Err(CatalogueError::new(action, CatalogueErrorKind::EmptyName))
    } else if name.chars().count() > NAME_CHARS {
        Err(CatalogueError::new(action, CatalogueErrorKind::LongName))
    } else {
        Ok(name.to_owned())
    }
}

/// Makes sure that there is a row for the dataset's anchor: from now on it is a dataset whatever the rules say.
async fn enter(c: &mut SqliteConnection, dataset: &Dataset) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO correction (source_id, anchor, whole) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    )
    .bind(dataset.source.0)
    .bind(dataset.anchor.clone())
    .bind(i64::from(dataset.rule != Rule::Rest.name()))
    .execute(c)
    .await
    .map(drop)
}

/// Sets one column of an anchor's row.
async fn set(
    c: &mut SqliteConnection,
    dataset: &Dataset,
    column: &'static str,
    value: Option<&str>,
) -> sqlx::Result<()> {
    let mut query = sqlx::QueryBuilder::<sqlx::Sqlite>::new("UPDATE correction SET ");
    query.push(column).push(" = ").push_bind(value.map(str::to_owned));
    query.push(" WHERE source_id = ").push_bind(dataset.source.0);
    query.push(" AND anchor = ").push_bind(dataset.anchor.clone());
    query.build().execute(c).await.map(drop)
}

/// Follows merges to the anchor that takes an anchor in. Rings, which only a damaged file can hold, end where they began.
pub(super) fn targets(corrections: &[Correction]) -> BTreeMap<&str, &str> {
    let into: HashMap<&str, &str> =
        corrections.iter().filter_map(|c| Some((c.anchor.as_str(), c.merged_into.as_deref()?))).collect();
    let mut targets = BTreeMap::new();
    for &anchor in into.keys() {
        let mut target = anchor;
        let mut seen = HashSet::from([anchor]);
        while let Some(&next) = into.get(target)
            && seen.insert(next)
        {
            target = next;
        }
        targets.insert(anchor, target);
    }
    targets
}
