// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The program on real folders: every exit code, both languages, and what those might leave there whom nobody trusts.

mod fixture;
mod go;
mod hostile;
mod logs;
#[path = "../../examples/make_log/maker.rs"]
mod maker;
mod package;
mod package_proofs;
mod package_strangers;
mod proofs;
mod usage;

use maker::{Signer, make};
use std::ffi::OsStr;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Nothing here takes as long: whatever does, hangs.
const PATIENCE: Duration = Duration::from_mins(1);

/// A folder with a log, a policy and the key of the log.
struct House {
    folder: TempDir,
}

/// What the program said, and its exit code.
#[derive(Debug)]
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

impl House {
    fn new(sizes: &[u64]) -> Self {
        Self::signed(sizes, &[Signer::Log, Signer::Witness])
    }

    fn signed(sizes: &[u64], signers: &[Signer]) -> Self {
        let house = Self { folder: TempDir::new().unwrap() };
        make(&house.log(), sizes, signers);
        fs::write(house.path("policy"), maker::policy()).unwrap();
        house
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn log(&self) -> PathBuf {
        self.path("log")
    }

    fn tile(&self, name: &str) -> PathBuf {
        self.log().join("tile").join(name)
    }

    /// `hoheit-verify log` with the policy.
    fn check(&self, more: &[&str]) -> Said {
        let (log, policy) = (self.log(), self.path("policy"));
        let args = [OsStr::new("log"), log.as_os_str(), OsStr::new("--policy"), policy.as_os_str()];
        verify(args.into_iter().chain(more.iter().map(OsStr::new)))
    }
}

fn program<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hoheit-verify"));
    for name in ["HOHEIT_LANG", "LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn verify<A: AsRef<OsStr>>(args: impl IntoIterator<Item = A>) -> Said {
    heard(program(args))
}

/// Runs it, but not for ever.
fn heard(mut command: Command) -> Said {
    let mut child = command.spawn().unwrap();
    let (mut out, mut err) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let reading = std::thread::spawn(move || {
        let (mut first, mut second) = (String::new(), String::new());
        out.read_to_string(&mut first).unwrap();
        err.read_to_string(&mut second).unwrap();
        (first, second)
    });
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > PATIENCE {
            child.kill().unwrap();
            panic!("it hangs");
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let (out, err) = reading.join().unwrap();
    Said { code: status.code(), out, err }
}

impl Said {
    /// The exit code, and all of what was printed.
    #[track_caller]
    fn expect(&self, code: i32, out: &str) {
        assert_eq!((self.code, self.out.trim_end(), self.err.as_str()), (Some(code), out, ""));
    }

    /// The exit code, and a part of what was printed.
    #[track_caller]
    fn expect_part(&self, code: i32, part: &str) {
        assert!(self.code == Some(code) && self.out.contains(part) && self.err.is_empty(), "{self:?}");
    }

    /// The exit code, and a part of the complaint; nothing was answered.
    #[track_caller]
    fn expect_failure(&self, code: i32, part: &str) {
        assert!(self.code == Some(code) && self.err.contains(part) && self.out.is_empty(), "{self:?}");
        assert_eq!(self.err.lines().count(), 2, "what happened, and what to do next: {self:?}");
    }
}

fn change(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).unwrap();
    change(&mut bytes);
    fs::write(path, bytes).unwrap();
}

/// Numbers that look random, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        // Knuth's MMIX; the upper bits are the good ones.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// All files of a log, the checkpoint among them.
fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut waiting) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = waiting.pop() {
        for item in fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() { waiting.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

fn succeeded(output: &Output) -> bool {
    output.status.success()
}
