// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! Datasets leave a site, each by a plan of its own under a permit of its own.

use super::super::drafting::{Job, draw_up};
use super::super::running::{Counting, ask_again, carry_out, has_lapsed, judge};
use super::super::{check_approval, encrypting, failure, find, place_failure, reach, returning};
use super::describing::site;
use super::{Args, Departing, Drill};
use crate::commands::{catalogue_failure, decide, open_for_a_note};
use crate::context::{Context, SystemClock};
use crate::court;
use crate::failure::{Exit, Failure};
use crate::own;
use hoheit_catalogue::{Catalogue, CatalogueError};
use hoheit_connect::EntryKind;
use hoheit_decide::{NoPermit, Permit};
use hoheit_move::{Options, PlanFile, Recipient, elapsed};
use hoheit_store::StateDir;
use hoheit_types::{
    Behind, Clock as _, DatasetId, Departure, Digest, Passage, RelPath, ShortName, Site, Volume,
};
use std::collections::HashMap;

/// Plans every dataset that lies at the site, or those that were asked for.
pub(super) fn plan_all(
    context: &Context,
    catalogue: &mut Catalogue,
    (args, recipients): (&Args, &[Recipient]),
    (from, to): (&Site, &Site),
    into: &RelPath,
) -> Result<Vec<Departing>, Failure> {
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let lies_here =
        |source: &str| from.locations.iter().any(|location| location.source.as_deref() == Some(source));
    let mut named = catalogue.named_datasets().map_err(fail)?;
    named.retain(|dataset| lies_here(&dataset.source));
    if !args.dataset.is_empty() {
        let mut wanted = Vec::new();
        for name in &args.dataset {
            wanted.push(catalogue.dataset_id(name).map_err(fail)?);
        }
        if let Some(elsewhere) = wanted.iter().find(|id| !named.iter().any(|dataset| dataset.id == **id)) {
            let message = context.lang.pick(
                format!("der Datenbestand {elsewhere} liegt nicht an '{}'", from.name),
                format!("the dataset {elsewhere} does not lie at '{}'", from.name),
            );
            return Err(Failure::new(Exit::Usage, message));
        }
        named.retain(|dataset| wanted.contains(&dataset.id));
    }
    let versions = Some(own::load(context)?.versions());
    let known: HashMap<DatasetId, Volume> = catalogue
        .datasets(versions)
        .map_err(fail)?
        .into_iter()
        .map(|facts| (facts.id, Volume { files: facts.tally.files, size_bytes: facts.tally.size_bytes }))
        .collect();
    // Of a dataset without files nothing can be left behind. One that somebody asked for is told.
    let is_empty = |id: DatasetId| known.get(&id).is_none_or(|volume| volume.files == 0);
    if args.dataset.is_empty() {
        named.retain(|dataset| !is_empty(dataset.id));
    }
    if recipients.is_empty() && !args.readers.in_the_clear {
        for dataset in &named {
            check_clear(context, (dataset.id, &dataset.name), (&from.name, &to.name))?;
        }
    }
    let mut all = Vec::new();
    for dataset in named {
        let mut departure = Departure {
            dataset: dataset.id,
            plan: None,
            whole: known.get(&dataset.id).copied().unwrap_or_default(),
            passage: Passage::default(),
            left_out: 0,
            behind: None,
        };
        plan_one(context, catalogue, (from, to), (into, recipients, args.sample), &mut departure)?;
        all.push(Departing { name: dataset.name, departure, is_done: false });
    }
    Ok(all)
}

/// A drill has no earlier plan to go by.
pub(super) fn check_clear(
    context: &Context,
    dataset: (DatasetId, &str),
    ends: (&ShortName, &ShortName),
) -> Result<(), Failure> {
    let hint = context.lang.pick(
        "Verschlüsselt: --encrypt-for age1…; unverschlüsselt: --in-the-clear",
        "Encrypted: --encrypt-for age1…; without encryption: --in-the-clear",
    );
    encrypting::check_clear(context, dataset, ends, |_| hint.to_owned())
}

fn plan_one(
    context: &Context,
    catalogue: &mut Catalogue,
    (from, to): (&Site, &Site),
    (into, recipients, sample): (&RelPath, &[Recipient], Option<u64>),
    departure: &mut Departure,
) -> Result<(), Failure> {
    let id = departure.dataset.to_string();
    let case = court::docket(context, catalogue, court::today(context), (Some(&id), None))?;
    let judgement = case.docket.judge().map_err(|error| decide::bug(context, error))?;
    decide::record(context, catalogue, &case.docket, &judgement)?;
    let permit = match case.docket.permit(departure.dataset, &from.name, &to.name) {
        Ok(permit) => permit,
        Err(NoPermit::Denied) => {
            departure.behind = Some(Behind::Denied);
            return Ok(());
        }
        Err(NoPermit::Unknown) => {
            departure.behind = Some(Behind::Unknown);
            return Ok(());
        }
        Err(error) => return Err(decide::bug(context, error.to_string().as_str())),
    };
    let placed = catalogue.placed_dataset(&id).map_err(|error| catalogue_failure(context, error))?;
    let into = into.join(b"data").join(id.as_bytes());
    let job = Job {
        dataset: &placed,
        permit: &permit,
        from,
        to,
        into,
        recipients: recipients.to_vec(),
        is_again: false,
        // A manifest can't name them; encrypted ones have other names there.
        only_text: recipients.is_empty(),
        sample_percent: sample,
    };
    match draw_up(context, catalogue, job) {
        Ok(drawn) => {
            departure.plan = Some(drawn.file.1.digest());
            departure.whole = drawn.whole;
            departure.left_out = drawn.plan.left_out.values().sum();
        }
        // An address that is not clear is about this dataset; a place that does not answer is about all.
        Err(failure) if failure.exit == Exit::Usage => departure.behind = Some(Behind::Unplannable),
        Err(failure) => return Err(failure),
    }
    Ok(())
}

/// Whether the catalogue still has a dataset: where a scan has found nothing of it any more, nobody decides about it.
pub(super) fn is_known(context: &Context, catalogue: &mut Catalogue, id: DatasetId) -> Result<bool, Failure> {
    let named = catalogue.named_datasets().map_err(|error| catalogue_failure(context, error))?;
    Ok(named.iter().any(|dataset| dataset.id == id))
}

/// Whether a plan of which nothing has gone need not be made anew: it has not waited too long, and asks for the signature that the data ask for today.
fn still_holds(context: &Context, catalogue: &mut Catalogue, plan: &PlanFile) -> Result<bool, Failure> {
    if has_lapsed(context, catalogue, plan)? {
        return Ok(false);
    }
    let head = plan.plan();
    let (permit, _) = judge(context, catalogue, (head, &head.from.site, &head.to.site), "")?;
    // What may not go today is told when it is to go.
    Ok(answer(permit)?.is_none_or(|permit| permit.covers(head)))
}

/// Plans anew what could not be planned, and what does not hold any more, where nothing of it has gone. True: something has changed.
pub(super) fn plan_again(context: &Context, drill: &mut Drill) -> Result<bool, Failure> {
    let (from, to) = (site(context, drill.site.as_str())?, site(context, drill.to.as_str())?);
    let recipients = encrypting::named(context, &drill.recipients)?;
    let how = (&drill.into, &recipients[..], drill.sample_percent);
    let mut is_changed = false;
    for one in drill.departures.iter_mut().filter(|one| !one.is_done) {
        let mut catalogue = open_for_a_note(context)?;
        if !is_known(context, &mut catalogue, one.departure.dataset)? {
            // It is told when it is to go.
            continue;
        }
        if let Some(digest) = one.departure.plan {
            let (own, plan) = find(context, &digest.to_string())?;
            if own.journal().exists() || still_holds(context, &mut catalogue, &plan)? {
                continue;
            }
        }
        let before = one.departure.clone();
        one.departure = Departure { plan: None, left_out: 0, behind: None, ..before.clone() };
        plan_one(context, &mut catalogue, (&from, &to), how, &mut one.departure)?;
        is_changed |= one.departure != before;
    }
    Ok(is_changed)
}

/// Carries out what is planned and permitted. What is left behind is told, and the others go. What an earlier run had begun and may not end is taken
/// back: whatever the report calls left behind lies in no package.
pub(super) fn depart(context: &Context, drill: &mut Drill, folder: &StateDir) -> Result<(), Failure> {
    for place in 0..drill.departures.len() {
        let Some(one) = drill.departures.get_mut(place) else { break };
        if one.departure.plan.is_none() {
            continue;
        }
        if one.is_done {
            if !withdraws(context, one)? {
                continue;
            }
        } else {
            go(context, one, drill.sample_percent.is_some())?;
        }
        // Also before anything is taken back: what died meanwhile is told as what it was.
        drill.keep(context, folder)?;
        if let Some(one) = drill.departures.get(place).filter(|one| !one.is_done) {
            withdraw(context, one)?;
        }
    }
    Ok(())
}

/// Takes back what of a dataset has gone already, if anything has.
fn withdraw(context: &Context, one: &Departing) -> Result<(), Failure> {
    let Some(digest) = one.departure.plan else { return Ok(()) };
    let (own, plan) = find(context, &digest.to_string())?;
    let stands = hoheit_move::status(&plan, &own.journal()).map_err(|error| failure(context, error))?;
    // Also what died while it was taken back.
    let is_clear = stands.is_undone && stands.ended.is_some() && stands.conflicts.is_empty();
    if stands.last_run.is_none() || is_clear {
        return Ok(());
    }
    let (source, target) = (reach(context, &plan.plan().from)?, reach(context, &plan.plan().to)?);
    let returned = returning::withdraw(context, (&own, &plan), &stands, (&*source, &*target))?;
    if returned.conflicts.is_empty() && returned.gone == 0 {
        // The dataset's folder in the package, which the drill made; what is not empty stays.
        let (into, fail) = (&plan.plan().into, |error| place_failure(context, &error));
        if let Some(facts) = target.stat(into).map_err(fail)?.filter(|facts| facts.kind == EntryKind::Folder)
        {
            target.remove(into, &facts).map_err(fail)?;
        }
        return Ok(());
    }
    let (lang, short) = (context.lang, digest.short());
    let message = lang.pick(
        format!(
            "der Datenbestand {} darf nicht mehr gehen, und was davon schon am Ziel liegt, ließ sich nicht ganz wegnehmen",
            one.departure.dataset
        ),
        format!(
            "the dataset {} may no longer leave, and what of it lies at the target could not be taken away in full",
            one.departure.dataset
        ),
    );
    Err(Failure::new(Exit::Unavailable, message).hint(lang.pick(
        format!(
            "Was dort bleibt, zeigt: hoheit move status {short}; dann denselben Befehl noch einmal geben."
        ),
        format!("See what stays there with: hoheit move status {short}; then give the same command again."),
    )))
}

fn go(context: &Context, one: &mut Departing, is_sample: bool) -> Result<(), Failure> {
    let departure = &mut one.departure;
    let Some(digest) = departure.plan else { return Ok(()) };
    let (own, plan) = find(context, &digest.to_string())?;
    let before = hoheit_move::status(&plan, &own.journal()).map_err(|error| failure(context, error))?;
    if before.is_undone {
        // It was taken back, by an earlier run of the drill, which knows why, or by a person: a plan goes once.
        departure.behind.get_or_insert(Behind::Incomplete);
        return Ok(());
    }
    departure.behind = None;
    if before.last_run.is_none() && !is_known(context, &mut open_for_a_note(context)?, departure.dataset)? {
        departure.behind = Some(Behind::Unplannable);
        return Ok(());
    }
    let permit = match permitted(context, &plan, Counting::OfDrill)? {
        Ok(permit) => permit,
        Err(why) => {
            departure.behind = Some(why);
            return Ok(());
        }
    };
    let stopwatch = SystemClock::default();
    let began = stopwatch.now();
    let options = Options { sha256: true, ..Options::default() };
    let arrived = carry_out(context, (&own, &plan), &permit, (options, None))?;
    let elapsed_ms = elapsed(began, stopwatch.now());
    // Only what this run has brought in this time: what a run that died has brought took a time that nobody measured.
    let size_bytes = plan.plan().content_bytes(arrived.carried_bytes);
    let brought = Volume { files: arrived.files.saturating_sub(before.files), size_bytes };
    if brought.files > 0 || departure.passage == Passage::default() {
        departure.passage = Passage { arrived: brought, elapsed_ms };
    }
    departure.behind = match (arrived.is_complete(), is_sample) {
        // What is left out besides is told beside it: a sample is never taken for the whole.
        (true, true) => Some(Behind::Sampled),
        (true, false) if departure.left_out == 0 => None,
        _ => Some(Behind::Incomplete),
    };
    one.is_done = true;
    Ok(())
}

/// Whether a dataset may leave by what is in force today, and a second person agreed where one has to; else why not.
fn permitted(
    context: &Context,
    plan: &PlanFile,
    counting: Counting,
) -> Result<Result<Permit, Behind>, Failure> {
    let mut catalogue = open_for_a_note(context)?;
    let approved = check_approval(context, &mut catalogue, plan.digest(), plan.plan());
    drop(catalogue);
    if answer(approved)?.is_none() {
        return Ok(Err(Behind::Unapproved));
    }
    let asked = ask_again(context, plan, Some(counting));
    let (_, permit) = asked.map_err(|failure| stuck(context, plan.digest(), failure))?;
    Ok(match answer(permit)? {
        None => Err(Behind::Denied),
        // Personal data turned up since it was planned, and nobody has signed it as that.
        Some(permit) if !permit.covers(plan.plan()) => Err(Behind::Unapproved),
        Some(permit) => Ok(permit),
    })
}

/// Looks again at what was done by an earlier run, as long as the package is open. False: it stays; true: it is done no more.
fn withdraws(context: &Context, one: &mut Departing) -> Result<bool, Failure> {
    let Some(digest) = one.departure.plan else { return Ok(false) };
    let (own, plan) = find(context, &digest.to_string())?;
    let stands = hoheit_move::status(&plan, &own.journal()).map_err(|error| failure(context, error))?;
    let why = if stands.is_undone {
        // By a person, since the drill itself would know.
        Some(Behind::Incomplete)
    } else if !is_known(context, &mut open_for_a_note(context)?, one.departure.dataset)? {
        // What the source has lost is not taken away here as well.
        None
    } else {
        permitted(context, &plan, Counting::CarriedOut)?.err()
    };
    if why.is_some() {
        (one.is_done, one.departure.behind) = (false, why);
    }
    Ok(why.is_some())
}

/// `None`: a "no". Whatever else went wrong is no answer, and nothing is taken back for it.
fn answer<T>(asked: Result<T, Failure>) -> Result<Option<T>, Failure> {
    match asked {
        Ok(yes) => Ok(Some(yes)),
        Err(failure) if failure.exit == Exit::Denied => Ok(None),
        Err(failure) => Err(failure),
    }
}

/// A plan that does not count, with what can be done in a drill.
fn stuck(context: &Context, plan: Digest, failure: Failure) -> Failure {
    if failure.exit != Exit::Denied {
        return failure;
    }
    let short = plan.short();
    failure.hint(context.lang.pick(
        format!(
            "Am Ziel bleibt alles, wie es ist. Hat ein Ort eine andere Adresse: die frühere wieder eintragen (hoheit sites edit) und denselben Befehl noch einmal geben. \
             Sonst nimmt zurück, was von diesem Plan schon dort liegt: hoheit move back {short}; derselbe Befehl lässt den Bestand dann zurück."
        ),
        format!(
            "At the target all stays as it is. Where a site has another address: enter the former one again (hoheit sites edit) and give the same command again. \
             Else what of this plan lies there is taken back by: hoheit move back {short}; the same command leaves the dataset behind then."
        ),
    ))
}
