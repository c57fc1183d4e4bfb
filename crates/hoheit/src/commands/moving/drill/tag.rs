// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Tag files on their way to the package: written piece by piece, hashed while they are, and encrypted before that where the package is.

use super::super::{failure, store_failure};
use crate::context::Context;
use crate::failure::Failure;
use hoheit_move::{Recipient, Writing};
use hoheit_store::{AppendFile, StateDir, StoreError};
use sha2::{Digest as _, Sha256};

/// Bytes that are written at a time. 1 MiB: a write costs nothing then.
const BUFFER_BYTES: usize = 1 << 20;

/// A tag file that was written.
#[derive(Clone, Debug)]
pub(super) struct Written {
    /// Its name within the package
    pub(super) name: String,
    /// In hexadecimal digits
    pub(super) sha256: String,
    pub(super) size_bytes: u64,
}

/// Where the tag files of a package are written.
#[derive(Clone, Copy)]
pub(super) struct Tray<'t> {
    pub(super) context: &'t Context,
    pub(super) root: &'t StateDir,
    /// For whom the package is encrypted; nobody: it is not
    pub(super) recipients: &'t [Recipient],
}

/// A tag file that is being written.
pub(super) struct Tag<'t> {
    context: &'t Context,
    name: String,
    file: AppendFile,
    hasher: Sha256,
    /// What encrypts it; `None`: it is in the clear
    writing: Option<Writing>,
    buffer: Vec<u8>,
    size_bytes: u64,
}

impl<'t> Tray<'t> {
    /// Begins one that anybody may read; what an earlier run wrote of it goes.
    pub(super) fn open(self, name: &str) -> Result<Tag<'t>, Failure> {
        let Self { context, root, .. } = self;
        let fail = |error: StoreError| store_failure(context, error);
        let mut folder = root.path().to_owned();
        let mut parts: Vec<&str> = name.split('/').collect();
        let leaf = parts.pop().unwrap_or_default();
        for part in parts {
            folder.push(part);
            StateDir::open(&folder).map_err(fail)?;
        }
        let file =
            AppendFile::open(&folder.join(leaf), &mut |_| Ok::<bool, StoreError>(false)).map_err(fail)?;
        let (hasher, buffer) = (Sha256::new(), Vec::with_capacity(BUFFER_BYTES));
        Ok(Tag { context, name: name.to_owned(), file, hasher, writing: None, buffer, size_bytes: 0 })
    }

    // INVARIANT (nothing-in-the-clear)
    /// Begins one that tells of files, persons or decisions: of an encrypted package it is an age file from its first byte on, with `.age` behind its name.
    pub(super) fn private(self, name: &str) -> Result<Tag<'t>, Failure> {
        if self.recipients.is_empty() {
            return self.open(name);
        }
        let writing = Writing::new(self.recipients).map_err(|error| failure(self.context, error))?;
        Ok(Tag { writing: Some(writing), ..self.open(&format!("{name}.age"))? })
    }

    /// Writes one that anybody may read.
    pub(super) fn whole(self, name: &str, text: &str) -> Result<Written, Failure> {
        let mut tag = self.open(name)?;
        tag.put(text)?;
        tag.finish()
    }
}

impl Tag<'_> {
    pub(super) fn put(&mut self, text: &str) -> Result<(), Failure> {
        match &mut self.writing {
            Some(writing) => {
                let put = writing.put(text.as_bytes(), &mut self.buffer);
                put.map_err(|error| failure(self.context, error))?;
            }
            None => self.buffer.extend_from_slice(text.as_bytes()),
        }
        if self.buffer.len() >= BUFFER_BYTES { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Failure> {
        self.hasher.update(&self.buffer);
        self.size_bytes += self.buffer.len() as u64;
        self.file.append(&self.buffer).map_err(|error| store_failure(self.context, error))?;
        self.buffer.clear();
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<Written, Failure> {
        if let Some(writing) = self.writing.take() {
            writing.finish(&mut self.buffer).map_err(|error| failure(self.context, error))?;
        }
        self.flush()?;
        self.file.sync().map_err(|error| store_failure(self.context, error))?;
        Ok(Written { name: self.name, sha256: hex(&self.hasher.finalize()), size_bytes: self.size_bytes })
    }
}

/// Hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A line of a manifest: RFC 8493 encodes these three characters of a name, and no other.
pub(super) fn manifest_line(sha256: &str, name: &str) -> String {
    let name = name.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D");
    format!("{sha256}  {name}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_manifests_are_encoded_as_the_standard_says() {
        assert_eq!(manifest_line("ab", "data/100%\r\nü.txt"), "ab  data/100%25%0D%0Aü.txt\n");
        assert_eq!(hex(&[0, 255, 16]), "00ff10");
    }
}
