// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a process denies itself, step by step, and what of it the system granted.
//!
//! Every step is tried on its own and none is fatal: an old kernel protects less, and [`Protection`] says so to the
//! parent, which warns. The steps overlap on purpose (opening a file is refused by Landlock and by the filter of
//! system calls), so that the loss of one leaves the others.

use super::syscalls;
use hoheit_types::{Lang, Limits};
use landlock::{
    ABI, Access, AccessFs, AccessNet, LandlockStatus, RestrictionStatus, Ruleset, RulesetAttr,
    RulesetCreatedAttr, RulesetError, Scope, path_beneath_rules,
};
use rustix::process::{DumpableBehavior, Resource, Rlimit, Signal, setrlimit};
use serde::{Deserialize, Serialize};
use std::fmt::Display;
use std::path::PathBuf;

/// One protection of a worker and whether it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protection {
    /// Which
    pub kind: ProtectionKind,
    /// Whether it holds
    pub state: ProtectionState,
}

/// What can protect against a document that takes over its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProtectionKind {
    /// Descriptors that the process inherited by accident were closed
    Descriptors,
    /// No other process of the same person can look into it
    Undumpable,
    /// It ends when its parent does
    DiesWithParent,
    /// Starting a set-uid program gives no rights (`PR_SET_NO_NEW_PRIVS`)
    NoNewPrivileges,
    /// No files by Landlock
    Files,
    /// No TCP by Landlock
    Tcp,
    /// No signals to and no abstract sockets of outside processes by Landlock
    Scopes,
    /// Only listed system calls (seccomp)
    SystemCalls,
    /// Memory, in bytes of address space
    Memory,
    /// No core dumps, no growing files, few descriptors, no new processes
    Resources,
}

impl ProtectionKind {
    /// For people.
    pub const fn describe(self, lang: Lang) -> &'static str {
        let (de, en) = match self {
            Self::Descriptors => ("geerbte Dateideskriptoren geschlossen", "inherited descriptors closed"),
            Self::Undumpable => {
                ("Speicher für andere Prozesse unlesbar", "memory unreadable for other processes")
            }
            Self::DiesWithParent => ("endet mit dem Hauptprozess", "ends with the main process"),
            Self::NoNewPrivileges => ("keine neuen Rechte", "no new privileges"),
            Self::Files => ("kein Dateizugriff (Landlock)", "no file access (Landlock)"),
            Self::Tcp => ("kein TCP (Landlock)", "no TCP (Landlock)"),
            Self::Scopes => {
                ("keine Signale an fremde Prozesse (Landlock)", "no signals to other processes (Landlock)")
            }
            Self::SystemCalls => {
                ("nur erlaubte Systemaufrufe (seccomp)", "listed system calls only (seccomp)")
            }
            Self::Memory => ("Speicher begrenzt", "memory limited"),
            Self::Resources => ("übrige Grenzen (Dateien, Prozesse)", "other limits (files, processes)"),
        };
        match lang {
            Lang::De => de,
            Lang::En => en,
        }
    }
}

/// Whether a protection holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProtectionState {
    /// It holds
    Active,
    /// It doesn't; the system's reason
    Unavailable(String),
}

impl Protection {
    fn of(kind: ProtectionKind, result: Result<(), impl Display>) -> Self {
        let state = match result {
            Ok(()) => ProtectionState::Active,
            Err(error) => ProtectionState::Unavailable(error.to_string()),
        };
        Self { kind, state }
    }

    /// Whether it holds.
    pub fn is_active(&self) -> bool {
        self.state == ProtectionState::Active
    }
}

/// What a process may keep.
#[derive(Debug)]
pub(super) struct Profile {
    /// Readable (and, for programs and libraries, executable) paths; everything else in the file system is denied
    pub(super) readable: Vec<PathBuf>,
    /// Address space in bytes
    pub(super) memory_bytes: u64,
    /// Open descriptors
    pub(super) descriptors: u64,
}

impl Profile {
    /// A worker: nothing but what is handed to it.
    pub(super) fn worker(limits: &Limits) -> Self {
        // Standard streams, the documents, and some in reserve: a job that comes too early must not lose its file.
        let descriptors = 8 + super::protocol::MANY as u64;
        Self { readable: Vec::new(), memory_bytes: limits.worker_bytes, descriptors }
    }
}

// INVARIANT (workers-are-locked-up): before the first document.
/// The part that must happen while the process has a single thread, since Landlock (before ABI 8) binds the calling
/// thread and those that it starts later.
pub(super) fn enclose(profile: &Profile) -> Vec<Protection> {
    use ProtectionKind as K;
    let mut protections = vec![
        Protection::of(K::Descriptors, close_inherited()),
        Protection::of(K::Undumpable, rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable)),
        Protection::of(
            K::DiesWithParent,
            rustix::process::set_parent_process_death_signal(Some(Signal::KILL)),
        ),
        Protection::of(K::NoNewPrivileges, rustix::thread::set_no_new_privs(true)),
    ];
    let landlock = landlock(profile);
    let granted = |needed: ABI| match &landlock {
        Ok(status) => match status.landlock {
            LandlockStatus::NotEnabled => Err("Landlock is not enabled in this kernel".to_owned()),
            LandlockStatus::NotImplemented => {
                Err("this kernel has no Landlock (Linux 5.13 or newer)".to_owned())
            }
            LandlockStatus::Available { effective_abi, .. } if effective_abi < needed => {
                Err(format!("this kernel has Landlock ABI {effective_abi}, needed is {needed}"))
            }
            LandlockStatus::Available { .. } => Ok(()),
        },
        Err(error) => Err(error.to_string()),
    };
    protections.push(Protection::of(K::Files, granted(ABI::V1)));
    protections.push(Protection::of(K::Tcp, granted(ABI::V4)));
    protections.push(Protection::of(K::Scopes, granted(ABI::V6)));
    protections
}

/// The part for a worker that must happen when its threads run: it takes away the means to start more. Binds all
/// threads of the process.
pub(super) fn seal(profile: &Profile) -> Vec<Protection> {
    use ProtectionKind as K;
    let limits = limit_resources(profile, 0);
    vec![
        Protection::of(K::Memory, limit(Resource::As, profile.memory_bytes)),
        Protection::of(K::Resources, limits),
        Protection::of(K::SystemCalls, syscalls::allow_listed()),
    ]
}

/// The part for a helper program, just before it takes this process over.
pub(super) fn seal_for_program(profile: &Profile) -> Vec<Protection> {
    use ProtectionKind as K;
    // Processes are counted per user over the whole machine, so no small number is right for a program that may
    // start threads; the filter of system calls doesn't count.
    let limits = limit_resources(profile, u64::MAX);
    vec![
        Protection::of(K::Memory, limit(Resource::As, profile.memory_bytes)),
        Protection::of(K::Resources, limits),
        Protection::of(K::SystemCalls, syscalls::deny_listed()),
    ]
}

fn limit_resources(profile: &Profile, processes: u64) -> rustix::io::Result<()> {
    limit(Resource::Core, 0)?;
    limit(Resource::Fsize, 0)?;
    limit(Resource::Nofile, profile.descriptors)?;
    limit(Resource::Memlock, 0)?;
    if processes == u64::MAX { Ok(()) } else { limit(Resource::Nproc, processes) }
}

/// Lowers a limit for good. One that is lower already stays.
fn limit(resource: Resource, value: u64) -> rustix::io::Result<()> {
    let value = rustix::process::getrlimit(resource).maximum.map_or(value, |maximum| maximum.min(value));
    setrlimit(resource, Rlimit { current: Some(value), maximum: Some(value) })
}

/// The newest Landlock whose effect the tests have seen; newer kernels are asked for no more than that.
const TESTED: ABI = ABI::V7;

fn landlock(profile: &Profile) -> Result<RestrictionStatus, RulesetError> {
    Ruleset::default()
        .handle_access(AccessFs::from_all(TESTED))?
        .handle_access(AccessNet::from_all(TESTED))?
        .scope(Scope::from_all(TESTED))?
        .create()?
        .add_rules(path_beneath_rules(&profile.readable, AccessFs::from_read(TESTED)))?
        .restrict_self()
}

/// Closes every descriptor above the standard streams. Rust opens its own with close-on-exec, but a shell or service
/// manager may have left some open without, and they would reach through every other protection.
fn close_inherited() -> std::io::Result<()> {
    let listing = std::fs::read_dir("/proc/self/fd")?;
    let inherited: Vec<i32> = listing
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|fd| *fd > 2)
        .collect();
    for fd in inherited {
        // The listing's own descriptor is among them and closed by now: not an error.
        let _ = nix::unistd::close(fd);
    }
    Ok(())
}
