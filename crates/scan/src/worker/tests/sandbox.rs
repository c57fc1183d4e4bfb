// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a worker can't do. These tests need a kernel with Landlock (ABI 6 or newer) and seccomp for all of them to
//! say something; on others they check that what is missing is reported.

use super::{AS_OLD_WORKER, arguments, examine, options, program, worker};
use crate::protection;
use crate::worker::helper::Helper;
use crate::worker::{Probe, ProtectionKind, ProtectionState, Worker, WorkerOptions};
use hoheit_types::ReadState;

/// This program is no helper by itself: that the report says so is seen here, the rest in the tests of the command.
fn no_helper() -> Helper {
    Helper::new(program())
}

// INVARIANT (workers-are-locked-up)
#[test]
fn every_attempt_is_stopped() {
    let report = protection::report(options(), no_helper()).unwrap();
    assert!(report.holds(), "{:?}", report.probes);
    assert!(report.helper_probes.is_none() && !report.is_complete());
    assert_eq!(report.probes.iter().map(|(probe, _)| *probe).collect::<Vec<_>>(), Probe::ALL);
}

#[test]
fn each_protection_is_reported_once() {
    use ProtectionKind as K;
    let mut kinds: Vec<_> = worker().protections().iter().map(|protection| protection.kind).collect();
    kinds.sort_unstable();
    assert_eq!(
        kinds,
        [
            K::Descriptors,
            K::Undumpable,
            K::DiesWithParent,
            K::NoNewPrivileges,
            K::Files,
            K::Tcp,
            K::Scopes,
            K::SystemCalls,
            K::Memory,
            K::Resources
        ]
    );
}

#[test]
fn what_is_missing_is_only_what_the_kernel_lacks() {
    let abi = landlock_abi();
    for protection in worker().protections() {
        let expected = match protection.kind {
            ProtectionKind::Files => abi >= 1,
            ProtectionKind::Tcp => abi >= 4,
            ProtectionKind::Scopes => abi >= 6,
            _ => true,
        };
        assert_eq!(protection.is_active(), expected, "{protection:?} with Landlock ABI {abi}");
        if let ProtectionState::Unavailable(reason) = &protection.state {
            assert!(!reason.is_empty());
        }
    }
}

/// As the kernel tells, by another way than the worker's: the `landlock` crate does not show it before a ruleset is
/// in force, so a thread that ends at once puts on an empty one.
fn landlock_abi() -> i32 {
    use landlock::{AccessFs, LandlockStatus, Ruleset, RulesetAttr};
    let status = std::thread::spawn(|| {
        Ruleset::default()
            .handle_access(AccessFs::MakeBlock)
            .unwrap()
            .create()
            .unwrap()
            .restrict_self()
            .unwrap()
    });
    match status.join().unwrap().landlock {
        LandlockStatus::Available { effective_abi, .. } => effective_abi as i32,
        LandlockStatus::NotEnabled | LandlockStatus::NotImplemented => 0,
    }
}

/// Without Landlock and seccomp documents are read all the same, and nobody is told that all is well.
#[test]
fn an_old_kernel_reads_with_less_protection_and_says_so() {
    use ProtectionKind as K;
    let old = || WorkerOptions { arguments: arguments(AS_OLD_WORKER), ..options() };
    let mut worker = Worker::start(old()).unwrap();
    let missing: Vec<_> = worker
        .protections()
        .iter()
        .filter(|protection| !protection.is_active())
        .map(|protection| protection.kind)
        .collect();
    assert_eq!(missing, [K::Files, K::Tcp, K::Scopes, K::SystemCalls]);
    assert_eq!(examine(&mut worker, "a.txt", b"Guten Tag").state, ReadState::Read);
    let report = protection::report(old(), no_helper()).unwrap();
    assert!(!report.holds());
    for probe in [Probe::OpenFile, Probe::WriteFile, Probe::Network] {
        assert!(report.probes.contains(&(probe, false)), "{probe:?} can fail");
    }
}

#[test]
fn a_worker_sees_no_descriptor_but_its_own() {
    // One that is inherited by accident: without close-on-exec.
    let stray = rustix::fs::open("/", rustix::fs::OFlags::RDONLY, rustix::fs::Mode::empty()).unwrap();
    let worker = worker();
    let listing = std::fs::read_dir(format!("/proc/{}/fd", worker.process_id().unwrap()));
    // Only root may look into a process that made itself unreadable.
    if let Ok(listing) = listing {
        let mut open: Vec<_> =
            listing.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        open.sort();
        assert_eq!(open, ["0", "1", "2"]);
    }
    drop(stray);
}
