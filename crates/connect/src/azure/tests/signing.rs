// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The worked example of the documentation ("Authorize with Shared Key", read 2026-11-30). It has no key, so the signature itself is
//! checked by servers.

use crate::azure::object::{moment_of, text_of};
use crate::azure::sign::{Canonical, authorization, string_to_sign};
use hoheit_types::Timestamp;

#[test]
fn the_documented_string_is_signed() {
    let headers = [("x-ms-date", "Fri, 26 Jun 2015 23:39:12 GMT"), ("x-ms-version", "2015-02-21")];
    let query =
        [("restype", "container".to_owned()), ("comp", "metadata".to_owned()), ("timeout", "20".to_owned())];
    let request = Canonical {
        method: "GET",
        account: "myaccount",
        path: "/mycontainer",
        query: &query,
        headers: &headers,
        body_bytes: 0,
    };
    assert_eq!(
        string_to_sign(&request),
        "GET\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:Fri, 26 Jun 2015 23:39:12 GMT\nx-ms-version:2015-02-21\n\
         /myaccount/mycontainer\ncomp:metadata\nrestype:container\ntimeout:20"
    );
    // HMAC-SHA-256 of it with the key "key", computed with OpenSSL.
    assert_eq!(
        authorization(b"key", &request),
        "SharedKey myaccount:WM6PIVHYgxCEsyR7/qzf8xFpP0IqD5n1ky7LYLMZ/9g="
    );
}

#[test]
fn each_header_has_its_place() {
    let headers = [
        ("x-ms-meta-b", " two "),
        ("range", "bytes=0-9"),
        ("content-md5", "md5"),
        ("x-ms-meta-a", "one"),
        ("if-none-match", "*"),
        ("content-type", "type"),
    ];
    let request = Canonical {
        method: "PUT",
        account: "a",
        path: "/a/c/%C3%BC",
        query: &[],
        headers: &headers,
        body_bytes: 7,
    };
    let expect =
        "PUT\n\n\n7\nmd5\ntype\n\n\n\n*\n\nbytes=0-9\nx-ms-meta-a:one\nx-ms-meta-b:two\n/a/a/c/%C3%BC";
    assert_eq!(string_to_sign(&request), expect);
}

#[test]
fn times_are_those_of_rclone() {
    let moment = Timestamp(1_700_000_000_250_000_000);
    assert_eq!(text_of(moment), "2023-11-14T22:13:20.250000000Z");
    for text in
        ["2023-11-14T22:13:20.25Z", "2023-11-14T23:13:20.250000000+01:00", "2023-11-14T17:13:20.25-05:00"]
    {
        assert_eq!(moment_of(text), Some(moment), "{text}");
    }
    assert_eq!(moment_of(&text_of(Timestamp(-1))), Some(Timestamp(-1)));
    for text in ["", "Z", "2023", "ü2023+01:00", "2023-11-14T22:13:20.25*01:00"] {
        assert_eq!(moment_of(text), None, "{text}");
    }
}
