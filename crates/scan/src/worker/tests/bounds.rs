// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::misbehaviour::{finding, outcome};
use crate::worker::bounded::list;
use crate::worker::outcome::MEMBER_FINDINGS;
use crate::worker::protocol::{self, Answer, Done, FRAME_BYTES};
use serde::Deserialize;
use serde::de::Deserializer;
use std::cell::Cell;

thread_local! {
    static MADE: Cell<usize> = const { Cell::new(0) };
}

/// An element that counts how many were made.
#[derive(Debug, PartialEq)]
struct Counted;

impl<'d> Deserialize<'d> for Counted {
    fn deserialize<D: Deserializer<'d>>(deserializer: D) -> Result<Self, D::Error> {
        MADE.set(MADE.get() + 1);
        u8::deserialize(deserializer).map(|_| Self)
    }
}

#[derive(Deserialize)]
struct Hundred(#[serde(deserialize_with = "list::<_, _, 100>")] Vec<Counted>);

#[test]
fn a_list_ends_at_its_bound() {
    let list = |elements: usize| postcard::to_stdvec(&vec![1_u8; elements]).unwrap();
    assert_eq!(protocol::decode::<Hundred>(&list(100)).unwrap().0.len(), 100);
    MADE.set(0);
    assert!(protocol::decode::<Hundred>(&list(FRAME_BYTES)).is_err());
    assert_eq!(MADE.get(), 101, "what lies beyond is not even looked at");
}

/// The smallest findings that a frame can hold, two million of them.
#[test]
fn a_frame_full_of_findings_is_refused_at_its_bound() {
    let mut full = outcome();
    full.findings = vec![finding("", "")];
    let frame = |findings: usize| {
        let mut outcome = full.clone();
        outcome.findings = vec![full.findings[0].clone(); findings];
        postcard::to_stdvec(&Answer::Done { id: 1, result: Done::Outcome(Box::new(outcome)) }).unwrap()
    };
    assert!(protocol::decode::<Answer>(&frame(MEMBER_FINDINGS)).is_ok());
    assert!(protocol::decode::<Answer>(&frame(MEMBER_FINDINGS + 1)).is_err());
}
