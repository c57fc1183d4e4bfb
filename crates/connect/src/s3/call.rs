// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What S3 adds to a call and its answer.

use super::Guard;
use super::sign::{EMPTY_SHA256, UNSIGNED, sha256};
use crate::http::encode::base64;
use crate::http::{Answer, Call};
use md5::{Digest as _, Md5};
use std::borrow::Cow;
use ureq::http::Method;

/// The digests of a body: made once, however often the call is.
pub(super) struct Sealed {
    pub(super) payload: Cow<'static, str>,
    pub(super) md5: Option<String>,
}

impl Sealed {
    pub(super) fn of(call: &Call<'_>, guard: Guard) -> Self {
        if call.body.is_empty() {
            return Self { payload: Cow::Borrowed(EMPTY_SHA256), md5: None };
        }
        // A short message of the protocol is signed, whatever guards the bytes of objects.
        let guard = if call.method == Method::POST { Guard::Both } else { guard };
        Self {
            payload: match guard {
                Guard::Md5 => Cow::Borrowed(UNSIGNED),
                Guard::Sha256 | Guard::Both => Cow::Owned(sha256(call.body)),
            },
            md5: (guard != Guard::Sha256).then(|| base64(&Md5::digest(call.body))),
        }
    }
}

impl Answer {
    pub(super) fn version(&self) -> Option<String> {
        self.header("x-amz-version-id").filter(|version| *version != "null").map(str::to_owned)
    }
}
