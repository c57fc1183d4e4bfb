// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::tests::{see, see_one};
use hoheit_types::{Format, ReadState, WarningCode};

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(format!("fixtures/zip/{name}.zip")).expect("a fixture")
}

#[track_caller]
fn check(name: &str, members: &[(&str, &str)]) {
    let mut seen = see("a.zip", &fixture(name));
    let own = seen.pop().expect("the archive");
    assert_eq!((own.format, own.state), (Format::Zip, ReadState::Read));
    let shown: Vec<_> = seen.iter().map(|s| (s.member.as_str(), s.text.as_str())).collect();
    assert_eq!(shown, members);
}

const TEXT: &str = "Guten Tag, Erika Muster";

#[test]
fn methods() {
    for method in ["stored", "deflate", "bzip2", "lzma"] {
        check(&format!("valid/{method}"), &[("akte/brief.txt", TEXT)]);
    }
}

#[test]
fn names_of_every_decade() {
    check("valid/dos-name", &[("Gebühren/Müller.txt", TEXT)]);
    check("valid/utf8-name", &[("Gebühren/Müller.txt", TEXT)]);
}

#[test]
fn climbing_names_are_only_labels() {
    check("valid/climbing", &[("../../etc/passwd", TEXT), ("a\\u{1b}[2J.txt", TEXT)]);
}

#[test]
fn archives_in_archives() {
    check("valid/nested", &[("innen.zip/akte/brief.txt", TEXT), ("innen.zip", "akte/brief.txt\n")]);
}

#[test]
fn locked_members_are_counted() {
    let own = see_one("a.zip", &fixture("invalid/locked"));
    assert_eq!((own.state, own.warnings), (ReadState::Encrypted, vec![WarningCode::ChildrenEncrypted]));
    let own = see_one("a.zip", &fixture("invalid/half-locked"));
    assert_eq!((own.state, own.warnings), (ReadState::Partly, vec![WarningCode::ChildrenEncrypted]));
}

#[test]
fn a_lost_directory_costs_only_the_rest() {
    let mut bytes = fixture("valid/deflate");
    bytes.truncate(bytes.len() - 40);
    let seen = see("a.zip", &bytes);
    assert_eq!(seen[0].text, TEXT);
    assert_eq!(seen[1].state, ReadState::Partly);
}

#[test]
fn overlapping_members_stop_at_the_limits() {
    let limits = hoheit_types::Limits { expanded_bytes: 1 << 20, ..hoheit_types::Limits::default() };
    let seen = crate::tests::see_with("a.zip", &fixture("invalid/overlap"), &limits);
    let own = seen.last().expect("the archive");
    assert_eq!(own.state, ReadState::Partly);
    assert!(seen.iter().filter(|s| !s.member.is_empty()).map(|s| s.text.len()).sum::<usize>() <= 1 << 20);
}
