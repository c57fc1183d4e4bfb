// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a container says of itself (`Get Container Properties`), and making one.

use super::AzureClient;
use crate::http::{Call, HttpError};
use ureq::http::Method;

/// Answers that say that something was done.
const ANSWER_LIMIT_BYTES: u64 = 64 * 1_024;

/// Its words on itself, for an audit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Container {
    /// What keeps objects from being changed; `None`: nothing
    pub(super) locks: Option<String>,
    /// Whose key encrypts what is written; `None`: it does not say
    pub(super) encryption: Option<String>,
}

impl AzureClient {
    /// `Create Container`: for tests and for places that are set up by hand otherwise.
    pub fn create_container(&self) -> Result<(), HttpError> {
        let call = Call::new("create", Method::PUT, "").query("restype", "container");
        self.ask(&call, ANSWER_LIMIT_BYTES).map(drop)
    }

    pub(super) fn container(&self) -> Result<Container, HttpError> {
        let call = Call::new("ask for the container", Method::HEAD, "").query("restype", "container");
        let answer = self.send(&call)?;
        let locks =
            [("x-ms-has-immutability-policy", "immutability policy"), ("x-ms-has-legal-hold", "legal hold")];
        let held = locks.iter().filter(|(header, _)| answer.header(header) == Some("true"));
        let held: Vec<&str> = held.map(|(_, words)| *words).collect();
        Ok(Container {
            locks: (!held.is_empty()).then(|| held.join(", ")),
            encryption: answer.header("x-ms-default-encryption-scope").map(str::to_owned),
        })
    }
}
