// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Keys under a passphrase: `SEALED+KEY+<name>+<id>+<base64>`. What the base64 holds is an encrypted PKCS#8 key (RFC 5958, with PBES2, scrypt and
//! AES-256-CBC), which OpenSSL opens as well.

use crate::{LogKey, LogKeyError};
use base64ct::{Base64, Encoding as _};
use hoheit_merkle::KeyKind;
use pkcs8::der::asn1::OctetStringRef;
use pkcs8::der::{Decode as _, Encode as _};
use pkcs8::pkcs5::EncryptionScheme;
use pkcs8::pkcs5::pbes2::Parameters;
use pkcs8::spki::AlgorithmIdentifierRef;
use pkcs8::{EncryptedPrivateKeyInfoRef, ObjectIdentifier, PrivateKeyInfoRef};

/// Ed25519 (RFC 8410, section 3).
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// 2^14, 8, 5: what OWASP's Password Storage Cheat Sheet (read 2026-11-30) gives for 16 MiB, which is as much as OpenSSL opens without being told.
const SCRYPT: (u8, u32, u32) = (14, 8, 5);

const PREFIX: &str = "SEALED+KEY+";

/// Whether opening it takes no more than sealing does. A flipped bit could ask for a terabyte, which ends the process.
fn is_affordable(how: &EncryptionScheme) -> bool {
    let (log_n, r, p) = SCRYPT;
    let scrypt = how.pbes2().and_then(|how| how.kdf.scrypt());
    scrypt.is_some_and(|asked| {
        asked.cost_parameter <= 1 << log_n
            && u32::from(asked.block_size) <= r
            && u32::from(asked.parallelization) <= p
    })
}

/// A signing key that a passphrase opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedKey {
    name: String,
    id: String,
    /// DER of the encrypted key
    bytes: Vec<u8>,
}

impl SealedKey {
    /// Whether a line is written like one, sound or not.
    pub fn is_like(line: &str) -> bool {
        line.starts_with(PREFIX)
    }

    /// Puts a key under a passphrase.
    pub fn seal(key: &LogKey, passphrase: &str) -> Result<Self, LogKeyError> {
        let mut random = [0; 32];
        getrandom::fill(&mut random).map_err(|_| LogKeyError::Random)?;
        let (salt, iv) = random.split_first_chunk::<16>().ok_or(LogKeyError::Random)?;
        let iv = *iv.first_chunk().ok_or(LogKeyError::Random)?;
        let sealed = || {
            let (log_n, r, p) = SCRYPT;
            let scrypt = scrypt::Params::new(log_n, r, p).ok()?;
            let how = Parameters::generate_scrypt_aes256cbc(scrypt, salt, iv).ok()?;
            // The seed is an octet string within the octet string.
            let seed = key.seed();
            let seed = OctetStringRef::new(&seed).ok()?.to_der().ok()?;
            let algorithm = AlgorithmIdentifierRef { oid: ED25519, parameters: None };
            let info = PrivateKeyInfoRef::new(algorithm, OctetStringRef::new(&seed).ok()?);
            info.encrypt_with_params(how, passphrase).ok()
        };
        let sealed = sealed().ok_or(LogKeyError::Form)?;
        let (name, id) = (key.verifier().name().to_owned(), format!("{:08x}", key.verifier().id()));
        Ok(Self { name, id, bytes: sealed.as_bytes().to_vec() })
    }

    /// Reads what [`SealedKey`] is displayed as.
    pub fn parse(line: &str) -> Result<Self, LogKeyError> {
        let parsed = || {
            let (name, rest) = line.trim_end().strip_prefix(PREFIX)?.split_once('+')?;
            let (id, bytes) = rest.split_once('+')?;
            let bytes = Base64::decode_vec(bytes).ok()?;
            let info = EncryptedPrivateKeyInfoRef::from_der(&bytes).ok()?;
            is_affordable(&info.encryption_algorithm).then_some(())?;
            Some(Self { name: name.to_owned(), id: id.to_owned(), bytes })
        };
        parsed().ok_or(LogKeyError::Form)
    }

    /// Opens it. [`LogKeyError::Passphrase`]: with another one, or it was changed.
    pub fn open(&self, passphrase: &str) -> Result<LogKey, LogKeyError> {
        let opened = || {
            let info = EncryptedPrivateKeyInfoRef::from_der(&self.bytes).ok()?.decrypt(passphrase).ok()?;
            let info: PrivateKeyInfoRef<'_> = info.decode_msg().ok()?;
            let seed = <&OctetStringRef>::from_der(info.private_key.as_bytes()).ok()?;
            let seed = *seed.as_bytes().first_chunk::<32>()?;
            // Its id tells whether what was decrypted is the key at all.
            [KeyKind::Ed25519, KeyKind::Cosignature]
                .into_iter()
                .filter_map(|kind| LogKey::from_seed(&self.name, kind, seed).ok())
                .find(|key| format!("{:08x}", key.verifier().id()) == self.id)
        };
        opened().ok_or(LogKeyError::Passphrase)
    }
}

/// The line, without its end.
impl std::fmt::Display for SealedKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{PREFIX}{}+{}+{}", self.name, self.id, Base64::encode_string(&self.bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pkcs8::pkcs5::pbes2::{Kdf, ScryptParams};

    /// A flipped bit may ask for a terabyte, or for days: that is damage, not the end of the process.
    #[test]
    fn a_key_that_asks_for_more_than_sealing_took_is_none() {
        let key = LogKey::from_seed("musterstadt.example/log", KeyKind::Ed25519, [1; 32]).unwrap();
        let sealed = SealedKey::seal(&key, "vier Wörter im Rathaus").unwrap();
        let asking = |change: &dyn Fn(&mut ScryptParams)| {
            let mut info = EncryptedPrivateKeyInfoRef::from_der(&sealed.bytes).unwrap();
            let EncryptionScheme::Pbes2(how) = &mut info.encryption_algorithm else { panic!() };
            let Kdf::Scrypt(scrypt) = &mut how.kdf else { panic!() };
            change(scrypt);
            let line = SealedKey { bytes: info.to_der().unwrap(), ..sealed.clone() }.to_string();
            SealedKey::parse(&line)
                .and_then(|key| key.open("vier Wörter im Rathaus"))
                .map(|key| key.to_secret())
        };
        assert_eq!(asking(&|_| {}), Ok(key.to_secret()));
        assert_eq!(asking(&|scrypt| scrypt.cost_parameter = 1 << 33), Err(LogKeyError::Form));
        assert_eq!(asking(&|scrypt| scrypt.block_size = u16::MAX), Err(LogKeyError::Form));
        assert_eq!(asking(&|scrypt| scrypt.parallelization = u16::MAX), Err(LogKeyError::Form));
    }
}
