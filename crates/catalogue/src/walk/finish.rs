// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The end of a walk: what went away, what merely moved, what was left out.

use super::{Walk, diff};
use crate::catalogue::Catalogue;
use crate::db::{BULK_ROWS, bulk, change_ids, for_ids, pages};
use crate::error::Result;
use crate::listing::name_key;
use crate::reading::{Doubt, pending};
use crate::source::note_place;
use hoheit_types::{AssetId, RelPath, RunId, SourceId};
use sqlx::Row as _;
use sqlx::sqlite::SqliteConnection;
use std::collections::{HashMap, HashSet};

/// Values of `asset.presence`.
pub(super) const PRESENT: i64 = 0;
pub(super) const VANISHED: i64 = 1;
pub(super) const EXCLUDED: i64 = 2;
/// New in a walk that is not finished
pub(super) const MET: i64 = 3;

/// What a finished walk has changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Walked {
    /// Not known before
    pub new_files: u64,
    /// Known from an earlier walk, left out or gone since then, and here again
    pub returned_files: u64,
    /// Known, with another size. Whether those of the same size have changed is known when they are read: see
    /// [`Catalogue::changed_when_read`].
    pub changed_files: u64,
    /// Marked as gone
    pub vanished_files: u64,
    /// Found again under another name or in another folder: their evidence went with them, they are not new
    pub moved_files: u64,
    /// Left out since this walk
    pub excluded_files: u64,
    /// Waiting to be read or hashed
    pub pending_files: u64,
    /// Bytes of these
    pub pending_bytes: u64,
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
        self.pen.expect_changes(doubts(&walk.changed));
        self.db.transaction("finish the walk", async |c| {
            if !walk.known.is_empty() {
                // What waited for the end of the walk, and what could not be read in an earlier run.
                sqlx::query(
                    "UPDATE asset SET pending = 1, presence = CASE presence WHEN 3 THEN 0 ELSE presence END \
                     WHERE source_id = $1 AND pending <> 0 AND (pending = 3 OR presence = 3)",
                )
                .bind(walk.source.0)
                .execute(&mut *c)
                .await?;
            }
            diff::update_changed(c, &walk.changed).await?;
            diff::bring_back(c, &walk.returned).await?;
            let mut gone = gone_files(c, &walk, &missing).await?;
            let moved = if gone.is_empty() { 0 } else { follow_moves(c, walk.source, &mut gone).await? };
            let mut walked = Walked {
                new_files: walk.new_files.saturating_sub(moved),
                returned_files: walk.returned.len() as u64,
                changed_files: walk.changed.iter().filter(|c| c.how == diff::How::Resized).count() as u64,
                moved_files: moved,
                ..Walked::default()
            };
            for (presence, count) in
                [(VANISHED, &mut walked.vanished_files), (EXCLUDED, &mut walked.excluded_files)]
            {
                let ids: Vec<i64> = gone.iter().filter(|g| g.presence == presence).map(|g| g.id).collect();
                *count = ids.len() as u64;
                let head = format!(
                    "UPDATE asset SET presence = {presence}, gone_run = {}, pending = 0 WHERE id",
                    walk.run.0
                );
                change_ids(c, &head, &ids).await?;
            }
            let ids: Vec<i64> = missing.iter().map(|m| m.directory).collect();
            let head = format!(
                "UPDATE directory SET fingerprint = NULL, files = 0, size_bytes = 0, vanished_run = {} WHERE id",
                walk.run.0
            );
            change_ids(c, &head, &ids).await?;
            diff::settle(c, &walk.deferred).await?;
            let met = walk.new_files > 0 || !walk.changed.is_empty() || !walk.returned.is_empty();
            if !gone.is_empty() || moved > 0 || met {
                diff::mark_stale(c, walk.source).await?;
            }
            note_run(c, &walk, now.0).await?;
            if let Some(place) = &walk.place {
                note_place(c, walk.source, place).await?;
            }
            ask_for_digests(c, walk.source).await?;
            let pending = pending(c, walk.source).await?;
            (walked.pending_files, walked.pending_bytes) = (pending.files, pending.size_bytes);
            Ok(walked)
        })
    }

    /// Marks files as gone that this run's walk met and that were not there any more when they were to be read. They keep
    /// their evidence. Returns how many.
    pub fn mark_vanished(&mut self, source: SourceId, run: RunId, files: &[AssetId]) -> Result<u64> {
        self.flush()?;
        self.pen.forget_sizes();
        let ids: Vec<i64> = files.iter().map(|file| file.0).collect();
        let head = format!(
            "UPDATE asset SET presence = {VANISHED}, gone_run = {}, pending = 0 WHERE presence = {PRESENT} AND id",
            run.0
        );
        self.db.transaction("mark vanished files", async |c| {
            change_ids(c, &head, &ids).await?;
            diff::mark_stale(c, source).await
        })?;
        Ok(ids.len() as u64)
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
            for_ids(c, "SELECT id, path, files FROM directory WHERE id", &unseen, |row| {
                let path: &str = row.try_get(1)?;
                if !lies_below(path, &unlistable) {
                    let presence = if lies_below(path, &excluded) { EXCLUDED } else { VANISHED };
                    let files = row.try_get::<i64, _>(2)? as u64;
                    missing.push(Missing { directory: row.try_get(0)?, files, presence });
                }
                Ok(())
            })
            .await?;
            Ok(missing)
        })
    }
}

/// What tells, of files that may have changed, whether they have.
fn doubts(changed: &[diff::Changed]) -> HashMap<i64, Doubt> {
    let open = changed.iter().filter_map(|changed| match changed.how {
        diff::How::Resized => None,
        diff::How::Touched { rewritten } => Some((changed.id, Doubt { digest: changed.digest, rewritten })),
        diff::How::Doubtful => Some((changed.id, Doubt { digest: changed.digest, rewritten: false })),
    });
    open.collect()
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

/// Every file that is gone.
async fn gone_files(
    c: &mut SqliteConnection,
    walk: &Walk,
    missing: &[Missing],
) -> sqlx::Result<Vec<diff::Gone>> {
    let mut gone = walk.gone.clone();
    let presence: HashMap<i64, i64> = missing.iter().map(|m| (m.directory, m.presence)).collect();
    let ids: Vec<i64> = presence.keys().copied().collect();
    let head = format!("{GONE_ROW} WHERE presence = 0 AND directory_id");
    for_ids(c, &head, &ids, |row| {
        let file = gone_row(row)?;
        let presence = presence.get(&file.directory).copied().unwrap_or(VANISHED);
        gone.push(diff::Gone { presence, ..file });
        Ok(())
    })
    .await?;
    // A folder that was recorded twice lost its files twice.
    gone.sort_unstable_by_key(|file| (file.key(), file.id));
    gone.dedup_by_key(|file| file.id);
    Ok(gone)
}

const GONE_ROW: &str = "SELECT id, directory_id, size_bytes, mtime_ns, inode, name FROM asset";

fn gone_row(row: &sqlx::sqlite::SqliteRow) -> sqlx::Result<diff::Gone> {
    let name: &str = row.try_get(5)?;
    Ok(diff::Gone {
        id: row.try_get(0)?,
        directory: row.try_get(1)?,
        presence: VANISHED,
        size_bytes: row.try_get(2)?,
        mtime_ns: row.try_get(3)?,
        inode: row.try_get(4)?,
        name: name_key(name),
        extension: diff::extension_key(name),
    })
}

/// A file that a new row and a gone row agree on was moved: the old row, with its id, evidence and history, takes the
/// new place. Returns how many, and takes them out of `gone` (sorted by key).
///
/// Same size, modification time and inode, and the same name, or the same folder and extension: file systems without
/// stable inodes hand out the numbers of deleted files again, and another extension may mean another reader.
async fn follow_moves(
    c: &mut SqliteConnection,
    source: SourceId,
    gone: &mut Vec<diff::Gone>,
) -> sqlx::Result<u64> {
    let mut moves: Vec<(i64, i64)> = Vec::new();
    let mut taken = HashSet::new();
    let unread = " AND pending <> 0 AND pending = 1 AND read_run IS NULL AND presence = 0 AND inode <> 0";
    pages(c, GONE_ROW, Some(source), unread, |row| {
        let new = gone_row(row)?;
        let first = gone.partition_point(|old| old.key() < new.key());
        let same_file = gone.get(first..).into_iter().flatten().take_while(|old| old.key() == new.key());
        let old = same_file
            .filter(|old| old.presence == VANISHED && old.id != new.id && !taken.contains(&old.id))
            .find(|old| {
                old.name == new.name || (old.directory == new.directory && old.extension == new.extension)
            });
        if let Some(old) = old {
            taken.insert(old.id);
            moves.push((old.id, new.id));
        }
        Ok(())
    })
    .await?;
    gone.retain(|old| !taken.contains(&old.id));
    for chunk in moves.chunks(BULK_ROWS) {
        take_places(c, chunk).await?;
    }
    Ok(moves.len() as u64)
}

/// Where a file lies.
struct Place {
    directory: i64,
    name: String,
    folded: String,
    temporary: i64,
    ctime_ns: Option<i64>,
}

/// Gives each first row the place of the second one, and removes that one.
async fn take_places(c: &mut SqliteConnection, moves: &[(i64, i64)]) -> sqlx::Result<()> {
    let new: Vec<i64> = moves.iter().map(|(_, new)| *new).collect();
    let mut places = HashMap::with_capacity(moves.len());
    let head = "SELECT id, directory_id, name, folded, temporary, ctime_ns FROM asset WHERE id";
    for_ids(c, head, &new, |row| {
        let place = Place {
            directory: row.try_get(1)?,
            name: row.try_get(2)?,
            folded: row.try_get(3)?,
            temporary: row.try_get(4)?,
            ctime_ns: row.try_get(5)?,
        };
        places.insert(row.try_get::<i64, _>(0)?, place);
        Ok(())
    })
    .await?;
    // Removed first: a name is unique in its folder.
    change_ids(c, "DELETE FROM asset WHERE id", &new).await?;
    let moved: Vec<(i64, Place)> =
        moves.iter().filter_map(|(old, new)| Some((*old, places.remove(new)?))).collect();
    bulk(
        c,
        "WITH v (id, directory_id, name, folded, temporary, ctime_ns) AS (",
        ") UPDATE asset SET directory_id = v.directory_id, name = v.name, folded = v.folded, \
         temporary = v.temporary, ctime_ns = v.ctime_ns FROM v WHERE asset.id = v.id",
        &moved,
        |row, (id, place)| {
            row.bind(*id)
                .bind(place.directory)
                .bind(place.name.clone())
                .bind(place.folded.clone())
                .bind(place.temporary)
                .bind(place.ctime_ns);
        },
    )
    .await
    .map(drop)
}

async fn note_run(c: &mut SqliteConnection, walk: &Walk, now_ns: i64) -> sqlx::Result<()> {
    let RunId(run) = walk.run;
    // Only the last walk's are asked for, ever.
    for table in ["exclusion", "exclusion_files"] {
        let sql = format!("DELETE FROM {table} WHERE run_id IN (SELECT id FROM run WHERE source_id = $1)");
        sqlx::query(sqlx::AssertSqlSafe(sql)).bind(walk.source.0).execute(&mut *c).await?;
    }
    let insert = "INSERT INTO exclusion (run_id, path, rule) ";
    bulk(c, insert, "", &walk.excluded, |row, (path, rule)| {
        row.bind(run).bind(path.as_str().to_owned()).bind(rule.clone());
    })
    .await?;
    let insert = "INSERT INTO exclusion_files (run_id, rule, files, size_bytes) ";
    let tallies: Vec<_> = walk.excluded_files.iter().collect();
    bulk(c, insert, "", &tallies, |row, (rule, tally)| {
        row.bind(run).bind((*rule).clone()).bind(tally.files as i64).bind(tally.size_bytes as i64);
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
