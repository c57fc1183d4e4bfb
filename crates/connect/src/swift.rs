// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `OpenStack` Swift: objects in containers, with Keystone v3 or Swift's own auth v1. Blocking, for threads.
//!
//! ```text
//! Address, Credential ─→ SwiftClient ─→ Session: token and storage address, made anew before it expires, once for all threads
//!                             ├─→ head, put, get (ranges, goes on by itself), delete, list, manifest
//!                             └─→ SwiftDepot: small objects by one request, large ones as static large objects (SLO)
//! ```
//!
//! Tokens live in memory only: no error, journal or log holds one. The address of the storage comes from the catalogue of the service
//! that was named, and is refused where it would leave encryption behind.

mod address;
mod auth;
mod client;
mod container;
mod credential;
mod depot;
mod download;
mod list;
mod object;

pub use address::{Address, AddressError, Interface};
pub use client::SwiftClient;
pub use credential::Credential;
pub use depot::{SwiftDepot, SwiftFacts, Versions};

#[cfg(test)]
mod tests;
