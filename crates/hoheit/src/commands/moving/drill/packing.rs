// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! The package around what was moved: a bag (RFC 8493) whose payload is an RO-Crate, with receipts and metadata as tag files. See
//! `docs/reference/exit-package.md`.

use super::super::plan::end;
use super::super::running::permit;
use super::super::{failure, find, place_failure, reach, store_failure};
use super::tag::{Tag, Written, manifest_line};
use super::{Drill, metadata, proving};
use crate::commands::scan::stop_on_interrupt;
use crate::commands::{catalogue_failure, open_for_reading};
use crate::context::Context;
use crate::court;
use crate::failure::{Exit, Failure};
use hoheit_connect::LocalDepot;
use hoheit_move::{MoveError, Options, ReceiptFile, Request, WayFiles, run, write_listing};
use hoheit_store::StateDir;
use hoheit_types::{Clock as _, Day, Plan, RelPath, Site, Volume};
use serde_json::{Value, json};

/// Folder of tag files within that of a drill.
const TAGS: &str = "tags";

/// Where the crate's description lies: its root is the payload, because that is what outlives the bag.
const CRATE: &str = "data/ro-crate-metadata.json";

/// Writes all tag files beside each other; what an earlier run wrote of them goes. Returns SHA-256 of the file that covers them.
pub(super) fn write_tags(context: &Context, drill: &Drill, folder: &StateDir) -> Result<String, Failure> {
    let root = StateDir::open(&folder.file(TAGS)).map_err(|error| store_failure(context, error))?;
    let crate_text = format!("{:#}\n", ro_crate(context, drill)?);
    let described = Tag::whole(context, &root, CRATE, &crate_text)?;
    let (manifest, payload) = manifest(context, drill, &root, &described)?;
    let mut tags = vec![manifest];
    tags.push(Tag::whole(
        context,
        &root,
        "bagit.txt",
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
    )?);
    tags.push(Tag::whole(context, &root, "bag-info.txt", &bag_info(context, drill, payload)?)?);
    tags.push(metadata::write(context, drill, &root)?);
    tags.extend(proving::write(context, drill, &root)?);
    tags.sort_by(|a, b| a.name.cmp(&b.name));
    let listed: String = tags.iter().map(|tag| manifest_line(&tag.sha256, &tag.name)).collect();
    Ok(Tag::whole(context, &root, "tagmanifest-sha256.txt", &listed)?.sha256)
}

/// One line for each file that arrived, from its receipt: SHA-256 was computed while it was read again.
fn manifest(
    context: &Context,
    drill: &Drill,
    root: &StateDir,
    described: &Written,
) -> Result<(Written, Volume), Failure> {
    let mut tag = Tag::begin(context, root, "manifest-sha256.txt")?;
    let mut payload = Volume { files: 1, size_bytes: described.size_bytes };
    tag.put(&manifest_line(&described.sha256, &described.name))?;
    let prefix = [drill.into.to_bytes(), b"/".to_vec()].concat();
    for one in drill.packed() {
        let Some(digest) = one.departure.plan else { continue };
        let (own, _) = find(context, &digest.to_string())?;
        let mut trouble = None;
        let read = ReceiptFile::read(&own.receipts(), &mut |receipt| {
            let stored = receipt.stored_as.to_bytes();
            let name = stored.strip_prefix(&prefix[..]).and_then(|name| str::from_utf8(name).ok());
            let (Some(sha256), Some(name)) = (&receipt.sha256, name) else {
                trouble = Some(unsummed(context));
                return Err(MoveError::Stopped);
            };
            payload = payload.plus(Volume { files: 1, size_bytes: receipt.size_bytes });
            tag.put(&manifest_line(sha256, name)).map_err(|error| {
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

fn site(context: &Context, name: &str) -> Result<Site, Failure> {
    let stated = open_for_reading(context)?.in_force_of::<Site>(name, court::today(context));
    let stated = stated.map_err(|error| catalogue_failure(context, error))?;
    stated.map(|stated| stated.body).ok_or_else(|| court::unknown_site(context, name))
}

/// A value of `bag-info.txt`, on one line.
fn line(text: &str) -> String {
    text.split(char::is_control).collect::<Vec<_>>().join(" ").trim().to_owned()
}

fn bag_info(context: &Context, drill: &Drill, payload: Volume) -> Result<String, Failure> {
    let (from, to) = (site(context, drill.site.as_str())?, site(context, drill.to.as_str())?);
    let title = line(&from.title);
    let sample = if drill.sample_percent.is_some() { " (Stichprobe / sample)" } else { "" };
    Ok(format!(
        "Source-Organization: {title}\nExternal-Description: Ausstiegspaket aus {title} / exit package out of {title}{sample}\n\
         External-Identifier: hoheit-exit-drill/{}/{}\nInternal-Sender-Identifier: {}\nBagging-Date: {}\n\
         Payload-Oxum: {}.{}\nBag-Software-Agent: hoheit {}\n",
        drill.site,
        Day::of(drill.started_at),
        line(&to.title),
        Day::of(context.clock.now()),
        payload.size_bytes,
        payload.files,
        env!("CARGO_PKG_VERSION"),
    ))
}

/// RO-Crate 1.2, attached: the payload's folder is its root. Files are not listed one by one: the manifest does that, and says more.
fn ro_crate(context: &Context, drill: &Drill) -> Result<Value, Failure> {
    const LICENCE: &str = "#licence-unknown";
    let from = site(context, drill.site.as_str())?;
    let part = |one: &super::Departing| json!({ "@id": format!("{}/", one.departure.dataset) });
    let parts: Vec<Value> = drill.packed().map(part).collect();
    let day = Day::of(drill.started_at).to_string();
    let mut graph = vec![
        json!({
            "@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": { "@id": "./" },
            "conformsTo": { "@id": "https://w3id.org/ro/crate/1.2" },
        }),
        json!({
            "@id": "./", "@type": "Dataset", "name": format!("Ausstiegspaket / exit package: {}", from.title),
            "description": "Alles, was den Ort verlassen durfte. Jede Datei steht mit ihrer Prüfsumme in ../manifest-sha256.txt, \
                ihre Metadaten in ../hoheit/metadata.jsonl. / All that might leave the site. Every file is listed with its sum in \
                ../manifest-sha256.txt, its metadata in ../hoheit/metadata.jsonl.",
            "datePublished": day, "license": { "@id": LICENCE }, "hasPart": parts,
        }),
        json!({
            "@id": LICENCE, "@type": "CreativeWork", "name": "Lizenz nicht bekannt / licence not known",
            "description": "Eine Lizenz ist nicht angegeben; Rechte sind vor jeder Weitergabe zu klären. / No licence is stated; \
                rights have to be cleared before anything is passed on.",
        }),
    ];
    graph.extend(drill.packed().map(|one| {
        let volume = one.departure.whole;
        json!({
            "@id": format!("{}/", one.departure.dataset), "@type": "Dataset", "name": one.name,
            "identifier": one.departure.dataset.to_string(), "license": { "@id": LICENCE }, "datePublished": day,
            "description": format!("Datenbestand / dataset: {}", one.name),
            "contentSize": volume.size_bytes.to_string(),
        })
    }));
    Ok(json!({ "@context": "https://w3id.org/ro/crate/1.2/context", "@graph": graph }))
}

/// Brings the tag files to the package, by the same engine: a death goes on, nothing is replaced, everything is read again.
pub(super) fn bring_tags(context: &Context, drill: &Drill, folder: &StateDir) -> Result<(), Failure> {
    let fail = |error| failure(context, error);
    let Some(digest) = drill.packed().find_map(|one| one.departure.plan) else { return Ok(()) };
    // What they tell is about data that were permitted to go there; asked again today.
    let (_, first) = find(context, &digest.to_string())?;
    let permit = permit(context, &first)?;
    let tags = LocalDepot::open(&folder.file(TAGS)).map_err(|error| place_failure(context, &error))?;
    let mut target = reach(context, &end(context, &site(context, drill.to.as_str())?, None)?)?;
    let files = WayFiles::new(folder.path(), "tags");
    let plan = if let Some(plan) = files.plan() {
        plan
    } else {
        let head = Plan { into: drill.into.clone(), planned_at: context.clock.now(), ..first.plan().clone() };
        write_listing(&tags, &RelPath::root(), head, &files).map_err(fail)?
    };
    target.probe(hoheit_move::tag_of(plan.digest())).map_err(|error| place_failure(context, &error))?;
    let mut receiver = ReceiptFile::open(files.receipts()).map_err(fail)?;
    let arrived = run(Request {
        plan: &plan,
        permit: &permit,
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
