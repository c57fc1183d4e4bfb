// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What needs no server: addresses, credentials, listings.

use crate::CredentialError;
use crate::swift::list::read;
use crate::swift::{Address, AddressError, Credential};
use hoheit_types::Timestamp;
use proptest::prelude::*;

const KEYSTONE: &str = "swift://akten/bau%20amt/?auth=https://keystone.stadt.example:5000/v3";

#[test]
fn addresses_name_container_prefix_and_service() {
    let address = Address::parse(KEYSTONE).unwrap();
    assert_eq!((address.container(), address.prefix()), ("akten", "bau amt/"));
    assert_eq!(address.holder(), "swift://https://keystone.stadt.example:5000/v3//akten");
    for (uri, error) in [
        ("s3://akten", AddressError::Malformed),
        ("swift://?auth=https://a/v3", AddressError::Container),
        ("swift://a%2Fb?auth=https://a/v3", AddressError::Container),
        ("swift://akten", AddressError::Auth),
        ("swift://akten?auth=https://a", AddressError::Auth),
        ("swift://akten?auth=https://a/v2.0", AddressError::Auth),
        ("swift://akten?auth=ftp://a/v3", AddressError::Auth),
        ("swift://akten?auth=https://user:geheim@a/v3", AddressError::Auth),
        ("swift://akten?auth=https://a/v3&interface=admin", AddressError::Interface),
        ("swift://akten?auth=https://a/v3&storage=a", AddressError::Storage),
        ("swift://akten?auth=https://a/v3&key=b", AddressError::UnknownSetting),
    ] {
        assert_eq!(Address::parse(uri).unwrap_err(), error, "{uri}");
    }
    for path in ["v3", "v3/", "identity/v3", "auth/v1.0", "auth/v1", "auth/1.0"] {
        assert!(Address::parse(&format!("swift://akten?auth=https://a/{path}")).is_ok(), "{path}");
    }
}

#[test]
fn credentials_are_read_as_openstack_writes_them() {
    let good = [
        "test:tester:testing",
        "# ours\ntest:tester:testing\n",
        "OS_USERNAME=umzug\nOS_PASSWORD=hush\nOS_PROJECT_NAME=stadt",
        "export OS_USERNAME=\"umzug\"\nexport OS_PASSWORD='hu sh'\nexport OS_PROJECT_ID=1a\nexport OS_USER_DOMAIN_NAME=Default",
        "OS_APPLICATION_CREDENTIAL_ID=1\nOS_APPLICATION_CREDENTIAL_SECRET=2",
        "OS_APPLICATION_CREDENTIAL_NAME=n\nOS_USERNAME=u\nOS_APPLICATION_CREDENTIAL_SECRET=2",
    ];
    for text in good {
        let credential = Credential::parse(text).unwrap();
        assert_eq!(format!("{credential:?}"), "Credential", "nothing is shown");
    }
    let bad = [
        "",
        "tester",
        "a:",
        "OS_PASSWORD=hush",
        "OS_USERNAME=u\nOS_PASSWORD=hush",
        "OS_APPLICATION_CREDENTIAL_SECRET=2",
        "OS_APPLICATION_CREDENTIAL_NAME=n\nOS_APPLICATION_CREDENTIAL_SECRET=2",
    ];
    for text in bad {
        assert_eq!(Credential::parse(text).err(), Some(CredentialError::Malformed), "{text}");
    }
}

#[test]
fn listings_are_read_and_checked() {
    let page = br#"[{"bytes": 5, "hash": "5d41", "name": "p/a", "last_modified": "2026-11-30T01:37:03.355170"},
        {"bytes": 8, "hash": "41a8", "name": "p/\u00fc", "last_modified": "2026-11-30T01:37:23", "slo_etag": "\"b897\""}]"#;
    let rows = read(page, "p/", None).unwrap();
    assert_eq!(rows[0].etag.as_deref(), Some("5d41"));
    assert_eq!(rows[0].stored, Some(Timestamp(1_796_002_623_355_170_000)));
    assert_eq!((rows[1].key.as_str(), rows[1].etag.as_deref()), ("p/\u{fc}", Some("b897")));
    assert!(read(b"", "", None).unwrap().is_empty());
    let level =
        read(br#"[{"bytes":1,"name":"a-b"},{"subdir":"a/"},{"bytes":1,"name":"a0"}]"#, "", None).unwrap();
    assert_eq!(level.iter().map(|row| row.is_folder).collect::<Vec<_>>(), [false, true, false]);
    assert!(read(br#"[{"bytes":1}]"#, "", None).is_none() && read(br#"[{"name":"a"}]"#, "", None).is_none());
    // Others' keys, keys that were told before, and keys out of order would make a listing lie, or never end.
    assert!(read(page, "q/", None).is_none());
    assert!(read(page, "p/", Some("p/a")).is_none());
    assert!(read(br#"[{"bytes":1,"name":"b"},{"bytes":1,"name":"a"}]"#, "", None).is_none());
    assert!(read(br#"[{"bytes":-1,"name":"b"}]"#, "", None).is_none());
    assert!(read(b"<html>", "", None).is_none());
}

proptest! {
    #[test]
    fn whatever_is_read_ends(text in ".{0,200}", bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = Address::parse(&text);
        let _ = Address::parse(&format!("swift://{text}"));
        let _ = Credential::parse(&text);
        let _ = read(&bytes, "", None);
    }
}
