// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use crate::error::LogError;
use hoheit_merkle::{Checkpoint, Hash, Note, NoteSignature, TrustPolicy};

/// Somebody who keeps the last checkpoint of a log and signs only what continues it (c2sp.org/tlog-witness).
pub trait Witness {
    /// What the trust policy calls it.
    fn name(&self) -> &str;

    /// Shows it a checkpoint, with a proof that it continues the one of size `old`. Returns its signatures.
    fn cosign(&self, old: u64, proof: &[Hash], checkpoint: &Note)
    -> Result<Vec<NoteSignature>, WitnessError>;
}

/// Why a witness did not sign.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WitnessError {
    /// The last checkpoint that it signed has this size
    #[error("it has seen {0} entries")]
    Saw(u64),
    /// What it saw is no beginning of this log
    #[error("it has seen another log under this name")]
    Inconsistent,
    /// What it answered is no right signature of its key
    #[error("its signature is wrong")]
    Wrong,
    /// It could not be asked, or would not answer, for this reason
    #[error("{0}")]
    Unavailable(String),
}

/// Shows a checkpoint to all witnesses of a policy and adds their signatures. `proof` makes the proof from a smaller size.
pub(crate) fn gather(
    note: &mut Note,
    checkpoint: &Checkpoint,
    policy: &TrustPolicy,
    witnesses: &[&dyn Witness],
    seen: u64,
    proof: &mut dyn FnMut(u64) -> Result<Vec<Hash>, LogError>,
) -> Result<Vec<(String, u64)>, LogError> {
    let mut reasons = Vec::new();
    for witness in witnesses {
        match ask(*witness, note, checkpoint.size, seen, proof)? {
            Ok(signatures) => match valid(note, policy, witness.name(), signatures) {
                Some(signature) => note.signatures.push(signature),
                None => reasons.push((witness.name().to_owned(), WitnessError::Wrong)),
            },
            Err(WitnessError::Inconsistent) => {
                return Err(LogError::WitnessSawOther(witness.name().to_owned()));
            }
            Err(reason) => reasons.push((witness.name().to_owned(), reason)),
        }
    }
    match policy.accept(note) {
        Ok(seen) => Ok(seen.witnessed),
        Err(hoheit_merkle::Distrust::Quorum(_)) => Err(LogError::Unwitnessed(reasons)),
        Err(other) => Err(LogError::Damaged(crate::LogDamage::Distrusted(other))),
    }
}

/// The signature of the witness's own key, if it is right: a wrong one would spoil the whole note.
fn valid(
    note: &Note,
    policy: &TrustPolicy,
    name: &str,
    signatures: Vec<NoteSignature>,
) -> Option<NoteSignature> {
    let known = policy.witnesses.iter().find(|known| known.name == name)?;
    signatures.into_iter().find(|signature| {
        let alone = Note { text: note.text.clone(), signatures: vec![signature.clone()] };
        matches!(alone.is_signed_by(&known.key), Ok(Some(_)))
    })
}

type Asked = Result<Vec<NoteSignature>, WitnessError>;

fn ask(
    witness: &dyn Witness,
    note: &Note,
    size: u64,
    seen: u64,
    proof: &mut dyn FnMut(u64) -> Result<Vec<Hash>, LogError>,
) -> Result<Asked, LogError> {
    let saw = match witness.cosign(seen, &proof(seen)?, note) {
        Err(WitnessError::Saw(saw)) => saw,
        answer => return Ok(answer),
    };
    // INVARIANT (no-rollback): whoever restored an older backup must not go on as if nothing had happened.
    if saw > size {
        return Err(LogError::WitnessSawMore { witness: witness.name().to_owned(), saw, have: size });
    }
    Ok(witness.cosign(saw, &proof(saw)?, note))
}
