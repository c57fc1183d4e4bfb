// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Objects that are carried as age files.

use super::{Carrier, Trouble, at_source, patient};
use crate::error::{Conflict, MoveError};
use crate::file::Planned;
use crate::veil::Sealing;
use hoheit_types::Digest;
use std::io::ErrorKind;

impl Carrier<'_> {
    // INVARIANT (nothing-in-the-clear)
    /// What makes an age file of an object; `None`: it goes as it is. Where the plan says that it does not, nothing goes without.
    pub(super) fn sealing(&self, planned: &Planned) -> Result<Option<Sealing>, MoveError> {
        match (self.plan.is_encrypted(), self.veil) {
            (false, _) => Ok(None),
            (true, Some(veil)) => veil.sealing(&planned.name, planned.size_bytes).map(Some),
            (true, None) => Err(MoveError::Cipher),
        }
    }

    /// BLAKE3 of the object that this age file was made of. Of an object that two runs have sent, the earlier one's parts were made of what the source held
    /// then, and a source that keeps size and time may hide that it holds something else now: so it is read, and sealed, once more, and has to make
    /// the same age file.
    pub(super) fn source_digest(
        &self,
        planned: &Planned,
        sealing: &Sealing,
        sealed: Digest,
    ) -> Result<Digest, Trouble> {
        if let Some(digest) = sealing.digest() {
            return Ok(digest);
        }
        let changed = || Trouble::Object(Conflict::SourceChanged);
        let anew = self.sealing(planned)?.ok_or(MoveError::Cipher)?;
        let whole = 0..self.plan.stored_bytes(planned);
        let mut opened =
            patient(|| anew.open(self.source, &planned.name, (whole.clone(), true))).map_err(at_source)?;
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(&mut opened).map_err(|error| match error.kind() {
            ErrorKind::UnexpectedEof => changed(),
            _ => Trouble::Object(Conflict::SourceUnreadable),
        })?;
        let facts = opened.facts().map_err(at_source)?;
        if Digest::new(*hasher.finalize().as_bytes()) != sealed || !planned.is_still(&facts) {
            return Err(changed());
        }
        anew.digest().ok_or_else(changed)
    }
}
