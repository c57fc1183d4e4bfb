// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Where secrets of places come from: a file or a variable of the environment, by the name that a site's location gives. Never from an address.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

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

/// The text of a credential: of a file where the name has a `/`, else of a variable, looked up by the caller.
pub(crate) fn text_of(
    name: &str,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<String, CredentialError> {
    if name.contains('/') {
        return read(Path::new(name));
    }
    variable(name).ok_or(CredentialError::Missing)
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
