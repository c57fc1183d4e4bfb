// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Containers: what one says of itself, and making one.

use super::SwiftClient;
use super::client::At;
use crate::http::{Answer, Call, HttpError, HttpErrorKind};
use ureq::http::Method;

/// Answers that say that something was done.
const ANSWER_LIMIT_BYTES: u64 = 64 * 1_024;

impl SwiftClient {
    /// The container's headers. All of it is the provider's word: an audit says "promised", not "shown".
    pub(super) fn container(&self) -> Result<Answer, HttpError> {
        let call = Call::new("ask for the container", Method::HEAD, "");
        self.send(&call, At::Key("")).map_err(|error| match error.kind {
            HttpErrorKind::NotFound => call.fail(HttpErrorKind::NoContainer).with_status(404),
            _ => error,
        })
    }

    /// Makes a container, unless there is one.
    pub(super) fn make_container(&self, name: &str) -> Result<(), HttpError> {
        let call = Call::new("create a container", Method::PUT, "");
        self.ask(&call, At::In(name, ""), ANSWER_LIMIT_BYTES).map(drop)
    }

    /// Makes the container, for tests and the demo.
    #[doc(hidden)]
    pub fn create_container(&self) -> Result<(), HttpError> {
        self.make_container(self.address().container())
    }
}
