// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::*;

#[test]
fn spellings_of_one_name_fold_alike() {
    for (name, expect) in [
        ("Gebührenbescheid_2019.PDF", "gebuehrenbescheid_2019.pdf"),
        ("Gebu\u{308}hren", "gebuehren"),
        ("STRASSE Straße ẞ", "strasse strasse ss"),
        ("M\\xfcller", "mueller"),
        ("Café Łódź", "cafe łodz"),
        ("ﬁnanzen", "finanzen"),
        ("C\\\\x", "c\\\\x"),
        ("\\xzz", "\\xzz"),
    ] {
        assert_eq!(fold(name), expect, "{name}");
    }
}

#[test]
fn folding_twice_changes_nothing() {
    for name in ["Äpfel", "İstanbul", "ǅ", "Å", "ΑΣ"] {
        assert_eq!(fold(&fold(name)), fold(name), "{name}");
    }
}

#[test]
fn wildcards_stand_for_themselves() {
    assert_eq!(contains_pattern("100%_a\\"), "%100\\%\\_a\\\\%");
}
