// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! From rows to the [`Inventory`]: one pass over all files, everything added up on the way.

mod kept;
mod own;
mod pass;
mod tallies;

use crate::catalogue::Catalogue;
use crate::dataset;
use crate::db::of_source;
use crate::error::Result;
use crate::inventory::{
    Coverage, DatasetFacts, DuplicateFacts, DuplicateGroup, Excluded, ExcludedFiles, GapReason, Inventory,
    Problem, SourceFacts, Tally,
};
use crate::ledger::InForce;
use crate::reading::Versions;
use hoheit_types::{Day, Digest, NotRead, ReadState, RelPath, Site, SourceId, Timestamp, WarningCode};
pub(crate) use pass::Folders;
use pass::{Filesystems, Inode};
use sqlx::Row as _;
use sqlx::sqlite::SqliteConnection;
use std::collections::{HashMap, HashSet};
use tallies::Tallies;

/// What an inventory shall cover.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InventoryRequest {
    /// Only this source; `None`: all of them together
    pub source: Option<SourceId>,
    /// The versions of this program, to tell what was examined by others; `None`: nothing counts as outdated
    pub versions: Option<Versions>,
}

/// Problems that are listed one by one. 500: what a person can look through; the coverage statement counts them all.
const PROBLEMS: i64 = 500;

impl Catalogue {
    /// Adds up everything that a report shows, as of now. The only writer keeps the sums until something changes.
    pub fn inventory(&mut self, request: &InventoryRequest) -> Result<Inventory> {
        self.flush()?;
        let (now, is_writer) = (self.clock.now(), self.is_writer());
        let sites = self.in_force::<Site>(Day::of(now), None)?;
        self.db.run("take stock", async |c| {
            let mut inventory = match kept::load(c, *request, now).await? {
                Some(kept) => kept,
                None => added_up(c, *request, now, is_writer).await?,
            };
            let with_sums = std::mem::take(&mut inventory.sources);
            inventory.sources = sources(c, request.source).await?;
            for source in &mut inventory.sources {
                let known = with_sums.iter().find(|known| known.id == source.id);
                source.tally = known.map_or(Tally::default(), |known| known.tally);
            }
            for dataset in &mut inventory.datasets {
                let source = inventory.sources.iter().find(|source| source.id == dataset.source);
                let lies_there = |site: &&InForce<Site>| source.is_some_and(|s| site.body.holds(&s.label));
                dataset.sites = sites.iter().filter(lies_there).map(|site| site.body.name.clone()).collect();
            }
            note_last_runs(c, request.source, &mut inventory.coverage).await?;
            inventory.vanished = vanished(c, request.source).await?;
            Ok(inventory)
        })
    }
}

/// What files, folders and datasets say; what only runs know comes after it.
async fn added_up(
    c: &mut SqliteConnection,
    request: InventoryRequest,
    now: Timestamp,
    keep: bool,
) -> sqlx::Result<Inventory> {
    let folders = Folders::load(c, request.source).await?;
    let filesystems = Filesystems::load(c).await?;
    let mut tallies = Tallies::new(&folders, &filesystems, request, now);
    pass::over_files(c, request.source, |file| tallies.add(file)).await?;

    let mut sources = sources(c, request.source).await?;
    for source in &mut sources {
        source.tally = tallies.source(source.id);
    }
    let mut datasets: Vec<DatasetFacts> = dataset::load(c, request.source)
        .await?
        .into_iter()
        .filter_map(|dataset| tallies.dataset(dataset))
        .collect();
    datasets.sort_by(|a, b| b.tally.size_bytes.cmp(&a.tally.size_bytes).then(a.id.cmp(&b.id)));
    let mut duplicates = tallies.duplicates();
    name_copies(c, request.source, &filesystems, &mut duplicates).await?;
    let mut inventory = Inventory {
        sources,
        coverage: tallies.coverage(),
        formats: tallies.formats(),
        years: tallies.years(),
        folders: tallies.largest_folders(),
        datasets,
        findings: tallies.findings(),
        duplicates,
        temporary: tallies.temporary,
        near_empty: tallies.near_empty,
        outdated: tallies.outdated,
        problems: problems(c, request.source).await?,
        ..Inventory::default()
    };
    own::note(c, request.source, &mut inventory).await?;
    if keep {
        // Where there is no room for it, it is added up again next time.
        let _ = kept::keep(c, request, tallies.days(), &inventory).await;
    }
    Ok(inventory)
}

impl Catalogue {
    /// Label and root of each source that was ever scanned, by label.
    pub fn source_labels(&mut self) -> Result<Vec<(String, String)>> {
        let known = self.db.run("look up sources", async |c| sources(c, None).await)?;
        Ok(known.into_iter().map(|source| (source.label, source.root)).collect())
    }
}

async fn sources(c: &mut SqliteConnection, only: Option<SourceId>) -> sqlx::Result<Vec<SourceFacts>> {
    let mut query = of_source(
        "SELECT s.id, s.label, s.root, r.started_ns, r.finished_ns IS NOT NULL FROM source s \
         JOIN run r ON r.id = (SELECT MAX(id) FROM run WHERE source_id = s.id)",
        "s.id",
        only,
    );
    let rows = query.push(" ORDER BY s.label").build().fetch_all(c).await?;
    rows.iter()
        .map(|row| {
            Ok(SourceFacts {
                id: SourceId(row.try_get(0)?),
                label: row.try_get(1)?,
                root: row.try_get(2)?,
                scanned_at: Timestamp(row.try_get(3)?),
                complete: row.try_get(4)?,
                tally: Tally::default(),
            })
        })
        .collect()
}

/// Adds what only runs know: exclusions, folders that could not be listed, special files, as of each source's last
/// completed walk.
pub(crate) async fn note_last_runs(
    c: &mut SqliteConnection,
    only: Option<SourceId>,
    coverage: &mut Coverage,
) -> sqlx::Result<()> {
    let mut query = of_source("SELECT source_id, MAX(id) FROM run", "source_id", only);
    query.push(" AND walked_ns IS NOT NULL GROUP BY source_id ORDER BY source_id");
    let runs = query.build().fetch_all(&mut *c).await?;
    coverage.unlisted_folders = 0;
    coverage.special_files = 0;
    coverage.excluded.clear();
    coverage.excluded_files.clear();
    for row in runs {
        let (source, run): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
        let (unlisted, special): (i64, i64) =
            sqlx::query_as("SELECT unlisted_folders, special_files FROM run WHERE id = $1")
                .bind(run)
                .fetch_one(&mut *c)
                .await?;
        coverage.unlisted_folders += unlisted as u64;
        coverage.special_files += special as u64;
        let excluded: Vec<(String, String)> =
            sqlx::query_as("SELECT path, rule FROM exclusion WHERE run_id = $1 ORDER BY path")
                .bind(run)
                .fetch_all(&mut *c)
                .await?;
        coverage.excluded.extend(excluded.into_iter().map(|(path, rule)| Excluded {
            source: SourceId(source),
            path: RelPath::from_kept(path),
            rule,
        }));
        let files: Vec<(String, i64, i64)> = sqlx::query_as(
            "SELECT rule, files, size_bytes FROM exclusion_files WHERE run_id = $1 ORDER BY rule",
        )
        .bind(run)
        .fetch_all(&mut *c)
        .await?;
        coverage.excluded_files.extend(files.into_iter().map(|(rule, files, size_bytes)| ExcludedFiles {
            source: SourceId(source),
            rule,
            tally: Tally { files: files as u64, size_bytes: size_bytes as u64 },
        }));
    }
    Ok(())
}

/// Files that the last run of their source marked as gone.
async fn vanished(c: &mut SqliteConnection, only: Option<SourceId>) -> sqlx::Result<Tally> {
    let mut query = of_source("SELECT COUNT(*), COALESCE(SUM(size_bytes), 0) FROM asset", "source_id", only);
    query.push(
        " AND presence = 1 AND gone_run = (SELECT MAX(id) FROM run WHERE run.source_id = asset.source_id \
         AND walked_ns IS NOT NULL)",
    );
    let (files, size_bytes): (i64, i64) = query.build_query_as().fetch_one(c).await?;
    Ok(Tally { files: files as u64, size_bytes: size_bytes as u64 })
}

async fn problems(c: &mut SqliteConnection, only: Option<SourceId>) -> sqlx::Result<Vec<Problem>> {
    let mut query = of_source(
        "SELECT a.source_id, d.path, a.name, a.outcome, a.warnings FROM asset a \
         JOIN directory d ON d.id = a.directory_id",
        "a.source_id",
        only,
    );
    query.push(" AND a.presence = 0 AND a.outcome IN (");
    let mut outcomes = query.separated(", ");
    for state in [ReadState::Quarantined, ReadState::Damaged, ReadState::Encrypted] {
        outcomes.push_bind(state.name());
    }
    for reason in [NotRead::NoPermission, NotRead::IoError, NotRead::Changing] {
        outcomes.push_bind(reason.name());
    }
    query.push(") ORDER BY a.source_id, d.path, a.name LIMIT ").push_bind(PROBLEMS);
    let rows = query.build().fetch_all(c).await?;
    rows.iter()
        .map(|row| {
            let warnings: Option<&str> = row.try_get(4)?;
            let warnings: Vec<(WarningCode, u64)> =
                warnings.and_then(|w| serde_json::from_str(w).ok()).unwrap_or_default();
            Ok(Problem {
                source: SourceId(row.try_get(0)?),
                path: joined(row.try_get(1)?, row.try_get(2)?),
                reason: outcome(row.try_get(3)?),
                warnings: warnings.into_iter().map(|(code, _)| code).collect(),
            })
        })
        .collect()
}

/// Fills in where the copies of the listed contents lie; of several names of one file the first.
async fn name_copies(
    c: &mut SqliteConnection,
    only: Option<SourceId>,
    filesystems: &Filesystems,
    duplicates: &mut DuplicateFacts,
) -> sqlx::Result<()> {
    if duplicates.largest.is_empty() {
        return Ok(());
    }
    let mut query = of_source(
        "SELECT a.digest, a.source_id, d.path, a.name, a.inode, COALESCE(a.ctime_ns, -1), a.mtime_ns, a.id FROM asset a \
         JOIN directory d ON d.id = a.directory_id",
        "a.source_id",
        only,
    );
    query.push(" AND a.presence = 0 AND substr(a.digest, 1, 16) IN (");
    let mut halves = query.separated(", ");
    for group in &duplicates.largest {
        halves.push_bind(half(group.digest.as_bytes()).to_vec());
    }
    query.push(") ORDER BY a.source_id, d.path, a.name");
    let mut groups: HashMap<Vec<u8>, &mut DuplicateGroup> =
        duplicates.largest.iter_mut().map(|g| (half(g.digest.as_bytes()).to_vec(), g)).collect();
    let mut told = HashSet::new();
    for row in query.build().fetch_all(c).await? {
        let digest: &[u8] = row.try_get(0)?;
        let inode = Inode {
            source: row.try_get(1)?,
            number: row.try_get(4)?,
            ctime_ns: row.try_get(5)?,
            mtime_ns: row.try_get(6)?,
            asset: row.try_get(7)?,
        };
        if let Some(group) = groups.get_mut(half(digest))
            && group.paths.len() < tallies::COPIES_NAMED
            && told.insert((half(digest).to_vec(), inode.key(filesystems)))
        {
            group.digest = Digest::try_from(digest).unwrap_or(group.digest);
            group.paths.push((SourceId(row.try_get(1)?), joined(row.try_get(2)?, row.try_get(3)?)));
        }
    }
    Ok(())
}

/// The part of a digest that duplicates are told by: 128 bits are enough to tell files apart.
fn half(digest: &[u8]) -> &[u8] {
    digest.get(..16).unwrap_or(digest)
}

/// A file's path from its folder's and its name.
pub(crate) fn joined(folder: &str, name: &str) -> RelPath {
    RelPath::from_kept(if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") })
}

/// A kept outcome. An unknown name, which only a damaged file can hold, counts as waiting: never as read.
pub(crate) fn outcome(name: &str) -> GapReason {
    match (ReadState::from_name(name), NotRead::from_name(name)) {
        (Some(state), _) => GapReason::State(state),
        (None, reason) => GapReason::NotRead(reason.unwrap_or(NotRead::Pending)),
    }
}
