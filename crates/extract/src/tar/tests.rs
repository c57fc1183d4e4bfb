// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::tests::see;
use hoheit_types::{Format, ReadState, WarningCode};

fn members(bytes: &[u8]) -> Vec<(String, String)> {
    let mut seen = see("a.tar", bytes);
    let own = seen.pop().expect("the archive");
    assert_eq!((own.format, own.state), (Format::Tar, ReadState::Read));
    seen.into_iter().map(|s| (s.member, s.text)).collect()
}

#[test]
fn all_forms_are_read() {
    for form in ["ustar", "gnu", "pax", "v7"] {
        let bytes = std::fs::read(format!("fixtures/tar/valid/{form}.tar")).expect("a fixture");
        let long = format!("{}/Bescheid über Gebühren.txt", "ordner".repeat(12));
        let mut expected = vec![("brief.txt".to_owned(), "Guten Tag, Erika Muster".to_owned())];
        if form != "v7" {
            expected.push((long, "lang".to_owned()));
        }
        assert_eq!(members(&bytes), expected, "{form}");
    }
}

#[test]
fn a_cut_archive_yields_what_came_before() {
    let bytes = std::fs::read("fixtures/tar/valid/ustar.tar").expect("a fixture");
    let seen = see("a.tar", &bytes[..520]);
    assert_eq!(seen[0].text, "Guten Ta");
    assert_eq!((seen[1].state, &seen[1].warnings), (ReadState::Partly, &vec![WarningCode::Truncated]));
    // In the middle of the second member's header.
    let own = see("a.tar", &bytes[..1_100]).pop().expect("the archive");
    assert_eq!((own.state, own.warnings), (ReadState::Partly, vec![WarningCode::Truncated]));
}
