// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Very many tiny files, quickly: for measuring walks, re-scans and memory, where content does not matter.

use crate::rng::Rng;
use crate::tree::{BuildError, TreeBuilder, TreeSummary};
use std::num::NonZero;
use std::path::Path;
use std::thread;

/// Files in one folder. Real shares rarely have more, and file systems without an index begin to suffer.
const PER_FOLDER: u64 = 1_000;

/// Builds `files` text files of 40–400 bytes below `root`, which is created and must be empty. One in ten repeats the
/// content of the file before it. Uses all cores.
pub fn build(root: &Path, seed: u64, files: u64) -> Result<TreeSummary, BuildError> {
    let tree = TreeBuilder::found(root)?;
    let threads = thread::available_parallelism().map_or(1, NonZero::get) as u64;
    let folders = files.div_ceil(PER_FOLDER);
    let parts: Vec<Result<TreeSummary, BuildError>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|worker| {
                let mut part = tree.another();
                scope.spawn(move || {
                    for folder in (worker..folders).step_by(threads as usize) {
                        let first = folder * PER_FOLDER;
                        fill(&mut part, seed, folder, first..files.min(first + PER_FOLDER))?;
                    }
                    Ok(part.finish())
                })
            })
            .collect();
        // A worker's panic is ours.
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    let mut summary = TreeSummary::default();
    for part in parts {
        let part = part?;
        summary.files += part.files;
        summary.folders += part.folders;
        summary.size_bytes += part.size_bytes;
    }
    Ok(summary)
}

fn fill(
    tree: &mut TreeBuilder,
    seed: u64,
    folder: u64,
    numbers: std::ops::Range<u64>,
) -> Result<(), BuildError> {
    let mut rng = Rng::new(seed).child(&format!("bulk {folder}"));
    // No two workers share a folder, so each is counted once.
    let path = format!("ablage-{folder:05}");
    let mut content = String::new();
    for number in numbers {
        if content.is_empty() || number % 10 != 0 {
            content.clear();
            let lines = 1 + rng.below(10);
            for _ in 0..lines {
                put!(content, "Vorgang {number}, Vermerk {:016x}\n", rng.bits());
            }
        }
        // 2010–2025, in seconds.
        let seconds = rng.between(1_262_304_000, 1_767_225_599);
        tree.put(&path, &format!("{number:07}.txt"), content.as_bytes(), seconds)?;
    }
    Ok(())
}
