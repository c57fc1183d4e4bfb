// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! What would change is shown first, and made as it was shown with `--yes`.

use super::entry::Entry;
use super::fields::{differences, label, members, shown};
use super::shelf::Shelf;
use super::{form, unknown};
use crate::cli::Talk;
use crate::cli::registry::{Add, Change, Edit, Fields};
use crate::commands::{account, print};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use hoheit_catalogue::{Intended, NamedDataset, Note, Stating};
use hoheit_types::{Day, Lang, Printable};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

pub(super) fn add<E: Entry, F: Fields>(context: &Context, args: &Add<F>) -> Result<Exit, Failure> {
    let lang = context.lang;
    let mut shelf = Shelf::open(context, args.change.yes)?;
    let note = note(&shelf, &args.change)?;
    let mut given = args.fields.given();
    let entries: Vec<E> = match (&args.file, &args.name) {
        (Some(file), _) => {
            not_both(&given, lang)?;
            form::read(file, &mut shelf, note.valid_from)?
        }
        (None, name) => {
            let name = name.as_deref().unwrap_or_default();
            let history = shelf.history::<E>(name)?;
            let last = history.iter().rev().find(|stated| stated.note.holds_on(note.valid_from));
            if last.is_some_and(|stated| stated.digest.is_some()) {
                return Err(exists::<E>(name, lang));
            }
            given.insert("name".to_owned(), json!(name));
            vec![form::from_options(Map::new(), given, &mut shelf, note.valid_from)?]
        }
    };
    enter(shelf, entries, note, &args.change)
}

pub(super) fn edit<E: Entry, F: Fields>(context: &Context, args: &Edit<F>) -> Result<Exit, Failure> {
    let lang = context.lang;
    let mut shelf = Shelf::open(context, args.change.yes)?;
    let note = note(&shelf, &args.change)?;
    let given = args.fields.given();
    let before = in_force::<E>(&mut shelf, &args.name, note.valid_from)?;
    let entry: E = if let Some(file) = &args.file {
        not_both(&given, lang)?;
        let mut entries = form::read::<E>(file, &mut shelf, note.valid_from)?;
        match entries.pop().filter(|entry| entries.is_empty() && entry.subject() == args.name) {
            Some(entry) => entry,
            None => return Err(another(&args.name, lang)),
        }
    } else if given.is_empty() {
        return Err(nothing(lang));
    } else {
        form::from_options(members(&before), given, &mut shelf, note.valid_from)?
    };
    enter(shelf, vec![entry], note, &args.change)
}

pub(super) fn remove<E: Entry>(context: &Context, name: &str, change: &Change) -> Result<Exit, Failure> {
    let mut shelf = Shelf::open(context, change.yes)?;
    let note = note(&shelf, change)?;
    in_force::<E>(&mut shelf, name, note.valid_from)?;
    let history = shelf.history::<E>(name)?;
    let intended = vec![Intended::new(name.to_owned(), None, &history, &note)];
    settle(shelf, &Stating { note, intended }, change)
}

pub(super) fn enter<E: Entry>(
    mut shelf: Shelf<'_>,
    entries: Vec<E>,
    note: Note,
    change: &Change,
) -> Result<Exit, Failure> {
    let mut intended = Vec::with_capacity(entries.len());
    for entry in entries {
        let history = shelf.history::<E>(&entry.subject())?;
        intended.push(Intended::new(entry.subject(), Some(entry), &history, &note));
    }
    settle(shelf, &Stating { note, intended }, change)
}

/// Shows a plan and, with `--yes`, carries that very plan out.
fn settle<E: Entry>(mut shelf: Shelf<'_>, plan: &Stating<E>, change: &Change) -> Result<Exit, Failure> {
    let lang = shelf.context.lang;
    let datasets = shelf.datasets()?;
    let notes = notes(&mut shelf, plan)?;
    if change.yes {
        shelf.carry_out(plan)?;
    }
    if change.format == Talk::Json {
        let value = to_json(plan, &notes, change.yes);
        return print(lang, format!("{value:#}\n")).map(|()| Exit::Done);
    }
    let mut text = human(plan, &datasets, lang);
    for note in &notes {
        let _ = writeln!(text, "{}: {}", lang.pick("Hinweis", "note"), Printable(note));
    }
    text.push_str(match (plan.stands(), change.yes) {
        (true, _) => lang.pick("Es ändert sich nichts.\n", "Nothing changes.\n"),
        (false, true) => lang.pick("Eingetragen.\n", "Entered.\n"),
        (false, false) => lang.pick("Ausführen mit --yes\n", "Do it with --yes\n"),
    });
    print(lang, text).map(|()| Exit::Done)
}

fn human<E: Entry>(plan: &Stating<E>, datasets: &[NamedDataset], lang: Lang) -> String {
    let mut text = super::period(plan.note.valid_from, plan.note.valid_until, lang);
    if !plan.note.reason.is_empty() {
        let _ = write!(text, " · {}", Printable(&plan.note.reason));
    }
    text.push('\n');
    for one in plan.intended.iter().filter(|one| !one.stands) {
        let (before, after) = (one.before.as_ref().map(members), one.after.as_ref().map(members));
        let what = match (&before, &after) {
            (_, None) => lang.pick("zurückgenommen", "taken back"),
            (None, Some(_)) => lang.pick("neu", "new"),
            (Some(before), Some(after)) if before == after => lang.pick("länger gültig", "valid for longer"),
            (Some(_), Some(_)) => lang.pick("geändert", "changed"),
        };
        let title = one.after.as_ref().or(one.before.as_ref()).map_or("", E::title);
        let _ = writeln!(text, "{what}: {} · {}", one.subject, Printable(title));
        let (Some(after), none) = (&after, Map::new()) else { continue };
        for difference in differences(before.as_ref().unwrap_or(&none), after) {
            let key = difference.key;
            let new = shown(key, difference.after, datasets, lang);
            let value = match &before {
                None => new,
                Some(_) => format!("{} → {new}", shown(key, difference.before, datasets, lang)),
            };
            let _ = writeln!(text, "  {}: {value}", label(key, lang));
        }
    }
    let same: Vec<_> =
        plan.intended.iter().filter(|one| one.stands).map(|one| one.subject.as_str()).collect();
    if !same.is_empty() {
        let _ = writeln!(text, "{}: {}", lang.pick("unverändert", "unchanged"), same.join(", "));
    }
    text
}

/// `hoheit-registry-plan/1`, see `docs/reference/registry-json.md`.
fn to_json<E: Entry>(plan: &Stating<E>, notes: &[String], done: bool) -> Value {
    let changes: Vec<Value> = plan
        .intended
        .iter()
        .map(|one| {
            let kind = match (one.stands, &one.before, &one.after) {
                (true, ..) => "unchanged",
                (_, _, None) => "removed",
                (_, None, _) => "new",
                _ => "changed",
            };
            json!({ "name": one.subject, "change": kind, "before": one.before, "after": one.after })
        })
        .collect();
    json!({
        "format": "hoheit-registry-plan/1", "kind": E::TABLE, "done": done && !plan.stands(),
        "valid_from": plan.note.valid_from, "valid_until": plan.note.valid_until,
        "by": plan.note.author, "reason": plan.note.reason, "changes": changes, "notes": notes,
    })
}

fn notes<E: Entry>(shelf: &mut Shelf<'_>, plan: &Stating<E>) -> Result<Vec<String>, Failure> {
    let lang = shelf.context.lang;
    let mut notes = Vec::new();
    for one in plan.intended.iter().filter(|one| !one.stands) {
        let name = &one.subject;
        notes.extend(one.covers.iter().map(|day| {
            lang.pick(
                format!("{name}: was für die Zeit ab {day} schon eingetragen ist, gilt dann nicht mehr"),
                format!("{name}: what is entered already for the time from {day} on no longer counts then"),
            )
        }));
        let entry = one.after.as_ref().or(one.before.as_ref());
        if let Some(entry) = entry {
            let told = entry.notes(one.after.is_none(), plan.note.valid_from, shelf)?;
            notes.extend(told.into_iter().map(|(de, en)| lang.pick(de, en)));
        }
    }
    Ok(notes)
}

/// Who states it, why, and for which days: from today on, until further notice.
pub(in crate::commands) fn note(shelf: &Shelf<'_>, change: &Change) -> Result<Note, Failure> {
    let lang = shelf.context.lang;
    let from = change.from.unwrap_or(shelf.today);
    if change.until.is_some_and(|until| until < from) {
        return Err(Failure::new(
            Exit::Usage,
            lang.pick("der letzte Tag liegt vor dem ersten", "the last day lies before the first one"),
        )
        .hint(lang.pick("ohne --from gilt es ab heute", "without --from it counts from today on")));
    }
    Ok(Note {
        valid_from: from,
        valid_until: change.until,
        author: account(),
        reason: change.reason.clone().unwrap_or_default(),
    })
}

/// What counts on a day; fails where nothing does.
fn in_force<E: Entry>(shelf: &mut Shelf<'_>, name: &str, on: Day) -> Result<E, Failure> {
    let history = shelf.history::<E>(name)?;
    let last = history.into_iter().rev().find(|stated| stated.note.holds_on(on));
    last.and_then(|stated| stated.body).ok_or_else(|| unknown::<E>(name, shelf.context.lang))
}

fn not_both(given: &Map<String, Value>, lang: Lang) -> Result<(), Failure> {
    if given.is_empty() {
        return Ok(());
    }
    Err(Failure::new(
        Exit::Usage,
        lang.pick(
            "ein Formular und einzelne Angaben zugleich gehen nicht",
            "a form and single settings don't go together",
        ),
    )
    .hint(lang.pick("die Angaben in das Formular schreiben", "write the settings into the form")))
}

fn exists<E: Entry>(name: &str, lang: Lang) -> Failure {
    let (command, (de, en)) = (E::COMMAND, E::NOUN);
    let (name, shown) = (Printable(name), Printable(name));
    Failure::new(
        Exit::Usage,
        lang.pick(format!("{de} '{name}' gibt es schon"), format!("the {en} '{name}' exists already")),
    )
    .hint(lang.pick(
        format!("ändern mit: hoheit {command} edit {shown}"),
        format!("change it with: hoheit {command} edit {shown}"),
    ))
}

fn another(name: &str, lang: Lang) -> Failure {
    let name = Printable(name);
    Failure::new(
        Exit::Usage,
        lang.pick(
            format!("das Formular enthält nicht '{name}' allein"),
            format!("the form does not hold '{name}' alone"),
        ),
    )
    .hint(lang.pick("mehrere auf einmal nimmt: add <Datei>", "several at once are taken by: add <file>"))
}

fn nothing(lang: Lang) -> Failure {
    Failure::new(Exit::Usage, lang.pick("es fehlt, was sich ändern soll", "it is missing what shall change"))
        .hint(lang.pick(
            "eine Angabe oder ein Formular nennen; alle zeigt --help",
            "give a setting or a form; see them all with --help",
        ))
}
