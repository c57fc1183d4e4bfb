// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! To a real `OpenStack` Swift and back, by processes that die at any moment. `cargo xtask test --slow` starts one, with Keystone, whose tokens
//! expire meanwhile.

use crate::moving::{Office, site_at, statutes};
use crate::moving_place::{self, FILES, Place, build, run_and_back};
use hoheit_connect::http::Options;
use hoheit_connect::swift::{Address, Credential, SwiftClient, SwiftDepot};
use std::io::Write as _;
use std::ops::Range;

/// A container of its own on a server of this run; `None`: it was left out.
fn container(server: &str) -> Option<Place<SwiftDepot>> {
    let (uri, text) = moving_place::server(server)?;
    let name = format!("akten-{}-{}", server.to_lowercase(), std::process::id());
    let uri = uri.replace("CONTAINER", &format!("{name}/umzug"));
    let (address, credential) = (Address::parse(&uri).unwrap(), Credential::parse(&text).unwrap());
    let client = SwiftClient::new(address, credential, &Options::default()).unwrap();
    client.create_container().unwrap();
    Some(Place::new(uri, SwiftDepot::new(client), &text))
}

/// When processes die, in milliseconds after their beginning: logging in takes its time.
const MOMENTS: Range<u64> = 200..2_131;

fn moves_and_comes_back(server: &str) {
    let Some(container) = container(server) else { return };
    let office = Office::with_target(build, |_| site_at("neu", &container.uri, &container.credential()));
    office.shelter();
    office.classify("30 Satzungen", "none");
    let (digest, plan) = office.plan("30 Satzungen", 0);
    assert_eq!(plan["plan"]["objects"]["files"], FILES);
    run_and_back(&office, &digest, &MOMENTS, &|| container.assert_holds(&office));
    container.assert_empty();
}

#[test]
fn a_dataset_moves_to_swift_through_kills_and_back() {
    moves_and_comes_back("SWIFT");
}

#[test]
fn a_dataset_moves_to_swift_with_keystone_through_kills_and_back() {
    moves_and_comes_back("KEYSTONE");
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
