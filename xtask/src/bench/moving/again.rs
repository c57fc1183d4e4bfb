// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Moving once more what was moved, and a move of very many objects: between folders, by examples of `hoheit-move`.

use super::{Bench, medians};
use crate::bench::measure::{self, Cost};
use crate::bench::table::Verdict;
use std::fs;
use std::process::Command;

/// Unchanged objects of a thousand bytes.
const UNCHANGED: &str = "100000";

/// Plans a finished move once more, beside `rclone copy` of a tree that is there already.
pub(super) fn run(bench: &mut Bench) -> Result<(), String> {
    let folder = crate::bench::empty_folder(&bench.scratch.join("again"))?;
    let recheck = bench.example("recheck");
    let text = folder.to_string_lossy().into_owned();
    crate::run(&recheck.to_string_lossy(), &["build", &text, UNCHANGED])?;
    let (source, target) = (format!("{text}/source"), format!("{text}/target"));
    let (what, out) = (format!("{UNCHANGED} unchanged objects"), bench.scratch.join("out"));
    let mut costs: Vec<(&str, Cost)> = Vec::new();
    for number in 0..bench.options.runs {
        let mut tools = ["hoheit", "rclone"];
        tools.rotate_left(number % 2);
        for tool in tools {
            let cost = if tool == "hoheit" {
                let cost = measure::run(Command::new(&recheck).args(["again", &text]), &out)?;
                let told = fs::read_to_string(&out).unwrap_or_default();
                if !told.contains(&format!("Standing: {UNCHANGED}")) {
                    return Err(format!("something seems to have changed: {told}"));
                }
                cost
            } else {
                measure::run(&mut bench.rclone(&["copy", &source, &target]), &out)?
            };
            if cost.exit != Some(0) {
                return Err(format!("{tool} ended with {:?}", cost.exit));
            }
            bench.keep(&what, tool, number, cost)?;
            costs.push((tool, cost));
        }
    }
    let ((own, own_wall), (peer, peer_wall)) = (medians(&costs, "hoheit"), medians(&costs, "rclone"));
    bench.verdict(
        Verdict::new("again", what, "≤ rclone's time")
            .measured(format!("{own:.2} CPU-s, {own_wall:.2} s"), own_wall <= peer_wall)
            .peer(format!("rclone {peer:.2} CPU-s, {peer_wall:.2} s")),
    )?;
    fs::remove_dir_all(&folder).map_err(|e| crate::bench::at(&folder, &e))
}

/// Small objects in one move.
const OBJECTS: &str = "1000000";
const LIMIT_BYTES: u64 = 150 << 20;

/// Builds, plans and moves a million objects, and goes through the finished move once more.
pub(super) fn memory(bench: &mut Bench) -> Result<(), String> {
    let folder = bench.scratch.join("million");
    let mut command = Command::new(bench.example("move_cost"));
    command.arg(&folder).args([OBJECTS, "16"]);
    let out = bench.scratch.join("out");
    let (cost, peaks) = measure::watch(&mut command, &out)?;
    let told = fs::read_to_string(&out).unwrap_or_default();
    print!("{told}");
    if cost.exit != Some(0) || told.matches(&format!("{OBJECTS} files,")).count() != 2 {
        return Err(format!("the move ended with {:?}: {told}", cost.exit));
    }
    bench.record.file("memory.txt", &told)?;
    bench.keep(&format!("{OBJECTS} objects, memory"), "hoheit", 0, cost)?;
    let mib = peaks.main.div_ceil(1 << 20);
    bench.verdict(
        Verdict::new("memory", format!("peak at {OBJECTS} objects"), format!("≤ {} MiB", LIMIT_BYTES >> 20))
            .measured(format!("{mib} MiB in {:.0} s", cost.wall_s), peaks.main <= LIMIT_BYTES),
    )?;
    fs::remove_dir_all(&folder).map_err(|e| crate::bench::at(&folder, &e))
}
