// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! How a witness is reached (c2sp.org/tlog-witness): one small request, one small answer.

use crate::error::ConnectError;
use crate::tls::{self, Trust};
use std::io;
use std::time::Duration;
use ureq::Agent;

/// A witness looks at one file and signs: 20 s are plenty, and a command waits for it.
const PATIENCE: Duration = Duration::from_secs(20);

/// Signatures, some of them post-quantum.
const ANSWER_LIMIT_BYTES: u64 = 256 << 10;

/// Shows a checkpoint to the witness below this address; returns the status of its answer and the text.
pub fn show_to_witness(url: &str, request: &str) -> Result<(u16, String), ConnectError> {
    let fail = |error: io::Error| ConnectError::new("reach", url, error);
    let mut config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .user_agent(concat!("hoheit/", env!("CARGO_PKG_VERSION")))
        .timeout_global(Some(PATIENCE));
    if url.starts_with("https://") {
        let tls = tls::config(&Trust::Machine).map_err(|why| fail(io::Error::other(why)))?;
        config = config.https_only(true).tls_config(tls);
    }
    let agent = Agent::new_with_config(config.build());
    let target = format!("{}/add-checkpoint", url.trim_end_matches('/'));
    let mut answer = agent.post(&target).send(request).map_err(|error| fail(error.into_io()))?;
    let text = answer.body_mut().with_config().limit(ANSWER_LIMIT_BYTES).read_to_string();
    Ok((answer.status().as_u16(), text.map_err(|error| fail(error.into_io()))?))
}
