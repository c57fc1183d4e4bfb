// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Foreign programs (Tesseract) in a sandbox of their own.
//!
//! A foreign program can't lock itself up, so this one does it in its place: `hoheit worker --helper …` denies itself
//! everything but reading the system's libraries and the program's data, then becomes the program ([`become_program`]).
//! The document comes on its standard input and text leaves on its standard output; it can write nowhere, reach
//! nobody, and gets a bounded time, memory and length of answer.

use super::confine::{self, Profile};
use super::protocol::Probe;
use super::running::{STOP_EVERY, collect};
use hoheit_types::Limits;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{MemfdFlags, SeekFrom};
use std::ffi::OsString;
use std::io::{self, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Where programs and libraries live: all that a helper may read beside its own data.
const SYSTEM: [&str; 5] = ["/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/opt"];

/// Open descriptors of a helper. 64: standard streams, libraries while they are loaded, its data.
const DESCRIPTORS: u64 = 64;

/// How long a helper that closed its output may take to end.
const FAREWELL: Duration = Duration::from_secs(1);

/// A foreign program and what it may cost.
#[derive(Clone, Debug)]
pub struct Helper {
    /// This program, as in [`WorkerOptions::program`](super::WorkerOptions::program)
    pub program: PathBuf,
    /// What makes it call [`become_program`] with the arguments that follow, usually `worker --helper`
    pub arguments: Vec<OsString>,
    /// Paths that it may read beside the system's libraries
    pub readable: Vec<PathBuf>,
    /// Address space in bytes
    pub memory_bytes: u64,
    /// Wall-clock time of one call
    pub elapsed: Duration,
    /// Largest answer in bytes
    pub output_bytes: usize,
}

/// Why a helper gave no answer. Holds nothing that it printed.
#[derive(Debug, thiserror::Error)]
pub enum HelperError {
    /// The system did not start the process, or its input could not be prepared.
    #[error("the helper program could not be started")]
    Start(#[source] io::Error),
    /// It took longer than [`Helper::elapsed`] and was ended.
    #[error("the helper program took too long")]
    TimeLimit,
    /// It wrote more than [`Helper::output_bytes`] and was ended.
    #[error("the helper program wrote too much")]
    OutputLimit,
    /// Nobody wants its answer any more.
    #[error("the helper program was stopped")]
    Stopped,
    /// It ended with an error of its own.
    #[error("the helper program ended with {0}")]
    Failed(std::process::ExitStatus),
}

impl Helper {
    /// The usual limits: 1 GiB, 60 s, 16 MiB of text.
    pub fn new(program: impl Into<PathBuf>) -> Self {
        Self {
            program: program.into(),
            arguments: vec!["worker".into(), "--helper".into()],
            readable: Vec::new(),
            memory_bytes: 1 << 30,
            elapsed: Duration::from_mins(1),
            output_bytes: 16 << 20,
        }
    }

    /// Runs `foreign` with `arguments`, `input` on its standard input and `variables` as its whole environment; what
    /// it wrote to its standard output. Ends soon after `stop` is set.
    pub fn call(
        &self,
        foreign: &Path,
        arguments: &[&str],
        variables: &[(&str, &str)],
        input: &[u8],
        stop: &AtomicBool,
    ) -> Result<Vec<u8>, HelperError> {
        let input = in_memory(input).map_err(HelperError::Start)?;
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).arg(self.memory_bytes.to_string()).arg(self.readable.len().to_string());
        command.args(&self.readable).arg(foreign).args(arguments);
        command.env_clear().envs(variables.iter().copied()).current_dir("/").process_group(0);
        command.stdin(input).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().map_err(HelperError::Start)?;
        let result = self.listen(&mut child, stop);
        // Fails only for a process that is gone, as it should be.
        let _ = child.kill();
        let status = collect(&mut child, FAREWELL);
        let output = result?;
        match status {
            Some(status) if !status.success() => Err(HelperError::Failed(status)),
            _ => Ok(output),
        }
    }

    fn listen(&self, child: &mut Child, stop: &AtomicBool) -> Result<Vec<u8>, HelperError> {
        let end = Instant::now() + self.elapsed;
        let mut output = Vec::new();
        let Some(stdout) = &child.stdout else { return Ok(output) };
        loop {
            let left = end.checked_duration_since(Instant::now()).ok_or(HelperError::TimeLimit)?;
            if stop.load(Ordering::Relaxed) {
                return Err(HelperError::Stopped);
            }
            let timeout = Timespec::try_from(left.min(STOP_EVERY)).map_err(|_| HelperError::TimeLimit)?;
            match poll(&mut [PollFd::new(stdout, PollFlags::IN)], Some(&timeout)) {
                Ok(0) | Err(rustix::io::Errno::INTR) => continue,
                Ok(_) => {}
                Err(errno) => return Err(HelperError::Start(errno.into())),
            }
            output.reserve(64 << 10);
            match rustix::io::read(stdout, rustix::buffer::spare_capacity(&mut output)) {
                Ok(0) => break,
                Ok(_) if output.len() > self.output_bytes => return Err(HelperError::OutputLimit),
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(errno) => return Err(HelperError::Start(errno.into())),
            }
        }
        // Its output is closed; its own status is still to come.
        let left = end.saturating_duration_since(Instant::now()).max(FAREWELL);
        collect(child, left).map_or(Err(HelperError::TimeLimit), |_| Ok(output))
    }
}

/// A file without a name: no pipe to feed while listening, nothing on any disk.
fn in_memory(bytes: &[u8]) -> io::Result<std::fs::File> {
    let file = rustix::fs::memfd_create("document", MemfdFlags::CLOEXEC)?;
    let mut file = std::fs::File::from(file);
    file.write_all(bytes)?;
    rustix::fs::seek(&file, SeekFrom::Start(0))?;
    Ok(file)
}

/// What the hidden command `hoheit worker --helper` does with the arguments that follow: memory in bytes, number of
/// readable paths, these paths, program, its arguments. Returns only if that fails.
pub fn become_program(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let mut arguments = arguments.into_iter();
    let mut number = || arguments.next()?.to_str()?.parse::<u64>().ok();
    let (Some(memory_bytes), Some(count)) = (number(), number()) else { return ExitCode::from(3) };
    let own = arguments.by_ref().take(count as usize).map(PathBuf::from);
    let readable = SYSTEM.iter().map(PathBuf::from).chain(own).collect();
    let Some(program) = arguments.next() else { return ExitCode::from(3) };
    let profile = Profile { readable, memory_bytes, descriptors: DESCRIPTORS };
    confine::enclose(&profile);
    confine::seal_for_program(&profile);
    let error = Command::new(program).args(arguments).exec();
    eprintln!("hoheit worker: {error}");
    ExitCode::FAILURE
}

/// Runs this program as a foreign one, in the same sandbox, and has it try what must not work; true where it was stopped.
/// `None` if it could not even be started, for example because an update has replaced its file.
pub fn probe(mut helper: Helper) -> Option<Vec<(Probe, bool)>> {
    let own = std::fs::read_link("/proc/self/exe").ok()?;
    helper.readable.push(own.clone());
    let answer = helper.call(&own, &["worker", PROBE], &[], &[], &AtomicBool::new(false)).ok()?;
    let stopped: Option<Vec<bool>> = answer
        .iter()
        .map(|mark| match mark {
            b'1' => Some(true),
            b'0' => Some(false),
            _ => None,
        })
        .collect();
    let stopped = stopped.filter(|stopped| stopped.len() == Probe::OF_HELPERS.len())?;
    Some(Probe::OF_HELPERS.into_iter().zip(stopped).collect())
}

/// The argument of the hidden command `hoheit worker` that makes it call [`try_forbidden`].
pub const PROBE: &str = "--probe";

/// What `hoheit worker --probe` does: tries each of [`Probe::OF_HELPERS`] and prints a digit for it, 1 where it was
/// stopped.
pub fn try_forbidden() -> ExitCode {
    let mark = |probe: Probe| if probe.is_stopped(&Limits::default()) { b'1' } else { b'0' };
    let marks = Probe::OF_HELPERS.map(mark);
    if io::stdout().write_all(&marks).is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
