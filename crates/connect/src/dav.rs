// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! WebDAV (RFC 4918), and Nextcloud's dialect of it. Blocking, for threads.
//!
//! ```text
//! Address, Credential ─→ DavClient ─→ look, list (one folder at a time), get (ranges)
//!                            └─→ put · mkcol · rename (Overwrite: F) · delete
//! DavDepot: PUT under a name of ours ─→ note it ─→ MOVE to its own name ─→ read again
//! ```
//!
//! WebDAV has no condition that all servers keep on writing, no metadata that all of them take, and no uploads that go on. So [`DavDepot`] writes
//! under a temporary name and renames, notes what it is about to rename (see `depot/ledger.rs`), and believes nothing that
//! [`Depot::probe`](crate::Depot::probe) has not tried out.

mod address;
mod client;
mod credential;
mod depot;
mod multistatus;
mod nextcloud;
mod probe;
mod stream;

pub use address::{Address, AddressError};
pub use client::DavClient;
pub use credential::Credential;
pub use depot::DavDepot;
pub use probe::DavProbe;

#[cfg(test)]
mod tests;
