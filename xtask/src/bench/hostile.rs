// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The hostile set: it is finished, every file ends in a state, and nothing is written outside the state folder.

use super::table::Verdict;
use super::{Bench, measure, memory, trees};
use hoheit_testkit::hostile::{self, HostileOptions};
use serde_json::{Value, json};
use std::fs;

pub(super) fn run(bench: &mut Bench) -> Result<(), String> {
    let tree = bench.empty_folder("hostile")?;
    // `build` founds the root itself.
    let root = tree.join("share");
    hostile::build(&root, &HostileOptions { large: true, ..HostileOptions::default() })
        .map_err(|e| e.to_string())?;
    let files = trees::count_files(&root).map_err(|e| super::at(&root, &e))?;
    let before = trees::fingerprint(&root).map_err(|e| super::at(&root, &e))?;
    // Where a program writes without being asked: the working folder, the home and the place for temporary files.
    let traps = ["trap-cwd", "trap-home", "trap-tmp"].map(|name| bench.empty_folder(name));
    let [cwd, home, temporary] = traps;
    let (cwd, home, temporary) = (cwd?, home?, temporary?);
    let mut command = bench.hoheit(&bench.fresh_state()?);
    command.args(["scan", "--format", "json", "--read-protected", "all"]).arg(&root);
    command.current_dir(&cwd).env("HOME", &home).env("TMPDIR", &temporary);
    let output = bench.scratch.join("hostile.out");
    let (cost, peaks) = measure::watch(&mut command, &output)?;
    let summary: Value =
        serde_json::from_str(&fs::read_to_string(&output).unwrap_or_default()).unwrap_or_default();
    let after = trees::fingerprint(&root).map_err(|e| super::at(&root, &e))?;
    let strays = [&cwd, &home, &temporary].map(|trap| trees::count_files(trap).unwrap_or(usize::MAX));
    bench.record.keep(
        "hostile",
        json!({
            "files": files, "wall_s": cost.wall_s, "cpu_s": cost.cpu_s, "exit": cost.exit,
            "main_bytes": peaks.main, "worker_bytes": peaks.worker,
            "worker_limit_bytes": peaks.worker_limit, "coverage": summary["coverage"],
            "is_tree_unchanged": before == after, "strays": strays,
        }),
    )?;
    // 0: done, 1: done with warnings.
    let is_finished = matches!(cost.exit, Some(0 | 1));
    let exit = cost.exit.map_or("a signal".to_owned(), |code| format!("exit {code}"));
    bench.verdict(
        Verdict::new("hostile", "main process ends by itself", "exit 0 or 1")
            .measured(format!("{exit} after {:.0} s, {:.0} CPU-s", cost.wall_s, cost.cpu_s), is_finished),
    )?;
    bench.verdict(memory::worker("hostile", &peaks))?;
    let (in_a_state, by_state) = states(&summary["coverage"]);
    bench.verdict(
        Verdict::new("hostile", "files that end in a state", format!("all {files}"))
            .measured(format!("{in_a_state}: {by_state}"), in_a_state == files as u64),
    )?;
    let written = strays.iter().sum::<usize>();
    bench.verdict(Verdict::new("hostile", "writes outside the state folder", "none").measured(
        format!("{written} files; tree {}", if before == after { "unchanged" } else { "CHANGED" }),
        written == 0 && before == after,
    ))
}

/// How many files ended in one of the states of a reading, and in which.
fn states(coverage: &Value) -> (u64, String) {
    let files = |tally: &Value| tally["files"].as_u64().unwrap_or_default();
    let mut sum = files(&coverage["examined"]);
    let mut words = vec![format!("read {sum}")];
    for gap in coverage["not_examined"].as_array().into_iter().flatten() {
        let count = files(gap);
        // A file that was never opened is in no state.
        if gap["opened"] == true {
            sum += count;
        }
        words.push(format!("{} {count}", gap["reason"].as_str().unwrap_or_default()));
    }
    (sum, words.join(", "))
}
