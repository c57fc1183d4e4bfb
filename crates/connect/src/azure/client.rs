// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::credential::Secret;
use super::sign::{Canonical, authorization};
use super::{Address, Credential};
use crate::http::moment::to_http;
use crate::http::{
    self, Answer, Call, Door, HttpError, HttpErrorKind, Options, Patience, agent, exchange, is_here,
    kind_of_status, patiently,
};
use hoheit_types::Clock;
use std::fmt;
use std::sync::Arc;
use ureq::http::{Method, Request};

/// A container of an account. Cheap to clone; clones share connections. Calls block, and may be made from many threads at once.
#[derive(Clone)]
pub struct AzureClient {
    shared: Arc<Shared>,
}

struct Shared {
    agent: ureq::Agent,
    origin: String,
    address: Address,
    credential: Credential,
    clock: Arc<dyn Clock>,
    patience: Patience,
    door: Door,
}

/// The version of the protocol whose words are used: the first that all of conditions, versions and immutability are in, and old enough for
/// every server.
const VERSION: &str = "2021-12-02";

/// An error's body has some hundred bytes; only its end is wanted.
const FAULT_LIMIT_BYTES: u64 = 64 * 1_024;

impl AzureClient {
    /// A client for one container. Nothing is sent yet.
    pub fn new(
        address: Address,
        credential: Credential,
        clock: Arc<dyn Clock>,
        options: &Options,
    ) -> Result<Self, HttpError> {
        // Whoever reads along would have the signature, and with it the container.
        if !address.is_tls() && matches!(credential.0, Secret::Signature(_)) && !is_here(&address.authority) {
            let error = HttpError::new("use a SAS token with", "", HttpErrorKind::BadRequest);
            return Err(error.with_detail("it is not encrypted"));
        }
        let agent = agent(address.is_tls(), options)?;
        let (origin, patience) = (address.origin(), options.patience.clone());
        let door = Door::default();
        let shared = Shared { agent, origin, address, credential, clock, patience, door };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The container, and the prefix that was named. Keys of all calls are whole keys, with the prefix.
    pub fn address(&self) -> &Address {
        &self.shared.address
    }

    pub(super) fn patience(&self) -> &Patience {
        &self.shared.patience
    }

    /// Makes a call, again after a pause where that can help and nothing can happen twice.
    pub(super) fn send(&self, call: &Call<'_>) -> Result<Answer, HttpError> {
        patiently(&self.shared.patience, call.repeat, || {
            self.shared.door.pass(call, || self.send_once(call), || self.knock())
        })
    }

    /// Asks for one name of the listing.
    fn knock(&self) -> Result<(), HttpError> {
        let call = Call::new("list", Method::GET, "")
            .query("restype", "container")
            .query("comp", "list")
            .query("maxresults", "1")
            .query("prefix", self.shared.address.prefix());
        drop(self.send_once(&call)?.read(FAULT_LIMIT_BYTES));
        Ok(())
    }

    /// Makes a call whose answer is short, and reads it.
    pub(super) fn ask(&self, call: &Call<'_>, limit_bytes: u64) -> Result<Vec<u8>, HttpError> {
        self.send(call)?.read(limit_bytes).map_err(|error| call.fail(error.kind))
    }

    fn send_once(&self, call: &Call<'_>) -> Result<Answer, HttpError> {
        let request = self.signed(call).ok_or_else(|| call.fail(HttpErrorKind::BadRequest))?;
        let answer = exchange(&self.shared.agent, call, request)?;
        if (200..300).contains(&answer.status()) { Ok(answer) } else { Err(refusal(call, answer)) }
    }

    /// The request with its signature; `None` where a header or the path can't be sent.
    fn signed(&self, call: &Call<'_>) -> Option<Request<()>> {
        let shared = &*self.shared;
        let moment = to_http(shared.clock.now());
        let mut headers: Vec<(&str, &str)> = vec![("x-ms-date", &moment), ("x-ms-version", VERSION)];
        headers.extend(call.headers.iter().map(|(name, value)| (name.as_ref(), value.as_str())));
        let path = shared.address.path(call.key);
        let mut url = http::url(&shared.origin, &path, call);
        let mut request = Request::builder().method(&call.method);
        match &shared.credential.0 {
            Secret::Key(key) => {
                let canonical = Canonical {
                    method: call.method.as_str(),
                    account: &shared.address.account,
                    path: &path,
                    query: &call.query,
                    headers: &headers,
                    body_bytes: call.body.len(),
                };
                request = request.header("authorization", authorization(key.reveal(), &canonical));
            }
            Secret::Signature(token) => {
                url.push(if call.query.is_empty() { '?' } else { '&' });
                url.push_str(token.reveal());
            }
        }
        for (name, value) in headers {
            request = request.header(name, value);
        }
        request.uri(url).body(()).ok()
    }
}

/// What a refusal means: by its code, which the answer to `HEAD` has as well.
fn refusal(call: &Call<'_>, answer: Answer) -> HttpError {
    let status = answer.status();
    let code = answer.header("x-ms-error-code").map(str::to_owned);
    let later = answer.header("retry-after").map(str::to_owned);
    drop(answer.read(FAULT_LIMIT_BYTES));
    let kind = code.as_deref().and_then(kind_of_code).unwrap_or_else(|| kind_of_status(status));
    call.fail(kind).with_status(status).with_code(code.as_deref()).with_later(later.as_deref())
}

/// REST reference, "Blob service error codes" and "Common REST API error codes".
fn kind_of_code(code: &str) -> Option<HttpErrorKind> {
    use HttpErrorKind as K;
    Some(match code {
        "BlobNotFound" | "ResourceNotFound" => K::NotFound,
        "ContainerNotFound" | "ContainerDisabled" | "ContainerBeingDeleted" => K::NoContainer,
        "BlobAlreadyExists" | "ConditionNotMet" | "TargetConditionNotMet" | "UnauthorizedBlobOverwrite" => {
            K::Precondition
        }
        "Md5Mismatch" | "Crc64Mismatch" => K::ChecksumMismatch,
        "InvalidBlockId" | "InvalidBlockList" | "InvalidBlobOrBlock" | "BlockCountExceedsLimit" => K::BadPart,
        "AuthenticationFailed" | "InvalidAuthenticationInfo" | "NoAuthenticationInformation" => {
            K::BadCredential
        }
        "AuthorizationFailure" | "AuthorizationPermissionMismatch" | "InsufficientAccountPermissions" => {
            K::PermissionDenied
        }
        "BlobImmutableDueToPolicy" | "LeaseIdMissing" | "LeaseIdMismatchWithBlobOperation" => K::Locked,
        "InvalidResourceName" | "OutOfRangeInput" => K::BadKey,
        "ServerBusy" | "AccountBeingCreated" => K::Busy,
        "OperationTimedOut" | "InternalError" => K::Server,
        _ => return None,
    })
}

/// Names the server, nothing of the credential.
impl fmt::Debug for AzureClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AzureClient({})", self.shared.address.authority)
    }
}
