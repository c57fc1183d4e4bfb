// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::checkpoint::Checkpoint;
use crate::entry::{Entry, Opening, Said};
use crate::hash::{Hash, leaf_hash};
use crate::note::Note;
use crate::proof::{ProofError, verify_inclusion};
use base64ct::{Base64, Encoding as _};
use std::fmt;

const HEAD: &str = "c2sp.org/tlog-proof@v1";

/// Deeper trees than 2^63 entries don't exist.
const PATH_LIMIT: usize = 63;

/// That an entry is in a log, in one file that is checked without the log (c2sp.org/tlog-proof). Its extra data are the entry and its
/// opening: see [`Proof::extra`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The entry, word by word, and what shows its body, if anybody still has that. Not authenticated by itself: both are checked
    /// against the log.
    pub extra: Option<(String, Option<Opening>)>,
    /// The entry's index
    pub index: u64,
    /// From its sibling up
    pub path: Vec<Hash>,
    /// The checkpoint, with signatures
    pub checkpoint: Note,
}

/// Not a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a proof that this program understands")]
pub struct ProofFileError;

/// What a proof shows once it has been checked.
#[derive(Clone, PartialEq, Eq)]
pub struct Shown {
    /// The entry
    pub entry: Entry,
    /// Its body, where anybody still has it
    pub body: Option<String>,
}

/// A body may name persons.
impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Shown({}, body of {:?} bytes)", self.entry.kind, self.body.as_ref().map(String::len))
    }
}

/// Why a proof shows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofFault {
    /// It does not say of which entry it is the proof
    #[error("the proof holds no entry")]
    NoEntry,
    /// The entry is not at that place of that log
    #[error("the entry is not in the log: {0}")]
    Inclusion(#[from] ProofError),
    /// It is in the log, but another program has to say what it means
    #[error("the entry is in the log, but not one that this program understands")]
    Unknown,
    /// The body is another one than the entry commits to
    #[error("the body is not the one that the entry commits to")]
    Body,
}

impl Proof {
    /// Checks the entry and its body against the proof's checkpoint, which must be believed already.
    pub fn check(&self, checkpoint: &Checkpoint) -> Result<Shown, ProofFault> {
        let (text, opening) = self.extra.as_ref().ok_or(ProofFault::NoEntry)?;
        let leaf = leaf_hash(text.as_bytes());
        verify_inclusion(leaf, self.index, checkpoint.size, checkpoint.root, &self.path)?;
        let entry: Entry = text.parse().map_err(|_| ProofFault::Unknown)?;
        let body = match (&entry.said, opening) {
            (Said::Open(body), None) => Some(body.clone()),
            (Said::Committed(_), None) => None,
            (Said::Committed(commitment), Some(opening)) if opening.commitment() == *commitment => {
                Some(opening.body.clone())
            }
            // What is said in clear has no opening: one would show something that nobody committed to.
            _ => return Err(ProofFault::Body),
        };
        Ok(Shown { entry, body })
    }

    /// Reads a proof without believing it.
    pub fn parse(bytes: &[u8]) -> Result<Self, ProofFileError> {
        let parsed = || {
            let text = str::from_utf8(bytes).ok()?;
            let (head, checkpoint) = text.split_once("\n\n")?;
            let mut lines = head.split('\n').peekable();
            if lines.next()? != HEAD {
                return None;
            }
            let extra = match lines.peek()?.strip_prefix("extra ") {
                Some(extra) => {
                    lines.next();
                    Some(read_extra(&Base64::decode_vec(extra).ok()?)?)
                }
                None => None,
            };
            let index = lines.next()?.strip_prefix("index ")?.parse().ok()?;
            let path: Vec<Hash> =
                lines.take(PATH_LIMIT + 1).map(|line| line.parse().ok()).collect::<Option<_>>()?;
            let checkpoint = Note::parse(checkpoint.as_bytes()).ok()?;
            (path.len() <= PATH_LIMIT).then_some(Self { extra, index, path, checkpoint })
        };
        let proof = parsed().ok_or(ProofFileError)?;
        if proof.to_string().as_bytes() == bytes { Ok(proof) } else { Err(ProofFileError) }
    }
}

/// The entry ends with an empty line; what follows is the opening.
fn read_extra(bytes: &[u8]) -> Option<(String, Option<Opening>)> {
    let end = bytes.windows(2).position(|two| two == b"\n\n")?;
    let (entry, opening) = bytes.split_at_checked(end + 1)?;
    let opening = opening.get(1..)?;
    let entry = str::from_utf8(entry).ok()?.to_owned();
    let opening = if opening.is_empty() { None } else { Some(Opening::from_bytes(opening)?) };
    Some((entry, opening))
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}")?;
        if let Some((entry, opening)) = &self.extra {
            let opening = opening.as_ref().map(Opening::to_bytes).unwrap_or_default();
            let bytes = [entry.as_bytes(), b"\n", &opening].concat();
            writeln!(f, "extra {}", Base64::encode_string(&bytes))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.path.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}
