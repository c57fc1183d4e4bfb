// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What a worker reports of a document, and what of it the parent believes.

use super::bounded;
use super::values::Values;
use crate::OwnRules;
use hoheit_extract::Scan;
use hoheit_types::{Digest, Finding, Format, ReadState, SetAside, Warning, WarningCode};
use serde::{Deserialize, Serialize};

/// Most findings of one document that are told per member. 10,000: beyond that (a mailbox of 50,000 mails) they are
/// told for the document as a whole.
pub(super) const MEMBER_FINDINGS: usize = 10_000;

/// Most warnings of one document: one of each kind.
pub(super) const WARNINGS: usize = WarningCode::ALL.len();

/// Longest name of a member, table or column, in bytes; longer ones are cut. 1,024: four times what a file system
/// allows for one name.
pub(super) const NAME_BYTES: usize = 1024;

/// Largest picture that goes to OCR, in bytes. 16 MiB: an A4 page at 400 dpi in grey is 15 MiB unpacked.
pub(super) const SCAN_BYTES: usize = 16 << 20;

/// Digest of a file's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hashed {
    /// BLAKE3 of all bytes read
    pub digest: Digest,
    /// How many these were; other than [`Job::size_bytes`](super::Job::size_bytes) when the file changed meanwhile
    pub bytes_read: u64,
}

/// What was found in a document: facts and counts, and values only where they were asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// BLAKE3 of the raw bytes; `None` where the file was left unread
    pub digest: Option<Digest>,
    /// How many these were; other than the job's size when the file changed meanwhile or was left unread
    pub bytes_read: u64,
    /// By content, then by name
    pub format: Format,
    /// What became of it
    pub state: ReadState,
    /// What is missing or noteworthy
    #[serde(deserialize_with = "bounded::list::<_, _, WARNINGS>")]
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
    #[serde(deserialize_with = "bounded::list::<_, _, MEMBER_FINDINGS>")]
    pub findings: Vec<MemberFinding>,
    /// What was marked as a false alarm by its value, by rule and exception
    #[serde(deserialize_with = "bounded::list::<_, _, MEMBER_FINDINGS>")]
    pub set_aside: Vec<SetAside>,
    /// The values themselves, where they were asked for
    pub values: Option<Values>,
    /// Pages to recognise, in page order; at most as many as asked for
    #[serde(skip)]
    pub scans: Vec<ScannedPage>,
    /// Pages and pictures without text, whether or not they are among [`Outcome::scans`]
    pub scans_total: u64,
}

/// What was found in pages that text recognition read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detected {
    /// Personal data by rule
    #[serde(deserialize_with = "bounded::list::<_, _, MEMBER_FINDINGS>")]
    pub findings: Vec<Finding>,
    /// What was marked as a false alarm by its value
    #[serde(deserialize_with = "bounded::list::<_, _, MEMBER_FINDINGS>")]
    pub set_aside: Vec<SetAside>,
    /// The values themselves, where they were asked for
    pub values: Option<Values>,
}

impl Detected {
    /// Whether a worker may say so.
    pub(super) fn is_plausible(&self, own: &OwnRules) -> bool {
        self.findings.iter().all(|found| is_finding(found, own))
            && self.set_aside.iter().all(|aside| is_set_aside(aside, own))
            && self.values.as_ref().is_none_or(Values::is_plausible)
    }
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

impl Outcome {
    /// Whether a worker may say so. It may have been taken over: nothing it says shall overflow a sum, flood the
    /// catalogue or smuggle text in where names belong.
    pub(super) fn is_plausible(&self, size_bytes: u64, own: &OwnRules) -> bool {
        let numbers = [self.text_chars, self.table_rows, self.members, self.members_unread, self.scans_total];
        self.bytes_read <= size_bytes
            && self.state != ReadState::Quarantined
            && numbers.into_iter().chain(self.pages).all(|number| number <= LARGEST)
            && self.warnings.len() <= WARNINGS
            && self.warnings.iter().all(|warning| warning.number <= LARGEST)
            && self.values.as_ref().is_none_or(Values::is_plausible)
            && self.set_aside.iter().all(|aside| is_set_aside(aside, own))
            && self.findings.len() <= MEMBER_FINDINGS
            && self.findings.iter().all(|found| is_name(&found.member) && is_finding(&found.finding, own))
    }
}

/// Largest number that a worker may report. 2^48: sums of 30,000 of them still fit into an `i64`.
const LARGEST: u64 = 1 << 48;

/// Whether a worker may report this finding: of a rule that exists, with numbers that can be added up.
pub(super) fn is_finding(finding: &Finding, own: &OwnRules) -> bool {
    own.may_find(finding.entity, &finding.rule)
        && finding.column.as_deref().is_none_or(is_name)
        && finding.count <= LARGEST
        && finding.distinct <= finding.count
        && finding
            .rows
            .is_none_or(|rows| rows.total <= LARGEST && rows.read <= rows.total && rows.matching <= rows.read)
        && finding.confidence.as_percent() <= 100
}

/// Whether a worker may report this: by a rule and an exception that exist.
fn is_set_aside(aside: &SetAside, own: &OwnRules) -> bool {
    own.may_set_aside(aside) && aside.count <= LARGEST
}

/// Adds up what was set aside in several documents of a file.
pub(super) fn add_set_aside(all: &mut Vec<SetAside>, more: Vec<SetAside>) {
    for aside in more {
        let room = all.len() < MEMBER_FINDINGS;
        let known = all.iter_mut().find(|known| {
            (known.entity, &known.rule, &known.exception) == (aside.entity, &aside.rule, &aside.exception)
        });
        match known {
            Some(known) => known.count = known.count.saturating_add(aside.count),
            // More different ones than exceptions in the longest list can't come.
            None if room => all.push(aside),
            None => {}
        }
    }
}

/// Whether a name is within its bound.
pub(super) fn is_name(name: &str) -> bool {
    name.len() <= NAME_BYTES
}

/// Whether this can be a place in source code, and nothing but that.
pub(super) fn is_place(place: &str) -> bool {
    place.len() <= 200 && !place.is_empty() && place.bytes().all(|byte| byte.is_ascii_graphic())
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
