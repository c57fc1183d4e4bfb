// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What all targets check.

use hoheit_extract::extract;
use hoheit_types::{Limits, ReadState};

/// Reads the bytes under a name: no reader crashes, and the document ends in exactly one state.
pub fn check(name: &str, bytes: &[u8]) {
    let limits =
        Limits { expanded_bytes: 4 << 20, text_bytes: 4 << 20, children: 1_000, ..Limits::default() };
    let mut own = 0;
    extract(bytes, name, &limits, &mut |member, found| {
        own += u32::from(member.is_empty());
        assert_ne!(found.state, ReadState::Quarantined);
    });
    assert_eq!(own, 1);
}
