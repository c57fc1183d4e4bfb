// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::hash::Hash;
use std::fmt;
use std::str::FromStr;

/// What a log says of itself: which one it is, how many entries it has, and the hash of all of them (c2sp.org/tlog-checkpoint).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log
    pub origin: String,
    /// How many entries
    pub size: u64,
    /// The hash of all of them
    pub root: Hash,
}

/// Not a checkpoint, or one with lines that nobody can check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a checkpoint: expected origin, size and hash, one line each")]
pub struct CheckpointError;

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}\n{}\n", self.origin, self.size, self.root)
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;
    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text.split('\n');
        let (Some(origin), Some(size), Some(root), Some(""), None) =
            (lines.next(), lines.next(), lines.next(), lines.next(), lines.next())
        else {
            return Err(CheckpointError);
        };
        let parsed = Self {
            origin: origin.to_owned(),
            size: size.parse().map_err(|_| CheckpointError)?,
            root: root.parse().map_err(|_| CheckpointError)?,
        };
        // One checkpoint, one text: no leading zeros, no signs.
        if !origin.is_empty() && parsed.to_string() == text { Ok(parsed) } else { Err(CheckpointError) }
    }
}
