// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `cargo xtask bench log`: a log of a million entries, checked by `hoheit-verify` and by a program on top of Go's packages; 200 bits of it
//! flipped, one after the other, each of which must be found; and how many entries a second become durable and published.

use super::record::Record;
use super::table::{self, Verdict};
use super::{RUNS, at, machine};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Instant;

const ENTRIES: u64 = 1_000_000;
const SECONDS: f64 = 10.0;
const FLIPS: u64 = 200;
const DURABLE_PER_SECOND: f64 = 20_000.0;

/// Entries, threads that hand them over, and how many each has on its way before it waits: a move with many small files.
const COMMITS: [&str; 3] = ["200000", "16", "4096"];

pub(super) fn run() -> Result<(), String> {
    let mut record = Record::start("log")?;
    let build = ["build", "--release", "--locked", "--package", "hoheit-verify"];
    crate::run("cargo", &build)?;
    crate::run("cargo", &[&build[..], &["--example", "make_log"]].concat())?;
    let release = crate::root().join("target/release");
    let verify = release.join("hoheit-verify");
    record.keep("run", machine::facts(&verify, false, &["log"]))?;
    let house = crate::root().join("target/bench/log");
    if house.exists() {
        fs::remove_dir_all(&house).map_err(|e| at(&house, &e))?;
    }
    fs::create_dir_all(&house).map_err(|e| at(&house, &e))?;
    let size = ENTRIES.to_string();
    let made = said(Command::new(release.join("examples/make_log")).arg(&house).args(["1000", &size]))?;
    let key = String::from_utf8_lossy(&made.stdout).trim().to_owned();
    let go = go(&house)?;

    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for run in 0..RUNS {
        let (seconds, output) = timed(&mut check(&verify, &house))?;
        if output.status.code() != Some(0) {
            return Err(format!("the log is not proved: {}", String::from_utf8_lossy(&output.stdout)));
        }
        record.keep("verify", json!({ "run": run, "seconds": seconds }))?;
        ours.push(seconds);
        if let Some(go) = &go {
            let (seconds, output) = timed(Command::new(go).arg(house.join("log")).arg(&key))?;
            if !output.status.success() {
                return Err(format!("Go disagrees: {}", String::from_utf8_lossy(&output.stdout)));
            }
            record.keep("go", json!({ "run": run, "seconds": seconds }))?;
            theirs.push(seconds);
        }
    }
    let (found, kinds) = flips(&verify, &house, &mut record)?;
    let durable = commits(&release, &mut record)?;
    let ours = median(&mut ours);
    let peer =
        if theirs.is_empty() { String::new() } else { format!("Go tlog {:.2} s", median(&mut theirs)) };
    let verdicts = [
        Verdict::new("log", "verify 1,000,000 entries, all files", format!("≤ {SECONDS} s"))
            .measured(format!("{ours:.2} s"), ours <= SECONDS)
            .peer(peer),
        Verdict::new("log", "durable entries/s, group commit", format!("≥ {DURABLE_PER_SECOND}"))
            .measured(format!("{durable:.0}"), durable >= DURABLE_PER_SECOND),
        Verdict::new("log", "flipped bits that are found", format!("all {FLIPS}"))
            .measured(format!("{found} ({kinds})"), found == FLIPS),
    ];
    let table = table::markdown(&verdicts);
    println!("{table}");
    record.summary(&table)?;
    println!("raw data: {}", record.folder().display());
    Ok(())
}

/// Entries a second that are in the catalogue and in the published log, both flushed.
fn commits(release: &Path, record: &mut Record) -> Result<f64, String> {
    crate::run(
        "cargo",
        &["build", "--release", "--locked", "--package", "hoheit-prove", "--example", "group_commit"],
    )?;
    let house = crate::root().join("target/bench/commits");
    let mut all = Vec::new();
    for run in 0..RUNS {
        if house.exists() {
            fs::remove_dir_all(&house).map_err(|e| at(&house, &e))?;
        }
        fs::create_dir_all(&house).map_err(|e| at(&house, &e))?;
        let mut command = Command::new(release.join("examples/group_commit"));
        let output = said(command.arg(&house).args(COMMITS))?;
        let figures: serde_json::Value =
            serde_json::from_slice(&output.stdout).map_err(|e| format!("no figures: {e}"))?;
        all.push(figures["per_second"].as_f64().ok_or("no figures")?);
        record.keep("commits", json!({ "run": run, "figures": figures }))?;
    }
    Ok(median(&mut all))
}

fn check(verify: &Path, house: &Path) -> Command {
    let mut command = Command::new(verify);
    command.arg("log").arg(house.join("log")).arg("--policy").arg(house.join("policy"));
    command
}

/// Builds the peer; nothing where Go or its packages are missing.
fn go(house: &Path) -> Result<Option<PathBuf>, String> {
    if !Path::new("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog").is_dir() {
        println!("no peer: golang-go and golang-golang-x-mod-dev are not installed here");
        return Ok(None);
    }
    let program = house.join("log-check");
    said(
        Command::new("go")
            .args(["build", "-o"])
            .arg(&program)
            .arg("main.go")
            .current_dir(crate::root().join("crates/hoheit-verify/go-check"))
            .env("GO111MODULE", "off")
            .env("GOPATH", "/usr/share/gocode")
            .env("GOCACHE", house.join("go")),
    )?;
    Ok(Some(program))
}

/// Turns bits at places spread over all files by their size, and every other time over files whatever their size: tiles of the higher levels
/// and the checkpoint would hardly be hit else. Returns how many were found, and where they were.
fn flips(verify: &Path, house: &Path, record: &mut Record) -> Result<(u64, String), String> {
    let files = files(&house.join("log"))?;
    let total: u64 = files.iter().map(|(_, length)| length).sum();
    let small: Vec<&(PathBuf, u64)> =
        files.iter().filter(|(path, _)| !path.to_string_lossy().contains("/tile/entries/")).collect();
    let (mut found, mut dice, mut in_entries) = (0, 11_u64, 0);
    let mut below = |end: u64| {
        // Knuth's MMIX: the same places in every run.
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % end
    };
    for number in 0..FLIPS {
        let (path, byte) = match number % 4 {
            0..=1 => place(&files, below(total)).ok_or("no files")?,
            2 => {
                let (path, length) = small.get(below(small.len() as u64) as usize).ok_or("no files")?;
                (path, below(*length))
            }
            // The few files on which all others hang.
            _ => {
                let few: Vec<&&(PathBuf, u64)> =
                    small.iter().filter(|(path, _)| !path.to_string_lossy().contains("/tile/0/")).collect();
                let (path, length) = few.get(below(few.len() as u64) as usize).ok_or("no files")?;
                (path, below(*length))
            }
        };
        let bit = below(8);
        let name = path.strip_prefix(house).unwrap_or(path).display().to_string();
        in_entries += u64::from(name.contains("tile/entries/"));
        flip(path, byte, bit)?;
        let output = check(verify, house).output().map_err(|e| format!("can't start hoheit-verify: {e}"));
        flip(path, byte, bit)?;
        let is_found = output?.status.code() == Some(4);
        found += u64::from(is_found);
        record.keep("flip", json!({ "file": name, "byte": byte, "bit": bit, "found": is_found }))?;
    }
    Ok((found, format!("{in_entries} in entries, {} in tiles and checkpoint", FLIPS - in_entries)))
}

/// The file in which a byte lies, counted over all files.
fn place(files: &[(PathBuf, u64)], mut byte: u64) -> Option<(&PathBuf, u64)> {
    for (path, length) in files {
        if byte < *length {
            return Some((path, byte));
        }
        byte -= length;
    }
    None
}

fn flip(path: &Path, byte: u64, bit: u64) -> Result<(), String> {
    let mut bytes = fs::read(path).map_err(|e| at(path, &e))?;
    if let Some(byte) = bytes.get_mut(byte as usize) {
        *byte ^= 1 << bit;
    }
    fs::write(path, bytes).map_err(|e| at(path, &e))
}

fn files(folder: &Path) -> Result<Vec<(PathBuf, u64)>, String> {
    let (mut found, mut waiting) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = waiting.pop() {
        for item in fs::read_dir(&folder).map_err(|e| at(&folder, &e))? {
            let item = item.map_err(|e| at(&folder, &e))?;
            let facts = item.metadata().map_err(|e| at(&item.path(), &e))?;
            if facts.is_dir() { waiting.push(item.path()) } else { found.push((item.path(), facts.len())) }
        }
    }
    found.sort();
    Ok(found)
}

fn timed(command: &mut Command) -> Result<(f64, Output), String> {
    let start = Instant::now();
    let output = command.output().map_err(|e| format!("can't start {command:?}: {e}"))?;
    Ok((start.elapsed().as_secs_f64(), output))
}

fn said(command: &mut Command) -> Result<Output, String> {
    let output = command.output().map_err(|e| format!("can't start {command:?}: {e}"))?;
    if output.status.success() {
        Ok(output)
    } else {
        Err(format!("{command:?} failed: {}", String::from_utf8_lossy(&output.stderr)))
    }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
