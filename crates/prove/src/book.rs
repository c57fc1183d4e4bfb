// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The witness's side of c2sp.org/tlog-witness: it keeps the last checkpoint of each log that it knows, and signs only what continues it.

use crate::key::LogKey;
use hoheit_merkle::{Checkpoint, Hash, Note, NoteError, VerifierKey, verify_consistency};
use hoheit_store::{Disk, StoreError, replace};
use sha2::{Digest as _, Sha256};
use std::fmt;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// More hashes than a proof can have (c2sp.org/tlog-witness).
const PROOF_LIMIT: usize = 63;

/// What a request may have at most: a checkpoint with many post-quantum signatures.
pub const REQUEST_LIMIT_BYTES: u64 = 1 << 20;

/// What is sent to a witness: a checkpoint, and that it continues the one of a smaller size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// The size that the witness saw last
    pub old: u64,
    /// From there to the checkpoint
    pub proof: Vec<Hash>,
    /// The checkpoint
    pub checkpoint: Note,
}

impl fmt::Display for AddCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

impl AddCheckpoint {
    /// Reads a request; `None` where it is none.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let text = str::from_utf8(bytes).ok()?;
        let (head, checkpoint) = text.split_once("\n\n")?;
        let mut lines = head.split('\n');
        let old = lines.next()?.strip_prefix("old ")?.parse().ok()?;
        let proof: Vec<Hash> = lines.map(|line| line.parse().ok()).collect::<Option<_>>()?;
        let checkpoint = Note::parse(checkpoint.as_bytes()).ok()?;
        let request = Self { old, proof, checkpoint };
        (request.proof.len() <= PROOF_LIMIT && request.to_string() == text).then_some(request)
    }
}

/// What a witness answers, as HTTP has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// 200, or why not
    pub status: u16,
    /// Signature lines, a size, a checkpoint, or one line that says why not
    pub body: String,
}

impl Answer {
    fn new(status: u16, body: impl Into<String>) -> Self {
        Self { status, body: body.into() }
    }

    /// The media type of the body.
    pub const fn content_type(&self) -> &'static str {
        if self.status == 409 { "text/x.tlog.size" } else { "text/plain; charset=utf-8" }
    }
}

/// The last checkpoints that were signed, one file per log, in a folder of their own. Only one process may hold it.
pub struct WitnessBook<'d> {
    folder: PathBuf,
    disk: &'d (dyn Disk + Sync),
    key: LogKey,
    logs: Vec<VerifierKey>,
    /// Looking at the last checkpoint and replacing it is one step
    turn: Mutex<()>,
}

impl<'d> WitnessBook<'d> {
    /// A book in a folder, which is created where there is none; for these logs only.
    pub fn new(
        folder: &Path,
        disk: &'d (dyn Disk + Sync),
        key: LogKey,
        logs: Vec<VerifierKey>,
    ) -> Result<Self, StoreError> {
        hoheit_store::folder(disk, folder)?;
        Ok(Self { folder: folder.to_owned(), disk, key, logs, turn: Mutex::new(()) })
    }

    /// Looks at a new checkpoint, and signs it where it continues the last one. What is signed is on our disk first.
    pub fn add_checkpoint(&self, request: &[u8], now_seconds: u64) -> Answer {
        let Some(request) = AddCheckpoint::parse(request) else {
            return Answer::new(400, "no such request\n");
        };
        let Ok(checkpoint) = request.checkpoint.text.parse::<Checkpoint>() else {
            return Answer::new(400, "no checkpoint\n");
        };
        let mut keys = self.logs.iter().filter(|key| key.name() == checkpoint.origin).peekable();
        if keys.peek().is_none() {
            return Answer::new(404, "unknown log\n");
        }
        // One wrong signature of a known key spoils the note, whatever the others are.
        let signed: Result<Vec<bool>, NoteError> =
            keys.map(|key| Ok(request.checkpoint.is_signed_by(key)?.is_some())).collect();
        if !signed.is_ok_and(|signed| signed.contains(&true)) {
            return Answer::new(403, "not signed by this log\n");
        }
        if request.old > checkpoint.size {
            return Answer::new(400, "the old size is larger\n");
        }
        let Ok(_turn) = self.turn.lock() else { return Answer::new(500, "out of order\n") };
        let last = match self.last(&checkpoint.origin) {
            Ok(last) => last,
            Err(reason) => return Answer::new(500, reason),
        };
        let (size, root) = last.map_or_else(|| (0, Hash::of_empty_tree()), |last| (last.size, last.root));
        if request.old != size {
            return Answer::new(409, format!("{size}\n"));
        }
        if verify_consistency(size, root, checkpoint.size, checkpoint.root, &request.proof).is_err()
            || (checkpoint.size == 0 && checkpoint.root != Hash::of_empty_tree())
        {
            return Answer::new(422, "it does not continue the last checkpoint\n");
        }
        let cosignature = self.key.sign(&request.checkpoint.text, now_seconds);
        // Of the other signatures only those that were checked.
        let is_known = |name: &str, id| self.logs.iter().any(|key| (key.name(), key.id()) == (name, id));
        let mut kept = request.checkpoint;
        kept.signatures.retain(|signature| is_known(&signature.name, signature.id));
        kept.signatures.push(cosignature.clone());
        match replace(self.disk, &self.file(&checkpoint.origin), kept.to_string().as_bytes()) {
            Ok(()) => Answer::new(200, format!("{cosignature}\n")),
            Err(_) => Answer::new(500, "the checkpoint could not be kept\n"),
        }
    }

    /// The last checkpoint of a log, by the SHA-256 of its origin in hexadecimal.
    pub fn checkpoint(&self, origin_hash: &str) -> Answer {
        let known = self.logs.iter().find(|key| hexadecimal(key.name()) == origin_hash);
        let text = known.and_then(|key| std::fs::read_to_string(self.file(key.name())).ok());
        text.map_or_else(|| Answer::new(404, "no checkpoint\n"), |text| Answer::new(200, text))
    }

    /// What the file with the last checkpoint of a log is called: the SHA-256 of its origin in hexadecimal.
    pub fn file_name(origin: &str) -> String {
        hexadecimal(origin)
    }

    fn file(&self, origin: &str) -> PathBuf {
        self.folder.join(hexadecimal(origin))
    }

    /// What was signed last. What is there but can't be read is not nothing: signing anew would allow a rollback.
    fn last(&self, origin: &str) -> Result<Option<Checkpoint>, &'static str> {
        let bytes = match std::fs::read(self.file(origin)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(_) => return Err("the last checkpoint can't be read\n"),
        };
        let note = Note::parse(&bytes)
            .ok()
            .filter(|note| note.is_signed_by(self.key.verifier()).is_ok_and(|s| s.is_some()));
        let last = note.and_then(|note| note.text.parse().ok());
        last.map(Some).ok_or("the last checkpoint is damaged\n")
    }
}

fn hexadecimal(origin: &str) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(origin) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
