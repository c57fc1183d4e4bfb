// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What do we hold, since when, on what evidence?
//!
//! An SQLite file in the state folder: one writer, readers beside it, a blocking face. A scan uses it like this:
//!
//! ```
//! use hoheit_catalogue::{Catalogue, DirListing, Entry, InventoryRequest, Reading, SourceHint, Stamp};
//! use hoheit_types::{Clock, Format, ReadState, RelPath, Timestamp};
//!
//! struct Noon;
//! impl Clock for Noon {
//!     fn now(&self) -> Timestamp {
//!         Timestamp::from_seconds(1_795_000_000)
//!     }
//! }
//!
//! # let home = tempfile::tempdir()?;
//! # let home = home.path();
//! let mut catalogue = Catalogue::open(home, std::sync::Arc::new(Noon))?;
//!
//! // Which place is this? Known by its path, its file system or its look; else new; or a question. `conflict` finds more.
//! let hint = SourceHint { root: "/mnt/share".into(), ..SourceHint::default() };
//! let resolution = catalogue.resolve_source(&hint, None, &|path| std::path::Path::new(path).exists())?;
//! let source = catalogue.enter_source(&resolution, &hint)?;
//!
//! // Walk: threads list folders and compare with `known`; one thread records.
//! let mut walk = catalogue.start_run(source, "{}")?;
//! walk.reached_by(hint);
//! let (run, known) = (walk.run(), walk.known());
//! let stamp = Stamp { size_bytes: 4, mtime_ns: 1, ctime_ns: 1, inode: 1 };
//! let listing = DirListing::new(RelPath::from_kept("10 Hauptamt"), Noon.now(), vec![Entry::new(b"a.txt", stamp)]);
//! match known.unchanged(&listing) {
//!     Some(directory) => walk.unchanged(directory, listing.entries().len() as u64),
//!     None => catalogue.record_directory(&mut walk, listing)?,
//! }
//! // Nothing is marked as gone before this; ask a person when most of it is.
//! assert!(!catalogue.walk_summary(&mut walk)?.has_lost_most());
//! catalogue.finish_walk(walk)?;
//!
//! // Read: what waits comes in portions, what came of it goes back one by one.
//! let mut after = None;
//! loop {
//!     let pending = catalogue.next_pending(source, after, 1_000)?;
//!     let Some(last) = pending.last() else { break };
//!     after = Some(last.asset);
//!     for file in &pending {
//!         let reading = Reading {
//!             format: Some(Format::Text),
//!             text_chars: 4,
//!             ..Reading::new(run, file, Noon.now(), Ok(ReadState::Read))
//!         };
//!         catalogue.record_reading(reading)?;
//!     }
//! }
//! let coverage = catalogue.finish_run(run)?;
//! assert_eq!(coverage.examined.files, 1);
//!
//! // Report, now or later, here or in another process by `Catalogue::open_readonly`.
//! let inventory = catalogue.inventory(&InventoryRequest::default())?;
//! assert_eq!(inventory.formats[0].format, Format::Text);
//! assert_eq!(catalogue.search("HAUPT a.txt", 10)?.len(), 1);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A killed process loses the last batch (2,000 files or one second) and nothing else; waiting files are rows, so the next
//! run goes on with them. Why it is built this way: `docs/adr/0002-catalogue.md`.

// INVARIANT (no-panics-in-the-spine): what a foreign file system or a damaged database holds ends in an error.
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

mod backup;
mod catalogue;
mod dataset;
mod db;
mod error;
mod evidence;
mod facts;
mod fold;
pub mod inventory;
mod ledger;
mod listing;
mod person;
mod reading;
mod run;
mod schema;
mod search;
mod set_aside;
mod source;
mod spread;
pub mod token;
mod walk;

pub use catalogue::Catalogue;
pub use dataset::{FileOfFolder, FolderContents, NAME_CHARS, NamedDataset, PlacedDataset, Plan, Rule};
pub use error::{CatalogueError, CatalogueErrorKind, Result};
pub use evidence::{Attested, Evidence};
pub use facts::InventoryRequest;
pub use ledger::{InForce, Intended, Note, Statement, Stating};
pub use listing::{DirListing, DirectoryId, Entry, Fingerprint, KnownDirectories, Stamp};
pub use person::{
    Content, Excerpt, ExcludedFolder, KeyUse, LiveGap, LiveSearch, NotSearched, PersonSearch, PlaceOfPerson,
    Query, SearchedSource,
};
pub use reading::{PendingFile, Purpose, Reading, Versions};
pub use run::RunFacts;
pub use search::Hit;
pub use set_aside::ExceptionFiles;
pub use source::{Conflict, Recognised, Resolution, SampleEntry, SourceHint};
pub use spread::Spread;
pub use walk::{Walk, WalkSummary, Walked};

#[cfg(test)]
mod tests;
