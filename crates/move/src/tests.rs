// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Moves between real folders, with faults at every step.

mod again;
mod auditing;
mod emptying;
mod encrypting;
mod faults;
mod hostile;
mod poor;
mod rehearsing;
mod returning;
mod sidecar;

use crate::journal::Step;
use crate::*;
use hoheit_connect::{ConnectError, Depot, LocalDepot};
use hoheit_decide::{Approvals, Classification, Docket, Permit, Place, Policy, Question, Said};
use hoheit_types::{
    Clock, DatasetId, Day, End, Plan, Receipt, Record as _, RelPath, ShortName, Site, SiteKind, Timestamp,
};
use std::collections::BTreeMap;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        Timestamp::from_seconds(1_795_000_000)
    }
}

fn name(text: &str) -> ShortName {
    text.parse().unwrap()
}

fn site(text: &str) -> Site {
    Site {
        name: name(text),
        title: text.into(),
        kind: SiteKind::FileServer,
        own_operation: true,
        operator: None,
        owner: None,
        address: None,
        jurisdictions: Vec::new(),
        locations: Vec::new(),
        rehearsed: None,
        example: false,
    }
}

/// That dataset 1, in which nothing is worth protecting, may go from `alt` to `neu`.
fn permit() -> Permit {
    let mut harmless = Classification::new(DatasetId(1));
    let day = Day::new(2026, 11, 29).unwrap();
    let rest = [Question::Confidentiality, Question::Integrity, Question::Availability];
    let answers = [(Question::Category, "none"), (Question::Secrecy, "none")];
    for (question, value) in answers.into_iter().chain(rest.map(|question| (question, "normal"))) {
        let said =
            Said { value: value.into(), reason: String::new(), by: "kim".into(), on: day, until: None };
        harmless.answer(question, said).unwrap();
    }
    let place = |text| Place { site: site(text), answers: None, assumed: Vec::new() };
    let docket = Docket {
        policy: Policy::read([]).unwrap(),
        day,
        datasets: vec![(DatasetId(1), Some(harmless))],
        approvals: Approvals::default(),
        sites: vec![place("alt"), place("neu")],
    };
    docket.permit(DatasetId(1), &name("alt"), &name("neu")).unwrap()
}

/// Two folders, and one for our own files.
struct Move {
    folder: tempfile::TempDir,
    permit: Permit,
    /// For whom it is encrypted
    recipients: Vec<Recipient>,
}

impl Move {
    fn new(build: impl FnOnce(&Path)) -> Self {
        Self::build_in(tempfile::tempdir().unwrap(), build)
    }

    /// In memory where the system lets us: hundreds of moves would wait for the disk most of the time.
    fn in_memory(build: impl FnOnce(&Path)) -> Self {
        Self::build_in(tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap(), build)
    }

    fn build_in(folder: tempfile::TempDir, build: impl FnOnce(&Path)) -> Self {
        for part in ["source", "target", "state"] {
            std::fs::create_dir(folder.path().join(part)).unwrap();
        }
        build(&folder.path().join("source"));
        Self { folder, permit: permit(), recipients: Vec::new() }
    }

    fn path(&self, part: &str) -> PathBuf {
        self.folder.path().join(part)
    }

    fn source(&self) -> LocalDepot {
        LocalDepot::open(&self.path("source")).unwrap()
    }

    fn target(&self) -> LocalDepot {
        let mut depot = LocalDepot::open(&self.path("target")).unwrap();
        depot.probe(hoheit_connect::Tag([9; 8])).unwrap();
        depot
    }

    fn plan(&self) -> (PlanFile, Found) {
        self.plan_into("")
    }

    /// All that is there belongs to the dataset.
    fn plan_into(&self, into: &str) -> (PlanFile, Found) {
        self.plan_between(&self.source(), &self.target(), into, &[])
    }

    fn plan_between(
        &self,
        source: &dyn Depot,
        target: &dyn Depot,
        into: &str,
        earlier: &[(hoheit_types::Digest, Plan)],
    ) -> (PlanFile, Found) {
        self.plan_after(source, target, into, earlier, Vec::new())
    }

    fn plan_after(
        &self,
        source: &dyn Depot,
        target: &dyn Depot,
        into: &str,
        earlier: &[(hoheit_types::Digest, Plan)],
        moves: Vec<Earlier<'_>>,
    ) -> (PlanFile, Found) {
        let (lines, whole) = (self.path("state/lines"), self.path("state/plan"));
        let _ = std::fs::remove_file(&whole);
        let into = RelPath::from_kept(into);
        let mut writer = PlanWriter::new(&lines).unwrap();
        if !self.recipients.is_empty() {
            writer = writer.encrypting(&self.recipients, [5; 32]);
        }
        let root = self.path("source");
        let mut look_up = |folder: &RelPath| {
            let at = root.join(std::ffi::OsStr::from_bytes(&folder.to_bytes()));
            // The catalogue has rows of files alone.
            let files = std::fs::read_dir(at).into_iter().flatten().map(Result::unwrap);
            let files = files.filter(|entry| entry.file_type().unwrap().is_file()).map(|entry| {
                let known = Known { is_wanted: true, size_bytes: 0, modified_ns: 0, digest: None };
                (RelPath::escape(entry.file_name().as_bytes()).into_owned(), known)
            });
            Ok(KnownFolder { is_wanted: true, files: files.collect() })
        };
        let planner = Planner::new(source, target, &into, &mut writer).recalling(earlier).after(moves);
        let found = planner.run(&[RelPath::root()], &mut look_up).unwrap();
        let end = |site: &str| End { site: name(site), uri: format!("file:///{site}"), root: None };
        let plan = Plan {
            dataset: DatasetId(1),
            name: "Bestand".into(),
            from: end("alt"),
            to: end("neu"),
            into,
            planned_at: Noon.now(),
            planned_by: "kim".into(),
            permit: self.permit.facts().clone(),
            objects: writer.objects(),
            losses: found.losses.clone(),
            left_out: found.left_out.clone(),
            resumes: true,
            free_bytes: None,
            expected_ms: None,
            fees: Vec::new(),
            encryption: writer.encryption(),
        };
        writer.finish(&plan, &lines, &whole).unwrap();
        let file = PlanFile::open(&whole).unwrap();
        assert_eq!(file.digest(), plan.write().unwrap().0);
        (file, found)
    }

    fn run(&self, plan: &PlanFile) -> Result<Arrived, MoveError> {
        self.run_between(plan, &self.source(), &self.target())
    }

    fn run_between(
        &self,
        plan: &PlanFile,
        source: &dyn Depot,
        target: &dyn Depot,
    ) -> Result<Arrived, MoveError> {
        self.run_changed(plan, source, target, |_| {})
    }

    /// A run that is asked for otherwise than usual.
    fn run_but(&self, plan: &PlanFile, change: impl FnOnce(&mut Request<'_>)) -> Result<Arrived, MoveError> {
        self.run_changed(plan, &self.source(), &self.target(), change)
    }

    fn run_changed(
        &self,
        plan: &PlanFile,
        source: &dyn Depot,
        target: &dyn Depot,
        change: impl FnOnce(&mut Request<'_>),
    ) -> Result<Arrived, MoveError> {
        let mut receiver = ReceiptFile::open(&self.path("state/receipts")).unwrap();
        let stop = AtomicBool::new(false);
        let safe = self.path("state/stream.key");
        let journal = self.path("state/journal");
        let mut request = Request {
            plan,
            permit: &self.permit,
            source,
            target,
            safe: Some(Safe { path: &safe, key: &[6; 32] }),
            journal: &journal,
            receiver: &mut receiver,
            clock: &Noon,
            stop: &stop,
            progress: &|_, _| {},
            options: Options { workers: 2, most_workers: 4, sha256: false },
        };
        change(&mut request);
        run(request)
    }

    fn receipts(&self) -> Vec<Receipt> {
        let mut all = Vec::new();
        ReceiptFile::read(&self.path("state/receipts"), &mut |receipt| {
            all.push(receipt);
            Ok(())
        })
        .unwrap();
        all
    }

    /// What a finished move must have: the same tree, nothing left over, each receipt once.
    #[track_caller]
    fn check_arrived(&self, plan: &PlanFile) {
        let (source, target) = (tree(&self.path("source")), tree(&self.path("target")));
        for (path, entry) in &source {
            assert_eq!(target.get(path), Some(entry), "{}", path.display());
        }
        assert_eq!(source.len(), target.len(), "something is left over");
        let mut receipts = self.receipts();
        assert!(receipts.iter().zip(0..).all(|(receipt, number)| receipt.number == number));
        receipts.sort_by(|a, b| a.object.cmp(&b.object));
        let files = source.iter().filter(|(_, entry)| entry.content.is_some());
        let mut expected: Vec<_> = files
            .map(|(path, entry)| {
                let content = entry.content.as_deref().unwrap_or_default();
                let digest = hoheit_types::Digest::new(*blake3::hash(content).as_bytes());
                let path = path.to_str().unwrap().to_owned();
                (path, entry.size, digest, digest, plan.digest())
            })
            .collect();
        expected.sort();
        let told: Vec<_> = receipts
            .iter()
            .map(|r| (r.object.as_str().to_owned(), r.size_bytes, r.source, r.target, r.plan))
            .collect();
        assert_eq!(told, expected);
        let stands = status(plan, &self.path("state/journal")).unwrap();
        assert_eq!(stands.files as usize, expected.len());
        assert!(stands.ended.is_some() && stands.conflicts.is_empty(), "{stands:?}");
    }
}

/// What a tree has at a place.
#[derive(Debug, PartialEq, Eq)]
struct Standing {
    content: Option<Vec<u8>>,
    size: u64,
    mode: u32,
    modified: (i64, i64),
    attribute: Option<Vec<u8>>,
}

fn tree(root: &Path) -> BTreeMap<PathBuf, Standing> {
    let mut all = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let facts = path.symlink_metadata().unwrap();
            let content = facts.is_file().then(|| std::fs::read(&path).unwrap());
            let mut value = Vec::with_capacity(100);
            let has = rustix::fs::lgetxattr(&path, "user.note", rustix::buffer::spare_capacity(&mut value));
            let standing = Standing {
                size: if facts.is_dir() { 0 } else { facts.len() },
                content,
                mode: facts.permissions().mode(),
                modified: (facts.mtime(), facts.mtime_nsec()),
                attribute: has.is_ok().then_some(value),
            };
            if facts.is_dir() {
                folders.push(path.clone());
            }
            all.insert(path.strip_prefix(root).unwrap().to_owned(), standing);
        }
    }
    all
}

fn put(root: &Path, path: &str, content: &[u8]) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, content).unwrap();
}

fn age(path: &Path, seconds: u64) {
    let file = std::fs::File::open(path).unwrap();
    let time = std::time::UNIX_EPOCH + std::time::Duration::new(seconds, 123_456_789);
    file.set_modified(time).unwrap();
}

/// Small files, empty ones, one of several parts, rights, times, attributes.
fn town(root: &Path) {
    for number in 0..40 {
        put(root, &format!("Amt {}/Akte {number}.txt", number % 5), format!("Inhalt {number}").as_bytes());
    }
    put(root, "leer.txt", b"");
    std::fs::create_dir_all(root.join("Ordner/leer")).unwrap();
    let large: Vec<u8> = (0..(18 << 20) + 77).map(|place: u32| (place >> 9) as u8 ^ place as u8).collect();
    put(root, "groß.bin", &large);
    rustix::fs::setxattr(root.join("leer.txt"), "user.note", b"merken", rustix::fs::XattrFlags::empty())
        .unwrap();
    std::fs::set_permissions(root.join("leer.txt"), std::fs::Permissions::from_mode(0o640)).unwrap();
    std::fs::set_permissions(root.join("Amt 1"), std::fs::Permissions::from_mode(0o750)).unwrap();
    for path in ["leer.txt", "groß.bin", "Amt 1/Akte 1.txt", "Amt 1", "Ordner/leer", "Ordner"] {
        age(&root.join(path), 1_000_000_000);
    }
}

#[test]
fn a_tree_arrives_as_it_was() {
    let moving = Move::new(town);
    let (plan, found) = moving.plan();
    assert_eq!((found.left_out.len(), plan.plan().objects.files), (0, 42));
    let arrived = moving.run(&plan).unwrap();
    assert_eq!((arrived.files, arrived.conflicts.len(), arrived.swept), (42, 0, 0));
    assert_eq!(arrived.carried_bytes, plan.plan().objects.size_bytes);
    moving.check_arrived(&plan);
    let again = moving.run(&plan).unwrap();
    assert_eq!((again.files, again.carried_bytes), (42, 0), "nothing is done twice");
    moving.check_arrived(&plan);
    let verified = verify(&plan, &moving.path("state/journal"), &moving.target(), &AtomicBool::new(false));
    assert_eq!(verified.unwrap().files, 42);
}

#[test]
fn verifying_finds_what_changed_or_went() {
    let moving = Move::new(town);
    let (plan, _) = moving.plan();
    moving.run(&plan).unwrap();
    let target = moving.path("target");
    let mut bytes = std::fs::read(target.join("groß.bin")).unwrap();
    bytes[9 << 20] ^= 1;
    std::fs::write(target.join("groß.bin"), &bytes).unwrap();
    std::fs::remove_file(target.join("leer.txt")).unwrap();
    let verified =
        verify(&plan, &moving.path("state/journal"), &moving.target(), &AtomicBool::new(false)).unwrap();
    let names = |list: &(u64, Vec<RelPath>)| list.1.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(verified.files, 40);
    assert_eq!(names(&verified.missing), ["leer.txt"]);
    assert_eq!(names(&verified.different), ["groß.bin"]);
}

// INVARIANT (no-move-without-a-permit)
#[test]
fn a_permit_for_something_else_moves_nothing() {
    let moving = Move::new(town);
    let (plan, _) = moving.plan();
    let other = plan.plan().clone();
    for changed in [
        Plan { dataset: DatasetId(2), ..other.clone() },
        Plan { to: End { site: name("alt"), ..other.to.clone() }, ..other.clone() },
        Plan { from: End { site: name("neu"), ..other.from.clone() }, ..other.clone() },
    ] {
        assert!(!moving.permit.covers(&changed));
    }
    assert!(moving.permit.covers(&other));
    let (_, _) = moving.plan();
    let text = std::fs::read_to_string(moving.path("state/plan")).unwrap();
    std::fs::write(moving.path("state/plan"), text.replace("\"dataset\":1,", "\"dataset\":2,")).unwrap();
    let changed = PlanFile::open(&moving.path("state/plan")).unwrap();
    assert!(matches!(moving.run(&changed), Err(MoveError::NotPermitted)));
    assert_eq!(tree(&moving.path("target")).len(), 0);
}

#[test]
fn a_changed_line_makes_the_plan_damaged() {
    let moving = Move::new(town);
    moving.plan();
    let path = moving.path("state/plan");
    let whole = std::fs::read(&path).unwrap();
    for place in (0..whole.len()).step_by(97) {
        let mut bytes = whole.clone();
        bytes[place] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        // In the head, whose digest others hold; or no plan at all.
        let is_other = PlanFile::open(&path).map(|plan| plan.digest());
        std::fs::write(&path, &whole).unwrap();
        let plan = PlanFile::open(&path).unwrap().digest();
        assert!(is_other.is_err() || is_other.unwrap() != plan, "byte {place}");
    }
    std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
    assert!(PlanFile::open(&path).is_err());
    std::fs::write(&path, [&whole[..], b"{}"].concat()).unwrap();
    assert!(PlanFile::open(&path).is_err());
}

#[test]
fn a_journal_that_rots_is_told_from_one_that_was_torn() {
    let moving = Move::new(town);
    let (plan, _) = moving.plan();
    moving.run(&plan).unwrap();
    let path = moving.path("state/journal");
    let whole = std::fs::read(&path).unwrap();
    let mut bytes = whole.clone();
    bytes[whole.len() / 2] ^= 1;
    std::fs::write(&path, &bytes).unwrap();
    assert!(matches!(moving.run(&plan), Err(MoveError::JournalDamaged)));
    // Whoever only looks is told, too, and nothing is taken back by a journal that lies.
    assert!(matches!(status(&plan, &path), Err(MoveError::JournalDamaged)));
    let stop = AtomicBool::new(false);
    assert!(matches!(verify(&plan, &path, &moving.target(), &stop), Err(MoveError::JournalDamaged)));
    let undone = back(&plan, &path, (&moving.source(), &moving.target()), &[], &Noon, &stop);
    assert!(matches!(undone, Err(MoveError::JournalDamaged)));
    assert!(matches!(Earlier::open(&plan, &path), Err(MoveError::JournalDamaged)));
    let line = crate::journal::write_line(&Step::Ended { at: Noon.now() }).unwrap();
    std::fs::write(&path, [&whole[..], &line[..line.len() - 3]].concat()).unwrap();
    moving.run(&plan).unwrap();
    moving.check_arrived(&plan);
}
