// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Addresses of `OpenStack` Swift, by command.

use crate::moving::{Office, site_at, statutes};
use std::io::Write as _;

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
