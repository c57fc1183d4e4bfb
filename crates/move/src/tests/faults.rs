// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Every step at the target fails once, with and without effect; places lie; receivers fail. Then the move goes on and must be whole.

use super::*;
use crate::receipts::ReceiverError;
use hoheit_connect::{
    Begin, Capabilities, ObjectFacts, ObjectMeta, Opened, Orphan, PartMark, Reading, Removal, Resumed,
    Stored, Tag, Token, Upload, Visit,
};
use hoheit_types::Loss;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    NotPersisted,
    Persisted,
    /// It says that all is well, and keeps other bytes
    Lies,
}

/// What decides when to fail, shared with uploads.
#[derive(Clone)]
struct Fuse {
    left: Arc<AtomicI64>,
    fault: Fault,
}

impl Fuse {
    fn step<T>(&self, effect: impl FnOnce() -> Result<T, ConnectError>) -> Result<T, ConnectError> {
        if self.fault == Fault::Lies || self.left.fetch_sub(1, Ordering::SeqCst) != 0 {
            return effect();
        }
        if self.fault == Fault::Persisted {
            effect()?;
        }
        // A full disk is no passing trouble: the run ends there.
        Err(ConnectError::new("write", "injected", std::io::Error::from(rustix::io::Errno::NOSPC)))
    }

    fn has_failed(&self) -> bool {
        self.left.load(Ordering::SeqCst) < 0
    }
}

pub(super) struct Faulty {
    depot: Box<dyn Depot>,
    fuse: Fuse,
}

struct FaultyUpload {
    upload: Box<dyn Upload>,
    fuse: Fuse,
}

impl Upload for FaultyUpload {
    fn token(&self) -> &Token {
        self.upload.token()
    }
    fn part_bytes(&self) -> u64 {
        self.upload.part_bytes()
    }
    fn put_part(&self, number: u64, bytes: &[u8]) -> Result<PartMark, ConnectError> {
        if self.fuse.fault == Fault::Lies && self.fuse.left.fetch_sub(1, Ordering::SeqCst) == 0 {
            let mut changed = bytes.to_vec();
            if let Some(byte) = changed.last_mut() {
                *byte ^= 1;
            }
            return self.upload.put_part(number, &changed);
        }
        self.fuse.step(|| self.upload.put_part(number, bytes))
    }
    fn complete(&self, marks: &[PartMark]) -> Result<Stored, ConnectError> {
        self.fuse.step(|| self.upload.complete(marks))
    }
    fn abort(&self) -> Result<(), ConnectError> {
        self.fuse.step(|| self.upload.abort())
    }
}

impl Depot for Faulty {
    fn capabilities(&self) -> &Capabilities {
        self.depot.capabilities()
    }
    fn probe(&mut self, tag: Tag) -> Result<(), ConnectError> {
        self.depot.probe(tag)
    }
    fn list(&self, prefix: &RelPath, visit: &mut Visit<'_>) -> Result<(), ConnectError> {
        self.depot.list(prefix, visit)
    }
    fn stat(&self, name: &RelPath) -> Result<Option<ObjectFacts>, ConnectError> {
        self.depot.stat(name)
    }
    fn meta(&self, name: &RelPath) -> Result<ObjectMeta, ConnectError> {
        self.depot.meta(name)
    }
    fn read(&self, name: &RelPath, how: &Reading) -> Result<Box<dyn Opened>, ConnectError> {
        self.fuse.step(|| self.depot.read(name, how))
    }
    fn begin(&self, what: &Begin<'_>) -> Result<Box<dyn Upload>, ConnectError> {
        let upload = self.fuse.step(|| self.depot.begin(what))?;
        Ok(Box::new(FaultyUpload { upload, fuse: self.fuse.clone() }))
    }
    fn resume(&self, what: &Begin<'_>, token: &Token) -> Result<Resumed, ConnectError> {
        Ok(match self.fuse.step(|| self.depot.resume(what, token))? {
            Resumed::Open(upload) => {
                Resumed::Open(Box::new(FaultyUpload { upload, fuse: self.fuse.clone() }))
            }
            other => other,
        })
    }
    fn make_folder(&self, name: &RelPath) -> Result<bool, ConnectError> {
        self.fuse.step(|| self.depot.make_folder(name))
    }
    fn set_meta(&self, name: &RelPath, meta: &ObjectMeta) -> Result<Vec<Loss>, ConnectError> {
        self.depot.set_meta(name, meta)
    }
    fn flush(&self) -> Result<(), ConnectError> {
        self.fuse.step(|| self.depot.flush())
    }
    fn remove(&self, name: &RelPath, expected: &ObjectFacts) -> Result<Removal, ConnectError> {
        self.fuse.step(|| self.depot.remove(name, expected))
    }
    fn orphans(&self, prefix: &RelPath, visit: &mut dyn FnMut(Orphan)) -> Result<(), ConnectError> {
        self.depot.orphans(prefix, visit)
    }
    fn sweep(&self, orphan: &Orphan) -> Result<(), ConnectError> {
        self.fuse.step(|| self.depot.sweep(orphan))
    }
    fn streams(&self) -> usize {
        self.depot.streams()
    }

    fn free_bytes(&self) -> Result<Option<u64>, ConnectError> {
        self.depot.free_bytes()
    }
}

impl Faulty {
    pub(super) fn new(depot: impl Depot + 'static, steps: i64, fault: Fault) -> Self {
        Self { depot: Box::new(depot), fuse: Fuse { left: Arc::new(AtomicI64::new(steps)), fault } }
    }

    pub(super) fn has_failed(&self) -> bool {
        self.fuse.has_failed()
    }
}

/// One of several parts, one empty, some small ones.
fn hamlet(root: &Path) {
    put(root, "a/leer", b"");
    put(root, "a/eins", b"eins");
    put(root, "b/zwei", b"zwei");
    put(root, "groß", &vec![3; (8 << 20) + 5]);
    age(&root.join("a"), 1_000_000_000);
}

// INVARIANT (recovery-is-the-normal-path)
#[test]
fn a_move_survives_every_fault_at_the_target() {
    for fault in [Fault::NotPersisted, Fault::Persisted] {
        let mut steps = 0;
        loop {
            let moving = Move::in_memory(hamlet);
            let (plan, _) = moving.plan();
            let target = Faulty::new(moving.target(), steps, fault);
            let done = moving.run_between(&plan, &moving.source(), &target);
            if !target.fuse.has_failed() {
                assert!(done.is_ok() && steps > 20, "{steps} {done:?}");
                break;
            }
            let again = moving.run(&plan).unwrap();
            assert!(again.is_complete(), "{fault:?} at step {steps}: {again:?}");
            moving.check_arrived(&plan);
            steps += 1;
        }
    }
}

/// Whatever moment a run died at: what somebody has made since of an object that has its name already stays, and is told.
#[test]
fn edits_after_a_death_are_kept() {
    let mut edits = 0;
    for steps in 0.. {
        let moving = Move::in_memory(hamlet);
        let (plan, _) = moving.plan();
        let target = Faulty::new(moving.target(), steps, Fault::Persisted);
        let done = moving.run_between(&plan, &moving.source(), &target);
        if !target.has_failed() {
            assert!(done.is_ok() && edits > 5, "{edits} edits in {steps} steps");
            break;
        }
        let named = ["a/eins", "a/leer", "b/zwei", "groß"].map(|name| moving.path("target").join(name));
        let edited: Vec<&PathBuf> = named.iter().filter(|path| path.exists()).collect();
        for path in &edited {
            std::fs::write(path, b"von anderen weitergeschrieben").unwrap();
        }
        edits += edited.len();
        let arrived = moving.run(&plan).unwrap();
        for path in edited {
            let content = std::fs::read(path).unwrap();
            assert_eq!(content, b"von anderen weitergeschrieben", "step {steps}: {arrived:?}");
        }
    }
}

/// The sidecar's own steps, too.
#[test]
fn a_move_with_a_sidecar_survives_every_fault() {
    for fault in [Fault::NotPersisted, Fault::Persisted] {
        let mut steps = 0;
        loop {
            let moving = Move::in_memory(|root| put(root, "a/eins", b"eins"));
            let poor = || super::poor::Poor::new(moving.target(), true);
            let (plan, _) = moving.plan_between(&moving.source(), &poor(), "", &[]);
            let target = Faulty::new(poor(), steps, fault);
            let done = moving.run_between(&plan, &moving.source(), &target);
            let again = moving.run_between(&plan, &moving.source(), &poor()).unwrap();
            assert_eq!(
                (again.files, again.sidecar_parts, again.conflicts.len()),
                (1, 1, 0),
                "{fault:?} {steps}"
            );
            let checked =
                verify(&plan, &moving.path("state/journal"), &poor(), &AtomicBool::new(false)).unwrap();
            assert_eq!((checked.files, checked.sidecar_parts, moving.receipts().len()), (1, 1, 2));
            // a, a/eins, .hoheit, the move's folder, its part.
            assert_eq!(
                tree(&moving.path("target")).len(),
                5,
                "{fault:?} at step {steps}: something is left over"
            );
            if !target.has_failed() {
                assert!(done.is_ok() && steps > 10, "{steps} {done:?}");
                break;
            }
            steps += 1;
        }
    }
}

/// Two faults in a row: the way of recovery fails as well.
#[test]
fn recovery_survives_every_fault_as_well() {
    for fault in [Fault::NotPersisted, Fault::Persisted] {
        for first in [4, 9, 14, 19] {
            let mut steps = 0;
            loop {
                let moving = Move::in_memory(hamlet);
                let (plan, _) = moving.plan();
                let target = Faulty::new(moving.target(), first, Fault::Persisted);
                moving.run_between(&plan, &moving.source(), &target).unwrap_err();
                let target = Faulty::new(moving.target(), steps, fault);
                let _ = moving.run_between(&plan, &moving.source(), &target);
                let has_failed = target.fuse.has_failed();
                moving.run(&plan).unwrap();
                moving.check_arrived(&plan);
                if !has_failed {
                    break;
                }
                steps += 3;
            }
        }
    }
}

// INVARIANT (no-receipt-without-reading-again)
#[test]
fn a_place_that_lies_is_found_out() {
    for part in 0..5 {
        let moving = Move::in_memory(hamlet);
        let (plan, _) = moving.plan();
        let target = Faulty::new(moving.target(), part, Fault::Lies);
        let arrived = moving.run_between(&plan, &moving.source(), &target).unwrap();
        let unverified = arrived.conflicts.get(&Conflict::Unverified).copied().unwrap_or_default();
        // The empty object has no byte to lie about.
        let is_empty = arrived.conflicts.is_empty();
        assert!(unverified == 1 || is_empty, "{part}: {arrived:?}");
        let files = tree(&moving.path("target")).values().filter(|entry| entry.content.is_some()).count();
        assert_eq!(files as u64 + unverified, 4, "exactly what was written wrong is removed");
        assert_eq!(moving.receipts().len(), files, "no receipt without reading again");
        assert!(moving.run(&plan).unwrap().is_complete());
        moving.check_arrived(&plan);
    }
}

/// Takes receipts into a file, and fails once.
struct FaultyReceiver {
    file: ReceiptFile,
    fault: Option<Fault>,
}

impl Receiver for FaultyReceiver {
    fn received(&mut self) -> Result<u64, ReceiverError> {
        self.file.received()
    }
    fn receive(&mut self, receipts: &[Receipt]) -> Result<(), ReceiverError> {
        match self.fault.take() {
            None => return self.file.receive(receipts),
            Some(Fault::Persisted) => self.file.receive(receipts)?,
            Some(_) => {}
        }
        Err("injected fault".into())
    }
}

#[test]
fn each_receipt_is_handed_on_exactly_once() {
    for fault in [Fault::NotPersisted, Fault::Persisted] {
        let moving = Move::in_memory(hamlet);
        let (plan, _) = moving.plan();
        let file = ReceiptFile::open(&moving.path("state/receipts")).unwrap();
        let mut receiver = FaultyReceiver { file, fault: Some(fault) };
        let failed = run(Request {
            plan: &plan,
            permit: &moving.permit,
            source: &moving.source(),
            target: &moving.target(),
            safe: None,
            journal: &moving.path("state/journal"),
            receiver: &mut receiver,
            clock: &Noon,
            stop: &AtomicBool::new(false),
            progress: &|_, _| {},
            options: Options::default(),
        });
        assert!(matches!(failed, Err(MoveError::Receipts(_))), "{failed:?}");
        drop(receiver);
        moving.run(&plan).unwrap();
        moving.check_arrived(&plan);
    }
}
