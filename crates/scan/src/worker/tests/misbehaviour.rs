// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::worker::protocol::{self, Answer, Done};
use crate::worker::{MemberFinding, Outcome, Part};
use hoheit_types::{Confidence, Entity, Finding, Format, ReadState, RuleId, Signals};
use rustix::net::{SendFlags, send};
use serde::{Deserialize, Serialize};
use std::os::fd::BorrowedFd;

/// What a document that took over its worker could make it do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::worker) enum Misbehaviour {
    /// Never come to an end
    Hang,
    /// Say that work goes on, and never come to an end
    HangWithSignsOfLife,
    /// Take memory until none is left
    TakeMemory,
    /// Descend until the stack is used up
    Descend,
    Abort,
    Exit,
    /// Panic with content in the message
    Panic,
    /// Write a megabyte to stderr, then behave
    Talk,
    /// Announce a frame of 4 GiB
    AnnounceMuch,
    /// Send bytes without a meaning
    SendGarbage,
    /// Announce a frame, send half of it and go
    SendHalf,
    /// Send the answer twice: the second would be taken for that to the next document
    AnswerTwice,
    /// Answer with parts that were not asked for
    SendParts,
    /// Report a number that would overflow sums
    CountTooMuch,
    /// Report a rule that doesn't exist: its name could hold anything
    InventRule,
    /// Report a name of a megabyte
    NameAtLength,
    /// Behave
    Nothing,
}

impl Misbehaviour {
    #[expect(clippy::infinite_loop, reason = "hanging is the point")]
    pub(in crate::worker) fn perform(self, socket: BorrowedFd<'_>) -> Done {
        let say = |bytes: &[u8]| send(socket, bytes, SendFlags::NOSIGNAL).unwrap();
        let mut outcome = outcome();
        match self {
            Self::Hang => loop {
                std::thread::yield_now();
            },
            Self::HangWithSignsOfLife => loop {
                say(&frame(&Answer::Progress));
                std::thread::yield_now();
            },
            Self::TakeMemory => {
                let mut hoard: Vec<Vec<u8>> = Vec::new();
                loop {
                    hoard.push(vec![1; 64 << 20]);
                }
            }
            Self::Descend => outcome.members = descend(0),
            Self::Abort => std::process::abort(),
            Self::Exit => std::process::exit(7),
            Self::Panic => panic!("IBAN DE89 3704 0044 0532 0130 00"),
            Self::Talk => (0..1 << 10).for_each(|_| eprint!("{}", "x".repeat(1 << 10))),
            Self::AnnounceMuch => {
                say(&[0xFF; 4]);
            }
            Self::SendGarbage => {
                say(&[4, 0, 0, 0, 0xDE, 0xAD, 0xBE, 0xEF]);
            }
            Self::SendHalf => {
                say(&[100, 0, 0, 0, 3, 1]);
                std::process::exit(0);
            }
            Self::AnswerTwice => {
                let mut both = Vec::new();
                for id in [1, 2] {
                    both.extend(frame(&Answer::Done {
                        id,
                        result: Done::Outcome(Box::new(outcome.clone())),
                    }));
                }
                say(&both);
            }
            Self::SendParts => {
                say(&frame(&Answer::Part(Part::Text("x".to_owned()))));
            }
            Self::CountTooMuch => outcome.text_chars = u64::MAX,
            Self::InventRule => outcome.findings = vec![finding("Erika Mustermann, Heidestraße 17", "")],
            Self::NameAtLength => outcome.findings = vec![finding("email", &"x".repeat(1 << 20))],
            Self::Nothing => {}
        }
        Done::Outcome(Box::new(outcome))
    }
}

fn frame(answer: &Answer) -> Vec<u8> {
    let mut frame = Vec::new();
    protocol::encode(answer, &mut frame).unwrap();
    frame
}

#[expect(unconditional_recursion, reason = "using up the stack is the point")]
#[inline(never)]
fn descend(depth: u64) -> u64 {
    std::hint::black_box([depth; 64]);
    descend(depth + 1) + 1
}

pub(super) fn outcome() -> Outcome {
    Outcome {
        digest: None,
        bytes_read: 0,
        format: Format::Empty,
        state: ReadState::Read,
        warnings: Vec::new(),
        pages: None,
        text_chars: 0,
        table_rows: 0,
        members: 0,
        members_unread: 0,
        values: None,
        findings: Vec::new(),
        set_aside: Vec::new(),
        scans: Vec::new(),
        scans_total: 0,
    }
}

pub(super) fn finding(rule: &str, member: &str) -> MemberFinding {
    let finding = Finding {
        entity: Entity::Email,
        role: hoheit_types::Role::Unknown,
        rule: RuleId { name: rule.to_owned(), version: 1 },
        column: None,
        count: 1,
        distinct: 1,
        confidence: Confidence::percent(90),
        signals: Signals::FORMAT,
        rows: None,
    };
    MemberFinding { member: member.to_owned(), finding }
}
