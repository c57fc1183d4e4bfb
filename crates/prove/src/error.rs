// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::witness::WitnessError;
use hoheit_merkle::Distrust;
use hoheit_store::StoreError;
use std::io;
use std::path::PathBuf;

/// The log could not be opened or published.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// What is there is not what was signed: nothing may be added
    #[error("the log is damaged: {0}")]
    Damaged(LogDamage),
    /// A file of it can't be read
    #[error("can't read {path}", path = .0.display())]
    Read(PathBuf, #[source] io::Error),
    /// A file of it can't be written
    #[error("can't write the log")]
    Write(#[from] StoreError),
    /// An entry has more bytes than its length can say
    #[error("an entry of {0} bytes is too long")]
    TooLong(usize),
    /// A witness has seen a longer log than there is: an older backup was restored
    #[error("the witness {witness} has seen {saw} entries, there are {have}")]
    WitnessSawMore {
        /// Which one, as the policy calls it
        witness: String,
        /// How many it saw
        saw: u64,
        /// How many there are
        have: u64,
    },
    /// A witness found what it saw before to be no beginning of this log
    #[error("the witness {0} has seen another log under this name")]
    WitnessSawOther(String),
    /// Too few witnesses answered; all is written, but not published
    #[error("too few witnesses have seen it")]
    Unwitnessed(Vec<(String, WitnessError)>),
}

/// What is wrong with a log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogDamage {
    /// There was one
    #[error("the checkpoint is missing")]
    NoCheckpoint,
    /// It is an older one: entries that were published are not in it
    #[error("the checkpoint has {have} entries, {published} were published")]
    Shorter {
        /// How many were published
        published: u64,
        /// How many it has
        have: u64,
    },
    /// It is not a note
    #[error("the checkpoint is unreadable")]
    Unreadable,
    /// Not by our key, or not for our log
    #[error("the checkpoint is not accepted: {0}")]
    Distrusted(Distrust),
    /// A tile or bundle is not there
    #[error("{0} is missing")]
    Missing(String),
    /// A tile or bundle has the wrong length
    #[error("{0} has the wrong length")]
    Length(String),
    /// Its hashes are not those of the entries
    #[error("{0} does not fit its tile")]
    Mismatch(String),
    /// The tiles are not what was signed
    #[error("the tiles are not those that were signed")]
    Root,
}
