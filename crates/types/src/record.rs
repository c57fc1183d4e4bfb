// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::Digest;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Something that people state and that is kept with its history: a site, a contract, a classification.
///
/// Its serialised form is what its digest is made of: fields in the order of their definition, maps and sets sorted. A changed
/// form gets a new [`Record::KIND`].
pub trait Record: Serialize + for<'d> Deserialize<'d> {
    /// Stable name of the kind, and the version of its form: `site/1`
    const KIND: &'static str;

    /// What it is known by among its kind: the latest statement about a subject counts.
    fn subject(&self) -> String;

    /// Its serialised form, and the digest of that.
    fn write(&self) -> Result<(Digest, String), serde_json::Error> {
        let body = serde_json::to_string(self)?;
        Ok((digest_of(Self::KIND, &body), body))
    }

    /// Reads what [`Record::write`] wrote; `None` where it is no such record, or does not fit the digest.
    fn read(digest: Digest, body: &str) -> Option<Self> {
        // INVARIANT (content-under-its-digest): what does not fit its digest was changed by somebody.
        (digest_of(Self::KIND, body) == digest).then(|| serde_json::from_str(body).ok()).flatten()
    }
}

/// What a record is known by: BLAKE3 over its kind, a line feed and its serialised form.
pub fn digest_of(kind: &str, body: &str) -> Digest {
    let mut hasher = blake3::Hasher::new();
    hasher.update(kind.as_bytes()).update(b"\n").update(body.as_bytes());
    Digest::new(*hasher.finalize().as_bytes())
}

/// A short name that commands and files use: small letters, digits, `-` and `_`, at most 60.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ShortName(String);

impl ShortName {
    /// As a text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ShortName {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        // 60: it stands in columns on a terminal.
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        if text.is_empty() || text.len() > 60 || !text.chars().all(is_plain) {
            return Err(format!("'{text}' is no short name: small letters, digits, - and _, at most 60"));
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for ShortName {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<ShortName> for String {
    fn from(name: ShortName) -> Self {
        name.0
    }
}

impl fmt::Display for ShortName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
