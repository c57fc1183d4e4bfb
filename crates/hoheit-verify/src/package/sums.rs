// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Sums of files, all of a file's in one pass.

use crate::files::Unread;
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest as _, Sha224, Sha256, Sha384, Sha512};
use std::collections::BTreeMap;
use std::io::Read;

/// What manifests are made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Algorithm {
    /// Old, and broken against those who want to deceive
    Md5,
    /// Old, and broken as well
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

impl Algorithm {
    /// By the name of a manifest.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "md5" => Self::Md5,
            "sha1" => Self::Sha1,
            "sha224" => Self::Sha224,
            "sha256" => Self::Sha256,
            "sha384" => Self::Sha384,
            "sha512" => Self::Sha512,
            _ => return None,
        })
    }

    /// Whether nobody can make another file with the same sum.
    pub(super) fn is_strong(self) -> bool {
        !matches!(self, Self::Md5 | Self::Sha1)
    }

    fn begin(self) -> Hasher {
        match self {
            Self::Md5 => Hasher::Md5(Md5::new()),
            Self::Sha1 => Hasher::Sha1(Sha1::new()),
            Self::Sha224 => Hasher::Sha224(Sha224::new()),
            Self::Sha256 => Hasher::Sha256(Sha256::new()),
            Self::Sha384 => Hasher::Sha384(Sha384::new()),
            Self::Sha512 => Hasher::Sha512(Sha512::new()),
        }
    }
}

enum Hasher {
    Md5(Md5),
    Sha1(Sha1),
    Sha224(Sha224),
    Sha256(Sha256),
    Sha384(Sha384),
    Sha512(Sha512),
}

impl Hasher {
    fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Md5(hasher) => hasher.update(bytes),
            Self::Sha1(hasher) => hasher.update(bytes),
            Self::Sha224(hasher) => hasher.update(bytes),
            Self::Sha256(hasher) => hasher.update(bytes),
            Self::Sha384(hasher) => hasher.update(bytes),
            Self::Sha512(hasher) => hasher.update(bytes),
        }
    }

    fn finish(self) -> String {
        match self {
            Self::Md5(hasher) => hex(&hasher.finalize()),
            Self::Sha1(hasher) => hex(&hasher.finalize()),
            Self::Sha224(hasher) => hex(&hasher.finalize()),
            Self::Sha256(hasher) => hex(&hasher.finalize()),
            Self::Sha384(hasher) => hex(&hasher.finalize()),
            Self::Sha512(hasher) => hex(&hasher.finalize()),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        for digit in [byte >> 4, byte & 15] {
            text.push(char::from_digit(digit.into(), 16).unwrap_or_default());
        }
        text
    })
}

/// Sums in small hexadecimal digits, and the length.
pub(super) type Sums = (BTreeMap<Algorithm, String>, u64);

/// Bytes that are read at a time.
const BUFFER_BYTES: usize = 256 << 10;

/// Reads to the end.
pub(super) fn of(from: &mut dyn Read, algorithms: impl Iterator<Item = Algorithm>) -> Result<Sums, Unread> {
    let mut hashers: BTreeMap<Algorithm, Hasher> = algorithms.map(|one| (one, one.begin())).collect();
    let (mut buffer, mut size_bytes) = (vec![0; BUFFER_BYTES], 0);
    loop {
        let count = from.read(&mut buffer)?;
        let Some(bytes) = buffer.get(..count).filter(|bytes| !bytes.is_empty()) else { break };
        for hasher in hashers.values_mut() {
            hasher.update(bytes);
        }
        size_bytes += count as u64;
    }
    Ok((hashers.into_iter().map(|(one, hasher)| (one, hasher.finish())).collect(), size_bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_everybody() {
        let (sums, size) =
            of(&mut &b"abc"[..], [Algorithm::Md5, Algorithm::Sha1, Algorithm::Sha256].into_iter()).unwrap();
        assert_eq!(size, 3);
        assert_eq!(sums[&Algorithm::Md5], "900150983cd24fb0d6963f7d28e17f72");
        assert_eq!(sums[&Algorithm::Sha1], "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert_eq!(
            sums[&Algorithm::Sha256],
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert!(!Algorithm::Md5.is_strong() && Algorithm::Sha512.is_strong());
    }
}
