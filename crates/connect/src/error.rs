// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::http::{HttpError, HttpErrorKind};
use hoheit_types::Printable;
use std::fmt;
use std::io;

/// A place could not be reached, or something in it not be listed or opened.
#[derive(Debug)]
pub struct ConnectError {
    operation: &'static str,
    path: String,
    source: io::Error,
}

/// What to branch on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectErrorKind {
    /// Nothing there (any more)
    NotFound,
    /// The system refuses access
    PermissionDenied,
    /// The place does not accept the credential (any more): nothing there can be reached with it
    Credential,
    /// It is not what was expected: a folder instead of a file, a link, a device
    WrongType,
    /// It is part of a pseudo file system (`/proc`, `/sys` …), which holds no data
    Pseudo,
    /// There is something of that name already, and nothing is ever replaced
    Exists,
    /// No room is left, or the quota is used up
    NoSpace,
    /// The place does not take, or hand out, this very object, however often it is asked
    Refused,
    /// The place can't hold such a name: too long, or with characters that it refuses
    Name,
    /// The place does not answer, is busy, or asks to be called later
    Unavailable,
    /// The system reported a failure of the medium or the network
    Io,
}

impl ConnectErrorKind {
    /// Whether the same call may work a little later. What the system calls a failure of medium or network may be either: it is tried
    /// again a few times.
    pub fn is_passing(self) -> bool {
        matches!(self, Self::Unavailable | Self::Io)
    }

    /// Whether it is about the whole place, so that asking it for the next object is in vain.
    pub fn is_about_place(self) -> bool {
        matches!(self, Self::Unavailable | Self::Credential)
    }
}

/// What stands in a pseudo file system's place of the system's own reason.
#[derive(Debug)]
struct PseudoFilesystem;

impl fmt::Display for PseudoFilesystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a pseudo file system of the operating system")
    }
}

impl std::error::Error for PseudoFilesystem {}

impl ConnectError {
    /// That an operation (a verb) on a path failed, and what the system said.
    pub fn new(operation: &'static str, path: impl Into<String>, source: impl Into<io::Error>) -> Self {
        Self { operation, path: path.into(), source: source.into() }
    }

    pub(crate) fn pseudo(operation: &'static str, path: impl Into<String>) -> Self {
        Self::new(operation, path, io::Error::other(PseudoFilesystem))
    }

    /// What to branch on.
    pub fn kind(&self) -> ConnectErrorKind {
        use io::ErrorKind as K;
        if self.source.get_ref().is_some_and(|reason| reason.downcast_ref::<PseudoFilesystem>().is_some()) {
            return ConnectErrorKind::Pseudo;
        }
        let http = self.source.get_ref().and_then(|reason| reason.downcast_ref::<HttpError>());
        match http.map(HttpError::kind) {
            Some(HttpErrorKind::BadCredential) => return ConnectErrorKind::Credential,
            Some(
                HttpErrorKind::Tls
                | HttpErrorKind::ClockSkew
                | HttpErrorKind::WrongRegion(_)
                | HttpErrorKind::Redirected,
            ) => return ConnectErrorKind::Unavailable,
            _ => {}
        }
        match self.source.kind() {
            K::NotFound => ConnectErrorKind::NotFound,
            K::PermissionDenied => ConnectErrorKind::PermissionDenied,
            // ELOOP (a link where none may be) has no stable kind of its own yet.
            K::NotADirectory | K::IsADirectory | K::InvalidInput => ConnectErrorKind::WrongType,
            K::AlreadyExists => ConnectErrorKind::Exists,
            K::StorageFull | K::QuotaExceeded | K::FileTooLarge => ConnectErrorKind::NoSpace,
            K::InvalidFilename => ConnectErrorKind::Name,
            K::InvalidData => ConnectErrorKind::Refused,
            K::ResourceBusy
            | K::TimedOut
            | K::HostUnreachable
            | K::NetworkUnreachable
            | K::NetworkDown
            | K::NotConnected
            | K::ConnectionReset
            | K::ConnectionAborted
            | K::ConnectionRefused => ConnectErrorKind::Unavailable,
            _ if self.source.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => {
                ConnectErrorKind::WrongType
            }
            _ => ConnectErrorKind::Io,
        }
    }

    /// What was tried: a verb.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// What the system said.
    pub fn io(&self) -> &io::Error {
        &self.source
    }

    /// The path that was meant.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "can't {} {}", self.operation, Printable(&self.path))
    }
}

impl std::error::Error for ConnectError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}
