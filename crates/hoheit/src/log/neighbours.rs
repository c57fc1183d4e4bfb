// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The witnesses of our log, over HTTP.

use hoheit_connect::show_to_witness;
use hoheit_merkle::{Hash, Note, NoteSignature, TrustPolicy};
use hoheit_prove::{AddCheckpoint, Witness, WitnessError};
use hoheit_types::Lang;

/// A witness with an address.
pub(super) struct Neighbour {
    name: String,
    url: String,
    lang: Lang,
}

/// The witnesses of a policy that have an address.
pub(super) fn of(policy: &TrustPolicy, lang: Lang) -> Vec<Neighbour> {
    let with_url = policy.witnesses.iter().filter_map(|witness| {
        Some(Neighbour { name: witness.name.clone(), url: witness.url.clone()?, lang })
    });
    with_url.collect()
}

impl Witness for Neighbour {
    fn name(&self) -> &str {
        &self.name
    }

    fn cosign(&self, old: u64, proof: &[Hash], note: &Note) -> Result<Vec<NoteSignature>, WitnessError> {
        let request = AddCheckpoint { old, proof: proof.to_vec(), checkpoint: note.clone() };
        let answer = show_to_witness(&self.url, &request.to_string());
        // The address stands in the policy; what the network says of it is for people.
        let (status, text) =
            answer.map_err(|error| WitnessError::Unavailable(crate::cause::reason(error.io(), self.lang)))?;
        match status {
            200 => text.lines().map(|line| line.parse().map_err(|_| odd(status))).collect(),
            409 => Err(text.trim_end().parse().map_or_else(|_| odd(status), WitnessError::Saw)),
            422 => Err(WitnessError::Inconsistent),
            _ => Err(odd(status)),
        }
    }
}

fn odd(status: u16) -> WitnessError {
    WitnessError::Unavailable(format!("HTTP {status}"))
}
