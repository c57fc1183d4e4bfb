// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::credential::{CredentialError, text_of};
use hoheit_types::Sensitive;
use std::fmt;

/// Key and secret for one server. Printing it shows nothing of either.
#[derive(Clone)]
pub struct Credential {
    pub(super) access_key: Sensitive<String>,
    pub(super) secret: Sensitive<String>,
    pub(super) session: Option<Sensitive<String>>,
}

impl Credential {
    /// Finds a credential by the name that a site's location gives: a file where the name has a `/`, else a variable of the
    /// environment, looked up by the caller. The text is what AWS' own files hold (`aws_access_key_id = …`,
    /// `aws_secret_access_key = …`), or `KEY:SECRET` on one line.
    pub fn find(name: &str, variable: impl Fn(&str) -> Option<String>) -> Result<Self, CredentialError> {
        Self::parse(&text_of(name, variable)?)
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
