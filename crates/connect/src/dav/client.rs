// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::address::encoded_path;
use super::multistatus::{self, QUESTION, Resource};
use super::{Address, Credential};
use crate::http::{
    Answer, Call, Door, HttpError, HttpErrorKind, Options, Patience, Repeat, agent, exchange, kind_of_status,
    patiently, stream, url,
};
use hoheit_types::Timestamp;
use std::fmt;
use std::io::Read;
use std::sync::Arc;
use ureq::http::{Method, Request};

/// A WebDAV server and whom it knows us as. Cheap to clone; clones share connections. Calls block, and may be made from many threads at once.
#[derive(Clone)]
pub struct DavClient {
    shared: Arc<Shared>,
}

struct Shared {
    agent: ureq::Agent,
    origin: String,
    address: Address,
    credential: Option<Credential>,
    patience: Patience,
    door: Door,
}

/// Answers of which nothing is read but their end.
const ANSWER_LIMIT_BYTES: u64 = 256 * 1_024;

/// A folder's listing: some 400 bytes for each entry, so 300,000 of them. WebDAV has no pages; a folder that is wider is told as an error.
const LISTING_LIMIT_BYTES: u64 = 128 << 20;

/// What is sent with bytes.
#[derive(Clone, Debug, Default)]
pub(super) struct Sending {
    /// When the source was changed
    pub(super) modified: Option<Timestamp>,
    /// Headers of a dialect
    pub(super) headers: Vec<(&'static str, String)>,
}

impl DavClient {
    /// A client for one folder of one server; without a credential, as nobody. Nothing is sent yet.
    pub fn new(
        address: Address,
        credential: Option<Credential>,
        options: &Options,
    ) -> Result<Self, HttpError> {
        let agent = agent(address.is_tls(), options)?;
        let (origin, patience) = (address.origin(), options.patience.clone());
        let door = Door::default();
        Ok(Self { shared: Arc::new(Shared { agent, origin, address, credential, patience, door }) })
    }

    /// The folder that all names lie below.
    pub fn address(&self) -> &Address {
        &self.shared.address
    }

    pub(super) fn patience(&self) -> &Patience {
        &self.shared.patience
    }

    fn request(&self, call: &Call<'_>, path: &str) -> Result<Request<()>, HttpError> {
        let url = url(&self.shared.origin, &encoded_path(path), call);
        let mut request = Request::builder().method(&call.method).uri(url);
        if let Some(credential) = &self.shared.credential {
            request = request.header("authorization", credential.header.reveal().as_str());
        }
        for (name, value) in &call.headers {
            request = request.header(name.as_ref(), value.as_str());
        }
        request.body(()).map_err(|_| call.fail(HttpErrorKind::BadRequest))
    }

    /// Makes a call, again after a pause where that can help and nothing can happen twice.
    pub(super) fn send(&self, call: &Call<'_>, path: &str) -> Result<Answer, HttpError> {
        patiently(&self.shared.patience, call.repeat, || self.send_once(call, path))
    }

    fn send_once(&self, call: &Call<'_>, path: &str) -> Result<Answer, HttpError> {
        let make = || judge(call, exchange(&self.shared.agent, call, self.request(call, path)?)?);
        self.shared.door.pass(call, make, || self.knock())
    }

    /// Asks for the folder itself.
    fn knock(&self) -> Result<(), HttpError> {
        let call = Call::new("look at", method("PROPFIND"), "").header("depth", "0").body(QUESTION);
        let request = self.request(&call, &self.shared.address.path(""))?;
        let answer = judge(&call, exchange(&self.shared.agent, &call, request)?)?;
        drop(answer.read(ANSWER_LIMIT_BYTES));
        Ok(())
    }

    /// Makes a call of whose answer only the end is read, so that its connection can be used again.
    pub(super) fn tell(&self, call: &Call<'_>, path: &str) -> Result<Told, HttpError> {
        Ok(finish(self.send(call, path)?))
    }

    /// The same once, whatever happens: for what is done on the way out.
    pub(super) fn tell_once(&self, call: &Call<'_>, path: &str) -> Result<Told, HttpError> {
        Ok(finish(self.send_once(call, path)?))
    }

    pub(super) fn ask(&self, call: &Call<'_>, path: &str, limit_bytes: u64) -> Result<Vec<u8>, HttpError> {
        self.send(call, path)?.read(limit_bytes).map_err(|error| call.fail(error.kind))
    }

    /// `PROPFIND`: one resource, or, with those in it, a folder. Never deeper: a depth of infinity makes servers walk through everything at once.
    fn find(&self, name: &str, path: &str, depth: &str) -> Result<Vec<Resource>, HttpError> {
        let call = Call::new("list", method("PROPFIND"), name)
            .header("depth", depth)
            .header("content-type", "application/xml; charset=utf-8")
            .body(QUESTION);
        let xml = self.ask(&call, path, LISTING_LIMIT_BYTES)?;
        multistatus::read(&xml, &self.shared.origin).ok_or_else(|| call.fail(HttpErrorKind::BadAnswer))
    }

    /// What stands under a path; `None`: nothing.
    pub(super) fn look(&self, name: &str, path: &str) -> Result<Option<Resource>, HttpError> {
        match self.find(name, path, "0") {
            Ok(found) => match <[Resource; 1]>::try_from(found) {
                Ok([resource]) => Ok(Some(resource)),
                Err(_) => Err(HttpError::new("look at", name, HttpErrorKind::BadAnswer)),
            },
            Err(error) if error.kind == HttpErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A file by `HEAD`, which tells the `ETag` where `PROPFIND` does not; `None`: nothing. Of a folder many servers say that it is
    /// elsewhere, behind a slash.
    pub(super) fn head(&self, name: &str, path: &str) -> Result<Option<Resource>, HttpError> {
        let call = Call::new("look at", Method::HEAD, name);
        match self.send(&call, path) {
            Ok(answer) => {
                let size_bytes =
                    answer.number("content-length").ok_or_else(|| call.fail(HttpErrorKind::BadAnswer))?;
                Ok(Some(Resource {
                    path: path.to_owned(),
                    size_bytes,
                    modified: answer.header("last-modified").and_then(crate::http::moment::from_http),
                    etag: answer.etag(),
                    ..Resource::default()
                }))
            }
            Err(error) if error.kind == HttpErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What lies in a folder: names and what is told of each, the folder itself first. `None`: there is no such folder.
    pub(super) fn list(
        &self,
        name: &str,
        folder: &str,
    ) -> Result<Option<Vec<(String, Resource)>>, HttpError> {
        let fail = || HttpError::new("list", name, HttpErrorKind::BadAnswer);
        let found = match self.find(name, folder, "1") {
            Err(error) if error.kind == HttpErrorKind::NotFound => return Ok(None),
            found => found?,
        };
        let mut inside = Vec::with_capacity(found.len());
        for resource in found {
            if resource.path == folder.trim_end_matches('/') || folder == resource.path {
                if !resource.is_folder {
                    return Ok(None);
                }
                continue;
            }
            // Whatever else a server tells of is not in this folder: it is better not read than read wrongly.
            let leaf = resource.path.strip_prefix(folder).ok_or_else(fail)?;
            if leaf.is_empty() || leaf.contains('/') || matches!(leaf, "." | "..") {
                return Err(fail());
            }
            inside.push((leaf.to_owned(), resource));
        }
        Ok(Some(inside))
    }

    /// `PUT` from memory.
    pub(super) fn put(
        &self,
        name: &str,
        path: &str,
        body: &[u8],
        sending: &Sending,
    ) -> Result<Told, HttpError> {
        self.tell(&sending.on(Call::new("write", Method::PUT, name).body(body)), path)
    }

    /// `PUT` of bytes as they come. Once: they come only once.
    pub(super) fn put_stream(
        &self,
        name: &str,
        path: &str,
        bytes: impl Read + Send + 'static,
        size_bytes: u64,
        sending: &Sending,
    ) -> Result<Told, HttpError> {
        let call = sending.on(Call::new("write", Method::PUT, name));
        let request = self.request(&call, path)?;
        let make = || judge(&call, stream(&self.shared.agent, &call, request, bytes, size_bytes)?);
        Ok(finish(self.shared.door.pass(&call, make, || self.knock())?))
    }

    /// `MKCOL`; false: something is there already.
    pub(super) fn mkcol(
        &self,
        name: &str,
        path: &str,
        headers: &[(&'static str, String)],
    ) -> Result<bool, HttpError> {
        let mut call = Call::new("create", method("MKCOL"), name);
        for (header, value) in headers {
            call = call.header(*header, value);
        }
        match self.tell(&call, path) {
            Ok(_) => Ok(true),
            Err(error) if error.status == Some(405) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// `MOVE` with `Overwrite: F`. Made once only: whoever loses the answer looks.
    pub(super) fn move_to(
        &self,
        name: &str,
        from: &str,
        to: &str,
        headers: &[(&'static str, String)],
    ) -> Result<Told, HttpError> {
        let mut call = Call::new("write", method("MOVE"), name)
            .header("destination", self.destination(to))
            .header("overwrite", "F")
            .repeat(Repeat::WhereNotDone);
        for (header, value) in headers {
            call = call.header(*header, value);
        }
        self.tell(&call, from)
    }

    /// A path as `Destination` names it.
    pub(super) fn destination(&self, path: &str) -> String {
        format!("{}{}", self.shared.origin, encoded_path(path))
    }

    /// `DELETE`; what is gone is fine. Under `If-Match` where a strong tag is known.
    pub(super) fn delete(&self, name: &str, path: &str, etag: Option<&str>) -> Result<(), HttpError> {
        let mut call = Call::new("remove", Method::DELETE, name);
        if let Some(etag) = etag.filter(|etag| etag.starts_with('"')) {
            call = call.header("if-match", etag);
        }
        match self.tell(&call, path) {
            Err(error) if error.kind != HttpErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

impl Sending {
    fn on<'c>(&self, mut call: Call<'c>) -> Call<'c> {
        call = call.header("content-type", "application/octet-stream");
        if let Some(modified) = self.modified.filter(|modified| modified.0 >= 0) {
            // nginx gives a file the time of the request's `Date`; others let it be.
            call = call.header("date", crate::http::moment::to_http(modified));
        }
        for (name, value) in &self.headers {
            call = call.header(*name, value);
        }
        call
    }
}

/// What is kept of a short answer.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// `X-Hash-SHA256`: what a Nextcloud says it received
    pub(super) sha256: Option<String>,
}

pub(super) fn method(name: &'static str) -> Method {
    Method::from_bytes(name.as_bytes()).unwrap_or(Method::OPTIONS)
}

fn finish(answer: Answer) -> Told {
    let text = |name| answer.header(name).map(str::to_owned);
    let told = Told { sha256: text("x-hash-sha256") };
    // The status has said it; a body that is too long costs the connection, no more.
    drop(answer.read(ANSWER_LIMIT_BYTES));
    told
}

fn judge(call: &Call<'_>, answer: Answer) -> Result<Answer, HttpError> {
    let status = answer.status();
    // 207 to anything but a question lists what failed (RFC 4918, section 9.6.1).
    let is_partly = status == 207 && call.method.as_str() != "PROPFIND";
    if (200..300).contains(&status) && !is_partly {
        return Ok(answer);
    }
    let kind = match status {
        207 => HttpErrorKind::Refused,
        401 => HttpErrorKind::BadCredential,
        // RFC 4918, section 9.7.1: the folder is missing.
        409 => HttpErrorKind::NotFound,
        423 => HttpErrorKind::Locked,
        414 => HttpErrorKind::BadKey,
        status => kind_of_status(status),
    };
    let later = answer.header("retry-after").map(str::to_owned);
    drop(answer.read(ANSWER_LIMIT_BYTES));
    Err(call.fail(kind).with_status(status).with_later(later.as_deref()))
}

/// Names the server, nothing of the credential.
impl fmt::Debug for DavClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DavClient({})", self.shared.address.authority)
    }
}
