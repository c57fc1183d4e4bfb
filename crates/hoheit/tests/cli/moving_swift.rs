// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! To a real `OpenStack` Swift and back, by processes that die at any moment. `cargo xtask test --slow` starts one, with Keystone, whose tokens
//! expire meanwhile.

use crate::moving::{Office, site_at, statutes};
use hoheit_connect::http::Options;
use hoheit_connect::swift::{Address, Credential, SwiftClient, SwiftDepot};
use hoheit_connect::{Depot as _, EntryKind, Reading};
use hoheit_types::RelPath;
use std::io::{Read as _, Write as _};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// A container of its own on the server of this run.
struct Container {
    uri: String,
    depot: SwiftDepot,
    secret: tempfile::NamedTempFile,
}

impl Container {
    /// `None` names what was left out, or fails where nothing may be left out.
    fn new(server: &str, credential: &str) -> Option<Self> {
        let variable = |name: &str| std::env::var(name).ok();
        let Some((uri, text)) = variable(server).zip(variable(credential)) else {
            assert!(variable("HOHEIT_TEST_SLOW").is_none(), "{server} is missing");
            println!("left out: moving to Swift (it is missing: cargo xtask test --slow starts it)");
            return None;
        };
        let name = format!("akten-{}-{}", credential.to_lowercase(), std::process::id());
        let uri = uri.replace("CONTAINER", &format!("{name}/umzug"));
        let address = Address::parse(&uri).unwrap();
        let client =
            SwiftClient::new(address, Credential::parse(&text).unwrap(), &Options::default()).unwrap();
        client.create_container().unwrap();
        // Made with the mode 600.
        let mut secret = tempfile::NamedTempFile::new().unwrap();
        secret.write_all(text.as_bytes()).unwrap();
        Some(Self { uri, depot: SwiftDepot::new(client), secret })
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
}

/// A part has 16 MiB: this one has several.
const LARGE_BYTES: usize = 40 << 20;

#[test]
fn a_dataset_moves_to_swift_through_kills_and_back() {
    for (server, credential) in [
        ("HOHEIT_SWIFT_SERVER", "HOHEIT_SWIFT_CREDENTIAL"),
        ("HOHEIT_KEYSTONE_SERVER", "HOHEIT_KEYSTONE_CREDENTIAL"),
    ] {
        if let Some(container) = Container::new(server, credential) {
            moves_and_comes_back(&container);
        }
    }
}

fn moves_and_comes_back(container: &Container) {
    let office = Office::with_target(
        |house| {
            for number in 0..200 {
                house.put(
                    &format!("30 Satzungen/Jahr {}/Satzung {number}.txt", number % 7),
                    format!("Satzung {number}\n"),
                );
            }
            let large: Vec<u8> = (0..LARGE_BYTES).map(|place| (place >> 12) as u8 ^ place as u8).collect();
            house.put("30 Satzungen/Archiv/Sammlung.bin", large);
        },
        |_| site_at("neu", &container.uri, &container.credential()),
    );
    office.shelter();
    office.classify("30 Satzungen", "none");
    let (digest, plan) = office.plan("30 Satzungen", 0);
    assert_eq!(plan["plan"]["objects"]["files"], 201);
    let (mut killed, mut moment) = (0, 800_u64);
    let begun = Instant::now();
    while killed < 20 && begun.elapsed() < Duration::from_mins(2) {
        let mut run = office.start(&["move", "run", &digest, "--yes"]);
        std::thread::sleep(Duration::from_millis(moment));
        moment = (moment * 7 + 11) % 1_931 + 200;
        if run.try_wait().unwrap().is_some() {
            break;
        }
        run.kill().unwrap();
        killed += 1;
        run.wait().unwrap();
    }
    assert!(killed >= 1, "{killed} kills");
    println!("{killed} kills in {:?}", begun.elapsed());
    let ran = office.json(&["move", "run", &digest, "--yes"], 0);
    assert_eq!(ran["files"], 201, "{killed} kills: {ran}");
    let objects = container.objects();
    let own = objects.iter().filter(|(name, _)| !name.starts_with(".hoheit/"));
    let mut count = 0;
    for (name, content) in own {
        assert!(*content == std::fs::read(office.house.share().join(name)).unwrap(), "{name}");
        count += 1;
    }
    assert_eq!(count, 201);
    assert_eq!(office.json(&["move", "verify", &digest], 0)["files"], 201);
    let back = office.json(&["move", "back", &digest, "--yes"], 0);
    assert_eq!(back["files"], 201, "{back}");
    assert_eq!(container.objects(), []);
    let mut open = 0;
    container.depot.orphans(&RelPath::root(), &mut |_| open += 1).unwrap();
    assert_eq!(open, 0, "nothing is left open");
}

#[test]
fn an_address_of_swift_that_can_not_be_used_is_told() {
    let refused = |uri: &str, more: &str| {
        let office = Office::with_target(|house| statutes(house, 30), |_| site_at("neu", uri, more));
        office.shelter();
        office.classify("30 Satzungen", "none");
        office.failed(&["move", "plan", "30 Satzungen", "--from", "alt", "--to", "neu"], 3)
    };
    assert!(refused("swift://akten", "").contains("does not say where to log in"));
    let said = refused("swift://akten?auth=http://127.0.0.1:9/v3", "");
    assert!(said.contains("it is not entered where key and secret"), "{said}");
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"OS_USERNAME=umzug\n").unwrap();
    let more = format!("credential = '{}'\n", file.path().display());
    let said = refused("swift://akten?auth=http://127.0.0.1:9/v3", &more);
    assert!(said.contains("openrc"), "{said}");
    assert!(!said.contains("umzug\n"), "{said}");
}
