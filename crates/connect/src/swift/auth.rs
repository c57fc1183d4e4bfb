// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Tokens: had once for all threads, and anew before they expire or when the server no longer takes them.

mod v1;
mod v3;

use super::address::{Version, split};
use super::{Address, Credential};
use crate::http::{HttpError, HttpErrorKind, Patience, is_here};
use hoheit_types::Sensitive;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What a token is good for. It is never printed.
pub(super) struct Session {
    pub(super) token: Sensitive<String>,
    /// Scheme, host and port of the storage
    pub(super) origin: String,
    /// Path of the account there, such as `/v1/AUTH_test`
    pub(super) account: String,
    /// Counts up with each new token
    pub(super) number: u64,
    /// From here on a new one is had
    stale: Option<Instant>,
}

/// What a service answered.
pub(super) struct Granted {
    token: String,
    storage: String,
    /// For how long, by the service's own clock
    lifetime: Option<Duration>,
}

/// The one session of all threads.
pub(super) struct Sessions {
    current: Mutex<Current>,
    credential: Credential,
}

#[derive(Default)]
struct Current {
    /// Of the last session
    number: u64,
    session: Option<Arc<Session>>,
    /// Why there will be none any more
    refused: Option<HttpError>,
}

/// So long before its end a token is not used any more: a request that has begun with it may last. Of short lives, a fifth.
const MARGIN: Duration = Duration::from_mins(2);

/// The longest token seen has some 3 KB (Keystone's PKI tokens had more, and are gone).
const TOKEN_LIMIT_BYTES: usize = 8 * 1_024;

impl Sessions {
    pub(super) fn new(credential: Credential) -> Self {
        Self { current: Mutex::default(), credential }
    }

    /// A token that is good as far as we know. `refused` is the number of the session that a server has just refused. While one thread
    /// asks for a token, all others wait for it instead of asking too.
    pub(super) fn get(
        &self,
        agent: &ureq::Agent,
        address: &Address,
        patience: &Patience,
        refused: Option<u64>,
    ) -> Result<Arc<Session>, HttpError> {
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(session) = &current.session
            && refused.is_none_or(|number| number < session.number)
            && session.stale.is_none_or(|stale| Instant::now() < stale)
        {
            return Ok(Arc::clone(session));
        }
        if let Some(error) = &current.refused {
            return Err(error.clone());
        }
        let asked = Instant::now();
        let granted = match address.auth.version {
            Version::V1 => v1::ask(agent, address, &self.credential, patience),
            Version::V3 => v3::ask(agent, address, &self.credential, patience),
        };
        let number = current.number + 1;
        let session = granted.and_then(|granted| session(address, granted, asked, number));
        let session = Arc::new(session.inspect_err(|error| {
            // Asked again with each object, it would lock the account.
            if matches!(error.kind, HttpErrorKind::BadCredential | HttpErrorKind::Tls) {
                current.refused = Some(error.clone());
            }
        })?);
        current.number = number;
        current.session = Some(Arc::clone(&session));
        Ok(session)
    }
}

#[cfg(test)]
impl Sessions {
    pub(super) fn spoil(&self) {
        let mut current = self.current.lock().unwrap();
        let old = current.session.take().unwrap();
        current.session = Some(Arc::new(Session {
            token: Sensitive::new("spoilt".to_owned()),
            origin: old.origin.clone(),
            account: old.account.clone(),
            ..*old
        }));
    }
}

fn session(address: &Address, granted: Granted, asked: Instant, number: u64) -> Result<Session, HttpError> {
    let fail = |kind| HttpError::new("log in", "", kind);
    let is_fit = (1..=TOKEN_LIMIT_BYTES).contains(&granted.token.len())
        && granted.token.bytes().all(|byte| byte.is_ascii_graphic());
    let storage = address.storage.as_ref().unwrap_or(&granted.storage);
    let (origin, account) =
        split(storage).filter(|_| is_fit).ok_or_else(|| fail(HttpErrorKind::BadAnswer))?;
    // A token that was had over TLS does not travel without.
    if origin.starts_with("https://") != address.auth.is_tls {
        return Err(fail(HttpErrorKind::Tls).with_detail("log-in and storage are not both https://"));
    }
    if !address.auth.is_tls && !is_here(origin.trim_start_matches("http://")) {
        return Err(fail(HttpErrorKind::Tls)
            .with_detail("the storage is elsewhere, and the line to it not encrypted"));
    }
    let usable = granted.lifetime.map(|lifetime| lifetime.saturating_sub(MARGIN.min(lifetime / 5)));
    Ok(Session {
        token: Sensitive::new(granted.token),
        origin,
        account: account.to_owned(),
        number,
        // Since before the question: our clock and the service's need not agree.
        stale: usable.and_then(|usable| asked.checked_add(usable)),
    })
}
