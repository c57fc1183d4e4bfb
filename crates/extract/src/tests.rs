// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

mod hostile;

use crate::{Scan, Table, extract};
use hoheit_types::{Format, Limits, ReadState, WarningCode};

/// What one document yielded, owned, for tests.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) member: String,
    pub(crate) format: Format,
    pub(crate) state: ReadState,
    pub(crate) text: String,
    pub(crate) tables: Vec<Table>,
    pub(crate) warnings: Vec<WarningCode>,
    pub(crate) scans: Vec<Scan>,
}

/// Everything that one file yields, in the order of visits: the file itself comes last.
pub(crate) fn see_with(name: &str, bytes: &[u8], limits: &Limits) -> Vec<Seen> {
    let mut seen = Vec::new();
    extract(bytes, name, limits, &mut |member, found| {
        seen.push(Seen {
            member: member.to_owned(),
            format: found.format,
            state: found.state,
            text: found.text.to_string(),
            tables: found.tables.clone(),
            warnings: found.warnings.iter().map(|w| w.code).collect(),
            scans: found.scans.clone(),
        });
    });
    seen
}

pub(crate) fn see(name: &str, bytes: &[u8]) -> Vec<Seen> {
    see_with(name, bytes, &Limits::default())
}

/// The outermost document alone.
#[track_caller]
pub(crate) fn see_one(name: &str, bytes: &[u8]) -> Seen {
    see(name, bytes).pop().expect("the document itself is always visited")
}

/// The document is read completely and yields this text.
#[track_caller]
pub(crate) fn check_text(name: &str, bytes: &[u8], text: &str) {
    let seen = see_one(name, bytes);
    assert_eq!(seen.text, text);
    assert_eq!((seen.state, seen.warnings), (ReadState::Read, vec![]));
}
