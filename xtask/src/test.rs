// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `cargo xtask test`: all the set-up that the tests need, then the whole suite.

use std::io::{IsTerminal, Write};
use std::process::{Command, Stdio};

/// A program that some tests need, and the Debian packages that bring it.
struct Tool {
    program: &'static str,
    packages: &'static [&'static str],
    what_for: &'static str,
}

const TOOLS: &[Tool] = &[Tool {
    program: "tesseract",
    packages: &["tesseract-ocr", "tesseract-ocr-deu"],
    what_for: "reading scanned pages",
}];

pub(crate) fn run(args: &[&str]) -> Result<(), String> {
    let (own, passed_on) = match args.iter().position(|a| *a == "--") {
        Some(at) => (&args[..at], &args[at + 1..]),
        None => (args, &[][..]),
    };
    let is_sure = own.contains(&"--yes") || std::env::var_os("CI").is_some();
    let missing: Vec<&Tool> = TOOLS.iter().filter(|tool| !is_installed(tool.program)).collect();
    if !missing.is_empty() {
        install(&missing, is_sure)?;
    }
    // With this set, a test whose tool is missing fails instead of naming itself left out.
    let status = Command::new("cargo")
        .args(["test", "--workspace", "--locked"])
        .args(passed_on)
        .env("HOHEIT_TEST_ALL", "1")
        .current_dir(crate::root())
        .status()
        .map_err(|e| format!("can't start cargo: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("tests failed: {status}")) }
}

fn is_installed(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn install(missing: &[&Tool], is_sure: bool) -> Result<(), String> {
    let packages: Vec<&str> = missing.iter().flat_map(|tool| tool.packages).copied().collect();
    println!("The tests need these Debian packages:");
    for tool in missing {
        println!("  {} ({})", tool.packages.join(" "), tool.what_for);
    }
    if !is_sure {
        if !std::io::stdin().is_terminal() {
            return Err("run again with --yes to install them, or install them yourself".to_owned());
        }
        print!("Install them now with apt-get? [y/N] ");
        std::io::stdout().flush().map_err(|e| e.to_string())?;
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer).map_err(|e| e.to_string())?;
        if !matches!(answer.trim(), "y" | "Y" | "j" | "J" | "yes" | "ja") {
            return Err("nothing installed; `cargo test` runs what needs no further programs".to_owned());
        }
    }
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.trim_ascii() == b"0");
    let apt = |args: &[&str]| {
        let (program, prefix): (&str, &[&str]) =
            if is_root { ("apt-get", &[]) } else { ("sudo", &["apt-get"]) };
        crate::run(program, &[prefix, args].concat())
    };
    apt(&["-qq", "update"])?;
    apt(&[&["-qq", "-y", "--no-install-recommends", "install"], packages.as_slice()].concat())
}
