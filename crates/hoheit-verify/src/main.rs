// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Checks what hoheit has promised, on another machine, offline, without hoheit: one plain sentence and an exit code.
//!
//! ```text
//! arguments ──args──→ trust (whom) ──→ log: folder → audit ─┐
//!                                 └──→ proof: one entry  ───┴→ Answer → sentence, details, exit code
//! ```
//!
//! All that is calculated stands in `hoheit-merkle`; here are files, words and exit codes. README.md tells the formats byte by byte.

// INVARIANT (no-panics-in-the-spine): what is verified comes from those whom nobody trusts.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::unreachable
    )
)]

mod answer;
mod args;
mod files;
mod log;
mod package;
mod plan;
mod proof;
mod trust;

use answer::{Answer, Exit, Failure};
use args::Command;
use hoheit_types::Lang;
use std::ffi::OsString;
use std::io::Write as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    // A panic's message may quote what was read: only its place is shown.
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(|l| format!("{}:{}", l.file(), l.line()));
        let _ = writeln!(std::io::stderr(), "hoheit-verify: internal fault at {}", place.unwrap_or_default());
    }));
    let args: Vec<OsString> = std::env::args_os().skip(1).collect();
    let lang = args::lang(&args);
    let exit = match std::panic::catch_unwind(|| run(&args, lang)) {
        Ok(Ok(answer)) => {
            answer.print();
            answer.exit
        }
        Ok(Err(failure)) => {
            failure.print(lang);
            failure.exit
        }
        Err(_) => Exit::Bug,
    };
    ExitCode::from(exit as u8)
}

fn run(args: &[OsString], lang: Lang) -> Result<Answer, Failure> {
    let args = args::read(args, lang)?;
    match &args.command {
        Command::Log(folder) => log::check(folder, &args, lang),
        Command::Bundle(file) => proof::check(file, false, &args, lang),
        Command::Receipt(file) => proof::check(file, true, &args, lang),
        Command::Package(folder) => package::check(folder, &args, lang),
        Command::Plan(file) => plan::check(file, &args, lang),
        Command::Help => Ok(Answer::text(args::help(lang))),
        Command::Version => Ok(Answer::text(concat!("hoheit-verify ", env!("CARGO_PKG_VERSION")))),
    }
}
