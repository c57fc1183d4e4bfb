// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::credential::{CredentialError, text_of};
use crate::http::encode::base64;
use hoheit_types::Sensitive;
use std::fmt;

/// What opens a container. Printing it shows nothing of it.
#[derive(Clone)]
pub struct Credential(pub(super) Secret);

#[derive(Clone)]
pub(super) enum Secret {
    /// The account's key: each request is signed
    Key(Sensitive<Vec<u8>>),
    /// A shared access signature: part of each request's address
    Signature(Sensitive<String>),
}

impl Credential {
    /// Finds a credential by the name that a site's location gives: a file where the name has a `/`, else a variable of the
    /// environment, looked up by the caller. The text is one of: the account's key, a connection string with `AccountKey=`, a SAS token
    /// (`sv=…&sig=…`).
    pub fn find(name: &str, variable: impl Fn(&str) -> Option<String>) -> Result<Self, CredentialError> {
        Self::parse(&text_of(name, variable)?)
    }

    /// Reads the text of a credential; see [`Credential::find`].
    ///
    /// ```
    /// use hoheit_connect::azure::Credential;
    /// let key = Credential::parse("AccountName=stadt;AccountKey=aHVzaA==;EndpointSuffix=core.windows.net\n").unwrap();
    /// assert_eq!(format!("{key:?}"), "Credential");
    /// assert!(Credential::parse("?sv=2021-12-02&sr=c&sp=rwdl&sig=hush%3D").is_ok());
    /// assert!(Credential::parse("hush!").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, CredentialError> {
        let line = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
        let line = line.ok_or(CredentialError::Malformed)?;
        let setting = |name: &str| line.split(';').find_map(|pair| pair.strip_prefix(name));
        let token = setting("SharedAccessSignature=").unwrap_or(line);
        let token = token.strip_prefix('?').unwrap_or(token);
        if token.split('&').any(|pair| pair.starts_with("sig=")) {
            // It goes into the address as it is.
            let is_fit = token.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'#' | b'"'));
            let signature = Secret::Signature(Sensitive::new(token.to_owned()));
            return if is_fit { Ok(Self(signature)) } else { Err(CredentialError::Malformed) };
        }
        let key = setting("AccountKey=").unwrap_or(line);
        let key = bytes_of(key).filter(|key| !key.is_empty()).ok_or(CredentialError::Malformed)?;
        Ok(Self(Secret::Key(Sensitive::new(key))))
    }
}

/// Undoes base64 with padding (RFC 4648, section 4); `None` for anything else.
pub(super) fn bytes_of(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut group, mut bits) = (0_u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        let sextet = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        group = group << 6 | u32::from(sextet);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((group >> bits) as u8);
            group &= (1 << bits) - 1;
        }
    }
    (base64(&out) == text).then_some(out)
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential")
    }
}
