// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit exit-drill` (`ausstiegsprobe`): everything that may leave a site goes out of it into a package, and the time is measured.
//!
//! ```text
//! datasets at the site ──permit──→ plans (as `move plan`) ──approval──→ runs (as `move run`, with SHA-256) ─→ receipts in the log
//!        └── denied, unknown, unapproved: left behind, told                 tag files ←── receipts, proofs, metadata ──┘
//! ```
//!
//! What is done stands in one small file; each step is repeated or passed over by it, so the same command goes on after a death.

mod departing;
mod describing;
mod metadata;
mod packing;
mod proving;
mod reporting;
mod state;
mod tag;
mod words;

use super::plan::into;
use super::{drafting, encrypting, place_failure, reach, store_failure};
use crate::cli::Talk;
use crate::cli::moving::ExitDrill as Args;
use crate::commands::{open_for_a_note, print};
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use hoheit_move::Recipient;
use hoheit_store::StateDir;
use hoheit_types::{Clock as _, Printable, RelPath, ShortName, Site};
use state::{Departing, Drill};

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    // First of all: where nothing was ever scanned, no folder is made.
    drop(open_for_a_note(context)?);
    let recipients = encrypting::recipients(context, &args.readers)?;
    let folder = state::folder(context, args, &recipients)?;
    let _lock = folder.lock().map_err(|error| store_failure(context, error))?;
    let mut drill = match Drill::read(context, &folder)? {
        Some(mut drill) => {
            // A mark without anything sent is that of a run that died, or failed, before it began.
            drill.is_begun = drill.has_sent(context)?;
            // Until the first tag file has gone they are written anew: other things may be permitted today.
            drill.sealed = drill.sealed.filter(|_| drill.reported.is_some() || packing::has_begun(&folder));
            drill.keep(context, &folder)?;
            let named: Vec<String> = recipients.iter().map(ToString::to_string).collect();
            if drill.recipients != named || drill.sample_percent != args.sample {
                return Err(packing::mixed(context.lang));
            }
            // It may have been planned, and shown, before somebody thought of encrypting.
            if drill.sealed.is_none() && recipients.is_empty() && !args.readers.in_the_clear {
                for one in &drill.departures {
                    let ends = (&drill.site, &drill.to);
                    departing::check_clear(context, (one.departure.dataset, &one.name), ends)?;
                }
            }
            if !drill.is_begun {
                check_alone(context, &drill.to, &drill.into)?;
                check_free(context, &describing::site(context, drill.to.as_str())?, &drill.into)?;
            }
            if drill.sealed.is_none() && departing::plan_again(context, &mut drill)? {
                drill.keep(context, &folder)?;
            }
            drill
        }
        None => begin(context, (args, &recipients), &folder)?,
    };
    if !args.yes && drill.reported.is_none() {
        print(context.lang, words::intent(context, &drill)?)?;
        let is_ready = drill.departures.iter().all(|one| one.departure.behind.is_none());
        return Ok(if is_ready { Exit::Done } else { Exit::Warnings });
    }
    if !drill.is_begun {
        claim(context, &mut drill, &folder)?;
    }
    if drill.sealed.is_none() {
        departing::depart(context, &mut drill, &folder)?;
        // What is proved must be published.
        crate::log::settle(context)?;
        if drill.packed().next().is_some() {
            drill.sealed = Some(packing::write_tags(context, &drill, &folder)?);
            drill.keep(context, &folder)?;
        }
    }
    if drill.sealed.is_some() && drill.reported.is_none() {
        packing::bring_tags(context, &drill, &folder)?;
    }
    let record = reporting::record(context, &mut drill, &folder)?;
    let shown = reporting::deliver(context, args, &drill, &record, &folder)?;
    let text = match args.format {
        Talk::Human => words::told(&drill, &record, &shown, context.lang),
        Talk::Json => words::in_json(&drill, &record, &shown),
    };
    print(context.lang, text)?;
    let is_complete = record.is_complete() && record.package.is_some();
    Ok(if is_complete { Exit::Done } else { Exit::Warnings })
}

/// Takes the folder: of several drills that were shown for it the first one to begin has it.
fn claim(context: &Context, drill: &mut Drill, folder: &StateDir) -> Result<(), Failure> {
    check_free(context, &describing::site(context, drill.to.as_str())?, &drill.into)?;
    let all = state::all(context)?;
    // From the look to the mark nobody else looks.
    let _lock = all.lock().map_err(|error| store_failure(context, error))?;
    check_alone(context, &drill.to, &drill.into)?;
    drill.is_begun = true;
    drill.keep(context, folder)
}

/// Plans all datasets, and puts down what is to be done.
fn begin(
    context: &Context,
    (args, recipients): (&Args, &[Recipient]),
    folder: &StateDir,
) -> Result<Drill, Failure> {
    let lang = context.lang;
    let mut catalogue = open_for_a_note(context)?;
    let case = court::docket(context, &mut catalogue, court::today(context), (None, None))?;
    let site = |name: &str| {
        let known = case.docket.sites.iter().find(|place| place.site.name.as_str() == name);
        known.map(|place| place.site.clone()).ok_or_else(|| court::unknown_site(context, name))
    };
    let (from, to): (Site, Site) = (site(&args.site)?, site(&args.to)?);
    let into = into(context, &args.into)?;
    if into.is_root() {
        let message = lang.pick("--into nennt keinen Ordner", "--into names no folder");
        return Err(Failure::new(Exit::Usage, message).hint(lang.pick(
            "Das Paket braucht einen Ordner für sich: --into ausstieg-2026",
            "The package needs a folder of its own: --into exit-2026",
        )));
    }
    check_alone(context, &to.name, &into)?;
    check_free(context, &to, &into)?;
    let departures = departing::plan_all(context, &mut catalogue, (args, recipients), (&from, &to), &into)?;
    if departures.is_empty() {
        let message = lang.pick(
            format!("an '{}' liegt kein Datenbestand", from.name),
            format!("no dataset lies at '{}'", from.name),
        );
        return Err(Failure::new(Exit::Usage, message).hint(lang.pick(
            "Welche Quelle zu einem Ort gehört, steht bei seiner Adresse: hoheit sites edit",
            "Which source belongs to a site is told at its address: hoheit sites edit",
        )));
    }
    let drill = Drill {
        site: from.name,
        to: to.name,
        into,
        started_at: context.clock.now(),
        is_partial: !args.dataset.is_empty(),
        sample_percent: args.sample,
        recipients: recipients.iter().map(ToString::to_string).collect(),
        is_begun: false,
        departures,
        sealed: None,
        reported: None,
    };
    drill.keep(context, folder)?;
    Ok(drill)
}

/// Refuses a folder that has anything in common with one that another drill fills: with other recipients, of other datasets, as a sample.
fn check_alone(context: &Context, to: &ShortName, into: &RelPath) -> Result<(), Failure> {
    let (lang, shown) = (context.lang, Printable(into.as_str()));
    let meets = |drill: &Drill| drill.to == *to && (drill.into.lies_in(into) || into.lies_in(&drill.into));
    if state::begun(context)?.iter().any(meets) {
        let message = lang.pick(
            format!("in den Ordner {shown} hat schon eine andere Ausstiegsprobe geschrieben"),
            format!("another exit drill has written into the folder {shown} already"),
        );
        return Err(Failure::new(Exit::Usage, message).hint(lang.pick(
            "Weiter geht sie mit genau ihren Angaben (--dataset, --sample, --encrypt-for); sonst einen anderen Ordner nennen: --into",
            "It goes on with the very same options (--dataset, --sample, --encrypt-for); else name another folder: --into",
        )));
    }
    Ok(())
}

/// Refuses a folder in which something lies. Places without folders can't tell.
fn check_free(context: &Context, to: &Site, into: &RelPath) -> Result<(), Failure> {
    let (lang, shown) = (context.lang, Printable(into.as_str()));
    let target = reach(context, &drafting::end(context, to, None)?)?;
    if target.stat(into).map_err(|error| place_failure(context, &error))?.is_some() {
        let message = lang.pick(
            format!("am Ziel gibt es schon etwas mit dem Namen {shown}"),
            format!("there is something with the name {shown} at the target already"),
        );
        return Err(Failure::new(Exit::Usage, message)
            .hint(lang.pick("Einen anderen Ordner nennen: --into", "Name another folder: --into")));
    }
    Ok(())
}
