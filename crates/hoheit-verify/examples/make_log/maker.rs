// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Logs for tests and measurements, written the plain way: by the specification and not by hoheit's own writer, so that both are
//! held against each other.

#![expect(clippy::unwrap_used, reason = "a test or a measurement that can't write its log has failed")]

use ed25519_dalek::{Signer as _, SigningKey};
use hoheit_merkle::{
    Checkpoint, Entry, Hash, KeyKind, Note, NoteSignature, Opening, Proof, Said, TILE_WIDTH, TileHashes,
    TilePath, VerifierKey, bundle, cosigned_message, inclusion_proof, leaf_hash, tile_hash, tree_of_edge,
};
use hoheit_types::Timestamp;
use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};

/// What the log is called.
pub(crate) const ORIGIN: &str = "musterstadt.example/protokoll";
/// What the witness is called.
pub(crate) const WITNESS: &str = "revision.example/zeuge";
/// When the witness saw it.
pub(crate) const SEEN_AT: u64 = 1_764_453_400;

/// A log that is being written.
pub(crate) struct Maker {
    folder: PathBuf,
    size: u64,
    rows: Vec<Vec<Hash>>,
    tail: Vec<u8>,
}

/// Who signs, with keys that everybody can make again: for tests only.
#[derive(Clone, Copy)]
pub(crate) enum Signer {
    /// The log
    Log,
    /// The witness
    Witness,
    /// A key of the log's name that nobody trusts
    Impostor,
}

impl Signer {
    fn parts(self) -> (&'static str, KeyKind, SigningKey) {
        let (name, kind, seed) = match self {
            Self::Log => (ORIGIN, KeyKind::Ed25519, 1),
            Self::Witness => (WITNESS, KeyKind::Cosignature, 2),
            Self::Impostor => (ORIGIN, KeyKind::Ed25519, 3),
        };
        (name, kind, SigningKey::from_bytes(&[seed; 32]))
    }

    /// What verifies it.
    pub(crate) fn verifier(self) -> VerifierKey {
        let (name, kind, key) = self.parts();
        VerifierKey::new(name, kind, key.verifying_key().to_bytes()).unwrap()
    }

    fn sign(self, text: &str) -> NoteSignature {
        let (name, kind, key) = self.parts();
        let bytes = match kind {
            KeyKind::Ed25519 => key.sign(text.as_bytes()).to_bytes().to_vec(),
            KeyKind::Cosignature => {
                let signature = key.sign(cosigned_message(SEEN_AT, text).as_bytes()).to_bytes();
                [SEEN_AT.to_be_bytes().as_slice(), &signature].concat()
            }
        };
        NoteSignature { name: name.to_owned(), id: self.verifier().id(), bytes }
    }
}

/// A policy that asks for the witness.
pub(crate) fn policy() -> String {
    format!(
        "log {}\nwitness revision {}\nquorum revision\n",
        Signer::Log.verifier(),
        Signer::Witness.verifier()
    )
}

/// A checkpoint with signatures.
pub(crate) fn signed(text: &str, signers: &[Signer]) -> Note {
    Note { text: text.to_owned(), signatures: signers.iter().map(|signer| signer.sign(text)).collect() }
}

impl Maker {
    /// An empty log in a folder that need not be there.
    pub(crate) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), size: 0, rows: vec![Vec::new(); 8], tail: Vec::new() }
    }

    /// Adds an entry; tiles that become full are written.
    pub(crate) fn push(&mut self, entry: &[u8]) {
        assert!(bundle(entry, &mut self.tail));
        self.rows[0].push(leaf_hash(entry));
        self.size += 1;
        let mut count = self.size;
        for level in 0..8_u8 {
            let row = &mut self.rows[usize::from(level)];
            if row.len() as u64 != TILE_WIDTH {
                break;
            }
            let full = std::mem::take(row);
            let path = TilePath { level: Some(level), index: count / TILE_WIDTH - 1, width: TILE_WIDTH };
            if level == 0 {
                let bytes = std::mem::take(&mut self.tail);
                self.write(path.with_level(None), &bytes);
            }
            self.write(path, &joined(&full));
            self.rows[usize::from(level) + 1].push(tile_hash(&full).unwrap());
            count /= TILE_WIDTH;
        }
    }

    fn write(&self, path: TilePath, bytes: &[u8]) {
        let path = self.folder.join(path.to_string());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Writes what is not full, and a checkpoint over all of it. Partial tiles of earlier ones stay.
    pub(crate) fn publish(&self, signers: &[Signer]) -> Note {
        for (level, row) in self.rows.iter().enumerate().filter(|(_, row)| !row.is_empty()) {
            let index = (self.size >> (8 * level)) / TILE_WIDTH;
            let path = TilePath { level: Some(level as u8), index, width: row.len() as u64 };
            self.write(path, &joined(row));
            if level == 0 {
                self.write(path.with_level(None), &self.tail);
            }
        }
        let root = tree_of_edge(self.size, &self.rows).unwrap().root();
        let text = Checkpoint { origin: ORIGIN.into(), size: self.size, root }.to_string();
        let note = signed(&text, signers);
        fs::create_dir_all(&self.folder).unwrap();
        fs::write(self.folder.join("checkpoint"), note.to_string()).unwrap();
        note
    }
}

fn joined(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| *hash.as_bytes()).collect()
}

/// The body that entry `number` commits to.
pub(crate) fn opening(number: u64) -> Opening {
    let salt = *leaf_hash(&number.to_be_bytes()).as_bytes();
    Opening { salt, body: format!("{{\"number\":{number},\"subject\":\"Musterstadt\"}}") }
}

/// An entry like those that hoheit writes: the first one names the log's key in clear, the others commit to bodies.
pub(crate) fn entry(number: u64) -> Entry {
    let at = Timestamp(1_764_453_340_123_456_789 + number as i64 * 1_000_000_007);
    let (kind, said) = match number {
        0 => ("log-key/1", Said::Open(format!("{{\"added\":\"{}\"}}", Signer::Log.verifier()))),
        n if n % 4 == 1 => ("scan/1", Said::Committed(opening(n).commitment())),
        n if n % 4 == 2 => ("decisions/1", Said::Committed(opening(n).commitment())),
        n => ("receipt/1", Said::Committed(opening(n).commitment())),
    };
    Entry { kind: kind.to_owned(), at, said }
}

/// A log of so many entries, published at these sizes.
pub(crate) fn make(folder: &Path, sizes: &[u64], signers: &[Signer]) -> Note {
    let mut maker = Maker::new(folder);
    let mut note = None;
    for &size in sizes {
        (maker.size..size).for_each(|number| maker.push(entry(number).to_string().as_bytes()));
        note = Some(maker.publish(signers));
    }
    note.unwrap()
}

/// The proof of an entry, as the log's owner hands it out.
pub(crate) fn prove(folder: &Path, index: u64, checkpoint: &Note) -> Proof {
    let size = checkpoint.text.parse::<Checkpoint>().unwrap().size;
    let read = |path: TilePath| {
        let bytes = fs::read(folder.join(path.to_string())).unwrap();
        Ok::<_, Infallible>(bytes.chunks_exact(32).map(|hash| hash.try_into().unwrap()).collect())
    };
    let mut hashes = TileHashes::new(size, read);
    let path = inclusion_proof(index, size, &mut |level, index| {
        hashes.subtree(level, index).map(|hash| hash.unwrap())
    });
    let entry = entry(index);
    let opening = matches!(entry.said, Said::Committed(_)).then(|| opening(index));
    let (Ok(path), extra) = (path, Some((entry.to_string(), opening)));
    Proof { extra, index, path, checkpoint: checkpoint.clone() }
}
