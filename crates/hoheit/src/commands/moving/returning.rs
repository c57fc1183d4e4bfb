// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit move back` (`zurueck`).

use super::encrypting;
use super::running::{check_addresses, conflicts, judge, log_receipts, not_run};
use super::{Files, check_signed, failure, find, limit, reach, store_failure};
use crate::approvals;
use crate::cli::Talk;
use crate::cli::moving::MoveBack;
use crate::commands::scan::stop_on_interrupt;
use crate::commands::{account, catalogue_failure, open_for_a_note, print};
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::Attested;
use hoheit_connect::Depot;
use hoheit_move::{Conflict, Identity, PlanFile, Returned, Status};
use hoheit_report::{counted, files};
use hoheit_types::{Clock as _, Lang, Record as _, Removal};
use serde_json::json;
use std::sync::atomic::AtomicBool;

pub(super) fn back(context: &Context, args: &MoveBack) -> Result<Exit, Failure> {
    let lang = context.lang;
    let (own, plan) = find(context, &args.plan)?;
    if !own.journal().exists() {
        return Err(not_run(context));
    }
    // Before anybody asks whether the source was emptied: nobody empties it in between.
    let lock = args.yes.then(|| own.state.lock()).transpose();
    let _lock = lock.map_err(|error| store_failure(context, error))?;
    let stands = hoheit_move::status(&plan, &own.journal()).map_err(|error| failure(context, error))?;
    let signed = permit(context, &plan, &stands)?;
    // Read before anything is done: a slip of the pen is told at once.
    let identities = encrypting::identities(context, args.identity.as_deref())?;
    let stop = stop_on_interrupt();
    let pace = limit::pace(context, args.limit.as_deref(), &stop)?;
    let ends = (reach(context, &plan.plan().from)?, reach(context, &plan.plan().to)?);
    let (source, target) = limit::paced(ends, pace);
    if !args.yes {
        let count = files(lang, stands.files);
        let text = lang.pick(
            format!("Am Ziel wird weggenommen, was der Umzug dorthin schrieb: {count}. Was die Quelle nicht mehr hat, kommt vorher dorthin zurück.\nAusführen mit --yes\n"),
            format!("What the move wrote at the target is taken away there: {count}. What the source no longer has is brought back first.\nDo it with --yes\n"),
        );
        print(lang, signed.map_or_else(String::new, |by| format!("{by}\n")) + &text)?;
        return Ok(Exit::Done);
    }
    let returned = take_back(context, (&own, &plan), (&*source, &*target), (&identities, &stop))?;
    let text = match args.format {
        Talk::Human => returned_told(&returned, &plan, lang),
        Talk::Json => format!(
            "{:#}\n",
            json!({
                "format": "hoheit-move-back/1", "digest": plan.digest(), "files": returned.files,
                "folders": returned.folders, "copied_back": returned.copied_back, "gone": returned.gone,
                "conflicts": returned.conflicts,
            })
        ),
    };
    print(lang, text)?;
    let is_all = returned.conflicts.is_empty() && returned.gone == 0;
    Ok(if is_all { Exit::Done } else { Exit::Warnings })
}

// INVARIANT (no-move-without-a-permit)
/// Once the source was emptied, or emptying it began, taking back brings data to a place that no longer has them: that is a move like any other. It is
/// decided for the ends swapped, by what is in force today, and where persons are asked, a second one must have signed the plan or the
/// removal. Before that it only takes away, and is free. Comes back with what is told of the signature.
fn permit(context: &Context, plan: &PlanFile, stands: &Status) -> Result<Option<&'static str>, Failure> {
    let lang = context.lang;
    if stands.emptying.is_none() {
        return Ok(None);
    }
    let mut catalogue = open_for_a_note(context)?;
    let head = plan.plan();
    let lapsed = lang.pick(
        "die Quelle wurde geleert, und dorthin darf der Bestand heute nicht",
        "the source was emptied, and today the dataset may not be there",
    );
    let (permit, docket) = judge(context, &mut catalogue, (head, &head.to.site, &head.from.site), lapsed)?;
    let hint =
        lang.pick("Welche gelten, zeigt: hoheit sites list", "See which count with: hoheit sites list");
    check_addresses(context, head, &docket, hint)?;
    let permit = permit?;
    if !head.needs_approval() && permit.facts().personal == Some(false) {
        return Ok(None);
    }
    let told = |de, en| Ok(Some(lang.pick(de, en)));
    if let Some(removal) = stands.removal {
        let body = catalogue.content(removal).map_err(|error| catalogue_failure(context, error))?;
        let is_of_this = body
            .and_then(|body| Removal::read(removal, &body))
            .is_some_and(|removal| removal.covers(plan.digest(), head));
        let given = approvals::given(&mut catalogue, court::today(context), |of| of == removal);
        let given = given.map_err(|error| catalogue_failure(context, error))?;
        if is_of_this && given.iter().any(|given| given.verdict.is_ok()) {
            return told(
                "Freigegeben von der zweiten Person mit dem Leeren der Quelle.",
                "Approved by the second person, with emptying the source.",
            );
        }
    }
    let message = lang.pick(
        "die Quelle wurde geleert: zurück geht es wie bei einem Umzug, und der Plan ist nicht freigegeben",
        "the source was emptied: the way back is a move, and the plan is not approved",
    );
    check_signed(context, &mut catalogue, plan.digest(), message)?;
    told("Freigegeben von der zweiten Person mit dem Plan.", "Approved by the second person, with the plan.")
}

/// Takes a move back that may be, and puts that down in the log. Whoever calls holds the move's lock.
fn take_back(
    context: &Context,
    (own, plan): (&Files, &PlanFile),
    (source, target): (&dyn Depot, &dyn Depot),
    (identities, stop): (&[Identity], &AtomicBool),
) -> Result<Returned, Failure> {
    // Where the log can't be written just now, nothing is done that it would have to tell.
    drop(open_for_a_note(context)?);
    let returned =
        hoheit_move::back(plan, &own.journal(), (source, target), identities, &context.clock, stop);
    log_receipts(context, own, plan.digest())?;
    let returned = returned.map_err(|error| failure(context, error))?;
    let stands = hoheit_move::status(plan, &own.journal()).map_err(|error| failure(context, error))?;
    log_return(context, plan, (&returned, stands.returned))?;
    // Nothing of it goes on any more. What has happened is logged first: whatever fails here changes nothing of that.
    encrypting::forget(context, own)?;
    Ok(returned)
}

/// The same for what a drill had begun and may not end.
pub(super) fn withdraw(
    context: &Context,
    (own, plan): (&Files, &PlanFile),
    stands: &Status,
    (source, target): (&dyn Depot, &dyn Depot),
) -> Result<Returned, Failure> {
    let _lock = own.state.lock().map_err(|error| store_failure(context, error))?;
    permit(context, plan, stands)?;
    take_back(context, (own, plan), (source, target), (&[], &stop_on_interrupt()))
}

/// Puts down in the log that a move was taken back, as far as it was: by this attempt, and by all, since one that died could not tell.
fn log_return(
    context: &Context,
    plan: &PlanFile,
    (returned, files_by_all): (&Returned, u64),
) -> Result<(), Failure> {
    let body = json!({
        "plan": plan.digest(), "files": returned.files, "files_by_all": files_by_all, "folders": returned.folders,
        "copied_back": returned.copied_back, "gone": returned.gone, "conflicts": returned.conflicts,
        "by": account(),
    });
    let attested = Attested {
        kind: "move-back/1".into(),
        at: context.clock.now(),
        body: body.to_string(),
        digest: Some(plan.digest()),
        is_open: false,
    };
    let mut catalogue = open_for_a_note(context)?;
    catalogue.attest(vec![attested]).map_err(|error| catalogue_failure(context, error))
}

fn returned_told(returned: &Returned, plan: &PlanFile, lang: Lang) -> String {
    let count = files(lang, returned.files);
    let folders = counted(lang, returned.folders, ["Ordner", "Ordner"], ["folder", "folders"]);
    let mut text = lang.pick(
        format!("Am Ziel weggenommen: {count}, {folders}.\n"),
        format!("Taken away at the target: {count}, {folders}.\n"),
    );
    if returned.copied_back > 0 {
        let count = files(lang, returned.copied_back);
        text += &lang.pick(
            format!("Zur Quelle zurückgebracht: {count}.\n"),
            format!("Brought back to the source: {count}.\n"),
        );
    }
    if returned.gone > 0 {
        let count = files(lang, returned.gone);
        text += &lang.pick(
            format!("Am Ziel steht nichts von diesem Umzug, auch nicht, was noch nicht weggenommen war: {count}. Die Quelle hat alles davon; ist das Ziel eingehängt?\n"),
            format!("Nothing of this move stands at the target, nor what was not yet taken away: {count}. The source has all of it; is the target mounted?\n"),
        );
    }
    if returned.conflicts.contains_key(&Conflict::NoIdentity) {
        let short = plan.digest().short();
        text += &lang.pick(
            format!("Was nur noch verschlüsselt am Ziel liegt, bleibt dort. Mit dem privaten Schlüssel kommt es zurück: hoheit move back {short} --identity DATEI --yes\n"),
            format!("What is left at the target alone, encrypted, stays there. It comes back with the private key: hoheit move back {short} --identity FILE --yes\n"),
        );
    }
    if !returned.conflicts.is_empty() {
        let (found, short) = (conflicts(&returned.conflicts, lang), plan.digest().short());
        text += &lang.pick(
            format!("Nicht zurückgenommen: {found}. Welche, zeigt: hoheit move status {short}\n"),
            format!("Not taken back: {found}. See which with: hoheit move status {short}\n"),
        );
    }
    text
}
