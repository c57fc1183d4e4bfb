// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit extract`, sandbox included, and what it says about files.

use super::Bench;
use super::measure::{self, Cost};
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// Paths per call, as xargs would do: Linux ends a command line at two megabytes.
const PATHS_PER_CALL: usize = 5000;

/// Reads files, paths relative to `folder`, and returns what it cost and where the lines of output stand.
pub(super) fn read(bench: &Bench, folder: &Path, paths: &[&str]) -> Result<(Cost, Vec<PathBuf>), String> {
    let state = bench.scratch.join("no-state");
    let mut sum = Cost::default();
    let mut outputs = Vec::new();
    for (number, paths) in paths.chunks(PATHS_PER_CALL).enumerate() {
        let output = bench.scratch.join(format!("extract-{number}.jsonl"));
        let mut command = bench.hoheit(&state);
        command.args(["extract", "--format", "jsonl", "--ocr", "off", "--"]).args(paths).current_dir(folder);
        let cost = measure::run(&mut command, &output)?;
        // 1 says that a file could not be opened; everything above is a fault of hoheit's own.
        if !matches!(cost.exit, Some(0 | 1)) {
            return Err(format!("hoheit extract ended with {:?}", cost.exit));
        }
        sum += cost;
        outputs.push(output);
    }
    Ok((sum, outputs))
}

/// Walks over documents and members in the order in which they were read: path, state, text.
pub(super) fn each(outputs: &[PathBuf], mut see: impl FnMut(&str, &str, &str)) -> Result<(), String> {
    for output in outputs {
        let file = File::open(output).map_err(|e| super::at(output, &e))?;
        for line in BufReader::new(file).lines() {
            let line = line.map_err(|e| super::at(output, &e))?;
            let document: Value = serde_json::from_str(&line).map_err(|e| super::at(output, &e.into()))?;
            let word = |key: &str| document[key].as_str().unwrap_or_default();
            see(word("path"), word("state"), word("text"));
        }
    }
    Ok(())
}

/// Characters that are no white space.
pub(super) fn visible_chars(text: &str) -> u64 {
    text.chars().filter(|c| !c.is_whitespace()).count() as u64
}
