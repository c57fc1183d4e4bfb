// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;

#[test]
fn check_digits_agree_with_published_examples() {
    assert_eq!(iban_check("370400440532013000"), 89);
    assert_eq!(iban_check("500105170648489890"), 12);
    assert_eq!(steuer_id_check(&[3, 6, 5, 7, 4, 2, 6, 1, 8, 0]), 9);
    assert_eq!(steuer_id_check(&[1, 1, 2, 3, 4, 5, 6, 7, 8, 9]), 0);
}

#[test]
fn steuer_ids_repeat_exactly_one_digit_and_never_begin_with_zero() {
    let mut rng = Rng::new(1);
    for _ in 0..10_000 {
        let id = steuer_id(&mut rng);
        let counts = (b'0'..=b'9').map(|d| id[..10].bytes().filter(|&b| b == d).count());
        let mut counts: Vec<usize> = counts.collect();
        counts.sort_unstable();
        assert_eq!(counts, [0, 1, 1, 1, 1, 1, 1, 1, 1, 2], "{id}");
        assert!(!id.starts_with('0'));
    }
}

#[test]
fn ibans_are_written_in_fours() {
    assert_eq!(in_fours("DE89370400440532013000"), "DE89 3704 0044 0532 0130 00");
}
