// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What text, tables, metadata and children are in these bytes?
//!
//! Reading is a total function with limits: [`extract`] never fails and never panics on purpose. It hands every
//! document that it meets (the given one, and each child in archives, mails and containers) to a visitor as an
//! [`Extraction`]: whatever could be read, exactly one [`ReadState`](hoheit_types::ReadState), and warnings that say
//! what is missing.
//!
//! No files, no network, no clock, no threads, no detectors: bytes in, values out.

mod extraction;
mod reading;

pub use extraction::{Dialect, Extraction, Metadata, Scan, ScanEncoding, Table};

/// Counts up whenever the same bytes can yield another result; stored as evidence with every observation, so that
/// `scan --refresh` finds what older readers examined.
pub const VERSION: u32 = 1;
