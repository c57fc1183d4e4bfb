// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What running a command costs.

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeVal;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often memory is looked at. `VmHWM` is the kernel's own high-water mark, so only what a process allocates in its
/// last instant can be missed.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// What a command and all processes that it waited for have used.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cost {
    /// User + system seconds
    pub(super) cpu_s: f64,
    /// From start to end
    pub(super) wall_s: f64,
    /// `None` if a signal ended it
    pub(super) exit: Option<i32>,
}

impl std::ops::AddAssign for Cost {
    fn add_assign(&mut self, other: Self) {
        self.cpu_s += other.cpu_s;
        self.wall_s += other.wall_s;
        self.exit = self.exit.max(other.exit);
    }
}

/// Runs a command with its output going into a file.
pub(super) fn run(command: &mut Command, output: &Path) -> Result<Cost, String> {
    let file = File::create(output).map_err(|e| super::at(output, &e))?;
    command.stdin(Stdio::null()).stdout(file).stderr(Stdio::inherit());
    let (before, started) = (children_cpu_s()?, Instant::now());
    let status =
        command.status().map_err(|e| format!("can't start {}: {e}", command.get_program().display()))?;
    let wall_s = started.elapsed().as_secs_f64();
    Ok(Cost { cpu_s: children_cpu_s()? - before, wall_s, exit: status.code() })
}

/// Runs a command that is over sooner than its cost can be told, several times, and gives the mean.
pub(super) fn run_often(
    times: u32,
    mut command: impl FnMut() -> Command,
    output: &Path,
) -> Result<Cost, String> {
    let mut sum = Cost::default();
    for _ in 0..times {
        sum += run(&mut command(), output)?;
    }
    Ok(Cost { cpu_s: sum.cpu_s / f64::from(times), wall_s: sum.wall_s / f64::from(times), exit: sum.exit })
}

/// User + system seconds of all children that were waited for, and of theirs.
fn children_cpu_s() -> Result<f64, String> {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map_err(|e| format!("getrusage: {e}"))?;
    let seconds = |time: TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
    Ok(seconds(usage.user_time()) + seconds(usage.system_time()))
}

/// Peaks of memory in bytes while a command ran.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Peaks {
    /// Resident, of the process that was started
    pub(super) main: u64,
    /// Resident, of the largest of its descendants
    pub(super) worker: u64,
    /// The limit that this descendant runs under, on address space
    pub(super) worker_limit: Option<u64>,
}

/// Runs a command and watches how much memory it and its descendants take.
pub(super) fn watch(command: &mut Command, output: &Path) -> Result<(Cost, Peaks), String> {
    let file = File::create(output).map_err(|e| super::at(output, &e))?;
    command.stdin(Stdio::null()).stdout(file).stderr(Stdio::inherit());
    let (before, started) = (children_cpu_s()?, Instant::now());
    let mut child =
        command.spawn().map_err(|e| format!("can't start {}: {e}", command.get_program().display()))?;
    let mut peaks = Peaks::default();
    let status = loop {
        look(child.id(), &mut peaks);
        if let Some(status) = child.try_wait().map_err(|e| e.to_string())? {
            break status;
        }
        std::thread::sleep(LOOK_EVERY);
    };
    let wall_s = started.elapsed().as_secs_f64();
    Ok((Cost { cpu_s: children_cpu_s()? - before, wall_s, exit: status.code() }, peaks))
}

fn look(main: u32, peaks: &mut Peaks) {
    peaks.main = peaks.main.max(peak_bytes(main));
    let program = command_line(main);
    let mut to_see = children(main);
    while let Some(process) = to_see.pop() {
        to_see.extend(children(process));
        // A process just born still has its parent's memory, until it runs a program of its own; one that has gone has no
        // command line. Asked before its memory, which begins anew with the program.
        let own_program = command_line(process);
        if own_program.is_empty() || own_program == program {
            continue;
        }
        let bytes = peak_bytes(process);
        if bytes > peaks.worker {
            peaks.worker = bytes;
            peaks.worker_limit = address_space_limit_bytes(process);
        }
    }
}

/// The children of all threads of a process.
fn children(process: u32) -> Vec<u32> {
    let Ok(threads) = fs::read_dir(format!("/proc/{process}/task")) else { return Vec::new() };
    let lists =
        threads.flatten().filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    lists
        .flat_map(|list| list.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<_>>())
        .collect()
}

fn command_line(process: u32) -> Vec<u8> {
    fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default()
}

fn peak_bytes(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()).unwrap_or_default()
        * 1024
}

fn address_space_limit_bytes(process: u32) -> Option<u64> {
    let limits = fs::read_to_string(format!("/proc/{process}/limits")).ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max address space"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// The middle of the values, or the mean of the two in the middle; 0 of none.
pub(super) fn median(values: impl IntoIterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    match (values.len() / 2, values.len() % 2) {
        (0, 0) => 0.0,
        (middle, 0) => f64::midpoint(values[middle - 1], values[middle]),
        (middle, _) => values[middle],
    }
}
