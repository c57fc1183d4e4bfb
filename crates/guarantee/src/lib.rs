// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Do our rules keep their promises for every possible input?
//!
//! A [`Guarantee`] says in words and as a condition what the rules of an administration shall keep. A [`Prover`] holds [`Rules`]
//! against it: for all datasets and sites that facts can describe, not for samples. It proves, or it refutes with facts that the real
//! authorizer decides just so, or it says why it can't tell. What it does not cover: whether the facts are true.
//!
//! [`Rules`]: hoheit_decide::Rules

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

mod file;
mod prove;
mod prover;
mod replay;
mod rewrite;
mod selftest;
mod solver;

pub use file::{Condition, DEFAULT, Guarantee, Guarantees, Kind};
pub use prove::{Contrast, Counterexample, Outcome, Proof};
pub use prover::{Comparison, Prover, Relation, StartError};
pub use replay::Heard;
pub use solver::{Doubt, PATIENCE};

#[cfg(test)]
mod tests;
