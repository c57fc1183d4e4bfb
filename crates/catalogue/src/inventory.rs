// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What the catalogue tells to reports: facts, already added up, never values.

use hoheit_types::{
    DatasetId, Digest, Entity, Format, NotRead, ReadState, RelPath, RuleId, ShortName, SourceId, Timestamp,
    WarningCode,
};
use serde::{Deserialize, Serialize};

/// Everything a report shows, at one moment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Inventory {
    /// The places, by label
    pub sources: Vec<SourceFacts>,
    /// What was examined and what not
    pub coverage: Coverage,
    /// By format, most bytes first
    pub formats: Vec<FormatFacts>,
    /// By year of last change, newest first; files without a believable date have no row
    pub years: Vec<YearFacts>,
    /// Largest folders by bytes below them, at most 20, largest first
    pub folders: Vec<FolderFacts>,
    /// Datenbestände, most bytes first
    pub datasets: Vec<DatasetFacts>,
    /// Kinds of personal data over everything, most files first
    pub findings: Vec<EntityFacts>,
    /// What own rules found: part of `findings`, most files first
    pub own_rules: Vec<OwnRuleFacts>,
    /// What was found and marked as a false alarm: not part of `findings`
    pub set_aside: SetAsideFacts,
    /// Equal contents
    pub duplicates: DuplicateFacts,
    /// Files that nobody will miss: temporary names (`~$x.docx`, `.tmp`, `Thumbs.db`) …
    pub temporary: Tally,
    /// … and near-empty ones (zero bytes, or text of fewer than 16 characters)
    pub near_empty: Tally,
    /// Examined by an older reader or older rules than this program has
    pub outdated: Tally,
    /// Files that went away since the last scan
    pub vanished: Tally,
    /// Files that need a look (quarantined, damaged, encrypted, refused …), at most 500, by path
    pub problems: Vec<Problem>,
}

/// A number of files and their bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How many
    pub files: u64,
    /// Their sizes added up
    pub size_bytes: u64,
}

impl Tally {
    /// Adds another one.
    pub fn plus(&mut self, other: Self) {
        self.files = self.files.saturating_add(other.files);
        self.size_bytes = self.size_bytes.saturating_add(other.size_bytes);
    }
}

/// One scanned place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourceFacts {
    /// Row id
    pub id: SourceId,
    /// What people call it; the root's last folder name unless renamed
    pub label: String,
    /// The path by which it was last reached
    pub root: String,
    /// Start of the last run
    pub scanned_at: Timestamp,
    /// Whether that run came to its end
    pub complete: bool,
    /// What it holds
    pub tally: Tally,
}

/// What was examined. `examined + not_examined` is every file present, each exactly once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// All files known to be there
    pub total: Tally,
    /// Read completely
    pub examined: Tally,
    /// Not, or not completely, by reason, most bytes first
    pub not_examined: Vec<Gap>,
    /// Folders that were left out on purpose, with the pattern that did it; what they hold is not in `total`
    pub excluded: Vec<Excluded>,
    /// Single files that were left out of folders that were listed, by source and rule; not in `total` either
    #[serde(default)]
    pub excluded_files: Vec<ExcludedFiles>,
    /// Folders that could not be listed
    pub unlisted_folders: u64,
    /// Links, devices, sockets and pipes met; nothing to read there
    pub special_files: u64,
}

/// Files that share a reason for not being examined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Why
    pub reason: GapReason,
    /// How many
    pub tally: Tally,
}

/// Why files count as not examined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapReason {
    /// They were opened, and ended in this state (never `read`)
    State(ReadState),
    /// They were never opened
    NotRead(NotRead),
}

/// A folder left out on purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excluded {
    /// The source it belongs to
    pub source: SourceId,
    /// The folder
    pub path: RelPath,
    /// The pattern or proposed rule that left it out, e.g. `personnel` or `*.bak`
    pub rule: String,
}

/// Files left out on purpose by one rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExcludedFiles {
    /// The source they belong to
    pub source: SourceId,
    /// The pattern that left them out, e.g. `*.bak`, or `not_included`
    pub rule: String,
    /// How many
    pub tally: Tally,
}

/// Files of one format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormatFacts {
    /// The format
    pub format: Format,
    /// How many
    pub tally: Tally,
    /// Of these, read completely
    pub read_files: u64,
}

/// Files last changed in one calendar year (UTC).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearFacts {
    /// The year
    pub year: i64,
    /// How many
    pub tally: Tally,
}

/// A folder with all that lies below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FolderFacts {
    /// The source it belongs to
    pub source: SourceId,
    /// The folder
    pub path: RelPath,
    /// All below
    pub tally: Tally,
}

/// How often a kind of personal data occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityFacts {
    /// The kind
    pub entity: Entity,
    /// Files that hold it
    pub files: u64,
    /// Occurrences in them
    pub occurrences: u64,
    /// Confidence of the surest, percent
    pub confidence: u8,
}

/// How often a rule of a pack found something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnRuleFacts {
    /// `pack/rule`, and the version of the pack
    pub rule: RuleId,
    /// The kind that its finds count as
    pub entity: Entity,
    /// What it is called in the authority; the catalogue does not know, whoever has the pack fills it in
    pub label: Option<String>,
    /// Files in which it found something
    pub files: u64,
    /// Occurrences in them
    pub occurrences: u64,
}

/// What somebody marked as a false alarm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAsideFacts {
    /// Files in which something was set aside
    pub files: u64,
    /// Occurrences in them
    pub occurrences: u64,
}

/// What kind of thing a dataset is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DatasetKind {
    /// Files in a folder and below
    Folder,
    /// A mailbox file or a folder of mails
    Mailbox,
    /// A database file
    Database,
    /// A large table of its own
    Table,
}

/// One Datenbestand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DatasetFacts {
    /// Row id; stays the same over re-scans and corrections
    pub id: DatasetId,
    /// Proposed from the folder name, or given by a person
    pub name: String,
    /// What kind of thing
    pub kind: DatasetKind,
    /// The source
    pub source: SourceId,
    /// Where it lies: folders or files, relative to the source, by path
    pub places: Vec<RelPath>,
    /// Why these files were grouped: stable name of the rule, e.g. `office_folder`
    pub rule: String,
    /// What the rule saw: so many (first) of so many (second) subfolders or files fit it
    pub evidence: (u64, u64),
    /// Whether a person merged, split or renamed it
    pub corrected: bool,
    /// The responsible office or person as entered by a person
    pub owner: Option<String>,
    /// The sites where its source lies by what people stated, by name; empty: nobody knows where it lies
    #[serde(default)]
    pub sites: Vec<ShortName>,
    /// How many files
    pub tally: Tally,
    /// Of these, read completely
    pub read_files: u64,
    /// Examined by older readers, or by other rules than all of today's
    pub outdated_files: u64,
    /// Its formats, most files first, at most 5
    pub formats: Vec<Format>,
    /// Oldest and newest change of its files
    pub changed: Option<(Timestamp, Timestamp)>,
    /// Distinct calendar days with changes in the last 365 days before the newest change
    pub change_days: u64,
    /// Personal data in it, most files first
    pub findings: Vec<EntityFacts>,
    /// What own rules found: part of `findings`, most files first
    pub own_rules: Vec<OwnRuleFacts>,
    /// What was found and marked as a false alarm: not part of `findings`
    pub set_aside: SetAsideFacts,
}

impl DatasetFacts {
    /// Whether personal data are in it: `Some(true)` when found, `Some(false)` only when everything was read under
    /// all of today's rules and nothing found, else `None`, because unread is never clean.
    pub fn holds_personal_data(&self) -> Option<bool> {
        if !self.findings.is_empty() {
            Some(true)
        } else if self.read_files == self.tally.files && self.outdated_files == 0 {
            Some(false)
        } else {
            None
        }
    }
}

/// Equal contents, found by equal digests.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DuplicateFacts {
    /// Contents that exist more than once
    pub groups: u64,
    /// Files beyond the first of each content, and the bytes they take; several names of one file (hard links) are one
    pub surplus: Tally,
    /// The most wasteful groups, at most 50
    pub largest: Vec<DuplicateGroup>,
}

/// Files of equal content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DuplicateGroup {
    /// The content
    pub digest: Digest,
    /// Of one copy
    pub size_bytes: u64,
    /// How many copies
    pub files: u64,
    /// The first paths, at most 10
    pub paths: Vec<(SourceId, RelPath)>,
}

/// A file that needs a look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The source it belongs to
    pub source: SourceId,
    /// The file
    pub path: RelPath,
    /// What is the matter
    pub reason: GapReason,
    /// Details from the reader, e.g. the limit that was reached
    pub warnings: Vec<WarningCode>,
}
