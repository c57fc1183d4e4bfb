// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What is written down of auditing a site: numbers, and what the place tells of itself; no names of files.

use crate::{Digest, Record, ShortName, Timestamp, named};
use serde::{Deserialize, Serialize};

named! {
    /// Something that a place may tell of itself.
    Trait {
        /// Whether what goes over the line is encrypted, and to whom
        Transport = "transport", "Verschlüsselung der Leitung", "encryption of the line";
        /// Where it keeps what it is given
        Location = "location", "Standort", "location";
        /// Whether it keeps what is replaced or removed
        Versions = "versions", "Versionen", "versions";
        /// Whether objects can be locked against changes
        Locks = "locks", "Sperren gegen Änderung", "locks against changes";
        /// Whether it encrypts what it keeps
        Encryption = "encryption", "Verschlüsselung am Ort", "encryption at rest";
    }
}

named! {
    /// How far something that a place tells of itself is more than its word.
    Verdict {
        /// We saw it ourselves
        Shown = "shown", "nachgewiesen", "shown";
        /// The place says so
        Promised = "promised", "nur zugesagt", "promised only";
        /// We saw that it is not so
        Contradicted = "contradicted", "widerlegt", "contradicted";
        /// It does not tell, and nobody outside can know
        NotCheckable = "not_checkable", "nicht prüfbar", "not checkable";
    }
}

/// What a place tells of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// Of what
    pub what: Trait,
    /// How far it is more than its word
    pub verdict: Verdict,
    /// In the words of the protocol: `TLS`, a region, `COMPLIANCE 365 days`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
}

impl Told {
    /// Without words of the place.
    pub fn new(what: Trait, verdict: Verdict) -> Self {
        Self { what, verdict, said: None }
    }

    /// With them.
    #[must_use]
    pub fn saying(self, said: impl Into<String>) -> Self {
        Self { said: Some(said.into()), ..self }
    }
}

/// Random blocks of what lies at an address were read again and compared with the hash trees kept here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Audit {
    /// The site
    pub site: ShortName,
    /// The address, without secrets
    pub uri: String,
    /// When it was over
    pub finished_at: Timestamp,
    /// What the blocks were drawn with, in hexadecimal digits: whoever has the same trees draws the same ones
    pub seed: String,
    /// Objects whose content is known
    pub objects: u64,
    /// Their bytes
    pub size_bytes: u64,
    /// Their blocks
    pub blocks: u64,
    /// Of the objects, those without a tree: nothing is said of them
    pub without_tree: u64,
    /// Blocks that were drawn and answered for
    pub sampled: u64,
    /// Of these, as they were
    pub clean: u64,
    /// Not as they were, though the place says that nobody changed them
    pub damaged: u64,
    /// Of objects that the place says were changed
    pub changed: u64,
    /// Of objects that are gone
    pub missing: u64,
    /// Of objects that the place does not hand out
    pub unreadable: u64,
    /// Of a million blocks, so many at most are not as they were, with 99 % confidence
    pub at_most_ppm: u64,
    /// What the place tells of itself
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Told>,
}

/// What an address is known by among records.
fn subject(site: &ShortName, uri: &str) -> String {
    format!("{site} {uri}")
}

impl Audit {
    /// Its [`Record::subject`].
    pub fn subject_of(site: &ShortName, uri: &str) -> String {
        subject(site, uri)
    }
}

impl Record for Audit {
    const KIND: &'static str = "audit/1";
    fn subject(&self) -> String {
        subject(&self.site, &self.uri)
    }
}

/// Hash trees were made of what lies at an address and was not brought by hoheit: from then on it can be audited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// The site
    pub site: ShortName,
    /// The address, without secrets
    pub uri: String,
    /// When it was over
    pub recorded_at: Timestamp,
    /// BLAKE3 of the file with the trees, as far as it counts
    pub digest: Digest,
    /// So many bytes of it
    pub length: u64,
    /// Objects in it
    pub objects: u64,
    /// Their bytes
    pub size_bytes: u64,
    /// Objects that could not be read
    pub unread: u64,
}

impl Baseline {
    /// Its [`Record::subject`].
    pub fn subject_of(site: &ShortName, uri: &str) -> String {
        subject(site, uri)
    }
}

impl Record for Baseline {
    const KIND: &'static str = "baseline/1";
    fn subject(&self) -> String {
        subject(&self.site, &self.uri)
    }
}
