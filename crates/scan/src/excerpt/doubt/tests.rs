// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;

fn blackened(text: &str) -> Vec<&str> {
    mails(text).into_iter().map(|range| &text[range]).collect()
}

#[test]
fn addresses_are_taken_with_the_words_beside_their_sign() {
    assert_eq!(
        blackened("an max (at) muster.example, xy[at]z.example und"),
        ["max (at) muster.example,", "xy[at]z.example"]
    );
    assert_eq!(blackened("max@ muster.example"), ["max@ muster.example"]);
    assert_eq!(blackened("max @muster.example an @zwirbel"), ["max @muster.example", "an @zwirbel"]);
    assert_eq!(blackened("Zeile\n(at) muster"), ["(at) muster"]);
}

/// A cell can hold a megabyte of signs: each must be looked at with its neighbours alone.
#[test]
fn addresses_take_no_more_than_thrice_the_text() {
    let work = |unit: &str, len: usize| -> usize {
        mails(&unit.repeat(len / unit.len())).iter().map(ExactSizeIterator::len).sum()
    };
    for unit in ["@", "@ ", "a@", "(at)", "(at) ", "a (at) b ", "@\n", " @ a", "[at](at)@"] {
        let (once, twice) = (work(unit, 4 << 10), work(unit, 8 << 10));
        assert!(once > 0 && twice <= 2 * once + 64, "{unit:?}: {once}, then {twice}");
        assert!(once <= 3 * (4 << 10), "{unit:?}: {once}");
    }
}
