// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;
use crate::figures::{clip_end, clip_start, width};

#[test]
fn text_fits_one_screen() {
    let town = musterstadt();
    for lang in LANGS {
        let text = report(&town, lang).to_text(80);
        assert!(text.lines().count() <= 56, "{}", text.lines().count());
        insta::assert_snapshot!(format!("text_{}", lang.tag()), text);
    }
}

#[test]
fn nothing_found_is_said_plainly() {
    insta::assert_snapshot!("text_empty", report(&Inventory::default(), Lang::De).to_text(80));
}

fn fits_and_does_not_steer(name: &str, columns: usize) {
    let text = report(&named(name), Lang::De).to_text(columns);
    for line in text.lines() {
        assert!(width(line) <= columns, "{line:?}");
        assert_eq!(Printable(line).to_string(), line);
    }
}

#[test]
fn names_cannot_steer_the_terminal_or_burst_the_line() {
    for name in HOSTILE {
        fits_and_does_not_steer(name, 80);
        fits_and_does_not_steer(&name.repeat(20), 60);
        fits_and_does_not_steer(&format!("Amt 漢字漢字漢字/{}", name.repeat(3)), 79);
    }
}

#[test]
fn clipping_counts_columns_not_bytes() {
    assert_eq!(clip_end("Straßenbäume", 8), "Straßen…");
    assert_eq!(clip_start("Amt/Straßenbäume", 8), "…enbäume");
    assert_eq!(clip_end("漢字漢字", 5), "漢字…");
    assert_eq!(clip_start("漢字漢字", 6), "…漢字");
    assert_eq!(clip_start("xu\u{308}ber", 4), "…ber");
    assert_eq!(clip_end("kurz", 4), "kurz");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_name_fits_and_does_not_steer(name in any_name(), columns in 60_usize..=120) {
        fits_and_does_not_steer(&name, columns);
    }
}
