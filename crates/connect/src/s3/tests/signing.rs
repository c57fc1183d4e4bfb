// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The worked examples of the Amazon S3 API reference, "Authenticating Requests: Using the Authorization Header (AWS Signature
//! Version 4)", read 2026-11-29. The keys are those of the documentation.

use crate::http::encode::{base64, decode, decode_form, encode, encoded};
use crate::s3::sign::{Canonical, EMPTY_SHA256, Signer, moment_of, sha256};
use crate::s3::{Address, AddressError, Credential, CredentialError};
use hoheit_types::Timestamp;
use proptest::prelude::*;

fn documented() -> Credential {
    Credential::parse("AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY").unwrap()
}

fn check(method: &str, path: &str, query: &str, more: &[(&str, &str)], payload: &str, signature: &str) {
    let mut headers = vec![
        ("host", "examplebucket.s3.amazonaws.com"),
        ("x-amz-content-sha256", payload),
        ("x-amz-date", "20130524T000000Z"),
    ];
    headers.extend(more);
    headers.sort_unstable();
    let signer = Signer::new(documented(), "us-east-1");
    // Twice: the second time with the key that was kept.
    for _ in 0..2 {
        let request = Canonical { method, path, query, headers: &headers, payload };
        let value = signer.authorization(&request, "20130524T000000Z");
        assert_eq!(value.rsplit('=').next().unwrap(), signature, "{value}");
        assert!(value.starts_with(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders="
        ));
    }
}

#[test]
fn signs_as_the_documentation_does() {
    check(
        "GET",
        "/test.txt",
        "",
        &[("range", "bytes=0-9")],
        EMPTY_SHA256,
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    );
    let body = sha256(b"Welcome to Amazon S3.");
    let mut path = String::from("/");
    encode(b"test$file.text", true, &mut path);
    check(
        "PUT",
        &path,
        "",
        &[("date", "Fri, 24 May 2013 00:00:00 GMT"), ("x-amz-storage-class", "REDUCED_REDUNDANCY")],
        &body,
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
    );
    check(
        "GET",
        "/",
        "lifecycle=",
        &[],
        EMPTY_SHA256,
        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    );
    check(
        "GET",
        "/",
        "max-keys=2&prefix=J",
        &[],
        EMPTY_SHA256,
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    );
}

#[test]
fn moments_are_written_as_the_signature_wants_them() {
    assert_eq!(moment_of(Timestamp::from_seconds(1_369_353_600)), "20130524T000000Z");
}

#[test]
fn base64_is_that_of_the_rfc() {
    // RFC 4648, section 10.
    let samples = [
        ("", ""),
        ("f", "Zg=="),
        ("fo", "Zm8="),
        ("foo", "Zm9v"),
        ("foob", "Zm9vYg=="),
        ("foobar", "Zm9vYmFy"),
    ];
    for (plain, text) in samples {
        assert_eq!(base64(plain.as_bytes()), text);
    }
}

proptest! {
    #[test]
    fn encoding_is_undone_by_decoding(text in ".{0,40}") {
        prop_assert_eq!(decode(&encoded(&text)).unwrap(), text.clone());
        // What forms call a space is no plus.
        prop_assert_eq!(decode_form(&encoded(&text).replace("%20", "+")).unwrap(), text);
    }

    #[test]
    fn decoding_and_addresses_end_for_any_text(text in "(s3://)?[a-z%=&?/:.0-9+A-Z]{0,40}") {
        let _ = (decode(&text), decode_form(&text), Address::parse(&text).is_ok());
    }
}

#[test]
fn addresses_name_bucket_prefix_and_server() {
    let town = Address::parse("s3://akten/bau%20amt/?endpoint=http%3A//127.0.0.1:8014/&region=nord").unwrap();
    assert_eq!((town.bucket(), town.prefix(), town.is_tls()), ("akten", "bau amt/", false));
    assert_eq!(
        (town.origin(), town.path("a b/ü")),
        ("http://127.0.0.1:8014".into(), "/akten/a%20b/%C3%BC".into())
    );
    let amazon = Address::parse("s3://akten?region=eu-central-1").unwrap();
    assert_eq!(amazon.origin(), "https://akten.s3.eu-central-1.amazonaws.com");
    assert_eq!((amazon.path(""), amazon.path("x")), ("/".into(), "/x".into()));
    // The port of the scheme stands in no `Host` header, so it must not be signed.
    let plain = Address::parse("s3://akten?endpoint=https://s3.example:443&style=virtual").unwrap();
    assert_eq!(plain.origin(), "https://akten.s3.example");
    for (text, fault) in [
        ("https://akten", AddressError::Malformed),
        ("s3://akten", AddressError::NoServer),
        ("s3://AKTEN?region=x", AddressError::Bucket),
        ("s3://ab?region=x", AddressError::Bucket),
        ("s3://akten?endpoint=https://a:b@host", AddressError::Endpoint),
        ("s3://akten?endpoint=https://host/path", AddressError::Endpoint),
        ("s3://akten?endpoint=https://host&style=odd", AddressError::Style),
        ("s3://akten?endpoint=https://host&secret=x", AddressError::UnknownSetting),
        ("s3://akten?endpoint=https://host&region=a/b", AddressError::NoServer),
    ] {
        assert_eq!(Address::parse(text), Err(fault), "{text}");
    }
}

#[test]
fn credentials_come_by_name_and_show_nothing() {
    let find =
        |name: &str| Credential::find(name, |name| (name == "TOWN").then(|| "key:hush-hush".to_owned()));
    let found = find("TOWN").unwrap();
    assert_eq!((found.access_key.reveal().as_str(), found.secret.reveal().as_str()), ("key", "hush-hush"));
    assert_eq!(find("OTHER").unwrap_err(), CredentialError::Missing);
    assert!(!format!("{found:?}").contains("hush"));

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s3.key");
    let name = path.to_str().unwrap();
    assert_eq!(find(name).unwrap_err(), CredentialError::Missing);
    std::fs::write(
        &path,
        "[default]\naws_access_key_id=key\naws_secret_access_key = a/b+c==\naws_session_token = t\n",
    )
    .unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let allow = |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        allow(0o644);
        assert_eq!(find(name).unwrap_err(), CredentialError::Open);
        allow(0o600);
    }
    let found = find(name).unwrap();
    assert_eq!(found.secret.reveal(), "a/b+c==");
    assert_eq!(found.session.unwrap().reveal(), "t");
    for text in ["", "nothing", "key:", ":secret", "key:with\u{fc}", "[default]\naws_access_key_id = key\n"] {
        assert_eq!(Credential::parse(text).unwrap_err(), CredentialError::Malformed, "{text}");
    }
}
