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
mod tag;
mod words;

use super::plan::into;
use super::{Files, drafting, encrypting, failure, folder_name, place_failure, reach, store_failure};
use crate::cli::Talk;
use crate::cli::moving::ExitDrill as Args;
use crate::commands::{open_for_a_note, print};
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use hoheit_move::Recipient;
use hoheit_store::{Lock, StateDir};
use hoheit_types::{
    Clock as _, Departure, Digest, Printable, RelPath, ShortName, Site, Timestamp, digest_of,
};
use serde::{Deserialize, Serialize};

/// Where drills lie, below the state folder.
const DRILLS: &str = "exit-drills";

/// In it, a folder for each place that a package goes to: who holds its lock may fill that place.
const PLACES: &str = "places";

/// The state of a drill, in its folder.
const STATE: &str = "drill.json";

/// Where a drill stands.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Drill {
    site: ShortName,
    to: ShortName,
    into: RelPath,
    started_at: Timestamp,
    is_partial: bool,
    /// Of a hundred files so many; `None`: all
    #[serde(default)]
    sample_percent: Option<u64>,
    /// For whom the package is encrypted, sorted; nobody: it is not
    #[serde(default)]
    recipients: Vec<String>,
    departures: Vec<Departing>,
    /// Tag files are written, and are not changed any more; SHA-256 of the one that covers them
    sealed: Option<String>,
    /// Digest of the record, once it is in the ledger
    reported: Option<Digest>,
}

/// A dataset on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Departing {
    name: String,
    departure: Departure,
    is_done: bool,
}

impl Drill {
    fn read(folder: &StateDir) -> Option<Self> {
        serde_json::from_slice(&folder.read(STATE).ok()?).ok()
    }

    fn keep(&self, context: &Context, folder: &StateDir) -> Result<(), Failure> {
        let text = serde_json::to_vec(self).map_err(|error| failure(context, error.into()))?;
        folder.write(STATE, &text).map_err(|error| store_failure(context, error))
    }

    /// Datasets of which something is in the package.
    fn packed(&self) -> impl Iterator<Item = &Departing> {
        self.departures.iter().filter(|one| one.is_done && one.departure.plan.is_some())
    }

    /// Whether something of it has gone into its folder, or may have.
    fn has_begun(&self, context: &Context) -> Result<bool, Failure> {
        for digest in self.departures.iter().filter_map(|one| one.departure.plan) {
            if Files::of(context, digest)?.journal().exists() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The folder of a drill: of the same site, into the same place, of the same datasets, for the same recipients.
fn folder(context: &Context, args: &Args, recipients: &[Recipient]) -> Result<StateDir, Failure> {
    let mut words = vec![args.site.clone(), args.to.clone(), args.into.clone()];
    let mut datasets: Vec<String> = args.dataset.iter().map(|dataset| format!("dataset {dataset}")).collect();
    datasets.sort();
    words.extend(datasets);
    words.extend(args.sample.map(|percent| format!("sample {percent}")));
    words.extend(recipients.iter().map(|recipient| format!("for {recipient}")));
    // No argument holds a NUL: no name is taken for an option, or for two names.
    let name = folder_name(digest_of("exit-drill", &words.join("\0")));
    let fail = |error| store_failure(context, error);
    StateDir::open(&context.home.join(DRILLS)).map_err(fail)?;
    StateDir::open(&context.home.join(DRILLS).join(name)).map_err(fail)
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, Failure> {
    // First of all: where nothing was ever scanned, no folder is made.
    drop(open_for_a_note(context)?);
    let recipients = encrypting::recipients(context, &args.readers)?;
    let folder = folder(context, args, &recipients)?;
    let _lock = folder.lock().map_err(|error| store_failure(context, error))?;
    let known = Drill::read(&folder);
    let mut drill = match known {
        Some(drill) => {
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
            drill
        }
        None => begin(context, (args, &recipients), &folder)?,
    };
    // Two may have been shown for one folder: the first one to begin has it, and none begins while another one looks.
    let _place = args.yes.then(|| lock_place(context, &drill)).transpose()?;
    if drill.reported.is_none() && !drill.has_begun(context)? {
        check_untouched(context, &drill.to, &drill.into)?;
    }
    if !args.yes && drill.reported.is_none() {
        print(context.lang, words::intent(context, &drill)?)?;
        let is_ready = drill.departures.iter().all(|one| one.departure.behind.is_none());
        return Ok(if is_ready { Exit::Done } else { Exit::Warnings });
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

/// Keeps all other drills from the folder that the package goes into.
fn lock_place(context: &Context, drill: &Drill) -> Result<Lock, Failure> {
    let fail = |error| store_failure(context, error);
    let places = context.home.join(DRILLS).join(PLACES);
    StateDir::open(&places).map_err(fail)?;
    let place = folder_name(digest_of("exit-place", &format!("{}\0{}", drill.to, drill.into)));
    StateDir::open(&places.join(place)).and_then(|place| place.lock()).map_err(fail)
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
    check_untouched(context, &to.name, &into)?;
    let target = reach(context, &drafting::end(context, &to, None)?)?;
    if target.stat(&into).map_err(|error| place_failure(context, &error))?.is_some() {
        let shown = Printable(into.as_str());
        let message = lang.pick(
            format!("am Ziel gibt es schon etwas mit dem Namen {shown}"),
            format!("there is something with the name {shown} at the target already"),
        );
        return Err(Failure::new(Exit::Usage, message)
            .hint(lang.pick("Einen anderen Ordner nennen: --into", "Name another folder: --into")));
    }
    drop(target);
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
        departures,
        sealed: None,
        reported: None,
    };
    drill.keep(context, folder)?;
    Ok(drill)
}

/// Refuses a folder that another drill has begun to fill: with other recipients, of other datasets, as a sample. Places without folders can't tell.
fn check_untouched(context: &Context, to: &ShortName, into: &RelPath) -> Result<(), Failure> {
    let lang = context.lang;
    let folders = std::fs::read_dir(context.home.join(DRILLS)).into_iter().flatten().flatten();
    for folder in folders.map(|entry| entry.path()).filter(|path| path.join(STATE).exists()) {
        let folder = StateDir::open(&folder).map_err(|error| store_failure(context, error))?;
        let other = Drill::read(&folder).filter(|other| other.to == *to && other.into == *into);
        let Some(other) = other else { continue };
        if other.has_begun(context)? {
            let shown = Printable(into.as_str());
            let message = lang.pick(
                format!("in den Ordner {shown} hat schon eine andere Ausstiegsprobe geschrieben"),
                format!("another exit drill has written into the folder {shown} already"),
            );
            return Err(Failure::new(Exit::Usage, message).hint(lang.pick(
                "Weiter geht sie mit genau ihren Angaben (--dataset, --sample, --encrypt-for); sonst einen anderen Ordner nennen: --into",
                "It goes on with the very same options (--dataset, --sample, --encrypt-for); else name another folder: --into",
            )));
        }
    }
    Ok(())
}
