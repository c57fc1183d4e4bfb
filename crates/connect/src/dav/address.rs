// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::http::encode::{decode, encode};
use crate::http::{host_of, is_here};

/// A folder on a WebDAV server.
///
/// ```
/// use hoheit_connect::dav::Address;
/// let plain = Address::parse("davs://ablage.stadt.example/dav/akten").unwrap();
/// assert_eq!((plain.is_tls(), plain.is_nextcloud()), (true, false));
/// let cloud = Address::parse("davs://cloud.stadt.example/remote.php/dav/files/kim/Akten").unwrap();
/// assert!(cloud.is_nextcloud());
/// assert!(Address::parse("davs://kim:hush@ablage.stadt.example/").is_err());
/// assert!(Address::parse("dav://ablage.stadt.example/").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    is_tls: bool,
    /// Host and port as in the `Host` header
    pub(super) authority: String,
    /// Decoded, with a `/` at both ends
    pub(super) root: String,
    pub(super) cloud: Option<Cloud>,
}

/// Where a Nextcloud keeps what: its files stand below `…/remote.php/dav/files/<user>/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cloud {
    /// What stands in front of `/remote.php`, decoded
    pub(super) base: String,
    pub(super) user: String,
}

/// An address that can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It does not begin with `davs://` or `dav://`, or has settings
    #[error("is no address of the form davs://server/folder")]
    Malformed,
    /// No host, or one with a user's name
    #[error("has a server that is not host or host:port")]
    Server,
    /// Parts of the path that no folder can have
    #[error("has a path with . or .. or an escape that can't be read")]
    Path,
    /// Its password would travel unencrypted
    #[error("sends the password unencrypted: use davs://")]
    Unencrypted,
}

/// Where a Nextcloud's files begin.
const FILES: &str = "/remote.php/dav/files/";

impl Address {
    /// Reads `davs://host:port/path`, or `dav://…` without encryption, on this machine only. Characters of the path that mean something in an address are encoded.
    pub fn parse(uri: &str) -> Result<Self, AddressError> {
        let (scheme, rest) = uri.split_once("://").ok_or(AddressError::Malformed)?;
        let scheme = match scheme {
            "davs" => "https",
            "dav" => "http",
            _ => return Err(AddressError::Malformed),
        };
        if rest.contains(['?', '#']) {
            return Err(AddressError::Malformed);
        }
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let endpoint = format!("{scheme}://{host}");
        let (is_tls, authority) = host_of(&endpoint).ok_or(AddressError::Server)?;
        if !is_tls && !is_here(authority) {
            return Err(AddressError::Unencrypted);
        }
        let path = decode(path.trim_matches('/')).ok_or(AddressError::Path)?;
        let is_fit = |part: &str| !matches!(part, "" | "." | "..");
        if !path.is_empty() && !path.split('/').all(is_fit) {
            return Err(AddressError::Path);
        }
        let root = if path.is_empty() { "/".to_owned() } else { format!("/{path}/") };
        let cloud = root.split_once(FILES).and_then(|(base, below)| {
            let user = below.split('/').next().filter(|user| !user.is_empty())?;
            Some(Cloud { base: base.to_owned(), user: user.to_owned() })
        });
        Ok(Self { is_tls, authority: authority.to_owned(), root, cloud })
    }

    /// Whether the way there is encrypted.
    pub fn is_tls(&self) -> bool {
        self.is_tls
    }

    /// Whether it looks like a folder of a Nextcloud; probing asks the server.
    pub fn is_nextcloud(&self) -> bool {
        self.cloud.is_some()
    }

    /// What all who reach this server so have in common: folders of one holder may lie within each other.
    pub fn holder(&self) -> String {
        format!("dav://{}", self.authority)
    }

    /// The folder, decoded: empty for the server's root, otherwise with a `/` at its end.
    pub fn prefix(&self) -> &str {
        self.root.get(1..).unwrap_or_default()
    }

    /// Scheme and authority, as every URL begins.
    pub(super) fn origin(&self) -> String {
        format!("{}://{}", if self.is_tls { "https" } else { "http" }, self.authority)
    }

    /// The path below the root, decoded.
    pub(super) fn path(&self, below: &str) -> String {
        format!("{}{below}", self.root)
    }
}

/// A decoded path as it stands in a request.
pub(super) fn encoded_path(path: &str) -> String {
    let mut out = String::with_capacity(path.len() + 16);
    encode(path.as_bytes(), true, &mut out);
    out
}
