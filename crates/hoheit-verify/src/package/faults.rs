// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What may be wrong with a bag, and what should be known of it.

use super::text::NoLine;
use crate::files::Unread;

/// What is wrong with a bag.
#[derive(Debug)]
pub(super) struct Fault {
    /// The file, or what stands in its place
    pub(super) path: String,
    pub(super) kind: FaultKind,
}

/// What is wrong with a file of a bag.
#[derive(Debug)]
pub(super) enum FaultKind {
    /// `bagit.txt` is not there
    NoDeclaration,
    /// It does not say what it must
    Declaration,
    /// No version that is known
    Version,
    /// No encoding that is known, or the text is not in it
    Encoding,
    /// There is no manifest of the payload with sums that this program can make
    NoManifest,
    /// There is no folder `data`
    NoPayload,
    /// A line of a manifest is none
    Line,
    /// A tag file, or a line of it, is longer than any that this program reads
    TooLong,
    /// A name leads out of the bag
    Outside,
    /// Listed twice
    Twice,
    /// Listed, and not there
    Missing,
    /// To be fetched, and not there
    NotFetched,
    /// There, and not listed
    Unlisted,
    /// Not what was listed
    Mismatch,
    /// Neither file nor folder
    NoFile,
    /// `Payload-Oxum` counts something else
    Count,
    /// It can't be read
    Unreadable(Unread),
}

/// What does not make a bag invalid, but should be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Remark {
    /// Only sums that can be forged
    Weak,
    /// A manifest with sums that this program can't make
    UnknownSums,
    /// Names that differ by case or Unicode form only
    Alike,
    /// Listed twice with the same sum
    Twice,
    /// `./` before a name
    Dots,
    /// `*` before a name, by md5sum and its like
    Star,
    /// Files that systems make by themselves: `.DS_Store`, `Thumbs.db`
    SystemFile,
}

impl From<NoLine> for FaultKind {
    fn from(why: NoLine) -> Self {
        match why {
            NoLine::TooLong => Self::TooLong,
            NoLine::Unread(unread) => Self::Unreadable(unread),
        }
    }
}
