// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Peak memory for a million files.

use super::table::Verdict;
use super::{Bench, measure, trees};
use serde_json::json;

const FILES: usize = 1_000_000;
const GOAL_MIB: f64 = 400.0;

pub(super) fn run(bench: &mut Bench) -> Result<(), String> {
    let tree = bench.scratch.join("million");
    // Tiny and all different: as many assets, digests and sizes as there can be.
    let content = |number: usize| format!("Vermerk {number}: erledigt.\n");
    trees::once(&tree, &format!("{FILES} tiny files"), |root| trees::small_files(root, FILES, content))?;
    let mut command = bench.hoheit(&bench.fresh_state()?);
    command.args(["scan", "--format", "json"]).arg(&tree);
    let (cost, peaks) = measure::watch(&mut command, &bench.scratch.join("memory.out"))?;
    bench.record.keep(
        "memory",
        json!({
            "files": FILES, "wall_s": cost.wall_s, "cpu_s": cost.cpu_s, "exit": cost.exit,
            "main_bytes": peaks.main, "worker_bytes": peaks.worker,
            "worker_limit_bytes": peaks.worker_limit,
        }),
    )?;
    if cost.exit != Some(0) {
        return Err(format!("hoheit scan ended with {:?}", cost.exit));
    }
    let mib = |bytes: u64| bytes as f64 / f64::from(1 << 20);
    let main = mib(peaks.main);
    bench.verdict(
        Verdict::new(
            "memory",
            format!("peak of the main process, {FILES} files"),
            format!("< {GOAL_MIB} MiB"),
        )
        .measured(format!("{main:.0} MiB in {:.0} s", cost.wall_s), main < GOAL_MIB),
    )?;
    let limit = peaks.worker_limit.unwrap_or(u64::MAX);
    let goal = peaks.worker_limit.map_or("a limit".to_owned(), |limit| format!("< {:.0} MiB", mib(limit)));
    bench.verdict(
        Verdict::new("memory", "peak of the largest worker", goal)
            .measured(format!("{:.0} MiB", mib(peaks.worker)), peaks.worker < limit),
    )
}
