// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The documents that nobody wants to receive: bombs, bottomless nests, circles, lies, and every valid document cut short
//! or damaged. A reader passes when each of them ends in a state, within its limits, and the rest goes on.
//!
//! None of them does harm by lying on a disk, and all together they are small; what they unfold to is not.

mod archives;
mod mutants;
mod names;
mod nests;
mod office;
mod pdfs;

use crate::rng::Rng;
use crate::tree::{BuildError, TreeBuilder, TreeSummary};
use std::io::Write as _;
use std::path::Path;

/// What to build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostileOptions {
    /// Same seed, same damage
    pub seed: u64,
    /// Damaged versions of each valid document, besides the truncated ones
    pub mutants: usize,
    /// Adds the large ones: a table of one line of 100 MB and a text of 300 MB without a line break
    pub large: bool,
}

impl Default for HostileOptions {
    fn default() -> Self {
        Self { seed: 666, mutants: 12, large: false }
    }
}

/// One hostile document, in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Specimen {
    /// Says what it is and ends as files of its kind do: `pages-in-a-circle.pdf`
    pub name: String,
    /// Content
    pub bytes: Vec<u8>,
}

impl Specimen {
    fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }
}

/// Those made by hand, without the damaged ones: about a hundred, some 40 MB.
pub fn specimens() -> Vec<Specimen> {
    [archives::specimens(), nests::specimens(), pdfs::specimens(), office::specimens()].concat()
}

/// Every valid document, truncated at a dozen places and damaged in `count` ways.
pub fn mutants(seed: u64, count: usize) -> Vec<Specimen> {
    mutants::specimens(&Rng::new(seed), count)
}

/// Builds all of it below `root`, which is created and must be empty.
pub fn build(root: &Path, options: &HostileOptions) -> Result<TreeSummary, BuildError> {
    let mut tree = TreeBuilder::found(root)?;
    for specimen in specimens() {
        tree.put("made", &specimen.name, &specimen.bytes, SAVED)?;
    }
    for specimen in mutants(options.seed, options.mutants) {
        tree.put("damaged", &specimen.name, &specimen.bytes, SAVED)?;
    }
    names::add(&mut tree)?;
    if options.large {
        large(&mut tree)?;
    }
    Ok(tree.finish())
}

/// When all of them were saved: 1 April 2024, noon.
const SAVED: i64 = 1_711_972_800;

/// Too large to keep, quick to write: one line of a table, and a text without a line break.
fn large(tree: &mut TreeBuilder) -> Result<(), BuildError> {
    let cells = "Mustermann;12.08.1964;".repeat(1 << 12);
    for (name, size) in [("one-line.csv", 100 << 20), ("no-break.txt", 300 << 20)] {
        tree.put_with("large", name, SAVED, |file| {
            for _ in 0..size / cells.len() {
                file.write_all(cells.as_bytes())?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
