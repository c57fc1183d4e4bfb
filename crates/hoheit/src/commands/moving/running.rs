// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit move run` (`ausfuehren`), and the permit of a move.

use super::encrypting::Strongbox;
use super::telling::head;
use super::{
    Files, apart, check_approval, failure, find, limit, place_failure, reach, store_failure, tallied,
};
use crate::cli::Talk;
use crate::cli::moving::MoveRun;
use crate::commands::scan::stop_on_interrupt;
use crate::commands::{catalogue_failure, decide, open_for_a_note, print};
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::{Attested, Catalogue, CatalogueError};
use hoheit_decide::{Docket, NoPermit, Permit};
use hoheit_move::{Arrived, Conflict, MoveError, Options, PlanFile, ReceiptFile, Request};
use hoheit_report::files;
use hoheit_types::{Clock as _, Digest, Lang, Plan, Receipt, Record as _, ShortName};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

pub(super) fn run(context: &Context, args: &MoveRun) -> Result<Exit, Failure> {
    let lang = context.lang;
    let (own, plan) = find(context, &args.plan)?;
    let permit = permit(context, &plan, Counting::Last)?;
    let source = reach(context, &plan.plan().from)?;
    let target = reach(context, &plan.plan().to)?;
    // Also without --yes, so that a slip of the pen is told at once.
    limit::pace(context, args.limit.as_deref(), &Arc::default())?;
    apart(context, &source, &target)?;
    if !args.yes {
        let text = format!("{} {}\n{}", lang.pick("Plan", "Plan"), plan.digest(), head(plan.plan(), lang));
        print(lang, text + lang.pick("Ausführen mit --yes\n", "Do it with --yes\n"))?;
        return Ok(Exit::Done);
    }
    let arrived = carry_out(context, (&own, &plan), &permit, (Options::default(), args.limit.as_deref()))?;
    let text = match args.format {
        Talk::Human => told(&arrived, &plan, lang),
        Talk::Json => format!(
            "{:#}\n",
            json!({
                "format": "hoheit-move-run/1", "digest": plan.digest(), "files": arrived.files,
                "sidecar_parts": arrived.sidecar_parts, "carried_bytes": arrived.carried_bytes, "swept": arrived.swept, "unswept": arrived.unswept,
                "conflicts": arrived.conflicts, "is_complete": arrived.is_complete(),
            })
        ),
    };
    print(lang, text)?;
    Ok(if arrived.is_complete() { Exit::Done } else { Exit::Warnings })
}

/// Carries out a plan that is permitted, from wherever an earlier run stopped.
pub(super) fn carry_out(
    context: &Context,
    (own, plan): (&Files, &PlanFile),
    permit: &Permit,
    (options, limit): (Options, Option<&str>),
) -> Result<Arrived, Failure> {
    let stop = stop_on_interrupt();
    let pace = limit::pace(context, limit, &stop)?;
    let (source, target) = (reach(context, &plan.plan().from)?, reach(context, &plan.plan().to)?);
    apart(context, &source, &target)?;
    let (source, mut target) = limit::paced((source, target), pace);
    let _lock = own.state.lock().map_err(|error| store_failure(context, error))?;
    // By the plan's own tag: what a probe that died has left, the next run of this plan clears.
    target.probe(hoheit_move::tag_of(plan.digest())).map_err(|error| place_failure(context, &error))?;
    let mut receiver = ReceiptFile::open(&own.receipts()).map_err(|error| failure(context, error))?;
    let strongbox = Strongbox::of(context, own, plan.plan())?;
    let bar = bar(context, plan.plan());
    let arrived = hoheit_move::run(Request {
        plan,
        permit,
        source: &*source,
        target: &*target,
        safe: strongbox.as_ref().map(Strongbox::safe),
        journal: &own.journal(),
        receiver: &mut receiver,
        clock: &context.clock,
        stop: &stop,
        progress: &|files_done, _| bar.set_position(files_done),
        options,
    });
    bar.finish_and_clear();
    drop(receiver);
    // Also when the run broke off: what arrived before that has arrived.
    let logged = log_receipts(context, own, plan.digest());
    let arrived = arrived.map_err(|error| failure(context, error))?;
    logged?;
    Ok(arrived)
}

/// Receipts that are put down at a time: some 20 MB.
const GROUP: usize = 32_768;

/// Puts the receipts into the log that are not in it yet. A run that was killed left some behind: the next one makes up for it.
pub(super) fn log_receipts(context: &Context, own: &Files, plan: Digest) -> Result<(), Failure> {
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let mut catalogue = open_for_a_note(context)?;
    let known = catalogue.evidence_count_of(Receipt::KIND, plan).map_err(fail)?;
    let put = |catalogue: &mut Catalogue, group: &mut Vec<Attested>| {
        let put = catalogue.attest(std::mem::take(group));
        put.map_err(|error| MoveError::Receipts(Box::new(error)))
    };
    let mut group = Vec::new();
    let read = ReceiptFile::read(&own.receipts(), &mut |receipt| {
        if receipt.number < known {
            return Ok(());
        }
        let (at, (_, body)) = (context.clock.now(), receipt.write()?);
        group.push(Attested { kind: Receipt::KIND.into(), at, body, digest: Some(plan), is_open: false });
        if group.len() >= GROUP { put(&mut catalogue, &mut group) } else { Ok(()) }
    });
    read.and_then(|()| put(&mut catalogue, &mut group)).map_err(|error| failure(context, error))
}

/// Which plan of a dataset may be carried out, beside that it was made here and has not waited too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Counting {
    /// The last one that was stated: whoever plans anew replaces it
    Last,
    /// Any that was not withdrawn since: a drill goes on with its own plans, whatever was planned in between
    OfDrill,
    /// One that was carried out: how long ago does not matter any more
    CarriedOut,
}

// INVARIANT (no-move-without-a-permit)
/// A plan counts that was made here, has not waited too long, and names the addresses that its sites have today: whoever can write a file in the
/// state folder can't make one.
fn check_stated(
    context: &Context,
    catalogue: &mut Catalogue,
    (plan, counting): (&PlanFile, Counting),
    docket: &Docket,
) -> Result<(), Failure> {
    let lang = context.lang;
    let head = plan.plan();
    let history = catalogue.history::<Plan>(&head.subject());
    let mut history = history.map_err(|error| catalogue_failure(context, error))?;
    if counting != Counting::CarriedOut {
        let today = court::today(context);
        history.retain(|stated| stated.note.holds_on(today));
    }
    let own = history.iter().rposition(|stated| stated.digest == Some(plan.digest()));
    let mut since = own.into_iter().flat_map(|own| history.iter().skip(own + 1));
    let counts = own.is_some()
        && match counting {
            Counting::Last => since.next().is_none(),
            Counting::OfDrill => since.all(|stated| stated.digest.is_some()),
            Counting::CarriedOut => true,
        };
    let again = lang.pick("Neu planen mit: hoheit move plan", "Plan anew with: hoheit move plan");
    if !counts {
        let message = lang.pick(
            "dieser Plan ist hier nicht verzeichnet, oder er hat zu lange gewartet",
            "this plan is not recorded here, or it has waited too long",
        );
        return Err(Failure::new(Exit::Denied, message).hint(again));
    }
    check_addresses(context, head, docket, again)
}

/// Whether a plan was stated here, and has waited too long since.
pub(super) fn has_lapsed(
    context: &Context,
    catalogue: &mut Catalogue,
    plan: &PlanFile,
) -> Result<bool, Failure> {
    let history = catalogue.history::<Plan>(&plan.plan().subject());
    let history = history.map_err(|error| catalogue_failure(context, error))?;
    let own = history.iter().rfind(|stated| stated.digest == Some(plan.digest()));
    Ok(own.is_some_and(|own| !own.note.holds_on(court::today(context))))
}

/// The ends of a plan have the addresses that their sites have today.
pub(super) fn check_addresses(
    context: &Context,
    head: &Plan,
    docket: &Docket,
    hint: &str,
) -> Result<(), Failure> {
    let lang = context.lang;
    for end in [&head.from, &head.to] {
        let site = docket.sites.iter().find(|place| place.site.name == end.site);
        let has = site.is_some_and(|place| place.site.locations.iter().any(|known| known.uri == end.uri));
        if !has {
            let message = lang.pick(
                format!("'{}' hat inzwischen eine andere Adresse", end.site),
                format!("'{}' has another address by now", end.site),
            );
            return Err(Failure::new(Exit::Denied, message).hint(hint));
        }
    }
    Ok(())
}

/// Decides again, by what is in force today, and asks whether a second person agreed.
pub(super) fn permit(context: &Context, plan: &PlanFile, counting: Counting) -> Result<Permit, Failure> {
    let (mut catalogue, permit) = decide_again(context, plan, Some(counting))?;
    check_approval(context, &mut catalogue, plan.digest(), plan.plan())?;
    Ok(permit)
}

/// Whether the dataset may be at the target by what is in force today; for a run also whether the plan counts.
pub(super) fn decide_again(
    context: &Context,
    plan: &PlanFile,
    counting: Option<Counting>,
) -> Result<(Catalogue, Permit), Failure> {
    let (catalogue, permit) = ask_again(context, plan, counting)?;
    Ok((catalogue, permit?))
}

/// The same, with a "no" of the rules told apart: a plan that does not count fails outside, and says nothing about what may be.
pub(super) fn ask_again(
    context: &Context,
    plan: &PlanFile,
    counting: Option<Counting>,
) -> Result<(Catalogue, Result<Permit, Failure>), Failure> {
    let lang = context.lang;
    let mut catalogue = open_for_a_note(context)?;
    let head = plan.plan();
    let lapsed = lang
        .pick("seit dem Plan ist die Erlaubnis weggefallen", "the permit has lapsed since the plan was made");
    let (permit, docket) = judge(context, &mut catalogue, (head, &head.from.site, &head.to.site), lapsed)?;
    if let Some(counting) = counting {
        check_stated(context, &mut catalogue, (plan, counting), &docket)?;
    }
    let has_changed = |permit: &Permit| permit.covers(head) && !permit.rests_on_the_same(&head.permit);
    let has_changed = permit.as_ref().is_ok_and(has_changed);
    if has_changed && !context.quiet {
        eprintln!(
            "{}",
            lang.pick(
                "Regeln oder Angaben haben sich seit dem Plan geändert; die Antwort ist dieselbe.",
                "Rules or statements have changed since the plan; the answer is the same.",
            )
        );
    }
    Ok((catalogue, permit))
}

/// Whether the dataset of a plan may go from one site to another today, and what that was decided from.
pub(super) fn judge(
    context: &Context,
    catalogue: &mut Catalogue,
    (head, from, to): (&Plan, &ShortName, &ShortName),
    lapsed: &str,
) -> Result<(Result<Permit, Failure>, Docket), Failure> {
    let lang = context.lang;
    let (id, today) = (head.dataset.to_string(), court::today(context));
    let case = court::docket(context, catalogue, today, (Some(&id), None))?;
    let judgement = case.docket.judge().map_err(|error| decide::bug(context, error))?;
    let decision = decide::record(context, catalogue, &case.docket, &judgement)?;
    let permit = case.docket.permit(head.dataset, from, to).map_err(|error| {
        let why = lang.pick(
            format!("Warum, sagt: hoheit explain {}:{id}:{to}", decision.short()),
            format!("See why with: hoheit explain {}:{id}:{to}", decision.short()),
        );
        match error {
            NoPermit::Denied | NoPermit::Unknown | NoPermit::Absent => {
                Failure::new(Exit::Denied, lapsed).hint(why)
            }
            _ => decide::bug(context, error.to_string().as_str()),
        }
    });
    Ok((permit, case.docket))
}

pub(super) fn bar(context: &Context, plan: &Plan) -> ProgressBar {
    let is_shown = context.is_terminal && !context.quiet;
    let draw = if is_shown { ProgressDrawTarget::stderr_with_hz(10) } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(plan.objects.files), draw);
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len}");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

pub(super) fn conflicts(found: &BTreeMap<Conflict, u64>, lang: Lang) -> String {
    tallied(found.iter().map(|(why, count)| (why.title(), *count)), lang)
}

fn told(arrived: &Arrived, plan: &PlanFile, lang: Lang) -> String {
    let (count, bytes) = (files(lang, arrived.files), lang.bytes(arrived.carried_bytes));
    let mut text = lang.pick(
        format!("Angekommen und am Ziel nachgelesen: {count}; in diesem Lauf {bytes}.\n"),
        format!("Arrived and read again at the target: {count}; in this run {bytes}.\n"),
    );
    if plan.is_encrypted() {
        text += lang.pick(
            "Alles liegt dort verschlüsselt; welcher Name wohin gehört, steht im verschlüsselten Verzeichnis daneben (index-000001.age).\n",
            "All of it lies there encrypted; which name belongs where stands in the encrypted index beside it (index-000001.age).\n",
        );
    } else if arrived.sidecar_parts > 0 {
        text += lang.pick(
            "Was das Ziel nicht hält, liegt in einer Beilage daneben (.hoheit); es kommt mit zurück.\n",
            "What the target can't keep lies beside it in a sidecar (.hoheit); it comes back with the files.\n",
        );
    }
    let left_overs = [
        (arrived.swept, "Reste eines früheren Laufs weggeräumt", "Left-overs of an earlier run swept"),
        (
            arrived.unswept,
            "Reste, die der Ort nicht wegnehmen lässt und die dort Platz belegen",
            "Left-overs that the place does not let go, and that occupy room there",
        ),
    ];
    for (count, de, en) in left_overs.into_iter().filter(|(count, ..)| *count > 0) {
        let _ = writeln!(text, "{}: {}.", lang.pick(de, en), lang.integer(count));
    }
    let short = plan.digest().short();
    if arrived.is_complete() {
        text += &lang.pick(
            format!("Die Quelle ist unverändert. Nachlesen: hoheit move verify {short}; zurück: hoheit move back {short}\n"),
            format!("The source is as it was. Read again: hoheit move verify {short}; back: hoheit move back {short}\n"),
        );
    } else {
        let found = conflicts(&arrived.conflicts, lang);
        text += &lang.pick(
            format!("Nicht angekommen: {found}. Welche, zeigt: hoheit move status {short}\n"),
            format!("Did not arrive: {found}. See which with: hoheit move status {short}\n"),
        );
    }
    text
}

/// A plan of which nothing has been carried out.
pub(super) fn not_run(context: &Context) -> Failure {
    let lang = context.lang;
    let message = lang.pick("dieser Plan wurde noch nicht ausgeführt", "this plan was not carried out yet");
    Failure::new(Exit::Usage, message)
        .hint(lang.pick("Ausführen mit: hoheit move run", "Carry it out with: hoheit move run"))
}
