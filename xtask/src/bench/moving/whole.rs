// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Whole moves – plan, journal, re-reading, receipts in the log – beside `rclone copy` and `rclone check --download`.

use super::office::{DATASET, Office};
use super::{Bench, medians, noise};
use crate::bench::measure::{self, Cost};
use crate::bench::table::Verdict;
use crate::bench::trees;
use std::fs;
use std::io;
use std::path::Path;

/// From where to where.
const ROUTES: [(&str, &str); 9] = [
    ("local", "s3s-fs"),
    ("s3s-fs", "local"),
    ("local", "Ceph"),
    ("Ceph", "local"),
    ("local", "SFTP"),
    ("SFTP", "local"),
    ("local", "WebDAV"),
    ("WebDAV", "local"),
    ("Ceph", "SeaweedFS"),
];

/// What is moved: a name, and the number of files.
type Load = (String, &'static str, u64);

pub(super) fn run(bench: &mut Bench) -> Result<(), String> {
    let (mib, files) = (bench.options.large_mib, bench.options.small_files);
    let loads: [Load; 2] = [
        (format!("{mib} MiB in one object"), "large", 1),
        (format!("{files} small objects"), "small", files as u64),
    ];
    let routes: Vec<_> = ROUTES
        .into_iter()
        .filter(|(from, to)| bench.options.place.as_ref().is_none_or(|place| place == from || place == to))
        .collect();
    provide(bench, &routes)?;
    for load in loads.iter().filter(|(_, folder, files)| *files > 0 && (mib > 0 || *folder == "small")) {
        for (from, to) in routes.iter().copied() {
            let what = format!("{}, {from} → {to}", load.0);
            // A route that fails is told; the others still count.
            match route(bench, load, (from, to)) {
                Ok(costs) => bench.verdict(verdict(&what, &costs))?,
                Err(why) => bench.verdict(Verdict::new("whole", what, GOAL).measured(why, false))?,
            }
        }
    }
    Ok(())
}

/// The same data at every place that something is moved from.
fn provide(bench: &Bench, routes: &[(&str, &str)]) -> Result<(), String> {
    let (mib, files) = (bench.options.large_mib, bench.options.small_files);
    for server in ["s3s-fs", "Ceph", "SeaweedFS"] {
        bench.prepare(&["mkdir", bench.places.get(server)?.bucket()])?;
    }
    // Otherwise nothing is moved there: this Ceph does not keep conditions for large objects.
    bench.prepare(&["backend", "versioning", bench.places.get("Ceph")?.bucket(), "Enabled"])?;
    let local = bench.places.get("local")?;
    for folder in ["large", "small"] {
        local.make_folder(&format!("{folder}/{DATASET}"))?;
    }
    let root = |folder: &str| format!("{}{DATASET}", local.remote(folder));
    let fill = || {
        noise(&Path::new(&root("large")).join("one.bin"), mib << 20)?;
        statutes(Path::new(&root("small")), files)
    };
    fill().map_err(|e| e.to_string())?;
    for (from, _) in routes.iter().filter(|(from, _)| *from != "local") {
        for folder in ["large", "small"] {
            bench.prepare(&["copy", &local.remote(folder), &bench.places.get(from)?.remote(folder)])?;
        }
    }
    // Times younger than this are not trusted by a scan, rightly.
    std::thread::sleep(trees::SETTLE);
    Ok(())
}

fn route(
    bench: &mut Bench,
    (what, folder, files): &Load,
    (from, to): (&str, &str),
) -> Result<Vec<(&'static str, Cost)>, String> {
    let mut costs = Vec::new();
    let source = bench.places.get(from)?.remote(folder);
    bench.places.get(to)?.make_folder("hoheit")?;
    let state = Office::open(bench, bench.places.get(from)?, folder, bench.places.get(to)?)?.state();
    for number in 0..bench.options.runs {
        // Who begins takes turns: the second one finds a warmer server.
        let mut tools = ["hoheit", "rclone"];
        tools.rotate_left(number % 2);
        for tool in tools {
            let into = format!("{tool}/{folder}-{}-{number}", from.to_lowercase());
            let place = bench.places.get(to)?;
            let cost = if tool == "hoheit" {
                let below = into.strip_prefix("hoheit/").unwrap_or(&into);
                Office::at(bench, state.clone()).move_into(below, *files)?
            } else {
                copy_and_check(bench, &source, &place.remote(&into))?
            };
            if tool == "hoheit" && number == 0 {
                // Once by the peer: what hoheit says is true.
                bench.prepare(&["check", "--download", "--one-way", &source, &place.remote(&into)])?;
            }
            place.clear(&into);
            // Objects by the thousand are left there: removing them takes longer than moving them.
            if to == "SeaweedFS" && *files == 1 {
                bench.prepare(&["purge", &place.remote(&into)])?;
            }
            bench.keep(&format!("{what}, {from} → {to}, verified"), tool, number, cost)?;
            costs.push((tool, cost));
        }
    }
    Ok(costs)
}

fn copy_and_check(bench: &Bench, source: &str, target: &str) -> Result<Cost, String> {
    let mut sum = Cost::default();
    for command in [&["copy"][..], &["check", "--download", "--log-level", "ERROR"]] {
        let args = [command, &[source, target]].concat();
        let cost = measure::run(&mut bench.rclone(&args), &bench.scratch.join("out"))?;
        if cost.exit != Some(0) {
            return Err(format!("rclone {} ended with {:?}", command[0], cost.exit));
        }
        sum += cost;
    }
    Ok(sum)
}

const GOAL: &str = "no more CPU, no later";

fn verdict(what: &str, costs: &[(&str, Cost)]) -> Verdict {
    let ((own, own_wall), (peer, peer_wall)) = (medians(costs, "hoheit"), medians(costs, "rclone"));
    Verdict::new("whole", what, GOAL)
        .measured(
            format!("{own:.2} CPU-s = {:.2}×, {own_wall:.1} s", own / peer),
            own <= peer && own_wall <= peer_wall,
        )
        .peer(format!("rclone {peer:.2} CPU-s, {peer_wall:.1} s"))
}

/// A series by year, which a scan takes for one dataset: 50 files in a folder, of 1 to 9 kB.
fn statutes(root: &Path, count: usize) -> io::Result<()> {
    for number in 0..count {
        let folder = root.join(format!("Jahr {}", number / 50));
        if number % 50 == 0 {
            fs::create_dir_all(&folder)?;
        }
        let text = format!("Die Steuer beträgt {number} Euro im Jahr.\n").repeat(20 + number % 200);
        fs::write(folder.join(format!("Satzung {number}.txt")), text)?;
    }
    Ok(())
}
