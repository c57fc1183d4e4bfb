// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit log`: the transparency log, for those who keep it and those who check it.

mod check;
mod key;
mod repair;
mod witness;

use super::{catalogue_failure, print};
use crate::cli::{LogAction, LogList, LogProve, Talk};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use crate::log;
use hoheit_catalogue::{Catalogue, CatalogueError, Evidence};
use hoheit_merkle::{Checkpoint, Note, Proof, Said};
use hoheit_prove::Log;
use hoheit_report::counted;
use hoheit_types::{Lang, Printable};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::sync::Arc;

pub(crate) fn run(context: &Context, action: &LogAction) -> Result<Exit, Failure> {
    match action {
        LogAction::Status { format } => status(context, *format),
        LogAction::Init { origin } => init(context, origin),
        LogAction::List(args) => list(context, args),
        LogAction::Show { entry, format } => show(context, entry, *format),
        LogAction::Prove(args) => prove(context, args),
        LogAction::Fsck { format } => check::run(context, *format),
        LogAction::Publish => publish(context),
        LogAction::Key { action } => key::run(context, action),
        LogAction::Witness { action } => witness::run(context, action),
        LogAction::Rebuild { yes } => repair::rebuild(context, *yes),
        LogAction::Adopt { yes } => repair::adopt(context, *yes),
    }
}

/// Opens the catalogue as its writer without asking the log: for commands that mend it.
fn open_alone(context: &Context) -> Result<Catalogue, Failure> {
    Catalogue::open(&context.home, Arc::new(context.clock)).map_err(|error| catalogue_failure(context, error))
}

fn open_to_look(context: &Context) -> Result<Catalogue, Failure> {
    Catalogue::open_readonly(&context.home, Arc::new(context.clock))
        .map_err(|error| catalogue_failure(context, error))
}

/// What is published: the checkpoint as its signed text, and what it says. Nothing of it has been checked here.
pub(super) fn published(context: &Context) -> Result<Option<(Note, Checkpoint)>, Failure> {
    let note = log::folder(context).checkpoint().map_err(|error| log::failure(context, error))?;
    let Some(note) = note else { return Ok(None) };
    match note.text.parse() {
        Ok(checkpoint) => Ok(Some((note, checkpoint))),
        Err(_) => {
            Err(log::failure(context, hoheit_prove::LogError::Damaged(hoheit_prove::LogDamage::Unreadable)))
        }
    }
}

fn status(context: &Context, format: Talk) -> Result<Exit, Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let mut catalogue = open_to_look(context)?;
    let waiting = catalogue.evidence_count().map_err(fail)?;
    let Some((note, checkpoint)) = published(context)? else {
        let text = match format {
            Talk::Json => {
                format!("{:#}\n", json!({ "format": "hoheit-log/1", "entries": 0, "waiting": waiting }))
            }
            Talk::Human => lang.pick("Noch kein Eintrag.\n", "No entry yet.\n").to_owned(),
        };
        print(lang, text)?;
        return Ok(Exit::Done);
    };
    let waiting = waiting.saturating_sub(checkpoint.size);
    let policy = log::policy(context)?;
    let witnessed = policy.as_ref().and_then(|policy| policy.accept(&note).ok()).map(|seen| seen.witnessed);
    let keys: Vec<String> =
        policy.iter().flat_map(|policy| &policy.logs).map(|(key, _)| key.to_string()).collect();
    let last = checkpoint.size.checked_sub(1);
    let last = last.map(|index| catalogue.evidence(index, 1)).transpose().map_err(fail)?;
    let last = last.and_then(|mut rows| rows.pop()).map(|row| row.entry.at);
    let witnesses: Vec<&str> = witnessed.iter().flatten().map(|(name, _)| name.as_str()).collect();
    let text = match format {
        Talk::Json => format!(
            "{:#}\n",
            json!({
                "format": "hoheit-log/1", "origin": checkpoint.origin, "entries": checkpoint.size,
                "root": checkpoint.root.to_string(), "waiting": waiting, "keys": keys, "is_signed": witnessed.is_some(),
                "witnesses": witnesses, "last": last.map(|at| at.to_string()),
                "folder": log::folder(context).path().display().to_string(),
            })
        ),
        Talk::Human => {
            let mut text = format!(
                "{} · {}\n",
                checkpoint.origin,
                counted(lang, checkpoint.size, ["Eintrag", "Einträge"], ["entry", "entries"])
            );
            if let Some(at) = last {
                let _ = writeln!(text, "{} {at}", lang.pick("Zuletzt:  ", "Last:     "));
            }
            let _ = writeln!(text, "{} {}", lang.pick("Kennung:  ", "Root:     "), checkpoint.root);
            for key in &keys {
                let _ = writeln!(text, "{} {key}", lang.pick("Schlüssel:", "Key:      "));
            }
            let seen = if witnesses.is_empty() {
                lang.pick(
                    "keine: nur dieses Haus bürgt (unbezeugt)",
                    "none: only this house vouches (unwitnessed)",
                )
                .to_owned()
            } else {
                witnesses.join(", ")
            };
            let _ = writeln!(text, "{} {seen}", lang.pick("Zeugen:   ", "Witnesses:"));
            if waiting > 0 {
                let waiting = counted(lang, waiting, ["Eintrag", "Einträge"], ["entry", "entries"]);
                let _ = writeln!(
                    text,
                    "{}",
                    lang.pick(
                        format!("Noch nicht veröffentlicht: {waiting}. Nachholen mit: hoheit log publish"),
                        format!("Not published yet: {waiting}. Make up for it with: hoheit log publish"),
                    )
                );
            }
            let folder = log::folder(context).path().display().to_string();
            let folder = Printable(&folder);
            let _ = writeln!(
                text,
                "{}",
                lang.pick(
                    format!("Für die Prüfung: den Ordner {folder} kopieren, dann hoheit-verify log <Ordner> --key <Schlüssel>"),
                    format!("To have it checked: copy the folder {folder}, then hoheit-verify log <folder> --key <key>"),
                )
            );
            text
        }
    };
    print(lang, text)?;
    Ok(if waiting > 0 || witnessed.is_none() { Exit::Warnings } else { Exit::Done })
}

fn init(context: &Context, origin: &str) -> Result<Exit, Failure> {
    let lang = context.lang;
    let mut catalogue = open_alone(context)?;
    let begun = catalogue.published().map_err(|error| catalogue_failure(context, error))?;
    if begun > 0 || log::policy(context)?.is_some() {
        let message = lang.pick("es gibt schon ein Protokoll", "there is a log already");
        let hint = lang.pick(
            "Sein Name steht in jedem Prüfpunkt und bleibt. Ansehen: hoheit log status",
            "Its name stands in every checkpoint and stays. Look at it: hoheit log status",
        );
        return Err(Failure::new(Exit::Usage, message).hint(hint));
    }
    let policy = log::begin(context, origin)?;
    let key = policy.logs.first().map(|(key, _)| key.to_string()).unwrap_or_default();
    print(
        lang,
        lang.pick(
            format!("Der Schlüssel liegt in log.key: sichern Sie ihn getrennt vom Verzeichnis.\nWer prüfen will, braucht:\n{key}\n"),
            format!("The key lies in log.key: keep a copy of it apart from the catalogue.\nWho wants to check needs:\n{key}\n"),
        ),
    )?;
    Ok(Exit::Done)
}

fn publish(context: &Context) -> Result<Exit, Failure> {
    let lang = context.lang;
    super::moving::log_receipts(context)?;
    let mut catalogue = open_alone(context)?;
    let text = match log::publish(context, &mut catalogue)? {
        None => lang.pick("Nichts wartet.\n", "Nothing waits.\n").to_owned(),
        Some(published) => {
            let count = published.checkpoint.size;
            let count = counted(lang, count, ["Eintrag", "Einträge"], ["entry", "entries"]);
            lang.pick(format!("Veröffentlicht: {count}\n"), format!("Published: {count}\n"))
        }
    };
    print(lang, text)?;
    Ok(Exit::Done)
}

/// Entries that are looked through at a time: a rare kind is found without holding all others.
const PAGE: u32 = 1_000;

fn list(context: &Context, args: &LogList) -> Result<Exit, Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let mut catalogue = open_to_look(context)?;
    let count = catalogue.evidence_count().map_err(fail)?;
    let is_wanted = |row: &Evidence| {
        let kind = row.entry.kind.split('/').next();
        args.kind.as_deref().is_none_or(|wanted| kind == Some(wanted) || row.entry.kind == wanted)
    };
    let mut rows: Vec<Evidence> = Vec::new();
    let limit = args.limit as usize;
    if let Some(from) = args.from {
        let mut next = from;
        while rows.len() < limit && next < count {
            let page = catalogue.evidence(next, PAGE).map_err(fail)?;
            next += page.len() as u64;
            rows.extend(page.into_iter().filter(is_wanted).take(limit - rows.len()));
        }
    } else {
        let mut end = count;
        while rows.len() < limit && end > 0 {
            let start = end.saturating_sub(u64::from(PAGE));
            let page = catalogue.evidence(start, (end - start) as u32).map_err(fail)?;
            rows.extend(page.into_iter().rev().filter(is_wanted).take(limit - rows.len()));
            end = start;
        }
    }
    let text = match args.format {
        Talk::Json => {
            let rows: Vec<Value> = rows.iter().map(to_json).collect();
            format!("{:#}\n", json!({ "format": "hoheit-log-entries/1", "entries": rows }))
        }
        Talk::Human if rows.is_empty() => lang.pick("Keine Einträge.\n", "No entries.\n").to_owned(),
        Talk::Human => rows.iter().map(|row| line(row, lang)).collect(),
    };
    print(lang, text)?;
    Ok(Exit::Done)
}

fn line(row: &Evidence, lang: Lang) -> String {
    let state = match (&row.opening, &row.entry.said) {
        (None, Said::Committed(_)) => lang.pick(" · Inhalt gelöscht", " · content erased"),
        _ => "",
    };
    let kind = Printable(&row.entry.kind);
    format!("{:>8}  {}  {kind}{state}\n", row.index, row.entry.at)
}

/// A row of `hoheit-log-entries/1`, see `docs/reference/log.md`.
fn to_json(row: &Evidence) -> Value {
    let body = row.opening.as_ref().map(|opening| opening.body.as_str());
    let body = body.or(match &row.entry.said {
        Said::Open(body) => Some(body.as_str()),
        Said::Committed(_) => None,
    });
    let commitment = match &row.entry.said {
        Said::Committed(commitment) => Some(commitment.0.to_string()),
        Said::Open(_) => None,
    };
    json!({
        "index": row.index, "kind": row.entry.kind, "time": row.entry.at.to_string(), "time_ns": row.entry.at.0,
        "commitment": commitment, "body": body.map(|body| serde_json::from_str(body).unwrap_or_else(|_| Value::from(body))),
    })
}

/// The one entry that is meant: by its number, or by what it names. Of several about the same content, the first.
fn find(context: &Context, catalogue: &mut Catalogue, wanted: &str) -> Result<Evidence, Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    // Digests have 64 digits and are named by eight or more; nobody has ten million entries.
    let index = match wanted.parse::<u64>() {
        Ok(index) if wanted.len() < 8 => Some(index),
        _ => catalogue.evidence_about(wanted, 1).map_err(fail)?.first().copied(),
    };
    let row = index.map(|index| catalogue.evidence(index, 1)).transpose().map_err(fail)?;
    row.and_then(|mut rows| rows.pop()).ok_or_else(|| {
        let wanted = Printable(wanted);
        Failure::new(
            Exit::Usage,
            lang.pick(format!("es gibt keinen Eintrag '{wanted}'"), format!("there is no entry '{wanted}'")),
        )
        .hint(
            lang.pick("Welche es gibt, zeigt: hoheit log list", "see which there are with: hoheit log list"),
        )
    })
}

fn show(context: &Context, wanted: &str, format: Talk) -> Result<Exit, Failure> {
    let lang = context.lang;
    let row = find(context, &mut open_to_look(context)?, wanted)?;
    let text = match format {
        Talk::Json => format!("{:#}\n", to_json(&row)),
        Talk::Human => {
            let body = to_json(&row).get("body").map(|body| format!("{body:#}\n")).unwrap_or_default();
            let body = if body == "null\n" {
                lang.pick("Der Inhalt wurde gelöscht.\n", "The content was erased.\n").to_owned()
            } else {
                body
            };
            format!("{}{body}", line(&row, lang))
        }
    };
    print(lang, text)?;
    Ok(Exit::Done)
}

fn prove(context: &Context, args: &LogProve) -> Result<Exit, Failure> {
    let lang = context.lang;
    let row = find(context, &mut open_to_look(context)?, &args.entry)?;
    let published = published(context)?.filter(|(_, checkpoint)| row.index < checkpoint.size);
    let Some((note, checkpoint)) = published else {
        let message =
            lang.pick("dieser Eintrag ist noch nicht veröffentlicht", "this entry is not published yet");
        let hint = lang.pick("Nachholen mit: hoheit log publish", "make up for it with: hoheit log publish");
        return Err(Failure::new(Exit::Unavailable, message).hint(hint));
    };
    let path = Log::inclusion(&log::folder(context), row.index, checkpoint.size);
    let path = path.map_err(|error| log::failure(context, error))?.unwrap_or_default();
    let opening = row.opening.filter(|_| !args.sealed);
    let proof =
        Proof { extra: Some((row.entry.to_string(), opening)), index: row.index, path, checkpoint: note };
    super::deliver(context, Some(&args.output), proof.to_string().as_bytes())?;
    let shown = args.output.display().to_string();
    let shown = Printable(&shown);
    print(
        lang,
        lang.pick(
            format!("Beleg: {shown}. Prüfen: hoheit-verify bundle {shown} --key <Schlüssel>\n"),
            format!("Proof: {shown}. Check: hoheit-verify bundle {shown} --key <key>\n"),
        ),
    )?;
    Ok(Exit::Done)
}
