// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Where a drill stands: one small file in a folder of its own, written after each step.

use super::super::{Files, failure, find, folder_name, store_failure};
use super::Args;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_move::{PlanFile, Recipient};
use hoheit_store::StateDir;
use hoheit_types::{Departure, Digest, Printable, RelPath, ShortName, Timestamp, digest_of};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Where drills lie, below the state folder.
const DRILLS: &str = "exit-drills";

/// The state of a drill, in its folder.
const STATE: &str = "drill.json";

/// Where a drill stands.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Drill {
    pub(super) site: ShortName,
    pub(super) to: ShortName,
    pub(super) into: RelPath,
    pub(super) started_at: Timestamp,
    pub(super) is_partial: bool,
    /// Of a hundred files so many; `None`: all
    #[serde(default)]
    pub(super) sample_percent: Option<u64>,
    /// For whom the package is encrypted, sorted; nobody: it is not
    #[serde(default)]
    pub(super) recipients: Vec<String>,
    /// Whether it goes on, or has gone on, with its folder as its own
    #[serde(default)]
    pub(super) is_begun: bool,
    pub(super) departures: Vec<Departing>,
    /// Tag files are written, and are not changed any more; SHA-256 of the one that covers them
    pub(super) sealed: Option<String>,
    /// Digest of the record, once it is in the ledger
    pub(super) reported: Option<Digest>,
}

/// A dataset on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Departing {
    pub(super) name: String,
    pub(super) departure: Departure,
    pub(super) is_done: bool,
}

/// The folder that has all drills.
pub(super) fn all(context: &Context) -> Result<StateDir, Failure> {
    StateDir::open(&context.home.join(DRILLS)).map_err(|error| store_failure(context, error))
}

/// The folder of a drill: of the same site, into the same place, of the same datasets, as the same sample, for the same recipients.
pub(super) fn folder(context: &Context, args: &Args, recipients: &[Recipient]) -> Result<StateDir, Failure> {
    let mut words = vec![args.site.clone(), args.to.clone(), args.into.clone()];
    let mut datasets: Vec<String> = args.dataset.iter().map(|dataset| format!("dataset {dataset}")).collect();
    datasets.sort();
    words.extend(datasets);
    words.extend(args.sample.map(|percent| format!("sample {percent}")));
    words.extend(recipients.iter().map(|recipient| format!("for {recipient}")));
    // No argument holds a NUL: no name is taken for an option, or for two names.
    let name = folder_name(digest_of("exit-drill", &words.join("\0")));
    StateDir::open(&all(context)?.file(&name)).map_err(|error| store_failure(context, error))
}

/// Drills that have sent something to their folders, or are about to.
pub(super) fn begun(context: &Context) -> Result<Vec<Drill>, Failure> {
    let all = all(context)?;
    let mut drills = Vec::new();
    for name in all.names().map_err(|error| store_failure(context, error))? {
        let path = all.file(&name);
        let is_folder = path.symlink_metadata().is_ok_and(|facts| facts.is_dir());
        // What else lies there is nobody's drill.
        if !is_folder || !path.join(STATE).try_exists().unwrap_or(true) {
            continue;
        }
        let folder = StateDir::open(&path).map_err(|error| store_failure(context, error))?;
        let Some(drill) = Drill::read(context, &folder)? else { continue };
        // The mark of one that died, or failed, before it sent anything does not count.
        if drill.has_sent(context)? || (drill.is_begun && folder.lock().is_err()) {
            drills.push(drill);
        }
    }
    Ok(drills)
}

impl Drill {
    /// `None`: there is none yet. One that can't be read is none that may be passed over.
    pub(super) fn read(context: &Context, folder: &StateDir) -> Result<Option<Self>, Failure> {
        if !folder.file(STATE).try_exists().unwrap_or(true) {
            return Ok(None);
        }
        let bytes = folder.read(STATE).map_err(|error| store_failure(context, error))?;
        serde_json::from_slice(&bytes).map(Some).map_err(|_| damaged(context, &folder.file(STATE)))
    }

    pub(super) fn keep(&self, context: &Context, folder: &StateDir) -> Result<(), Failure> {
        let text = serde_json::to_vec(self).map_err(|error| failure(context, error.into()))?;
        folder.write(STATE, &text).map_err(|error| store_failure(context, error))
    }

    /// Datasets of which something is in the package.
    pub(super) fn packed(&self) -> impl Iterator<Item = &Departing> {
        self.departures.iter().filter(|one| one.is_done && one.departure.plan.is_some())
    }

    /// The same, with the files of their moves and their plans.
    pub(super) fn moves<'d>(
        &'d self,
        context: &'d Context,
    ) -> impl Iterator<Item = Result<(&'d Departing, Files, PlanFile), Failure>> {
        let planned = self.packed().filter_map(|one| Some((one, one.departure.plan?)));
        planned.map(|(one, digest)| find(context, &digest.to_string()).map(|(own, plan)| (one, own, plan)))
    }

    /// The name in the package of something at the target, in bytes; `None`: it does not lie there.
    pub(super) fn in_bag(&self, stored_as: &RelPath) -> Option<Vec<u8>> {
        let stored_as = stored_as.to_bytes();
        let name = stored_as.strip_prefix(&self.into.to_bytes()[..])?.strip_prefix(b"/")?;
        Some(name.to_vec())
    }

    /// Whether anything of it was sent.
    pub(super) fn has_sent(&self, context: &Context) -> Result<bool, Failure> {
        for digest in self.departures.iter().filter_map(|one| one.departure.plan) {
            if Files::of(context, digest)?.journal().exists() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

pub(super) fn damaged(context: &Context, path: &Path) -> Failure {
    let path = path.display().to_string();
    let (lang, path) = (context.lang, Printable(&path));
    let message = lang.pick(
        format!("der Stand einer Ausstiegsprobe ist beschädigt: {path}"),
        format!("the state of an exit drill is damaged: {path}"),
    );
    Failure::new(Exit::Damaged, message).hint(lang.pick(
        "Solange nicht bekannt ist, wohin sie schreibt, beginnt keine andere. Die Datei zurückholen; oder ihren Ordner entfernen: was sie gebracht hat, nimmt dann nur noch hoheit move back zurück.",
        "As long as it is not known where it writes, no other one begins. Bring the file back; or remove its folder: what it has brought is then taken back by hoheit move back alone.",
    ))
}
