// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `cargo xtask bench decide`: what decisions cost, beside Cedar alone on the same requests, and what their proofs cost.

use super::record::Record;
use super::table::{self, Verdict};
use super::{RUNS, machine};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Figures of the example `decision_cost` that have a goal: at most so much.
const GOALS: [(&str, f64); 3] =
    [("what if, with reading", 3.0), ("single decision beside Cedar", 1.2), (PROOF, 10.0)];
/// The default guarantees over the default texts, self-test of the solver included.
const PROOF: &str = "policy prove";

pub(super) fn run() -> Result<(), String> {
    let mut record = Record::start("decide")?;
    crate::run("cargo", &["build", "--release", "--locked", "--package", "hoheit"])?;
    let hoheit = crate::root().join("target/release/hoheit");
    record.keep("run", machine::facts(&hoheit, false, &["decide"]))?;
    let mut figures: BTreeMap<String, (Vec<f64>, String)> = BTreeMap::new();
    let mut order = Vec::new();
    for run in 0..RUNS {
        for line in example()?.lines().chain([proof(&hoheit)?.as_str()]) {
            let figure: Value = serde_json::from_str(line).map_err(|e| format!("{line}: {e}"))?;
            let name = figure["figure"].as_str().unwrap_or_default().to_owned();
            let unit = figure["unit"].as_str().unwrap_or_default().to_owned();
            let value = figure["value"].as_f64().unwrap_or(f64::NAN);
            record.keep("figure", json!({ "run": run, "figure": name, "value": value, "unit": unit }))?;
            if !figures.contains_key(&name) {
                order.push(name.clone());
            }
            figures.entry(name).or_insert_with(|| (Vec::new(), unit)).0.push(value);
        }
    }
    let mut verdicts = Vec::new();
    for name in &order {
        let Some((values, unit)) = figures.get_mut(name) else { continue };
        values.sort_by(f64::total_cmp);
        let Some(median) = values.get(values.len() / 2).copied() else { continue };
        let measured =
            if median >= 1_000.0 { format!("{median:.0} {unit}") } else { format!("{median:.3} {unit}") };
        let goal = GOALS.iter().find(|(goal, _)| goal == name);
        verdicts.push(match goal {
            Some((_, most)) => {
                Verdict::new("decide", name, format!("≤ {most} {unit}")).measured(measured, median <= *most)
            }
            None => Verdict::new("decide", name, "").shown(measured),
        });
    }
    let table = table::markdown(&verdicts);
    println!("{table}");
    record.summary(&table)?;
    println!("raw data: {}", record.folder().display());
    Ok(())
}

/// Seconds from start to end, as the person sees them; fails unless everything is proved.
fn proof(hoheit: &Path) -> Result<String, String> {
    let state = crate::root().join("target/bench/state-proof");
    let start = Instant::now();
    let output = Command::new(hoheit).arg("--home").arg(state).args(["policy", "prove"]).output();
    let output = output.map_err(|e| format!("can't start hoheit: {e}"))?;
    let seconds = start.elapsed().as_secs_f64();
    if !output.status.success() {
        return Err(format!("not everything is proved: {}", String::from_utf8_lossy(&output.stdout)));
    }
    Ok(json!({ "figure": PROOF, "value": seconds, "unit": "s" }).to_string())
}

fn example() -> Result<String, String> {
    let output = Command::new("cargo")
        .args([
            "run",
            "--quiet",
            "--release",
            "--locked",
            "--package",
            "hoheit-decide",
            "--example",
            "decision_cost",
        ])
        .current_dir(crate::root())
        .output()
        .map_err(|e| format!("can't start cargo: {e}"))?;
    if !output.status.success() {
        return Err(format!(
            "the example 'decision_cost' failed: {}",
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
