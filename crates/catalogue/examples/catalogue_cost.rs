// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What the catalogue itself costs: a scan of invented files without a single one being opened.
//!
//! `cargo run --release -p hoheit-catalogue --example catalogue_cost -- [files]`

use hoheit_catalogue::{Catalogue, DirListing, Entry, Reading, Resolution, SourceHint, Stamp, Versions};
use hoheit_types::{
    Clock, Confidence, Digest, Entity, Finding, Format, ReadState, RelPath, RuleId, Signals, Timestamp,
};
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(since.as_nanos() as i64)
    }
}

const FILES_PER_FOLDER: u64 = 20;
const OFFICES: [&str; 8] = [
    "10 Hauptamt",
    "20 Kämmerei",
    "32 Ordnungsamt",
    "40 Schulamt",
    "50 Sozialamt",
    "61 Stadtplanung",
    "65 Hochbau",
    "80 Wirtschaft",
];
const FORMATS: [(Format, &str); 6] = [
    (Format::Pdf, "pdf"),
    (Format::Docx, "docx"),
    (Format::Xlsx, "xlsx"),
    (Format::Eml, "eml"),
    (Format::Jpeg, "jpg"),
    (Format::Text, "txt"),
];

fn listing(root: &str, folder: u64, at: Timestamp) -> DirListing {
    let office = OFFICES[(folder % 8) as usize];
    let path = format!("{root}{office}/{}/Vorgang {:05}", 2005 + folder / 8 % 20, folder / 160);
    let entries = (0..FILES_PER_FOLDER).map(|n| {
        let number = folder * FILES_PER_FOLDER + n;
        let stamp = Stamp {
            size_bytes: 1_000 + number % 50_021,
            mtime_ns: 1_200_000_000_000_000_000 + number as i64 * 400_000_000_000,
            ctime_ns: 1_200_000_000_000_000_000 + number as i64 * 400_000_000_000,
            inode: number + 1,
        };
        let name = format!("Gebührenbescheid_{number:07}.{}", FORMATS[(number % 6) as usize].1);
        Entry::new(name.as_bytes(), stamp)
    });
    DirListing::new(RelPath::from_kept(path), at, entries.collect())
}

fn reading(run: hoheit_types::RunId, file: &hoheit_catalogue::PendingFile, at: Timestamp) -> Reading {
    let number = file.stamp.inode - 1;
    let finding = |entity, name: &str| Finding {
        entity,
        role: hoheit_types::Role::Unknown,
        rule: RuleId { name: name.to_owned(), version: 1 },
        column: None,
        count: 1 + number % 7,
        distinct: 1,
        confidence: Confidence::percent(90),
        signals: Signals::FORMAT,
        rows: None,
    };
    let mut digest = [0; 32];
    digest[..8].copy_from_slice(&(number % 400_168).to_le_bytes());
    let findings = if number.is_multiple_of(3) {
        vec![
            (String::new(), finding(Entity::Email, "email")),
            (String::new(), finding(Entity::PersonName, "person_name_in_context")),
        ]
    } else {
        Vec::new()
    };
    Reading {
        asset: file.asset,
        run,
        read_at: at,
        stamp: file.stamp,
        outcome: Ok(ReadState::Read),
        format: Some(FORMATS[(number % 6) as usize].0),
        digest: (!file.size_is_unique).then_some(Digest::new(digest)),
        warnings: Vec::new(),
        members: 0,
        members_unread: 0,
        pages: Some(3),
        text_chars: 5_000,
        table_rows: 0,
        findings,
        set_aside: Vec::new(),
        tokens: None,
        versions: Versions { extractor: 1, ruleset: 1 },
    }
}

struct Stopwatch {
    began: Instant,
    cpu: f64,
}

impl Stopwatch {
    fn start() -> Self {
        Self { began: Instant::now(), cpu: cpu_seconds() }
    }

    fn report(self, what: &str, count: u64) {
        let (wall, cpu) = (self.began.elapsed().as_secs_f64(), cpu_seconds() - self.cpu);
        let each = cpu * 1e6 / count.max(1) as f64;
        println!(
            "{what:<28} {wall:8.3} s wall {cpu:8.3} s CPU {each:8.2} µs CPU each, peak {} MiB",
            peak_mib()
        );
    }
}

/// User and system time of this process, all threads (proc(5): fields 14 and 15, in ticks of 10 ms).
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|f| f.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn peak_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files: u64 = std::env::args().nth(1).map_or(Ok(200_000), |n| n.parse())?;
    let folders = files / FILES_PER_FOLDER;
    let home = tempfile::tempdir()?;
    let at = SystemClock.now();
    let mut catalogue = Catalogue::open(home.path(), Arc::new(SystemClock))?;
    let hint = SourceHint { root: "/mnt/share".to_owned(), ..SourceHint::default() };
    let source = catalogue.enter_source(&Resolution::New { label: "share".to_owned() }, &hint)?;

    let watch = Stopwatch::start();
    for folder in 0..folders {
        std::hint::black_box(listing("", folder, at));
    }
    watch.report("making listings", files);

    let watch = Stopwatch::start();
    let mut walk = catalogue.start_run(source, "first")?;
    let run = walk.run();
    for folder in 0..folders {
        catalogue.record_directory(&mut walk, listing("", folder, at))?;
    }
    watch.report("first walk (+ listings)", files);
    let watch = Stopwatch::start();
    println!("{:?}", catalogue.finish_walk(walk)?);
    watch.report("finish of the walk", files);

    let watch = Stopwatch::start();
    let mut after = None;
    loop {
        let pending = catalogue.next_pending(source, after, 2_000)?;
        let Some(last) = pending.last() else { break };
        after = Some(last.asset);
        for file in &pending {
            catalogue.record_reading(reading(run, file, at))?;
        }
    }
    catalogue.flush()?;
    watch.report("recording readings", files);

    let watch = Stopwatch::start();
    catalogue.finish_run(run)?;
    watch.report("finish of the run", files);

    for what in ["again, unchanged", "again, unchanged"] {
        let watch = Stopwatch::start();
        let mut walk = catalogue.start_run(source, "again")?;
        let run = walk.run();
        let known = walk.known();
        for folder in 0..folders {
            let listing = listing("", folder, at);
            match known.unchanged(&listing) {
                Some(id) => walk.unchanged(id, listing.entries().len() as u64),
                None => catalogue.record_directory(&mut walk, listing)?,
            }
        }
        catalogue.finish_walk(walk)?;
        catalogue.finish_run(run)?;
        watch.report(what, files);
    }

    let watch = Stopwatch::start();
    let inventory = catalogue.inventory(&hoheit_catalogue::InventoryRequest::default())?;
    watch.report("inventory", files);
    println!("{} datasets, {} duplicate groups", inventory.datasets.len(), inventory.duplicates.groups);
    for words in ["bescheid", "gebuehr kämmerei 2019 0000123", "nirgends", "pdf sozialamt vorgang"] {
        let watch = Stopwatch::start();
        let hits = catalogue.search(words, 100)?;
        watch.report(&format!("search {words} ({})", hits.len()), files);
    }
    let watch = Stopwatch::start();
    let mut walk = catalogue.start_run(source, "moved")?;
    let run = walk.run();
    for folder in 0..folders {
        catalogue.record_directory(&mut walk, listing("Neu/", folder, at))?;
    }
    println!("{:?}", catalogue.finish_walk(walk)?);
    catalogue.finish_run(run)?;
    watch.report("again, top folder renamed", files);

    let bytes = std::fs::metadata(home.path().join("catalogue.sqlite"))?.len();
    println!("{} bytes per file on disk", bytes / files);
    Ok(())
}
