// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Whether somebody holds a key to what was moved: asked before the only copy that can be read without one goes.

use super::{Identity, Opening, fits};
use crate::carry::patient;
use crate::error::MoveError;
use crate::file::PlanFile;
use hoheit_connect::{ConnectError, ConnectErrorKind as Kind, Depot, Reading};
use hoheit_types::{Digest, RelPath};
use std::io::{ErrorKind, Read as _};

/// Decrypts a part of the index at the target and compares it with what the plan has bound. Of what is not encrypted nothing is asked.
///
/// `NoIdentity`: there are none. `WrongIdentity`: none is of a recipient. `Undecipherable`: what lies there does not open, or is something else.
pub(crate) fn prove_key(
    plan: &PlanFile,
    target: &dyn Depot,
    identities: &[Identity],
) -> Result<(), MoveError> {
    let Some(encryption) = &plan.plan().encryption else { return Ok(()) };
    if identities.is_empty() {
        return Err(MoveError::NoIdentity);
    }
    if !fits(encryption, identities)? {
        return Err(MoveError::WrongIdentity);
    }
    // Without objects there is no index, and nothing to lose.
    if plan.numbers() == plan.len() {
        return Ok(());
    }
    let part = plan.get(plan.len() as u32)?;
    let held = content_digest(target, (&plan.stored_as(&part), part.size_bytes), identities)?;
    if held.is_some() && held == part.digest { Ok(()) } else { Err(MoveError::Undecipherable) }
}

/// BLAKE3 of what an age file holds that should hold so many bytes; `None`: it is not there, or does not open.
pub(crate) fn content_digest(
    place: &dyn Depot,
    (name, size_bytes): (&RelPath, u64),
    identities: &[Identity],
) -> Result<Option<Digest>, MoveError> {
    let how = Reading { past_caches: true, ..Reading::default() };
    let opened = match patient(|| place.read(name, &how)) {
        Err(error) if matches!(error.kind(), Kind::NotFound | Kind::WrongType) => return Ok(None),
        opened => opened?,
    };
    let mut hasher = blake3::Hasher::new();
    let read = Opening::new(opened, identities)
        // One byte more than there may be is another content, and the end of reading.
        .and_then(|opening| hasher.update_reader(opening.take(size_bytes + 1)).map(|_| ()));
    match read {
        Ok(()) => Ok(Some(Digest::new(*hasher.finalize().as_bytes()))),
        Err(error) if matches!(error.kind(), ErrorKind::InvalidData | ErrorKind::UnexpectedEof) => Ok(None),
        // A place that fails says nothing of what lies there.
        Err(error) => Err(ConnectError::new("read", name.as_str(), error).into()),
    }
}
