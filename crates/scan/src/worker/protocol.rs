// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What parent and worker say to each other: frames of a length (u32, little endian) and that many bytes of postcard.
//! Both ends are the same program, so the form has no versions to keep, only [`PROTOCOL`] against mixing builds.

use super::bounded;
use super::confine::Protection;
use super::outcome::{Detected, Hashed, Outcome, ScannedPage};
use super::part::Part;
use super::values::Values;
use hoheit_types::{Limits, ReadState};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Differs between builds that would misunderstand each other: a program replaced by an update while a scan runs is
/// noticed when the next worker starts. Count up with every change of this file.
pub(super) const PROTOCOL: u32 = 7;

/// Largest frame that the parent takes. 24 MiB: a scanned page (`SCAN_BYTES`) with room to spare. Everything else
/// is far smaller: 10,000 findings with long names are 3 MiB.
pub(super) const FRAME_BYTES: usize = 24 << 20;

/// Largest frame that a worker takes, i.e. the text of all pages that OCR read in one document. 16 MiB: 5,000 pages.
pub(super) const REQUEST_BYTES: usize = 16 << 20;

/// How many bytes are read or worked through between two signs of life. 32 MiB: the time limit per document holds
/// for each such stretch, so that a file of 5 GB on a slow line is slow, not hanging.
pub(super) const PROGRESS_BYTES: usize = 32 << 20;

/// The first frame, parent to worker: what to prepare for.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Setup {
    pub(super) protocol: u32,
    pub(super) limits: Limits,
    /// Rule packs as TOML
    pub(super) packs: Vec<String>,
    /// Values marked as false alarms: a key made for nothing else, and hashes
    pub(super) exceptions: Option<ValueList>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct ValueList {
    pub(super) key: [u8; 32],
    pub(super) text: String,
}

impl std::fmt::Debug for ValueList {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ValueList")
    }
}

/// Most protections that a worker reports. 64: there are six kinds.
const PROTECTIONS: usize = 64;

/// The first frame back, sent when the worker has locked itself up.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Ready {
    pub(super) protocol: u32,
    #[serde(deserialize_with = "bounded::list::<_, _, PROTECTIONS>")]
    pub(super) protections: Vec<Protection>,
}

/// Most documents in one [`Task::ExamineMany`]. 32: an exchange costs about 30 µs whatever it carries, so this makes
/// it 1 µs a document; more would only make a repetition dearer.
pub(super) const MANY: usize = 32;

/// A job, parent to worker. Those that read files have their descriptors beside their first byte (`SCM_RIGHTS`).
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request<'a> {
    /// Comes back with the answer
    pub(super) id: u32,
    #[serde(borrow)]
    pub(super) task: Task<'a>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Task<'a> {
    /// Digest only
    Hash { size_bytes: u64 },
    /// Digest, extraction, detection
    Examine { name: &'a str, size_bytes: u64, rules: Rules, scan_pages: u32, hash_unread: bool, values: bool },
    /// The same for several small documents, at most [`MANY`], without scans
    ExamineMany {
        #[serde(borrow)]
        documents: Vec<Small<'a>>,
        rules: Rules,
        values: bool,
    },
    /// What was read, for a person who asked to see it
    Show { name: &'a str, size_bytes: u64, scan_pages: u32 },
    /// All values, for somebody who is sought
    Search { name: &'a str, size_bytes: u64 },
    /// Detection in text that OCR read, page by page
    Detect { texts: Vec<&'a str>, rules: Rules, values: bool },
    /// Try something forbidden
    Probe(Probe),
    #[cfg(test)]
    Misbehave(super::tests::Misbehaviour),
}

/// One of several small documents.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Small<'a> {
    pub(super) name: &'a str,
    pub(super) size_bytes: u64,
    pub(super) hash_unread: bool,
}

/// From worker to parent while a job runs; [`Answer::Done`] and those after it end the job.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    /// Another [`PROGRESS_BYTES`] are done
    Progress,
    Scan(ScannedPage),
    Part(Part),
    /// Of a search, in their order
    Values(Values),
    Done {
        id: u32,
        result: Done,
    },
    /// A panic was caught; where it arose
    Panicked {
        id: u32,
        place: String,
    },
    /// Reading failed with this error number
    Unreadable {
        id: u32,
        errno: i32,
    },
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Done {
    Hashed(Hashed),
    Outcome(Box<Outcome>),
    /// As many as asked for, in this order
    Outcomes(#[serde(deserialize_with = "bounded::list::<_, _, MANY>")] Vec<SmallDone>),
    Shown(Hashed),
    Searched(ReadState),
    Detected(Box<Detected>),
    /// Whether the attempt was stopped
    Probed(bool),
}

/// The end of one of several small documents.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum SmallDone {
    Outcome(Box<Outcome>),
    Panicked { place: String },
    Unreadable { errno: i32 },
}

/// Which rules look at a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Rules {
    /// All of them
    All,
    /// Only those that identify by form and check digit (e-mail, IBAN, tax number …): several times faster
    Identifiers,
}

/// Something that a worker or a helper program must not be able to do, tried by `hoheit doctor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Probe {
    /// Open a folder or file for reading
    OpenFile,
    /// Open something for writing (`/dev/null`, so that success leaves nothing behind)
    WriteFile,
    /// Change a file's mode (`/dev/null`, to the mode it has)
    ChangeFile,
    /// Create a network socket
    Network,
    /// Create a local socket or connect to one
    LocalSocket,
    /// Start another program
    StartProgram,
    /// Start another thread
    StartThread,
    /// Take more memory than the limit
    Memory,
}

impl Probe {
    /// All of them, in the order in which they are reported.
    pub const ALL: [Self; 8] = [
        Self::OpenFile,
        Self::WriteFile,
        Self::ChangeFile,
        Self::Network,
        Self::LocalSocket,
        Self::StartProgram,
        Self::StartThread,
        Self::Memory,
    ];

    /// What a helper program must not be able to do, either. Threads it may start.
    pub const OF_HELPERS: [Self; 7] = [
        Self::OpenFile,
        Self::WriteFile,
        Self::ChangeFile,
        Self::Network,
        Self::LocalSocket,
        Self::StartProgram,
        Self::Memory,
    ];
}

/// Writes a frame into `buffer`, which is emptied first.
pub(super) fn encode(value: &impl Serialize, buffer: &mut Vec<u8>) -> Result<(), postcard::Error> {
    buffer.clear();
    buffer.extend_from_slice(&[0; 4]);
    *buffer = postcard::to_extend(value, std::mem::take(buffer))?;
    let length = u32::try_from(buffer.len() - 4).map_err(|_| postcard::Error::SerializeBufferFull)?;
    if let Some(head) = buffer.first_chunk_mut::<4>() {
        *head = length.to_le_bytes();
    }
    Ok(())
}

/// A frame's content, all of it.
pub(super) fn decode<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, postcard::Error> {
    match postcard::take_from_bytes(body)? {
        (value, []) => Ok(value),
        _ => Err(postcard::Error::DeserializeBadEncoding),
    }
}

/// What of a byte stream makes the next frame.
pub(super) enum Framing {
    /// More bytes are needed: so many in all
    Incomplete(usize),
    /// A frame ends here
    Complete(usize),
    /// The announced length is over the limit
    TooLong,
}

/// Looks for a frame at the beginning of `stream`, of at most `limit` bytes.
pub(super) fn framing(stream: &[u8], limit: usize) -> Framing {
    let Some(head) = stream.first_chunk::<4>() else { return Framing::Incomplete(4) };
    let length = u32::from_le_bytes(*head) as usize;
    match length.saturating_add(4) {
        _ if length > limit => Framing::TooLong,
        end if stream.len() < end => Framing::Incomplete(end),
        end => Framing::Complete(end),
    }
}

/// Reads one owned frame that lies at the beginning of `stream` and ends at `end`.
pub(super) fn decode_owned<T: DeserializeOwned>(stream: &[u8], end: usize) -> Result<T, postcard::Error> {
    decode(stream.get(4..end).unwrap_or_default())
}
