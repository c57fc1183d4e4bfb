// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit move finish` (`abschliessen`): the source is emptied only on purpose, approved, and after a while.

use super::encrypting;
use super::running::{conflicts, decide_again, log_receipts, not_run};
use super::{Files, apart, check_signed, failure, find, place_failure, reach, store_failure};
use crate::cli::Talk;
use crate::cli::moving::MoveFinish;
use crate::commands::scan::stop_on_interrupt;
use crate::commands::{account, catalogue_failure, open_for_a_note, print};
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::{Attested, Catalogue, CatalogueError, InForce, Note};
use hoheit_move::{Emptied, Emptying, MoveError, PlanFile, Status, empty_source};
use hoheit_report::{counted, files};
use hoheit_types::{Clock as _, Day, Digest, Lang, Printable, Receipt, Record as _, Removal};
use serde_json::json;
use std::fmt::Write as _;

/// Days between intention and removal. 30: a month's work has been done at the new place by then, and a month's backup at the old one.
const QUARANTINE_DAYS: u32 = 30;

/// Days after the quarantine in which an intention can be carried out. 90: who waits longer should look again.
const HOLDS_DAYS: i64 = 90;

pub(super) fn finish(context: &Context, args: &MoveFinish) -> Result<Exit, Failure> {
    let (own, plan) = find(context, &args.plan)?;
    if !own.journal().exists() {
        return Err(not_run(context));
    }
    // Before the intention is read: nobody takes back what another one is carrying out, which may take days.
    let lock = args.yes.then(|| own.state.lock()).transpose();
    let _lock = lock.map_err(|error| store_failure(context, error))?;
    let mut catalogue = open_for_a_note(context)?;
    let stated = stated(context, &mut catalogue, plan.digest())?;
    let stands = hoheit_move::status(&plan, &own.journal());
    if args.withdraw {
        let removed = stands.ok().map(|stands| stands.dropped);
        return withdraw(context, &mut catalogue, stated.as_ref(), (removed, args));
    }
    let stands = stands.map_err(|error| failure(context, error))?;
    check_complete(context, &own, &plan, &stands)?;
    drop(catalogue);
    let mut catalogue = check_published(context, &own, &plan, &stands)?;
    match stated {
        Some(stated) => carry_out(context, catalogue, (&own, &plan), &stated, args),
        None => state(context, &mut catalogue, &plan, args),
    }
}

/// The intention that counts today.
fn stated(
    context: &Context,
    catalogue: &mut Catalogue,
    plan: Digest,
) -> Result<Option<InForce<Removal>>, Failure> {
    let stated = catalogue.in_force_of::<Removal>(&plan.to_string(), court::today(context));
    stated.map_err(|error| catalogue_failure(context, error))
}

fn check_complete(context: &Context, own: &Files, plan: &PlanFile, stands: &Status) -> Result<(), Failure> {
    let lang = context.lang;
    if stands.is_undone {
        return Err(failure(context, MoveError::Undone));
    }
    let is_complete = stands.ended.is_some()
        && stands.conflicts.is_empty()
        && stands.files == plan.plan().objects.files
        && own.receipts().exists();
    if is_complete {
        return Ok(());
    }
    let short = plan.digest().short();
    let message = lang.pick(
        "der Umzug ist nicht vollständig; an der Quelle bleibt alles",
        "the move is not complete; all stays at the source",
    );
    Err(Failure::new(Exit::Denied, message).hint(lang.pick(
        format!("Was fehlt, zeigt: hoheit move status {short}; weiter mit: hoheit move run {short} --yes"),
        format!(
            "See what is missing with: hoheit move status {short}; go on with: hoheit move run {short} --yes"
        ),
    )))
}

// INVARIANT (no-removal-without-approval)
/// All receipts are in the log, and the checkpoint over them is published, by whoever must have signed it.
fn check_published(
    context: &Context,
    own: &Files,
    plan: &PlanFile,
    stands: &Status,
) -> Result<Catalogue, Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    log_receipts(context, own, plan.digest())?;
    let mut catalogue = open_for_a_note(context)?;
    crate::log::publish(context, &mut catalogue)?;
    let logged = catalogue.evidence_count_of(Receipt::KIND, plan.digest()).map_err(fail)?;
    let parts = plan.plan().objects.sidecar.as_ref().map_or(0, |sidecar| sidecar.parts.len() as u64);
    let has_all = logged == stands.files + parts;
    let is_published = catalogue.published().map_err(fail)? >= catalogue.evidence_count().map_err(fail)?;
    if has_all && is_published {
        return Ok(catalogue);
    }
    let message = lang.pick(
        "die Quittungen des Umzugs sind nicht im veröffentlichten Protokoll; an der Quelle bleibt alles",
        "the receipts of the move are not in the published log; all stays at the source",
    );
    Err(Failure::new(Exit::Denied, message).hint(lang.pick(
        "Warum, sagt: hoheit log status, hoheit log fsck",
        "See why with: hoheit log status, hoheit log fsck",
    )))
}

/// First step: what shall be done, for a second person to sign.
fn state(
    context: &Context,
    catalogue: &mut Catalogue,
    plan: &PlanFile,
    args: &MoveFinish,
) -> Result<Exit, Failure> {
    let lang = context.lang;
    let head = plan.plan();
    let removal = Removal {
        plan: plan.digest(),
        dataset: head.dataset,
        name: head.name.clone(),
        from: head.from.clone(),
        to: head.to.clone(),
        files: head.objects.files,
        size_bytes: head.objects.size_bytes,
        stated_at: context.clock.now(),
        stated_by: account(),
        quarantine_days: args.quarantine_days.unwrap_or(QUARANTINE_DAYS),
        recipients: head.recipients().to_vec(),
    };
    let digest = removal.write().map_err(|error| failure(context, error.into()))?.0;
    if args.yes {
        let today = court::today(context);
        let until = today.plus_days(i64::from(removal.quarantine_days) + HOLDS_DAYS);
        let note = Note {
            valid_from: today,
            valid_until: Some(until),
            author: account(),
            reason: "hoheit move finish".into(),
        };
        let stated = catalogue.state(std::slice::from_ref(&removal), &note);
        stated.map_err(|error| catalogue_failure(context, error))?;
    }
    let short = plan.digest().short();
    let mut text = intention(&removal, lang);
    text += &if args.yes {
        let (digest, key) = (digest.short(), key_option(plan, lang));
        lang.pick(
            format!("Festgehalten als {digest}. Eine zweite Person aus dem Datenschutz gibt es frei: hoheit approve {digest}\nGelöscht wird nach der Wartezeit mit: hoheit move finish {short}{key} --yes\n"),
            format!("Recorded as {digest}. A second person, of data protection, approves it: hoheit approve {digest}\nRemoved is after the quarantine with: hoheit move finish {short}{key} --yes\n"),
        )
    } else {
        lang.pick("Die Absicht festhalten mit --yes\n", "State the intention with --yes\n").to_owned()
    };
    let value = json!({
        "format": "hoheit-move-finish/1", "step": if args.yes { "stated" } else { "shown" }, "digest": plan.digest(),
        "removal": removal, "removal_digest": args.yes.then_some(digest),
        "not_before": removal.not_before().to_string(),
    });
    print(lang, if args.format == Talk::Json { format!("{value:#}\n") } else { text })?;
    Ok(if args.yes { Exit::Warnings } else { Exit::Done })
}

/// What shall be removed, and when.
pub(in crate::commands) fn intention(removal: &Removal, lang: Lang) -> String {
    let (count, bytes) = (files(lang, removal.files), lang.bytes(removal.size_bytes));
    let (from, to, name) = (&removal.from, &removal.to, Printable(&removal.name));
    let (uri, day) = (Printable(&from.uri), Day::of(removal.not_before()));
    let mut text = lang.pick(
        format!(
            "  {} {name}: {count}, {bytes}, an der Quelle löschen\n  Gelöscht wird bei {} ({uri}); was bleibt, liegt bei {}\n  Nicht vor dem {day} ({} Tage Wartezeit); bis dahin bleibt dort alles, wie es ist\n",
            removal.dataset, from.site, to.site, removal.quarantine_days
        ),
        format!(
            "  {} {name}: remove {count}, {bytes}, at the source\n  Removed is at {} ({uri}); what stays lies at {}\n  Not before {day} ({} days of quarantine); until then all stays there as it is\n",
            removal.dataset, from.site, to.site, removal.quarantine_days
        ),
    );
    if !removal.recipients.is_empty() {
        text += lang.pick(
            "  Was bleibt, ist verschlüsselt. Lesen kann es nur, wer den privaten Schlüssel eines dieser Empfänger hat; hoheit hat keinen:\n",
            "  What stays is encrypted. It can be read only by who holds the private key of one of these recipients; hoheit has none:\n",
        );
    }
    for recipient in &removal.recipients {
        let _ = writeln!(text, "    {}", Printable(recipient));
    }
    text
}

/// What has to be given besides, where what was moved is encrypted.
fn key_option(plan: &PlanFile, lang: Lang) -> &'static str {
    if plan.is_encrypted() { lang.pick(" --identity DATEI", " --identity FILE") } else { "" }
}

fn withdraw(
    context: &Context,
    catalogue: &mut Catalogue,
    stated: Option<&InForce<Removal>>,
    (removed, args): (Option<u64>, &MoveFinish),
) -> Result<Exit, Failure> {
    let lang = context.lang;
    let Some(stated) = stated else {
        let message = lang.pick(
            "für diesen Umzug ist keine Absicht festgehalten, die Quelle zu leeren",
            "no intention to empty the source of this move is stated",
        );
        return Err(Failure::new(Exit::Usage, message));
    };
    let mut text = intention(&stated.body, lang);
    if args.yes {
        let note = Note {
            valid_from: court::today(context),
            valid_until: None,
            author: account(),
            reason: "hoheit move finish --withdraw".into(),
        };
        let withdrawn = catalogue.withdraw::<Removal>(&stated.body.subject(), &note);
        withdrawn.map_err(|error| catalogue_failure(context, error))?;
        // A journal that is damaged does not tell what was removed.
        text += &match removed {
            Some(0) => lang
                .pick(
                    "Zurückgenommen; an der Quelle bleibt alles.\n",
                    "Taken back; all stays at the source.\n",
                )
                .to_owned(),
            removed => {
                let count = removed.map_or_else(|| "?".to_owned(), |count| files(lang, count));
                lang.pick(
                    format!("Zurückgenommen; an der Quelle bleibt, was noch da ist. Schon gelöscht: {count}. Zurück kommt es mit: hoheit move back\n"),
                    format!("Taken back; what is still there stays at the source. Removed already: {count}. It comes back with: hoheit move back\n"),
                )
            }
        };
    } else {
        text += lang.pick("Zurücknehmen mit --withdraw --yes\n", "Take it back with --withdraw --yes\n");
    }
    print(lang, text).map(|()| Exit::Done)
}

/// Second step: signed, and after its time.
fn carry_out(
    context: &Context,
    mut catalogue: Catalogue,
    (own, plan): (&Files, &PlanFile),
    stated: &InForce<Removal>,
    args: &MoveFinish,
) -> Result<Exit, Failure> {
    let lang = context.lang;
    let removal = &stated.body;
    if args.quarantine_days.is_some_and(|days| days != removal.quarantine_days) {
        let message = lang.pick(
            "die Absicht ist schon mit einer anderen Wartezeit festgehalten",
            "the intention is stated already, with another quarantine",
        );
        return Err(Failure::new(Exit::Usage, message).hint(lang.pick(
            "Erst zurücknehmen mit --withdraw --yes, dann neu festhalten.",
            "Take it back first with --withdraw --yes, then state it anew.",
        )));
    }
    let message =
        lang.pick("das Leeren der Quelle ist nicht freigegeben", "emptying the source is not approved");
    check_signed(context, &mut catalogue, stated.digest, message)?;
    drop(catalogue);
    // A fixed clock makes records reproducible; what is removed is removed in the machine's own time.
    let clock = context.clock.not_ahead();
    if clock.now() < removal.not_before() {
        let day = Day::of(removal.not_before());
        let message = lang.pick(
            format!("die Wartezeit dauert noch, bis {day}"),
            format!("the quarantine is not over before {day}"),
        );
        return Err(Failure::new(Exit::Denied, message).hint(lang.pick(
            "Bis dahin bleibt an der Quelle alles, wie es ist; es zählt auch die Uhr der Maschine. Zurücknehmen mit --withdraw.",
            "Until then all stays at the source as it is; the machine's own clock counts, too. Take it back with --withdraw.",
        )));
    }
    // Read before anything is done: a slip of the pen is told at once.
    let identities = encrypting::identities(context, args.identity.as_deref())?;
    // Where the copy may no longer lie, it is no reason to give up the original.
    drop(decide_again(context, plan, None)?);
    if !args.yes {
        let text = intention(removal, lang);
        let key = key_option(plan, lang);
        let how = lang.pick(
            format!("Freigegeben. Löschen mit{key} --yes\n"),
            format!("Approved. Remove with{key} --yes\n"),
        );
        return print(lang, text + &how).map(|()| Exit::Done);
    }
    if plan.is_encrypted() && identities.is_empty() {
        return Err(failure(context, MoveError::NoIdentity));
    }
    let source = reach(context, &plan.plan().from)?;
    let mut target = reach(context, &plan.plan().to)?;
    apart(context, &source, &target)?;
    target.probe(hoheit_move::tag_of(plan.digest())).map_err(|error| place_failure(context, &error))?;
    let stop = stop_on_interrupt();
    let emptied = empty_source(&Emptying {
        plan,
        removal,
        journal: &own.journal(),
        source: &*source,
        target: &*target,
        identities: &identities,
        clock: &clock,
        stop: &stop,
    });
    let emptied = emptied.map_err(|error| failure(context, error))?;
    log_emptied(context, stated, &emptied)?;
    let value = json!({
        "format": "hoheit-move-finish/1", "step": "emptied", "digest": plan.digest(),
        "removal": removal, "removal_digest": stated.digest, "not_before": removal.not_before().to_string(),
        "files": emptied.files, "size_bytes": emptied.size_bytes, "folders": emptied.folders,
        "gone": emptied.gone, "left": emptied.left, "list": emptied.list,
    });
    let text = told(&emptied, plan, lang);
    print(lang, if args.format == Talk::Json { format!("{value:#}\n") } else { text })?;
    let is_all = emptied.left.is_empty() && emptied.gone == 0;
    Ok(if is_all { Exit::Done } else { Exit::Warnings })
}

/// Puts down in the log what was removed: how much, and the digest of the list. The names stay in the journal.
fn log_emptied(context: &Context, stated: &InForce<Removal>, emptied: &Emptied) -> Result<(), Failure> {
    let body = json!({
        "removal": stated.digest, "plan": stated.body.plan, "files": emptied.files,
        "size_bytes": emptied.size_bytes, "folders": emptied.folders, "gone": emptied.gone,
        "left": emptied.left, "list": emptied.list, "by": account(),
    });
    let attested = Attested {
        kind: "source-emptied/1".into(),
        at: context.clock.now(),
        body: body.to_string(),
        digest: Some(stated.body.plan),
        is_open: false,
    };
    let mut catalogue = open_for_a_note(context)?;
    catalogue.attest(vec![attested]).map_err(|error| catalogue_failure(context, error))
}

fn told(emptied: &Emptied, plan: &PlanFile, lang: Lang) -> String {
    let (count, bytes) = (files(lang, emptied.files), lang.bytes(emptied.size_bytes));
    let folders = counted(lang, emptied.folders, ["Ordner", "Ordner"], ["folder", "folders"]);
    let (short, key) = (plan.digest().short(), key_option(plan, lang));
    let mut text = lang.pick(
        format!("An der Quelle gelöscht, nachdem das Ziel nachgelesen war: {count}, {bytes}, {folders}.\n"),
        format!("Removed at the source, after the target was read again: {count}, {bytes}, {folders}.\n"),
    );
    if emptied.gone > 0 {
        let gone = files(lang, emptied.gone);
        let _ = writeln!(
            text,
            "{}",
            lang.pick(
                format!("An der Quelle nicht mehr da, nicht von hoheit gelöscht: {gone}. Liegen sie anderswo, bestehen sie noch; derselbe Befehl sieht wieder nach."),
                format!("No longer at the source, not removed by hoheit: {gone}. If they lie elsewhere they still exist; the same command looks again."),
            )
        );
    }
    if !emptied.left.is_empty() {
        let found = conflicts(&emptied.left, lang);
        let _ = writeln!(
            text,
            "{}",
            lang.pick(
                format!("Bleibt an der Quelle: {found}. Welche, zeigt: hoheit move status {short}"),
                format!("Stays at the source: {found}. See which with: hoheit move status {short}"),
            )
        );
    }
    text += &lang.pick(
        format!("Alles zurückholen mit: hoheit move back {short}{key} --yes\n"),
        format!("Bring all of it back with: hoheit move back {short}{key} --yes\n"),
    );
    text
}
