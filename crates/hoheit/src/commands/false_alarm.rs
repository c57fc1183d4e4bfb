// SPDX-FileCopyrightText: 2026 The hoheit authors
// SPDX-License-Identifier: EUPL-1.2

//! `hoheit false-alarm`: what was found and is none. The list holds hashes and places, never values.

mod import;

use super::{catalogue_failure, open_for_reading, open_for_writing, print, value};
use crate::cli::{FalseAlarmAction, FalseAlarmAdd, Talk};
use crate::context::Context;
use crate::failure::{Exit, Failure};
use crate::own;
use hoheit_catalogue::token::KeyRing;
use hoheit_catalogue::{Catalogue, CatalogueError, ExceptionFiles};
use hoheit_detect::{Excepted, Exception, Exceptions, Place};
use hoheit_report::words::Label as _;
use hoheit_report::{counted, files};
use hoheit_scan::OwnRules;
use hoheit_types::{AssetId, Lang, Printable};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

pub(crate) fn run(context: &Context, action: FalseAlarmAction) -> Result<Exit, Failure> {
    match action {
        FalseAlarmAction::Add(args) => add(context, &args),
        FalseAlarmAction::List { format } => list(context, format),
        FalseAlarmAction::Remove { id, yes } => remove(context, &id, yes),
        FalseAlarmAction::Import { file, yes } => import::run(context, &file, yes),
        FalseAlarmAction::Export { output } => export(context, output.as_deref()),
    }
}

/// The catalogue: planning only looks, its execution needs the writer's place.
fn open(context: &Context, yes: bool) -> Result<Catalogue, Failure> {
    if yes { open_for_writing(context) } else { open_for_reading(context) }
}

fn add(context: &Context, args: &FalseAlarmAdd) -> Result<Exit, Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let own = own::load(context)?;
    let mut catalogue = open(context, args.yes)?;
    let note = args.note.as_deref().unwrap_or("");
    // Only looking needs no key of its own: nothing is written then.
    let kept = if args.yes {
        Some(ExceptionFiles::open(&context.home).map_err(fail)?)
    } else {
        ExceptionFiles::read(&context.home).map_err(fail)?
    };
    let mut exceptions = match &kept {
        Some(kept) => own::exceptions(kept, lang)?,
        None => Exceptions::new([0; 32]),
    };
    let (id, what, concerned) = if let Some(pair) = &args.value {
        let given = value::read(pair, &own, &|_| true, lang)?;
        if !given.is_known && !context.quiet {
            eprintln!(
                "{}",
                lang.pick(
                    "Keine Regel erkennt diesen Wert allein; er wird vermerkt, wie er geschrieben ist.",
                    "No rule knows this value by itself; it is kept as it is written.",
                )
            );
        }
        let keys = KeyRing::read(&context.home).map_err(fail)?;
        let concerned = catalogue.files_with_value(given.entity, &given.value, &keys).map_err(fail)?;
        let id = exceptions.add_value(given.entity, &given.value, note);
        (id, described(&Excepted::Value(given.entity), lang), concerned)
    } else {
        let place = place(args, &own, lang)?;
        let meant = |path: &hoheit_types::RelPath| place.has(path.as_str());
        let concerned = catalogue.files_with_rule(&place.rule, &meant).map_err(fail)?;
        let id = exceptions.add_place(&place, note);
        (id, described(&Excepted::Place(&place), lang), concerned)
    };
    if !exceptions.fits() {
        return Err(too_many(lang));
    }
    let intro = lang.pick("Fehlalarm", "False alarm");
    print(lang, format!("{intro}: {}\n{}", Printable(&what), concern(&concerned, lang)))?;
    if args.yes {
        // Files wait first: a crash in between costs a reading, never a count.
        catalogue.mark_pending(&concerned).map_err(fail)?;
        catalogue.write_exceptions(&context.home, &exceptions.to_text()).map_err(fail)?;
        print(lang, lang.pick(format!("Eingetragen: {id}\n"), format!("Entered: {id}\n")))?;
    } else {
        print(lang, lang.pick("Ausführen mit --yes\n", "Do it with --yes\n"))?;
    }
    Ok(Exit::Done)
}

/// A rule and where it is muted.
fn place(args: &FalseAlarmAdd, own: &OwnRules, lang: Lang) -> Result<Place, Failure> {
    let Some(rule) = args.rule.clone() else {
        return Err(Failure::new(
            Exit::Usage,
            lang.pick("es fehlt, was ein Fehlalarm ist", "it is missing what is a false alarm"),
        )
        .hint(lang.pick(
            "einen Wert angeben (ART:WERT), oder eine Regel mit Pfad oder Spalte (--rule, --path, --column)",
            "give a value (KIND:VALUE), or a rule with a path or column (--rule, --path, --column)",
        )));
    };
    let is_known = hoheit_detect::rules().iter().any(|known| known.name == rule)
        || own.rules().any(|known| known.id.name == rule);
    if !is_known {
        let rule = Printable(&rule);
        return Err(Failure::new(
            Exit::Usage,
            lang.pick(format!("die Regel '{rule}' gibt es nicht"), format!("there is no rule '{rule}'")),
        )
        .hint(lang.pick(
            "welche Regel etwas findet, zeigt: hoheit detect <Datei>",
            "see which rule finds something with: hoheit detect <file>",
        )));
    }
    // An empty pattern would be a line that no list can hold.
    let given = |text: &Option<String>| {
        text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let path = given(&args.path).unwrap_or_else(|| "*".to_owned());
    let place = Place { rule, path, column: given(&args.column) };
    if place.is_everywhere() { Err(everywhere(lang)) } else { Ok(place) }
}

fn everywhere(lang: Lang) -> Failure {
    Failure::new(
        Exit::Usage,
        lang.pick(
            "eine Regel überall stummzuschalten ist nicht vorgesehen",
            "no rule can be muted everywhere",
        ),
    )
    .hint(lang.pick(
        "einen Pfad oder eine Spalte angeben: --path, --column",
        "give a path or a column: --path, --column",
    ))
}

fn too_many(lang: Lang) -> Failure {
    let message =
        lang.pick("zusammen wären es mehr als 10.000 Fehlalarme", "together they would be more than 10,000");
    Failure::new(Exit::Usage, message)
}

/// What is excepted, without the value.
fn described(what: &Excepted<'_>, lang: Lang) -> String {
    match what {
        Excepted::Value(entity) => {
            let kind = entity.label(lang);
            lang.pick(
                format!("ein Wert ({kind}), wo immer er steht"),
                format!("a value ({kind}), wherever it stands"),
            )
        }
        Excepted::Place(place) => {
            let mut text = lang.pick(
                format!("Regel {} in {}", place.rule, place.path),
                format!("rule {} in {}", place.rule, place.path),
            );
            if let Some(column) = &place.column {
                let _ =
                    write!(text, "{}", lang.pick(format!(", Spalte {column}"), format!(", column {column}")));
            }
            text
        }
    }
}

fn concern(concerned: &[AssetId], lang: Lang) -> String {
    let count = files(lang, concerned.len() as u64);
    lang.pick(
        format!("Der nächste Scan liest neu: {count}\n"),
        format!("The next scan reads again: {count}\n"),
    )
}

fn list(context: &Context, format: Talk) -> Result<Exit, Failure> {
    let lang = context.lang;
    let exceptions = own::read_exceptions(context)?;
    let counts = match &exceptions {
        Some(exceptions) if !exceptions.is_empty() => {
            open_for_reading(context)?.set_aside().map_err(|error| catalogue_failure(context, error))?
        }
        _ => HashMap::new(),
    };
    let all: Vec<Exception<'_>> = exceptions.iter().flat_map(Exceptions::iter).collect();
    let count = |exception: &Exception<'_>| counts.get(&exception.id).copied().unwrap_or_default();
    match format {
        Talk::Json => {
            let rows: Vec<Value> = all.iter().map(|exception| to_json(exception, count(exception))).collect();
            let value = json!({ "format": "hoheit-false-alarms/1", "false_alarms": rows });
            print(lang, format!("{value:#}\n"))?;
        }
        Talk::Human => {
            let mut text = String::new();
            for exception in &all {
                let (in_files, occurrences) = count(exception);
                let found = counted(lang, occurrences, ["Fund", "Funde"], ["finding", "findings"]);
                let what = described(&exception.what, lang);
                let _ = writeln!(text, "{}  {}", exception.id, Printable(&what));
                let aside = lang.pick(
                    format!("beiseitegelegt: {found} ({})", files(lang, in_files)),
                    format!("set aside: {found} ({})", files(lang, in_files)),
                );
                let note = Some(exception.note).filter(|note| !note.is_empty());
                let note = note.map(|note| format!(" · {note}")).unwrap_or_default();
                let _ = writeln!(text, "              {}", Printable(&format!("{aside}{note}")));
            }
            if all.is_empty() {
                text.push_str(lang.pick("Keine Fehlalarme vermerkt.\n", "No false alarms are marked.\n"));
            }
            print(lang, text)?;
        }
    }
    Ok(Exit::Done)
}

/// A row of `hoheit-false-alarms/1`, see `docs/reference/false-alarms.md`.
fn to_json(exception: &Exception<'_>, (files, occurrences): (u64, u64)) -> Value {
    let (entity, place) = match &exception.what {
        Excepted::Value(entity) => (Some(entity), None),
        Excepted::Place(place) => (None, Some(place)),
    };
    json!({
        "id": exception.id, "entity": entity, "rule": place.map(|place| &place.rule),
        "path": place.map(|place| &place.path), "column": place.and_then(|place| place.column.as_ref()),
        "note": exception.note, "files": files, "occurrences": occurrences,
    })
}

fn remove(context: &Context, id: &str, yes: bool) -> Result<Exit, Failure> {
    let lang = context.lang;
    let fail = |error: CatalogueError| catalogue_failure(context, error);
    let mut catalogue = open(context, yes)?;
    let exceptions = own::read_exceptions(context)?;
    let known = exceptions.and_then(|exceptions| {
        let what = exceptions.iter().find(|exception| exception.id == id)?;
        let what = described(&what.what, lang);
        Some((exceptions, what))
    });
    let Some((mut exceptions, what)) = known else {
        let id = Printable(id);
        return Err(Failure::new(
            Exit::Usage,
            lang.pick(
                format!("den Fehlalarm '{id}' gibt es nicht"),
                format!("there is no false alarm '{id}'"),
            ),
        )
        .hint(
            lang.pick("alle zeigt: hoheit false-alarm list", "see them all with: hoheit false-alarm list"),
        ));
    };
    let concerned = catalogue.files_set_aside_by(id).map_err(fail)?;
    let intro = lang.pick("Kein Fehlalarm mehr", "No false alarm any more");
    print(lang, format!("{intro}: {}\n{}", Printable(&what), concern(&concerned, lang)))?;
    if yes {
        exceptions.remove(id);
        catalogue.mark_pending(&concerned).map_err(fail)?;
        catalogue.write_exceptions(&context.home, &exceptions.to_text()).map_err(fail)?;
        print(lang, lang.pick("Zurückgenommen.\n", "Taken back.\n"))?;
    } else {
        print(lang, lang.pick("Ausführen mit --yes\n", "Do it with --yes\n"))?;
    }
    Ok(Exit::Done)
}

/// The list as it is kept, see `docs/reference/false-alarms.md`.
fn export(context: &Context, output: Option<&Path>) -> Result<Exit, Failure> {
    let lang = context.lang;
    let exceptions = own::read_exceptions(context)?.unwrap_or_else(|| Exceptions::new([0; 32]));
    let text = if exceptions.is_empty() { exceptions.to_text() } else { exceptions.to_export() };
    let Some(path) = output else { return print(lang, text).map(|()| Exit::Done) };
    hoheit_store::deliver(path, text.as_bytes()).map_err(|error| {
        Failure::new(
            Exit::Unavailable,
            lang.pick("die Liste lässt sich nicht schreiben", "the list can't be written"),
        )
        .because(error)
    })?;
    Ok(Exit::Done)
}
