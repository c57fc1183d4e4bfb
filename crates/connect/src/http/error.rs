// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::ConnectError;
use hoheit_types::{Lang, Printable, RelPath};
use std::fmt;
use std::io;
use std::time::Duration;

/// An exchange with a server did not end well.
///
/// It names operation, key and what to branch on. Of what the server wrote, only its code is kept, and only where it looks
/// like one: bodies of errors repeat keys, headers and sometimes signatures.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpError {
    pub(crate) operation: &'static str,
    pub(crate) key: String,
    pub(crate) kind: HttpErrorKind,
    pub(crate) status: Option<u16>,
    pub(crate) code: Option<String>,
    pub(crate) detail: Option<String>,
    /// `Retry-After`, where the server sent one: more than eighteen hours are none
    later_seconds: Option<u16>,
}

/// What to branch on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HttpErrorKind {
    /// No such object or version
    NotFound,
    /// No such bucket, container or whatever holds the objects
    NoContainer,
    /// The service catalogue names no such service
    NoService,
    /// No such multipart upload (any more): completed, aborted or swept
    NoUpload,
    /// The server refuses access
    PermissionDenied,
    /// The server does not know the key, or the secret does not belong to it
    BadCredential,
    /// This machine's clock and the server's differ by more than the server accepts (15 minutes, as a rule)
    ClockSkew,
    /// The bucket lies in another region; which one, where the server tells
    WrongRegion(Option<String>),
    /// The server sends us elsewhere. Never followed: the signature, and the decision where data may go, hold for one server
    Redirected,
    /// A condition (`If-Match`, `If-None-Match`) did not hold
    Precondition,
    /// The server received other bytes than were sent, or was told another digest
    ChecksumMismatch,
    /// A part is missing, too small or not the one that was named
    BadPart,
    /// The object is under a lock or a retention period
    Locked,
    /// The quota is used up, or the server has no room
    Full,
    /// The server can't hold such a key
    BadKey,
    /// The server has too much to do
    Busy,
    /// The server failed in itself
    Server,
    /// No answer in time
    Timeout,
    /// The server could not be reached: nothing was sent
    Unreachable,
    /// The connection broke in the middle
    Broken,
    /// No secure connection: certificate or protocol
    Tls,
    /// The server can't do it
    Unsupported,
    /// The answer is not what the protocol says, or larger than it may be
    BadAnswer,
    /// The request can't be made so: an impossible key, too large, no such range
    BadRequest,
    /// Another refusal; the code says which
    Refused,
}

/// Whether trying again can help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// It will fail again
    Never,
    /// Nothing took effect: try again after a pause
    Later,
    /// It may have taken effect: look first
    LookFirst,
}

impl HttpError {
    pub(crate) fn new(operation: &'static str, key: &str, kind: HttpErrorKind) -> Self {
        Self {
            operation,
            key: key.to_owned(),
            kind,
            status: None,
            code: None,
            detail: None,
            later_seconds: None,
        }
    }

    /// What to branch on.
    pub fn kind(&self) -> &HttpErrorKind {
        &self.kind
    }

    /// The key that was meant; empty for the bucket, container or service as a whole.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The status of the answer, where there was one.
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// The server's code, such as `NoSuchKey`.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// Whether trying again can help.
    pub fn retry(&self) -> Retry {
        match self.kind {
            HttpErrorKind::Busy | HttpErrorKind::Unreachable => Retry::Later,
            // The server may have done it and failed only to say so.
            HttpErrorKind::Server
            | HttpErrorKind::Timeout
            | HttpErrorKind::Broken
            | HttpErrorKind::BadAnswer => Retry::LookFirst,
            _ => Retry::Never,
        }
    }

    /// What happened, for people: without the key, with the server's own code where it sent one.
    pub fn told(&self, lang: Lang) -> String {
        use HttpErrorKind as K;
        let (de, en) = match self.kind {
            K::NotFound => ("nicht vorhanden", "not there"),
            K::NoContainer => {
                ("diesen Bucket oder Container gibt es nicht", "there is no such bucket or container")
            }
            K::NoService => (
                "der Dienstkatalog nennt keinen solchen Objektspeicher",
                "the service catalogue names no such object store",
            ),
            K::NoUpload => ("diesen Upload gibt es nicht mehr", "there is no such upload any more"),
            K::PermissionDenied => ("der Server verweigert den Zugriff", "the server refuses access"),
            K::BadCredential => ("die Zugangsdaten sind falsch", "the credential is wrong"),
            K::ClockSkew => ("die Uhren gehen zu verschieden", "the clocks differ too much"),
            K::WrongRegion(_) => {
                ("der Bucket liegt in einer anderen Region", "the bucket lies in another region")
            }
            K::Redirected => ("der Server schickt anderswohin", "the server sends us elsewhere"),
            K::Precondition => ("dort steht inzwischen etwas anderes", "something else stands there by now"),
            K::ChecksumMismatch => ("beim Server kam anderes an", "the server received other bytes"),
            K::BadPart => ("ein Teil fehlt oder ist falsch", "a part is missing or wrong"),
            K::Locked => ("das Objekt ist gesperrt", "the object is locked"),
            K::Full => ("dort ist kein Platz mehr", "there is no room left"),
            K::BadKey => ("der Server kann diesen Namen nicht halten", "the server can't hold this name"),
            K::Busy => ("der Server ist überlastet", "the server has too much to do"),
            K::Server => ("der Server hat einen Fehler", "the server failed in itself"),
            K::Timeout => ("keine Antwort in der Zeit", "no answer in time"),
            K::Unreachable => ("der Server ist nicht erreichbar", "the server can't be reached"),
            K::Broken => ("die Verbindung brach ab", "the connection broke"),
            K::Tls => ("keine sichere Verbindung", "no secure connection"),
            K::Unsupported => ("der Server kann das nicht", "the server can't do it"),
            K::BadAnswer => {
                ("der Server antwortet nicht, wie er soll", "the server does not answer as it should")
            }
            K::BadRequest => ("so lässt sich das nicht anfragen", "it can't be asked for like this"),
            K::Refused => ("der Server lehnt es ab", "the server refuses it"),
        };
        let told = lang.pick(de, en);
        self.code.as_ref().map_or_else(|| told.to_owned(), |code| format!("{told} ({code})"))
    }

    /// What to do next, where there is something.
    pub fn hint(&self, lang: Lang) -> Option<&'static str> {
        let (de, en) = match self.kind {
            HttpErrorKind::ClockSkew => (
                "Die Uhr dieses Rechners geht anders als die des Servers; stellen Sie sie, am besten über NTP.",
                "This machine's clock differs from the server's; set it, best by NTP.",
            ),
            HttpErrorKind::BadCredential => (
                "Der Server kennt diesen Schlüssel oder dieses Konto nicht, oder das Geheimnis gehört nicht dazu; sehen Sie nach, was `credential` nennt.",
                "The server does not know this key or account, or the secret does not belong to it; check what `credential` names.",
            ),
            HttpErrorKind::WrongRegion(_) => (
                "Der Bucket liegt in einer anderen Region; nennen Sie sie in der Adresse mit `region=`.",
                "The bucket lies in another region; name it in the address with `region=`.",
            ),
            HttpErrorKind::Redirected => (
                "Der Server schickt anderswohin; das wird nicht befolgt. Nennen Sie in der Adresse mit `endpoint=` den Server, der den Bucket hält.",
                "The server sends us elsewhere, which is not followed. Name the server that holds the bucket with `endpoint=` in the address.",
            ),
            HttpErrorKind::NoContainer => (
                "Diesen Bucket oder Container gibt es dort nicht; legen Sie ihn an, oder berichtigen Sie die Adresse.",
                "There is no such bucket or container; create it, or correct the address.",
            ),
            HttpErrorKind::NoService => (
                "Nennen Sie in der Adresse mit `region=` und `interface=`, welcher Objektspeicher gemeint ist.",
                "Name with `region=` and `interface=` in the address which object store is meant.",
            ),
            HttpErrorKind::Tls => (
                "Keine sichere Verbindung: Zertifikat des Servers und die Zertifizierungsstellen dieses Rechners passen nicht zusammen.",
                "No secure connection: the server's certificate and the authorities of this machine don't fit.",
            ),
            _ => return None,
        };
        Some(lang.pick(de, en))
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// When to come back, as `Retry-After` says it in seconds (RFC 9110, section 10.2.3). A date is not believed: clocks differ.
    pub(crate) fn with_later(mut self, header: Option<&str>) -> Self {
        self.later_seconds = header.and_then(|text| text.trim().parse().ok());
        self
    }

    /// For how long the server wants to be left alone.
    pub(crate) fn later(&self) -> Option<Duration> {
        self.later_seconds.map(|seconds| Duration::from_secs(u64::from(seconds)))
    }

    /// Of foreign text, only what looks like a code may pass.
    pub(crate) fn with_code(mut self, code: Option<&str>) -> Self {
        self.code = code.filter(|code| is_code(code)).map(str::to_owned);
        self
    }

    pub(crate) fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    pub(crate) fn io_kind(&self) -> io::ErrorKind {
        match self.kind {
            HttpErrorKind::NotFound | HttpErrorKind::NoContainer | HttpErrorKind::NoUpload => {
                io::ErrorKind::NotFound
            }
            HttpErrorKind::PermissionDenied | HttpErrorKind::BadCredential | HttpErrorKind::Locked => {
                io::ErrorKind::PermissionDenied
            }
            HttpErrorKind::Busy | HttpErrorKind::Server => io::ErrorKind::ResourceBusy,
            HttpErrorKind::Full => io::ErrorKind::StorageFull,
            HttpErrorKind::BadKey => io::ErrorKind::InvalidFilename,
            HttpErrorKind::Timeout => io::ErrorKind::TimedOut,
            HttpErrorKind::Unreachable => io::ErrorKind::ConnectionRefused,
            HttpErrorKind::Broken => io::ErrorKind::ConnectionReset,
            HttpErrorKind::Unsupported => io::ErrorKind::Unsupported,
            HttpErrorKind::BadPart
            | HttpErrorKind::BadRequest
            | HttpErrorKind::Refused
            | HttpErrorKind::ChecksumMismatch => io::ErrorKind::InvalidData,
            _ => io::ErrorKind::Other,
        }
    }

    /// The same as an error of a place, by the name that it has there.
    pub(crate) fn at(self, name: &RelPath) -> ConnectError {
        ConnectError::new(self.operation, name.as_str(), io::Error::new(self.io_kind(), self))
    }

    /// The same, of a write that may replace nothing.
    pub(crate) fn at_new(self, name: &RelPath) -> ConnectError {
        if self.kind == HttpErrorKind::Precondition {
            return ConnectError::new(
                self.operation,
                name.as_str(),
                io::Error::new(io::ErrorKind::AlreadyExists, self),
            );
        }
        self.at(name)
    }
}

/// The kind by status, where nothing else is known.
pub(crate) fn kind_of_status(status: u16) -> HttpErrorKind {
    use HttpErrorKind as K;
    match status {
        200..=299 => K::BadAnswer,
        300..=399 => K::Redirected,
        401 | 403 => K::PermissionDenied,
        404 => K::NotFound,
        405 | 501 => K::Unsupported,
        408 => K::Timeout,
        409 | 412 => K::Precondition,
        413 | 414 | 416 => K::BadRequest,
        429 | 503 => K::Busy,
        507 => K::Full,
        500..=599 => K::Server,
        _ => K::Refused,
    }
}

/// A code of the protocol is one word of ASCII letters and digits; the longest known one has 43.
fn is_code(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "can't {}", self.operation)?;
        if !self.key.is_empty() {
            write!(f, " {}", Printable(&self.key))?;
        }
        write!(f, ": {}", Reason(self))
    }
}

/// Without the key: errors reach logs.
impl fmt::Debug for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpError(can't {}: {})", self.operation, Reason(self))
    }
}

/// What happened, without operation and key.
struct Reason<'a>(&'a HttpError);

impl fmt::Display for Reason<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0.kind {
            HttpErrorKind::NotFound => "there is no such object",
            HttpErrorKind::NoContainer => "there is no such bucket or container",
            HttpErrorKind::NoService => "the service catalogue names no such object store",
            HttpErrorKind::NoUpload => "there is no such upload (any more)",
            HttpErrorKind::PermissionDenied => "the server refuses access",
            HttpErrorKind::BadCredential => "the server does not accept the credential",
            HttpErrorKind::ClockSkew => "this machine's clock differs too much from the server's",
            HttpErrorKind::WrongRegion(_) => "the bucket lies in another region",
            HttpErrorKind::Redirected => "the server sends us elsewhere",
            HttpErrorKind::Precondition => "a condition does not hold (any more)",
            HttpErrorKind::ChecksumMismatch => "the server received other bytes than were sent",
            HttpErrorKind::BadPart => "the server does not have the parts that were sent",
            HttpErrorKind::Locked => "the object is locked",
            HttpErrorKind::Full => "no room is left",
            HttpErrorKind::BadKey => "the server can't hold such a key",
            HttpErrorKind::Busy => "the server has too much to do",
            HttpErrorKind::Server => "the server failed",
            HttpErrorKind::Timeout => "no answer in time",
            HttpErrorKind::Unreachable => "the server can't be reached",
            HttpErrorKind::Broken => "the connection broke",
            HttpErrorKind::Tls => "no secure connection",
            HttpErrorKind::Unsupported => "the server can't do that",
            HttpErrorKind::BadAnswer => "the answer is not what the protocol says",
            HttpErrorKind::BadRequest => "the request can't be made so",
            HttpErrorKind::Refused => "the server refuses",
        })?;
        if let HttpErrorKind::WrongRegion(Some(region)) = &self.0.kind {
            write!(f, " ({})", Printable(region))?;
        }
        match (self.0.status, &self.0.code) {
            (Some(status), Some(code)) => write!(f, " ({status} {code})")?,
            (Some(status), None) => write!(f, " ({status})")?,
            _ => {}
        }
        match &self.0.detail {
            Some(detail) => write!(f, " – {}", Printable(detail)),
            None => Ok(()),
        }
    }
}

impl std::error::Error for HttpError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ConnectErrorKind;

    #[test]
    fn a_refused_credential_is_no_matter_of_one_object() {
        let at = |kind| HttpError::new("read", "akten/a.txt", kind).at(&RelPath::root()).kind();
        assert_eq!(at(HttpErrorKind::BadCredential), ConnectErrorKind::Credential);
        assert_eq!(at(HttpErrorKind::PermissionDenied), ConnectErrorKind::PermissionDenied);
        assert!(!ConnectErrorKind::Credential.is_passing());
    }
}
