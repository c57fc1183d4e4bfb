// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a rehearsal of an encrypted plan is encrypted with: keys that lie in memory only, and only while it lasts. So what it writes can be
//! read again here, by nobody else, and by nobody at all once it is over or has died.

use super::WayFiles;
use crate::error::MoveError;
use crate::file::PlanWriter;
use crate::veil::{Identity, Safe, content_digest};
use aws_lc_rs::rand;
use hoheit_connect::Depot;
use hoheit_types::{Digest, RelPath};
use zeroize::Zeroizing;

pub(super) struct Once {
    identity: Identity,
    /// What seals the stream key, which the engine puts beside the journal
    sealing: Zeroizing<[u8; 32]>,
}

impl Once {
    pub(super) fn new() -> Result<Self, MoveError> {
        Ok(Self { identity: Identity::generate()?, sealing: random()? })
    }

    /// Lets a plan be encrypted for us alone, under names of its own.
    pub(super) fn encrypting(&self, writer: PlanWriter) -> Result<PlanWriter, MoveError> {
        Ok(writer.encrypting(&[self.identity.recipient()?], *random()?))
    }

    pub(super) fn safe<'s>(&'s self, files: &'s WayFiles) -> Safe<'s> {
        Safe { path: &files.stream_key, key: &self.sealing }
    }

    /// BLAKE3 of what came back, decrypted; `None`: it can't be.
    pub(super) fn content(
        &self,
        home: &dyn Depot,
        name: &RelPath,
        size_bytes: u64,
    ) -> Result<Option<Digest>, MoveError> {
        content_digest(home, (name, size_bytes), std::slice::from_ref(&self.identity))
    }
}

fn random() -> Result<Zeroizing<[u8; 32]>, MoveError> {
    let mut bytes = Zeroizing::new([0; 32]);
    rand::fill(bytes.as_mut_slice()).map_err(|_| MoveError::Cipher)?;
    Ok(bytes)
}
