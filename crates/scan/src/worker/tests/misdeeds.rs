// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Whatever a document makes of its worker: it ends in a verdict, and the next document is read as ever.

use super::{AS_PARENT, Misbehaviour as M, arguments, examine, is_alive, options, program, worker};
use crate::worker::{Quarantine, Verdict, Worker, WorkerError};
use hoheit_types::{ReadState, WarningCode};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// The misdeed must end in this quarantine, and a good document behind it in its outcome.
fn check(how: M, reason: WarningCode, place: Option<&str>) {
    let mut worker = worker();
    let quarantine = match worker.misbehave(how).unwrap() {
        Verdict::Quarantined(quarantine) => quarantine,
        other => panic!("{how:?}: {other:?}"),
    };
    assert_eq!(quarantine, Quarantine { reason, place: place.map(str::to_owned) }, "{how:?}");
    assert_eq!(examine(&mut worker, "a.txt", b"Guten Tag").state, ReadState::Read, "{how:?}");
}

#[test]
fn crashes_are_quarantined() {
    check(M::Abort, WarningCode::Crashed, Some("signal 6"));
    check(M::Exit, WarningCode::Crashed, Some("exit code 7"));
    check(M::Descend, WarningCode::Crashed, Some("stack overflow"));
}

#[test]
fn memory_is_limited() {
    check(M::TakeMemory, WarningCode::MemoryLimit, None);
}

#[test]
fn a_panic_keeps_the_worker_and_tells_its_place_only() {
    let mut worker = worker();
    let before = worker.process_id();
    let Verdict::Quarantined(quarantine) = worker.misbehave(M::Panic).unwrap() else {
        panic!("not quarantined")
    };
    assert_eq!(quarantine.reason, WarningCode::Crashed);
    let place = quarantine.place.unwrap();
    let line = place.strip_prefix("scan/src/worker/tests/misbehaviour.rs:").unwrap();
    assert!(line.parse::<u32>().is_ok(), "{place}");
    assert_eq!(worker.process_id(), before);
}

#[test]
fn malformed_answers_are_refused() {
    let malformed = Some("malformed answer");
    for how in [
        M::AnnounceMuch,
        M::SendGarbage,
        M::AnswerTwice,
        M::SendParts,
        M::CountTooMuch,
        M::InventRule,
        M::NameAtLength,
    ] {
        check(how, WarningCode::Crashed, malformed);
    }
    check(M::SendHalf, WarningCode::Crashed, Some("exit code 0"));
}

// INVARIANT (every-limit-has-a-number)
#[test]
fn time_is_limited_whatever_the_worker_says() {
    for how in [M::Hang, M::HangWithSignsOfLife] {
        let mut options = options();
        options.limits.elapsed_ms = 300;
        let mut worker = Worker::start(options).unwrap();
        let process = worker.process_id().unwrap();
        let start = Instant::now();
        let Verdict::Quarantined(quarantine) = worker.misbehave(how).unwrap() else {
            panic!("not quarantined")
        };
        assert_eq!(quarantine.reason, WarningCode::TimeLimit);
        assert!(start.elapsed() >= Duration::from_millis(300));
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
        assert!(!is_alive(process));
    }
}

#[test]
fn a_stopped_job_ends_soon_and_takes_its_worker_along() {
    let options = options();
    let stop = options.stop.clone();
    let mut worker = Worker::start(options).unwrap();
    let process_id = worker.process_id().unwrap();
    let stopping = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        stop.store(true, Ordering::Relaxed);
        Instant::now()
    });
    assert!(matches!(worker.misbehave(M::Hang), Err(WorkerError::Stopped)));
    assert!(stopping.join().unwrap().elapsed() < Duration::from_secs(3));
    assert!(!is_alive(process_id));
    assert!(matches!(worker.misbehave(M::Nothing), Err(WorkerError::Stopped)));
}

#[test]
fn a_talkative_library_neither_blocks_nor_is_heard() {
    let mut worker = worker();
    assert!(matches!(worker.misbehave(M::Talk).unwrap(), Verdict::Done(_)));
    assert_eq!(worker.starts(), 1);
}

#[test]
fn a_worker_killed_while_idle_costs_no_document() {
    let mut worker = worker();
    let process = rustix::process::Pid::from_raw(worker.process_id().unwrap().cast_signed()).unwrap();
    rustix::process::kill_process(process, rustix::process::Signal::KILL).unwrap();
    std::thread::sleep(Duration::from_millis(50));
    assert!(matches!(worker.misbehave(M::Nothing).unwrap(), Verdict::Done(_)));
    assert_eq!(worker.starts(), 2);
}

#[test]
fn workers_are_replaced_and_leave_no_zombies() {
    let mut worker = Worker::start(crate::worker::WorkerOptions { documents: 3, ..options() }).unwrap();
    let mut processes = Vec::new();
    for _ in 0..9 {
        processes.extend(worker.process_id());
        assert!(matches!(worker.misbehave(M::Nothing).unwrap(), Verdict::Done(_)));
    }
    assert_eq!(worker.starts(), 3);
    drop(worker);
    let left: Vec<_> =
        processes.iter().filter(|id| std::path::Path::new("/proc").join(id.to_string()).exists()).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// As a process of its own: starts a worker, says which, has it hang, and waits to be killed.
pub(super) fn die_as_parent() {
    let mut options = options();
    options.limits.elapsed_ms = 600_000;
    let mut worker = Worker::start(options).unwrap();
    println!("worker={}", worker.process_id().unwrap());
    std::io::stdout().flush().unwrap();
    let _ = worker.misbehave(M::Hang);
}

#[test]
fn a_hanging_worker_dies_with_its_parent() {
    let mut parent = Command::new(program())
        .args(arguments(AS_PARENT))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(parent.stdout.take().unwrap()).lines();
    let process = lines.find_map(|line| line.unwrap().split_once("worker=")?.1.parse::<u32>().ok()).unwrap();
    assert!(is_alive(process));
    std::thread::sleep(Duration::from_millis(100));
    parent.kill().unwrap();
    parent.wait().unwrap();
    let end = Instant::now() + Duration::from_secs(10);
    while is_alive(process) {
        assert!(Instant::now() < end, "the worker outlived its parent");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_program_that_is_no_worker_is_an_error_with_a_reason() {
    let options = crate::worker::WorkerOptions {
        arguments: Vec::new(),
        ..crate::worker::WorkerOptions::new("/bin/true")
    };
    let error = Worker::start(options).unwrap_err();
    assert!(error.to_string().starts_with("the worker process ended or kept silent"), "{error}");
    let error = Worker::start(crate::worker::WorkerOptions::new("/nonexistent")).unwrap_err();
    assert_eq!(error.to_string(), "no worker process could be started");
}
