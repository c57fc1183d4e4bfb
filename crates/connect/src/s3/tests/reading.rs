// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Answers as servers write them, and as none should.

use crate::http::moment::{from_http, from_iso, from_mtime, to_mtime};
use crate::http::xml::{fault, find, root};
use crate::s3::error::kind_of;
use crate::s3::list::page;
use crate::s3::multipart::{completion, read_parts};
use crate::s3::{HttpErrorKind, part_size};
use hoheit_types::Timestamp;
use proptest::prelude::*;

const PAGE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>akten</Name><Prefix></Prefix>
 <EncodingType>url</EncodingType><KeyCount>3</KeyCount><IsTruncated>true</IsTruncated>
 <NextContinuationToken>a&amp;b</NextContinuationToken>
 <Contents><Key>a%2Bb/M%C3%BCller+1%0A.txt</Key><LastModified>2026-11-29T12:00:00.250Z</LastModified>
  <ETag>&quot;0cc1&#34;</ETag><Size>17</Size><Owner><ID>x</ID><DisplayName>Key</DisplayName></Owner></Contents>
 <Contents><Key>b</Key><Size>0</Size></Contents>
 <CommonPrefixes><Prefix>c/</Prefix></CommonPrefixes>
</ListBucketResult>"#;

#[test]
fn pages_are_read() {
    let page = page(PAGE.as_bytes()).unwrap();
    assert_eq!(page.objects[0].key, "a+b/Müller 1\n.txt");
    assert_eq!(page.objects[0].etag.as_deref(), Some("\"0cc1\""));
    assert_eq!(page.objects[0].stored, Some(Timestamp(1_795_953_600_250_000_000)));
    assert_eq!((page.objects.len(), page.objects[0].size_bytes, page.objects[1].size_bytes), (2, 17, 0));
    assert_eq!(page.prefixes, ["c/"]);
}

#[test]
fn without_the_encoding_keys_are_taken_as_they_stand() {
    let xml = PAGE.replace("<EncodingType>url</EncodingType>", "");
    assert_eq!(page(xml.as_bytes()).unwrap().objects[0].key, "a%2Bb/M%C3%BCller+1%0A.txt");
}

#[test]
fn half_an_answer_is_none() {
    // All prefixes: a connection that ends early must not look like a short listing.
    for end in 0..PAGE.trim_end().len() {
        if PAGE.is_char_boundary(end) {
            assert_eq!(page(&PAGE.as_bytes()[..end]), None, "{end}");
        }
    }
    let without_token = PAGE.replace("<NextContinuationToken>a&amp;b</NextContinuationToken>", "");
    assert_eq!(page(without_token.as_bytes()), None, "more follows, but nothing says how to ask");
}

#[test]
fn hostile_xml_is_refused() {
    let deep = "<a>".repeat(10_000) + &"</a>".repeat(10_000);
    let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbb\">]><a>&b;</a>";
    for xml in [deep.as_str(), bomb, "<a>&b;</a>", "<a/><b/>", "", "<a></b>", "text", "<a>\u{0}"] {
        assert_eq!(root(xml.as_bytes()), None);
    }
    assert_eq!(root(b"<a>\xff</a>"), None);
}

#[test]
fn errors_are_told_by_code_before_status() {
    let xml = b"<Error><Code>RequestTimeTooSkewed</Code><Message>secret words</Message></Error>";
    let told = fault(xml).unwrap();
    assert_eq!(kind_of(403, told.code.as_deref(), None), HttpErrorKind::ClockSkew);
    assert_eq!(fault(PAGE.as_bytes()), None);
    for (status, code, region, kind) in [
        (404, Some("NoSuchUpload"), None, HttpErrorKind::NoUpload),
        (404, None, None, HttpErrorKind::NotFound),
        (503, Some("SlowDown"), None, HttpErrorKind::Busy),
        (500, None, None, HttpErrorKind::Server),
        (412, None, None, HttpErrorKind::Precondition),
        (400, Some("BadDigest"), None, HttpErrorKind::ChecksumMismatch),
        (
            400,
            Some("AuthorizationHeaderMalformed"),
            Some("nord"),
            HttpErrorKind::WrongRegion(Some("nord".into())),
        ),
        (301, Some("PermanentRedirect"), None, HttpErrorKind::Redirected),
        (301, None, Some("nord"), HttpErrorKind::WrongRegion(Some("nord".into()))),
        (307, None, None, HttpErrorKind::Redirected),
        (400, Some("Whatever"), None, HttpErrorKind::Refused),
    ] {
        assert_eq!(kind_of(status, code, region), kind, "{status} {code:?}");
    }
}

#[test]
fn parts_are_read_and_written() {
    let xml = b"<ListPartsResult><IsTruncated>false</IsTruncated><Part><PartNumber>1</PartNumber><Size>5</Size><ETag>\"a\"</ETag></Part></ListPartsResult>";
    let (parts, is_truncated) = read_parts(xml).unwrap();
    assert_eq!(
        (parts[0].number, parts[0].size_bytes, parts[0].etag.as_str(), is_truncated),
        (1, 5, "\"a\"", false)
    );
    let odd = b"<ListPartsResult><Part><PartNumber>70000</PartNumber><Size>5</Size><ETag>a</ETag></Part></ListPartsResult>";
    assert_eq!(read_parts(odd), None);
    let xml = completion([(1, "\"a&b\""), (2, "c")].into_iter());
    assert_eq!(find(xml.as_bytes(), &["CompleteMultipartUpload", "Part", "ETag"]).unwrap(), "\"a&b\"");
}

#[test]
fn times_are_written_as_rclone_does() {
    // rclone 1.75 on Linux: rclone copyto of files with these times, then HeadObject.
    for (nanos, text) in [
        (1_700_000_000_250_000_000, "1700000000.25"),
        (1_700_000_000_000_000_000, "1700000000"),
        (1_700_000_000_123_456_789, "1700000000.123456789"),
        (-1_500_000_000, "-1.5"),
        (0, "0"),
    ] {
        assert_eq!(to_mtime(Timestamp(nanos)), text);
        assert_eq!(from_mtime(text), Some(Timestamp(nanos)));
    }
    assert_eq!(from_mtime("1.1234567899"), Some(Timestamp(1_123_456_789)));
    for text in ["", ".", "1.2.3", "x", "1e9", "99999999999999999999", "--1"] {
        assert_eq!(from_mtime(text), None, "{text}");
    }
}

#[test]
fn dates_of_headers_and_listings_are_read() {
    let noon = Timestamp::from_seconds(1_795_953_600);
    assert_eq!(from_http("Sun, 29 Nov 2026 12:00:00 GMT"), Some(noon));
    assert_eq!(from_iso("2026-11-29T12:00:00Z"), Some(noon));
    assert_eq!(from_http("Sun, 29 Nov 2026 12:00:00 CET"), None);
    assert_eq!(from_iso("2026-13-29T12:00:00Z"), None);
}

proptest! {
    #[test]
    fn dates_are_those_of_the_calendar(seconds in 0..4_000_000_000_i64) {
        let moment = Timestamp::from_seconds(seconds);
        prop_assert_eq!(from_iso(&moment.to_string()), Some(moment));
    }

    #[test]
    fn times_come_back(nanos in any::<i64>().prop_filter("i64::MIN has no positive twin", |n| *n != i64::MIN)) {
        prop_assert_eq!(from_mtime(&to_mtime(Timestamp(nanos))), Some(Timestamp(nanos)));
    }

    #[test]
    fn reading_ends_for_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = (page(&bytes), read_parts(&bytes), fault(&bytes), root(&bytes));
    }

    #[test]
    fn reading_ends_for_anything_like_xml(
        text in "(<[/!?]?(Error|Contents|Key|Part|ListBucketResult|Code)?( ?[a-z]=\"?)?[/?]?>?|&[a-z#0-9]*;?|[a-z0-9 ]){0,60}",
        at in 0..1_000_usize,
    ) {
        let _ = (page(text.as_bytes()), read_parts(text.as_bytes()), fault(text.as_bytes()), from_iso(&text), from_http(&text));
        // In the middle of what is right.
        let at = (0..=at.min(PAGE.len())).rev().find(|at| PAGE.is_char_boundary(*at)).unwrap();
        let mixed = format!("{}{text}{}", &PAGE[..at], &PAGE[at..]);
        let _ = page(mixed.as_bytes());
    }

    #[test]
    fn parts_hold_every_object(bytes in 1..(5_u64 << 40)) {
        let size = part_size(bytes);
        prop_assert!(size.is_power_of_two() && bytes.div_ceil(size) <= 10_000);
    }
}
