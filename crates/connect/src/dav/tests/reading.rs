// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Reading what servers answer is total: whatever comes, it ends.

use crate::dav::multistatus::{Resource, read};
use crate::http::moment::{from_http, to_http};
use hoheit_types::Timestamp;
use proptest::prelude::*;

const ORIGIN: &str = "http://h";

fn answer(href: &str, prop: &str) -> String {
    format!(
        "<D:multistatus xmlns:D=\"DAV:\"><D:response><D:href>{href}</D:href><D:propstat><D:prop>{prop}</D:prop>\
         <D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>"
    )
}

#[test]
fn references_come_in_many_forms() {
    let path = |href: &str| read(answer(href, "").as_bytes(), ORIGIN).map(|found| found[0].path.clone());
    assert_eq!(path("/a/b%20c/").as_deref(), Some("/a/b c"));
    assert_eq!(path("http://h/a").as_deref(), Some("/a"));
    assert_eq!(path("/").as_deref(), Some("/"));
    assert_eq!(path("http://other/a"), None, "of another server");
    assert_eq!(path("a"), None);
    assert_eq!(path("/%zz"), None);
    assert_eq!(path("/%ff"), None, "no UTF-8");
}

#[test]
fn properties_are_told() {
    let prop = "<D:resourcetype><D:collection/></D:resourcetype><D:getcontentlength>5</D:getcontentlength>\
                <D:getlastmodified>Tue, 14 Nov 2023 22:13:20 GMT</D:getlastmodified><D:getetag>\"x\"</D:getetag>\
                <D:quota-available-bytes>-3</D:quota-available-bytes>";
    let found = read(answer("/a", prop).as_bytes(), ORIGIN).unwrap();
    let expected = Resource {
        path: "/a".into(),
        is_folder: true,
        size_bytes: 5,
        modified: Some(Timestamp(1_700_000_000_000_000_000)),
        etag: Some("\"x\"".into()),
        ..Resource::default()
    };
    assert_eq!(found, [expected]);
    assert_eq!(read(answer("/a", "<D:getcontentlength>x</D:getcontentlength>").as_bytes(), ORIGIN), None);
    assert_eq!(read(b"<html/>", ORIGIN), None);
    assert_eq!(read(b"<D:multistatus><D:response></D:response></D:multistatus>", ORIGIN), None, "no name");
}

proptest! {
    #[test]
    fn whatever_comes_ends(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes, ORIGIN);
    }

    #[test]
    fn what_is_cut_off_is_none(cut in 0_usize..200) {
        let whole = answer("/a", "<D:getcontentlength>5</D:getcontentlength>");
        if cut < whole.len() {
            prop_assert_eq!(read(&whole.as_bytes()[..cut], ORIGIN), None);
        }
    }

    #[test]
    fn moments_come_back(seconds in 0_i64..7_000_000_000) {
        let moment = Timestamp::from_seconds(seconds);
        prop_assert_eq!(from_http(&to_http(moment)), Some(moment));
    }
}
