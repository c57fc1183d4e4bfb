// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Azure Blob Storage: block blobs in containers. Blocking, for threads.
//!
//! ```text
//! Address, Credential (account key or SAS token) ─→ AzureClient
//!                            ├─→ list, head, get (ranges)
//!                            └─→ put · put_block → put_block_list · delete under a condition
//! ```
//!
//! What is particular here:
//!
//! - **Blocks that are not committed belong to the name, not to an upload** (REST reference, "Put Block", "Put Block List", read 2026-11-30): all writers
//!   of one name share them, committing by anybody drops all that the list does not name, and what is not committed within a week is dropped. So the id
//!   of each of our blocks says whose it is and for which upload it was put: `<move>-<random>-<number>`. What somebody else's commit has dropped is found
//!   missing, and begun anew; blocks of others are never committed by us.
//! - **There is no call that drops blocks.** They go when an empty object is committed in their place and deleted at once, under the conditions that
//!   nothing is there before and that it is still ours after; not where somebody else has blocks under the same name, which would go along.
//! - **Deleting under `If-Match` is exact**: what has changed since it was looked at stays.

mod address;
mod client;
mod container;
mod credential;
mod depot;
mod list;
mod object;
mod probe;
mod sign;

pub use address::{Address, AddressError};
pub use client::AzureClient;
pub use credential::Credential;
pub use depot::AzureDepot;
pub use probe::AzureProbe;

#[cfg(test)]
mod tests;
