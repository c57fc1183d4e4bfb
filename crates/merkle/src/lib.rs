// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Is this entry in that log?
//!
//! ```text
//! Entry ──leaf_hash──→ Tree ──root──→ Checkpoint ──signed──→ Note ──judged by──→ TrustPolicy
//!   ↑ commits to            └─→ tiles, bundles (TilePath)             └─ Proof: all of that in one file
//! Opening { salt, body }
//! ```
//!
//! The formats are those of <https://c2sp.org>: signed-note, tlog-checkpoint, tlog-tiles, tlog-proof, tlog-cosignature, tlog-policy
//! (as of 2026-11); the tree is that of RFC 6962. Only what an entry says is our own, see [`Entry`]. Nothing here reads files, clocks or networks:
//! [`audit`] asks for files through [`Files`].

// INVARIANT (no-panics-in-the-spine): what is verified comes from those whom nobody trusts.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::unreachable
    )
)]

mod audit;
mod bundle;
mod checkpoint;
mod entry;
mod hash;
mod note;
mod policy;
mod proof;
mod proof_file;
mod tile;
mod tree;

pub use audit::{Audit, Fault, FaultKind, Files, audit, audit_since};
pub use bundle::{ENTRY_LIMIT_BYTES, bundle, unbundle};
pub use checkpoint::{Checkpoint, CheckpointError};
pub use entry::{Commitment, Entry, EntryError, Opening, Said};
pub use hash::{Hash, HashError, leaf_hash, node_hash};
pub use note::{
    KeyError, KeyKind, Note, NoteError, NoteSignature, SignedAt, VerifierKey, cosigned_message, key_id,
};
pub use policy::{Distrust, PolicyError, Seen, TrustPolicy, WitnessKey};
pub use proof::{ProofError, consistency_proof, inclusion_proof, verify_consistency, verify_inclusion};
pub use proof_file::{Proof, ProofFault, ProofFileError, Shown};
pub use tile::{TILE_WIDTH, TileHashes, TilePath, TilePathError, tile_hash, tiles_of, tree_of_edge};
pub use tree::Tree;

#[cfg(test)]
mod tests;
