// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit log rebuild`, `hoheit log adopt`: after damage, and after an older backup.

use super::{check, open_alone, published};
use crate::commands::{account, catalogue_failure, print};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use crate::log;
use hoheit_catalogue::{Attested, Catalogue, CatalogueError};
use hoheit_merkle::{Entry, TILE_WIDTH, TilePath, audit};
use hoheit_report::counted;
use hoheit_types::{Clock as _, Printable};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Something that was done to the log itself.
fn attested(context: &Context, kind: &str, body: &serde_json::Value) -> Attested {
    Attested {
        kind: kind.to_owned(),
        at: context.clock.now(),
        body: body.to_string(),
        digest: None,
        is_open: false,
    }
}

/// The same as an entry of the log.
fn note(
    context: &Context,
    catalogue: &mut Catalogue,
    kind: &str,
    body: &serde_json::Value,
) -> Result<(), Failure> {
    catalogue.attest(vec![attested(context, kind, body)]).map_err(|error| catalogue_failure(context, error))
}

/// Where what lies there now is kept.
fn free_name(path: &Path, seconds: i64) -> PathBuf {
    let named = |number: u32| match number {
        0 => path.with_file_name(format!("log.replaced-{seconds}")),
        _ => path.with_file_name(format!("log.replaced-{seconds}-{number}")),
    };
    (0..=u32::MAX).map(named).find(|path| path.symlink_metadata().is_err()).unwrap_or_else(|| named(0))
}

pub(super) fn rebuild(context: &Context, yes: bool) -> Result<Exit, Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let mut catalogue = open_alone(context)?;
    let count = catalogue.evidence_count().map_err(fail)?;
    let entries = counted(lang, count, ["Eintrag", "Einträge"], ["entry", "entries"]);
    print(
        lang,
        lang.pick(
            format!("Das Protokoll wird aus dem Verzeichnis neu geschrieben: {entries}. Was jetzt dort liegt, bleibt daneben liegen.\n"),
            format!("The log is written again from the catalogue: {entries}. What lies there now is kept beside it.\n"),
        ),
    )?;
    let folder = log::folder(context);
    // A log that is whole and longer than the catalogue must not be lost for a shorter one.
    let policy = log::policy(context)?;
    let mut was = None;
    if let Ok(Some((signed, checkpoint))) = published(context) {
        let is_ours = policy.as_ref().is_some_and(|policy| log::is_signed(policy, &signed));
        let is_sound = is_ours && audit(&folder, &checkpoint).is_sound();
        // What was signed is whole, and the catalogue says something else: writing the log again would hide who changed what.
        if is_sound && check::first_stray(context, &mut catalogue, checkpoint.size)?.is_some() {
            let message = lang.pick(
                "das Protokoll ist in Ordnung; verändert wurde das Verzeichnis",
                "the log is sound; it is the catalogue that was changed",
            );
            let hint = lang.pick(
                "Holen Sie das Verzeichnis aus einer Sicherung zurück: hoheit restore. Bewahren Sie beide auf, wie sie sind.",
                "Bring the catalogue back from a backup: hoheit restore. Keep both as they are.",
            );
            return Err(Failure::new(Exit::Damaged, message).hint(hint));
        }
        was = Some((checkpoint, is_sound));
    }
    if let Some((checkpoint, true)) = &was
        && checkpoint.size > count
    {
        let message = lang.pick(
            "das Protokoll ist in Ordnung und weiß mehr als das Verzeichnis",
            "the log is sound and knows more than the catalogue",
        );
        let hint = lang.pick(
            "Übernehmen Sie seine Einträge: hoheit log adopt",
            "take its entries over: hoheit log adopt",
        );
        return Err(Failure::new(Exit::Usage, message).hint(hint));
    }
    if !yes {
        print(lang, lang.pick("Ausführen mit --yes\n", "Do it with --yes\n"))?;
        return Ok(Exit::Done);
    }
    // Nothing is moved aside before it is sure that it can be written again.
    if policy.is_none() {
        let message = lang.pick("die Datei log.policy fehlt", "the file log.policy is missing");
        let hint = lang.pick(
            "Aus einer Sicherung zurückholen; darin stehen die Schlüssel des Protokolls.",
            "bring it back from a backup; it names the keys of the log",
        );
        return Err(Failure::new(Exit::Unavailable, message).hint(hint));
    }
    log::keys(context)?;
    let was = was.map(|(checkpoint, is_sound)| {
        json!({ "entries": checkpoint.size, "root": checkpoint.root.to_string(), "is_sound": is_sound })
    });
    note(
        context,
        &mut catalogue,
        "log-rebuilt/1",
        &json!({ "entries": count, "was": was, "by": account() }),
    )?;
    let path = folder.path();
    if path.exists() {
        let kept = free_name(path, context.clock.now().seconds());
        hoheit_store::publish_folder(path, &kept).map_err(|error| {
            let shown = kept.display().to_string();
            let shown = Printable(&shown);
            Failure::new(
                Exit::Unavailable,
                lang.pick(format!("{shown} lässt sich nicht anlegen"), format!("{shown} can't be created")),
            )
            .because(error)
        })?;
    }
    log::publish_anew(context, &mut catalogue)?;
    print(lang, lang.pick("Neu geschrieben.\n", "Written again.\n"))?;
    Ok(Exit::Done)
}

pub(super) fn adopt(context: &Context, yes: bool) -> Result<Exit, Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let mut catalogue = open_alone(context)?;
    let rows = catalogue.evidence_count().map_err(fail)?;
    let Some((note_text, checkpoint)) = published(context)?.filter(|(_, checkpoint)| checkpoint.size > rows)
    else {
        print(lang, lang.pick("Es gibt nichts zu übernehmen.\n", "There is nothing to take over.\n"))?;
        return Ok(Exit::Done);
    };
    let folder = log::folder(context);
    let is_ours = log::policy(context)?.is_some_and(|policy| policy.accept(&note_text).is_ok());
    let unsound = || {
        Failure::new(
            Exit::Damaged,
            lang.pick("das Protokoll ist selbst nicht in Ordnung", "the log itself is not sound"),
        )
        .hint(lang.pick(
            "Was genau nicht stimmt, sagt: hoheit log fsck",
            "what exactly is wrong is told by: hoheit log fsck",
        ))
    };
    if !is_ours || !audit(&folder, &checkpoint).is_sound() {
        return Err(unsound());
    }
    let missing = counted(lang, checkpoint.size - rows, ["Eintrag", "Einträge"], ["entry", "entries"]);
    print(
        lang,
        lang.pick(
            format!("Übernommen werden: {missing}. Ihr Inhalt ist hier nicht mehr da; dass es sie gab, bleibt belegt.\n"),
            format!("Taken over are: {missing}. Their content is no longer here; that they existed stays proven.\n"),
        ),
    )?;
    if !yes {
        print(lang, lang.pick("Ausführen mit --yes\n", "Do it with --yes\n"))?;
        return Ok(Exit::Done);
    }
    let mut next = rows;
    while next < checkpoint.size {
        let index = next / TILE_WIDTH;
        let width = (checkpoint.size - index * TILE_WIDTH).min(TILE_WIDTH);
        let bundle = folder.entries(TilePath { level: None, index, width });
        let bundle = bundle.map_err(|error| log::failure(context, error))?;
        let skip = (next - index * TILE_WIDTH) as usize;
        let entries: Option<Vec<Entry>> =
            bundle.iter().skip(skip).map(|entry| Entry::parse(entry).ok()).collect();
        let entries = entries.ok_or_else(unsound)?;
        next += entries.len() as u64;
        let body =
            json!({ "entries_known": rows, "entries_adopted": checkpoint.size - rows, "by": account() });
        let last = (next >= checkpoint.size).then(|| attested(context, "backup-restored/1", &body));
        catalogue.adopt_evidence(&entries, last.as_ref()).map_err(fail)?;
    }
    log::publish(context, &mut catalogue)?;
    print(lang, lang.pick("Übernommen.\n", "Taken over.\n"))?;
    Ok(Exit::Done)
}
