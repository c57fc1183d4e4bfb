// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The package around what was moved: a bag (RFC 8493) whose payload is an RO-Crate, with receipts and metadata as tag files. See
//! `docs/reference/exit-package.md`.

use super::super::drafting::end;
use super::super::encrypting;
use super::super::running::{Counting, permit};
use super::super::{failure, place_failure, reach, store_failure};
use super::departing::is_known;
use super::state::damaged;
use super::tag::{Tray, Written, manifest_line};
use super::{Drill, describing, metadata, proving};
use crate::commands::open_for_a_note;
use crate::commands::scan::stop_on_interrupt;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_connect::LocalDepot;
use hoheit_move::{MoveError, Options, ReceiptFile, Request, WayFiles, run, write_listing};
use hoheit_store::StateDir;
use hoheit_types::{Clock as _, Digest, Lang, Plan, RelPath, Volume};

/// Folder of tag files within that of a drill.
const TAGS: &str = "tags";

/// Where the crate's description lies: its root is the payload, because that is what outlives the bag.
const CRATE: &str = "data/ro-crate-metadata.json";

/// Writes all tag files beside each other; whatever lies there of an earlier attempt goes. Returns SHA-256 of the file that covers them.
pub(super) fn write_tags(context: &Context, drill: &Drill, folder: &StateDir) -> Result<String, Failure> {
    check_recipients(context, drill)?;
    let root = StateDir::open(&folder.file(TAGS)).map_err(|error| store_failure(context, error))?;
    // INVARIANT (nothing-in-the-clear): the whole folder goes to the target, and an earlier attempt had other approvals.
    root.clear().map_err(|error| store_failure(context, error))?;
    let recipients = encrypting::named(context, &drill.recipients)?;
    let tray = Tray { context, root: &root, recipients: &recipients };
    let described = tray.whole(CRATE, &format!("{:#}\n", describing::ro_crate(context, drill)?))?;
    let (manifest, payload) = manifest(tray, drill, &described)?;
    let mut tags = vec![manifest];
    tags.push(tray.whole("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")?);
    tags.push(tray.whole("bag-info.txt", &describing::bag_info(context, drill, payload)?)?);
    // Of an encrypted move the index has all of it.
    if recipients.is_empty() {
        tags.push(metadata::write(tray, drill)?);
    }
    tags.extend(proving::write(tray, drill)?);
    tags.sort_by(|a, b| a.name.cmp(&b.name));
    let listed: String = tags.iter().map(|tag| manifest_line(&tag.sha256, &tag.name)).collect();
    let sealed = tray.whole("tagmanifest-sha256.txt", &listed)?.sha256;
    plan_tags(context, drill, folder)?;
    Ok(sealed)
}

// INVARIANT (nothing-in-the-clear)
/// What goes to the target is put down when it is written: whatever comes to lie beside it later stays here.
fn plan_tags(context: &Context, drill: &Drill, folder: &StateDir) -> Result<(), Failure> {
    let Some((_, _, first)) = drill.moves(context).next().transpose()? else { return Ok(()) };
    let tags = LocalDepot::open(&folder.file(TAGS)).map_err(|error| place_failure(context, &error))?;
    // Names of tag files are the standard's, and what may not be seen of them is encrypted already.
    let head = Plan {
        into: drill.into.clone(),
        planned_at: context.clock.now(),
        encryption: None,
        ..first.plan().clone()
    };
    let listing = write_listing(&tags, &RelPath::root(), head, &WayFiles::new(folder.path(), "tags"));
    listing.map(drop).map_err(|error| failure(context, error))
}

/// One line for each file that arrived, from its receipt: SHA-256 was computed while it was read again.
fn manifest(tray: Tray<'_>, drill: &Drill, described: &Written) -> Result<(Written, Volume), Failure> {
    let context = tray.context;
    let mut tag = tray.open("manifest-sha256.txt")?;
    let mut payload = Volume { files: 1, size_bytes: described.size_bytes };
    tag.put(&manifest_line(&described.sha256, &described.name))?;
    for moved in drill.moves(context) {
        let (_, own, _) = moved?;
        let mut trouble = None;
        let read = ReceiptFile::read(&own.receipts(), &mut |receipt| {
            let name = drill.in_bag(&receipt.stored_as).and_then(|name| String::from_utf8(name).ok());
            let (Some(sha256), Some(name)) = (&receipt.sha256, name) else {
                trouble = Some(unsummed(context));
                return Err(MoveError::Stopped);
            };
            payload = payload.plus(Volume { files: 1, size_bytes: receipt.size_bytes });
            tag.put(&manifest_line(sha256, &name)).map_err(|error| {
                trouble = Some(error);
                MoveError::Stopped
            })
        });
        if let Some(trouble) = trouble {
            return Err(trouble);
        }
        read.map_err(|error| failure(context, error))?;
    }
    Ok((tag.finish()?, payload))
}

// INVARIANT (nothing-in-the-clear)
/// What a plan has encrypted is not told by tag files to others, or to all: plans are bound by their digests, the drill's own file is not.
fn check_recipients(context: &Context, drill: &Drill) -> Result<(), Failure> {
    for moved in drill.moves(context) {
        if moved?.2.plan().recipients() != drill.recipients {
            return Err(mixed(context.lang));
        }
    }
    Ok(())
}

pub(super) fn mixed(lang: Lang) -> Failure {
    let message = lang.pick(
        "der Stand der Probe ist beschädigt: er nennt andere Empfänger oder eine andere Stichprobe als der Befehl oder ein Plan",
        "the state of the drill is damaged: it names other recipients or another sample than the command or a plan",
    );
    Failure::new(Exit::Damaged, message).hint(lang.pick(
        "Die Umzüge mit hoheit move back zurücknehmen und die Probe in einen anderen Ordner geben (--into).",
        "Take the moves back with hoheit move back, and run the drill into another folder (--into).",
    ))
}

/// What the tag files go with is not in the catalogue any more.
fn unknown(context: &Context) -> Failure {
    let lang = context.lang;
    let message = lang.pick(
        "den ersten Datenbestand des Pakets kennt das Verzeichnis nicht mehr; ob Begleitdateien dorthin dürfen, ist nicht bekannt",
        "the catalogue knows the first dataset of the package no more; whether tag files may go there is not known",
    );
    Failure::new(Exit::Denied, message).hint(lang.pick(
        "Die Quelle noch einmal erreichbar machen und aufnehmen: hoheit scan",
        "Make the source reachable once more, and scan it: hoheit scan",
    ))
}

/// Personal data turned up when the package was all but done.
fn unsigned(context: &Context, plan: Digest) -> Failure {
    let (lang, short) = (context.lang, plan.short());
    let message = lang.pick(
        format!("was der Plan {short} gebracht hat, gilt inzwischen als personenbezogen und ist nicht freigegeben; das Paket wird nicht fertig"),
        format!("what the plan {short} has brought counts as personal data by now and is not approved; the package is not finished"),
    );
    Failure::new(Exit::Denied, message).hint(lang.pick(
        format!(
            "Zurücknehmen: hoheit move back {short}; dann die Probe in einen anderen Ordner geben (--into)."
        ),
        format!("Take it back: hoheit move back {short}; then run the drill into another folder (--into)."),
    ))
}

/// A plan of the drill was carried out by another command, which does not make these sums.
fn unsummed(context: &Context) -> Failure {
    let lang = context.lang;
    let message = lang.pick(
        "ein Plan der Probe wurde mit hoheit move run ausgeführt; seinen Quittungen fehlt SHA-256",
        "a plan of the drill was carried out by hoheit move run; its receipts lack SHA-256",
    );
    Failure::new(Exit::Usage, message).hint(lang.pick(
        "Mit hoheit move back zurücknehmen und die Probe in einen anderen Ordner geben (--into).",
        "Take it back with hoheit move back, and run the drill into another folder (--into).",
    ))
}

/// Whether any tag file has gone, or may have.
pub(super) fn has_begun(folder: &StateDir) -> bool {
    WayFiles::new(folder.path(), "tags").journal().exists()
}

/// Brings the tag files to the package, by the same engine: a death goes on, nothing is replaced, everything is read again.
pub(super) fn bring_tags(context: &Context, drill: &Drill, folder: &StateDir) -> Result<(), Failure> {
    let fail = |error| failure(context, error);
    // What they tell is about data that were permitted to go there; asked again today, of all that are known still.
    let mut permits = Vec::new();
    for moved in drill.moves(context) {
        let (one, _, plan) = moved?;
        if !is_known(context, &mut open_for_a_note(context)?, one.departure.dataset)? {
            continue;
        }
        let permit = permit(context, &plan, Counting::CarriedOut)?;
        if !permit.covers(plan.plan()) {
            return Err(unsigned(context, plan.digest()));
        }
        permits.push(permit);
    }
    let tags = LocalDepot::open(&folder.file(TAGS)).map_err(|error| place_failure(context, &error))?;
    let mut target = reach(context, &end(context, &describing::site(context, drill.to.as_str())?, None)?)?;
    let files = WayFiles::new(folder.path(), "tags");
    let plan = files.plan().ok_or_else(|| damaged(context, &folder.file("tags.plan")))?;
    // Tag files go as part of the first one.
    let permit = permits.iter().find(|permit| permit.covers(plan.plan())).ok_or_else(|| unknown(context))?;
    target.probe(hoheit_move::tag_of(plan.digest())).map_err(|error| place_failure(context, &error))?;
    let mut receiver = ReceiptFile::open(files.receipts()).map_err(fail)?;
    let arrived = run(Request {
        plan: &plan,
        permit,
        source: &tags,
        target: &*target,
        safe: None,
        journal: files.journal(),
        receiver: &mut receiver,
        clock: &context.clock,
        stop: &stop_on_interrupt(),
        progress: &|_, _| {},
        options: Options::default(),
    });
    let arrived = arrived.map_err(fail)?;
    if arrived.is_complete() { Ok(()) } else { Err(unfinished(context)) }
}

fn unfinished(context: &Context) -> Failure {
    let lang = context.lang;
    let message = lang.pick(
        "das Paket ist nicht fertig: eine Begleitdatei kam nicht an, oder ihr Platz ist besetzt",
        "the package is not finished: a tag file did not arrive, or its place is taken",
    );
    Failure::new(Exit::Unavailable, message).hint(lang.pick(
        "Den Ordner des Pakets ansehen; dann denselben Befehl noch einmal geben.",
        "Look at the folder of the package; then give the same command again.",
    ))
}
