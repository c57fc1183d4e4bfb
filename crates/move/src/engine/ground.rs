// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Folders at the target: made before what lies in them, furnished with rights and times after it.

use super::Made;
use crate::carry::{Carrier, Trouble, at_target, patient};
use crate::error::MoveError;
use crate::file::Planned;
use crate::journal::{Stage, Step};
use hoheit_connect::{Capability, ObjectMeta};

/// Makes the folder that takes all of it (`--into`): files may lie in it directly, and then no planned folder brings it.
pub(super) fn make_ground(carrier: &Carrier<'_>) -> Result<(), MoveError> {
    let into = &carrier.plan.plan().into;
    if into.is_root() {
        return Ok(());
    }
    match patient(|| carrier.target.make_folder(into)).map_err(at_target) {
        Err(Trouble::All(error)) => Err(error),
        // Something else has its name: each file will be told.
        Ok(_) | Err(Trouble::Object(_)) => Ok(()),
    }
}

/// True: it was not there and is ours.
pub(super) fn make_folder(
    carrier: &Carrier<'_>,
    number: u32,
    planned: &Planned,
    stage: Stage,
) -> Result<bool, MoveError> {
    match try_folder(carrier, number, planned, stage) {
        Ok(is_ours) => Ok(is_ours),
        Err(Trouble::All(error)) => Err(error),
        Err(Trouble::Object(why)) => {
            carrier.desk.note(&Step::Failed { o: number, why })?;
            Ok(false)
        }
    }
}

fn try_folder(carrier: &Carrier<'_>, number: u32, planned: &Planned, stage: Stage) -> Result<bool, Trouble> {
    let name = carrier.plan.stored_as(planned);
    // A run that died between noting and creating it, or between creating it and noting that.
    let mut is_ours = stage == Stage::Begun;
    let stands = patient(|| carrier.target.stat(&name)).map_err(at_target)?;
    if stands.is_none() && !is_ours {
        carrier.desk.note(&Step::Making { o: number })?;
        is_ours = true;
    }
    // Those above the first planned one (`--into`) are made too, and stay: nobody knows whose they are.
    patient(|| carrier.target.make_folder(&name)).map_err(at_target)?;
    if is_ours {
        carrier.desk.note(&Step::Folder { o: number })?;
    }
    Ok(is_ours)
}

/// Gives folders that we created their rights and times, the innermost first: nothing is put into them any more. Those that have them get
/// them again where something was put in or taken out.
pub(super) fn furnish(carrier: &Carrier<'_>, made: &Made, is_touched: bool) -> Result<(), MoveError> {
    if !carrier.target.capabilities().can(Capability::Folders) {
        return Ok(());
    }
    let has_folders = carrier.source.capabilities().can(Capability::Folders);
    for (number, is_furnished) in made.iter().rev() {
        if *is_furnished && !is_touched {
            continue;
        }
        let planned = carrier.plan.get(*number)?;
        let name = carrier.plan.stored_as(&planned);
        // A place without folders knows nothing of them, and some servers fail over the question; what an earlier move has written down does.
        let told = has_folders.then(|| patient(|| carrier.source.meta(&planned.name)).ok()).flatten();
        let meta = match told {
            Some(meta) => planned.full(meta),
            None if planned.meta.is_some() => planned.full(ObjectMeta::default()),
            None => continue,
        };
        // A folder that can't be furnished is no reason to stop: its content is there.
        if patient(|| carrier.target.set_meta(&name, &meta)).is_ok() {
            carrier.desk.note(&Step::Furnished { o: *number })?;
        }
    }
    Ok(())
}
