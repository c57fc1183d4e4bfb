// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What is written down of a move: the plan before, a receipt for each object after it. Plain data, so that a verifier without anything
//! else of hoheit reads it.

use crate::{DatasetId, Day, Digest, Loss, Record, RelPath, ShortName, Timestamp, Volume, named};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

named! {
    /// Why something that lies at the source is not part of a plan.
    LeftOut {
        /// Symbolic links are not moved
        Link = "link", "Verknüpfung (Symlink)", "symbolic link";
        /// Pipes, sockets, devices
        Special = "special", "Gerät, Pipe oder Socket", "device, pipe or socket";
        /// Appeared since the last scan: nobody knows what it holds
        Unscanned = "unscanned", "seit der Aufnahme dazugekommen", "appeared since the last scan";
        /// The target can't hold the name: too long, or characters that it refuses
        Name = "name", "Name am Ziel nicht möglich", "name not possible at the target";
        /// Differs at the target from another name by nothing: case, or Unicode form
        Collision = "collision", "Name fällt am Ziel mit einem anderen zusammen", "name coincides with another one at the target";
        /// Something of that name is at the target
        Exists = "exists", "am Ziel steht schon etwas unter dem Namen", "something has this name at the target";
        /// An earlier move has brought it, and it is unchanged since, at both ends
        Standing = "standing", "liegt seit einem früheren Umzug unverändert dort", "is there since an earlier move, unchanged";
        /// An earlier move has brought it, and it was changed at the source since: the target keeps what was brought
        Changed = "changed", "seit dem früheren Umzug geändert; am Ziel bleibt der frühere Stand", "changed since the earlier move; the target keeps what was brought";
        /// The catalogue knows it, and it does not lie at the source any more
        Gone = "gone", "im Verzeichnis, aber nicht mehr da", "in the catalogue, but not there any more";
        /// The target can't hold so large an object
        Size = "size", "zu groß für das Ziel", "too large for the target";
    }
}

/// What shall be moved, on what permit, and what will be lost: the head of a plan. The objects stand in a file with one line for each;
/// [`Objects::digest`] binds them, so this record's digest covers all of it, and is what a second person signs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// What is moved
    pub dataset: DatasetId,
    /// What it is called
    pub name: String,
    /// From where
    pub from: End,
    /// To where
    pub to: End,
    /// Folder below the target's address that takes all of it; empty: none
    pub into: RelPath,
    /// When it was made
    pub planned_at: Timestamp,
    /// By whose account
    pub planned_by: String,
    /// Why it may be moved
    pub permit: PermitFacts,
    /// How much
    pub objects: Objects,
    /// What can't be kept at the target, with the number of objects that this is about
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub losses: BTreeMap<Loss, u64>,
    /// What lies at the source and is not moved, and how many of it
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub left_out: BTreeMap<LeftOut, u64>,
    /// Whether an object that was interrupted goes on inside; else it starts at zero
    pub resumes: bool,
    /// Room at the target; `None`: it does not say
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_bytes: Option<u64>,
    /// How long it will take; `None`: not measured
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_ms: Option<u64>,
    /// What contracts with the source's provider say that leaving costs
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fees: Vec<Fee>,
    /// For whom all of it is encrypted before it leaves; `None`: it is not
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encryption: Option<Encryption>,
}

/// Objects reach the target as age files (<https://age-encryption.org/v1>), under names that tell nothing. No private key is in it, or anywhere
/// else at hoheit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Encryption {
    /// Who can decrypt: public keys, `age1…`; at least one
    pub recipients: Vec<String>,
    /// Names at the target are made of the real ones with these random bytes
    pub names: Digest,
    /// Bytes of all files at the target, the index not among them
    pub size_bytes: u64,
}

/// One end of a move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// The site
    pub site: ShortName,
    /// Its address, without secrets
    pub uri: String,
    /// What lay there when the move was planned, where the place tells: a share that is not mounted has another one
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub root: Option<String>,
}

/// A permit, by digests: with them it can be decided again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PermitFacts {
    /// Of the record of decisions, which names rules, law packs and statements
    pub decision: Digest,
    /// For which day
    pub day: Day,
    /// Of the rules, the profile's among them
    pub rules: Digest,
    /// Of the law packs
    pub law: Vec<Digest>,
    /// Of what was known of the dataset
    pub dataset: Digest,
    /// Of what was known of the target
    pub site: Digest,
    /// Whether it holds personal data; `None`: unknown, which counts as yes
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal: Option<bool>,
}

/// How much there is to move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objects {
    /// Files
    pub files: u64,
    /// Folders
    pub folders: u64,
    /// Bytes of all files
    pub size_bytes: u64,
    /// BLAKE3 over the lines of all objects, each with its line feed
    pub digest: Digest,
    /// What travels beside them; `None`: the target keeps all of their metadata
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sidecar: Option<Sidecar>,
}

impl Objects {
    /// Files, and what they have in bytes.
    pub fn volume(&self) -> Volume {
        Volume { files: self.files, size_bytes: self.size_bytes }
    }
}

/// The folder, below the one that takes a move's objects, in which a site keeps what hoheit puts beside them. Nothing in it is people's.
pub const SIDECAR_FOLDER: &str = ".hoheit";

/// Objects that hold what a target can't keep of others' metadata. Their digests are part of the plan's: nobody changes them unnoticed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sidecar {
    /// Of how many objects something travels in it
    pub objects: u64,
    /// Its parts, in their order
    pub parts: Vec<SidecarPart>,
}

/// One object of a sidecar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SidecarPart {
    /// Its size
    pub size_bytes: u64,
    /// BLAKE3 of its content
    pub digest: Digest,
}

/// What leaving costs by a contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// The contract
    pub contract: ShortName,
    /// Whole euros
    pub euros: u64,
    /// For what
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
}

impl Plan {
    /// Whether a second person has to sign it: personal data, or nobody knows.
    pub fn needs_approval(&self) -> bool {
        self.permit.personal != Some(false)
    }

    /// Bytes of all files at the target: encrypted ones are larger.
    pub fn stored_bytes(&self) -> u64 {
        self.encryption.as_ref().map_or(self.objects.size_bytes, |encryption| encryption.size_bytes)
    }

    /// Bytes of what so many carried bytes hold: encrypted files are larger, and the index comes on top, but volumes speak of files as they lie at
    /// the source. By the share of all, so nearly right.
    pub fn content_bytes(&self, carried_bytes: u64) -> u64 {
        let Some(encryption) = &self.encryption else { return carried_bytes };
        let whole = u128::from(self.objects.size_bytes);
        let share = u128::from(carried_bytes) * whole / u128::from(encryption.size_bytes.max(1));
        u64::try_from(share.min(whole)).unwrap_or(u64::MAX)
    }

    /// For whom it is encrypted; empty: it is not.
    pub fn recipients(&self) -> &[String] {
        self.encryption.as_ref().map_or(&[], |encryption| &encryption.recipients)
    }
}

impl Record for Plan {
    const KIND: &'static str = "plan/1";
    fn subject(&self) -> String {
        format!("{}/{}/{}/{}", self.dataset, self.from.site, self.to.site, self.planned_at.0)
    }
}

/// That the source of a move shall be emptied once a time has passed: what a second person signs before anything is removed there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Removal {
    /// Digest of the plan
    pub plan: Digest,
    /// What was moved
    pub dataset: DatasetId,
    /// What it is called
    pub name: String,
    /// Where it is removed
    pub from: End,
    /// Where it is instead
    pub to: End,
    /// How many files
    pub files: u64,
    /// Bytes of all of them
    pub size_bytes: u64,
    /// When it was stated
    pub stated_at: Timestamp,
    /// By whose account
    pub stated_by: String,
    /// Days of quarantine from then on
    pub quarantine_days: u32,
    /// Where what stays is encrypted: whose private keys alone read it, as public keys
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<String>,
}

/// Nanoseconds of a day.
const DAY_NS: i64 = 86_400_000_000_000;

impl Removal {
    /// The moment before which nothing is removed.
    pub fn not_before(&self) -> Timestamp {
        Timestamp(self.stated_at.0.saturating_add(i64::from(self.quarantine_days).saturating_mul(DAY_NS)))
    }

    /// Whether it is about what this plan has moved, all of it.
    pub fn covers(&self, digest: Digest, plan: &Plan) -> bool {
        self.plan == digest
            && self.dataset == plan.dataset
            && self.from == plan.from
            && self.to == plan.to
            && self.files == plan.objects.files
            && self.size_bytes == plan.objects.size_bytes
            && self.recipients == plan.recipients()
    }
}

impl Record for Removal {
    const KIND: &'static str = "removal/1";
    fn subject(&self) -> String {
        self.plan.to_string()
    }
}

/// That an object arrived: written only after it was read again at the target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// Digest of the plan
    pub plan: Digest,
    /// Which of that plan's receipts, counted from 0 in the order in which objects arrived
    pub number: u64,
    /// The object's name at the source
    pub object: RelPath,
    /// Its name at the target
    pub stored_as: RelPath,
    /// Its size
    pub size_bytes: u64,
    /// BLAKE3 of what was read at the source
    pub source: Digest,
    /// BLAKE3 of what was read again at the target
    pub target: Digest,
    /// SHA-256 of the same, in hexadecimal digits, where it was asked for
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Where it is now
    pub site: ShortName,
    /// The version that the target gave it
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// When it was read again
    pub finished_at: Timestamp,
    /// What was not kept of its metadata
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub losses: Vec<Loss>,
}

impl Record for Receipt {
    const KIND: &'static str = "receipt/1";
    fn subject(&self) -> String {
        format!("{}/{}", self.plan, self.number)
    }
}
