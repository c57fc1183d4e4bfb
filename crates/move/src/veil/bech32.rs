// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! How age writes keys: Bech32 (BIP 173), of 32 bytes.

use zeroize::Zeroizing;

const ALPHABET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
/// Digits of the checksum.
const CHECK: usize = 6;
/// Digits of 32 bytes, five bits each.
const DIGITS: usize = 52;

fn checksum(prefix: &str, digits: &[u8]) -> u32 {
    let high = prefix.bytes().map(|byte| byte >> 5);
    let low = prefix.bytes().map(|byte| byte & 31);
    let all = high.chain(std::iter::once(0)).chain(low).chain(digits.iter().copied());
    all.fold(1, |sum: u32, digit| {
        let top = sum >> 25;
        let sum = (sum & 0x01ff_ffff) << 5 ^ u32::from(digit);
        (0..).zip(GENERATOR).fold(
            sum,
            |sum, (bit, generator)| {
                if top >> bit & 1 == 1 { sum ^ generator } else { sum }
            },
        )
    })
}

/// With a prefix in small letters, and all in small letters.
pub(super) fn encode(prefix: &str, bytes: &[u8; 32]) -> String {
    let (mut digits, mut held, mut bits) = (Vec::with_capacity(DIGITS + CHECK), 0_u32, 0);
    for byte in bytes {
        (held, bits) = (held << 8 | u32::from(*byte), bits + 8);
        while bits >= 5 {
            bits -= 5;
            digits.push((held >> bits & 31) as u8);
        }
        held &= 31;
    }
    digits.push((held << (5 - bits) & 31) as u8);
    let padded = [digits.as_slice(), &[0; CHECK]].concat();
    let sum = checksum(prefix, &padded) ^ 1;
    digits.extend((0..CHECK).rev().map(|place| (sum >> (5 * place) & 31) as u8));
    let letter = |digit: u8| ALPHABET.get(usize::from(digit)).copied().map_or('?', char::from);
    std::iter::once(format!("{prefix}1")).chain(digits.into_iter().map(|d| letter(d).to_string())).collect()
}

/// `None`: other prefix, other length, a slip of the pen, or large and small letters mixed.
pub(super) fn decode(prefix: &str, text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let lower = Zeroizing::new(text.to_ascii_lowercase());
    if *lower != text && text.to_ascii_uppercase() != text {
        return None;
    }
    let rest = lower.strip_prefix(prefix)?.strip_prefix('1')?;
    let digits = rest.bytes().map(|byte| ALPHABET.iter().position(|known| *known == byte).map(|at| at as u8));
    let digits = Zeroizing::new(digits.collect::<Option<Vec<u8>>>()?);
    if digits.len() != DIGITS + CHECK || checksum(prefix, &digits) != 1 {
        return None;
    }
    let (mut bytes, mut at) = (Zeroizing::new([0; 32]), 0);
    let (mut held, mut bits) = (0_u32, 0);
    for digit in digits.iter().take(DIGITS) {
        (held, bits) = (held << 5 | u32::from(*digit), bits + 5);
        if bits >= 8 {
            bits -= 8;
            *bytes.get_mut(at)? = (held >> bits) as u8;
            at += 1;
        }
        held &= (1 << bits) - 1;
    }
    (held == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the documentation of age.
    const KNOWN: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

    #[test]
    fn a_known_key_is_read_and_written() {
        let bytes = decode("age", KNOWN).unwrap();
        assert_eq!(encode("age", &bytes), KNOWN);
        assert_eq!(decode("age", &KNOWN.to_uppercase()), Some(bytes));
    }

    #[test]
    fn a_slip_of_the_pen_is_found() {
        for place in 0..KNOWN.len() {
            for letter in ["q", "p", "1", "Q", "ä", ""] {
                let changed = format!("{}{letter}{}", &KNOWN[..place], &KNOWN[place + 1..]);
                assert!(changed == KNOWN || decode("age", &changed).is_none(), "{changed}");
            }
        }
        assert!(decode("age-secret-key-", KNOWN).is_none());
    }
}
