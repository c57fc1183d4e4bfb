// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What tests, benchmarks and the demo are made of: a clock that stands still, invented persons, writers for every
//! format, a whole town hall's file share, and the documents that nobody wants to receive.
//!
//! Everything follows from a seed: same seed, same bytes, same names, same dates.

/// Formats into a `String`, which cannot fail.
macro_rules! put {
    ($out:expr, $($args:tt)*) => {{
        use std::fmt::Write as _;
        let _ = write!($out, $($args)*);
    }};
}

pub mod assets;
pub mod bulk;
mod clock;
mod day;
mod document;
pub mod gold;
pub mod hostile;
pub mod marked;
pub mod numbers;
pub mod people;
mod rng;
pub mod town;
mod tree;
pub mod values;
pub mod writers;

pub use clock::FixedClock;
pub use day::Day;
pub use document::{Block, Cell, Document, Table};
pub use rng::Rng;
pub use tree::{BuildError, TreeSummary};
