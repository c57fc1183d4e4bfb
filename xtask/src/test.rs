// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `cargo xtask test`: all the set-up that the tests need, then the whole suite.

use crate::tools::{self, Tool};
use std::process::Command;

const TOOLS: &[Tool] = &[
    Tool {
        probe: &["tesseract", "--version"],
        packages: &["tesseract-ocr", "tesseract-ocr-deu"],
        what_for: "reading scanned pages",
    },
    Tool {
        // Where Debian puts its packages; another Python in the way does not see them.
        probe: &["/usr/bin/python3", "-c", "import icalendar"],
        packages: &["python3-icalendar"],
        what_for: "reading our calendars with a program by others",
    },
    Tool { probe: &["cvc5", "--version"], packages: &["cvc5"], what_for: "proving guarantees of the rules" },
];

pub(crate) fn run(args: &[&str]) -> Result<(), String> {
    let (own, passed_on) = match args.iter().position(|a| *a == "--") {
        Some(at) => (&args[..at], &args[at + 1..]),
        None => (args, &[][..]),
    };
    tools::provide(TOOLS, own.contains(&"--yes") || std::env::var_os("CI").is_some())?;
    // With this set, a test whose tool is missing fails instead of naming itself left out.
    let status = Command::new("cargo")
        .args(["test", "--workspace", "--locked"])
        .args(passed_on)
        .env("HOHEIT_TEST_ALL", "1")
        .current_dir(crate::root())
        .status()
        .map_err(|e| format!("can't start cargo: {e}"))?;
    if !status.success() {
        return Err(format!("tests failed: {status}"));
    }
    // Not when single tests were asked for.
    if passed_on.is_empty() { crate::bench::guard_detection() } else { Ok(()) }
}
