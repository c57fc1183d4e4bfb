// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Plain text end to end: walk, read, detect, catalogue; beside ripgrep with one fixed string over the same tree.

use super::measure::{self, Cost, median};
use super::table::Verdict;
use super::{Bench, prose};
use serde_json::json;
use std::path::Path;
use std::process::Command;

/// Rules, and hoheit's goal as a share of ripgrep's MB per CPU-second.
const GOALS: [(&str, f64); 2] = [("identifiers", 0.25), ("all", 0.12)];

/// Stands in one file of a hundred or so: rare, as what one looks for is.
const FIXED_STRING: &str = "Rechnungsprüfungsamt";

/// ripgrep is over in a twentieth of a second: the mean of several runs is steadier.
const PEER_REPEATS: u32 = 10;

pub(super) fn run(bench: &mut Bench) -> Result<(), String> {
    let tree = bench.scratch.join("text");
    let bytes = prose::tree(&tree)?;
    let output = bench.scratch.join("text.out");
    let megabytes = bytes as f64 / 1e6;
    println!("   {megabytes:.0} MB of csv, txt and html");
    let rg = |threads: &[&str]| {
        let mut command = Command::new("rg");
        command
            .args(["--no-ignore", "--hidden", "--count", "--fixed-strings"])
            .args(threads)
            .arg(FIXED_STRING)
            .arg(&tree);
        command
    };
    // Every byte once, so that it lies in the page cache.
    measure::run(&mut rg(&[]), &output)?;
    let mut peers = [("rg -j1", &["-j1"][..], Vec::new()), ("rg", &[], Vec::new())];
    let mut own = GOALS.map(|_| Vec::new());
    for number in 1..=bench.runs {
        for (name, threads, speeds) in &mut peers {
            let cost = measure::run_often(PEER_REPEATS, || rg(threads), &output)?;
            speeds.push(keep(bench, name, number, megabytes, cost)?);
        }
        for ((rules, _), speeds) in GOALS.iter().zip(&mut own) {
            let cost = scan(bench, &tree, rules, &output)?;
            speeds.push(keep(bench, &format!("hoheit --rules {rules}"), number, megabytes, cost)?);
        }
    }
    let speeds = peers.map(|(name, _, speeds)| (name, median(speeds)));
    let shown = speeds.map(|(name, speed)| format!("{name} {speed:.0}")).join(", ");
    let [(_, single), (_, parallel)] = speeds;
    for ((rules, goal), own) in GOALS.into_iter().zip(own) {
        let (own, peer) = (median(own), single.max(parallel));
        bench.verdict(
            Verdict::new("text", format!("MB per CPU-s, --rules {rules}"), format!("≥ {goal}×"))
                .measured(format!("{own:.0} = {:.3}×", own / peer), own >= goal * peer)
                .peer(shown.clone()),
        )?;
    }
    Ok(())
}

/// A first scan into a new home.
fn scan(bench: &Bench, tree: &Path, rules: &str, output: &Path) -> Result<Cost, String> {
    let mut command = bench.hoheit(&bench.fresh_state()?);
    command.args(["scan", "--format", "json", "--rules", rules]).arg(tree);
    let cost = measure::run(&mut command, output)?;
    if cost.exit == Some(0) { Ok(cost) } else { Err(format!("hoheit scan ended with {:?}", cost.exit)) }
}

/// Keeps a run and returns its MB per CPU-second.
fn keep(bench: &mut Bench, tool: &str, number: usize, megabytes: f64, cost: Cost) -> Result<f64, String> {
    let facts = json!({
        "tool": tool, "run": number, "megabytes": megabytes, "cpu_s": cost.cpu_s, "wall_s": cost.wall_s,
    });
    bench.record.keep("text", facts)?;
    Ok(megabytes / cost.cpu_s)
}
