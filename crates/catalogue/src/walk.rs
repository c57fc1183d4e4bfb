// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! From listings to rows. New and changed files are written as they are met; what went away is only collected, and
//! marked when the walk is finished and its caller agrees.

mod diff;
mod finish;

use crate::catalogue::Catalogue;
use crate::db::pages;
use crate::error::Result;
use crate::inventory::Tally;
use crate::listing::{DirListing, DirectoryId, Fingerprint, KnownDirectories, KnownDirectory, path_key};
use crate::source::SourceHint;
use hoheit_types::{RelPath, RunId, SourceId, Timestamp};
use sqlx::Row as _;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

pub(crate) use diff::{half, keep_evidence, mark_stale};
pub use finish::Walked;

/// One walk over one source, from [`Catalogue::start_run`] to [`Catalogue::finish_walk`].
///
/// INVARIANT (nothing-vanishes-by-accident): until `finish_walk`, nothing of a known source is marked as gone, changed or
/// new, and its folders keep their fingerprints. So a walk that is dropped, killed or declined leaves the inventory as it
/// was, and the next one meets the same folders again.
#[derive(Debug)]
pub struct Walk {
    run: RunId,
    source: SourceId,
    known: Arc<KnownDirectories>,
    place: Option<SourceHint>,
    seen: HashSet<i64>,
    batch: Vec<DirListing>,
    batch_files: usize,
    batch_since: Timestamp,
    gone: Vec<diff::Gone>,
    changed: Vec<diff::Changed>,
    returned: Vec<diff::Returned>,
    deferred: Vec<Settled>,
    unlistable: Vec<RelPath>,
    excluded: Vec<(RelPath, String)>,
    /// Files left out, by rule: only counted, because a pattern may leave out millions
    excluded_files: BTreeMap<String, Tally>,
    special_files: u64,
    present_files: u64,
    new_files: u64,
}

/// What is to be noted of a folder: at once in a source's first walk, else when the walk is finished.
#[derive(Clone, Copy, Debug)]
struct Settled {
    directory: i64,
    fingerprint: Option<Fingerprint>,
    files: u64,
    size_bytes: u64,
}

/// Before anything is marked as gone: what would be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WalkSummary {
    /// Files that were there after the last scan
    pub known_files: u64,
    /// Files that are there now
    pub present_files: u64,
    /// Of the known ones, no longer there (moved ones included)
    pub vanishing_files: u64,
    /// Not known before
    pub new_files: u64,
    /// Known, with other size, times or inode
    pub changed_files: u64,
}

impl WalkSummary {
    /// Whether the source has lost most of its files, so that a person should confirm before they are marked: an
    /// unmounted share looks like that. More than half of at least 20 files: below that, a mistake is cheap, because
    /// vanished files are kept and come back with their evidence.
    pub fn has_lost_most(&self) -> bool {
        // Both: a renamed top folder has vanished without a loss, and what is excluded from now on is no loss either.
        let half = self.known_files / 2;
        self.known_files >= 20 && self.present_files < half && self.vanishing_files > half
    }
}

/// Files per transaction, and how long a batch may wait: what a killed process loses at most.
pub(crate) const BATCH_FILES: usize = 2_000;
pub(crate) const BATCH_NS: i64 = 1_000_000_000;
/// Folders per transaction, for trees of empty ones.
const BATCH_FOLDERS: usize = 1_000;

impl Catalogue {
    /// Begins a scan of a source. `options` is any text that describes how it was called; it is kept with the run.
    pub fn start_run(&mut self, source: SourceId, options: &str) -> Result<Walk> {
        let now = self.clock.now();
        let options = options.to_owned();
        let (run, known) = self.db.transaction("start the run", async |c| {
            let run: i64 = sqlx::query_scalar(
                "INSERT INTO run (source_id, started_ns, options, unlisted_folders, special_files) \
                 VALUES ($1, $2, $3, 0, 0) RETURNING id",
            )
            .bind(source.0)
            .bind(now.0)
            .bind(options)
            .fetch_one(&mut *c)
            .await?;
            // What a walk met that did not come to its end.
            sqlx::query("DELETE FROM asset WHERE source_id = $1 AND pending <> 0 AND presence = 3")
                .bind(source.0)
                .execute(&mut *c)
                .await?;
            let mut known = KnownDirectories::default();
            let head = "SELECT id, path, fingerprint, files FROM directory";
            pages(c, head, Some(source), " AND vanished_run IS NULL", |row| {
                let directory = KnownDirectory {
                    id: row.try_get(0)?,
                    fingerprint: row.try_get::<Option<&[u8]>, _>(2)?.and_then(|f| f.try_into().ok()),
                    files: row.try_get::<i64, _>(3)? as u64,
                };
                known.by_path.insert(path_key(row.try_get(1)?), directory);
                Ok(())
            })
            .await?;
            Ok((run, known))
        })?;
        self.pen.forget_sizes();
        Ok(Walk {
            run: RunId(run),
            source,
            known: Arc::new(known),
            place: None,
            seen: HashSet::new(),
            batch: Vec::new(),
            batch_files: 0,
            batch_since: now,
            gone: Vec::new(),
            changed: Vec::new(),
            returned: Vec::new(),
            deferred: Vec::new(),
            unlistable: Vec::new(),
            excluded: Vec::new(),
            excluded_files: BTreeMap::new(),
            special_files: 0,
            present_files: 0,
            new_files: 0,
        })
    }

    /// Takes the listing of a new or changed folder. Written in batches: what was recorded since the last batch is
    /// lost with a killed process, and met again by the next walk.
    pub fn record_directory(&mut self, walk: &mut Walk, listing: DirListing) -> Result<()> {
        walk.batch_files += listing.entries().len();
        walk.batch.push(listing);
        let is_due = walk.batch_files >= BATCH_FILES
            || walk.batch.len() >= BATCH_FOLDERS
            || self.clock.now().0.saturating_sub(walk.batch_since.0) >= BATCH_NS;
        if is_due { self.flush_walk(walk) } else { Ok(()) }
    }

    fn flush_walk(&mut self, walk: &mut Walk) -> Result<()> {
        walk.batch_since = self.clock.now();
        if walk.batch.is_empty() {
            return Ok(());
        }
        let (run, source, known) = (walk.run, walk.source, walk.known.clone());
        let mut batch = std::mem::take(&mut walk.batch);
        walk.batch_files = 0;
        let mut once = HashSet::new();
        batch.retain(|listing| once.insert(path_key(listing.path().as_str())));
        let written = self
            .db
            .transaction("record folders", async |c| diff::write(c, run, source, &known, &batch).await)?;
        walk.present_files += batch.iter().map(|l| l.entries().len() as u64).sum::<u64>();
        walk.seen.extend(written.directories);
        walk.gone.extend(written.gone);
        walk.deferred.extend(written.deferred);
        walk.changed.extend(written.changed);
        walk.returned.extend(written.returned);
        walk.new_files += written.new_files;
        Ok(())
    }

    /// What finishing this walk would mark as gone. Look at it, and ask a person, before [`Catalogue::finish_walk`].
    pub fn walk_summary(&mut self, walk: &mut Walk) -> Result<WalkSummary> {
        self.flush_walk(walk)?;
        let missing = self.missing_directories(walk)?;
        let vanished = missing.iter().filter(|m| m.presence == finish::VANISHED);
        // What is left out from now on is no loss.
        let mut gone: Vec<i64> =
            walk.gone.iter().filter(|g| g.presence == finish::VANISHED).map(|g| g.id).collect();
        gone.sort_unstable();
        gone.dedup();
        Ok(WalkSummary {
            known_files: walk.known.by_path.values().map(|k| k.files).sum(),
            present_files: walk.present_files,
            vanishing_files: gone.len() as u64 + vanished.map(|m| m.files).sum::<u64>(),
            new_files: walk.new_files,
            changed_files: walk.changed.iter().filter(|c| c.how != diff::How::Doubtful).count() as u64,
        })
    }

    /// Takes back a walk whose [summary](Catalogue::walk_summary) a person declined: as if it had not been begun.
    pub fn abandon_walk(&mut self, walk: Walk) -> Result<()> {
        let (run, source) = (walk.run, walk.source);
        drop(walk);
        self.db.transaction("take the walk back", async |c| {
            let head = "DELETE FROM asset WHERE source_id = $1 AND pending <> 0 AND presence = 3";
            sqlx::query(head).bind(source.0).execute(&mut *c).await?;
            sqlx::query(
                "DELETE FROM directory WHERE source_id = $1 AND vanished_run = $2 AND fingerprint IS NULL \
                 AND NOT EXISTS (SELECT 1 FROM asset WHERE directory_id = directory.id)",
            )
            .bind(source.0)
            .bind(run.0)
            .execute(&mut *c)
            .await?;
            sqlx::query("DELETE FROM run WHERE id = $1").bind(run.0).execute(c).await.map(drop)
        })
    }
}

impl Walk {
    /// The run that this walk belongs to.
    pub fn run(&self) -> RunId {
        self.run
    }

    /// The source.
    pub fn source(&self) -> SourceId {
        self.source
    }

    /// The folders of the last scan, to share among threads.
    pub fn known(&self) -> Arc<KnownDirectories> {
        self.known.clone()
    }

    /// Says where the source was reached and what it looks like; kept when the walk is finished.
    pub fn reached_by(&mut self, place: SourceHint) {
        self.place = Some(place);
    }

    /// Notes that a folder was listed and is [unchanged](KnownDirectories::unchanged), together with its number of
    /// files.
    pub fn unchanged(&mut self, directory: DirectoryId, files: u64) {
        if self.seen.insert(directory.0) {
            self.present_files += files;
        }
    }

    /// Notes a folder that could not be listed. What is known below it stays as it is.
    pub fn unlistable(&mut self, path: RelPath) {
        self.unlistable.push(path);
    }

    /// Notes a folder that was left out on purpose, with the pattern or rule that did it. What is known below it no
    /// longer counts as there, nor as vanished.
    pub fn excluded(&mut self, path: RelPath, rule: impl Into<String>) {
        self.excluded.push((path, rule.into()));
    }

    /// Counts files that a rule left out of folders that were listed; see [`DirListing::leaving_out`].
    pub fn excluded_files(&mut self, rule: &str, tally: Tally) {
        match self.excluded_files.get_mut(rule) {
            Some(sum) => sum.plus(tally),
            None => drop(self.excluded_files.insert(rule.to_owned(), tally)),
        }
    }

    /// Notes links, devices, sockets and pipes.
    pub fn special(&mut self, files: u64) {
        self.special_files += files;
    }
}
