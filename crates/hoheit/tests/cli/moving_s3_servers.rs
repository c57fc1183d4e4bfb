// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! To Ceph and `SeaweedFS`, back, and from one to the other, by processes that die at any moment. `cargo xtask test --slow` starts both.

use crate::deciding::enter;
use crate::moving::{Office, site_at, statutes};
use crate::moving_place::{self, FILES, Place, build, run_and_back};
use hoheit_connect::s3::{Address, Credential, Options, S3Client, S3Depot};
use hoheit_connect::{Depot as _, Tag};
use hoheit_types::{Clock, Site, Timestamp};
use std::ops::Range;
use std::sync::Arc;
use std::time::SystemTime;

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
    place: Place<S3Depot>,
    client: S3Client,
}

impl Bucket {
    /// `None`: it was left out.
    fn new(server: &str, name: &str) -> Option<Self> {
        let (uri, text) = moving_place::server(server)?;
        let uri = uri.replace("BUCKET", &format!("{name}-{}/umzug", std::process::id()));
        let (address, credential) = (Address::parse(&uri).unwrap(), Credential::parse(&text).unwrap());
        let client = S3Client::new(address, credential, Arc::new(Now), &Options::default()).unwrap();
        client.create_bucket().unwrap();
        let mut depot = S3Depot::new(client.clone());
        depot.probe(Tag([3; 8])).unwrap();
        Some(Self { place: Place::new(uri, depot, &text), client })
    }

    /// Versions are kept where nothing can be created without the risk of replacing.
    fn new_to_write(server: &str, name: &str) -> Option<Self> {
        let bucket = Self::new(server, name)?;
        if !bucket.place.depot.spares_others() {
            bucket.client.keep_versions().unwrap();
        }
        Some(bucket)
    }

    fn site(&self, name: &str, more: &str) -> Site {
        site_at(name, &self.place.uri, &(self.place.credential() + more))
    }
}

/// When processes die, in milliseconds after their beginning.
const MOMENTS: Range<u64> = 20..351;

fn moves_and_comes_back(server: &str) {
    let Some(bucket) = Bucket::new_to_write(server, "hin") else { return };
    let office = Office::with_target(build, |_| bucket.site("neu", ""));
    office.shelter();
    office.classify("30 Satzungen", "none");
    let (digest, plan) = office.plan("30 Satzungen", 0);
    assert_eq!(plan["plan"]["objects"]["files"], FILES);
    run_and_back(&office, &digest, &MOMENTS, &|| bucket.place.assert_holds(&office));
    bucket.place.assert_empty();
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
    assert!(
        !bucket.place.depot.spares_others(),
        "this Ceph can be used as it is: the test needs another server"
    );
    let office = Office::with_target(|house| statutes(house, 12), |_| bucket.site("neu", ""));
    office.shelter();
    office.classify("30 Satzungen", "none");
    let (digest, _) = office.plan("30 Satzungen", 0);
    let said = office.failed(&["move", "run", &digest, "--yes"], 5);
    assert!(said.contains("switch on versions"), "{said}");
    bucket.place.assert_empty();
    bucket.client.keep_versions().unwrap();
    assert_eq!(office.json(&["move", "run", &digest, "--yes"], 0)["files"], 12);
    assert_eq!(office.json(&["move", "back", &digest, "--yes"], 0)["files"], 12);
    bucket.place.assert_empty();
}

/// From a folder to the first server; what lies there is scanned and moves on to the second one, and back from there.
fn moves_on(first: &str, second: &str) {
    let name = format!("von-{}", first.to_lowercase());
    let Some((from, to)) = Bucket::new_to_write(first, &name).zip(Bucket::new_to_write(second, &name)) else {
        return;
    };
    let office = Office::with_target(build, |_| from.site("neu", "source = 'eimer'\n"));
    office.shelter();
    office.classify("30 Satzungen", "none");
    let (digest, _) = office.plan("30 Satzungen", 0);
    assert_eq!(office.json(&["move", "run", &digest, "--yes"], 0)["files"], FILES);
    office.json(&["scan", &from.place.uri], 0);
    enter(&office.house, &[to.site("dritter", "")]);
    office.shelter_of("dritter");
    let all = office.say(&["datasets", "list", "--format", "json"], 0);
    let mut all = all.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let id = all.find(|row| row["source"] == 2 && row["name"] == "30 Satzungen").unwrap()["id"].to_string();
    office.classify(&id, "none");
    let planned = office.json(&["move", "plan", &id, "--from", "neu", "--to", "dritter"], 0);
    assert_eq!(planned["plan"]["objects"]["files"], FILES, "{planned}");
    let digest = planned["digest"].as_str().unwrap();
    run_and_back(&office, digest, &MOMENTS, &|| to.place.assert_holds(&office));
    to.place.assert_empty();
    from.place.assert_holds(&office);
}

#[test]
fn a_dataset_moves_from_ceph_to_seaweedfs_through_kills_and_back() {
    moves_on("CEPH", "SEAWEEDFS");
}

#[test]
fn a_dataset_moves_from_seaweedfs_to_ceph_through_kills_and_back() {
    moves_on("SEAWEEDFS", "CEPH");
}
