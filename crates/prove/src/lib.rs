// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What did we promise, and can anyone check it?
//!
//! ```text
//! rows of evidence ──entries──→ Log::publish ─→ 1 bundles and tiles, flushed   crash: they lie beyond the checkpoint; the
//!                                             ─→ 2 checkpoint signed                   same rows make the same bytes again
//!                                             ─→ 3 cosigned by witnesses       crash: as above; they may have seen more than
//!                                             ─→ 4 checkpoint replaced                 is published, never something else
//! ```
//!
//! [`Log::open`] is the only way in, and checks what it finds. What remains: a disk that acknowledges what it did not write can lose
//! the last entries; then the catalogue is ahead of the log and publishes them again. After a failed flush the system may take pages for
//! written that are not; the next start reads what it says is there.

// INVARIANT (no-panics-in-the-spine): a full disk or a damaged log ends in an error.
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

mod book;
mod error;
mod folder;
mod key;
mod log;
mod sealed;
mod witness;

pub use book::{AddCheckpoint, Answer, REQUEST_LIMIT_BYTES, WitnessBook};
pub use error::{LogDamage, LogError};
pub use folder::LogFolder;
pub use key::{LogKey, LogKeyError, random_origin};
pub use log::{Log, Published};
pub use sealed::SealedKey;
pub use witness::{Witness, WitnessError};

#[cfg(test)]
mod tests;
