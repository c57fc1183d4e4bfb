// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::tests::{see, see_one};
use hoheit_types::{Format, ReadState};

#[test]
fn members_are_children() {
    for name in ["lzma2", "bzip2", "ppmd", "copy"] {
        let bytes = std::fs::read(format!("fixtures/7z/valid/{name}.7z")).expect("a fixture");
        let seen = see("a.7z", &bytes);
        let shown: Vec<_> = seen.iter().map(|s| (s.member.as_str(), s.format, s.text.as_str())).collect();
        assert_eq!(
            shown,
            [
                ("akte/brief.txt", Format::Text, "Guten Tag, Erika Muster"),
                ("akte/liste.csv", Format::Csv, "Name;Ort\nMuster;Musterstadt\n"),
                ("", Format::SevenZip, "akte/brief.txt\nakte/liste.csv\n"),
            ],
            "{name}"
        );
    }
}

#[test]
fn locked_archives_say_so() {
    for name in ["locked", "locked-names"] {
        let bytes = std::fs::read(format!("fixtures/7z/invalid/{name}.7z")).expect("a fixture");
        assert_eq!(see_one("a.7z", &bytes).state, ReadState::Encrypted, "{name}");
    }
}
