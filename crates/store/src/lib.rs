// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! How do bytes reach our own disk and stay?
//!
//! ```text
//! StateDir::open ─→ lock ─→ Lock (one writer; the kernel lets go of it when the process dies)
//!              └─→ write ─→ temporary file → fsync → rename → fsync of the folder
//! ```
//!
//! Every step of replacing, publishing and exchanging goes through a [`Disk`], so that a test can make exactly that step
//! fail, before it took effect or after ([`Faulty`]). What remains: a disk that acknowledges an fsync it did not do, and a network file system that does
//! not keep `flock` (two machines could then write at once; a state folder belongs on a local disk).

// INVARIANT (no-panics-in-the-spine): a full or failing disk ends in an error.
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

mod append;
mod batch;
mod disk;
mod error;
mod fault;
mod state_dir;

pub use append::{AppendFile, Medium, OsFile, read_lines};
pub use batch::Batch;
pub use disk::{
    Disk, Os, bring_in, deliver, discard, discard_folder, exchange, folder, publish, publish_folder, replace,
};
pub use error::{StoreError, StoreErrorKind};
pub use fault::{Fault, Faulty, FaultyMedium};
pub use state_dir::{Lock, StateDir, create};

#[cfg(test)]
mod tests;
