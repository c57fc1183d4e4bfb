// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::tests::{see, see_with};
use flate2::{Compression, GzBuilder};
use hoheit_types::{Limits, ReadState, WarningCode};
use std::io::Write;

fn packed(content: &[u8], name: Option<&str>) -> Vec<u8> {
    let builder = match name {
        Some(name) => GzBuilder::new().filename(name),
        None => GzBuilder::new(),
    };
    let mut encoder = builder.write(Vec::new(), Compression::best());
    encoder.write_all(content).expect("writing to memory");
    encoder.finish().expect("writing to memory")
}

#[test]
fn the_content_is_a_child() {
    for (name, stored, member) in [
        ("a.txt.gz", None, "a.txt"),
        ("a.tgz", None, "a.tar"),
        ("x", None, "content"),
        ("x.gz", Some("b.txt"), "b.txt"),
    ] {
        let seen = see(name, &packed(b"Text", stored));
        assert_eq!(seen[0].member, member);
        assert_eq!(seen[0].text, "Text");
        assert_eq!(seen[1].state, ReadState::Read);
    }
}

#[test]
fn bombs_stop_at_the_limits() {
    let bomb = packed(&vec![b'a'; 40 << 20], None);
    let seen = see("a.txt.gz", &bomb);
    assert_eq!(seen[0].text.len() as u64, Limits::RATIO_FREE_BYTES);
    assert_eq!((seen[1].state, &seen[1].warnings), (ReadState::Partly, &vec![WarningCode::ExpansionLimit]));
    let tight = Limits { expanded_bytes: 1_000, ..Limits::default() };
    assert_eq!(see_with("a.txt.gz", &bomb, &tight)[0].text.len(), 1_000);
}

#[test]
fn a_cut_stream_yields_what_came_before() {
    let whole = packed("Guten Tag. ".repeat(1_000).as_bytes(), None);
    let seen = see("a.txt.gz", &whole[..whole.len() - 12]);
    assert!(seen[0].text.starts_with("Guten Tag. "));
    assert_eq!(seen[1].state, ReadState::Partly);
}

#[test]
fn nesting_ends_at_the_depth_limit() {
    let mut bytes = b"Text".to_vec();
    for _ in 0..20 {
        bytes = packed(&bytes, Some("x.gz"));
    }
    let seen = see("a.gz", &bytes);
    assert_eq!(seen.len(), 9);
    assert!(seen[0].warnings.contains(&WarningCode::DepthLimit));
    assert!(seen.iter().all(|s| s.state == ReadState::Partly));
}
