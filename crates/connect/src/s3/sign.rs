// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! AWS Signature Version 4 in headers. Source: Amazon S3 API reference, "Authenticating Requests: Using the Authorization
//! Header (AWS Signature Version 4)", whose worked examples are the tests.

use super::Credential;
use crate::http::encode::hex;
use hmac::{Hmac, KeyInit as _, Mac as _};
use hoheit_types::Timestamp;
use sha2::{Digest as _, Sha256};
use std::sync::Mutex;

/// The hash of nothing, for requests without a body.
pub(super) const EMPTY_SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// In the hash's place where the body is not part of the signature.
pub(super) const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// What is signed of a request.
pub(super) struct Canonical<'a> {
    pub(super) method: &'a str,
    /// Encoded once, as it is sent
    pub(super) path: &'a str,
    /// `name=value` joined by `&`, both encoded, sorted by name
    pub(super) query: &'a str,
    /// Small names, sorted; all of them are signed
    pub(super) headers: &'a [(&'a str, &'a str)],
    /// Of the body, in hexadecimal digits, or [`UNSIGNED`]
    pub(super) payload: &'a str,
}

/// Signs requests to one region.
pub(super) struct Signer {
    credential: Credential,
    region: String,
    /// The key of one day: four hashes that need not be made for each of ten thousand small objects
    today: Mutex<Option<(String, [u8; 32])>>,
}

impl Signer {
    pub(super) fn new(credential: Credential, region: &str) -> Self {
        Self { credential, region: region.to_owned(), today: Mutex::new(None) }
    }

    /// The token of a session, which is a header of its own.
    pub(super) fn session(&self) -> Option<&str> {
        self.credential.session.as_ref().map(|token| token.reveal().as_str())
    }

    /// The value of `Authorization`. `moment` is what stands in `x-amz-date`.
    pub(super) fn authorization(&self, request: &Canonical<'_>, moment: &str) -> String {
        let date = moment.get(..8).unwrap_or(moment);
        let scope = format!("{date}/{}/s3/aws4_request", self.region);
        let names = request.headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
        let mut text = String::with_capacity(512);
        for line in [request.method, request.path, request.query] {
            text.push_str(line);
            text.push('\n');
        }
        for (name, value) in request.headers {
            text.push_str(name);
            text.push(':');
            // Runs of spaces count as one.
            let mut words = value.split(' ').filter(|word| !word.is_empty());
            text.push_str(words.next().unwrap_or_default());
            for word in words {
                text.push(' ');
                text.push_str(word);
            }
            text.push('\n');
        }
        text.push('\n');
        text.push_str(&names);
        text.push('\n');
        text.push_str(request.payload);

        let mut to_sign = format!("AWS4-HMAC-SHA256\n{moment}\n{scope}\n");
        hex(&Sha256::digest(text.as_bytes()), &mut to_sign);
        let mut signature = String::with_capacity(64);
        hex(&mac(&self.key_of(date), to_sign.as_bytes()), &mut signature);
        let access_key = self.credential.access_key.reveal();
        format!(
            "AWS4-HMAC-SHA256 Credential={access_key}/{scope},SignedHeaders={names},Signature={signature}"
        )
    }

    fn key_of(&self, date: &str) -> [u8; 32] {
        let mut today = self.today.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((day, key)) = today.as_ref()
            && day == date
        {
            return *key;
        }
        let secret = format!("AWS4{}", self.credential.secret.reveal());
        let key = [date, &self.region, "s3", "aws4_request"]
            .iter()
            .fold(secret.into_bytes(), |key, text| mac(&key, text.as_bytes()).to_vec());
        let key = <[u8; 32]>::try_from(key).unwrap_or_default();
        *today = Some((date.to_owned(), key));
        key
    }
}

/// The moment as the signature wants it: `20130524T000000Z`.
pub(super) fn moment_of(now: Timestamp) -> String {
    let (year, month, day) = now.date();
    let (hour, minute, second) = now.time();
    format!("{year:04}{month:02}{day:02}T{hour:02}{minute:02}{second:02}Z")
}

/// The hash of a body in hexadecimal digits.
pub(super) fn sha256(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(64);
    hex(&Sha256::digest(bytes), &mut digits);
    digits
}

fn mac(key: &[u8], text: &[u8]) -> [u8; 32] {
    // HMAC takes keys of any length (RFC 2104, section 2).
    Hmac::<Sha256>::new_from_slice(key)
        .map_or([0; 32], |mac| mac.chain_update(text).finalize().into_bytes().into())
}
