// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use ureq::Error;
use ureq::config::Config;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// How long an address is believed. Short, for names that stand for many machines; long enough that ten thousand small
/// objects don't ask ten thousand times.
const ADDRESS_AGE: Duration = Duration::from_secs(30);

/// Resolves names, and believes the answer for a while: ureq asks before each request, also where it has a connection.
#[derive(Debug, Default)]
pub(crate) struct Remembering {
    asked: Mutex<HashMap<String, (Instant, ResolvedSocketAddrs)>>,
    system: DefaultResolver,
}

impl Resolver for Remembering {
    fn resolve(
        &self,
        uri: &ureq::http::Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let name = uri.authority().map(ToString::to_string).unwrap_or_default();
        let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((when, addresses)) = asked.get(&name)
            && when.elapsed() < ADDRESS_AGE
        {
            return Ok(addresses.clone());
        }
        let addresses = self.system.resolve(uri, config, timeout)?;
        asked.insert(name, (Instant::now(), addresses.clone()));
        Ok(addresses)
    }
}
