// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Keys and signatures in the forms of OpenSSH (its `PROTOCOL.sshsig` and `PROTOCOL.u2f`, read 2026-11-29): everybody has the tool already.

use serde::{Deserialize, Serialize};
use ssh_key::{Algorithm, EcdsaCurve, HashAlg, LineEnding, SshSig};
use std::fmt;
use std::str::FromStr;

/// What signatures of hoheit are for, so that none for something else counts here: `ssh-keygen -Y sign -n hoheit`.
const NAMESPACE: &str = "hoheit";
/// The only version of the form that there is. It is not part of what is signed.
const VERSION: u32 = 1;
/// Longest signature that is looked at, in bytes. 16 KiB: those of the kinds of keys below take less than one.
const SIGNATURE_BYTES: usize = 16 << 10;

/// A public key as OpenSSH writes it, `ssh-ed25519 AAAA…`, without its comment: that often names a person and a machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicKey(String);

/// Why a text is no key that can be enrolled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It is a private key
    #[error("is a private key: give the public one, it ends in .pub")]
    Private,
    /// It is no public key
    #[error("is no public key of OpenSSH")]
    Unreadable,
    /// It is of a kind that is not taken
    #[error("is no key of a kind that is taken: ssh-ed25519, ecdsa-sha2-nistp256 and both on hardware")]
    Algorithm,
}

/// Why a signature does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// It is no signature of OpenSSH
    #[error("is no signature of ssh-keygen -Y sign")]
    Unreadable,
    /// It was made for something else
    #[error("was not made for hoheit")]
    Namespace,
    /// It was made with another key
    #[error("was made with another key")]
    OtherKey,
    /// It is over another text, or was changed
    #[error("does not fit the text")]
    Wrong,
}

impl PublicKey {
    /// `SHA256:…`, as `ssh-keygen -l` shows it.
    pub fn fingerprint(&self) -> String {
        let key = ssh_key::PublicKey::from_openssh(&self.0);
        key.map(|key| key.fingerprint(HashAlg::Sha256).to_string()).unwrap_or_default()
    }
}

impl FromStr for PublicKey {
    type Err = KeyError;
    fn from_str(text: &str) -> Result<Self, KeyError> {
        if text.contains("PRIVATE KEY") {
            return Err(KeyError::Private);
        }
        let mut key = ssh_key::PublicKey::from_openssh(text.trim()).map_err(|_| KeyError::Unreadable)?;
        match key.algorithm() {
            Algorithm::Ed25519
            | Algorithm::SkEd25519
            | Algorithm::Ecdsa { curve: EcdsaCurve::NistP256 }
            | Algorithm::SkEcdsaSha2NistP256 => {}
            _ => return Err(KeyError::Algorithm),
        }
        key.set_comment("");
        let text = key.to_openssh().map_err(|_| KeyError::Unreadable)?;
        Ok(Self(text.trim_end().to_owned()))
    }
}

impl TryFrom<String> for PublicKey {
    type Error = KeyError;
    fn try_from(text: String) -> Result<Self, KeyError> {
        text.parse()
    }
}

impl From<PublicKey> for String {
    fn from(key: PublicKey) -> Self {
        key.0
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Whether somebody with this key signed this text for hoheit.
pub fn verify(key: &PublicKey, text: &str, signature: &str) -> Result<(), SignatureError> {
    if signature.len() > SIGNATURE_BYTES {
        return Err(SignatureError::Unreadable);
    }
    // Files that went through Windows end their lines otherwise.
    let written = signature.trim().replace("\r\n", "\n") + "\n";
    let signature = SshSig::from_pem(&written).map_err(|_| SignatureError::Unreadable)?;
    // The reader takes versions and lengths that OpenSSH refuses. Only one writing counts, so that ssh-keygen says the same.
    let again = signature.to_pem(LineEnding::LF).map_err(|_| SignatureError::Unreadable)?;
    if signature.version() != VERSION || !again.split_whitespace().eq(written.split_whitespace()) {
        return Err(SignatureError::Unreadable);
    }
    let key = ssh_key::PublicKey::from_openssh(&key.0).map_err(|_| SignatureError::OtherKey)?;
    key.verify(NAMESPACE, text.as_bytes(), &signature).map_err(|error| match error {
        ssh_key::Error::PublicKey => SignatureError::OtherKey,
        ssh_key::Error::Namespace => SignatureError::Namespace,
        _ => SignatureError::Wrong,
    })
}
