// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::http::encode::{decode, encode};
use crate::http::host_of;

/// A bucket, or a prefix in it, and the server that holds it.
///
/// ```
/// use hoheit_connect::s3::Address;
/// let town = Address::parse("s3://akten/bauamt?endpoint=https://s3.stadt.example&region=nord").unwrap();
/// assert_eq!((town.bucket(), town.prefix()), ("akten", "bauamt/"));
/// // Without an endpoint it is Amazon's, which wants to know the region.
/// assert!(Address::parse("s3://akten/bauamt").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    pub(super) is_tls: bool,
    /// Host and port as in the `Host` header, with the bucket in front where the style says so
    pub(super) authority: String,
    pub(super) bucket: String,
    pub(super) prefix: String,
    pub(super) region: String,
    pub(super) style: Style,
}

/// Where the bucket stands in requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `https://server/bucket/key`: what servers in the house speak, and every certificate fits
    Path,
    /// `https://bucket.server/key`: what Amazon wants
    Virtual,
}

/// An address that can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It does not begin with `s3://bucket`
    #[error("is no address of the form s3://bucket/prefix?endpoint=https://server&region=name")]
    Malformed,
    /// No such setting
    #[error("has a setting other than endpoint, region and style")]
    UnknownSetting,
    /// A bucket's name has 3 to 63 small letters, digits, dots and hyphens
    #[error("names a bucket that can't exist: 3 to 63 small letters, digits, dots and hyphens")]
    Bucket,
    /// Neither endpoint nor region
    #[error("names neither an endpoint nor a region of Amazon's")]
    NoServer,
    /// The endpoint is no `http://` or `https://` with host and port alone
    #[error("has an endpoint that is not https://host or https://host:port")]
    Endpoint,
    /// A style other than `path` and `virtual`
    #[error("has a style other than path and virtual")]
    Style,
}

/// What servers that have no regions call theirs; Amazon's first one.
const DEFAULT_REGION: &str = "us-east-1";

impl Address {
    /// Reads `s3://bucket/prefix?endpoint=https://host:port&region=name&style=path|virtual`. A prefix is a folder: it
    /// gets a `/` at its end.
    pub fn parse(uri: &str) -> Result<Self, AddressError> {
        let rest = uri.strip_prefix("s3://").ok_or(AddressError::Malformed)?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let (mut endpoint, mut region, mut style) = (None, None, None);
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').ok_or(AddressError::Malformed)?;
            let value = decode(value).ok_or(AddressError::Malformed)?;
            match name {
                "endpoint" => endpoint = Some(value),
                "region" => region = Some(value),
                "style" => style = Some(value),
                _ => return Err(AddressError::UnknownSetting),
            }
        }
        if !is_bucket(bucket) {
            return Err(AddressError::Bucket);
        }
        let endpoint = match (endpoint, &region) {
            (Some(endpoint), _) => endpoint,
            (None, Some(region)) if is_region(region) => format!("https://s3.{region}.amazonaws.com"),
            _ => return Err(AddressError::NoServer),
        };
        let region = region.unwrap_or_else(|| DEFAULT_REGION.to_owned());
        let style = match style.as_deref() {
            Some("path") => Style::Path,
            Some("virtual") => Style::Virtual,
            Some(_) => return Err(AddressError::Style),
            // A dot in the bucket's name fits no certificate of the form *.server.
            None if endpoint.ends_with(".amazonaws.com") && !bucket.contains('.') => Style::Virtual,
            None => Style::Path,
        };
        let (is_tls, host) = host_of(&endpoint).ok_or(AddressError::Endpoint)?;
        let prefix = decode(prefix.trim_matches('/')).ok_or(AddressError::Malformed)?;
        if !is_region(&region) {
            return Err(AddressError::NoServer);
        }
        Ok(Self {
            is_tls,
            authority: match style {
                Style::Path => host.to_owned(),
                Style::Virtual => format!("{bucket}.{host}"),
            },
            bucket: bucket.to_owned(),
            prefix: if prefix.is_empty() { prefix } else { prefix + "/" },
            region,
            style,
        })
    }

    /// The bucket's name.
    pub fn bucket(&self) -> &str {
        &self.bucket
    }

    /// What all keys begin with: empty, or with a `/` at its end.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// What two addresses have in common that lead to the same bucket of the same server.
    pub fn holder(&self) -> String {
        format!("s3://{}/{}", self.authority, self.bucket)
    }

    /// The region, where one was entered.
    pub(super) fn entered_region(&self) -> Option<&str> {
        (self.region != DEFAULT_REGION).then_some(self.region.as_str())
    }

    /// Whether the way there is encrypted.
    pub fn is_tls(&self) -> bool {
        self.is_tls
    }

    /// The path of a key as it stands in the request, encoded; of the bucket for an empty key.
    pub(super) fn path(&self, key: &str) -> String {
        let mut path = String::with_capacity(key.len() + self.bucket.len() + 8);
        if self.style == Style::Path {
            path.push('/');
            path.push_str(&self.bucket);
        }
        path.push('/');
        encode(key.as_bytes(), true, &mut path);
        path
    }

    /// Scheme and authority, as every URL begins.
    pub(super) fn origin(&self) -> String {
        format!("{}://{}", if self.is_tls { "https" } else { "http" }, self.authority)
    }
}

/// Amazon S3 user guide, "General purpose bucket naming rules", less what only Amazon asks.
fn is_bucket(name: &str) -> bool {
    (3..=63).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.'))
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.ends_with(|c: char| c.is_ascii_alphanumeric())
}

/// It stands in the signature and, for Amazon, in the host.
fn is_region(name: &str) -> bool {
    (1..=63).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}
