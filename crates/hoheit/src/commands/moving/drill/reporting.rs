// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The result of a drill: a record in the ledger and the log, and what goes into the file: report, record, proof.

use super::super::{failure, note, store_failure};
use super::{Args, Drill, proving, words};
use crate::commands::{catalogue_failure, open_for_a_note, open_for_reading};
use crate::context::Context;
use crate::failure::Failure;
use hoheit_store::StateDir;
use hoheit_types::{Clock as _, Digest, ExitDrill, Record as _, no_switching_charges};
use std::path::PathBuf;

/// Days for which a drill counts in what-if: as for a rehearsal.
const COUNTS_DAYS: i64 = 730;

/// Where the report lies, and what the record is known by.
pub(super) struct Shown {
    pub(super) folder: PathBuf,
    pub(super) digest: Digest,
}

/// States what came of it, once; asked again, it is the record that was stated.
pub(super) fn record(context: &Context, drill: &mut Drill, folder: &StateDir) -> Result<ExitDrill, Failure> {
    let fail = |error| catalogue_failure(context, error);
    if let Some(digest) = drill.reported {
        let history = open_for_reading(context)?.history::<ExitDrill>(drill.site.as_str()).map_err(fail)?;
        let known = history.into_iter().find(|stated| stated.digest == Some(digest));
        if let Some(record) = known.and_then(|stated| stated.body) {
            return Ok(record);
        }
    }
    let record = ExitDrill {
        site: drill.site.clone(),
        to: drill.to.clone(),
        started_at: drill.started_at,
        finished_at: context.clock.now(),
        datasets: drill.departures.iter().map(|one| one.departure.clone()).collect(),
        is_partial: drill.is_partial,
        package: drill.sealed.clone(),
        recipients: drill.recipients.clone(),
        no_charges_from: no_switching_charges(),
    };
    let note = note(context, COUNTS_DAYS, "hoheit exit-drill");
    let mut catalogue = open_for_a_note(context)?;
    let stated = catalogue.state(std::slice::from_ref(&record), &note).map_err(fail)?;
    drop(catalogue);
    // Without a package the drill is not over: the next call goes on with it. With one, what is left behind stays behind.
    let is_over = drill.sealed.is_some();
    drill.reported = stated.first().copied().filter(|_| is_over);
    drill.keep(context, folder)?;
    Ok(record)
}

/// Publishes the record and writes the report.
pub(super) fn deliver(
    context: &Context,
    args: &Args,
    drill: &Drill,
    record: &ExitDrill,
    folder: &StateDir,
) -> Result<Shown, Failure> {
    let fail = |error| store_failure(context, error);
    crate::log::settle(context)?;
    let (digest, body) = record.write().map_err(|error| failure(context, error.into()))?;
    let path = args.report.clone().unwrap_or_else(|| folder.file("report"));
    // A folder that somebody named may be shared: it stays as it is.
    if !path.is_dir() {
        StateDir::open(&path).map_err(fail)?;
    }
    let report = words::report(drill, record, digest, context.lang);
    let mut files = vec![("exit-drill.json", body), ("exit-drill.md", report)];
    files.extend(proving::proof_of(context, digest)?.map(|proof| ("exit-drill.tlog-proof", proof)));
    for (name, text) in files {
        hoheit_store::deliver(&path.join(name), text.as_bytes()).map_err(fail)?;
    }
    Ok(Shown { folder: path, digest })
}
