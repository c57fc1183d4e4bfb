// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Signed notes and the keys that verify them (c2sp.org/signed-note, c2sp.org/tlog-cosignature).

use base64ct::{Base64, Encoding as _};
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::str::FromStr;

/// Sixteen signatures must be accepted, and post-quantum ones have up to 5 kB: this holds a hundred of them.
const NOTE_LIMIT_BYTES: usize = 1 << 20;

/// A text with signatures. Nothing of it may be believed before a signature has been verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The signed text, with its final line end
    pub text: String,
    /// In the order of their lines
    pub signatures: Vec<NoteSignature>,
}

/// One signature line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSignature {
    /// The name of the key
    pub name: String,
    /// The key's id: name and id together tell which key it is
    pub id: u32,
    /// What follows; its form depends on the kind of the key
    pub bytes: Vec<u8>,
}

/// Not a signed note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Above 1 MiB
    #[error("the note is too large")]
    TooLarge,
    /// It has characters that a note must not have
    #[error("the note holds control characters")]
    Characters,
    /// No blank line, or nothing like a signature after it
    #[error("the note has no signatures, or one of them is malformed")]
    Signatures,
    /// Made with the key of somebody who is known, but wrong: the note was changed
    #[error("a signature does not fit the text")]
    Wrong,
}

impl Note {
    /// Reads a note without believing it.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        if bytes.len() > NOTE_LIMIT_BYTES {
            return Err(NoteError::TooLarge);
        }
        let text = str::from_utf8(bytes).map_err(|_| NoteError::Characters)?;
        if text.chars().any(|c| c < ' ' && c != '\n') {
            return Err(NoteError::Characters);
        }
        // The text may hold empty lines: the last one parts it from the signatures.
        let blank = text.rfind("\n\n").ok_or(NoteError::Signatures)?;
        let (text, lines) = text.split_at_checked(blank + 1).ok_or(NoteError::Signatures)?;
        let lines = lines.strip_prefix('\n').and_then(|lines| lines.strip_suffix('\n'));
        let lines = lines.ok_or(NoteError::Signatures)?;
        let signatures = lines.split('\n').map(str::parse).collect::<Result<_, _>>()?;
        Ok(Self { text: text.to_owned(), signatures })
    }

    /// Whether a key has signed it. INVARIANT (a-known-key-signs-rightly-or-not-at-all): a wrong signature of a known key makes the whole note
    /// invalid. Returns the moment, in seconds since 1970, where the signature bears one.
    pub fn is_signed_by(&self, key: &VerifierKey) -> Result<Option<SignedAt>, NoteError> {
        let mut signed = None;
        // Once: it costs a hash, and there may be thousands of lines.
        let id = key.id();
        for signature in &self.signatures {
            if signature.id == id && signature.name == key.name {
                signed = Some(key.verify(&self.text, &signature.bytes).ok_or(NoteError::Wrong)?);
            }
        }
        Ok(signed)
    }
}

/// When a note was signed, where its signature says so.
pub type SignedAt = Option<u64>;

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| writeln!(f, "{signature}"))
    }
}

impl fmt::Display for NoteSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes: Vec<u8> = self.id.to_be_bytes().iter().chain(&self.bytes).copied().collect();
        write!(f, "— {} {}", self.name, Base64::encode_string(&bytes))
    }
}

impl FromStr for NoteSignature {
    type Err = NoteError;
    fn from_str(line: &str) -> Result<Self, NoteError> {
        let parsed = || {
            let (name, signature) = line.strip_prefix("— ")?.split_once(' ')?;
            let bytes = Base64::decode_vec(signature).ok()?;
            let (id, rest) = bytes.split_first_chunk::<4>()?;
            let id = u32::from_be_bytes(*id);
            (is_key_name(name) && !rest.is_empty()).then(|| Self {
                name: name.to_owned(),
                id,
                bytes: rest.to_vec(),
            })
        };
        parsed().ok_or(NoteError::Signatures)
    }
}

/// What a key is for. More kinds are assigned (ML-DSA-44 is 6); signatures by keys that we don't know are passed over, as the standard
/// demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// Ed25519 over the text: what a log signs with
    Ed25519,
    /// Ed25519 with a moment: what a witness signs with
    Cosignature,
}

impl KeyKind {
    /// The byte that stands for it (c2sp.org/signed-note, "Signature types").
    pub const fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 1,
            Self::Cosignature => 4,
        }
    }
}

/// What signatures are verified with: `<name>+<id>+<base64 of kind and public key>`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    kind: KeyKind,
    key: VerifyingKey,
}

/// Not a key that we can verify with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not three parts, or none of them readable
    #[error("not a verifier key: expected <name>+<id>+<key>")]
    Form,
    /// Name, id and key do not fit each other: it was copied wrongly
    #[error("the key's id does not fit its name")]
    Id,
    /// Another algorithm
    #[error("keys of the kind {0} can't be verified by this program")]
    Kind(u8),
}

impl VerifierKey {
    /// A key under a name; `None` where the name has blanks or plus signs, or is empty.
    pub fn new(name: &str, kind: KeyKind, key: [u8; 32]) -> Option<Self> {
        let key = VerifyingKey::from_bytes(&key).ok()?;
        is_key_name(name).then(|| Self { name: name.to_owned(), kind, key })
    }

    /// Its name; for a log that is its origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is for.
    pub const fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The first four bytes of a hash over name, kind and key.
    pub fn id(&self) -> u32 {
        key_id(&self.name, self.kind.byte(), self.key.as_bytes())
    }

    /// Whether both are the same public key, whatever their names.
    pub fn is_same_key(&self, other: &Self) -> bool {
        self.key == other.key
    }

    /// The moment of a signature that fits the text, if it bears one; `None` where it does not fit.
    fn verify(&self, text: &str, signature: &[u8]) -> Option<SignedAt> {
        let fits = |message: &[u8], signature: &[u8; 64]| {
            self.key.verify_strict(message, &Signature::from_bytes(signature)).ok()
        };
        match self.kind {
            KeyKind::Ed25519 => fits(text.as_bytes(), signature.try_into().ok()?).map(|()| None),
            KeyKind::Cosignature => {
                let (at, signature) = signature.split_first_chunk::<8>()?;
                let at = u64::from_be_bytes(*at);
                let at = i64::try_from(at).is_ok().then_some(at)?;
                fits(cosigned_message(at, text).as_bytes(), signature.try_into().ok()?).map(|()| Some(at))
            }
        }
    }
}

/// The first four bytes of SHA-256 over a key's name, kind and public part.
pub fn key_id(name: &str, kind: u8, key: &[u8]) -> u32 {
    let hash = Sha256::new().chain_update(name).chain_update([b'\n', kind]).chain_update(key).finalize();
    let [a, b, c, d, ..] = <[u8; 32]>::from(hash);
    u32::from_be_bytes([a, b, c, d])
}

/// What a witness signs: that it saw this checkpoint at this moment, and nothing inconsistent with it before.
pub fn cosigned_message(at_seconds: u64, checkpoint: &str) -> String {
    format!("cosignature/v1\ntime {at_seconds}\n{checkpoint}")
}

// The standard forbids Unicode spaces and plus signs.
fn is_key_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+')
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes: Vec<u8> = std::iter::once(self.kind.byte()).chain(*self.key.as_bytes()).collect();
        write!(f, "{}+{:08x}+{}", self.name, self.id(), Base64::encode_string(&bytes))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifierKey({self})")
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;
    fn from_str(text: &str) -> Result<Self, KeyError> {
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(KeyError::Form);
        };
        let bytes = Base64::decode_vec(key).map_err(|_| KeyError::Form)?;
        let (kind, key) = bytes.split_first().ok_or(KeyError::Form)?;
        let kind = match kind {
            1 => KeyKind::Ed25519,
            4 => KeyKind::Cosignature,
            other => return Err(KeyError::Kind(*other)),
        };
        let key = key.try_into().map_err(|_| KeyError::Form)?;
        let key = Self::new(name, kind, key).ok_or(KeyError::Form)?;
        if format!("{:08x}", key.id()) == id { Ok(key) } else { Err(KeyError::Id) }
    }
}
