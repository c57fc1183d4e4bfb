// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Reading at the target again what arrived, at any later time.

use crate::carry::patient;
use crate::error::MoveError;
use crate::file::PlanFile;
use crate::journal::{Step, replay};
use hoheit_connect::{ConnectErrorKind as Kind, Depot, Reading};
use hoheit_types::{Digest, RelPath};
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Objects that are as they arrived
    pub files: u64,
    /// Their bytes
    pub size_bytes: u64,
    /// Parts of the sidecar that are as they arrived
    pub sidecar_parts: u64,
    /// Objects that are not there any more; the first hundred by name
    pub missing: (u64, Vec<RelPath>),
    /// Objects that hold something else now, or can't be read
    pub different: (u64, Vec<RelPath>),
}

/// Names that are kept of each kind.
const NAMED: usize = 100;

fn note(list: &mut (u64, Vec<RelPath>), name: RelPath) {
    list.0 += 1;
    if list.1.len() < NAMED {
        list.1.push(name);
    }
}

/// Bytes that are asked for at a time. 1 MiB: a disk is read at its pace.
const BUFFER_BYTES: u64 = 1 << 20;

/// Whether what is read is so many bytes, with this digest. One byte more is another content, and the end of reading: a server may never come to one.
pub(crate) fn is_content(opened: impl Read, size_bytes: u64, digest: Digest) -> bool {
    let most = size_bytes.saturating_add(1);
    let buffered = BufReader::with_capacity(most.min(BUFFER_BYTES) as usize, opened.take(most));
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(buffered).is_ok() && Digest::new(*hasher.finalize().as_bytes()) == digest
}

/// Reads every object that counts at the target, past caches, and compares it with what arrived.
pub fn verify(
    plan: &PlanFile,
    journal: &Path,
    target: &dyn Depot,
    stop: &AtomicBool,
) -> Result<Verified, MoveError> {
    let mut found = Verified::default();
    replay(journal, &mut |step| {
        let Step::Seen { o, b, v, .. } = step else { return Ok(()) };
        if stop.load(Ordering::Relaxed) {
            return Err(MoveError::Stopped);
        }
        let planned = plan.get(o)?;
        let name = plan.stored_as(&planned);
        // What somebody can look for.
        let shown = if plan.is_encrypted() { planned.name.clone() } else { name.clone() };
        let how = Reading { version: v, past_caches: true, range: None };
        match patient(|| target.read(&name, &how)) {
            Err(error) => match error.kind() {
                kind if kind.is_about_place() => return Err(error.into()),
                Kind::NotFound => note(&mut found.missing, shown),
                _ => note(&mut found.different, shown),
            },
            Ok(opened) => {
                if is_content(opened, plan.stored_bytes(&planned), b) {
                    if plan.is_sidecar(o) {
                        found.sidecar_parts += 1;
                        return Ok(());
                    }
                    found.files += 1;
                    found.size_bytes += plan.stored_bytes(&planned);
                } else {
                    note(&mut found.different, shown);
                }
            }
        }
        Ok(())
    })?;
    Ok(found)
}
