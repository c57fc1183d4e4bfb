// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::s3::Guard;
use hoheit_types::Lang;

/// Something that a server can be asked by trying it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ability {
    /// What was written is read at once, and bit by bit
    ReadAfterWrite,
    /// What replaced something is read at once, not what was there before
    ReadAfterReplace,
    /// What was written is listed at once, with its size
    ListAfterWrite,
    /// Listings are sorted by the bytes of whole keys, across pages and folders
    ListsSorted,
    /// Keys are encoded in listings as asked, so that each can be told
    EncodesKeys,
    /// What was deleted is gone at once
    GoneAfterDelete,
    /// Time of the source and our mark come back
    KeepsMetadata,
    /// Bytes that don't fit the SHA-256 in the signature are refused
    ChecksSignedHash,
    /// Bytes that don't fit `Content-MD5` are refused
    ChecksMd5,
    /// Bytes that don't fit `x-amz-checksum-sha256` are refused
    ChecksChecksum,
    /// A part of an object is read as asked
    ReadsRanges,
    /// Reading under the condition that the object is the same is refused where it is another
    KeepsReadCondition,
    /// Writing under the condition that nothing is there leaves alone what is there
    KeepsAbsentOnWrite,
    /// The same for completing an upload
    KeepsAbsentOnComplete,
    /// Parts are listed with number and size, so that an upload can be resumed
    ListsParts,
    /// Parts that don't fit the SHA-256 in the signature are refused
    ChecksPartSignedHash,
    /// Parts that don't fit `Content-MD5` are refused
    ChecksPartMd5,
    /// Uploads that are still open are listed, so that orphans are found
    ListsUploads,
    /// An upload that was aborted is gone, and its parts with it
    Aborts,
    /// What was replaced can be read as an older version
    KeepsVersions,
}

/// What trying showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does
    Shown,
    /// It does not, or does something else
    Contradicted,
    /// It could not be tried: not set up, not allowed, or an error that says neither
    NotCheckable,
}

/// What one server showed, ability by ability, in the order of [`Ability`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    pub(super) facts: Vec<(Ability, Verdict)>,
    /// Objects or uploads of ours that could not be removed
    pub left_behind: u32,
}

impl Probe {
    /// All facts, in order.
    pub fn facts(&self) -> &[(Ability, Verdict)] {
        &self.facts
    }

    /// What was shown of one ability.
    pub fn verdict(&self, ability: Ability) -> Verdict {
        self.facts.iter().find(|(a, _)| *a == ability).map_or(Verdict::NotCheckable, |(_, verdict)| *verdict)
    }

    /// Whether it was shown; unknown is never yes.
    pub fn shows(&self, ability: Ability) -> bool {
        self.verdict(ability) == Verdict::Shown
    }

    /// The cheapest guard that this server was seen to check, for whole objects and parts alike; both where it checked
    /// neither, which costs no more than time.
    pub fn guard(&self) -> Guard {
        if self.shows(Ability::ChecksSignedHash) && self.shows(Ability::ChecksPartSignedHash) {
            Guard::Sha256
        } else if self.shows(Ability::ChecksMd5) && self.shows(Ability::ChecksPartMd5) {
            Guard::Md5
        } else {
            Guard::Both
        }
    }
}

impl Ability {
    /// One line for people.
    pub fn label(self, lang: Lang) -> &'static str {
        let (de, en) = match self {
            Self::ReadAfterWrite => ("liest sofort, was geschrieben wurde", "reads at once what was written"),
            Self::ReadAfterReplace => {
                ("liest sofort, was etwas ersetzt hat", "reads at once what replaced something")
            }
            Self::ListAfterWrite => {
                ("listet sofort auf, was geschrieben wurde", "lists at once what was written")
            }
            Self::ListsSorted => ("sortiert Listen nach ganzen Namen", "sorts listings by whole keys"),
            Self::EncodesKeys => {
                ("verschlüsselt Namen in Listen wie verlangt", "encodes keys in listings as asked")
            }
            Self::GoneAfterDelete => {
                ("gibt nicht mehr heraus, was gelöscht wurde", "does not give what was deleted")
            }
            Self::KeepsMetadata => ("bewahrt Änderungszeit und Kennzeichen", "keeps time of change and mark"),
            Self::ChecksSignedHash => {
                ("prüft SHA-256 in der Signatur", "checks the SHA-256 in the signature")
            }
            Self::ChecksMd5 => ("prüft Content-MD5", "checks Content-MD5"),
            Self::ChecksChecksum => ("prüft x-amz-checksum-sha256", "checks x-amz-checksum-sha256"),
            Self::ReadsRanges => ("liest Ausschnitte", "reads ranges"),
            Self::KeepsReadCondition => ("hält beim Lesen If-Match ein", "keeps If-Match when reading"),
            Self::KeepsAbsentOnWrite => {
                ("hält beim Schreiben If-None-Match ein", "keeps If-None-Match when writing")
            }
            Self::KeepsAbsentOnComplete => {
                ("hält beim Abschließen If-None-Match ein", "keeps If-None-Match when completing")
            }
            Self::ListsParts => ("listet Teile auf (Fortsetzen möglich)", "lists parts (can resume)"),
            Self::ChecksPartSignedHash => {
                ("prüft SHA-256 in der Signatur von Teilen", "checks the SHA-256 in the signature of parts")
            }
            Self::ChecksPartMd5 => ("prüft Content-MD5 von Teilen", "checks Content-MD5 of parts"),
            Self::ListsUploads => ("listet offene Übertragungen auf", "lists open uploads"),
            Self::Aborts => ("bricht Übertragungen ab", "aborts uploads"),
            Self::KeepsVersions => ("bewahrt ältere Fassungen", "keeps older versions"),
        };
        lang.pick(de, en)
    }
}

impl Verdict {
    /// One word for people.
    pub fn label(self, lang: Lang) -> &'static str {
        let (de, en) = match self {
            Self::Shown => ("gezeigt", "shown"),
            Self::Contradicted => ("widerlegt", "contradicted"),
            Self::NotCheckable => ("nicht prüfbar", "not checkable"),
        };
        lang.pick(de, en)
    }
}

impl From<bool> for Verdict {
    fn from(is_so: bool) -> Self {
        if is_so { Self::Shown } else { Self::Contradicted }
    }
}
