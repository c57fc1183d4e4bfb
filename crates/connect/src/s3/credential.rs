// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use hoheit_types::Sensitive;
use std::fmt;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// Key and secret for one server. Printing it shows nothing of either.
#[derive(Clone)]
pub struct Credential {
    pub(super) access_key: Sensitive<String>,
    pub(super) secret: Sensitive<String>,
    pub(super) session: Option<Sensitive<String>>,
}

/// A credential could not be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CredentialError {
    /// Neither a file nor a variable of this name
    #[error("neither a file nor a variable of the environment has the name that `credential` gives")]
    Missing,
    /// The file can't be read
    #[error("the file that `credential` names can't be read")]
    Unreadable,
    /// Everybody on this machine may read it
    #[error("everybody on this machine may read the file that `credential` names")]
    Open,
    /// It holds no key with its secret
    #[error("what `credential` names holds no key with its secret")]
    Malformed,
}

/// A file with one key has some hundred bytes.
const FILE_LIMIT_BYTES: u64 = 16 * 1_024;

impl Credential {
    /// Finds a credential by the name that a site's location gives: a file where the name has a `/`, else a variable of the
    /// environment, looked up by the caller. The text is what AWS' own files hold (`aws_access_key_id = …`,
    /// `aws_secret_access_key = …`), or `KEY:SECRET` on one line.
    pub fn find(name: &str, variable: impl Fn(&str) -> Option<String>) -> Result<Self, CredentialError> {
        if name.contains('/') {
            return Self::parse(&read(Path::new(name))?);
        }
        Self::parse(&variable(name).ok_or(CredentialError::Missing)?)
    }

    /// Reads the text of a credential; see [`Credential::find`].
    ///
    /// ```
    /// use hoheit_connect::s3::Credential;
    /// let credential = Credential::parse("[default]\naws_access_key_id = town\naws_secret_access_key = hush\n").unwrap();
    /// assert_eq!(format!("{credential:?}"), "Credential");
    /// ```
    pub fn parse(text: &str) -> Result<Self, CredentialError> {
        let lines =
            || text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with(['#', '[', ';']));
        let value = |name: &str| {
            let named = lines().filter_map(|line| line.split_once('=')).find(|(key, _)| key.trim() == name);
            named.map(|(_, value)| value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        let (access_key, secret) = match (value("aws_access_key_id"), value("aws_secret_access_key")) {
            (Some(key), Some(secret)) => (key, secret),
            _ => lines()
                .find_map(|line| line.split_once(':'))
                .map(|(key, secret)| (key.trim().to_owned(), secret.trim().to_owned()))
                .ok_or(CredentialError::Malformed)?,
        };
        // Both stand in headers.
        let is_fit = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        let session = value("aws_session_token");
        if !is_fit(&access_key) || !is_fit(&secret) || !session.as_deref().is_none_or(is_fit) {
            return Err(CredentialError::Malformed);
        }
        Ok(Self {
            access_key: Sensitive::new(access_key),
            secret: Sensitive::new(secret),
            session: session.map(Sensitive::new),
        })
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential")
    }
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
        if mode & 0o007 != 0 {
            return Err(CredentialError::Open);
        }
    }
    let mut text = String::new();
    file.take(FILE_LIMIT_BYTES).read_to_string(&mut text).map_err(|_| CredentialError::Unreadable)?;
    Ok(text)
}
