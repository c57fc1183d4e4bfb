// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! SFTP: folders on servers that one logs in to by SSH. Blocking, for threads.
//!
//! ```text
//! Address, Credential ─→ ssh: reach, is it the server, log in ─→ session: requests out, answers to who asked
//!                                                                   └─→ calls ─→ SftpDepot: uploads, downloads, listing, probe
//! ```
//!
//! SSH is russh's, pure Rust; the packets of SFTP version 3 are our own: the protocol is small, and what counts is around it – many requests
//! under way both ways, OpenSSH's extensions. What is asynchronous lives on one thread for each connection, and nobody outside sees
//! it. One connection serves all threads; when it broke, the next call makes it anew. A server that must not be trusted, or does not
//! let us in, is not asked again. Why so: ADR 17.

mod address;
mod calls;
mod credential;
mod depot;
mod error;
mod known_hosts;
mod lane;
mod packet;
mod patience;
mod session;
mod ssh;

pub use address::{Address, AddressError};
pub use credential::{Credential, CredentialError, Surroundings};
pub use depot::SftpDepot;
pub use error::{SftpError, SftpErrorKind};
pub use patience::Patience;

#[cfg(test)]
mod tests;
