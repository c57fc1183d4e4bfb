// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Objects that leave encrypted: what lies over the source, so that everything else works on the bytes that really lie at the target.
//!
//! ```text
//! stream key (random, one a move) ─HKDF, by the object's name→ file key, nonce, ephemeral keys ─→ the same age file, whenever it is asked for
//! ```
//!
//! See `docs/adr/0021-client-side-encryption.md`.

mod age;
mod bech32;
mod holding;
mod names;
mod opening;
mod rest;
mod sealing;
#[cfg(test)]
mod tests;
mod whole;
mod writing;

pub(crate) use age::sealed_bytes;
pub use age::{Identity, NoKey, Recipient};
pub(crate) use holding::{content_digest, prove_key};
pub(crate) use names::{index_name, is_index, opaque};
pub(crate) use opening::Opening;
pub use rest::Safe;
pub(crate) use sealing::Sealing;
pub use writing::Writing;

use crate::error::MoveError;
use crate::file::PlanFile;
use crate::journal::{Journal, Progress, Step};
use age::{NONCE, Sealer, derive};
use aws_lc_rs::rand;
use hoheit_types::{Encryption, RelPath};
use zeroize::Zeroizing;

type StreamKey = Zeroizing<[u8; 32]>;

/// The most recipients of a plan. 16: an office and its deputies; each adds 98 bytes to every object.
pub const MOST_RECIPIENTS: usize = 16;

/// Makes age files of a move's objects.
pub(crate) struct Veil {
    key: StreamKey,
    recipients: Vec<Recipient>,
}

/// The recipients of a plan. `PlanDamaged`: there are none, too many, or no such keys.
fn recipients(encryption: &Encryption) -> Result<Vec<Recipient>, MoveError> {
    let all =
        encryption.recipients.iter().map(|text| text.parse()).collect::<Result<Vec<Recipient>, NoKey>>();
    let all = all.map_err(|_| MoveError::PlanDamaged)?;
    if all.is_empty() || all.len() > MOST_RECIPIENTS { Err(MoveError::PlanDamaged) } else { Ok(all) }
}

/// Whether one of these private keys decrypts what was moved by a plan.
pub(crate) fn fits(encryption: &Encryption, identities: &[Identity]) -> Result<bool, MoveError> {
    let known = recipients(encryption)?;
    for identity in identities {
        if known.contains(&identity.recipient()?) {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Veil {
    /// `None`: nothing is encrypted by this plan. A stream key that was lost is replaced; what was sent in parts by the old one is sent again.
    pub(crate) fn of(
        plan: &PlanFile,
        safe: Option<Safe<'_>>,
        (journal, state): (&mut Journal, &mut Progress),
    ) -> Result<Option<Self>, MoveError> {
        let Some(encryption) = &plan.plan().encryption else { return Ok(None) };
        let recipients = recipients(encryption)?;
        let safe = safe.ok_or(MoveError::Cipher)?;
        if let Some(key) = safe.take(plan.digest()) {
            return Ok(Some(Self { key, recipients }));
        }
        let mut key = StreamKey::default();
        rand::fill(key.as_mut_slice()).map_err(|_| MoveError::Cipher)?;
        // First that earlier parts count no more, then the key: parts of two keys must never make one object.
        journal.append(&Step::Keyed)?;
        journal.sync()?;
        state.forget_parts();
        safe.put(plan.digest(), &key)?;
        Ok(Some(Self { key, recipients }))
    }

    /// An object of so many bytes.
    pub(crate) fn sealing(&self, name: &RelPath, size_bytes: u64) -> Result<Sealing, MoveError> {
        let make = |what: &[u8], to: &mut [u8]| {
            derive(&[], self.key.as_slice(), &[b"hoheit-move/1 ", what, b"\0", name.as_str().as_bytes()], to)
        };
        let (mut file_key, mut nonce) = (Zeroizing::new([0; 16]), [0; NONCE]);
        make(b"file key", file_key.as_mut_slice())?;
        make(b"nonce", &mut nonce)?;
        let mut all = Vec::with_capacity(self.recipients.len());
        for (number, recipient) in self.recipients.iter().enumerate() {
            let mut ephemeral = Zeroizing::new([0; 32]);
            make(format!("ephemeral {number}").as_bytes(), ephemeral.as_mut_slice())?;
            all.push((*recipient, ephemeral));
        }
        Ok(Sealing::new(Sealer::new(&file_key, &nonce, &all)?, size_bytes))
    }
}
