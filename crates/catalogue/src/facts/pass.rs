// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! All files, quickly. Handing over a row costs sqlx about 0.3 µs a column: three seconds for a million files of ten
//! columns. So the database packs many files into one text (`string_agg`, which PostgreSQL has too), and they are
//! parted here, in a third of that time.

use crate::db::{of_source, pages};
use crate::inventory::GapReason;
use hoheit_types::{Digest, Entity, Format, SourceId};
use sqlx::Row as _;
use sqlx::sqlite::SqliteConnection;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// Files per text: long enough to make the cost of a query disappear, about 100 kB.
const FILES_PER_TEXT: i64 = 1_000;

/// One file, as far as sums need it.
#[derive(Debug)]
pub(super) struct File {
    pub(super) directory: i64,
    /// Only where it is not its directory's
    pub(super) dataset: Option<i64>,
    pub(super) size_bytes: u64,
    pub(super) mtime_ns: i64,
    pub(super) is_temporary: bool,
    pub(super) outcome: GapReason,
    pub(super) format: Option<Format>,
    pub(super) text_chars: Option<u64>,
    /// Extractor and rule set, where it was read
    pub(super) versions: Option<(u32, u32)>,
    pub(super) digest: Option<Digest>,
    /// Where a digest is: the file itself, whatever its names
    pub(super) inode: Option<Inode>,
    pub(super) entities: Vec<(Entity, u64, u8)>,
}

/// What the names of one file have in common (hard links). The inode alone would not do: a place can hold several file
/// systems, which count theirs from one; that their times agree to the nanosecond too does not happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Inode {
    pub(crate) source: i64,
    /// 0 where the file system has none: then every row is a file of its own
    pub(crate) number: i64,
    pub(crate) ctime_ns: i64,
    pub(crate) mtime_ns: i64,
    pub(crate) asset: i64,
}

impl Inode {
    /// A key that only names of the same file share. Sources on one file system can show the same file.
    pub(crate) fn key(self, filesystems: &Filesystems) -> u64 {
        let mut hasher = DefaultHasher::new();
        if self.number == 0 {
            (self.source, self.asset).hash(&mut hasher);
        } else {
            filesystems.0.get(&self.source).ok_or(self.source).hash(&mut hasher);
            (self.number, self.ctime_ns, self.mtime_ns).hash(&mut hasher);
        }
        hasher.finish()
    }
}

/// The file system that each source lies on, where the system tells one.
#[derive(Debug, Default)]
pub(crate) struct Filesystems(HashMap<i64, String>);

impl Filesystems {
    pub(crate) async fn load(c: &mut SqliteConnection) -> sqlx::Result<Self> {
        let known: Vec<(i64, String)> =
            sqlx::query_as("SELECT id, filesystem FROM source WHERE filesystem IS NOT NULL")
                .fetch_all(c)
                .await?;
        Ok(Self(known.into_iter().collect()))
    }
}

/// Calls `visit` for every file that is there.
pub(super) async fn over_files(
    c: &mut SqliteConnection,
    source: Option<SourceId>,
    mut visit: impl FnMut(&File),
) -> sqlx::Result<()> {
    let last: i64 = sqlx::query_scalar("SELECT COALESCE(MAX(id), 0) FROM asset").fetch_one(&mut *c).await?;
    let formats: HashMap<&str, Format> = Format::ALL.iter().map(|f| (f.name(), *f)).collect();
    let mut from = 0;
    while from <= last {
        let mut query = of_source(
            "SELECT string_agg(directory_id || ' ' || COALESCE(dataset_id, 0) || ' ' || size_bytes || ' ' || mtime_ns \
             || ' ' || temporary || ' ' || outcome || ' ' || COALESCE(format, '-') || ' ' || COALESCE(text_chars, -1) \
             || ' ' || COALESCE(extractor_version, -1) || ' ' || COALESCE(ruleset_version, -1) || ' ' \
             || CASE WHEN digest IS NULL THEN '- ' ELSE hex(digest) || ' ' || source_id || ',' || inode || ',' \
             || COALESCE(ctime_ns, -1) || ',' || id || ' ' END || COALESCE(entities, '-'), '\n') FROM asset",
            "source_id",
            source,
        );
        query.push(" AND presence = 0 AND id >= ").push_bind(from);
        query.push(" AND id < ").push_bind(from + FILES_PER_TEXT);
        let row = query.build().fetch_one(&mut *c).await?;
        let text: Option<&str> = row.try_get(0)?;
        for line in text.unwrap_or_default().lines() {
            let file =
                parse(line, &formats).ok_or_else(|| sqlx::Error::Decode("malformed row of a file".into()))?;
            visit(&file);
        }
        from += FILES_PER_TEXT;
    }
    Ok(())
}

fn parse(line: &str, formats: &HashMap<&str, Format>) -> Option<File> {
    let mut fields = line.split(' ');
    let mut number = || fields.next()?.parse::<i64>().ok();
    let (directory, dataset, size, mtime_ns, temporary) =
        (number()?, number()?, number()?, number()?, number()?);
    let outcome = super::outcome(fields.next()?);
    let format = formats.get(fields.next()?).copied();
    let mut number = || fields.next()?.parse::<i64>().ok();
    let (text_chars, extractor, ruleset) = (number()?, number()?, number()?);
    let digest: Option<Digest> = fields.next()?.parse().ok();
    let inode = match digest {
        Some(_) => {
            let mut numbers = fields.next()?.split(',').map(|number| number.parse().ok());
            let mut number = || numbers.next()?;
            let (source, number, ctime_ns, asset) = (number()?, number()?, number()?, number()?);
            Some(Inode { source, number, ctime_ns, mtime_ns, asset })
        }
        None => None,
    };
    let entities = match fields.next()? {
        "-" => Vec::new(),
        json => serde_json::from_str(json).ok()?,
    };
    Some(File {
        directory,
        dataset: (dataset != 0).then_some(dataset),
        size_bytes: size as u64,
        mtime_ns,
        is_temporary: temporary != 0,
        outcome,
        format,
        text_chars: u64::try_from(text_chars).ok(),
        versions: u32::try_from(extractor).ok().zip(u32::try_from(ruleset).ok()),
        digest,
        inode,
        entities,
    })
}

/// A folder, as far as sums need it.
#[derive(Debug)]
pub(crate) struct Folder {
    pub(crate) id: i64,
    pub(crate) source: SourceId,
    pub(crate) path: String,
    pub(crate) files: u64,
    pub(crate) size_bytes: u64,
    pub(crate) dataset: Option<i64>,
}

/// All folders that are there, by source and path.
#[derive(Debug, Default)]
pub(crate) struct Folders {
    pub(crate) all: Vec<Folder>,
    by_id: HashMap<i64, usize>,
}

impl Folders {
    pub(crate) async fn load(c: &mut SqliteConnection, source: Option<SourceId>) -> sqlx::Result<Self> {
        let mut all = Vec::new();
        let head = "SELECT id, source_id, path, files, dataset_id, size_bytes FROM directory";
        pages(c, head, source, " AND vanished_run IS NULL", |row| {
            all.push(Folder {
                id: row.try_get(0)?,
                source: SourceId(row.try_get(1)?),
                path: row.try_get(2)?,
                files: row.try_get::<i64, _>(3)? as u64,
                dataset: row.try_get(4)?,
                size_bytes: row.try_get::<i64, _>(5)? as u64,
            });
            Ok(())
        })
        .await?;
        all.sort_unstable_by(|a, b| (a.source, &a.path).cmp(&(b.source, &b.path)));
        let by_id = all.iter().enumerate().map(|(index, folder)| (folder.id, index)).collect();
        Ok(Self { all, by_id })
    }

    pub(crate) fn index(&self, id: i64) -> Option<usize> {
        self.by_id.get(&id).copied()
    }
}
