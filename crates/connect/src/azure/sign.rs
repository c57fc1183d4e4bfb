// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Shared Key. Source: Storage Services REST reference, "Authorize with Shared Key" (version 2015-02-21 and later), read 2026-11-30; its example of a
//! string to sign is a test.

use crate::http::encode::base64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::fmt::Write as _;

/// What is signed of a request.
pub(super) struct Canonical<'a> {
    pub(super) method: &'a str,
    pub(super) account: &'a str,
    /// Encoded, as it is sent
    pub(super) path: &'a str,
    /// Names and values, not encoded
    pub(super) query: &'a [(&'static str, String)],
    /// Small names
    pub(super) headers: &'a [(&'a str, &'a str)],
    pub(super) body_bytes: usize,
}

/// Headers that have a place of their own in the string, in this order; `content-length` and `date` apart.
const BEFORE_LENGTH: [&str; 2] = ["content-encoding", "content-language"];
const BEFORE_DATE: [&str; 2] = ["content-md5", "content-type"];
const BEHIND_DATE: [&str; 5] =
    ["if-modified-since", "if-match", "if-none-match", "if-unmodified-since", "range"];

pub(super) fn string_to_sign(request: &Canonical<'_>) -> String {
    let header =
        |name: &str| request.headers.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| *value);
    let mut text = format!("{}\n", request.method);
    let mut line = |value: &str| {
        text.push_str(value);
        text.push('\n');
    };
    for name in BEFORE_LENGTH {
        line(header(name));
    }
    line(&if request.body_bytes == 0 { String::new() } else { request.body_bytes.to_string() });
    for name in BEFORE_DATE {
        line(header(name));
    }
    // `x-ms-date` stands for it.
    line("");
    for name in BEHIND_DATE {
        line(header(name));
    }
    let mut own: Vec<_> = request.headers.iter().filter(|(name, _)| name.starts_with("x-ms-")).collect();
    own.sort_unstable();
    for (name, value) in own {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{name}:{}", value.trim());
    }
    let _ = write!(text, "/{}{}", request.account, request.path);
    let mut query: Vec<_> = request.query.iter().collect();
    query.sort_unstable();
    for (name, value) in query {
        let _ = write!(text, "\n{name}:{value}");
    }
    text
}

/// The value of `Authorization`.
pub(super) fn authorization(key: &[u8], request: &Canonical<'_>) -> String {
    let text = string_to_sign(request);
    // HMAC takes keys of any length (RFC 2104, section 2).
    let signature = Hmac::<Sha256>::new_from_slice(key)
        .map(|mac| base64(&mac.chain_update(text.as_bytes()).finalize().into_bytes()))
        .unwrap_or_default();
    format!("SharedKey {}:{signature}", request.account)
}
