// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What proves a package offline: each receipt with its way up to the checkpoint, the checkpoint, and the plans with theirs.

use super::super::{failure, store_failure};
use super::Drill;
use super::tag::{Tray, Written};
use crate::commands::{catalogue_failure, open_for_reading};
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use crate::log;
use hoheit_catalogue::{Catalogue, CatalogueError, Evidence};
use hoheit_decide::Approval;
use hoheit_merkle::{Checkpoint, Note, Proof};
use hoheit_prove::Log;
use hoheit_types::{Digest, Receipt, Record as _};

/// Entries that are looked up at once, at most: more than any plan has.
const ALL: u32 = u32::MAX;

/// The log as it is published now, and the catalogue with what its entries say.
struct Prover<'p> {
    context: &'p Context,
    catalogue: Catalogue,
    note: Note,
    checkpoint: Checkpoint,
}

impl Prover<'_> {
    fn about(&mut self, digest: Digest) -> Result<Vec<Evidence>, Failure> {
        let fail = |error: CatalogueError| catalogue_failure(self.context, error);
        let places = self.catalogue.evidence_about(&digest.to_string(), ALL).map_err(fail)?;
        let mut all = Vec::with_capacity(places.len());
        for place in places.into_iter().filter(|place| *place < self.checkpoint.size) {
            all.extend(self.catalogue.evidence(place, 1).map_err(fail)?);
        }
        Ok(all)
    }

    fn proof(&self, row: Evidence) -> Result<Proof, Failure> {
        let path = Log::inclusion(&log::folder(self.context), row.index, self.checkpoint.size);
        let path = path.map_err(|error| log::failure(self.context, error))?.unwrap_or_default();
        let extra = Some((row.entry.to_string(), row.opening));
        Ok(Proof { extra, index: row.index, path, checkpoint: self.note.clone() })
    }
}

/// The log, published up to now.
fn prover(context: &Context) -> Result<Prover<'_>, Failure> {
    let catalogue = open_for_reading(context)?;
    let published = crate::commands::log::published(context)?;
    let (note, checkpoint) = published.ok_or_else(|| {
        let lang = context.lang;
        let message =
            lang.pick("das Protokoll ist noch nicht veröffentlicht", "the log is not published yet");
        Failure::new(Exit::Unavailable, message)
            .hint(lang.pick("Nachholen mit: hoheit log publish", "make up for it with: hoheit log publish"))
    })?;
    Ok(Prover { context, catalogue, note, checkpoint })
}

/// The proof of the newest entry about a content.
pub(super) fn proof_of(context: &Context, digest: Digest) -> Result<Option<String>, Failure> {
    let mut prover = prover(context)?;
    let Some(row) = prover.about(digest)?.pop() else { return Ok(None) };
    Ok(Some(prover.proof(row)?.to_string()))
}

/// A proof without its checkpoint, which all have in common.
fn block(proof: &Proof) -> String {
    let text = proof.to_string();
    let head = text.split_once("\n\n").map(|(head, _)| head.to_owned());
    head.unwrap_or(text)
}

/// Writes receipts, checkpoint, plans and the proofs of these.
pub(super) fn write(tray: Tray<'_>, drill: &Drill) -> Result<Vec<Written>, Failure> {
    let context = tray.context;
    let mut prover = prover(context)?;
    let checkpoint = prover.note.to_string();
    let mut all = vec![tray.whole("hoheit/checkpoint", &checkpoint)?];
    let mut receipts = tray.private("hoheit/receipts.txt")?;
    receipts.put(&format!("hoheit-receipts/1\ninto {}\n", drill.into))?;
    for moved in drill.moves(context) {
        let (_, own, plan) = moved?;
        let (digest, mut proved) = (plan.digest(), 0_u64);
        for row in prover.about(digest)? {
            if row.entry.kind == Receipt::KIND {
                proved += 1;
                let proof = prover.proof(row)?;
                receipts.put(&format!("\n{}\n", block(&proof)))?;
            } else {
                all.push(loose(&prover, tray, digest, row)?);
            }
        }
        let stands = hoheit_move::status(&plan, &own.journal()).map_err(|error| failure(context, error))?;
        if proved < stands.receipts {
            return Err(behind(context));
        }
        for row in prover.about(plan.plan().permit.decision)? {
            all.push(loose(&prover, tray, digest, row)?);
        }
        let approvals = prover.catalogue.in_force::<Approval>(court::today(context), None);
        let approvals = approvals.map_err(|error| catalogue_failure(context, error))?;
        for approval in approvals.into_iter().filter(|approval| approval.body.of == digest) {
            for row in prover.about(approval.digest)? {
                all.push(loose(&prover, tray, digest, row)?);
            }
        }
        all.push(plan_file(tray, digest, &own.plan())?);
    }
    all.push(receipts.finish()?);
    Ok(all)
}

/// Another run is writing, and publishes when it ends: until then receipts can't be proved.
fn behind(context: &Context) -> Failure {
    let lang = context.lang;
    let message = lang.pick(
        "das Protokoll enthält noch nicht alle Quittungen; ein anderer Lauf schreibt gerade",
        "the log does not hold all receipts yet; another run is writing",
    );
    Failure::new(Exit::Unavailable, message).hint(lang.pick(
        "Wenn der andere Lauf fertig ist, denselben Befehl noch einmal geben.",
        "When the other run is done, give the same command again.",
    ))
}

/// A proof in a file of its own: for `hoheit-verify plan --proof`.
fn loose(prover: &Prover<'_>, tray: Tray<'_>, plan: Digest, row: Evidence) -> Result<Written, Failure> {
    // That there is an approval tells that data are about persons.
    let kind = if tray.recipients.is_empty() { row.entry.kind.split('/').next() } else { None };
    let kind = kind.map(|kind| format!("{kind}-")).unwrap_or_default();
    let mut tag = tray.private(&format!("hoheit/plans/{}.{kind}{}.tlog-proof", plan.short(), row.index))?;
    tag.put(&prover.proof(row)?.to_string())?;
    tag.finish()
}

/// The plan itself, line by line: it may be long.
fn plan_file(tray: Tray<'_>, digest: Digest, path: &std::path::Path) -> Result<Written, Failure> {
    let mut tag = tray.private(&format!("hoheit/plans/{}.jsonl", digest.short()))?;
    let mut trouble = None;
    let read = hoheit_store::read_lines(path, &mut |line| -> Result<bool, hoheit_store::StoreError> {
        let text = String::from_utf8_lossy(line);
        trouble = tag.put(&format!("{text}\n")).err();
        Ok(trouble.is_none())
    });
    read.map_err(|error| store_failure(tray.context, error))?;
    match trouble {
        Some(trouble) => Err(trouble),
        None => tag.finish(),
    }
}
