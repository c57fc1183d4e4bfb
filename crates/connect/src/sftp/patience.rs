// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use std::time::Duration;

/// How long to wait for a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For a connection
    pub connect: Duration,
    /// For each of its first steps: greeting and keys, login
    pub login: Duration,
    /// For an answer
    pub silence: Duration,
    /// Nothing was heard for so long: the server is asked for a sign of life. After three without an answer it is given up
    pub keepalive: Duration,
}

impl Default for Patience {
    /// Flushing a large file to slow disks takes a server most of two minutes, in which it answers nothing else; signs of life come from
    /// another process there. A login may ask a directory service.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            login: Duration::from_secs(30),
            silence: Duration::from_mins(3),
            keepalive: Duration::from_secs(20),
        }
    }
}
