// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

use super::{Carrier, Sealed, SealedState, Trouble, at_target, patient};
use crate::error::Conflict;
use crate::journal::Step;
use hoheit_connect::{Stored, Token};
use hoheit_types::Digest;

/// Stands in the journal for an upload that nobody remembers. No place knows it, so after a death it is begun anew, and adopted anew.
const NO_UPLOAD: &str = "adopted";

impl Carrier<'_> {
    /// A part of the sidecar that stands there already: some servers forget whose an object is when they die or a connection breaks. In the folder that bears
    /// this plan's digest, with the very bytes that the plan has bound, it can be nobody else's.
    pub(super) fn adopt(&self, number: u32) -> Result<(), Trouble> {
        let planned = self.plan.get(number)?;
        let name = self.plan.stored_as(&planned);
        let facts = patient(|| self.target.stat(&name)).map_err(at_target)?;
        let (Some(facts), Some(mut digest)) = (facts, planned.digest) else {
            return Err(Trouble::Object(Conflict::TargetExists));
        };
        if let Some(sealing) = self.sealing(&planned)? {
            self.plan.each_part(&mut |part, content| {
                if part == number {
                    digest = Digest::new(*blake3::hash(&sealing.seal(&content)?).as_bytes());
                }
                Ok(())
            })?;
        }
        let size_bytes = self.plan.stored_bytes(&planned);
        let stored = Stored { facts, losses: Vec::new(), is_marked: true };
        let state = SealedState::Named(stored.clone());
        let (source, hashes) = (None, Vec::new());
        let full = Sealed {
            number,
            planned,
            name,
            size_bytes,
            digest,
            source,
            hashes,
            part_bytes: 0,
            is_resumed: false,
            state,
        };
        if self.read_again(&full, &stored)?.is_none_or(|again| again.digest != digest) {
            return Err(Trouble::Object(Conflict::TargetExists));
        }
        self.desk.note(&Step::Started { o: number, t: Token(NO_UPLOAD.to_owned()) })?;
        self.desk.note(&Step::Completed {
            o: number,
            f: stored.facts,
            b: digest,
            l: stored.losses,
            p: None,
        })?;
        self.see(&full)
    }
}
