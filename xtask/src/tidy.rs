// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `cargo xtask tidy`: the house rules as a test. A rule that nobody checks is a wish.

mod files;
mod graph;

pub(crate) fn run() -> Result<(), String> {
    let mut faults = graph::faults()?;
    faults.extend(files::faults()?);
    if faults.is_empty() {
        println!("tidy: the house is in order");
        return Ok(());
    }
    faults.sort();
    Err(format!("{}\ntidy: {} to mend", faults.join("\n"), faults.len()))
}
