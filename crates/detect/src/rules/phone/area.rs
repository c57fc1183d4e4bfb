// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Area codes of the German numbering plan.

/// How long the area code is that these digits (without the 0) start with.
pub(super) fn area_digits(digits: &[u8]) -> Option<std::ops::RangeInclusive<usize>> {
    let [a, b, c, ..] = digits else { return None };
    Some(match [a, b, c] {
        [b'3' | b'4', b'0', _] | [b'6' | b'8', b'9', _] => 2..=2,
        // Mobile (15, 16, 17) and service numbers; in writing three or four digits stand apart.
        [b'1', b'3' | b'5'..=b'9', _] => 3..=4,
        [b'7' | b'8' | b'9', b'0', b'0'] => 3..=3,
        [b'2'..=b'9', ..] if is_large_town(*a, *b, *c) => 3..=3,
        // Five digits are an East German speciality.
        [b'3', b'3'..=b'9', _] => 4..=5,
        [b'2'..=b'9', ..] => 4..=4,
        _ => return None,
    })
}

fn is_large_town(a: u8, b: u8, c: u8) -> bool {
    let code = [a, b, c].iter().fold(0, |code, digit| code * 10 + usize::from(digit.wrapping_sub(b'0')));
    TOWN_BITS.get(code / 64).is_some_and(|bits| bits >> (code % 64) & 1 == 1)
}

/// [`LARGE_TOWNS`] as a set of numbers below 1,000.
const TOWN_BITS: [u64; 16] = {
    let mut bits = [0; 16];
    let codes = LARGE_TOWNS.as_bytes();
    let mut i = 0;
    while i < codes.len() {
        let code = (codes[i] - b'0') as usize * 100
            + (codes[i + 1] - b'0') as usize * 10
            + (codes[i + 2] - b'0') as usize;
        bits[code / 64] |= 1 << (code % 64);
        i += 4;
    }
    bits
};

/// Area codes of three digits, without the 0.
const LARGE_TOWNS: &str = "201 202 203 208 209 211 212 214 221 228 231 234 241 251 261 271 281 291 331 335 340 341 345 \
    351 355 361 365 371 375 381 385 391 395 421 431 441 451 461 471 481 491 511 521 531 541 551 561 571 581 591 611 \
    621 631 641 651 661 671 681 711 721 731 741 751 761 771 781 791 811 821 831 841 851 861 871 881 906 911 921 931 \
    941 951 961 971 981 991";
