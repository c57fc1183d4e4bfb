// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::http::encode::{decode, encode};
use crate::http::host_of;

/// A container of a storage account, or a prefix in it.
///
/// ```
/// use hoheit_connect::azure::Address;
/// let town = Address::parse("azure://stadt/akten/bauamt").unwrap();
/// assert_eq!((town.container(), town.prefix()), ("akten", "bauamt/"));
/// assert_eq!(town.holder(), "azure://stadt.blob.core.windows.net/akten");
/// assert!(Address::parse("azure://stadt/akten?sig=hush").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    is_tls: bool,
    pub(super) account: String,
    pub(super) authority: String,
    pub(super) container: String,
    pub(super) prefix: String,
    /// Whether the account stands in the path: where it is not part of the server's name
    pub(super) is_path_style: bool,
}

/// An address that can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It does not begin with `azure://account/container`
    #[error("is no address of the form azure://account/container/prefix?endpoint=https://server")]
    Malformed,
    /// No such setting
    #[error("has a setting other than endpoint")]
    UnknownSetting,
    /// An account has 3 to 24 small letters and digits
    #[error("names an account that can't exist: 3 to 24 small letters and digits")]
    Account,
    /// A container's name has 3 to 63 small letters, digits and single hyphens
    #[error("names a container that can't exist: 3 to 63 small letters, digits and hyphens")]
    Container,
    /// The endpoint is no `http://` or `https://` with host and port alone
    #[error("has an endpoint that is not https://host or https://host:port")]
    Endpoint,
}

impl Address {
    /// Reads `azure://account/container/prefix?endpoint=https://host:port`. A prefix is a folder: it gets a `/` at its end. Without an endpoint
    /// it is Microsoft's public cloud.
    pub fn parse(uri: &str) -> Result<Self, AddressError> {
        let rest = uri.strip_prefix("azure://").ok_or(AddressError::Malformed)?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (account, rest) = rest.split_once('/').ok_or(AddressError::Malformed)?;
        let (container, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let mut endpoint = None;
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some(("endpoint", value)) => endpoint = Some(decode(value).ok_or(AddressError::Malformed)?),
                _ => return Err(AddressError::UnknownSetting),
            }
        }
        if !is_account(account) {
            return Err(AddressError::Account);
        }
        if !is_container(container) {
            return Err(AddressError::Container);
        }
        let endpoint = endpoint.unwrap_or_else(|| format!("https://{account}.blob.core.windows.net"));
        let (is_tls, authority) = host_of(&endpoint).ok_or(AddressError::Endpoint)?;
        let prefix = decode(prefix.trim_matches('/')).ok_or(AddressError::Malformed)?;
        let is_path_style = !authority.strip_prefix(account).is_some_and(|rest| rest.starts_with('.'));
        Ok(Self {
            is_tls,
            account: account.to_owned(),
            authority: authority.to_owned(),
            container: container.to_owned(),
            prefix: if prefix.is_empty() { prefix } else { prefix + "/" },
            is_path_style,
        })
    }

    /// The container's name.
    pub fn container(&self) -> &str {
        &self.container
    }

    /// What all names begin with: empty, or with a `/` at its end.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// What two addresses have in common that lead to the same container.
    pub fn holder(&self) -> String {
        let account = if self.is_path_style { format!("/{}", self.account) } else { String::new() };
        format!("azure://{}{account}/{}", self.authority, self.container)
    }

    /// Whether the way there is encrypted.
    pub fn is_tls(&self) -> bool {
        self.is_tls
    }

    pub(super) fn origin(&self) -> String {
        format!("{}://{}", if self.is_tls { "https" } else { "http" }, self.authority)
    }

    /// The path of an object, encoded; of the container for an empty key.
    pub(super) fn path(&self, key: &str) -> String {
        let mut path = String::with_capacity(key.len() + 64);
        if self.is_path_style {
            path.push('/');
            path.push_str(&self.account);
        }
        path.push('/');
        path.push_str(&self.container);
        if !key.is_empty() {
            path.push('/');
            encode(key.as_bytes(), true, &mut path);
        }
        path
    }
}

/// Azure documentation, "Storage account name"
fn is_account(name: &str) -> bool {
    (3..=24).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// REST reference, "Naming and referencing containers, blobs, and metadata"
fn is_container(name: &str) -> bool {
    (3..=63).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !name.starts_with('-')
        && !name.ends_with('-')
        && !name.contains("--")
}
