// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::call::Sealed;
use super::error::kind_of;
use super::sign::{Canonical, Signer, moment_of};
use super::{Ability, Address, Credential, Probe, Verdict};
use crate::http::{
    self, Answer, Call, Door, HttpError, HttpErrorKind, Patience, agent, exchange, patiently, xml,
};
use hoheit_types::Clock;
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use ureq::http::{Method, Request};

/// What makes the server refuse bytes that were changed on the way.
///
/// SHA-256 stands in the signature and costs half of what MD5 does where the processor has instructions for it (1.6 against
/// 0.65 GB/s and core); MD5 in `Content-MD5` is checked by every server seen. So both are sent until
/// [`S3Client::probe`] has shown which one this server checks, and then the cheaper one that it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// The SHA-256 of the body, in the signature
    Sha256,
    /// `Content-MD5`; the body is not signed. Only over TLS, which keeps others from changing it
    Md5,
    /// Both
    Both,
}

/// How to reach a server, apart from where and as whom.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How to reach any server
    pub http: http::Options,
    /// Whether [`Guard::Md5`] may be used without TLS, where somebody on the way could change the body and its MD5
    pub unsigned_without_tls: bool,
}

/// A bucket on a server that speaks S3. Cheap to clone; clones share connections. Calls block, and may be made from many
/// threads at once.
#[derive(Clone)]
pub struct S3Client {
    shared: Arc<Shared>,
    guard: Guard,
    /// Whether keys in listings are asked for, and read, in the encoding of forms
    encodes_keys: bool,
    /// Whether a body may go unsigned
    may_unsigned: bool,
}

struct Shared {
    agent: ureq::Agent,
    origin: String,
    address: Address,
    signer: Signer,
    clock: Arc<dyn Clock>,
    patience: Patience,
    door: Door,
}

impl S3Client {
    /// A client for one bucket. Nothing is sent yet.
    pub fn new(
        address: Address,
        credential: Credential,
        clock: Arc<dyn Clock>,
        options: &Options,
    ) -> Result<Self, HttpError> {
        let agent = agent(address.is_tls, &options.http)?;
        let may_unsigned = address.is_tls || options.unsigned_without_tls;
        let shared = Shared {
            agent,
            origin: address.origin(),
            signer: Signer::new(credential, &address.region),
            address,
            clock,
            patience: options.http.patience.clone(),
            door: Door::default(),
        };
        Ok(Self { shared: Arc::new(shared), guard: Guard::Both, encodes_keys: true, may_unsigned })
    }

    /// The same, with bytes guarded so. [`Guard::Md5`] becomes [`Guard::Both`] where an unsigned body is not allowed.
    #[must_use]
    pub fn guarded(mut self, guard: Guard) -> Self {
        let is_allowed = guard != Guard::Md5 || self.may_unsigned;
        self.guard = if is_allowed { guard } else { Guard::Both };
        self
    }

    /// The same, made to fit what probing showed of the server.
    #[must_use]
    pub fn fitted(mut self, probe: &Probe) -> Self {
        // Not asked for, it can't be promised and then left out; keys then stand as XML writes them.
        self.encodes_keys = probe.verdict(Ability::EncodesKeys) != Verdict::Contradicted;
        self.guarded(probe.guard())
    }

    /// As if it had been made with [`Options::unsigned_without_tls`].
    #[cfg(test)]
    pub(super) fn allowing_unsigned(mut self) -> Self {
        self.may_unsigned = true;
        self
    }

    /// As it is before anything is known.
    pub(super) fn encoding_keys(mut self) -> Self {
        self.encodes_keys = true;
        self
    }

    pub(super) fn encodes_keys(&self) -> bool {
        self.encodes_keys
    }

    /// How bytes are guarded.
    pub fn guard(&self) -> Guard {
        self.guard
    }

    /// The bucket, its server, and the prefix that was named. Keys of all calls are whole keys, with the prefix.
    pub fn address(&self) -> &Address {
        &self.shared.address
    }

    pub(super) fn patience(&self) -> &Patience {
        &self.shared.patience
    }

    /// Makes a call, again after a pause where that can help and nothing can happen twice.
    pub(super) fn send(&self, call: &Call<'_>) -> Result<Answer, HttpError> {
        self.send_sealed(call, &Sealed::of(call, self.guard))
    }

    /// The same, with digests that may be wrong: how a probe asks.
    pub(super) fn send_sealed(&self, call: &Call<'_>, sealed: &Sealed) -> Result<Answer, HttpError> {
        patiently(&self.shared.patience, call.repeat, || {
            self.shared.door.pass(call, || self.send_once(call, sealed), || self.knock())
        })
    }

    /// Asks for one key of the listing.
    fn knock(&self) -> Result<(), HttpError> {
        let call = Call::new("list", Method::GET, "")
            .query("list-type", "2")
            .query("max-keys", "1")
            .query("prefix", self.shared.address.prefix());
        let answer = self.send_once(&call, &Sealed::of(&call, self.guard))?;
        drop(answer.read(FAULT_LIMIT_BYTES));
        Ok(())
    }

    /// Makes a call whose answer is short, and reads it.
    pub(super) fn ask(&self, call: &Call<'_>, limit_bytes: u64) -> Result<Vec<u8>, HttpError> {
        let answer = self.send(call)?;
        let status = answer.status();
        answer.read(limit_bytes).map_err(|e| call.fail(e.kind).with_status(status))
    }

    fn send_once(&self, call: &Call<'_>, sealed: &Sealed) -> Result<Answer, HttpError> {
        let request = self.signed(call, sealed).ok_or_else(|| call.fail(HttpErrorKind::BadRequest))?;
        let answer = exchange(&self.shared.agent, call, request)?;
        if (200..300).contains(&answer.status()) { Ok(answer) } else { Err(refusal(call, answer)) }
    }

    /// The request with its signature; `None` where a header or the path can't be sent.
    fn signed(&self, call: &Call<'_>, sealed: &Sealed) -> Option<Request<()>> {
        let shared = &*self.shared;
        let moment = moment_of(shared.clock.now());
        let mut headers: Vec<(Cow<'_, str>, &str)> = vec![
            (Cow::Borrowed("host"), shared.address.authority.as_str()),
            (Cow::Borrowed("x-amz-content-sha256"), sealed.payload.as_ref()),
            (Cow::Borrowed("x-amz-date"), &moment),
        ];
        headers.extend(sealed.md5.as_deref().map(|md5| (Cow::Borrowed("content-md5"), md5)));
        headers.extend(shared.signer.session().map(|token| (Cow::Borrowed("x-amz-security-token"), token)));
        headers.extend(call.headers.iter().map(|(name, value)| (name.clone(), value.as_str())));
        headers.sort_unstable();
        let path = shared.address.path(call.key);
        let query = call.query_text();
        let signed: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_ref(), *value)).collect();
        let authorization = shared.signer.authorization(
            &Canonical {
                method: call.method.as_str(),
                path: &path,
                query: &query,
                headers: &signed,
                payload: &sealed.payload,
            },
            &moment,
        );
        let url = http::url(&shared.origin, &path, call);
        let mut request = Request::builder().method(&call.method).uri(url);
        // Ours was signed; the transport makes the same from the URL.
        for (name, value) in signed.iter().filter(|(name, _)| *name != "host") {
            request = request.header(*name, *value);
        }
        request.header("authorization", authorization).body(()).ok()
    }
}

/// An error's body is some hundred bytes; the longest seen, with request and signature repeated, 3 KB.
const FAULT_LIMIT_BYTES: u64 = 64 * 1_024;

/// What a refusal means.
fn refusal(call: &Call<'_>, answer: Answer) -> HttpError {
    let status = answer.status();
    let region_told = answer.header("x-amz-bucket-region").map(str::to_owned);
    let later = answer.header("retry-after").map(str::to_owned);
    let body = if call.method == Method::HEAD {
        Vec::new()
    } else {
        answer.read(FAULT_LIMIT_BYTES).unwrap_or_default()
    };
    let fault = xml::fault(&body).unwrap_or_default();
    let region = fault.region.or(region_told).filter(|region| is_region(region));
    let kind = kind_of(status, fault.code.as_deref(), region.as_deref());
    call.fail(kind).with_status(status).with_code(fault.code.as_deref()).with_later(later.as_deref())
}

fn is_region(text: &str) -> bool {
    (1..=63).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Names bucket and server, nothing of the credential.
impl fmt::Debug for S3Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "S3Client({}, {:?})", self.shared.address.authority, self.guard)
    }
}
