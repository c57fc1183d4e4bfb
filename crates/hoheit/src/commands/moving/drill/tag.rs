// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Tag files on their way to the package: written piece by piece, hashed while they are.

use super::super::store_failure;
use crate::context::Context;
use crate::failure::Failure;
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

/// A tag file that is being written.
pub(super) struct Tag<'t> {
    context: &'t Context,
    name: String,
    file: AppendFile,
    hasher: Sha256,
    buffer: Vec<u8>,
    size_bytes: u64,
}

impl<'t> Tag<'t> {
    /// Begins one; what an earlier run wrote of it goes.
    pub(super) fn begin(context: &'t Context, root: &StateDir, name: &str) -> Result<Self, Failure> {
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
        Ok(Self { context, name: name.to_owned(), file, hasher, buffer, size_bytes: 0 })
    }

    pub(super) fn put(&mut self, text: &str) -> Result<(), Failure> {
        self.buffer.extend_from_slice(text.as_bytes());
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
        self.flush()?;
        self.file.sync().map_err(|error| store_failure(self.context, error))?;
        Ok(Written { name: self.name, sha256: hex(&self.hasher.finalize()), size_bytes: self.size_bytes })
    }

    /// One that is whole already.
    pub(super) fn whole(
        context: &'t Context,
        root: &StateDir,
        name: &str,
        text: &str,
    ) -> Result<Written, Failure> {
        let mut tag = Self::begin(context, root, name)?;
        tag.put(text)?;
        tag.finish()
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
