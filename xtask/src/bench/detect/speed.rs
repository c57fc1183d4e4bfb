// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! How fast the engine is on one core, and Presidio beside it on the same kind of text.

use super::super::prose;
use super::super::table::Verdict;
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

/// What to reach on text with one finding per 2 KiB: by the beginning of a line of the example, MB/s.
const GOALS: [(&str, f64); 2] = [("identifiers, one per 2 KiB", 300.0), ("all", 100.0)];

/// Presidio reads some 60 kB a second: enough text for several seconds.
const PEER_BYTES: usize = 300_000;
const PEER_GOAL: f64 = 1000.0;

/// Runs the engine's own example in release and, if there is an environment with it, Presidio.
pub(super) fn measure(scratch: &Path, presidio: Option<&Path>) -> Result<Vec<Verdict>, String> {
    let output = Command::new("cargo")
        .args([
            "run",
            "--quiet",
            "--release",
            "--locked",
            "--package",
            "hoheit-detect",
            "--example",
            "throughput",
        ])
        .current_dir(crate::root())
        .output()
        .map_err(|e| format!("can't start cargo: {e}"))?;
    if !output.status.success() {
        return Err(format!("the example 'throughput' failed: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let mut verdicts = Vec::new();
    let mut all_rules = 0.0_f64;
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let Some((name, speed)) = rate(line) else {
            verdicts.push(Verdict::new("speed", "engine", "").shown(line.trim()));
            continue;
        };
        let is_sparse = name.contains("one per 2 KiB");
        if name.starts_with("all") && is_sparse {
            all_rules = speed;
        }
        let goal = GOALS.iter().find(|(start, _)| is_sparse && name.starts_with(start));
        let verdict = Verdict::new(
            "speed",
            name,
            goal.map_or_else(String::new, |(_, goal)| format!("≥ {goal:.0} MB/s")),
        );
        let measured = format!("{speed:.0} MB/s");
        verdicts.push(match goal {
            Some((_, goal)) => verdict.measured(measured, speed >= *goal),
            None => verdict.shown(measured),
        });
    }
    if let Some(venv) = presidio {
        verdicts.push(beside(scratch, venv, all_rules)?);
    }
    Ok(verdicts)
}

/// Name and MB/s of a line such as `all, one per 2 KiB      120 MB/s   17000 matches`.
pub(super) fn rate(line: &str) -> Option<(&str, f64)> {
    let (before, _) = line.split_once(" MB/s")?;
    let (name, number) = before.trim_end().rsplit_once(' ')?;
    Some((name.trim(), number.parse().ok()?))
}

fn beside(scratch: &Path, venv: &Path, all_rules: f64) -> Result<Verdict, String> {
    let python = venv.join("bin/python");
    if !python.exists() {
        crate::run("python3", &["-m", "venv", &venv.to_string_lossy()])?;
    }
    let pip =
        ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "presidio-analyzer==2.2.366"];
    crate::run(&python.to_string_lossy(), &pip)?;
    let mut text = String::new();
    for number in 0.. {
        let _ = writeln!(text, "{}", prose::note(number));
        if text.len() > PEER_BYTES {
            break;
        }
    }
    let file = scratch.join("presidio.txt");
    fs::write(&file, &text).map_err(|e| super::super::at(&file, &e))?;
    let output = Command::new(&python)
        .arg(crate::root().join("xtask/src/bench/detect/presidio.py"))
        .arg(&file)
        .output()
        .map_err(|e| format!("can't start {}: {e}", python.display()))?;
    if !output.status.success() {
        return Err(format!("presidio failed: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let facts: Value = serde_json::from_slice(&output.stdout).map_err(|e| e.to_string())?;
    let number = |name: &str| facts[name].as_f64().unwrap_or_default();
    let peer = number("bytes") / number("cpu_s").max(f64::MIN_POSITIVE) / 1e6;
    let model = facts["model"].as_str().unwrap_or("no model: none could be had, which favours it");
    let times = all_rules / peer;
    Ok(Verdict::new("speed", "all rules beside Presidio", format!("≥ {PEER_GOAL:.0}×"))
        .measured(format!("{all_rules:.0} MB/s = {times:.0}×"), times >= PEER_GOAL)
        .peer(format!("{:.0} kB per CPU-s ({model})", 1000.0 * peer)))
}
