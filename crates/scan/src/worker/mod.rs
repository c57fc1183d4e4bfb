// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Reads documents where they can do no harm: in processes that can reach nothing but the one file handed to them.
//!
//! Documents are hostile. A [`Worker`] is a process of this same program (`hoheit worker`, see [`serve()`]) that has
//! locked itself up before it takes its first job: no files, no network, no new processes, bounded memory. It gets a
//! file as an open descriptor, reads it, hashes it in the same pass, extracts, detects, and answers with counts. If
//! it crashes, hangs or bursts its memory, the document is quarantined, the process replaced, and the scan goes on.
//!
//! ```no_run
//! use hoheit_scan::worker::{Job, Verdict, Worker, WorkerOptions};
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let mut worker = Worker::start(WorkerOptions::new("/proc/self/exe"))?;
//! let file = std::fs::File::open("Antrag.pdf")?;
//! match worker.examine(&file, &Job::new("Antrag.pdf", file.metadata()?.len()))? {
//!     Verdict::Done(outcome) => println!("{} {:?}", outcome.state, outcome.digest),
//!     Verdict::Quarantined(quarantine) => println!("quarantined: {}", quarantine.reason),
//!     Verdict::Unreadable(error) => println!("not read: {error}"),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Everything that comes back is checked again, since a worker may have been taken over by a document: frames and
//! strings have bounds, names of rules an alphabet. What it says about later documents could still be a lie, which
//! is why workers are replaced after [`WorkerOptions::documents`]. ADR 0005 tells the reasons and the rest.
//!
//! | module | question |
//! |---|---|
//! | `protocol`, `bounded` | What do both sides say to each other, and how much of it? |
//! | `outcome`, `part` | What is told of a document, and what of it is believed? |
//! | `process`, `running` | How does the parent start, feed, watch and replace a worker? |
//! | `serve` | What does the worker do with a job? |
//! | `read` | How do bytes get from the descriptor into memory, hashed? |
//! | `examine`, `values`, `search` | What of them goes back to the parent? |
//! | `records` | In which row, or outside of all tables, does a value stand? |
//! | `confine`, `syscalls` | What does a worker, or a helper program, deny itself? |
//! | `probe` | Do the denials hold? |
//! | `helper`, [`ocr`] | How are foreign programs run? |

mod bounded;
mod confine;
mod examine;
pub mod helper;
pub mod ocr;
mod outcome;
mod part;
mod probe;
mod process;
mod protocol;
mod read;
mod records;
mod running;
mod search;
mod serve;
mod syscalls;
mod values;

pub use confine::{Protection, ProtectionKind, ProtectionState};
pub use outcome::{Hashed, MemberFinding, Outcome, ScannedPage};
pub use part::{DocumentPart, Part, TablePart};
pub use process::{Worker, WorkerError, WorkerOptions};
pub use protocol::{Probe, Rules};
pub use serve::serve;
pub use values::Values;

use hoheit_types::WarningCode;
use std::io;

/// One document to read. The file's descriptor is given beside it.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// The file name, without folders: a hint at the format, nothing else
    pub name: &'a str,
    /// Its size as `fstat` told it, in bytes; reading stops there, so that a growing file has an end
    pub size_bytes: u64,
    /// What to look for
    pub rules: Rules,
    /// How many pages without text may come back as pictures for OCR; 0 without OCR
    pub scan_pages: u32,
    /// Whether a digest is wanted even where the format has no reader; without, such a file is left after its
    /// beginning, however large it is
    pub hash_unread: bool,
    /// Whether the values themselves are wanted, to be turned into keyed hashes
    pub values: bool,
}

impl<'a> Job<'a> {
    /// A job that looks for everything, without OCR.
    pub const fn new(name: &'a str, size_bytes: u64) -> Self {
        Self { name, size_bytes, rules: Rules::All, scan_pages: 0, hash_unread: true, values: false }
    }
}

/// What became of a job.
#[derive(Debug)]
pub enum Verdict<T> {
    /// The worker came to its end with the document
    Done(T),
    /// It did not, and the document is to blame; unless only a panic was caught, the next job gets a new worker
    Quarantined(Quarantine),
    /// The system reported an error while the bytes were read: a matter of the disk or the network, not of the
    /// document
    Unreadable(io::Error),
}

/// Why a document was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantine {
    /// [`WarningCode::TimeLimit`], [`WarningCode::MemoryLimit`] or [`WarningCode::Crashed`]
    pub reason: WarningCode,
    /// Where in hoheit's or a library's code it crashed, `crate/src/file.rs:line`, or the signal that ended it.
    /// Never the panic's message, which may hold content.
    pub place: Option<String>,
}

#[cfg(test)]
pub(crate) mod tests;
