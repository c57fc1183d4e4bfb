// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt::{self, Write as _};

/// A path relative to its source, `/` between parts, no leading slash; the source's root is `""`.
///
/// File names are bytes on Linux and need not be UTF-8, but databases and reports want text. The text kept here is
/// reversible: a byte that is not part of valid UTF-8 stands as `\xHH`, and a backslash as `\\`. Names keep
/// their Unicode normal form: NFC and NFD spellings are different files to the file system, so they are here.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RelPath(String);

impl RelPath {
    /// The root of a source.
    pub const fn root() -> Self {
        Self(String::new())
    }

    /// From text that is already in the kept form, as the catalogue hands it back.
    pub fn from_kept(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The kept text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the root.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// This path plus one raw file name.
    #[must_use]
    pub fn join(&self, name: &[u8]) -> Self {
        let name = Self::escape(name);
        if self.is_root() { Self(name.into_owned()) } else { Self(format!("{}/{name}", self.0)) }
    }

    /// The last part, in the kept form; empty for the root.
    pub fn name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or("")
    }

    /// All but the last part; the root's parent is the root.
    #[must_use]
    pub fn parent(&self) -> Self {
        Self(self.0.rsplit_once('/').map_or("", |(parent, _)| parent).to_owned())
    }

    /// Whether it lies in a folder, or is it.
    pub fn lies_in(&self, folder: &Self) -> bool {
        folder.is_root()
            || self == folder
            || self.0.strip_prefix(&folder.0).is_some_and(|rest| rest.starts_with('/'))
    }

    /// The raw bytes, as the file system wants them.
    pub fn to_bytes(&self) -> Vec<u8> {
        let source = self.0.as_bytes();
        let mut out = Vec::with_capacity(source.len());
        let mut rest = source;
        while let Some((&byte, tail)) = rest.split_first() {
            rest = tail;
            match (byte, tail) {
                (b'\\', [b'x', high, low, after @ ..]) => {
                    let nibble = |c: u8| char::from(c).to_digit(16).unwrap_or(0) as u8;
                    out.push(nibble(*high) * 16 + nibble(*low));
                    rest = after;
                }
                (b'\\', [b'\\', after @ ..]) => {
                    out.push(b'\\');
                    rest = after;
                }
                _ => out.push(byte),
            }
        }
        out
    }

    /// One raw file name in the kept form.
    pub fn escape(name: &[u8]) -> Cow<'_, str> {
        if !name.contains(&b'\\')
            && let Ok(text) = str::from_utf8(name)
        {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(name.len() + 8);
        for chunk in name.utf8_chunks() {
            out.push_str(&chunk.valid().replace('\\', "\\\\"));
            for byte in chunk.invalid() {
                let _ = write!(out, "\\x{byte:02x}");
            }
        }
        Cow::Owned(out)
    }
}

/// The kept form as it is: wrap it in [`crate::Printable`] before it reaches a terminal.
impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
