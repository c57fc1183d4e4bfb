// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Listings against rows.

use super::Settled;
use super::finish::{EXCLUDED, MET, PRESENT, VANISHED};
use crate::db::{bulk, change_ids, for_ids};
use crate::fold::fold;
use crate::listing::{DirListing, Entry, KnownDirectories, Stamp, name_key, path_key};
use crate::person::DELETE_TOKENS;
use crate::set_aside::DELETE_SET_ASIDE;
use hoheit_types::{RunId, SourceId};
use sqlx::Row as _;
use sqlx::sqlite::SqliteConnection;
use std::collections::{HashMap, HashSet};

/// A file that is no longer where it was, with what it takes to recognise it elsewhere.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gone {
    pub(super) id: i64,
    pub(super) directory: i64,
    /// What becomes of it: vanished or excluded
    pub(super) presence: i64,
    pub(super) size_bytes: i64,
    pub(super) mtime_ns: i64,
    pub(super) inode: i64,
    /// Keys of its name and extension, which saves keeping a million names
    pub(super) name: u64,
    pub(super) extension: u64,
}

impl Gone {
    /// What a file keeps when it is moved within its file system.
    pub(super) const fn key(&self) -> (i64, i64, i64) {
        (self.inode, self.size_bytes, self.mtime_ns)
    }
}

/// What a batch found; all but `directories` and `new_files` is for the end of the walk.
#[derive(Default)]
pub(super) struct Written {
    pub(super) directories: Vec<i64>,
    pub(super) new_files: u64,
    pub(super) gone: Vec<Gone>,
    pub(super) changed: Vec<Changed>,
    pub(super) returned: Vec<Returned>,
    pub(super) deferred: Vec<Settled>,
}

/// A known file that has to be read again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Changed {
    pub(super) id: i64,
    stamp: Stamp,
    ctime_ns: Option<i64>,
    pub(super) how: How,
    /// Half of the digest that it had
    pub(super) digest: Option<u128>,
}

/// What speaks for a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// Its size differs: it has changed
    Resized,
    /// Its times or its inode differ; whether its content does, reading it will tell. What was known of it no longer
    /// counts.
    Touched {
        /// Also the time of its content, which is all there is to go by where it has no digest
        rewritten: bool,
    },
    /// Nothing, but its times were too recent to be trusted, or a write-ahead log came or went beside it. Until it is read
    /// again, what is known of it counts.
    Doubtful,
}

/// A file that was left out or gone, and is here as it was.
#[derive(Clone, Copy, Debug)]
pub(super) struct Returned {
    id: i64,
    was_read: bool,
}

struct Row {
    id: i64,
    stamp: Stamp,
    ctime_ns: Option<i64>,
    presence: i64,
    was_read: bool,
    digest: Option<u128>,
}

/// Writes what is new in a batch of listings, and collects the rest. Call it inside a transaction.
///
/// New files of a known source do not count before the walk is finished (`MET`): a declined or interrupted walk shall
/// leave the inventory as it was.
pub(super) async fn write(
    c: &mut SqliteConnection,
    run: RunId,
    source: SourceId,
    known: &KnownDirectories,
    batch: &[DirListing],
) -> sqlx::Result<Written> {
    let ids = directory_ids(c, run, source, known, batch).await?;
    let mut rows = rows_of(c, &ids).await?;
    let mut written = Written { directories: ids.clone(), ..Written::default() };
    let is_first = known.is_empty();
    let mut new = Vec::new();
    let mut settled = Vec::new();
    for (listing, &directory) in batch.iter().zip(&ids) {
        let mut rows = rows.remove(&directory).unwrap_or_default();
        let logs = changed_logs(listing, &rows);
        for entry in listing.entries() {
            let row = rows.remove(entry.name.as_str());
            let how = match row.as_ref().map(|row| row.how_changed(entry.stamp)) {
                Some(None) if logs.contains(entry.name.as_str()) => Some(How::Doubtful),
                how => how.flatten(),
            };
            match (row, how) {
                (None, _) => new.push((directory, listing, entry)),
                // Met before in this very walk.
                (Some(row), _) if row.presence == MET => {}
                (Some(row), Some(how)) => written.changed.push(Changed {
                    id: row.id,
                    stamp: entry.stamp,
                    ctime_ns: listing.kept_ctime(entry.stamp),
                    how,
                    digest: row.digest,
                }),
                (Some(Row { id, was_read, presence: VANISHED | EXCLUDED, .. }), None) => {
                    written.returned.push(Returned { id, was_read });
                }
                (Some(_), None) => {}
            }
        }
        let gone = rows.iter().filter(|(_, row)| row.presence == 0).map(|(name, row)| {
            let presence = if listing.leaves_out(name) { EXCLUDED } else { VANISHED };
            row.gone(directory, name, presence)
        });
        let before = written.gone.len();
        written.gone.extend(gone);
        let state = Settled {
            directory,
            fingerprint: listing.kept_fingerprint(),
            files: listing.entries().len() as u64,
            size_bytes: listing.size_bytes(),
        };
        let settles_now = is_first && written.gone.len() == before;
        if settles_now { settled.push(state) } else { written.deferred.push(state) }
    }
    written.new_files = new.len() as u64;
    insert_new(c, run, source, if is_first { PRESENT } else { MET }, &new).await?;
    settle(c, &settled).await?;
    Ok(written)
}

/// Marks what has come back.
pub(super) async fn bring_back(c: &mut SqliteConnection, returned: &[Returned]) -> sqlx::Result<()> {
    for (was_read, pending) in [(true, 0_i64), (false, 1)] {
        let ids: Vec<i64> = returned.iter().filter(|r| r.was_read == was_read).map(|r| r.id).collect();
        let head = format!("UPDATE asset SET presence = 0, gone_run = NULL, pending = {pending} WHERE id");
        change_ids(c, &head, &ids).await?;
    }
    Ok(())
}

/// The end of the name of an SQLite database's write-ahead log.
const LOG_SUFFIX: &str = "-wal";

/// Databases whose write-ahead log has come, gone or grown: their own times need not show it.
fn changed_logs(listing: &DirListing, rows: &HashMap<String, Row>) -> HashSet<String> {
    let was =
        |log: &str| rows.get(log).filter(|row| row.presence == PRESENT).map_or(0, |row| row.stamp.size_bytes);
    let is = |log: &str| {
        let entries = listing.entries();
        let found = entries.binary_search_by(|entry| entry.name.as_str().cmp(log));
        found.ok().and_then(|at| entries.get(at)).map_or(0, |entry| entry.stamp.size_bytes)
    };
    let names = listing.entries().iter().map(|e| e.name.as_str()).chain(rows.keys().map(String::as_str));
    let logs = names.filter_map(|name| Some((name, name.strip_suffix(LOG_SUFFIX)?)));
    logs.filter(|(log, _)| !listing.leaves_out(log) && was(log) != is(log))
        .map(|(_, base)| base.to_owned())
        .collect()
}

impl Row {
    /// `None`: it is as it was.
    fn how_changed(&self, stamp: Stamp) -> Option<How> {
        if self.stamp.size_bytes != stamp.size_bytes {
            return Some(How::Resized);
        }
        let rewritten = self.stamp.mtime_ns != stamp.mtime_ns;
        let is_doubtful = self.ctime_ns.is_none();
        if rewritten || self.stamp.inode != stamp.inode || self.ctime_ns.is_some_and(|c| c != stamp.ctime_ns)
        {
            return Some(How::Touched { rewritten });
        }
        is_doubtful.then_some(How::Doubtful)
    }

    fn gone(&self, directory: i64, name: &str, presence: i64) -> Gone {
        Gone {
            id: self.id,
            directory,
            presence,
            size_bytes: self.stamp.size_bytes as i64,
            mtime_ns: self.stamp.mtime_ns,
            inode: self.stamp.inode as i64,
            name: name_key(name),
            extension: extension_key(name),
        }
    }
}

pub(super) fn extension_key(name: &str) -> u64 {
    name_key(name.rsplit_once('.').map_or("", |(_, extension)| extension))
}

/// The ids of the listed folders, in order; new ones are inserted. They are there once they are settled.
async fn directory_ids(
    c: &mut SqliteConnection,
    run: RunId,
    source: SourceId,
    known: &KnownDirectories,
    batch: &[DirListing],
) -> sqlx::Result<Vec<i64>> {
    let known_id = |listing: &DirListing| known.by_path.get(&path_key(listing.path().as_str())).map(|k| k.id);
    let mut once = HashSet::new();
    let new: Vec<&str> = batch
        .iter()
        .filter(|l| known_id(l).is_none())
        .map(|l| l.path().as_str())
        .filter(|path| once.insert(*path))
        .collect();
    let rows = bulk(
        c,
        "INSERT INTO directory (source_id, path, folded, files, size_bytes, vanished_run) ",
        " ON CONFLICT (source_id, path) DO UPDATE SET path = excluded.path RETURNING id, path",
        &new,
        |row, path| {
            row.bind(source.0).bind((*path).to_owned()).bind(fold(path)).bind(0_i64).bind(0_i64).bind(run.0);
        },
    )
    .await?;
    let mut inserted = HashMap::with_capacity(rows.len());
    for row in &rows {
        inserted.insert(row.try_get::<&str, _>(1)?, row.try_get::<i64, _>(0)?);
    }
    batch
        .iter()
        .map(|l| {
            known_id(l).or_else(|| inserted.get(l.path().as_str()).copied()).ok_or(sqlx::Error::RowNotFound)
        })
        .collect()
}

/// What is known about the files of these folders, by folder and name.
async fn rows_of(c: &mut SqliteConnection, ids: &[i64]) -> sqlx::Result<HashMap<i64, HashMap<String, Row>>> {
    let mut known: HashMap<i64, HashMap<String, Row>> = HashMap::new();
    let head = "SELECT directory_id, name, id, size_bytes, mtime_ns, ctime_ns, inode, presence, \
                read_run IS NOT NULL AND outcome NOT IN ('no_permission', 'io_error', 'changing', 'pending'), digest \
                FROM asset WHERE directory_id";
    for_ids(c, head, ids, |row| {
        let ctime_ns: Option<i64> = row.try_get(5)?;
        let stamp = Stamp {
            size_bytes: row.try_get::<i64, _>(3)? as u64,
            mtime_ns: row.try_get(4)?,
            ctime_ns: ctime_ns.unwrap_or_default(),
            inode: row.try_get::<i64, _>(6)? as u64,
        };
        let known_row = Row {
            id: row.try_get(2)?,
            stamp,
            ctime_ns,
            presence: row.try_get(7)?,
            was_read: row.try_get(8)?,
            digest: row.try_get::<Option<&[u8]>, _>(9)?.and_then(half),
        };
        known.entry(row.try_get(0)?).or_default().insert(row.try_get(1)?, known_row);
        Ok(())
    })
    .await?;
    Ok(known)
}

async fn insert_new(
    c: &mut SqliteConnection,
    run: RunId,
    source: SourceId,
    presence: i64,
    new: &[(i64, &DirListing, &Entry)],
) -> sqlx::Result<()> {
    bulk(
        c,
        "INSERT INTO asset (source_id, directory_id, name, folded, temporary, size_bytes, mtime_ns, ctime_ns, inode, \
         presence, pending, first_run, outcome) ",
        "",
        new,
        |row, (directory, listing, entry)| {
            let folded = fold(&entry.name);
            let temporary = is_temporary(&folded);
            row.bind(source.0)
                .bind(*directory)
                .bind(entry.name.clone())
                .bind(folded)
                .bind(i64::from(temporary))
                .bind(entry.stamp.size_bytes as i64)
                .bind(entry.stamp.mtime_ns)
                .bind(listing.kept_ctime(entry.stamp))
                .bind(entry.stamp.inode as i64)
                .bind(presence)
                .bind(1_i64)
                .bind(run.0)
                .bind("pending");
        },
    )
    .await
    .map(drop)
}

/// Whether a (folded) name is that of a temporary or system file: Office's lock and rescue files, browsers' and
/// editors' left-overs, what Windows and macOS keep beside people's files.
fn is_temporary(folded: &str) -> bool {
    matches!(folded, "thumbs.db" | "ehthumbs.db" | "desktop.ini" | ".ds_store" | "$recycle.bin")
        || folded.starts_with("~$")
        || folded.starts_with("._")
        || folded.starts_with(".~lock.")
        || (folded.starts_with("~wrl") || folded.starts_with("~wrd"))
        || folded.ends_with('~')
        || [".tmp", ".temp", ".bak~", ".swp", ".crdownload", ".part"].iter().any(|end| folded.ends_with(end))
}

/// Puts the files back in line, and the evidence of those that have changed into the history.
pub(super) async fn update_changed(c: &mut SqliteConnection, all: &[Changed]) -> sqlx::Result<()> {
    let (doubtful, changed): (Vec<&Changed>, Vec<&Changed>) =
        all.iter().partition(|changed| changed.how == How::Doubtful);
    let ids: Vec<i64> = changed.iter().map(|c| c.id).collect();
    keep_evidence(c, &ids).await?;
    change_ids(c, "DELETE FROM finding WHERE asset_id", &ids).await?;
    change_ids(c, DELETE_TOKENS, &ids).await?;
    change_ids(c, DELETE_SET_ASIDE, &ids).await?;
    bulk(
        c,
        "WITH v (id, ctime_ns) AS (",
        ") UPDATE asset SET ctime_ns = v.ctime_ns, presence = 0, gone_run = NULL, pending = 1 FROM v WHERE asset.id = v.id",
        &doubtful,
        |row, changed| {
            row.bind(changed.id).bind(changed.ctime_ns);
        },
    )
    .await?;
    bulk(
        c,
        "WITH v (id, size_bytes, mtime_ns, ctime_ns, inode) AS (",
        ") UPDATE asset SET size_bytes = v.size_bytes, mtime_ns = v.mtime_ns, ctime_ns = v.ctime_ns, inode = v.inode, \
         presence = 0, gone_run = NULL, pending = 1, outcome = 'pending', read_run = NULL, format = NULL, \
         digest = NULL, warnings = NULL, members = NULL, members_unread = NULL, pages = NULL, text_chars = NULL, \
         table_rows = NULL, entities = NULL, extractor_version = NULL, ruleset_version = NULL \
         FROM v WHERE asset.id = v.id",
        &changed,
        |row, changed| {
            row.bind(changed.id)
                .bind(changed.stamp.size_bytes as i64)
                .bind(changed.stamp.mtime_ns)
                .bind(changed.ctime_ns)
                .bind(changed.stamp.inode as i64);
        },
    )
    .await
    .map(drop)
}

/// The part of a digest that tells contents apart.
pub(crate) fn half(digest: &[u8]) -> Option<u128> {
    digest.first_chunk().map(|half| u128::from_be_bytes(*half))
}

/// Copies the evidence of these files, where there is any, into the history: it is about to be replaced.
pub(crate) async fn keep_evidence(c: &mut SqliteConnection, ids: &[i64]) -> sqlx::Result<()> {
    let head = "INSERT INTO observation (asset_id, run_id, size_bytes, mtime_ns, outcome, format, digest, entities, \
                extractor_version, ruleset_version) \
                SELECT id, read_run, size_bytes, mtime_ns, outcome, format, digest, entities, extractor_version, \
                ruleset_version FROM asset WHERE read_run IS NOT NULL AND id";
    change_ids(c, head, ids).await
}

pub(super) async fn settle(c: &mut SqliteConnection, settled: &[Settled]) -> sqlx::Result<()> {
    bulk(
        c,
        "WITH v (id, fingerprint, files, size_bytes) AS (",
        ") UPDATE directory SET fingerprint = v.fingerprint, files = v.files, size_bytes = v.size_bytes, \
         vanished_run = NULL FROM v WHERE directory.id = v.id",
        settled,
        |row, settled| {
            row.bind(settled.directory)
                .bind(settled.fingerprint.map(|f| f.to_vec()))
                .bind(settled.files as i64)
                .bind(settled.size_bytes as i64);
        },
    )
    .await
    .map(drop)
}

/// Notes that the datasets and the coverage of a source no longer describe it.
pub(crate) async fn mark_stale(c: &mut SqliteConnection, source: SourceId) -> sqlx::Result<()> {
    sqlx::query("UPDATE source SET stale = 1 WHERE id = $1 AND stale = 0")
        .bind(source.0)
        .execute(c)
        .await
        .map(drop)
}
