// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! How do we reach a place?
//!
//! A [`Place`] lists folders and opens files, read-only; what it can do is declared and probed, never assumed. Today
//! there is the local file system, which includes every mounted share (SMB, NFS), and a client for [`s3`].

mod error;
#[cfg(unix)]
mod local;
mod place;
pub mod s3;

pub use error::{ConnectError, ConnectErrorKind};
#[cfg(unix)]
pub use local::LocalPlace;
pub use place::{Entry, EntryKind, Identity, Place};
