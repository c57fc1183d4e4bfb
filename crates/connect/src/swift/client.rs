// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::auth::{Session, Sessions};
use super::{Address, Credential};
use crate::http::encode::encode;
use crate::http::{
    self, Answer, Call, HttpError, HttpErrorKind, Options, Patience, agent, exchange, kind_of_status,
    patiently,
};
use std::fmt;
use std::sync::Arc;
use ureq::http::{Method, Request};

/// A container of a Swift service. Cheap to clone; clones share connections and the token. Calls block, and may be made from many
/// threads at once.
#[derive(Clone)]
pub struct SwiftClient {
    shared: Arc<Shared>,
}

struct Shared {
    agent: ureq::Agent,
    address: Address,
    sessions: Sessions,
    patience: Patience,
}

/// Where in the account.
#[derive(Clone, Copy)]
pub(super) enum At<'a> {
    /// The account's own container, and a key in it; empty: the container
    Key(&'a str),
    /// Another container, and a key in it
    In(&'a str, &'a str),
}

impl SwiftClient {
    /// A client for one container. Nothing is sent yet.
    pub fn new(address: Address, credential: Credential, options: &Options) -> Result<Self, HttpError> {
        let agent = agent(address.auth.is_tls, options)?;
        let patience = options.patience.clone();
        Ok(Self {
            shared: Arc::new(Shared { agent, address, sessions: Sessions::new(credential), patience }),
        })
    }

    /// The container, and the prefix that was named. Keys of all calls are whole keys, with the prefix.
    pub fn address(&self) -> &Address {
        &self.shared.address
    }

    pub(super) fn patience(&self) -> &Patience {
        &self.shared.patience
    }

    fn session(&self, refused: Option<u64>) -> Result<Arc<Session>, HttpError> {
        let shared = &*self.shared;
        shared.sessions.get(&shared.agent, &shared.address, &shared.patience, refused)
    }

    /// How many times a token was had so far.
    #[cfg(test)]
    pub(super) fn tokens(&self) -> u64 {
        self.session(None).unwrap().number
    }

    /// Origin and path of the account.
    #[cfg(test)]
    pub(super) fn account(&self) -> (String, String) {
        let session = self.session(None).unwrap();
        (session.origin.clone(), session.account.clone())
    }

    /// Makes the token one that no server takes.
    #[cfg(test)]
    pub(super) fn spoil_token(&self) {
        self.shared.sessions.spoil();
    }

    /// Makes a call, again after a pause where that can help and nothing can happen twice; and with a new token where the server no
    /// longer takes the old one.
    pub(super) fn send(&self, call: &Call<'_>, at: At<'_>) -> Result<Answer, HttpError> {
        let mut session = self.session(None)?;
        patiently(&self.shared.patience, call.repeat, || {
            match self.send_once(call, at, &session) {
                // Nothing was done: servers look at the token first.
                Err(error) if error.status == Some(401) => {
                    session = self.session(Some(session.number))?;
                    // A token that was just granted is good: what is refused is this one object.
                    self.send_once(call, at, &session).map_err(|mut error| {
                        if error.kind == HttpErrorKind::BadCredential {
                            error.kind = HttpErrorKind::PermissionDenied;
                        }
                        error
                    })
                }
                sent => sent,
            }
        })
    }

    /// Makes a call whose answer is short, and reads it.
    pub(super) fn ask(&self, call: &Call<'_>, at: At<'_>, limit_bytes: u64) -> Result<Vec<u8>, HttpError> {
        let answer = self.send(call, at)?;
        let status = answer.status();
        answer.read(limit_bytes).map_err(|error| call.fail(error.kind).with_status(status))
    }

    fn send_once(&self, call: &Call<'_>, at: At<'_>, session: &Session) -> Result<Answer, HttpError> {
        let (container, key) = match at {
            At::Key(key) => (self.address().container.as_str(), key),
            At::In(container, key) => (container, key),
        };
        let mut path = session.account.clone();
        for (text, is_path) in [(container, false), (key, true)] {
            if !text.is_empty() {
                path.push('/');
                encode(text.as_bytes(), is_path, &mut path);
            }
        }
        let mut request = Request::builder()
            .method(&call.method)
            .uri(http::url(&session.origin, &path, call))
            .header("x-auth-token", session.token.reveal());
        for (name, value) in &call.headers {
            request = request.header(name.as_ref(), value);
        }
        let request = request.body(()).map_err(|_| call.fail(HttpErrorKind::BadRequest))?;
        let answer = exchange(&self.shared.agent, call, request)?;
        if (200..300).contains(&answer.status()) { Ok(answer) } else { Err(refusal(call, answer)) }
    }

    /// What the service says of itself (`/info`), which not every one does.
    pub(super) fn info(&self) -> Result<Vec<u8>, HttpError> {
        let call = Call::new("ask what it can do", Method::GET, "");
        let session = self.session(None)?;
        let answer = patiently(&self.shared.patience, call.repeat, || {
            // Beside the accounts, not below one: no token goes along.
            let uri = format!("{}/info", session.origin);
            let request = Request::builder().method(&call.method).uri(uri).body(());
            let request = request.map_err(|_| call.fail(HttpErrorKind::BadRequest))?;
            let answer = exchange(&self.shared.agent, &call, request)?;
            if answer.status() == 200 { Ok(answer) } else { Err(refusal(&call, answer)) }
        })?;
        answer.read(INFO_LIMIT_BYTES).map_err(|error| call.fail(error.kind))
    }
}

/// That of a server with all of its parts has 4 KB.
const INFO_LIMIT_BYTES: u64 = 256 * 1_024;

/// A refusal's body is a short page; the longest seen has 2 KB.
const FAULT_LIMIT_BYTES: u64 = 64 * 1_024;

/// What a refusal means. Swift has no codes: the status is all.
fn refusal(call: &Call<'_>, answer: Answer) -> HttpError {
    use HttpErrorKind as K;
    let status = answer.status();
    let kind = match status {
        401 => K::BadCredential,
        // Of a container or an account; too large it can't be, since sizes are ours.
        413 if call.method == Method::PUT => K::Full,
        422 => K::ChecksumMismatch,
        429 | 498 => K::Busy,
        // Fewer replicas than it takes were written, but some may have been.
        503 if call.method == Method::PUT => K::Server,
        _ => kind_of_status(status),
    };
    let error = call.fail(kind).with_status(status).with_later(answer.header("retry-after"));
    // Read to its end, the connection can be used again.
    if call.method != Method::HEAD {
        drop(answer.read(FAULT_LIMIT_BYTES));
    }
    error
}

/// Names the container's service, nothing of the credential.
impl fmt::Debug for SwiftClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SwiftClient({})", self.address().auth.origin)
    }
}
