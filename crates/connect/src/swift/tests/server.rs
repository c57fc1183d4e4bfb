// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Real servers: `cargo xtask test --slow` starts Swift and Keystone, and names them in the environment. In the address, `CONTAINER` stands
//! for the container that each test makes.

use crate::http::{Options, Patience};
use crate::swift::{Address, Credential, SwiftClient};
use std::time::Duration;

/// Addresses, and where the credentials for them lie.
const SERVERS: [(&str, &str); 3] = [
    // Auth v1
    ("HOHEIT_SWIFT_SERVER", "HOHEIT_SWIFT_CREDENTIAL"),
    // Keystone, user and password
    ("HOHEIT_KEYSTONE_SERVER", "HOHEIT_KEYSTONE_CREDENTIAL"),
    // Keystone, application credential
    ("HOHEIT_KEYSTONE_SERVER", "HOHEIT_KEYSTONE_APPLICATION"),
];

/// Short, so that what fails for good fails soon.
pub(in crate::swift) fn options() -> Options {
    let patience = Patience {
        connect: Duration::from_secs(5),
        silence: Duration::from_secs(20),
        tries: 4,
        first_pause: Duration::from_millis(1),
        longest_pause: Duration::from_millis(5),
    };
    Options { patience, ..Options::default() }
}

pub(in crate::swift) fn client_of(uri: &str, credential: &str) -> SwiftClient {
    let credential = Credential::parse(credential).unwrap();
    SwiftClient::new(Address::parse(uri).unwrap(), credential, &options()).unwrap()
}

/// The servers of this run: address and credential. None: said so, and where they are asked for, an error.
pub(in crate::swift) fn servers(what: &str) -> Vec<(String, String)> {
    let variable = |name: &str| std::env::var(name).ok();
    let all: Vec<_> =
        SERVERS.iter().filter_map(|(uri, credential)| variable(uri).zip(variable(credential))).collect();
    if all.is_empty() {
        assert!(variable("HOHEIT_TEST_SLOW").is_none(), "{what}: Swift is missing");
        println!("left out: {what} (Swift is missing: cargo xtask test --slow starts it)");
    }
    all
}

/// Runs a test with each server, in a new container, which is removed afterwards.
pub(in crate::swift) fn each_server(what: &str, container: &str, test: impl Fn(&SwiftClient)) {
    for (number, (uri, credential)) in servers(what).into_iter().enumerate() {
        let name = format!("{container}-{number}-{}", std::process::id());
        let client = client_of(&uri.replace("CONTAINER", &name), &credential);
        client.create_container().unwrap();
        test(&client);
    }
}
