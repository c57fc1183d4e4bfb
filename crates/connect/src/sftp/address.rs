// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use std::fmt::Write as _;

/// A folder on a server, and who is to log in there.
///
/// ```
/// use hoheit_connect::sftp::Address;
/// let town = Address::parse("sftp://umzug@archiv.stadt.example:2222/srv/akten").unwrap();
/// assert_eq!((town.user(), town.host(), town.port()), ("umzug", "archiv.stadt.example", 2222));
/// assert_eq!(town.path(), b"/srv/akten");
/// // Below the folder that the user begins in:
/// assert_eq!(Address::parse("sftp://umzug@archiv.stadt.example/~/akten").unwrap().path(), b"akten");
/// // Who logs in is never guessed.
/// assert!(Address::parse("sftp://archiv.stadt.example/srv").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    user: String,
    host: String,
    port: u16,
    path: Vec<u8>,
}

/// An address that can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It does not look like one
    #[error("is no address of the form sftp://user@host:port/folder")]
    Malformed,
    /// It names nobody
    #[error("names no user before the @")]
    NoUser,
    /// A secret stands in it
    #[error("holds a password, which does not belong there")]
    Password,
    /// It names no folder
    #[error("names no folder: /folder from the server's root, /~/folder from where the user begins")]
    NoFolder,
}

/// IANA's number of SSH.
pub(super) const DEFAULT_PORT: u16 = 22;

impl Address {
    /// Reads `sftp://user@host[:port]/folder` (from the server's root) or `sftp://user@host[:port]/~/folder` (from where the user begins).
    /// Other characters than letters and digits may be written as `%` and two hexadecimal digits.
    pub fn parse(uri: &str) -> Result<Self, AddressError> {
        let rest = uri.strip_prefix("sftp://").ok_or(AddressError::Malformed)?;
        if rest.contains(['?', '#']) {
            return Err(AddressError::Malformed);
        }
        let (authority, path) = rest.split_once('/').ok_or(AddressError::NoFolder)?;
        let (user, host) = authority.rsplit_once('@').ok_or(AddressError::NoUser)?;
        if user.contains(':') {
            return Err(AddressError::Password);
        }
        let user = String::from_utf8(decode(user)?).map_err(|_| AddressError::Malformed)?;
        if user.is_empty() || user.contains(char::is_control) {
            return Err(AddressError::NoUser);
        }
        let (host, port) = parted(host).ok_or(AddressError::Malformed)?;
        let path = decode(path.trim_end_matches('/'))?;
        if path.contains(&0) || path.split(|byte| *byte == b'/').any(|part| part == b"..") {
            return Err(AddressError::Malformed);
        }
        let path = match path.strip_prefix(b"~") {
            Some(b"") => b".".to_vec(),
            Some([b'/', rest @ ..]) => rest.to_vec(),
            _ => [b"/", path.as_slice()].concat(),
        };
        Ok(Self { user, host: host.to_ascii_lowercase(), port, path })
    }

    /// Who logs in.
    pub fn user(&self) -> &str {
        &self.user
    }

    /// The server's name or number, in small letters.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The server's port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The folder: from the root where it begins with `/`, else from where the user begins.
    pub fn path(&self) -> &[u8] {
        &self.path
    }

    /// The server as `known_hosts` calls it.
    pub(super) fn known_as(&self) -> String {
        let mut name = self.host.clone();
        if self.port != DEFAULT_PORT {
            name.clear();
            let _ = write!(name, "[{}]:{}", self.host, self.port);
        }
        name
    }
}

/// Host and port; a host with colons stands in brackets.
fn parted(host: &str) -> Option<(&str, u16)> {
    let (host, port) = match host.strip_prefix('[') {
        Some(rest) => {
            let (host, port) = rest.split_once(']')?;
            (host, if port.is_empty() { None } else { Some(port.strip_prefix(':')?) })
        }
        None => host.split_once(':').map_or((host, None), |(host, port)| (host, Some(port))),
    };
    let port = port.map_or(Some(DEFAULT_PORT), |port| port.parse().ok().filter(|port| *port > 0))?;
    let is_fit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'_' | b'%');
    (!host.is_empty() && !host.starts_with('-') && host.bytes().all(is_fit)).then_some((host, port))
}

fn decode(text: &str) -> Result<Vec<u8>, AddressError> {
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text.as_bytes());
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte == b'%' {
            let (pair, after) = rest.split_first_chunk::<2>().ok_or(AddressError::Malformed)?;
            let digits = str::from_utf8(pair).ok().filter(|pair| !pair.starts_with('+'));
            let byte = digits.and_then(|pair| u8::from_str_radix(pair, 16).ok());
            bytes.push(byte.ok_or(AddressError::Malformed)?);
            rest = after;
        } else {
            bytes.push(byte);
        }
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read() {
        let read = |uri| Address::parse(uri).map(|a| (a.known_as(), a.user, a.path));
        let told =
            |host: &str, user: &str, path: &[u8]| Ok((host.to_owned(), user.to_owned(), path.to_vec()));
        assert_eq!(read("sftp://a@Host/"), told("host", "a", b"/"));
        assert_eq!(read("sftp://a@host:22/x/y/"), told("host", "a", b"/x/y"));
        assert_eq!(read("sftp://a%40b@[::1]:2022/%fcb er"), told("[::1]:2022", "a@b", b"/\xfcb er"));
        assert_eq!(read("sftp://a@host/~"), told("host", "a", b"."));
        assert_eq!(read("sftp://a@host/~/~x"), told("host", "a", b"~x"));
        for (uri, error) in [
            ("ftp://a@host/x", AddressError::Malformed),
            ("sftp://a@host", AddressError::NoFolder),
            ("sftp://host/x", AddressError::NoUser),
            ("sftp://@host/x", AddressError::NoUser),
            ("sftp://a:hush@host/x", AddressError::Password),
            ("sftp://a@host:0/x", AddressError::Malformed),
            ("sftp://a@host:x/x", AddressError::Malformed),
            ("sftp://a@-oProxyCommand=x/x", AddressError::Malformed),
            ("sftp://a@host/x/../y", AddressError::Malformed),
            ("sftp://a@host/x%00", AddressError::Malformed),
            ("sftp://a@host/x%2", AddressError::Malformed),
            ("sftp://a@host/x?y=z", AddressError::Malformed),
        ] {
            assert_eq!(read(uri), Err(error), "{uri}");
        }
    }
}
