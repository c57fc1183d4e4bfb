// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::credential::{CredentialError, text_of};
use crate::http::encode::base64;
use hoheit_types::Sensitive;
use std::fmt;

/// A user's name and password for one server. Printing it shows nothing of either.
#[derive(Clone)]
pub struct Credential {
    /// What `Authorization` says
    pub(super) header: Sensitive<String>,
}

impl Credential {
    /// Finds a credential by the name that a site's location gives: a file where the name has a `/`, else a variable of the
    /// environment, looked up by the caller. The text is `USER:PASSWORD` on one line.
    pub fn find(name: &str, variable: impl Fn(&str) -> Option<String>) -> Result<Self, CredentialError> {
        Self::parse(&text_of(name, variable)?)
    }

    /// Reads the text of a credential; see [`Credential::find`].
    ///
    /// ```
    /// use hoheit_connect::dav::Credential;
    /// let credential = Credential::parse("kim:hush: it has colons\n").unwrap();
    /// assert_eq!(format!("{credential:?}"), "Credential");
    /// assert!(Credential::parse("kim\n").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, CredentialError> {
        let line = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#'));
        let line = line.map(|line| line.trim_end_matches(['\r', '\n'])).ok_or(CredentialError::Malformed)?;
        // RFC 7617, section 2: the name holds no colon, and neither holds control characters.
        let (user, password) = line.split_once(':').ok_or(CredentialError::Malformed)?;
        if user.is_empty() || password.is_empty() || line.chars().any(char::is_control) {
            return Err(CredentialError::Malformed);
        }
        Ok(Self { header: Sensitive::new(format!("Basic {}", base64(line.as_bytes()))) })
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential")
    }
}
