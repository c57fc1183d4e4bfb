// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What parent and worker say to each other: frames of a length (u32, little endian) and that many bytes of postcard.
//! Both ends are the same program, so the form has no versions to keep, only [`PROTOCOL`] against mixing builds.

use super::confine::Protection;
use hoheit_extract::{Extraction, Scan, Table};
use hoheit_types::{Digest, Finding, Format, Limits, ReadState, Timestamp, Warning, WarningCode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Differs between builds that would misunderstand each other: a program replaced by an update while a scan runs is
/// noticed when the next worker starts. Count up with every change of this file.
pub(super) const PROTOCOL: u32 = 1;

/// Largest frame that the parent takes. 24 MiB: a scanned page ([`SCAN_BYTES`]) with room to spare. Everything else
/// is far smaller: 10,000 findings with long names are 3 MiB.
pub(super) const FRAME_BYTES: usize = 24 << 20;

/// Largest frame that a worker takes, i.e. the text of all pages that OCR read in one document. 16 MiB: 5,000 pages.
pub(super) const REQUEST_BYTES: usize = 16 << 20;

/// Largest picture that goes to OCR, in bytes. 16 MiB: an A4 page at 400 dpi in grey is 15 MiB unpacked.
pub(super) const SCAN_BYTES: usize = 16 << 20;

/// Most findings of one document that are told per member. 10,000: beyond that (a mailbox of 50,000 mails) they are
/// told for the document as a whole.
pub(super) const MEMBER_FINDINGS: usize = 10_000;

/// Longest name of a member, table or column, in bytes; longer ones are cut. 1,024: four times what a file system
/// allows for one name.
pub(super) const NAME_BYTES: usize = 1024;

/// How many bytes are read or worked through between two signs of life. 32 MiB: the time limit per document holds
/// for each such stretch, so that a file of 5 GB on a slow line is slow, not hanging.
pub(super) const PROGRESS_BYTES: usize = 32 << 20;

/// Largest piece of text in a [`Part::Text`]. 1 MiB.
pub(super) const TEXT_PART_BYTES: usize = 1 << 20;

/// The first frame, parent to worker: what to prepare for.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Setup {
    pub(super) protocol: u32,
    pub(super) limits: Limits,
}

/// The first frame back, sent when the worker has locked itself up.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Ready {
    pub(super) protocol: u32,
    pub(super) protections: Vec<Protection>,
}

/// A job, parent to worker. Those that read a file have its descriptor beside their first byte (`SCM_RIGHTS`).
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request<'a> {
    /// Comes back with the answer
    pub(super) id: u32,
    #[serde(borrow)]
    pub(super) task: Task<'a>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Task<'a> {
    /// Digest only
    Hash { size_bytes: u64 },
    /// Digest, extraction, detection
    Examine { name: &'a str, size_bytes: u64, rules: Rules, scan_pages: u32 },
    /// What was read, for a person who asked to see it
    Show { name: &'a str, size_bytes: u64 },
    /// Detection in text that OCR read, page by page
    Detect { texts: Vec<&'a str>, rules: Rules },
    /// Try something forbidden
    Probe(Probe),
    #[cfg(test)]
    Misbehave(super::tests::Misbehaviour),
}

/// From worker to parent while a job runs; [`Answer::Done`] and those after it end the job.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Answer {
    /// Another [`PROGRESS_BYTES`] are done
    Progress,
    Scan(ScannedPage),
    Part(Part),
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
    Shown(Hashed),
    Detected(Vec<Finding>),
    /// Whether the attempt was stopped
    Probed(bool),
}

/// Which rules look at a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Rules {
    /// All of them
    All,
    /// Only those that identify by form and check digit (e-mail, IBAN, tax number …): several times faster
    Identifiers,
}

/// Something that a worker must not be able to do, tried by `hoheit doctor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Probe {
    /// Open a folder or file for reading
    OpenFile,
    /// Open something for writing (`/dev/null`, so that success leaves nothing behind)
    WriteFile,
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
    pub const ALL: [Self; 7] = [
        Self::OpenFile,
        Self::WriteFile,
        Self::Network,
        Self::LocalSocket,
        Self::StartProgram,
        Self::StartThread,
        Self::Memory,
    ];
}

/// Digest of a file's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hashed {
    /// BLAKE3 of all bytes read
    pub digest: Digest,
    /// How many these were; other than [`Job::size_bytes`](super::Job::size_bytes) when the file changed meanwhile
    pub bytes_read: u64,
}

/// What was found in a document: facts and counts, never a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// BLAKE3 of the raw bytes
    pub digest: Digest,
    /// How many these were; other than the job's size when the file changed meanwhile
    pub bytes_read: u64,
    /// By content, then by name
    pub format: Format,
    /// What became of it
    pub state: ReadState,
    /// What is missing or noteworthy
    pub warnings: Vec<Warning>,
    /// Pages, slides or sheets, where the format has them
    pub pages: Option<u64>,
    /// Characters of text, members included
    pub text_chars: u64,
    /// Rows in tables, members included
    pub table_rows: u64,
    /// Documents inside, over all levels
    pub members: u64,
    /// Of these, not completely read
    pub members_unread: u64,
    /// Personal data by member, rule and column
    pub findings: Vec<MemberFinding>,
    /// Pages to recognise, in page order; at most as many as asked for
    #[serde(skip)]
    pub scans: Vec<ScannedPage>,
    /// Pages and pictures without text, whether or not they are among [`Outcome::scans`]
    pub scans_total: u64,
}

/// A finding and where inside the document it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberFinding {
    /// Names joined by `/`, `""` for the document itself. Treated as personal, like a path.
    pub member: String,
    /// What was found
    pub finding: Finding,
}

/// A page or picture for OCR.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScannedPage {
    /// Where inside the document; `""` for the document itself
    pub member: String,
    /// Counted from 1
    pub page: u64,
    /// The picture, as JPEG, PNG, TIFF or PNM
    #[serde(with = "bytes")]
    pub bytes: Vec<u8>,
}

impl ScannedPage {
    /// `None` when the picture is too large to be sent.
    pub(super) fn new(member: &str, scan: &Scan) -> Option<Self> {
        // The encoding is not told: Tesseract knows JPEG, PNG, TIFF and PNM by their first bytes.
        (scan.bytes.len() <= SCAN_BYTES).then(|| Self {
            member: cut(member).to_owned(),
            page: scan.page,
            bytes: scan.bytes.clone(),
        })
    }
}

/// What [`Worker::show`](super::Worker::show) tells of each document, in this order: its facts, its tables, its text
/// in pieces, its end. Members come before the document that holds them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Part {
    /// A document begins
    Document(DocumentPart),
    /// One of its tables
    Table(TablePart),
    /// The next piece of its text, at most 1 MiB, cut between characters
    Text(String),
    /// The document ends
    End,
}

/// The facts of one document, as a person asked to see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentPart {
    /// Names joined by `/`, `""` for the document itself
    pub member: String,
    /// By content, then by name
    pub format: Format,
    /// What became of it
    pub state: ReadState,
    /// What is missing or noteworthy
    pub warnings: Vec<Warning>,
    /// Pages, slides or sheets
    pub pages: Option<u64>,
    /// When it says that it was created
    pub created: Option<Timestamp>,
    /// When it says that it was last changed
    pub modified: Option<Timestamp>,
    /// The program that wrote it
    pub application: Option<String>,
    /// Names of the documents directly inside
    pub children: Vec<String>,
    /// Bytes of text that follow
    pub text_bytes: u64,
    /// Pages and pictures that only OCR can read
    pub scans: u64,
}

/// A table: a stretch of the document's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TablePart {
    /// Sheet, table or file name; may be empty
    pub name: String,
    /// Where in the text it begins, in bytes
    pub start: u64,
    /// Where in the text it ends
    pub end: u64,
    /// Between two cells
    pub delimiter: u8,
    /// Around cells that hold delimiters, if the format knows that
    pub quote: Option<u8>,
    /// Its headings, if it has some
    pub header: Vec<String>,
    /// Rows without the headings
    pub rows: u64,
}

impl Outcome {
    /// Whether a worker may say so. It may have been taken over: nothing it says shall overflow a sum, flood the
    /// catalogue or smuggle text in where names belong.
    pub(super) fn is_plausible(&self, size_bytes: u64) -> bool {
        let numbers = [self.text_chars, self.table_rows, self.members, self.members_unread, self.scans_total];
        self.bytes_read <= size_bytes
            && self.state != ReadState::Quarantined
            && numbers.into_iter().chain(self.pages).all(|number| number <= LARGEST)
            && self.warnings.len() <= WarningCode::ALL.len()
            && self.warnings.iter().all(|warning| warning.number <= LARGEST)
            && self.findings.len() <= MEMBER_FINDINGS
            && self.findings.iter().all(|found| is_name(&found.member) && is_finding(&found.finding))
    }
}

/// Largest number that a worker may report. 2^48: sums of 30,000 of them still fit into SQLite's integers.
const LARGEST: u64 = 1 << 48;

/// Whether a worker may report this finding: of a rule that exists, with numbers that can be added up.
pub(super) fn is_finding(finding: &Finding) -> bool {
    hoheit_detect::rules().iter().any(|rule| {
        rule.entity == finding.entity
            && rule.version == finding.rule.version
            && rule.name == finding.rule.name
    }) && finding.column.as_deref().is_none_or(is_name)
        && finding.count <= LARGEST
        && finding.distinct <= finding.count
        && finding.confidence.as_percent() <= 100
}

/// Whether a name is within its bound.
pub(super) fn is_name(name: &str) -> bool {
    name.len() <= NAME_BYTES
}

/// Whether this can be a place in source code, and nothing but that.
pub(super) fn is_place(place: &str) -> bool {
    place.len() <= 200 && !place.is_empty() && place.bytes().all(|byte| byte.is_ascii_graphic())
}

impl DocumentPart {
    pub(super) fn new(member: &str, found: &Extraction<'_>) -> Self {
        Self {
            member: member.to_owned(),
            format: found.format,
            state: found.state,
            warnings: found.warnings.clone(),
            pages: found.metadata.pages,
            created: found.metadata.created,
            modified: found.metadata.modified,
            application: found.metadata.application.clone(),
            children: found.children.clone(),
            text_bytes: found.text.len() as u64,
            scans: found.scans.len() as u64,
        }
    }

    pub(super) fn too_large(format: Format) -> Self {
        Self {
            member: String::new(),
            format,
            state: ReadState::TooLarge,
            warnings: Vec::new(),
            pages: None,
            created: None,
            modified: None,
            application: None,
            children: Vec::new(),
            text_bytes: 0,
            scans: 0,
        }
    }
}

impl TablePart {
    pub(super) fn new(table: &Table) -> Self {
        Self {
            name: table.name.clone(),
            start: table.span.start as u64,
            end: table.span.end as u64,
            delimiter: table.dialect.delimiter,
            quote: table.dialect.quote,
            header: table.header.clone(),
            rows: table.rows,
        }
    }
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

/// A name within its bound.
pub(super) fn cut(name: &str) -> &str {
    name.get(..name.floor_char_boundary(NAME_BYTES)).unwrap_or_default()
}

/// Bytes as one block instead of an element each: a page of 10 MB is copied, not looped over.
mod bytes {
    use serde::de::{Deserializer, Error, Visitor};
    use serde::ser::Serializer;
    use std::fmt;

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(bytes)
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Vec<u8>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }
            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
                Ok(bytes.to_vec())
            }
        }
        deserializer.deserialize_bytes(Bytes)
    }
}
