// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! How do bytes reach our own disk and stay?
//!
//! ```text
//! StateDir::open ─→ lock ─→ Lock (one writer; the kernel lets go of it when the process dies)
//!              └─→ write ─→ temporary file → fsync → rename → fsync of the folder
//! ```
//!
//! Every step of replacing and publishing goes through a [`Disk`], so that a test can make exactly that step fail, before it took effect or after
//! ([`Faulty`]). What remains: a disk that acknowledges an fsync it did not do, and a network file system that does
//! not keep `flock` (two machines could then write at once; a state folder belongs on a local disk).

mod disk;
mod error;
mod fault;
mod state_dir;

pub use disk::{Disk, Os, deliver, discard, publish, replace};
pub use error::{StoreError, StoreErrorKind};
pub use fault::{Fault, Faulty};
pub use state_dir::{Lock, StateDir, create};

#[cfg(test)]
mod tests;
