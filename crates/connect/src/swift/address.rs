// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::http::encode::decode;
use crate::http::{host_of, is_here};

/// A container, or a prefix in it, and the service that says where it is.
///
/// ```
/// use hoheit_connect::swift::Address;
/// let town = Address::parse("swift://akten/bauamt?auth=https://keystone.stadt.example:5000/v3&region=nord").unwrap();
/// assert_eq!((town.container(), town.prefix()), ("akten", "bauamt/"));
/// assert!(Address::parse("swift://akten/bauamt").is_err());
/// assert!(Address::parse("swift://akten/bauamt?auth=http://keystone.stadt.example:5000/v3").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub(super) container: String,
    pub(super) prefix: String,
    pub(super) auth: AuthAddress,
    pub(super) region: Option<String>,
    pub(super) interface: Interface,
    pub(super) storage: Option<String>,
}

/// Where tokens are had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct AuthAddress {
    pub(super) is_tls: bool,
    /// Scheme, host and port
    pub(super) origin: String,
    /// Begins with `/` or is empty; no `/` at its end
    pub(super) path: String,
    pub(super) version: Version,
}

/// The two ways to a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Version {
    /// Swift's own, and that of Ceph RGW
    V1,
    /// Keystone, Identity API v3
    V3,
}

/// Which of the catalogue's addresses of a service is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Interface {
    /// For everybody
    #[default]
    Public,
    /// For machines within the data centre
    Internal,
}

/// An address that can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It does not begin with `swift://container`
    #[error("is no address of the form swift://container/prefix?auth=https://keystone:5000/v3")]
    Malformed,
    /// No such setting
    #[error("has a setting other than auth, region, interface and storage")]
    UnknownSetting,
    /// No container, or one whose name is longer than 256 bytes
    #[error("names a container that can't exist")]
    Container,
    /// No `auth`, or one that ends neither in `/v3` nor in `/v1.0` or `/v1`
    #[error("does not say where to authenticate: auth=https://host:port/v3 or …/auth/v1.0")]
    Auth,
    /// Neither public nor internal
    #[error("has an interface other than public and internal")]
    Interface,
    /// `storage` is no `https://host/path`
    #[error("has a storage address that is not https://host/path")]
    Storage,
    /// The password, or the token, would travel unencrypted
    #[error("sends the password unencrypted: use auth=https://…")]
    Unencrypted,
}

/// Longest name of a container (Swift, `max_container_name_length`), with room for what we add to it.
const CONTAINER_LIMIT_BYTES: usize = 256 - "_segments".len();

impl Address {
    /// Whether the line to it is encrypted: where tokens are given out, and so everywhere.
    pub fn is_tls(&self) -> bool {
        self.auth.is_tls
    }

    /// Reads `swift://container/prefix?auth=…&region=…&interface=public|internal&storage=…`. A prefix is a folder: it gets a `/` at
    /// its end. `storage` overrules the address that the service names, where that one leads nowhere.
    pub fn parse(uri: &str) -> Result<Self, AddressError> {
        let rest = uri.strip_prefix("swift://").ok_or(AddressError::Malformed)?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (container, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let (mut auth, mut region, mut interface, mut storage) = (None, None, Interface::default(), None);
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').ok_or(AddressError::Malformed)?;
            let value = decode(value).ok_or(AddressError::Malformed)?;
            match (name, value.as_str()) {
                ("auth", _) => auth = Some(value),
                ("region", _) => region = Some(value),
                ("interface", "public") => interface = Interface::Public,
                ("interface", "internal") => interface = Interface::Internal,
                ("interface", _) => return Err(AddressError::Interface),
                ("storage", _) => storage = Some(value.trim_end_matches('/').to_owned()),
                _ => return Err(AddressError::UnknownSetting),
            }
        }
        let container = decode(container).ok_or(AddressError::Malformed)?;
        if container.is_empty() || container.len() > CONTAINER_LIMIT_BYTES || container.contains('/') {
            return Err(AddressError::Container);
        }
        let auth = auth.as_deref().and_then(AuthAddress::parse).ok_or(AddressError::Auth)?;
        if !auth.is_tls && !is_here(auth.origin.trim_start_matches("http://")) {
            return Err(AddressError::Unencrypted);
        }
        if let Some(storage) = &storage {
            let (origin, _) = split(storage).ok_or(AddressError::Storage)?;
            let is_fit = match origin.strip_prefix("http://") {
                Some(authority) => !auth.is_tls && is_here(authority),
                None => auth.is_tls,
            };
            if !is_fit {
                return Err(AddressError::Unencrypted);
            }
        }
        let prefix = decode(prefix.trim_matches('/')).ok_or(AddressError::Malformed)?;
        Ok(Self {
            container,
            prefix: if prefix.is_empty() { prefix } else { prefix + "/" },
            auth,
            region,
            interface,
            storage,
        })
    }

    /// The container's name.
    pub fn container(&self) -> &str {
        &self.container
    }

    /// What all keys begin with: empty, or with a `/` at its end.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// What two addresses have in common that lead to the same container by the same service. Whether they are for the same project,
    /// only the credential knows: of two projects, the container of one name counts as one.
    pub fn holder(&self) -> String {
        let region = self.region.as_deref().unwrap_or_default();
        format!("swift://{}{}/{region}/{}", self.auth.origin, self.auth.path, self.container)
    }
}

impl AuthAddress {
    fn parse(text: &str) -> Option<Self> {
        let (origin, path) = split(text)?;
        let version = match path.rsplit('/').next()? {
            "v3" => Version::V3,
            "v1.0" | "v1" | "1.0" => Version::V1,
            _ => return None,
        };
        let is_tls = origin.starts_with("https://");
        Some(Self { is_tls, origin, path: path.to_owned(), version })
    }
}

/// Origin and path of `https://host:port/path`, without a `/` at its end; `None` where it is anything else. The path has letters, digits and
/// `-._~/%` only.
pub(super) fn split(text: &str) -> Option<(String, &str)> {
    let after = text.find("://")? + 3;
    let at = text.get(after..)?.find('/').map_or(text.len(), |at| after + at);
    let (origin, path) = text.split_at_checked(at)?;
    let (is_tls, host) = host_of(origin)?;
    let path = path.trim_end_matches('/');
    let is_fit =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~' | b'/' | b'%' | b':');
    path.bytes().all(is_fit).then(|| (format!("{}://{host}", if is_tls { "https" } else { "http" }), path))
}
