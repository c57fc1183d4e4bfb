// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Drawing blocks, and what clean ones say of all the others.

use std::collections::BTreeSet;

/// Draws `count` different numbers below `total`, each as likely as any other; all of them where there are no more. Whoever knows the seed draws
/// the same ones: an auditor can follow it, a provider that does not know it beforehand can't prepare for it.
pub(crate) fn draw(seed: &[u8; 32], total: u64, count: u64) -> BTreeSet<u64> {
    if total <= count {
        return (0..total).collect();
    }
    let mut stream = blake3::Hasher::new_keyed(seed).update(b"hoheit-audit/1").finalize_xof();
    let mut drawn = BTreeSet::new();
    // Numbers from the incomplete last stretch would make the first ones more likely.
    let zone = u64::MAX - u64::MAX % total;
    while (drawn.len() as u64) < count {
        let mut bytes = [0; 8];
        stream.fill(&mut bytes);
        let number = u64::from_le_bytes(bytes);
        if number < zone {
            drawn.insert(number % total);
        }
    }
    drawn
}

/// How sure the statement is: 99 of 100 such audits would have found more damage than it admits.
pub const CONFIDENCE: f64 = 0.99;

/// The largest share of bad blocks that a sample of `sampled` with `bad` bad ones leaves open at [`CONFIDENCE`]: the upper bound of Clopper and
/// Pearson (Biometrika 26, 1934). The sample is drawn without putting back, which only makes the true bound smaller.
pub fn at_most(sampled: u64, bad: u64) -> f64 {
    if sampled == 0 || bad >= sampled {
        return 1.0;
    }
    let (mut low, mut high) = (bad as f64 / sampled as f64, 1.0_f64);
    // 60 halvings: as fine as the numbers are.
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if at_most_so_many(sampled, bad, middle) > 1.0 - CONFIDENCE { low = middle } else { high = middle }
    }
    high
}

/// The chance to draw at most `bad` bad blocks, if this share of all is bad.
fn at_most_so_many(sampled: u64, bad: u64, share: f64) -> f64 {
    if share >= 1.0 {
        return 0.0;
    }
    // By logarithms: the first of these numbers is too small for others.
    let mut logarithm = sampled as f64 * (-share).ln_1p();
    let mut sum = logarithm.exp();
    for drawn in 0..bad {
        logarithm += ((sampled - drawn) as f64 / (drawn + 1) as f64).ln() + share.ln() - (-share).ln_1p();
        sum += logarithm.exp();
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_statement_holds() {
        // 1,533 is the smallest clean sample for three in a thousand.
        assert!(at_most(1_533, 0) <= 0.003 && at_most(1_532, 0) > 0.003);
        assert!((at_most(1, 0) - 0.99).abs() < 1e-9);
        assert!((at_most(0, 0) - 1.0).abs() < f64::EPSILON && (at_most(5, 5) - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn bounds_agree_with_tables() {
        // Upper one-sided bounds of Clopper and Pearson, made with whole binomial sums in another language.
        for (sampled, bad, expected) in
            [(10, 1, 0.504_352_7), (100, 3, 0.096_971_0), (1_000, 10, 0.020_042_6)]
        {
            let bound = at_most(sampled, bad);
            assert!((bound - expected).abs() < 1e-6, "{sampled} {bad}: {bound}");
        }
    }

    #[test]
    fn draws_are_different_and_follow_from_the_seed() {
        let drawn = draw(&[7; 32], 1_000_000, 1_533);
        assert_eq!(drawn.len(), 1_533);
        assert_eq!(drawn, draw(&[7; 32], 1_000_000, 1_533));
        assert_ne!(drawn, draw(&[8; 32], 1_000_000, 1_533));
        assert_eq!(draw(&[7; 32], 3, 10).into_iter().collect::<Vec<_>>(), [0, 1, 2]);
    }

    #[test]
    fn every_block_is_as_likely() {
        let mut hits = [0_u32; 10];
        for seed in 0..1_000_u32 {
            let mut bytes = [0; 32];
            bytes[..4].copy_from_slice(&seed.to_le_bytes());
            for number in draw(&bytes, 10, 3) {
                hits[number as usize] += 1;
            }
        }
        // 300 are expected of each, with a standard deviation of 14.5.
        assert!(hits.iter().all(|hits| hits.abs_diff(300) < 73), "{hits:?}");
    }
}
