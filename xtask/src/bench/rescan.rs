// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Scanning again what has not changed, beside `find` with sizes and times; and where the time of the first scan goes.

use super::measure::{self, Cost, median};
use super::table::Verdict;
use super::{Bench, prose, trees};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;

const FILES: usize = 200_000;
/// Wall time over that of `find`.
const GOAL: f64 = 1.5;

pub(super) fn run(bench: &mut Bench) -> Result<(), String> {
    let tree = bench.scratch.join("small");
    trees::once(&tree, &format!("{FILES} small files"), |root| trees::small_files(root, FILES, prose::note))?;
    let (find_out, scan_out) = (bench.scratch.join("find.out"), bench.scratch.join("scan.out"));
    trees::warm(&tree).map_err(|e| super::at(&tree, &e))?;
    let mut firsts = Vec::new();
    for number in 1..=bench.runs {
        let state = bench.fresh_state()?;
        let cost = scan(bench, &state, &tree, &scan_out)?;
        let text = fs::read_to_string(&scan_out).map_err(|e| super::at(&scan_out, &e))?;
        let summary: Value = serde_json::from_str(&text).map_err(|e| format!("summary of a scan: {e}"))?;
        let timings = summary["timings"].clone();
        let facts = json!({
            "tool": "hoheit, first scan", "run": number, "wall_s": cost.wall_s, "cpu_s": cost.cpu_s,
            "timings": timings,
        });
        bench.record.keep("rescan", facts)?;
        firsts.push((cost, timings));
    }
    show_first(bench, firsts)?;
    let state = bench.scratch.join("state");
    let (mut finds, mut scans) = (Vec::new(), Vec::new());
    for number in 1..=bench.runs {
        for (tool, walls) in [("find", &mut finds), ("hoheit", &mut scans)] {
            let cost = match tool {
                "find" => find(&tree, &find_out)?,
                _ => scan(bench, &state, &tree, &scan_out)?,
            };
            walls.push(cost.wall_s);
            let facts = json!({ "tool": tool, "run": number, "wall_s": cost.wall_s, "cpu_s": cost.cpu_s });
            bench.record.keep("rescan", facts)?;
        }
    }
    let (own, peer) = (median(scans), median(finds));
    bench.verdict(
        Verdict::new("rescan", format!("wall time, {FILES} unchanged files"), format!("≤ {GOAL}× find"))
            .measured(format!("{own:.2} s = {:.2}×", own / peer), own <= GOAL * peer)
            .peer(format!("find {peer:.2} s")),
    )
}

/// `find` as the goal names it.
fn find(tree: &Path, output: &Path) -> Result<Cost, String> {
    measure::run(Command::new("find").arg(tree).args(["-printf", "%s %T@ %C@ %i %p\\n"]), output)
}

fn scan(bench: &Bench, state: &Path, tree: &Path, output: &Path) -> Result<Cost, String> {
    let mut command = bench.hoheit(state);
    command.args(["scan", "--format", "json"]).arg(tree);
    let cost = measure::run(&mut command, output)?;
    if cost.exit == Some(0) { Ok(cost) } else { Err(format!("hoheit scan ended with {:?}", cost.exit)) }
}

/// Where the time of the first scan went, as the scan tells itself: of the run in the middle.
fn show_first(bench: &mut Bench, mut firsts: Vec<(Cost, Value)>) -> Result<(), String> {
    firsts.sort_by(|a, b| a.0.wall_s.total_cmp(&b.0.wall_s));
    let (cost, timings) = firsts.swap_remove(firsts.len() / 2);
    let seconds = |phase: &str| timings[phase].as_f64().unwrap_or(f64::NAN) / 1000.0;
    let (read, catalogue) = (seconds("read_ms"), seconds("catalogue_ms"));
    let shown = format!(
        "{:.1} s wall, {:.1} s CPU: walk {:.1}, read {read:.1}, making sense {:.1}; of these in the catalogue {catalogue:.1}",
        cost.wall_s,
        cost.cpu_s,
        seconds("walk_ms"),
        seconds("make_sense_ms")
    );
    bench.verdict(
        Verdict::new("rescan", format!("first scan of {FILES} files"), "catalogue < half of it")
            .measured(shown, catalogue < cost.wall_s / 2.0),
    )
}
