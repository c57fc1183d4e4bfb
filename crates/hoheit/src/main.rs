// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! hoheit: scan, catalogue, decide, move, prove. This is the wiring only: command line, configuration, rendering.
//! What hoheit knows and can stands in the libraries.

mod approvals;
mod cause;
mod cli;
mod commands;
mod config;
mod context;
mod court;
mod failure;
mod form;
mod help;
mod log;
mod own;
mod progress;

use clap::FromArgMatches;
use context::Context;
use failure::{Exit, Failure};
use hoheit_types::Lang;
use std::io::IsTerminal;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<_> = std::env::args_os().collect();
    if let Some(exit) = commands::worker(&args) {
        return exit;
    }
    // A panic's message may quote what was read: only its place is shown.
    std::panic::set_hook(Box::new(|info| {
        // The end of the path suffices, and the rest tells about the machine that built it.
        let place = info.location().map(|l| {
            let file: Vec<_> = l.file().rsplit('/').take(3).collect();
            format!("{}:{}", file.into_iter().rev().collect::<Vec<_>>().join("/"), l.line())
        });
        let place = place.unwrap_or_default();
        eprintln!("hoheit: internal fault at {place}");
    }));
    // What a person asked to see passes through this process: a crash must not leave it in a file.
    let none = rustix::process::Rlimit { current: Some(0), maximum: Some(0) };
    let _ = rustix::process::setrlimit(rustix::process::Resource::Core, none);
    let lang = context::early_lang(&args);
    start_log();
    let result = std::panic::catch_unwind(|| run(&args, lang));
    let exit = match result {
        Ok(Ok(exit)) => exit,
        Ok(Err(failure)) => {
            failure.render(lang, std::io::stderr().is_terminal());
            failure.exit
        }
        Err(_) => Exit::Bug,
    };
    ExitCode::from(exit as u8)
}

fn run(args: &[std::ffi::OsString], lang: Lang) -> Result<Exit, Failure> {
    let matches = match help::command(lang).try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error)
            if !error.use_stderr()
                || error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand =>
        {
            // Help and version are answers, not errors. A closed pipe is nobody's fault.
            let _ = error.print();
            return Ok(if error.use_stderr() { Exit::Usage } else { Exit::Done });
        }
        Err(error) => return Err(help::failure(&error, lang)),
    };
    let cli = cli::Cli::from_arg_matches(&matches).map_err(|error| help::failure(&error, lang))?;
    let context = Context::new(&cli.global, lang)?;
    let done = commands::run(&context, cli.command);
    // Also what a command recorded before it failed is published. Its own failure is told first.
    let settled = context.written().into_iter().try_for_each(|home| log::settle(&context.with_home(home)));
    done.and_then(|exit| settled.map(|()| exit))
}

/// The log goes to standard error: warnings, or what `HOHEIT_LOG` says (`error` … `trace`). It never holds content; the
/// record for auditors is not this.
fn start_log() {
    let level =
        std::env::var("HOHEIT_LOG").ok().and_then(|level| level.parse().ok()).unwrap_or(tracing::Level::WARN);
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(level)
        .with_ansi(false)
        .without_time()
        .with_target(false)
        .init();
}
