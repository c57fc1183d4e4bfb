// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The age file format, version 1, with X25519 recipients: <https://c2sp.org/age>, read 2026-11-30.
//!
//! ```text
//! header (which wraps the file key for each recipient) ‖ nonce (16) ‖ chunks of 64 KiB, each sealed by itself, 16 bytes longer
//! ```
//!
//! With the same file key, nonce and ephemeral keys the same bytes come again, whole or from any place on. That is what the `age` crate does not
//! offer, and why this is here.

use super::bech32;
use crate::error::MoveError;
use aws_lc_rs::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{PrivateKey, UnparsedPublicKey, X25519, agree};
use aws_lc_rs::{hkdf, hmac, rand};
use base64ct::{Base64Unpadded, Encoding as _};
use std::fmt;
use std::str::FromStr;
use zeroize::Zeroizing;

pub(super) const INTRO: &str = "age-encryption.org/v1\n";
pub(super) const STANZA: &str = "-> X25519 ";
pub(super) const FOOTER: &str = "---";
const WRAP: &[u8] = b"age-encryption.org/v1/X25519";
const RECIPIENT: &str = "age";
const IDENTITY: &str = "age-secret-key-";

/// Bytes that a chunk holds.
pub(super) const CHUNK: u64 = 64 << 10;
/// What sealing adds to each.
pub(super) const TAG: u64 = 16;
/// A chunk as it lies in the file.
pub(super) const SEALED: u64 = CHUNK + TAG;
pub(super) const NONCE: usize = 16;
pub(super) type FileKey = Zeroizing<[u8; 16]>;
/// Bytes of 32 bytes in Base64 without padding.
const TEXT: u64 = 43;

/// Whom something is encrypted for: a public key, `age1…`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Recipient([u8; 32]);

/// It is no key of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a key of age")]
pub struct NoKey;

impl FromStr for Recipient {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        // Large letters would be another name of the same key.
        let is_small = !text.bytes().any(|byte| byte.is_ascii_uppercase());
        let bytes = bech32::decode(RECIPIENT, text).filter(|_| is_small).ok_or(NoKey)?;
        let recipient = Self(*bytes);
        // Points of small order make the same secret with every key.
        shared(&[1; 32], &recipient.0).map(|_| recipient).map_err(|_| NoKey)
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&bech32::encode(RECIPIENT, &self.0))
    }
}

/// A private key. It never stays anywhere: hoheit reads it when something has to be decrypted, and forgets it.
pub struct Identity(Zeroizing<[u8; 32]>);

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity")
    }
}

impl FromStr for Identity {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        bech32::decode(IDENTITY, text).map(Self).ok_or(NoKey)
    }
}

impl Identity {
    /// A new one.
    pub(crate) fn generate() -> Result<Self, MoveError> {
        let mut secret = Zeroizing::new([0; 32]);
        rand::fill(secret.as_mut_slice()).map_err(cipher)?;
        Ok(Self(secret))
    }

    /// Reads a file as `age-keygen` writes it: keys, one a line, blank lines, and remarks that begin with `#`.
    pub fn read_all(text: &str) -> Result<Vec<Self>, NoKey> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let all: Vec<Self> = lines.map(str::parse).collect::<Result<_, NoKey>>()?;
        if all.is_empty() { Err(NoKey) } else { Ok(all) }
    }

    /// What belongs to it and may be known to all.
    pub fn recipient(&self) -> Result<Recipient, MoveError> {
        public(&self.0).map(Recipient)
    }

    /// The file key out of one stanza; `None`: it is for somebody else.
    pub(super) fn unwrap(&self, share: &[u8; 32], body: &[u8; 32]) -> Option<FileKey> {
        let own = self.recipient().ok()?;
        let secret = shared(&self.0, share).ok()?;
        let wrap = wrap_key(&secret, share, &own.0).ok()?;
        let mut body = Zeroizing::new(*body);
        let opened = wrap.open_in_place(no_nonce(), Aad::empty(), body.as_mut()).ok()?;
        Some(Zeroizing::new(*opened.first_chunk::<16>()?))
    }
}

fn cipher<E>(_: E) -> MoveError {
    MoveError::Cipher
}

fn public(secret: &[u8; 32]) -> Result<[u8; 32], MoveError> {
    let key = PrivateKey::from_private_key(&X25519, secret).map_err(cipher)?;
    key.compute_public_key().map_err(cipher)?.as_ref().try_into().map_err(cipher)
}

/// What two keys make together; an error where the other one is of small order.
fn shared(secret: &[u8; 32], other: &[u8; 32]) -> Result<Zeroizing<[u8; 32]>, MoveError> {
    let key = PrivateKey::from_private_key(&X25519, secret).map_err(cipher)?;
    let other = UnparsedPublicKey::new(&X25519, other);
    let secret = agree(&key, other, MoveError::Cipher, |secret| secret.try_into().map_err(cipher));
    secret
        .map(Zeroizing::new)
        .and_then(|secret| if *secret == [0; 32] { Err(MoveError::Cipher) } else { Ok(secret) })
}

fn wrap_key(secret: &[u8; 32], share: &[u8; 32], recipient: &[u8; 32]) -> Result<LessSafeKey, MoveError> {
    let mut key = Zeroizing::new([0; 32]);
    derive(&[share.as_slice(), recipient].concat(), secret, &[WRAP], &mut *key)?;
    aead(&key)
}

fn no_nonce() -> Nonce {
    Nonce::assume_unique_for_key([0; 12])
}

/// ChaCha20-Poly1305.
pub(super) fn aead(key: &[u8; 32]) -> Result<LessSafeKey, MoveError> {
    UnboundKey::new(&CHACHA20_POLY1305, key).map(LessSafeKey::new).map_err(cipher)
}

struct Bytes(usize);

impl hkdf::KeyType for Bytes {
    fn len(&self) -> usize {
        self.0
    }
}

/// HKDF-SHA-256.
pub(super) fn derive(salt: &[u8], secret: &[u8], info: &[&[u8]], to: &mut [u8]) -> Result<(), MoveError> {
    let known = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(secret);
    known.expand(info, Bytes(to.len())).and_then(|made| made.fill(to)).map_err(cipher)
}

/// What a header is authenticated by.
pub(super) fn header_key(file_key: &FileKey) -> Result<hmac::Key, MoveError> {
    let mut key = Zeroizing::new([0; 32]);
    derive(&[], file_key.as_slice(), &[b"header"], &mut *key)?;
    Ok(hmac::Key::new(hmac::HMAC_SHA256, &*key))
}

/// What chunks are sealed by.
pub(super) fn payload_key(file_key: &FileKey, nonce: &[u8; NONCE]) -> Result<LessSafeKey, MoveError> {
    let mut key = Zeroizing::new([0; 32]);
    derive(nonce, file_key.as_slice(), &[b"payload"], &mut *key)?;
    aead(&key)
}

/// Each chunk has its own: its number, and whether it is the last.
pub(super) fn chunk_nonce(number: u64, is_last: bool) -> Nonce {
    let mut nonce = [0; 12];
    nonce.iter_mut().skip(3).zip(number.to_be_bytes()).for_each(|(to, from)| *to = from);
    if let Some(mark) = nonce.last_mut() {
        *mark = u8::from(is_last);
    }
    Nonce::assume_unique_for_key(nonce)
}

/// How many chunks a content has. An empty one has one, which is empty.
pub(super) fn chunks(size_bytes: u64) -> u64 {
    size_bytes.div_ceil(CHUNK).max(1)
}

/// Bytes before the first chunk.
fn prefix_bytes(recipients: u64) -> u64 {
    let (intro, stanza, footer) = (INTRO.len() as u64, STANZA.len() as u64, FOOTER.len() as u64);
    intro + recipients * (stanza + TEXT + 1 + TEXT + 1) + footer + 1 + TEXT + 1 + NONCE as u64
}

/// Bytes of the age file of a content, for so many recipients.
pub(crate) fn sealed_bytes(size_bytes: u64, recipients: usize) -> u64 {
    let tags = chunks(size_bytes).saturating_mul(TAG);
    size_bytes.saturating_add(tags).saturating_add(prefix_bytes(recipients as u64))
}

/// What seals one file.
pub(super) struct Sealer {
    /// Header and nonce
    pub(super) prefix: Vec<u8>,
    key: LessSafeKey,
}

impl Sealer {
    /// For these recipients, each with the ephemeral key that wraps for it.
    pub(super) fn new(
        file_key: &FileKey,
        nonce: &[u8; NONCE],
        recipients: &[(Recipient, Zeroizing<[u8; 32]>)],
    ) -> Result<Self, MoveError> {
        let mut header = INTRO.to_owned();
        for (recipient, ephemeral) in recipients {
            let share = public(ephemeral)?;
            let wrap = wrap_key(&*shared(ephemeral, &recipient.0)?, &share, &recipient.0)?;
            let mut body = file_key.to_vec();
            let tag = wrap.seal_in_place_separate_tag(no_nonce(), Aad::empty(), &mut body).map_err(cipher)?;
            body.extend_from_slice(tag.as_ref());
            let (share, body) = (Base64Unpadded::encode_string(&share), Base64Unpadded::encode_string(&body));
            header.extend([STANZA, &share, "\n", &body, "\n"]);
        }
        header += FOOTER;
        let sum = hmac::sign(&header_key(file_key)?, header.as_bytes());
        header.extend([" ", &Base64Unpadded::encode_string(sum.as_ref()), "\n"]);
        let mut prefix = header.into_bytes();
        prefix.extend_from_slice(nonce);
        Ok(Self { prefix, key: payload_key(file_key, nonce)? })
    }

    /// Seals one chunk where it is, and puts its tag behind it.
    pub(super) fn seal(&self, number: u64, is_last: bool, chunk: &mut Vec<u8>) -> Result<(), MoveError> {
        let nonce = chunk_nonce(number, is_last);
        let tag = self.key.seal_in_place_separate_tag(nonce, Aad::empty(), chunk).map_err(cipher)?;
        chunk.extend_from_slice(tag.as_ref());
        Ok(())
    }
}
