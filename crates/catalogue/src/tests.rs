// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use crate::inventory::{Coverage, ExcludedFiles, GapReason, Inventory, Tally};
use hoheit_types::{
    Clock, Confidence, Digest, Entity, Finding, Format, NotRead, ReadState, RelPath, RuleId, RunId, Signals,
    SourceId, Timestamp,
};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

mod contract;
mod datasets;
mod evidence;
mod keeping;
mod kept;
mod ledger;
mod model;
mod sources;

/// A clock that a test turns.
struct Turned(AtomicI64);

impl Clock for Turned {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::Relaxed))
    }
}

const NOW: i64 = 1_795_000_000_000_000_000;

/// A catalogue in a temporary folder, with a tree of files that a test describes and changes.
struct World {
    home: tempfile::TempDir,
    clock: Arc<Turned>,
    catalogue: Catalogue,
    source: SourceId,
    /// Path to stamp and content number
    files: BTreeMap<String, (Stamp, u64)>,
}

fn open(home: &Path, clock: &Arc<Turned>) -> Catalogue {
    Catalogue::open(home, clock.clone()).unwrap()
}

fn hint(root: &str) -> SourceHint {
    SourceHint { root: root.to_owned(), ..SourceHint::default() }
}

impl World {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let clock = Arc::new(Turned(AtomicI64::new(NOW)));
        let mut catalogue = open(home.path(), &clock);
        let resolution = catalogue.resolve_source(&hint("/mnt/share"), None, &|_| true).unwrap();
        let source = catalogue.enter_source(&resolution, &hint("/mnt/share")).unwrap();
        Self { home, clock, catalogue, source, files: BTreeMap::new() }
    }

    /// Kills the process, so to speak: what was not flushed is lost.
    fn reopen(&mut self) {
        self.reopen_with(|| ());
    }

    /// The same, with something happening while it is closed.
    fn reopen_with(&mut self, meanwhile: impl FnOnce()) {
        let home = tempfile::tempdir().unwrap();
        let elsewhere = open(home.path(), &self.clock);
        drop(std::mem::replace(&mut self.catalogue, elsewhere));
        meanwhile();
        self.catalogue = open(self.home.path(), &self.clock);
    }

    fn put(&mut self, path: &str, size: u64, content: u64) {
        let inode = self.files.len() as u64 + 1;
        let old = self.files.get(path).map(|(stamp, _)| *stamp);
        let time = NOW - 86_400_000_000_000 + content as i64;
        let stamp = Stamp {
            size_bytes: size,
            mtime_ns: time,
            ctime_ns: old.map_or(time, |old| old.ctime_ns + 1),
            inode: old.map_or(inode, |old| old.inode),
        };
        self.files.insert(path.to_owned(), (stamp, content));
    }

    fn folders(&self) -> BTreeMap<String, Vec<Entry>> {
        let mut folders: BTreeMap<String, Vec<Entry>> = BTreeMap::from([(String::new(), Vec::new())]);
        for (path, (stamp, _)) in &self.files {
            let path = RelPath::from_kept(path.clone());
            let mut folder = path.parent();
            folders
                .entry(folder.as_str().to_owned())
                .or_default()
                .push(Entry { name: path.name().to_owned(), stamp: *stamp });
            while !folder.is_root() {
                folder = folder.parent();
                folders.entry(folder.as_str().to_owned()).or_default();
            }
        }
        folders
    }

    /// Walks all folders but those that `skip` names.
    fn walk_but(&mut self, skip: &[&str]) -> Walk {
        let mut walk = self.catalogue.start_run(self.source, "test").unwrap();
        let known = walk.known();
        for (path, entries) in self.folders() {
            if skip.iter().any(|s| path == *s || path.starts_with(&format!("{s}/"))) {
                continue;
            }
            let listing = DirListing::new(RelPath::from_kept(path), self.clock.now(), entries);
            match known.unchanged(&listing) {
                Some(id) => walk.unchanged(id, listing.entries().len() as u64),
                None => self.catalogue.record_directory(&mut walk, listing).unwrap(),
            }
        }
        walk
    }

    fn walk(&mut self) -> (RunId, Walked) {
        let walk = self.walk_but(&[]);
        let run = walk.run();
        (run, self.catalogue.finish_walk(walk).unwrap())
    }

    fn pending(&mut self) -> Vec<PendingFile> {
        let mut all = Vec::new();
        loop {
            let after = all.last().map(|f: &PendingFile| f.asset);
            let more = self.catalogue.next_pending(self.source, after, 3).unwrap();
            if more.is_empty() {
                return all;
            }
            all.extend(more);
        }
    }

    /// Reads all that waits; the digest is the content's number.
    fn read(&mut self, run: RunId) {
        for file in self.pending() {
            let content = self.files[file.path.as_str()].1;
            let digest = Digest::new([content as u8; 32]);
            match file.purpose {
                Purpose::HashOnly => self.catalogue.record_digest(file.asset, Some(digest)).unwrap(),
                Purpose::Read => {
                    let reading = self.reading(run, &file);
                    self.catalogue.record_reading(reading).unwrap();
                }
            }
        }
    }

    /// By extension: `.bin` has no reader and is hashed only where its size is not unique; `.eml` is a mail; the rest is
    /// text with an e-mail address.
    fn reading(&self, run: RunId, file: &PendingFile) -> Reading {
        let (stamp, content) = self.files[file.path.as_str()];
        let digest = Some(Digest::new([content as u8; 32]));
        let reading = Reading {
            stamp,
            versions: Versions { extractor: 1, ruleset: 1 },
            ..Reading::new(run, file, self.clock.now(), Ok(ReadState::Read))
        };
        let (_, extension) = file.path.name().rsplit_once('.').unwrap();
        match extension {
            "bin" => Reading {
                outcome: Ok(ReadState::Unsupported),
                format: Some(Format::Unknown),
                digest: digest.filter(|_| !file.size_is_unique),
                ..reading
            },
            "locked" => Reading { outcome: Err(NotRead::NoPermission), ..reading },
            extension => Reading {
                format: Format::from_name(extension),
                digest,
                text_chars: 100,
                findings: vec![(String::new(), finding(Entity::Email, content))],
                ..reading
            },
        }
    }

    fn scan(&mut self) -> (Walked, Coverage) {
        let (run, walked) = self.walk();
        self.read(run);
        (walked, self.catalogue.finish_run(run).unwrap())
    }

    fn count(&mut self, sql: &'static str) -> i64 {
        self.catalogue
            .db
            .run("count", async |c| sqlx::query_scalar(sql).fetch_optional(c).await)
            .unwrap()
            .unwrap_or(0)
    }

    fn inventory(&mut self) -> Inventory {
        let versions = Some(Versions { extractor: 1, ruleset: 1 });
        self.catalogue.inventory(&InventoryRequest { source: None, versions }).unwrap()
    }

    /// The inventory, whatever was kept of an earlier one.
    fn inventory_added_up(&mut self) -> Inventory {
        self.catalogue
            .db
            .run("forget what is kept", async |c| {
                sqlx::query("DELETE FROM kept_inventory").execute(c).await.map(drop)
            })
            .unwrap();
        self.inventory()
    }

    fn has_kept_inventory(&mut self) -> bool {
        let count = self.catalogue.db.run("count", async |c| {
            sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM kept_inventory").fetch_one(c).await
        });
        count.unwrap() > 0
    }
}

fn finding(entity: Entity, count: u64) -> Finding {
    Finding {
        entity,
        role: hoheit_types::Role::Unknown,
        rule: RuleId { name: "rule".to_owned(), version: 1 },
        column: None,
        count,
        distinct: 1,
        confidence: Confidence::percent(90),
        signals: Signals::FORMAT,
        rows: None,
    }
}
