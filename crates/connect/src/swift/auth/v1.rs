// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Auth v1: user and key in headers, token and storage address in headers (Swift's "Auth System", read 2026-11-30).

use super::Granted;
use crate::http::{Call, HttpError, HttpErrorKind, Patience, exchange, kind_of_status, patiently};
use crate::swift::credential::Kind;
use crate::swift::{Address, Credential};
use std::time::Duration;
use ureq::http::{Method, Request};

pub(super) fn ask(
    agent: &ureq::Agent,
    address: &Address,
    credential: &Credential,
    patience: &Patience,
) -> Result<Granted, HttpError> {
    let call = Call::new("log in", Method::GET, "");
    let Kind::Key { user, key } = &credential.0 else {
        return Err(call.fail(HttpErrorKind::BadCredential).with_detail("auth v1 wants USER:KEY"));
    };
    let answer = patiently(patience, call.repeat, || {
        let request = Request::builder()
            .method(&call.method)
            .uri(format!("{}{}", address.auth.origin, address.auth.path))
            .header("x-auth-user", user.reveal())
            .header("x-auth-key", key.reveal())
            .body(())
            .map_err(|_| call.fail(HttpErrorKind::BadRequest))?;
        let answer = exchange(agent, &call, request)?;
        match answer.status() {
            200..=299 => Ok(answer),
            status => Err(refusal(&call, status).with_later(answer.header("retry-after"))),
        }
    })?;
    let text = |name| answer.header(name).map(str::to_owned);
    let (Some(token), Some(storage)) = (text("x-auth-token"), text("x-storage-url")) else {
        return Err(call.fail(HttpErrorKind::BadAnswer));
    };
    let lifetime = answer.number("x-auth-token-expires").map(Duration::from_secs);
    Ok(Granted { token, storage, lifetime })
}

/// What a refusal to log in means.
pub(super) fn refusal(call: &Call<'_>, status: u16) -> HttpError {
    let kind = match status {
        401 | 403 => HttpErrorKind::BadCredential,
        429 | 498 => HttpErrorKind::Busy,
        _ => kind_of_status(status),
    };
    call.fail(kind).with_status(status)
}
