// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Hash trees of objects, kept so that parts of them can be checked: the hashes of their blocks, one line for each object.

use crate::error::MoveError;
use crate::tree::{PartHash, root};
use hoheit_store::{AppendFile, read_lines};
use hoheit_types::Digest;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The hashes of an object's blocks. They need not be believed: together they make the digest that a receipt tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Blocks {
    /// The size of all blocks but the last one
    #[serde(rename = "k")]
    pub(crate) block_bytes: u64,
    /// In their order
    #[serde(rename = "h")]
    pub(crate) hashes: Vec<Digest>,
}

impl Blocks {
    pub(crate) fn new(block_bytes: u64, hashes: &[PartHash]) -> Self {
        Self { block_bytes, hashes: hashes.iter().map(|hash| Digest::new(*hash)).collect() }
    }

    /// Of an object of one block, which its digest is the hash of.
    pub(crate) fn single(digest: Digest, size_bytes: u64) -> Self {
        Self { block_bytes: size_bytes.max(1).next_power_of_two(), hashes: vec![digest] }
    }

    /// Whether they are those of an object of this size and digest.
    pub(crate) fn fit(&self, size_bytes: u64, digest: Digest) -> bool {
        let hashes: Vec<PartHash> = self.hashes.iter().map(|hash| *hash.as_bytes()).collect();
        self.block_bytes.is_power_of_two()
            && hashes.len() as u64 == crate::tree::parts(size_bytes, self.block_bytes)
            && root(&hashes, size_bytes, self.block_bytes) == digest
    }
}

/// The line of an object of a move: its number in the plan.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    o: u32,
    #[serde(flatten)]
    blocks: Blocks,
}

/// The hash trees of the objects of one move that have more than one block. What is lost of it with the power is no loss to the move: such an
/// object has no tree, and an audit says so.
#[derive(Debug)]
pub(crate) struct TreeBook(Mutex<AppendFile>);

impl TreeBook {
    /// Opens or creates it.
    pub(crate) fn open(path: &Path) -> Result<Self, MoveError> {
        let file = AppendFile::open(path, &mut |line| -> Result<bool, MoveError> {
            Ok(serde_json::from_slice::<Line>(line).is_ok())
        })?;
        Ok(Self(Mutex::new(file)))
    }

    pub(crate) fn note(&self, o: u32, blocks: Blocks) -> Result<(), MoveError> {
        let mut line = serde_json::to_vec(&Line { o, blocks })?;
        line.push(b'\n');
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).append(&line)?)
    }

    pub(crate) fn sync(&self) -> Result<(), MoveError> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).sync()?)
    }
}

/// Where they lie: beside the journal of the move.
pub(crate) fn trees_of(journal: &Path) -> PathBuf {
    journal.with_extension("trees")
}

/// Visits all trees of such a file; there is none where nothing had more than one block.
pub(crate) fn each_tree(path: &Path, visit: &mut dyn FnMut(u32, Blocks)) -> Result<(), MoveError> {
    if !path.exists() {
        return Ok(());
    }
    read_lines(path, &mut |line| match serde_json::from_slice::<Line>(line) {
        Ok(line) => {
            visit(line.o, line.blocks);
            Ok(true)
        }
        Err(_) => Ok(false),
    })
}
