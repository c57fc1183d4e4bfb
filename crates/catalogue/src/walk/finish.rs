// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The end of a walk: what went away, what merely moved, what was left out.

use super::{Walk, diff};
use crate::catalogue::Catalogue;
use crate::db::{bulk, for_ids};
use crate::error::Result;
use hoheit_types::{RelPath, RunId, SourceId};
use sqlx::Row as _;
use sqlx::sqlite::SqliteConnection;
use std::collections::{HashMap, HashSet};

/// Values of `asset.presence`.
pub(super) const VANISHED: i64 = 1;
pub(super) const EXCLUDED: i64 = 2;

/// What a finished walk has changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Walked {
    /// Not known before
    pub new_files: u64,
    /// Known, with other size, times or inode
    pub changed_files: u64,
    /// Marked as gone
    pub vanished_files: u64,
    /// Found again under another name or in another folder: their evidence went with them, they are not new
    pub moved_files: u64,
    /// Left out since this walk
    pub excluded_files: u64,
    /// Waiting to be read or hashed
    pub pending_files: u64,
}

/// A known folder that was not met.
pub(super) struct Missing {
    directory: i64,
    pub(super) files: u64,
    pub(super) presence: i64,
}

impl Catalogue {
    /// Ends a walk that came to its end, and marks what is gone. Not calling it is always safe: after an
    /// interruption, when the root was not reachable, or when a person declines the [summary](Self::walk_summary).
    pub fn finish_walk(&mut self, mut walk: Walk) -> Result<Walked> {
        self.flush_walk(&mut walk)?;
        let missing = self.missing_directories(&walk)?;
        let now = self.clock.now();
        self.pen.forget_sizes();
        self.db.transaction("finish the walk", async |c| {
            let excluded = prefixes(walk.excluded.iter().map(|(path, _)| path));
            let mut gone = gone_files(c, &walk, &missing, &excluded).await?;
            let moved = if gone.is_empty() { 0 } else { follow_moves(c, walk.source, &mut gone).await? };
            let mut walked = Walked {
                new_files: walk.new_files.saturating_sub(moved),
                changed_files: walk.changed_files,
                moved_files: moved,
                ..Walked::default()
            };
            for (presence, count) in
                [(VANISHED, &mut walked.vanished_files), (EXCLUDED, &mut walked.excluded_files)]
            {
                let ids: Vec<i64> = gone.iter().filter(|g| g.1 == presence).map(|g| g.0.id).collect();
                *count = ids.len() as u64;
                let head = format!(
                    "UPDATE asset SET presence = {presence}, gone_run = {}, pending = 0 WHERE id",
                    walk.run.0
                );
                for_ids(c, &head, "", &ids).await?;
            }
            let ids: Vec<i64> = missing.iter().map(|m| m.directory).collect();
            let head = format!(
                "UPDATE directory SET fingerprint = NULL, files = 0, size_bytes = 0, vanished_run = {} WHERE id",
                walk.run.0
            );
            for_ids(c, &head, "", &ids).await?;
            diff::settle(c, &walk.deferred).await?;
            if !gone.is_empty() || moved > 0 {
                diff::mark_stale(c, walk.source).await?;
            }
            note_run(c, &walk, now.0).await?;
            ask_for_digests(c, walk.source).await?;
            let pending: i64 = sqlx::query_scalar(
                "SELECT COUNT(*) FROM asset WHERE source_id = $1 AND pending <> 0 AND pending <> 3",
            )
            .bind(walk.source.0)
            .fetch_one(c)
            .await?;
            walked.pending_files = pending as u64;
            Ok(walked)
        })
    }

    /// The known folders that this walk has not met and that it should have met.
    pub(super) fn missing_directories(&mut self, walk: &Walk) -> Result<Vec<Missing>> {
        let unseen: Vec<i64> =
            walk.known.by_path.values().map(|k| k.id).filter(|id| !walk.seen.contains(id)).collect();
        if unseen.is_empty() {
            return Ok(Vec::new());
        }
        let unlistable = prefixes(&walk.unlistable);
        let excluded = prefixes(walk.excluded.iter().map(|(path, _)| path));
        self.db.run("look for missing folders", async |c| {
            let mut missing = Vec::new();
            for row in for_ids(c, "SELECT id, path, files FROM directory WHERE id", "", &unseen).await? {
                let path: &str = row.try_get(1)?;
                if !lies_below(path, &unlistable) {
                    let presence = if lies_below(path, &excluded) { EXCLUDED } else { VANISHED };
                    let files = row.try_get::<i64, _>(2)? as u64;
                    missing.push(Missing { directory: row.try_get(0)?, files, presence });
                }
            }
            Ok(missing)
        })
    }
}

fn prefixes<'p>(paths: impl IntoIterator<Item = &'p RelPath>) -> HashSet<&'p str> {
    paths.into_iter().map(RelPath::as_str).collect()
}

/// Whether a path is one of these or lies below one.
fn lies_below(path: &str, prefixes: &HashSet<&str>) -> bool {
    if prefixes.is_empty() {
        return false;
    }
    let ancestors = path.match_indices('/').filter_map(|(end, _)| path.get(..end));
    prefixes.contains("") || prefixes.contains(path) || ancestors.into_iter().any(|a| prefixes.contains(a))
}

/// Every file that is gone, with its new presence.
async fn gone_files(
    c: &mut SqliteConnection,
    walk: &Walk,
    missing: &[Missing],
    excluded: &HashSet<&str>,
) -> sqlx::Result<Vec<(diff::Gone, i64)>> {
    let mut gone: Vec<_> = walk.gone.iter().map(|g| (*g, VANISHED)).collect();
    if !excluded.is_empty() {
        // A file of a listed folder may have been excluded itself.
        let ids: Vec<i64> = gone.iter().map(|g| g.0.id).collect();
        let head =
            "SELECT a.id, d.path, a.name FROM asset a JOIN directory d ON d.id = a.directory_id WHERE a.id";
        let mut left_out = HashSet::new();
        for row in for_ids(c, head, "", &ids).await? {
            let (folder, name): (&str, &str) = (row.try_get(1)?, row.try_get(2)?);
            let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            if lies_below(&path, excluded) {
                left_out.insert(row.try_get::<i64, _>(0)?);
            }
        }
        gone.iter_mut().filter(|g| left_out.contains(&g.0.id)).for_each(|g| g.1 = EXCLUDED);
    }
    let presence: HashMap<i64, i64> = missing.iter().map(|m| (m.directory, m.presence)).collect();
    let ids: Vec<i64> = presence.keys().copied().collect();
    let head = "SELECT id, directory_id, size_bytes, mtime_ns, inode, name FROM asset \
                WHERE presence = 0 AND directory_id";
    for row in for_ids(c, head, "", &ids).await? {
        let file = gone_row(&row)?;
        gone.push((file, presence.get(&file.directory).copied().unwrap_or(VANISHED)));
    }
    Ok(gone)
}

fn gone_row(row: &sqlx::sqlite::SqliteRow) -> sqlx::Result<diff::Gone> {
    Ok(diff::Gone {
        id: row.try_get(0)?,
        directory: row.try_get(1)?,
        size_bytes: row.try_get(2)?,
        mtime_ns: row.try_get(3)?,
        inode: row.try_get(4)?,
        name: diff::name_key(row.try_get(5)?),
    })
}

/// A file that a new row and a gone row agree on was moved: the old row, with its id, evidence and history, takes the
/// new place. Returns how many, and takes them out of `gone`.
///
/// Same size, modification time and inode, and the same name or the same folder: file systems without stable inodes
/// hand out the numbers of deleted files again.
async fn follow_moves(
    c: &mut SqliteConnection,
    source: SourceId,
    gone: &mut Vec<(diff::Gone, i64)>,
) -> sqlx::Result<u64> {
    let rows = sqlx::query(
        "SELECT id, directory_id, size_bytes, mtime_ns, inode, name FROM asset \
         WHERE source_id = $1 AND pending <> 0 AND pending = 1 AND read_run IS NULL AND presence = 0 AND inode <> 0",
    )
    .bind(source.0)
    .fetch_all(&mut *c)
    .await?;
    let mut new: HashMap<(i64, i64, i64), diff::Gone> = HashMap::with_capacity(rows.len());
    for row in &rows {
        let file = gone_row(row)?;
        new.insert((file.inode, file.size_bytes, file.mtime_ns), file);
    }
    let mut moves = Vec::new();
    gone.retain(|(old, presence)| {
        let key = (old.inode, old.size_bytes, old.mtime_ns);
        let target = new.get(&key).filter(|n| *presence == VANISHED && n.id != old.id);
        let target = target.filter(|n| n.name == old.name || n.directory == old.directory);
        match target.map(|n| n.id) {
            Some(target) => {
                moves.push((old.id, target));
                new.remove(&key);
                false
            }
            None => true,
        }
    });
    // The new row hands over its place and goes; in between it must not hold the unique name.
    for &(old, target) in &moves {
        let place =
            sqlx::query("DELETE FROM asset WHERE id = $1 RETURNING directory_id, name, folded, ctime_ns")
                .bind(target)
                .fetch_one(&mut *c)
                .await?;
        sqlx::query(
            "UPDATE asset SET directory_id = $1, name = $2, folded = $3, ctime_ns = $4 WHERE id = $5",
        )
        .bind(place.try_get::<i64, _>(0)?)
        .bind(place.try_get::<String, _>(1)?)
        .bind(place.try_get::<String, _>(2)?)
        .bind(place.try_get::<Option<i64>, _>(3)?)
        .bind(old)
        .execute(&mut *c)
        .await?;
    }
    Ok(moves.len() as u64)
}

async fn note_run(c: &mut SqliteConnection, walk: &Walk, now_ns: i64) -> sqlx::Result<()> {
    let RunId(run) = walk.run;
    let insert = "INSERT INTO exclusion (run_id, path, rule) ";
    bulk(c, insert, "", &walk.excluded, |row, (path, rule)| {
        row.bind(run).bind(path.as_str().to_owned()).bind(rule.clone());
    })
    .await?;
    sqlx::query("UPDATE run SET walked_ns = $1, unlisted_folders = $2, special_files = $3 WHERE id = $4")
        .bind(now_ns)
        .bind(walk.unlistable.len() as i64)
        .bind(walk.special_files as i64)
        .bind(run)
        .execute(c)
        .await
        .map(drop)
}

/// Files that were opened but not hashed, because nothing else had their size, and no longer are alone with it.
async fn ask_for_digests(c: &mut SqliteConnection, source: SourceId) -> sqlx::Result<()> {
    let stale: i64 = sqlx::query_scalar("SELECT stale FROM source WHERE id = $1")
        .bind(source.0)
        .fetch_one(&mut *c)
        .await?;
    if stale == 0 {
        return Ok(());
    }
    sqlx::query(
        "UPDATE asset SET pending = 2 WHERE source_id = $1 AND presence = 0 AND pending = 0 AND digest IS NULL \
         AND read_run IS NOT NULL AND size_bytes > 0 AND size_bytes IN \
         (SELECT size_bytes FROM asset WHERE presence = 0 GROUP BY size_bytes HAVING COUNT(*) > 1)",
    )
    .bind(source.0)
    .execute(c)
    .await
    .map(drop)
}
