// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What an entry of hoheit's log says. Entries are for ever, so they hold no personal data: a kind, a moment, and a commitment to a body
//! that lies elsewhere and can be erased there.
//!
//! ```text
//! hoheit-entry/1
//! kind decisions/1
//! time 1764453340123456789
//! commitment 2jXqZ0Cq4Ww2mB1l5Hn5YyqF1nAEHMjvE9kXw0yJm5I=
//! ```

use crate::hash::Hash;
use base64ct::{Base64, Encoding as _};
use hoheit_types::Timestamp;
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::str::FromStr;

/// The first line of every entry of this version.
const HEAD: &str = "hoheit-entry/1";

/// The head of what is hashed for a commitment: the same bytes mean nothing else anywhere.
const COMMITMENT_HEAD: &[u8] = b"hoheit-commitment/1\n";

/// A kind is a name and a version. Longer ones would only fill the memory of whoever counts them.
const KIND_LIMIT_BYTES: usize = 64;

/// One entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Of what, and the version of its form: `decisions/1`. Small ASCII letters, digits, `-`, `_` and `/`, at most 64
    pub kind: String,
    /// When
    pub at: Timestamp,
    /// What
    pub said: Said,
}

/// What an entry holds of its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A commitment: the body is shown by an [`Opening`], or by nobody any more
    Committed(Commitment),
    /// The body itself, one line without control characters: only for what everybody may read for ever, such as keys
    Open(String),
}

/// The hash of salt and body. Without the salt it tells nothing, even of a body that can be guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment(pub Hash);

/// What shows the body of an entry.
#[derive(Clone, PartialEq, Eq)]
pub struct Opening {
    /// Random; made for this entry alone
    pub salt: [u8; 32],
    /// The body
    pub body: String,
}

impl Opening {
    /// What the entry says of it.
    pub fn commitment(&self) -> Commitment {
        let hash =
            Sha256::new().chain_update(COMMITMENT_HEAD).chain_update(self.salt).chain_update(&self.body);
        Commitment(Hash::new(hash.finalize().into()))
    }

    /// Salt and body behind each other: the extra data of a proof.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.salt.iter().chain(self.body.as_bytes()).copied().collect()
    }

    /// The reverse of [`Opening::to_bytes`].
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (salt, body) = bytes.split_first_chunk::<32>()?;
        Some(Self { salt: *salt, body: String::from_utf8(body.to_vec()).ok()? })
    }
}

/// A body may name persons.
impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opening({} bytes)", self.body.len())
    }
}

/// Not an entry of this version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an entry that this program understands")]
pub struct EntryError;

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{HEAD}\nkind {}\ntime {}\n", self.kind, self.at.0)?;
        match &self.said {
            Said::Committed(Commitment(hash)) => writeln!(f, "commitment {hash}"),
            Said::Open(body) => writeln!(f, "open {body}"),
        }
    }
}

impl Entry {
    /// Reads an entry; the same entry has one writing only.
    pub fn parse(bytes: &[u8]) -> Result<Self, EntryError> {
        let text = str::from_utf8(bytes).map_err(|_| EntryError)?;
        text.parse()
    }
}

impl FromStr for Entry {
    type Err = EntryError;
    fn from_str(text: &str) -> Result<Self, EntryError> {
        let parsed = || {
            let mut lines = text.strip_suffix('\n')?.split('\n');
            let head = lines.next()?;
            let kind = lines.next()?.strip_prefix("kind ")?.to_owned();
            let time = lines.next()?.strip_prefix("time ")?;
            let at = Timestamp(time.parse().ok()?);
            let said = match lines.next()?.split_once(' ')? {
                ("commitment", hash) => Said::Committed(Commitment(hash.parse().ok()?)),
                // What is shown to people must not steer their terminal.
                ("open", body) if !body.contains(char::is_control) => Said::Open(body.to_owned()),
                _ => return None,
            };
            // One entry, one writing: a number has many, base64 is decoded from one only, and all else is taken as it is.
            let is_whole =
                head == HEAD && lines.next().is_none() && is_kind(&kind) && at.0.to_string() == time;
            is_whole.then_some(Self { kind, at, said })
        };
        parsed().ok_or(EntryError)
    }
}

fn is_kind(kind: &str) -> bool {
    let is_plain = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'-' | b'_' | b'/');
    !kind.is_empty() && kind.len() <= KIND_LIMIT_BYTES && kind.bytes().all(is_plain)
}

/// Base64 of an opening, for files that hold lines.
impl fmt::Display for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&Base64::encode_string(&self.to_bytes()))
    }
}
