// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What is to be read, and what came of it.

use crate::catalogue::Catalogue;
use crate::db::{bulk, change_ids};
use crate::error::Result;
use crate::inventory::Tally;
use crate::listing::Stamp;
use crate::person::{DELETE_TOKENS, write_tokens};
use crate::set_aside::{DELETE_SET_ASIDE, write_set_aside};
use crate::token::Tokens;
use crate::walk::{BATCH_FILES, BATCH_NS, half, keep_evidence, mark_stale};
use hoheit_types::{
    AssetId, Digest, Entity, Finding, Format, NotRead, ReadState, RelPath, RunId, SetAside, SourceId,
    Timestamp, Warning,
};
use sqlx::Row as _;
use sqlx::sqlite::SqliteConnection;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A file that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingFile {
    /// Its row
    pub asset: AssetId,
    /// Where it lies
    pub path: RelPath,
    /// As it was listed
    pub stamp: Stamp,
    /// What to do with it
    pub purpose: Purpose,
    /// Whether no other file known has this size. Where the format has no reader, it needs no digest then.
    pub size_is_unique: bool,
}

/// Why a file waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be read (and hashed in the same pass): it is new, changed, or was examined by older rules
    Read,
    /// To be hashed only: another file of its size has turned up
    HashOnly,
}

/// Which program looked: results of other versions count as outdated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Versions {
    /// Of the readers
    pub extractor: u32,
    /// Of the detection rules
    pub ruleset: u32,
}

/// What came of reading one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Which file
    pub asset: AssetId,
    /// In which run
    pub run: RunId,
    /// The moment before its first byte was read
    pub read_at: Timestamp,
    /// As the open file says, after the last byte was read
    pub stamp: Stamp,
    /// Its state, or why it has none. `NoPermission`, `IoError` and `Changing` are tried again in the next run.
    pub outcome: Result<ReadState, NotRead>,
    /// By content
    pub format: Option<Format>,
    /// Of all its bytes
    pub digest: Option<Digest>,
    /// What is missing or noteworthy
    pub warnings: Vec<Warning>,
    /// Documents inside it, over all levels
    pub members: u64,
    /// Of these, not read completely
    pub members_unread: u64,
    /// Pages, slides or sheets
    pub pages: Option<u64>,
    /// Characters of text, members included
    pub text_chars: u64,
    /// Rows of its longest table
    pub table_rows: u64,
    /// What was found, with the path of the member it was found in (empty: the file itself)
    pub findings: Vec<(String, Finding)>,
    /// What was found and marked as a false alarm
    pub set_aside: Vec<SetAside>,
    /// Where which values occur, as keyed hashes; `None` where there are none
    pub tokens: Option<Tokens>,
    /// Which program looked
    pub versions: Versions,
}

impl Reading {
    /// An outcome with nothing else to say, for a file as it was listed.
    pub fn new(
        run: RunId,
        file: &PendingFile,
        read_at: Timestamp,
        outcome: Result<ReadState, NotRead>,
    ) -> Self {
        Self {
            asset: file.asset,
            run,
            read_at,
            stamp: file.stamp,
            outcome,
            format: None,
            digest: None,
            warnings: Vec::new(),
            members: 0,
            members_unread: 0,
            pages: None,
            text_chars: 0,
            table_rows: 0,
            findings: Vec::new(),
            set_aside: Vec::new(),
            tokens: None,
            versions: Versions::default(),
        }
    }
}

/// Readings on their way into the database.
#[derive(Default)]
pub(crate) struct Pen {
    readings: Vec<Reading>,
    digests: Vec<(AssetId, Option<Digest>)>,
    since: Option<Timestamp>,
    /// Sizes that more than one file has; computed when the first pending files are asked for
    repeated: Option<HashSet<i64>>,
    /// Files that were handed out and have no evidence yet: of these nothing is to be kept or removed
    unread: HashSet<i64>,
    /// Files of the last walk that may have changed
    doubts: HashMap<i64, Doubt>,
    changed_files: u64,
}

/// What is known of a file that may have changed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Doubt {
    /// Half of the digest that it had
    pub(crate) digest: Option<u128>,
    /// Whether the time of its content differs
    pub(crate) rewritten: bool,
}

impl Pen {
    pub(crate) fn forget_sizes(&mut self) {
        self.repeated = None;
    }

    pub(crate) fn expect_changes(&mut self, doubts: HashMap<i64, Doubt>) {
        self.unread.clear();
        self.doubts = doubts;
        self.changed_files = 0;
    }

    /// Settles a doubt by what a file's content turned out to be.
    fn settle(&mut self, asset: AssetId, digest: Option<Digest>) {
        let Some(doubt) = self.doubts.remove(&asset.0) else { return };
        let now = digest.and_then(|digest| half(digest.as_bytes()));
        let differs = doubt.digest.zip(now).map_or(doubt.rewritten, |(was, is)| was != is);
        self.changed_files += u64::from(differs);
    }
}

impl Catalogue {
    // INVARIANT (recovery-is-the-normal-path): what waits is a row, whoever put it there and whenever.
    /// The next files that wait, in the order in which folders were met, after the given one. Ask with the last
    /// row's id until nothing comes; what was recorded meanwhile does not come again.
    pub fn next_pending(
        &mut self,
        source: SourceId,
        after: Option<AssetId>,
        limit: usize,
    ) -> Result<Vec<PendingFile>> {
        let Self { db, pen, .. } = self;
        db.run("look for waiting files", async |c| {
            // `pending <> 0` stands there for the partial index.
            let rows = sqlx::query(
                "SELECT a.id, d.path, a.name, a.size_bytes, a.mtime_ns, a.ctime_ns, a.inode, a.pending, \
                 a.read_run IS NULL FROM asset a JOIN directory d ON d.id = a.directory_id \
                 WHERE a.source_id = $1 AND a.pending <> 0 AND a.pending <> 3 AND a.id > $2 ORDER BY a.id LIMIT $3",
            )
            .bind(source.0)
            .bind(after.map_or(0, |a| a.0))
            .bind(limit as i64)
            .fetch_all(&mut *c)
            .await?;
            if rows.is_empty() {
                return Ok(Vec::new());
            }
            if pen.repeated.is_none() {
                pen.repeated = Some(repeated_sizes(c).await?);
            }
            for row in &rows {
                if row.try_get(8)? {
                    pen.unread.insert(row.try_get(0)?);
                }
            }
            let repeated = pen.repeated.as_ref();
            rows.iter().map(|row| pending_file(row, repeated)).collect()
        })
    }

    /// Takes what came of reading a file. Written in batches of 2,000 files or one second: what a killed process
    /// loses, and the next run reads again.
    pub fn record_reading(&mut self, reading: Reading) -> Result<()> {
        if reading.outcome.is_ok() {
            self.pen.settle(reading.asset, reading.digest);
        }
        self.pen.readings.push(reading);
        self.flush_if_due()
    }

    /// Takes the digest of a file that was to be [hashed only](Purpose::HashOnly); `None` where that failed.
    pub fn record_digest(&mut self, asset: AssetId, digest: Option<Digest>) -> Result<()> {
        self.pen.settle(asset, digest);
        self.pen.digests.push((asset, digest));
        self.flush_if_due()
    }

    /// Files of the walk finished last, of the same size as before, whose content turned out to have changed when they
    /// were read since.
    pub fn changed_when_read(&self) -> u64 {
        self.pen.changed_files
    }

    /// What waits to be read or hashed.
    pub fn pending(&mut self, source: SourceId) -> Result<Tally> {
        self.db.run("count waiting files", async |c| pending(c, source).await)
    }

    fn flush_if_due(&mut self) -> Result<()> {
        let now = self.clock.now();
        let since = *self.pen.since.get_or_insert(now);
        let is_due = self.pen.readings.len() + self.pen.digests.len() >= BATCH_FILES
            || now.0.saturating_sub(since.0) >= BATCH_NS;
        if is_due { self.flush() } else { Ok(()) }
    }

    /// Writes what was recorded. Call it before waiting for something, and when the scan is interrupted.
    pub fn flush(&mut self) -> Result<()> {
        self.pen.since = None;
        if self.pen.readings.is_empty() && self.pen.digests.is_empty() {
            return Ok(());
        }
        let readings = std::mem::take(&mut self.pen.readings);
        let digests = std::mem::take(&mut self.pen.digests);
        let again: Vec<i64> =
            readings.iter().map(|r| r.asset.0).filter(|id| !self.pen.unread.remove(id)).collect();
        self.db.transaction("record readings", async |c| {
            keep_evidence(c, &again).await?;
            change_ids(c, "DELETE FROM finding WHERE asset_id", &again).await?;
            change_ids(c, DELETE_TOKENS, &again).await?;
            change_ids(c, DELETE_SET_ASIDE, &again).await?;
            write(c, &readings).await?;
            write_digests(c, &digests).await
        })
    }

    /// Makes files wait that were examined by other versions than these, those whose tokens were made with another key than
    /// the one in use, and those that may fare better today: too large, quarantined, or without text for want of OCR
    /// (`scan --refresh`). They keep their evidence until they are read
    /// again. Returns how many.
    pub fn mark_outdated_pending(
        &mut self,
        source: SourceId,
        versions: Versions,
        key: Option<u32>,
    ) -> Result<u64> {
        self.flush()?;
        self.db.run("look for outdated evidence", async |c| {
            let done = sqlx::query(
                "UPDATE asset SET pending = 1 WHERE source_id = $1 AND presence = 0 AND pending <> 1 \
                 AND read_run IS NOT NULL AND (extractor_version <> $2 OR ruleset_version <> $3 \
                 OR outcome IN ('too_large', 'quarantined', 'image_only') OR warnings LIKE '%pages_without_text%' \
                 OR EXISTS (SELECT 1 FROM occurrence o WHERE o.asset_id = asset.id AND o.key_id <> $4))",
            )
            .bind(source.0)
            .bind(i64::from(versions.extractor))
            .bind(i64::from(versions.ruleset))
            .bind(key.map(i64::from))
            .execute(c)
            .await?;
            Ok(done.rows_affected())
        })
    }

    /// Makes every file wait (`scan --rehash`). They keep their evidence until they are read again. Returns how many.
    pub fn mark_all_pending(&mut self, source: SourceId) -> Result<u64> {
        self.flush()?;
        self.db.run("mark all files", async |c| {
            let done = sqlx::query("UPDATE asset SET pending = 1 WHERE source_id = $1 AND presence = 0")
                .bind(source.0)
                .execute(c)
                .await?;
            Ok(done.rows_affected())
        })
    }
}

pub(crate) async fn pending(c: &mut SqliteConnection, source: SourceId) -> sqlx::Result<Tally> {
    let (files, size_bytes): (i64, i64) = sqlx::query_as(
        "SELECT COUNT(*), COALESCE(SUM(size_bytes), 0) FROM asset \
         WHERE source_id = $1 AND pending <> 0 AND pending <> 3",
    )
    .bind(source.0)
    .fetch_one(c)
    .await?;
    Ok(Tally { files: files as u64, size_bytes: size_bytes as u64 })
}

async fn repeated_sizes(c: &mut SqliteConnection) -> sqlx::Result<HashSet<i64>> {
    let sizes: Vec<i64> = sqlx::query_scalar(
        "SELECT size_bytes FROM asset WHERE presence = 0 GROUP BY size_bytes HAVING COUNT(*) > 1",
    )
    .fetch_all(c)
    .await?;
    Ok(sizes.into_iter().collect())
}

fn pending_file(row: &sqlx::sqlite::SqliteRow, repeated: Option<&HashSet<i64>>) -> sqlx::Result<PendingFile> {
    let (folder, name): (&str, &str) = (row.try_get(1)?, row.try_get(2)?);
    let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let size: i64 = row.try_get(3)?;
    Ok(PendingFile {
        asset: AssetId(row.try_get(0)?),
        path: RelPath::from_kept(path),
        stamp: Stamp {
            size_bytes: size as u64,
            mtime_ns: row.try_get(4)?,
            ctime_ns: row.try_get::<Option<i64>, _>(5)?.unwrap_or_default(),
            inode: row.try_get::<i64, _>(6)? as u64,
        },
        purpose: if row.try_get::<i64, _>(7)? == 2 { Purpose::HashOnly } else { Purpose::Read },
        size_is_unique: repeated.is_some_and(|repeated| !repeated.contains(&size)),
    })
}

async fn write(c: &mut SqliteConnection, readings: &[Reading]) -> sqlx::Result<()> {
    bulk(
        c,
        "WITH v (id, run, size_bytes, mtime_ns, ctime_ns, inode, pending, outcome, format, digest, warnings, members, \
         members_unread, pages, text_chars, table_rows, entities, extractor_version, ruleset_version) AS (",
        ") UPDATE asset SET read_run = v.run, size_bytes = v.size_bytes, mtime_ns = v.mtime_ns, \
         ctime_ns = v.ctime_ns, inode = v.inode, pending = v.pending, outcome = v.outcome, format = v.format, \
         digest = v.digest, warnings = v.warnings, members = v.members, members_unread = v.members_unread, \
         pages = v.pages, text_chars = v.text_chars, table_rows = v.table_rows, entities = v.entities, \
         extractor_version = v.extractor_version, ruleset_version = v.ruleset_version FROM v WHERE asset.id = v.id",
        readings,
        bind_reading,
    )
    .await?;
    let findings: Vec<(i64, &str, &Finding)> =
        readings.iter().flat_map(|r| r.findings.iter().map(|(m, f)| (r.asset.0, m.as_str(), f))).collect();
    bulk(
        c,
        "INSERT INTO finding (asset_id, member, entity, rule, rule_version, table_column, occurrences, \
         distinct_values, confidence, signals, role, rows_total, rows_read, rows_matching) ",
        "",
        &findings,
        |row, (asset, member, finding)| {
            row.bind(*asset)
                .bind((*member).to_owned())
                .bind(finding.entity.name())
                .bind(finding.rule.name.clone())
                .bind(i64::from(finding.rule.version))
                .bind(finding.column.clone())
                .bind(finding.count as i64)
                .bind(finding.distinct as i64)
                .bind(i64::from(finding.confidence.as_percent()))
                .bind(i64::from(finding.signals.bits()))
                .bind(finding.role.name())
                .bind(finding.rows.map(|rows| rows.total as i64))
                .bind(finding.rows.map(|rows| rows.read as i64))
                .bind(finding.rows.map(|rows| rows.matching as i64));
        },
    )
    .await?;
    write_tokens(c, readings).await?;
    write_set_aside(c, readings).await?;
    let runs: HashSet<i64> = readings.iter().map(|r| r.run.0).collect();
    for run in runs {
        let source = sqlx::query_scalar("SELECT source_id FROM run WHERE id = $1")
            .bind(run)
            .fetch_one(&mut *c)
            .await?;
        mark_stale(c, SourceId(source)).await?;
    }
    Ok(())
}

fn bind_reading(row: &mut crate::db::Row<'_, '_>, reading: &Reading) {
    let (outcome, pending) = match reading.outcome {
        Ok(state) => (state.name(), 0_i64),
        Err(reason) => {
            let pending = match reason {
                NotRead::Pending => 1,
                NotRead::NoPermission | NotRead::IoError | NotRead::Changing => 3,
                NotRead::Special => 0,
            };
            (reason.name(), pending)
        }
    };
    let warnings: Vec<_> = reading.warnings.iter().map(|w| (w.code, w.number)).collect();
    let warnings = (!warnings.is_empty()).then(|| serde_json::to_string(&warnings).unwrap_or_default());
    let entities = summary(&reading.findings);
    let entities = (!entities.is_empty()).then(|| serde_json::to_string(&entities).unwrap_or_default());
    let was_read = reading.outcome.is_ok();
    row.bind(reading.asset.0)
        .bind(reading.run.0)
        .bind(reading.stamp.size_bytes as i64)
        .bind(reading.stamp.mtime_ns)
        .bind(reading.stamp.is_trusted(reading.read_at).then_some(reading.stamp.ctime_ns))
        .bind(reading.stamp.inode as i64)
        .bind(pending)
        .bind(outcome)
        .bind(reading.format.map(Format::name))
        .bind(reading.digest.map(|d| d.as_bytes().to_vec()))
        .bind(warnings)
        .bind(was_read.then_some(reading.members as i64))
        .bind(was_read.then_some(reading.members_unread as i64))
        .bind(reading.pages.map(|p| p as i64))
        .bind(was_read.then_some(reading.text_chars as i64))
        .bind(was_read.then_some(reading.table_rows as i64))
        .bind(entities)
        .bind(i64::from(reading.versions.extractor))
        .bind(i64::from(reading.versions.ruleset));
}

/// Findings added up by kind: occurrences over all rules and members, confidence of the surest; most occurrences first.
fn summary(findings: &[(String, Finding)]) -> Vec<(Entity, u64, u8)> {
    let mut by_entity: BTreeMap<Entity, (u64, u8)> = BTreeMap::new();
    for (_, finding) in findings {
        let (count, confidence) = by_entity.entry(finding.entity).or_default();
        *count = count.saturating_add(finding.count);
        *confidence = finding.confidence.as_percent().max(*confidence);
    }
    let mut summary: Vec<_> =
        by_entity.into_iter().map(|(e, (count, confidence))| (e, count, confidence)).collect();
    summary.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
    summary
}

async fn write_digests(c: &mut SqliteConnection, digests: &[(AssetId, Option<Digest>)]) -> sqlx::Result<()> {
    bulk(
        c,
        "WITH v (id, digest) AS (",
        ") UPDATE asset SET digest = v.digest, pending = 0 FROM v WHERE asset.id = v.id",
        digests,
        |row, (asset, digest)| {
            row.bind(asset.0).bind(digest.map(|d| d.as_bytes().to_vec()));
        },
    )
    .await
    .map(drop)
}
