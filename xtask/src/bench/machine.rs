// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Where and with what was measured.

use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;

/// Machine, versions and the command line. Folders that a person named are left out: they are nobody's business. Which
/// commit a program was built from that `is_given` can't be told; then there is none.
pub(super) fn facts(hoheit: &Path, is_given: bool, args: &[&str]) -> Value {
    let cpu_info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpu = cpu_info.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let command: Vec<&str> = args.iter().map(|arg| if arg.contains('/') { "FOLDER" } else { arg }).collect();
    let commit = says("git", &["describe", "--always", "--dirty", "--abbrev=12"]);
    json!({
        "command": format!("cargo xtask bench {}", command.join(" ")),
        "cpu": cpu.trim_start_matches([' ', '\t', ':']),
        "cores": std::thread::available_parallelism().map_or(0, usize::from),
        "memory": memory.lines().next().and_then(|line| line.split(':').nth(1)).map(str::trim),
        "kernel": says("uname", &["-sr"]),
        "commit": commit.filter(|_| !is_given),
        "hoheit": says(&hoheit.to_string_lossy(), &["--version"]),
        "protection": protection(hoheit),
        "rustc": says("rustc", &["--version"]),
        "rg": says("rg", &["--version"]),
        "find": says("find", &["--version"]),
        "python": says("python3", &["--version"]),
    })
}

/// Which sandbox was active while we measured.
fn protection(hoheit: &Path) -> Value {
    let output = Command::new(hoheit).args(["doctor", "--format", "json"]).output();
    let text = output.map(|output| output.stdout).unwrap_or_default();
    let doctor: Value = serde_json::from_slice(&text).unwrap_or_default();
    doctor["protections"].clone()
}

/// The first line that a program prints.
fn says(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).current_dir(crate::root()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().next().map(str::to_owned)
}
