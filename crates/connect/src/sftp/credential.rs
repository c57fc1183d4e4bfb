// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use hoheit_types::Sensitive;
use russh::keys::{Error as KeyError, PrivateKey, decode_secret_key};
use std::fmt;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How to log in, and which keys servers must show. Printing it shows nothing of either.
#[derive(Clone)]
pub struct Credential {
    pub(super) login: Login,
    pub(super) known_hosts: PathBuf,
}

/// What a person logs in with.
#[derive(Clone)]
pub(super) enum Login {
    Key(Arc<PrivateKey>),
    Password(Sensitive<String>),
    /// The agent that listens here holds the keys
    Agent(PathBuf),
}

/// What the machine itself offers: the caller looks that up.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// Where the user's `known_hosts` lies
    pub known_hosts: Option<PathBuf>,
    /// Where an agent listens (`SSH_AUTH_SOCK`)
    pub agent: Option<PathBuf>,
}

/// A credential could not be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CredentialError {
    /// There is no such file
    #[error("there is no file of the name that `credential` gives")]
    Missing,
    /// The file can't be read
    #[error("the file that `credential` names can't be read")]
    Unreadable,
    /// Others on this machine may read it
    #[error("others on this machine may read the file that `credential` names")]
    Open,
    /// It holds neither a key nor settings
    #[error("the file that `credential` names holds neither a private key nor the settings of a login")]
    Malformed,
    /// The key is protected by a passphrase
    #[error("the private key is protected by a passphrase")]
    Encrypted,
    /// A kind of key that is not taken here: RSA and DSA
    #[error("the private key is of a kind that is not taken here")]
    Kind,
    /// Neither credential nor agent
    #[error("there is neither a `credential` nor an agent that holds keys")]
    NoLogin,
    /// It is not known where known hosts are kept
    #[error("it is not said where the keys of known servers lie")]
    NoKnownHosts,
}

/// A key has some hundred bytes, the largest ones some thousand.
const FILE_LIMIT_BYTES: u64 = 64 * 1_024;

impl Credential {
    /// Finds a credential by the name that a site's location gives: a private key of OpenSSH's, or a file of lines `key: PATH`,
    /// `password: TEXT`, `agent: PATH`, `known_hosts: PATH`. Without a name, the surroundings' agent.
    pub fn find(name: Option<&str>, around: &Surroundings) -> Result<Self, CredentialError> {
        let text = name.map(|name| read(Path::new(name))).transpose()?;
        let (login, named) = match &text {
            None => (None, None),
            Some(text) if text.contains("-----BEGIN ") => (Some(Login::Key(key(text)?)), None),
            Some(text) => settings(text)?,
        };
        let login = match login {
            Some(login) => login,
            None => Login::Agent(around.agent.clone().ok_or(CredentialError::NoLogin)?),
        };
        let known_hosts =
            named.or_else(|| around.known_hosts.clone()).ok_or(CredentialError::NoKnownHosts)?;
        Ok(Self { login, known_hosts })
    }
}

fn settings(text: &str) -> Result<(Option<Login>, Option<PathBuf>), CredentialError> {
    let (mut login, mut known_hosts) = (None, None);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    for line in lines {
        let (name, value) = line.split_once(':').ok_or(CredentialError::Malformed)?;
        let value = value.trim();
        match name.trim() {
            "key" => login = Some(Login::Key(key(&read(Path::new(value))?)?)),
            "password" => login = Some(Login::Password(Sensitive::new(value.to_owned()))),
            "agent" => login = Some(Login::Agent(PathBuf::from(value))),
            "known_hosts" => known_hosts = Some(PathBuf::from(value)),
            _ => return Err(CredentialError::Malformed),
        }
    }
    if login.is_none() && known_hosts.is_none() {
        return Err(CredentialError::Malformed);
    }
    Ok((login, known_hosts))
}

fn key(text: &str) -> Result<Arc<PrivateKey>, CredentialError> {
    let key = decode_secret_key(text, None).map_err(|error| match error {
        KeyError::KeyIsEncrypted => CredentialError::Encrypted,
        KeyError::UnsupportedKeyType { .. } => CredentialError::Kind,
        _ if text.contains("ENCRYPTED") => CredentialError::Encrypted,
        _ => CredentialError::Malformed,
    })?;
    if key.is_encrypted() {
        return Err(CredentialError::Encrypted);
    }
    if !super::ssh::is_taken(&key.algorithm()) {
        return Err(CredentialError::Kind);
    }
    Ok(Arc::new(key))
}

fn read(path: &Path) -> Result<String, CredentialError> {
    let file = File::open(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => CredentialError::Missing,
        _ => CredentialError::Unreadable,
    })?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = file.metadata().map_err(|_| CredentialError::Unreadable)?.permissions().mode();
        // As OpenSSH: nobody but the owner.
        if mode & 0o077 != 0 {
            return Err(CredentialError::Open);
        }
    }
    let mut text = String::new();
    file.take(FILE_LIMIT_BYTES).read_to_string(&mut text).map_err(|_| CredentialError::Unreadable)?;
    Ok(text)
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential")
    }
}
