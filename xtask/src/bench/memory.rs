// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Peak memory for a million files.

use super::measure::{self, Peaks};
use super::table::Verdict;
use super::{Bench, trees};
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
    let main = mib(peaks.main);
    bench.verdict(
        Verdict::new(
            "memory",
            format!("peak of the main process, {FILES} files"),
            format!("< {GOAL_MIB} MiB"),
        )
        .measured(format!("{main:.0} MiB in {:.0} s", cost.wall_s), main < GOAL_MIB),
    )?;
    bench.verdict(worker("memory", &peaks))
}

/// The largest worker against the limit that it runs under.
pub(super) fn worker(section: &'static str, peaks: &Peaks) -> Verdict {
    let limit = peaks.worker_limit.unwrap_or_default();
    Verdict::new(section, "peak of the largest worker", format!("< its limit of {:.0} MiB", mib(limit)))
        .measured(format!("{:.0} MiB", mib(peaks.worker)), peaks.worker < limit)
}

fn mib(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}
