// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What tests of moving share that `cargo xtask test --slow` starts a server for: a place of their own there, and a dataset that goes there through kills.

use crate::household::Household;
use crate::moving::{Office, statutes};
use hoheit_connect::{Depot, EntryKind, ObjectFacts, Reading};
use hoheit_types::RelPath;
use std::io::{Read as _, Write as _};
use std::ops::{ControlFlow, Range};
use std::time::Duration;

/// A bucket or container on a server of this run.
pub(crate) struct Place<D> {
    pub(crate) uri: String,
    pub(crate) depot: D,
    secret: tempfile::NamedTempFile,
}

/// Address and credential of a server; `None` names what was left out, or fails where nothing may be left out.
pub(crate) fn server(name: &str) -> Option<(String, String)> {
    let variable = |what: &str| std::env::var(format!("HOHEIT_{name}_{what}")).ok();
    let told = variable("SERVER").zip(variable("CREDENTIAL"));
    if told.is_none() {
        assert!(std::env::var_os("HOHEIT_TEST_SLOW").is_none(), "HOHEIT_{name}_SERVER is missing");
        println!(
            "left out: moving to and from {name} (HOHEIT_{name}_SERVER is not set: cargo xtask test --slow starts it)"
        );
    }
    told
}

impl<D: Depot> Place<D> {
    pub(crate) fn new(uri: String, depot: D, credential: &str) -> Self {
        // Made with the mode 600.
        let mut secret = tempfile::NamedTempFile::new().unwrap();
        secret.write_all(credential.as_bytes()).unwrap();
        Self { uri, depot, secret }
    }

    pub(crate) fn credential(&self) -> String {
        format!("credential = '{}'\n", self.secret.path().display())
    }

    /// All files: names below the prefix, contents.
    fn objects(&self) -> Vec<(String, Vec<u8>)> {
        let mut names = Vec::new();
        let mut visit = |name: RelPath, facts: ObjectFacts| {
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
    pub(crate) fn assert_holds(&self, office: &Office) {
        let objects = self.objects();
        let own: Vec<_> = objects.iter().filter(|(name, _)| !name.starts_with(".hoheit/")).collect();
        for (name, content) in &own {
            assert!(*content == std::fs::read(office.house.share().join(name)).unwrap(), "{name}");
        }
        assert_eq!(own.len() as u64, FILES);
    }

    #[track_caller]
    pub(crate) fn assert_empty(&self) {
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
pub(crate) const FILES: u64 = SMALL_FILES as u64 + 1;

/// Many small files and a large one.
pub(crate) fn build(house: &Household) {
    statutes(house, SMALL_FILES);
    let large: Vec<u8> = (0..LARGE_BYTES).map(|place| (place >> 12) as u8 ^ place as u8).collect();
    house.put("30 Satzungen/Archiv/Sammlung.bin", large);
}

/// Runs a plan through kills within so many milliseconds to its end, verifies it, and takes it back through kills.
pub(crate) fn run_and_back(office: &Office, digest: &str, moments: &Range<u64>, arrived: &dyn Fn()) {
    let run = ["move", "run", digest, "--yes"];
    let killed = office.kill_within(&run, 20, Duration::from_mins(2), moments);
    assert!(killed >= 3, "{killed} kills");
    let ran = office.json(&run, 0);
    assert_eq!((&ran["files"], &ran["is_complete"]), (&FILES.into(), &true.into()), "{killed} kills: {ran}");
    arrived();
    assert_eq!(office.json(&["move", "verify", digest], 0)["files"], FILES);
    let back = ["move", "back", digest, "--yes"];
    office.kill_within(&back, 3, Duration::from_secs(20), moments);
    let back = office.json(&back, 0);
    assert_eq!(back["conflicts"], serde_json::json!({}), "{back}");
}
