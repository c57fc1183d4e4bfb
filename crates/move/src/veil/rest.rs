// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Where the stream key of a move rests while that is not complete: a file beside the journal, sealed with a key of the state folder and bound to the
//! plan. A copy of the move's folder alone tells nothing; the state folder as a whole does.

use super::StreamKey;
use super::age::aead;
use crate::error::MoveError;
use aws_lc_rs::aead::{Aad, Nonce};
use aws_lc_rs::rand;
use base64ct::{Base64, Encoding as _};
use hoheit_store::{Os, discard, replace};
use hoheit_types::Digest;
use std::path::Path;
use zeroize::Zeroizing;

/// Version of the file's form: what it begins with.
const FORMAT: &str = "hoheit-stream-key/1";
const NONCE: usize = 12;

/// Where a stream key rests, and what it is sealed with.
#[derive(Clone, Copy)]
pub struct Safe<'s> {
    /// The file's path
    pub path: &'s Path,
    /// A key of the state folder, which lies elsewhere
    pub key: &'s [u8; 32],
}

fn bound_to(plan: Digest) -> Aad<Vec<u8>> {
    Aad::from([FORMAT.as_bytes(), plan.as_bytes()].concat())
}

impl Safe<'_> {
    /// `None`: there is none, or not one of this plan, or it can't be unsealed.
    pub(super) fn take(&self, plan: Digest) -> Option<StreamKey> {
        let text = Zeroizing::new(std::fs::read_to_string(self.path).ok()?);
        let text = text.strip_prefix(FORMAT)?.strip_prefix(' ')?.strip_suffix('\n')?;
        let bytes = Zeroizing::new(Base64::decode_vec(text).ok()?);
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
        let mut sealed = Zeroizing::new(sealed.to_vec());
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let opened = aead(self.key).ok()?.open_in_place(nonce, bound_to(plan), sealed.as_mut_slice()).ok()?;
        Some(Zeroizing::new(<[u8; 32]>::try_from(&*opened).ok()?))
    }

    pub(super) fn put(&self, plan: Digest, key: &StreamKey) -> Result<(), MoveError> {
        let mut nonce = [0; NONCE];
        rand::fill(&mut nonce).map_err(|_| MoveError::Cipher)?;
        let mut sealed = Zeroizing::new(key.to_vec());
        let sealer = aead(self.key)?;
        let tag = sealer.seal_in_place_separate_tag(
            Nonce::assume_unique_for_key(nonce),
            bound_to(plan),
            sealed.as_mut_slice(),
        );
        let tag = tag.map_err(|_| MoveError::Cipher)?;
        let bytes = [nonce.as_slice(), sealed.as_slice(), tag.as_ref()].concat();
        let text = format!("{FORMAT} {}\n", Base64::encode_string(&bytes));
        Ok(replace(&Os, self.path, text.as_bytes())?)
    }

    /// Removes it: whoever gets the state folder later has nothing to decrypt with. None there is fine.
    pub(crate) fn clear(&self) -> Result<(), MoveError> {
        if self.path.exists() { Ok(discard(self.path)?) } else { Ok(()) }
    }
}
