// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! To Ceph and `SeaweedFS`, back, and from one to the other, by processes that die at any moment. `cargo xtask test --slow` starts both.

use crate::deciding::enter;
use crate::household::Household;
use crate::moving::{Office, site_at, statutes};
use hoheit_connect::s3::{Address, Credential, Options, S3Client, S3Depot};
use hoheit_connect::{Depot as _, EntryKind, Reading, Tag};
use hoheit_types::{Clock, RelPath, Timestamp};
use std::io::{Read as _, Write as _};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// The machine's clock: a server refuses signatures that are older than 15 minutes.
struct Now;

impl Clock for Now {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        Timestamp(i64::try_from(since.as_nanos()).unwrap())
    }
}

/// A bucket of its own on a server of this run.
struct Bucket {
    uri: String,
    client: S3Client,
    depot: S3Depot,
    secret: tempfile::NamedTempFile,
}

impl Bucket {
    /// `None` names what was left out, or fails where nothing may be left out.
    fn new(server: &str, name: &str) -> Option<Self> {
        let variable = |name: &str| std::env::var(format!("HOHEIT_{server}_{name}")).ok();
        let Some((uri, text)) = variable("SERVER").zip(variable("CREDENTIAL")) else {
            assert!(std::env::var_os("HOHEIT_TEST_SLOW").is_none(), "HOHEIT_{server}_SERVER is missing");
            println!(
                "left out: moving to and from {server} (HOHEIT_{server}_SERVER is not set: cargo xtask test --slow starts it)"
            );
            return None;
        };
        let uri = uri.replace("BUCKET", &format!("{name}-{}/umzug", std::process::id()));
        let (address, credential) = (Address::parse(&uri).unwrap(), Credential::parse(&text).unwrap());
        let client = S3Client::new(address, credential, Arc::new(Now), &Options::default()).unwrap();
        client.create_bucket().unwrap();
        // Made with the mode 600.
        let mut secret = tempfile::NamedTempFile::new().unwrap();
        secret.write_all(text.as_bytes()).unwrap();
        let depot = S3Depot::new(client.clone());
        let mut bucket = Self { uri, client, depot, secret };
        bucket.depot.probe(Tag([3; 8])).unwrap();
        Some(bucket)
    }

    /// Versions are kept where nothing can be created without the risk of replacing.
    fn new_to_write(server: &str, name: &str) -> Option<Self> {
        let bucket = Self::new(server, name)?;
        if !bucket.depot.spares_others() {
            bucket.client.keep_versions().unwrap();
        }
        Some(bucket)
    }

    fn credential(&self) -> String {
        format!("credential = '{}'\n", self.secret.path().display())
    }

    /// All files: names below the prefix, contents.
    fn objects(&self) -> Vec<(String, Vec<u8>)> {
        let mut names = Vec::new();
        let mut visit = |name: RelPath, facts: hoheit_connect::ObjectFacts| {
            assert_eq!(facts.kind, EntryKind::File);
            names.push(name);
            ControlFlow::Continue(())
        };
        self.depot.list(&RelPath::root(), &mut visit).unwrap();
        let read = |name: &RelPath| {
            let mut content = Vec::new();
            self.depot.read(name, &Reading::default()).unwrap().read_to_end(&mut content).unwrap();
            (name.to_string(), content)
        };
        names.iter().map(read).collect()
    }

    /// All of the office's files are here as they are there, and nothing else but the sidecar.
    #[track_caller]
    fn assert_holds(&self, office: &Office) {
        let objects = self.objects();
        let own: Vec<_> = objects.iter().filter(|(name, _)| !name.starts_with(".hoheit/")).collect();
        for (name, content) in &own {
            assert!(*content == std::fs::read(office.house.share().join(name)).unwrap(), "{name}");
        }
        assert_eq!(own.len() as u64, FILES);
    }

    #[track_caller]
    fn assert_empty(&self) {
        // SeaweedFS goes on listing a folder that was emptied, as an empty object.
        let is_folder = |(name, content): &(String, Vec<u8>)| name.ends_with('/') && content.is_empty();
        let left: Vec<_> = self.objects().into_iter().filter(|object| !is_folder(object)).collect();
        assert_eq!(left, []);
        let mut open = 0;
        self.depot.orphans(&RelPath::root(), &mut |_| open += 1).unwrap();
        assert_eq!(open, 0, "nothing is left open");
    }
}

/// A part has 16 MiB: this one has several.
const LARGE_BYTES: usize = 40 << 20;
const SMALL_FILES: usize = 200;
const FILES: u64 = SMALL_FILES as u64 + 1;

fn build(house: &Household) {
    statutes(house, SMALL_FILES);
    let large: Vec<u8> = (0..LARGE_BYTES).map(|place| (place >> 12) as u8 ^ place as u8).collect();
    house.put("30 Satzungen/Archiv/Sammlung.bin", large);
}

/// Runs a plan through kills to its end, verifies it, and takes it back.
fn run_and_back(office: &Office, digest: &str, arrived: &dyn Fn()) {
    let killed = office.kill_again(&["move", "run", digest, "--yes"], 20, Duration::from_mins(1));
    assert!(killed >= 3, "{killed} kills");
    let ran = office.json(&["move", "run", digest, "--yes"], 0);
    assert_eq!((&ran["files"], &ran["is_complete"]), (&FILES.into(), &true.into()), "{killed} kills: {ran}");
    arrived();
    assert_eq!(office.json(&["move", "verify", digest], 0)["files"], FILES);
    office.kill_again(&["move", "back", digest, "--yes"], 3, Duration::from_secs(20));
    let back = office.json(&["move", "back", digest, "--yes"], 0);
    assert_eq!(back["conflicts"], serde_json::json!({}), "{back}");
}

fn moves_and_comes_back(server: &str) {
    let Some(bucket) = Bucket::new_to_write(server, "hin") else { return };
    let office = Office::with_target(build, |_| site_at("neu", &bucket.uri, &bucket.credential()));
    office.shelter();
    office.classify("30 Satzungen", "none");
    let (digest, plan) = office.plan("30 Satzungen", 0);
    assert_eq!(plan["plan"]["objects"]["files"], FILES);
    run_and_back(&office, &digest, &|| bucket.assert_holds(&office));
    bucket.assert_empty();
}

#[test]
fn a_dataset_moves_to_ceph_through_kills_and_back() {
    moves_and_comes_back("CEPH");
}

#[test]
fn a_dataset_moves_to_seaweedfs_through_kills_and_back() {
    moves_and_comes_back("SEAWEEDFS");
}

// INVARIANT (nothing-is-replaced)
#[test]
fn where_neither_conditions_nor_versions_are_kept_nothing_is_written() {
    let Some(bucket) = Bucket::new("CEPH", "ohne") else { return };
    assert!(!bucket.depot.spares_others(), "this Ceph can be used as it is: the test needs another server");
    let office = Office::with_target(
        |house| statutes(house, 12),
        |_| site_at("neu", &bucket.uri, &bucket.credential()),
    );
    office.shelter();
    office.classify("30 Satzungen", "none");
    let (digest, _) = office.plan("30 Satzungen", 0);
    let said = office.failed(&["move", "run", &digest, "--yes"], 5);
    assert!(said.contains("switch on versions"), "{said}");
    bucket.assert_empty();
    bucket.client.keep_versions().unwrap();
    assert_eq!(office.json(&["move", "run", &digest, "--yes"], 0)["files"], 12);
    assert_eq!(office.json(&["move", "back", &digest, "--yes"], 0)["files"], 12);
    bucket.assert_empty();
}

/// From a folder to the first server; what lies there is scanned and moves on to the second one, and back from there.
fn moves_on(first: &str, second: &str) {
    let name = format!("von-{}", first.to_lowercase());
    let Some((from, to)) = Bucket::new_to_write(first, &name).zip(Bucket::new_to_write(second, &name)) else {
        return;
    };
    let source = format!("{}source = 'eimer'\n", from.credential());
    let office = Office::with_target(build, |_| site_at("neu", &from.uri, &source));
    office.shelter();
    office.classify("30 Satzungen", "none");
    let (digest, _) = office.plan("30 Satzungen", 0);
    assert_eq!(office.json(&["move", "run", &digest, "--yes"], 0)["files"], FILES);
    office.json(&["scan", &from.uri], 0);
    enter(&office.house, &[site_at("dritter", &to.uri, &to.credential())]);
    office.shelter_of("dritter");
    let all = office.say(&["datasets", "list", "--format", "json"], 0);
    let mut all = all.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let id = all.find(|row| row["source"] == 2 && row["name"] == "30 Satzungen").unwrap()["id"].to_string();
    office.classify(&id, "none");
    let planned = office.json(&["move", "plan", &id, "--from", "neu", "--to", "dritter"], 0);
    assert_eq!(planned["plan"]["objects"]["files"], FILES, "{planned}");
    run_and_back(&office, planned["digest"].as_str().unwrap(), &|| to.assert_holds(&office));
    to.assert_empty();
    from.assert_holds(&office);
}

#[test]
fn a_dataset_moves_from_ceph_to_seaweedfs_through_kills_and_back() {
    moves_on("CEPH", "SEAWEEDFS");
}

#[test]
fn a_dataset_moves_from_seaweedfs_to_ceph_through_kills_and_back() {
    moves_on("SEAWEEDFS", "CEPH");
}
