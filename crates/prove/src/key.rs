// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use base64ct::{Base64, Encoding as _};
use ed25519_dalek::{Signer as _, SigningKey};
use hoheit_merkle::{KeyKind, NoteSignature, VerifierKey, cosigned_message};
use std::fmt;

/// What a log or a witness signs with. Written as `PRIVATE+KEY+<name>+<id>+<base64 of kind and seed>`, as the note packages of Go do.
pub struct LogKey {
    key: SigningKey,
    verifier: VerifierKey,
}

/// Not a key that can sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogKeyError {
    /// It is not written like one
    #[error("not a signing key")]
    Form,
    /// A name with blanks or plus signs, or none
    #[error("a key's name has neither blanks nor plus signs")]
    Name,
    /// It lies under another passphrase, or was changed
    #[error("the passphrase does not open the key")]
    Passphrase,
    /// The system gave no random bytes
    #[error("the system gives no random numbers")]
    Random,
}

/// A name for a log that nobody has named: no other log has it.
pub fn random_origin() -> Result<String, LogKeyError> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|_| LogKeyError::Random)?;
    Ok(format!("hoheit-log/{:016x}", u64::from_be_bytes(bytes)))
}

impl LogKey {
    /// A new key; the name of a log's key is its origin.
    pub fn generate(name: &str, kind: KeyKind) -> Result<Self, LogKeyError> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|_| LogKeyError::Random)?;
        Self::from_seed(name, kind, seed)
    }

    /// A key from 32 secret bytes.
    pub fn from_seed(name: &str, kind: KeyKind, seed: [u8; 32]) -> Result<Self, LogKeyError> {
        let key = SigningKey::from_bytes(&seed);
        let verifier = VerifierKey::new(name, kind, key.verifying_key().to_bytes());
        Ok(Self { key, verifier: verifier.ok_or(LogKeyError::Name)? })
    }

    /// Reads what [`LogKey::to_secret`] wrote.
    pub fn parse(text: &str) -> Result<Self, LogKeyError> {
        let parsed = || {
            let rest = text.trim_end().strip_prefix("PRIVATE+KEY+")?;
            let (name, rest) = rest.split_once('+')?;
            let (id, key) = rest.split_once('+')?;
            let bytes = Base64::decode_vec(key).ok()?;
            let (kind, seed) = bytes.split_first()?;
            let kind =
                [KeyKind::Ed25519, KeyKind::Cosignature].into_iter().find(|known| known.byte() == *kind)?;
            let key = Self::from_seed(name, kind, seed.try_into().ok()?).ok()?;
            (format!("{:08x}", key.verifier.id()) == id).then_some(key)
        };
        parsed().ok_or(LogKeyError::Form)
    }

    /// The secret, for the file that nobody else may read.
    pub fn to_secret(&self) -> String {
        let bytes: Vec<u8> =
            std::iter::once(self.verifier.kind().byte()).chain(self.key.to_bytes()).collect();
        let (name, id) = (self.verifier.name(), self.verifier.id());
        format!("PRIVATE+KEY+{name}+{id:08x}+{}\n", Base64::encode_string(&bytes))
    }

    pub(crate) fn seed(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    /// What its signatures are verified with.
    pub const fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// A signature over a text. A witness's key says when, too.
    pub fn sign(&self, text: &str, at_seconds: u64) -> NoteSignature {
        let bytes = match self.verifier.kind() {
            KeyKind::Ed25519 => self.key.sign(text.as_bytes()).to_vec(),
            KeyKind::Cosignature => {
                let signature = self.key.sign(cosigned_message(at_seconds, text).as_bytes()).to_bytes();
                [at_seconds.to_be_bytes().as_slice(), &signature].concat()
            }
        };
        NoteSignature { name: self.verifier.name().to_owned(), id: self.verifier.id(), bytes }
    }
}

impl fmt::Debug for LogKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LogKey({}+{:08x})", self.verifier.name(), self.verifier.id())
    }
}
