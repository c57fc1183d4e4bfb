// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What is entered: all of a kind, or one with its history and what hangs on it.

use super::entry::Entry;
use super::fields::{differences, label, members, shown};
use super::shelf::Shelf;
use super::{period, unknown};
use crate::cli::Talk;
use crate::cli::registry::ShowFormat;
use crate::commands::print;
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::Statement;
use hoheit_report::words::decision_aid;
use hoheit_types::{Lang, Printable};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

pub(super) fn list<E: Entry>(context: &Context, format: Talk) -> Result<Exit, Failure> {
    let lang = context.lang;
    let mut shelf = Shelf::open(context, false)?;
    let today = shelf.today;
    let all: Vec<E> = shelf.in_force(today)?.into_iter().map(|stated| stated.body).collect();
    let (below, mut value) = E::below(&all, &mut shelf)?;
    let text = match format {
        Talk::Json => {
            let rows = all.iter().map(|entry| {
                let mut row = entry.summary(today, lang).1;
                row.insert(E::TABLE.to_owned(), Value::Object(members(entry)));
                Value::Object(row)
            });
            value.insert(E::COMMAND.to_owned(), rows.collect());
            value.insert("format".to_owned(), json!(format!("hoheit-{}/1", E::COMMAND)));
            value.insert("on".to_owned(), json!(today));
            value.extend(notice::<E>(lang));
            format!("{:#}\n", Value::Object(value))
        }
        Talk::Human => {
            let rows = all.iter().map(|entry| row(entry, &shelf, lang) + "\n");
            let rows: String = rows.collect();
            let none = || {
                let (command, add) = (E::COMMAND, E::ADD);
                lang.pick(
                    format!("Noch nichts eingetragen; anlegen mit: hoheit {command} {add}\n"),
                    format!("Nothing entered yet; enter it with: hoheit {command} {add}\n"),
                )
            };
            let advice = if rows.is_empty() { String::new() } else { advice::<E>(lang) };
            (if rows.is_empty() { none() } else { rows }) + &below + &advice
        }
    };
    print(lang, text).map(|()| Exit::Done)
}

fn row<E: Entry>(entry: &E, shelf: &Shelf<'_>, lang: Lang) -> String {
    let mut parts = vec![entry.title().to_owned()];
    parts.extend(entry.summary(shelf.today, lang).0);
    let parts: Vec<_> = parts.iter().map(|part| Printable(part).to_string()).collect();
    format!("{:<20} {}", entry.subject(), parts.join(" · "))
}

pub(super) fn show<E: Entry>(context: &Context, name: &str, format: ShowFormat) -> Result<Exit, Failure> {
    let lang = context.lang;
    let mut shelf = Shelf::open(context, false)?;
    let history = shelf.history::<E>(name)?;
    if history.is_empty() {
        return Err(unknown::<E>(name, lang));
    }
    let last = history.iter().rev().find(|stated| stated.note.holds_on(shelf.today));
    let entry = last.and_then(|stated| stated.body.as_ref());
    let text = match (format, entry) {
        (ShowFormat::Toml, None) => return Err(unknown::<E>(name, lang)),
        (ShowFormat::Toml, Some(entry)) => form(entry, lang)?,
        (ShowFormat::Json, entry) => {
            let mut value = match entry {
                Some(entry) => entry.links(&mut shelf)?.1,
                None => Map::new(),
            };
            if let Some(entry) = entry {
                value.append(&mut entry.summary(shelf.today, lang).1);
            }
            value.insert("format".to_owned(), json!(format!("hoheit-{}/1", E::TABLE)));
            value.insert("on".to_owned(), json!(shelf.today));
            value.extend(notice::<E>(lang));
            value.insert(E::TABLE.to_owned(), json!(entry));
            value.insert("history".to_owned(), history.iter().map(stated).collect());
            format!("{:#}\n", Value::Object(value))
        }
        (ShowFormat::Human, entry) => human(name, entry, &history, &mut shelf, lang)? + &advice::<E>(lang),
    };
    print(lang, text).map(|()| Exit::Done)
}

fn human<E: Entry>(
    name: &str,
    entry: Option<&E>,
    history: &[Statement<E>],
    shelf: &mut Shelf<'_>,
    lang: Lang,
) -> Result<String, Failure> {
    let mut text = match entry {
        Some(entry) => row(entry, shelf, lang) + "\n",
        None => lang.pick(format!("{name}: gilt heute nicht\n"), format!("{name}: does not count today\n")),
    };
    if let Some(entry) = entry {
        let datasets = shelf.datasets()?;
        let (members, none) = (members(entry), Map::new());
        for difference in differences(&none, &members).iter().filter(|difference| difference.key != "title") {
            let value = shown(difference.key, difference.after, &datasets, lang);
            let _ = writeln!(text, "  {}: {value}", label(difference.key, lang));
        }
        let links = entry.links(shelf)?.0;
        if !links.is_empty() {
            let _ = write!(text, "\n{links}");
        }
    }
    let _ = writeln!(text, "\n{}", lang.pick("Verlauf, neueste zuerst", "History, latest first"));
    for stated in history.iter().rev() {
        let note = &stated.note;
        let what = match (&stated.digest, &stated.body) {
            (None, _) => lang.pick("zurückgenommen", "taken back"),
            (Some(_), None) => lang.pick("Inhalt gelöscht", "content erased"),
            (Some(_), Some(_)) => lang.pick("eingetragen", "entered"),
        };
        let _ = write!(
            text,
            "  {} · {what} {} · {}",
            period(note.valid_from, note.valid_until, lang),
            stated.recorded_at,
            Printable(&note.author)
        );
        if !note.reason.is_empty() {
            let _ = write!(text, " · {}", Printable(&note.reason));
        }
        text.push('\n');
    }
    Ok(text)
}

/// The last line, where law is cited.
fn advice<E: Entry>(lang: Lang) -> String {
    if E::CITES_LAW { format!("{}\n", decision_aid(lang)) } else { String::new() }
}

/// The same for programs.
fn notice<E: Entry>(lang: Lang) -> Option<(String, Value)> {
    E::CITES_LAW.then(|| ("notice".to_owned(), json!(decision_aid(lang))))
}

/// A row of `history`, see `docs/reference/registry-json.md`.
fn stated<E: Entry>(stated: &Statement<E>) -> Value {
    json!({
        "valid_from": stated.note.valid_from, "valid_until": stated.note.valid_until,
        "recorded_at": stated.recorded_at.to_string(), "by": stated.note.author,
        "reason": stated.note.reason, "digest": stated.digest, "record": stated.body,
    })
}

/// The entry as a form, to change it and to hand it on.
fn form<E: Entry>(entry: &E, lang: Lang) -> Result<String, Failure> {
    let table = std::collections::BTreeMap::from([(E::TABLE, [entry])]);
    toml::to_string(&table).map_err(|error| {
        let message = lang.pick("das lässt sich nicht aufschreiben", "this can't be written down");
        Failure::new(Exit::Bug, message).because(error)
    })
}
