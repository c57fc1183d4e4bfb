// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Bring it there, verified, and back.
//!
//! ```text
//! Permit ─→ Plan (file) ─→ run: read + hash → write → flush → name → flush → read again + hash → counts → receipt
//!                            └─ journal: one line before or after each arrow; going on after a death is the normal path
//! ```
//!
//! Threads and bounded channels, no async: see `docs/adr/0014-moving.md`.

// INVARIANT (no-panics-in-the-spine): whatever a place answers, it ends in an error or a conflict.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::unreachable
    )
)]

pub mod audit;
mod back;
mod carry;
mod crew;
mod cursor;
mod desk;
mod emptying;
mod engine;
mod error;
mod file;
mod gate;
mod journal;
mod pace;
mod planning;
mod receipts;
mod rehearsal;
mod sidecar;
mod status;
mod tree;
mod veil;
mod verify;

pub use back::{Returned, back};
pub use emptying::{Emptied, Emptying, empty_source};
pub use engine::{Arrived, Options, Request, run, tag_of};
pub use error::{Conflict, MoveError};
pub use file::{MOST_OBJECTS, PlanFile, PlanWriter, Planned, plan_head};
pub use pace::{Pace, Paced, Timetable, TimetableError};
pub use planning::{Earlier, Found, Known, KnownFolder, LookUp, Planner};
pub use receipts::{ReceiptFile, Receiver, ReceiverError};
pub use rehearsal::{
    Cleared, Compared, Rehearsed, Sample, Sampling, Stage as Rehearsing, WayFiles, clear_ways, draw, elapsed,
    excerpt, write_listing,
};
pub use status::{Conflicts, Status, status};
pub use veil::{Identity, MOST_RECIPIENTS, NoKey, Recipient, Safe, Writing};
pub use verify::{Verified, verify};

#[cfg(test)]
mod tests;
