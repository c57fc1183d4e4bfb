// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The project's own chores: `cargo xtask test|tidy|bench|dist`.

mod bench;
mod dist;
mod slow;
mod test;
mod tidy;
mod tools;

use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask test [--yes] [--slow] [-- ARGS]
                                     install what the tests need (it asks), then run all of them; --slow: also those
                                     with heavy servers (OpenStack Swift and Keystone), which it starts
cargo xtask tidy                     check the house rules: floors, may-nots, licences, headers, sizes
cargo xtask bench scan [OPTIONS]     measure beside the peers; --corpus FOLDER for real documents
cargo xtask bench detect [OPTIONS]   measure what is found and what is not, on labelled documents
cargo xtask bench decide             measure decisions beside Cedar alone, what-if, and proofs
cargo xtask bench log                check a log of a million entries beside Go's packages, and flip bits of it
cargo xtask bench move [OPTIONS]     measure moving between folders and servers, beside rclone
cargo xtask dist                     build a release archive and a .deb below dist/";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["test", rest @ ..] => test::run(rest),
        ["tidy"] => tidy::run(),
        ["bench", rest @ ..] => bench::run(rest),
        ["dist"] => dist::run(),
        _ => Err(USAGE.to_owned()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the workspace.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies one level below the root")
}

/// Runs a command in the root and waits; its output is the terminal's.
fn run(program: &str, args: &[&str]) -> Result<(), String> {
    let status = std::process::Command::new(program)
        .args(args)
        .current_dir(root())
        .status()
        .map_err(|e| format!("can't start {program}: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("{program} {} failed: {status}", args.join(" "))) }
}
