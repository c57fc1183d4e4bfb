// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! S3: objects in buckets, on servers of many makers. Blocking, for threads.
//!
//! ```text
//! Address, Credential ─→ S3Client ─→ probe: what this server really does ─→ guarded: how bytes are guarded
//!                            ├─→ list, head, get (ranges, resumes by itself)
//!                            ├─→ put · begin → write_part → complete | abort · copy, copy_part · delete
//!                            └─→ versioning, location, lock_rule: what the bucket says of itself
//! ```
//!
//! Three rules hold for every call. What can be done twice without harm is tried again after a pause; what can't is looked for
//! first. No answer is read beyond its limit. Of what a server writes into an error, only its code is believed and shown.
//!
//! [`S3Depot`] is all this as a [`Depot`](crate::Depot), for moving.
//!
//! Why our own: the libraries tried hide the upload id (so nothing can resume), can't set the time of the source on writing, and
//! cost more processor time than the network.

mod address;
mod bucket;
mod call;
mod client;
mod credential;
mod depot;
mod download;
mod error;
mod list;
mod multipart;
mod object;
mod probe;
mod sign;

pub use crate::credential::CredentialError;
pub use crate::http::{HttpError, HttpErrorKind, Patience, Retry, Span, Trust};
pub use address::{Address, AddressError, Style};
pub use bucket::{LockRule, Versioning};
pub use client::{Guard, Options, S3Client};
pub use credential::Credential;
pub use depot::S3Depot;
pub use download::{Download, Wanted};
pub use list::{Listed, OpenUpload, Page};
pub use multipart::{PART_COUNT_LIMIT, PART_SIZE_BYTES, PART_SIZE_MINIMUM_BYTES, Part, part_size};
pub use object::{Condition, Metadata, Object, Source, Written};
pub use probe::{Ability, Probe, Verdict};

#[cfg(test)]
mod tests;
