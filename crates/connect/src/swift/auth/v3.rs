// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Keystone's Identity API v3: "Authentication and token management", read 2026-11-30.

use super::Granted;
use super::v1::refusal;
use crate::http::moment::from_iso;
use crate::http::{Call, HttpError, HttpErrorKind, Patience, exchange, patiently};
use crate::swift::address::Interface;
use crate::swift::credential::{ApplicationName, Domain, Kind, Named};
use crate::swift::{Address, Credential};
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;
use ureq::http::{Method, Request};

/// A catalogue of a large cloud has some hundred endpoints of 250 bytes each.
const ANSWER_LIMIT_BYTES: u64 = 1 << 20;

#[derive(Deserialize)]
struct Answer {
    token: Token,
}

#[derive(Deserialize)]
struct Token {
    expires_at: Option<String>,
    issued_at: Option<String>,
    #[serde(default)]
    catalog: Vec<Service>,
}

#[derive(Deserialize)]
struct Service {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    endpoints: Vec<Endpoint>,
}

#[derive(Deserialize)]
struct Endpoint {
    interface: String,
    region: Option<String>,
    region_id: Option<String>,
    url: String,
}

pub(super) fn ask(
    agent: &ureq::Agent,
    address: &Address,
    credential: &Credential,
    patience: &Patience,
) -> Result<Granted, HttpError> {
    let call = Call::new("log in", Method::POST, "");
    let body = question(credential)
        .ok_or_else(|| {
            call.fail(HttpErrorKind::BadCredential)
                .with_detail("Keystone wants OS_USERNAME or an application")
        })?
        .to_string();
    let call = call.body(body.as_bytes());
    let answer = patiently(patience, call.repeat, || {
        let request = Request::builder()
            .method(&call.method)
            .uri(format!("{}{}/auth/tokens", address.auth.origin, address.auth.path))
            .header("content-type", "application/json")
            .header("accept", "application/json")
            .body(())
            .map_err(|_| call.fail(HttpErrorKind::BadRequest))?;
        let answer = exchange(agent, &call, request)?;
        match answer.status() {
            200..=299 => Ok(answer),
            status => Err(refusal(&call, status).with_later(answer.header("retry-after"))),
        }
    })?;
    let token = answer.header("x-subject-token").map(str::to_owned);
    let bytes = answer.read(ANSWER_LIMIT_BYTES).map_err(|error| call.fail(error.kind))?;
    let told: Option<Answer> = serde_json::from_slice(&bytes).ok();
    let (Some(token), Some(Answer { token: told })) = (token, told) else {
        return Err(call.fail(HttpErrorKind::BadAnswer));
    };
    let storage = match &address.storage {
        Some(storage) => storage.clone(),
        None => endpoint(&told.catalog, address).ok_or_else(|| call.fail(HttpErrorKind::NoService))?,
    };
    Ok(Granted { token, storage, lifetime: lifetime(&told) })
}

/// The first object store of the region and interface that are wanted; without a region, of any.
fn endpoint(catalogue: &[Service], address: &Address) -> Option<String> {
    let wanted = match address.interface {
        Interface::Public => "public",
        Interface::Internal => "internal",
    };
    let all = catalogue.iter().filter(|service| service.kind == "object-store").flat_map(|s| &s.endpoints);
    let is_region = |endpoint: &Endpoint| {
        let named = endpoint.region_id.as_ref().or(endpoint.region.as_ref());
        address.region.is_none() || address.region.as_ref() == named
    };
    all.filter(|endpoint| endpoint.interface == wanted && is_region(endpoint))
        .map(|endpoint| endpoint.url.clone())
        .next()
}

/// Both moments are the service's own.
fn lifetime(token: &Token) -> Option<Duration> {
    let (issued, expires) = (from_iso(token.issued_at.as_deref()?)?, from_iso(token.expires_at.as_deref()?)?);
    u64::try_from(expires.0.checked_sub(issued.0)?).ok().map(Duration::from_nanos)
}

/// The body of the question; `None` where the credential is for auth v1.
fn question(credential: &Credential) -> Option<Value> {
    Some(match &credential.0 {
        Kind::Key { .. } => return None,
        Kind::Password { user, password, project } => {
            let mut user = named(user);
            user["password"] = json!(password.reveal());
            json!({ "auth": {
                "identity": { "methods": ["password"], "password": { "user": user } },
                "scope": { "project": named(project) },
            } })
        }
        // It is scoped by itself.
        Kind::Application { name, secret } => {
            let mut application = match name {
                ApplicationName::Id(id) => json!({ "id": id.reveal() }),
                ApplicationName::Name(name, user) => json!({ "name": name.reveal(), "user": named(user) }),
            };
            application["secret"] = json!(secret.reveal());
            json!({ "auth": { "identity": {
                "methods": ["application_credential"], "application_credential": application,
            } } })
        }
    })
}

fn named(named: &Named) -> Value {
    match named {
        Named::Id(id) => json!({ "id": id.reveal() }),
        Named::Name { name, domain } => {
            let domain = match domain {
                Domain::Id(id) => json!({ "id": id.reveal() }),
                Domain::Name(name) => json!({ "name": name.reveal() }),
            };
            json!({ "name": name.reveal(), "domain": domain })
        }
    }
}
