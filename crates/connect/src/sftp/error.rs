// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::packet::status;
use crate::ConnectError;
use hoheit_types::{Lang, RelPath};
use std::fmt;
use std::io;

/// An exchange with an SFTP server did not end well. What the server wrote for people is not kept: it may repeat paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SftpError {
    pub(super) operation: &'static str,
    pub(super) kind: SftpErrorKind,
}

/// What to branch on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SftpErrorKind {
    /// Nothing there (any more)
    NotFound,
    /// The server refuses access
    PermissionDenied,
    /// There is something of that name already
    Exists,
    /// It is not what was expected: a link, a folder, a device
    WrongType,
    /// No room is left
    Full,
    /// The server can't hold such a name
    Name,
    /// The server can't do that
    Unsupported,
    /// The server failed, and says no more than that
    Failed,
    /// The server could not be reached
    Unreachable,
    /// No answer in time
    Timeout,
    /// The connection broke
    Broken,
    /// The server's key is none that was entered; its SHA-256
    HostUnknown(String),
    /// The server shows another key than the one that was entered; its SHA-256
    HostChanged(String),
    /// The server's key was entered as one that must not be trusted any more
    HostRevoked,
    /// Only an authority was entered for the server
    HostAuthority,
    /// The file of known servers can't be read
    KnownHosts,
    /// Server and we have no way of encrypting, or of proving the server's identity, in common
    Handshake,
    /// The server does not let the user in
    Login,
    /// The agent does not answer, or holds no key
    Agent,
    /// The server lets the user in, but offers no SFTP of version 3
    NoSftp,
    /// The folder that the address names is not there, or is none
    NoFolder,
    /// The answer is not what the protocol says
    BadAnswer,
}

impl SftpErrorKind {
    /// By the status that a server answered with.
    pub(super) fn of_status(code: u32) -> Self {
        match code {
            status::NO_SUCH_FILE => Self::NotFound,
            status::PERMISSION_DENIED => Self::PermissionDenied,
            // What OpenSSH makes of EINVAL and ENAMETOOLONG.
            status::BAD_MESSAGE => Self::Name,
            status::NO_CONNECTION | status::CONNECTION_LOST => Self::Broken,
            status::UNSUPPORTED => Self::Unsupported,
            _ => Self::Failed,
        }
    }

    /// Whether a person must do something before it can go on. Such a server is not asked again: a login that fails over and over locks
    /// accounts.
    pub(super) fn is_for_good(&self) -> bool {
        matches!(
            self,
            Self::HostUnknown(_)
                | Self::HostChanged(_)
                | Self::HostRevoked
                | Self::HostAuthority
                | Self::KnownHosts
                | Self::Handshake
                | Self::Login
                | Self::Agent
                | Self::NoSftp
                | Self::NoFolder
        )
    }

    /// Whether the connection is of no use any more.
    pub(super) fn is_broken(&self) -> bool {
        matches!(self, Self::Broken | Self::Timeout | Self::BadAnswer)
    }

    fn io_kind(&self) -> io::ErrorKind {
        match self {
            Self::NotFound => io::ErrorKind::NotFound,
            Self::PermissionDenied => io::ErrorKind::PermissionDenied,
            Self::Exists => io::ErrorKind::AlreadyExists,
            Self::WrongType => io::ErrorKind::InvalidInput,
            Self::Full => io::ErrorKind::StorageFull,
            Self::Name => io::ErrorKind::InvalidFilename,
            Self::Unsupported => io::ErrorKind::Unsupported,
            Self::Failed | Self::BadAnswer => io::ErrorKind::Other,
            Self::Unreachable => io::ErrorKind::ConnectionRefused,
            Self::Timeout => io::ErrorKind::TimedOut,
            Self::Broken => io::ErrorKind::ConnectionReset,
            // About the whole place, never about one object.
            _ => io::ErrorKind::NotConnected,
        }
    }

    fn words(&self) -> (&'static str, &'static str) {
        match self {
            Self::NotFound => ("nicht vorhanden", "not there"),
            Self::PermissionDenied => ("der Server verweigert den Zugriff", "the server refuses access"),
            Self::Exists => ("dort steht schon etwas", "something stands there already"),
            Self::WrongType => ("keine gewöhnliche Datei, kein Ordner", "no regular file, no folder"),
            Self::Full => ("dort ist kein Platz mehr", "there is no room left"),
            Self::Name => ("der Server kann diesen Namen nicht halten", "the server can't hold this name"),
            Self::Unsupported => ("der Server kann das nicht", "the server can't do it"),
            Self::Failed => {
                ("der Server meldet nur, dass es nicht ging", "the server says no more than that it failed")
            }
            Self::Unreachable => ("der Server ist nicht erreichbar", "the server can't be reached"),
            Self::Timeout => ("keine Antwort in der Zeit", "no answer in time"),
            Self::Broken => ("die Verbindung brach ab", "the connection broke"),
            Self::HostUnknown(_) => {
                ("der Schlüssel des Servers ist nicht bekannt", "the server's key is not known")
            }
            Self::HostChanged(_) => (
                "der Server weist sich mit einem anderen Schlüssel aus als dem eingetragenen",
                "the server shows another key than the one that was entered",
            ),
            Self::HostRevoked => {
                ("der Schlüssel des Servers ist widerrufen", "the server's key has been revoked")
            }
            Self::HostAuthority => (
                "für den Server ist nur eine Zertifizierungsstelle eingetragen, kein Schlüssel",
                "only an authority was entered for the server, no key",
            ),
            Self::KnownHosts => (
                "die Datei der bekannten Server (known_hosts) ist nicht lesbar",
                "the file of known servers (known_hosts) can't be read",
            ),
            Self::Handshake => (
                "mit dem Server gibt es kein gemeinsames Verfahren",
                "there is no procedure in common with the server",
            ),
            Self::Login => ("der Server lässt den Benutzer nicht ein", "the server does not let the user in"),
            Self::Agent => (
                "der Agent antwortet nicht oder hält keinen Schlüssel",
                "the agent does not answer, or holds no key",
            ),
            Self::NoSftp => ("der Server bietet kein SFTP an", "the server offers no SFTP"),
            Self::NoFolder => (
                "den Ordner der Adresse gibt es auf dem Server nicht",
                "there is no such folder on the server as the address names",
            ),
            Self::BadAnswer => {
                ("der Server antwortet nicht, wie er soll", "the server does not answer as it should")
            }
        }
    }
}

impl SftpError {
    pub(super) fn new(operation: &'static str, kind: SftpErrorKind) -> Self {
        Self { operation, kind }
    }

    /// What to branch on.
    pub fn kind(&self) -> &SftpErrorKind {
        &self.kind
    }

    /// What happened, for people.
    pub fn told(&self, lang: Lang) -> String {
        let (de, en) = self.kind.words();
        let told = lang.pick(de, en);
        match &self.kind {
            SftpErrorKind::HostUnknown(print) | SftpErrorKind::HostChanged(print) => {
                format!("{told} ({print})")
            }
            _ => told.to_owned(),
        }
    }

    /// What to do next, where there is something.
    pub fn hint(&self, lang: Lang) -> Option<&'static str> {
        let (de, en) = match self.kind {
            SftpErrorKind::HostUnknown(_) => (
                "Den Fingerabdruck beim Betreiber erfragen. Stimmt er überein, den Schlüssel in known_hosts eintragen (ssh-keyscan -p PORT RECHNER).",
                "Ask the operator for the fingerprint. If it is the same, enter the key in known_hosts (ssh-keyscan -p PORT HOST).",
            ),
            SftpErrorKind::HostChanged(_) => (
                "Womöglich gibt sich ein anderer Rechner als dieser Server aus. Beim Betreiber nachfragen; erst wenn er den neuen Schlüssel bestätigt, den alten in known_hosts ersetzen.",
                "Another machine may be posing as this server. Ask the operator; replace the old key in known_hosts only once the new one is confirmed.",
            ),
            SftpErrorKind::HostRevoked => (
                "Diesem Schlüssel ist nicht mehr zu trauen: der Betreiber muss dem Server einen neuen geben.",
                "This key must not be trusted any more: the operator has to give the server a new one.",
            ),
            SftpErrorKind::HostAuthority => (
                "Zertifikate von Servern werden nicht geprüft; den Schlüssel selbst in known_hosts eintragen.",
                "Certificates of servers are not checked; enter the key itself in known_hosts.",
            ),
            SftpErrorKind::KnownHosts => (
                "Die Datei anlegen und den Schlüssel des Servers eintragen, oder sie in der Datei von credential nennen: known_hosts: PFAD",
                "Create the file and enter the server's key, or name it in the file of credential: known_hosts: PATH",
            ),
            SftpErrorKind::Handshake => (
                "Der Server muss Ed25519- oder ECDSA-Schlüssel anbieten; RSA und ältere Verfahren werden nicht angenommen.",
                "The server has to offer Ed25519 or ECDSA keys; RSA and older procedures are not accepted.",
            ),
            SftpErrorKind::Login => (
                "Benutzer und Schlüssel prüfen: was credential nennt, muss auf dem Server unter authorized_keys stehen.",
                "Check user and key: what credential names has to stand in authorized_keys on the server.",
            ),
            SftpErrorKind::Agent => (
                "Schlüssel laden mit ssh-add, oder als credential die Datei eines Schlüssels ohne Passphrase nennen.",
                "Load a key with ssh-add, or name the file of a key without passphrase as credential.",
            ),
            SftpErrorKind::NoSftp => (
                "Beim Betreiber nachfragen: das Subsystem sftp muss eingeschaltet sein.",
                "Ask the operator: the subsystem sftp has to be switched on.",
            ),
            SftpErrorKind::NoFolder => (
                "Den Ordner dort anlegen oder die Adresse ändern: hoheit sites edit",
                "Create the folder there, or change the address: hoheit sites edit",
            ),
            _ => return None,
        };
        Some(lang.pick(de, en))
    }

    /// The same as an error of a place, by the name that it has there.
    pub(super) fn at(self, name: &RelPath) -> ConnectError {
        ConnectError::new(self.operation, name.as_str(), io::Error::from(self))
    }
}

impl From<SftpError> for io::Error {
    fn from(error: SftpError) -> Self {
        Self::new(error.kind.io_kind(), error)
    }
}

impl fmt::Display for SftpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "can't {}: {}", self.operation, self.kind.words().1)
    }
}

impl std::error::Error for SftpError {}
