// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! One worker process from its start to its last words.

use super::Quarantine;
use super::confine::Protection;
use super::process::{WorkerError, WorkerOptions};
use super::protocol::{self, FRAME_BYTES, Framing, MANY, PROGRESS_BYTES, PROTOCOL, Ready, Setup, ValueList};
use hoheit_types::WarningCode;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::net::{
    AddressFamily, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage, SendFlags, SocketFlags, SocketType,
    recv, sendmsg, socketpair,
};
use serde::de::DeserializeOwned;
use std::io::IoSlice;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::process::{CommandExt as _, ExitStatusExt};
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How long a worker may take to get ready. 30 s: it takes milliseconds, but a machine may be swapping.
const READY: Duration = Duration::from_secs(30);
/// How long a process that closed its socket may take to end by itself, so that its own status is learned. 2 s: a
/// large one has much memory to give back.
const FAREWELL: Duration = Duration::from_secs(2);
/// How long a killed process may take to disappear before it is left to be collected later. 5 s: killing waits for
/// a read from a hanging network drive, possibly for ever.
const BURIAL: Duration = Duration::from_secs(5);
/// How often a wait looks whether it should end. 100 ms: at once for a person, nothing for the machine.
pub(super) const STOP_EVERY: Duration = Duration::from_millis(100);
/// How much of stderr is kept, in bytes. The run-time library's last words are below 200.
const SAID_BYTES: usize = 1024;
/// Bytes taken from the socket at once. 64 KiB: nearly every answer is one call.
pub(super) const RECEIVE_BYTES: usize = 64 << 10;

/// Why a job did not come to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Time is over
    Late,
    /// Nobody wants it any more
    Stopped,
    /// The process is gone
    Ended,
    /// What it sent makes no sense
    Nonsense,
    /// It was gone before it got the job
    NeverSent,
}

/// A frame to send, with the document's descriptor beside its first byte.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outgoing<'a> {
    /// At most [`MANY`]
    pub(super) files: &'a [BorrowedFd<'a>],
    pub(super) bytes: &'a [u8],
}

#[derive(Debug)]
pub(super) struct Running {
    child: Child,
    socket: OwnedFd,
    stderr: Option<ChildStderr>,
    /// The end of what it wrote to stderr: tells out-of-memory from other aborts, and is shown to nobody, since it
    /// may hold content
    said: Vec<u8>,
    /// Whether somebody wants no more answers
    stop: Arc<AtomicBool>,
    /// Jobs so far
    pub(super) served: u32,
}

impl Running {
    /// Starts a process and waits for its first frame, sent when it has locked itself up.
    pub(super) fn start(options: &WorkerOptions) -> Result<(Self, Vec<Protection>), WorkerError> {
        let (socket, theirs) =
            socketpair(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC, None)
                .map_err(|errno| WorkerError::Start(errno.into()))?;
        let mut child = {
            let mut command = Command::new(&options.program);
            // A group of its own: Ctrl-C at the terminal is meant for the parent, not for a document being read.
            command.args(&options.arguments).env_clear().current_dir("/").process_group(0);
            command.stdin(theirs).stdout(Stdio::null()).stderr(Stdio::piped());
            command.spawn().map_err(WorkerError::Start)?
            // `command` ends here and with it our copy of their end: the end of the stream shall mean their end.
        };
        let stderr = child.stderr.take();
        let mut running =
            Self { child, socket, stderr, said: Vec::new(), stop: options.stop.clone(), served: 0 };
        match running.greet(options) {
            Ok(ready) if ready.protocol == PROTOCOL => Ok((running, ready.protections)),
            Ok(_) => {
                running.bury(Trouble::Nonsense);
                Err(WorkerError::OtherBuild)
            }
            Err(Trouble::Stopped) => {
                running.bury(Trouble::Stopped);
                Err(WorkerError::Stopped)
            }
            Err(trouble) => {
                let (status, _, _) = running.bury(trouble);
                Err(WorkerError::NotReady(
                    status.map_or_else(|| format!("{trouble:?}"), |status| status.to_string()),
                ))
            }
        }
    }

    fn greet(&mut self, options: &WorkerOptions) -> Result<Ready, Trouble> {
        let mut buffer = Vec::new();
        let setup = Setup {
            protocol: PROTOCOL,
            limits: options.limits,
            packs: options.own.sources().to_vec(),
            exceptions: options.own.exceptions_for_engines().map(|(key, text)| ValueList { key, text }),
        };
        protocol::encode(&setup, &mut buffer).map_err(|_| Trouble::Nonsense)?;
        let clock = Deadline::new(READY, 0);
        self.send(Outgoing { files: &[], bytes: &buffer }, &clock)?;
        buffer.clear();
        self.receive(&mut buffer, &clock)
    }

    pub(super) fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// Resident memory in bytes, where the system tells.
    pub(super) fn resident_bytes(&self) -> Option<u64> {
        let statm = std::fs::read_to_string(format!("/proc/{}/statm", self.child.id())).ok()?;
        let pages: u64 = statm.split(' ').nth(1)?.parse().ok()?;
        Some(pages * rustix::param::page_size() as u64)
    }

    pub(super) fn send(&mut self, message: Outgoing<'_>, clock: &Deadline) -> Result<(), Trouble> {
        let mut sent = 0;
        while let Some(rest) = message.bytes.get(sent..).filter(|rest| !rest.is_empty()) {
            let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(MANY))];
            let mut control = SendAncillaryBuffer::new(&mut space);
            if sent == 0 && !message.files.is_empty() {
                control.push(SendAncillaryMessage::ScmRights(message.files));
            }
            let flags = SendFlags::NOSIGNAL | SendFlags::DONTWAIT;
            match sendmsg(&self.socket, &[IoSlice::new(rest)], &mut control, flags) {
                Ok(bytes) => sent += bytes,
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => self.wait_for(PollFlags::OUT, clock)?,
                Err(_) if sent == 0 => return Err(Trouble::NeverSent),
                Err(_) => return Err(Trouble::Ended),
            }
        }
        Ok(())
    }

    /// The next frame; `inbox` keeps what came behind it.
    pub(super) fn receive<T: DeserializeOwned>(
        &mut self,
        inbox: &mut Vec<u8>,
        clock: &Deadline,
    ) -> Result<T, Trouble> {
        loop {
            let missing = match protocol::framing(inbox, FRAME_BYTES) {
                Framing::TooLong => return Err(Trouble::Nonsense),
                Framing::Complete(end) => {
                    let answer = protocol::decode_owned(inbox, end).map_err(|_| Trouble::Nonsense)?;
                    inbox.drain(..end);
                    return Ok(answer);
                }
                Framing::Incomplete(end) => end - inbox.len(),
            };
            inbox.reserve(missing.max(RECEIVE_BYTES));
            self.wait_for(PollFlags::IN, clock)?;
            match recv(&self.socket, rustix::buffer::spare_capacity(inbox), RecvFlags::DONTWAIT) {
                Ok((_, 0)) => return Err(Trouble::Ended),
                Ok(_) | Err(Errno::AGAIN | Errno::INTR) => {}
                Err(_) => return Err(Trouble::Ended),
            }
        }
    }

    /// Waits for the socket, and empties stderr meanwhile so that a talkative library can't block itself.
    fn wait_for(&mut self, event: PollFlags, clock: &Deadline) -> Result<(), Trouble> {
        loop {
            if self.stop.load(Ordering::Relaxed) {
                return Err(Trouble::Stopped);
            }
            let left = clock.left().ok_or(Trouble::Late)?.min(STOP_EVERY);
            let timeout = Timespec::try_from(left).map_err(|_| Trouble::Late)?;
            let second = self.stderr.as_ref().map_or(self.socket.as_fd(), AsFd::as_fd);
            let mut fds = [PollFd::new(&self.socket, event), PollFd::new(&second, PollFlags::IN)];
            let watched = 1 + usize::from(self.stderr.is_some());
            match poll(fds.get_mut(..watched).unwrap_or_default(), Some(&timeout)) {
                Ok(_) | Err(Errno::INTR) => {}
                Err(_) => return Err(Trouble::Ended),
            }
            let [socket, talk] = fds.map(|fd| fd.revents());
            if !talk.is_empty() {
                self.listen();
            }
            if !socket.is_empty() {
                return Ok(());
            }
        }
    }

    /// Takes some of stderr, which has something to take or has ended.
    fn listen(&mut self) {
        let mut piece = [0; 4096];
        let taken = self.stderr.as_ref().map_or(Ok(0), |stderr| rustix::io::read(stderr, &mut piece));
        match taken {
            Ok(0) | Err(_) => self.stderr = None,
            Ok(bytes) => {
                self.said.extend_from_slice(piece.get(..bytes).unwrap_or_default());
                let surplus = self.said.len().saturating_sub(SAID_BYTES);
                self.said.drain(..surplus);
            }
        }
    }

    /// Asks the process to go: it sees the end of its socket. Returned for collection.
    pub(super) fn dismiss(self) -> Child {
        self.child
    }

    /// Ends and collects the process: its status, why its document was given up, and the process itself if it can't
    /// be collected yet.
    pub(super) fn bury(mut self, trouble: Trouble) -> (Option<ExitStatus>, Quarantine, Option<Child>) {
        let mut status = match trouble {
            Trouble::Ended | Trouble::NeverSent => collect(&mut self.child, FAREWELL),
            Trouble::Late | Trouble::Stopped | Trouble::Nonsense => None,
        };
        if status.is_none() {
            // Fails only for a process that is gone.
            let _ = self.child.kill();
            status = collect(&mut self.child, BURIAL);
        }
        // With its only writer gone, the rest of stderr is there to be read without waiting.
        while status.is_some() && self.stderr.is_some() {
            self.listen();
        }
        let quarantine = match trouble {
            // Nobody asks why a job was stopped.
            Trouble::Late | Trouble::Stopped => Quarantine { reason: WarningCode::TimeLimit, place: None },
            Trouble::Nonsense => {
                Quarantine { reason: WarningCode::Crashed, place: Some("malformed answer".to_owned()) }
            }
            Trouble::Ended | Trouble::NeverSent => autopsy(status, &self.said),
        };
        let left = status.is_none().then_some(self.child);
        (status, quarantine, left)
    }
}

/// Why a process ended by itself.
fn autopsy(status: Option<ExitStatus>, said: &[u8]) -> Quarantine {
    /// What the standard library says when memory is refused (`std::alloc::handle_alloc_error`) …
    const NO_MEMORY: &[u8] = b"memory allocation of ";
    /// … and when a stack is used up.
    const NO_STACK: &[u8] = b"has overflowed its stack";
    let says = |words: &[u8]| memchr::memmem::find(said, words).is_some();
    let signal = status.and_then(|status| status.signal());
    if says(NO_MEMORY) {
        return Quarantine { reason: WarningCode::MemoryLimit, place: None };
    }
    // Nobody here sent it: the kernel does when the whole machine runs out of memory.
    if signal == Some(libc::SIGKILL) {
        return Quarantine {
            reason: WarningCode::MemoryLimit,
            place: Some("killed by the system".to_owned()),
        };
    }
    let place = match (signal, status) {
        _ if says(NO_STACK) => Some("stack overflow".to_owned()),
        (Some(signal), _) => Some(format!("signal {signal}")),
        (None, Some(status)) => status.code().map(|code| format!("exit code {code}")),
        (None, None) => None,
    };
    Quarantine { reason: WarningCode::Crashed, place }
}

/// Waits for the end of a process, at most so long.
pub(super) fn collect(child: &mut Child, patience: Duration) -> Option<ExitStatus> {
    let end = Instant::now() + patience;
    let mut pause = Duration::from_micros(100);
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if Instant::now() < end => std::thread::sleep(pause),
            Ok(None) | Err(_) => return None,
        }
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

/// Ends a process that was dismissed, by force if it has not gone; returned if it can't be collected yet.
pub(super) fn collect_dismissed(child: &mut Child) -> bool {
    if matches!(child.try_wait(), Ok(Some(_)) | Err(_)) {
        return true;
    }
    let _ = child.kill();
    matches!(child.try_wait(), Ok(Some(_)) | Err(_))
}

/// As [`collect_dismissed`], and waits for it.
pub(super) fn collect_for_good(child: &mut Child) {
    let _ = child.kill();
    collect(child, BURIAL);
}

/// Two clocks of one job: each stretch of [`PROGRESS_BYTES`] has the time limit, and the whole job as many of them
/// as its size can explain, so that signs of life don't buy eternity.
#[derive(Clone, Copy, Debug)]
pub(super) struct Deadline {
    limit: Duration,
    stretch_end: Instant,
    end: Instant,
}

impl Deadline {
    pub(super) fn new(limit: Duration, size_bytes: u64) -> Self {
        // Reading is one stretch, working through it another.
        let stretches = 1 + 2 * (size_bytes / PROGRESS_BYTES as u64);
        let whole = limit.saturating_mul(stretches.try_into().unwrap_or(u32::MAX));
        let now = Instant::now();
        let distant = now + Duration::from_hours(24 * 365);
        Self { limit, stretch_end: now + limit, end: now.checked_add(whole).unwrap_or(distant) }
    }

    /// The next stretch begins.
    pub(super) fn sign_of_life(&mut self) {
        self.stretch_end = Instant::now() + self.limit;
    }

    /// The worker had to wait for us since `paused`.
    pub(super) fn resume(&mut self, paused: Instant) {
        self.end += paused.elapsed();
        self.sign_of_life();
    }

    fn left(&self) -> Option<Duration> {
        self.end.min(self.stretch_end).checked_duration_since(Instant::now()).filter(|left| !left.is_zero())
    }
}
