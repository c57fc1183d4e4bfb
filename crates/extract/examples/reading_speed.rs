// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! How fast are the readers alone? Reads all files named on stdin (one a line) into memory, then extracts them several
//! times, format by format, and prints megabytes per CPU-second of the fastest round. Linux only.

use hoheit_extract::{extract, format_of};
use hoheit_types::{Format, Limits};
use std::collections::BTreeMap;
use std::io::BufRead;

const ROUNDS: u32 = 7;

fn main() -> std::io::Result<()> {
    let mut by_format: BTreeMap<&str, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    for path in std::io::stdin().lock().lines() {
        let path = path?;
        let bytes = std::fs::read(&path)?;
        let format: Format = format_of(&bytes, &path);
        by_format.entry(format.name()).or_default().push((path, bytes));
    }
    for (format, files) in by_format {
        let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
        let mut best = u64::MAX;
        let (mut characters, mut tables) = (0, 0);
        for _ in 0..ROUNDS {
            (characters, tables) = (0, 0);
            let start = cpu_ns()?;
            for (path, bytes) in &files {
                extract(bytes, path, &Limits::default(), &mut |_, found| {
                    characters += found.text.len();
                    tables += found.tables.len();
                });
            }
            best = best.min(cpu_ns()? - start);
        }
        let speed = bytes as f64 * 1e3 / best as f64;
        println!(
            "{format:8} {:6} files {bytes:12} bytes {characters:12} out {tables:7} tables {speed:8.0} MB/s",
            files.len()
        );
    }
    Ok(())
}

/// What this thread has cost so far, in nanoseconds (proc(5), schedstat).
fn cpu_ns() -> std::io::Result<u64> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    stat.split(' ').next().and_then(|ns| ns.parse().ok()).ok_or(std::io::ErrorKind::InvalidData.into())
}
