// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Every test here starts real worker processes. The program they run is this test program itself: it is called
//! again with [`entry`] as the only test and a mark among its arguments. That works alike under `cargo test` and
//! nextest, needs no second binary to be built and found, and lets workers know misdeeds (`cfg(test)`) that the
//! product's workers don't.

mod bounds;
mod documents;
mod helpers;
mod misbehaviour;
mod misdeeds;
mod sandbox;
mod searching;

pub(super) use misbehaviour::Misbehaviour;

use super::{Job, Outcome, Verdict, Worker, WorkerOptions};
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The roles in which this program can be called again. libtest takes `--skip` with any word.
const AS_WORKER: &str = "as-worker";
const AS_HELPER: &str = "as-helper";
const AS_FOREIGN: &str = "as-foreign";
const AS_OLD_WORKER: &str = "as-old-worker";
const AS_PARENT: &str = "as-parent";
const AS_PROTECTED: &str = "as-protected";

fn program() -> PathBuf {
    std::env::current_exe().unwrap()
}

fn arguments(role: &str) -> Vec<OsString> {
    ["worker::tests::entry", "--exact", "--nocapture", "--test-threads=1", "--skip", role]
        .map(OsString::from)
        .into()
}

/// Options for workers with little time and memory, so that tests of both limits are quick.
pub(crate) fn options() -> WorkerOptions {
    let mut options = WorkerOptions { arguments: arguments(AS_WORKER), ..WorkerOptions::new(program()) };
    options.limits.elapsed_ms = 20_000;
    options.limits.worker_bytes = 1 << 30;
    options
}

fn worker() -> Worker {
    Worker::start(options()).unwrap()
}

/// Plays the role that the arguments ask for; without one, checks that nobody becomes a worker by accident.
#[test]
fn entry() {
    let words: Vec<OsString> = std::env::args_os().collect();
    let mut marks = words.windows(2).filter(|pair| pair.first().is_some_and(|word| word == "--skip"));
    let mut mark = || marks.next().and_then(|pair| pair.get(1)?.to_str());
    match mark() {
        Some(AS_WORKER) => leave(super::serve()),
        Some(AS_OLD_WORKER) => {
            super::syscalls::pretend_old_kernel().unwrap();
            leave(super::serve())
        }
        Some(AS_HELPER) => {
            let at = words.iter().position(|word| word == AS_HELPER).unwrap() + 1;
            leave(super::helper::become_program(words.into_iter().skip(at)));
        }
        Some(AS_FOREIGN) => helpers::be_foreign(mark().unwrap()),
        Some(AS_PROTECTED) => std::process::exit(i32::from(!helpers::be_protected_by(mark().unwrap()))),
        Some(AS_PARENT) => misdeeds::die_as_parent(),
        _ => {
            let mut call = Command::new(program());
            let status =
                call.args(arguments(AS_WORKER)).stdin(Stdio::null()).stdout(Stdio::null()).status().unwrap();
            assert_eq!(status.code(), Some(3), "without a socket it ends at once");
        }
    }
}

fn leave(code: std::process::ExitCode) -> ! {
    std::process::exit(i32::from(format!("{code:?}") != format!("{:?}", std::process::ExitCode::SUCCESS)) * 3)
}

/// A file with this content, open for reading only.
fn file(content: &[u8]) -> std::fs::File {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(content).unwrap();
    std::fs::File::open(file.path()).unwrap()
}

/// What a worker finds in this content.
fn examine(worker: &mut Worker, name: &str, content: &[u8]) -> Outcome {
    match worker.examine(file(content), &Job::new(name, content.len() as u64)).unwrap() {
        Verdict::Done(outcome) => outcome,
        other => panic!("{name}: {other:?}"),
    }
}

/// Whether a process is there and not a zombie.
fn is_alive(process_id: u32) -> bool {
    let stat = std::fs::read_to_string(Path::new("/proc").join(process_id.to_string()).join("stat"));
    stat.is_ok_and(|stat| !stat.rsplit(')').next().unwrap_or_default().trim_start().starts_with('Z'))
}
