// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! How do we reach a place?
//!
//! A [`Place`] lists folders and opens files, read-only; a [`Depot`] also takes objects in, for moving. What it can do is declared and
//! probed, never assumed. There is the local file system, which includes every mounted share (SMB, NFS), and [`s3`], [`swift`], [`azure`],
//! [`dav`] and [`sftp`].

pub mod azure;
mod credential;
pub mod dav;
mod depot;
mod error;
pub mod http;
#[cfg(unix)]
mod local;
mod place;
mod remote;
pub mod s3;
#[cfg(unix)]
pub mod sftp;
pub mod swift;
mod tls;
mod witness;

pub use credential::CredentialError;
pub use depot::buffer::PartBuffer;
pub use depot::{
    Ability, Begin, Capabilities, Capability, Depot, ObjectFacts, ObjectMeta, Opened, Origin, Orphan,
    PartMark, Reading, Removal, Resumed, Stored, Tag, Token, Upload, Visit,
};
pub use error::{ConnectError, ConnectErrorKind};
#[cfg(target_os = "linux")]
pub use local::LocalDepot;
#[cfg(unix)]
pub use local::LocalPlace;
pub use place::{Entry, EntryKind, FileFacts, Identity, OpenFile, Place};
pub use remote::{RemotePlace, exists};
pub use tls::Trust;
pub use witness::show_to_witness;
